/* Answers one after the other in one piece of memory, and the walk through a form. */
#include "rules/answers.h"

#include <stdio.h>
#include <string.h>

#include "base/crypto.h"

enum { HEAD = 2 };

_Static_assert(CHOICES_MAX *FORM_NAME_BYTES_MAX <= ANSWER_BYTES_MAX, "all choices are one answer");

/* ---- keeping ---- */

static char *find(const struct answers *answers, struct form_place place)
{
	const char *at = answers->bytes, *end = at + answers->length;

	for (; at < end; at += HEAD + strlen(at + HEAD) + 1)
		if (at[0] == place.question && at[1] == place.person)
			return (char *)(size_t)at;
	return NULL;
}

bool answers_has(const struct answers *answers, struct form_place place)
{
	return find(answers, place) != NULL;
}

const char *answers_get(const struct answers *answers, struct form_place place)
{
	const char *found = find(answers, place);

	return found ? found + HEAD : "";
}

static void take_away(struct answers *answers, char *found)
{
	char *rest = found + HEAD + strlen(found + HEAD) + 1;
	char *end = answers->bytes + answers->length;

	memmove(found, rest, (size_t)(end - rest));
	memory_wipe(end - (rest - found), (size_t)(rest - found));
	answers->length -= (int)(rest - found);
}

bool answers_put(struct answers *answers, struct form_place place, const char *text)
{
	char *found = find(answers, place);
	size_t bytes = HEAD + strlen(text) + 1;
	size_t freed = found ? HEAD + strlen(found + HEAD) + 1 : 0;

	if ((size_t)answers->length - freed + bytes > sizeof(answers->bytes))
		return false;
	if (found)
		take_away(answers, found);
	char *at = answers->bytes + answers->length;
	at[0] = (char)place.question;
	at[1] = (char)place.person;
	memcpy(at + HEAD, text, bytes - HEAD);
	answers->length += (int)bytes;
	return true;
}

/* ---- one answer ---- */

struct calendar_date answer_date(const char *answer)
{
	struct calendar_date date = {0};

	if (sscanf(answer, "%4d-%2d-%2d", &date.year, &date.month, &date.day) != 3)
		return (struct calendar_date){0};
	return date;
}

void answer_write_date(struct calendar_date date, char answer[static ANSWER_BYTES_MAX])
{
	snprintf(answer, ANSWER_BYTES_MAX, "%04d-%02d-%02d", date.year, date.month, date.day);
}

bool answer_has_value(const char *answer, const char *value)
{
	size_t length = strlen(value);

	while (*answer) {
		size_t word = strcspn(answer, " ");
		if (word == length && strncmp(answer, value, length) == 0)
			return true;
		answer += word + (answer[word] == ' ');
	}
	return false;
}

/* ---- what is asked ---- */

static struct form_place place_of(const struct form *form, int question, int person)
{
	return (struct form_place){question, form->questions[question].each ? person : 0};
}

static bool has_choice(
	const struct question *about, const char *answer, const struct form_condition *condition)
{
	for (int i = 0; i < about->choice_count; i++)
		if (condition->choices & (1u << i) &&
			answer_has_value(answer, about->choices[i].value))
			return true;
	return false;
}

static bool holds(
	const struct respondent *respondent, const struct form_condition *condition, int person)
{
	const struct form *form = respondent->form;
	const struct form_facts *facts = &respondent->facts;
	const char *answer =
		answers_get(respondent->answers, place_of(form, condition->question, person));
	int years = condition->under_years;

	if (years == 0)
		return has_choice(&form->questions[condition->question], answer, condition);
	return birth_needs_guardian(answer_date(answer), facts->today,
		years == FORM_GUARDIAN_AGE ? facts->guardian_age_years : years);
}

/* A condition is about an earlier question: of one that is not asked it never holds. */
bool form_asks(const struct respondent *respondent, struct form_place place)
{
	bool asked[QUESTIONS_MAX];

	for (int i = 0; i <= place.question; i++) {
		const struct question *question = &respondent->form->questions[i];
		asked[i] = true;
		for (int k = 0; k < question->condition_count; k++)
			asked[i] = asked[i] && asked[question->when[k].question] &&
				   holds(respondent, &question->when[k], place.person);
		if (question->again && place.person == PEOPLE_MAX - 1)
			asked[i] = false;
	}
	return asked[place.question];
}

/* ---- the walk ---- */

bool form_is_end(const struct form *form, struct form_place place)
{
	return place.question >= form->question_count;
}

bool form_branches(const struct form *form, int question)
{
	for (int i = question + 1; i < form->question_count; i++)
		for (int k = 0; k < form->questions[i].condition_count; k++)
			if (form->questions[i].when[k].question == question &&
				form->questions[i].when[k].choices)
				return true;
	return false;
}

static bool wants_another(const struct respondent *respondent, struct form_place place)
{
	return respondent->form->questions[place.question].again && form_asks(respondent, place) &&
	       answer_has_value(answers_get(respondent->answers, place), "yes");
}

static int first_each(const struct form *form)
{
	int first = 0;

	while (!form->questions[first].each)
		first++;
	return first;
}

/* In the order of the form, asked or not. */
static struct form_place step_on(const struct respondent *respondent, struct form_place place)
{
	if (place.question >= 0 && wants_another(respondent, place))
		return (struct form_place){first_each(respondent->form), place.person + 1};
	place.question++;
	if (form_is_end(respondent->form, place) ||
		!respondent->form->questions[place.question].each)
		place.person = 0;
	return place;
}

struct form_place form_after(const struct respondent *respondent, struct form_place place)
{
	do
		place = step_on(respondent, place);
	while (!form_is_end(respondent->form, place) && !form_asks(respondent, place));
	return place;
}

static struct form_place first_place(const struct respondent *respondent)
{
	struct form_place place = {0};

	return form_asks(respondent, place) ? place : form_after(respondent, place);
}

/* A form is short: from its beginning again. */
struct form_place form_before(const struct respondent *respondent, struct form_place place)
{
	struct form_place before = {.question = -1}, at = first_place(respondent);

	while (!form_is_end(respondent->form, at) &&
		(at.question != place.question || at.person != place.person)) {
		before = at;
		at = form_after(respondent, at);
	}
	return before;
}

struct form_place form_unanswered(const struct respondent *respondent)
{
	struct form_place place = first_place(respondent);

	while (!form_is_end(respondent->form, place) && answers_has(respondent->answers, place))
		place = form_after(respondent, place);
	return place;
}

int form_people(const struct respondent *respondent)
{
	struct form_place place = first_place(respondent);
	int people = 0;

	for (; !form_is_end(respondent->form, place); place = form_after(respondent, place))
		if (respondent->form->questions[place.question].each && place.person >= people)
			people = place.person + 1;
	return people;
}

const char *form_answer(const struct respondent *respondent, const char *id, int person)
{
	int question = form_question(respondent->form, id);

	if (question < 0)
		return "";
	struct form_place place = place_of(respondent->form, question, person);
	return form_asks(respondent, place) ? answers_get(respondent->answers, place) : "";
}

/* ---- whether it will do ---- */

static const struct form_words *sentence(const char *message_id, struct form_words *room)
{
	*room = (struct form_words){.sentence = message_id};
	return message_id ? room : NULL;
}

static const struct form_words *name_words(const struct question *question, const char *answer)
{
	switch (answer_check_name(answer)) {
	case NAME_GOOD:
		return NULL;
	case NAME_EMPTY:
		return &question->words[QUESTION_EMPTY];
	case NAME_NO_LETTERS:
		return &question->words[QUESTION_NO_LETTERS];
	case NAME_IS_SOMETHING_ELSE:
		break;
	}
	return &question->words[QUESTION_NOT_A_NAME];
}

static const struct form_words *date_words(const struct respondent *respondent,
	const struct question *question, const char *answer, struct form_words *room)
{
	struct calendar_date today = respondent->facts.today, date = answer_date(answer);

	if (question->refusable && strcmp(answer, ANSWER_REFUSED) == 0)
		return NULL;
	return sentence(question->ahead ? answer_check_date_ahead(date, today)
					: answer_check_birth_date(date, today),
		room);
}

const struct form_words *answer_fault(const struct respondent *respondent,
	const struct question *question, const char *answer, struct form_words *room)
{
	bool is_empty = answer[strspn(answer, " ")] == '\0';

	if (is_empty && question->kind != QUESTION_DATE)
		return question->optional ? NULL : &question->words[QUESTION_EMPTY];
	switch (question->kind) {
	case QUESTION_NAME:
		return name_words(question, answer);
	case QUESTION_DATE:
		return date_words(respondent, question, answer, room);
	case QUESTION_CONTACT:
		return sentence(answer_check_contact(answer), room);
	case QUESTION_TEXT:
	case QUESTION_CHOICE:
	case QUESTION_CHOICES:
	case QUESTION_SCALE:
	case QUESTION_CONSENT:
	case QUESTION_KINDS:
		break;
	}
	return NULL;
}
