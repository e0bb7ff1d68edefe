/* Booked, or on the waiting list: said plainly, with the ticket to photograph. A card held near takes a
 * guest's booking, if its holder says so. */
#include <string.h>

#include "app/app.h"
#include "app/bars.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/themes.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

#define ACTIONS(A) A(DONE) A(PUT_ON_CARD) A(LEAVE)
SCREEN_ACTIONS(ACTIONS);

enum {
	TICKET_LASTS_S = 40,
	NEWS_WIDTH = 660,
	QR_SIZE = 560,
	QR_SIZE_MEDIUM = 440,
	QR_SIZE_SMALL = 360
};

struct state {
	char ticket[TICKET_TEXT];
	struct card_shown card; /* held near on this screen */
	bool asks;              /* whether the booking goes on it */
	bool has_other;         /* its holder has booked this already */
	bool waits;             /* something else was held near */
};

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);
	const struct visit *visit = app_visit(app);

	if (!store_ticket(app_store(app), &visit->booking, state->ticket))
		state->ticket[0] = '\0';
}

/* ---- what it says ---- */

struct outcome {
	enum ui_tone tone;
	const char *icon, *heading;
};

static const struct outcome outcomes[] = {
	[BOOKING_CONFIRMED] = {UI_TEAL, "check-bold", N_("You are booked")},
	[BOOKING_WAITING] = {UI_PLUM, "hourglass-bold", N_("You are on the waiting list")},
	[BOOKING_CANCELLED] = {UI_SUN, "calendar-x-bold", N_("This booking was cancelled")},
};

static bool is_waiting(const struct app *app)
{
	return app_visit(app)->booking.state == BOOKING_WAITING;
}

static const char *line_below(const struct app *app, struct ui *ui)
{
	const struct visit *visit = app_visit(app);

	if (is_waiting(app))
		return _(
			"You have no place yet. As soon as there are enough places for all of you, "
			"they are yours. Show this ticket here or at the desk to see how it "
			"stands.");
	if (visit->booked_again)
		return _("You have booked this already. Here is your ticket again.");
	return session_see_you(ui, &visit->session, app_now_ms(app));
}

static void facts(const struct app *app, struct ui *ui)
{
	const struct visit *visit = app_visit(app);

	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .grow = 1, .justify = UI_END});
	session_directed(part_line(ui, "map-pin-fill", UI_LABEL,
				 session_words(&visit->session, SESSION_ROOM)),
		&visit->session, SESSION_ROOM);
	if (!ui_is_crowded(ui) && !is_waiting(app))
		ui_foreign(part_line(ui, "books-fill", UI_LABEL, app_enrolment(app)->branch_name));
	part_line(ui, "users-fill", UI_LABEL, party_in_words(ui, &visit->booking.party));
	ui_close(ui);
}

static void news(const struct app *app, struct ui *ui)
{
	const struct outcome *outcome = &outcomes[app_visit(app)->booking.state];
	bool portrait = ui_is_portrait(ui);

	ui_column(ui, (struct ui_box){.width = portrait ? 0 : NEWS_WIDTH,
			      .width_max = portrait ? 0 : NEWS_WIDTH,
			      .grow = portrait,
			      .padding = ui_has_little_room(ui) ? UI_GAP_WIDE : UI_GAP_HUGE,
			      .gap = UI_GAP_LARGE,
			      .tone = outcome->tone});
	if (!is_waiting(app) || !ui_reading(ui).bigger)
		ui_badge(ui, outcome->icon, 124, UI_SUN);
	ui_heading(ui, is_waiting(app) && ui_reading(ui).bigger ? UI_HEADING : UI_LARGE,
		_(outcome->heading));
	ui_text(ui, is_waiting(app) ? UI_BODY : UI_TITLE, line_below(app, ui));
	ui_row(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_MEDIUM, .stays = true});
	if (!is_waiting(app) || !ui_reading(ui).bigger)
		facts(app, ui);
	if (portrait || (is_waiting(app) && ui_has_little_room(ui)))
		ui_drawing(ui, session_drawing(&app_visit(app)->session),
			ui_reading(ui).bigger ? 300 : 420, 330);
	ui_close(ui);
	ui_close(ui);
}

/* ---- the card ---- */

static bool is_guests(const struct app *app)
{
	return id_is_zero(app_visit(app)->booking.holder);
}

static void ask(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct holder *holder = &state->card.holder;
	const char *question = holder_may_be_named(holder)
				       ? ui_format(ui, _("Put this booking on your card, {name}?"),
						 "name", holder->first_name, NULL)
				       : _("Put this booking on your card?");

	part_held(app, ui);
	ui_private(part_notice(ui, UI_SUN, "identification-card-fill", question));
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE});
	ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY, _("No"), LEAVE, 0)), "x-bold");
	ui_with_icon(ui_growing(ui_button(ui, UI_PRIMARY, _("Yes"), PUT_ON_CARD, 0)), "check-bold");
	ui_close(ui);
}

/* Who has a card needs no photograph. */
static const char *what_to_do(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct holder *holder = &app_visit(app)->holder;

	if (state->has_other)
		return _("You have booked this with your card already. This ticket is good, too: "
			 "please take a photo of it.");
	if (is_guests(app))
		return _("Take a photo of the ticket or write down the code.");
	if (holder_may_be_named(holder))
		return ui_format(ui, _("Your card is your ticket, {name}."), "name",
			holder->first_name, NULL);
	return _("Your card is your ticket.");
}

static void ways_on(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (state->asks) {
		ask(app, ui);
		return;
	}
	if (app_held(app))
		part_held(app, ui);
	else if (state->waits)
		part_notice(ui, UI_CREAM, "hand-waving-fill", part_held_words(HELD_WAITS));
	else
		ui_private(ui_text(ui, UI_LABEL, what_to_do(app, ui)));
	ui_with_icon(ui_button(ui, UI_PRIMARY, _("Done"), DONE, 0), "check-bold");
}

/* ---- the screen ---- */

/* A question below it needs room, as bigger text does. */
static int qr_size(const struct state *state, const struct ui *ui)
{
	if (ui_reading(ui).bigger)
		return QR_SIZE_SMALL;
	return state->asks || state->has_other ? QR_SIZE_MEDIUM : QR_SIZE;
}

static void ticket(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct visit *visit = app_visit(app);

	ui_column(ui, (struct ui_box){.grow = 1,
			      .padding = ui_has_little_room(ui) ? UI_GAP_LARGE : UI_GAP_EDGE,
			      .gap = UI_GAP_LARGE,
			      .justify = UI_BETWEEN});
	part_ticket(ui, &(struct part_ticket){.session = &visit->session,
				.booking = &visit->booking,
				.text = state->ticket,
				.qr_size = qr_size(state, ui)});
	ui_column(ui, (struct ui_box){.gap = UI_GAP_LARGE});
	ways_on(app, ui);
	part_time_left(app, ui);
	ui_close(ui);
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	struct ui_box box = {.grow = 1, .stays = true};

	if (ui_is_portrait(ui))
		ui_column(ui, box);
	else
		ui_row(ui, box);
	news(app, ui);
	ticket(app, ui);
	ui_close(ui);
}

/* ---- what happens ---- */

static void put_on_card(struct app *app)
{
	struct state *state = app_state_change(app);
	struct visit *visit = app_visit_change(app);
	struct error error = {0};

	state->asks = false;
	if (store_put_on_card(
		    app_store(app), &visit->booking, &state->card, app_now_ms(app), &error))
		visit->holder = state->card.holder;
	else if (error.code == ERROR_REFUSED)
		state->has_other = true;
	else
		app_send_to_desk(app, "putting a booking on a card", &error);
}

static void tap(struct app *app, int action, int which)
{
	struct state *state = app_state_change(app);

	switch ((enum action)action) {
	case DONE:
		app_end_visit(app);
		break;
	case PUT_ON_CARD:
		put_on_card(app);
		break;
	case LEAVE:
		state->asks = false;
		break;
	}
}

/* Nothing that is held near takes a guest's ticket away unasked, but a ticket itself: who has one
 * to show has noted it. */
static bool handle(struct app *app, const struct message *message)
{
	struct state *state = app_state_change(app);

	if (message->kind != MESSAGE_PRESENTED || !is_guests(app) ||
		message->presented.kind == PRESENTED_TICKET)
		return false;
	state->card = (struct card_shown){.token = message->presented.token,
		.holder = store_holder(app_store(app), &message->presented.token)};
	state->asks = holder_is_known(state->card.holder.status);
	state->waits = !state->asks;
	return true;
}

static void painted(struct app *app)
{
	app_shown(app, app_visit(app)->booking.id);
}

const struct screen screen_ticket = {
	.name = "ticket",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.lasts_s = TICKET_LASTS_S,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
	.painted = painted,
};
