/* Joining, under the guardian age: how the library can reach that adult. */
#include "app/app.h"
#include "screens/join_question.h"
#include "screens/screens.h"
#include "ui/language.h"

SCREEN_ACTIONS(JOIN_QUESTION_ACTIONS);

static const struct join_question question = {
	.page = JOIN_GUARDIAN_CONTACT,
	.title = N_("How can we reach this adult?"),
	.hint = N_("An e-mail address or a telephone number."),
	.kind = UI_FIELD_EMAIL,
	.check = form_check_guardian_contact,
	.full = N_("Please write an e-mail address or a telephone number."),
	.answer = offsetof(struct join_answers, guardian_contact),
	.answer_size = sizeof(((struct join_answers *)0)->guardian_contact),
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

const struct screen screen_join_guardian_contact = {
	.name = "join_guardian_contact",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct join_typing),
	.patience_s = 120,
	.card_waits = true,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
