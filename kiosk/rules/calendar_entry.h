/* A session as an entry for a telephone's own calendar: an iCalendar (RFC 5545) with one event, to be
 * shown as a code. The same facts give the same text; nothing is asked of a clock.
 *
 * Lines are never folded: what reads a code does not always put a folded line together again. What is
 * too long is cut behind a word, with "…", so that the code stays coarse enough for a telephone that is
 * held before it: at most 18-M, 89 modules; a usual session is 13-M or 14-M, about 70 modules. */
#ifndef RULES_CALENDAR_ENTRY_H
#define RULES_CALENDAR_ENTRY_H

#include "rules/session.h"

enum {
	CALENDAR_ENTRY_BYTES = 560, /* what 18-M holds, with the NUL that is not in it */
	/* Of each value as it stands there, with its backslashes. */
	CALENDAR_ENTRY_TITLE_BYTES = 100,
	CALENDAR_ENTRY_PLACE_BYTES = 56, /* of the room, and of the library */
	CALENDAR_ENTRY_NOTE_BYTES = 90,
};

struct calendar_entry {
	const struct session *session;
	const char *language; /* of title and room; the library's own words where it has none */
	const char *library;
	const char *note; /* more to be said in a line, as who comes; NULL: nothing */
};

void calendar_entry_write(
	const struct calendar_entry *entry, char text[static CALENDAR_ENTRY_BYTES]);

#endif
