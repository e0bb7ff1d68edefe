/* What the passes of the layout share: the children of a node, and lengths in pixels as its tightness
 * leaves them. Internal to the layout. */
#ifndef UI_LAYOUT_LENGTHS_H
#define UI_LAYOUT_LENGTHS_H

#include "ui/layout.h"

/* A box too tall for its place is laid out again one step tighter: smaller headings, smaller gaps. */
enum { LAYOUT_TIGHTEST = 3 };

static inline int layout_max(int a, int b)
{
	return a > b ? a : b;
}

static inline int layout_min(int a, int b)
{
	return a < b ? a : b;
}

/* ---- children, without those that are absent ---- */

int layout_first_child(const struct layout *layout, int index);
int layout_next_child(const struct layout *layout, int parent, int child);
int layout_count_children(const struct layout *layout, int index);

#define FOR_CHILDREN(layout, parent, child)                                                        \
	for (int child = layout_first_child(layout, parent); child < (layout)->nodes[parent].end;  \
		child = layout_next_child(layout, parent, child))

/* A row that did not become a column. */
bool layout_runs_along(const struct ui_node *node);

/* ---- lengths ---- */

int layout_px(const struct layout *layout, int dp);
/* The same at this tightness. */
int layout_tightened_px(const struct layout *layout, int dp, int tightness);
int layout_gap_px(const struct layout *layout, const struct ui_node *node);
int layout_gaps_px(const struct layout *layout, int index);                    /* all of its gaps */
int layout_inline_px(const struct layout *layout, const struct ui_node *node); /* one padding */
int layout_block_px(const struct layout *layout, const struct ui_node *node);
int layout_inside_width(const struct layout *layout, const struct ui_node *node);
int layout_size_px(const struct layout *layout, enum ui_size size);
int layout_clamp_width(const struct layout *layout, const struct ui_node *node, int width);

/* ---- where in the room that is left ---- */

enum ui_alignment layout_alignment(const struct ui_node *parent, const struct ui_node *child);
/* From the start of `room` to what is `length` long. */
int layout_offset(enum ui_alignment alignment, int room, int length);

#endif
