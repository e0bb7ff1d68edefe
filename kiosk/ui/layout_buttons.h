/* How buttons give way where they are too narrow for their text. Internal to the layout. */
#ifndef UI_LAYOUT_BUTTONS_H
#define UI_LAYOUT_BUTTONS_H

#include "ui/layout.h"

/* The button's own least and preferred width. */
void layout_button_widths(struct layout *layout, int index);
/* The width at which its text stands in one line of the smallest letters. */
int layout_button_whole_width(struct layout *layout, int index);

/* For the width given: how one button looks, or all of one row alike. */
void layout_button_choose(struct layout *layout, int index);
void layout_buttons_choose(struct layout *layout, int row);
/* Then the widths inside of it: what is beside the text keeps its size. */
void layout_button_give(struct layout *layout, int index);

#endif
