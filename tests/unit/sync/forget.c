/* When what is over is forgotten: once a day, and only by a clock that is surely the centre's. */
#include "sync/forget.h"

#include "base/clock.h"
#include "fixture.h"
#include "store/internal.h"

#define LATER_MS (NOW_MS + 20 * DAY_MS)

static int64_t bookings(struct fixture *fixture)
{
	return fixture_count(fixture, "SELECT count(*) FROM booking");
}

/* A booking of today. */
static void book(struct fixture *fixture)
{
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking_wish wish = wish_for(fixture->store, session, NULL, party_of(1, 0));
	struct booking booking;
	struct error error = {0};
	bool again;

	if (!store_book(fixture->store, &wish, clock_now_ms(), &booking, &again, &error))
		fail_msg("%s", error.detail);
}

static void meet_centre(struct fixture *fixture, int64_t centre_ms)
{
	struct error error = {0};

	if (!outbox_remember_centre(fixture->store, id_make(NOW_MS), centre_ms, &error))
		fail_msg("%s", error.detail);
}

/* Returns how many pieces it were. */
static int forget_all(struct fixture *fixture, struct forgetting *forgetting)
{
	int pieces = 0;

	while (forget_some(fixture->store, forgetting))
		assert_true(pieces++ < 1000);
	return pieces;
}

static void what_is_over_goes_once_a_day(void **state)
{
	struct fixture *fixture = *state;
	struct forgetting forgetting = {0};

	book(fixture);
	meet_centre(fixture, NOW_MS);
	assert_true(forget_all(fixture, &forgetting) > 0);
	assert_int_equal(bookings(fixture), 1);
	assert_int_equal(forget_all(fixture, &forgetting), 0);
	clock_journey_set(LATER_MS);
	assert_true(forget_all(fixture, &forgetting) > 0);
	assert_int_equal(bookings(fixture), 0);
	assert_int_equal(forget_all(fixture, &forgetting), 0);
	clock_journey_set(LATER_MS + 12 * HOUR_MS);
	assert_int_equal(forget_all(fixture, &forgetting), 0);
	clock_journey_set(LATER_MS + DAY_MS);
	assert_true(forget_all(fixture, &forgetting) > 0);
}

static void what_a_new_epoch_brings_back_goes_again(void **state)
{
	struct fixture *fixture = *state;
	struct forgetting forgetting = {0};

	meet_centre(fixture, NOW_MS);
	clock_journey_set(LATER_MS);
	assert_true(forget_all(fixture, &forgetting) > 0);
	clock_journey_set(NOW_MS);
	book(fixture);
	clock_journey_set(LATER_MS);
	assert_int_equal(forget_all(fixture, &forgetting), 0);
	meet_centre(fixture, LATER_MS);
	assert_true(forget_all(fixture, &forgetting) > 0);
	assert_int_equal(bookings(fixture), 0);
}

static void nothing_goes_before_the_centre_was_met(void **state)
{
	struct fixture *fixture = *state;
	struct forgetting forgetting = {0};

	book(fixture);
	clock_journey_set(LATER_MS);
	assert_int_equal(forget_all(fixture, &forgetting), 0);
	assert_int_equal(bookings(fixture), 1);
}

static void nothing_goes_by_a_clock_that_is_not_the_centres(void **state)
{
	struct fixture *fixture = *state;
	struct forgetting forgetting = {0};

	book(fixture);
	clock_journey_set(NOW_MS + 365 * DAY_MS);
	meet_centre(fixture, NOW_MS);
	assert_int_equal(forget_all(fixture, &forgetting), 0);
	assert_int_equal(bookings(fixture), 1);
	meet_centre(fixture, NOW_MS + 365 * DAY_MS);
	assert_true(forget_all(fixture, &forgetting) > 0);
	assert_int_equal(bookings(fixture), 0);
}

static void what_cannot_be_written_is_tried_again_later(void **state)
{
	struct fixture *fixture = *state;
	struct forgetting forgetting = {0};

	book(fixture);
	meet_centre(fixture, NOW_MS);
	clock_journey_set(LATER_MS);
	assert_true(database_script(&fixture->store->database, "PRAGMA query_only = ON", NULL));
	forget_all(fixture, &forgetting);
	assert_true(forgetting.failed);
	assert_int_equal(bookings(fixture), 1);
	assert_true(database_script(&fixture->store->database, "PRAGMA query_only = OFF", NULL));
	forget_all(fixture, &forgetting);
	assert_false(forgetting.failed);
	assert_int_equal(bookings(fixture), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_over_goes_once_a_day),
		TEST(what_a_new_epoch_brings_back_goes_again),
		TEST(nothing_goes_before_the_centre_was_met),
		TEST(nothing_goes_by_a_clock_that_is_not_the_centres),
		TEST(what_cannot_be_written_is_tried_again_later),
	};

	return cmocka_run_group_tests_name("forget", tests, NULL, NULL);
}
