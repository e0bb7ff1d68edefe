/* One of the visitor's own bookings: its ticket again, and cancelling in two taps. */
#include "app/app.h"
#include "app/bars.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"
#include "ui/ui.h"

#define ACTIONS(A) A(BACK) A(CANCEL) A(CANCEL_NOW) A(KEEP)
SCREEN_ACTIONS(ACTIONS);

enum { SIDE_WIDTH = 680, QR_SIZE = 520, QR_SIZE_HALF = 340 };

struct state {
	char ticket[TICKET_TEXT];
	bool asked; /* "really?" */
	bool cancelled;
};

static void read_ticket(struct app *app)
{
	struct state *state = app_state_change(app);
	struct visit *visit = app_visit_change(app);

	store_booking(app_store(app), visit->booking.id, &visit->booking);
	state->cancelled = visit->booking.state == BOOKING_CANCELLED;
	if (state->cancelled || !store_ticket(app_store(app), &visit->booking, state->ticket))
		state->ticket[0] = '\0';
}

/* ---- cancelling ---- */

static void ask(struct ui *ui)
{
	part_notice(ui, UI_SUN, "warning-circle-fill",
		_("Cancel this booking? Your places go to somebody else."));
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY, _("Yes, cancel it"), CANCEL_NOW, 0)),
		"calendar-x-bold");
	ui_with_icon(
		ui_growing(ui_button(ui, UI_PRIMARY, _("No, keep it"), KEEP, 0)), "check-bold");
	ui_close(ui);
}

static void ways_on(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (state->cancelled)
		return;
	if (state->asked)
		ask(ui);
	else
		ui_with_icon(ui_button(ui, UI_SECONDARY, _("Cancel this booking"), CANCEL, 0),
			"calendar-x-bold");
}

static void how_it_stands(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (state->cancelled)
		part_notice(ui, UI_CREAM, "check-circle-fill",
			_("This booking is cancelled. Thank you for telling us."));
	else if (app_visit(app)->booking.state == BOOKING_WAITING)
		part_notice(ui, UI_CREAM, "hourglass-bold",
			_("You are on the waiting list: you have no place yet."));
}

static bool has_ticket(const struct app *app)
{
	const struct state *state = app_state(app);

	return state->ticket[0];
}

static void ticket(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct visit *visit = app_visit(app);

	how_it_stands(app, ui);
	if (has_ticket(app))
		part_ticket(ui, &(struct part_ticket){.session = &visit->session,
					.booking = &visit->booking,
					.text = state->ticket,
					.qr_size = ui_is_short(ui) ? QR_SIZE_HALF : QR_SIZE,
					.says_party = true});
	else
		part_session_card(ui, &visit->session, PLACES_UNSAID);
}

/* A calm one once it is cancelled. */
static void drawing(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	struct session session = app_visit(app)->session;

	session.cancelled |= state->cancelled;
	part_drawing_below(ui, &session);
}

static void view_portrait(const struct app *app, struct ui *ui)
{
	ticket(app, ui);
	drawing(app, ui);
	ways_on(app, ui);
}

static void view_landscape(const struct app *app, struct ui *ui)
{
	ui_row(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_EDGE, .stays = true});
	ui_column(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_LARGE});
	ticket(app, ui);
	ui_close(ui);
	ui_column(ui,
		(struct ui_box){.width = SIDE_WIDTH, .width_max = SIDE_WIDTH, .gap = UI_GAP_LARGE});
	drawing(app, ui);
	ways_on(app, ui);
	ui_close(ui);
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct bars bars = {.title = _("Your booking"),
		.back = BACK,
		.shows_first = true,
		.has_drawing = ui_is_portrait(ui) && has_ticket(app)};

	bars_open(app, ui, &bars);
	if (ui_is_low(ui))
		ticket(app, ui);
	bars_touch(app, ui, &bars);
	if (ui_is_low(ui)) {
		ways_on(app, ui);
		drawing(app, ui);
	} else if (ui_is_portrait(ui)) {
		view_portrait(app, ui);
	} else {
		view_landscape(app, ui);
	}
	bars_close(app, ui, &bars);
}

/* ---- what happens ---- */

static void cancel(struct app *app)
{
	struct error error = {0};

	if (store_cancel(app_store(app), app_visit(app)->booking.id, app_now_ms(app), &error))
		read_ticket(app);
	else
		app_send_to_desk(app, "cancelling", &error);
}

static void tap(struct app *app, int action, int which)
{
	struct state *state = app_state_change(app);

	switch ((enum action)action) {
	case BACK:
		app_go(app, &screen_my_page);
		break;
	case CANCEL:
	case KEEP:
		state->asked = action == CANCEL;
		break;
	case CANCEL_NOW:
		cancel(app);
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	if (message->kind != MESSAGE_NEWS)
		return false;
	read_ticket(app);
	return true;
}

const struct screen screen_booking = {
	.name = "booking",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.enter = read_ticket,
	.view = view,
	.tap = tap,
	.handle = handle,
};
