/* How long what is kept. */
#include "rules/retention.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"

/* The summer's day on which clocks go back lies between. */
#define ENDS_MS clock_instant((struct wall_time){2026, 10, 20, .hour = 11})

static int64_t fourteenth_day_ms(void)
{
	return clock_instant((struct wall_time){2026, 11, 3});
}

static void people_are_kept_until_the_fourteenth_day_after_begins(void **state)
{
	assert_true(ENDS_MS >= retention_people_before_ms(fourteenth_day_ms() - 1));
	assert_true(ENDS_MS < retention_people_before_ms(fourteenth_day_ms()));
}

static void all_of_one_day_goes_together_and_none_of_the_next(void **state)
{
	int64_t before_ms = retention_people_before_ms(fourteenth_day_ms() + 23 * HOUR_MS);

	assert_true(clock_instant((struct wall_time){2026, 10, 20, .hour = 23, .minute = 59}) <
		    before_ms);
	assert_true(clock_instant((struct wall_time){2026, 10, 21}) >= before_ms);
}

static void nothing_is_kept_for_longer_than_fourteen_days(void **state)
{
	for (int hour = 0; hour < 24 * 400; hour++) {
		int64_t ends_ms = ENDS_MS + hour * (int64_t)HOUR_MS;
		/* The day on which clocks go back has 25 hours. */
		assert_true(ends_ms < retention_people_before_ms(ends_ms + 14 * DAY_MS + HOUR_MS));
		assert_true(ends_ms >= retention_people_before_ms(ends_ms + 13 * DAY_MS - HOUR_MS));
	}
}

#define A_YEAR_AGO (fourteenth_day_ms() - 365 * DAY_MS)

static void a_text_goes_when_the_centre_has_it_for_good_and_its_session_is_long_over(void **state)
{
	const struct {
		struct logged_change change;
		bool forgotten;
	} rows[] = {
		{{CHANGE_BOOK, true, A_YEAR_AGO, ENDS_MS}, true},
		{{CHANGE_BOOK, true, A_YEAR_AGO, ENDS_MS + DAY_MS}, false},
		{{CHANGE_BOOK, false, A_YEAR_AGO, ENDS_MS}, false},
		{{CHANGE_CANCEL, true, ENDS_MS, 0}, true},
		{{CHANGE_CANCEL, true, ENDS_MS + DAY_MS, 0}, false},
		{{CHANGE_STAMP, true, ENDS_MS, 0}, true},
		{{CHANGE_LEASE_CLOSE, false, A_YEAR_AGO, 0}, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
			retention_forgets(&rows[i].change, fourteenth_day_ms()), rows[i].forgotten);
}

static void a_box_goes_as_soon_as_the_centre_has_it_for_good_and_never_before(void **state)
{
	static const enum change_kind boxed[] = {
		CHANGE_SIGN_UP, CHANGE_LINK_CARD, CHANGE_CARD_SEEN, CHANGE_TELL_ME};
	int64_t now_ms = fourteenth_day_ms();

	for (size_t i = 0; i < sizeof(boxed) / sizeof(boxed[0]); i++) {
		struct logged_change change = {boxed[i], true, now_ms, now_ms + DAY_MS};
		assert_true(retention_forgets(&change, now_ms));
		change = (struct logged_change){boxed[i], false, A_YEAR_AGO, A_YEAR_AGO};
		assert_false(retention_forgets(&change, now_ms));
	}
}

static void a_box_that_waits_is_said_with_what_to_do(void **state)
{
	int64_t now_ms = fourteenth_day_ms();
	struct waiting_boxes none = {0}, one = {1, now_ms - 8 * DAY_MS}, two = {2, A_YEAR_AGO};
	char sentence[RETENTION_SENTENCE_BYTES];

	assert_false(retention_untaken(&none, now_ms, sentence));
	assert_false(retention_unarchived(&none, now_ms, sentence));
	assert_true(retention_untaken(&one, now_ms, sentence));
	assert_string_equal(sentence,
		"the centre has not taken 1 sealed form, the oldest of 8 days ago; nothing of it "
		"is deleted here: see that kiosk-sync runs and reaches the centre");
	assert_true(retention_unarchived(&two, now_ms, sentence));
	assert_string_equal(sentence,
		"the centre has 2 sealed forms, the oldest of 365 days ago, and no backup of it; "
		"nothing of it is deleted here: ask who runs the centre for its backups");
}

int main(void)
{
	struct error error = {0};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_are_kept_until_the_fourteenth_day_after_begins),
		cmocka_unit_test(all_of_one_day_goes_together_and_none_of_the_next),
		cmocka_unit_test(nothing_is_kept_for_longer_than_fourteen_days),
		cmocka_unit_test(
			a_text_goes_when_the_centre_has_it_for_good_and_its_session_is_long_over),
		cmocka_unit_test(a_box_goes_as_soon_as_the_centre_has_it_for_good_and_never_before),
		cmocka_unit_test(a_box_that_waits_is_said_with_what_to_do),
	};

	return clock_set_zone("Europe/London", &error) ? cmocka_run_group_tests(tests, NULL, NULL)
						       : 1;
}
