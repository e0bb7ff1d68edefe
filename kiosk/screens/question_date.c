/* A date in three parts, or not at all. A month is chosen by its name; nothing moves on by itself. */
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "screens/parts.h"
#include "screens/question.h"
#include "ui/language.h"
#include "ui/say.h"

QUESTION_ACTION_ENUMS;

enum part { DAY, MONTH_OF_YEAR, YEAR };

static void fill(char *digits, int number)
{
	if (number)
		snprintf(digits, DATE_PART_BYTES, "%d", number);
}

void question_date_enter(struct question_state *state, const char *answer)
{
	struct calendar_date date = answer_date(answer);

	fill(state->digits[DAY], date.day);
	fill(state->digits[MONTH_OF_YEAR], date.month);
	fill(state->digits[YEAR], date.year);
}

static const char *part_value(struct ui *ui, const struct question_state *state, enum part part)
{
	const char *digits = state->digits[part];

	if (*digits == '\0')
		return "–";
	return part == MONTH_OF_YEAR ? say_month_alone(ui, atoi(digits)) : digits;
}

static void part_card(
	struct ui *ui, const struct question_state *state, enum part part, const char *label)
{
	bool chosen = state->part == (int)part;

	ui_selected(ui_card(ui,
			    (struct ui_box){.padding_inline = UI_GAP_WIDE,
				    .padding_block = UI_GAP_SMALL,
				    .gap = UI_GAP_HAIR,
				    .grow = part == MONTH_OF_YEAR ? 2 : 1,
				    .tone = chosen ? UI_INK : UI_WHITE,
				    .radius = 24,
				    .border = true},
			    PART, (int)part),
		chosen);
	ui_text(ui, UI_CAPTION, label);
	ui_private(ui_text(ui, UI_TITLE, part_value(ui, state, part)));
	ui_close(ui);
}

static void month_row(struct ui *ui, const struct question_state *state, int first, int count)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true, .grow = 1});
	for (int month = first; month < first + count; month++) {
		bool chosen = atoi(state->digits[MONTH_OF_YEAR]) == month;
		ui_selected(ui_growing(ui_button(ui, chosen ? UI_DARK : UI_SECONDARY,
				    say_month_alone(ui, month), MONTH, month)),
			chosen);
	}
	ui_close(ui);
}

static void months(struct ui *ui, const struct question_state *state)
{
	int across = ui_is_portrait(ui) ? 3 : 4;

	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .grow = 1});
	for (int month = 1; month <= 12; month += across)
		month_row(ui, state, month, across);
	ui_close(ui);
}

static void ways_on(struct ui *ui, const struct question *question)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	if (question->refusable)
		ui_growing(ui_button(ui, UI_SECONDARY, _("I would rather not say"), REFUSE, 0));
	ui_with_end_icon(ui_growing(ui_button(ui, UI_PRIMARY, _("Continue"), CONTINUE, 0)),
		"arrow-right-bold");
	ui_close(ui);
}

static void parts_of_date(struct ui *ui, const struct question_state *state)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true});
	part_card(ui, state, DAY, _("Day"));
	part_card(ui, state, MONTH_OF_YEAR, _("Month"));
	part_card(ui, state, YEAR, _("Year"));
	ui_close(ui);
}

static void answers(struct ui *ui, const struct question_state *state)
{
	if (state->part == MONTH_OF_YEAR)
		months(ui, state);
	else
		ui_number_pad(ui);
}

static void one_below_the_other(
	struct ui *ui, const struct question_state *state, const struct question *question)
{
	parts_of_date(ui, state);
	if (ui_is_portrait(ui) && ui_is_low(ui))
		ui_space(ui, 1);
	answers(ui, state);
	if (ui_is_portrait(ui) && !ui_is_low(ui))
		part_art_below(ui);
	ways_on(ui, question);
}

static bool is_flat(const struct ui *ui)
{
	return !ui_is_portrait(ui) && (ui_is_low(ui) || ui_reading(ui).bigger);
}

static void side_by_side(
	struct ui *ui, const struct question_state *state, const struct question *question)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_WIDE, .grow = 1, .stays = true});
	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .grow = 1});
	parts_of_date(ui, state);
	ui_space(ui, 1);
	ways_on(ui, question);
	ui_close(ui);
	ui_column(ui, (struct ui_box){.grow = 1});
	answers(ui, state);
	ui_close(ui);
	ui_close(ui);
}

void question_date_view(const struct app *app, struct ui *ui, const struct bars *bars)
{
	const struct question_state *state = app_state(app);
	const struct question *question = filling_question(app);

	filling_hint(ui, state->problem, filling_words(&question->words[QUESTION_HINT]));
	bars_touch(app, ui, bars);
	(is_flat(ui) ? side_by_side : one_below_the_other)(ui, state, question);
}

void question_date_answer(const struct question_state *state, char answer[static ANSWER_BYTES_MAX])
{
	struct calendar_date date = {
		.day = atoi(state->digits[DAY]),
		.month = atoi(state->digits[MONTH_OF_YEAR]),
		.year = atoi(state->digits[YEAR]),
	};

	answer_write_date(date, answer);
}

void question_date_choose_month(struct question_state *state, int month)
{
	fill(state->digits[MONTH_OF_YEAR], month);
}

void question_date_type(struct question_state *state, const char *text)
{
	char *digits = state->digits[state->part];
	size_t length = strlen(digits), most = state->part == YEAR ? 4 : 2;

	if (state->part == MONTH_OF_YEAR || strlen(text) != 1 || *text < '0' || *text > '9' ||
		length >= most)
		return;
	digits[length] = *text;
	digits[length + 1] = '\0';
}

void question_date_erase(struct question_state *state)
{
	char *digits = state->digits[state->part];
	size_t length = strlen(digits);

	if (length)
		digits[length - 1] = '\0';
}
