/* Our own SVG files, drawn at exactly the size they are shown in. Only files of assets/ are ever read:
 * the SVG reader is not made for strangers. */
#ifndef UI_SVG_H
#define UI_SVG_H

#include <SDL.h>
#include <stdbool.h>
#include <stddef.h>

struct ui;

enum { SVG_BYTES_MAX = 16 * 1024 };

/* Of assets/FOLDER/NAME.svg; 0: there is none. */
size_t svg_read(
	const struct ui *ui, const char *folder, const char *name, char text[SVG_BYTES_MAX]);

struct svg_wish {
	int width, height;
	bool white; /* only its shape, to be tinted */
	bool flipped;
};

/* The caller's own; NULL: it could not be drawn. */
SDL_Texture *svg_draw(struct ui *ui, const char *text, const struct svg_wish *wish);

#endif
