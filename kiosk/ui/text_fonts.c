/* Mapped files; one HarfBuzz font and one SDL2_ttf font a file, whose size is changed: to open a font
 * costs more (its tables are checked) than to draw its letters again. */
#include "ui/text_fonts.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *files[2]; /* regular, bold */
	uint32_t probe;       /* a character that a whole file has */
	int scale_percent;
} families[FAMILIES] = {
	[FAMILY_LATIN] = {{"AtkinsonHyperlegibleNext-Regular.ttf",
				  "AtkinsonHyperlegibleNext-Bold.ttf"},
		'A', 100},
	[FAMILY_SANS] = {{"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"}, 0x0416, 100},
	[FAMILY_SYMBOLS] = {{"KioskSymbols-Regular.ttf", "KioskSymbols-Regular.ttf"}, 0x2192, 100},
	[FAMILY_GURMUKHI] = {{"NotoSansGurmukhi-Regular.ttf", "NotoSansGurmukhi-Bold.ttf"}, 0x0a15,
		100},
	[FAMILY_NASKH] = {{"NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf"}, 0x0633, 100},
	[FAMILY_NASTALIQ] = {{"NotoNastaliqUrdu-Regular.ttf", "NotoNastaliqUrdu-Bold.ttf"}, 0x06a9,
		92},
};

static bool has(hb_font_t *font, uint32_t character)
{
	hb_codepoint_t glyph;

	return hb_font_get_nominal_glyph(font, character, &glyph);
}

static bool damaged(const char *path, struct error *error)
{
	return error_set(
		error, ERROR_CORRUPT, "font %s is damaged; install the kiosk's files again", path);
}

/* SDL2_ttf reads tables that HarfBuzz does not: a file that cannot draw is found at start. */
static bool draws(hb_blob_t *file)
{
	unsigned length;
	const char *bytes = hb_blob_get_data(file, &length);
	TTF_Font *drawing = TTF_OpenFontRW(SDL_RWFromConstMem(bytes, (int)length), 1, 16);

	if (!drawing)
		return false;
	TTF_CloseFont(drawing);
	return true;
}

static bool load_font(struct text_font *font, const char *path, uint32_t probe, struct error *error)
{
	font->file = hb_blob_create_from_file_or_fail(path);
	if (!font->file)
		return error_set(error, ERROR_NOT_FOUND, "font %s cannot be read", path);
	hb_face_t *tables = hb_face_create(font->file, 0);
	font->measuring = hb_font_create(tables);
	hb_face_destroy(tables);
	if (!has(font->measuring, probe) || !draws(font->file))
		return damaged(path, error);
	return true;
}

bool text_fonts_load(struct text_fonts *fonts, const char *folder, struct error *error)
{
	char path[4096];

	if (TTF_Init() != 0)
		return error_set(error, ERROR_MEMORY, "SDL2_ttf: %s", TTF_GetError());
	fonts->ttf_started = true;
	for (int family = 0; family < FAMILIES; family++) {
		for (int bold = 0; bold < 2; bold++) {
			const char *file = families[family].files[bold];
			if (snprintf(path, sizeof(path), "%s/%s", folder, file) >=
				(int)sizeof(path))
				return error_set(
					error, ERROR_BAD_INPUT, "the fonts' folder is too long");
			if (!load_font(&fonts->fonts[family][bold], path, families[family].probe,
				    error))
				return false;
		}
	}
	return true;
}

static struct text_font *font_at(struct text_fonts *fonts, int i)
{
	return &fonts->fonts[i / 2][i % 2];
}

void text_fonts_forget_drawings(struct text_fonts *fonts)
{
	for (int i = 0; i < FAMILIES * 2; i++) {
		struct text_font *font = font_at(fonts, i);

		if (font->drawing)
			TTF_CloseFont(font->drawing);
		font->drawing = NULL;
	}
}

void text_fonts_finish(struct text_fonts *fonts)
{
	text_fonts_forget_drawings(fonts);
	for (int i = 0; i < FAMILIES * 2; i++) {
		hb_font_destroy(font_at(fonts, i)->measuring);
		hb_blob_destroy(font_at(fonts, i)->file);
	}
	if (fonts->ttf_started)
		TTF_Quit();
	*fonts = (struct text_fonts){0};
}

bool text_fonts_have(const struct text_fonts *fonts, enum text_family family, uint32_t character)
{
	return has(fonts->fonts[family][0].measuring, character);
}

static int drawn_px(enum text_family family, int size_px)
{
	return (size_px * families[family].scale_percent + 50) / 100;
}

hb_font_t *text_fonts_measuring(
	struct text_fonts *fonts, enum text_family family, bool bold, int size_px)
{
	hb_font_t *font = fonts->fonts[family][bold].measuring;
	int scale = drawn_px(family, size_px) * 64;

	hb_font_set_scale(font, scale, scale);
	return font;
}

/* Of an H, which has no overshoot. */
int text_fonts_capital_px(struct text_fonts *fonts, int size_px, bool bold)
{
	hb_font_t *font = text_fonts_measuring(fonts, FAMILY_LATIN, bold, size_px);
	hb_glyph_extents_t extents = {0};
	hb_codepoint_t glyph;

	if (hb_font_get_nominal_glyph(font, 'H', &glyph))
		hb_font_get_glyph_extents(font, glyph, &extents);
	return (extents.y_bearing + 32) / 64;
}

static TTF_Font *open_drawing(const struct text_font *font, int px)
{
	unsigned length;
	const char *bytes = hb_blob_get_data(font->file, &length);
	TTF_Font *drawing = TTF_OpenFontRW(SDL_RWFromConstMem(bytes, (int)length), 1, px);

	if (drawing)
		TTF_SetFontHinting(drawing, TTF_HINTING_NONE);
	return drawing;
}

TTF_Font *text_fonts_drawing(
	struct text_fonts *fonts, enum text_family family, bool bold, int size_px)
{
	struct text_font *font = &fonts->fonts[family][bold];
	int px = drawn_px(family, size_px);

	if (!font->drawing)
		font->drawing = open_drawing(font, px);
	else if (font->drawing_px != px && TTF_SetFontSize(font->drawing, px) != 0)
		return NULL;
	font->drawing_px = px;
	return font->drawing;
}
