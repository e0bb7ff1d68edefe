/* The programme: a library's own calendar (iCalendar), or a table (CSV) in which it keeps its events,
 * becomes dated sessions. Text in, sessions out; no file is opened but a time zone's. One event that
 * is not understood never takes the others along: it is left out and named, with the reason in words
 * for a librarian.
 *
 * Understood of a VEVENT: UID, SUMMARY, LOCATION, DESCRIPTION, CATEGORIES (the first is the theme),
 * DTSTART, DTEND or DURATION (up to a year), RRULE and EXRULE (of days, weeks, months, years),
 * RDATE, EXDATE, STATUS, SEQUENCE, RECURRENCE-ID (that one occurrence, moved or changed; what it
 * leaves out it has from its series). Times without a zone and whole days are the branch's; any
 * other zone must be known (calendar/zones.h). METHOD:CANCEL cancels all. Not shown: without a
 * SUMMARY, TENTATIVE, PRIVATE or CONFIDENTIAL.
 *
 * SUMMARY, LOCATION, DESCRIPTION, CATEGORIES and X-KIOSK-THEME may be said once more in each language,
 * "SUMMARY;LANGUAGE=pl:...": who reads Polish sees that one. All others see the one without a
 * language; if there is none, the English one, else the first.
 *
 * The kiosk's own fields, all optional:
 *   X-KIOSK-PLACES             people who may book: 0..5000 (0)
 *   X-KIOSK-DOOR-PLACES        more that the fire limit lets in: 0..5000 (0; 50 if nobody books)
 *   X-KIOSK-ADMISSION          drop-in | booked | both (by the places given)
 *   X-KIOSK-ASKS               adults,children,babies,prams,wheelchairs (adults,children)
 *   X-KIOSK-ICON               a file of assets/icons without ending; "-fill" may be left out
 *                              (calendar)
 *   X-KIOSK-THEME              how What's on is grouped (the first category, else "community")
 *   X-KIOSK-CHECK-IN-OPENS     minutes before the start: 0..1440 (30)
 *   X-KIOSK-CHECK-IN-CLOSES    minutes after the start: 1..10080 (the end)
 *
 * A table is a file whose first row names the columns "title" and "date"; case, spaces, "_" and "-" do
 * not matter, base/rows.h says how fields are written. One row is one session, its times are the
 * branch's. Other columns, all optional but starts:
 *   id                         a name for the session, at most 200 bytes, each once
 *   title, room, about, theme  words; once more for each language: "title pl", "title:pl" or
 *                              "title (pl)"
 *   date                       2026-12-04, or 04/12/2026: the day first
 *   starts, ends               10:30; ends on that day and later than starts (an hour)
 *   cancelled                  yes | no (no)
 *   icon, places, door places, admission, asks, check-in opens, check-in closes
 *                              as X-KIOSK-...; "theme" is X-KIOSK-THEME
 * A row is known again by its id; without one by title, date and starts together, so that a session
 * that is moved or renamed is a new one, and the old one is gone. Two rows of one identity: the first
 * holds. Where neither is understood the row may be any session that the table lacks, and none of
 * them counts as gone. A time that the change of the clocks skips is left out, since a person wrote it.
 * Reasons begin with the line on which the row begins. A table calls itself "table". */
#ifndef CALENDAR_PROGRAMME_H
#define CALENDAR_PROGRAMME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "rules/session.h"

enum {
	PROGRAMME_BYTES_MAX = 8 * 1024 * 1024,
	PROGRAMME_EVENTS_MAX = 20000,
	PROGRAMME_SESSIONS_MAX = 8192,
	PROGRAMME_SESSIONS_AN_EVENT_MAX = 1000,
	PROGRAMME_DAYS = 120,      /* how far ahead the centre imports */
	PROGRAMME_DATE_BYTES = 32, /* as TIMES_WORDS_BYTES */
	PROGRAMME_REASON_BYTES = 200,
};

struct programme_wish {
	const char *branch;
	int64_t from_ms, until_ms; /* sessions that end after the one and start before the other */
};

struct programme_entry {
	struct session session;
	struct id event; /* the same for all sessions of one UID; a row has its own */
};

struct programme_left_out {
	struct id event;
	char title[TITLE_BYTES_MAX];
	char date[PROGRAMME_DATE_BYTES]; /* "4 Dec 2026 10:30", or what stands there instead */
	char reason[PROGRAMME_REASON_BYTES];
};

struct programme {
	char calendar[TITLE_BYTES_MAX]; /* what it calls itself; "": nothing */
	/* False: a message about some events (METHOD), or a table with a row that has no identity: what
	 * is not in it is not gone. */
	bool is_whole;
	struct programme_entry *entries; /* by start, cancelled ones too */
	int count, entries_size;
	struct programme_left_out *left_out; /* in the order of the file */
	int left_out_count;
};

/* The ids of sessions are derived from branch, UID and RECURRENCE-ID or start, of a row from branch and
 * identity: the same everywhere, always. The branch's zone is the clock's. False: the text is no
 * calendar and no table, or larger than the bounds above (ERROR_FULL). The caller frees `programme`
 * in any case. */
bool programme_read(const char *text, size_t length, const struct programme_wish *wish,
	struct programme *programme, struct error *error);
void programme_free(struct programme *programme);

#endif
