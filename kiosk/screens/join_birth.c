/* Joining: the date of birth in three parts, or not at all. A month is chosen by its name; nothing
 * moves on by itself. */
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/bars.h"
#include "base/clock.h"
#include "screens/join.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"
#include "ui/say.h"

#define ACTIONS(A) A(BACK) A(PART) A(MONTH) A(CONTINUE) A(REFUSE)
SCREEN_ACTIONS(ACTIONS);

enum part { DAY, MONTH_OF_YEAR, YEAR, PARTS };
enum { NUMBER_BYTES = 12 };

struct state {
	char digits[PARTS][NUMBER_BYTES]; /* the month as "3" */
	enum part part;                   /* being answered */
	const char *problem;              /* message id */
};

static void fill(char *digits, int number)
{
	if (number)
		snprintf(digits, NUMBER_BYTES, "%d", number);
}

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);
	const struct calendar_date *birth = &app_visit(app)->join.birth;

	fill(state->digits[DAY], birth->day);
	fill(state->digits[MONTH_OF_YEAR], birth->month);
	fill(state->digits[YEAR], birth->year);
}

static const char *part_value(struct ui *ui, const struct state *state, enum part part)
{
	const char *digits = state->digits[part];

	if (*digits == '\0')
		return "–";
	return part == MONTH_OF_YEAR ? say_month_alone(ui, atoi(digits)) : digits;
}

static void part_card(struct ui *ui, const struct state *state, enum part part, const char *label)
{
	bool chosen = state->part == part;

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

static void month_row(struct ui *ui, const struct state *state, int first, int count)
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

static void months(struct ui *ui, const struct state *state)
{
	int across = ui_is_portrait(ui) ? 3 : 4;

	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .grow = 1});
	for (int month = 1; month <= 12; month += across)
		month_row(ui, state, month, across);
	ui_close(ui);
}

static void ways_on(struct ui *ui)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	ui_growing(ui_button(ui, UI_SECONDARY, _("I would rather not say"), REFUSE, 0));
	ui_with_end_icon(ui_growing(ui_button(ui, UI_PRIMARY, _("Continue"), CONTINUE, 0)),
		"arrow-right-bold");
	ui_close(ui);
}

static void parts_of_date(struct ui *ui, const struct state *state)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true});
	part_card(ui, state, DAY, _("Day"));
	part_card(ui, state, MONTH_OF_YEAR, _("Month"));
	part_card(ui, state, YEAR, _("Year"));
	ui_close(ui);
}

static void answers(struct ui *ui, const struct state *state)
{
	if (state->part == MONTH_OF_YEAR)
		months(ui, state);
	else
		ui_number_pad(ui);
}

static void one_below_the_other(struct ui *ui, const struct state *state)
{
	parts_of_date(ui, state);
	if (ui_is_portrait(ui) && ui_is_low(ui))
		ui_space(ui, 1);
	answers(ui, state);
	if (ui_is_portrait(ui) && !ui_is_low(ui))
		part_art_below(ui);
	ways_on(ui);
}

static bool is_flat(const struct ui *ui)
{
	return !ui_is_portrait(ui) && (ui_is_low(ui) || ui_reading(ui).bigger);
}

static void side_by_side(struct ui *ui, const struct state *state)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_WIDE, .grow = 1, .stays = true});
	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .grow = 1});
	parts_of_date(ui, state);
	ui_space(ui, 1);
	ways_on(ui);
	ui_close(ui);
	ui_column(ui, (struct ui_box){.grow = 1});
	answers(ui, state);
	ui_close(ui);
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct bars bars = {.title = _("When were you born?"),
		.back = BACK,
		.step = join_step(app, JOIN_BIRTH),
		.steps = join_steps(app),
		.shows_first = true};

	bars_open(app, ui, &bars);
	if (state->problem)
		part_notice(ui, UI_CREAM, "warning-fill", _(state->problem));
	else
		ui_text(ui, UI_BODY, _("For example 27 March 1990."));
	bars_touch(app, ui, &bars);
	if (is_flat(ui))
		side_by_side(ui, state);
	else
		one_below_the_other(ui, state);
	bars_close(app, ui, &bars);
}

static struct calendar_date answer(const struct state *state)
{
	return (struct calendar_date){
		.day = atoi(state->digits[DAY]),
		.month = atoi(state->digits[MONTH_OF_YEAR]),
		.year = atoi(state->digits[YEAR]),
	};
}

static void go_on(struct app *app, struct state *state)
{
	struct join_answers *answers = &app_visit_change(app)->join;
	struct calendar_date date = answer(state);

	state->problem = form_check_birth_date(date, app_today(app));
	if (state->problem)
		return;
	answers->birth = date;
	answers->birth_refused = false;
	join_continue(app, JOIN_BIRTH);
}

static void refuse(struct app *app)
{
	struct join_answers *answers = &app_visit_change(app)->join;

	answers->birth = (struct calendar_date){0};
	answers->birth_refused = true;
	join_continue(app, JOIN_BIRTH);
}

static void type(struct state *state, const char *text)
{
	char *digits = state->digits[state->part];
	size_t length = strlen(digits), most = state->part == YEAR ? 4 : 2;

	if (state->part == MONTH_OF_YEAR || strlen(text) != 1 || *text < '0' || *text > '9' ||
		length >= most)
		return;
	digits[length] = *text;
	digits[length + 1] = '\0';
}

static void erase(struct state *state)
{
	char *digits = state->digits[state->part];
	size_t length = strlen(digits);

	if (length)
		digits[length - 1] = '\0';
}

static void tap(struct app *app, int action, int which)
{
	struct state *state = app_state_change(app);

	state->problem = NULL;
	switch ((enum action)action) {
	case BACK:
		join_back(app, JOIN_BIRTH);
		break;
	case PART:
		state->part = (enum part)which;
		break;
	case MONTH:
		fill(state->digits[MONTH_OF_YEAR], which);
		break;
	case CONTINUE:
		go_on(app, state);
		break;
	case REFUSE:
		refuse(app);
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	struct state *state = app_state_change(app);

	if (message->kind != MESSAGE_NEWS)
		state->problem = NULL;
	if (message->kind == MESSAGE_TEXT)
		type(state, message->text);
	else if (message->kind == MESSAGE_BACKSPACE)
		erase(state);
	else if (message->kind == MESSAGE_ENTER)
		go_on(app, state);
	else
		return false;
	return true;
}

const struct screen screen_join_birth = {
	.name = "join_birth",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.patience_s = 120,
	.card_waits = true,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
