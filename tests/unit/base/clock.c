/* Time in the branch's zone, around the days when the clocks change. */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static int64_t at(const char *text)
{
	int64_t instant_ms;

	assert_true(clock_parse(text, &instant_ms));
	return instant_ms;
}

static void test_branch_time_is_an_hour_ahead_in_summer(void **state)
{
	assert_int_equal(at("2026-12-04T10:30"), INT64_C(1796380200000));
	assert_int_equal(at("2026-07-03T10:30"), INT64_C(1783071000000));
	assert_int_equal(clock_wall(INT64_C(1783071000000)).hour, 10);
}

static void test_a_time_that_spring_skips_is_an_hour_later(void **state)
{
	struct wall_time wall = clock_wall(at("2026-03-29T01:30"));

	assert_int_equal(wall.hour, 2);
	assert_int_equal(wall.minute, 30);
}

static void test_a_time_that_comes_twice_in_autumn_is_the_first(void **state)
{
	assert_int_equal(at("2026-10-25T02:30") - at("2026-10-25T01:30"), 2 * HOUR_MS);
}

static void test_days_of_23_and_25_hours_start_at_midnight(void **state)
{
	assert_int_equal(clock_day_start(at("2026-03-29T12:00"), 1), at("2026-03-30T00:00"));
	assert_int_equal(at("2026-03-30T00:00") - at("2026-03-29T00:00"), 23 * HOUR_MS);
	assert_int_equal(clock_day_start(at("2026-10-25T23:59"), 1), at("2026-10-26T00:00"));
	assert_int_equal(at("2026-10-26T00:00") - at("2026-10-25T00:00"), 25 * HOUR_MS);
}

static void test_times_that_are_not_of_the_form_are_refused(void **state)
{
	static const char *const refused[] = {"", "2026-12-04", "2026-13-04T10:20",
		"2026-12-04T25:00", "2026-12-04T10:20x", "2026-12-04T10:20:61", "friday"};
	int64_t instant_ms;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		assert_false(clock_parse(refused[i], &instant_ms));
	assert_int_equal(at("2026-12-04T10:20:30") - at("2026-12-04T10:20"), 30 * SECOND_MS);
}

static void test_an_unknown_zone_is_refused_and_never_a_path(void **state)
{
	struct error error = {0};

	assert_false(clock_set_zone("Europe/Atlantis", &error));
	assert_false(clock_set_zone("../../../etc/passwd", NULL));
	assert_false(clock_set_zone("", NULL));
	assert_int_equal(error.code, ERROR_BAD_INPUT);
}

/* Last: this process obeys the journey's clock from here on. */
static void test_a_journeys_clock_stands_still_until_it_is_moved(void **state)
{
	char path[] = "/tmp/kiosk-clock-XXXXXX";
	int64_t noon = at("2026-12-04T12:00");

	close(mkstemp(path));
	assert_true(clock_create_journey_file(path, noon, NULL));
	setenv("KIOSK_CLOCK", path, 1);
	assert_true(clock_obey_journey(NULL));
	assert_true(clock_is_frozen());
	int64_t boot_ms = clock_boot_ms();
	assert_int_equal(clock_now_ms(), noon);
	clock_journey_set(noon + 65 * SECOND_MS);
	assert_int_equal(clock_now_ms(), noon + 65 * SECOND_MS);
	assert_int_equal(clock_boot_ms(), boot_ms + 65 * SECOND_MS);
	clock_journey_set(noon);
	assert_int_equal(clock_boot_ms(), boot_ms + 65 * SECOND_MS);
	unlink(path);
}

static void test_the_real_clock_goes_on_while_a_journeys_stands_still(void **state)
{
	int64_t boot_ms = clock_boot_ms(), real_ms = clock_real_ms();

	assert_true(clock_is_frozen());
	usleep(3000);
	assert_int_equal(clock_boot_ms(), boot_ms);
	assert_true(clock_real_ms() >= real_ms + 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_branch_time_is_an_hour_ahead_in_summer),
		cmocka_unit_test(test_a_time_that_spring_skips_is_an_hour_later),
		cmocka_unit_test(test_a_time_that_comes_twice_in_autumn_is_the_first),
		cmocka_unit_test(test_days_of_23_and_25_hours_start_at_midnight),
		cmocka_unit_test(test_times_that_are_not_of_the_form_are_refused),
		cmocka_unit_test(test_an_unknown_zone_is_refused_and_never_a_path),
		cmocka_unit_test(test_a_journeys_clock_stands_still_until_it_is_moved),
		cmocka_unit_test(test_the_real_clock_goes_on_while_a_journeys_stands_still),
	};

	if (!clock_set_zone("Europe/London", NULL))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
