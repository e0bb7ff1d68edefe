/* Joining, first question: the full name, in one field, in any script. */
#include "app/app.h"
#include "screens/join_question.h"
#include "screens/screens.h"
#include "ui/language.h"

SCREEN_ACTIONS(JOIN_QUESTION_ACTIONS);

static const struct join_question question = {
	.page = JOIN_NAME,
	.title = N_("What is your full name?"),
	.hint = N_("Write it as you like to write it, in any language."),
	.kind = UI_FIELD_NAME,
	.check = form_check_name,
	.full = N_("Please write a shorter form of your name."),
	.answer = offsetof(struct join_answers, name),
	.answer_size = sizeof(((struct join_answers *)0)->name),
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

const struct screen screen_join_name = {
	.name = "join_name",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct join_typing),
	.patience_s = 120,
	.card_waits = true,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
