/* Where a caret may stand in a line. Internal to text. */
#ifndef UI_TEXT_CARETS_H
#define UI_TEXT_CARETS_H

#include "ui/text_lines.h"

/* Of the first line of what text_lay_out() has just laid out. Returns how many; at most
 * TEXT_CARETS_MAX. */
int text_find_carets(struct text_layout *layout, const char *utf8, const struct text_block *block,
	struct text_caret *carets);

#endif
