/* The header and the bar around every question: the same things in the same places. */
#include "app/bars.h"

#include <assert.h>

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
			   .padding_block = UI_GAP_MEDIUM,
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

/* ---- the bar ---- */

struct way_of_reading {
	const char *icon, *words;
	enum bar_action action;
};

static const struct way_of_reading bigger = {"text-aa-bold", N_("Bigger text"), BAR_BIGGER};
static const struct way_of_reading contrast = {
	"circle-half-bold", N_("High contrast"), BAR_CONTRAST};
static const struct way_of_reading low = {"wheelchair-bold", N_("Lower buttons"), BAR_LOW};

static void button_in_words(struct ui *ui, const struct way_of_reading *way, bool on)
{
	struct ui_node *button = ui_growing(
		ui_button(ui, on ? UI_SUNNY : UI_SECONDARY, _(way->words), way->action, 0));

	ui_with_icon(ui_selected(button, on), on ? "check-bold" : way->icon);
}

void bars_reading(struct ui *ui)
{
	struct ui_reading reading = ui_reading(ui);

	button_in_words(ui, &bigger, reading.bigger);
	button_in_words(ui, &contrast, reading.contrast);
	button_in_words(ui, &low, reading.low);
}

static void button_in_signs(struct ui *ui, const struct way_of_reading *way, bool on)
{
	struct ui_node *button = ui_card_row(ui,
		(struct ui_box){.width = 108,
			.width_max = 108,
			.height = 92,
			.tone = on ? UI_SUN : UI_WHITE,
			.radius = 24,
			.border = true,
			.align = UI_CENTRE,
			.justify = UI_CENTRE,
			.stays = true},
		way->action, 0);

	ui_spoken(ui_selected(button, on), _(way->words));
	ui_icon(ui, way->icon, 52);
	ui_close(ui);
}

void bars_reading_in_signs(struct ui *ui)
{
	struct ui_reading reading = ui_reading(ui);

	button_in_signs(ui, &bigger, reading.bigger);
	button_in_signs(ui, &contrast, reading.contrast);
	button_in_signs(ui, &low, reading.low);
}

static void bar_button(struct ui *ui, const char *icon, const char *text, enum bar_action action)
{
	enum ui_button_kind kind = action == BAR_HELP ? UI_DARK : UI_SECONDARY;

	ui_with_icon(ui_growing(ui_button(ui, kind, text, action, 0)), icon);
}

static bool has_room_for_words(const struct ui *ui)
{
	return !ui_is_portrait(ui) && !ui_is_crowded(ui) && !ui_is_low(ui);
}

static void ways_through(struct ui *ui, int back)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM,
			   .grow = has_room_for_words(ui) ? 4
				   : back                 ? 3
							  : 2,
			   .stays = true});
	if (back)
		ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY, _("Back"), back, 0)),
			"arrow-left-bold");
	bar_button(ui, "globe-bold", _("Language"), BAR_LANGUAGE);
	if (has_room_for_words(ui))
		bars_reading(ui);
	else
		bars_reading_in_signs(ui);
	ui_close(ui);
}

static void ways_out(const struct app *app, struct ui *ui)
{
	ui_row(ui, (struct ui_box){
			   .gap = UI_GAP_MEDIUM, .grow = app_in_visit(app) ? 2 : 1, .stays = true});
	if (app_in_visit(app))
		bar_button(ui, "x-bold", _("Finish"), BAR_FINISH);
	bar_button(ui, "hand-waving-fill", _("Ask for help"), BAR_HELP);
	ui_close(ui);
}

static void sign(struct ui *ui, const char *icon, const char *words, int action)
{
	ui_spoken(ui_card_row(ui,
			  (struct ui_box){.grow = 1,
				  .height = 92,
				  .tone = action == BAR_HELP ? UI_INK : UI_WHITE,
				  .radius = 24,
				  .border = true,
				  .align = UI_CENTRE,
				  .justify = UI_CENTRE,
				  .stays = true},
			  action, 0),
		words);
	ui_icon(ui, icon, 52);
	ui_close(ui);
}

static void ways_in_signs(const struct app *app, struct ui *ui, int back)
{
	if (back)
		sign(ui, "arrow-left-bold", _("Back"), back);
	sign(ui, "globe-bold", _("Language"), BAR_LANGUAGE);
	if (app_in_visit(app))
		sign(ui, "x-bold", _("Finish"), BAR_FINISH);
	sign(ui, "hand-waving-fill", _("Ask for help"), BAR_HELP);
}

void bars_all_in_signs(const struct app *app, struct ui *ui, int back)
{
	ways_in_signs(app, ui, back);
	bars_reading_in_signs(ui);
}

/* Where its words do not fit beside each other it takes two rows; half a screen of bigger text has one,
 * of signs. */
static void bar(const struct app *app, struct ui *ui, int back)
{
	struct ui_reading reading = ui_reading(ui);
	bool tight = reading.low || reading.bigger;

	ui_row(ui, (struct ui_box){.gap = tight ? UI_GAP_SMALL : UI_GAP_MEDIUM,
			   .padding_inline = UI_GAP_EDGE,
			   .padding_block = tight ? UI_GAP_SMALL : UI_GAP_LARGE});
	if (ui_is_low(ui) && reading.bigger) {
		bars_all_in_signs(app, ui, back);
	} else {
		ways_through(ui, back);
		ways_out(app, ui);
	}
	ui_close(ui);
}

void bars_in_signs(const struct app *app, struct ui *ui, const struct bars *bars)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_SMALL, .stays = true});
	ways_in_signs(app, ui, ui_is_low(ui) ? bars->back : 0);
	ui_close(ui);
	ui_row(ui, (struct ui_box){.gap = UI_GAP_SMALL, .justify = UI_BETWEEN, .stays = true});
	bars_reading_in_signs(ui);
	ui_close(ui);
}

/* ---- around a screen ---- */

static void open_content(struct ui *ui, int padding)
{
	ui_column(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			      .padding_inline = UI_GAP_EDGE,
			      .padding_block = padding,
			      .grow = 1});
}

static void title_alone(const struct app *app, struct ui *ui, const struct bars *bars)
{
	ui_column(ui, (struct ui_box){.gap = UI_GAP_WIDE, .grow = 1, .justify = UI_CENTRE});
	steps(ui, bars);
	title(ui, UI_LARGE, bars);
	part_held(app, ui);
	ui_close(ui);
}

/* Nothing to look at: the heading stands alone, with the library's books. */
static void high_header(const struct app *app, struct ui *ui, const struct bars *bars)
{
	bool portrait = ui_is_portrait(ui);
	struct ui_box box = {.gap = UI_GAP_WIDE,
		.padding_inline = UI_GAP_EDGE,
		.padding_block = UI_GAP_EDGE,
		.tone = UI_INK,
		.height = ui_half_height(ui),
		.firm = true,
		.stays = true};

	(portrait ? ui_column : ui_row)(ui, box);
	title_alone(app, ui, bars);
	if (portrait || !ui_is_crowded(ui))
		ui_spines(ui, portrait ? 900 : 720, portrait ? 560 : 400);
	ui_close(ui);
}

static void header_of_half(struct ui *ui, const struct bars *bars)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_WIDE,
			   .padding_inline = UI_GAP_EDGE,
			   .padding_block = UI_GAP_LARGE,
			   .tone = UI_INK,
			   .align = UI_CENTRE});
	ui_growing(title(ui, UI_HEADING, bars));
	if (!ui_reading(ui).bigger)
		steps(ui, bars);
	ui_close(ui);
}

static void open_low(const struct app *app, struct ui *ui, const struct bars *bars)
{
	if (!bars->shows_first) {
		high_header(app, ui, bars);
		bar(app, ui, bars->back);
		open_content(ui, UI_GAP_SMALL);
		return;
	}
	ui_column(ui, (struct ui_box){.height = ui_half_height(ui), .firm = true});
	header_of_half(ui, bars);
	open_content(ui, UI_GAP_MEDIUM);
	part_held(app, ui);
}

bool bars_stand_beside(const struct ui *ui, const struct bars *bars)
{
	return bars->signs_beside && !ui_is_portrait(ui) &&
	       (ui_is_low(ui) || ui_reading(ui).bigger);
}

static int content_padding(const struct ui *ui)
{
	if (ui_is_portrait(ui))
		return UI_GAP_WIDE;
	return ui_is_crowded(ui) ? UI_GAP_SMALL : UI_GAP_MEDIUM;
}

void bars_open(const struct app *app, struct ui *ui, const struct bars *bars)
{
	if (ui_is_low(ui)) {
		open_low(app, ui, bars);
		return;
	}
	if (ui_is_portrait(ui))
		header_in_two_rows(ui, bars);
	else
		header_in_one_row(ui, bars);
	open_content(ui, content_padding(ui));
	part_held(app, ui);
}

void bars_touch(const struct app *app, struct ui *ui, const struct bars *bars)
{
	assert(bars->shows_first);
	if (!ui_is_low(ui))
		return;
	if (bars->has_drawing)
		ui_space(ui, 1);
	else
		part_art_below(ui);
	ui_close(ui);
	ui_close(ui);
	if (!bars_stand_beside(ui, bars))
		bar(app, ui, bars->back);
	open_content(ui, UI_GAP_SMALL);
}

void bars_close(const struct app *app, struct ui *ui, const struct bars *bars)
{
	ui_close(ui);
	if (!ui_is_low(ui) && !bars_stand_beside(ui, bars))
		bar(app, ui, 0);
}
