#include "rules/party.h"

#include "rows.h"

struct row {
	const char *name;
	struct party party;
	int people;
	bool valid;
};

static const struct row rows[] = {
	{"adults, children and babies take places", {{1, 2, 1, 0, 0}}, 4, true},
	{"a pram takes no place", {{1, 0, 1, 1, 0}}, 2, true},
	{"a wheelchair takes no place of its own", {{1, 0, 0, 0, 1}}, 1, true},
	{"a child alone is a party", {{0, 1, 0, 0, 0}}, 1, true},
	{"nobody is no party", {{0, 0, 0, 0, 0}}, 0, false},
	{"a pram alone is no party", {{0, 0, 0, 1, 0}}, 0, false},
	{"twenty of a kind is the most", {{20, 20, 20, 20, 20}}, 60, true},
	{"twenty-one of a kind is too many", {{1, 21, 0, 0, 0}}, 22, false},
	{"fewer than none does not exist", {{2, -1, 0, 0, 0}}, 1, false},
};

static void counts(void **state)
{
	const struct row *row = *state;

	assert_int_equal(party_people(&row->party), row->people);
	assert_int_equal(party_is_valid(&row->party), row->valid);
}

static void only_people_are_extra(void **state)
{
	const struct party booked = {{1, 1, 0, 0, 0}}, more = {{1, 2, 1, 1, 1}};

	assert_int_equal(party_extra_people(&more, &booked), 2);
	assert_int_equal(party_extra_people(&booked, &more), 0);
	assert_int_equal(party_extra_people(&booked, &booked), 0);
}

static void every_part_has_a_name(void **state)
{
	assert_string_equal(party_part_name(PARTY_ADULTS), "adults");
	assert_string_equal(party_part_name(PARTY_CHILDREN), "children");
	assert_string_equal(party_part_name(PARTY_BABIES), "babies");
	assert_string_equal(party_part_name(PARTY_PRAMS), "prams");
	assert_string_equal(party_part_name(PARTY_WHEELCHAIRS), "wheelchairs");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_people_are_extra),
		cmocka_unit_test(every_part_has_a_name),
	};

	return rows_run("party", counts, ROWS(rows)) +
	       cmocka_run_group_tests_name("party", tests, NULL, NULL);
}
