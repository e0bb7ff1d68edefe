/* A sheet of buttons, one a language. */
#include "screens/language_list.h"

enum { MANY = 8 };

struct list {
	const struct ui_language *languages, *marked;
	int count, columns, action;
};

/* Its own name in its own letters, and nothing else. */
static void button(struct ui *ui, const struct list *list, int index)
{
	const struct ui_language *language = &list->languages[index];
	bool marked = language == list->marked;

	ui_card_row(ui,
		(struct ui_box){.grow = 1,
			.width = 300,
			.height = 150,
			.gap = UI_GAP_MEDIUM,
			.padding = UI_GAP_SMALL,
			.tone = marked ? UI_SUN : UI_WHITE,
			.radius = 36,
			.border = true,
			.align = UI_CENTRE,
			.justify = UI_CENTRE,
			.stays = true},
		list->action, index);
	if (marked)
		ui_icon(ui, "check-bold", 64);
	ui_in_language(ui_heading(ui, UI_LARGE, language->name), language->code);
	ui_close(ui);
}

static void row(struct ui *ui, const struct list *list, int first)
{
	ui_row(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_LARGE, .stays = true});
	for (int i = first; i < first + list->columns && i < list->count; i++)
		button(ui, list, i);
	ui_close(ui);
}

static int columns_for(const struct ui *ui, int count)
{
	if (count > MANY || ui_is_short(ui))
		return 3;
	return ui_is_portrait(ui) && !ui_is_low(ui) && count <= 6 ? 1 : 2;
}

void language_list(struct ui *ui, int action, const struct ui_language *marked)
{
	struct list list = {.marked = marked, .action = action};

	list.languages = ui_languages(&list.count);
	list.columns = columns_for(ui, list.count);
	for (int i = 0; i < list.count; i += list.columns)
		row(ui, &list, i);
}
