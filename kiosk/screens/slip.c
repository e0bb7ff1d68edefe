/* One below the other, as wide as the paper. */
#include "screens/slip.h"

#include "app/app.h"
#include "screens/words.h"
#include "ui/language.h"

enum { QR_SIZE = 600 };

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
