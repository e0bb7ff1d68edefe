/* The branch's settings and the key beside the directory, whole or refused. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "ctl/demo.h"
#include "store/internal.h"

static const char *assets(void)
{
	return getenv("KIOSK_ASSETS");
}

static struct store *enrolled(int kiosk, char directory[static 64])
{
	struct error error = {0};

	strcpy(directory, "/tmp/kiosk-store-XXXXXX");
	assert_non_null(mkdtemp(directory));
	if (!demo_enrol(directory, kiosk, assets(), NOW_MS, &error))
		fail_msg("%s", error.detail);
	return store_open(directory, STORE_FACE, NULL);
}

static void throw_away(struct store *store, const char *directory)
{
	char command[200];

	store_close(store);
	snprintf(command, sizeof(command), "rm -r %s %s-key", directory, directory);
	assert_int_equal(system(command), 0);
}

static int64_t leases(struct store *store)
{
	return database_number(&store->database, "SELECT count(*) FROM lease", NO_VALUES, -1);
}

static void a_demo_is_enrolled_once(void **state)
{
	char directory[64];
	struct store *store = enrolled(3, directory);
	struct error error = {0};

	const struct enrolment *enrolment = store_enrolment(store);
	assert_int_equal(enrolment->kiosk, 3);
	assert_true(enrolment->demo);
	assert_string_equal(enrolment->zone, "Europe/London");
	assert_string_equal(enrolment->branch, "micklefield");
	assert_int_equal(enrolment->hours[0].opens_minute, enrolment->hours[0].closes_minute);
	assert_true(enrolment->hours[5].closes_minute > enrolment->hours[5].opens_minute);
	store_close(store);
	assert_false(enrolment_make_demo(directory, 4, assets(), NOW_MS, &error));
	assert_int_equal(error.code, ERROR_BUSY);
	store = store_open(directory, STORE_FACE, NULL);
	assert_int_equal(store_enrolment(store)->kiosk, 3);
	throw_away(store, directory);
}

static void a_kiosk_that_the_demo_does_not_have_is_refused(void **state)
{
	struct error error = {0};

	assert_false(enrolment_make_demo("/tmp/kiosk-store-10", 10, assets(), NOW_MS, &error));
	assert_int_equal(error.code, ERROR_BAD_INPUT);
	error = (struct error){0};
	assert_false(enrolment_make_demo("/tmp/kiosk-store-10", 1, "/nowhere", NOW_MS, &error));
	assert_int_equal(error.code, ERROR_BAD_INPUT);
	rmdir("/tmp/kiosk-store-10");
}

static void kiosk_1_holds_places_and_kiosk_2_must_ask(void **state)
{
	char first[64], second[64];
	struct store *one = enrolled(1, first), *two = enrolled(2, second);
	static struct session sessions[200];
	int count = store_sessions(one, NOW_MS, NOW_MS + 28 * DAY_MS, false, sessions, 200);
	int bookable = 0;

	assert_true(count > 20);
	for (int i = 0; i < count; i++) {
		int held = store_places_on_hand(one, sessions[i].id, POOL_BOOKING);
		bookable += held > 0;
		assert_true(held <= sessions[i].places / 2);
		assert_int_equal(store_places_on_hand(two, sessions[i].id, POOL_BOOKING), 0);
	}
	assert_true(bookable > 5);
	assert_int_equal(leases(two), 0);
	throw_away(one, first);
	throw_away(two, second);
}

static void two_kiosks_give_different_numbers(void **state)
{
	char first[64], second[64];
	struct store *one = enrolled(1, first), *two = enrolled(2, second);
	const char *last = "SELECT last FROM number_block", *next = "SELECT next FROM number_block";

	assert_true(database_number(&one->database, last, NO_VALUES, 0) <
		    database_number(&two->database, next, NO_VALUES, 0));
	throw_away(one, first);
	throw_away(two, second);
}

static void another_day_adds_leases_and_touches_none_that_exist(void **state)
{
	char directory[64];
	struct store *store = enrolled(1, directory);
	int64_t before = leases(store);
	const char *spent = "SELECT count(*) FROM lease WHERE left = 0 AND granted > 0";

	assert_true(store_take_demo_leases(store, NOW_MS, NULL));
	assert_int_equal(leases(store), before);
	assert_true(database_run(
		&store->database, "UPDATE lease SET left = 0 WHERE pool = 0", NO_VALUES, NULL));
	int64_t spent_before = database_number(&store->database, spent, NO_VALUES, -1);
	assert_true(store_take_demo_leases(store, NOW_MS + 7 * DAY_MS, NULL));
	assert_true(leases(store) > before);
	assert_int_equal(database_number(&store->database, spent, NO_VALUES, -1), spent_before);
	throw_away(store, directory);
}

static void who_has_met_a_centre_grants_itself_nothing(void **state)
{
	char directory[64];
	struct store *store = enrolled(1, directory);
	int64_t before = leases(store);

	assert_true(outbox_remember_centre(store, id_make(NOW_MS), NOW_MS, NULL));
	assert_true(store_take_demo_leases(store, NOW_MS + 7 * DAY_MS, NULL));
	assert_int_equal(leases(store), before);
	throw_away(store, directory);
}

static void where_things_are_is_said_in_the_language_else_in_english(void **state)
{
	char directory[64];
	struct store *store = enrolled(1, directory);
	struct enrolment enrolment = *store_enrolment(store);

	assert_string_equal(enrolment_help_words(&enrolment, HELP_LIFT, "pl"), "Obok schodów");
	assert_string_equal(enrolment_help_words(&enrolment, HELP_LIFT, "cy"), "Beside the stairs");
	memset(enrolment.help.places, 0, sizeof(enrolment.help.places));
	assert_string_equal(enrolment_help_words(&enrolment, HELP_LIFT, "pl"), "");
	throw_away(store, directory);
}

/* assets/demo/branch.json with one more setting. */
static char *branch_with(const char *setting)
{
	char path[512], json[8192], *changed = NULL;

	snprintf(path, sizeof(path), "%s/demo/branch.json", assets());
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	size_t length = fread(json, 1, sizeof(json) - 1, file);
	fclose(file);
	json[length] = '\0';
	assert_true(asprintf(&changed, "{%s,%s", setting, strchr(json, '{') + 1) > 0);
	return changed;
}

static void an_events_page_is_an_address_with_a_session_or_the_settings_are_refused(void **state)
{
	struct enrolment enrolment = {0};
	struct error error = {0};
	char *good = branch_with("\"event_page\": \"https://example.org/{session}\"");
	char *bad = branch_with("\"event_page\": \"https://example.org/{event}\"");

	assert_true(enrolment_read_branch(good, &enrolment, &error));
	assert_string_equal(enrolment.event_page, "https://example.org/{session}");
	assert_false(enrolment_read_branch(bad, &enrolment, &error));
	assert_int_equal(error.code, ERROR_CORRUPT);
	assert_non_null(strstr(error.detail, "event_page"));
	free(good);
	free(bad);
}

static void how_often_help_was_asked_for_is_counted_a_day(void **state)
{
	char directory[64];
	struct store *store = enrolled(1, directory);

	assert_true(store_count_help(store, NOW_MS, NULL));
	assert_true(store_count_help(store, NOW_MS + MINUTE_MS, NULL));
	assert_true(store_count_help(store, NOW_MS + DAY_MS, NULL));
	struct store_health health = store_health(store, NOW_MS);
	assert_int_equal(health.help_today, 2);
	assert_int_equal(health.help_asked, 3);
	throw_away(store, directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_demo_is_enrolled_once),
		cmocka_unit_test(a_kiosk_that_the_demo_does_not_have_is_refused),
		cmocka_unit_test(kiosk_1_holds_places_and_kiosk_2_must_ask),
		cmocka_unit_test(two_kiosks_give_different_numbers),
		cmocka_unit_test(another_day_adds_leases_and_touches_none_that_exist),
		cmocka_unit_test(where_things_are_is_said_in_the_language_else_in_english),
		cmocka_unit_test(
			an_events_page_is_an_address_with_a_session_or_the_settings_are_refused),
		cmocka_unit_test(how_often_help_was_asked_for_is_counted_a_day),
		cmocka_unit_test(who_has_met_a_centre_grants_itself_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
