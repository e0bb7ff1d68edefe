/* Forms that are understood, and what is said of those that are not. */
#include "rules/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rows.h"

/* What stands around one question's keys. */
#define FORM(questions) "{\"form\": \"f\", \"version\": 1, \"questions\": [\n" questions "\n]}"
#define ONE(keys) FORM("{\"id\": \"q\", \"title\": \"Q?\", " keys "}")
#define AFTER_WHO(keys)                                                                            \
	FORM("{\"id\": \"who\", \"kind\": \"choice\", \"title\": \"Who?\",\n"                      \
	     " \"choices\": [{\"value\": \"me\", \"words\": \"Me\"},\n"                            \
	     " {\"value\": \"child\", \"words\": \"Child\"}]},\n"                                  \
	     "{\"id\": \"born\", \"kind\": \"date\", \"title\": \"Born?\"},\n"                     \
	     "{\"id\": \"q\", \"kind\": \"text\", \"title\": \"Q?\", " keys "}")

/* What stands around a challenge's steps. */
#define CHALLENGE(keys, steps)                                                                     \
	"{\"form\": \"f\", \"version\": 1, \"title\": \"T\", " keys ",\n\"steps\": [\n" steps "\n]}"
#define DAYS "\"from\": \"2026-06-20\", \"until\": \"2026-09-12\""
#define FORTY "0123456789012345678901234567890123456789"

struct broken {
	const char *name;
	const char *text;
	const char *reason; /* its beginning, or a part of it */
};

static const struct broken broken[] = {
	{"nothing at all", "", "line 1: "},
	{"no JSON on its third line", "{\n\"form\": \"f\",\n\"version\" 1}", "line 3: "},
	{"one key twice", "{\"form\": \"f\", \"form\": \"g\"}", "one key twice"},
	{"a list", "[]", "line 1: here an object"},
	{"no name", "{\"version\": 1, \"questions\": []}", "line 1: \"form\""},
	{"a name with capitals", "{\"form\": \"Join\"}", "line 1: \"form\""},
	{"no version", "{\"form\": \"f\", \"questions\": []}", "\"version\""},
	{"no questions", "{\"form\": \"f\", \"version\": 1, \"questions\": []}", "\"questions\""},
	{"a key nobody knows", "{\"form\": \"f\", \"colour\": 1}", "\"colour\" is not known"},
	{"a question's key nobody knows", ONE("\"kind\": \"text\", \"requred\": true"),
		"line 2: question 1: \"requred\" is not known"},
	{"a key that is nearly one", "{\"form\": \"f\", \"verison\": 1}",
		"\"verison\" is not known here (did you mean \"version\"?)"},
	{"a kind that there is not", ONE("\"kind\": \"colour\""), "\"kind\" is one of"},
	{"a question without a title", FORM("{\"id\": \"q\", \"kind\": \"text\"}"), "no \"title\""},
	{"a title that is a number", ONE("\"kind\": \"text\", \"hint\": 5"), "\"hint\" is a text"},
	{"a title that is empty", ONE("\"kind\": \"text\", \"hint\": \"\""), "\"hint\" is a text"},
	{"no English among the languages", ONE("\"kind\": \"text\", \"hint\": {\"pl\": \"Tu\"}"),
		"not said in English"},
	{"a language that is none", ONE("\"kind\": \"text\", \"hint\": {\"e n\": \"Here\"}"),
		"needs a language"},
	{"a flag that is a text", ONE("\"kind\": \"text\", \"optional\": \"yes\""),
		"true or false"},
	{"a choice of nothing", ONE("\"kind\": \"choice\""), "a list of 2 to 12"},
	{"a choice of one",
		ONE("\"kind\": \"choice\", \"choices\": [{\"value\": \"a\", \"words\": \"A\"}]"),
		"a list of 2 to 12"},
	{"choices of a text", ONE("\"kind\": \"text\", \"choices\": []"), "only choice"},
	{"two choices of one value",
		ONE("\"kind\": \"choice\", \"choices\": [{\"value\": \"a\", \"words\": \"A\"},"
		    " {\"value\": \"a\", \"words\": \"B\"}]"),
		"two choices have the value"},
	{"a choice without words",
		ONE("\"kind\": \"choice\", \"choices\": [{\"value\": \"a\"}, {\"value\": \"b\"}]"),
		"no \"words\""},
	{"an icon that is a path",
		ONE("\"kind\": \"choice\", \"choices\": [{\"value\": \"a\", \"words\": \"A\","
		    " \"icon\": \"../../etc\"}, {\"value\": \"b\", \"words\": \"B\"}]"),
		"\"icon\" is of"},
	{"two questions of one name",
		FORM("{\"id\": \"q\", \"kind\": \"text\", \"title\": \"Q?\"},\n"
		     "{\"id\": \"q\", \"kind\": \"text\", \"title\": \"Q?\"}"),
		"line 3: question 2: two questions are called"},
	{"when: of a later question", AFTER_WHO("\"when\": {\"later\": \"me\"}"),
		"no earlier question is called"},
	{"when: of itself", AFTER_WHO("\"when\": {\"q\": \"me\"}"), "no earlier question"},
	{"when: of a choice that there is not", AFTER_WHO("\"when\": {\"who\": \"dog\"}"),
		"line 6: question 3: \"when\": \"who\" has no such choice"},
	{"when: of none of the choices", AFTER_WHO("\"when\": {\"who\": []}"), "which values"},
	{"when: a choice under so many years", AFTER_WHO("\"when\": {\"who\": {\"under\": 5}}"),
		"no date of birth"},
	{"when: under no years", AFTER_WHO("\"when\": {\"born\": {\"under\": 0}}"), "\"under\" is"},
	{"when: over so many years", AFTER_WHO("\"when\": {\"born\": {\"over\": 5}}"),
		"\"over\" is not known"},
	{"a text that may be refused", ONE("\"kind\": \"text\", \"refusable\": true"),
		"only a date"},
	{"a consent that may be skipped",
		ONE("\"kind\": \"consent\", \"optional\": true, \"choices\": [{\"words\": \"A\"}]"),
		"nobody skips a consent"},
	{"a question after consent",
		FORM("{\"id\": \"c\", \"kind\": \"consent\", \"title\": \"C?\","
		     " \"choices\": [{\"words\": \"A\"}]},\n"
		     "{\"id\": \"q\", \"kind\": \"text\", \"title\": \"Q?\"}"),
		"consent is asked last"},
	{"again without yes", ONE("\"kind\": \"text\", \"each\": true, \"again\": true"),
		"\"again\" is a choice"},
	{"each after a pause",
		FORM("{\"id\": \"a\", \"kind\": \"text\", \"title\": \"A?\", \"each\": true},\n"
		     "{\"id\": \"b\", \"kind\": \"text\", \"title\": \"B?\"},\n"
		     "{\"id\": \"c\", \"kind\": \"text\", \"title\": \"C?\", \"each\": true}"),
		"line 4: question 3: the questions with \"each\" stand together"},
	{"a challenge without a title",
		"{\"form\": \"f\", \"version\": 1, " DAYS ", \"steps\": [{}]}",
		"it has no \"title\""},
	{"a challenge that also asks", CHALLENGE(DAYS ", \"questions\": []", "{}"),
		"\"questions\" is not known"},
	{"a challenge without a first day", CHALLENGE("\"until\": \"2026-09-12\"", "{}"),
		"line 1: \"from\" is a day such as"},
	{"a day that the calendar does not have",
		CHALLENGE("\"from\": \"2026-06-20\", \"until\": \"2026-09-31\"", "{}"),
		"\"until\" is a day such as"},
	{"a day in another order",
		CHALLENGE("\"from\": \"20-06-2026\", \"until\": \"2026-09-30\"", "{}"),
		"\"from\" is a day such as"},
	{"a day and more", CHALLENGE("\"from\": \"2026-06-20\", \"until\": \"2026-09-301\"", "{}"),
		"\"until\" is a day such as"},
	{"a challenge that ends before it begins",
		CHALLENGE("\"from\": \"2026-09-12\", \"until\": \"2026-09-11\"", "{}"),
		"\"until\" is before \"from\""},
	{"no steps", CHALLENGE(DAYS, ""), "\"steps\" is a list of 1 to 12"},
	{"steps that are a number",
		"{\"form\": \"f\", \"version\": 1, \"title\": \"T\", " DAYS ", \"steps\": 6}",
		"\"steps\" is a list of 1 to 12"},
	{"thirteen steps", CHALLENGE(DAYS, "{},{},{},{},{},{},{},{},{},{},{},{},{}"),
		"\"steps\" is a list of 1 to 12"},
	{"a step's key nobody knows", CHALLENGE(DAYS, "{},\n{\"give\": \"A medal\"}"),
		"line 4: step 2: \"give\" is not known"},
	{"a step's icon that is a path", CHALLENGE(DAYS, "{\"icon\": \"../star\"}"),
		"line 3: step 1: \"icon\" is of"},
	{"a gift without English", CHALLENGE(DAYS, "{},{},\n{\"gives\": {\"pl\": \"Medal\"}}"),
		"line 4: step 3: \"gives\" is not said in English"},
	{"a gift that is a story",
		CHALLENGE(DAYS, "{\"gives\": {\"en\": \"" FORTY FORTY FORTY FORTY "\"}}"),
		"step 1: \"gives\" is a text of at most 159 bytes"},
};

static void broken_form_is_refused(void **state)
{
	const struct broken *row = *state;
	struct error error = {0};
	struct form form;

	assert_false(form_read(row->text, strlen(row->text), &form, &error));
	assert_int_equal(error.code, ERROR_BAD_INPUT);
	if (!strstr(error.detail, row->reason))
		fail_msg("\"%s\" does not say \"%s\"", error.detail, row->reason);
	assert_null(form.pool);
	form_free(&form);
}

static void a_form_that_is_too_large_is_refused(void **state)
{
	struct error error = {0};
	struct form form;
	char *text = calloc(1, FORM_BYTES_MAX + 2);

	memset(text, ' ', FORM_BYTES_MAX + 1);
	assert_false(form_read(text, FORM_BYTES_MAX + 1, &form, &error));
	assert_non_null(strstr(error.detail, "larger than"));
	free(text);
}

static void words_are_a_sentence_or_a_text_a_language(void **state)
{
	static const char text[] =
		ONE("\"kind\": \"text\", \"hint\": {\"en\": \"Here\", \"pl\": \"Tu\"}");
	struct error error = {0};
	struct form form;

	assert_true(form_read(text, strlen(text), &form, &error));
	const struct question *question = &form.questions[0];
	assert_string_equal(question->words[QUESTION_TITLE].sentence, "Q?");
	assert_string_equal(question->words[QUESTION_LABEL].sentence, "Q?");
	assert_string_equal(form_text(&question->words[QUESTION_HINT], "pl"), "Tu");
	assert_string_equal(form_text(&question->words[QUESTION_HINT], "ur"), "Here");
	assert_null(form_text(&question->words[QUESTION_TITLE], "pl"));
	assert_string_equal(question->words[QUESTION_EMPTY].sentence, "Please answer here.");
	form_free(&form);
}

static void every_form_that_is_shipped_is_understood(void **state)
{
	static const char *const names[] = {"join", "child", "challenge"};
	static char text[FORM_BYTES_MAX];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct error error = {0};
		struct form form;
		char path[512];

		snprintf(path, sizeof(path), "%s/../forms/%s.json", ASSETS, names[i]);
		FILE *file = fopen(path, "re");
		assert_non_null(file);
		size_t length = fread(text, 1, sizeof(text) - 1, file);
		fclose(file);
		text[length] = '\0';
		if (!form_read(text, length, &form, &error))
			fail_msg("%s: %s", path, error.detail);
		assert_string_equal(form.name, names[i]);
		form_free(&form);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_that_is_too_large_is_refused),
		cmocka_unit_test(words_are_a_sentence_or_a_text_a_language),
		cmocka_unit_test(every_form_that_is_shipped_is_understood),
	};

	return rows_run("broken forms", broken_form_is_refused, ROWS(broken)) +
	       cmocka_run_group_tests_name("forms", tests, NULL, NULL);
}
