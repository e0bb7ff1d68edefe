/* What was just booked, as a code that a telephone puts into its own calendar. */
#include <stdio.h>

#include "app/app.h"
#include "rules/calendar_entry.h"
#include "screens/code_page.h"
#include "screens/screens.h"
#include "screens/words.h"
#include "ui/language.h"

#define ACTIONS(A) A(BACK)
SCREEN_ACTIONS(ACTIONS);

enum { NOTE_BYTES = 512 };

/* Three lines: the code that finds the booking here, and who comes. */
static void write_note(const struct app *app, struct ui *ui, char note[static NOTE_BYTES])
{
	const struct booking *booking = &app_visit(app)->booking;

	snprintf(note, NOTE_BYTES, "%s\n%s\n%s", _("Your code"), code_in_groups(ui, booking->code),
		party_in_words(ui, &booking->party));
}

static void view(const struct app *app, struct ui *ui)
{
	const struct session *session = &app_visit(app)->session;
	char text[CALENDAR_ENTRY_BYTES], note[NOTE_BYTES];
	const struct calendar_entry entry = {.session = session,
		.language = ui_language()->code,
		.library = app_enrolment(app)->branch_name,
		.note = note};

	write_note(app, ui, note);
	calendar_entry_write(&entry, text);
	code_page_view(app, ui,
		&(struct code_page){.title = _("Add to your calendar"),
			.back = BACK,
			.code = text,
			.spoken = _("The day, time and place as a code for your phone's calendar."),
			.session = session,
			.language = ui_language(),
			.hint = _("Point your phone's camera at the code. Your phone then offers "
				  "to put it into your calendar."),
			.or_else = _(
				"Nothing happens? Not every phone can do this. Your booking is safe.")});
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case BACK:
		app_go(app, &screen_ticket);
		break;
	}
}

const struct screen screen_add_to_calendar = {
	.name = "add_to_calendar",
	SCREEN_ACTION_FIELDS,
	.patience_s = 90,
	.view = view,
	.tap = tap,
	.handle = code_page_handle,
};
