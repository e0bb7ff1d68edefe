/* What a calendar says of its sessions, and what of it is left out: a row for each event that is not
 * understood. */
#include "calendar/programme.h"

#include <time.h>

#include "base/crypto.h"
#include "reading.h"
#include "rules/party.h"

struct left_out {
	const char *name, *events, *says;
};

static const struct left_out left_out[] = {
	{"a zone that nobody knows", EVENT("DTSTART;TZID=Mars:20261204T103000\r\n"),
		"its time zone \"Mars\" is not known"},
	{"a zone that is a path", EVENT("DTSTART;TZID=../../etc/passwd:20261204T103000\r\n"),
		"its time zone"},
	{"a zone that only ends like the branch's",
		EVENT("DTSTART;TZID=New-Europe/London:20261204T103000\r\n"), "its time zone"},
	{"Outlook's own zone without its description",
		EVENT("DTSTART;TZID=Customized Time Zone:20261204T103000\r\n"), "its time zone"},
	{"Microsoft's own zone without its description",
		EVENT("DTSTART;TZID=tzone://Microsoft/Custom:20261204T103000\r\n"),
		"its time zone"},
	{"an exception in a zone that nobody knows",
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=DAILY;COUNT=2\r\n"
		      "EXDATE;TZID=Mars:20261205T103000\r\n"),
		"its time zone \"Mars\""},
	{"a zone whose description is not understood",
		"BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
		"TZOFFSETFROM:two\r\nTZOFFSETTO:one\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT(
			"DTSTART;TZID=Ours:20261204T103000\r\n"),
		"its time zone \"Ours\""},
	{"longer than a year",
		EVENT("DTSTART;VALUE=DATE:20261204\r\nDTEND;VALUE=DATE:20271206\r\n"),
		"it lasts longer than 366 days"},
	{"the 31st of November", EVENT("DTSTART:20261131T103000\r\n"),
		"DTSTART is no date or time: \"20261131T103000\""},
	{"a first Monday of the week", EVENT(ON_FRIDAY "RRULE:FREQ=WEEKLY;BYDAY=1MO\r\n"),
		"its rule of repetition contradicts itself"},
	{"a change of all later ones",
		EVENT("RECURRENCE-ID;RANGE=THISANDFUTURE:20261204T103000\r\n" ON_FRIDAY),
		"it changes all later ones"},
	{"a text that is not in UTF-8", EVENT(ON_FRIDAY "LOCATION:Caf\xe9\r\n"),
		"its text is not in UTF-8"},
	{"every second", EVENT(ON_FRIDAY "RRULE:FREQ=SECONDLY\r\n"),
		"it is repeated every hour or more often"},
	{"every minute", EVENT(ON_FRIDAY "RRULE:FREQ=MINUTELY\r\n"),
		"it is repeated every hour or more often"},
	{"every hour", EVENT(ON_FRIDAY "RRULE:FREQ=HOURLY\r\n"),
		"it is repeated every hour or more often"},
	{"another calendar's months", EVENT(ON_FRIDAY "RRULE:RSCALE=HEBREW;FREQ=MONTHLY\r\n"),
		"its rule of repetition is not understood (RSCALE"},
	{"a rule that is none", EVENT(ON_FRIDAY "RRULE:FREQ=SOMETIMES\r\n"),
		"its rule of repetition is not one of days, weeks, months or years"},
	{"an exception that is none", EVENT(ON_FRIDAY "EXDATE:last Friday\r\n"),
		"EXDATE is no date or time: \"last Friday\""},
	{"a period that ends some day",
		EVENT(ON_FRIDAY "RDATE;VALUE=PERIOD:20261205T103000Z/later\r\n"),
		"RDATE is no date or time: \"later\""},
	{"a period of years",
		EVENT(ON_FRIDAY "RDATE;VALUE=PERIOD:20261205T103000Z/20291205T103000Z\r\n"),
		"it lasts longer than 366 days"},
	{"no start", EVENT(""), "it does not say when it starts"},
	{"a start that is none", EVENT("DTSTART:tomorrow\r\n"), "DTSTART is no date or time"},
	{"a start that is a number", EVENT("DTSTART;VALUE=INTEGER:5\r\n"),
		"DTSTART is no date or time"},
	{"a start in the year 1", EVENT("DTSTART:00010101T000000\r\n"),
		"DTSTART is no date or time"},
	{"no UID", "BEGIN:VEVENT\r\nSUMMARY:A\r\n" ON_FRIDAY "END:VEVENT\r\n", "it has no UID"},
	{"places that are no number", EVENT(ON_FRIDAY "X-KIOSK-PLACES:many\r\n"),
		"X-KIOSK-PLACES \"many\" is not a number from 0 to 5000"},
	{"fewer places than none", EVENT(ON_FRIDAY "X-KIOSK-PLACES:-1\r\n"), "X-KIOSK-PLACES"},
	{"too many places", EVENT(ON_FRIDAY "X-KIOSK-PLACES:5001\r\n"), "X-KIOSK-PLACES"},
	{"another admission", EVENT(ON_FRIDAY "X-KIOSK-ADMISSION:free\r\n"),
		"X-KIOSK-ADMISSION \"free\" is not drop-in, booked or both"},
	{"asks for dogs", EVENT(ON_FRIDAY "X-KIOSK-ASKS:adults,dogs\r\n"), "X-KIOSK-ASKS"},
	{"asks for nobody", EVENT(ON_FRIDAY "X-KIOSK-ASKS:,\r\n"), "X-KIOSK-ASKS"},
	{"an icon that is a path", EVENT(ON_FRIDAY "X-KIOSK-ICON:../../etc/passwd\r\n"),
		"X-KIOSK-ICON"},
	{"check-in that opens two days before", EVENT(ON_FRIDAY "X-KIOSK-CHECK-IN-OPENS:2880\r\n"),
		"X-KIOSK-CHECK-IN-OPENS"},
};

/* The event before and the one after it are there. */
static void is_left_out(void **state)
{
	const struct left_out *row = *state;
	struct error error = {0};
	char *events;
	int count = -1;

	assert_true(asprintf(&events,
			    "BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:B\r\n" ON_FRIDAY "END:VEVENT\r\n%s"
			    "BEGIN:VEVENT\r\nUID:c\r\nSUMMARY:C\r\n" ON_FRIDAY "END:VEVENT\r\n",
			    row->events) > 0);
	if (!expand(events, WINTER, &count, &error))
		fail_msg("%s", error.detail);
	free(events);
	assert_int_equal(count, 2);
	assert_int_equal(programme.left_out_count, 1);
	assert_string_equal(programme.left_out[0].title, "A");
	if (!strstr(programme.left_out[0].reason, row->says))
		fail_msg("said: %s", programme.left_out[0].reason);
}

static bool expand_text(const char *text, size_t length, struct error *error)
{
	int count;

	return read_between(text, length, 0, INT64_C(1) << 41, &count, error);
}

static void what_is_no_calendar_is_said_to_be_none(void **state)
{
	static const char *const texts[] = {"", "hello", "BEGIN:VEVENT\r\nEND:VEVENT\r\n",
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMM",
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n"};
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

static void what_is_too_large_is_refused(void **state)
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

static void an_event_of_a_thousand_sessions_is_left_out_and_the_others_stay(void **state)
{
	struct error error = {0};
	int count;

	assert_true(expand(
		EVENT("DTSTART:20260101T100000\r\nRRULE:FREQ=DAILY\r\n") "BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:B\r\n" ON_FRIDAY
									 "END:VEVENT\r\n",
		"2026-01-01T00:00", "2029-01-01T00:00", &count, &error));
	assert_int_equal(count, 1);
	assert_non_null(strstr(programme.left_out[0].reason, "more than 1000 sessions"));
}

static char *many_events(int count, const char *lines)
{
	char *events = calloc((size_t)count, 100 + strlen(lines)), *end = events;

	for (int i = 0; i < count; i++)
		end += sprintf(
			end, "BEGIN:VEVENT\r\nUID:%d\r\nSUMMARY:A\r\n%sEND:VEVENT\r\n", i, lines);
	return events;
}

static void a_calendar_of_ten_thousand_sessions_is_refused(void **state)
{
	char *events = many_events(30, "DTSTART:20260101T100000\r\nRRULE:FREQ=DAILY\r\n");
	struct error error = {0};
	int count;

	assert_false(expand(events, "2026-01-01T00:00", "2027-01-01T00:00", &count, &error));
	assert_int_equal(error.code, ERROR_FULL);
	assert_int_equal(count, 0);
	free(events);
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

/* Three hundred events that each search the centuries for a day that never comes: the calendar's steps
 * are spent, and each event that got none is named. */
static void computing_has_a_bound(void **state)
{
	char *events = many_events(300, "DTSTART:16000204T103000\r\n"
					"RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n");
	struct error error = {0};
	int count;

	clock_t before = clock();
	assert_true(expand(events, WINTER, &count, &error));
	assert_true(programme.left_out_count > 50);
	assert_non_null(strstr(programme.left_out[0].reason, "takes too long to work out"));
	assert_true(clock() - before < 20 * CLOCKS_PER_SEC);
	free(events);
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

	assert_string_equal(session_title(session), "A");
	assert_string_equal(session_text(session, "pl", SESSION_TITLE), "Polska szkoła, sobotnia");
	assert_string_equal(room_of(session), "Upstairs room");
	assert_string_equal(about_of(session), "Come along: all welcome; free.");
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

static void words_may_be_said_in_each_language(void **state)
{
	const struct session *session = only(
		EVENT("SUMMARY;LANGUAGE=PL-pl:Szachy\r\nSUMMARY;LANGUAGE=ur:شطرنج\r\n"
		      "LOCATION;LANGUAGE=\"pl_PL\":Ogród\r\nLOCATION;LANGUAGE=en:Garden\r\n"
		      "DESCRIPTION;LANGUAGE=no tag:First\r\nDESCRIPTION;LANGUAGE=ro:Al doilea\r\n"
		      "CATEGORIES;LANGUAGE=pl:Ogród,x\r\nX-KIOSK-THEME;LANGUAGE=ur:باغ\r\n"
		      "X-KIOSK-THEME:garden\r\n" ON_FRIDAY));

	assert_string_equal(session_title(session), "A");
	assert_string_equal(session_text(session, "pl", SESSION_TITLE), "Szachy");
	assert_string_equal(session_text(session, "ur", SESSION_TITLE), "شطرنج");
	assert_string_equal(session_text(session, "ro", SESSION_TITLE), "A");
	assert_string_equal(session_text(session, "pl", SESSION_ROOM), "Ogród");
	assert_string_equal(room_of(session), "Garden");
	assert_string_equal(about_of(session), "First");
	assert_string_equal(session_text(session, "ro", SESSION_ABOUT), "Al doilea");
	assert_string_equal(session->theme, "garden");
	assert_string_equal(session_text(session, "pl", SESSION_THEME), "Ogród");
	assert_string_equal(session_text(session, "ur", SESSION_THEME), "باغ");
}

/* The series' translations would say something else than the changed title. */
static void a_changed_one_has_its_text_in_no_other_language(void **state)
{
	const struct session *session = only(
		"BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Chess\r\nSUMMARY;LANGUAGE=pl:Szachy\r\n"
		"LOCATION;LANGUAGE=pl:Ogród\r\n" ON_FRIDAY
		"RRULE:FREQ=DAILY;COUNT=1\r\nEND:VEVENT\r\n"
		"BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:20261204T103000\r\nSUMMARY:Match\r\n" ON_FRIDAY
		"END:VEVENT\r\n");

	assert_string_equal(session_text(session, "pl", SESSION_TITLE), "Match");
	assert_string_equal(session_text(session, "pl", SESSION_ROOM), "Ogród");
}

static void more_words_than_have_room_are_named(void **state)
{
	char *events = calloc(1, 40000), text[700] = "";
	struct error error = {0};
	int count;

	for (int i = 0; i < 60; i++)
		strcat(text, "zażółć ");
	strcpy(events, "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:A\r\n" ON_FRIDAY);
	for (int i = 0; i < 40; i++)
		sprintf(events + strlen(events), "DESCRIPTION;LANGUAGE=x%d:%s\r\n", i, text);
	strcat(events,
		"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:b\r\nSUMMARY:B\r\n" ON_FRIDAY "END:VEVENT\r\n");
	assert_true(expand(events, WINTER, &count, &error));
	assert_int_equal(count, 1);
	assert_int_equal(programme.left_out_count, 1);
	assert_non_null(strstr(programme.left_out[0].reason, "words in all languages"));
	free(events);
}

static void what_is_left_out_has_an_answer(void **state)
{
	const struct session *session = only(EVENT(ON_FRIDAY));

	assert_string_equal(room_of(session), "");
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

static void an_added_period_has_a_length_of_its_own(void **state)
{
	int count;

	assert_true(expand(EVENT("DTSTART" LONDON "20261204T103000\r\nDURATION:PT1H\r\n"
				 "RDATE;VALUE=PERIOD:20261205T103000Z/PT3H,"
				 "20261206T103000Z/20261206T123000Z\r\n"
				 "RDATE" LONDON "20261207T103000\r\n"),
		WINTER, &count, NULL));
	assert_int_equal(count, 4);
	assert_int_equal(sessions[0].ends_ms - sessions[0].starts_ms, HOUR_MS);
	assert_int_equal(sessions[1].ends_ms - sessions[1].starts_ms, 3 * HOUR_MS);
	assert_int_equal(sessions[2].ends_ms - sessions[2].starts_ms, 2 * HOUR_MS);
	assert_int_equal(sessions[3].ends_ms - sessions[3].starts_ms, HOUR_MS);
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
	size_t length = strlen(about_of(session));
	assert_true(length < ABOUT_BYTES_MAX && length > ABOUT_BYTES_MAX - 20);
	assert_string_equal(about_of(session) + length - strlen("zażółć…"), "zażółć…");
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

/* Those of a DURATION: two times are two times on the wall. */
static void hours_pass_while_the_clocks_change_and_days_do_not_care(void **state)
{
	static const struct {
		const char *lines;
		int hours;
	} rows[] = {{"DTSTART:20260328T200000\r\nDURATION:PT12H\r\n", 12},
		{"DTSTART:20260328T200000\r\nDURATION:P1D\r\n", 23},
		{"DTSTART:20260328T200000\r\nDURATION:P1W\r\n", 167},
		{"DTSTART:20260328T200000\r\nDTEND:20260329T080000\r\n", 11},
		{"DTSTART:20260328T200000\r\nDTEND:20260329T070000Z\r\n", 11},
		{"DTSTART;VALUE=DATE:20260329\r\nDURATION:PT24H\r\n", 23}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char events[200];
		int count;
		snprintf(events, sizeof(events), EVENT("%s"), rows[i].lines);
		assert_true(expand(events, SPRING, &count, NULL));
		assert_int_equal(
			sessions[0].ends_ms - sessions[0].starts_ms, rows[i].hours * HOUR_MS);
	}
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
	assert_string_equal(room_of(&sessions[0]), "Garden");
}

static void a_changed_one_whose_room_is_empty_has_no_room(void **state)
{
	static const char *const rows[][2] = {{"LOCATION:\r\n", ""},
		{"LOCATION;LANGUAGE=en-gb:\r\n", ""}, {"SUMMARY:\r\nCATEGORIES:\r\n", "Hall"},
		{"LOCATION;LANGUAGE=pl:\r\nLOCATION:Garden\r\n", "Garden"},
		{"LOCATION:Garden\r\nLOCATION;LANGUAGE=pl:\r\n", "Garden"}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char events[600];
		snprintf(events, sizeof(events),
			EVENT(ON_FRIDAY "RRULE:FREQ=WEEKLY;COUNT=1\r\nLOCATION:Hall\r\n"
					"LOCATION;LANGUAGE=en:Our hall\r\nCATEGORIES:story\r\n")
				EVENT("RECURRENCE-ID:20261204T103000\r\n" ON_FRIDAY "%s"),
			rows[i][0]);
		const struct session *session = only(events);
		assert_string_equal(room_of(session), rows[i][1]);
		assert_string_equal(session_title(session), "A");
		assert_string_equal(session->theme, "story");
	}
}

static void what_begins_or_ends_without_a_name_is_passed_over(void **state)
{
	only("BEGIN:\r\n:\r\n;:\r\nEND:\r\n" EVENT(ON_FRIDAY "BEGIN:\r\nEND:\r\n:\r\n"));
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

	assert_string_equal(session_title(session), "Lego club[31m");
}

static void a_fold_may_fall_inside_a_character(void **state)
{
	const struct session *session = only("BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:na pi\xc4\r\n "
					     "\x99trze\r\n" ON_FRIDAY "END:VEVENT\r\n");

	assert_string_equal(session_title(session), "na piętrze");
}

static void entities_of_a_web_page_are_characters(void **state)
{
	const struct session *session = only(
		EVENT(ON_FRIDAY "LOCATION:Children&#39;s area &amp; garden\r\n"
				"DESCRIPTION:&#x17C;&oacute; A & B; &lt;b> &amp;amp; &#0;\r\n"));

	assert_string_equal(room_of(session), "Children's area & garden");
	assert_string_equal(about_of(session), "ż&oacute; A & B; <b> &amp; &#0;");
}

static void of_a_web_page_the_words_are_shown(void **state)
{
	const struct session *session = only(EVENT(
		ON_FRIDAY "LOCATION:<b>Hall</b>\r\n"
			  "DESCRIPTION:<P class=\"x>y\">One<br/>two</P>thr<i>ee</i> &lt;p>\r\n"));

	assert_string_equal(room_of(session), "Hall");
	assert_string_equal(about_of(session), "One two three <p>");
}

static void what_only_looks_like_a_web_page_stays(void **state)
{
	static const char *const words[] = {"I <3 books", "a < b > c", "<https://a.example/?b>",
		"ends in <b", "<bold> <>", "ends in <a href=\"b>", "a <b c, d <3 e> f"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		char events[200];
		snprintf(events, sizeof(events), EVENT(ON_FRIDAY "DESCRIPTION:%s\r\n"), words[i]);
		assert_string_equal(about_of(only(events)), words[i]);
	}
}

static void an_exhibition_of_six_weeks_lasts_six_weeks(void **state)
{
	const struct session *session =
		only(EVENT("DTSTART;VALUE=DATE:20261205\r\nDTEND;VALUE=DATE:20270116\r\n"));

	assert_int_equal(session->ends_ms - session->starts_ms, 42 * DAY_MS);
	session = only(EVENT("DTSTART;VALUE=DATE:20261101\r\nDURATION:P6W\r\n"));
	assert_int_equal(session->ends_ms - session->starts_ms, 42 * DAY_MS);
}

static void cancelled_is_understood_in_every_spelling(void **state)
{
	static const char *const spellings[] = {
		"STATUS:CANCELLED\r\n", "STATUS:CANCELED\r\n", "STATUS:cancelled\r\n"};

	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		char events[200];
		snprintf(events, sizeof(events), EVENT(ON_FRIDAY "%s"), spellings[i]);
		assert_true(only(events)->cancelled);
	}
}

static void a_calendar_that_cancels_cancels_all_in_it_and_is_no_whole(void **state)
{
	assert_true(only("METHOD:CANCEL\r\n" EVENT(ON_FRIDAY))->cancelled);
	assert_false(programme.is_whole);
	assert_false(only("METHOD:PUBLISH\r\n" EVENT(ON_FRIDAY))->cancelled);
	assert_true(programme.is_whole);
}

static void what_is_left_out_is_named_by_title_and_date(void **state)
{
	int count;

	assert_true(expand(
		EVENT("SUMMARY:Chess\r\nDTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=HOURLY\r\n"),
		WINTER, &count, NULL));
	assert_string_equal(programme.left_out[0].date, "4 Dec 2026 10:30");
	assert_true(expand(EVENT("DTSTART:20261131\r\n"), WINTER, &count, NULL));
	assert_string_equal(programme.left_out[0].date, "20261131");
	assert_true(id_equal(programme.left_out[0].source, id_derive("micklefield", "a", NULL)));
}

static void a_calendar_says_its_name(void **state)
{
	int count;

	assert_true(expand("X-WR-CALNAME:What's on &amp; more\r\n", WINTER, &count, NULL));
	assert_string_equal(programme.calendar, "What's on & more");
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
		cmocka_unit_test(what_is_too_large_is_refused),
		cmocka_unit_test(three_thousand_nested_components_are_survived),
		cmocka_unit_test(an_event_of_a_thousand_sessions_is_left_out_and_the_others_stay),
		cmocka_unit_test(a_calendar_of_ten_thousand_sessions_is_refused),
		cmocka_unit_test(daily_since_1900_is_worked_out),
		cmocka_unit_test(computing_has_a_bound),
		cmocka_unit_test(all_fields_are_read),
		cmocka_unit_test(words_may_be_said_in_each_language),
		cmocka_unit_test(a_changed_one_has_its_text_in_no_other_language),
		cmocka_unit_test(more_words_than_have_room_are_named),
		cmocka_unit_test(what_is_left_out_has_an_answer),
		cmocka_unit_test(an_added_period_has_a_length_of_its_own),
		cmocka_unit_test(admission_follows_from_places),
		cmocka_unit_test(a_long_text_ends_at_a_word),
		cmocka_unit_test(a_length_may_be_odd),
		cmocka_unit_test(a_whole_day_over_a_change_of_the_clocks_is_a_day),
		cmocka_unit_test(hours_pass_while_the_clocks_change_and_days_do_not_care),
		cmocka_unit_test(a_changed_one_has_the_rest_from_its_series),
		cmocka_unit_test(a_changed_one_whose_room_is_empty_has_no_room),
		cmocka_unit_test(what_begins_or_ends_without_a_name_is_passed_over),
		cmocka_unit_test(one_of_a_series_can_be_cancelled),
		cmocka_unit_test(an_id_is_the_same_everywhere_always),
		cmocka_unit_test(a_moved_one_keeps_its_id),
		cmocka_unit_test(a_hostile_title_is_cleaned),
		cmocka_unit_test(a_fold_may_fall_inside_a_character),
		cmocka_unit_test(entities_of_a_web_page_are_characters),
		cmocka_unit_test(of_a_web_page_the_words_are_shown),
		cmocka_unit_test(what_only_looks_like_a_web_page_stays),
		cmocka_unit_test(an_exhibition_of_six_weeks_lasts_six_weeks),
		cmocka_unit_test(cancelled_is_understood_in_every_spelling),
		cmocka_unit_test(a_calendar_that_cancels_cancels_all_in_it_and_is_no_whole),
		cmocka_unit_test(what_is_left_out_is_named_by_title_and_date),
		cmocka_unit_test(a_calendar_says_its_name),
		cmocka_unit_test(a_value_of_another_kind_is_left_alone),
	};

	ciphers_start();
	if (!clock_set_zone("Europe/London", NULL))
		return 1;
	return rows_run("events left out", is_left_out, ROWS(left_out)) +
	       cmocka_run_group_tests_name("programme", tests, NULL, NULL);
}
