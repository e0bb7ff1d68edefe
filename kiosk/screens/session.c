/* One session: when, where, what, for whom; book it, or come in now. */
#include "app/app.h"
#include "app/bars.h"
#include "base/clock.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/series_words.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

#define ACTIONS(A) A(BACK) A(BOOK) A(CHECK_IN) A(COME_IN) A(SERIES) A(TELL)
SCREEN_ACTIONS(ACTIONS);

struct state {
	enum place_state places;
	struct series_span series;
};

static void read_session(struct app *app)
{
	struct state *state = app_state_change(app);
	struct session *session = &app_visit_change(app)->session;

	store_session(app_store(app), session->id, session);
	state->places = place_state_now(app, session);
	state->series = series_span_of(app, session);
	app_visit_change(app)->wants_series = false;
}

/* ---- what it is ---- */

static const char *for_whom(const struct session *session)
{
	bool children = session_asks(session, PARTY_CHILDREN);
	bool babies = session_asks(session, PARTY_BABIES);

	if (babies)
		return _("For babies, children and whoever brings them");
	return children ? _("For children and whoever brings them") : _("For everyone");
}

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
	part_line(ui, "users-bold", UI_BODY, for_whom(session));
	part_places_line(ui, state->places);
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

	return !ui_has_little_room(ui) || !says_where ||
	       !session_is_open(&app_visit(app)->session, app_now_ms(app));
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

/* Before it starts there is something to tell. */
static void ways_ahead(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct session *session = &app_visit(app)->session;
	bool is_open = booking_is_open(session, app_now_ms(app));
	bool has_series = is_open && state->series.count > 1;

	if (session->cancelled || app_now_ms(app) >= session->starts_ms)
		return;
	beside_each_other(ui);
	if (has_series)
		ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY,
				     series_in_words(ui, &state->series), SERIES, 0)),
			"calendar-plus-bold");
	else if (is_open)
		book_button(app, ui);
	tell(app, ui);
	ui_close(ui);
	if (has_series) {
		beside_each_other(ui);
		book_button(app, ui);
		ui_close(ui);
	}
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
	ways_ahead(app, ui);
}

static void about(struct ui *ui, const struct session *session)
{
	if (session_words(session, SESSION_ABOUT)[0])
		session_node(ui, UI_BODY, session, SESSION_ABOUT);
}

static void card_of_half(const struct app *app, struct ui *ui, struct ui_box box)
{
	box.padding = UI_GAP_LARGE;
	ui_row(ui, box);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_WIDE, .grow = 3});
	tile_and_title(ui, &app_visit(app)->session);
	about(ui, &app_visit(app)->session);
	ui_close(ui);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .grow = 2, .justify = UI_CENTRE});
	facts(app, ui);
	ui_close(ui);
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
	about(ui, &app_visit(app)->session);
	ui_close(ui);
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
	if (!ui_is_low(ui) && (ui_reading(ui).bigger || (app_held(app) && !portrait))) {
		card_on_pages(app, ui, box);
		return;
	}
	ui_column(ui, box);
	tile_and_title(ui, &app_visit(app)->session);
	about(ui, &app_visit(app)->session);
	ui_space(ui, 1);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	facts(app, ui);
	ui_close(ui);
	ui_close(ui);
}

static int ways_width(const struct ui *ui)
{
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
	ui_column(ui, (struct ui_box){.grow = portrait || ui_is_low(ui),
			      .gap = ui_is_low(ui) ? UI_GAP_SMALL : UI_GAP_LARGE,
			      .width = ways_width(ui),
			      .width_max = portrait || ui_is_low(ui) ? 0 : ways_width(ui)});
	part_drawing_below(ui, &app_visit(app)->session);
	ways_on(app, ui);
	ui_close(ui);
	ui_close(ui);
	bars_close(app, ui, &bars);
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
