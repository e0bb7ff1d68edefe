/* Which stamp follows, what it brings, and on which days there is one. */
#include "rules/challenge.h"

#include <string.h>

#include "rows.h"

static const char text[] =
	"{\"form\": \"f\", \"version\": 1, \"title\": \"T\", \"from\": \"2026-06-20\","
	" \"until\": \"2026-09-12\", \"steps\": [{}, {}, {\"gives\": \"A bookmark\"}, {}, {},"
	" {\"gives\": \"A medal\"}]}";

static struct form form;

struct row {
	const char *name;
	struct calendar_date today;
	struct stamps stamps;
	enum challenge_answer answer;
};

static const struct row rows[] = {
	{"the day before the first", {2026, 6, 19}, {0, false}, CHALLENGE_NOT_BEGUN},
	{"the month before the first", {2026, 5, 30}, {0, false}, CHALLENGE_NOT_BEGUN},
	{"the year before the first", {2025, 7, 1}, {0, false}, CHALLENGE_NOT_BEGUN},
	{"the first day", {2026, 6, 20}, {0, false}, CHALLENGE_STAMP},
	{"a day in the middle", {2026, 7, 1}, {2, false}, CHALLENGE_STAMP},
	{"the same day again", {2026, 7, 1}, {3, true}, CHALLENGE_STAMPED},
	{"the last day", {2026, 9, 12}, {5, false}, CHALLENGE_STAMP},
	{"the day after the last", {2026, 9, 13}, {5, false}, CHALLENGE_OVER},
	{"the year after the last", {2027, 1, 1}, {0, false}, CHALLENGE_OVER},
	{"all stamps, the last one today", {2026, 8, 1}, {6, true}, CHALLENGE_COMPLETE},
	{"all stamps, on a later day", {2026, 8, 2}, {6, false}, CHALLENGE_COMPLETE},
	{"more stamps than steps, since a step was taken out", {2026, 8, 2}, {7, false},
		CHALLENGE_COMPLETE},
	{"all stamps, and it is over", {2026, 9, 13}, {6, false}, CHALLENGE_OVER},
};

static void is_decided(void **state)
{
	const struct row *row = *state;
	bool runs = row->answer != CHALLENGE_OVER && row->answer != CHALLENGE_NOT_BEGUN;

	assert_int_equal(challenge_decide(&form, row->stamps, row->today), row->answer);
	assert_int_equal(challenge_runs(&form, row->today), runs);
}

struct gift {
	const char *name;
	int stamps;
	const char *gift; /* of the last of them */
	int missing;      /* to the next */
};

static const struct gift gifts[] = {
	{"no stamp", 0, NULL, 3},
	{"one stamp", 1, NULL, 2},
	{"the stamp before a gift", 2, NULL, 1},
	{"a stamp with a gift", 3, "A bookmark", 3},
	{"the stamp after a gift", 4, NULL, 2},
	{"the last stamp", 6, "A medal", 0},
	{"more stamps than steps", 7, NULL, 0},
};

static void brings(void **state)
{
	const struct gift *row = *state;
	const struct form_words *gift = challenge_gift(&form, row->stamps);

	assert_int_equal(gift != NULL, row->gift != NULL);
	if (gift)
		assert_string_equal(gift->sentence, row->gift);
	assert_int_equal(challenge_stamps_to_gift(&form, row->stamps), row->missing);
}

static void what_asks_is_no_challenge(void **state)
{
	static const char asking[] = "{\"form\": \"f\", \"version\": 1, \"questions\": ["
				     "{\"id\": \"q\", \"kind\": \"text\", \"title\": \"Q?\"}]}";
	struct form other;

	assert_true(form_read(asking, strlen(asking), &other, NULL));
	assert_false(challenge_runs(&other, (struct calendar_date){2026, 7, 1}));
	assert_int_equal(
		challenge_decide(&other, (struct stamps){0}, (struct calendar_date){2026, 7, 1}),
		CHALLENGE_OVER);
	form_free(&other);
}

int main(void)
{
	struct error error = {0};
	const struct CMUnitTest tests[] = {cmocka_unit_test(what_asks_is_no_challenge)};

	if (!form_read(text, strlen(text), &form, &error))
		return 2;
	int failed = rows_run("a challenge", is_decided, ROWS(rows)) +
		     rows_run("gifts", brings, ROWS(gifts)) +
		     cmocka_run_group_tests_name("challenges", tests, NULL, NULL);
	form_free(&form);
	return failed;
}
