/* The header and the bar around every question: the same things in the same places. */
#include "app/frame.h"

#include "app/app.h"
#include "screens/parts.h"
#include "ui/language.h"
#include "ui/ui.h"

static void back_button(struct ui *ui, const struct frame *frame)
{
	if (frame->back)
		ui_with_icon(
			ui_button(ui, UI_OUTLINE, _("Back"), frame->back, 0), "arrow-left-bold");
}

static struct ui_node *title(struct ui *ui, enum ui_size size, const struct frame *frame)
{
	struct ui_node *heading = ui_heading(ui, size, frame->title);

	return frame->is_private ? ui_private(heading) : heading;
}

static void steps(struct ui *ui, const struct frame *frame)
{
	if (frame->steps)
		ui_steps(ui, frame->step, frame->steps);
}

static void header_in_one_row(struct ui *ui, const struct frame *frame)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_WIDE,
			   .padding_inline = UI_GAP_EDGE,
			   .padding_block = UI_GAP_LARGE,
			   .tone = UI_INK,
			   .height = 136,
			   .align = UI_CENTRE});
	back_button(ui, frame);
	ui_growing(title(ui, UI_HEADING, frame));
	steps(ui, frame);
	ui_close(ui);
}

static void header_in_two_rows(struct ui *ui, const struct frame *frame)
{
	ui_column(ui, (struct ui_box){.gap = UI_GAP_WIDE,
			      .padding_inline = UI_GAP_EDGE,
			      .padding_block = UI_GAP_WIDE,
			      .tone = UI_INK});
	if (frame->back || frame->steps) {
		ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .align = UI_CENTRE, .stays = true});
		back_button(ui, frame);
		ui_space(ui, 1);
		steps(ui, frame);
		ui_close(ui);
	}
	title(ui, UI_LARGE, frame);
	ui_close(ui);
}

void frame_open(const struct app *app, struct ui *ui, const struct frame *frame)
{
	if (ui_is_portrait(ui))
		header_in_two_rows(ui, frame);
	else
		header_in_one_row(ui, frame);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			      .padding_inline = UI_GAP_EDGE,
			      .padding_block = ui_is_portrait(ui) ? UI_GAP_WIDE : UI_GAP_MEDIUM,
			      .grow = 1});
	part_card_waits(app, ui);
}

static void bar_button(struct ui *ui, const char *icon, const char *text, enum frame_action action)
{
	enum ui_button_kind kind = action == FRAME_HELP ? UI_DARK : UI_SECONDARY;

	ui_with_icon(ui_growing(ui_button(ui, kind, text, action, 0)), icon);
}

void frame_close(const struct app *app, struct ui *ui)
{
	ui_close(ui);
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM,
			   .padding_inline = UI_GAP_EDGE,
			   .padding_block = UI_GAP_LARGE});
	bar_button(ui, "globe-bold", _("Language"), FRAME_LANGUAGE);
	if (app_in_visit(app))
		bar_button(ui, "x-bold", _("Finish"), FRAME_FINISH);
	bar_button(ui, "hand-waving-fill", _("Ask for help"), FRAME_HELP);
	ui_close(ui);
}
