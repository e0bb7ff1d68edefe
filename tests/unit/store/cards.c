/* Cards, joining and sealed forms in the store. */
#include "fixture.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/text.h"
#include "store/internal.h"
#include "store/json.h"

static const char known_uid[] = "04A1B2C310E580", known_number[] = "24004000010003";

static struct sign_up joiner(void)
{
	return (struct sign_up){.member = id_make(NOW_MS),
		.first_name = "Zainab",
		.adult = true,
		.language = "ur",
		.form_json = "{\"name\": \"Zainab Khan\", \"contact\": \"z@example.org\"}",
		.consent_version = "2026-01",
		.consent_language = "ur",
		.consent_shown_english = true};
}

static void a_known_card_is_greeted_by_chip_and_by_number(void **state)
{
	struct fixture *fixture = *state;
	struct token by_chip = chip(known_uid), by_number = number_token(known_number);

	struct holder holder = store_holder(fixture->store, &by_chip);
	assert_int_equal(holder.status, HOLDER_MEMBER);
	assert_string_equal(holder.first_name, "Amina");
	assert_string_equal(holder.language, "ur");
	assert_true(holder.adult);
	assert_true(id_equal(holder.id, store_holder(fixture->store, &by_number).id));
}

static void a_blocked_card_is_known_as_such(void **state)
{
	struct fixture *fixture = *state;
	struct token token = chip("04AEB2C31DE580");

	assert_int_equal(store_holder(fixture->store, &token).status, HOLDER_BLOCKED);
}

static void an_unknown_card_is_unconfirmed_and_always_the_same(void **state)
{
	struct fixture *fixture = *state;
	struct token token = chip("04FFEEDDCCBBAA");

	struct holder first = store_holder(fixture->store, &token);
	assert_int_equal(first.status, HOLDER_UNCONFIRMED);
	assert_string_equal(first.first_name, "");
	assert_true(id_equal(first.id, store_holder(fixture->store, &token).id));
}

static void numbers_are_unique_with_their_check_digit(void **state)
{
	struct fixture *fixture = *state;
	char numbers[20][CARD_NUMBER_BYTES_MAX], read[CARD_NUMBER_BYTES_MAX];
	const struct card_rules *rules = &store_enrolment(fixture->store)->cards;

	for (int i = 0; i < 20; i++) {
		struct sign_up sign_up = joiner();
		assert_true(store_sign_up(fixture->store, &sign_up, 1, NOW_MS, &numbers[i], NULL));
		assert_int_equal(card_number_read(rules, numbers[i], read), CARD_NUMBER_MEMBER);
		for (int before = 0; before < i; before++)
			assert_string_not_equal(numbers[before], numbers[i]);
	}
	assert_int_equal(store_numbers_left(fixture->store), 10000 - 20);
}

static void the_number_works_at_once(void **state)
{
	struct fixture *fixture = *state;
	struct sign_up sign_up = joiner();
	char number_text[CARD_NUMBER_BYTES_MAX];

	assert_true(store_sign_up(fixture->store, &sign_up, 1, NOW_MS, &number_text, NULL));
	struct token token = number_token(number_text);
	struct holder holder = store_holder(fixture->store, &token);
	assert_int_equal(holder.status, HOLDER_MEMBER);
	assert_string_equal(holder.first_name, "Zainab");
	assert_true(id_equal(holder.id, sign_up.member));
}

static void used_up_numbers_are_full_and_nothing_is_written(void **state)
{
	struct fixture *fixture = *state;
	struct sign_up sign_up = joiner();
	char number_text[CARD_NUMBER_BYTES_MAX];
	struct error error = {0};

	assert_true(database_run(&fixture->store->database,
		"UPDATE number_block SET next = last + 1", NO_VALUES, NULL));
	assert_false(store_sign_up(fixture->store, &sign_up, 1, NOW_MS, &number_text, &error));
	assert_int_equal(error.code, ERROR_FULL);
	assert_int_equal(outbox_position(fixture->store).length, 0);
}

static void only_the_clerk_opens_the_form_and_it_names_its_change(void **state)
{
	struct fixture *fixture = *state;
	struct sign_up sign_up = joiner();
	char number_text[CARD_NUMBER_BYTES_MAX];

	assert_true(store_sign_up(fixture->store, &sign_up, 1, NOW_MS, &number_text, NULL));
	json_t *change = json_loads(last_change(fixture), 0, NULL),
	       *sealed = fixture_open_box(fixture);
	assert_string_equal(json_text(sealed, "change"), json_text(change, "id"));
	assert_int_equal(json_number(sealed, "kiosk", 0), 1);
	assert_string_equal(json_text(json_object_get(sealed, "form"), "name"), "Zainab Khan");
	assert_null(strstr(last_change(fixture), "Zainab"));
	json_decref(change);
	json_decref(sealed);
}

static void a_form_that_is_no_json_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct sign_up sign_up = joiner();
	char number_text[CARD_NUMBER_BYTES_MAX];
	struct error error = {0};

	sign_up.form_json = "name=Zainab";
	assert_false(store_sign_up(fixture->store, &sign_up, 1, NOW_MS, &number_text, &error));
	assert_int_equal(error.code, ERROR_BAD_INPUT);
	assert_int_equal(store_numbers_left(fixture->store), 10000);
}

static void a_linked_card_is_its_members(void **state)
{
	struct fixture *fixture = *state;
	struct sign_up sign_up = joiner();
	char number_text[CARD_NUMBER_BYTES_MAX];
	struct token token = chip("04FFEEDDCCBBAA");

	assert_true(store_sign_up(fixture->store, &sign_up, 1, NOW_MS, &number_text, NULL));
	assert_true(store_link_card(fixture->store, &sign_up, &token, NOW_MS, NULL));
	assert_true(id_equal(store_holder(fixture->store, &token).id, sign_up.member));
	json_t *sealed = fixture_open_box(fixture);
	assert_string_equal(json_text(json_object_get(sealed, "form"), "text"), "04FFEEDDCCBBAA");
	json_decref(sealed);
	assert_true(store_link_card(fixture->store, &sign_up, &token, NOW_MS, NULL));
	assert_int_equal(outbox_position(fixture->store).length, 2);
}

static void a_card_that_is_somebodys_is_not_linked(void **state)
{
	struct fixture *fixture = *state;
	struct sign_up sign_up = joiner();
	struct token token = chip(known_uid);
	struct error error = {0};

	assert_false(store_link_card(fixture->store, &sign_up, &token, NOW_MS, &error));
	assert_int_equal(error.code, ERROR_REFUSED);
	assert_string_equal(store_holder(fixture->store, &token).first_name, "Amina");
	assert_int_equal(outbox_position(fixture->store).length, 0);
}

static void a_family_joins_whole_or_nobody_does(void **state)
{
	struct fixture *fixture = *state;
	struct sign_up family[3] = {joiner(), joiner(), joiner()};
	char numbers[3][CARD_NUMBER_BYTES_MAX];
	struct error error = {0};

	assert_true(database_run(&fixture->store->database,
		"UPDATE number_block SET next = last - 1", NO_VALUES, NULL));
	assert_false(store_sign_up(fixture->store, family, 3, NOW_MS, numbers, &error));
	assert_int_equal(error.code, ERROR_FULL);
	assert_int_equal(outbox_position(fixture->store).length, 0);
	assert_int_equal(store_numbers_left(fixture->store), 2);
	assert_true(store_sign_up(fixture->store, family, 2, NOW_MS, numbers, NULL));
	assert_int_equal(outbox_position(fixture->store).length, 2);
}

/* The longest that a person can be called, with marks that JSON writes as two. */
static void fill_name(char name[static FIRST_NAME_BYTES_MAX])
{
	memset(name, '"', FIRST_NAME_BYTES_MAX - 1);
	name[0] = 'a';
	name[FIRST_NAME_BYTES_MAX - 1] = '\0';
}

static void a_child_who_joins_later_is_on_the_adults_card(void **state)
{
	struct fixture *fixture = *state;
	struct token token = chip(known_uid);
	struct holder adult = store_holder(fixture->store, &token);
	struct sign_up child = joiner();
	char number_text[CARD_NUMBER_BYTES_MAX];

	fill_name(adult.first_name);
	adult.household.id = id_make(NOW_MS);
	while (household_add(&adult.household,
		"\"\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81 Khan", AGE_1_TO_4))
		;
	assert_int_equal(strlen(adult.household.people[0].initial), 13);
	child.household.id = adult.household.id;
	assert_true(store_sign_up_children(fixture->store, &child, 1,
		&(struct adult_card){&adult, &token}, NOW_MS, &number_text, NULL));
	struct holder holder = store_holder(fixture->store, &token);
	assert_string_equal(holder.first_name, adult.first_name);
	assert_int_equal(holder.household.count, HOUSEHOLD_MAX);
	assert_true(id_equal(holder.household.id, adult.household.id));
	assert_string_equal(holder.household.people[7].initial, adult.household.people[7].initial);
	assert_int_equal(holder.household.people[7].band, AGE_1_TO_4);
	/* The child's own card shows nobody. */
	struct token own = number_token(number_text);
	assert_int_equal(store_holder(fixture->store, &own).household.count, 0);
	assert_non_null(strstr(last_change(fixture), "\"household\""));
	assert_null(strstr(last_change(fixture), "Khan"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_known_card_is_greeted_by_chip_and_by_number),
		TEST(a_blocked_card_is_known_as_such),
		TEST(a_family_joins_whole_or_nobody_does),
		TEST(a_child_who_joins_later_is_on_the_adults_card),
		TEST(an_unknown_card_is_unconfirmed_and_always_the_same),
		TEST(numbers_are_unique_with_their_check_digit),
		TEST(the_number_works_at_once),
		TEST(used_up_numbers_are_full_and_nothing_is_written),
		TEST(only_the_clerk_opens_the_form_and_it_names_its_change),
		TEST(a_form_that_is_no_json_is_refused),
		TEST(a_linked_card_is_its_members),
		TEST(a_card_that_is_somebodys_is_not_linked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
