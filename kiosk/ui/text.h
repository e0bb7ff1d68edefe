/* Text in every script of the kiosk: a string and a style become one picture, and pictures and
 * sizes are remembered. Urdu, Punjabi, Polish and English may stand in one string; digits stay
 * European and left to right inside Urdu; isolates (U+2066..2069) are obeyed and never drawn.
 * Invalid UTF-8 shows as U+FFFD. Lengths are pixels of the screen.
 *
 * A block belongs to the cache: use it before the next text_ call, copy its numbers to keep them.
 * Main thread only. Nothing here fails after text_create(): what cannot be drawn is left out and
 * says so in the block. */
#ifndef UI_TEXT_H
#define UI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct SDL_Renderer;
struct SDL_Texture;
struct text;

enum {
	TEXT_SIZE_PX_MAX = 400,
	TEXT_CHARACTERS_MAX = 2048,  /* of one string; what follows is cut off: truncated */
	TEXT_CARETS_MAX = 256,       /* in a line that is typed */
	TEXT_CACHE_BYTES = 12 << 20, /* of pictures; the longest unused go first */
};

/* A place between two characters as a person counts them, or at an end. */
struct text_caret {
	size_t bytes; /* before it */
	int x;        /* from the block's left edge */
};

enum text_align { TEXT_START, TEXT_CENTRE, TEXT_END };
enum text_direction { TEXT_AUTO /* first strong character */, TEXT_LTR, TEXT_RTL };

/* All zero but the size is a good style: one line, start of its own direction, never cut. */
struct text_style {
	int size_px; /* height of the em: one of the type scale */
	bool bold;
	/* Headings: lines 1.12 em apart instead of 1.25. */
	bool tight;
	/* Arabic script in Naskh, not in the tall Nastaliq: tiles, pills, and Arabic itself. */
	bool compact;
	/* A person's data: ends in an ellipsis where it does not fit, and is wiped by
	 * text_flush_private(). Any other text is cut between words: a defect to find. */
	bool private;
	/* One line while it is written: a space at its end takes room. */
	bool typed;
	enum text_align align; /* of shorter lines inside the block: see right_to_left */
	enum text_direction direction;
	int max_width;   /* lines are broken to fit; 0: only at newlines */
	int max_lines;   /* 0: as many as it takes */
	uint32_t colour; /* 0xRRGGBB; is in the picture, plays no part in sizes */
};

struct text_block {
	struct SDL_Texture *texture; /* NULL: not drawn yet (text_measure) or nothing to see */
	int width, height;
	int baseline; /* of the first line, from the top */
	int lines;
	int min_width; /* of the widest part that must not be broken: the least good max_width */
	bool right_to_left; /* its resolved direction */
	bool truncated;     /* something is not shown */
	bool split_word;    /* a word was broken where it must not be: max_width < min_width */
	bool missing_glyph; /* no font of ours has one of the characters */
};

/* `fonts` is the folder assets/fonts. False: a font is missing or damaged; `error` names the file.
 * A NULL renderer measures only. */
struct text *text_create(struct SDL_Renderer *renderer, const char *fonts, struct error *error);
void text_destroy(struct text *text);

/* The sizes only: for layout. */
const struct text_block *text_measure(
	struct text *text, const char *utf8, const struct text_style *style);
/* With its picture: draw `texture` at width x height as it is. */
const struct text_block *text_get(
	struct text *text, const char *utf8, const struct text_style *style);

/* Where a caret may stand in the first line, in the order in which the text is read. Returns how many;
 * `carets` has room for TEXT_CARETS_MAX. */
int text_carets(struct text *text, const char *utf8, const struct text_style *style,
	struct text_caret *carets);

/* For checks, which show the same in every way again and again: a cache that is so many times as
 * large. */
void text_keep_more(struct text *text, int times);
/* For checks: how far the ink of each line keeps from that of the next, in pixels; 0: they touch. Of
 * one line: what is more than any. */
int text_clearance(struct text *text, const char *utf8, const struct text_style *style);
/* How high a capital H is. */
int text_capital_px(struct text *text, int size_px, bool bold);

/* The visit ended: private strings and pictures are zeroed and gone. */
void text_flush_private(struct text *text);
/* Another theme, or the renderer lost its textures (SDL_RENDER_DEVICE_RESET): everything is gone,
 * sizes may be chosen anew. */
void text_flush_all(struct text *text);

#endif
