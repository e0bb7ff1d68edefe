/* The walk through a form: which question comes next follows from the answers. */
#include "rules/answers.h"

#include <stdio.h>
#include <string.h>

#include "rows.h"

static const char text[] =
	"{\"form\": \"f\", \"version\": 1, \"questions\": ["
	"{\"id\": \"who\", \"kind\": \"choice\", \"title\": \"Who?\", \"choices\": ["
	" {\"value\": \"me\", \"words\": \"Me\"}, {\"value\": \"child\", \"words\": \"Child\"},"
	" {\"value\": \"family\", \"words\": \"Family\"}]},"
	"{\"id\": \"name\", \"kind\": \"name\", \"title\": \"Name?\"},"
	"{\"id\": \"birth\", \"kind\": \"date\", \"title\": \"Birth?\", \"refusable\": true,"
	" \"when\": {\"who\": [\"me\", \"family\"]}},"
	"{\"id\": \"guardian\", \"kind\": \"name\", \"title\": \"Adult?\","
	" \"when\": {\"birth\": {\"under\": \"guardian\"}}},"
	"{\"id\": \"note\", \"kind\": \"text\", \"title\": \"Note?\", \"optional\": true,"
	" \"when\": {\"who\": \"me\"}},"
	"{\"id\": \"child\", \"kind\": \"name\", \"title\": \"Child?\", \"each\": true,"
	" \"when\": {\"who\": [\"child\", \"family\"]}},"
	"{\"id\": \"age\", \"kind\": \"date\", \"title\": \"Age?\", \"each\": true,"
	" \"when\": {\"who\": [\"child\", \"family\"]}},"
	"{\"id\": \"more\", \"kind\": \"choice\", \"title\": \"More?\", \"each\": true,"
	" \"again\": true, \"when\": {\"who\": [\"child\", \"family\"]}, \"choices\": ["
	" {\"value\": \"yes\", \"words\": \"Yes\"}, {\"value\": \"no\", \"words\": \"No\"}]},"
	"{\"id\": \"consent\", \"kind\": \"consent\", \"title\": \"May we?\","
	" \"choices\": [{\"words\": \"So.\"}]}]}";

static struct form form;
static struct answers answers;
static struct respondent respondent;

static int setup(void **state)
{
	struct error error = {0};

	answers = (struct answers){0};
	respondent = (struct respondent){.form = &form,
		.answers = &answers,
		.facts = {.today = {2026, 12, 4}, .guardian_age_years = 16}};
	return form_read(text, strlen(text), &form, &error) ? 0 : -1;
}

static int teardown(void **state)
{
	form_free(&form);
	return 0;
}

static void put(const char *id, int person, const char *answer)
{
	struct form_place place = {form_question(&form, id), person};

	assert_true(place.question >= 0);
	assert_true(answers_put(&answers, place, answer));
}

/* "who name birth child.0 age.0 more.0 consent" */
static const char *way(void)
{
	static char words[512];
	struct form_place place = form_after(&respondent, (struct form_place){.question = -1});

	words[0] = '\0';
	for (; !form_is_end(&form, place); place = form_after(&respondent, place)) {
		const struct question *question = &form.questions[place.question];
		size_t length = strlen(words);
		snprintf(words + length, sizeof(words) - length,
			question->each ? "%s%s.%d" : "%s%s", length ? " " : "", question->id,
			place.person);
	}
	return words;
}

static void what_is_asked_follows_from_who_joins(void **state)
{
	put("who", 0, "me");
	assert_string_equal(way(), "who name birth note consent");
	put("who", 0, "child");
	assert_string_equal(way(), "who name child.0 age.0 more.0 consent");
	put("who", 0, "family");
	assert_string_equal(way(), "who name birth child.0 age.0 more.0 consent");
}

static void an_adult_is_asked_for_under_the_guardian_age_alone(void **state)
{
	put("who", 0, "me");
	put("birth", 0, "2017-03-27");
	assert_string_equal(way(), "who name birth guardian note consent");
	put("birth", 0, "1990-03-27");
	assert_string_equal(way(), "who name birth note consent");
	put("birth", 0, ANSWER_REFUSED);
	assert_string_equal(way(), "who name birth note consent");
}

/* Somebody who said "me" and a child's birth date, then went back and said "my child". */
static void no_answer_counts_of_a_question_that_is_not_asked(void **state)
{
	put("who", 0, "me");
	put("birth", 0, "2017-03-27");
	put("guardian", 0, "Krystyna Nowak");
	put("who", 0, "child");
	assert_string_equal(way(), "who name child.0 age.0 more.0 consent");
	assert_string_equal(form_answer(&respondent, "guardian", 0), "");
	assert_string_equal(form_answer(&respondent, "birth", 0), "");
}

static void each_child_is_asked_about_in_turn(void **state)
{
	put("who", 0, "child");
	assert_int_equal(form_people(&respondent), 1);
	put("more", 0, "yes");
	assert_string_equal(way(), "who name child.0 age.0 more.0 child.1 age.1 more.1 consent");
	assert_int_equal(form_people(&respondent), 2);
	put("more", 1, "no");
	put("child", 1, "Ola");
	assert_string_equal(form_answer(&respondent, "child", 1), "Ola");
	assert_string_equal(form_answer(&respondent, "child", 0), "");
	put("who", 0, "me");
	assert_int_equal(form_people(&respondent), 0);
}

static void nobody_is_asked_for_one_more_than_there_may_be(void **state)
{
	put("who", 0, "child");
	for (int person = 0; person < PEOPLE_MAX; person++)
		put("more", person, "yes");
	assert_int_equal(form_people(&respondent), PEOPLE_MAX);
	struct form_place last = {form_question(&form, "more"), PEOPLE_MAX - 1};
	assert_false(form_asks(&respondent, last));
}

static void back_is_the_way_on_the_other_way_round(void **state)
{
	struct form_place place = {.question = form.question_count};
	struct form_place on = {.question = -1};
	int steps = 0;

	put("who", 0, "family");
	put("more", 0, "yes");
	while ((place = form_before(&respondent, place)).question >= 0)
		steps++;
	while (!form_is_end(&form, on = form_after(&respondent, on)))
		steps--;
	assert_int_equal(steps, 0);
}

static void what_was_skipped_is_answered_and_what_is_asked_anew_is_not(void **state)
{
	put("who", 0, "me");
	put("name", 0, "Zofia");
	put("birth", 0, "1990-03-27");
	put("note", 0, "");
	assert_string_equal(form.questions[form_unanswered(&respondent).question].id, "consent");
	put("birth", 0, "2017-03-27");
	assert_string_equal(form.questions[form_unanswered(&respondent).question].id, "guardian");
}

static void what_does_not_fit_changes_nothing(void **state)
{
	static char longest[ANSWER_BYTES_MAX];
	struct form_place note = {form_question(&form, "note"), 0};
	struct form_place name = {form_question(&form, "name"), 0};

	memset(longest, 'a', sizeof(longest) - 1);
	put("name", 0, "Zofia");
	for (int i = 0; answers_put(&answers, (struct form_place){100, i}, longest); i++)
		;
	assert_false(answers_put(&answers, note, longest));
	assert_false(answers_put(&answers, name, longest));
	assert_string_equal(answers_get(&answers, name), "Zofia");
	assert_false(answers_has(&answers, note));
	assert_true(answers_put(&answers, name, "Ola"));
	assert_string_equal(answers_get(&answers, name), "Ola");
}

static void nothing_is_left_of_an_answer_that_was_replaced(void **state)
{
	put("name", 0, "Wolfeschlegelsteinhausen");
	put("name", 0, "Ola");
	assert_null(memmem(answers.bytes, sizeof(answers.bytes), "steinhausen", 11));
}

struct judged {
	const char *name, *question, *answer;
	const char *sentence; /* NULL: it will do */
};

static const struct judged judged[] = {
	{"a name", "name", "Ng", NULL},
	{"no name", "name", " ", "Please answer here."},
	{"a number for a name", "name", "12345", "Please write the name in letters."},
	{"an address for a name", "name", "a@example.org",
		"Please write the name here, nothing else."},
	{"an optional one is skipped", "note", "", NULL},
	{"a date that one may rather not say", "birth", ANSWER_REFUSED, NULL},
	{"a date that one must say", "age", ANSWER_REFUSED,
		"Please give day, month and year, or say that you would rather not."},
	{"half a date", "birth", "0000-03-27",
		"Please give day, month and year, or say that you would rather not."},
	{"a choice", "who", "me", NULL},
	{"no choice", "who", "", "Please answer here."},
};

static void answer_is_judged(void **state)
{
	const struct judged *row = *state;
	struct form_words room;

	setup(NULL);
	const struct question *question = &form.questions[form_question(&form, row->question)];
	const struct form_words *fault = answer_fault(&respondent, question, row->answer, &room);
	if (!row->sentence)
		assert_null(fault);
	else
		assert_string_equal(fault->sentence, row->sentence);
	teardown(NULL);
}

static void a_value_is_not_found_in_the_middle_of_another(void **state)
{
	assert_true(answer_has_value("books music", "music"));
	assert_true(answer_has_value("books", "books"));
	assert_false(answer_has_value("books", "book"));
	assert_false(answer_has_value("picture-books", "books"));
	assert_false(answer_has_value("", "books"));
}

#define WITH_FORM(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FORM(what_is_asked_follows_from_who_joins),
		WITH_FORM(an_adult_is_asked_for_under_the_guardian_age_alone),
		WITH_FORM(no_answer_counts_of_a_question_that_is_not_asked),
		WITH_FORM(each_child_is_asked_about_in_turn),
		WITH_FORM(nobody_is_asked_for_one_more_than_there_may_be),
		WITH_FORM(back_is_the_way_on_the_other_way_round),
		WITH_FORM(what_was_skipped_is_answered_and_what_is_asked_anew_is_not),
		WITH_FORM(what_does_not_fit_changes_nothing),
		WITH_FORM(nothing_is_left_of_an_answer_that_was_replaced),
		cmocka_unit_test(a_value_is_not_found_in_the_middle_of_another),
	};

	return rows_run("answers", answer_is_judged, ROWS(judged)) +
	       cmocka_run_group_tests_name("the walk", tests, NULL, NULL);
}
