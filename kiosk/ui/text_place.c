/* Where the runs of a line stand, in the order in which they are seen, and where the line stands in its
 * block. */
#include <assert.h>
#include <string.h>

#include "ui/text_lines.h"

static int minimum(int a, int b)
{
	return a < b ? a : b;
}

static int maximum(int a, int b)
{
	return a > b ? a : b;
}

static int ceil_px(int v_26_6)
{
	return (v_26_6 + 63) >> 6;
}

static void add_run(struct text_layout *layout, struct text_run run)
{
	assert(layout->run_count < TEXT_RUNS_MAX);
	run.extents = text_run_extents(layout, &run);
	layout->runs[layout->run_count++] = run;
}

static void turn(struct text_run *runs, int start, int end)
{
	for (end--; start < end; start++, end--) {
		struct text_run run = runs[start];
		runs[start] = runs[end];
		runs[end] = run;
	}
}

static int run_level(const struct text_layout *layout, int i)
{
	return layout->items.levels[layout->runs[i].start];
}

/* UAX #9, L2: runs of a level or deeper are turned round, from the deepest level on. */
static void order_runs(struct text_layout *layout)
{
	int deepest = 0;

	for (int i = 0; i < layout->run_count; i++)
		deepest = maximum(deepest, run_level(layout, i));
	for (int level = deepest; level > 0; level--) {
		for (int start = 0; start < layout->run_count; start++) {
			int end = start;
			while (end < layout->run_count && run_level(layout, end) >= level)
				end++;
			turn(layout->runs, start, end);
			start = end;
		}
	}
}

static void add_ellipsis(struct text_layout *layout)
{
	add_run(layout, (struct text_run){.ellipsis = true});
	if (layout->items.right_to_left) {
		struct text_run sign = layout->runs[layout->run_count - 1];
		memmove(layout->runs + 1, layout->runs,
			(size_t)(layout->run_count - 1) * sizeof(layout->runs[0]));
		layout->runs[0] = sign;
	}
}

static void set_positions(struct text_layout *layout, struct text_line *line)
{
	int x_26_6 = 0, left = 0, right = 0;

	line->top = line->bottom = 0;
	for (int i = 0; i < layout->run_count; i++) {
		struct text_run *run = &layout->runs[i];
		run->x = (x_26_6 + 32) >> 6;
		x_26_6 += run->extents.advance_26_6;
		left = minimum(left, run->x + run->extents.left);
		right = maximum(right, run->x + run->extents.right);
		line->top = maximum(line->top, run->extents.top);
		line->bottom = minimum(line->bottom, run->extents.bottom);
	}
	line->overhang = -left;
	line->width = maximum(right, ceil_px(x_26_6)) - left;
}

void text_place(struct text_layout *layout, struct text_line *line)
{
	layout->run_count = 0;
	for (int start = line->start, end; start < line->end; start = end) {
		end = start + 1;
		if (layout->items.hidden[start])
			continue;
		end = text_items_run_end(&layout->items, start, line->end);
		add_run(layout, (struct text_run){.start = start, .end = end});
	}
	order_runs(layout);
	if (line->ellipsis)
		add_ellipsis(layout);
	set_positions(layout, line);
}

int text_line_start(const struct text_layout *layout, const struct text_block *block, int width)
{
	int room = block->width - width;

	if (layout->style->align == TEXT_CENTRE)
		return room / 2;
	return (layout->style->align == TEXT_END) != block->right_to_left ? room : 0;
}
