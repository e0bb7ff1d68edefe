/* One event, line by line. What comes from people is escaped and has its limit, and all else is as long
 * in every entry: so the whole always fits. */
#include "rules/calendar_entry.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/text.h"

enum {
	ESCAPED_BYTES = 1200, /* twice the longest text that a session has */
	INSTANT_BYTES = 40,
	CHARACTER_BYTES = 5,
};

#define MORE "\u2026"

/* ---- values ---- */

/* LRI, RLI, FSI, PDI: each part of a sentence on the screen is isolated by them. */
static bool is_isolate(const char *at)
{
	return strncmp(at, "\u2066", 2) == 0 && strncmp(at, "\u2066", 3) >= 0 &&
	       strncmp(at, "\u2069", 3) <= 0;
}

static void escape_character(const char *at, size_t bytes, char to[static CHARACTER_BYTES])
{
	if (*at == '\n')
		strcpy(to, "\\n");
	else if (strchr(",;\\", *at))
		snprintf(to, CHARACTER_BYTES, "\\%c", *at);
	else if ((unsigned char)*at < ' ' || is_isolate(at))
		*to = '\0';
	else
		snprintf(to, CHARACTER_BYTES, "%.*s", (int)bytes, at);
}

/* What is not said is left out; more than there is room for will be cut anyway. */
static void escape(const char *text, char to[static ESCAPED_BYTES])
{
	char character[CHARACTER_BYTES];

	to[0] = '\0';
	while (*text) {
		size_t bytes = 1;
		while ((text[bytes] & 0xC0) == 0x80 && bytes < CHARACTER_BYTES - 1)
			bytes++;
		escape_character(text, bytes, character);
		if (!text_append(to, ESCAPED_BYTES, character))
			return;
		text += bytes;
	}
}

/* A backslash and what it stands for are not taken apart. */
static bool ends_in_half_an_escape(const char *value)
{
	size_t length = strlen(value), backslashes = 0;

	while (backslashes < length && value[length - 1 - backslashes] == '\\')
		backslashes++;
	return backslashes % 2 == 1;
}

/* Back to the last end of a word, if that is in its second half. */
static void cut_behind_a_word(char *value)
{
	char *space = strrchr(value, ' ');

	if (space && (size_t)(space - value) > strlen(value) / 2)
		*space = '\0';
	else if (ends_in_half_an_escape(value))
		value[strlen(value) - 1] = '\0';
}

/* At most `size` bytes, with the NUL. */
static void make_value(const char *text, size_t size, char *value)
{
	char escaped[ESCAPED_BYTES];

	escape(text, escaped);
	if (text_copy(value, size, escaped))
		return;
	text_copy(value, size - strlen(MORE), escaped);
	cut_behind_a_word(value);
	text_append(value, size, MORE);
}

/* ---- lines ---- */

static void add(char *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(char *text, const char *format, ...)
{
	size_t length = strlen(text);
	va_list arguments;

	va_start(arguments, format);
	int more = vsnprintf(text + length, CALENDAR_ENTRY_BYTES - length, format, arguments);
	va_end(arguments);
	assert(more >= 0 && length + (size_t)more < CALENDAR_ENTRY_BYTES);
}

/* "DTSTART:20261204T103000Z": in UTC, so that no telephone has to know the library's zone. */
static void add_instant(char *text, const char *name, int64_t instant_ms)
{
	time_t seconds = (time_t)(instant_ms / SECOND_MS);
	char instant[INSTANT_BYTES];
	struct tm utc;

	assert(gmtime_r(&seconds, &utc));
	assert(strftime(instant, sizeof(instant), "%Y%m%dT%H%M%SZ", &utc) > 0);
	add(text, "%s:%s\r\n", name, instant);
}

static void add_title(char *text, const struct calendar_entry *entry)
{
	char title[CALENDAR_ENTRY_TITLE_BYTES];

	make_value(
		session_text(entry->session, entry->language, SESSION_TITLE), sizeof(title), title);
	add(text, "SUMMARY:%s\r\n", title);
}

static void add_place(char *text, const struct calendar_entry *entry)
{
	char room[CALENDAR_ENTRY_PLACE_BYTES], library[CALENDAR_ENTRY_PLACE_BYTES];

	make_value(session_text(entry->session, entry->language, SESSION_ROOM), sizeof(room), room);
	make_value(entry->library, sizeof(library), library);
	add(text, "LOCATION:%s%s%s\r\n", room, *room && *library ? "\\, " : "", library);
}

static void add_note(char *text, const struct calendar_entry *entry)
{
	char note[CALENDAR_ENTRY_NOTE_BYTES];

	if (!entry->note)
		return;
	make_value(entry->note, sizeof(note), note);
	add(text, "DESCRIPTION:%s\r\n", note);
}

void calendar_entry_write(
	const struct calendar_entry *entry, char text[static CALENDAR_ENTRY_BYTES])
{
	const struct session *session = entry->session;
	char id[ID_TEXT];

	text[0] = '\0';
	add(text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//library-kiosk//EN\r\n");
	add(text, "BEGIN:VEVENT\r\nUID:%s\r\n", id_text(session->id, id));
	add_instant(text, "DTSTAMP", session->starts_ms);
	add_instant(text, "DTSTART", session->starts_ms);
	add_instant(text, "DTEND", session->ends_ms);
	add_title(text, entry);
	add_place(text, entry);
	add_note(text, entry);
	add(text, "END:VEVENT\r\nEND:VCALENDAR\r\n");
}
