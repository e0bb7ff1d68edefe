/* One of the visitor's own bookings, found with their card or by its ticket: the ticket again; more or
 * fewer people, another day; and cancelling it, or it and all that follow, in two taps. */
#include "app/app.h"
#include "app/bars.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/tell_me.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

#define ACTIONS(A)                                                                                 \
	A(BACK) A(CANCEL) A(CANCEL_REST) A(CANCEL_NOW) A(KEEP) A(PARTY) A(DAY) A(DONE) A(TELL_ME)
SCREEN_ACTIONS(ACTIONS);

enum { SIDE_WIDTH = 680, QR_SIZE = 520, QR_SIZE_HALF = 340, FOLLOW_MAX = 128 };

struct state {
	char ticket[TICKET_TEXT];
	int asked; /* "really?": CANCEL, CANCEL_REST; 0: nothing */
	bool cancelled;
	int follow; /* live bookings of this event from this one on */
	int gone;   /* how many were cancelled just now */
	bool may_change, has_days;
	bool changed; /* just now */
	bool has_new_code;
	bool promoted; /* since they came last, and nobody told them yet */
};

/* A ticket says nothing of its holder's other bookings. */
static bool has_only_ticket(const struct app *app)
{
	return !holder_is_known(app_visit(app)->holder.status);
}

static void read_ways(struct app *app, struct state *state)
{
	const struct visit *visit = app_visit(app);
	struct booking follow[FOLLOW_MAX];
	struct session other[2];

	state->follow = has_only_ticket(app) ? 1
					     : store_bookings_that_follow(app_store(app),
						       &visit->booking, follow, FOLLOW_MAX);
	state->may_change = !*booking_change_refusal(
		visit->booking.state, false, &visit->session, app_now_ms(app));
	state->has_days = store_event_sessions(app_store(app), visit->session.event,
				  app_now_ms(app), other, 2) > 1;
}

static void read_ticket(struct app *app)
{
	struct state *state = app_state_change(app);
	struct visit *visit = app_visit_change(app);

	store_booking(app_store(app), visit->booking.id, &visit->booking);
	state->cancelled = visit->booking.state == BOOKING_CANCELLED;
	if (state->cancelled || !store_ticket(app_store(app), &visit->booking, state->ticket))
		state->ticket[0] = '\0';
	state->promoted |=
		store_untold_promotion(app_store(app), visit->booking.id, app_now_ms(app));
	read_ways(app, state);
}

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);

	state->changed = app_visit(app)->changed;
	state->has_new_code = app_visit(app)->has_new_code;
	app_visit_change(app)->changed = app_visit_change(app)->has_new_code = false;
	read_ticket(app);
}

/* ---- cancelling ---- */

static const char *date_of(const struct app *app, struct ui *ui)
{
	return say_date(ui, app_visit(app)->session.starts_ms);
}

static const char *question(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (state->asked == CANCEL)
		return ui_format(ui, _("Cancel {date}? Your places go to somebody else."), "date",
			date_of(app, ui), NULL);
	return ui_format(ui,
		language_counted("Cancel {count} booking, from {date} on? Your places go to "
				 "somebody else.",
			"Cancel {count} bookings, from {date} on? Your places go to somebody else.",
			(unsigned long)state->follow),
		"count", ui_number(ui, state->follow), "date", date_of(app, ui), NULL);
}

static void ask(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	bool all = state->asked == CANCEL_REST;

	part_notice(ui, UI_SUN, "warning-circle-fill", question(app, ui));
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY,
			     all ? _("Yes, cancel all") : _("Yes, cancel it"), CANCEL_NOW, 0)),
		"calendar-x-bold");
	ui_with_icon(ui_growing(ui_button(
			     ui, UI_PRIMARY, all ? _("No, keep them") : _("No, keep it"), KEEP, 0)),
		"check-bold");
	ui_close(ui);
}

/* ---- what can be done ---- */

struct way {
	int action;
	const char *icon, *words;
};

enum { WAYS_MAX = 4 };

/* Of several bookings at once there is none where there is only a ticket. */
static int ways_of(const struct app *app, struct way ways[static WAYS_MAX])
{
	const struct state *state = app_state(app);
	bool stands = !state->cancelled;
	int count = 0;

	if (stands && state->may_change)
		ways[count++] = (struct way){PARTY, "users-bold", _("More or fewer people")};
	if (stands && state->may_change && state->has_days)
		ways[count++] = (struct way){DAY, "calendar-bold", _("Another day")};
	if (stands)
		ways[count++] = (struct way){CANCEL, "calendar-x-bold", _("Cancel this booking")};
	if (stands && state->follow > 1)
		ways[count++] =
			(struct way){CANCEL_REST, "trash-bold", _("Cancel this and all after")};
	if (has_only_ticket(app))
		ways[count++] = (struct way){DONE, "check-bold", _("Done")};
	return count;
}

static bool tells(const struct app *app)
{
	const struct state *state = app_state(app);

	return tell_me_is_offered(app) && !state->asked;
}

static struct way way_to_be_told(void)
{
	return (struct way){TELL_ME, "bell-bold", _("Tell me of places")};
}

/* Above the other ways, or below the ticket on a wide screen; in half of one it is among them. */
static void tell_me(const struct app *app, struct ui *ui)
{
	struct way to_be_told = way_to_be_told();

	if (tells(app) && !ui_is_short(ui))
		ui_with_icon(
			ui_button(ui, UI_SECONDARY, to_be_told.words, TELL_ME, 0), to_be_told.icon);
}

static void way_button(struct ui *ui, const struct way *way)
{
	ui_with_icon(ui_growing(ui_button(ui, way->action == DONE ? UI_PRIMARY : UI_SECONDARY,
			     way->words, way->action, 0)),
		way->icon);
}

static void ways_on(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	struct way ways[1 + WAYS_MAX];
	bool pairs = ui_is_low(ui) || (ui_is_portrait(ui) && !ui_reading(ui).bigger);
	bool told_here = ui_is_short(ui) && tells(app);
	int across = told_here ? 3 : pairs ? 2 : 1, count = 0;

	if (state->asked) {
		ask(app, ui);
		return;
	}
	if (told_here)
		ways[count++] = way_to_be_told();
	count += ways_of(app, ways + count);
	for (int i = 0; i < count; i++) {
		if (i % across == 0)
			ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true});
		way_button(ui, &ways[i]);
		if (i % across == across - 1 || i == count - 1)
			ui_close(ui);
	}
}

static const char *what_is_cancelled(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (state->gone < 2)
		return ui_format(ui,
			_("Your booking for {date} is cancelled. Thank you for telling us."),
			"date", date_of(app, ui), NULL);
	return ui_format(ui,
		language_counted("{count} booking is cancelled, from {date} on. Thank you for "
				 "telling us.",
			"{count} bookings are cancelled, from {date} on. Thank you for telling us.",
			(unsigned long)state->gone),
		"count", ui_number(ui, state->gone), "date", date_of(app, ui), NULL);
}

/* In bigger letters there is room for what is new: the ticket itself says "waiting list". */
static const char *how_it_waits(const struct app *app, struct ui *ui)
{
	const struct booking *booking = &app_visit(app)->booking;
	const char *line = line_in_words(ui, booking);

	return *line && ui_reading(ui).bigger ? line : waiting_in_words(ui, booking);
}

static bool has_ticket(const struct app *app)
{
	const struct state *state = app_state(app);

	return state->ticket[0];
}

/* A photograph of the old code may be on a telephone, whoever has a card. */
static const char *what_is_changed(const struct app *app)
{
	const struct state *state = app_state(app);

	return state->has_new_code && has_ticket(app)
		       ? _("Your booking is changed. The old code is no longer good; this is the "
			   "new one.")
		       : _("Your booking is changed.");
}

static void how_it_stands(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (state->cancelled)
		part_notice(ui, UI_CREAM, "check-circle-fill", what_is_cancelled(app, ui));
	else if (state->changed)
		part_notice(ui, UI_CREAM, "check-circle-fill", what_is_changed(app));
	else if (state->promoted)
		part_notice(ui, UI_SUN, "check-circle-fill",
			promoted_in_words(ui, &app_visit(app)->session));
	else if (app_visit(app)->booking.state == BOOKING_WAITING)
		part_notice(ui, UI_CREAM, "hourglass-bold", how_it_waits(app, ui));
}

static int qr_size(const struct ui *ui)
{
	return ui_is_short(ui) || ui_reading(ui).bigger ? QR_SIZE_HALF : QR_SIZE;
}

static void ticket(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct visit *visit = app_visit(app);

	/* Bigger ways on need the room. */
	bool crowded = ui_is_portrait(ui) && ui_reading(ui).bigger;

	/* In bigger letters the ticket itself says "waiting list". */
	if (!ui_reading(ui).bigger || !has_ticket(app) || !tells(app) || state->changed)
		how_it_stands(app, ui);
	if (has_ticket(app))
		part_ticket(ui, &(struct part_ticket){.session = &visit->session,
					.booking = &visit->booking,
					.text = state->ticket,
					.qr_size = crowded ? QR_SIZE_HALF : qr_size(ui)});
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

/* Many ways on, beside a wide ticket or in bigger letters, leave none. */
static void drawing_if_room(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	struct way ways[WAYS_MAX];
	bool has_room = ui_is_portrait(ui) && (!ui_reading(ui).bigger || !has_ticket(app));
	int most = has_room ? 4 : ui_reading(ui).bigger ? 2 : 3;

	int count = ways_of(app, ways) + (ui_is_portrait(ui) && tells(app));

	if (state->asked || count <= most)
		drawing(app, ui);
	else
		ui_space(ui, 1);
}

static void view_portrait(const struct app *app, struct ui *ui)
{
	ticket(app, ui);
	drawing_if_room(app, ui);
	tell_me(app, ui);
	ways_on(app, ui);
}

static void view_landscape(const struct app *app, struct ui *ui)
{
	ui_row(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_EDGE, .stays = true});
	ui_column(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_LARGE});
	ticket(app, ui);
	tell_me(app, ui);
	ui_close(ui);
	ui_column(ui,
		(struct ui_box){.width = SIDE_WIDTH, .width_max = SIDE_WIDTH, .gap = UI_GAP_LARGE});
	drawing_if_room(app, ui);
	ways_on(app, ui);
	ui_close(ui);
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct bars bars = {.title = _("Your booking"),
		.back = has_only_ticket(app) ? 0 : BACK,
		.shows_first = true,
		.has_drawing = ui_is_portrait(ui) && has_ticket(app)};

	bars_open(app, ui, &bars);
	if (ui_is_low(ui))
		ticket(app, ui);
	bars_touch(app, ui, &bars);
	if (ui_is_low(ui)) {
		tell_me(app, ui);
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
	struct state *state = app_state_change(app);
	const struct booking *booking = &app_visit(app)->booking;
	struct error error = {0};
	bool done = state->asked == CANCEL_REST
			    ? store_cancel_rest(app_store(app), booking, app_now_ms(app),
				      &state->gone, &error)
			    : store_cancel(app_store(app), booking->id, app_now_ms(app), &error);

	state->asked = 0;
	if (done)
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
	case CANCEL_REST:
		state->asked = action;
		break;
	case KEEP:
		state->asked = 0;
		break;
	case CANCEL_NOW:
		cancel(app);
		break;
	case PARTY:
		app_go(app, &screen_change_party);
		break;
	case DAY:
		app_go(app, &screen_change_day);
		break;
	case TELL_ME:
		tell_me_begin(app, TELL_ME_FROM_BOOKING);
		break;
	case DONE:
		app_end_visit(app);
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

/* The new ticket of another day was seen. */
static void painted(struct app *app)
{
	const struct state *state = app_state(app);

	if (state->changed)
		app_shown(app, app_visit(app)->booking.id);
	if (state->promoted)
		store_mark_told(app_store(app), app_visit(app)->booking.id, NULL);
}

const struct screen screen_booking = {
	.name = "booking",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
	.painted = painted,
};
