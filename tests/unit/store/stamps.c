/* Stamps of a reading challenge: one a holder a day, whoever gave it, written with its change or not at
 * all, and gone two weeks after the challenge. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/retention.h"

static const char known_uid[] = "04A1B2C310E580", unknown_uid[] = "04FFFFFFFFFF80";

static const char text[] =
	"{\"form\": \"challenge\", \"version\": 1, \"title\": \"T\", \"from\": \"2026-12-01\","
	" \"until\": \"2026-12-24\", \"steps\": [{}, {}, {\"gives\": \"A medal\"}]}";

static struct form challenge;

static struct calendar_date day_of(int64_t now_ms)
{
	struct wall_time wall = clock_wall(now_ms);

	return (struct calendar_date){.year = wall.year, .month = wall.month, .day = wall.day};
}

static struct holder holder_of(struct fixture *fixture, const char *uid)
{
	struct token token = chip(uid);

	return store_holder(fixture->store, &token);
}

static bool stamp(struct fixture *fixture, const char *uid, int64_t now_ms, struct error *error)
{
	struct token token = chip(uid);
	struct holder holder = store_holder(fixture->store, &token);

	return store_stamp(
		fixture->store, &challenge, &holder, &token, day_of(now_ms), now_ms, error);
}

static struct stamps stamps_of(struct fixture *fixture, struct id holder, int64_t now_ms)
{
	return store_stamps(fixture->store, &challenge, holder, day_of(now_ms));
}

static void has(struct fixture *fixture, const char *uid, int64_t now_ms, int count, bool today)
{
	struct stamps stamps = stamps_of(fixture, holder_of(fixture, uid).id, now_ms);

	assert_int_equal(stamps.count, count);
	assert_int_equal(stamps.today, today);
}

static int64_t changes(struct fixture *fixture)
{
	return fixture_count(fixture, "SELECT count(*) FROM change WHERE kind = 17");
}

static void told(struct fixture *fixture, struct id holder, const char *day)
{
	char id[ID_TEXT];

	fixture_feed(fixture, "stamp", "44444444-0000-7000-8000-000000000001", 1,
		"{\"holder\":\"%s\",\"challenge\":\"challenge\",\"day\":\"%s\","
		"\"until\":\"2026-12-24\"}",
		id_text(holder, id), day);
}

static void refuse(struct fixture *fixture, int64_t seq)
{
	struct change_verdict taken = {.seq = seq, .verdict = VERDICT_REFUSED};

	snprintf(taken.reason, sizeof(taken.reason), "another-day");
	assert_true(outbox_mark_sent(fixture->store, seq, NULL));
	assert_true(outbox_take_verdicts(fixture->store, &taken, 1, NULL));
}

/* ---- giving ---- */

static void a_stamp_is_a_row_and_a_change_that_names_the_day(void **state)
{
	struct fixture *fixture = *state;

	assert_true(stamp(fixture, known_uid, NOW_MS, NULL));
	has(fixture, known_uid, NOW_MS, 1, true);
	assert_int_equal(changes(fixture), 1);
	const char *change = last_change(fixture);
	assert_non_null(strstr(change, "\"kind\":\"stamp\""));
	assert_non_null(strstr(change, "\"challenge\":\"challenge\""));
	assert_non_null(strstr(change, "\"day\":\"2026-12-04\""));
	assert_non_null(strstr(change, "\"step\":1"));
	fixture_reopen(fixture);
	has(fixture, known_uid, NOW_MS, 1, true);
}

static void the_same_day_again_is_true_and_writes_nothing(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 0; i < 3; i++)
		assert_true(stamp(fixture, known_uid, NOW_MS + i * HOUR_MS, NULL));
	has(fixture, known_uid, NOW_MS, 1, true);
	assert_int_equal(changes(fixture), 1);
}

static void on_another_day_there_is_another_until_all_are_there(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 0; i < 5; i++)
		assert_true(stamp(fixture, known_uid, NOW_MS + i * DAY_MS, NULL));
	has(fixture, known_uid, NOW_MS + 4 * DAY_MS, 3, false);
	assert_int_equal(changes(fixture), 3);
}

static void after_its_last_day_nothing_is_written(void **state)
{
	struct fixture *fixture = *state;
	struct error error = {0};

	assert_true(stamp(fixture, known_uid, NOW_MS + 20 * DAY_MS, NULL));
	assert_false(stamp(fixture, known_uid, NOW_MS + 21 * DAY_MS, &error));
	assert_int_equal(error.code, ERROR_REFUSED);
	assert_int_equal(changes(fixture), 1);
}

static void each_card_has_its_own(void **state)
{
	struct fixture *fixture = *state;

	assert_true(stamp(fixture, known_uid, NOW_MS, NULL));
	has(fixture, unknown_uid, NOW_MS, 0, false);
	assert_true(stamp(fixture, unknown_uid, NOW_MS, NULL));
	has(fixture, unknown_uid, NOW_MS, 1, true);
	/* And the centre hears of a card that nobody knows. */
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM change WHERE kind = 10"), 1);
}

/* ---- the centre ---- */

static void a_stamp_of_another_kiosk_is_counted(void **state)
{
	struct fixture *fixture = *state;
	struct id holder = holder_of(fixture, known_uid).id;

	told(fixture, holder, "2026-12-02");
	has(fixture, known_uid, NOW_MS, 1, false);
	told(fixture, holder, "2026-12-04");
	has(fixture, known_uid, NOW_MS, 2, true);
}

static void two_kiosks_on_one_day_are_one_stamp(void **state)
{
	struct fixture *fixture = *state;
	struct id holder = holder_of(fixture, known_uid).id;

	assert_true(stamp(fixture, known_uid, NOW_MS, NULL));
	told(fixture, holder, "2026-12-04");
	has(fixture, known_uid, NOW_MS, 1, true);
	assert_true(stamp(fixture, known_uid, NOW_MS, NULL));
	assert_int_equal(changes(fixture), 1);
}

static void days_that_are_not_the_challenges_do_not_count(void **state)
{
	struct fixture *fixture = *state;
	struct id holder = holder_of(fixture, known_uid).id;

	told(fixture, holder, "2026-11-30");
	told(fixture, holder, "2025-12-04");
	has(fixture, known_uid, NOW_MS, 0, false);
}

static void a_row_that_cannot_be_is_parked(void **state)
{
	struct fixture *fixture = *state;
	struct id holder = holder_of(fixture, known_uid).id, nobody = {0};

	told(fixture, holder, "2026-12-32");
	told(fixture, holder, "2026-12-04 and more");
	told(fixture, holder, "");
	told(fixture, nobody, "2026-12-04");
	has(fixture, known_uid, NOW_MS, 0, false);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM feed_parked"), 4);
}

static void a_stamp_that_the_centre_refuses_was_none(void **state)
{
	struct fixture *fixture = *state;

	assert_true(stamp(fixture, known_uid, NOW_MS, NULL));
	refuse(fixture, fixture_count(fixture, "SELECT max(seq) FROM change"));
	has(fixture, known_uid, NOW_MS, 0, false);
}

/* ---- a card that becomes somebody's ---- */

static void become_a_member(struct fixture *fixture, const char *member)
{
	struct token token = chip(unknown_uid);
	struct id index = store_holder(fixture->store, &token).id;
	char hex[2 * ID_BYTES + 1];

	for (int i = 0; i < ID_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02X", index.bytes[i]);
	fixture_feed(fixture, "holder", hex, 1,
		"{\"index\":\"%s\",\"holder\":\"%s\",\"greeting\":\"\",\"status\":\"member\"}", hex,
		member);
}

static void what_an_unconfirmed_card_was_given_is_its_holders(void **state)
{
	static const char member[] = "66666666-0000-7000-8000-000000000001";
	struct fixture *fixture = *state;
	struct id index = holder_of(fixture, unknown_uid).id, holder;

	assert_true(id_parse(member, &holder));
	assert_true(stamp(fixture, unknown_uid, NOW_MS, NULL));
	told(fixture, holder, "2026-12-04");
	told(fixture, holder, "2026-12-03");
	become_a_member(fixture, member);
	has(fixture, unknown_uid, NOW_MS, 2, true);
	/* Another kiosk, which did not know either, tells later. */
	told(fixture, index, "2026-12-02");
	has(fixture, unknown_uid, NOW_MS, 3, true);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM stamp"), 3);
}

/* ---- afterwards ---- */

static void forget(struct fixture *fixture, int64_t now_ms)
{
	struct retention retention = {0};

	while (!retention_is_done(&retention, now_ms))
		assert_true(retention_do_piece(fixture->store, &retention, now_ms, NULL));
}

static void two_weeks_after_the_last_day_nothing_is_left(void **state)
{
	struct fixture *fixture = *state;
	int64_t last_ms = clock_instant((struct wall_time){2026, 12, 24});

	assert_true(stamp(fixture, known_uid, NOW_MS, NULL));
	forget(fixture, last_ms + 14 * DAY_MS - 1);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM stamp"), 1);
	forget(fixture, last_ms + 14 * DAY_MS);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM stamp"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	struct error error = {0};
	const struct CMUnitTest tests[] = {
		TEST(a_stamp_is_a_row_and_a_change_that_names_the_day),
		TEST(the_same_day_again_is_true_and_writes_nothing),
		TEST(on_another_day_there_is_another_until_all_are_there),
		TEST(after_its_last_day_nothing_is_written),
		TEST(each_card_has_its_own),
		TEST(a_stamp_of_another_kiosk_is_counted),
		TEST(two_kiosks_on_one_day_are_one_stamp),
		TEST(days_that_are_not_the_challenges_do_not_count),
		TEST(a_row_that_cannot_be_is_parked),
		TEST(a_stamp_that_the_centre_refuses_was_none),
		TEST(what_an_unconfirmed_card_was_given_is_its_holders),
		TEST(two_weeks_after_the_last_day_nothing_is_left),
	};

	if (!form_read(text, strlen(text), &challenge, &error))
		return 2;
	int failed = cmocka_run_group_tests_name("stamps", tests, NULL, NULL);
	form_free(&challenge);
	return failed;
}
