/* What is looked at rather than read: tickets' codes, calendar leaves, drawings, parts of a whole. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "ui/internal.h"
#include "ui/language.h"

static struct ui_node *code(
	struct ui *ui, enum node_kind kind, struct ui_box box, const char *text, const char *spoken)
{
	struct ui_node *node;

	box.width_max = box.width;
	box.self = UI_CENTRE;
	node = build_add(ui, kind, box);
	node->role = UI_ROLE_PICTURE;
	node->text = build_copy(ui, text);
	node->spoken = build_copy(ui, spoken);
	node->private = true;
	return node;
}

struct ui_node *ui_qr(struct ui *ui, const char *text, int size, const char *spoken)
{
	return code(ui, NODE_QR, (struct ui_box){.width = size, .height = size}, text, spoken);
}

struct ui_node *ui_barcode(
	struct ui *ui, const char *text, int width, int height, const char *spoken)
{
	return code(
		ui, NODE_BARCODE, (struct ui_box){.width = width, .height = height}, text, spoken);
}

struct ui_node *ui_bar(struct ui *ui, int permille)
{
	struct ui_node *node = build_add(ui, NODE_BAR, (struct ui_box){.height = 14});

	assert(permille >= 0 && permille <= 1000);
	node->role = UI_ROLE_PROGRESS;
	node->value = permille;
	return node;
}

static struct ui_node *tile_line(struct ui *ui, enum ui_size size, const char *text)
{
	struct ui_node *node = ui_compact(ui_centred(ui_text(ui, size, text)));

	node->bold = true;
	return node;
}

static void tile_lines(struct ui *ui, const struct ui_date_tile *date, const char *number)
{
	if (date->small) {
		ui_row(ui, (struct ui_box){.gap = UI_GAP_TINY,
				   .align = UI_CENTRE,
				   .justify = UI_CENTRE,
				   .stays = true});
		tile_line(ui, UI_CAPTION, date->weekday);
		tile_line(ui, UI_TITLE, number);
		ui_close(ui);
	} else {
		tile_line(ui, UI_CAPTION, date->weekday);
		tile_line(ui, UI_HEADING, number);
	}
	tile_line(ui, UI_CAPTION, date->month);
}

struct ui_node *ui_date_tile(struct ui *ui, const struct ui_date_tile *date)
{
	struct ui_box box = {.width = date->small ? 180 : 168,
		.padding_inline = UI_GAP_TINY,
		.padding_block = date->small ? UI_GAP_TINY : UI_GAP_MEDIUM,
		.gap = date->small ? 0 : UI_GAP_HAIR,
		.radius = 24,
		.tone = date->tone,
		.justify = UI_CENTRE};
	struct ui_node *tile = ui_column(ui, box);
	char number[12];

	tile->fixed = true;
	snprintf(number, sizeof(number), "%d", date->day);
	tile_lines(ui, date, number);
	ui_close(ui);
	return tile;
}

struct ui_node *ui_spines(struct ui *ui, int width, int height)
{
	struct ui_node *node = build_add(
		ui, NODE_SPINES, (struct ui_box){.width = width, .height = height, .self = UI_END});

	node->role = UI_ROLE_PICTURE;
	return node;
}

struct ui_node *ui_drawing(struct ui *ui, const char *name, int width, int height)
{
	struct ui_node *node = ui_spines(ui, width, height);

	if (name && strcmp(name, UI_DRAWING_RHYMES) == 0)
		node->value = true;
	else
		node->text = build_copy(ui, name);
	return node;
}

struct ui_node *ui_logo(struct ui *ui, int size)
{
	struct ui_node *node = build_add(ui, NODE_LOGO,
		(struct ui_box){
			.width = size, .height = size, .width_max = size, .self = UI_CENTRE});

	node->role = UI_ROLE_PICTURE;
	return node;
}

struct ui_node *ui_tear(struct ui *ui)
{
	return build_add(ui, NODE_TEAR, (struct ui_box){.width = 4});
}

struct ui_node *ui_steps(struct ui *ui, int step, int steps)
{
	struct ui_node *row = ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .align = UI_CENTRE});
	struct ui_node *segments;

	assert(step >= 1 && step <= steps && steps <= 12);
	row->role = UI_ROLE_PROGRESS;
	ui_text(ui, UI_BODY,
		ui_format(ui, _("Step {step} of {steps}"), "step", ui_number(ui, step), "steps",
			ui_number(ui, steps), NULL))
		->bold = true;
	segments = build_add(ui, NODE_STEPS,
		(struct ui_box){.width = steps * 46 + 36, .height = 16, .self = UI_CENTRE});
	segments->value = step;
	segments->limit = steps;
	ui_close(ui);
	return row;
}
