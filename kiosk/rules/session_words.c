/* Words of a session in many languages, packed one after the other: little memory, no pointers, and
 * kept on disk as they are. Every walk is bounded by their length, whatever the bytes are. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "rules/session.h"

enum { FIELDS = 1 + SESSION_TEXTS, SCRIPT_LETTERS = 4 };

static const char *const names[SESSION_TEXTS] = {
	[SESSION_TITLE] = "title",
	[SESSION_ROOM] = "room",
	[SESSION_ABOUT] = "about",
	[SESSION_THEME] = "theme",
};

static const size_t sizes[SESSION_TEXTS] = {
	[SESSION_TITLE] = TITLE_BYTES_MAX,
	[SESSION_ROOM] = ROOM_BYTES_MAX,
	[SESSION_ABOUT] = ABOUT_BYTES_MAX,
	[SESSION_THEME] = ICON_BYTES_MAX,
};

const char *session_text_name(enum session_text which)
{
	return names[which];
}

size_t session_text_size(enum session_text which)
{
	return sizes[which];
}

/* ---- finding ---- */

/* Field 0 is the tag. */
static const char *field(const char *entry, int which)
{
	while (which-- > 0)
		entry += strlen(entry) + 1;
	return entry;
}

/* The entry after `entry`, the first one for NULL; NULL: no more. */
static const char *next_entry(const struct session_words *words, const char *entry)
{
	entry = entry ? field(entry, FIELDS) : words->bytes;
	return entry < words->bytes + words->length ? entry : NULL;
}

static const char *entry_of(const struct session_words *words, const char *tag)
{
	const char *entry = next_entry(words, NULL);

	while (entry && strcmp(entry, tag) != 0)
		entry = next_entry(words, entry);
	return entry;
}

/* "pl-pl" is of "pl". A second part of four letters is a script: others may not read it. */
static bool is_of(const char *tag, const char *language)
{
	size_t length = strlen(language);

	if (length == 0 || strncmp(tag, language, length) != 0 || tag[length] != '-')
		return false;
	return strcspn(tag + length + 1, "-") != SCRIPT_LETTERS;
}

/* What is said in exactly this language comes before what is said in one of its countries. */
static const char *said_in(
	const struct session *session, const char *language, enum session_text which)
{
	const char *entry = entry_of(&session->words, language);
	const char *text = entry ? field(entry, 1 + (int)which) : "";

	for (entry = NULL; !*text && (entry = next_entry(&session->words, entry));)
		if (is_of(entry, language))
			text = field(entry, 1 + (int)which);
	return text;
}

bool session_says(const struct session *session, const char *language, enum session_text which)
{
	return *said_in(session, language, which) != '\0';
}

const char *session_text(
	const struct session *session, const char *language, enum session_text which)
{
	const char *text = said_in(session, language, which);

	return *text ? text : said_in(session, "", which);
}

const char *session_title(const struct session *session)
{
	return session_text(session, "", SESSION_TITLE);
}

const char *session_language(const struct session *session, int index)
{
	const char *entry = next_entry(&session->words, NULL);

	while (entry && index-- > 0)
		entry = next_entry(&session->words, entry);
	return entry;
}

/* ---- changing ---- */

static bool read_tag(const char *language, char tag[static SESSION_LANGUAGE_BYTES_MAX])
{
	size_t length = 0;

	for (; language[length]; length++) {
		char letter = language[length];
		bool is_dash = letter == '-' && length > 0;
		if (length + 1 == SESSION_LANGUAGE_BYTES_MAX ||
			!(is_dash || isalnum((unsigned char)letter)))
			return false;
		tag[length] = (char)tolower((unsigned char)letter);
	}
	tag[length] = '\0';
	return true;
}

bool session_is_language(const char *language)
{
	char tag[SESSION_LANGUAGE_BYTES_MAX];

	return read_tag(language, tag);
}

/* Puts `text` in the place of `old`, with its end. */
static void replace(struct session_words *words, char *old, const char *text)
{
	char *end = words->bytes + words->length, *rest = old + strlen(old);
	size_t length = strlen(text);

	memmove(old + length, rest, (size_t)(end - rest));
	memcpy(old, text, length);
	words->length += (int)(old + length - rest);
}

static char *entry_add(struct session_words *words, const char *tag)
{
	char *entry = words->bytes + words->length;
	size_t length = strlen(tag) + FIELDS;

	memset(entry, 0, length);
	memcpy(entry, tag, strlen(tag));
	words->length += (int)length;
	return entry;
}

/* With `text` in the place of what is in `entry`, if anything is. */
static bool has_room(const struct session_words *words, const char *entry, const char *tag,
	enum session_text which, const char *text)
{
	size_t before = entry ? strlen(field(entry, 1 + (int)which)) : 0;
	size_t more = entry ? 0 : strlen(tag) + FIELDS;

	return (size_t)words->length - before + more + strlen(text) <= sizeof(words->bytes);
}

bool session_set_text(
	struct session *session, const char *language, enum session_text which, const char *text)
{
	struct session_words *words = &session->words;
	char tag[SESSION_LANGUAGE_BYTES_MAX], fitting[ABOUT_BYTES_MAX];

	if (!read_tag(language, tag))
		return false;
	text_copy(fitting, sizes[which], text);
	const char *entry = entry_of(words, tag);
	if (!has_room(words, entry, tag, which, fitting))
		return false;
	char *changed = entry ? words->bytes + (entry - words->bytes) : entry_add(words, tag);
	replace(words, changed + (field(changed, 1 + (int)which) - changed), fitting);
	return true;
}

void session_forget_text(struct session *session, enum session_text which)
{
	const char *language;

	for (int i = 0; (language = session_language(session, i)); i++)
		session_set_text(session, language, which, "");
}

bool session_take_words(struct session *session, const void *bytes, size_t length)
{
	const char *from = bytes;
	int ends = 0;

	session->words.length = 0;
	if (length > sizeof(session->words.bytes))
		return false;
	for (size_t i = 0; i < length; i++)
		ends += from[i] == '\0';
	if (ends % FIELDS != 0 || (length > 0 && from[length - 1] != '\0'))
		return false;
	if (length > 0)
		memcpy(session->words.bytes, from, length);
	session->words.length = (int)length;
	return true;
}
