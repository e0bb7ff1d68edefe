/* Who a party may be, how it is counted, and what the steppers begin with. */
#include "rules/party.h"

#include "rows.h"
#include "rules/session.h"

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

static void an_adult_comes_or_only_children(void **state)
{
	assert_true(party_has_adult(&(struct party){{1, 2, 0, 0, 0}}));
	assert_true(party_has_adult(&(struct party){{1, 0, 0, 0, 0}}));
	assert_false(party_has_adult(&(struct party){{0, 2, 1, 1, 1}}));
}

static void every_part_has_a_name(void **state)
{
	assert_string_equal(party_part_name(PARTY_ADULTS), "adults");
	assert_string_equal(party_part_name(PARTY_CHILDREN), "children");
	assert_string_equal(party_part_name(PARTY_BABIES), "babies");
	assert_string_equal(party_part_name(PARTY_PRAMS), "prams");
	assert_string_equal(party_part_name(PARTY_WHEELCHAIRS), "wheelchairs");
}

/* ---- the party of a session ---- */

enum {
	ADULTS = 1 << PARTY_ADULTS,
	CHILDREN = 1 << PARTY_CHILDREN,
	BABIES = 1 << PARTY_BABIES,
	PRAMS = 1 << PARTY_PRAMS,
};

struct begin_row {
	const char *name;
	unsigned asks;
	struct party begins;
	struct party fewest;
};

static const struct begin_row begin_rows[] = {
	{"adults alone: one adult comes", ADULTS, {{1}}, {{1}}},
	{"for children: an adult brings one", ADULTS | CHILDREN | BABIES, {{1, 1}}, {{1}}},
	{"no adult is asked: one child comes", CHILDREN | BABIES, {{0, 1}}, {{0, 1}}},
	{"only babies are asked: one baby comes", BABIES | PRAMS, {{0, 0, 1}}, {{0, 0, 1}}},
	{"nothing is asked: one adult comes", 0, {{1}}, {{1}}},
};

static void begins(void **state)
{
	const struct begin_row *row = *state;
	struct session session = {.asks = row->asks};
	struct party party = party_to_begin(&session);

	assert_memory_equal(&party, &row->begins, sizeof(party));
	for (int part = 0; part < PARTY_PARTS; part++)
		assert_int_equal(
			party_fewest(&session, (enum party_part)part), row->fewest.count[part]);
	assert_true(party_is_valid(&party));
}

static void a_step_stays_between_the_fewest_and_the_most(void **state)
{
	struct session session = {.asks = ADULTS | CHILDREN};
	struct party party = {{1, PARTY_COUNT_MAX - 1}};

	party_step(&party, &session, PARTY_ADULTS, -1);
	assert_int_equal(party.count[PARTY_ADULTS], 1);
	party_step(&party, &session, PARTY_CHILDREN, 1);
	party_step(&party, &session, PARTY_CHILDREN, 1);
	assert_int_equal(party.count[PARTY_CHILDREN], PARTY_COUNT_MAX);
	party_step(&party, &session, PARTY_CHILDREN, -1);
	assert_int_equal(party.count[PARTY_CHILDREN], PARTY_COUNT_MAX - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_stays_between_the_fewest_and_the_most),
		cmocka_unit_test(an_adult_comes_or_only_children),
		cmocka_unit_test(every_part_has_a_name),
	};

	return rows_run("party", counts, ROWS(rows)) +
	       rows_run("a party to begin with", begins, ROWS(begin_rows)) +
	       cmocka_run_group_tests_name("party", tests, NULL, NULL);
}
