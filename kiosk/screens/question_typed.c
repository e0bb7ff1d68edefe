/* Questions that are answered by typing: the field with its keyboard, and the ways on. */
#include "app/app.h"
#include "screens/parts.h"
#include "screens/question.h"
#include "ui/language.h"

QUESTION_ACTION_ENUMS;

enum ui_field_kind question_field_kind(const struct question *question)
{
	return question->kind == QUESTION_CONTACT ? UI_FIELD_EMAIL : UI_FIELD_NAME;
}

static void field(const struct app *app, struct ui *ui, const struct question *question)
{
	const struct question_state *state = app_state(app);

	ui_private(ui_growing(ui_field(ui, question_field_kind(question),
		filling_words(&question->words[QUESTION_TITLE]), &state->edit)));
}

static struct ui_node *skip(struct ui *ui)
{
	return ui_button(ui, UI_SECONDARY, _("Skip"), SKIP, 0);
}

static struct ui_node *other_way(struct ui *ui, const struct question *question)
{
	return ui_button(ui, UI_SECONDARY, filling_words(&question->words[QUESTION_OTHER_WAY]),
		OTHER_WAY, 0);
}

static struct ui_node *go_on_button(struct ui *ui)
{
	return ui_with_end_icon(
		ui_button(ui, UI_PRIMARY, _("Continue"), CONTINUE, 0), "arrow-right-bold");
}

static void field_beside_ways_on(
	const struct app *app, struct ui *ui, const struct question *question)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .align = UI_CENTRE});
	field(app, ui, question);
	if (form_says(&question->words[QUESTION_OTHER_WAY]))
		other_way(ui, question);
	if (question->optional)
		skip(ui);
	go_on_button(ui);
	ui_close(ui);
}

/* An e-mail address needs the whole width. */
static void field_alone(const struct app *app, struct ui *ui, const struct question *question)
{
	ui_row(ui, (struct ui_box){.stays = true});
	field(app, ui, question);
	ui_close(ui);
}

static void ways_on(struct ui *ui, const struct question *question)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	if (form_says(&question->words[QUESTION_OTHER_WAY]))
		ui_growing(other_way(ui, question));
	if (question->optional)
		ui_growing(skip(ui));
	ui_growing(go_on_button(ui));
	ui_close(ui);
}

static void above_the_keyboard(const struct app *app, struct ui *ui,
	const struct question *question, const struct bars *bars)
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
	const struct question *question, const struct bars *bars)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .grow = 1, .stays = true});
	ui_column(ui, (struct ui_box){.grow = 1});
	ui_keyboard(ui, question_field_kind(question));
	ui_close(ui);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_SMALL, .width = 430, .width_max = 430});
	bars_in_signs(app, ui, bars);
	ui_space(ui, 1);
	if (form_says(&question->words[QUESTION_OTHER_WAY]))
		other_way(ui, question);
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

void question_typed_view(const struct app *app, struct ui *ui, const struct bars *bars)
{
	const struct question_state *state = app_state(app);
	const struct question *question = filling_question(app);

	filling_hint(ui, state->problem,
		shows_hint(app, ui) ? filling_words(&question->words[QUESTION_HINT]) : "");
	/* What is written stays near the keys. */
	if (ui_is_portrait(ui) && !ui_is_low(ui))
		part_art_below(ui);
	above_the_keyboard(app, ui, question, bars);
	if (bars_stand_beside(ui, bars)) {
		keyboard_beside_ways_on(app, ui, question, bars);
		return;
	}
	if (!ui_is_portrait(ui) || ui_is_low(ui))
		ui_space(ui, 1);
	ui_keyboard(ui, question_field_kind(question));
}
