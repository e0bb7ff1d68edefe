/* Something that the kiosk cannot do now: said kindly, with a next step. */
#include "app/app.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(DONE)
SCREEN_ACTIONS(ACTIONS);

static void view(const struct app *app, struct ui *ui)
{
	part_poster(ui, UI_INK);
	ui_badge(ui, "hand-waving-fill", 200, UI_SUN);
	ui_centred(ui_heading(ui, UI_LARGE, _("Please use the desk")));
	ui_centred(ui_text(ui, UI_TITLE,
		_("This did not work here. It is not your fault: we are happy to do it for you at "
		  "the desk.")));
	part_poster_touch(app, ui);
	ui_with_icon(ui_button(ui, UI_SUNNY, _("Done"), DONE, 0), "check-bold");
	part_poster_close(ui);
}

static void tap(struct app *app, int action, int which)
{
	app_end_visit(app);
}

const struct screen screen_use_desk = {
	.name = "use_desk",
	SCREEN_ACTION_FIELDS,
	.lasts_s = 60,
	.view = view,
	.tap = tap,
};
