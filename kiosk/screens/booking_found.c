/* A booking for a later day, found by its code: the session and the party, nothing else; the ticket
 * changes and cancels it. A guest's can be put on a card, which then is its ticket. */
#include "app/app.h"
#include "app/bars.h"
#include "screens/fair.h"
#include "screens/onto_card.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/tell_me.h"
#include "screens/words.h"
#include "ui/language.h"

#define ACTIONS(A) A(DONE) A(PUT_ON_CARD) A(LEAVE) A(TELL_ME)
SCREEN_ACTIONS(ACTIONS);

enum { SIDE_WIDTH = 760 };

struct state {
	struct onto_card onto_card;
	bool promoted; /* and nobody told them yet */
	bool not_kept; /* it was promised, and is not there any more */
};

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);
	struct id id = app_visit(app)->booking.id;

	state->promoted = store_untold_promotion(app_store(app), id, app_now_ms(app));
	state->not_kept = store_was_not_kept(app_store(app), id);
}

/* ---- what it is ---- */

/* False: as it should. */
static bool how_it_stands(const struct app *app, struct ui *ui)
{
	enum booking_state booking = app_visit(app)->booking.state;
	const struct state *state = app_state(app);

	if (state->not_kept)
		part_notice(ui, UI_SUN, "warning-circle-fill",
			not_kept_in_words(ui, &app_visit(app)->session));
	else if (booking == BOOKING_CANCELLED || app_visit(app)->session.cancelled)
		part_notice(ui, UI_CREAM, "calendar-x-bold", _("This booking was cancelled"));
	else if (state->promoted)
		part_notice(ui, UI_SUN, "check-circle-fill",
			promoted_in_words(ui, &app_visit(app)->session));
	else if (booking == BOOKING_WAITING)
		part_notice(ui, UI_CREAM, "hourglass-bold",
			waiting_in_words(ui, &app_visit(app)->booking));
	else
		return false;
	return true;
}

/* With the ticket: who has read the code over a shoulder cancels nothing. */
static bool may_be_changed(const struct app *app)
{
	const struct visit *visit = app_visit(app);

	return !holder_is_known(visit->holder.status) && visit->booking.state != BOOKING_CANCELLED;
}

static void what(const struct app *app, struct ui *ui)
{
	const struct visit *visit = app_visit(app);

	part_session_card(ui, &visit->session, PLACES_UNSAID);
	part_line(ui, "users-fill", ui_has_little_room(ui) ? UI_BODY : UI_TITLE,
		party_in_words(ui, &visit->booking.party));
	bool said = how_it_stands(app, ui);
	if (may_be_changed(app) && !(said && (ui_has_little_room(ui) || ui_is_short(ui))))
		part_notice(ui, UI_WHITE, "ticket-bold",
			_("To change or cancel it, hold your ticket here or ask at the desk."));
}

/* ---- the card ---- */

static bool may_be_put_on_card(const struct app *app)
{
	const struct visit *visit = app_visit(app);

	return onto_card_is_guests(app) && visit->booking.state != BOOKING_CANCELLED &&
	       !visit->session.cancelled;
}

static void card(const struct app *app, struct ui *ui)
{
	const struct onto_card *state = &((const struct state *)app_state(app))->onto_card;
	const struct holder *holder = &app_visit(app)->holder;

	if (state->has_other)
		part_notice(ui, UI_CREAM, "identification-card-fill",
			_("You have booked this with your card already. Your ticket is good, too."));
	else if (state->that_day_ms)
		ui_private(part_notice(ui, UI_CREAM, "identification-card-fill",
			fair_not_on_card_in_words(ui, state->that_day_ms)));
	else if (may_be_put_on_card(app))
		part_hold_card(app, ui, _("Have a card? Then you need no ticket"));
	else if (holder_may_be_named(holder))
		ui_private(part_notice(ui, UI_SUN, "check-circle-fill",
			ui_format(ui, _("Your card is your ticket, {name}."), "name",
				holder->first_name, NULL)));
	else if (holder_is_known(holder->status))
		part_notice(ui, UI_SUN, "check-circle-fill", _("Your card is your ticket."));
}

/* A code says nothing of a card's booking, and takes nothing from it. */
static bool may_be_told(const struct app *app)
{
	const struct visit *visit = app_visit(app);

	return tell_me_is_offered(app) &&
	       (onto_card_is_guests(app) || id_equal(visit->booking.holder, visit->holder.id));
}

static void share_line(struct ui *ui, struct ui_node *button)
{
	if (ui_is_short(ui))
		ui_growing(button);
}

static void ways_on(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (state->onto_card.asks) {
		onto_card_question(app, ui, &state->onto_card, PUT_ON_CARD, LEAVE);
		return;
	}
	card(app, ui);
	if (ui_is_short(ui))
		ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true});
	else
		ui_column(ui, (struct ui_box){.gap = UI_GAP_LARGE});
	if (may_be_told(app))
		share_line(ui, ui_with_icon(ui_button(ui, UI_SECONDARY, _("Tell me of places"),
						    TELL_ME, 0),
				       "bell-bold"));
	share_line(ui, ui_with_icon(ui_button(ui, UI_PRIMARY, _("Done"), DONE, 0), "check-bold"));
	ui_close(ui);
}

/* ---- the screen ---- */

static void touched(const struct app *app, struct ui *ui)
{
	part_drawing_below(ui, &app_visit(app)->session);
	ways_on(app, ui);
}

static void beside(const struct app *app, struct ui *ui)
{
	ui_row(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_EDGE, .stays = true});
	ui_column(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_LARGE});
	what(app, ui);
	ui_close(ui);
	ui_column(ui,
		(struct ui_box){.width = SIDE_WIDTH, .width_max = SIDE_WIDTH, .gap = UI_GAP_LARGE});
	touched(app, ui);
	ui_close(ui);
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct bars bars = {.title = _("Your booking"), .shows_first = true};

	bars_open(app, ui, &bars);
	if (ui_is_portrait(ui) || ui_is_low(ui))
		what(app, ui);
	bars_touch(app, ui, &bars);
	if (ui_is_portrait(ui) || ui_is_low(ui))
		touched(app, ui);
	else
		beside(app, ui);
	bars_close(app, ui, &bars);
}

static void tap(struct app *app, int action, int which)
{
	struct state *state = app_state_change(app);

	switch ((enum action)action) {
	case DONE:
		app_end_visit(app);
		break;
	case PUT_ON_CARD:
		onto_card_put(app, &state->onto_card);
		break;
	case LEAVE:
		state->onto_card.asks = false;
		break;
	case TELL_ME:
		tell_me_begin(app, TELL_ME_FROM_CODE);
		break;
	}
}

/* A card that nobody knows of, or that is none, arrives. */
static bool handle(struct app *app, const struct message *message)
{
	struct state *state = app_state_change(app);

	if (message->kind != MESSAGE_PRESENTED || !may_be_put_on_card(app))
		return false;
	return onto_card_handle(app, &state->onto_card, message) && !state->onto_card.waits;
}

static void painted(struct app *app)
{
	const struct state *state = app_state(app);

	if (state->promoted || state->not_kept)
		store_mark_told(app_store(app), app_visit(app)->booking.id, NULL);
}

const struct screen screen_booking_found = {
	.name = "booking_found",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
	.painted = painted,
};
