/* Booked, or on the waiting list: said plainly, with the ticket to photograph. A card held near takes a
 * guest's booking, if its holder says so. */
#include <string.h>

#include "app/app.h"
#include "app/bars.h"
#include "screens/fair.h"
#include "screens/onto_card.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/slip.h"
#include "screens/tell_me.h"
#include "screens/themes.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

#define ACTIONS(A) A(DONE) A(PUT_ON_CARD) A(LEAVE) A(CALENDAR) A(TELL) A(PRINT) A(TELL_ME)
SCREEN_ACTIONS(ACTIONS);

enum {
	TICKET_LASTS_S = 40,
	NEWS_WIDTH = 660,
	QR_SIZE = 460,
	QR_SIZE_MEDIUM = 400,
	QR_SIZE_SMALL = 280
};

struct state {
	char ticket[TICKET_TEXT];
	struct onto_card onto_card;
	bool promoted; /* while the ticket shows, or before: this one says it */
};

static void read_ticket(struct app *app)
{
	struct state *state = app_state_change(app);
	struct visit *visit = app_visit_change(app);

	if (!store_ticket(app_store(app), &visit->booking, state->ticket))
		state->ticket[0] = '\0';
	state->promoted |=
		store_untold_promotion(app_store(app), visit->booking.id, app_now_ms(app));
}

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);
	struct visit *visit = app_visit_change(app);

	visit->has_ticket = true;
	slip_begin(app);
	read_ticket(app);
	if (visit->card_for_ticket.kind == PRESENTED_NOTHING)
		return;
	onto_card_ask_about(app, &state->onto_card, &visit->card_for_ticket);
	explicit_bzero(&visit->card_for_ticket, sizeof(visit->card_for_ticket));
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
	const struct state *state = app_state(app);
	const struct visit *visit = app_visit(app);

	if (is_waiting(app) && visit->booking.tell_me)
		return _(
			"You have no place yet. As soon as there are enough places for all of you, "
			"they are yours. We will tell you then, or on the day before if some are "
			"free.");
	if (is_waiting(app))
		return _(
			"You have no place yet. As soon as there are enough places for all of you, "
			"they are yours. Show this ticket here or at the desk to see how it "
			"stands.");
	if (state->promoted)
		return promoted_in_words(ui, &visit->session);
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

/* Who waits is told more. */
static enum ui_size line_size(const struct app *app, const struct ui *ui)
{
	if (!is_waiting(app))
		return UI_TITLE;
	return ui_has_little_room(ui) ? UI_CAPTION : UI_BODY;
}

static void news(const struct app *app, struct ui *ui)
{
	const struct outcome *outcome = &outcomes[app_visit(app)->booking.state];
	const char *line = line_in_words(ui, &app_visit(app)->booking);
	bool portrait = ui_is_portrait(ui), bigger = ui_reading(ui).bigger;
	bool waits = is_waiting(app);

	ui_column(ui, (struct ui_box){.width = portrait ? 0 : NEWS_WIDTH,
			      .width_max = portrait ? 0 : NEWS_WIDTH,
			      .grow = portrait,
			      .padding = ui_has_little_room(ui) ? UI_GAP_WIDE : UI_GAP_HUGE,
			      .gap = UI_GAP_LARGE,
			      .tone = outcome->tone});
	if (!waits || (!bigger && (portrait || !*line)))
		ui_badge(ui, outcome->icon, 124, UI_SUN);
	ui_heading(ui, waits && bigger ? UI_HEADING : UI_LARGE, _(outcome->heading));
	if (*line)
		ui_text(ui, UI_TITLE, line);
	ui_text(ui, line_size(app, ui), line_below(app, ui));
	ui_row(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_MEDIUM, .stays = true});
	if (!bigger)
		facts(app, ui);
	if (portrait || (ui_has_little_room(ui) && !(bigger && *line)))
		ui_drawing(ui, session_drawing(&app_visit(app)->session),
			ui_reading(ui).bigger ? 300 : 420, 330);
	ui_close(ui);
	ui_close(ui);
}

/* ---- the card ---- */

/* Who has a card needs no photograph. */
static const char *what_to_do(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct holder *holder = &app_visit(app)->holder;

	if (state->onto_card.has_other)
		return _("You have booked this with your card already. This ticket is good, too: "
			 "please take a photo of it.");
	if (app_visit(app)->changed && !holder_is_known(holder->status))
		return _("This is your new ticket; the old one is no longer good. Take a photo of "
			 "it or write down the code.");
	if (onto_card_is_guests(app))
		return _("Take a photo of the ticket or write down the code.");
	if (holder_may_be_named(holder))
		return ui_format(ui, _("Your card is your ticket, {name}."), "name",
			holder->first_name, NULL);
	return _("Your card is your ticket.");
}

/* Who waits leaves a contact once; then its button's place says that it is here. */
static void told_by(const struct app *app, struct ui *ui)
{
	if (!app_visit(app)->booking.tell_me) {
		ui_with_icon(
			ui_growing(ui_button(ui, UI_SECONDARY, _("Tell me of places"), TELL_ME, 0)),
			"bell-bold");
		return;
	}
	ui_column(ui, (struct ui_box){.grow = 1, .align = UI_CENTRE, .justify = UI_CENTRE});
	part_line(ui, "bell-fill", UI_LABEL, _("We will tell you."));
	ui_close(ui);
}

/* Only a place goes into a calendar; who waits for one can be told of it. A friend can be told from the
 * session's page, too. */
static void for_phones(const struct app *app, struct ui *ui)
{
	if (is_waiting(app))
		told_by(app, ui);
	if (app_visit(app)->booking.state == BOOKING_CONFIRMED)
		ui_with_icon(ui_growing(ui_button(
				     ui, UI_SECONDARY, _("Add to your calendar"), CALENDAR, 0)),
			"calendar-plus-bold");
	if (!slip_is_offered(app) || !ui_has_little_room(ui))
		ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY, _("Tell a friend"), TELL, 0)),
			"chat-text-fill");
}

/* In one row where it is wide, else the way out below. */
static void buttons(const struct app *app, struct ui *ui)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true});
	for_phones(app, ui);
	if (ui_is_portrait(ui))
		ui_close(ui);
	slip_button(app, ui, _("Print"), PRINT);
	ui_with_icon(ui_growing(ui_button(ui, UI_PRIMARY, _("Done"), DONE, 0)), "check-bold");
	if (!ui_is_portrait(ui))
		ui_close(ui);
}

static void not_on_card(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	ui_private(part_notice(ui, UI_CREAM, "identification-card-fill",
		fair_not_on_card_in_words(ui, state->onto_card.that_day_ms)));
	if (!ui_has_little_room(ui))
		ui_text(ui, UI_BODY, _("Take a photo of the ticket or write down the code."));
}

static void ways_on(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (state->onto_card.asks) {
		onto_card_question(app, ui, &state->onto_card, PUT_ON_CARD, LEAVE);
		return;
	}
	if (app_held(app))
		part_held(app, ui);
	else if (state->onto_card.waits)
		part_notice(ui, UI_CREAM, "hand-waving-fill", part_held_words(HELD_WAITS));
	else if (state->onto_card.that_day_ms)
		not_on_card(app, ui);
	else if (app_visit(app)->printing)
		part_notice(ui, UI_CREAM, "printer-bold", slip_in_words(app));
	else
		ui_private(ui_text(ui, UI_LABEL, what_to_do(app, ui)));
	buttons(app, ui);
}

/* ---- the screen ---- */

/* A question below it needs room, as bigger text does. */
static int qr_size(const struct state *state, const struct ui *ui)
{
	if (ui_reading(ui).bigger)
		return QR_SIZE_SMALL;
	return state->onto_card.asks || state->onto_card.has_other || state->onto_card.that_day_ms
		       ? QR_SIZE_MEDIUM
		       : QR_SIZE;
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

static void on_paper(const struct app *app, struct ui *paper, int which)
{
	const struct state *state = app_state(app);
	const struct visit *visit = app_visit(app);

	slip_ticket(app, paper,
		&(struct part_ticket){.session = &visit->session,
			.booking = &visit->booking,
			.text = state->ticket});
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
	case CALENDAR:
		app_go(app, &screen_add_to_calendar);
		break;
	case PRINT:
		app_print(app, &(struct slips){on_paper, 1});
		break;
	case TELL:
		app_go(app, &screen_tell_a_friend);
		break;
	case TELL_ME:
		tell_me_begin(app, TELL_ME_FROM_TICKET);
		break;
	}
}

/* Nothing that is held near takes a guest's ticket away unasked, but a ticket itself. Who waits sees
 * here how the line stands, and that there are places now. */
static bool handle(struct app *app, const struct message *message)
{
	struct state *state = app_state_change(app);

	if (message->kind == MESSAGE_NEWS && is_waiting(app)) {
		store_booking(app_store(app), app_visit(app)->booking.id,
			&app_visit_change(app)->booking);
		read_ticket(app);
		return true;
	}
	return onto_card_handle(app, &state->onto_card, message);
}

static void painted(struct app *app)
{
	const struct state *state = app_state(app);

	app_shown(app, app_visit(app)->booking.id);
	if (state->promoted)
		store_mark_told(app_store(app), app_visit(app)->booking.id, NULL);
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
