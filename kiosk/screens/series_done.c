/* What became of each date: booked, waiting, or not and why. Who has a card needs no photograph; a
 * guest is shown the tickets, one after the other. */
#include <string.h>

#include "app/app.h"
#include "app/bars.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

#define ACTIONS(A) A(DONE) A(TICKETS)
SCREEN_ACTIONS(ACTIONS);

enum { LASTS_S = 60, SIDE_WIDTH = 560, FEW_SHORT = 2, FEW = 6 };
UI_LIST_FITS(SERIES_MAX);

struct state {
	struct session sessions[SERIES_MAX];
	bool waits; /* something was held near, over a guest's codes */
};

static const struct visit_series *series_of(const struct app *app)
{
	return &app_visit(app)->series;
}

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);
	const struct visit_series *series = series_of(app);

	for (int i = 0; i < series->count; i++)
		store_session(
			app_store(app), series->answers[i].booking.session, &state->sessions[i]);
}

static bool is_made(const struct series_answer *answer)
{
	return answer->refusal == BOOKING_ALLOWED;
}

static bool is_booked(const struct series_answer *answer)
{
	return is_made(answer) && answer->booking.state == BOOKING_CONFIRMED;
}

static int count_of(const struct app *app, bool (*is)(const struct series_answer *answer))
{
	const struct visit_series *series = series_of(app);
	int count = 0;

	for (int i = 0; i < series->count; i++)
		count += is(&series->answers[i]);
	return count;
}

static bool is_guests_booking(const struct series_answer *answer)
{
	return is_made(answer) && id_is_zero(answer->booking.holder);
}

/* Also after a crash, when nobody has held a card near again. */
static bool is_guests(const struct app *app)
{
	return count_of(app, is_guests_booking) > 0;
}

/* ---- each date ---- */

struct outcome {
	const char *icon, *words;
	enum ui_tone tone;
};

static struct outcome outcome_of(const struct series_answer *answer)
{
	if (!is_made(answer))
		return (struct outcome){
			"calendar-x-bold", not_booked_in_words(answer->refusal), UI_CORAL};
	if (answer->booking.state == BOOKING_WAITING && answer->few)
		return (struct outcome){"hourglass-bold",
			_("Few places are left: all of you are on the waiting list."), UI_PLUM};
	if (answer->booking.state == BOOKING_WAITING)
		return (struct outcome){"hourglass-bold",
			_("On the waiting list: you have no place yet."), UI_PLUM};
	if (answer->again)
		return (struct outcome){
			"calendar-check-bold", _("You have booked this already."), UI_TEAL};
	return (struct outcome){"check-bold", _("Booked"), UI_TEAL};
}

static void code(struct ui *ui, const struct series_answer *answer)
{
	if (is_guests_booking(answer))
		ui_private(ui_left_to_right(
			ui_text(ui, UI_LABEL, code_in_groups(ui, answer->booking.code))));
}

static void date_row(const struct app *app, struct ui *ui, int i)
{
	const struct state *state = app_state(app);
	const struct series_answer *answer = &series_of(app)->answers[i];
	struct outcome outcome = outcome_of(answer);
	bool beneath = ui_reading(ui).bigger;

	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM,
			   .padding_inline = UI_GAP_SMALL,
			   .padding_block = UI_GAP_HAIR,
			   .tone = UI_WHITE,
			   .radius = 32,
			   .align = UI_CENTRE,
			   .stays = true});
	part_leaf(ui, &state->sessions[i], true);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_HAIR, .grow = 1, .justify = UI_CENTRE});
	ui_text(ui, UI_LABEL, say_date(ui, state->sessions[i].starts_ms));
	ui_toned(ui_text(ui, UI_BODY, outcome.words), outcome.tone);
	if (beneath)
		code(ui, answer);
	ui_close(ui);
	if (!beneath)
		code(ui, answer);
	ui_badge(ui, outcome.icon, 72, outcome.tone);
	ui_close(ui);
}

/* ---- the page ---- */

static const char *title(const struct app *app, struct ui *ui)
{
	int booked = count_of(app, is_booked);

	if (booked == 0 && count_of(app, is_made) == 0)
		return _("Nothing was booked");
	if (booked == 0)
		return _("You are on the waiting list");
	return ui_format(ui,
		language_counted("{count} date is booked", "{count} dates are booked",
			(unsigned long)booked),
		"count", ui_number(ui, booked), NULL);
}

static void buttons(const struct app *app, struct ui *ui)
{
	bool guest = is_guests(app);

	if (guest)
		ui_with_icon(ui_button(ui, UI_PRIMARY, _("Show the tickets"), TICKETS, 0),
			"ticket-bold");
	ui_with_icon(
		ui_button(ui, guest ? UI_SECONDARY : UI_PRIMARY, _("Done"), DONE, 0), "check-bold");
}

static void ways_on(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	bool portrait = ui_is_portrait(ui);

	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .width = portrait ? 0 : SIDE_WIDTH});
	if (!portrait && !ui_is_short(ui))
		part_art_below(ui);
	if (state->waits)
		part_notice(ui, UI_CREAM, "hand-waving-fill", part_held_words(HELD_WAITS));
	else if (!is_guests(app) && count_of(app, is_made) > 0)
		ui_text(ui, UI_LABEL, _("Your card is your ticket."));
	buttons(app, ui);
	if ((!ui_is_short(ui) || series_of(app)->count <= FEW_SHORT) && !ui_has_little_room(ui))
		part_time_left(app, ui);
	ui_close(ui);
}

static void list(const struct app *app, struct ui *ui)
{
	int count = series_of(app)->count;
	bool few = ui_is_portrait(ui) && count <= FEW;

	ui_pages(ui, (struct ui_box){.grow = !few, .gap = UI_GAP_SMALL});
	for (int i = 0; i < count; i++)
		date_row(app, ui, i);
	ui_close(ui);
	if (few)
		part_art_below(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct bars bars = {.title = title(app, ui)};

	bars_open(app, ui, &bars);
	(ui_is_portrait(ui) ? ui_column : ui_row)(
		ui, (struct ui_box){.grow = 1, .gap = UI_GAP_LARGE, .stays = true});
	list(app, ui);
	ways_on(app, ui);
	ui_close(ui);
	bars_close(app, ui, &bars);
}

/* ---- what happens ---- */

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case DONE:
		app_end_visit(app);
		break;
	case TICKETS:
		app_go(app, &screen_series_tickets);
		break;
	}
}

/* Nothing that is held near takes a guest's codes away. */
static bool handle(struct app *app, const struct message *message)
{
	struct state *state = app_state_change(app);

	if (message->kind != MESSAGE_PRESENTED || !is_guests(app))
		return false;
	state->waits = true;
	return true;
}

static void painted(struct app *app)
{
	const struct visit_series *series = series_of(app);

	for (int i = 0; i < series->count; i++)
		if (is_made(&series->answers[i]))
			app_shown(app, series->answers[i].booking.id);
}

const struct screen screen_series_done = {
	.name = "series_done",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.lasts_s = LASTS_S,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
	.painted = painted,
};
