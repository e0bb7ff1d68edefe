/* The list becomes pixels. What has changed since the last picture is found by comparing each
 * node's hash with the one painted in its place; only those rectangles are painted and presented. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "ui/internal.h"
#include "ui/language.h"

enum {
	RING_OUTER = 6,
	RING_INNER = 3,
	RING_GAP = 3,
	BORDER = 3,
	BORDER_CARD = 2,
	BORDER_SELECTED = 6,
	TEAR_NOTCH = 50,
	COVERING_PIXELS = 200 * 1000, /* a box worth leaving parts of out */
	COVERED_PIXELS = 10 * 1000,
};

static SDL_Rect node_rect(const struct ui_node *node)
{
	return (SDL_Rect){node->x, node->y, node->width, node->height};
}

/* ---- states ---- */

static bool is_focused(const struct ui *ui, const struct ui_node *node)
{
	return ui->focus_shown && node_is_target(node) && !node->disabled &&
	       target_same(ui->focus, (struct target_id){node->action, node->index});
}

static bool is_pressed(const struct ui *ui, const struct ui_node *node)
{
	return ui->pointer.pressed && node_is_target(node) &&
	       target_same(ui->pointer.target.id, (struct target_id){node->action, node->index});
}

/* ---- what is painted anew ---- */

static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ at[i]) * 0x100000001B3u;
	return hash;
}

static uint64_t hash_int(uint64_t hash, int64_t number)
{
	return hash_bytes(hash, &number, sizeof(number));
}

uint64_t paint_hash(const struct ui *ui, const struct ui_node *node)
{
	const struct ui_node *button = style_button_above(ui, node);
	uint64_t hash = 0xCBF29CE484222325u;

	if (node->hidden || node->absent)
		return 0;
	hash = hash_int(hash, node->kind);
	hash = hash_int(hash, node->box.tone);
	hash = hash_int(hash, node->box.border | node->box.shadow << 1 | node->box.radius << 2);
	hash = hash_int(hash, node->box.justify);
	hash = hash_int(hash, (int64_t)node->value << 32 | node->limit);
	hash = hash_int(hash, (int64_t)node->size_px << 8 | node->text_tone);
	hash = hash_int(hash, (int64_t)node->on << 8 | node->muted | node->selected << 1);
	hash = hash_int(hash, node->disabled | node->bold << 1 | node->compact << 2);
	hash = hash_int(hash, is_focused(ui, node) | is_pressed(ui, node) << 1);
	if (button)
		hash = hash_int(hash, is_pressed(ui, button));
	if (style_is_typed(ui, node))
		hash = hash_int(hash, ui->field_offset);
	if (node->text)
		hash = hash_bytes(hash, node->text, strlen(node->text));
	return hash;
}

/* The rectangle that a node may paint in: itself, its shadow and its focus ring. */
static SDL_Rect painted_rect(const struct ui *ui, const struct ui_node *node)
{
	SDL_Rect rect = node_rect(node);
	int reach = 2;

	if (node->box.shadow)
		reach = shape_shadow_reach(ui);
	else if (node->action)
		reach = ui_px(ui, RING_GAP + RING_INNER + RING_OUTER) + 1;
	else if (node->kind == NODE_SPINES || node->kind == NODE_TEAR)
		reach = ui_px(ui, 2 * TEAR_NOTCH);
	return (SDL_Rect){rect.x - reach, rect.y - reach, rect.w + 2 * reach, rect.h + 2 * reach};
}

static void add_damage(struct ui *ui, SDL_Rect rect)
{
	const SDL_Rect screen = {0, 0, ui->width, ui->height};

	if (!SDL_IntersectRect(&rect, &screen, &rect))
		return;
	for (int i = 0; i < ui->damage_count; i++) {
		if (!SDL_HasIntersection(&ui->damage[i], &rect))
			continue;
		SDL_UnionRect(&ui->damage[i], &rect, &rect);
		ui->damage[i] = ui->damage[--ui->damage_count];
		i = -1;
	}
	if (ui->damage_count == INTERNAL_DAMAGE_MAX) {
		SDL_UnionRect(&ui->damage[--ui->damage_count], &rect, &rect);
		add_damage(ui, rect);
		return;
	}
	ui->damage[ui->damage_count++] = rect;
}

static bool same_rect(SDL_Rect a, SDL_Rect b)
{
	return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static void find_damage(struct ui *ui)
{
	int most = ui->count > ui->painted_count ? ui->count : ui->painted_count;

	ui->damage_count = 0;
	if (ui->all_stale)
		add_damage(ui, (SDL_Rect){0, 0, ui->width, ui->height});
	for (int i = 0; i < most; i++) {
		struct painted now = {0}, *before = &ui->painted[i];

		if (i < ui->count) {
			now.hash = paint_hash(ui, &ui->nodes[i]);
			now.rect = painted_rect(ui, &ui->nodes[i]);
		}
		if (i >= ui->painted_count)
			*before = (struct painted){0};
		if (now.hash == before->hash && same_rect(now.rect, before->rect))
			continue;
		if (before->hash && !ui->all_stale)
			add_damage(ui, before->rect);
		if (now.hash && !ui->all_stale)
			add_damage(ui, now.rect);
		*before = now;
	}
	ui->painted_count = ui->count;
	ui->all_stale = false;
}

/* ---- boxes ---- */

static uint32_t box_fill(const struct ui *ui, const struct ui_node *node)
{
	enum ui_tone tone = node->box.tone == UI_CLEAR ? node->on : node->box.tone;
	const struct tone *look = style_tone(ui, tone);

	if (node->disabled && node->action)
		return style_tone(ui, node->on)->fill;
	if (is_pressed(ui, node))
		return theme_mix(look->fill, look->dark ? 0xFFFFFF : 0x121B38, 30);
	return look->fill;
}

/* A plain box and a card have the tone's own colour for a border, a button the text's. */
static uint32_t box_edge(const struct ui *ui, const struct ui_node *node)
{
	const struct tone *look =
		style_tone(ui, node->box.tone == UI_CLEAR ? node->on : node->box.tone);

	if (node->disabled)
		return look->track;
	/* A dark edge on dark would only make it smaller. */
	if (node->is_button && !look->dark && style_tone(ui, node->on)->dark)
		return look->fill;
	if (node->role == UI_ROLE_FIELD || ((node->is_button || node->selected) && !look->dark))
		return look->text;
	return look->border;
}

/* Where fills are alike a box is seen by its border, and what is selected by a thicker one. */
static int outline(const struct ui *ui, const struct ui_node *node)
{
	if (!node->box.radius || node->box.tone == UI_CLEAR)
		return 0;
	return ui_px(ui, node->selected ? BORDER_SELECTED : BORDER);
}

static int box_border(const struct ui *ui, const struct ui_node *node)
{
	bool card = node->action && !node->is_button;

	if (node->disabled && node->action)
		return ui_px(ui, BORDER);
	if (node->role == UI_ROLE_FIELD || (card && node->selected))
		return ui_px(ui, BORDER_SELECTED);
	/* Yellow alone cannot be seen on paper. */
	if (node->action && node->box.tone == UI_SUN && !style_tone(ui, node->on)->dark)
		return ui_px(ui, BORDER);
	/* Nor a white card on paper: its shadow is too faint for many eyes. */
	if (card && !node->disabled && !style_tone(ui, node->box.tone)->dark &&
		!style_tone(ui, node->on)->dark)
		return ui_px(ui, BORDER_CARD);
	if (node->box.border)
		return ui_px(ui, node->is_key ? 2 : BORDER);
	return ui->theme->outlines ? outline(ui, node) : 0;
}

static void paint_ring(struct ui *ui, const struct ui_node *node)
{
	int gap = ui_px(ui, RING_GAP), inner = ui_px(ui, RING_INNER), outer = ui_px(ui, RING_OUTER);
	int out = gap + inner + outer;
	SDL_Rect rect = node_rect(node);
	struct box_look ring = {
		.rect = {rect.x - out, rect.y - out, rect.w + 2 * out, rect.h + 2 * out},
		.radius = ui_px(ui, node->box.radius) + out,
		.border = outer,
		.fill = ui->theme->ring_inner,
		.edge = ui->theme->ring_outer,
	};

	shape_box(ui, &ring);
	shape_round(ui, (SDL_Rect){rect.x - gap, rect.y - gap, rect.w + 2 * gap, rect.h + 2 * gap},
		ui_px(ui, node->box.radius) + gap, style_tone(ui, node->on)->fill);
}

/* The part of a box that is sure to be opaque: between its round corners. */
static SDL_Rect opaque_part(const struct ui *ui, const struct ui_node *node)
{
	SDL_Rect rect = node_rect(node);
	int radius = ui_px(ui, node->box.radius);

	if (!node_is_container(node) || node->box.tone == UI_CLEAR || node->hidden || node->absent)
		return (SDL_Rect){0};
	return (SDL_Rect){rect.x, rect.y + radius, rect.w, rect.h - 2 * radius};
}

static void find_covers(struct ui *ui, const struct ui_node *node)
{
	int first = (int)(node - ui->nodes);

	ui->cover_count = 0;
	if ((int64_t)node->width * node->height < COVERING_PIXELS)
		return;
	for (int i = first + 1; i < node->end && ui->cover_count < INTERNAL_COVERS_MAX; i++) {
		SDL_Rect part = opaque_part(ui, &ui->nodes[i]);

		if (part.w <= 0 || part.h <= 0 || part.w * part.h < COVERED_PIXELS)
			continue;
		ui->covers[ui->cover_count++] = part;
		i = ui->nodes[i].end - 1; /* what is on it is within it */
	}
}

static void paint_box(struct ui *ui, const struct ui_node *node)
{
	struct box_look look = {
		.rect = node_rect(node),
		.radius = ui_px(ui, node->box.radius),
		.border = box_border(ui, node),
		.fill = box_fill(ui, node),
		.edge = box_edge(ui, node),
	};

	if (is_focused(ui, node))
		paint_ring(ui, node);
	else if (node->box.shadow && ui->theme->shadows && !node->disabled)
		shape_shadow(ui, look.rect, look.radius);
	if (node->box.tone == UI_CLEAR && !look.border && !is_pressed(ui, node))
		return;
	if (node->scalloped && !look.border) {
		art_stamp(ui, look.rect, look.fill);
		return;
	}
	find_covers(ui, node);
	shape_box(ui, &look);
	ui->cover_count = 0;
}

/* ---- leaves ---- */

/* A tick on a sunny badge takes the colour of what the badge lies on. */
static uint32_t icon_colour(const struct ui *ui, const struct ui_node *node)
{
	const struct ui_node *badge = &ui->nodes[node->parent];

	if (badge->role == UI_ROLE_ICON && badge->box.tone == UI_SUN && !node->text_tone &&
		style_tone(ui, badge->on)->dark)
		return style_tone(ui, badge->on)->fill;
	return style_ink(ui, node);
}

/* Lines of a text that runs the other way still keep to the side where this language starts. */
static void align_lines(struct text_style *style, bool text_is_right_to_left)
{
	if (style->align == TEXT_START && text_is_right_to_left != ui_language()->right_to_left)
		style->align = TEXT_END;
}

struct placed_text paint_place_text(struct ui *ui, const struct ui_node *node)
{
	struct placed_text placed = {
		.style = style_text(ui, node, node->size_px), .rect = node_rect(node)};
	bool from_right = ui_language()->right_to_left && !node->unmirrored;
	const struct text_block *block;

	if (!placed.style.typed)
		placed.style.max_width = node->width;
	block = text_measure(ui->text, node->text, &placed.style);
	if (node->foreign && !node->bold && block->lines > 1)
		from_right = block->right_to_left;
	else if (block->lines > 1 && !node->unmirrored)
		align_lines(&placed.style, block->right_to_left);
	placed.rect.w = placed.part.w = block->width;
	placed.rect.h = placed.part.h = block->height;
	if (placed.style.typed && block->width > node->width) {
		placed.rect.w = placed.part.w = node->width;
		placed.part.x = ui->field_offset;
	}
	if (placed.style.align == TEXT_CENTRE)
		placed.rect.x += (node->width - placed.rect.w) / 2;
	else if (from_right)
		placed.rect.x += node->width - placed.rect.w;
	if (node->box.height)
		placed.rect.y += (node->height - block->height) / 2;
	return placed;
}

static void paint_text(struct ui *ui, const struct ui_node *node)
{
	struct placed_text placed;
	const struct text_block *block;

	if (!*node->text || node->width <= 0)
		return;
	placed = paint_place_text(ui, node);
	block = text_get(ui->text, node->text, &placed.style);
	if (block->texture)
		SDL_RenderCopy(ui->renderer, block->texture, &placed.part, &placed.rect);
}

static void paint_icon(struct ui *ui, const struct ui_node *node)
{
	int side = node->width < node->height ? node->width : node->height;
	SDL_Rect rect = {node->x + (node->width - side) / 2, node->y + (node->height - side) / 2,
		side, side};

	if (node->text && side > 0)
		icon_draw(ui, node->text, rect, icon_colour(ui, node), node->turn);
}

static void paint_bar(struct ui *ui, const struct ui_node *node)
{
	const struct tone *on = style_tone(ui, node->on);
	SDL_Rect rect = node_rect(node), part = rect;

	part.w = (int)((int64_t)rect.w * node->value / 1000);
	if (part.w > 0 && part.w < rect.h)
		part.w = rect.h;
	if (ui_language()->right_to_left)
		part.x += rect.w - part.w;
	shape_round(ui, rect, rect.h / 2, on->track);
	shape_round(ui, part, rect.h / 2, on->dark ? style_tone(ui, UI_SUN)->ink : on->text);
}

/* The step that one is in is longer. */
static void paint_steps(struct ui *ui, const struct ui_node *node)
{
	int gap = ui_px(ui, 10), units = node->limit + 1;
	int unit = (node->width - gap * (node->limit - 1)) / units, x = 0;
	const struct tone *on = style_tone(ui, node->on);

	for (int step = 1; step <= node->limit; step++) {
		SDL_Rect part = {
			node->x + x, node->y, step == node->value ? 2 * unit : unit, node->height};

		if (ui_language()->right_to_left)
			part.x = node->x + node->width - x - part.w;
		shape_round(ui, part, part.h / 2,
			step > node->value ? on->track
					   : (on->dark ? style_tone(ui, UI_SUN)->ink : on->text));
		x += part.w + gap;
	}
}

/* Where there is no room for half its height it is not drawn; what there is stays free. */
static void paint_spines(struct ui *ui, const struct ui_node *node)
{
	if (!ui->theme->art || node->height < ui_px(ui, node->box.height) / 2)
		return;
	if (node->text)
		drawing_paint(ui, node->text, node_rect(node), node->on);
	else
		art_spines(ui, node, node_rect(node));
}

/* Each notch lies half on the card; only that half is cut, what is around the card stays whole. */
static void paint_notches(struct ui *ui, const struct ui_node *card, int x)
{
	int size = ui_px(ui, TEAR_NOTCH), bottom = card->y + card->height;
	uint32_t outside = style_tone(ui, card->on)->fill;
	SDL_Rect clip, within = node_rect(card);

	SDL_RenderGetClipRect(ui->renderer, &clip);
	if (SDL_RectEmpty(&clip) || SDL_IntersectRect(&clip, &within, &within)) {
		SDL_RenderSetClipRect(ui->renderer, &within);
		shape_round(ui, (SDL_Rect){x - size / 2, card->y - size / 2, size, size}, size / 2,
			outside);
		shape_round(ui, (SDL_Rect){x - size / 2, bottom - size / 2, size, size}, size / 2,
			outside);
		SDL_RenderSetClipRect(ui->renderer, SDL_RectEmpty(&clip) ? NULL : &clip);
	}
}

static void paint_dashes(struct ui *ui, const struct ui_node *node)
{
	int dash = ui_px(ui, 12);

	for (int x = node->x; x + dash <= node->x + node->width; x += dash * 7 / 4)
		shape_round(ui, (SDL_Rect){x, node->y, dash, node->height}, node->height / 2,
			style_tone(ui, node->on)->border);
}

static void paint_tear(struct ui *ui, const struct ui_node *node)
{
	const struct ui_node *card = &ui->nodes[node->parent];
	int size = ui_px(ui, TEAR_NOTCH), dash = ui_px(ui, 12);
	int bottom = card->y + card->height;

	for (int y = card->y + size; y + dash < bottom - size * 3 / 4; y += dash * 7 / 4)
		shape_round(ui, (SDL_Rect){node->x, y, node->width, dash}, node->width / 2,
			style_tone(ui, node->on)->border);
	paint_notches(ui, card, node->x + node->width / 2);
}

static void paint_node(struct ui *ui, const struct ui_node *node)
{
	switch (node->kind) {
	case NODE_ROW:
	case NODE_COLUMN:
	case NODE_PAGES:
		paint_box(ui, node);
		break;
	case NODE_TEXT:
		paint_text(ui, node);
		break;
	case NODE_ICON:
		paint_icon(ui, node);
		break;
	case NODE_QR:
		art_qr(ui, node->text, node_rect(node));
		break;
	case NODE_BARCODE:
		art_barcode(ui, node->text, node_rect(node));
		break;
	case NODE_BAR:
		paint_bar(ui, node);
		break;
	case NODE_SPINES:
		paint_spines(ui, node);
		break;
	case NODE_LOGO:
		art_logo(ui, node_rect(node));
		break;
	case NODE_STEPS:
		paint_steps(ui, node);
		break;
	case NODE_TEAR:
		if (ui->nodes[node->parent].kind == NODE_ROW)
			paint_tear(ui, node);
		else
			paint_dashes(ui, node);
		break;
	case NODE_CARET:
		shape_rect(ui, node_rect(node), ui->theme->caret);
		break;
	case NODE_SPACE:
		break;
	}
}

/* ---- a picture ---- */

/* What touches this part of the screen, and of it as much as is within `clip`. */
static void paint_part(struct ui *ui, SDL_Rect part, SDL_Rect clip)
{
	SDL_RenderSetClipRect(ui->renderer, &clip);
	for (int i = 0; i < ui->count; i++) {
		const struct ui_node *node = &ui->nodes[i];
		SDL_Rect rect = painted_rect(ui, node);

		if (node->hidden)
			i = node->end - 1;
		else if (!node->absent && SDL_HasIntersection(&rect, &part))
			paint_node(ui, node);
	}
	SDL_RenderSetClipRect(ui->renderer, NULL);
	SDL_RenderFlush(ui->renderer);
}

void paint_beforehand(struct ui *ui)
{
	const SDL_Rect screen = {0, 0, ui->width, ui->height}, pixel = {0, 0, 1, 1};

	paint_part(ui, screen, pixel);
}

void paint_damage(struct ui *ui)
{
	for (int i = 0; i < ui->damage_count; i++)
		paint_part(ui, ui->damage[i], ui->damage[i]);
}

void paint_changes(struct ui *ui)
{
	find_damage(ui);
	paint_damage(ui);
}

/* A text that is larger than its room lies outside of it. */
void paint_choose(struct ui *ui, const bool *wanted)
{
	ui->damage_count = 0;
	for (int i = 0; i < ui->count; i++) {
		const struct ui_node *node = &ui->nodes[i];
		if (wanted[i])
			add_damage(ui, painted_rect(ui, node));
		if (wanted[i] && node->kind == NODE_TEXT)
			add_damage(ui, paint_place_text(ui, node).rect);
	}
	ui->all_stale = true;
}
