/* Hands and scanners, told apart by their pace. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/scan.h"

/* Types `text` with `pace_ms` between letters; what comes out, letter by letter. */
static void types(const char *text, int pace_ms, bool with_return, const char *expected)
{
	struct scan scan = {0};
	char out[SCAN_BYTES_MAX], all[4 * SCAN_BYTES_MAX] = "";
	int64_t now_ms = 5000;
	enum scan_answer answer;
	bool enter = false;

	for (const char *at = text; *at; at++, now_ms += pace_ms) {
		answer = scan_text(&scan, (char[]){*at, '\0'}, now_ms, out);
		if (answer != SCAN_NOTHING)
			strcat(strcat(all, answer == SCAN_SCANNED ? "S" : "T"), out);
	}
	answer = with_return ? scan_return(&scan, now_ms, out, &enter)
			     : scan_wait(&scan, now_ms + SCAN_SILENCE_MS, out);
	if (answer != SCAN_NOTHING)
		strcat(strcat(all, answer == SCAN_SCANNED ? "S" : "T"), out);
	if (enter)
		strcat(all, "E");
	assert_string_equal(all, expected);
	assert_true(scan_deadline(&scan) == INT64_MAX);
}

static void scanners_are_fast_and_hands_are_not(void **state)
{
	types("24831007", 8, true, "S24831007");
	types("24831007", 8, false, "S24831007");
	types("24831007", 35, true, "S24831007");
	types("amina", 120, false, "TaTmTiTnTa");
	types("amina", 120, true, "TaTmTiTnTaE");
	types("ab", 10, false, "Tab");       /* two keys rolled over */
	types("abcde", 10, true, "TabcdeE"); /* one too few for a scanner */
}

static void the_return_of_a_slow_scanner_is_no_press(void **state)
{
	types("24831007", 36, true, "T2T4T8T3T1T0T0T7");
	types("24831007", 80, true, "T2T4T8T3T1T0T0T7");
	types("A248310B", 50, true, "TAT2T4T8T3T1T0TB");
	types("24831007", 81, true, "T2T4T8T3T1T0T0T7E");       /* as fast as hands can be */
	types("24831", 50, true, "T2T4T8T3T1E");                /* a code and a house have so few */
	types("amina khan", 50, true, "TaTmTiTnTaT TkThTaTnE"); /* a hand that knows its name */
}

static void after_a_slow_scanners_return_the_next_is_a_press(void **state)
{
	struct scan scan = {0};
	char out[SCAN_BYTES_MAX];
	bool enter;

	for (int i = 0; i < 8; i++)
		scan_text(&scan, "2", 1000 + 50 * i, out);
	scan_return(&scan, 1400, out, &enter);
	assert_false(enter);
	scan_return(&scan, 1410, out, &enter);
	assert_true(enter);
}

static void a_return_long_after_digits_is_a_press(void **state)
{
	struct scan scan = {0};
	char out[SCAN_BYTES_MAX];
	bool enter;

	for (int i = 0; i < 8; i++)
		scan_text(&scan, "2", 1000 + 50 * i, out);
	scan_wait(&scan, 1386, out);
	scan_return(&scan, 1431, out, &enter);
	assert_true(enter);
}

static void an_endless_scan_stays_within_its_buffer(void **state)
{
	struct scan scan = {0};
	char out[SCAN_BYTES_MAX];
	int ended = 0;

	for (int i = 0; i < 3000; i++)
		ended += scan_text(&scan, "x", 1, out) != SCAN_NOTHING;
	assert_int_equal(ended, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scanners_are_fast_and_hands_are_not),
		cmocka_unit_test(the_return_of_a_slow_scanner_is_no_press),
		cmocka_unit_test(after_a_slow_scanners_return_the_next_is_a_press),
		cmocka_unit_test(a_return_long_after_digits_is_a_press),
		cmocka_unit_test(an_endless_scan_stays_within_its_buffer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
