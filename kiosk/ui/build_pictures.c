/* What is looked at rather than read: tickets' codes, calendar leaves, drawings, parts of a whole. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "ui/internal.h"
#include "ui/language.h"

enum { STAMP_SMALL = 100, FEW_STEPS = 6, FEW_STEPS_BIGGER = 3 };

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

/* As a hand stamps: none is quite straight. */
static int stamp_turn(const struct ui_stamp *stamp)
{
	static const int turns[] = {-9, 6, -4, 10, -7, 4};

	return turns[stamp->number % (int)(sizeof(turns) / sizeof(turns[0]))];
}

static void stamp_icon(struct ui *ui, const struct ui_stamp *stamp, bool stamped)
{
	struct ui_node *icon = ui_icon(ui, stamped ? stamp->icon : "gift-fill", stamp->size / 2);

	if (stamped)
		icon->turn = stamp_turn(stamp);
	else if (!stamp->next)
		ui_toned(icon, UI_PLUM);
}

static void stamp_inside(struct ui *ui, const struct ui_stamp *stamp)
{
	bool stamped = stamp->tone != UI_CLEAR;

	if (stamped || stamp->gift)
		stamp_icon(ui, stamp, stamped);
	else
		ui_spoken(ui_muted(ui_compact(
				  ui_text(ui, stamp->size < STAMP_SMALL ? UI_CAPTION : UI_TITLE,
					  ui_number(ui, stamp->number)))),
			"");
}

struct ui_node *ui_stamp(struct ui *ui, const struct ui_stamp *stamp)
{
	bool stamped = stamp->tone != UI_CLEAR;
	struct ui_node *place = ui_row(ui, (struct ui_box){.width = stamp->size,
						   .height = stamp->size,
						   .width_max = stamp->size,
						   .radius = stamp->size / 2,
						   .tone = stamped       ? stamp->tone
							   : stamp->next ? UI_SUN
									 : UI_PAPER,
						   .border = !stamped,
						   .align = UI_CENTRE,
						   .justify = UI_CENTRE,
						   .stays = true});

	place->role = UI_ROLE_ICON;
	place->fixed = true;
	place->scalloped = stamped;
	stamp_inside(ui, stamp);
	ui_close(ui);
	return place;
}

struct ui_node *ui_tear(struct ui *ui)
{
	return build_add(ui, NODE_TEAR, (struct ui_box){.width = 4, .height = 4});
}

/* Beside many segments on a high screen, where "Back" stands, too, the numbers alone keep to one line. */
static bool has_room_for_sentence(const struct ui *ui, int steps)
{
	return !ui_is_portrait(ui) ||
	       steps <= (ui_reading(ui).bigger ? FEW_STEPS_BIGGER : FEW_STEPS);
}

static const char *in_steps(struct ui *ui, const char *sentence, int step, int steps)
{
	return ui_format(
		ui, sentence, "step", ui_number(ui, step), "steps", ui_number(ui, steps), NULL);
}

/* "Step 10 of 12", or "10 / 12", which is heard whole. */
static void say_step(struct ui *ui, int step, int steps)
{
	const char *sentence = in_steps(ui, _("Step {step} of {steps}"), step, steps);
	struct ui_node *text;

	if (has_room_for_sentence(ui, steps))
		text = ui_text(ui, UI_BODY, sentence);
	else
		text = ui_left_to_right(ui_spoken(
			ui_text(ui, UI_BODY, in_steps(ui, "{step} / {steps}", step, steps)),
			sentence));
	text->bold = true;
}

struct ui_node *ui_steps(struct ui *ui, int step, int steps)
{
	struct ui_node *row = ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .align = UI_CENTRE});
	struct ui_node *segments;

	assert(step >= 1 && step <= steps && steps <= 12);
	row->role = UI_ROLE_PROGRESS;
	say_step(ui, step, steps);
	segments = build_add(ui, NODE_STEPS,
		(struct ui_box){.width = steps * 46 + 36, .height = 16, .self = UI_CENTRE});
	segments->value = step;
	segments->limit = steps;
	ui_close(ui);
	return row;
}
