/* "Ask for help": a mark that can be read from the desk, until staff or the visitor ends it. */
#include "app/app.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(CLOSE)
SCREEN_ACTIONS(ACTIONS);

static void view(const struct app *app, struct ui *ui)
{
	const char *telephone = app_enrolment(app)->telephone;

	part_poster(ui, UI_SUN);
	ui_icon(ui, "hand-waving-fill", ui_is_portrait(ui) ? 640 : 400);
	ui_centred(ui_heading(ui, UI_DISPLAY, _("Help, please!")));
	ui_centred(
		ui_text(ui, UI_TITLE, _("Somebody from the library sees this and comes to you.")));
	if (*telephone)
		ui_centred(ui_text(ui, UI_BODY,
			ui_format(ui, _("Nobody at the desk? Call {telephone}."), "telephone",
				telephone, NULL)));
	part_held(app, ui);
	ui_with_icon(ui_button(ui, UI_DARK, _("Thank you, I am fine now"), CLOSE, 0), "check-bold");
	ui_close(ui);
}

static void tap(struct app *app, int action, int which)
{
	app_uncover(app);
}

const struct screen screen_help = {
	.name = "help",
	SCREEN_ACTION_FIELDS,
	.patience_s = 300,
	.card_waits = true,
	.view = view,
	.tap = tap,
};
