/* Booked, or on the waiting list: said plainly, with the ticket to photograph. */
#include "app/app.h"
#include "app/frame.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

#define ACTIONS(A) A(DONE)
SCREEN_ACTIONS(ACTIONS);

enum { TICKET_LASTS_S = 40 };

struct state {
	char ticket[TICKET_TEXT];
};

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);
	const struct visit *visit = app_visit(app);

	if (!store_ticket(app_store(app), &visit->booking, state->ticket))
		state->ticket[0] = '\0';
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
	const struct visit *visit = app_visit(app);

	if (is_waiting(app))
		return _(
			"You have no place yet. As soon as there are enough places for all of you, "
			"they are yours. Show this ticket here or at the desk to see how it "
			"stands.");
	if (visit->booked_again)
		return _("You have booked this already. Here is your ticket again.");
	/* Translators: {day} is "today", "tomorrow" or "Friday 4 December". */
	return ui_format(ui, _("See you {day}."), "day",
		say_day(ui, visit->session.starts_ms, app_now_ms(app)), NULL);
}

static void facts(const struct app *app, struct ui *ui)
{
	const struct visit *visit = app_visit(app);

	ui_column(ui, (struct ui_box){.gap = 20, .grow = 1, .justify = UI_END});
	part_line(ui, "map-pin-fill", UI_LABEL, app_enrolment(app)->branch_name);
	part_line(ui, "clock-bold", UI_LABEL, session_when(ui, &visit->session));
	part_line(ui, "users-fill", UI_LABEL, party_in_words(ui, &visit->booking.party));
	ui_close(ui);
}

static void news(const struct app *app, struct ui *ui)
{
	const struct outcome *outcome = &outcomes[app_visit(app)->booking.state];
	bool portrait = ui_is_portrait(ui);

	ui_column(ui, (struct ui_box){.width = portrait ? 0 : 820,
			      .width_max = portrait ? 0 : 820,
			      .grow = portrait,
			      .padding = 64,
			      .gap = 28,
			      .tone = outcome->tone});
	ui_badge(ui, outcome->icon, 124, UI_SUN);
	ui_heading(ui, portrait ? UI_LARGE : UI_DISPLAY, _(outcome->heading));
	ui_text(ui, is_waiting(app) ? UI_BODY : UI_TITLE, line_below(app, ui));
	ui_row(ui, (struct ui_box){.grow = 1, .gap = 16, .stays = true});
	facts(app, ui);
	if (!is_waiting(app) && !ui_is_crowded(ui))
		ui_spines(ui, 170, 230);
	ui_close(ui);
	ui_close(ui);
}

static void ticket(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct visit *visit = app_visit(app);

	ui_column(ui, (struct ui_box){.grow = 1, .padding = EDGE, .gap = 28});
	if (state->ticket[0])
		part_ticket(ui, &visit->session, &visit->booking, state->ticket);
	ui_space(ui, 1);
	ui_text(ui, UI_LABEL, _("Take a photo of the ticket or write down the code."));
	ui_with_icon(ui_button(ui, UI_PRIMARY, _("Done"), DONE, 0), "check-bold");
	part_time_left(app, ui);
	ui_close(ui);
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

static void tap(struct app *app, int action, int which)
{
	app_end_visit(app);
}

static void painted(struct app *app)
{
	app_shown(app, app_visit(app)->booking.id);
}

const struct screen screen_ticket = {
	.name = "ticket",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.lasts_s = TICKET_LASTS_S,
	.enter = enter,
	.view = view,
	.tap = tap,
	.painted = painted,
};
