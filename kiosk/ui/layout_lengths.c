/* The children of a node, and how long things are on this panel. Gaps and paddings shrink with their
 * box's tightness, small ones do not: they tell neighbours apart. */
#include "ui/layout_lengths.h"

#include <math.h>

enum { GAP_LEAST = 12 };

static const double tightness_factors[LAYOUT_TIGHTEST + 1] = {1.0, 0.86, 0.72, 0.6};

/* ---- children ---- */

int layout_first_child(const struct layout *layout, int index)
{
	const struct ui_node *node = &layout->nodes[index];

	for (int i = index + 1; i < node->end; i = layout->nodes[i].end)
		if (!layout->nodes[i].absent)
			return i;
	return node->end;
}

int layout_next_child(const struct layout *layout, int parent, int child)
{
	int i = layout->nodes[child].end;

	while (i < layout->nodes[parent].end && layout->nodes[i].absent)
		i = layout->nodes[i].end;
	return i;
}

int layout_count_children(const struct layout *layout, int index)
{
	int count = 0;

	FOR_CHILDREN(layout, index, child)
		count++;
	return count;
}

bool layout_runs_along(const struct ui_node *node)
{
	return node->kind == NODE_ROW && !node->stacked;
}

/* ---- lengths ---- */

int layout_px(const struct layout *layout, int dp)
{
	return (int)lround(dp * layout->scale);
}

int layout_tightened_px(const struct layout *layout, int dp, int tightness)
{
	int shrunk = (int)lround(dp * tightness_factors[tightness]);

	return layout_px(layout, dp <= GAP_LEAST ? dp : layout_max(shrunk, GAP_LEAST));
}

int layout_gap_px(const struct layout *layout, const struct ui_node *node)
{
	if (node->is_button && node->stacked)
		return layout_px(layout, layout_min(node->box.gap, 6));
	return layout_tightened_px(layout, node->box.gap, node->tightness);
}

int layout_gaps_px(const struct layout *layout, int index)
{
	int count = layout_count_children(layout, index);

	return count > 1 ? (count - 1) * layout_gap_px(layout, &layout->nodes[index]) : 0;
}

int layout_inline_px(const struct layout *layout, const struct ui_node *node)
{
	int dp = node->box.padding_inline ? node->box.padding_inline : node->box.padding;

	if (node->is_button && node->variant >= VARIANT_SMALLEST)
		dp = layout_min(dp, node->stacked ? 12 : 20);
	return layout_px(layout, dp);
}

int layout_block_px(const struct layout *layout, const struct ui_node *node)
{
	int dp = node->box.padding_block ? node->box.padding_block : node->box.padding;

	if (node->is_button)
		return layout_px(layout, node->tightness >= 2 ? dp / 2 : dp);
	return layout_tightened_px(layout, dp, node->tightness);
}

int layout_inside_width(const struct layout *layout, const struct ui_node *node)
{
	return layout_max(node->width - 2 * layout_inline_px(layout, node), 0);
}

int layout_size_px(const struct layout *layout, enum ui_size size)
{
	return layout_px(layout, theme_size_dp(size, layout->bigger));
}

int layout_clamp_width(const struct layout *layout, const struct ui_node *node, int width)
{
	if (node->box.width_max > 0)
		width = layout_min(width, layout_px(layout, node->box.width_max));
	return width;
}

/* ---- where in the room that is left ---- */

enum ui_alignment layout_alignment(const struct ui_node *parent, const struct ui_node *child)
{
	enum ui_alignment alignment = child->box.self ? child->box.self : parent->box.align;

	if (!parent->stacked)
		return alignment == UI_STRETCH && child->fixed ? UI_START : alignment;
	if (parent->is_button || parent->box.justify == UI_CENTRE)
		return UI_CENTRE;
	return child->fixed ? UI_START : UI_STRETCH;
}

int layout_offset(enum ui_alignment alignment, int room, int length)
{
	if (alignment == UI_CENTRE)
		return (room - length) / 2;
	return alignment == UI_END ? room - length : 0;
}
