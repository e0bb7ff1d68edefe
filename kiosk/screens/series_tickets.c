/* A guest's tickets of several dates, one at a time, so that each can be photographed; all of them on one
 * strip of paper, where there is a printer. */
#include "app/app.h"
#include "app/bars.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/slip.h"
#include "ui/language.h"
#include "ui/ui.h"

#define ACTIONS(A) A(PREVIOUS) A(NEXT) A(DONE) A(PRINT)
SCREEN_ACTIONS(ACTIONS);

enum { LASTS_S = 60, QR_SIZE = 520, QR_SIZE_WIDE = 380, QR_SIZE_SMALL = 340 };

struct shown {
	struct booking booking;
	struct session session;
	char ticket[TICKET_TEXT];
};

struct state {
	struct shown shown[SERIES_MAX];
	int count, at;
	bool waits;
};

/* A ticket without its session says nothing: it has no code either. */
static void read_ticket(struct app *app, struct shown *shown)
{
	if (!store_session(app_store(app), shown->booking.session, &shown->session) ||
		!store_ticket(app_store(app), &shown->booking, shown->ticket))
		shown->ticket[0] = '\0';
}

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);
	const struct visit_series *series = &app_visit(app)->series;

	slip_begin(app);
	for (int i = 0; i < series->count; i++) {
		if (series->answers[i].refusal != BOOKING_ALLOWED)
			continue;
		state->shown[state->count].booking = series->answers[i].booking;
		read_ticket(app, &state->shown[state->count++]);
	}
}

static struct part_ticket nth_ticket(const struct app *app, int at)
{
	const struct state *state = app_state(app);
	const struct shown *shown = &state->shown[at];

	return (struct part_ticket){
		.session = &shown->session, .booking = &shown->booking, .text = shown->ticket};
}

static void on_paper(const struct app *app, struct ui *paper, int which)
{
	struct part_ticket ticket = nth_ticket(app, which);

	slip_of_series(app, paper, &ticket, which);
}

/* ---- the page ---- */

static void ways_on(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	bool is_narrow = ui_is_portrait(ui) && ui_reading(ui).bigger;

	if (is_narrow)
		slip_button(app, ui, _("Print all"), PRINT);
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true});
	if (!is_narrow)
		slip_button(app, ui, _("Print all"), PRINT);
	if (state->at > 0)
		ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY, _("Previous"), PREVIOUS, 0)),
			"arrow-left-bold");
	if (state->at + 1 < state->count)
		ui_with_end_icon(ui_growing(ui_button(ui, UI_PRIMARY, _("Next"), NEXT, 0)),
			"arrow-right-bold");
	else
		ui_with_icon(
			ui_growing(ui_button(ui, UI_PRIMARY, _("Done"), DONE, 0)), "check-bold");
	ui_close(ui);
}

static int qr_size(const struct ui *ui)
{
	if (ui_is_short(ui) || ui_reading(ui).bigger)
		return QR_SIZE_SMALL;
	return ui_is_portrait(ui) ? QR_SIZE : QR_SIZE_WIDE;
}

static void what_to_do(const struct app *app, struct ui *ui)
{
	if (app_visit(app)->printing)
		part_line(ui, "printer-bold", UI_BODY, slips_in_words(app));
	else if (!ui_is_short(ui) && !ui_reading(ui).bigger)
		ui_text(ui, UI_BODY, _("Take a photo of the ticket or write down the code."));
}

/* In bigger letters one of the two has room on a wide screen. */
static bool says_much(const struct app *app, const struct ui *ui)
{
	return app_visit(app)->printing && ui_reading(ui).bigger && !ui_is_portrait(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct bars bars = {
		.title = ui_format(ui, _("Ticket {number} of {count}"), "number",
			ui_number(ui, state->at + 1), "count", ui_number(ui, state->count), NULL),
		.shows_first = true,
		.has_drawing = true};
	struct part_ticket ticket = nth_ticket(app, state->at);

	ticket.qr_size = qr_size(ui);
	bars_open(app, ui, &bars);
	if (state->waits)
		part_notice(ui, UI_CREAM, "hand-waving-fill", part_held_words(HELD_WAITS));
	part_ticket(ui, &ticket);
	bars_touch(app, ui, &bars);
	what_to_do(app, ui);
	if (ui_is_portrait(ui) || ui_is_low(ui))
		part_art_below(ui);
	else
		ui_space(ui, 1);
	ways_on(app, ui);
	if (!ui_is_short(ui) && !says_much(app, ui))
		part_time_left(app, ui);
	bars_close(app, ui, &bars);
}

static void tap(struct app *app, int action, int which)
{
	struct state *state = app_state_change(app);

	switch ((enum action)action) {
	case PREVIOUS:
		state->at--;
		break;
	case NEXT:
		state->at++;
		break;
	case DONE:
		app_end_visit(app);
		break;
	case PRINT:
		app_print(app, &(struct slips){on_paper, state->count});
		break;
	}
}

/* Nothing that is held near takes a guest's tickets away. */
static bool handle(struct app *app, const struct message *message)
{
	struct state *state = app_state_change(app);

	if (message->kind != MESSAGE_PRESENTED)
		return false;
	state->waits = true;
	return true;
}

const struct screen screen_series_tickets = {
	.name = "series_tickets",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.lasts_s = LASTS_S,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
