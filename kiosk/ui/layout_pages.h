/* A list that is shown in pages. Internal to the layout. */
#ifndef UI_LAYOUT_PAGES_H
#define UI_LAYOUT_PAGES_H

#include "ui/layout.h"

/* How wide a child is in `inside` pixels, in pages of two columns or in any other box. */
int layout_pages_column_width(const struct layout *layout, const struct ui_node *pages, int inside);
void layout_pages_height(struct layout *layout, int index);
/* Shows all items, or those of one page and the pager; the rest is hidden. */
void layout_pages_position(struct layout *layout, int index);
/* Gives long lists in wide places two columns. False: there is none, or it has two. */
bool layout_pages_use_two_columns(struct layout *layout);

#endif
