/* Who of a household comes, and in which count of a session's party. */
#include "rules/household.h"

#include <string.h>

#include "rows.h"
#include "rules/session.h"

static const struct calendar_date today = {2026, 12, 4};

struct age {
	const char *name;
	struct calendar_date birth;
	enum age_band band;
};

static const struct age ages[] = {
	{"born today", {2026, 12, 4}, AGE_UNDER_1},
	{"one tomorrow", {2025, 12, 5}, AGE_UNDER_1},
	{"one today", {2025, 12, 4}, AGE_1_TO_4},
	{"five tomorrow", {2021, 12, 5}, AGE_1_TO_4},
	{"five today", {2021, 12, 4}, AGE_5_TO_11},
	{"twelve today", {2014, 12, 4}, AGE_12_TO_17},
	{"eighteen tomorrow", {2008, 12, 5}, AGE_12_TO_17},
	{"eighteen today", {2008, 12, 4}, AGE_GROWN_UP},
	{"not given", {0}, AGE_UNKNOWN},
	{"born tomorrow", {2026, 12, 5}, AGE_UNKNOWN},
};

static void age_is_banded(void **state)
{
	const struct age *row = *state;

	assert_int_equal(age_band_of(row->birth, today), row->band);
}

enum {
	A = 1 << PARTY_ADULTS,
	C = 1 << PARTY_CHILDREN,
	B = 1 << PARTY_BABIES,
	P = 1 << PARTY_PRAMS
};

struct part {
	const char *name;
	unsigned asks;
	enum age_band band;
	enum party_part part;
};

static const struct part parts[] = {
	{"a baby is a baby", A | C | B, AGE_UNDER_1, PARTY_BABIES},
	{"a baby is a child where babies are not asked for", A | C, AGE_UNDER_1, PARTY_CHILDREN},
	{"a baby is somebody where all are counted alike", A | P, AGE_UNDER_1, PARTY_ADULTS},
	{"a teenager is a child", A | C | B, AGE_12_TO_17, PARTY_CHILDREN},
	{"of unknown age is a child", A | C | B, AGE_UNKNOWN, PARTY_CHILDREN},
	{"a grown-up is an adult", A | C | B, AGE_GROWN_UP, PARTY_ADULTS},
	{"an adult is counted where only children are", C, AGE_GROWN_UP, PARTY_CHILDREN},
};

static void person_is_counted(void **state)
{
	const struct part *row = *state;
	const struct session session = {.asks = row->asks};

	assert_int_equal(household_part(&session, row->band), row->part);
}

static void whoever_is_ticked_comes_and_nobody_else(void **state)
{
	const struct session session = {.asks = A | C | B};
	struct household household = {0};

	household_add(&household, "Bilal Khan", AGE_5_TO_11);
	household_add(&household, "Sana Khan", AGE_UNDER_1);
	struct party party = household_party(&household, 0x7, &session);
	assert_int_equal(party.count[PARTY_ADULTS], 1);
	assert_int_equal(party.count[PARTY_CHILDREN], 1);
	assert_int_equal(party.count[PARTY_BABIES], 1);
	party = household_party(&household, 0x4, &session);
	assert_int_equal(party_people(&party), 1);
	assert_int_equal(party.count[PARTY_BABIES], 1);
	/* A bit beyond them is nobody. */
	party = household_party(&household, 0xfffffff8, &session);
	assert_int_equal(party_people(&party), 0);
}

static void an_initial_is_one_whole_letter(void **state)
{
	static const char *const names[][2] = {
		{"Bilal Khan", "B"}, {"Łukasz", "Ł"}, {"آمنہ", "آ"}, {"ਗੁਰਪ੍ਰੀਤ", "ਗੁ"}, {"", ""}};
	struct household household = {0};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		household_add(&household, names[i][0], AGE_UNKNOWN);
		assert_string_equal(household.people[i].initial, names[i][1]);
	}
	char marked[200] = "a";
	for (int i = 0; i < 60; i++)
		strcat(marked, "\xcc\x81");
	household_add(&household, marked, AGE_UNKNOWN);
	assert_string_equal(household.people[household.count - 1].initial, "");
}

static void a_full_household_takes_nobody_more(void **state)
{
	struct household household = {0};

	for (int i = 0; i < HOUSEHOLD_MAX; i++)
		assert_true(household_add(&household, "Ola", AGE_UNKNOWN));
	assert_false(household_add(&household, "Ola", AGE_UNKNOWN));
	assert_int_equal(household.count, HOUSEHOLD_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoever_is_ticked_comes_and_nobody_else),
		cmocka_unit_test(an_initial_is_one_whole_letter),
		cmocka_unit_test(a_full_household_takes_nobody_more),
	};

	return rows_run("ages", age_is_banded, ROWS(ages)) +
	       rows_run("parts", person_is_counted, ROWS(parts)) +
	       cmocka_run_group_tests_name("households", tests, NULL, NULL);
}
