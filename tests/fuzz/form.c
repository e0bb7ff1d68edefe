/* Whatever a library, or who writes in its name, sends as a form: it is understood or refused, and one
 * that is understood can be walked through from its first question to its end and back, or stamped from
 * its first step to its last. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "rules/answers.h"
#include "rules/challenge.h"

enum { STEPS_MAX = (QUESTIONS_MAX + 1) * PEOPLE_MAX };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static const char *some_answer(const struct question *question)
{
	if (question->kind == QUESTION_DATE)
		return "2017-03-27";
	return question->choice_count > 0 ? question->choices[0].value : "Zofia";
}

static void walk(const struct form *form)
{
	static struct answers answers;
	const struct respondent respondent = {.form = form,
		.answers = &answers,
		.facts = {.today = {2026, 12, 4}, .guardian_age_years = 16}};
	struct form_place place = {.question = -1};
	int steps = 0, back = 0;

	answers.length = 0;
	while (!form_is_end(form, place = form_after(&respondent, place))) {
		const struct question *question = &form->questions[place.question];
		struct form_words room;
		require(++steps <= STEPS_MAX && form_says(&question->words[QUESTION_TITLE]));
		answer_fault(&respondent, question, some_answer(question), &room);
		answers_put(&answers, place, some_answer(question));
	}
	while ((place = form_before(&respondent, place)).question >= 0)
		back++;
	require(back == steps);
	require(form_people(&respondent) <= PEOPLE_MAX);
}

static void stamp(const struct form *form)
{
	int given = 0;

	require(form_says(&form->title) && form->step_count <= FORM_STEPS_MAX);
	require(challenge_runs(form, form->from) && challenge_runs(form, form->until));
	while (challenge_decide(form, (struct stamps){.count = given}, form->until) ==
		CHALLENGE_STAMP) {
		int missing = challenge_stamps_to_gift(form, given);
		require(missing == 0 || challenge_gift(form, given + missing));
		given++;
	}
	require(given == form->step_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct form form;
	struct error error = {0};
	char *text = calloc(1, length + 1);

	memcpy(text, bytes, length);
	if (form_read(text, length, &form, &error))
		form.step_count > 0 ? stamp(&form) : walk(&form);
	else
		require(error.code != ERROR_NONE);
	form_free(&form);
	free(text);
	return 0;
}
