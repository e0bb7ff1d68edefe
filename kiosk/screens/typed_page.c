/* On a wide screen the ways on stand beside the field, else between it and the keyboard; where that
 * leaves no room, beside the keyboard. */
#include "screens/typed_page.h"

#include "app/app.h"
#include "screens/parts.h"
#include "ui/language.h"

enum { TYPED_PAGE_ACTIONS(SCREEN_ACTION_INDEX) };
enum { TYPED_PAGE_ACTIONS(SCREEN_ACTION_ENUM) };

static void field(struct ui *ui, const struct typed_page *page)
{
	ui_private(ui_growing(ui_field(ui, page->kind, page->label, page->edit)));
}

static struct ui_node *skip(struct ui *ui)
{
	return ui_button(ui, UI_SECONDARY, _("Skip"), SKIP, 0);
}

static struct ui_node *other_way(struct ui *ui, const struct typed_page *page)
{
	return ui_button(ui, UI_SECONDARY, page->other_way, OTHER_WAY, 0);
}

static struct ui_node *go_on_button(struct ui *ui)
{
	return ui_with_end_icon(
		ui_button(ui, UI_PRIMARY, _("Continue"), CONTINUE, 0), "arrow-right-bold");
}

static void field_beside_ways_on(struct ui *ui, const struct typed_page *page)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .align = UI_CENTRE});
	field(ui, page);
	if (*page->other_way)
		other_way(ui, page);
	if (page->may_skip)
		skip(ui);
	go_on_button(ui);
	ui_close(ui);
}

/* An e-mail address needs the whole width. */
static void field_alone(struct ui *ui, const struct typed_page *page)
{
	ui_row(ui, (struct ui_box){.stays = true});
	field(ui, page);
	ui_close(ui);
}

static void ways_on(struct ui *ui, const struct typed_page *page)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	if (*page->other_way)
		ui_growing(other_way(ui, page));
	if (page->may_skip)
		ui_growing(skip(ui));
	ui_growing(go_on_button(ui));
	ui_close(ui);
}

static void above_the_keyboard(const struct app *app, struct ui *ui, const struct bars *bars,
	const struct typed_page *page)
{
	if (!ui_is_portrait(ui) && !bars_stand_beside(ui, bars)) {
		field_beside_ways_on(ui, page);
		return;
	}
	field_alone(ui, page);
	bars_touch(app, ui, bars);
	if (ui_is_portrait(ui))
		ways_on(ui, page);
}

/* Where there is no room above it. */
static void keyboard_beside_ways_on(const struct app *app, struct ui *ui, const struct bars *bars,
	const struct typed_page *page)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .grow = 1, .stays = true});
	ui_column(ui, (struct ui_box){.grow = 1});
	ui_keyboard(ui, page->kind);
	ui_close(ui);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_SMALL, .width = 430, .width_max = 430});
	bars_in_signs(app, ui, bars);
	ui_space(ui, 1);
	if (*page->other_way)
		other_way(ui, page);
	if (page->may_skip)
		skip(ui);
	go_on_button(ui);
	ui_close(ui);
	ui_close(ui);
}

/* On a wide screen what is said of a card, or bigger text, takes its place. */
static bool shows_hint(const struct app *app, const struct ui *ui)
{
	return ui_is_portrait(ui) || ui_is_low(ui) || (!ui_reading(ui).bigger && !app_held(app));
}

static void hint(const struct app *app, struct ui *ui, const struct typed_page *page)
{
	if (page->problem)
		part_notice(ui, UI_CREAM, "warning-fill", page->problem);
	else if (*page->hint && shows_hint(app, ui))
		ui_text(ui, UI_BODY, page->hint);
}

void typed_page_view(const struct app *app, struct ui *ui, const struct bars *bars,
	const struct typed_page *page)
{
	hint(app, ui, page);
	/* What is written stays near the keys. */
	if (ui_is_portrait(ui) && !ui_is_low(ui))
		part_art_below(ui);
	above_the_keyboard(app, ui, bars, page);
	if (bars_stand_beside(ui, bars)) {
		keyboard_beside_ways_on(app, ui, bars, page);
		return;
	}
	if (!ui_is_portrait(ui) || ui_is_low(ui))
		ui_space(ui, 1);
	ui_keyboard(ui, page->kind);
}
