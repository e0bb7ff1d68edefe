/* A session for somebody else's phone, in the language that they read: as an entry for their calendar, or
 * as the address of the library's own page. Nothing is asked about the friend, kept or sent. */
#include "app/app.h"
#include "app/bars.h"
#include "rules/calendar_entry.h"
#include "rules/event_page.h"
#include "screens/code_page.h"
#include "screens/language_list.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(BACK) A(SPEAK) A(LANGUAGES)
SCREEN_ACTIONS(ACTIONS);

enum { CODE_BYTES = CALENDAR_ENTRY_BYTES };
_Static_assert((int)EVENT_PAGE_BYTES <= (int)CODE_BYTES, "either fits");

struct state {
	const struct ui_language *language; /* the friend's; NULL: not chosen yet */
};

static void choose(const struct app *app, struct ui *ui)
{
	const struct bars bars = {
		.title = _("Which language does your friend read?"), .back = BACK};

	bars_open(app, ui, &bars);
	language_list(ui, SPEAK, NULL);
	bars_close(app, ui, &bars);
}

static void write_code(
	const struct app *app, const struct ui_language *language, char text[static CODE_BYTES])
{
	const struct enrolment *enrolment = app_enrolment(app);
	const struct session *session = &app_visit(app)->session;

	if (*enrolment->event_page)
		event_page_write(enrolment->event_page, session->id, text);
	else
		calendar_entry_write(&(struct calendar_entry){.session = session,
					     .language = language->code,
					     .library = enrolment->branch_name},
			text);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	char text[CODE_BYTES];

	if (!state->language) {
		choose(app, ui);
		return;
	}
	write_code(app, state->language, text);
	code_page_view(app, ui,
		&(struct code_page){.title = _("Tell a friend"),
			.back = LANGUAGES,
			.code = text,
			.spoken = _("The day, time and place as a code for your friend's phone."),
			.session = &app_visit(app)->session,
			.language = state->language,
			.hint = _("Take a photo of this code and send it to your friend. Their "
				  "phone's camera can read it.")});
}

static void tap(struct app *app, int action, int which)
{
	struct state *state = app_state_change(app);
	int count;

	switch ((enum action)action) {
	case BACK:
		app_go(app, app_visit(app)->has_ticket ? &screen_ticket : &screen_session);
		break;
	case SPEAK:
		state->language = &ui_languages(&count)[which];
		break;
	case LANGUAGES:
		state->language = NULL;
		break;
	}
}

const struct screen screen_tell_a_friend = {
	.name = "tell_a_friend",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.patience_s = 90,
	.view = view,
	.tap = tap,
	.handle = code_page_handle,
};
