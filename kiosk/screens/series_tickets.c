/* A guest's tickets of several dates, one at a time, so that each can be photographed. */
#include "app/app.h"
#include "app/bars.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"
#include "ui/ui.h"

#define ACTIONS(A) A(PREVIOUS) A(NEXT) A(DONE)
SCREEN_ACTIONS(ACTIONS);

enum { LASTS_S = 60, QR_SIZE = 520, QR_SIZE_WIDE = 380, QR_SIZE_SMALL = 340 };

struct state {
	struct booking bookings[SERIES_MAX];
	int count, at;
	struct session session;
	char ticket[TICKET_TEXT];
	bool waits;
};

static void show(struct app *app, int at)
{
	struct state *state = app_state_change(app);

	state->at = at;
	state->ticket[0] = '\0';
	if (at < 0 || at >= state->count ||
		!store_session(app_store(app), state->bookings[at].session, &state->session) ||
		!store_ticket(app_store(app), &state->bookings[at], state->ticket))
		state->ticket[0] = '\0';
}

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);
	const struct visit_series *series = &app_visit(app)->series;

	for (int i = 0; i < series->count; i++)
		if (series->answers[i].refusal == BOOKING_ALLOWED)
			state->bookings[state->count++] = series->answers[i].booking;
	show(app, 0);
}

static void ways_on(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true});
	if (state->at > 0)
		ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY, _("Previous"), PREVIOUS, 0)),
			"arrow-left-bold");
	if (state->at + 1 < state->count)
		ui_with_end_icon(ui_growing(ui_button(ui, UI_PRIMARY, _("Next"), NEXT, 0)),
			"arrow-right-bold");
	else
		ui_with_icon(
			ui_growing(ui_button(ui, UI_PRIMARY, _("Done"), DONE, 0)), "check-bold");
	ui_close(ui);
}

static int qr_size(const struct ui *ui)
{
	if (ui_is_short(ui) || ui_reading(ui).bigger)
		return QR_SIZE_SMALL;
	return ui_is_portrait(ui) ? QR_SIZE : QR_SIZE_WIDE;
}

static void view(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct bars bars = {
		.title = ui_format(ui, _("Ticket {number} of {count}"), "number",
			ui_number(ui, state->at + 1), "count", ui_number(ui, state->count), NULL),
		.shows_first = true,
		.has_drawing = true};

	bars_open(app, ui, &bars);
	if (state->waits)
		part_notice(ui, UI_CREAM, "hand-waving-fill", part_held_words(HELD_WAITS));
	part_ticket(ui, &(struct part_ticket){.session = &state->session,
				.booking = &state->bookings[state->at],
				.text = state->ticket,
				.qr_size = qr_size(ui)});
	bars_touch(app, ui, &bars);
	if (!ui_is_short(ui) && !ui_reading(ui).bigger)
		ui_text(ui, UI_BODY, _("Take a photo of the ticket or write down the code."));
	if (ui_is_portrait(ui) || ui_is_low(ui))
		part_art_below(ui);
	else
		ui_space(ui, 1);
	ways_on(app, ui);
	if (!ui_is_short(ui))
		part_time_left(app, ui);
	bars_close(app, ui, &bars);
}

static void tap(struct app *app, int action, int which)
{
	const struct state *state = app_state(app);

	switch ((enum action)action) {
	case PREVIOUS:
		show(app, state->at - 1);
		break;
	case NEXT:
		show(app, state->at + 1);
		break;
	case DONE:
		app_end_visit(app);
		break;
	}
}

/* Nothing that is held near takes a guest's tickets away. */
static bool handle(struct app *app, const struct message *message)
{
	struct state *state = app_state_change(app);

	if (message->kind != MESSAGE_PRESENTED)
		return false;
	state->waits = true;
	return true;
}

const struct screen screen_series_tickets = {
	.name = "series_tickets",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.lasts_s = LASTS_S,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
