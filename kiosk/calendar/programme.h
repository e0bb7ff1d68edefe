/* The programme: a library's own calendar (iCalendar) becomes dated sessions. Pure: text in,
 * sessions out; no file is opened, not even a time zone's. A foreign text: at most 1 MB, 2000
 * events, 400 sessions of an event, and a bound on the computing; what goes beyond is an error and
 * nothing else.
 *
 * Understood of a VEVENT: UID, SUMMARY, LOCATION, DESCRIPTION, CATEGORIES (the first is the theme),
 * DTSTART, DTEND or DURATION, RRULE (by day, week, month, year), RDATE, EXDATE, STATUS, SEQUENCE,
 * RECURRENCE-ID (that one occurrence, moved or changed; what it leaves out it has from its series).
 * Times in UTC or in the branch's zone, whatever the calendar calls it ("GMT Standard Time"); those
 * without a zone and whole days are the branch's. Another zone is an error. Not shown: without a
 * SUMMARY, TENTATIVE, PRIVATE or CONFIDENTIAL.
 *
 * The kiosk's own fields, all optional:
 *   X-KIOSK-PLACES             people who may book: 0..5000 (0)
 *   X-KIOSK-DOOR-PLACES        more that the fire limit lets in: 0..5000 (0; 50 if nobody books)
 *   X-KIOSK-ADMISSION          drop-in | booked | both (by the places given)
 *   X-KIOSK-ASKS               adults,children,babies,prams,wheelchairs (adults,children)
 *   X-KIOSK-ICON               a file of assets/icons without ending; "-fill" may be left out
 * (calendar) X-KIOSK-THEME              how What's on is grouped (the first category, else
 * "community") X-KIOSK-CHECK-IN-OPENS     minutes before the start: 0..1440 (30)
 *   X-KIOSK-CHECK-IN-CLOSES    minutes after the start: 1..10080 (the end) */
#ifndef CALENDAR_PROGRAMME_H
#define CALENDAR_PROGRAMME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "rules/session.h"

enum {
	PROGRAMME_BYTES_MAX = 1024 * 1024,
	PROGRAMME_EVENTS_MAX = 2000,
	PROGRAMME_SESSIONS_AN_EVENT_MAX = 400,
	PROGRAMME_DAYS = 120, /* how far ahead the centre imports */
};

/* Sessions that end after `from_ms` and start before `until_ms`, by start, cancelled ones too.
 * Their ids are derived from branch, UID and RECURRENCE-ID or start: the same everywhere, always.
 * The branch's zone is the clock's. False: nothing is to be used of what was written; ERROR_FULL if
 * there are more than `max`. */
bool programme_expand(const char *ics_text, size_t length, const char *branch, int64_t from_ms,
	int64_t until_ms, struct session *sessions, int max, int *count, struct error *error);

#endif
