/* One name in braces, replaced. */
#include "rules/event_page.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define SESSION "{session}"

static const char *behind_scheme(const char *pattern)
{
	static const char *const schemes[] = {"https://", "http://"};

	for (int i = 0; i < 2; i++)
		if (strncmp(pattern, schemes[i], strlen(schemes[i])) == 0)
			return pattern + strlen(schemes[i]);
	return NULL;
}

static bool has_only_letters_of_addresses(const char *pattern)
{
	for (const char *at = pattern; *at; at++)
		if (*at <= ' ' || *at > '~' || strchr("\"<>\\^`|", *at))
			return false;
	return true;
}

static bool names_the_session_once(const char *path)
{
	const char *name = strstr(path, SESSION);

	return name && strchr(path, '{') == name && !strchr(name + 1, '{') &&
	       strchr(path, '}') == name + strlen(SESSION) - 1 &&
	       !strchr(name + strlen(SESSION), '}');
}

bool event_page_is_valid(const char *pattern)
{
	const char *host = behind_scheme(pattern);
	size_t length = host ? strcspn(host, "/?#{}") : 0;

	return length > 0 && (host[length] == '/' || host[length] == '?') &&
	       strlen(pattern) < EVENT_PAGE_PATTERN_BYTES &&
	       has_only_letters_of_addresses(pattern) && names_the_session_once(host + length);
}

void event_page_write(const char *pattern, struct id session, char address[static EVENT_PAGE_BYTES])
{
	const char *name = strstr(pattern, SESSION);
	char id[ID_TEXT];

	assert(event_page_is_valid(pattern));
	snprintf(address, EVENT_PAGE_BYTES, "%.*s%s%s", (int)(name - pattern), pattern,
		id_text(session, id), name + strlen(SESSION));
}
