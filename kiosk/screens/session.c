/* One session: when, where, what, for whom; book it, or come in now. */
#include "app/app.h"
#include "app/bars.h"
#include "base/clock.h"
#include "screens/about.h"
#include "screens/fair.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/series_words.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

#define ACTIONS(A) A(BACK) A(BOOK) A(CHECK_IN) A(COME_IN) A(SERIES) A(TELL) A(OTHER_DAY) A(MINE)
SCREEN_ACTIONS(ACTIONS);

enum { NEXT_MAX = 6, LINES_BESIDE_MAX = 6 };

struct state {
	enum place_state places;
	struct series_span series;
	struct session next; /* of the same event, that can be booked now */
	bool has_next;
	enum booking_refusal refusal; /* of one person, with the visitor's card */
	struct booking_facts facts;
	struct booking mine; /* BOOKING_ONE_A_DAY: what the card has that day */
	struct session its_session;
};

static const struct party one_person = {.count = {1}};

/* ---- reading ---- */

/* A card that is not given places here wants a day that has some, and that it has not booked. */
static bool can_be_next(struct app *app, const struct state *state, const struct session *session)
{
	const struct holder *holder = &app_visit(app)->holder;
	int64_t now_ms = app_now_ms(app);
	struct booking_facts facts;
	struct booking had;

	if (!booking_is_about_holder(state->refusal))
		return booking_is_open(session, now_ms);
	facts = store_booking_facts(app_store(app), session, holder, now_ms);
	return facts.on_hand > 0 &&
	       booking_decide(session, &one_person, &facts, now_ms) == BOOKING_ALLOWED &&
	       !store_live_booking(app_store(app), session->id, holder->id, &had);
}

static void find_next_after(
	struct app *app, struct state *state, const struct session *session, int64_t after_ms)
{
	struct session sessions[NEXT_MAX];
	int count =
		store_event_sessions(app_store(app), session->event, after_ms, sessions, NEXT_MAX);

	for (int i = 0; i < count && !state->has_next; i++) {
		state->next = sessions[i];
		state->has_next = can_be_next(app, state, &sessions[i]);
	}
}

/* Where this one cannot be booked, or not yet: the next day after it that can, else the next of all. */
static void find_next(struct app *app, struct state *state, const struct session *session)
{
	state->has_next = false;
	if (state->refusal == BOOKING_ONE_A_DAY)
		find_next_after(app, state, session, session->starts_ms);
	if (state->refusal == BOOKING_NOT_YET || state->refusal == BOOKING_CLOSED ||
		booking_is_about_holder(state->refusal))
		find_next_after(app, state, session, app_now_ms(app));
}

static void read_refusal(struct app *app, struct state *state, const struct session *session)
{
	const struct holder *holder = &app_visit(app)->holder;
	int64_t now_ms = app_now_ms(app);
	struct booking had;

	state->facts = store_booking_facts(app_store(app), session, holder, now_ms);
	state->refusal = booking_decide(session, &one_person, &state->facts, now_ms);
	if (booking_is_about_holder(state->refusal) &&
		store_live_booking(app_store(app), session->id, holder->id, &had))
		state->refusal = BOOKING_ALLOWED; /* asking again shows its ticket */
	if (state->refusal == BOOKING_ONE_A_DAY &&
		(!store_booking_that_day(app_store(app), session, holder->id, &state->mine) ||
			!store_session(app_store(app), state->mine.session, &state->its_session)))
		state->refusal = BOOKING_ALLOWED;
}

static void read_session(struct app *app)
{
	struct state *state = app_state_change(app);
	struct session *session = &app_visit_change(app)->session;

	store_session(app_store(app), session->id, session);
	state->places = place_state_now(app, session);
	state->series = series_span_of(app, session);
	app_visit_change(app)->wants_series = false;
	read_refusal(app, state, session);
	find_next(app, state, session);
}

/* ---- what it is ---- */

static void heading(struct ui *ui, const struct session *session)
{
	const char *title = session_words(session, SESSION_TITLE);

	session_directed(ui_growing(ui_heading(ui, UI_HEADING, title)), session, SESSION_TITLE);
}

static void tile_and_title(struct ui *ui, const struct session *session)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_WIDE, .align = UI_CENTRE, .stays = true});
	part_leaf(ui, session, false);
	heading(ui, session);
	ui_close(ui);
}

static void facts(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct session *session = &app_visit(app)->session;

	part_line(ui, "clock-bold", UI_LABEL, session_when(ui, session));
	session_directed(
		part_line(ui, "map-pin-bold", UI_BODY, session_words(session, SESSION_ROOM)),
		session, SESSION_ROOM);
	part_line(ui, "users-bold", UI_BODY, about_for_whom(ui, session));
	if (state->places != PLACES_LATER)
		part_places_line(ui, state->places); /* else it is said when */
}

/* All of it: on a wide screen what the library says further stands beside the facts. */
static void facts_and_more(const struct app *app, struct ui *ui)
{
	const struct session *session = &app_visit(app)->session;
	bool beside = !ui_is_portrait(ui) && about_height(session, app_now_ms(app)) > 0;

	if (beside)
		ui_row(ui, (struct ui_box){.gap = UI_GAP_WIDE, .stays = true});
	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .grow = beside ? 5 : 0});
	facts(app, ui);
	if (beside) {
		ui_close(ui);
		ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .grow = 4});
	}
	about_lines(ui, session, app_now_ms(app));
	ui_close(ui);
	if (beside)
		ui_close(ui);
}

/* ---- what can be done ---- */

static bool is_known(const struct app *app)
{
	return holder_is_known(app_visit(app)->holder.status);
}

/* In the lower half of a wide screen; else one below the other. */
static void beside_each_other(struct ui *ui)
{
	if (ui_is_short(ui))
		ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true});
	else
		ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
}

/* Who is known is checked in; who is not holds a card near, or is counted where that will do. */
static void ways_in(const struct app *app, struct ui *ui)
{
	const struct session *session = &app_visit(app)->session;

	if (is_known(app)) {
		ui_with_icon(ui_button(ui, UI_DARK, _("Check in"), CHECK_IN, 0), "check-bold");
		return;
	}
	beside_each_other(ui);
	if (session->admission != ADMISSION_BOOKED)
		ui_with_icon(ui_growing(ui_button(ui, UI_DARK, _("I am here now"), COME_IN, 0)),
			"map-pin-fill");
	part_hold_card(app, ui, _("Have a card or ticket?"));
	ui_close(ui);
}

/* Who comes to book is too late; who has a booking may come in. */
static bool has_started(const struct app *app)
{
	const struct session *session = &app_visit(app)->session;
	int64_t now_ms = app_now_ms(app);

	return booking_of_session(session, now_ms) == BOOKING_STARTED && now_ms < session->ends_ms;
}

/* Bigger letters have no room for it below the ways in and the way a card is held; the ticket offers it,
 * too. */
static bool has_room_to_tell(const struct app *app, const struct ui *ui)
{
	struct ways ways = app_ways(app);
	bool says_where = !is_known(app) && (ways.card_reader || ways.camera);

	if (ui_has_little_room(ui) && ((const struct state *)app_state(app))->has_next)
		return false;
	return !ui_has_little_room(ui) || !says_where ||
	       !session_is_open(&app_visit(app)->session, app_now_ms(app));
}

static bool shows_series(const struct app *app, const struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct session *session = &app_visit(app)->session;

	/* While check-in is open bigger letters have no room for it; the next date has. */
	if (ui_has_little_room(ui) && session_is_open(session, app_now_ms(app)))
		return false;
	return state->series.count > 1 && booking_is_open(session, app_now_ms(app)) &&
	       !booking_is_about_holder(state->refusal);
}

static void tell(const struct app *app, struct ui *ui)
{
	if (has_room_to_tell(app, ui))
		ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY, _("Tell a friend"), TELL, 0)),
			"chat-text-fill");
}

static void book_button(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const char *book =
		state->places == PLACES_NONE ? _("Join the waiting list") : _("Book places");

	ui_with_end_icon(ui_growing(ui_button(ui, UI_PRIMARY, book, BOOK, 0)), "arrow-right-bold");
}

/* What the library wishes of this card. */
static const char *about_the_card(struct ui *ui, const struct app *app)
{
	const struct state *state = app_state(app);

	return state->refusal == BOOKING_ONE_A_DAY
		       ? fair_one_a_day_in_words(ui, state->its_session.starts_ms)
		       : fair_day_before_in_words(
				 ui, &app_visit(app)->session, state->facts.absences);
}

/* Booking is not open, though the session is still to come: why, and what one can do instead. */
static void instead(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct session *session = &app_visit(app)->session;
	enum booking_refusal refusal = booking_of_session(session, app_now_ms(app));

	if (refusal == BOOKING_NOT_YET)
		part_notice(ui, UI_CREAM, "calendar-bold",
			about_booking_opens(ui, session, app_now_ms(app)));
	if (booking_is_about_holder(state->refusal))
		ui_private(part_notice(ui, UI_CREAM, "calendar-bold", about_the_card(ui, app)));
	if (refusal == BOOKING_CLOSED)
		part_notice(ui, UI_CREAM, "clock-fill",
			session->door_places > 0
				? _("Booking has closed. Come to the door: the places that are "
				    "left are given there.")
				: _("Booking has closed. We are happy to help you at the desk."));
	if (state->has_next)
		ui_with_end_icon(ui_button(ui, UI_PRIMARY,
					 ui_format(ui, _("Book {date}"), "date",
						 say_date(ui, state->next.starts_ms), NULL),
					 OTHER_DAY, 0),
			"arrow-right-bold");
}

/* Before it starts there is something to tell. */
static void ways_ahead(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct session *session = &app_visit(app)->session;
	bool is_open = booking_is_open(session, app_now_ms(app)) &&
		       !booking_is_about_holder(state->refusal);

	if (session->cancelled || app_now_ms(app) >= session->starts_ms)
		return;
	beside_each_other(ui);
	if (shows_series(app, ui))
		ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY,
				     series_in_words(ui, &state->series), SERIES, 0)),
			"calendar-plus-bold");
	tell(app, ui);
	if (state->refusal == BOOKING_ONE_A_DAY)
		ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY, _("My booking"), MINE, 0)),
			"ticket-bold");
	if (is_open)
		book_button(app, ui);
	ui_close(ui);
}

static void ways_on(const struct app *app, struct ui *ui)
{
	const struct session *session = &app_visit(app)->session;

	if (session->cancelled)
		part_notice(ui, UI_SUN, "calendar-x-bold", _("This is cancelled. We are sorry."));
	if (session_is_open(session, app_now_ms(app)))
		ways_in(app, ui);
	if (has_started(app))
		part_notice(ui, UI_CREAM, "clock-fill",
			_("It has started, so places can no longer be booked. We are happy to help "
			  "you at the desk."));
	instead(app, ui);
	ways_ahead(app, ui);
}

static void about(struct ui *ui, const struct session *session)
{
	if (session_words(session, SESSION_ABOUT)[0])
		session_node(ui, UI_BODY, session, SESSION_ABOUT);
}

/* In half of a wide screen a sentence about what was held near takes its room, and so do many lines
 * beside it while the ways in stand below. */
static bool has_room_for_about(const struct app *app)
{
	const struct session *session = &app_visit(app)->session;
	int64_t now_ms = app_now_ms(app);
	int lines = about_height(session, now_ms);
	bool is_full = lines > LINES_BESIDE_MAX && session_is_open(session, now_ms);

	return lines == 0 || !(app_held(app) || is_full);
}

static void card_of_half(const struct app *app, struct ui *ui, struct ui_box box)
{
	const struct session *session = &app_visit(app)->session;
	bool says_more = about_height(session, app_now_ms(app)) > 0;

	box.padding = UI_GAP_LARGE;
	ui_row(ui, box);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_WIDE, .grow = says_more ? 5 : 6});
	tile_and_title(ui, session);
	if (has_room_for_about(app))
		about(ui, session);
	ui_close(ui);
	ui_column(
		ui, (struct ui_box){
			    .gap = UI_GAP_MEDIUM, .grow = says_more ? 5 : 4, .justify = UI_CENTRE});
	facts(app, ui);
	ui_close(ui);
	if (says_more) {
		ui_column(
			ui, (struct ui_box){.gap = UI_GAP_SMALL, .grow = 4, .justify = UI_CENTRE});
		about_lines(ui, session, app_now_ms(app));
		ui_close(ui);
	}
	ui_close(ui);
}

/* What does not fit in bigger letters stands on the next page. */
static void card_on_pages(const struct app *app, struct ui *ui, struct ui_box box)
{
	box.grow = 2;
	box.gap = UI_GAP_LARGE;
	ui_pages(ui, box);
	tile_and_title(ui, &app_visit(app)->session);
	facts(app, ui);
	about_lines(ui, &app_visit(app)->session, app_now_ms(app));
	about(ui, &app_visit(app)->session);
	ui_close(ui);
}

static bool needs_pages(const struct app *app, const struct ui *ui)
{
	bool is_long = about_height(&app_visit(app)->session, app_now_ms(app)) > LINES_BESIDE_MAX;

	if (ui_is_low(ui))
		return false;
	return ui_reading(ui).bigger || (!ui_is_portrait(ui) && (app_held(app) || is_long));
}

static void card(const struct app *app, struct ui *ui)
{
	bool portrait = ui_is_portrait(ui);
	struct ui_box box = {.grow = portrait ? 0 : 2,
		.gap = UI_GAP_WIDE,
		.padding = UI_GAP_EDGE,
		.tone = UI_WHITE,
		.radius = 36,
		.shadow = true,
		.stays = true};

	if (ui_is_low(ui) && !portrait) {
		card_of_half(app, ui, box);
		return;
	}
	if (needs_pages(app, ui)) {
		card_on_pages(app, ui, box);
		return;
	}
	ui_column(ui, box);
	tile_and_title(ui, &app_visit(app)->session);
	about(ui, &app_visit(app)->session);
	ui_space(ui, 1);
	facts_and_more(app, ui);
	ui_close(ui);
}

/* What is said of the card is long, and two ways on stand below it. */
static bool is_tight(const struct app *app, const struct ui *ui)
{
	const struct state *state = app_state(app);

	return ui_has_little_room(ui) && booking_is_about_holder(state->refusal);
}

static int ways_width(const struct app *app, const struct ui *ui)
{
	if (is_tight(app, ui))
		return 860;
	return ui_has_little_room(ui) ? 780 : 600;
}

static void view(const struct app *app, struct ui *ui)
{
	bool portrait = ui_is_portrait(ui);
	struct ui_box body = {.grow = 1, .gap = UI_GAP_WIDE, .stays = true};
	const struct bars bars = {.title = _("About this event"),
		.back = BACK,
		.step = BOOKING_LOOK,
		.steps = part_booking_steps(app),
		.shows_first = true,
		.has_drawing = portrait};

	bars_open(app, ui, &bars);
	if (ui_is_low(ui))
		card(app, ui);
	bars_touch(app, ui, &bars);
	if (portrait)
		ui_column(ui, body);
	else
		ui_row(ui, body);
	if (!ui_is_low(ui))
		card(app, ui);
	ui_column(
		ui, (struct ui_box){.grow = portrait || ui_is_low(ui),
			    .gap = ui_is_low(ui) || is_tight(app, ui) ? UI_GAP_SMALL : UI_GAP_LARGE,
			    .width = ways_width(app, ui),
			    .width_max = portrait || ui_is_low(ui) ? 0 : ways_width(app, ui)});
	if (!is_tight(app, ui))
		part_drawing_below(ui, &app_visit(app)->session);
	ways_on(app, ui);
	ui_close(ui);
	ui_close(ui);
	bars_close(app, ui, &bars);
}

static void look_at_mine(struct app *app)
{
	const struct state *state = app_state(app);
	struct visit *visit = app_visit_change(app);

	visit->booking = state->mine;
	visit->session = state->its_session;
	app_go(app, &screen_booking);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case BACK:
		app_go(app, &screen_whats_on);
		break;
	case BOOK:
	case SERIES:
		app_visit_change(app)->wants_to_book = true;
		app_visit_change(app)->wants_series = action == SERIES;
		part_count_party(app);
		break;
	case CHECK_IN:
		app_check_in(app, app_visit(app)->session.id);
		break;
	case COME_IN:
		app_go(app, &screen_drop_in);
		break;
	case TELL:
		app_go(app, &screen_tell_a_friend);
		break;
	case MINE:
		look_at_mine(app);
		break;
	case OTHER_DAY:
		app_visit_change(app)->session = ((const struct state *)app_state(app))->next;
		app_go(app, &screen_session);
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	if (message->kind != MESSAGE_NEWS)
		return false;
	read_session(app);
	return true;
}

const struct screen screen_session = {
	.name = "session",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.enter = read_session,
	.view = view,
	.tap = tap,
	.handle = handle,
};
