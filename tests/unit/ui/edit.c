/* A line being typed, written with "|" where its caret stands. */
#include "ui/edit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct edit edit_of(const char *with_caret)
{
	const char *bar = strchr(with_caret, '|');
	struct edit edit = {.caret = (size_t)(bar - with_caret)};

	memcpy(edit.text, with_caret, edit.caret);
	strcpy(edit.text + edit.caret, bar + 1);
	return edit;
}

static void assert_edit(const struct edit *edit, const char *with_caret)
{
	struct edit wanted = edit_of(with_caret);

	assert_string_equal(edit->text, wanted.text);
	assert_int_equal(edit->caret, wanted.caret);
}

static void a_letter_goes_to_where_the_caret_stands(void **state)
{
	static const struct {
		const char *before, *typed, *after;
	} cases[] = {
		{"|", "A", "A|"},
		{"An|", "n", "Ann|"},
		{"|nn", "A", "A|nn"},
		{"Mar|a", "i", "Mari|a"},
		{"آم|ہ", "ن", "آمن|ہ"},
		/* A sign belongs to the letter before it. */
		{"م|حمد", "\u064F", "م\u064F|حمد"},
		{"Zoe|s", "\u0308", "Zoe\u0308|s"},
		/* Where a letter becomes one with the next, the caret stands behind both. */
		{"\U0001F469|\U0001F467", "\u200D", "\U0001F469\u200D\U0001F467|"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct edit edit = edit_of(cases[i].before);

		assert_true(edit_insert(&edit, cases[i].typed));
		assert_edit(&edit, cases[i].after);
	}
}

static void backspace_takes_what_a_person_calls_a_letter(void **state)
{
	static const struct {
		const char *before, *after;
	} cases[] = {
		{"|", "|"},
		{"Ann|", "An|"},
		{"|Ann", "|Ann"},
		{"Ann|a", "An|a"},
		{"Zoe\u0308|", "Zo|"},
		{"Zoe\u0308|s", "Zo|s"},
		{"\u0622\u0645\u0646\u06C1|", "\u0622\u0645\u0646|"},
		{"\u0622\u0645|\u0646\u06C1", "\u0622|\u0646\u06C1"},
		{"\u0645\u064F|", "|"},
		{"a\U0001F469\u200D\U0001F467|", "a|"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct edit edit = edit_of(cases[i].before);

		edit_backspace(&edit);
		assert_edit(&edit, cases[i].after);
	}
}

static void delete_takes_the_letter_behind_the_caret(void **state)
{
	static const struct {
		const char *before, *after;
	} cases[] = {
		{"|", "|"},
		{"Ann|", "Ann|"},
		{"|Ann", "|nn"},
		{"Zo|e\u0308s", "Zo|s"},
		{"|\u0645\u064F\u062D", "|\u062D"},
		{"a|\U0001F469\u200D\U0001F467", "a|"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct edit edit = edit_of(cases[i].before);

		edit_delete(&edit);
		assert_edit(&edit, cases[i].after);
	}
}

static void the_caret_never_stands_inside_a_letter(void **state)
{
	static const struct {
		const char *text;
		size_t wanted, caret;
	} cases[] = {
		{"Anna", 0, 0},
		{"Anna", 2, 2},
		{"Anna", 4, 4},
		{"Anna", 200, 4},
		{"\u0142a", 1, 2},
		{"Zoe\u0308s", 3, 5},
		{"Zoe\u0308s", 4, 5},
		{"", 1, 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct edit edit = {0};

		edit_set(&edit, cases[i].text);
		assert_int_equal(edit.caret, strlen(cases[i].text));
		edit_move(&edit, cases[i].wanted);
		assert_int_equal(edit.caret, cases[i].caret);
	}
}

static void a_gurmukhi_bearer_becomes_the_vowel_that_is_meant(void **state)
{
	struct edit edit = {0};

	edit_insert(&edit, "ੲ");
	edit_insert(&edit, "ਿ");
	edit_insert(&edit, "ੰ");
	edit_insert(&edit, "ਰ");
	assert_edit(&edit, "\u0A07\u0A70\u0A30|");
	edit_move(&edit, strlen("\u0A07\u0A70"));
	edit_insert(&edit, "\u0A73");
	edit_insert(&edit, "\u0A41");
	assert_edit(&edit, "\u0A07\u0A70\u0A09|\u0A30");
}

static void a_full_line_takes_no_more(void **state)
{
	struct edit edit = {0};

	for (int i = 0; i < EDIT_CHARACTERS_MAX; i++)
		assert_true(edit_insert(&edit, "\u0142"));
	assert_false(edit_insert(&edit, "a"));
	edit_move(&edit, 2);
	assert_false(edit_insert(&edit, "a"));
	assert_int_equal(strlen(edit.text), 2 * EDIT_CHARACTERS_MAX);
	assert_int_equal(edit.caret, 2);
	assert_false(edit_insert(&(struct edit){0}, "\xFF"));
}

static void what_is_taken_away_is_nowhere_in_the_line(void **state)
{
	static const struct edit nothing;
	struct edit edit = {0};

	edit_set(&edit, "Amina");
	edit_move(&edit, 2);
	for (int i = 0; i < 2; i++)
		edit_backspace(&edit);
	for (int i = 0; i < 3; i++)
		edit_delete(&edit);
	assert_memory_equal(&edit, &nothing, sizeof(edit));
}

static void a_cleaned_line_has_its_caret_at_the_end(void **state)
{
	struct edit edit = edit_of("  Anna |  Lee ");

	edit_clean(&edit);
	assert_edit(&edit, "Anna Lee|");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_goes_to_where_the_caret_stands),
		cmocka_unit_test(backspace_takes_what_a_person_calls_a_letter),
		cmocka_unit_test(delete_takes_the_letter_behind_the_caret),
		cmocka_unit_test(the_caret_never_stands_inside_a_letter),
		cmocka_unit_test(a_gurmukhi_bearer_becomes_the_vowel_that_is_meant),
		cmocka_unit_test(a_full_line_takes_no_more),
		cmocka_unit_test(what_is_taken_away_is_nowhere_in_the_line),
		cmocka_unit_test(a_cleaned_line_has_its_caret_at_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
