/* "Ask for help": a mark that can be read from the desk, until staff or the visitor ends it; beside it
 * what people ask for. When nobody is there it says so, and whom to call or write to. All of it is
 * written: nothing is told by sound alone. */
#include "app/app.h"
#include "base/clock.h"
#include "base/log.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(CLOSE) A(DEAF)
SCREEN_ACTIONS(ACTIONS);

struct state {
	bool deaf; /* the mark says so */
};

/* ---- who is there ---- */

enum presence { NOBODY_CLOSED, NOBODY_AT_DESK, SOMEBODY };

static bool is_within(const struct opening_hours hours[static 7], int64_t now_ms)
{
	struct wall_time wall = clock_wall(now_ms);
	const struct opening_hours *today = &hours[wall.weekday];
	int minute = wall.hour * 60 + wall.minute;

	return today->opens_minute <= minute && minute < today->closes_minute;
}

static enum presence presence(const struct app *app)
{
	const struct enrolment *enrolment = app_enrolment(app);

	if (!is_within(enrolment->hours, app_now_ms(app)))
		return NOBODY_CLOSED;
	return is_within(enrolment->help.staffed, app_now_ms(app)) ? SOMEBODY : NOBODY_AT_DESK;
}

/* ---- the mark ---- */

static const char *how_soon(const struct app *app, struct ui *ui)
{
	int minutes = app_enrolment(app)->help.minutes;

	if (minutes <= 0)
		return _("Somebody from the library sees this and comes to you.");
	return ui_format(ui,
		language_counted("Somebody from the library comes to you within {minutes} minute.",
			"Somebody from the library comes to you within {minutes} minutes.",
			(unsigned long)minutes),
		"minutes", ui_number(ui, minutes), NULL);
}

static void number_line(struct ui *ui, const char *sentence, const char *number)
{
	if (*number)
		ui_centred(
			ui_text(ui, UI_TITLE, ui_format(ui, sentence, "telephone", number, NULL)));
}

static void nobody(const struct app *app, struct ui *ui)
{
	const struct enrolment *enrolment = app_enrolment(app);

	ui_icon(ui, "phone-fill", ui_is_portrait(ui) ? 300 : 220);
	ui_centred(ui_heading(ui, UI_LARGE,
		presence(app) == NOBODY_CLOSED ? _("Closed now") : _("Nobody is at the desk now")));
	number_line(ui, _("Call {telephone}"), enrolment->telephone);
	number_line(ui, _("Send a text to {telephone}"), enrolment->help.text_number);
}

static void somebody(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const char *icon = state->deaf ? "pencil-simple-bold" : "hand-waving-fill";
	/* Bigger letters are as large here as what is read across the room. */
	bool tight = ui_has_little_room(ui);

	ui_icon(ui, icon, tight ? 140 : ui_is_portrait(ui) ? 400 : 300);
	ui_centred(ui_heading(ui, tight ? UI_HEADING : UI_DISPLAY,
		state->deaf ? _("I am deaf, please write to me") : _("Help, please!")));
	ui_centred(ui_text(ui, tight ? UI_LABEL : UI_TITLE, how_soon(app, ui)));
}

static void mark(const struct app *app, struct ui *ui)
{
	ui_column(ui,
		(struct ui_box){
			.grow = 1, .gap = UI_GAP_WIDE, .align = UI_CENTRE, .justify = UI_CENTRE});
	if (presence(app) == SOMEBODY)
		somebody(app, ui);
	else
		nobody(app, ui);
	part_held(app, ui);
	ui_close(ui);
}

/* ---- what people ask for ---- */

static void answer(struct ui *ui, const char *icon, const char *label, const char *words)
{
	if (!*words)
		return;
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			   .padding_inline = UI_GAP_LARGE,
			   .padding_block = UI_GAP_MEDIUM,
			   .tone = UI_WHITE,
			   .radius = 28,
			   .align = UI_CENTRE,
			   .stays = true});
	ui_icon(ui, icon, 64);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_HAIR, .grow = 1});
	ui_text(ui, UI_LABEL, label);
	ui_text(ui, UI_BODY, words);
	ui_close(ui);
	ui_close(ui);
}

static const char *place(const struct app *app, enum help_place place)
{
	return enrolment_help_words(app_enrolment(app), place, ui_language()->code);
}

static void answers(const struct app *app, struct ui *ui)
{
	const struct enrolment *enrolment = app_enrolment(app);
	bool portrait = ui_is_portrait(ui);
	int width = ui_reading(ui).bigger ? 800 : 660;

	ui_column(ui, (struct ui_box){.width = portrait ? 0 : width,
			      .width_max = portrait ? 0 : width,
			      .justify = UI_CENTRE});
	ui_pages(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	answer(ui, "heartbeat-bold", _("Defibrillator"), place(app, HELP_DEFIBRILLATOR));
	answer(ui, "toilet-bold", _("Toilets"), place(app, HELP_TOILETS));
	answer(ui, "elevator-bold", _("Lift"), place(app, HELP_LIFT));
	if (presence(app) == SOMEBODY && *enrolment->telephone)
		answer(ui, "phone-bold", _("Nobody comes?"),
			ui_format(ui, _("Call {telephone}"), "telephone", enrolment->telephone,
				NULL));
	ui_close(ui);
	ui_close(ui);
}

/* ---- the screen ---- */

static void ways_on(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE});
	if (presence(app) == SOMEBODY)
		ui_with_icon(
			ui_selected(ui_growing(ui_button(ui, state->deaf ? UI_DARK : UI_SECONDARY,
					    _("I am deaf, please write to me"), DEAF, 0)),
				state->deaf),
			state->deaf ? "check-bold" : "pencil-simple-bold");
	ui_with_icon(ui_growing(ui_button(ui, UI_DARK, _("Thank you, I am fine now"), CLOSE, 0)),
		"check-bold");
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	struct ui_box body = {.grow = 1, .gap = UI_GAP_EDGE, .stays = true};

	ui_column(
		ui, (struct ui_box){
			    .tone = UI_SUN, .padding = UI_GAP_EDGE, .gap = UI_GAP_WIDE, .grow = 1});
	if (ui_is_portrait(ui))
		ui_column(ui, body);
	else
		ui_row(ui, body);
	mark(app, ui);
	answers(app, ui);
	ui_close(ui);
	ways_on(app, ui);
	ui_close(ui);
}

/* How often, for the branch; never who. */
static void enter(struct app *app)
{
	struct error error = {0};

	if (!store_count_help(app_store(app), app_now_ms(app), &error))
		log_error("counting that help was asked for", &error);
}

static void tap(struct app *app, int action, int which)
{
	struct state *state = app_state_change(app);

	switch ((enum action)action) {
	case CLOSE:
		app_uncover(app);
		break;
	case DEAF:
		state->deaf = !state->deaf;
		break;
	}
}

const struct screen screen_help = {
	.name = "help",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.patience_s = 300,
	.card_waits = true,
	.enter = enter,
	.view = view,
	.tap = tap,
};
