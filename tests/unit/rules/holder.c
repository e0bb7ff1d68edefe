/* Whose name may be shown: only of somebody who is surely an adult. */
#include "rules/holder.h"

#include "rows.h"

struct birth {
	const char *name;
	struct calendar_date birth, today;
	bool adult;
};

static const struct birth births[] = {
	{"the day before the 18th birthday", {2008, 12, 5}, {2026, 12, 4}, false},
	{"the 18th birthday", {2008, 12, 4}, {2026, 12, 4}, true},
	{"a child", {2019, 3, 1}, {2026, 12, 4}, false},
	{"born on 29 February, on 28 February", {2008, 2, 29}, {2026, 2, 28}, false},
	{"born on 29 February, on 1 March", {2008, 2, 29}, {2026, 3, 1}, true},
	{"120 years old", {1906, 12, 4}, {2026, 12, 4}, true},
	{"121 years old", {1905, 12, 4}, {2026, 12, 4}, false},
	{"not born yet", {2026, 12, 5}, {2026, 12, 4}, false},
	{"only a year, 18 years ago", {2008, 0, 0}, {2026, 12, 31}, false},
	{"only a year, 19 years ago", {2007, 0, 0}, {2026, 1, 1}, true},
	{"only a year, 17 years ago", {2009, 0, 0}, {2026, 12, 3}, false},
	{"only a year, 121 years ago", {1905, 0, 0}, {2026, 1, 1}, true},
	{"only a year, 122 years ago", {1904, 0, 0}, {2026, 1, 1}, false},
	{"only a year, this one", {2026, 0, 0}, {2026, 12, 4}, false},
	{"only a year, the next one", {2027, 0, 0}, {2026, 12, 4}, false},
	{"only a year with two digits", {88, 0, 0}, {2026, 12, 4}, false},
	{"a year below nought", {-1988, 0, 0}, {2026, 12, 4}, false},
	{"nobody said", {0, 0, 0}, {2026, 12, 4}, false},
	{"no such day", {1990, 2, 30}, {2026, 12, 4}, false},
	{"no such month", {1990, 13, 1}, {2026, 12, 4}, false},
	{"a month without its day", {1990, 5, 0}, {2026, 12, 4}, false},
	{"a day without its month", {1990, 0, 5}, {2026, 12, 4}, false},
};

static void only_who_is_surely_an_adult_is_one(void **state)
{
	const struct birth *row = *state;

	assert_int_equal(holder_is_surely_adult(row->birth, row->today), row->adult);
}

static void a_name_is_shown_only_of_an_adult_who_has_one(void **state)
{
	assert_true(holder_may_be_named(&(struct holder){.adult = true, .first_name = "Amina"}));
	assert_false(holder_may_be_named(&(struct holder){.adult = false, .first_name = "Zosia"}));
	assert_false(holder_may_be_named(&(struct holder){.adult = true}));
}

static void a_card_is_known_unless_it_is_nobodys_a_guests_or_blocked(void **state)
{
	assert_false(holder_is_known(HOLDER_NOBODY));
	assert_true(holder_is_known(HOLDER_MEMBER));
	assert_true(holder_is_known(HOLDER_UNCONFIRMED));
	assert_false(holder_is_known(HOLDER_GUEST));
	assert_false(holder_is_known(HOLDER_BLOCKED));
	assert_true(holder_is_blocked(HOLDER_BLOCKED));
	assert_false(holder_is_blocked(HOLDER_UNCONFIRMED));
}

static void who_joined_children_is_taken_for_an_adult_and_not_named(void **state)
{
	struct holder mother = {.status = HOLDER_MEMBER, .first_name = "Amina"};

	(void)state;
	assert_false(holder_is_taken_for_adult(&mother));
	household_add(&mother.household, "Sami", AGE_UNKNOWN);
	assert_true(holder_is_taken_for_adult(&mother));
	assert_false(holder_may_be_named(&mother));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_shown_only_of_an_adult_who_has_one),
		cmocka_unit_test(who_joined_children_is_taken_for_an_adult_and_not_named),
		cmocka_unit_test(a_card_is_known_unless_it_is_nobodys_a_guests_or_blocked),
	};

	return rows_run("births", only_who_is_surely_an_adult_is_one, ROWS(births)) +
	       cmocka_run_group_tests_name("holders", tests, NULL, NULL);
}
