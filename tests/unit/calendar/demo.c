/* The demo's own files: whatever the date is, there is something on, and every card in them is one.
 */
#include "rules/demo.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "calendar/programme.h"
#include "rows.h"
#include "rules/card_number.h"
#include "rules/party.h"

enum { MAX = 1000, TEXT_MAX = 64 * 1024 };
static struct session sessions[MAX];
static char programme[TEXT_MAX];

static size_t read_asset(const char *name, char *text)
{
	char path[400];

	snprintf(path, sizeof(path), ASSETS "/%s", name);
	FILE *file = fopen(path, "re");
	assert_non_null(file);
	size_t length = fread(text, 1, TEXT_MAX - 1, file);
	fclose(file);
	text[length] = '\0';
	return length;
}

static int expand(int64_t from_ms, int64_t until_ms)
{
	struct programme_wish wish = {
		.branch = "micklefield", .from_ms = from_ms, .until_ms = until_ms};
	struct programme read;
	struct error error = {0};

	if (!programme_read(programme, strlen(programme), &wish, &read, &error))
		fail_msg("%s", error.detail);
	int count = read.count;
	assert_true(count <= MAX);
	assert_int_equal(read.left_out_count, 0);
	for (int i = 0; i < count; i++)
		sessions[i] = read.entries[i].session;
	programme_free(&read);
	return count;
}

struct day {
	const char *name;
};

/* Named by the day that the demo is started on. */
static const struct day days[] = {
	{"2026-01-01T09:00"},
	{"2026-03-28T23:59"},
	{"2026-10-25T01:30"},
	{"2026-12-04T10:20"},
	{"2028-02-29T12:00"},
	{"2031-08-31T00:00"},
	{"2039-12-25T18:00"},
};

static bool is_bookable(const struct session *session)
{
	return session->places > 0 && session->admission != ADMISSION_DROP_IN;
}

static void every_open_day_has_something_to_book(void **state)
{
	const struct day *row = *state;
	bool bookable[7 * 4] = {false};
	int64_t now_ms;

	assert_true(clock_parse(row->name, &now_ms));
	int64_t today_ms = clock_day_start(now_ms, 0);
	int count = expand(today_ms, clock_day_start(now_ms, 28));
	assert_true(count > 24 && count < 100);
	for (int i = 0; i < count; i++)
		for (int day = 0; day < 28; day++)
			bookable[day] |= is_bookable(&sessions[i]) &&
					 sessions[i].starts_ms >= clock_day_start(now_ms, day) &&
					 sessions[i].starts_ms < clock_day_start(now_ms, day + 1);
	for (int day = 0; day < 28; day++)
		if (clock_wall(clock_day_start(now_ms, day)).weekday != 0)
			assert_true(bookable[day]);
}

static void every_session_has_its_icon_and_its_words_in_every_language(void **state)
{
	static const char *const languages[] = {"", "pl", "ur", "pa", "ro", "ar"};
	char path[400];
	int64_t now_ms;

	assert_true(clock_parse("2026-12-01T00:00", &now_ms));
	int count = expand(now_ms, now_ms + 120 * DAY_MS);
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof(path), ASSETS "/../icons/%s.svg", sessions[i].icon);
		assert_int_equal(access(path, R_OK), 0);
		assert_true(session_title(&sessions[i])[0]);
		for (size_t j = 0; j < sizeof(languages) / sizeof(*languages); j++) {
			assert_true(session_says(&sessions[i], languages[j], SESSION_ABOUT));
			assert_true(session_says(&sessions[i], languages[j], SESSION_ROOM));
		}
		assert_true(sessions[i].door_places > 0);
	}
}

static const struct session *friday(void)
{
	int64_t now_ms;

	assert_true(clock_parse("2026-12-04T10:20", &now_ms));
	assert_int_equal(expand(now_ms, now_ms + HOUR_MS), 1);
	return &sessions[0];
}

static void bounce_and_rhyme_is_on_friday(void **state)
{
	const struct session *session = friday();

	assert_string_equal(session_title(session), "Bounce & Rhyme");
	assert_string_equal(session_text(session, "", SESSION_ROOM), "Children's area");
	assert_int_equal(clock_wall(session->starts_ms).hour, 10);
	assert_int_equal(clock_wall(session->starts_ms).minute, 30);
	assert_int_equal(session->admission, ADMISSION_BOTH);
	assert_int_equal(session->places, 30);
	assert_int_equal(session->door_places, 15);
	assert_int_equal(session->asks,
		1 << PARTY_ADULTS | 1 << PARTY_CHILDREN | 1 << PARTY_BABIES | 1 << PARTY_PRAMS);
}

/* These are on the books of kiosks and centres and never change; worked out apart from this code. */
static void ids_are_the_same_everywhere_always(void **state)
{
	char text[ID_TEXT];
	struct id session = friday()->id;

	assert_string_equal(id_text(session, text), "2bf386db-3e1a-6e87-a728-16e06176ef0f");
	assert_string_equal(id_text(demo_lease_id(1, session, POOL_BOOKING), text),
		"42ca0124-6704-9122-6426-a1ca61e70765");
	assert_string_equal(id_text(demo_lease_id(1, session, POOL_DOOR), text),
		"95dfa39a-7cef-b6ab-c258-f31747c2209e");
}

static void kiosk_one_holds_twelve_of_thirty_and_six_of_fifteen(void **state)
{
	const struct session *session = friday();
	int64_t now_ms = session->opens_ms;
	struct lease lease;

	assert_true(demo_lease(session, POOL_BOOKING, now_ms, &lease));
	assert_int_equal(lease.granted, 12);
	assert_int_equal(lease.left, 12);
	assert_int_equal(lease.state, LEASE_OPEN);
	assert_true(id_equal(lease.session, session->id));
	assert_true(demo_lease(session, POOL_DOOR, now_ms, &lease));
	assert_int_equal(lease.granted, 6);
	assert_int_equal(lease.pool, POOL_DOOR);
}

static void a_lease_is_held_for_28_days_and_not_of_what_is_over(void **state)
{
	struct session session = *friday();
	struct lease lease;
	int64_t ahead_ms = DEMO_LEASE_DAYS * DAY_MS;

	assert_false(demo_lease(&session, POOL_BOOKING, session.starts_ms - ahead_ms, &lease));
	assert_true(demo_lease(&session, POOL_BOOKING, session.starts_ms - ahead_ms + 1, &lease));
	assert_true(demo_lease(&session, POOL_BOOKING, session.ends_ms - 1, &lease));
	assert_false(demo_lease(&session, POOL_BOOKING, session.ends_ms, &lease));
	session.cancelled = true;
	assert_false(demo_lease(&session, POOL_BOOKING, session.opens_ms, &lease));
}

static void nobody_leases_bookings_of_a_drop_in(void **state)
{
	struct session session = *friday();
	struct lease lease;

	session.admission = ADMISSION_DROP_IN;
	assert_false(demo_lease(&session, POOL_BOOKING, session.opens_ms, &lease));
	assert_true(demo_lease(&session, POOL_DOOR, session.opens_ms, &lease));
}

static void every_members_number_holds(void **state)
{
	static char text[TEXT_MAX];
	const struct card_rules rules = {
		.count = 1, .rule = {{.prefix = "2", .length = 14, .check = CHECK_LUHN}}};
	char number[CARD_NUMBER_BYTES_MAX], *rest = text;
	int members = 0;

	read_asset("members.csv", text);
	assert_string_equal(
		strsep(&rest, "\n"), "number,uid,first_name,birth_year,language,blocked");
	assert_null(strstr(rest, "04A1B2C3D4E580")); /* the card of every example is nobody's yet */
	for (char *line = strsep(&rest, "\n"); line && *line; line = strsep(&rest, "\n"), members++)
		assert_int_equal(
			card_number_read(&rules, strsep(&line, ","), number), CARD_NUMBER_MEMBER);
	assert_int_equal(members, 40);
}

static bool is_pair(const json_t *pair)
{
	static const char text[] = "library-kiosk";
	uint8_t public[SIGN_PUBLIC_BYTES], secret[SIGN_SECRET_BYTES], signature[SIGNATURE_BYTES];

	sodium_hex2bin(public, sizeof(public), json_string_value(json_object_get(pair, "public")),
		64, NULL, NULL, NULL);
	sodium_hex2bin(secret, sizeof(secret), json_string_value(json_object_get(pair, "secret")),
		128, NULL, NULL, NULL);
	signature_make(secret, text, sizeof(text), signature);
	return signature_check(public, text, sizeof(text), signature);
}

static void nine_kiosks_have_a_pair_of_keys(void **state)
{
	json_t *keys = json_load_file(ASSETS "/keys.json", 0, NULL);
	json_t *pairs = json_object_get(keys, "tickets");

	assert_int_equal(json_array_size(pairs), 9);
	for (size_t i = 0; i < 9; i++) {
		const json_t *pair = json_array_get(pairs, i);
		assert_int_equal(json_integer_value(json_object_get(pair, "id")), i + 1);
		assert_true(is_pair(pair));
	}
	json_decref(keys);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_session_has_its_icon_and_its_words_in_every_language),
		cmocka_unit_test(bounce_and_rhyme_is_on_friday),
		cmocka_unit_test(ids_are_the_same_everywhere_always),
		cmocka_unit_test(kiosk_one_holds_twelve_of_thirty_and_six_of_fifteen),
		cmocka_unit_test(a_lease_is_held_for_28_days_and_not_of_what_is_over),
		cmocka_unit_test(nobody_leases_bookings_of_a_drop_in),
		cmocka_unit_test(every_members_number_holds),
		cmocka_unit_test(nine_kiosks_have_a_pair_of_keys),
	};

	ciphers_start();
	if (!clock_set_zone("Europe/London", NULL))
		return 1;
	read_asset("programme.ics", programme);
	return rows_run("the demo's programme", every_open_day_has_something_to_book, ROWS(days)) +
	       cmocka_run_group_tests_name("demo", tests, NULL, NULL);
}
