/* Pages: a list shows as many of its items as fit, and below them the pager. A short list gives way
 * first, a long one in a wide place takes two columns, before anybody must turn a page. */
#include "ui/layout_pages.h"

#include <assert.h>

#include "ui/layout_lengths.h"

enum {
	TWO_COLUMNS_DP = 1400,
	SHORT_LIST = 5,  /* gives way before anybody must turn a page */
	SPARE_PART = 50, /* of 100 parts of a row */
};

/* Pages may have two columns of items; the pager is as wide as both. */
int layout_pages_column_width(const struct layout *layout, const struct ui_node *node, int inside)
{
	if (node->kind != NODE_PAGES)
		return inside;
	return (inside - (node->columns - 1) * layout_gap_px(layout, node)) / node->columns;
}

static int pager_of(const struct layout *layout, int pages)
{
	int last = pages;

	for (int i = pages + 1; i < layout->nodes[pages].end; i = layout->nodes[i].end)
		last = i;
	assert(layout->nodes[last].is_pager);
	return last;
}

/* The items of pages, without the pager. */
static int pages_items(const struct layout *layout, int pages, int *items)
{
	int pager = pager_of(layout, pages), count = 0;

	FOR_CHILDREN(layout, pages, i)
		if (i != pager)
			items[count++] = i;
	return count;
}

/* Of one row of items. */
static int items_height(const struct layout *layout, const int *items, int count)
{
	int tallest = 0;

	for (int i = 0; i < count; i++)
		tallest = layout_max(tallest, layout->nodes[items[i]].pref_height);
	return tallest;
}

struct items {
	const int *nodes;
	int count, room; /* for one page of them */
};

static bool may_widen(const struct layout *layout, const struct ui_node *pages)
{
	return pages->columns == 1 && pages->width >= layout_px(layout, TWO_COLUMNS_DP);
}

/* A short list wants to be seen whole, though not for smaller letters where somebody asked for bigger
 * ones. Else two rows and the pager, and where there is no other way one row: less is too little. */
static int rows_at_least(const struct layout *layout, const struct ui_node *pages, int count)
{
	if (pages->tightness == LAYOUT_TIGHTEST)
		return 1;
	if (layout->bigger && pages->tightness > 0)
		return 2;
	return count <= SHORT_LIST && !may_widen(layout, pages) ? SHORT_LIST : 2;
}

void layout_pages_height(struct layout *layout, int index)
{
	struct ui_node *node = &layout->nodes[index];
	int pager_height = layout->nodes[pager_of(layout, index)].pref_height;
	int padding = 2 * layout_block_px(layout, node), gap = layout_gap_px(layout, node);
	int items[UI_NODES_MAX], count = pages_items(layout, index, items);
	int tallest = 0, sum = 0, least;

	for (int i = 0; i < count; i += node->columns) {
		int height = items_height(layout, items + i, layout_min(node->columns, count - i));

		sum += height + (i > 0 ? gap : 0);
		tallest = layout_max(tallest, height);
	}
	least = rows_at_least(layout, node, count) * (tallest + gap);
	node->pref_height = layout_max(padding + sum, layout_px(layout, node->box.height));
	node->min_height = layout_min(node->pref_height, padding + least + pager_height);
}

static void hide(struct layout *layout, int index)
{
	for (int i = index; i < layout->nodes[index].end; i++)
		layout->nodes[i].hidden = true;
}

/* Puts rows on pages as they come. */
static int count_pages(
	struct layout *layout, const struct ui_node *pages, const int *items, int count, int room)
{
	int page = 0, used = 0, gap = layout_gap_px(layout, pages);

	for (int i = 0; i < count; i += pages->columns) {
		int in_row = layout_min(pages->columns, count - i);
		int height = items_height(layout, items + i, in_row);

		if (used > 0 && used + height > room) {
			page++;
			used = 0;
		}
		for (int j = i; j < i + in_row; j++)
			layout->nodes[items[j]].page = page;
		used += height + gap;
	}
	return page + 1;
}

/* What a page leaves free its rows take, up to half as much again as they want. */
static int spare_of_page(const struct layout *layout, const struct ui_node *pages,
	const struct items *items, int page)
{
	int rows = 0, used = 0;

	for (int i = 0; i < items->count; i += pages->columns) {
		if (layout->nodes[items->nodes[i]].page != page)
			continue;
		used += items_height(
			layout, items->nodes + i, layout_min(pages->columns, items->count - i));
		rows++;
	}
	if (rows == 0)
		return 0;
	used += layout_gap_px(layout, pages) * (rows - 1);
	return layout_max(
		0, layout_min((items->room - used) / rows, used / rows * SPARE_PART / 100));
}

/* So that no page ends in nothing; the rows of the last one, which are fewer, are like the others'. */
static int spare_of_row(
	const struct layout *layout, const struct ui_node *pages, const struct items *items)
{
	int spare = spare_of_page(layout, pages, items, layout->page);

	if (layout->page < layout->pages - 1)
		return spare;
	return layout_min(spare, spare_of_page(layout, pages, items, 0));
}

/* One row of items side by side, from `y` down; what it takes. */
static int position_items(
	struct layout *layout, const struct ui_node *pages, const int *items, int count, int y)
{
	int height = items_height(layout, items, count) + pages->spare;
	int inside = layout_inside_width(layout, pages);
	int x = pages->x + layout_inline_px(layout, pages);

	for (int i = 0; i < count; i++) {
		struct ui_node *item = &layout->nodes[items[i]];

		item->x = x;
		if (pages->columns == 1)
			item->x +=
				layout_offset(layout_alignment(pages, item), inside, item->width);
		item->y = y;
		item->height = count > 1 ? height : item->pref_height + pages->spare;
		x += item->width + layout_gap_px(layout, pages);
	}
	return height + layout_gap_px(layout, pages);
}

/* All items, or those of one page: what is on another is hidden. */
static int position_rows(
	struct layout *layout, int index, const int *items, int count, bool one_page)
{
	const struct ui_node *pages = &layout->nodes[index];
	int y = pages->y + layout_block_px(layout, pages);

	for (int i = 0; i < count; i += pages->columns) {
		int in_row = layout_min(pages->columns, count - i);

		if (!one_page || layout->nodes[items[i]].page == layout->page)
			y += position_items(layout, pages, items + i, in_row, y);
		else
			for (int j = i; j < i + in_row; j++)
				hide(layout, items[j]);
	}
	return y - layout_gap_px(layout, pages);
}

void layout_pages_position(struct layout *layout, int index)
{
	struct ui_node *node = &layout->nodes[index];
	int items[UI_NODES_MAX], count = pages_items(layout, index, items);
	int pager = pager_of(layout, index), bottom, room;
	struct ui_node *bar = &layout->nodes[pager];

	node->spare = 0;
	if (node->pref_height <= node->height) {
		hide(layout, pager);
		position_rows(layout, index, items, count, false);
		return;
	}
	bar->height = bar->pref_height;
	bar->x = node->x + layout_inline_px(layout, node);
	bar->y = node->y + node->height - layout_block_px(layout, node) - bar->height;
	bottom = bar->y - layout_gap_px(layout, node);
	room = bottom - node->y - layout_block_px(layout, node);
	layout->pages = count_pages(layout, node, items, count, room);
	layout->page = layout_max(0, layout_min(layout->page_wanted, layout->pages - 1));
	node->spare = spare_of_row(layout, node, &(struct items){items, count, room});
	if (position_rows(layout, index, items, count, true) > bottom)
		node->overflows = true;
}

bool layout_pages_use_two_columns(struct layout *layout)
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
