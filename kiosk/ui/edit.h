/* A line of text being typed and where in it the caret stands; the screen's state holds it, so it is
 * wiped with the screen. Characters are what a person counts: grapheme clusters. */
#ifndef UI_EDIT_H
#define UI_EDIT_H

#include <stdbool.h>
#include <stddef.h>

enum { EDIT_BYTES_MAX = 256, EDIT_CHARACTERS_MAX = 100 };

struct edit {
	char text[EDIT_BYTES_MAX];
	size_t caret; /* bytes before it; never inside a character */
};

/* Another text, as much of it as fits; the caret stands at its end. */
void edit_set(struct edit *edit, const char *text);
/* As text_clean(); the caret stands at the end. */
void edit_clean(struct edit *edit);

/* At the caret, which goes behind it. False: full, nothing was added. */
bool edit_insert(struct edit *edit, const char *text);
/* Take the character before the caret away, and the one behind it. */
void edit_backspace(struct edit *edit);
void edit_delete(struct edit *edit);
/* To where so many bytes are before it, or to the end of the character that this is inside of. */
void edit_move(struct edit *edit, size_t caret);

#endif
