/* How long one waits before trying again. */
#include "base/back_off.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_each_failure_in_a_row_doubles_the_wait_up_to_the_limit(void **state)
{
	static const int waits_ms[] = {250, 500, 1000, 2000, 4000, 8000, 8000, 8000};

	for (int i = 0; i < (int)(sizeof(waits_ms) / sizeof(*waits_ms)); i++)
		assert_int_equal(back_off_ms(&back_off_of_devices, i + 1), waits_ms[i]);
}

static void test_a_limit_that_is_no_double_is_kept(void **state)
{
	static const struct back_off minute = {.first_ms = 1000, .last_ms = 60000};

	assert_int_equal(back_off_ms(&minute, 6), 32000);
	assert_int_equal(back_off_ms(&minute, 7), 60000);
	assert_int_equal(back_off_ms(&minute, 8), 60000);
}

static void test_the_first_tries_can_be_prompt(void **state)
{
	static const struct back_off rule = {3, 50, .first_ms = 250, .last_ms = 8000};
	static const int waits_ms[] = {50, 50, 50, 250, 500, 1000, 2000, 4000, 8000, 8000};

	for (int i = 0; i < (int)(sizeof(waits_ms) / sizeof(*waits_ms)); i++)
		assert_int_equal(back_off_ms(&rule, i + 1), waits_ms[i]);
}

static void test_a_year_of_failures_waits_no_longer_than_the_limit(void **state)
{
	assert_int_equal(back_off_ms(&back_off_of_devices, INT_MAX), 8000);
}

static void test_spread_waits_lie_between_a_millisecond_and_the_whole_wait(void **state)
{
	assert_int_equal(back_off_spread_ms(1000, 0), 1);
	assert_int_equal(back_off_spread_ms(1000, 999), 1000);
	assert_int_equal(back_off_spread_ms(1000, 1000), 1);
	assert_int_equal(back_off_spread_ms(60000, UINT32_MAX), 1 + (int)(UINT32_MAX % 60000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_failure_in_a_row_doubles_the_wait_up_to_the_limit),
		cmocka_unit_test(test_a_limit_that_is_no_double_is_kept),
		cmocka_unit_test(test_the_first_tries_can_be_prompt),
		cmocka_unit_test(test_a_year_of_failures_waits_no_longer_than_the_limit),
		cmocka_unit_test(test_spread_waits_lie_between_a_millisecond_and_the_whole_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
