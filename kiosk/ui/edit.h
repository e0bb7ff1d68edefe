/* A line of text being typed; the screen's state holds it, so it is wiped with the screen. */
#ifndef UI_EDIT_H
#define UI_EDIT_H

#include <stdbool.h>

enum { EDIT_BYTES_MAX = 256, EDIT_CHARACTERS_MAX = 100 };

struct edit {
	char text[EDIT_BYTES_MAX];
};

/* At the end. False: full, nothing was added. */
bool edit_insert(struct edit *edit, const char *text);
/* Takes the last character (grapheme cluster) away. */
void edit_backspace(struct edit *edit);

#endif
