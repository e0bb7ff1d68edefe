/* A guest may say by what name they are greeted with their ticket. The page is come to from "Who is
 * coming?" by who wants it, and leads back there; a whole name is made a first name. */
#include <string.h>

#include "app/app.h"
#include "base/text.h"
#include "rules/first_name.h"
#include "screens/screens.h"
#include "screens/typed_page.h"
#include "ui/language.h"

#define ACTIONS(A) TYPED_PAGE_ACTIONS(A)
SCREEN_ACTIONS(ACTIONS);

struct state {
	struct edit edit;
	bool is_no_name, is_too_long;
};

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);

	edit_set(&state->edit, app_visit(app)->holder.first_name);
}

static const char *problem(const struct state *state)
{
	if (state->is_too_long)
		return _("Please write a shorter form of your name.");
	return state->is_no_name ? _("Please write your first name here, nothing else.") : NULL;
}

static void view(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct bars bars = {.title = _("First name of the adult who comes"),
		.back = BACK,
		.shows_first = true,
		.signs_beside = true};

	bars_open(app, ui, &bars);
	typed_page_view(app, ui, &bars,
		&(struct typed_page){
			.kind = UI_FIELD_NAME,
			.label = _("First name of the adult who comes"),
			.edit = &state->edit,
			.hint = _("We greet you by this name when you hold your ticket here, and "
				  "use it for nothing else."),
			.problem = problem(state),
			.other_way = "",
			.may_skip = true,
		});
	bars_close(app, ui, &bars);
}

/* ---- what happens ---- */

static void back(struct app *app)
{
	app_visit_change(app)->keeps_party = true;
	app_go(app, &screen_party);
}

static void take(struct app *app, const char *name)
{
	struct holder *holder = &app_visit_change(app)->holder;

	*holder = (struct holder){.status = HOLDER_GUEST, .adult = true};
	text_copy(holder->first_name, sizeof(holder->first_name), name);
	text_copy(holder->language, sizeof(holder->language), ui_language()->code);
	back(app);
}

static void go_on(struct app *app)
{
	struct state *state = app_state_change(app);
	char name[EDIT_BYTES_MAX] = "";

	edit_clean(&state->edit);
	enum name_fault fault = answer_check_name(state->edit.text);
	if (fault == NAME_GOOD)
		first_name_of(state->edit.text, name, sizeof(name));
	state->is_no_name = fault != NAME_GOOD && fault != NAME_EMPTY;
	state->is_too_long = strlen(name) >= FIRST_NAME_BYTES_MAX;
	if (!state->is_no_name && !state->is_too_long)
		take(app, name);
	explicit_bzero(name, sizeof(name));
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case BACK:
		back(app);
		break;
	case CONTINUE:
		go_on(app);
		break;
	case SKIP:
		take(app, "");
		break;
	case OTHER_WAY:
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	struct state *state = app_state_change(app);

	if (message->kind == MESSAGE_ENTER) {
		go_on(app);
		return true;
	}
	enum edited edited = app_edit(&state->edit, message);
	if (edited == EDIT_FULL)
		state->is_too_long = true;
	else if (edited == EDIT_DONE && message->kind != MESSAGE_CARET)
		state->is_no_name = state->is_too_long = false;
	return edited != EDIT_NOT;
}

const struct screen screen_first_name = {
	.name = "first_name",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.patience_s = 120,
	.card_waits = true,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
