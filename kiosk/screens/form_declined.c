/* A form: the visitor would rather not. Nothing is kept; a No that slipped can be taken back. */
#include "app/app.h"
#include "screens/filling.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(BACK) A(DONE)
SCREEN_ACTIONS(ACTIONS);

static void view(const struct app *app, struct ui *ui)
{
	part_poster(ui, UI_TEAL);
	ui_badge(ui, "lock-open-bold", 180, UI_SUN);
	ui_centred(ui_heading(ui, UI_LARGE, _("Then we keep nothing")));
	ui_centred(ui_text(ui, UI_TITLE,
		_("You are welcome here without a card, too. At the desk we are happy to answer "
		  "your questions.")));
	part_poster_touch(app, ui);
	ui_row(ui, (struct ui_box){.width = 900, .gap = UI_GAP_LARGE});
	ui_with_icon(ui_growing(ui_button(ui, UI_OUTLINE, _("Back"), BACK, 0)), "arrow-left-bold");
	ui_with_icon(ui_growing(ui_button(ui, UI_SUNNY, _("Done"), DONE, 0)), "check-bold");
	ui_close(ui);
	part_poster_close(ui);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case BACK:
		filling_think_again(app);
		break;
	case DONE:
		app_end_visit(app);
		break;
	}
}

const struct screen screen_form_declined = {
	.name = "form_declined",
	SCREEN_ACTION_FIELDS,
	.lasts_s = 30,
	.card_waits = true,
	.view = view,
	.tap = tap,
};
