/* Greedy lines, then few of them about equally long. A word is measured once and remembered; only a
 * line that might not fit is measured as a whole, since Nastaliq pulls words together across the
 * space. */
#include "ui/text_lines.h"

#include <assert.h>
#include <string.h>

enum { BALANCED_LINES_MAX = 3 };

static int minimum(int a, int b)
{
	return a < b ? a : b;
}

static int maximum(int a, int b)
{
	return a > b ? a : b;
}

/* ---- a line ---- */

static int without_space(const struct text_items *items, int start, int end)
{
	while (end > start && (text_items_is_space(items, end - 1) || items->hidden[end - 1]))
		end--;
	return end;
}

static struct text_line make_line(struct text_layout *layout, int start, int end, bool ellipsis)
{
	struct text_line line = {.start = start, .ellipsis = ellipsis};

	line.end = layout->style->typed ? end : without_space(&layout->items, start, end);
	text_place(layout, &line);
	return line;
}

static int width_of(struct text_layout *layout, int start, int end)
{
	return make_line(layout, start, end, false).width;
}

/* ---- lines ---- */

/* Where the piece from `start` that must not be broken ends, with the space behind it. */
static int word_end(const struct text_items *items, int start)
{
	int i = start;

	while (i < items->count && items->breaks[i] == BREAK_NEVER)
		i++;
	return minimum(i + 1, items->count);
}

static bool ends_line(const struct text_items *items, int end)
{
	return end == items->count || items->breaks[end - 1] == BREAK_MUST;
}

static int space_width(struct text_layout *layout, int word, int end)
{
	struct text_line line = {.start = without_space(&layout->items, word, end), .end = end};

	text_place(layout, &line);
	return line.width;
}

/* The last end up to `end` at which the line from `start` still fits. */
static int longest_fit(struct text_layout *layout, int start, int end, bool ellipsis)
{
	int fits = start;

	while (fits < end) {
		int middle = fits + (end - fits + 1) / 2;
		if (make_line(layout, start, middle, ellipsis).width <= layout->style->max_width)
			fits = middle;
		else
			end = middle - 1;
	}
	return fits;
}

/* As many characters of one long word as fit; at least one. */
static int split_word(struct text_layout *layout, int start, int end)
{
	int at = longest_fit(layout, start, end, false);

	while (at > start && at < end && layout->items.joined[at])
		at--;
	if (at > start)
		return at;
	do
		at++;
	while (at < end && layout->items.joined[at]);
	return at;
}

/* Where the line from `start` ends. */
static int line_end(struct text_layout *layout, int start, bool *split)
{
	const struct text_items *items = &layout->items;
	int room = layout->style->max_width;
	int end = word_end(items, start);
	int sum = width_of(layout, start, end);

	if (room > 0 && sum > room) {
		*split = true;
		return split_word(layout, start, end);
	}
	sum += space_width(layout, start, end);
	while (!ends_line(items, end)) {
		int next = word_end(items, end);
		sum += width_of(layout, end, next);
		if (room > 0 && sum > room) {
			sum = width_of(layout, start, next);
			if (sum > room)
				break;
		}
		sum += space_width(layout, end, next);
		end = next;
	}
	return end;
}

/* Words measured one by one may add up to a pixel less than their line. */
static struct text_line fitting_line(struct text_layout *layout, int start, int *end, bool *split)
{
	struct text_line line;

	*end = line_end(layout, start, split);
	line = make_line(layout, start, *end, false);
	while (layout->style->max_width > 0 && line.width > layout->style->max_width) {
		int shorter = *end - 1;
		while (shorter > start && layout->items.breaks[shorter - 1] == BREAK_NEVER)
			shorter--;
		if (shorter <= start)
			break;
		*end = shorter;
		line = make_line(layout, start, *end, false);
	}
	return line;
}

/* The last line of a person's data that does not fit: whole characters, in Arabic script whole
 * words unless not even one fits, and the sign. */
static struct text_line shortened_line(struct text_layout *layout, int start)
{
	const struct text_items *items = &layout->items;
	int limit = start;

	while (limit < items->count && items->breaks[limit] != BREAK_MUST)
		limit++;
	limit = longest_fit(layout, start, limit, true);
	int end = limit;
	while (end > start && end < items->count && !text_items_may_cut(items, end))
		end--;
	if (end == start) {
		end = limit;
		while (end > start && end < items->count && items->joined[end])
			end--;
	}
	return make_line(layout, start, end, true);
}

static bool is_last(const struct text_layout *layout)
{
	int most = layout->style->max_lines;

	return layout->line_count == (most > 0 ? minimum(most, TEXT_LINES_MAX) : TEXT_LINES_MAX);
}

static void find_lines(struct text_layout *layout, struct text_block *block)
{
	const struct text_items *items = &layout->items;
	int start = 0, end = 0;

	layout->line_count = 0;
	do {
		struct text_line *line = &layout->lines[layout->line_count++];
		*line = fitting_line(layout, start, &end, &block->split_word);
		bool rest = without_space(items, end, items->count) > end;
		if (rest && is_last(layout)) {
			block->truncated = true;
			if (layout->style->private && layout->style->max_width > 0)
				*line = shortened_line(layout, start);
			break;
		}
		start = rest ? end : items->count;
	} while (start < items->count);
}

static int lines_at(struct text_layout *layout, int max_width, struct text_block *block)
{
	const struct text_style *wanted = layout->style;
	struct text_style narrow = *wanted;

	narrow.max_width = max_width;
	layout->style = &narrow;
	block->split_word = block->truncated = false;
	find_lines(layout, block);
	layout->style = wanted;
	return layout->line_count;
}

/* Two or three lines are made about equally long, so that no word stands alone: the least width
 * that needs no line more. */
static void balance_lines(struct text_layout *layout, struct text_block *block)
{
	int lines = layout->line_count, least = block->min_width, most = layout->style->max_width;

	if (lines < 2 || lines > BALANCED_LINES_MAX || most == 0 || least >= most ||
		block->truncated || block->split_word)
		return;
	while (least < most) {
		int middle = least + (most - least) / 2;

		if (lines_at(layout, middle, block) <= lines)
			most = middle;
		else
			least = middle + 1;
	}
	lines_at(layout, most, block);
}

static int widest_word(struct text_layout *layout)
{
	int widest = 0;

	for (int start = 0; start < layout->items.count;) {
		int end = word_end(&layout->items, start);
		widest = maximum(widest, width_of(layout, start, end));
		start = end;
	}
	return widest;
}

/* ---- the block ---- */

/* Thousandths of the em above and below the baseline that a line of this family takes. Nastaliq is
 * less than its font's box: more looks loose, and where ink would meet the lines are moved apart. */
static void line_box(enum text_family family, bool tight, int *above, int *below)
{
	switch (family) {
	case FAMILY_NASTALIQ:
		*above = 1300;
		*below = tight ? 700 : 586;
		break;
	case FAMILY_NASKH:
		*above = tight ? 1000 : 1050;
		*below = tight ? 520 : 550;
		break;
	case FAMILY_GURMUKHI:
		*above = tight ? 900 : 980;
		*below = tight ? 400 : 420;
		break;
	case FAMILY_LATIN:
	case FAMILY_SANS:
	case FAMILY_SYMBOLS:
	case FAMILIES:
		*above = tight ? 850 : 950;
		*below = tight ? 270 : 300;
		break;
	}
}

struct box {
	int above, below; /* pixels */
	bool nastaliq;
};

static struct box box_of(const struct text_layout *layout, const struct text_line *line)
{
	int size = layout->style->size_px, above = 0, below = 0;
	struct box box = {0};

	for (int i = line->start; i <= line->end; i++) {
		enum text_family family = i < line->end ? layout->items.families[i] : FAMILY_LATIN;
		line_box(family, layout->style->tight, &above, &below);
		box.above = maximum(box.above, (size * above + 500) / 1000);
		box.below = maximum(box.below, (size * below + 500) / 1000);
		box.nastaliq |= family == FAMILY_NASTALIQ;
	}
	return box;
}

/* The edge of a block: a line's box, but Nastaliq's is so high that its ink is taken instead. */
static int edge(const struct box *box, int size_px, int line, int ink)
{
	return box->nastaliq ? ink + (size_px * 70 + 500) / 1000
			     : maximum(line, ink + 1 + size_px / 64);
}

static void set_height(struct text_layout *layout, struct text_block *block)
{
	int size = layout->style->size_px, last_line = layout->line_count - 1;
	struct box first = box_of(layout, &layout->lines[0]), last = first;

	layout->step = 0;
	for (int i = 0; i <= last_line; i++) {
		last = box_of(layout, &layout->lines[i]);
		layout->step = maximum(layout->step, last.above + last.below);
	}
	if (layout->line_count > 1 && (first.nastaliq || last.nastaliq))
		layout->step = maximum(layout->step, text_lines_apart(layout, block) + 1);
	int above = edge(&first, size, first.above, layout->lines[0].top);
	int below = edge(&last, size, last.below, -layout->lines[last_line].bottom);
	int height = above + layout->step * last_line + below;
	int least = (size * (first.nastaliq ? 1350 : 0) + 500) / 1000;
	block->baseline = above + maximum(0, least - height) / 2;
	block->height = maximum(height, least);
}

void text_lay_out(struct text_layout *layout, const char *utf8, const struct text_style *style,
	struct text_block *block)
{
	*block = (struct text_block){0};
	layout->style = style;
	text_items_read(&layout->items, utf8, style, &layout->fonts);
	find_lines(layout, block);
	block->min_width = widest_word(layout);
	balance_lines(layout, block);
	for (int i = 0; i < layout->line_count; i++)
		block->width = maximum(block->width, layout->lines[i].width);
	block->right_to_left = layout->items.right_to_left;
	set_height(layout, block);
	block->lines = layout->line_count;
	block->truncated |= layout->items.truncated;
	block->missing_glyph = layout->items.missing_glyph;
}
