/* Where every node lies. Pure: the same list gives the same places; a few loops over the list, no
 * recursion, no allocation. Widths are preferred upwards and given downwards (never below the
 * widest word), then heights for these widths, then places; right to left is one mirror loop at the
 * end.
 *
 * What does not fit: a row becomes a column, headings take a smaller size and gaps shrink, pages
 * show less. Nothing is ever cut in silence: `overflows` says so. */
#ifndef UI_LAYOUT_H
#define UI_LAYOUT_H

#include <stdbool.h>

#include "ui/node.h"
#include "ui/theme.h"

struct extent {
	int width, height; /* at most max_width wide */
	int min_width;     /* of its widest word */
	int lines;
};

struct layout {
	struct ui_node *nodes;
	int count;
	int width, height; /* of the screen */
	double scale;      /* pixels for a dp */
	bool right_to_left;
	bool bigger; /* text */
	/* Size of a text node in `size_px`, broken at `max_width` (0: not broken). */
	struct extent (*measure)(
		void *context, const struct ui_node *node, int size_px, int max_width);
	void *context;
	int page_wanted; /* of the screen's ui_pages(), if it has one */

	/* answers */
	int page, pages; /* the one shown, of so many */
	bool overflows;
};

void layout_run(struct layout *layout);

#endif
