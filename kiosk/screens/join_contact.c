/* Joining: an e-mail address or a telephone number, if the visitor likes. */
#include "app/app.h"
#include "base/text.h"
#include "screens/join.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(BACK) A(CONTINUE) A(SKIP)
SCREEN_ACTIONS(ACTIONS);

struct state {
	struct edit edit;
	const char *problem; /* message id */
};

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);

	text_copy(state->edit.text, sizeof(state->edit.text), app_visit(app)->join.contact);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	join_ask(app, ui,
		&(struct join_question){
			.page = JOIN_CONTACT,
			.title = _("How can we reach you?"),
			.hint = _("An e-mail address or a telephone number. You can skip this."),
			.kind = UI_FIELD_EMAIL,
			.edit = &state->edit,
			.problem = state->problem ? _(state->problem) : NULL,
			.back = BACK,
			.go_on = CONTINUE,
			.skip = SKIP,
		});
}

static void go_on(struct app *app, struct state *state)
{
	struct join_answers *answers = &app_visit_change(app)->join;

	text_clean(state->edit.text, sizeof(state->edit.text));
	state->problem = form_check_contact(state->edit.text);
	if (state->problem)
		return;
	text_copy(answers->contact, sizeof(answers->contact), state->edit.text);
	join_continue(app, JOIN_CONTACT);
}

static void tap(struct app *app, int action, int which)
{
	struct state *state = app_state_change(app);

	switch ((enum action)action) {
	case BACK:
		join_back(app, JOIN_CONTACT);
		break;
	case SKIP:
		state->edit = (struct edit){0};
		go_on(app, state);
		break;
	case CONTINUE:
		go_on(app, state);
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	struct state *state = app_state_change(app);

	if (join_type(&state->edit, message))
		state->problem = NULL;
	else if (message->kind == MESSAGE_ENTER)
		go_on(app, state);
	else
		return false;
	return true;
}

const struct screen screen_join_contact = {
	.name = "join_contact",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.patience_s = 120,
	.card_waits = true,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
