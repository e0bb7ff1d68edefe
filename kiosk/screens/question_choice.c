/* One of several, or some of them: large cards with their words, an icon, and a line below. Of a scale
 * they stand beside each other. */
#include <string.h>

#include "app/app.h"
#include "base/text.h"
#include "screens/parts.h"
#include "screens/question.h"
#include "ui/language.h"

QUESTION_ACTION_ENUMS;

enum { FEW = 3, TWO_HEIGHT = 180 };

/* ---- what it looks like ---- */

static bool is_chosen(const struct question_state *state, int choice)
{
	return (state->chosen & 1u << choice) != 0;
}

/* Of some few each has its colour. */
static enum ui_tone tone_of(const struct question *question, int choice, bool chosen)
{
	static const enum ui_tone tones[] = {UI_PLUM, UI_CORAL, UI_SKY};

	if (question->kind == QUESTION_CHOICE && question->choice_count <= FEW)
		return tones[choice];
	return chosen ? UI_SUN : UI_WHITE;
}

static struct ui_box box_of(const struct question *question, int choice, bool chosen)
{
	enum ui_tone tone = tone_of(question, choice, chosen);

	return (struct ui_box){.grow = 1,
		.width = 200,
		.height = question->choice_count == 2 ? TWO_HEIGHT : 110,
		.gap = UI_GAP_LARGE,
		.padding_inline = UI_GAP_WIDE,
		.padding_block = UI_GAP_MEDIUM,
		.tone = tone,
		.radius = 32,
		.border = tone == UI_WHITE,
		.shadow = true,
		.align = UI_CENTRE,
		.stays = true};
}

static void words(struct ui *ui, const struct form_choice *choice)
{
	ui_column(ui, (struct ui_box){.gap = UI_GAP_HAIR, .grow = 1});
	ui_text(ui, UI_TITLE, filling_words(&choice->words));
	if (form_says(&choice->line) && !ui_is_crowded(ui))
		ui_text(ui, UI_BODY, filling_words(&choice->line));
	ui_close(ui);
}

static void card(const struct app *app, struct ui *ui, int number)
{
	const struct question_state *state = app_state(app);
	const struct question *question = filling_question(app);
	const struct form_choice *choice = &question->choices[number];
	bool chosen = is_chosen(state, number);

	ui_selected(ui_card_row(ui, box_of(question, number, chosen), CHOOSE, number), chosen);
	if (chosen)
		ui_icon(ui, "check-bold", 64);
	else if (*choice->icon)
		ui_icon(ui, choice->icon, ui_is_crowded(ui) ? 64 : 96);
	words(ui, choice);
	if (question->kind == QUESTION_CHOICE && question->choice_count <= FEW)
		ui_icon(ui, "arrow-right-bold", 48);
	ui_close(ui);
}

/* A face, and below it what it says. */
static void face(const struct app *app, struct ui *ui, int number)
{
	const struct question_state *state = app_state(app);
	const struct question *question = filling_question(app);
	const struct form_choice *choice = &question->choices[number];
	struct ui_box box = box_of(question, number, is_chosen(state, number));

	box.justify = UI_CENTRE;
	ui_selected(ui_card(ui, box, CHOOSE, number), is_chosen(state, number));
	if (*choice->icon)
		ui_icon(ui, choice->icon, 160);
	ui_centred(ui_text(ui, UI_TITLE, filling_words(&choice->words)));
	ui_close(ui);
}

static bool is_in_one_row(const struct ui *ui, const struct question *question)
{
	return question->kind == QUESTION_SCALE && !ui_is_portrait(ui) && !ui_is_short(ui);
}

/* One above the other while they are few; else as many beside each other as the width takes. */
static int columns_for(const struct ui *ui, const struct question *question)
{
	int count = question->choice_count;

	if (is_in_one_row(ui, question))
		return count;
	if (count <= FEW)
		return ui_is_short(ui) ? count : 1;
	if (ui_is_portrait(ui))
		return count > 2 * FEW ? 2 : 1;
	return count == 4 ? 2 : 3;
}

/* Two stand above the library's books. */
static bool leaves_room(const struct ui *ui, const struct question *question)
{
	return question->choice_count == 2 && !ui_is_short(ui);
}

/* Where the last row is not full. */
static void empty_card(struct ui *ui)
{
	ui_column(ui, (struct ui_box){.grow = 1, .width = 200});
	ui_close(ui);
}

static void cards(const struct app *app, struct ui *ui)
{
	const struct question *question = filling_question(app);
	int columns = columns_for(ui, question);

	for (int first = 0; first < question->choice_count; first += columns) {
		ui_row(ui, (struct ui_box){.grow = !leaves_room(ui, question),
				   .gap = UI_GAP_LARGE,
				   .stays = true});
		for (int i = first; i < first + columns; i++) {
			if (i < question->choice_count)
				(is_in_one_row(ui, question) ? face : card)(app, ui, i);
			else
				empty_card(ui);
		}
		ui_close(ui);
	}
	if (leaves_room(ui, question))
		part_art_below(ui);
}

static void ways_on(struct ui *ui, const struct question *question)
{
	bool goes_on = question->kind == QUESTION_CHOICES;

	if (!goes_on && !question->optional)
		return;
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	if (question->optional)
		ui_growing(ui_button(ui, UI_SECONDARY, _("Skip"), SKIP, 0));
	if (goes_on)
		ui_with_end_icon(ui_growing(ui_button(ui, UI_PRIMARY, _("Continue"), CONTINUE, 0)),
			"arrow-right-bold");
	ui_close(ui);
}

void question_choice_view(const struct app *app, struct ui *ui, const struct bars *bars)
{
	const struct question_state *state = app_state(app);
	const struct question *question = filling_question(app);

	filling_hint(ui, state->problem, filling_words(&question->words[QUESTION_HINT]));
	bars_touch(app, ui, bars);
	cards(app, ui);
	ways_on(ui, question);
}

/* ---- what is chosen ---- */

void question_choice_enter(
	struct question_state *state, const struct question *question, const char *answer)
{
	for (int i = 0; i < question->choice_count; i++)
		if (answer_has_value(answer, question->choices[i].value))
			state->chosen |= 1u << i;
}

void question_choice_answer(const struct question_state *state, const struct question *question,
	char answer[static ANSWER_BYTES_MAX])
{
	answer[0] = '\0';
	for (int i = 0; i < question->choice_count; i++) {
		if (!is_chosen(state, i))
			continue;
		text_append(answer, ANSWER_BYTES_MAX, *answer ? " " : "");
		text_append(answer, ANSWER_BYTES_MAX, question->choices[i].value);
	}
}
