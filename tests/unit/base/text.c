/* UTF-8 that people type and foreign systems send. */
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"

static void test_cleaning(void **state)
{
	static const struct {
		const char *name, *in, *out;
	} cases[] = {
		{"ends are trimmed and spaces become one", "  Amina \t  Khan ", "Amina Khan"},
		{"controls go", "A\001min\033a", "Amina"},
		{"bidi controls go", "Am\u202eina\u2069", "Amina"},
		{"an accent typed apart is composed", "Jose\u0301", "Jos\u00e9"},
		{"the non-joiner of Urdu stays", "\u0645\u06cc\u200c\u06a9",
			"\u0645\u06cc\u200c\u06a9"},
		{"invalid bytes go", "A\xff\xfemina\xc3", "Amina"},
		{"an overlong form goes",
			"A\xc0\xaf"
			"b",
			"Ab"},
		{"apostrophe and hyphen stay", "O\u2019Brien-Smith", "O\u2019Brien-Smith"},
		{"an emoji stays", "\U0001F600", "\U0001F600"},
		{"nothing stays nothing", " \t ", ""},
	};
	char text[128];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text), "%s", cases[i].in);
		print_message("  %s\n", cases[i].name);
		assert_true(text_clean(text, sizeof(text)));
		assert_string_equal(text, cases[i].out);
	}
}

static void test_nothing_cuts_a_character_in_half(void **state)
{
	char text[6];

	assert_false(text_copy(text, sizeof(text), "آمنہ"));
	assert_string_equal(text, "آم");
	assert_true(text_copy(text, sizeof(text), "آم"));
}

static void test_an_errors_detail_is_whole_characters_however_long_its_words_are(void **state)
{
	struct error error = {0}, cut_inside = {0};
	char words[600] = "";

	while (strlen(words) < 500)
		strcat(words, "\u0a2a");
	error_set(&error, ERROR_BAD_INPUT, ".%s", words);
	assert_true(text_is_valid(error.detail));
	assert_true(strlen(error.detail) > sizeof(error.detail) - 5);
	error_set(&cut_inside, ERROR_BAD_INPUT, "no \"%.4s\" here", words);
	assert_string_equal(cut_inside.detail, "no \"\u0a2a\" here");
}

static void test_characters_are_what_a_person_counts(void **state)
{
	static const char family[] = "a\U0001F468\u200d\U0001F469";

	assert_int_equal(text_count(family), 2);
	assert_int_equal(text_first_bytes(family), 1);
	assert_int_equal(text_first_bytes(family + 1), strlen(family + 1));
	assert_int_equal(text_first_bytes("e\u0301a"), 3);
	assert_int_equal(text_first_bytes("آمنہ"), 2);
	assert_int_equal(text_first_bytes(""), 0);
	assert_int_equal(text_count(""), 0);
}

static void test_hex_goes_both_ways_and_rubbish_is_refused(void **state)
{
	uint8_t bytes[4];
	char text[9];

	assert_int_equal(text_unhex("04a1B2c3", bytes, sizeof(bytes)), 4);
	text_hex(bytes, 4, text);
	assert_string_equal(text, "04A1B2C3");
	assert_int_equal(text_unhex("04A", bytes, sizeof(bytes)), -1);
	assert_int_equal(text_unhex("04G1", bytes, sizeof(bytes)), -1);
	assert_int_equal(text_unhex("0401020304", bytes, sizeof(bytes)), -1);
}

static void test_base64_goes_both_ways_and_rubbish_is_refused(void **state)
{
	static const char *const texts[] = {"", "AA==", "AAE=", "AAEC", "AAECAw=="};
	const uint8_t given[] = {0, 1, 2, 3};
	uint8_t bytes[4];
	char text[TEXT_BASE64_BYTES(sizeof(given))];

	for (int length = 0; length <= 4; length++) {
		text_base64(given, (size_t)length, text);
		assert_string_equal(text, texts[length]);
		assert_int_equal(text_unbase64(text, bytes, sizeof(bytes)), length);
		assert_memory_equal(bytes, given, (size_t)length);
	}
	assert_int_equal(text_unbase64("AAECAwQ=", bytes, sizeof(bytes)), -1);
	assert_int_equal(text_unbase64("AA", bytes, sizeof(bytes)), -1);
	assert_int_equal(text_unbase64("A*==", bytes, sizeof(bytes)), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cleaning),
		cmocka_unit_test(test_nothing_cuts_a_character_in_half),
		cmocka_unit_test(
			test_an_errors_detail_is_whole_characters_however_long_its_words_are),
		cmocka_unit_test(test_characters_are_what_a_person_counts),
		cmocka_unit_test(test_hex_goes_both_ways_and_rubbish_is_refused),
		cmocka_unit_test(test_base64_goes_both_ways_and_rubbish_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
