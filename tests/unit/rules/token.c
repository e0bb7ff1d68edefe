/* Tokens are equal by kind and bytes, and indexed by a keyed hash. */
#include "rules/token.h"

#include <string.h>

#include "rows.h"

static const uint8_t key[INDEX_KEY_BYTES] = "an index key of a branch, 32 byt";

static bool same(const struct token *a, const struct token *b)
{
	struct index one = token_index(a, key), other = token_index(b, key);

	return memcmp(&one, &other, sizeof(one)) == 0;
}

static void the_same_card_has_the_same_index(void **state)
{
	struct token a = token_from_number("21234567890128"),
		     b = token_from_number("21234567890128");

	assert_true(same(&a, &b));
}

static void a_number_and_a_chip_of_the_same_bytes_differ(void **state)
{
	struct token chip = token_from_chip((const uint8_t *)"1234567", 7);
	struct token number = token_from_number("1234567");

	assert_false(same(&chip, &number));
}

static void length_is_part_of_a_chip(void **state)
{
	const uint8_t uid[7] = {0x04, 0xa1, 0xb2, 0xc3, 0, 0, 0};
	struct token four = token_from_chip(uid, 4), seven = token_from_chip(uid, 7);

	assert_false(same(&four, &seven));
}

static void another_branch_has_another_index(void **state)
{
	uint8_t other[INDEX_KEY_BYTES];
	struct token token = token_from_number("21234567890128");

	memcpy(other, key, sizeof(other));
	other[31] ^= 1;
	struct index here = token_index(&token, key), there = token_index(&token, other);
	assert_memory_not_equal(&here, &there, sizeof(here));
}

static void bytes_behind_the_token_do_not_count(void **state)
{
	struct token clean = token_from_number("21234567890128"), dirty = clean;

	dirty.bytes[TOKEN_BYTES_MAX - 1] = 0x55;
	assert_true(same(&clean, &dirty));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_card_has_the_same_index),
		cmocka_unit_test(a_number_and_a_chip_of_the_same_bytes_differ),
		cmocka_unit_test(length_is_part_of_a_chip),
		cmocka_unit_test(another_branch_has_another_index),
		cmocka_unit_test(bytes_behind_the_token_do_not_count),
	};

	ciphers_start();
	return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
