/* "Are you still there?" over another screen, which comes back as it was. Without an answer the
 * visit ends and leaves nothing behind. */
#include "app/app.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(YES) A(NO)
SCREEN_ACTIONS(ACTIONS);

static void view(const struct app *app, struct ui *ui)
{
	part_poster(ui, UI_INK);
	ui_badge(ui, "hourglass-fill", 180, UI_SUN);
	ui_centred(ui_heading(ui, UI_LARGE, _("Do you need more time?")));
	ui_centred(ui_text(ui, UI_TITLE,
		ui_format(ui,
			/* Translators: a number of seconds. */
			_("Everything on this screen is cleared in {seconds} seconds."), "seconds",
			ui_number(ui, app_time_left_s(app)), NULL)));
	part_poster_touch(app, ui);
	ui_column(ui, (struct ui_box){.width = 900, .gap = UI_GAP_LARGE});
	ui_bar(ui, app_time_left_permille(app));
	ui_with_icon(ui_button(ui, UI_SUNNY, _("Yes, I need more time"), YES, 0), "check-bold");
	ui_with_icon(ui_button(ui, UI_OUTLINE, _("No, I have finished"), NO, 0), "x-bold");
	ui_close(ui);
	part_poster_close(ui);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case YES:
		app_uncover(app);
		break;
	case NO:
		app_end_visit(app);
		break;
	}
}

/* Any touch says that somebody is there. */
static bool handle(struct app *app, const struct message *message)
{
	if (message->kind != MESSAGE_TOUCH)
		return false;
	app_uncover(app);
	return true;
}

const struct screen screen_still_there = {
	.name = "still_there",
	SCREEN_ACTION_FIELDS,
	.lasts_s = 30,
	.view = view,
	.tap = tap,
	.handle = handle,
};
