/* Our own SVG files, drawn at exactly the size they are shown in: <path>, <rect> and <circle> in <svg>
 * and <g>, filled, or lines of one width. FreeType fills them, as it does letters. Only files of assets/
 * are ever read: this is not for strangers. A test compares each with another reader. */
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
	bool tinted; /* all of it in one colour: */
	uint32_t tint;
	bool flipped; /* left is right */
	int turn;     /* degrees, clockwise, about its middle */
};

/* The caller's own, ARGB8888; NULL: it is not one of ours, or no memory. */
SDL_Surface *svg_surface(const char *text, const struct svg_wish *wish);
/* As a texture. */
SDL_Texture *svg_draw(struct ui *ui, const char *text, const struct svg_wish *wish);

#endif
