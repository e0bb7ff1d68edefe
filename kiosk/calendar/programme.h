/* The programme: a library's own calendar (iCalendar), or a table (CSV) in which it keeps its events,
 * becomes dated sessions. Text in, sessions out; no file is opened but a time zone's. One event that
 * is not understood never takes the others along: it is left out and named, with all that is wrong with
 * it in words for a librarian. A column or a line X-KIOSK-... that is none of those below is passed over
 * and named.
 *
 * Understood of a VEVENT: UID, SUMMARY, LOCATION, DESCRIPTION, CATEGORIES (the first is the theme),
 * DTSTART, DTEND or DURATION (up to a year), RRULE and EXRULE (of days, weeks, months, years),
 * RDATE (a period has its own length), EXDATE, STATUS, SEQUENCE, RECURRENCE-ID (that one occurrence,
 * moved or changed; what it leaves out it has from its series). Times without a zone and whole days
 * are the branch's; any other zone must be known (calendar/zones.h). METHOD:CANCEL cancels all. Not
 * shown: without a SUMMARY, TENTATIVE, PRIVATE or CONFIDENTIAL.
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
 *   X-KIOSK-AGES               0-5 | 5-12 years | 6-18 months | 16+
 *   X-KIOSK-LANGUAGES          spoken there: en,pl,... of rules/spoken.h
 *   X-KIOSK-ACCESS             step-free,hearing-loop,quiet,bsl,relaxed; without it those of them that
 *                              are CATEGORIES
 *   X-KIOSK-ACCESS-NOTE        words beyond that, once more in each language
 *   X-KIOSK-PARTNER            a name
 *   X-KIOSK-EVENT              a name: all of this calendar that have it are sessions of one event, as
 *                              the occurrences of one VEVENT are without it
 *   X-KIOSK-FIRE-LIMIT         people in the room: 1..5000; no more places and door places
 *   X-KIOSK-DOOR-SHARE         percent of the fire limit that nobody books; instead of both places
 *   X-KIOSK-BOOKING-OPENS      14 | 14 days: at the start of that day; 90 minutes | 2 hours before
 *   X-KIOSK-BOOKING-CLOSES     30 | 30 minutes | 2 hours | 1 day before (at the start)
 *   X-KIOSK-PRAMS-PLACES, -ADULTS-, -CHILDREN-, -BABIES-, -WHEELCHAIRS-PLACES
 *                              of these at most so many, booked and at the door: 1..5000 (any)
 *   X-KIOSK-CLASS-PLACES       people of a class, besides all others: 0..200 (0)
 *   X-KIOSK-HELD-UNTIL         minutes after the start until which a booked place is held: 0..10080;
 *                              then it is the door's (never)
 *   X-KIOSK-MEMBERS-PLACES     of the places, kept for members: 0..5000 (0)
 *   X-KIOSK-MEMBERS-UNTIL      from so long before the start they are anybody's, as BOOKING-CLOSES
 *   X-KIOSK-LARGEST-PARTY      people in one booking: 1..60
 *   X-KIOSK-LARGEST-PARTY-WHEN-FEW
 *                              the same while at most a quarter of the places is left: 1..60
 *   X-KIOSK-ONE-A-DAY          yes | no (no): one session of the event a card a day
 *   X-KIOSK-STILL-COMING       yes | no (no): who booked is asked again
 *   X-KIOSK-AFTER-ABSENCES     who stayed away so many times running books from the day before: 0..20
 *
 * A table is a file whose first row names some of the columns below, or nearly; "title", "date" and
 * "starts" must be among them. Case, spaces, "_" and "-" do not matter, base/rows.h says how fields are
 * written. One row is one session, its times are the branch's. Columns, the others optional:
 *   id                         a name for the session, at most 200 bytes, each once
 *   title, room, about, theme, access note
 *                              words; once more for each language: "title pl", "title:pl" or
 *                              "title (pl)"
 *   date                       2026-12-04, or 04/12/2026: the day first
 *   starts, ends               10:30; ends on that day and later than starts (an hour)
 *   cancelled                  yes | no (no)
 *   icon, places, door places, admission, asks, check-in opens, check-in closes, ages, languages,
 *   access, partner, event, fire limit, door share, booking opens, booking closes, members places,
 *   members until, largest party, largest party when few, one a day, still coming, after absences, adults
 *   places, children places, babies places, prams places, wheelchairs places, class places, held until
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
#include "base/unknown.h"
#include "rules/session.h"

enum {
	PROGRAMME_BYTES_MAX = 8 * 1024 * 1024,
	PROGRAMME_EVENTS_MAX = 20000,
	PROGRAMME_SESSIONS_MAX = 8192,
	PROGRAMME_SESSIONS_AN_EVENT_MAX = 1000,
	PROGRAMME_DAYS = 120,      /* how far ahead the centre imports */
	PROGRAMME_DATE_BYTES = 32, /* as TIMES_WORDS_BYTES */
	PROGRAMME_REASON_BYTES = 440,
};

struct programme_wish {
	const char *branch;
	int64_t from_ms, until_ms; /* sessions that end after the one and start before the other */
	const char *calendar;  /* its name, whatever it calls itself; NULL: nobody gave it one */
	const char *file_name; /* of a table, and of a calendar without a name; NULL: none either */
};

struct programme_entry {
	/* Its event is the same for all of one X-KIOSK-EVENT, else of one UID; without either a row has
	 * its own. */
	struct session session;
	struct id source; /* the same for all of one UID, whatever they are called */
};

struct programme_left_out {
	struct id source;
	char title[TITLE_BYTES_MAX];
	char date[PROGRAMME_DATE_BYTES]; /* "4 Dec 2026 10:30", or what stands there instead */
	char reason[PROGRAMME_REASON_BYTES];
};

struct programme {
	char calendar[TITLE_BYTES_MAX]; /* what it calls itself; "": nothing */
	/* False: a message about some events (METHOD), or a table with a row that has no identity: what
	 * is not in it is not gone. */
	bool is_whole;
	bool is_table;
	struct programme_entry *entries; /* by start, cancelled ones too */
	int count, entries_size;
	struct programme_left_out *left_out; /* in the order of the file */
	int left_out_count;
	struct unknown_names unknown; /* columns of a table; X-KIOSK-... of a calendar */
	int heading_line;             /* of a table, on which its columns are named */
};

/* The ids of sessions are derived from branch, UID and RECURRENCE-ID or start, of a row from branch and
 * identity, of a named event from branch, the calendar's name and its own: the same everywhere, always.
 * The branch's zone is the clock's. False: the text is no calendar and no table, or larger than the
 * bounds above (ERROR_FULL). The caller frees `programme` in any case. */
bool programme_read(const char *text, size_t length, const struct programme_wish *wish,
	struct programme *programme, struct error *error);
void programme_free(struct programme *programme);
/* What it is called after all: as wished, else as it calls itself. "": nothing. */
const char *programme_calendar(
	const struct programme_wish *wish, const struct programme *programme);

#endif
