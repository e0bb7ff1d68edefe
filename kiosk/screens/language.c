/* Every language, each by its own name in its own script; never by a flag. */
#include "ui/language.h"
#include "app/app.h"
#include "app/bars.h"
#include "screens/screens.h"
#include "ui/ui.h"

#define ACTIONS(A) A(SPEAK) A(BACK)
SCREEN_ACTIONS(ACTIONS);

enum { MANY = 8 };

/* As large as its share of the sheet: its own name in its own letters, and nothing else. */
static void language_button(struct ui *ui, const struct ui_language *language, int index)
{
	bool current = language == ui_language();

	ui_card_row(ui,
		(struct ui_box){.grow = 1,
			.width = 300,
			.height = 150,
			.gap = UI_GAP_MEDIUM,
			.padding = UI_GAP_SMALL,
			.tone = current ? UI_SUN : UI_WHITE,
			.radius = 36,
			.border = true,
			.align = UI_CENTRE,
			.justify = UI_CENTRE,
			.stays = true},
		SPEAK, index);
	if (current)
		ui_icon(ui, "check-bold", 64);
	ui_in_language(ui_heading(ui, UI_LARGE, language->name), language->code);
	ui_close(ui);
}

static void language_row(struct ui *ui, int first, int columns)
{
	int count;
	const struct ui_language *languages = ui_languages(&count);

	ui_row(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_LARGE, .stays = true});
	for (int i = first; i < first + columns && i < count; i++)
		language_button(ui, &languages[i], i);
	ui_close(ui);
}

static int columns_for(const struct ui *ui, int count)
{
	if (count > MANY || (ui_is_short(ui)))
		return 3;
	return ui_is_portrait(ui) && !ui_is_low(ui) && count <= 6 ? 1 : 2;
}

static void view(const struct app *app, struct ui *ui)
{
	const struct bars bars = {.title = _("Choose your language"), .back = BACK};
	int count, columns;

	ui_languages(&count);
	columns = columns_for(ui, count);
	bars_open(app, ui, &bars);
	for (int i = 0; i < count; i += columns)
		language_row(ui, i, columns);
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
