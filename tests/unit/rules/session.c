/* What a session asks of a party, and whether its check-in is open. */
#include "rules/session.h"

#include "rules/booking.h"

#include "rows.h"

/* Check-in is open from 10 to 30, the session lasts from 20 to 40. */
static const struct session session = {.opens_ms = 10,
	.starts_ms = 20,
	.closes_ms = 30,
	.ends_ms = 40,
	.admission = ADMISSION_BOTH};

struct row {
	const char *name;
	int64_t now_ms;
	enum admission admission;
	bool cancelled, takes_bookings, open;
};

static const struct row rows[] = {
	{"before check-in opens it can be booked", 9, ADMISSION_BOTH, false, true, false},
	{"check-in opens at its first moment", 10, ADMISSION_BOTH, false, true, true},
	{"until it starts it can be booked", 19, ADMISSION_BOOKED, false, true, true},
	{"once it has started it cannot be booked", 20, ADMISSION_BOOKED, false, false, true},
	{"check-in is closed at its last moment", 30, ADMISSION_BOTH, false, false, false},
	{"nobody books a drop-in", 15, ADMISSION_DROP_IN, false, false, true},
	{"what is cancelled is neither booked nor open", 15, ADMISSION_BOTH, true, false, false},
};

static void holds(void **state)
{
	const struct row *row = *state;
	struct session asked = session;

	asked.admission = row->admission;
	asked.cancelled = row->cancelled;
	assert_int_equal(booking_is_open(&asked, row->now_ms), row->takes_bookings);
	assert_int_equal(session_is_open(&asked, row->now_ms), row->open);
}

static void it_asks_what_its_bits_say(void **state)
{
	struct session asks = {.asks = 1U << PARTY_ADULTS | 1U << PARTY_PRAMS};

	assert_true(session_asks(&asks, PARTY_ADULTS));
	assert_false(session_asks(&asks, PARTY_CHILDREN));
	assert_true(session_asks(&asks, PARTY_PRAMS));
}

struct ages_row {
	const char *name;
	int to_months;
	unsigned asks;
	struct party party;
	bool misses;
};

#define FAMILY (1U << PARTY_ADULTS | 1U << PARTY_CHILDREN | 1U << PARTY_BABIES)

static const struct ages_row ages_rows[] = {
	{"an event for children misses one where only adults come", 60, FAMILY, {{1}}, true},
	{"a child is one", 60, FAMILY, {{1, 1}}, false},
	{"a baby is one", 60, FAMILY, {{1, 0, 1}}, false},
	{"a pram is none", 60, FAMILY, {{1, 0, 0, 1}}, true},
	{"an event that has no ages misses nobody", 0, FAMILY, {{1}}, false},
	{"one up to sixteen misses nobody", 192, FAMILY, {{1}}, false},
	{"one that asks for adults alone cannot tell", 60, 1U << PARTY_ADULTS, {{1}}, false},
};

static void misses_a_child(void **state)
{
	const struct ages_row *row = *state;
	struct session asked = {
		.asks = row->asks, .setting[SETTING_AGE_TO_MONTHS] = row->to_months};

	assert_int_equal(session_misses_a_child(&asked, &row->party), row->misses);
}

static void a_child_alone_is_offered_what_a_school_child_may_come_to(void **state)
{
	static const struct {
		int from_years, to_years;
		bool is_for;
	} alone_rows[] = {{0, 0, true}, {0, 5, false}, {5, 6, false}, {5, 7, true}, {5, 12, true},
		{8, 11, true}, {12, 17, true}, {13, 17, false}, {16, 0, false}, {18, 99, false}};

	for (size_t i = 0; i < sizeof(alone_rows) / sizeof(alone_rows[0]); i++) {
		struct session offered = {
			.setting[SETTING_AGE_FROM_MONTHS] = alone_rows[i].from_years * 12,
			.setting[SETTING_AGE_TO_MONTHS] = alone_rows[i].to_years * 12};
		assert_int_equal(session_is_for_a_child_alone(&offered), alone_rows[i].is_for);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(it_asks_what_its_bits_say),
		cmocka_unit_test(a_child_alone_is_offered_what_a_school_child_may_come_to)};

	return rows_run("session", holds, ROWS(rows)) +
	       rows_run("ages", misses_a_child, ROWS(ages_rows)) +
	       cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
