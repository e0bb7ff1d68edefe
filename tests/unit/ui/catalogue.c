/* The catalogues that the kiosk really has, and files that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/catalogue.h"
#include "ui/language.h"
#include "ui/plural.h"
#include "ui/window.h"

static const char *linguas, *folder;

static struct catalogue *load(const char *language)
{
	struct error error = {0};
	char path[640];
	struct catalogue *catalogue;

	snprintf(path, sizeof(path), "%s/%s/LC_MESSAGES/library-kiosk.mo", folder, language);
	catalogue = catalogue_load(path, &error);
	assert_non_null(catalogue);
	return catalogue;
}

static void a_sentence_has_its_translation_and_others_have_none(void **state)
{
	struct catalogue *polish = load("pl");

	assert_string_equal(catalogue_find(polish, "Book a place"), "Zarezerwuj miejsce");
	assert_null(catalogue_find(polish, "Book a plac"));
	assert_null(catalogue_find(polish, "A first sentence of the alphabet is not there"));
	assert_null(catalogue_find(polish, "zzz"));
	catalogue_free(polish);
}

static void each_number_takes_its_plural(void **state)
{
	static const struct {
		const char *language;
		unsigned long count;
		const char *words;
	} cases[] = {
		{"pl", 1, "{count} dziecko"},
		{"pl", 2, "{count} dzieci"},
		{"ur", 1, "{count} بچہ"},
		{"ur", 3, "{count} بچے"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct catalogue *catalogue = load(cases[i].language);

		assert_string_equal(
			catalogue_find_counted(catalogue, "{count} child", cases[i].count),
			cases[i].words);
		catalogue_free(catalogue);
	}
}

static void languages_of_all_kinds_say_their_plurals(void **state)
{
	static const char polish[] = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) "
				     "? 1 : 2;\n";
	static const char arabic[] = "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 "
				     ": n%100>=11 ? 4 : 5)";
	static const struct {
		const char *expression;
		unsigned long n, form;
	} cases[] = {
		{"0", 7, 0},
		{"n != 1", 1, 0},
		{"n != 1", 2, 1},
		{"n>1", 1, 0},
		{"!n", 0, 1},
		{polish, 1, 0},
		{polish, 3, 1},
		{polish, 5, 2},
		{polish, 12, 2},
		{polish, 22, 1},
		{polish, 112, 2},
		{polish, 0, 2},
		{arabic, 0, 0},
		{arabic, 2, 2},
		{arabic, 7, 3},
		{arabic, 11, 4},
		{arabic, 100, 5},
		{"1+2*3-n/2", 4, 5},
		{"10-2-3", 0, 5},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		unsigned long form;

		assert_true(plural_form(cases[i].expression, cases[i].n, &form));
		assert_int_equal(form, cases[i].form);
	}
}

static void what_is_no_expression_is_refused(void **state)
{
	static const char *const texts[] = {"", "n==", "(n", "n)", "n ? 1", "n ? 1 :", "n % 0",
		"n / (n - n)", "n n", "m", "n = 1", "((((((((((((((((((((((((((((((((((n"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		unsigned long form;

		assert_false(plural_form(texts[i], 3, &form));
	}
}

/* ---- files that are none ---- */

static size_t read_polish(char *bytes, size_t size)
{
	char path[640];
	FILE *file;
	size_t length;

	snprintf(path, sizeof(path), "%s/pl/LC_MESSAGES/library-kiosk.mo", folder);
	file = fopen(path, "rb");
	assert_non_null(file);
	length = fread(bytes, 1, size, file);
	fclose(file);
	assert_in_range(length, 100, size - 1);
	return length;
}

static struct catalogue *load_bytes(const char *bytes, size_t length)
{
	char path[] = "/tmp/catalogue-XXXXXX";
	int handle = mkstemp(path);
	FILE *file = fdopen(handle, "wb");
	struct error error = {0};
	struct catalogue *catalogue;

	assert_non_null(file);
	fwrite(bytes, 1, length, file);
	fclose(file);
	catalogue = catalogue_load(path, &error);
	remove(path);
	if (!catalogue)
		assert_int_equal(error.code, ERROR_BAD_INPUT);
	return catalogue;
}

static void a_file_cut_short_is_refused(void **state)
{
	static char bytes[256 * 1024];
	size_t length = read_polish(bytes, sizeof(bytes));

	for (size_t cut = 0; cut < length; cut += cut < 64 ? 1 : 997)
		assert_null(load_bytes(bytes, cut));
}

static void a_damaged_file_is_refused_or_answers_within_itself(void **state)
{
	static char bytes[256 * 1024], damaged[256 * 1024];
	size_t length = read_polish(bytes, sizeof(bytes));

	srand(1);
	for (int round = 0; round < 100; round++) {
		struct catalogue *catalogue;

		memcpy(damaged, bytes, length);
		for (int i = 0; i < 3; i++)
			damaged[(size_t)rand() % (round % 2 ? 4096 : length)] = (char)rand();
		catalogue = load_bytes(damaged, length);
		if (catalogue) {
			catalogue_find(catalogue, "Book a place");
			catalogue_find_counted(catalogue, "{count} child", 5);
		}
		catalogue_free(catalogue);
	}
}

static void a_language_without_its_catalogue_is_not_begun_with(void **state)
{
	struct error error = {0};

	assert_true(ui_languages_load(linguas, &error));
	assert_false(ui_catalogues_load("/nowhere", &error));
	assert_non_null(strstr(error.detail, "/nowhere/pl/LC_MESSAGES/library-kiosk.mo"));
}

static void another_language_is_spoken_at_once_whatever_the_environment_says(void **state)
{
	struct error error = {0};

	setenv("LANGUAGE", "de", 1);
	setenv("LC_ALL", "C", 1);
	assert_true(ui_languages_load(linguas, &error) && ui_catalogues_load(folder, &error));
	assert_string_equal(_("Ask for help"), "Ask for help");
	assert_true(ui_set_language(NULL, "pl"));
	assert_string_equal(_("Ask for help"), "Poproś o pomoc");
	assert_true(ui_set_language(NULL, "ur"));
	assert_string_equal(_("Ask for help"), "مدد مانگیں");
	assert_string_equal(_("A name, say"), "A name, say");
	assert_false(language_has("A name, say"));
	assert_true(ui_set_language(NULL, "en"));
	assert_string_equal(
		language_counted("{count} child", "{count} children", 2), "{count} children");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sentence_has_its_translation_and_others_have_none),
		cmocka_unit_test(each_number_takes_its_plural),
		cmocka_unit_test(languages_of_all_kinds_say_their_plurals),
		cmocka_unit_test(what_is_no_expression_is_refused),
		cmocka_unit_test(a_file_cut_short_is_refused),
		cmocka_unit_test(a_damaged_file_is_refused_or_answers_within_itself),
		cmocka_unit_test(a_language_without_its_catalogue_is_not_begun_with),
		cmocka_unit_test(another_language_is_spoken_at_once_whatever_the_environment_says),
	};

	if (argc != 3)
		return 2;
	linguas = argv[1];
	folder = argv[2];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
