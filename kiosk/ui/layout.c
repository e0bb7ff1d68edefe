/* The passes, one after the other over the flat list: widths wanted (upwards), widths given
 * (downwards), heights for these widths (upwards), positions (downwards). Where something does not
 * fit, what makes it too tall is tightened and all passes run again. */
#include "ui/layout.h"

#include <assert.h>

#include "ui/layout_buttons.h"
#include "ui/layout_lengths.h"
#include "ui/layout_pages.h"
#include "ui/layout_share.h"

enum {
	KEY_LEAST = 81, /* 20 mm */
	HEADING_LINES_MAX = 2,
	PRIVATE_EMS = 4, /* somebody's name may be cut to so much before a row gives way */
};

/* By how many steps of the type scale a heading shrinks at each tightness. */
static const int heading_steps[LAYOUT_TIGHTEST + 1] = {0, 1, 1, 2};

/* ---- pass 1: preferred and least widths, upwards ---- */

/* Where there is little room: headings first, then what is said in full sentences. */
static enum ui_size tight_size(const struct ui_node *node)
{
	int size = (int)node->size - heading_steps[node->tightness];

	if (node->steps_down)
		return (enum ui_size)(
			size > UI_TITLE ? size : layout_min((int)node->size, UI_TITLE));
	if (node->size <= UI_TITLE && node->tightness >= 2)
		return (enum ui_size)layout_max((int)node->size - 1, UI_CAPTION);
	return node->size;
}

static void text_widths(struct layout *layout, struct ui_node *node)
{
	enum ui_size size = tight_size(node);
	struct extent extent;

	node->size_px = layout_size_px(layout, size);
	extent = layout->measure(layout->context, node, node->size_px, 0);
	node->pref_width = extent.width;
	if (node->steps_down && size > UI_TITLE)
		extent =
			layout->measure(layout->context, node, layout_size_px(layout, UI_TITLE), 0);
	node->min_width = layout_min(extent.min_width, node->pref_width);
	if (node->private)
		node->min_width = layout_min(node->min_width, PRIVATE_EMS * node->size_px);
}

static void leaf_widths(struct layout *layout, struct ui_node *node)
{
	node->min_width = node->pref_width = 0;
	if (node->kind == NODE_TEXT)
		text_widths(layout, node);
	else if (node->kind == NODE_ICON)
		node->min_width = node->pref_width = layout_px(layout, node->value);
}

static void container_widths(struct layout *layout, int index)
{
	struct ui_node *node = &layout->nodes[index];
	int widest = 0, widest_least = 0, sum = layout_gaps_px(layout, index), sum_least = sum;
	int padding = 2 * layout_inline_px(layout, node);
	bool along = node->kind == NODE_ROW;

	FOR_CHILDREN(layout, index, i) {
		const struct ui_node *child = &layout->nodes[i];

		sum += child->pref_width;
		sum_least += child->min_width;
		widest = layout_max(widest, child->pref_width);
		widest_least = layout_max(widest_least, child->min_width);
	}
	node->pref_width = padding + (along ? sum : widest);
	node->min_width = padding + (along && node->box.stays ? sum_least : widest_least);
}

static void widths_up(struct layout *layout)
{
	for (int i = layout->count - 1; i >= 0; i--) {
		struct ui_node *node = &layout->nodes[i];
		int least = layout_px(layout, node->box.width);

		node->stacked = node->hidden = node->overflows = false;
		if (node->is_button)
			layout_button_widths(layout, i);
		else if (node_is_container(node))
			container_widths(layout, i);
		else
			leaf_widths(layout, node);
		node->pref_width = layout_max(node->pref_width, least);
		node->pref_width = layout_clamp_width(layout, node, node->pref_width);
		if (node->kind == NODE_SPINES)
			node->min_width = least * 2 / 5;
		else
			node->min_width = layout_max(node->min_width, least);
		node->min_width = layout_min(node->min_width, node->pref_width);
	}
}

/* ---- pass 2: widths, downwards ---- */

/* What grows starts from the least, a button from its text in one line of small letters, so that
 * buttons side by side come out alike. */
static int row_preferred(struct layout *layout, int index, bool buttons_whole)
{
	const struct ui_node *child = &layout->nodes[index];

	if (child->box.grow == 0)
		return child->pref_width;
	if (buttons_whole && child->is_button)
		return layout_max(layout_button_whole_width(layout, index), child->min_width);
	return child->min_width;
}

static void row_shares(struct layout *layout, int index, struct share *shares, bool buttons_whole)
{
	int count = 0;

	FOR_CHILDREN(layout, index, i) {
		const struct ui_node *child = &layout->nodes[i];

		shares[count++] = (struct share){
			.min = child->min_width,
			.pref = row_preferred(layout, i, buttons_whole),
			.grow = child->box.grow,
			.max = layout_px(layout, child->box.width_max),
		};
	}
}

static int shares_preferred(const struct share *shares, int count)
{
	int sum = 0;

	for (int i = 0; i < count; i++)
		sum += shares[i].pref;
	return sum;
}

static bool give_shares(struct layout *layout, int index)
{
	struct share shares[UI_NODES_MAX];
	int count = layout_count_children(layout, index), i = 0;
	int available =
		layout_inside_width(layout, &layout->nodes[index]) - layout_gaps_px(layout, index);
	bool fits;

	row_shares(layout, index, shares, true);
	if (shares_preferred(shares, count) > available)
		row_shares(layout, index, shares, false);
	fits = layout_share_out(shares, count, available);
	FOR_CHILDREN(layout, index, child)
		layout->nodes[child].width = shares[i++].given;
	return fits;
}

/* Keys stand in one grid: a key and a half takes half a gap more. */
static bool give_keys(struct layout *layout, int index)
{
	const struct ui_node *row = &layout->nodes[index];
	int gap = layout_gap_px(layout, row), room = layout_inside_width(layout, row) + gap,
	    halves = 0, seen = 0;

	FOR_CHILDREN(layout, index, i)
		halves += layout->nodes[i].weight;
	FOR_CHILDREN(layout, index, i) {
		int from = room * seen / halves;

		seen += layout->nodes[i].weight;
		layout->nodes[i].width = room * seen / halves - from - gap;
		layout->nodes[i].overflows = layout->nodes[i].min_width > layout->nodes[i].width;
	}
	return true;
}

static bool give_row(struct layout *layout, int index)
{
	int first = layout_first_child(layout, index);

	if (first < layout->nodes[index].end && layout->nodes[first].is_key)
		return give_keys(layout, index);
	return give_shares(layout, index);
}

static void give_column(struct layout *layout, int index)
{
	const struct ui_node *node = &layout->nodes[index];
	int inside = layout_inside_width(layout, node);
	int column = layout_pages_column_width(layout, node, inside);

	FOR_CHILDREN(layout, index, i) {
		struct ui_node *child = &layout->nodes[i];

		child->width = layout_clamp_width(layout, child, child->is_pager ? inside : column);
		if (layout_alignment(node, child) != UI_STRETCH)
			child->width = layout_min(child->width, child->pref_width);
		if (child->min_width > child->width)
			child->overflows = true;
		if (child->is_button)
			layout_button_choose(layout, i);
	}
}

static void widths_down(struct layout *layout)
{
	layout->nodes[0].width = layout->width;
	for (int i = 0; i < layout->count; i++) {
		struct ui_node *node = &layout->nodes[i];

		if (!node_is_container(node) || node->absent)
			continue;
		if (node->is_button) {
			layout_button_give(layout, i);
			continue;
		}
		if (node->kind == NODE_ROW && !give_row(layout, i)) {
			if (node->box.stays)
				node->overflows = true;
			else
				node->stacked = true;
		}
		if (layout_runs_along(node))
			layout_buttons_choose(layout, i);
		else
			give_column(layout, i);
	}
}

/* ---- pass 3: heights for these widths, upwards ---- */

static bool too_long(const struct ui_node *node, const struct extent *extent)
{
	return extent->lines > HEADING_LINES_MAX || extent->min_width > node->width;
}

static void text_height(struct layout *layout, struct ui_node *node)
{
	struct extent extent =
		layout->measure(layout->context, node, node->size_px, layout_max(node->width, 1));

	for (int size = (int)node->size - 1; node->steps_down && size >= UI_TITLE; size--) {
		if (!too_long(node, &extent))
			break;
		node->size_px =
			layout_min(node->size_px, layout_size_px(layout, (enum ui_size)size));
		extent = layout->measure(
			layout->context, node, node->size_px, layout_max(node->width, 1));
	}
	node->pref_height = node->min_height = *node->text ? extent.height : 0;
}

static void leaf_height(struct layout *layout, struct ui_node *node)
{
	int least = layout_px(layout, node->box.height);

	if (node->kind == NODE_TEXT)
		text_height(layout, node);
	else if (node->kind == NODE_ICON && !layout->nodes[node->parent].is_button)
		node->pref_height = node->min_height = layout_px(layout, node->value);
	else if (node->kind != NODE_ICON)
		node->pref_height = node->min_height = least;
	node->pref_height = layout_max(node->pref_height, least);
	node->min_height = node->kind == NODE_SPINES ? 0 : layout_max(node->min_height, least);
}

/* What is touched keeps its size, whatever the crowd. */
static int least_height(const struct layout *layout, const struct ui_node *node)
{
	if (node->is_key)
		return layout_px(layout, layout_min(node->box.height, KEY_LEAST));
	if (node->action || node->role != UI_ROLE_GROUP || node->box.firm)
		return layout_px(layout, node->box.height);
	return layout_tightened_px(layout, node->box.height, node->tightness);
}

static void container_height(struct layout *layout, int index)
{
	struct ui_node *node = &layout->nodes[index];
	int tallest = 0, tallest_least = 0, sum = layout_gaps_px(layout, index), sum_least = sum;
	int padding = 2 * layout_block_px(layout, node);
	int least = least_height(layout, node);
	bool along = layout_runs_along(node);

	FOR_CHILDREN(layout, index, i) {
		const struct ui_node *child = &layout->nodes[i];

		sum += child->pref_height;
		sum_least += child->min_height;
		tallest = layout_max(tallest, child->pref_height);
		tallest_least = layout_max(tallest_least, child->min_height);
	}
	node->pref_height = layout_max(padding + (along ? tallest : sum), least);
	if (node->is_key)
		node->pref_height =
			layout_max(node->pref_height, layout_px(layout, node->box.height));
	node->min_height = layout_max(padding + (along ? tallest_least : sum_least), least);
}

static void heights_up(struct layout *layout)
{
	for (int i = layout->count - 1; i >= 0; i--) {
		struct ui_node *node = &layout->nodes[i];

		if (node->kind == NODE_PAGES)
			layout_pages_height(layout, i);
		else if (node_is_container(node))
			container_height(layout, i);
		else
			leaf_height(layout, node);
	}
}

/* ---- pass 4: positions, downwards ---- */

struct line {
	int start, between; /* of the first child; added to each gap */
};

static struct line justify(enum ui_alignment place, int left, int count)
{
	left = layout_max(left, 0);
	switch (place) {
	case UI_CENTRE:
		return (struct line){left / 2, 0};
	case UI_END:
		return (struct line){left, 0};
	case UI_BETWEEN:
		return (struct line){0, count > 1 ? left / (count - 1) : 0};
	case UI_STRETCH:
	case UI_START:
		break;
	}
	return (struct line){0, 0};
}

static void position_row(struct layout *layout, int index)
{
	const struct ui_node *node = &layout->nodes[index];
	int room = node->height - 2 * layout_block_px(layout, node),
	    used = layout_gaps_px(layout, index);
	int x = node->x + layout_inline_px(layout, node);
	struct line line;

	FOR_CHILDREN(layout, index, i)
		used += layout->nodes[i].width;
	line = justify(node->box.justify, node->width - 2 * layout_inline_px(layout, node) - used,
		layout_count_children(layout, index));
	x += line.start;
	FOR_CHILDREN(layout, index, i) {
		struct ui_node *child = &layout->nodes[i];
		enum ui_alignment place = child->box.self ? child->box.self : node->box.align;

		if (place == UI_STRETCH && child->fixed)
			place = UI_CENTRE;
		child->height = place == UI_STRETCH ? room : layout_min(child->pref_height, room);
		child->height = layout_max(child->height, child->min_height);
		child->x = x;
		child->y = node->y + layout_block_px(layout, node) +
			   layout_offset(place, room, child->height);
		x += child->width + layout_gap_px(layout, node) + line.between;
	}
}

static void column_shares(const struct layout *layout, int index, struct share *shares)
{
	int count = 0;

	FOR_CHILDREN(layout, index, i) {
		const struct ui_node *child = &layout->nodes[i];

		shares[count++] = (struct share){
			.min = child->min_height,
			.pref = child->pref_height,
			.grow = layout->nodes[index].stacked ? 0 : child->box.grow,
		};
	}
}

static void position_column(struct layout *layout, int index)
{
	struct ui_node *node = &layout->nodes[index];
	struct share shares[UI_NODES_MAX];
	int count = layout_count_children(layout, index), gap = layout_gap_px(layout, node),
	    used = 0, n = 0;
	int room = node->height - 2 * layout_block_px(layout, node) - layout_gaps_px(layout, index);
	int inside = layout_inside_width(layout, node), y = node->y + layout_block_px(layout, node);
	struct line line;

	column_shares(layout, index, shares);
	if (!layout_share_out(shares, count, room))
		node->overflows = true;
	for (int i = 0; i < count; i++)
		used += shares[i].given;
	line = justify(node->stacked ? UI_CENTRE : node->box.justify, room - used, count);
	y += line.start;
	FOR_CHILDREN(layout, index, i) {
		struct ui_node *child = &layout->nodes[i];

		child->height = shares[n++].given;
		child->y = y;
		child->x = node->x + layout_inline_px(layout, node) +
			   layout_offset(layout_alignment(node, child), inside, child->width);
		y += child->height + gap + line.between;
	}
}

static void positions_down(struct layout *layout)
{
	layout->nodes[0].x = layout->nodes[0].y = 0;
	layout->nodes[0].height = layout->height;
	for (int i = 0; i < layout->count; i++) {
		struct ui_node *node = &layout->nodes[i];

		if (node->absent)
			continue;
		if (node->kind == NODE_PAGES)
			layout_pages_position(layout, i);
		else if (layout_runs_along(node))
			position_row(layout, i);
		else if (node_is_container(node))
			position_column(layout, i);
	}
}

/* ---- last ---- */

static void mirror(struct layout *layout)
{
	int before[UI_NODES_MAX];

	for (int i = 0; i < layout->count; i++) {
		struct ui_node *node = &layout->nodes[i], *parent;

		before[i] = node->x;
		if (i == 0)
			continue;
		parent = &layout->nodes[node->parent];
		if (parent->unmirrored) {
			node->unmirrored = true;
			node->x = parent->x + before[i] - before[node->parent];
		} else {
			node->x = parent->x + parent->width - (before[i] - before[node->parent]) -
				  node->width;
		}
	}
}

/* Art stands on the bottom of the painted box that it is in, not on the padding. */
static void art_to_bottom(struct layout *layout)
{
	for (int i = 1; i < layout->count; i++) {
		struct ui_node *art = &layout->nodes[i];
		int bottom = art->y + art->height, at = art->parent;

		if (art->kind != NODE_SPINES)
			continue;
		for (; at >= 0; at = layout->nodes[at].parent) {
			const struct ui_node *box = &layout->nodes[at];

			if (bottom != box->y + box->height - layout_block_px(layout, box))
				break;
			bottom = box->y + box->height;
			if (box->box.tone != UI_CLEAR)
				break;
		}
		art->y = bottom - art->height;
	}
}

static int tallest_child(const struct layout *layout, int index)
{
	int tallest = 0;

	FOR_CHILDREN(layout, index, i)
		tallest = layout_max(tallest, layout->nodes[i].min_height);
	return tallest;
}

/* Tightens what makes this box too tall: everything in it, but of things side by side only the
 * tallest. */
static void tighten_subtree(struct layout *layout, int index)
{
	bool too_tall[UI_NODES_MAX] = {false};

	too_tall[index] = true;
	layout->nodes[index].tightness++;
	for (int i = index + 1; i < layout->nodes[index].end; i++) {
		struct ui_node *node = &layout->nodes[i];
		const struct ui_node *parent = &layout->nodes[node->parent];
		bool beside = layout_runs_along(parent) && !parent->overflows;

		too_tall[i] = too_tall[node->parent] &&
			      (!beside || node->min_height >= tallest_child(layout, node->parent));
		if (too_tall[i] && node->tightness < LAYOUT_TIGHTEST)
			node->tightness++;
	}
}

/* Tightens every box that overflows; false: none of them can give way any more. */
static bool tighten(struct layout *layout)
{
	bool took = false;

	for (int i = 0; i < layout->count; i++) {
		const struct ui_node *node = &layout->nodes[i];

		if (!node->overflows || node->absent)
			continue;
		layout->overflows = true;
		if (node->tightness == LAYOUT_TIGHTEST)
			continue;
		tighten_subtree(layout, i);
		took = true;
		i = node->end - 1;
	}
	return took;
}

void layout_run(struct layout *layout)
{
	assert(layout->count > 0 && layout->nodes[0].end == layout->count);
	for (int i = 0; i < layout->count; i++) {
		layout->nodes[i].tightness = 0;
		layout->nodes[i].columns = 1;
	}
	do {
		layout->pages = 1;
		layout->page = 0;
		layout->overflows = false;
		widths_up(layout);
		widths_down(layout);
		heights_up(layout);
		positions_down(layout);
	} while (layout_pages_use_two_columns(layout) || tighten(layout));
	if (layout->right_to_left)
		mirror(layout);
	art_to_bottom(layout);
}
