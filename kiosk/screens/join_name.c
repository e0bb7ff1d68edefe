/* Joining, first question: the full name, in one field, in any script. */
#include <string.h>

#include "app/app.h"
#include "base/text.h"
#include "screens/join.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(BACK) A(CONTINUE)
SCREEN_ACTIONS(ACTIONS);

struct state {
	struct edit edit;
	const char *problem; /* message id */
};

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);

	text_copy(state->edit.text, sizeof(state->edit.text), app_visit(app)->join.name);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	join_ask(app, ui,
		&(struct join_question){
			.page = JOIN_NAME,
			.title = _("What is your full name?"),
			.hint = _("Write it as you like to write it, in any language."),
			.kind = UI_FIELD_NAME,
			.edit = &state->edit,
			.problem = state->problem ? _(state->problem) : NULL,
			.back = BACK,
			.go_on = CONTINUE,
		});
}

static void go_on(struct app *app, struct state *state)
{
	struct join_answers *answers = &app_visit_change(app)->join;

	text_clean(state->edit.text, sizeof(state->edit.text));
	state->problem = form_check_name(state->edit.text);
	if (state->problem)
		return;
	text_copy(answers->name, sizeof(answers->name), state->edit.text);
	join_continue(app, JOIN_NAME);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case BACK:
		join_back(app, JOIN_NAME);
		break;
	case CONTINUE:
		go_on(app, app_state_change(app));
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

const struct screen screen_join_name = {
	.name = "join_name",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.patience_s = 120,
	.card_waits = true,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
