/* One below the other, as wide as the paper; many are lower, so that a whole season is an arm long. */
#include "screens/slip.h"

#include "app/app.h"
#include "screens/words.h"
#include "ui/language.h"

enum { QR_SIZE = 600, QR_SIZE_OF_SERIES = 400 /* 6 dots a module: 0.75 mm */ };

static void session_facts(struct ui *ui, const struct part_ticket *ticket)
{
	session_node(ui, UI_HEADING, ticket->session, SESSION_TITLE);
	ui_text(ui, UI_LABEL, session_when(ui, ticket->session));
	session_node(ui, UI_LABEL, ticket->session, SESSION_ROOM);
	ui_text(ui, UI_LABEL, party_in_words(ui, &ticket->booking->party));
	if (ticket->booking->state == BOOKING_WAITING)
		ui_heading(ui, UI_HEADING, _("waiting list"));
}

static void codes(struct ui *ui, const struct part_ticket *ticket)
{
	if (*ticket->text)
		ui_qr(ui, ticket->text, QR_SIZE, "");
	ui_centred(ui_text(ui, UI_BODY, _("Your code")));
	ui_private(ui_left_to_right(
		ui_centred(ui_text(ui, UI_LARGE, code_in_groups(ui, ticket->booking->code)))));
}

void slip_ticket(const struct app *app, struct ui *ui, const struct part_ticket *ticket)
{
	ui_column(ui, (struct ui_box){.padding = UI_GAP_MEDIUM, .gap = UI_GAP_MEDIUM});
	ui_foreign(ui_text(ui, UI_BODY, app_enrolment(app)->branch_name));
	session_facts(ui, ticket);
	codes(ui, ticket);
	ui_close(ui);
}

/* ---- one of many ---- */

/* Letters are wide: bigger ones have no room beside the picture. */
static void code_in_words(struct ui *ui, const struct part_ticket *ticket)
{
	ui_text(ui, UI_CAPTION, _("Your code"));
	ui_private(
		ui_left_to_right(ui_text(ui, UI_TITLE, code_in_groups(ui, ticket->booking->code))));
}

static void beside_code(struct ui *ui, const struct part_ticket *ticket)
{
	ui_column(ui, (struct ui_box){.gap = UI_GAP_TINY, .grow = 1, .justify = UI_CENTRE});
	session_node(ui, UI_BODY, ticket->session, SESSION_ROOM);
	ui_text(ui, UI_BODY, party_in_words(ui, &ticket->booking->party));
	if (ticket->booking->state == BOOKING_WAITING)
		ui_heading(ui, UI_LABEL, _("waiting list"));
	if (!ui_reading(ui).bigger)
		code_in_words(ui, ticket);
	ui_close(ui);
}

void slip_of_series(
	const struct app *app, struct ui *ui, const struct part_ticket *ticket, int which)
{
	ui_column(ui, (struct ui_box){.padding = UI_GAP_MEDIUM, .gap = UI_GAP_TINY});
	if (which > 0)
		ui_tear(ui);
	ui_foreign(ui_text(ui, UI_CAPTION, app_enrolment(app)->branch_name));
	session_node(ui, UI_TITLE, ticket->session, SESSION_TITLE);
	ui_text(ui, UI_LABEL, session_when(ui, ticket->session));
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .align = UI_CENTRE, .stays = true});
	if (*ticket->text)
		ui_qr(ui, ticket->text, QR_SIZE_OF_SERIES, "");
	beside_code(ui, ticket);
	ui_close(ui);
	if (ui_reading(ui).bigger)
		code_in_words(ui, ticket);
	ui_close(ui);
}

/* ---- on the page ---- */

void slip_begin(struct app *app)
{
	struct visit *visit = app_visit_change(app);

	if (visit->printing != PRINTING_GOES_ON)
		visit->printing = PRINTING_NOT_ASKED;
}

bool slip_is_offered(const struct app *app)
{
	return app_ways(app).printer || app_visit(app)->printing;
}

/* It stays where it is, and so does what is beside it: a second tap must not meet another button. */
void slip_button(const struct app *app, struct ui *ui, const char *words, int action)
{
	if (slip_is_offered(app))
		ui_disabled(ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY, words, action, 0)),
				    "printer-bold"),
			app_visit(app)->printing != PRINTING_NOT_ASKED);
}

/* The ticket stands, whatever becomes of its paper. */
const char *slip_in_words(const struct app *app)
{
	static const char *const words[] = {
		[PRINTING_GOES_ON] = N_("Your ticket is being printed."),
		[PRINTING_DONE] = N_("Please take your printed ticket."),
		[PRINTING_FAILED] = N_("The printer cannot print just now. Your ticket is good "
				       "without paper: please take a photo of it."),
	};

	return _(words[app_visit(app)->printing]);
}

const char *slips_in_words(const struct app *app)
{
	static const char *const words[] = {
		[PRINTING_GOES_ON] = N_("Your tickets are being printed."),
		[PRINTING_DONE] = N_("Please take your printed tickets."),
		[PRINTING_FAILED] = N_("The printer cannot print just now. Your tickets are good "
				       "without paper: please take a photo of each."),
	};

	return _(words[app_visit(app)->printing]);
}
