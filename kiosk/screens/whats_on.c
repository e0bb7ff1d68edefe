/* The programme of the next two weeks by day, or what of it can be booked; by theme if wished. */
#include <assert.h>

#include "app/app.h"
#include "app/bars.h"
#include "base/clock.h"
#include "base/text.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/themes.h"
#include "ui/language.h"
#include "ui/ui.h"

#define ACTIONS(A) A(BACK) A(CHOOSE) A(THEME)
SCREEN_ACTIONS(ACTIONS);

enum { DAYS_AHEAD = 14, SESSIONS_MAX = 48, THEMES_MAX = 5, FEW = 3, FEW_LARGE = 2, FEW_SHORT = 4 };
UI_LIST_FITS(SESSIONS_MAX);

struct state {
	struct session sessions[SESSIONS_MAX];
	enum place_state places[SESSIONS_MAX];
	int count;
	int themes[THEMES_MAX]; /* the first session of each that has a button of its own */
	int theme_count;
	bool has_rest; /* and a button for all the others */
	int theme;     /* 0: all, else one more than its index; behind the last: the others */
};

/* ---- reading ---- */

static const struct session *theme_of(const struct state *state, int theme)
{
	return &state->sessions[state->themes[theme]];
}

/* theme_count: one of the others. */
static int theme_of_session(const struct state *state, const struct session *session)
{
	int theme = 0;

	while (theme < state->theme_count && !theme_is_same(theme_of(state, theme), session))
		theme++;
	return theme;
}

static void note_theme(struct state *state, int i)
{
	const struct session *session = &state->sessions[i];

	if (theme_of_session(state, session) < state->theme_count)
		return;
	if (session->theme[0] && state->theme_count < THEMES_MAX - state->has_rest) {
		state->themes[state->theme_count++] = i;
	} else {
		state->has_rest = true;
		if (state->theme_count == THEMES_MAX)
			state->theme_count--;
	}
}

static int theme_buttons(const struct state *state)
{
	return state->theme_count + state->has_rest;
}

static bool is_wanted(const struct app *app, const struct session *session)
{
	enum booking_refusal refusal = booking_of_session(session, app_now_ms(app));

	return !app_visit(app)->wants_to_book || refusal == BOOKING_ALLOWED ||
	       refusal == BOOKING_NOT_YET;
}

static void keep_wanted(const struct app *app, struct state *state, int found)
{
	for (int i = 0; i < found; i++)
		if (is_wanted(app, &state->sessions[i]))
			state->sessions[state->count++] = state->sessions[i];
}

static void read_programme(struct app *app)
{
	struct state *state = app_state_change(app);
	int64_t now_ms = app_now_ms(app);
	int found = store_sessions(app_store(app), now_ms, clock_day_start(now_ms, DAYS_AHEAD),
		false, state->sessions, SESSIONS_MAX);

	state->count = state->theme_count = 0;
	state->has_rest = false;
	keep_wanted(app, state, found);
	for (int i = 0; i < state->count; i++) {
		state->places[i] = place_state_now(app, &state->sessions[i]);
		note_theme(state, i);
	}
	if (state->theme > theme_buttons(state))
		state->theme = 0;
}

/* ---- themes ---- */

static const char *words_of(const struct state *state, int theme)
{
	if (theme == 0)
		return _("All");
	/* Translators: beside "Children", "Garden": the events of all further themes. */
	if (theme > state->theme_count)
		return _("Other");
	return theme_in_words(theme_of(state, theme - 1));
}

static void theme_button(struct ui *ui, const struct state *state, int theme)
{
	const char *words = words_of(state, theme);
	bool selected = theme == state->theme;
	struct ui_node *button =
		ui_button(ui, selected ? UI_DARK : UI_SECONDARY, words, THEME, theme);

	if (selected)
		ui_with_icon(ui_selected(button, true), "check-bold");
}

static void theme_row(struct ui *ui, const struct state *state, int first, int last)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true});
	for (int theme = first; theme <= last; theme++)
		theme_button(ui, state, theme);
	ui_close(ui);
}

/* "All" and the themes, as many beside each other as their words allow. */
static int themes_across(const struct ui *ui)
{
	if (!ui_is_portrait(ui))
		return THEMES_MAX + 1;
	return ui_reading(ui).bigger ? 2 : 3;
}

static void themes(struct ui *ui, const struct state *state)
{
	int across = themes_across(ui), count = theme_buttons(state);

	/* Half a wide screen holds the events, or the ways to choose among them. */
	if (count < 2 || ui_is_short(ui))
		return;
	for (int first = 0; first <= count; first += across) {
		int last = first + across - 1;

		theme_row(ui, state, first, last < count ? last : count);
	}
}

/* ---- the list ---- */

static bool is_shown(const struct state *state, int i)
{
	return state->theme == 0 ||
	       theme_of_session(state, &state->sessions[i]) == state->theme - 1;
}

static int shown_count(const struct state *state)
{
	int count = 0;

	for (int i = 0; i < state->count; i++)
		count += is_shown(state, i);
	return count;
}

/* Two rows of two fill half a wide screen. */
static bool is_airy(const struct ui *ui, const struct state *state)
{
	return ui_is_short(ui) && !language_is_tall() && shown_count(state) <= FEW_SHORT;
}

static int card_padding(const struct ui *ui, const struct state *state)
{
	if (is_airy(ui, state))
		return UI_GAP_MEDIUM;
	return ui_is_crowded(ui) ? 0 : UI_GAP_HAIR;
}

static void session_card(struct ui *ui, const struct state *state, int i)
{
	ui_card_row(ui,
		(struct ui_box){.gap = UI_GAP_MEDIUM,
			.padding_inline = UI_GAP_SMALL,
			.padding_block = card_padding(ui, state),
			.tone = UI_WHITE,
			.radius = 32,
			.shadow = true,
			.align = UI_CENTRE,
			.stays = true},
		CHOOSE, i);
	part_session(ui, &state->sessions[i], state->places[i]);
	ui_close(ui);
}

static void no_programme(struct ui *ui)
{
	part_notice(ui, UI_WHITE, "calendar-blank-bold",
		_("Nothing is planned for the next two weeks. Please ask at the desk."));
	ui_growing(ui_drawing(ui, NULL, 900, 200));
}

static const struct session *first_shown(const struct state *state)
{
	int i = 0;

	while (!is_shown(state, i))
		i++;
	return &state->sessions[i];
}

/* Few of a theme leave room for its drawing. */
static void programme(struct ui *ui, const struct state *state)
{
	bool large = ui_has_little_room(ui) || ui_is_short(ui);
	bool few = shown_count(state) <= (large ? FEW_LARGE : FEW);

	ui_pages(ui, (struct ui_box){.grow = !few, .gap = UI_GAP_SMALL});
	for (int i = 0; i < state->count; i++)
		if (is_shown(state, i))
			session_card(ui, state, i);
	ui_close(ui);
	if (few)
		part_drawing_below(ui, first_shown(state));
}

static void view(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const char *title =
		app_visit(app)->wants_to_book ? _("What would you like to book?") : _("What's on");
	const struct bars bars = {.title = title,
		.back = BACK,
		.step = BOOKING_CHOOSE,
		.steps = part_booking_steps(app)};

	bars_open(app, ui, &bars);
	themes(ui, state);
	if (state->count == 0)
		no_programme(ui);
	else
		programme(ui, state);
	bars_close(app, ui, &bars);
}

static void tap(struct app *app, int action, int which)
{
	struct state *state = app_state_change(app);

	switch ((enum action)action) {
	case BACK:
		part_go_home(app);
		break;
	case CHOOSE:
		assert(which >= 0 && which < state->count);
		app_visit_change(app)->session = state->sessions[which];
		app_go(app, &screen_session);
		break;
	case THEME:
		state->theme = which;
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	if (message->kind != MESSAGE_NEWS)
		return false;
	read_programme(app);
	return true;
}

const struct screen screen_whats_on = {
	.name = "whats_on",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.enter = read_programme,
	.view = view,
	.tap = tap,
	.handle = handle,
};
