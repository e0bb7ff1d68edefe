/* The field with its keyboard, its ways on, and what is said where an answer will not do. */
#include "screens/join_question.h"

#include <assert.h>

#include "app/app.h"
#include "app/bars.h"
#include "base/text.h"
#include "screens/parts.h"
#include "ui/language.h"

enum { JOIN_QUESTION_ACTIONS(SCREEN_ACTION_INDEX) };
enum action { JOIN_QUESTION_ACTIONS(SCREEN_ACTION_ENUM) };

/* ---- what it looks like ---- */

static void field(const struct app *app, struct ui *ui, const struct join_question *question)
{
	const struct join_typing *typing = app_state(app);

	ui_private(ui_growing(ui_field(ui, question->kind, _(question->title), &typing->edit)));
}

static struct ui_node *skip(struct ui *ui)
{
	return ui_button(ui, UI_SECONDARY, _("Skip"), SKIP, 0);
}

static struct ui_node *go_on_button(struct ui *ui)
{
	return ui_with_end_icon(
		ui_button(ui, UI_PRIMARY, _("Continue"), CONTINUE, 0), "arrow-right-bold");
}

static void field_beside_ways_on(
	const struct app *app, struct ui *ui, const struct join_question *question)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .align = UI_CENTRE});
	field(app, ui, question);
	if (question->optional)
		skip(ui);
	go_on_button(ui);
	ui_close(ui);
}

/* An e-mail address needs the whole width. */
static void field_alone(const struct app *app, struct ui *ui, const struct join_question *question)
{
	ui_row(ui, (struct ui_box){.stays = true});
	field(app, ui, question);
	ui_close(ui);
}

static void ways_on(struct ui *ui, const struct join_question *question)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	if (question->optional)
		ui_growing(skip(ui));
	ui_growing(go_on_button(ui));
	ui_close(ui);
}

static void above_the_keyboard(const struct app *app, struct ui *ui,
	const struct join_question *question, const struct bars *bars)
{
	if (!ui_is_portrait(ui) && !bars_stand_beside(ui, bars)) {
		field_beside_ways_on(app, ui, question);
		return;
	}
	field_alone(app, ui, question);
	bars_touch(app, ui, bars);
	if (ui_is_portrait(ui))
		ways_on(ui, question);
}

/* Where there is no room above it. */
static void keyboard_beside_ways_on(const struct app *app, struct ui *ui,
	const struct join_question *question, const struct bars *bars)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .grow = 1, .stays = true});
	ui_column(ui, (struct ui_box){.grow = 1});
	ui_keyboard(ui, question->kind);
	ui_close(ui);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_SMALL, .width = 430, .width_max = 430});
	bars_in_signs(app, ui, bars);
	ui_space(ui, 1);
	if (question->optional)
		skip(ui);
	go_on_button(ui);
	ui_close(ui);
	ui_close(ui);
}

/* On a wide screen what is said of a card, or bigger text, takes its place. */
static bool shows_hint(const struct app *app, const struct ui *ui)
{
	return ui_is_portrait(ui) || ui_is_low(ui) || (!ui_reading(ui).bigger && !app_held(app));
}

void join_question_view(const struct app *app, struct ui *ui, const struct join_question *question)
{
	const struct join_typing *typing = app_state(app);
	const struct bars bars = {.title = _(question->title),
		.back = BACK,
		.step = join_step(app, question->page),
		.steps = join_steps(app),
		.shows_first = true,
		.signs_beside = true};

	bars_open(app, ui, &bars);
	if (typing->problem)
		part_notice(ui, UI_CREAM, "warning-fill", _(typing->problem));
	else if (shows_hint(app, ui))
		ui_text(ui, UI_BODY, _(question->hint));
	/* What is written stays near the keys. */
	if (ui_is_portrait(ui) && !ui_is_low(ui))
		part_art_below(ui);
	above_the_keyboard(app, ui, question, &bars);
	if (bars_stand_beside(ui, &bars)) {
		keyboard_beside_ways_on(app, ui, question, &bars);
	} else {
		if (!ui_is_portrait(ui) || ui_is_low(ui))
			ui_space(ui, 1);
		ui_keyboard(ui, question->kind);
	}
	bars_close(app, ui, &bars);
}

/* ---- what happens ---- */

static char *answer_of(struct app *app, const struct join_question *question)
{
	return (char *)&app_visit_change(app)->join + question->answer;
}

void join_question_enter(struct app *app, const struct join_question *question)
{
	struct join_typing *typing = app_state_change(app);

	assert(question->answer_size >= sizeof(typing->edit.text));
	edit_set(&typing->edit, answer_of(app, question));
}

static void go_on(struct app *app, const struct join_question *question)
{
	struct join_typing *typing = app_state_change(app);
	char *answer = typing->edit.text;

	edit_clean(&typing->edit);
	typing->problem = question->check(answer);
	if (typing->problem)
		return;
	text_copy(answer_of(app, question), question->answer_size, answer);
	join_continue(app, question->page);
}

void join_question_tap(struct app *app, int action, const struct join_question *question)
{
	struct join_typing *typing = app_state_change(app);

	switch ((enum action)action) {
	case BACK:
		join_back(app, question->page);
		break;
	case SKIP:
		typing->edit = (struct edit){0};
		go_on(app, question);
		break;
	case CONTINUE:
		go_on(app, question);
		break;
	}
}

static void take_typed(struct app *app, struct join_typing *typing)
{
	typing->problem = NULL;
	app_visit_change(app)->join.begun = true;
}

bool join_question_handle(
	struct app *app, const struct message *message, const struct join_question *question)
{
	struct join_typing *typing = app_state_change(app);

	if (message->kind == MESSAGE_ENTER) {
		go_on(app, question);
		return true;
	}
	switch (app_edit(&typing->edit, message)) {
	case EDIT_NOT:
		return false;
	case EDIT_FULL:
		typing->problem = question->full;
		return true;
	case EDIT_DONE:
		if (message->kind != MESSAGE_CARET)
			take_typed(app, typing);
		return true;
	}
	return false;
}
