/* Words of a session in many languages, packed one after the other: little memory, no pointers, and
 * kept on disk as they are. Every walk is bounded by their length, whatever the bytes are. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "rules/session.h"

enum { TEXTS_AN_ENTRY = 4, FIELDS = 1 + TEXTS_AN_ENTRY, SCRIPT_LETTERS = 4 };

/* Ends the tag of the entry that has a language's further texts. */
#define FURTHER "/"

_Static_assert(SESSION_TEXTS <= 2 * TEXTS_AN_ENTRY, "two entries have them all");

static const char *const names[SESSION_TEXTS] = {
	[SESSION_TITLE] = "title",
	[SESSION_ROOM] = "room",
	[SESSION_ABOUT] = "about",
	[SESSION_THEME] = "theme",
	[SESSION_ACCESS_NOTE] = "access_note",
};

static const size_t sizes[SESSION_TEXTS] = {
	[SESSION_TITLE] = TITLE_BYTES_MAX,
	[SESSION_ROOM] = ROOM_BYTES_MAX,
	[SESSION_ABOUT] = ABOUT_BYTES_MAX,
	[SESSION_THEME] = ICON_BYTES_MAX,
	[SESSION_ACCESS_NOTE] = ACCESS_NOTE_BYTES_MAX,
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

static bool is_further(const char *tag)
{
	return strstr(tag, FURTHER) != NULL;
}

/* Of the entry in which a language has that text. */
static void entry_tag(const char *language, enum session_text which,
	char tag[static SESSION_LANGUAGE_BYTES_MAX + 1])
{
	text_copy(tag, SESSION_LANGUAGE_BYTES_MAX + 1, language);
	if ((int)which >= TEXTS_AN_ENTRY)
		text_append(tag, SESSION_LANGUAGE_BYTES_MAX + 1, FURTHER);
}

static int field_of(enum session_text which)
{
	return 1 + (int)which % TEXTS_AN_ENTRY;
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
	char tag[SESSION_LANGUAGE_BYTES_MAX + 1];

	entry_tag(language, which, tag);
	const char *entry = entry_of(&session->words, tag);
	const char *text = entry ? field(entry, field_of(which)) : "";
	for (entry = NULL; !*text && (entry = next_entry(&session->words, entry));)
		if (is_of(entry, language) && is_further(entry) == is_further(tag))
			text = field(entry, field_of(which));
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
	const char *entry = NULL;

	while ((entry = next_entry(&session->words, entry)))
		if (!is_further(entry) && index-- == 0)
			return entry;
	return NULL;
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

/* The bytes that an entry takes that is not there yet. */
static size_t new_bytes(const struct session_words *words, const char *tag)
{
	return entry_of(words, tag) ? 0 : strlen(tag) + FIELDS;
}

/* Of `language`, too, which is named by an entry even where all that it says stands in the other one. */
static bool has_room(const struct session_words *words, const char *language, const char *tag,
	enum session_text which, const char *text)
{
	const char *entry = entry_of(words, tag);
	size_t before = entry ? strlen(field(entry, field_of(which))) : 0;
	size_t more = new_bytes(words, language) + (is_further(tag) ? new_bytes(words, tag) : 0);

	return (size_t)words->length - before + more + strlen(text) <= sizeof(words->bytes);
}

static char *entry_make(struct session_words *words, const char *tag)
{
	const char *entry = entry_of(words, tag);

	return entry ? words->bytes + (entry - words->bytes) : entry_add(words, tag);
}

bool session_set_text(
	struct session *session, const char *language, enum session_text which, const char *text)
{
	struct session_words *words = &session->words;
	char read[SESSION_LANGUAGE_BYTES_MAX], tag[SESSION_LANGUAGE_BYTES_MAX + 1];
	char fitting[ABOUT_BYTES_MAX];

	if (!read_tag(language, read))
		return false;
	entry_tag(read, which, tag);
	text_copy(fitting, sizes[which], text);
	if (!*fitting && !entry_of(words, tag))
		return true;
	if (!has_room(words, read, tag, which, fitting))
		return false;
	entry_make(words, read);
	char *entry = entry_make(words, tag);
	replace(words, entry + (field(entry, field_of(which)) - entry), fitting);
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
