/* The font files. Each is mapped into memory once: HarfBuzz measures from it, SDL2_ttf draws from
 * it. There is no fontconfig: what is not in assets/fonts does not exist. Internal to text. */
#ifndef UI_TEXT_FONTS_H
#define UI_TEXT_FONTS_H

#include <SDL_ttf.h>
#include <hb.h>

#include "base/error.h"
#include "ui/text.h"

enum text_family {
	FAMILY_LATIN,
	FAMILY_SANS,
	FAMILY_SYMBOLS,
	FAMILY_GURMUKHI,
	FAMILY_NASKH,
	FAMILY_NASTALIQ,
	FAMILIES,
};

struct text_font {
	hb_blob_t *file;
	hb_font_t *measuring;
	TTF_Font *drawing; /* opened when first drawn */
	int drawing_px;
};

struct text_fonts {
	struct text_font fonts[FAMILIES][2]; /* regular, bold */
	bool ttf_started;
};

/* `fonts` is zero; whatever comes out, text_fonts_finish() is fine. */
bool text_fonts_load(struct text_fonts *fonts, const char *folder, struct error *error);
void text_fonts_finish(struct text_fonts *fonts);
/* Closes what was opened for drawing. */
void text_fonts_forget_drawings(struct text_fonts *fonts);

bool text_fonts_have(const struct text_fonts *fonts, enum text_family family, uint32_t character);

/* Both for text of `size_px`; a family may draw smaller to look as large as the others. */
hb_font_t *text_fonts_measuring(
	struct text_fonts *fonts, enum text_family family, bool bold, int size_px);
int text_fonts_capital_px(struct text_fonts *fonts, int size_px, bool bold);
/* NULL: no memory. It is for this size until the next call. */
TTF_Font *text_fonts_drawing(
	struct text_fonts *fonts, enum text_family family, bool bold, int size_px);

#endif
