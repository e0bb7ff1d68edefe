/* All answers of a form once more, each with its way back. */
#include <string.h>

#include "app/app.h"
#include "app/bars.h"
#include "screens/filling.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/words.h"
#include "ui/language.h"

#define ACTIONS(A) A(BACK) A(CHANGE) A(CONTINUE)
SCREEN_ACTIONS(ACTIONS);

/* Bigger letters want the whole line: an address is not broken in two. */
enum { ONE_COLUMN_WIDTH = 1390, FEW = 2 };

/* `number`: of the answers that are shown. */
static void row(struct ui *ui, const char *question, const char *answer, int number)
{
	const struct ui_box both = {.gap = ui_is_short(ui) ? UI_GAP_LARGE : UI_GAP_HAIR,
		.grow = 1,
		.align = ui_is_short(ui) ? UI_CENTRE : UI_STRETCH,
		.stays = true};

	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			   .padding_inline = UI_GAP_WIDE,
			   .padding_block = UI_GAP_SMALL,
			   .tone = UI_WHITE,
			   .radius = 28,
			   .shadow = true,
			   .align = UI_CENTRE,
			   .stays = true});
	(ui_is_short(ui) ? ui_row : ui_column)(ui, both);
	ui_muted(ui_text(ui, UI_CAPTION, question));
	ui_growing(ui_private(ui_text(ui, UI_LABEL, answer)));
	ui_close(ui);
	ui_spoken(ui_with_icon(ui_button(ui, UI_SECONDARY, _("Change"), CHANGE, number),
			  "pencil-simple-bold"),
		question);
	ui_close(ui);
}

static const char *date(struct ui *ui, const char *answer)
{
	struct calendar_date date = answer_date(answer);

	return date.year ? date_in_words(ui, date) : _("Not given");
}

/* Chosen values in the words that were chosen, one after the other. */
static const char *chosen(struct ui *ui, const struct question *question, const char *answer)
{
	const char *said = NULL;

	for (int i = 0; i < question->choice_count; i++) {
		const struct form_choice *choice = &question->choices[i];
		const char *words = filling_words(&choice->words);
		if (!answer_has_value(answer, choice->value))
			continue;
		/* Translators: several things that were chosen: "Reading, Music". */
		said = said ? ui_format(ui, _("{first}, {second}"), "first", said, "second", words,
				      NULL)
			    : words;
	}
	return said ? said : _("Not given");
}

static const char *answer_in_words(
	struct ui *ui, const struct question *question, const char *answer)
{
	if (question->kind == QUESTION_DATE)
		return date(ui, answer);
	if (question->choice_count > 0)
		return chosen(ui, question, answer);
	return *answer ? answer : _("Not given");
}

/* What is seen to be right: all but what leads on, and what is consented to afterwards. */
static bool is_shown(const struct question *question)
{
	return !question->unchecked && !question->again && question->kind != QUESTION_CONSENT;
}

/* The next place whose answer is shown. */
static struct form_place next_shown(const struct respondent *respondent, struct form_place place)
{
	const struct form *form = respondent->form;

	do
		place = form_after(respondent, place);
	while (!form_is_end(form, place) && !is_shown(&form->questions[place.question]));
	return place;
}

static const struct form_place before_all = {.question = -1};

static void rows(const struct app *app, struct ui *ui)
{
	struct respondent respondent = filling_respondent(app);
	struct form_place place = next_shown(&respondent, before_all);

	for (int number = 0; !form_is_end(respondent.form, place); number++) {
		const struct question *question = &respondent.form->questions[place.question];
		const char *answer = answers_get(respondent.answers, place);
		row(ui, filling_words(&question->words[QUESTION_LABEL]),
			answer_in_words(ui, question, answer), number);
		place = next_shown(&respondent, place);
	}
}

static int row_count(const struct app *app)
{
	struct respondent respondent = filling_respondent(app);
	struct form_place place = before_all;
	int count = -1;

	for (; !form_is_end(respondent.form, place); count++)
		place = next_shown(&respondent, place);
	return count;
}

static struct form_place place_of(const struct app *app, int number)
{
	struct respondent respondent = filling_respondent(app);
	struct form_place place = next_shown(&respondent, before_all);

	while (number-- > 0)
		place = next_shown(&respondent, place);
	return place;
}

static void pages(const struct app *app, struct ui *ui, struct ui_box box)
{
	box.gap = UI_GAP_MEDIUM;
	ui_pages(ui, box);
	rows(app, ui);
	ui_close(ui);
}

static void way_on(struct ui *ui)
{
	ui_after_pages(ui_with_icon(
		ui_button(ui, UI_PRIMARY, _("That is right"), CONTINUE, 0), "check-bold"));
}

static void view_tall(const struct app *app, struct ui *ui)
{
	bool little = ui_has_little_room(ui) && row_count(app) > FEW;

	pages(app, ui,
		(struct ui_box){
			.width_max = ui_reading(ui).bigger ? ONE_COLUMN_WIDTH : 0, .grow = little});
	if (!little)
		part_art_below(ui);
	way_on(ui);
}

/* In half of a wide screen the way on stands beside the answers, and art below few. */
static void view_short(const struct app *app, struct ui *ui)
{
	bool few = row_count(app) <= FEW;

	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .grow = 1, .stays = true});
	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .grow = 1});
	pages(app, ui, (struct ui_box){.grow = !few});
	if (few)
		part_art_below(ui);
	ui_close(ui);
	ui_column(ui, (struct ui_box){.width = 420, .width_max = 420, .justify = UI_END});
	way_on(ui);
	ui_close(ui);
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct bars bars = {.title = _("Is everything right?"),
		.back = BACK,
		.step = filling_check_step(app),
		.steps = filling_steps(app)};

	bars_open(app, ui, &bars);
	if (ui_is_short(ui))
		view_short(app, ui);
	else
		view_tall(app, ui);
	bars_close(app, ui, &bars);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case BACK:
		filling_back_from_check(app);
		break;
	case CHANGE:
		filling_change(app, place_of(app, which));
		break;
	case CONTINUE:
		filling_confirm(app);
		break;
	}
}

const struct screen screen_form_check = {
	.name = "form_check",
	SCREEN_ACTION_FIELDS,
	.patience_s = 120,
	.card_waits = true,
	.view = view,
	.tap = tap,
};
