/* Every language, each by its own name in its own script; never by a flag. */
#include "ui/language.h"
#include "app/app.h"
#include "app/bars.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/ui.h"

#define ACTIONS(A) A(SPEAK) A(BACK)
SCREEN_ACTIONS(ACTIONS);

enum { FEW_ROWS = 4 };

static void language_button(
	struct ui *ui, const struct ui_language *language, int index, int height)
{
	bool current = language == ui_language();

	ui_card_row(ui,
		(struct ui_box){.grow = 1,
			.width = 300,
			.height = height,
			.gap = UI_GAP_MEDIUM,
			.padding = UI_GAP_LARGE,
			.tone = current ? UI_SUN : UI_WHITE,
			.radius = 28,
			.border = true,
			.align = UI_CENTRE,
			.justify = UI_CENTRE,
			.stays = true},
		SPEAK, index);
	if (current)
		ui_icon(ui, "check-bold", 52);
	ui_in_language(ui_text(ui, UI_HEADING, language->name), language->code);
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	int count;
	const struct ui_language *languages = ui_languages(&count);
	bool few = count <= FEW_ROWS;
	int columns = ui_is_portrait(ui) ? (few ? 1 : 2) : 3;
	int height = count <= FEW_ROWS * columns ? 260 : 190;

	bars_open(app, ui, &(struct bars){.title = _("Choose your language"), .back = BACK});
	ui_pages(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_LARGE, .justify = UI_CENTRE});
	for (int i = 0; i < count; i += columns) {
		ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .stays = true});
		for (int j = i; j < i + columns; j++)
			if (j < count)
				language_button(ui, &languages[j], j, height);
			else
				ui_space(ui, 1);
		ui_close(ui);
	}
	ui_close(ui);
	if (few)
		part_art_below(ui);
	bars_close(app, ui);
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
