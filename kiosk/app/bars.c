/* The header and the bar around every question: the same things in the same places. */
#include "app/bars.h"

#include "app/app.h"
#include "screens/parts.h"
#include "ui/language.h"
#include "ui/ui.h"

static void back_button(struct ui *ui, const struct bars *bars)
{
	if (bars->back)
		ui_with_icon(
			ui_button(ui, UI_OUTLINE, _("Back"), bars->back, 0), "arrow-left-bold");
}

static struct ui_node *title(struct ui *ui, enum ui_size size, const struct bars *bars)
{
	struct ui_node *heading = ui_heading(ui, size, bars->title);

	return bars->is_private ? ui_private(heading) : heading;
}

static void steps(struct ui *ui, const struct bars *bars)
{
	if (bars->steps)
		ui_steps(ui, bars->step, bars->steps);
}

static void header_in_one_row(struct ui *ui, const struct bars *bars)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_WIDE,
			   .padding_inline = UI_GAP_EDGE,
			   .padding_block = UI_GAP_LARGE,
			   .tone = UI_INK,
			   .height = 136,
			   .align = UI_CENTRE});
	back_button(ui, bars);
	ui_growing(title(ui, UI_HEADING, bars));
	steps(ui, bars);
	ui_close(ui);
}

static void header_in_two_rows(struct ui *ui, const struct bars *bars)
{
	ui_column(ui, (struct ui_box){.gap = UI_GAP_WIDE,
			      .padding_inline = UI_GAP_EDGE,
			      .padding_block = UI_GAP_WIDE,
			      .tone = UI_INK});
	if (bars->back || bars->steps) {
		ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .align = UI_CENTRE, .stays = true});
		back_button(ui, bars);
		ui_space(ui, 1);
		steps(ui, bars);
		ui_close(ui);
	}
	title(ui, UI_LARGE, bars);
	ui_close(ui);
}

void bars_open(const struct app *app, struct ui *ui, const struct bars *bars)
{
	if (ui_is_portrait(ui))
		header_in_two_rows(ui, bars);
	else
		header_in_one_row(ui, bars);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			      .padding_inline = UI_GAP_EDGE,
			      .padding_block = ui_is_portrait(ui) ? UI_GAP_WIDE : UI_GAP_MEDIUM,
			      .grow = 1});
	part_held(app, ui);
}

static void bar_button(struct ui *ui, const char *icon, const char *text, enum bar_action action)
{
	enum ui_button_kind kind = action == BAR_HELP ? UI_DARK : UI_SECONDARY;

	ui_with_icon(ui_growing(ui_button(ui, kind, text, action, 0)), icon);
}

void bars_close(const struct app *app, struct ui *ui)
{
	ui_close(ui);
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM,
			   .padding_inline = UI_GAP_EDGE,
			   .padding_block = UI_GAP_LARGE});
	bar_button(ui, "globe-bold", _("Language"), BAR_LANGUAGE);
	if (app_in_visit(app))
		bar_button(ui, "x-bold", _("Finish"), BAR_FINISH);
	bar_button(ui, "hand-waving-fill", _("Ask for help"), BAR_HELP);
	ui_close(ui);
}
