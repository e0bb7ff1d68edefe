/* "Finish" while something is half written: asked once, because it cannot be brought back. */
#include "app/app.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(GO_ON) A(FINISH)
SCREEN_ACTIONS(ACTIONS);

static void view(const struct app *app, struct ui *ui)
{
	part_poster(ui, UI_INK);
	ui_badge(ui, "pencil-simple-bold", 180, UI_SUN);
	ui_centred(ui_heading(ui, UI_LARGE, _("Do you want to finish?")));
	ui_centred(ui_text(ui, UI_TITLE, _("What you have written here is cleared then.")));
	part_poster_touch(app, ui);
	ui_column(ui, (struct ui_box){.width = 900, .gap = UI_GAP_LARGE});
	ui_with_icon(ui_button(ui, UI_SUNNY, _("No, I go on"), GO_ON, 0), "pencil-simple-bold");
	ui_with_icon(ui_button(ui, UI_OUTLINE, _("Yes, finish"), FINISH, 0), "x-bold");
	ui_close(ui);
	part_poster_close(ui);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case GO_ON:
		app_uncover(app);
		break;
	case FINISH:
		app_end_visit(app);
		break;
	}
}

const struct screen screen_finish = {
	.name = "finish",
	SCREEN_ACTION_FIELDS,
	.card_waits = true,
	.view = view,
	.tap = tap,
};
