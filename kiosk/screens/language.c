/* Every language, each by its own name in its own script; never by a flag. */
#include "app/app.h"
#include "app/bars.h"
#include "screens/language_list.h"
#include "screens/screens.h"

#define ACTIONS(A) A(SPEAK) A(BACK)
SCREEN_ACTIONS(ACTIONS);

static void view(const struct app *app, struct ui *ui)
{
	const struct bars bars = {.title = _("Choose your language"), .back = BACK};

	bars_open(app, ui, &bars);
	language_list(ui, SPEAK, ui_language());
	bars_close(app, ui, &bars);
}

static void tap(struct app *app, int action, int which)
{
	int count;
	const struct ui_language *languages = ui_languages(&count);

	switch ((enum action)action) {
	case SPEAK:
		app_set_language(app, languages[which].code);
		break;
	case BACK:
		break;
	}
	app_uncover(app);
}

const struct screen screen_language = {
	.name = "language",
	SCREEN_ACTION_FIELDS,
	.view = view,
	.tap = tap,
};
