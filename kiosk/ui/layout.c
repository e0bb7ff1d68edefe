#include "ui/layout.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum {
	DENSITIES = 4,
	GAP_LEAST = 12,
	TWO_COLUMNS_DP = 1400,
	SHORT_LIST = 5, /* gives way before anybody must turn a page */
	KEY_LEAST = 81, /* 20 mm */
	HEADING_LINES_MAX = 2,
	PRIVATE_EMS = 4, /* somebody's name may be cut to so much before a row gives way */
};

static const double gap_factors[DENSITIES] = {1.0, 0.86, 0.72, 0.6};
static const int heading_steps[DENSITIES] = {0, 1, 1, 2};

int layout_px(const struct layout *layout, int dp)
{
	return (int)lround(dp * layout->scale);
}

/* A button that is too narrow takes smaller letters, then stands its icon above them, then breaks
 * its line. Those beside each other do the same, or they would look crooked. */
enum {
	VARIANT_AS_IS,
	VARIANT_SMALLER,
	VARIANT_SMALLEST,
	VARIANT_STACKED,
	VARIANT_STACKED_SMALLEST,
	VARIANT_BROKEN,
	VARIANTS
};

static int max_of(int a, int b)
{
	return a > b ? a : b;
}

static int min_of(int a, int b)
{
	return a < b ? a : b;
}

/* ---- walking ---- */

static int first_child(const struct layout *layout, int index)
{
	const struct ui_node *node = &layout->nodes[index];

	for (int i = index + 1; i < node->end; i = layout->nodes[i].end)
		if (!layout->nodes[i].absent)
			return i;
	return node->end;
}

static int next_child(const struct layout *layout, int parent, int child)
{
	int i = layout->nodes[child].end;

	while (i < layout->nodes[parent].end && layout->nodes[i].absent)
		i = layout->nodes[i].end;
	return i;
}

#define FOR_CHILDREN(layout, parent, child)                                                        \
	for (int child = first_child(layout, parent); child < (layout)->nodes[parent].end;         \
		child = next_child(layout, parent, child))

static int count_children(const struct layout *layout, int index)
{
	int count = 0;

	FOR_CHILDREN(layout, index, child)
		count++;
	return count;
}

static bool runs_along(const struct ui_node *node)
{
	return node->kind == NODE_ROW && !node->stacked;
}

/* ---- lengths ---- */

static int shrunk_px(const struct layout *layout, int dp, int density)
{
	int shrunk = (int)lround(dp * gap_factors[density]);

	return layout_px(layout, dp <= GAP_LEAST ? dp : max_of(shrunk, GAP_LEAST));
}

static int gap_px(const struct layout *layout, const struct ui_node *node)
{
	if (node->is_button && node->stacked)
		return layout_px(layout, min_of(node->box.gap, 6));
	return shrunk_px(layout, node->box.gap, node->density);
}

static int gaps_px(const struct layout *layout, int index)
{
	int count = count_children(layout, index);

	return count > 1 ? (count - 1) * gap_px(layout, &layout->nodes[index]) : 0;
}

static int inline_px(const struct layout *layout, const struct ui_node *node)
{
	int dp = node->box.padding_inline ? node->box.padding_inline : node->box.padding;

	if (node->is_button && node->variant >= VARIANT_SMALLEST)
		dp = min_of(dp, node->stacked ? 12 : 20);
	return layout_px(layout, dp);
}

static int block_px(const struct layout *layout, const struct ui_node *node)
{
	int dp = node->box.padding_block ? node->box.padding_block : node->box.padding;

	if (node->is_button)
		return layout_px(layout, node->density >= 2 ? dp / 2 : dp);
	return shrunk_px(layout, dp, node->density);
}

static int inside_width(const struct layout *layout, const struct ui_node *node)
{
	return max_of(node->width - 2 * inline_px(layout, node), 0);
}

static int size_px(const struct layout *layout, enum ui_size size)
{
	return layout_px(
		layout, (int)lround(layout->theme->sizes[size] * layout->theme->text_scale));
}

static int clamp_width(const struct layout *layout, const struct ui_node *node, int width)
{
	if (node->box.width_max > 0)
		width = min_of(width, layout_px(layout, node->box.width_max));
	return width;
}

/* ---- buttons: how they give way ---- */

static enum ui_size variant_size(enum ui_size base, int variant)
{
	switch (variant) {
	case VARIANT_AS_IS:
		return base;
	case VARIANT_SMALLER:
		return base > UI_BODY ? base - 1 : base;
	case VARIANT_STACKED:
	case VARIANT_BROKEN:
		return base > UI_BODY ? UI_BODY : base;
	default:
		return UI_CAPTION;
	}
}

static void button_apply(struct layout *layout, int index, int variant)
{
	struct ui_node *button = &layout->nodes[index], *text = &button[BUTTON_TEXT];
	bool has_icon = !button[BUTTON_ICON].absent;
	enum ui_size size = variant_size(text->size, variant);

	button->variant = variant;
	button->stacked = has_icon && variant >= VARIANT_STACKED;
	text->size_px = size_px(layout, size);
	for (int slot = BUTTON_ICON; slot <= BUTTON_END_ICON; slot += 2) {
		struct ui_node *icon = &button[slot];

		icon->pref_width = icon->min_width = icon->pref_height = icon->min_height =
			icon->absent ? 0 : text->size_px * 9 / 8;
	}
}

/* The width at which this variant's text stands in one line. */
static int button_width(struct layout *layout, int index, int variant)
{
	struct ui_node *button = &layout->nodes[index], *text = &button[BUTTON_TEXT];
	int width, line, gap;

	button_apply(layout, index, variant);
	line = *text->text ? layout->measure(layout->context, text, text->size_px, 0).width : 0;
	gap = gap_px(layout, button);
	width = 2 * inline_px(layout, button);
	if (button->stacked)
		return width + max_of(line, button[BUTTON_ICON].pref_width);
	if (!button[BUTTON_ICON].absent)
		width += button[BUTTON_ICON].pref_width + gap;
	if (!button[BUTTON_END_ICON].absent)
		width += button[BUTTON_END_ICON].pref_width + gap;
	return width + line;
}

static int button_variant(struct layout *layout, int index, int at_least)
{
	int variant = at_least;

	while (variant < VARIANT_BROKEN &&
		button_width(layout, index, variant) > layout->nodes[index].width)
		variant++;
	return variant;
}

static int crowded_variant(const struct ui_node *node)
{
	return min_of(max_of(node->density - 1, VARIANT_AS_IS), VARIANT_SMALLEST);
}

static void button_choose(struct layout *layout, int index)
{
	int variant = crowded_variant(&layout->nodes[index]);

	button_apply(layout, index, button_variant(layout, index, variant));
}

static void buttons_choose(struct layout *layout, int row)
{
	int variant = crowded_variant(&layout->nodes[row]);

	FOR_CHILDREN(layout, row, child)
		if (layout->nodes[child].is_button)
			variant = button_variant(layout, child, variant);
	FOR_CHILDREN(layout, row, child)
		if (layout->nodes[child].is_button)
			button_apply(layout, child, variant);
}

/* ---- pass 1: preferred and least widths, upwards ---- */

/* Where there is little room: headings first, then what is said in full sentences. */
static enum ui_size crowded_size(const struct ui_node *node)
{
	int size = (int)node->size - heading_steps[node->density];

	if (node->steps_down)
		return (enum ui_size)(size > UI_TITLE ? size : min_of((int)node->size, UI_TITLE));
	if (node->size <= UI_TITLE && node->density >= 2)
		return (enum ui_size)max_of((int)node->size - 1, UI_CAPTION);
	return node->size;
}

static void text_widths(struct layout *layout, struct ui_node *node)
{
	enum ui_size size = crowded_size(node);
	struct extent extent;

	node->size_px = size_px(layout, size);
	extent = layout->measure(layout->context, node, node->size_px, 0);
	node->pref_width = extent.width;
	if (node->steps_down && size > UI_TITLE)
		extent = layout->measure(layout->context, node, size_px(layout, UI_TITLE), 0);
	node->min_width = min_of(extent.min_width, node->pref_width);
	if (node->private)
		node->min_width = min_of(node->min_width, PRIVATE_EMS * node->size_px);
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
	int widest = 0, widest_least = 0, sum = gaps_px(layout, index), sum_least = sum;
	int padding = 2 * inline_px(layout, node);
	bool along = node->kind == NODE_ROW;

	FOR_CHILDREN(layout, index, i) {
		const struct ui_node *child = &layout->nodes[i];

		sum += child->pref_width;
		sum_least += child->min_width;
		widest = max_of(widest, child->pref_width);
		widest_least = max_of(widest_least, child->min_width);
	}
	node->pref_width = padding + (along ? sum : widest);
	node->min_width = padding + (along && node->box.stays ? sum_least : widest_least);
}

static void button_widths(struct layout *layout, int index)
{
	struct ui_node *node = &layout->nodes[index];

	node->min_width = button_width(layout, index, VARIANT_STACKED_SMALLEST);
	node->pref_width = max_of(button_width(layout, index, VARIANT_AS_IS), node->min_width);
}

static void widths_up(struct layout *layout)
{
	for (int i = layout->count - 1; i >= 0; i--) {
		struct ui_node *node = &layout->nodes[i];
		int least = layout_px(layout, node->box.width);

		node->stacked = node->hidden = node->overflows = false;
		if (node->is_button)
			button_widths(layout, i);
		else if (node_is_container(node))
			container_widths(layout, i);
		else
			leaf_widths(layout, node);
		node->pref_width = max_of(node->pref_width, least);
		node->pref_width = clamp_width(layout, node, node->pref_width);
		if (node->kind == NODE_SPINES)
			node->min_width = least * 2 / 5;
		else
			node->min_width = max_of(node->min_width, least);
		node->min_width = min_of(node->min_width, node->pref_width);
	}
}

/* ---- sharing what there is along a line ---- */

struct share {
	int least, wanted, grow, most, given;
};

/* Shares of those that grow, nobody below what it wants. */
static void share_growing(struct share *shares, int count, int available)
{
	bool settled[UI_NODES_MAX] = {false};
	int weight = 0, used = 0;
	bool again = true;

	for (int i = 0; i < count; i++) {
		if (shares[i].grow == 0)
			available -= shares[i].given;
		weight += shares[i].grow;
	}
	while (again) {
		again = false;
		for (int i = 0; i < count; i++) {
			struct share *share = &shares[i];
			int part = weight > 0 ? available * share->grow / weight : 0;
			bool low = part < share->wanted;
			bool high = share->most > 0 && part > share->most;

			if (share->grow == 0 || settled[i] || (!low && !high))
				continue;
			share->given = low ? share->wanted : share->most;
			available -= share->given;
			weight -= share->grow;
			settled[i] = again = true;
			break;
		}
	}
	for (int i = 0, seen = 0; i < count; i++) {
		if (shares[i].grow == 0 || settled[i])
			continue;
		seen += shares[i].grow;
		shares[i].given = available * seen / weight - used;
		used += shares[i].given;
	}
}

/* True if it fits. */
static bool share_out(struct share *shares, int count, int available)
{
	int wanted = 0, least = 0;

	for (int i = 0; i < count; i++) {
		shares[i].given = shares[i].wanted;
		wanted += shares[i].wanted;
		least += shares[i].least;
	}
	if (wanted <= available) {
		share_growing(shares, count, available);
		return true;
	}
	for (int i = 0, seen = 0, used = 0; i < count; i++) {
		int room = max_of(available - least, 0);

		seen += shares[i].wanted - shares[i].least;
		int more = wanted > least ? (int)((int64_t)room * seen / (wanted - least)) : 0;
		shares[i].given = shares[i].least + more - used;
		used = more;
	}
	return least <= available;
}

/* ---- pass 2: widths, downwards ---- */

/* What grows starts from the least, a button from its text in one line of small letters, so that
 * buttons side by side come out alike. */
static int row_wanted(struct layout *layout, int index, bool buttons_whole)
{
	const struct ui_node *child = &layout->nodes[index];

	if (child->box.grow == 0)
		return child->pref_width;
	if (buttons_whole && child->is_button)
		return max_of(button_width(layout, index, VARIANT_SMALLEST), child->min_width);
	return child->min_width;
}

static void row_shares(struct layout *layout, int index, struct share *shares, bool buttons_whole)
{
	int count = 0;

	FOR_CHILDREN(layout, index, i) {
		const struct ui_node *child = &layout->nodes[i];

		shares[count++] = (struct share){
			.least = child->min_width,
			.wanted = row_wanted(layout, i, buttons_whole),
			.grow = child->box.grow,
			.most = layout_px(layout, child->box.width_max),
		};
	}
}

static int shares_wanted(const struct share *shares, int count)
{
	int sum = 0;

	for (int i = 0; i < count; i++)
		sum += shares[i].wanted;
	return sum;
}

static bool give_shares(struct layout *layout, int index)
{
	struct share shares[UI_NODES_MAX];
	int count = count_children(layout, index), i = 0;
	int available = inside_width(layout, &layout->nodes[index]) - gaps_px(layout, index);
	bool fits;

	row_shares(layout, index, shares, true);
	if (shares_wanted(shares, count) > available)
		row_shares(layout, index, shares, false);
	fits = share_out(shares, count, available);
	FOR_CHILDREN(layout, index, child)
		layout->nodes[child].width = shares[i++].given;
	return fits;
}

/* Keys stand in one grid: a key and a half takes half a gap more. */
static bool give_keys(struct layout *layout, int index)
{
	const struct ui_node *row = &layout->nodes[index];
	int gap = gap_px(layout, row), room = inside_width(layout, row) + gap, halves = 0, seen = 0;

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
	int first = first_child(layout, index);

	if (first < layout->nodes[index].end && layout->nodes[first].is_key)
		return give_keys(layout, index);
	return give_shares(layout, index);
}

static enum ui_alignment place_across(const struct ui_node *parent, const struct ui_node *child)
{
	enum ui_alignment place = child->box.self ? child->box.self : parent->box.align;

	if (!parent->stacked)
		return place == UI_STRETCH && child->fixed ? UI_START : place;
	if (parent->is_button || parent->box.justify == UI_CENTRE)
		return UI_CENTRE;
	return child->fixed ? UI_START : UI_STRETCH;
}

/* Pages may have two columns of items; the pager is as wide as both. */
static int column_width(const struct layout *layout, const struct ui_node *node, int inside)
{
	if (node->kind != NODE_PAGES)
		return inside;
	return (inside - (node->columns - 1) * gap_px(layout, node)) / node->columns;
}

static void give_column(struct layout *layout, int index)
{
	const struct ui_node *node = &layout->nodes[index];
	int inside = inside_width(layout, node), column = column_width(layout, node, inside);

	FOR_CHILDREN(layout, index, i) {
		struct ui_node *child = &layout->nodes[i];

		child->width = clamp_width(layout, child, child->is_pager ? inside : column);
		if (place_across(node, child) != UI_STRETCH)
			child->width = min_of(child->width, child->pref_width);
		if (child->min_width > child->width)
			child->overflows = true;
		if (child->is_button)
			button_choose(layout, i);
	}
}

/* A button's own line: what is beside the text keeps its size. */
static void give_button(struct layout *layout, int index)
{
	struct ui_node *button = &layout->nodes[index], *text = &button[BUTTON_TEXT];
	int room = inside_width(layout, button);

	for (int slot = BUTTON_ICON; slot <= BUTTON_END_ICON; slot += 2) {
		button[slot].width = button[slot].pref_width;
		if (!button[slot].absent && !button->stacked)
			room -= button[slot].pref_width + gap_px(layout, button);
	}
	text->pref_width = layout->measure(layout->context, text, text->size_px, 0).width;
	text->width = max_of(min_of(text->pref_width, room), 0);
}

static void widths_down(struct layout *layout)
{
	layout->nodes[0].width = layout->width;
	for (int i = 0; i < layout->count; i++) {
		struct ui_node *node = &layout->nodes[i];

		if (!node_is_container(node) || node->absent)
			continue;
		if (node->is_button) {
			give_button(layout, i);
			continue;
		}
		if (node->kind == NODE_ROW && !give_row(layout, i)) {
			if (node->box.stays)
				node->overflows = true;
			else
				node->stacked = true;
		}
		if (runs_along(node))
			buttons_choose(layout, i);
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
		layout->measure(layout->context, node, node->size_px, max_of(node->width, 1));

	for (int size = (int)node->size - 1; node->steps_down && size >= UI_TITLE; size--) {
		if (!too_long(node, &extent))
			break;
		node->size_px = min_of(node->size_px, size_px(layout, (enum ui_size)size));
		extent = layout->measure(
			layout->context, node, node->size_px, max_of(node->width, 1));
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
	node->pref_height = max_of(node->pref_height, least);
	node->min_height = node->kind == NODE_SPINES ? 0 : max_of(node->min_height, least);
}

/* What is touched keeps its size, whatever the crowd. */
static int least_height(const struct layout *layout, const struct ui_node *node)
{
	if (node->is_key)
		return layout_px(layout, min_of(node->box.height, KEY_LEAST));
	if (node->action || node->role != UI_ROLE_GROUP)
		return layout_px(layout, node->box.height);
	return shrunk_px(layout, node->box.height, node->density);
}

static void container_height(struct layout *layout, int index)
{
	struct ui_node *node = &layout->nodes[index];
	int tallest = 0, tallest_least = 0, sum = gaps_px(layout, index), sum_least = sum;
	int padding = 2 * block_px(layout, node);
	int least = least_height(layout, node);
	bool along = runs_along(node);

	FOR_CHILDREN(layout, index, i) {
		const struct ui_node *child = &layout->nodes[i];

		sum += child->pref_height;
		sum_least += child->min_height;
		tallest = max_of(tallest, child->pref_height);
		tallest_least = max_of(tallest_least, child->min_height);
	}
	node->pref_height = max_of(padding + (along ? tallest : sum), least);
	if (node->is_key)
		node->pref_height = max_of(node->pref_height, layout_px(layout, node->box.height));
	node->min_height = max_of(padding + (along ? tallest_least : sum_least), least);
}

static int pager_of(const struct layout *layout, int pages)
{
	int last = pages;

	for (int i = pages + 1; i < layout->nodes[pages].end; i = layout->nodes[i].end)
		last = i;
	assert(layout->nodes[last].is_pager);
	return last;
}

/* The items of pages, without the pager, and the height of the row that starts with one of them. */
static int pages_items(const struct layout *layout, int pages, int *items)
{
	int pager = pager_of(layout, pages), count = 0;

	FOR_CHILDREN(layout, pages, i)
		if (i != pager)
			items[count++] = i;
	return count;
}

static int items_height(const struct layout *layout, const int *items, int count)
{
	int tallest = 0;

	for (int i = 0; i < count; i++)
		tallest = max_of(tallest, layout->nodes[items[i]].pref_height);
	return tallest;
}

static bool may_widen(const struct layout *layout, const struct ui_node *pages)
{
	return pages->columns == 1 && pages->width >= layout_px(layout, TWO_COLUMNS_DP);
}

/* A short list wants to be seen whole. Else two rows and the pager, and where there is no other way
 * one row: less is too little. */
static int rows_at_least(const struct layout *layout, const struct ui_node *pages, int count)
{
	if (pages->density == DENSITIES - 1)
		return 1;
	return count <= SHORT_LIST && !may_widen(layout, pages) ? SHORT_LIST : 2;
}

static void pages_height(struct layout *layout, int index)
{
	struct ui_node *node = &layout->nodes[index];
	int rows, most = 0;
	int pager_height = layout->nodes[pager_of(layout, index)].pref_height;
	int padding = 2 * block_px(layout, node), gap = gap_px(layout, node), tallest = 0, sum = 0;
	int items[UI_NODES_MAX], count = pages_items(layout, index, items);

	for (int i = 0; i < count; i += node->columns) {
		int height = items_height(layout, items + i, min_of(node->columns, count - i));

		sum += height + (i > 0 ? gap : 0);
		tallest = max_of(tallest, height);
	}
	rows = rows_at_least(layout, node, count);
	most = rows * (tallest + gap);
	node->pref_height = max_of(padding + sum, layout_px(layout, node->box.height));
	node->min_height = min_of(node->pref_height, padding + most + pager_height);
}

static void heights_up(struct layout *layout)
{
	for (int i = layout->count - 1; i >= 0; i--) {
		struct ui_node *node = &layout->nodes[i];

		if (node->kind == NODE_PAGES)
			pages_height(layout, i);
		else if (node_is_container(node))
			container_height(layout, i);
		else
			leaf_height(layout, node);
	}
}

/* ---- pass 4: places, downwards ---- */

struct line {
	int start, between; /* of the first child; added to each gap */
};

static struct line justify(enum ui_alignment place, int left, int count)
{
	left = max_of(left, 0);
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

static int across(enum ui_alignment place, int room, int length)
{
	if (place == UI_CENTRE)
		return (room - length) / 2;
	return place == UI_END ? room - length : 0;
}

static void place_row(struct layout *layout, int index)
{
	const struct ui_node *node = &layout->nodes[index];
	int room = node->height - 2 * block_px(layout, node), used = gaps_px(layout, index);
	int x = node->x + inline_px(layout, node);
	struct line line;

	FOR_CHILDREN(layout, index, i)
		used += layout->nodes[i].width;
	line = justify(node->box.justify, node->width - 2 * inline_px(layout, node) - used,
		count_children(layout, index));
	x += line.start;
	FOR_CHILDREN(layout, index, i) {
		struct ui_node *child = &layout->nodes[i];
		enum ui_alignment place = child->box.self ? child->box.self : node->box.align;

		if (place == UI_STRETCH && child->fixed)
			place = UI_CENTRE;
		child->height = place == UI_STRETCH ? room : min_of(child->pref_height, room);
		child->height = max_of(child->height, child->min_height);
		child->x = x;
		child->y = node->y + block_px(layout, node) + across(place, room, child->height);
		x += child->width + gap_px(layout, node) + line.between;
	}
}

static void column_shares(const struct layout *layout, int index, struct share *shares)
{
	int count = 0;

	FOR_CHILDREN(layout, index, i) {
		const struct ui_node *child = &layout->nodes[i];

		shares[count++] = (struct share){
			.least = child->min_height,
			.wanted = child->pref_height,
			.grow = layout->nodes[index].stacked ? 0 : child->box.grow,
		};
	}
}

static void place_column(struct layout *layout, int index)
{
	struct ui_node *node = &layout->nodes[index];
	struct share shares[UI_NODES_MAX];
	int count = count_children(layout, index), gap = gap_px(layout, node), used = 0, n = 0;
	int room = node->height - 2 * block_px(layout, node) - gaps_px(layout, index);
	int inside = inside_width(layout, node), y = node->y + block_px(layout, node);
	struct line line;

	column_shares(layout, index, shares);
	if (!share_out(shares, count, room))
		node->overflows = true;
	for (int i = 0; i < count; i++)
		used += shares[i].given;
	line = justify(node->stacked ? UI_CENTRE : node->box.justify, room - used, count);
	y += line.start;
	FOR_CHILDREN(layout, index, i) {
		struct ui_node *child = &layout->nodes[i];

		child->height = shares[n++].given;
		child->y = y;
		child->x = node->x + inline_px(layout, node) +
			   across(place_across(node, child), inside, child->width);
		y += child->height + gap + line.between;
	}
}

static void hide(struct layout *layout, int index)
{
	for (int i = index; i < layout->nodes[index].end; i++)
		layout->nodes[i].hidden = true;
}

/* Puts rows on pages as they come; sets each item's page number into its `y`. */
static int count_pages(
	struct layout *layout, const struct ui_node *pages, const int *items, int count, int room)
{
	int page = 0, used = 0, gap = gap_px(layout, pages);

	for (int i = 0; i < count; i += pages->columns) {
		int in_row = min_of(pages->columns, count - i);
		int height = items_height(layout, items + i, in_row);

		if (used > 0 && used + height > room) {
			page++;
			used = 0;
		}
		for (int j = i; j < i + in_row; j++)
			layout->nodes[items[j]].y = page;
		used += height + gap;
	}
	return page + 1;
}

/* One row of items side by side, from `y` down; what it takes. */
static int place_items(
	struct layout *layout, const struct ui_node *pages, const int *items, int count, int y)
{
	int height = items_height(layout, items, count);
	int x = pages->x + inline_px(layout, pages), inside = inside_width(layout, pages);

	for (int i = 0; i < count; i++) {
		struct ui_node *item = &layout->nodes[items[i]];

		item->x = x;
		if (pages->columns == 1)
			item->x += across(place_across(pages, item), inside, item->width);
		item->y = y;
		item->height = count > 1 ? height : item->pref_height;
		x += item->width + gap_px(layout, pages);
	}
	return height + gap_px(layout, pages);
}

/* All items, or those of one page: what is on another is hidden. */
static int place_rows(struct layout *layout, int index, const int *items, int count, bool one_page)
{
	const struct ui_node *pages = &layout->nodes[index];
	int y = pages->y + block_px(layout, pages);

	for (int i = 0; i < count; i += pages->columns) {
		int in_row = min_of(pages->columns, count - i);

		if (!one_page || layout->nodes[items[i]].y == layout->page)
			y += place_items(layout, pages, items + i, in_row, y);
		else
			for (int j = i; j < i + in_row; j++)
				hide(layout, items[j]);
	}
	return y - gap_px(layout, pages);
}

static void place_pages(struct layout *layout, int index)
{
	struct ui_node *node = &layout->nodes[index];
	int items[UI_NODES_MAX], count = pages_items(layout, index, items);
	int pager = pager_of(layout, index), bottom;
	struct ui_node *bar = &layout->nodes[pager];

	if (node->pref_height <= node->height) {
		hide(layout, pager);
		place_rows(layout, index, items, count, false);
		return;
	}
	bar->height = bar->pref_height;
	bar->x = node->x + inline_px(layout, node);
	bar->y = node->y + node->height - block_px(layout, node) - bar->height;
	bottom = bar->y - gap_px(layout, node);
	layout->pages =
		count_pages(layout, node, items, count, bottom - node->y - block_px(layout, node));
	layout->page = max_of(0, min_of(layout->page, layout->pages - 1));
	if (place_rows(layout, index, items, count, true) > bottom)
		node->overflows = true;
}

static void places_down(struct layout *layout)
{
	layout->nodes[0].x = layout->nodes[0].y = 0;
	layout->nodes[0].height = layout->height;
	for (int i = 0; i < layout->count; i++) {
		struct ui_node *node = &layout->nodes[i];

		if (node->absent)
			continue;
		if (node->kind == NODE_PAGES)
			place_pages(layout, i);
		else if (runs_along(node))
			place_row(layout, i);
		else if (node_is_container(node))
			place_column(layout, i);
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
		if (parent->island) {
			node->island = true;
			node->x = parent->x + before[i] - before[node->parent];
		} else {
			node->x = parent->x + parent->width - (before[i] - before[node->parent]) -
				  node->width;
		}
	}
}

/* Art stands on the bottom of the painted box that it is in, not on the padding. */
static void stand(struct layout *layout)
{
	for (int i = 1; i < layout->count; i++) {
		struct ui_node *art = &layout->nodes[i];
		int bottom = art->y + art->height, at = art->parent;

		if (art->kind != NODE_SPINES)
			continue;
		for (; at >= 0; at = layout->nodes[at].parent) {
			const struct ui_node *box = &layout->nodes[at];

			if (bottom != box->y + box->height - block_px(layout, box))
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
		tallest = max_of(tallest, layout->nodes[i].min_height);
	return tallest;
}

/* All that makes this box too tall: of things side by side only the tallest. */
static void crowd_subtree(struct layout *layout, int index)
{
	bool blamed[UI_NODES_MAX] = {false};

	blamed[index] = true;
	layout->nodes[index].density++;
	for (int i = index + 1; i < layout->nodes[index].end; i++) {
		struct ui_node *node = &layout->nodes[i];
		const struct ui_node *parent = &layout->nodes[node->parent];
		bool beside = runs_along(parent) && !parent->overflows;

		blamed[i] = blamed[node->parent] &&
			    (!beside || node->min_height >= tallest_child(layout, node->parent));
		if (blamed[i] && node->density < DENSITIES - 1)
			node->density++;
	}
}

/* Takes room where there is too little; false: there is nothing to take. */
static bool crowd(struct layout *layout)
{
	bool took = false;

	for (int i = 0; i < layout->count; i++) {
		const struct ui_node *node = &layout->nodes[i];

		if (!node->overflows || node->absent)
			continue;
		layout->overflows = true;
		if (node->density == DENSITIES - 1)
			continue;
		crowd_subtree(layout, i);
		took = true;
		i = node->end - 1;
	}
	return took;
}

/* A long list in a wide place: two columns, before anybody must turn a page. */
static bool widen(struct layout *layout)
{
	bool widened = false;

	for (int i = 0; i < layout->count; i++) {
		struct ui_node *node = &layout->nodes[i];

		if (node->kind != NODE_PAGES || node->absent || !may_widen(layout, node) ||
			node->pref_height <= node->height)
			continue;
		node->columns = 2;
		widened = true;
	}
	return widened;
}

void layout_run(struct layout *layout)
{
	assert(layout->count > 0 && layout->nodes[0].end == layout->count);
	for (int i = 0; i < layout->count; i++) {
		layout->nodes[i].density = 0;
		layout->nodes[i].columns = 1;
	}
	layout->page_wanted = layout->page;
	do {
		layout->pages = 1;
		layout->page = layout->page_wanted;
		layout->overflows = false;
		widths_up(layout);
		widths_down(layout);
		heights_up(layout);
		places_down(layout);
	} while (widen(layout) || crowd(layout));
	if (layout->right_to_left)
		mirror(layout);
	stand(layout);
}
