/* The visitor's own page: a greeting, their coming bookings, what they can do. Nothing else is
 * shown for a card: a copy of one looks the same. */
#include <assert.h>

#include "app/app.h"
#include "app/bars.h"
#include "base/clock.h"
#include "screens/challenge_words.h"
#include "screens/fair.h"
#include "screens/join.h"
#include "screens/my_page.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/themes.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

#define ACTIONS(A) A(CHOOSE) A(BOOK) A(WHATS_ON) A(LOOK) A(ADD_CHILD) A(CHALLENGE)
SCREEN_ACTIONS(ACTIONS);

enum {
	BOOKINGS_MAX = 40, /* two series and more */
	FEW_BOOKINGS = 2,  /* leave room for art below them */
	MANY_BOOKINGS = 4, /* stand closer */
	COMING = 3,
	WAYS_MAX = 4,
	SIDE_WIDTH = 520,
	SIDE_WIDTH_PAIRS = 820,
	DAYS_AHEAD = 28,
};
UI_LIST_FITS(BOOKINGS_MAX);

struct state {
	struct my_page_news news; /* stands first */
	struct visit_answer said; /* just now: whether they are still coming */
	int absences;
	bool absences_bind;
	struct booking bookings[BOOKINGS_MAX];
	struct session sessions[BOOKINGS_MAX];
	int count;
	struct session coming[COMING]; /* what stands there when nothing is booked */
	enum place_state places[COMING];
	int coming_count;
	struct challenge challenge; /* if one runs */
};

/* ---- reading ---- */

static void read_bookings(struct app *app, struct state *state)
{
	struct booking bookings[BOOKINGS_MAX];
	int found = store_bookings_of(
		app_store(app), app_visit(app)->holder.id, app_now_ms(app), bookings, BOOKINGS_MAX);

	state->count = 0;
	for (int i = 0; i < found; i++)
		if (store_session(
			    app_store(app), bookings[i].session, &state->sessions[state->count]))
			state->bookings[state->count++] = bookings[i];
}

static void read_coming(struct app *app, struct state *state)
{
	int64_t now_ms = app_now_ms(app);

	state->coming_count = store_sessions(app_store(app), now_ms,
		clock_day_start(now_ms, DAYS_AHEAD), false, state->coming, COMING);
	for (int i = 0; i < state->coming_count; i++)
		state->places[i] = place_state_now(app, &state->coming[i]);
}

static void read_page(struct app *app)
{
	struct state *state = app_state_change(app);
	struct my_page_news *told = &state->news;

	state->absences =
		store_absences(app_store(app), app_visit(app)->holder.id, app_now_ms(app));
	state->absences_bind = state->absences > 0 && store_absences_bind(app_store(app),
							      state->absences, app_now_ms(app));
	read_bookings(app, state);
	read_coming(app, state);
	state->challenge = challenge_now(app);
	if (!told->is_there)
		told->is_there =
			store_untold(app_store(app), app_visit(app)->holder.id, app_now_ms(app),
				&told->booking, &told->what) &&
			store_session(app_store(app), told->booking.session, &told->session);
}

/* ---- the page ---- */

static const char *title(const struct app *app, struct ui *ui)
{
	const struct holder *holder = &app_visit(app)->holder;

	if (holder_may_be_named(holder))
		return ui_format(ui, _("Hello, {name}!"), "name", holder->first_name, NULL);
	return _("Hello!");
}

/* Of many the leaf says the day, and one line the rest. */
static void booking_words(
	struct ui *ui, const struct session *session, const struct booking *booking, bool close)
{
	const char *party = party_in_words(ui, &booking->party);

	if (!close) {
		ui_text(ui, UI_BODY, session_when(ui, session));
		ui_text(ui, UI_BODY, party);
		return;
	}
	/* Translators: "10:30–11:30 · 1 adult, 2 children". */
	ui_text(ui, UI_BODY,
		ui_format(ui, _("{times} · {party}"), "times",
			say_times(ui, session->starts_ms, session->ends_ms), "party", party, NULL));
}

static void waiting(struct ui *ui, const struct booking *booking)
{
	const char *line = line_in_words(ui, booking);

	ui_toned(ui_text(ui, UI_LABEL, _("waiting list")), UI_PLUM);
	if (*line)
		ui_text(ui, UI_BODY, line);
}

static void booking_row(struct ui *ui, const struct state *state, int i)
{
	const struct booking *booking = &state->bookings[i];
	bool close = ui_is_short(ui) || state->count > MANY_BOOKINGS;

	ui_card_row(ui,
		(struct ui_box){.gap = UI_GAP_LARGE,
			.padding = close ? UI_GAP_TINY : UI_GAP_LARGE,
			.tone = UI_WHITE,
			.radius = 32,
			.shadow = true,
			.align = UI_CENTRE,
			.stays = true},
		CHOOSE, i);
	part_leaf(ui, &state->sessions[i], close);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_TINY, .grow = 1});
	session_node(ui, UI_TITLE, &state->sessions[i], SESSION_TITLE);
	booking_words(ui, &state->sessions[i], booking, close);
	if (booking->state == BOOKING_WAITING)
		waiting(ui, booking);
	ui_close(ui);
	ui_badge(ui, booking->state == BOOKING_WAITING ? "hourglass-bold" : "check-bold", 84,
		booking->state == BOOKING_WAITING ? UI_PLUM : UI_TEAL);
	ui_close(ui);
}

static void coming_row(struct ui *ui, const struct state *state, int i)
{
	ui_card_row(ui,
		(struct ui_box){.gap = UI_GAP_MEDIUM,
			.padding = UI_GAP_MEDIUM,
			.tone = UI_WHITE,
			.radius = 32,
			.shadow = true,
			.align = UI_CENTRE,
			.stays = true},
		LOOK, i);
	part_session(ui, &state->coming[i], state->places[i]);
	ui_close(ui);
}

static bool has_few(const struct state *state)
{
	return state->count <= FEW_BOOKINGS;
}

/* What they are about fills the sheet: low, and where the stamp card took art's place. */
static void close_list(struct ui *ui, const struct session *first, bool leaves_room)
{
	ui_close(ui);
	if (ui_is_low(ui) && first)
		part_drawing_below(ui, first);
	else if (leaves_room)
		ui_growing(ui_drawing(ui, session_drawing(first), 900, 200));
}

/* One booking beside the stamp card: neither fills a wide sheet. */
static bool leaves_room(const struct ui *ui, const struct state *state)
{
	return state->count == 1 && state->challenge.form && !ui_is_portrait(ui) &&
	       !ui_is_low(ui) && !ui_reading(ui).bigger;
}

static void coming(struct ui *ui, const struct state *state)
{
	if (state->coming_count > 0 && !ui_is_low(ui) && (ui_is_portrait(ui) || !ui_is_crowded(ui)))
		ui_text(ui, UI_TITLE, _("Coming up"));
	ui_pages(ui, (struct ui_box){.grow = !ui_is_low(ui), .gap = UI_GAP_MEDIUM});
	for (int i = 0; i < state->coming_count; i++)
		coming_row(ui, state, i);
	close_list(ui, state->coming_count > 0 ? &state->coming[0] : NULL, false);
}

static void bookings(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (!ui_is_low(ui))
		ui_text(ui, UI_TITLE, _("Your bookings"));
	bool rest = leaves_room(ui, state) || (ui_is_low(ui) && has_few(state));
	ui_pages(ui, (struct ui_box){.grow = !rest, .gap = UI_GAP_MEDIUM});
	for (int i = 0; i < state->count; i++)
		booking_row(ui, state, i);
	close_list(ui, has_few(state) ? &state->sessions[0] : NULL, leaves_room(ui, state));
}

static const char *news_in_words(struct ui *ui, const struct my_page_news *told)
{
	static const char *const changed[] = {
		[BOOKING_CHANGED_ELSEWHERE] =
			N_("Your booking for {title} on {date} had been changed at another screen "
			   "first. What stands is in your bookings."),
		[BOOKING_NOT_CHANGED] = N_("Your booking for {title} on {date} could not be "
					   "changed. It stands as it was."),
	};

	if (told->what == BOOKING_PROMOTED)
		return promoted_in_words(ui, &told->session);
	if (told->what == BOOKING_NOT_KEPT)
		return not_kept_in_words(ui, &told->session);
	return ui_format(ui, _(changed[told->what]), "title",
		session_words(&told->session, SESSION_TITLE), "date",
		say_date(ui, told->session.starts_ms), NULL);
}

static void untold(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct my_page_news *told = &state->news;

	if (told->is_there)
		part_notice(ui, UI_SUN,
			told->what == BOOKING_PROMOTED ? "check-circle-fill"
						       : "warning-circle-fill",
			news_in_words(ui, told));
}

const char *my_page_answer_in_words(struct ui *ui, const struct visit_answer *said, int64_t now_ms)
{
	if (said->coming)
		return session_see_you(ui, &said->session, now_ms);
	return ui_format(ui, _("Your booking for {date} is cancelled. Thank you for telling us."),
		"date", say_date(ui, said->session.starts_ms), NULL);
}

static void answered(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (state->said.is_there)
		part_notice(ui, UI_CREAM, "check-circle-fill",
			my_page_answer_in_words(ui, &state->said, app_now_ms(app)));
}

/* News goes first; it is there the next time, too. */
static void missed(struct ui *ui, const struct state *state)
{
	if (state->absences > 0 && !state->news.is_there)
		ui_private(part_notice(ui, UI_CREAM, "hand-waving-fill",
			fair_missed_in_words(ui, state->absences, state->absences_bind)));
}

static void unconfirmed(const struct app *app, struct ui *ui)
{
	if (app_visit(app)->holder.status == HOLDER_UNCONFIRMED)
		part_notice(ui, UI_CREAM, "info-fill",
			_("We do not know this card yet. You can book and check in with it; we "
			  "will see to the rest."));
}

/* Art takes what few bookings leave of a narrow sheet. */
static bool shares_sheet(const struct app *app, const struct ui *ui)
{
	return ui_is_portrait(ui) && !ui_is_low(ui) && has_few(app_state(app));
}

static bool has_art(const struct app *app, const struct ui *ui)
{
	const struct state *state = app_state(app);
	bool fills = ui_has_little_room(ui) && (state->news.is_there || state->absences > 0);

	return !ui_is_low(ui) && !fills && (!ui_is_portrait(ui) || has_few(state));
}

/* The card with its stamps where art would stand. */
static bool has_stamp_card(const struct app *app, const struct ui *ui)
{
	const struct state *state = app_state(app);

	return state->challenge.form && has_art(app, ui) && !ui_reading(ui).bigger;
}

static bool is_bare(const struct state *state)
{
	return state->count + state->coming_count == 0;
}

/* Beside the stamp card there is none, below it or the button there may be. */
static bool has_art_too(const struct app *app, const struct ui *ui)
{
	const struct state *state = app_state(app);

	if (!state->challenge.form || ui_has_little_room(ui))
		return has_art(app, ui) || (is_bare(state) && ui_is_low(ui));
	return ui_is_short(ui) || is_bare(state) ||
	       (has_art(app, ui) && ui_is_portrait(ui) &&
		       (!ui_reading(ui).bigger || (state->count == 1 && !language_is_tall())));
}

static void way(const struct app *app, struct ui *ui, int action)
{
	const struct state *state = app_state(app);

	switch ((enum action)action) {
	case CHALLENGE:
		challenge_button(ui, &state->challenge, CHALLENGE);
		break;
	case BOOK:
		ui_with_icon(ui_growing(ui_button(ui, UI_PRIMARY, _("Book a place"), BOOK, 0)),
			"calendar-plus-fill");
		break;
	case WHATS_ON:
		ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY, _("What's on"), WHATS_ON, 0)),
			"books-fill");
		break;
	case ADD_CHILD:
		ui_with_icon(
			ui_growing(ui_button(ui, UI_SECONDARY, _("Add a child"), ADD_CHILD, 0)),
			"plus-bold");
		break;
	case CHOOSE:
	case LOOK:
		break;
	}
}

/* Something is said above the list. */
static bool has_news(const struct app *app)
{
	const struct state *state = app_state(app);

	return state->news.is_there || state->said.is_there || state->absences > 0 || app_held(app);
}

/* Four below each other are more than half a screen holds, and more than a wide one below news. */
static int ways_across(const struct app *app, const struct ui *ui)
{
	const struct state *state = app_state(app);

	if (ui_has_little_room(ui) && language_is_tall() && has_news(app) &&
		state->challenge.form && join_may_add_children(app))
		return 2;
	return ui_is_low(ui) && state->challenge.form ? 2 : 1;
}

static void ways_on(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	int actions[WAYS_MAX], count = 0, across = ways_across(app, ui);

	actions[count++] = BOOK;
	if (state->challenge.form && !has_stamp_card(app, ui))
		actions[count++] = CHALLENGE;
	actions[count++] = WHATS_ON;
	if (join_may_add_children(app))
		actions[count++] = ADD_CHILD;
	for (int i = 0; i < count; i++) {
		if (i % across == 0)
			ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true});
		way(app, ui, actions[i]);
		if (i % across == across - 1 || i == count - 1)
			ui_close(ui);
	}
}

static void news(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	bool wide = !ui_is_portrait(ui) && !ui_is_low(ui);
	bool full = (ui_has_little_room(ui) && state->challenge.form) || (wide && has_news(app));

	untold(app, ui);
	answered(app, ui);
	missed(ui, state);
	unconfirmed(app, ui);
	if (state->count == 0 && !full)
		part_notice(ui, UI_WHITE, "calendar-blank-bold", _("You have no bookings now."));
	if (ui_is_low(ui))
		ui_text(ui, UI_TITLE, state->count == 0 ? _("Coming up") : _("Your bookings"));
}

static void list(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (is_bare(state) && ui_is_low(ui))
		return;
	ui_column(ui, (struct ui_box){.grow = !shares_sheet(app, ui), .gap = UI_GAP_MEDIUM});
	if (state->count == 0)
		coming(ui, state);
	else
		bookings(app, ui);
	ui_close(ui);
}

static int side_width(const struct app *app, const struct ui *ui)
{
	return ways_across(app, ui) > 1 ? SIDE_WIDTH_PAIRS : SIDE_WIDTH;
}

static void view(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	bool portrait = ui_is_portrait(ui);
	const struct bars bars = {.title = title(app, ui), .is_private = true, .shows_first = true};

	bars_open(app, ui, &bars);
	news(app, ui);
	bars_touch(app, ui, &bars);
	(portrait ? ui_column : ui_row)(
		ui, (struct ui_box){.grow = 1, .gap = UI_GAP_EDGE, .stays = true});
	list(app, ui);
	ui_column(ui, (struct ui_box){.grow = shares_sheet(app, ui) || is_bare(state),
			      .gap = UI_GAP_MEDIUM,
			      .width = portrait ? 0 : side_width(app, ui)});
	if (has_art_too(app, ui))
		part_art_below(ui);
	if (has_stamp_card(app, ui))
		challenge_card(ui, &state->challenge, CHALLENGE);
	ways_on(app, ui);
	ui_close(ui);
	ui_close(ui);
	bars_close(app, ui, &bars);
}

/* ---- what happens ---- */

static void choose(struct app *app, int i)
{
	const struct state *state = app_state(app);
	struct visit *visit = app_visit_change(app);

	assert(i >= 0 && i < state->count);
	visit->booking = state->bookings[i];
	visit->session = state->sessions[i];
	app_go(app, &screen_booking);
}

static void look(struct app *app, int i)
{
	const struct state *state = app_state(app);

	assert(i >= 0 && i < state->coming_count);
	app_visit_change(app)->session = state->coming[i];
	app_go(app, &screen_session);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case CHOOSE:
		choose(app, which);
		break;
	case LOOK:
		look(app, which);
		break;
	case BOOK:
	case WHATS_ON:
		app_visit_change(app)->wants_to_book = action == BOOK;
		app_go(app, &screen_whats_on);
		break;
	case ADD_CHILD:
		join_begin_children(app);
		break;
	case CHALLENGE:
		app_go(app, &screen_challenge);
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	if (message->kind != MESSAGE_NEWS)
		return false;
	read_page(app);
	return true;
}

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);
	struct visit_answer *said = &app_visit_change(app)->said;

	state->said = *said;
	*said = (struct visit_answer){0};
	read_page(app);
}

/* They have been told now; should that not be kept, they are told again. */
static void painted(struct app *app)
{
	const struct state *state = app_state(app);

	if (state->news.is_there)
		store_mark_told(app_store(app), state->news.booking.id, NULL);
}

const struct screen screen_my_page = {
	.name = "my_page",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
	.painted = painted,
};
