/* Where the library's web site has a page for each session: an address with "{session}" in it, as the
 * branch's settings give it ("event_page"). It is never fetched here; it goes into a code. */
#ifndef RULES_EVENT_PAGE_H
#define RULES_EVENT_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"

enum {
	EVENT_PAGE_PATTERN_BYTES = 201,
	EVENT_PAGE_BYTES = EVENT_PAGE_PATTERN_BYTES + ID_TEXT,
};

/* https:// or http://, a host, printable ASCII without spaces and quotes, and "{session}" once, behind
 * the host; no other brace. */
bool event_page_is_valid(const char *pattern);

/* With the session's id in its place. The pattern is valid. */
void event_page_write(
	const char *pattern, struct id session, char address[static EVENT_PAGE_BYTES]);

#endif
