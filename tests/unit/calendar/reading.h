/* What the tests of calendars share: a calendar around some events, read for the branch of the demo in
 * Europe/London. */
#ifndef TESTS_UNIT_CALENDAR_READING_H
#define TESTS_UNIT_CALENDAR_READING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "calendar/programme.h"
#include "rows.h"

static struct programme programme; /* of the last calendar that was read */
static struct session sessions[PROGRAMME_SESSIONS_MAX];

static inline const char *room_of(const struct session *session)
{
	return session_text(session, "", SESSION_ROOM);
}

static inline const char *about_of(const struct session *session)
{
	return session_text(session, "", SESSION_ABOUT);
}

#define LONDON ";TZID=Europe/London:"
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:A\r\n" lines "END:VEVENT\r\n"
/* London's rules under a name that says nothing, as Outlook writes them. */
#define CUSTOMIZED                                                                                 \
	"BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\n"                       \
	"DTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\n"                    \
	"RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"                   \
	"BEGIN:DAYLIGHT\r\nDTSTART:16010101T010000\r\nTZOFFSETFROM:+0000\r\n"                      \
	"TZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\n"                \
	"END:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
#define SPRING "2026-03-20T00:00", "2026-04-10T00:00"
#define SUMMER "2026-06-01T00:00", "2026-07-01T00:00"
#define AUTUMN "2026-10-17T00:00", "2026-11-08T00:00"
#define WINTER "2026-12-01T00:00", "2027-01-01T00:00"
#define ON_FRIDAY "DTSTART:20261204T103000\r\n"

static inline char *calendar(const char *events)
{
	char *text = NULL;

	assert_true(asprintf(&text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n%sEND:VCALENDAR\r\n",
			    events) > 0);
	return text;
}

static inline bool read_between(const char *text, size_t length, int64_t from_ms, int64_t until_ms,
	int *count, struct error *error)
{
	struct programme_wish wish = {
		.branch = "micklefield", .from_ms = from_ms, .until_ms = until_ms};

	programme_free(&programme);
	bool done = programme_read(text, length, &wish, &programme, error);
	for (int i = 0; i < programme.count; i++)
		sessions[i] = programme.entries[i].session;
	*count = programme.count;
	return done;
}

static inline bool expand(
	const char *events, const char *from, const char *until, int *count, struct error *error)
{
	int64_t from_ms = 0, until_ms = 0;
	char *text = calendar(events);

	assert_true(clock_parse(from, &from_ms) && clock_parse(until, &until_ms));
	bool done = read_between(text, strlen(text), from_ms, until_ms, count, error);
	free(text);
	return done;
}

#endif
