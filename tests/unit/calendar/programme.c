/* A row for each way in which calendars of the world are written, and for each that is refused.
 * What is expected are the starts of the sessions in UTC. Zone of the branch: Europe/London. */
#include "calendar/programme.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "rows.h"
#include "rules/party.h"

enum { MAX = 500 };
static struct session sessions[MAX];

struct row {
	const char *name, *from, *until, *events, *starts;
};

#define LONDON ";TZID=Europe/London:"
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:A\r\n" lines "END:VEVENT\r\n"
#define SPRING "2026-03-20T00:00", "2026-04-10T00:00"
#define SUMMER "2026-06-01T00:00", "2026-07-01T00:00"
#define AUTUMN "2026-10-17T00:00", "2026-11-08T00:00"
#define WINTER "2026-12-01T00:00", "2027-01-01T00:00"

static const struct row rows[] = {
	/* zones */
	{"weekly over the spring change: the clock on the wall stays", SPRING,
		EVENT("DTSTART" LONDON "20260320T103000\r\nRRULE:FREQ=WEEKLY\r\n"),
		"20260320T1030 20260327T1030 20260403T0930"},
	{"weekly over the autumn change", AUTUMN,
		EVENT("DTSTART" LONDON "20260102T103000\r\nRRULE:FREQ=WEEKLY\r\n"),
		"20261023T0930 20261030T1030 20261106T1030"},
	{"in UTC the wall clock moves", SPRING,
		EVENT("DTSTART:20260320T103000Z\r\nRRULE:FREQ=WEEKLY\r\n"),
		"20260320T1030 20260327T1030 20260403T1030"},
	{"without a zone it is the branch's", SUMMER, EVENT("DTSTART:20260619T103000\r\n"),
		"20260619T0930"},
	{"Outlook's name of the zone, without a VTIMEZONE", SUMMER,
		EVENT("DTSTART;TZID=GMT Standard Time:20260619T103000\r\n"), "20260619T0930"},
	{"Outlook's name of the zone, quoted", SUMMER,
		EVENT("DTSTART;TZID=\"GMT Standard Time\":20260619T103000\r\n"), "20260619T0930"},
	{"Outlook's long name of the zone", SUMMER,
		EVENT("DTSTART;TZID=\"(UTC+00:00) Dublin, Edinburgh, Lisbon, London\":"
		      "20260619T103000\r\n"),
		"20260619T0930"},
	{"Evolution's prefix of the zone", SUMMER,
		EVENT("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/London:"
		      "20260619T103000\r\n"),
		"20260619T0930"},
	{"a zone that is called UTC", SUMMER, EVENT("DTSTART;TZID=UTC:20260619T103000\r\n"),
		"20260619T1030"},
	{"UTC wins over a zone beside it", SUMMER,
		EVENT("DTSTART;TZID=Asia/Tokyo:20260619T103000Z\r\n"), "20260619T1030"},
	{"a VTIMEZONE that lies is not asked", SUMMER,
		"BEGIN:VTIMEZONE\r\nTZID:Europe/"
		"London\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
		"TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT(
			"DTSTART" LONDON "20260619T103000\r\n"),
		"20260619T0930"},
	{"a whole day begins at the branch's midnight", SUMMER,
		EVENT("DTSTART;VALUE=DATE:20260619\r\n"), "20260618T2300"},
	{"the hour that spring skips is read an hour later, and the next day is right", SPRING,
		EVENT("DTSTART" LONDON "20260328T013000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"),
		"20260328T0130 20260329T0130 20260330T0030"},
	{"the hour that autumn has twice is the first", AUTUMN,
		EVENT("DTSTART" LONDON "20261024T013000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"),
		"20261024T0030 20261025T0030 20261026T0130"},

	/* rules */
	{"an event without a rule", WINTER, EVENT("DTSTART" LONDON "20261204T103000\r\n"),
		"20261204T1030"},
	{"three times", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"),
		"20261204T1030 20261211T1030 20261218T1030"},
	{"counted from the first, not from today", WINTER,
		EVENT("DTSTART" LONDON "20261127T103000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"),
		"20261204T1030 20261211T1030"},
	{"every other week keeps its weeks", WINTER,
		EVENT("DTSTART" LONDON "20260102T103000\r\nRRULE:FREQ=WEEKLY;INTERVAL=2\r\n"),
		"20261204T1030 20261218T1030"},
	{"until a time in UTC, that one included, in summer", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\n"
		      "RRULE:FREQ=WEEKLY;UNTIL=20260619T093000Z\r\n"),
		"20260605T0930 20260612T0930 20260619T0930"},
	{"until a second before", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\n"
		      "RRULE:FREQ=WEEKLY;UNTIL=20260619T092959Z\r\n"),
		"20260605T0930 20260612T0930"},
	{"until a day, that day included", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\nRRULE:FREQ=WEEKLY;UNTIL=20260619\r\n"),
		"20260605T0930 20260612T0930 20260619T0930"},
	{"until a wall time", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\n"
		      "RRULE:FREQ=WEEKLY;UNTIL=20260619T103000\r\n"),
		"20260605T0930 20260612T0930 20260619T0930"},
	{"the first Wednesday of the month", WINTER,
		EVENT("DTSTART" LONDON "20260107T140000\r\nRRULE:FREQ=MONTHLY;BYDAY=1WE\r\n"),
		"20261202T1400"},
	{"the last Saturday of the month", WINTER,
		EVENT("DTSTART" LONDON "20260131T140000\r\nRRULE:FREQ=MONTHLY;BYDAY=-1SA\r\n"),
		"20261226T1400"},
	{"every December", WINTER,
		EVENT("DTSTART" LONDON "20251206T140000\r\n"
		      "RRULE:FREQ=YEARLY;BYMONTH=12;BYDAY=1SA,2SA\r\n"),
		"20261205T1400 20261212T1400"},
	{"the first is there, even if its own rule does not name it", WINTER,
		EVENT("DTSTART" LONDON "20261203T103000\r\nRRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=2\r\n"),
		"20261203T1030 20261204T1030 20261211T1030"},
	{"29 February once in four years", "2027-12-01T00:00", "2028-12-01T00:00",
		EVENT("DTSTART" LONDON "20240229T100000\r\nRRULE:FREQ=YEARLY\r\n"),
		"20280229T1000"},

	/* exceptions and additions */
	{"one is left out by its time", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
		      "EXDATE" LONDON "20261211T103000\r\n"),
		"20261204T1030 20261218T1030"},
	{"two are left out on one line", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
		      "EXDATE" LONDON "20261204T103000,20261218T103000\r\n"),
		"20261211T1030"},
	{"left out in UTC", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"
		      "EXDATE:20260612T093000Z\r\n"),
		"20260605T0930"},
	{"left out by its day", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
		      "EXDATE;VALUE=DATE:20261211\r\n"),
		"20261204T1030 20261218T1030"},
	{"left out by its day on the wall, not in UTC", SUMMER,
		EVENT("DTSTART" LONDON "20260605T003000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"
		      "EXDATE;VALUE=DATE:20260612\r\n"),
		"20260604T2330"},
	{"what is left out at another time stays", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nEXDATE" LONDON "20261204T110000\r\n"),
		"20261204T1030"},
	{"one more date in the branch's zone is not moved by an hour", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\nRDATE" LONDON "20260610T140000\r\n"),
		"20260605T0930 20260610T1300"},
	{"one more day, at the usual time", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\nRDATE;VALUE=DATE:20260610\r\n"),
		"20260605T0930 20260610T0930"},
	{"one more period", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\n"
		      "RDATE;VALUE=PERIOD:20260610T130000Z/PT2H\r\n"),
		"20260605T0930 20260610T1300"},
	{"added and left out", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\nRDATE" LONDON "20260610T140000\r\n"
		      "EXDATE" LONDON "20260610T140000\r\n"),
		"20260605T0930"},
	{"added twice is there once", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\nRDATE" LONDON "20260605T103000\r\n"),
		"20260605T0930"},

	/* one occurrence changed */
	{"a moved one is not where it was", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
			EVENT("RECURRENCE-ID" LONDON "20261211T103000\r\nDTSTART" LONDON
			      "20261210T140000\r\n"),
		"20261204T1030 20261210T1400"},
	{"moved, and written before its series", WINTER,
		EVENT("RECURRENCE-ID" LONDON "20261211T103000\r\nDTSTART" LONDON
		      "20261210T140000\r\n")
			EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"),
		"20261204T1030 20261210T1400"},
	{"moved, named in UTC", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n") EVENT(
			"RECURRENCE-ID:20260612T093000Z\r\nDTSTART" LONDON "20260611T140000\r\n"),
		"20260605T0930 20260611T1300"},
	{"moved, named by its day", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
			EVENT("RECURRENCE-ID;VALUE=DATE:20261211\r\nDTSTART" LONDON
			      "20261210T140000\r\n"),
		"20261204T1030 20261210T1400"},
	{"moved out of the time asked for", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
			EVENT("RECURRENCE-ID" LONDON "20261211T103000\r\nDTSTART" LONDON
			      "20270111T140000\r\n"),
		"20261204T1030"},
	{"moved to the very end of the time asked for", "2026-12-01T00:00", "2026-12-10T14:00",
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
			EVENT("RECURRENCE-ID" LONDON "20261211T103000\r\nDTSTART" LONDON
			      "20261210T140000\r\n"),
		"20261204T1030"},
	{"moved into the time asked for", WINTER,
		EVENT("DTSTART" LONDON "20261120T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
			EVENT("RECURRENCE-ID" LONDON "20261127T103000\r\nDTSTART" LONDON
			      "20261202T140000\r\n"),
		"20261202T1400"},
	{"of two changes the higher SEQUENCE holds", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=1\r\n")
			EVENT("SEQUENCE:2\r\nRECURRENCE-ID" LONDON
			      "20261204T103000\r\nDTSTART" LONDON "20261204T120000\r\n")
				EVENT("SEQUENCE:1\r\nRECURRENCE-ID" LONDON
				      "20261204T103000\r\nDTSTART" LONDON "20261204T150000\r\n"),
		"20261204T1200"},
	{"of two events with one UID the later holds", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\n")
			EVENT("DTSTART" LONDON "20261205T103000\r\n"),
		"20261205T1030"},

	/* the edges of the time asked for */
	{"over before it is left out", "2026-12-04T11:30", "2027-01-01T00:00",
		EVENT("DTSTART" LONDON "20261204T103000\r\nDURATION:PT1H\r\n"), ""},
	{"still on is in", "2026-12-04T11:29", "2027-01-01T00:00",
		EVENT("DTSTART" LONDON "20261204T103000\r\nDURATION:PT1H\r\n"), "20261204T1030"},
	{"starts when it ends is out", "2026-12-01T00:00", "2026-12-04T10:30",
		EVENT("DTSTART" LONDON "20261204T103000\r\n"), ""},
	{"long ago", WINTER, EVENT("DTSTART" LONDON "20191204T103000\r\n"), ""},

	/* not for visitors */
	{"without a title", WINTER,
		"BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261204T103000\r\nEND:VEVENT\r\n", ""},
	{"tentative", WINTER, EVENT("STATUS:TENTATIVE\r\nDTSTART:20261204T103000\r\n"), ""},
	{"private", WINTER, EVENT("CLASS:PRIVATE\r\nDTSTART:20261204T103000\r\n"), ""},
	{"confidential", WINTER, EVENT("CLASS:CONFIDENTIAL\r\nDTSTART:20261204T103000\r\n"), ""},
	{"a task is no event", WINTER,
		"BEGIN:VTODO\r\nUID:a\r\nSUMMARY:A\r\nDTSTART:20261204T103000\r\nEND:VTODO\r\n",
		""},
	{"a calendar with nothing in it", WINTER, "", ""},

	/* odd writing */
	{"lines with bare newlines", WINTER,
		"BEGIN:VEVENT\nUID:a\nSUMMARY:A\nDTSTART:20261204T103000\nEND:VEVENT\n",
		"20261204T1030"},
	{"folded lines", WINTER,
		EVENT("DTSTART" LONDON
		      "2026120\r\n 4T103000\r\nRRULE:FREQ=WEE\r\n KLY;COUNT=1\r\n"),
		"20261204T1030"},
	{"names in lower case", WINTER,
		"begin:vevent\r\nuid:a\r\nsummary:A\r\ndtstart:20261204T103000\r\nend:vevent\r\n",
		"20261204T1030"},
	{"unknown properties", WINTER,
		EVENT("DTSTART:20261204T103000\r\nX-MS-OLK-CONFTYPE:0\r\nFOO;BAR=1:baz\r\n"),
		"20261204T1030"},
	{"an empty property", WINTER, EVENT("DTSTART:20261204T103000\r\nDESCRIPTION:\r\n"),
		"20261204T1030"},
};

static char *calendar(const char *events)
{
	char *text = NULL;

	assert_true(asprintf(&text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n%sEND:VCALENDAR\r\n",
			    events) > 0);
	return text;
}

static bool expand(
	const char *events, const char *from, const char *until, int *count, struct error *error)
{
	int64_t from_ms = 0, until_ms = 0;
	char *text = calendar(events);

	assert_true(clock_parse(from, &from_ms) && clock_parse(until, &until_ms));
	bool done = programme_expand(
		text, strlen(text), "micklefield", from_ms, until_ms, sessions, MAX, count, error);
	free(text);
	return done;
}

static void starts(int count, char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	for (int i = 0; i < count; i++) {
		time_t seconds = (time_t)(sessions[i].starts_ms / 1000);
		struct tm tm;
		gmtime_r(&seconds, &tm);
		length += strftime(
			text + length, size - length, i ? " %Y%m%dT%H%M" : "%Y%m%dT%H%M", &tm);
	}
}

static void expands_to(void **state)
{
	const struct row *row = *state;
	struct error error = {0};
	char text[2000];
	int count = -1;

	if (!expand(row->events, row->from, row->until, &count, &error))
		fail_msg("%s", error.detail);
	starts(count, text, sizeof(text));
	assert_string_equal(text, row->starts);
}

struct refusal {
	const char *name, *events, *says;
};

#define ON_FRIDAY "DTSTART:20261204T103000\r\n"

static const struct refusal refusals[] = {
	{"a zone that is not the branch's", EVENT("DTSTART;TZID=Asia/Tokyo:20261204T103000\r\n"),
		"event 1: its time zone is not the branch's; write it in Europe/London or in UTC"},
	{"a zone that is a path", EVENT("DTSTART;TZID=../../etc/passwd:20261204T103000\r\n"),
		"event 1: its time zone"},
	{"a zone that is an absolute path",
		EVENT("DTSTART;TZID=/usr/share/zoneinfo/Asia/Tokyo:20261204T103000\r\n"),
		"event 1: its time zone"},
	{"a zone that only ends like the branch's",
		EVENT("DTSTART;TZID=New-Europe/London:20261204T103000\r\n"),
		"event 1: its time zone"},
	{"Germany's zone by Outlook's name",
		EVENT("DTSTART;TZID=W. Europe Standard Time:20261204T103000\r\n"),
		"event 1: its time zone"},
	{"a second event's zone", EVENT(ON_FRIDAY) EVENT("DTSTART;TZID=Mars:20261204T103000\r\n"),
		"event 2: its time zone"},
	{"every second", EVENT(ON_FRIDAY "RRULE:FREQ=SECONDLY\r\n"),
		"event 1: its rule of repetition is not one of days"},
	{"every minute", EVENT(ON_FRIDAY "RRULE:FREQ=MINUTELY\r\n"),
		"event 1: its rule of repetition"},
	{"every hour", EVENT(ON_FRIDAY "RRULE:FREQ=HOURLY\r\n"), "event 1: its rule of repetition"},
	{"every hour by another way",
		EVENT(ON_FRIDAY "RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2;BYSECOND=1,2\r\n"),
		"event 1: its rule of repetition"},
	{"the thirtieth of February",
		EVENT(ON_FRIDAY "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"),
		"event 1: its rule of repetition"},
	{"another calendar's months", EVENT(ON_FRIDAY "RRULE:RSCALE=HEBREW;FREQ=MONTHLY\r\n"),
		"event 1: "},
	{"a rule that is none", EVENT(ON_FRIDAY "RRULE:FREQ=SOMETIMES\r\n"),
		"event 1: a date or rule of repetition is not understood"},
	{"an exception that is none", EVENT(ON_FRIDAY "EXDATE:last Friday\r\n"),
		"event 1: a date or rule of repetition is not understood"},
	{"no start", EVENT(""), "event 1 has no DTSTART"},
	{"a start that is none", EVENT("DTSTART:tomorrow\r\n"), "event 1 has no DTSTART"},
	{"a start that is a number", EVENT("DTSTART;VALUE=INTEGER:5\r\n"),
		"event 1 has no DTSTART"},
	{"a start in the year 1", EVENT("DTSTART:00010101T000000\r\n"),
		"event 1: DTSTART is no date or time"},
	{"no UID", "BEGIN:VEVENT\r\nSUMMARY:A\r\n" ON_FRIDAY "END:VEVENT\r\n",
		"event 1 has no UID"},
	{"places that are no number", EVENT(ON_FRIDAY "X-KIOSK-PLACES:many\r\n"),
		"event 1: X-KIOSK-PLACES is not a number from 0 to 5000"},
	{"fewer places than none", EVENT(ON_FRIDAY "X-KIOSK-PLACES:-1\r\n"), "X-KIOSK-PLACES"},
	{"too many places", EVENT(ON_FRIDAY "X-KIOSK-PLACES:5001\r\n"), "X-KIOSK-PLACES"},
	{"another admission", EVENT(ON_FRIDAY "X-KIOSK-ADMISSION:free\r\n"),
		"event 1: X-KIOSK-ADMISSION is not drop-in, booked or both"},
	{"asks for dogs", EVENT(ON_FRIDAY "X-KIOSK-ASKS:adults,dogs\r\n"), "X-KIOSK-ASKS"},
	{"asks for nobody", EVENT(ON_FRIDAY "X-KIOSK-ASKS:,\r\n"), "X-KIOSK-ASKS"},
	{"an icon that is a path", EVENT(ON_FRIDAY "X-KIOSK-ICON:../../etc/passwd\r\n"),
		"X-KIOSK-ICON"},
	{"check-in that opens two days before", EVENT(ON_FRIDAY "X-KIOSK-CHECK-IN-OPENS:2880\r\n"),
		"X-KIOSK-CHECK-IN-OPENS"},
};

static void is_refused(void **state)
{
	const struct refusal *row = *state;
	struct error error = {0};
	int count = -1;

	assert_false(expand(row->events, WINTER, &count, &error));
	assert_int_equal(error.code, ERROR_BAD_INPUT);
	assert_int_equal(count, 0);
	if (!strstr(error.detail, row->says))
		fail_msg("said: %s", error.detail);
}

static bool expand_text(const char *text, size_t length, struct error *error)
{
	int count;

	return programme_expand(
		text, length, "micklefield", 0, INT64_C(1) << 41, sessions, MAX, &count, error);
}

static void what_is_no_calendar_is_said_to_be_none(void **state)
{
	static const char *const texts[] = {"", "hello", "BEGIN:VEVENT\r\nEND:VEVENT\r\n",
		"BEGIN:VCALENDAR\r\n\xff\xfe\r\nEND:VCALENDAR\r\n"};
	static const char nul[] = "BEGIN:VCALENDAR\r\n\0END:VCALENDAR\r\n";

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct error error = {0};
		assert_false(expand_text(texts[i], strlen(texts[i]), &error));
		assert_int_equal(error.code, ERROR_BAD_INPUT);
	}
	assert_false(expand_text(nul, sizeof(nul) - 1, NULL));
}

static void a_mark_of_byte_order_is_skipped(void **state)
{
	static const char text[] = "\xef\xbb\xbf"
				   "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";

	assert_true(expand_text(text, strlen(text), NULL));
}

static void more_than_a_megabyte_is_refused(void **state)
{
	char *text = calloc(1, PROGRAMME_BYTES_MAX + 2);

	memset(text, ' ', PROGRAMME_BYTES_MAX + 1);
	assert_false(expand_text(text, PROGRAMME_BYTES_MAX + 1, NULL));
	free(text);
}

static void three_thousand_nested_components_are_survived(void **state)
{
	char *text = calloc(1, 3000 * 32);

	for (int i = 0; i < 3000; i++)
		strcat(text + (i ? (size_t)i * 17 - 17 : 0), "BEGIN:VCALENDAR\r\n");
	expand_text(text, strlen(text), NULL);
	free(text);
}

static void one_event_has_a_bound(void **state)
{
	struct error error = {0};
	int count;

	assert_false(expand(EVENT("DTSTART:20260101T100000\r\nRRULE:FREQ=DAILY\r\n"),
		"2026-01-01T00:00", "2028-01-01T00:00", &count, &error));
	assert_non_null(strstr(error.detail, "more than 400 sessions"));
}

static void the_callers_room_is_a_bound(void **state)
{
	char *text = calendar(EVENT("DTSTART:20261201T100000\r\nRRULE:FREQ=DAILY\r\n"));
	struct session few[3];
	struct error error = {0};
	int count;

	assert_false(programme_expand(text, strlen(text), "micklefield", INT64_C(1796000000000),
		INT64_C(1797000000000), few, 3, &count, &error));
	assert_int_equal(error.code, ERROR_FULL);
	assert_int_equal(count, 0);
	free(text);
}

static void daily_since_1900_is_worked_out(void **state)
{
	struct error error = {0};
	int count;

	if (!expand(EVENT("DTSTART:19000101T100000\r\nRRULE:FREQ=DAILY\r\n"), WINTER, &count,
		    &error))
		fail_msg("%s", error.detail);
	assert_int_equal(count, 31);
}

/* Ninety events that each search the centuries for a day that never comes. */
static void computing_has_a_bound(void **state)
{
	static char events[90 * 200];
	struct error error = {0};
	int count;

	for (int i = 0; i < 90; i++)
		sprintf(events + strlen(events),
			"BEGIN:VEVENT\r\nUID:%d\r\nSUMMARY:A\r\nDTSTART:20261204T103000\r\n"
			"RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\nEND:VEVENT\r\n",
			i);
	clock_t before = clock();
	assert_false(expand(events, WINTER, &count, &error));
	assert_non_null(strstr(error.detail, "take too long"));
	assert_true(clock() - before < 20 * CLOCKS_PER_SEC);
}

/* ---- what a session is told ---- */

static const struct session *only(const char *events)
{
	struct error error = {0};
	int count;

	if (!expand(events, WINTER, &count, &error))
		fail_msg("%s", error.detail);
	assert_int_equal(count, 1);
	return &sessions[0];
}

static void all_fields_are_read(void **state)
{
	const struct session *session = only(EVENT(
		"SUMMARY;LANGUAGE=pl:Polska szkoła\\, sobotnia\r\nLOCATION:Upstairs\\nroom\r\n"
		"DESCRIPTION:Come along:\\n  all welcome\\; free.\r\nCATEGORIES:learning,x\r\n"
		"DTSTART" LONDON "20261204T103000\r\nDTEND" LONDON "20261204T123000\r\n"
		"X-KIOSK-PLACES:30\r\nX-KIOSK-DOOR-PLACES:15\r\nX-KIOSK-ADMISSION:Both\r\n"
		"X-KIOSK-ASKS:adults, babies,PRAMS\r\nX-KIOSK-ICON:baby-carriage\r\n"
		"X-KIOSK-CHECK-IN-OPENS:45\r\nX-KIOSK-CHECK-IN-CLOSES:20\r\n"));

	assert_string_equal(session->title, "Polska szkoła, sobotnia");
	assert_string_equal(session->room, "Upstairs room");
	assert_string_equal(session->about, "Come along: all welcome; free.");
	assert_string_equal(session->theme, "learning");
	assert_string_equal(session->icon, "baby-carriage-fill");
	assert_int_equal(session->places, 30);
	assert_int_equal(session->door_places, 15);
	assert_int_equal(session->admission, ADMISSION_BOTH);
	assert_int_equal(session->asks, 1 << PARTY_ADULTS | 1 << PARTY_BABIES | 1 << PARTY_PRAMS);
	assert_int_equal(session->ends_ms - session->starts_ms, 2 * HOUR_MS);
	assert_int_equal(session->starts_ms - session->opens_ms, 45 * MINUTE_MS);
	assert_int_equal(session->closes_ms - session->starts_ms, 20 * MINUTE_MS);
	assert_false(session->cancelled);
	assert_int_equal(session->revision, 0);
}

static void what_is_left_out_has_an_answer(void **state)
{
	const struct session *session = only(EVENT(ON_FRIDAY));

	assert_string_equal(session->room, "");
	assert_string_equal(session->theme, "community");
	assert_string_equal(session->icon, "calendar-fill");
	assert_int_equal(session->admission, ADMISSION_DROP_IN);
	assert_int_equal(session->places, 0);
	assert_int_equal(session->door_places, 50);
	assert_int_equal(session->asks, 1 << PARTY_ADULTS | 1 << PARTY_CHILDREN);
	assert_int_equal(session->ends_ms - session->starts_ms, HOUR_MS);
	assert_int_equal(session->starts_ms - session->opens_ms, CHECK_IN_OPENS_BEFORE_MS);
	assert_int_equal(session->closes_ms, session->ends_ms);
}

static void admission_follows_from_places(void **state)
{
	const struct session *session = only(EVENT(ON_FRIDAY "X-KIOSK-PLACES:12\r\n"));
	assert_int_equal(session->admission, ADMISSION_BOOKED);
	assert_int_equal(session->door_places, 0);
	session = only(EVENT(ON_FRIDAY "X-KIOSK-PLACES:12\r\nX-KIOSK-DOOR-PLACES:4\r\n"));
	assert_int_equal(session->admission, ADMISSION_BOTH);
	session = only(EVENT(ON_FRIDAY "X-KIOSK-DOOR-PLACES:0\r\n"));
	assert_int_equal(session->door_places, 0);
}

static void a_long_text_ends_at_a_word(void **state)
{
	char events[4000] = "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:A\r\n" ON_FRIDAY "DESCRIPTION:";

	for (int i = 0; i < 200; i++)
		strcat(events, "zażółć ");
	strcat(events, "\r\nEND:VEVENT\r\n");
	const struct session *session = only(events);
	size_t length = strlen(session->about);
	assert_true(length < ABOUT_BYTES_MAX && length > ABOUT_BYTES_MAX - 20);
	assert_string_equal(session->about + length - strlen("zażółć…"), "zażółć…");
}

static void a_length_may_be_odd(void **state)
{
	assert_int_equal(
		only(EVENT(ON_FRIDAY "DTEND:20261204T103000\r\n"))->ends_ms - sessions[0].starts_ms,
		HOUR_MS);
	assert_int_equal(
		only(EVENT(ON_FRIDAY "DTEND:20261203T103000\r\n"))->ends_ms - sessions[0].starts_ms,
		HOUR_MS);
	assert_int_equal(only(EVENT(ON_FRIDAY "DTEND:20261204T120000Z\r\n"))->ends_ms -
				 sessions[0].starts_ms,
		90 * MINUTE_MS);
	assert_int_equal(
		only(EVENT("DTSTART;VALUE=DATE:20261204\r\n"))->ends_ms - sessions[0].starts_ms,
		DAY_MS);
	assert_int_equal(only(EVENT(ON_FRIDAY "DURATION;VALUE=TEXT:long\r\n"))->ends_ms -
				 sessions[0].starts_ms,
		HOUR_MS);
}

static void a_whole_day_over_a_change_of_the_clocks_is_a_day(void **state)
{
	struct error error = {0};
	int count;

	assert_true(expand(EVENT("DTSTART;VALUE=DATE:20260329\r\n"), SPRING, &count, &error));
	assert_int_equal(sessions[0].ends_ms - sessions[0].starts_ms, 23 * HOUR_MS);
	assert_true(expand(EVENT("DTSTART;VALUE=DATE:20261025\r\n"), AUTUMN, &count, &error));
	assert_int_equal(sessions[0].ends_ms - sessions[0].starts_ms, 25 * HOUR_MS);
}

static void a_changed_one_has_the_rest_from_its_series(void **state)
{
	int count;

	assert_true(
		expand(EVENT("DTSTART:20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=1\r\n"
			     "X-KIOSK-PLACES:30\r\nLOCATION:Hall\r\n")
				EVENT("RECURRENCE-ID:20261204T103000\r\nDTSTART:20261204T140000\r\n"
				      "LOCATION:Garden\r\n"),
			WINTER, &count, NULL));
	assert_int_equal(count, 1);
	assert_int_equal(sessions[0].places, 30);
	assert_string_equal(sessions[0].room, "Garden");
}

static void one_of_a_series_can_be_cancelled(void **state)
{
	int count;

	assert_true(expand(EVENT("DTSTART:20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
				   EVENT("RECURRENCE-ID:20261211T103000\r\nSTATUS:CANCELLED\r\n"
					 "DTSTART:20261211T103000\r\n"),
		WINTER, &count, NULL));
	assert_int_equal(count, 2);
	assert_false(sessions[0].cancelled);
	assert_true(sessions[1].cancelled);
}

static void an_id_is_the_same_everywhere_always(void **state)
{
	struct id expected = id_derive("micklefield", "a", "20261204T103000Z", NULL);

	assert_true(id_equal(only(EVENT(ON_FRIDAY))->id, expected));
	assert_true(id_equal(only(EVENT("DTSTART:20261204T103000Z\r\n"))->id, expected));
}

static void a_moved_one_keeps_its_id(void **state)
{
	struct id expected = id_derive("micklefield", "a", "20261204T103000Z", NULL);

	only(EVENT("DTSTART:20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=1\r\n")
			EVENT("RECURRENCE-ID:20261204T103000\r\nDTSTART:20261204T140000\r\n"));
	assert_true(id_equal(sessions[0].id, expected));
}

static void a_hostile_title_is_cleaned(void **state)
{
	const struct session *session =
		only("BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Lego\xe2\x80\xae club\x1b[31m\r\n" ON_FRIDAY
		     "END:VEVENT\r\n");

	assert_string_equal(session->title, "Lego club[31m");
}

static void a_value_of_another_kind_is_left_alone(void **state)
{
	only(EVENT(ON_FRIDAY "LOCATION;VALUE=INTEGER:5\r\nSTATUS;VALUE=INTEGER:5\r\n"
			     "SEQUENCE;VALUE=TEXT:x\r\nDESCRIPTION;VALUE=RECUR:FREQ=DAILY\r\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_calendar_is_said_to_be_none),
		cmocka_unit_test(a_mark_of_byte_order_is_skipped),
		cmocka_unit_test(more_than_a_megabyte_is_refused),
		cmocka_unit_test(three_thousand_nested_components_are_survived),
		cmocka_unit_test(one_event_has_a_bound),
		cmocka_unit_test(the_callers_room_is_a_bound),
		cmocka_unit_test(daily_since_1900_is_worked_out),
		cmocka_unit_test(computing_has_a_bound),
		cmocka_unit_test(all_fields_are_read),
		cmocka_unit_test(what_is_left_out_has_an_answer),
		cmocka_unit_test(admission_follows_from_places),
		cmocka_unit_test(a_long_text_ends_at_a_word),
		cmocka_unit_test(a_length_may_be_odd),
		cmocka_unit_test(a_whole_day_over_a_change_of_the_clocks_is_a_day),
		cmocka_unit_test(a_changed_one_has_the_rest_from_its_series),
		cmocka_unit_test(one_of_a_series_can_be_cancelled),
		cmocka_unit_test(an_id_is_the_same_everywhere_always),
		cmocka_unit_test(a_moved_one_keeps_its_id),
		cmocka_unit_test(a_hostile_title_is_cleaned),
		cmocka_unit_test(a_value_of_another_kind_is_left_alone),
	};

	ciphers_start();
	if (!clock_set_zone("Europe/London", NULL))
		return 1;
	return rows_run("calendars", expands_to, ROWS(rows)) +
	       rows_run("refused calendars", is_refused, ROWS(refusals)) +
	       cmocka_run_group_tests_name("programme", tests, NULL, NULL);
}
