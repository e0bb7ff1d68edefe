/* Home, rested: what a passer-by reads from afar. What is on next, and a welcome in each language; any
 * touch leads home, one on a welcome in its language. It changes on the minute. */
#include "app/app.h"
#include "base/clock.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/themes.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

#define ACTIONS(A) A(SPEAK)
SCREEN_ACTIONS(ACTIONS);

enum { DAYS_AHEAD = 28, SESSIONS_MAX = 40, WELCOMES_MAX = 6 };

struct state {
	struct session next;
	bool has_next;
};

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);
	struct session sessions[SESSIONS_MAX];
	int64_t now_ms = app_now_ms(app);
	int count = store_sessions(app_store(app), now_ms, clock_day_start(now_ms, DAYS_AHEAD),
		false, sessions, SESSIONS_MAX);
	int next = part_next_session(sessions, count, now_ms);

	state->has_next = next >= 0;
	if (state->has_next)
		state->next = sessions[next];
}

/* ---- what is on next ---- */

static void next_words(struct ui *ui, const struct session *next)
{
	if (!ui_is_crowded(ui) && !ui_is_short(ui))
		ui_badge(ui, session_icon(next), 150, UI_WHITE);
	ui_heading(ui, UI_DISPLAY,
		ui_format(
			ui, _("Next: {title}"), "title", session_words(next, SESSION_TITLE), NULL));
	ui_text(ui, UI_HEADING, session_when(ui, next));
	session_node(ui, UI_TITLE, next, SESSION_ROOM);
}

static void no_next_words(struct ui *ui)
{
	ui_heading(ui, UI_DISPLAY, _("Welcome to the library"));
	ui_text(ui, UI_HEADING, _("Books, rooms, computers and people who help"));
}

static void poster(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	bool beside = ui_is_short(ui);
	struct ui_box box = {.grow = !ui_is_low(ui),
		.padding = beside || ui_is_crowded(ui) ? UI_GAP_EDGE : UI_GAP_HUGE,
		.gap = UI_GAP_LARGE,
		.tone = state->has_next ? session_tone(&state->next) : UI_CORAL,
		.height = ui_is_low(ui) ? ui_half_height(ui) : 0,
		.firm = true,
		.stays = true};

	(beside ? ui_row : ui_column)(ui, box);
	ui_column(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_LARGE});
	part_branch(app, ui);
	ui_space(ui, 1);
	if (state->has_next)
		next_words(ui, &state->next);
	else
		no_next_words(ui);
	ui_close(ui);
	ui_drawing(ui, state->has_next ? session_drawing(&state->next) : NULL, 520, 320);
	ui_close(ui);
}

/* ---- welcomes ---- */

static void welcome_words(const struct app *app, struct ui *ui, const char *language)
{
	const struct state *state = app_state(app);

	ui_in_language(ui_text(ui, UI_HEADING, _("Welcome!")), language);
	if (state->has_next && !ui_is_crowded(ui))
		ui_in_language(
			ui_text(ui, UI_BODY,
				/* Translators: "Bounce & Rhyme, Friday 4 December". */
				ui_format(ui, _("{title}, {day}"), "title",
					session_words(&state->next, SESSION_TITLE), "day",
					say_day(ui, state->next.starts_ms, app_now_ms(app)), NULL)),
			language);
}

/* Said in its own language, and then the visitor's is spoken again. */
static void welcome(
	const struct app *app, struct ui *ui, const struct ui_language *language, int index)
{
	const struct ui_language *spoken = ui_language();

	ui_card_row(ui,
		(struct ui_box){.grow = 1,
			.gap = UI_GAP_LARGE,
			.padding_inline = UI_GAP_WIDE,
			.padding_block = UI_GAP_TINY,
			.tone = UI_PANEL,
			.radius = 32,
			.border = true,
			.align = UI_CENTRE,
			.stays = true},
		SPEAK, index);
	ui_column(ui,
		(struct ui_box){.grow = 1, .align = language->right_to_left ? UI_END : UI_START});
	language_speak(language);
	welcome_words(app, ui, language->code);
	language_speak(spoken);
	ui_close(ui);
	if (!ui_is_crowded(ui))
		ui_icon(ui, "hand-tap-bold", 72);
	ui_close(ui);
}

static int welcomes_across(const struct ui *ui)
{
	if (ui_is_short(ui))
		return 3;
	return ui_is_low(ui) || (ui_is_portrait(ui) && ui_is_crowded(ui)) ? 2 : 1;
}

static void welcomes(const struct app *app, struct ui *ui)
{
	int count, across = welcomes_across(ui);
	const struct ui_language *languages = ui_languages(&count);
	int shown = count < WELCOMES_MAX ? count : WELCOMES_MAX;

	for (int i = 0; i < shown; i += across) {
		ui_row(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_MEDIUM, .stays = true});
		for (int j = i; j < i + across && j < shown; j++)
			welcome(app, ui, &languages[j], j);
		ui_close(ui);
	}
}

static void view(const struct app *app, struct ui *ui)
{
	bool beside = !ui_is_portrait(ui) && !ui_is_low(ui);

	(beside ? ui_row : ui_column)(ui, (struct ui_box){.grow = 1, .stays = true});
	poster(app, ui);
	ui_column(ui, (struct ui_box){.width = beside ? 760 : 0,
			      .width_max = beside ? 760 : 0,
			      .grow = ui_is_low(ui),
			      .gap = UI_GAP_MEDIUM,
			      .padding = UI_GAP_EDGE,
			      .tone = UI_INK});
	welcomes(app, ui);
	part_held(app, ui);
	ui_close(ui);
	ui_close(ui);
}

static void tap(struct app *app, int action, int which)
{
	int count;
	const struct ui_language *languages = ui_languages(&count);

	switch ((enum action)action) {
	case SPEAK:
		app_set_language(app, languages[which].code);
		app_go(app, &screen_home);
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	if (message->kind == MESSAGE_TOUCH)
		app_go(app, &screen_home);
	else if (message->kind == MESSAGE_NEWS)
		enter(app);
	else
		return false;
	return true;
}

const struct screen screen_attract = {
	.name = "attract",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.idle = true,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
