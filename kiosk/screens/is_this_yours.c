/* A booking was kept but its confirmation perhaps not seen: the kiosk was cut off in between. Party
 * and time, no name. */
#include "app/app.h"
#include "app/bars.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/words.h"
#include "ui/language.h"

#define ACTIONS(A) A(YES) A(NO)
SCREEN_ACTIONS(ACTIONS);

static void view(const struct app *app, struct ui *ui)
{
	const struct visit *visit = app_visit(app);

	part_poster(ui, UI_INK);
	ui_centred(ui_heading(ui, UI_LARGE, _("Is this yours?")));
	ui_column(ui, (struct ui_box){.tone = UI_WHITE,
			      .padding = UI_GAP_EDGE,
			      .gap = UI_GAP_MEDIUM,
			      .radius = 32,
			      .width = 900});
	session_node(ui, UI_TITLE, &visit->session, SESSION_TITLE);
	part_line(ui, "clock-bold", UI_BODY, session_when(ui, &visit->session));
	part_line(ui, "users-fill", UI_BODY, party_in_words(ui, &visit->booking.party));
	ui_close(ui);
	part_poster_touch(app, ui);
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .width = 900});
	ui_with_icon(ui_growing(ui_button(ui, UI_SUNNY, _("Yes"), YES, 0)), "check-bold");
	ui_with_icon(ui_growing(ui_button(ui, UI_OUTLINE, _("No"), NO, 0)), "x-bold");
	ui_close(ui);
	/* Whose it is reads perhaps another language than the one that a kiosk starts in. */
	ui_with_icon(ui_button(ui, UI_OUTLINE, _("Language"), BAR_LANGUAGE, 0), "globe-bold");
	part_poster_close(ui);
}

/* It, and what was booked with it in one go. */
static int read_all(struct app *app)
{
	struct visit *visit = app_visit_change(app);
	struct booking bookings[SERIES_MAX];
	int count = store_unshown_with(app_store(app), &visit->booking, bookings, SERIES_MAX);

	for (int i = 0; i < count; i++)
		visit->series.answers[i] = (struct series_answer){.booking = bookings[i]};
	return visit->series.count = count;
}

static void not_mine(struct app *app)
{
	int count = read_all(app);
	const struct series_answer *answers = app_visit(app)->series.answers;
	struct error error = {0};
	bool done = true;

	for (int i = 0; done && i < count; i++)
		done = store_mark_shown(app_store(app), answers[i].booking.id, &error);
	if (done)
		app_end_visit(app);
	else
		app_send_to_desk(app, "putting a booking aside", &error);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case YES:
		app_go(app, read_all(app) > 1 ? &screen_series_done : &screen_ticket);
		break;
	case NO:
		not_mine(app);
		break;
	}
}

const struct screen screen_is_this_yours = {
	.name = "is_this_yours",
	SCREEN_ACTION_FIELDS,
	.patience_s = 60,
	.view = view,
	.tap = tap,
};
