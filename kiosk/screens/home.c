/* Nobody's turn yet: what can be done here, in which languages, and what is on now. A card or
 * ticket held near is enough. */
#include <stdio.h>

#include "app/app.h"
#include "app/bars.h"
#include "base/clock.h"
#include "screens/challenge_words.h"
#include "screens/join.h"
#include "screens/opening.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/themes.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

#define ACTIONS(A) A(SPEAK) A(HERO) A(BOOK) A(JOIN) A(WHATS_ON) A(CODE) A(CHALLENGE)
SCREEN_ACTIONS(ACTIONS);

enum {
	DAYS_AHEAD = 28,
	DAYS_MOSTLY = 7, /* as a rule what is looked for is in this week */
	SESSIONS_MAX = 40,
	LANGUAGES_MAX = 6,
	LOW_CARDS_MAX = 6,
	UNREADABLE_SHOWN_MS = 8 * SECOND_MS,
};

struct state {
	struct session hero;     /* open for check-in now, else the next one */
	struct session bookable; /* the next that can be booked */
	bool has_hero, hero_is_open, has_bookable;
	struct challenge challenge; /* if one runs */
	enum held held;             /* something was held near that nobody could read */
};

/* ---- what is on ---- */

static void choose_hero(
	struct state *state, const struct session *sessions, int count, int64_t now_ms)
{
	int next = part_next_session(sessions, count, now_ms);

	state->has_hero = next >= 0;
	if (!state->has_hero)
		return;
	state->hero = sessions[next];
	state->hero_is_open = session_is_open(&state->hero, now_ms);
}

static void choose_bookable(
	struct state *state, const struct session *sessions, int count, int64_t now_ms)
{
	for (int i = 0; i < count && !state->has_bookable; i++) {
		if (!booking_is_open(&sessions[i], now_ms))
			continue;
		state->bookable = sessions[i];
		state->has_bookable = true;
	}
}

static void read_programme(struct app *app, struct state *state, int days)
{
	struct session sessions[SESSIONS_MAX];
	int64_t now_ms = app_now_ms(app);
	int count = store_sessions(app_store(app), now_ms, clock_day_start(now_ms, days), false,
		sessions, SESSIONS_MAX);

	choose_hero(state, sessions, count, now_ms);
	choose_bookable(state, sessions, count, now_ms);
}

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);

	*state = (struct state){.held = state->held, .challenge = challenge_now(app)};
	read_programme(app, state, DAYS_MOSTLY);
	if (!state->has_hero || !state->has_bookable)
		read_programme(app, state, DAYS_AHEAD);
}

/* ---- languages ---- */

static void language_button(
	struct ui *ui, const struct ui_language *language, int index, enum ui_button_kind kind)
{
	struct ui_node *button = ui_growing(ui_button(ui, kind, language->name, SPEAK, index));

	ui_in_language(button, language->code);
	if (language == ui_language())
		ui_with_icon(ui_selected(button, true), "check-bold");
}

/* The current one is always among those that are shown. */
static int language_at(int place, int shown)
{
	int count;
	const struct ui_language *languages = ui_languages(&count);

	for (int i = shown; i < count && place == shown - 1; i++)
		if (&languages[i] == ui_language())
			return i;
	return place;
}

/* The last place is the way to the other languages, if there are more. */
static void language_place(struct ui *ui, int place, int shown, enum ui_button_kind kind)
{
	int count, index = language_at(place, shown);
	const struct ui_language *languages = ui_languages(&count);

	if (place < shown)
		language_button(ui, &languages[index], index, kind);
	else if (place == shown && shown < count)
		ui_with_icon(ui_growing(ui_button(ui, kind, _("Language"), BAR_LANGUAGE, 0)),
			"globe-bold");
}

/* From the one at `first` on. */
static void some_languages(struct ui *ui, int first, int columns, enum ui_button_kind kind)
{
	int count;
	ui_languages(&count);
	int shown = count > LANGUAGES_MAX ? LANGUAGES_MAX - 1 : count;

	for (int i = first; i < first + columns && i < LANGUAGES_MAX; i++)
		language_place(ui, i, shown, kind);
}

static void language_rows(struct ui *ui, int columns, enum ui_button_kind kind)
{
	int count;

	ui_languages(&count);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	for (int i = 0; i < count && i < LANGUAGES_MAX; i += columns) {
		ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true});
		some_languages(ui, i, columns, kind);
		ui_close(ui);
	}
	ui_close(ui);
}

/* ---- the card prompt ---- */

static bool is_tight(const struct ui *ui)
{
	return ui_is_crowded(ui) || language_is_tall();
}

static const char *prompt_line(const struct app *app)
{
	const struct state *state = app_state(app);
	struct ways ways = app_ways(app);

	if (state->held)
		return part_held_words(state->held);
	if (ways.card_reader && ways.camera)
		return _("Hold it on the reader or show its code to the camera");
	if (ways.card_reader)
		return _("Hold it on the reader");
	return ways.camera ? _("Show its code to the camera") : NULL;
}

/* Where nothing reads it the code is the way in. */
static void prompt_words(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const char *line = prompt_line(app);

	bool full = ui_reading(ui).bigger && state->challenge.form;

	ui_text(ui, UI_LABEL, _("Have a card or ticket?"));
	if (line)
		ui_text(ui, UI_BODY, line);
	if (!state->held && (!line || !full))
		ui_text(ui, line ? UI_CAPTION : UI_BODY, _("Type the code of your ticket"));
}

static void reader_prompt(const struct app *app, struct ui *ui, enum ui_tone tone)
{
	bool dark = tone == UI_PANEL;
	ui_card_row(ui,
		(struct ui_box){.gap = UI_GAP_LARGE,
			.padding = is_tight(ui) ? UI_GAP_MEDIUM : UI_GAP_LARGE,
			.tone = tone,
			.radius = 28,
			.border = true,
			.align = UI_CENTRE,
			.stays = true},
		CODE, 0);
	struct ui_node *icon = ui_icon(ui, part_reader_icon(app), 76);
	if (dark)
		ui_toned(icon, UI_SUN);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_TINY, .grow = 1});
	prompt_words(app, ui);
	ui_close(ui);
	ui_close(ui);
}

/* ---- cards ---- */

static const char *hero_title(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const char *sentence = state->hero_is_open ? _("Check in to {title}") : _("Next: {title}");

	return ui_format(ui, sentence, "title", session_words(&state->hero, SESSION_TITLE), NULL);
}

static void hero_words(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	bool bigger = ui_reading(ui).bigger;

	ui_column(ui, (struct ui_box){.grow = 1,
			      .gap = UI_GAP_SMALL,
			      .padding_block = bigger ? UI_GAP_MEDIUM : UI_GAP_WIDE});
	if (!bigger && !(ui_is_portrait(ui) && language_is_tall()))
		ui_icon(ui, session_icon(&state->hero), 84);
	ui_space(ui, 1);
	ui_heading(ui, UI_HEADING, hero_title(app, ui));
	ui_text(ui, UI_BODY, session_starts(ui, &state->hero, app_now_ms(app)));
	ui_close(ui);
}

static void no_hero_words(struct ui *ui)
{
	ui_column(
		ui, (struct ui_box){.grow = 1, .gap = UI_GAP_SMALL, .padding_block = UI_GAP_WIDE});
	ui_icon(ui, "books-fill", 84);
	ui_space(ui, 1);
	ui_heading(ui, UI_HEADING, _("Welcome to the library"));
	ui_text(ui, UI_BODY, _("Books, rooms, computers and people who help"));
	ui_close(ui);
}

static void hero(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	bool portrait = ui_is_portrait(ui);

	ui_card_row(ui,
		(struct ui_box){.grow = 3,
			.gap = UI_GAP_LARGE,
			.padding_inline = UI_GAP_EDGE,
			.tone = UI_CORAL,
			.radius = 36,
			.shadow = true,
			.stays = true},
		HERO, 0);
	if (state->has_hero)
		hero_words(app, ui);
	else
		no_hero_words(ui);
	if (!ui_is_crowded(ui))
		ui_drawing(ui, state->has_hero ? session_drawing(&state->hero) : NULL,
			portrait ? 280 : 380, portrait ? 260 : 300);
	ui_close(ui);
}

struct choice {
	enum ui_tone tone;
	const char *icon, *title, *line;
	int action;
	int grow;    /* its share of a row; 0: one */
	bool narrow; /* beside another one that is flat */
};

static void tall_card(struct ui *ui, const struct choice *choice)
{
	ui_card(ui,
		(struct ui_box){.grow = choice->grow ? choice->grow : 1,
			.width = 280,
			.gap = UI_GAP_TINY,
			.padding = is_tight(ui) ? UI_GAP_LARGE : UI_GAP_WIDE,
			.tone = choice->tone,
			.radius = 32,
			.shadow = true},
		choice->action, 0);
	if (!ui_is_low(ui) || !ui_reading(ui).bigger)
		ui_icon(ui, choice->icon, 72);
	ui_space(ui, 1);
	ui_text(ui, UI_TITLE, choice->title);
	if (choice->line && !ui_is_crowded(ui))
		ui_text(ui, UI_BODY, choice->line);
	ui_close(ui);
}

static void flat_card(struct ui *ui, const struct choice *choice)
{
	ui_card_row(ui,
		(struct ui_box){.grow = 1,
			.width = 300,
			.gap = UI_GAP_LARGE,
			.padding_inline = choice->narrow ? UI_GAP_LARGE : UI_GAP_WIDE,
			.padding_block = is_tight(ui) ? UI_GAP_SMALL : UI_GAP_LARGE,
			.tone = choice->tone,
			.radius = 32,
			.shadow = true,
			.align = UI_CENTRE,
			.stays = true},
		choice->action, 0);
	if (!ui_reading(ui).bigger || (ui_is_portrait(ui) && !choice->narrow))
		ui_icon(ui, choice->icon, 64);
	ui_growing(ui_text(ui, UI_TITLE, choice->title));
	ui_close(ui);
}

static const char *bookable_line(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (!state->has_bookable)
		return _("For groups, courses and shows");
	/* Translators: "Bounce & Rhyme, Friday 4 December". */
	return ui_format(ui, _("{title}, {day}"), "title",
		session_words(&state->bookable, SESSION_TITLE), "day",
		say_day(ui, state->bookable.starts_ms, app_now_ms(app)), NULL);
}

static void help(struct ui *ui)
{
	ui_with_icon(ui_growing(ui_button(ui, UI_DARK, _("Ask for help"), BAR_HELP, 0)),
		"hand-waving-fill");
}

static bool has_challenge(const struct app *app)
{
	const struct state *state = app_state(app);

	return state->challenge.form != NULL;
}

static struct choice challenge_choice(const struct app *app)
{
	const struct state *state = app_state(app);

	return (struct choice){.tone = UI_SUN,
		.icon = "star-fill",
		.title = challenge_title(&state->challenge),
		.action = CHALLENGE};
}

static void challenge(const struct app *app, struct ui *ui)
{
	if (!has_challenge(app))
		return;
	struct choice choice = challenge_choice(app);
	choice.narrow = ui_reading(ui).bigger;
	flat_card(ui, &choice);
}

/* Three beside each other are too narrow for the long words of bigger text. */
static bool is_three_across(const struct ui *ui)
{
	return !ui_is_portrait(ui) && !ui_reading(ui).bigger;
}

static void cards(const struct app *app, struct ui *ui)
{
	struct choice book = {
		UI_TEAL, "calendar-plus-fill", _("Book a place"), bookable_line(app, ui), BOOK};
	struct choice join = {UI_PLUM, "identification-card-fill", _("Join the library"),
		_("Free for everyone. About 3 minutes."), JOIN};
	struct choice whats_on = {UI_SKY, "books-fill", _("What's on"), NULL, WHATS_ON};
	bool bigger = ui_reading(ui).bigger;

	whats_on.narrow = bigger && has_challenge(app);
	hero(app, ui);
	if (!bigger)
		challenge(app, ui);
	ui_row(ui, (struct ui_box){.grow = 3, .gap = UI_GAP_LARGE, .stays = true});
	tall_card(ui, &book);
	tall_card(ui, &join);
	if (is_three_across(ui))
		tall_card(ui, &whats_on);
	ui_close(ui);
	if (is_three_across(ui))
		return;
	ui_row(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_LARGE, .stays = true});
	flat_card(ui, &whats_on);
	if (bigger && ui_is_portrait(ui))
		challenge(app, ui);
	if (!ui_is_portrait(ui)) {
		help(ui);
		bars_reading_in_signs(ui);
	}
	ui_close(ui);
}

/* With bigger text one button, to the page of languages. */
static void languages(struct ui *ui, int columns)
{
	if (!ui_reading(ui).bigger) {
		language_rows(ui, columns, UI_OUTLINE);
		return;
	}
	ui_row(ui, (struct ui_box){.stays = true});
	ui_with_icon(
		ui_spoken(ui_growing(ui_button(ui, UI_SUNNY, ui_language()->name, BAR_LANGUAGE, 0)),
			_("Language")),
		"globe-bold");
	ui_close(ui);
}

/* ---- landscape and portrait ---- */

static void greeting(struct ui *ui, enum ui_size size)
{
	if (!ui_reading(ui).bigger)
		ui_toned(ui_text(ui, UI_TITLE, _("Hello!")), UI_SUN);
	ui_heading(ui, size, _("What would you like to do?"));
}

static void panel(const struct app *app, struct ui *ui)
{
	bool bigger = ui_reading(ui).bigger;

	ui_column(ui, (struct ui_box){.width = 600,
			      .width_max = 600,
			      .padding_inline = bigger ? UI_GAP_LARGE : UI_GAP_EDGE,
			      .padding_block = UI_GAP_WIDE,
			      .gap = UI_GAP_MEDIUM,
			      .justify = UI_BETWEEN,
			      .tone = UI_INK});
	part_branch(app, ui);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	greeting(ui, bigger || language_is_tall() ? UI_HEADING : UI_LARGE);
	ui_close(ui);
	reader_prompt(app, ui, UI_PANEL);
	if (bigger)
		challenge(app, ui);
	languages(ui, language_is_tall() ? 3 : 2);
	ui_close(ui);
}

/* Ways of reading and help, as on every screen; here with their words, where there is room. */
static void bar(struct ui *ui)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	if (ui_reading(ui).bigger || ui_is_low(ui))
		bars_reading_in_signs(ui);
	else
		bars_reading(ui);
	help(ui);
	ui_close(ui);
}

static void now(const struct app *app, struct ui *ui)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			   .justify = UI_BETWEEN,
			   .align = UI_CENTRE,
			   .stays = true});
	ui_text(ui, UI_LABEL, opening_moment(app, ui));
	ui_text(ui, UI_BODY, opening_in_words(app, ui));
	ui_close(ui);
}

static void view_landscape(const struct app *app, struct ui *ui)
{
	ui_row(ui, (struct ui_box){.grow = 1, .stays = true});
	panel(app, ui);
	ui_column(ui, (struct ui_box){.grow = 1,
			      .padding_inline = UI_GAP_EDGE,
			      .padding_block = UI_GAP_WIDE,
			      .gap = has_challenge(app) ? UI_GAP_MEDIUM : UI_GAP_LARGE});
	if (!ui_reading(ui).bigger)
		now(app, ui);
	cards(app, ui);
	if (!ui_reading(ui).bigger)
		bar(ui);
	ui_close(ui);
	ui_close(ui);
}

static void view_portrait(const struct app *app, struct ui *ui)
{
	bool bigger = ui_reading(ui).bigger;

	ui_column(ui, (struct ui_box){.padding_inline = UI_GAP_EDGE,
			      .padding_block = bigger ? UI_GAP_MEDIUM : UI_GAP_WIDE,
			      .gap = UI_GAP_LARGE,
			      .tone = UI_INK});
	opening_and_branch(app, ui);
	greeting(ui, UI_HEADING);
	languages(ui, 3);
	ui_close(ui);
	ui_column(ui, (struct ui_box){.grow = 1,
			      .padding_inline = UI_GAP_EDGE,
			      .padding_block = bigger ? UI_GAP_MEDIUM : UI_GAP_LARGE,
			      .gap = bigger ? UI_GAP_MEDIUM : UI_GAP_LARGE});
	cards(app, ui);
	reader_prompt(app, ui, UI_WHITE);
	bar(ui);
	ui_close(ui);
}

/* ---- low: what is looked at above, what is touched below ---- */

static void look(const struct app *app, struct ui *ui)
{
	bool portrait = ui_is_portrait(ui);

	ui_column(ui, (struct ui_box){.height = ui_half_height(ui),
			      .firm = true,
			      .padding_inline = UI_GAP_EDGE,
			      .padding_block = UI_GAP_WIDE,
			      .gap = UI_GAP_LARGE,
			      .tone = UI_INK});
	opening_and_branch(app, ui);
	(portrait ? ui_column : ui_row)(
		ui, (struct ui_box){.gap = UI_GAP_WIDE, .grow = 1, .stays = true});
	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .grow = 1, .justify = UI_CENTRE});
	greeting(ui, UI_LARGE);
	ui_close(ui);
	if (portrait || !ui_is_crowded(ui))
		ui_spines(ui, portrait ? 900 : 620, portrait ? 480 : 360);
	ui_close(ui);
	ui_close(ui);
}

static struct choice first_choice(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (!state->has_hero)
		return (struct choice){
			UI_CORAL, "books-fill", _("Welcome to the library"), NULL, HERO};
	return (struct choice){
		UI_CORAL, session_icon(&state->hero), hero_title(app, ui), NULL, HERO};
}

/* What is on has the longest name, and in a row the widest place. */
static void low_cards(const struct app *app, struct ui *ui)
{
	bool portrait = ui_is_portrait(ui);
	struct choice choices[LOW_CARDS_MAX] = {
		first_choice(app, ui),
		{UI_TEAL, "calendar-plus-fill", _("Book a place"), NULL, BOOK},
		{UI_PLUM, "identification-card-fill", _("Join the library"), NULL, JOIN},
		{UI_SKY, "books-fill", _("What's on"), NULL, WHATS_ON},
		{UI_INK, part_reader_icon(app), _("Have a card or ticket?"), NULL, CODE},
	};
	int count = LOW_CARDS_MAX - 1;

	choices[0].grow = 2;
	if (portrait) {
		flat_card(ui, &choices[0]);
		challenge(app, ui);
	} else if (has_challenge(app)) {
		choices[count++] = challenge_choice(app);
	}
	bool is_full = portrait && has_challenge(app);
	for (int i = portrait, across = portrait ? 2 : count; i < count; i += across) {
		ui_row(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_MEDIUM, .stays = true});
		for (int j = i; j < i + across; j++)
			(is_full ? flat_card : tall_card)(ui, &choices[j]);
		ui_close(ui);
	}
}

/* On a wide screen the languages and the bar share a row. */
static void low_bar(const struct app *app, struct ui *ui)
{
	if (ui_reading(ui).bigger) {
		ui_row(ui, (struct ui_box){.gap = UI_GAP_SMALL, .stays = true});
		bars_all_in_signs(app, ui, 0);
		ui_close(ui);
		return;
	}
	if (ui_is_portrait(ui)) {
		language_rows(ui, 3, UI_SECONDARY);
		bar(ui);
		return;
	}
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true});
	some_languages(ui, 0, LANGUAGES_MAX, UI_SECONDARY);
	bars_reading_in_signs(ui);
	help(ui);
	ui_close(ui);
}

static void view_low(const struct app *app, struct ui *ui)
{
	look(app, ui);
	ui_column(ui, (struct ui_box){.grow = 1,
			      .padding_inline = UI_GAP_EDGE,
			      .padding_block = UI_GAP_SMALL,
			      .gap = UI_GAP_MEDIUM});
	low_cards(app, ui);
	low_bar(app, ui);
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	if (ui_is_low(ui))
		view_low(app, ui);
	else if (ui_is_portrait(ui))
		view_portrait(app, ui);
	else
		view_landscape(app, ui);
}

/* ---- what happens ---- */

static void go_to_programme(struct app *app, bool to_book)
{
	app_visit_change(app)->wants_to_book = to_book;
	app_go(app, &screen_whats_on);
}

/* Drop-in: count them in. Booked: the session, where the card or ticket is asked for. */
static void go_to_hero(struct app *app)
{
	const struct state *state = app_state(app);
	bool door = state->hero_is_open && state->hero.admission != ADMISSION_BOOKED;

	if (!state->has_hero) {
		go_to_programme(app, false);
		return;
	}
	app_visit_change(app)->session = state->hero;
	app_go(app, door ? &screen_drop_in : &screen_session);
}

static void speak(struct app *app, int index)
{
	int count;
	const struct ui_language *languages = ui_languages(&count);

	app_set_language(app, languages[index].code);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case SPEAK:
		speak(app, which);
		break;
	case HERO:
		go_to_hero(app);
		break;
	case BOOK:
	case WHATS_ON:
		go_to_programme(app, action == BOOK);
		break;
	case JOIN:
		join_begin(app);
		break;
	case CODE:
		app_go(app, &screen_find_booking);
		break;
	case CHALLENGE:
		app_go(app, &screen_challenge);
		break;
	}
}

static void show_held(struct app *app, enum held held)
{
	struct state *state = app_state_change(app);

	state->held = held;
	if (held)
		app_wake_in(app, UNREADABLE_SHOWN_MS);
}

static bool handle(struct app *app, const struct message *message)
{
	if (message->kind == MESSAGE_UNREADABLE || message->kind == MESSAGE_DEADLINE)
		show_held(app, message->held);
	else if (message->kind == MESSAGE_NEWS)
		enter(app);
	else
		return false;
	return true;
}

const struct screen screen_home = {
	.name = "home",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.idle = true,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
