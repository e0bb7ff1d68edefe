/* The names that the centre, the feed and a calendar have for our enumerations. They are promises:
 * kiosks and centres of other versions read them. */
#include "rows.h"
#include "rules/attendance.h"
#include "rules/booking.h"
#include "rules/places.h"

static void each_admission_is_read_back(void **state)
{
	static const char *const names[] = {"drop-in", "booked", "both"};
	enum admission found;

	for (int i = 0; i <= ADMISSION_BOTH; i++) {
		assert_string_equal(admission_name((enum admission)i), names[i]);
		assert_true(admission_named(names[i], &found));
		assert_int_equal(found, i);
	}
	assert_false(admission_named("Booked", &found));
	assert_false(admission_named("", &found));
	assert_false(admission_named(NULL, &found));
}

static void each_booking_state_is_read_back(void **state)
{
	static const char *const names[] = {"confirmed", "waiting", "cancelled"};
	enum booking_state found;

	for (int i = 0; i <= BOOKING_CANCELLED; i++) {
		assert_string_equal(booking_state_name((enum booking_state)i), names[i]);
		assert_true(booking_state_named(names[i], &found));
		assert_int_equal(found, i);
	}
	assert_false(booking_state_named("parked", &found));
}

static void what_was_merged_is_cancelled_here(void **state)
{
	enum booking_state found = BOOKING_CONFIRMED;

	assert_true(booking_state_named("merged", &found));
	assert_int_equal(found, BOOKING_CANCELLED);
}

static void each_holder_status_is_read_back(void **state)
{
	static const char *const names[] = {"nobody", "member", "unconfirmed", "guest", "blocked"};
	enum holder_status found;

	for (int i = 0; i <= HOLDER_BLOCKED; i++) {
		assert_string_equal(holder_status_name((enum holder_status)i), names[i]);
		assert_true(holder_status_named(names[i], &found));
		assert_int_equal(found, i);
	}
	assert_false(holder_status_named("lost", &found));
}

static void what_is_only_written_has_its_name(void **state)
{
	assert_string_equal(attendance_how_name(HOW_BOOKED), "booked");
	assert_string_equal(attendance_how_name(HOW_WALK_IN), "walk-in");
	assert_string_equal(attendance_how_name(HOW_DROP_IN), "drop-in");
	assert_string_equal(lease_pool_name(POOL_BOOKING), "booking");
	assert_string_equal(lease_pool_name(POOL_DOOR), "door");
	assert_string_equal(booking_refusal_name(BOOKING_STARTED), "started");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_admission_is_read_back),
		cmocka_unit_test(each_booking_state_is_read_back),
		cmocka_unit_test(what_was_merged_is_cancelled_here),
		cmocka_unit_test(each_holder_status_is_read_back),
		cmocka_unit_test(what_is_only_written_has_its_name),
	};

	return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
