/* A form's JSON becomes a struct form. Each key is known or the form is refused, so that a slip of the
 * pen never becomes a question that nobody is asked. All texts are copied into one piece of memory. */
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/unknown.h"
#include "rules/form.h"
#include "rules/session.h"

enum {
	WORDS_BYTES_MAX = 600,
	SHORT_WORDS_BYTES_MAX =
		TITLE_BYTES_MAX, /* that stand large on a screen, or beside others */
	WHY_BYTES = 160,
	YEARS_MAX = 120
};

struct reading {
	const char *text; /* the file, for the lines of its questions */
	struct form *form;
	size_t used;  /* of the pool */
	int question; /* or step, being read, from 0; -1: none */
	bool is_step;
	char why[WHY_BYTES];
};

/* ---- what is wrong ---- */

/* Always false. */
static bool refuse(struct reading *reading, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool refuse(struct reading *reading, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vsnprintf(reading->why, sizeof(reading->why), format, values);
	va_end(values);
	text_clean(reading->why, sizeof(reading->why));
	return false;
}

/* The text is JSON: behind a backslash nothing ends a string. */
static const char *end_of_string(const char *at)
{
	for (at++; *at && *at != '"'; at++)
		at += at[0] == '\\' && at[1];
	return at;
}

/* The line on which the question or step begins: the objects in the first list that has objects. */
static int line_of_question(const char *text, int question)
{
	int line = 1, depth = 0, seen = -1;

	for (const char *at = text; *at; at++) {
		line += *at == '\n';
		if (*at == '"')
			at = end_of_string(at);
		depth -= *at == '}' || *at == ']';
		if (*at == '{' && depth == 2 && ++seen == question)
			return line;
		depth += *at == '{' || *at == '[';
		if (!*at)
			break;
	}
	return 1;
}

static bool complain(const struct reading *reading, struct error *error)
{
	if (reading->question < 0)
		return error_set(error, ERROR_BAD_INPUT, "line 1: %s", reading->why);
	return error_set(error, ERROR_BAD_INPUT, "line %d: %s %d: %s",
		line_of_question(reading->text, reading->question),
		reading->is_step ? "step" : "question", reading->question + 1, reading->why);
}

/* ---- texts ---- */

/* The pool has room for all that the file holds. */
static const char *keep(struct reading *reading, const char *text)
{
	char *kept = reading->form->pool + reading->used;
	size_t bytes = strlen(text) + 1;

	memcpy(kept, text, bytes);
	reading->used += bytes;
	return kept;
}

static const char *read_short(
	struct reading *reading, const json_t *json, const char *key, size_t size)
{
	const char *text = json_string_value(json);

	if (text && form_is_name(text, size))
		return keep(reading, text);
	refuse(reading, "\"%s\" is of a-z, 0-9, \"_\" and \"-\", at most %zu characters", key,
		size - 1);
	return NULL;
}

static const char *read_name(struct reading *reading, const json_t *json, const char *key)
{
	return read_short(reading, json, key, FORM_NAME_BYTES_MAX);
}

static bool is_fitting(const json_t *json)
{
	size_t length = json_string_length(json);

	return length > 0 && length < WORDS_BYTES_MAX && strlen(json_string_value(json)) == length;
}

static bool read_texts(
	struct reading *reading, const json_t *json, const char *key, struct form_words *words)
{
	const char *tag;
	json_t *text;

	words->texts = reading->form->pool + reading->used;
	json_object_foreach((json_t *)json, tag, text)
	{
		if (!*tag || !session_is_language(tag) || !is_fitting(text))
			return refuse(reading,
				"\"%s\" needs a language such as \"en\" before each text, and a "
				"text of at most %d bytes",
				key, WORDS_BYTES_MAX - 1);
		keep(reading, tag);
		keep(reading, json_string_value(text));
	}
	keep(reading, "");
	return json_object_get(json, "en") ||
	       refuse(reading, "\"%s\" is not said in English (\"en\")", key);
}

static bool read_words(
	struct reading *reading, const json_t *json, const char *key, struct form_words *words)
{
	*words = (struct form_words){0};
	if (!json)
		return true;
	if (json_is_object(json))
		return read_texts(reading, json, key, words);
	if (!is_fitting(json))
		return refuse(reading, "\"%s\" is a text of at most %d bytes, or one a language",
			key, WORDS_BYTES_MAX - 1);
	words->sentence = keep(reading, json_string_value(json));
	return true;
}

/* ---- keys ---- */

/* Always false. */
static bool refuse_key(struct reading *reading, const char *key, const char *const *keys, int count)
{
	char quoted[TEXT_QUOTED_BYTES];
	int nearest = unknown_nearest(key, keys, count);

	text_quoted(key, quoted);
	if (nearest < 0)
		return refuse(reading, "\"%s\" is not known here", quoted);
	return refuse(
		reading, "\"%s\" is not known here (did you mean \"%s\"?)", quoted, keys[nearest]);
}

static bool has_only(struct reading *reading, const json_t *json, const char *const *keys)
{
	const char *key;
	json_t *value;
	int count = 0;

	if (!json_is_object(json))
		return refuse(reading, "here an object {...} is needed");
	while (keys[count])
		count++;
	json_object_foreach((json_t *)json, key, value)
	{
		if (text_find(key, keys, count) < 0)
			return refuse_key(reading, key, keys, count);
	}
	return true;
}

static bool read_flag(struct reading *reading, const json_t *json, const char *key, bool *flag)
{
	const json_t *value = json_object_get(json, key);

	*flag = json_is_true(value);
	return !value || json_is_boolean(value) || refuse(reading, "\"%s\" is true or false", key);
}

/* ---- choices ---- */

static bool has_choices(enum question_kind kind)
{
	return kind == QUESTION_CHOICE || kind == QUESTION_CHOICES || kind == QUESTION_SCALE ||
	       kind == QUESTION_CONSENT;
}

static bool read_value(struct reading *reading, const json_t *json, struct question *question,
	struct form_choice *choice)
{
	choice->value = "";
	if (question->kind == QUESTION_CONSENT)
		return true;
	const char *value = read_name(reading, json_object_get(json, "value"), "value");
	if (!value)
		return false;
	if (question_choice(question, value) >= 0)
		return refuse(reading, "two choices have the value \"%s\"", value);
	choice->value = value;
	return true;
}

static bool read_choice(struct reading *reading, const json_t *json, struct question *question)
{
	static const char *const keys[] = {"value", "icon", "words", "line", NULL};
	struct form_choice choice = {.icon = ""};
	const json_t *icon = json_object_get(json, "icon");

	if (!has_only(reading, json, keys) || !read_value(reading, json, question, &choice) ||
		!read_words(reading, json_object_get(json, "words"), "words", &choice.words) ||
		!read_words(reading, json_object_get(json, "line"), "line", &choice.line))
		return false;
	if (icon && !(choice.icon = read_short(reading, icon, "icon", ICON_BYTES_MAX)))
		return false;
	if (!form_says(&choice.words))
		return refuse(reading, "a choice has no \"words\"");
	question->choices[question->choice_count++] = choice;
	return true;
}

static bool read_choices(struct reading *reading, const json_t *json, struct question *question)
{
	const json_t *choices = json_object_get(json, "choices");
	size_t count = json_array_size(choices), least = question->kind == QUESTION_CONSENT ? 1 : 2;

	if (!has_choices(question->kind))
		return !choices ||
		       refuse(reading, "only choice, choices, scale and consent have \"choices\"");
	if (count < least || count > CHOICES_MAX)
		return refuse(reading, "\"choices\" is a list of %zu to %d", least, CHOICES_MAX);
	for (size_t i = 0; i < count; i++)
		if (!read_choice(reading, json_array_get(choices, i), question))
			return false;
	return true;
}

/* ---- when ---- */

/* "me", or ["me", "family"]. */
static bool read_one_of(struct reading *reading, const struct question *about, const json_t *json,
	struct form_condition *condition)
{
	size_t count = json_is_array(json) ? json_array_size(json) : 1;

	if (about->kind == QUESTION_CONSENT || about->choice_count == 0)
		return refuse(reading, "\"when\": \"%s\" has no choices", about->id);
	for (size_t i = 0; i < count; i++) {
		const json_t *value = json_is_array(json) ? json_array_get(json, i) : json;
		const char *text = json_string_value(value);
		int choice = text ? question_choice(about, text) : -1;
		if (choice < 0)
			return refuse(reading, "\"when\": \"%s\" has no such choice", about->id);
		condition->choices |= 1u << choice;
	}
	return condition->choices ||
	       refuse(reading, "\"when\": \"%s\": of which values?", about->id);
}

static bool read_under(struct reading *reading, const struct question *about, const json_t *json,
	struct form_condition *condition)
{
	static const char *const keys[] = {"under", NULL};
	const json_t *under = json_object_get(json, "under");
	json_int_t years = json_integer_value(under);

	if (!has_only(reading, json, keys))
		return false;
	if (about->kind != QUESTION_DATE || about->ahead)
		return refuse(reading, "\"when\": \"%s\" is no date of birth", about->id);
	if (json_is_string(under) && strcmp(json_string_value(under), "guardian") == 0)
		years = FORM_GUARDIAN_AGE;
	else if (years < 1 || years > YEARS_MAX)
		return refuse(reading, "\"under\" is \"guardian\" or 1 to %d years", YEARS_MAX);
	condition->under_years = (int)years;
	return true;
}

static bool read_condition(
	struct reading *reading, const char *id, const json_t *json, struct question *question)
{
	int earlier = form_question(reading->form, id);
	struct form_condition condition = {.question = earlier};

	if (earlier < 0)
		return refuse(reading, "\"when\": no earlier question is called \"%.40s\"", id);
	if (question->condition_count == CONDITIONS_MAX)
		return refuse(reading, "\"when\" has more than %d conditions", CONDITIONS_MAX);
	const struct question *about = &reading->form->questions[earlier];
	if (about->each && !question->each)
		return refuse(reading, "\"when\": \"%s\" is asked of several people", id);
	bool done = json_is_object(json) ? read_under(reading, about, json, &condition)
					 : read_one_of(reading, about, json, &condition);
	question->when[question->condition_count++] = condition;
	return done;
}

static bool read_when(struct reading *reading, const json_t *when, struct question *question)
{
	const char *id;
	json_t *json;

	if (when && !json_is_object(when))
		return refuse(reading, "\"when\" is an object {...}");
	json_object_foreach((json_t *)when, id, json)
	{
		if (!read_condition(reading, id, json, question))
			return false;
	}
	return true;
}

/* ---- a question ---- */

static const char *const words_keys[QUESTION_WORDS] = {
	[QUESTION_TITLE] = "title",
	[QUESTION_HINT] = "hint",
	[QUESTION_LABEL] = "label",
	[QUESTION_EMPTY] = "empty",
	[QUESTION_NO_LETTERS] = "no_letters",
	[QUESTION_NOT_A_NAME] = "not_a_name",
	[QUESTION_TOO_LONG] = "too_long",
	[QUESTION_OTHER_WAY] = "other_way",
};

#define N_(sentence) sentence

/* Where a form says nothing of its own. */
static const char *const usual_words[QUESTION_WORDS] = {
	[QUESTION_EMPTY] = N_("Please answer here."),
	[QUESTION_NO_LETTERS] = N_("Please write the name in letters."),
	[QUESTION_NOT_A_NAME] = N_("Please write the name here, nothing else."),
	[QUESTION_TOO_LONG] = N_("Please write it shorter."),
};

static bool read_all_words(struct reading *reading, const json_t *json, struct question *question)
{
	for (int i = 0; i < QUESTION_WORDS; i++) {
		struct form_words *words = &question->words[i];
		if (!read_words(
			    reading, json_object_get(json, words_keys[i]), words_keys[i], words))
			return false;
		if (!form_says(words))
			words->sentence = usual_words[i];
	}
	if (!form_says(&question->words[QUESTION_LABEL]))
		question->words[QUESTION_LABEL] = question->words[QUESTION_TITLE];
	return form_says(&question->words[QUESTION_TITLE]) ||
	       refuse(reading, "it has no \"title\"");
}

static bool read_kind(struct reading *reading, const json_t *json, struct question *question)
{
	const char *name = json_string_value(json_object_get(json, "kind"));

	for (int kind = 0; name && kind < QUESTION_KINDS; kind++) {
		if (strcmp(name, question_kind_name((enum question_kind)kind)) == 0) {
			question->kind = (enum question_kind)kind;
			return true;
		}
	}
	return refuse(reading, "\"kind\" is one of text, name, date, choice, choices, scale, "
			       "contact, consent");
}

static bool read_id(struct reading *reading, const json_t *json, struct question *question)
{
	question->id = read_name(reading, json_object_get(json, "id"), "id");
	if (!question->id)
		return false;
	return form_question(reading->form, question->id) < 0 ||
	       refuse(reading, "two questions are called \"%s\"", question->id);
}

static bool read_flags(struct reading *reading, const json_t *json, struct question *question)
{
	return read_flag(reading, json, "optional", &question->optional) &&
	       read_flag(reading, json, "refusable", &question->refusable) &&
	       read_flag(reading, json, "ahead", &question->ahead) &&
	       read_flag(reading, json, "each", &question->each) &&
	       read_flag(reading, json, "again", &question->again) &&
	       read_flag(reading, json, "unchecked", &question->unchecked);
}

static const struct question *before(const struct form *form, int steps)
{
	return form->question_count < steps ? NULL : &form->questions[form->question_count - steps];
}

static bool each_group_is_over(const struct form *form)
{
	bool seen = false;

	for (int i = 0; i < form->question_count; i++)
		seen = seen || form->questions[i].each;
	return seen && !before(form, 1)->each;
}

/* What does not go together. */
static bool goes_together(struct reading *reading, const struct question *question)
{
	const struct question *last = before(reading->form, 1);
	bool is_date = question->kind == QUESTION_DATE;

	if ((question->refusable || question->ahead) && !is_date)
		return refuse(reading, "only a date is \"refusable\" or \"ahead\"");
	if (question->optional && (question->kind == QUESTION_CONSENT || is_date))
		return refuse(reading, "a date is \"refusable\", and nobody skips a consent");
	if (question->each && each_group_is_over(reading->form))
		return refuse(reading, "the questions with \"each\" stand together");
	if (question->each && last && last->again)
		return refuse(reading, "\"again\" is the last of the questions with \"each\"");
	if (question->again && (!question->each || question->kind != QUESTION_CHOICE ||
				       question_choice(question, "yes") < 0))
		return refuse(
			reading, "\"again\" is a choice with the value \"yes\", and \"each\"");
	if (last && last->kind == QUESTION_CONSENT && question->kind != QUESTION_CONSENT)
		return refuse(reading, "consent is asked last");
	return question->kind != QUESTION_CONSENT || !question->each ||
	       refuse(reading, "consent is asked once");
}

static bool read_question(struct reading *reading, const json_t *json)
{
	static const char *const keys[] = {"id", "kind", "title", "hint", "label", "empty",
		"no_letters", "not_a_name", "too_long", "other_way", "optional", "refusable",
		"ahead", "each", "again", "unchecked", "when", "choices", NULL};
	struct form *form = reading->form;
	struct question *question = &form->questions[form->question_count];

	if (!has_only(reading, json, keys) || !read_id(reading, json, question) ||
		!read_kind(reading, json, question) || !read_all_words(reading, json, question) ||
		!read_flags(reading, json, question) || !read_choices(reading, json, question) ||
		!goes_together(reading, question) ||
		!read_when(reading, json_object_get(json, "when"), question))
		return false;
	form->question_count++;
	return true;
}

/* ---- a challenge ---- */

static bool is_short(const struct form_words *words)
{
	const char *at = words->texts ? words->texts : "";
	bool fits = !words->sentence || strlen(words->sentence) < SHORT_WORDS_BYTES_MAX;

	while (*at) {
		const char *text = at + strlen(at) + 1;
		fits = fits && strlen(text) < SHORT_WORDS_BYTES_MAX;
		at = text + strlen(text) + 1;
	}
	return fits;
}

static bool read_short_words(
	struct reading *reading, const json_t *json, const char *key, struct form_words *words)
{
	if (!read_words(reading, json_object_get(json, key), key, words))
		return false;
	return is_short(words) || refuse(reading, "\"%s\" is a text of at most %d bytes", key,
					  SHORT_WORDS_BYTES_MAX - 1);
}

static bool read_day(
	struct reading *reading, const json_t *json, const char *key, struct calendar_date *day)
{
	const char *text = json_string_value(json_object_get(json, key));
	int end = 0;

	if (text && strspn(text, "0123456789-") == 10 &&
		sscanf(text, "%4d-%2d-%2d%n", &day->year, &day->month, &day->day, &end) == 3 &&
		end == 10 && !text[end] && calendar_date_is_real(*day))
		return true;
	return refuse(reading, "\"%s\" is a day such as \"2026-06-20\"", key);
}

static bool read_step(struct reading *reading, const json_t *json)
{
	static const char *const keys[] = {"icon", "gives", NULL};
	struct form_step *step = &reading->form->steps[reading->form->step_count];
	const json_t *icon = json_object_get(json, "icon");

	step->icon = "";
	if (!has_only(reading, json, keys))
		return false;
	if (icon && !(step->icon = read_short(reading, icon, "icon", ICON_BYTES_MAX)))
		return false;
	reading->form->step_count++;
	return read_short_words(reading, json, "gives", &step->gift);
}

static bool read_challenge(struct reading *reading, const json_t *json)
{
	const json_t *steps = json_object_get(json, "steps");
	struct form *form = reading->form;
	size_t count = json_array_size(steps);

	if (!read_short_words(reading, json, "title", &form->title) ||
		!read_words(reading, json_object_get(json, "about"), "about", &form->about) ||
		!read_day(reading, json, "from", &form->from) ||
		!read_day(reading, json, "until", &form->until))
		return false;
	if (!form_says(&form->title))
		return refuse(reading, "it has no \"title\"");
	if (calendar_date_is_before(form->until, form->from))
		return refuse(reading, "\"until\" is before \"from\"");
	if (count < 1 || count > FORM_STEPS_MAX)
		return refuse(reading, "\"steps\" is a list of 1 to %d", FORM_STEPS_MAX);
	reading->is_step = true;
	for (reading->question = 0; reading->question < (int)count; reading->question++)
		if (!read_step(reading, json_array_get(steps, (size_t)reading->question)))
			return false;
	return true;
}

/* ---- the whole ---- */

static bool read_questions(struct reading *reading, const json_t *json)
{
	const json_t *questions = json_object_get(json, "questions");
	size_t count = json_array_size(questions);

	if (count < 1 || count > QUESTIONS_MAX)
		return refuse(reading, "\"questions\" is a list of 1 to %d", QUESTIONS_MAX);
	for (reading->question = 0; reading->question < (int)count; reading->question++)
		if (!read_question(reading, json_array_get(questions, (size_t)reading->question)))
			return false;
	return true;
}

static bool read_form(struct reading *reading, const json_t *json)
{
	static const char *const of_questions[] = {"form", "version", "questions", NULL};
	static const char *const of_steps[] = {
		"form", "version", "title", "about", "from", "until", "steps", NULL};
	json_int_t version = json_integer_value(json_object_get(json, "version"));
	bool has_steps = json_object_get(json, "steps");

	if (!has_only(reading, json, has_steps ? of_steps : of_questions))
		return false;
	reading->form->name = read_name(reading, json_object_get(json, "form"), "form");
	if (!reading->form->name)
		return false;
	if (version < 1 || version > 1000000)
		return refuse(reading, "\"version\" is a number from 1 on");
	reading->form->version = (int)version;
	return has_steps ? read_challenge(reading, json) : read_questions(reading, json);
}

static json_t *parse(const char *text, size_t length, struct error *error)
{
	json_error_t fault;
	json_t *json;

	if (length > FORM_BYTES_MAX) {
		error_set(error, ERROR_BAD_INPUT, "it is larger than %d bytes", FORM_BYTES_MAX);
		return NULL;
	}
	json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &fault);
	if (!json)
		error_set(error, ERROR_BAD_INPUT, "line %d: it is no JSON there, or one key twice",
			fault.line);
	return json;
}

/* All texts, each with its end: a text has at least two marks around it in the file, and an object of
 * languages two more. */
static bool make_pool(struct form *form, size_t length)
{
	form->pool = malloc(length + 1);
	return form->pool != NULL;
}

bool form_read(const char *text, size_t length, struct form *form, struct error *error)
{
	struct reading reading = {.text = text, .form = form, .question = -1};

	*form = (struct form){0};
	json_t *json = parse(text, length, error);
	if (!json)
		return false;
	bool done = make_pool(form, length)
			    ? read_form(&reading, json) || complain(&reading, error)
			    : error_set(error, ERROR_MEMORY, "no memory for a form");
	json_decref(json);
	if (!done)
		form_free(form);
	return done;
}
