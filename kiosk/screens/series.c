/* Which dates of a series? A plain list with a tick each; what has no places here is asked for on the
 * spot, for some seconds, and otherwise waits. One tap books all that is ticked, or nothing. */
#include <assert.h>

#include "app/app.h"
#include "app/bars.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/series.h"
#include "ui/language.h"
#include "ui/ui.h"

#define ACTIONS(A) A(BACK) A(TICK) A(ALL) A(WITH_PLACES) A(GO_ON)
SCREEN_ACTIONS(ACTIONS);

enum { SIDE_WIDTH = 560 };

UI_LIST_FITS(SERIES_MAX);

/* ---- reading ---- */

/* Until the visitor chooses, what has places is ticked. */
static void tick_those_with_places(struct series_state *state)
{
	for (int i = 0; i < state->list.count; i++)
		state->ticked[i] = state->list.dates[i] == DATE_PLACES;
}

static void read_ticks(struct series_state *state)
{
	for (int i = 0; i < state->list.count; i++)
		state->ticked[i] = state->ticked[i] && date_list_is_open(&state->list, i);
	if (!state->chosen)
		tick_those_with_places(state);
}

static void enter(struct app *app)
{
	struct series_state *state = app_state_change(app);
	const struct session *first = &app_visit(app)->session;

	state->span = series_span_of(app, first);
	state->list.party = app_visit(app)->party;
	state->list.count = store_series(
		app_store(app), first, state->list.sessions, SERIES_MAX, &state->span.more);
	date_list_begin(app, &state->list);
	read_ticks(state);
}

/* ---- the page ---- */

static void date_row(struct ui *ui, const struct series_state *state, int i)
{
	bool is_open = date_list_is_open(&state->list, i);

	ui_selected(date_list_open_row(ui, is_open ? TICK : 0, i), state->ticked[i]);
	date_list_words(ui, &state->list, i);
	if (!is_open)
		ui_badge(ui,
			state->list.dates[i] == DATE_HAD ? "calendar-check-bold" : "clock-bold", 72,
			UI_SAND);
	else
		ui_badge(ui, state->ticked[i] ? "check-bold" : "plus-bold", 72,
			state->ticked[i] ? UI_TEAL : UI_SAND);
	ui_close(ui);
}

static int ticked_count(const struct series_state *state)
{
	int count = 0;

	for (int i = 0; i < state->list.count; i++)
		count += state->ticked[i];
	return count;
}

/* The whole of what is ticked is `with_places`, or everything. */
static bool is_ticked_as(const struct series_state *state, bool with_places)
{
	for (int i = 0; i < state->list.count; i++) {
		bool wanted = with_places ? state->list.dates[i] == DATE_PLACES
					  : date_list_is_open(&state->list, i);
		if (state->ticked[i] != wanted)
			return false;
	}
	return true;
}

static void quick_button(struct ui *ui, const char *words, int action, bool selected)
{
	struct ui_node *button = ui_button(ui, selected ? UI_DARK : UI_SECONDARY, words, action, 0);

	if (ui_is_portrait(ui))
		ui_growing(button);

	if (selected)
		ui_with_icon(ui_selected(button, true), "check-bold");
}

static void quick_buttons(struct ui *ui, const struct series_state *state)
{
	bool all = is_ticked_as(state, false);

	quick_button(ui, _("All dates"), ALL, all);
	quick_button(ui, _("Only with places"), WITH_PLACES, !all && is_ticked_as(state, true));
}

/* What is asked for will be ticked by itself. */
static bool nothing_to_choose_yet(const struct series_state *state)
{
	return date_list_is_awaited(&state->list) && !state->chosen && ticked_count(state) == 0;
}

static const char *what_to_know(const struct app *app, struct ui *ui)
{
	const struct series_state *state = app_state(app);

	if (date_list_is_awaited(&state->list) && !nothing_to_choose_yet(state))
		return _("We are asking for places ...");
	if (state->list.offline)
		return _("More places cannot be asked for at this moment. Dates without places "
			 "go on the waiting list.");
	if (state->span.more)
		return ui_format(ui,
			_("These are the next {count} dates. You can book later ones another "
			  "time."),
			"count", ui_number(ui, state->list.count), NULL);
	return NULL;
}

static void go_on(struct ui *ui, const struct series_state *state)
{
	int count = ticked_count(state);

	if (nothing_to_choose_yet(state))
		part_notice(ui, UI_WHITE, "clock-bold", _("We are asking for places ..."));
	else if (count == 0)
		part_notice(ui, UI_WHITE, "hand-tap-bold", _("Please choose at least one date."));
	else
		ui_with_end_icon(
			ui_button(ui, UI_PRIMARY,
				ui_format(ui,
					language_counted("Book {count} date", "Book {count} dates",
						(unsigned long)count),
					"count", ui_number(ui, count), NULL),
				GO_ON, 0),
			"arrow-right-bold");
}

static void ways_on(struct ui *ui, const struct series_state *state)
{
	bool portrait = ui_is_portrait(ui);

	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .width = portrait ? 0 : SIDE_WIDTH});
	if (!portrait && !ui_is_short(ui))
		part_art_below(ui);
	if (portrait)
		ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true});
	quick_buttons(ui, state);
	if (portrait)
		ui_close(ui);
	go_on(ui, state);
	ui_close(ui);
}

static void list(struct ui *ui, const struct series_state *state)
{
	ui_pages(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_SMALL});
	for (int i = 0; i < state->list.count; i++)
		date_row(ui, state, i);
	ui_close(ui);
}

/* On a wide screen the ways on stand beside the list, which needs the room. */
static void view(const struct app *app, struct ui *ui)
{
	const struct series_state *state = app_state(app);
	const struct bars bars = {.title = series_in_words(ui, &state->span),
		.back = BACK,
		.step = BOOKING_DATES,
		.steps = BOOKING_DATES};
	const char *known = what_to_know(app, ui);

	bars_open(app, ui, &bars);
	if (known && !ui_is_short(ui) && !ui_is_crowded(ui))
		part_notice(ui, UI_CREAM, "info-fill", known);
	(ui_is_portrait(ui) ? ui_column : ui_row)(
		ui, (struct ui_box){.grow = 1, .gap = UI_GAP_LARGE, .stays = true});
	list(ui, state);
	ways_on(ui, state);
	ui_close(ui);
	bars_close(app, ui, &bars);
}

/* ---- what happens ---- */

static int put_ticked(struct app *app, const struct series_state *state)
{
	struct visit_series *series = &app_visit_change(app)->series;

	*series = (struct visit_series){0};
	for (int i = 0; i < state->list.count; i++)
		if (state->ticked[i])
			series->answers[series->count++].booking.session =
				state->list.sessions[i].id;
	return series->count;
}

static void book(struct app *app)
{
	struct visit *visit = app_visit_change(app);
	const struct series_state *state = app_state(app);
	struct booking_wish wish = {
		.holder = visit->holder,
		.token = visit->presented.token.kind != TOKEN_NONE ? &visit->presented.token : NULL,
		.party = visit->party,
		.language = ui_language()->code,
	};
	struct error error = {0};

	if (put_ticked(app, state) == 0)
		return;
	if (store_book_series(app_store(app), &wish, app_now_ms(app), visit->series.answers,
		    visit->series.count, &error))
		app_go(app, &screen_series_done);
	else
		app_send_to_desk(app, "booking a series", &error);
}

static void tick(struct series_state *state, int action, int which)
{
	state->chosen = true;
	if (action == TICK) {
		assert(which >= 0 && which < state->list.count);
		state->ticked[which] = !state->ticked[which];
		return;
	}
	for (int i = 0; i < state->list.count; i++)
		state->ticked[i] = action == ALL ? date_list_is_open(&state->list, i)
						 : state->list.dates[i] == DATE_PLACES;
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case BACK:
		app_visit_change(app)->keeps_party = true;
		app_go(app, &screen_party);
		break;
	case TICK:
	case ALL:
	case WITH_PLACES:
		tick(app_state_change(app), action, which);
		break;
	case GO_ON:
		book(app);
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	struct series_state *state = app_state_change(app);

	if (!date_list_heard(app, &state->list, message))
		return false;
	read_ticks(state);
	return true;
}

const struct screen screen_series = {
	.name = "series",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct series_state),
	.card_waits = true,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
