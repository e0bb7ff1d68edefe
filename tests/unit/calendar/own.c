/* The kiosk's own fields: what each value becomes, and what is said of one that is none. */
#include "reading.h"
#include "rules/spoken.h"

struct row {
	const char *name, *lines;
	enum session_setting setting;
	int64_t value;
};

/* Milliseconds until the session on Friday 4 December 2026, 10:30. */
#define FRIDAY_MS INT64_C(1796380200000)
#define BEFORE_MS(minutes) (FRIDAY_MS - (minutes)*INT64_C(60000))

#define NAMED(uid, line)                                                                           \
	"BEGIN:VEVENT\r\nUID:" uid "\r\nSUMMARY:A\r\n" ON_FRIDAY line "\r\nEND:VEVENT\r\n"
#define TEN "0123456789"
#define OWN(line) EVENT(ON_FRIDAY "X-KIOSK-PLACES:30\r\n" line "\r\n")

static const struct row rows[] = {
	{"ages up to 5", OWN("X-KIOSK-AGES:0-5"), SETTING_AGE_TO_MONTHS, 60},
	{"ages up to 5, without a beginning", OWN("X-KIOSK-AGES:-5"), SETTING_AGE_TO_MONTHS, 60},
	{"ages from 5", OWN("X-KIOSK-AGES:5-12 years"), SETTING_AGE_FROM_MONTHS, 60},
	{"ages in months", OWN("X-KIOSK-AGES:6-18 months"), SETTING_AGE_TO_MONTHS, 18},
	{"ages without an end", OWN("X-KIOSK-AGES:16+"), SETTING_AGE_FROM_MONTHS, 192},
	{"ages that have no end have none", OWN("X-KIOSK-AGES:16+"), SETTING_AGE_TO_MONTHS, 0},
	{"access", OWN("X-KIOSK-ACCESS:step-free, BSL"), SETTING_ACCESS,
		1 << ACCESS_STEP_FREE | 1 << ACCESS_BSL},
	{"access among the categories", OWN("CATEGORIES:Children,Quiet,hearing-loop"),
		SETTING_ACCESS, 1 << ACCESS_QUIET | 1 << ACCESS_HEARING_LOOP},
	{"access said twice is as its own field says, before it",
		OWN("X-KIOSK-ACCESS:bsl\r\nCATEGORIES:Children,quiet"), SETTING_ACCESS,
		1 << ACCESS_BSL},
	{"access said twice is as its own field says, behind it",
		OWN("CATEGORIES:Children,quiet\r\nX-KIOSK-ACCESS:bsl"), SETTING_ACCESS,
		1 << ACCESS_BSL},
	{"a fire limit", OWN("X-KIOSK-FIRE-LIMIT:60"), SETTING_FIRE_LIMIT, 60},
	{"booking opens at the start of a day", OWN("X-KIOSK-BOOKING-OPENS:7"),
		SETTING_BOOKING_OPENS_MS, BEFORE_MS(7 * 1440 + 630)},
	{"booking opens hours before", OWN("X-KIOSK-BOOKING-OPENS:2 hours"),
		SETTING_BOOKING_OPENS_MS, BEFORE_MS(120)},
	{"booking opens whenever", OWN(""), SETTING_BOOKING_OPENS_MS, 0},
	{"booking closes minutes before", OWN("X-KIOSK-BOOKING-CLOSES:90"),
		SETTING_BOOKING_CLOSES_MS, BEFORE_MS(90)},
	{"booking closes at the start", OWN(""), SETTING_BOOKING_CLOSES_MS, 0},
	{"the largest party", OWN("X-KIOSK-LARGEST-PARTY:4"), SETTING_LARGEST_PARTY, 4},
	{"places kept for members", OWN("X-KIOSK-MEMBERS-PLACES:10"), SETTING_MEMBERS_PLACES, 10},
	{"places for prams", OWN("X-KIOSK-PRAMS-PLACES:6"), SETTING_PRAMS_PLACES, 6},
	{"and for wheelchairs", OWN("X-KIOSK-WHEELCHAIRS-PLACES:2"), SETTING_WHEELCHAIRS_PLACES, 2},
	{"so many adults", OWN("X-KIOSK-ADULTS-PLACES:12"), SETTING_ADULTS_PLACES, 12},
	{"so many children", OWN("X-KIOSK-CHILDREN-PLACES:15"), SETTING_CHILDREN_PLACES, 15},
	{"so many babies", OWN("X-KIOSK-BABIES-PLACES:8"), SETTING_BABIES_PLACES, 8},
	{"a class", OWN("X-KIOSK-CLASS-PLACES:33"), SETTING_CLASS_PLACES, 33},
	{"a booked place is held for five minutes", OWN("X-KIOSK-HELD-UNTIL:5"),
		SETTING_HELD_UNTIL_MS, BEFORE_MS(-5)},
	{"and until when", OWN("X-KIOSK-MEMBERS-UNTIL:60 minutes"), SETTING_MEMBERS_UNTIL_MS,
		BEFORE_MS(60)},
	{"the largest party when few places are left", OWN("X-KIOSK-LARGEST-PARTY-WHEN-FEW:3"),
		SETTING_LARGEST_WHEN_FEW, 3},
	{"one a day", OWN("X-KIOSK-ONE-A-DAY:Yes"), SETTING_ONE_A_DAY, 1},
	{"not only one a day", OWN("X-KIOSK-ONE-A-DAY:no"), SETTING_ONE_A_DAY, 0},
	{"asked again", OWN("X-KIOSK-STILL-COMING:yes"), SETTING_STILL_COMING, 1},
	{"after three absences", OWN("X-KIOSK-AFTER-ABSENCES:3"), SETTING_AFTER_ABSENCES, 3},
};

static void becomes(void **state)
{
	const struct row *row = *state;
	struct error error = {0};
	int count = 0;

	if (!expand(row->lines, WINTER, &count, &error))
		fail_msg("%s", error.detail);
	if (programme.left_out_count > 0)
		fail_msg("left out: %s", programme.left_out[0].reason);
	assert_int_equal(count, 1);
	assert_int_equal(sessions[0].setting[row->setting], row->value);
}

struct refused {
	const char *name, *lines, *says;
};

static const struct refused refused[] = {
	{"ages in words", OWN("X-KIOSK-AGES:toddlers"),
		"X-KIOSK-AGES \"toddlers\" is not ages, as 0-5"},
	{"ages backwards", OWN("X-KIOSK-AGES:12-5"), "X-KIOSK-AGES"},
	{"nobody's age", OWN("X-KIOSK-AGES:0-0"), "X-KIOSK-AGES"},
	{"ages of trees", OWN("X-KIOSK-AGES:300-400"), "X-KIOSK-AGES"},
	{"ages in weeks", OWN("X-KIOSK-AGES:3-6 weeks"), "X-KIOSK-AGES"},
	{"a number that wraps", OWN("X-KIOSK-AGES:0-4294967301"), "X-KIOSK-AGES"},
	{"a language without letters here", OWN("X-KIOSK-LANGUAGES:en,bn"), "X-KIOSK-LANGUAGES"},
	{"no language", OWN("X-KIOSK-LANGUAGES:,"), "X-KIOSK-LANGUAGES"},
	{"access by a lift", OWN("X-KIOSK-ACCESS:lift"),
		"X-KIOSK-ACCESS \"lift\" is not of step-free,hearing-loop,quiet,bsl,relaxed"},
	{"a fire limit of nobody", OWN("X-KIOSK-FIRE-LIMIT:0"), "X-KIOSK-FIRE-LIMIT"},
	{"more places than the fire limit", OWN("X-KIOSK-FIRE-LIMIT:29"),
		"more than its fire limit"},
	{"a door share of nothing", OWN("X-KIOSK-DOOR-SHARE:20%"), "needs the room's fire limit"},
	{"a door share and places", OWN("X-KIOSK-FIRE-LIMIT:60\r\nX-KIOSK-DOOR-SHARE:20"),
		"it has a door share, and places too"},
	{"more than the whole door", OWN("X-KIOSK-DOOR-SHARE:101"), "a percentage from 0 to 100"},
	{"booking that opens some day", OWN("X-KIOSK-BOOKING-OPENS:soon"),
		"X-KIOSK-BOOKING-OPENS \"soon\" is not so long before the start, as 14 days"},
	{"booking that opens years before", OWN("X-KIOSK-BOOKING-OPENS:400 days"),
		"X-KIOSK-BOOKING-OPENS"},
	{"booking that opens afterwards", OWN("X-KIOSK-BOOKING-OPENS:-1"), "X-KIOSK-BOOKING-OPENS"},
	{"booking that closes before it opens",
		OWN("X-KIOSK-BOOKING-OPENS:1 hour\r\nX-KIOSK-BOOKING-CLOSES:90"),
		"its booking closes before it opens"},
	{"a largest party of nobody", OWN("X-KIOSK-LARGEST-PARTY:0"),
		"X-KIOSK-LARGEST-PARTY \"0\" is not a number from 1 to 60"},
	{"more members' places than places", OWN("X-KIOSK-MEMBERS-PLACES:31"),
		"it keeps more places for members than it has"},
	{"a largest party of too many when few", OWN("X-KIOSK-LARGEST-PARTY-WHEN-FEW:61"),
		"X-KIOSK-LARGEST-PARTY-WHEN-FEW \"61\" is not a number from 1 to 60"},
	{"one a day, perhaps", OWN("X-KIOSK-ONE-A-DAY:perhaps"),
		"X-KIOSK-ONE-A-DAY \"perhaps\" is not yes or no"},
	{"a partner without a name", OWN("X-KIOSK-PARTNER:\\n"), "X-KIOSK-PARTNER"},
	{"an event without a name", OWN("X-KIOSK-EVENT:\\n"),
		"X-KIOSK-EVENT \"\" is not a name of at most 119 bytes"},
	{"an event with too long a name",
		OWN("X-KIOSK-EVENT:" TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN),
		"X-KIOSK-EVENT \"01234567890123456789012345678901234567890123…\" is not a name of at most 119 bytes"},
	{"two mistakes, both are named", OWN("X-KIOSK-AGES:toddlers\r\nX-KIOSK-ONE-A-DAY:perhaps"),
		"X-KIOSK-AGES \"toddlers\" is not ages, as 0-5, 6-18 months or 16+; X-KIOSK-ONE-A-DAY "
		"\"perhaps\" is not yes or no"},
	{"what does not go together is named, all of it",
		OWN("X-KIOSK-FIRE-LIMIT:29\r\nX-KIOSK-MEMBERS-PLACES:31"),
		"more than its fire limit; it keeps more places for members than it has"},
	{"a start that is none, and more", EVENT("DTSTART:soon\r\nX-KIOSK-PLACES:many\r\n"),
		"DTSTART is no date or time: \"soon\"; X-KIOSK-PLACES \"many\" is not"},
};

static void is_refused(void **state)
{
	const struct refused *row = *state;
	int count = -1;

	assert_true(expand(row->lines, WINTER, &count, NULL));
	assert_int_equal(count, 0);
	assert_int_equal(programme.left_out_count, 1);
	if (!strstr(programme.left_out[0].reason, row->says))
		fail_msg("said: %s", programme.left_out[0].reason);
}

static const char *reason_of(const char *events)
{
	int count;

	assert_true(expand(events, WINTER, &count, NULL));
	assert_int_equal(programme.left_out_count, 1);
	return programme.left_out[0].reason;
}

static void a_number_that_is_none_says_nothing_of_the_others(void **state)
{
	assert_string_equal(
		reason_of(EVENT(ON_FRIDAY "X-KIOSK-PLACES:many\r\nX-KIOSK-MEMBERS-PLACES:10\r\n")),
		"X-KIOSK-PLACES \"many\" is not a number from 0 to 5000");
}

static void a_reason_is_never_cut_in_a_mistake(void **state)
{
	char events[2000] = "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:A\r\n" ON_FRIDAY;
	static const char end[] = "; and more";

	for (int i = 0; i < 20; i++)
		strcat(events, "X-KIOSK-LANGUAGES:klingon\033[2J\r\n");
	strcat(events, "END:VEVENT\r\n");
	const char *reason = reason_of(events);
	assert_string_equal(reason + strlen(reason) - strlen(end), end);
	assert_null(strchr(reason, '\033'));
	assert_non_null(strstr(reason, "X-KIOSK-LANGUAGES \"klingon[2J\" is not of"));
}

/* ---- lines that nobody knows ---- */

struct unknown {
	const char *name, *lines, *says; /* NULL: nothing is unknown */
};

static const struct unknown unknown_lines[] = {
	{"a letter is missing", OWN("X-KIOSK-FIRE-LIMT:30"),
		"\"X-KIOSK-FIRE-LIMT\" is not understood; did you mean \"X-KIOSK-FIRE-LIMIT\"?"},
	{"in small letters", OWN("x-kiosk-age:0-5"),
		"\"x-kiosk-age\" is not understood; did you mean \"X-KIOSK-AGES\"?"},
	{"nothing between", OWN("X-KIOSKAGES:0-5"),
		"\"X-KIOSKAGES\" is not understood; did you mean \"X-KIOSK-AGES\"?"},
	{"a note is known", OWN("X-KIOSK-ACCESS-NOTE:The lift"), NULL},
	{"nothing is near", OWN("X-KIOSK-WEATHER:fine"), "\"X-KIOSK-WEATHER\" is not understood"},
	{"of one name, once", OWN("X-KIOSK-SUN:a\r\nX-KIOSK-SUN:b"),
		"\"X-KIOSK-SUN\" is not understood (2 times)"},
	{"those of other programs are theirs", OWN("X-MICROSOFT-CDO-BUSYSTATUS:BUSY"), NULL},
};

static void is_named(void **state)
{
	const struct unknown *row = *state;
	char said[UNKNOWN_SAID_BYTES];
	int count = -1;

	assert_true(expand(row->lines, WINTER, &count, NULL));
	assert_int_equal(count, 1);
	assert_int_equal(programme.left_out_count, 0);
	assert_int_equal(programme.unknown.count, row->says != NULL);
	if (!row->says)
		return;
	unknown_say(&programme.unknown.names[0], said);
	assert_string_equal(said, row->says);
}

static const struct session *only(const char *events)
{
	int count;

	assert_true(expand(events, WINTER, &count, NULL));
	assert_int_equal(count, 1);
	return &sessions[0];
}

static void languages_partner_and_a_note_are_read(void **state)
{
	const struct session *session =
		only(OWN("X-KIOSK-LANGUAGES:en, PL;ur\r\nX-KIOSK-PARTNER:Police\\, fire\r\n"
			 "X-KIOSK-ACCESS-NOTE:Lift behind\r\n"
			 "X-KIOSK-ACCESS-NOTE;LANGUAGE=pl:Winda z tyłu"));
	char languages[SPOKEN_TEXT];

	spoken_write(session->spoken, languages);
	assert_string_equal(languages, "en pl ur");
	assert_string_equal(session->partner, "Police, fire");
	assert_string_equal(session_text(session, "ur", SESSION_ACCESS_NOTE), "Lift behind");
	assert_string_equal(session_text(session, "pl", SESSION_ACCESS_NOTE), "Winda z tyłu");
}

/* The door's part is never too small. */
static void a_door_share_parts_the_room(void **state)
{
	const struct session *session =
		only(EVENT(ON_FRIDAY "X-KIOSK-FIRE-LIMIT:45\r\nX-KIOSK-DOOR-SHARE:25 %\r\n"));

	assert_int_equal(session->door_places, 12);
	assert_int_equal(session->places, 33);
	assert_int_equal(session->admission, ADMISSION_BOTH);
}

static void a_changed_one_keeps_what_its_series_says(void **state)
{
	const struct session *session = only(
		"BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:A\r\nX-KIOSK-AGES:0-5\r\nX-KIOSK-PARTNER:NHS\r\n" ON_FRIDAY
		"RRULE:FREQ=DAILY;COUNT=1\r\nEND:VEVENT\r\n"
		"BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:20261204T103000\r\nX-KIOSK-AGES:0-3\r\n"
		"SUMMARY:B\r\n" ON_FRIDAY "END:VEVENT\r\n");

	assert_int_equal(session->setting[SETTING_AGE_TO_MONTHS], 36);
	assert_string_equal(session->partner, "NHS");
}

static void all_sessions_of_an_event_have_its_id(void **state)
{
	int count;

	assert_true(expand(EVENT(ON_FRIDAY "RRULE:FREQ=DAILY;COUNT=2\r\n"), WINTER, &count, NULL));
	assert_int_equal(count, 2);
	assert_true(id_equal(sessions[0].event, sessions[1].event));
	assert_false(id_is_zero(sessions[0].event));
}

/* ---- a name of its own ---- */

static const struct twins {
	const char *name, *events;
	bool are_one; /* its two sessions are of one event */
} twins[] = {
	{"two of one name", NAMED("a", "X-KIOSK-EVENT:Rhyme") NAMED("b", "X-KIOSK-EVENT: Rhyme"),
		true},
	{"two of two names", NAMED("a", "X-KIOSK-EVENT:Rhyme") NAMED("b", "X-KIOSK-EVENT:rhyme"),
		false},
	{"a name and none", NAMED("a", "X-KIOSK-EVENT:Rhyme") NAMED("b", "COMMENT:"), false},
	{"two without a name", NAMED("a", "COMMENT:") NAMED("b", "COMMENT:"), false},
	{"a name that is the other's UID", NAMED("a", "X-KIOSK-EVENT:b") NAMED("b", "COMMENT:"),
		false},
};

static void are_one_event(void **state)
{
	const struct twins *row = *state;
	int count;

	assert_true(expand(row->events, WINTER, &count, NULL));
	assert_int_equal(count, 2);
	assert_int_equal(id_equal(sessions[0].event, sessions[1].event), row->are_one);
	assert_false(id_equal(programme.entries[0].source, programme.entries[1].source));
}

static struct id rhyme_of(const char *calendar, const char *file_name)
{
	static const char text[] =
		"BEGIN:VCALENDAR\r\n" NAMED("a", "X-KIOSK-EVENT:Rhyme") "END:VCALENDAR\r\n";
	struct programme_wish wish = {.branch = "micklefield",
		.until_ms = INT64_C(1) << 41,
		.calendar = calendar,
		.file_name = file_name};

	programme_free(&programme);
	assert_true(programme_read(text, sizeof(text) - 1, &wish, &programme, NULL));
	assert_int_equal(programme.count, 1);
	return programme.entries[0].session.event;
}

static void an_event_of_one_name_in_two_calendars_is_two(void **state)
{
	struct id nameless = rhyme_of(NULL, NULL), children = rhyme_of("children", NULL);

	assert_false(id_equal(nameless, children));
	assert_true(id_equal(children, rhyme_of("children", NULL)));
	assert_false(id_equal(children, rhyme_of("adults", NULL)));
	assert_false(id_equal(rhyme_of(NULL, "a.ics"), rhyme_of(NULL, "b.ics")));
	assert_true(id_equal(children, rhyme_of("children", "b.ics")));
}

int main(void)
{
	struct error error = {0};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(languages_partner_and_a_note_are_read),
		cmocka_unit_test(a_number_that_is_none_says_nothing_of_the_others),
		cmocka_unit_test(a_reason_is_never_cut_in_a_mistake),
		cmocka_unit_test(a_door_share_parts_the_room),
		cmocka_unit_test(a_changed_one_keeps_what_its_series_says),
		cmocka_unit_test(all_sessions_of_an_event_have_its_id),
		cmocka_unit_test(an_event_of_one_name_in_two_calendars_is_two),
	};

	assert_true(clock_set_zone("Europe/London", &error));
	int failed = rows_run("own fields", becomes, ROWS(rows)) +
		     rows_run("own fields that are none", is_refused, ROWS(refused)) +
		     rows_run("lines that nobody knows", is_named, ROWS(unknown_lines)) +
		     rows_run("named events", are_one_event, ROWS(twins)) +
		     cmocka_run_group_tests_name("own fields", tests, NULL, NULL);
	programme_free(&programme);
	return failed;
}
