/* Pango lays the same strings out with the same files: an opinion from outside about widths and
 * numbers of lines. */
#include <glob.h>
#include <pango/pangofc-fontmap.h>
#include <pango/pangoft2.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/text.h"

static const char *fonts_folder;
static struct text *text;
static PangoContext *context;

struct size {
	int width, lines;
};

static struct size by_pango(const char *utf8, const char *family, const struct text_style *style)
{
	PangoLayout *layout = pango_layout_new(context);
	PangoFontDescription *font = pango_font_description_from_string(family);
	bool nastaliq = strstr(family, "Nastaliq") != NULL;
	struct size size;

	pango_font_description_set_absolute_size(
		font, (nastaliq ? (style->size_px * 92 + 50) / 100 : style->size_px) * PANGO_SCALE);
	if (style->bold)
		pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_text(layout, utf8, -1);
	if (style->max_width > 0)
		pango_layout_set_width(layout, style->max_width * PANGO_SCALE);
	pango_layout_get_pixel_size(layout, &size.width, NULL);
	size.lines = pango_layout_get_line_count(layout);
	pango_font_description_free(font);
	g_object_unref(layout);
	return size;
}

static const char latin[] = "Atkinson Hyperlegible Next";
static const char nastaliq[] = "Noto Nastaliq Urdu";
static const char naskh[] = "Noto Naskh Arabic";
static const char gurmukhi[] = "Noto Sans Gurmukhi";

static const struct {
	const char *utf8, *family;
} rows[] = {
	{"Book a place", latin},
	{"What would you like to do today?", latin},
	{"Bounce & Rhyme (Fridays, 10:30) - free for children under five and their carers", latin},
	{"Zarezerwuj miejsce na zajęciach", latin},
	{"Rodzice i opiekunowie z dziećmi do czterech lat mogą zarezerwować miejsce w bibliotece",
		latin},
	{"آپ کیا کرنا چاہیں گے", nastaliq},
	{"لائبریری کے رکن بنیں", nastaliq},
	{"چار سال تک کے بچوں کے والدین ہماری لائبریری میں ہفتہ وار گانوں کی نشست کے لیے جگہ بک کر "
	 "سکتے ہیں",
		nastaliq},
	{"چار سال تک کے بچوں کے والدین ہماری لائبریری میں", naskh},
	{"مرحبا بكم في المكتبة العامة", naskh},
	{"ਆਪਣੀ ਥਾਂ ਬੁੱਕ ਕਰੋ", gurmukhi},
	{"ਚਾਰ ਸਾਲ ਤੱਕ ਦੇ ਬੱਚਿਆਂ ਦੇ ਮਾਪੇ ਸਾਡੀ ਲਾਇਬ੍ਰੇਰੀ ਵਿੱਚ ਹਫ਼ਤਾਵਾਰੀ ਗੀਤਾਂ ਲਈ ਥਾਂ ਬੁੱਕ ਕਰ ਸਕਦੇ ਹਨ", gurmukhi},
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static struct text_style style_of(int row, int size_px, bool bold)
{
	return (struct text_style){
		.size_px = size_px, .bold = bold, .compact = rows[row].family == naskh};
}

static void widths_agree(void **state)
{
	static const int sizes[] = {30, 36, 64, 112};

	for (int row = 0; row < ROWS; row++) {
		for (int i = 0; i < 8; i++) {
			struct text_style style =
				style_of(row, sizes[i / 2], i % 2 && rows[row].family != nastaliq);
			int theirs = by_pango(rows[row].utf8, rows[row].family, &style).width;
			int ours = text_measure(text, rows[row].utf8, &style)->width;
			/* Theirs is the advance, ours the ink too. */
			assert_in_range(ours, theirs * 99 / 100 - 2,
				theirs * 101 / 100 + 2 + style.size_px / 4);
		}
	}
}

/* A pixel may decide where a line ends, so a few may differ by one. */
static void lines_agree(void **state)
{
	int different = 0, all = 0;

	for (int row = 0; row < ROWS; row++) {
		struct text_style style = style_of(row, 36, false);
		int least = text_measure(text, rows[row].utf8, &style)->min_width;
		for (style.max_width = least + 20; style.max_width < 1000; style.max_width += 61) {
			int theirs = by_pango(rows[row].utf8, rows[row].family, &style).lines;
			int ours = text_measure(text, rows[row].utf8, &style)->lines;
			assert_in_range(ours, theirs - 1, theirs + 1);
			different += ours != theirs;
			all++;
		}
	}
	assert_true(all > 100);
	assert_in_range(different, 0, all / 20);
}

/* The bold Nastaliq calls itself regular, and Pango would take it for that. */
static void add_fonts(FcConfig *config)
{
	char pattern[4096];
	glob_t files;

	snprintf(pattern, sizeof(pattern), "%s/*.ttf", fonts_folder);
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		if (!strstr(files.gl_pathv[i], "NastaliqUrdu-Bold"))
			FcConfigAppFontAddFile(config, (const FcChar8 *)files.gl_pathv[i]);
	}
	globfree(&files);
}

static void unhinted(FcPattern *pattern, gpointer nothing)
{
	FcPatternAddBool(pattern, FC_HINTING, FcFalse);
}

static int start(void **state)
{
	struct error error = {0};
	FcConfig *only_ours = FcConfigCreate();
	PangoFontMap *map = pango_ft2_font_map_new();

	add_fonts(only_ours);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), only_ours);
	FcConfigDestroy(only_ours);
	pango_fc_font_map_set_default_substitute(PANGO_FC_FONT_MAP(map), unhinted, NULL, NULL);
	pango_ft2_font_map_set_resolution(PANGO_FT2_FONT_MAP(map), 72, 72);
	context = pango_font_map_create_context(map);
	pango_context_set_round_glyph_positions(context, FALSE);
	g_object_unref(map);
	text = text_create(NULL, fonts_folder, &error);
	return text ? 0 : -1;
}

static int stop(void **state)
{
	g_object_unref(context);
	text_destroy(text);
	return 0;
}

int main(int argument_count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(widths_agree),
		cmocka_unit_test(lines_agree),
	};

	assert_int_equal(argument_count, 2);
	fonts_folder = arguments[1];
	return cmocka_run_group_tests(tests, start, stop);
}
