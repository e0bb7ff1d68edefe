/* Joining, under the guardian age: an adult whom the library can reach, name first, then how. */
#include "app/app.h"
#include "base/text.h"
#include "screens/join.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(BACK) A(CONTINUE)
SCREEN_ACTIONS(ACTIONS);

struct state {
	struct edit name, contact;
	bool asking_contact;
	const char *problem; /* message id */
};

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);
	const struct join_answers *answers = &app_visit(app)->join;

	text_copy(state->name.text, sizeof(state->name.text), answers->guardian_name);
	text_copy(state->contact.text, sizeof(state->contact.text), answers->guardian_contact);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	struct join_question question = {
		.page = JOIN_GUARDIAN,
		.title = _("Which adult looks after you?"),
		.hint = _("Write the full name of a parent or another adult."),
		.kind = UI_FIELD_NAME,
		.edit = &state->name,
		.problem = state->problem ? _(state->problem) : NULL,
		.back = BACK,
		.go_on = CONTINUE,
	};

	if (state->asking_contact) {
		question.title = _("How can we reach this adult?");
		question.hint = _("An e-mail address or a telephone number.");
		question.kind = UI_FIELD_EMAIL;
		question.edit = &state->contact;
	}
	join_ask(app, ui, &question);
}

static void save(struct app *app, const struct state *state)
{
	struct join_answers *answers = &app_visit_change(app)->join;

	text_copy(answers->guardian_name, sizeof(answers->guardian_name), state->name.text);
	text_copy(
		answers->guardian_contact, sizeof(answers->guardian_contact), state->contact.text);
}

static void go_on(struct app *app, struct state *state)
{
	struct edit *edit = state->asking_contact ? &state->contact : &state->name;

	text_clean(edit->text, sizeof(edit->text));
	state->problem = state->asking_contact ? form_check_guardian_contact(edit->text)
					       : form_check_name(edit->text);
	if (state->problem)
		return;
	if (!state->asking_contact) {
		state->asking_contact = true;
		return;
	}
	save(app, state);
	join_continue(app, JOIN_GUARDIAN);
}

static void go_back(struct app *app, struct state *state)
{
	if (!state->asking_contact)
		join_back(app, JOIN_GUARDIAN);
	state->asking_contact = false;
	state->problem = NULL;
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case BACK:
		go_back(app, app_state_change(app));
		break;
	case CONTINUE:
		go_on(app, app_state_change(app));
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	struct state *state = app_state_change(app);

	if (join_type(state->asking_contact ? &state->contact : &state->name, message))
		state->problem = NULL;
	else if (message->kind == MESSAGE_ENTER)
		go_on(app, state);
	else
		return false;
	return true;
}

const struct screen screen_join_guardian = {
	.name = "join_guardian",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.patience_s = 120,
	.card_waits = true,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
