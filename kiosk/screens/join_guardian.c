/* Joining, under the guardian age: the name of an adult. */
#include "app/app.h"
#include "screens/join_question.h"
#include "screens/screens.h"
#include "ui/language.h"

SCREEN_ACTIONS(JOIN_QUESTION_ACTIONS);

static const struct join_question question = {
	.page = JOIN_GUARDIAN,
	.title = N_("Which adult looks after you?"),
	.hint = N_("Write the full name of a parent or another adult."),
	.kind = UI_FIELD_NAME,
	.check = form_check_guardian_name,
	.full = N_("Please write a shorter form of the adult's name."),
	.answer = offsetof(struct join_answers, guardian_name),
	.answer_size = sizeof(((struct join_answers *)0)->guardian_name),
};

static void enter(struct app *app)
{
	join_question_enter(app, &question);
}

static void view(const struct app *app, struct ui *ui)
{
	join_question_view(app, ui, &question);
}

static void tap(struct app *app, int action, int which)
{
	join_question_tap(app, action, &question);
}

static bool handle(struct app *app, const struct message *message)
{
	return join_question_handle(app, message, &question);
}

const struct screen screen_join_guardian = {
	.name = "join_guardian",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct join_typing),
	.patience_s = 120,
	.card_waits = true,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
