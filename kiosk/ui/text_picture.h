/* Draws a string's lines into one texture. Internal to text. */
#ifndef UI_TEXT_PICTURE_H
#define UI_TEXT_PICTURE_H

#include <SDL.h>

#include "ui/text_lines.h"

/* Of what text_lay_out() has just laid out. NULL: nothing to see, or no memory. */
SDL_Texture *text_draw(
	struct text_layout *layout, const struct text_block *block, SDL_Renderer *renderer);

/* The least distance between the ink of two lines, one below the other; INT_MAX: there is one line. */
int text_picture_clearance(struct text_layout *layout, const struct text_block *block);

/* Overwrites a private picture before it is given back. */
void text_destroy_picture(SDL_Texture *picture, bool private);

#endif
