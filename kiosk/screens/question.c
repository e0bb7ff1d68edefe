/* A form's question: its title, its step, and below them what its kind asks for. */
#include "screens/question.h"

#include <assert.h>
#include <string.h>

#include "app/app.h"
#include "screens/screens.h"
#include "ui/language.h"

SCREEN_ACTIONS(QUESTION_ACTIONS);

/* ---- what it looks like ---- */

static bool is_typed(const struct question *question)
{
	return question->kind == QUESTION_TEXT || question->kind == QUESTION_NAME ||
	       question->kind == QUESTION_CONTACT;
}

static void view(const struct app *app, struct ui *ui)
{
	const struct question *question = filling_question(app);
	const struct bars bars = {.title = filling_words(&question->words[QUESTION_TITLE]),
		.back = BACK,
		.step = filling_step(app),
		.steps = filling_steps(app),
		.shows_first = true,
		.signs_beside = is_typed(question)};

	bars_open(app, ui, &bars);
	if (is_typed(question))
		question_typed_view(app, ui, &bars);
	else if (question->kind == QUESTION_DATE)
		question_date_view(app, ui, &bars);
	else if (question->kind == QUESTION_CONSENT)
		question_consent_view(app, ui, &bars);
	else
		question_choice_view(app, ui, &bars);
	bars_close(app, ui, &bars);
}

/* ---- what happens ---- */

static void enter(struct app *app)
{
	struct question_state *state = app_state_change(app);
	const struct question *question = filling_question(app);
	const char *answer = answers_get(&app_visit(app)->filling.answers, filling_place(app));

	_Static_assert((int)ANSWER_BYTES_MAX >= (int)EDIT_BYTES_MAX, "what is typed is an answer");
	if (is_typed(question))
		edit_set(&state->edit, answer);
	else if (question->kind == QUESTION_DATE)
		question_date_enter(state, answer);
	else
		question_choice_enter(state, question, answer);
}

static void take(struct app *app, const char *answer)
{
	struct question_state *state = app_state_change(app);
	const struct question *question = filling_question(app);
	struct respondent respondent = filling_respondent(app);

	state->problem = answer_fault(&respondent, question, answer, &state->said);
	if (!state->problem && !filling_answer(app, answer))
		state->problem = &question->words[QUESTION_TOO_LONG];
}

static void go_on(struct app *app)
{
	struct question_state *state = app_state_change(app);
	const struct question *question = filling_question(app);
	char answer[ANSWER_BYTES_MAX] = "";

	if (is_typed(question)) {
		edit_clean(&state->edit);
		memcpy(answer, state->edit.text, strlen(state->edit.text) + 1);
	} else if (question->kind == QUESTION_DATE) {
		question_date_answer(state, answer);
	} else {
		question_choice_answer(state, question, answer);
	}
	take(app, answer);
	explicit_bzero(answer, sizeof(answer));
}

/* One of several ends the question; of some that may all be chosen each is changed. */
static void choose(struct app *app, int which)
{
	struct question_state *state = app_state_change(app);
	const struct question *question = filling_question(app);

	if (question->kind == QUESTION_CHOICES)
		state->chosen ^= 1u << which;
	else
		take(app, question->choices[which].value);
}

static void tap(struct app *app, int action, int which)
{
	struct question_state *state = app_state_change(app);

	state->problem = NULL;
	switch ((enum action)action) {
	case BACK:
		filling_back(app);
		break;
	case CONTINUE:
		go_on(app);
		break;
	case SKIP:
		take(app, "");
		break;
	case PART:
		state->part = which;
		break;
	case MONTH:
		question_date_choose_month(state, which);
		break;
	case REFUSE:
		take(app, ANSWER_REFUSED);
		break;
	case CHOOSE:
		choose(app, which);
		break;
	case YES:
		take(app, "yes");
		break;
	case NO:
		filling_decline(app);
		break;
	case OTHER_WAY:
		app_visit(app)->filling.purpose->other_way(app);
		break;
	}
}

static bool type(struct app *app, const struct message *message)
{
	struct question_state *state = app_state_change(app);
	const struct question *question = filling_question(app);

	switch (app_edit(&state->edit, message)) {
	case EDIT_NOT:
		return false;
	case EDIT_FULL:
		state->problem = &question->words[QUESTION_TOO_LONG];
		return true;
	case EDIT_DONE:
		break;
	}
	if (message->kind != MESSAGE_CARET) {
		state->problem = NULL;
		app_visit_change(app)->filling.begun = true;
	}
	return true;
}

static bool type_date(struct app *app, const struct message *message)
{
	struct question_state *state = app_state_change(app);

	if (message->kind != MESSAGE_NEWS)
		state->problem = NULL;
	if (message->kind == MESSAGE_TEXT)
		question_date_type(state, message->text);
	else if (message->kind == MESSAGE_BACKSPACE)
		question_date_erase(state);
	else
		return false;
	return true;
}

static bool handle(struct app *app, const struct message *message)
{
	const struct question *question = filling_question(app);
	bool is_date = question->kind == QUESTION_DATE;

	if (message->kind == MESSAGE_ENTER && (is_date || is_typed(question))) {
		go_on(app);
		return true;
	}
	if (is_date)
		return type_date(app, message);
	return is_typed(question) && type(app, message);
}

const struct screen screen_question = {
	.name = "question",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct question_state),
	.patience_s = 120,
	.card_waits = true,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
