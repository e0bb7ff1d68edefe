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
	{"born this year", {2026, 0, 0}, AGE_UNDER_1},
	{"born last year: a baby or not", {2025, 0, 0}, AGE_UNKNOWN},
	{"three or two", {2023, 0, 0}, AGE_1_TO_4},
	{"five or four", {2021, 0, 0}, AGE_UNKNOWN},
	{"eighteen or seventeen", {2008, 0, 0}, AGE_UNKNOWN},
	{"nineteen or eighteen", {2007, 0, 0}, AGE_GROWN_UP},
	{"born next year", {2027, 0, 0}, AGE_UNKNOWN},
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

static void is_person(
	const struct household *household, int which, const char *initial, enum age_band band)
{
	assert_string_equal(household->people[which].initial, initial);
	assert_int_equal(household->people[which].band, band);
}

static void who_has_grown_or_came_later_is_renewed_and_others_stay(void **state)
{
	struct household household = {0};
	const struct household_person known[] = {
		{"B", AGE_12_TO_17}, {"S", AGE_UNDER_1}, {"A", AGE_1_TO_4}, {"A", AGE_5_TO_11}};

	household_add(&household, "Omar", AGE_5_TO_11);
	household_add(&household, "Bilal", AGE_5_TO_11);
	household_add(&household, "Ali", AGE_5_TO_11);
	household_add(&household, "Aisha", AGE_1_TO_4);
	household_renew(&household, known, 4);
	assert_int_equal(household.count, 5);
	is_person(&household, 0, "O", AGE_5_TO_11);
	is_person(&household, 1, "B", AGE_12_TO_17);
	is_person(&household, 2, "A", AGE_5_TO_11);
	is_person(&household, 3, "A", AGE_1_TO_4);
	is_person(&household, 4, "S", AGE_UNDER_1);
}

static void a_card_has_room_for_so_many(void **state)
{
	struct household household = {0};
	const struct household_person known[] = {{"A", AGE_5_TO_11}, {"Z", AGE_1_TO_4}};

	for (int i = 0; i < HOUSEHOLD_MAX; i++)
		household_add(&household, "A", AGE_1_TO_4);
	household_renew(&household, known, 2);
	assert_int_equal(household.count, HOUSEHOLD_MAX);
	is_person(&household, 0, "A", AGE_5_TO_11);
	is_person(&household, 1, "A", AGE_1_TO_4);
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
		cmocka_unit_test(who_has_grown_or_came_later_is_renewed_and_others_stay),
		cmocka_unit_test(a_card_has_room_for_so_many),
	};

	return rows_run("ages", age_is_banded, ROWS(ages)) +
	       rows_run("parts", person_is_counted, ROWS(parts)) +
	       cmocka_run_group_tests_name("households", tests, NULL, NULL);
}
