/* No language meets an empty box: what its catalogue, its calendar, its keyboard and its name are written in
 * has glyphs in the font that draws it, in the regular file and in the bold one. */
#include <glob.h>
#include <linebreak.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include <cmocka.h>

#include "rules/spoken.h"
#include "sentences.h"
#include "ui/dates.h"
#include "ui/keys.h"
#include "ui/language.h"
#include "ui/text_lines.h"
#include "ui/window.h"

static const char *assets, *linguas, *catalogues;
static struct text_layout layout;

enum { DOTTED_CIRCLE = 0x25cc, JOINERS = 0x200c };

struct look {
	const char *of; /* a language or a file */
	bool alone;     /* signs stand alone, as on keys: a dotted circle may carry them */
	int looked_at, wrong;
};

static void complain(struct look *look, const char *what, unsigned character, const char *text)
{
	printf("%s: U+%04X %s: %s\n", look->of, character, what, text);
	look->wrong++;
}

static bool is_drawn(int i)
{
	return !layout.items.hidden[i] && (layout.items.characters[i] & ~1u) != JOINERS;
}

static bool has_glyph(enum text_family family, bool bold, uint32_t character)
{
	hb_codepoint_t glyph;

	return hb_font_get_nominal_glyph(
		layout.fonts.fonts[family][bold].measuring, character, &glyph);
}

static void look_at_characters(struct look *look, const char *text, bool bold)
{
	const struct text_items *items = &layout.items;

	for (int i = 0; i < items->count; i++) {
		if (is_drawn(i) && !has_glyph(items->families[i], bold, items->characters[i]))
			complain(look, bold ? "is in no bold font" : "is in no font",
				items->characters[i], text);
	}
}

static bool is_letter(int i)
{
	utf8proc_category_t category =
		utf8proc_category((utf8proc_int32_t)layout.items.characters[i]);

	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
}

/* A word in letters of two fonts is a word with a patch. */
static void look_at_words(struct look *look, const char *text)
{
	const struct text_items *items = &layout.items;

	for (int i = 1; i < items->count; i++) {
		if (is_letter(i - 1) && is_letter(i) &&
			items->scripts[i] == items->scripts[i - 1] &&
			items->families[i] != items->families[i - 1])
			complain(look, "is in another font than the letter before it",
				items->characters[i], text);
	}
}

static bool text_has(uint32_t character)
{
	for (int i = 0; i < layout.items.count; i++)
		if (layout.items.characters[i] == character)
			return true;
	return false;
}

/* What shaping makes of it: no box, and no dotted circle below a sign whose letter is missing. */
static void look_at_glyphs(
	struct look *look, const char *text, const struct text_run *run, bool bold)
{
	hb_font_t *font = layout.fonts.fonts[text_run_family(&layout, run)][bold].measuring;
	hb_codepoint_t circle = 0;
	unsigned count;
	const hb_glyph_info_t *glyphs;

	text_run_extents(&layout, run);
	glyphs = hb_buffer_get_glyph_infos(layout.shaping, &count);
	hb_font_get_nominal_glyph(font, DOTTED_CIRCLE, &circle);
	for (unsigned i = 0; i < count; i++) {
		uint32_t character = layout.items.characters[glyphs[i].cluster];

		if (glyphs[i].codepoint == 0)
			complain(look, "is drawn as an empty box", character, text);
		else if (glyphs[i].codepoint == circle && !look->alone && !text_has(DOTTED_CIRCLE))
			complain(look, "is a sign on no letter", character, text);
	}
}

static void look_at_shapes(struct look *look, const char *text, bool bold)
{
	struct text_line line = {.end = layout.items.count};

	text_place(&layout, &line);
	for (int i = 0; i < layout.run_count; i++) {
		/* A run that is remembered would not be shaped. */
		memset(layout.memo, 0, sizeof(layout.memo));
		look_at_glyphs(look, text, &layout.runs[i], bold);
	}
}

static void look_at_text(struct look *look, const char *text, bool naskh)
{
	for (int bold = 0; bold < 2; bold++) {
		struct text_style style = {.size_px = 36, .bold = bold, .compact = naskh};
		struct text_block block;

		text_lay_out(&layout, text, &style, &block);
		look_at_characters(look, text, bold);
		look_at_shapes(look, text, bold);
		look_at_words(look, text);
	}
}

/* Urdu is written in Nastaliq, and in tiny places in Naskh; all others with these letters in Naskh. */
static void look_at(void *context, const char *text)
{
	struct look *look = context;

	look->looked_at++;
	look_at_text(look, text, true);
	if (strncmp(look->of, "ur", 2) == 0)
		look_at_text(look, text, false);
}

/* ---- what there is to look at ---- */

static void every_sentence_has_glyphs(void **state)
{
	int count, wrong = 0;
	const struct ui_language *languages = ui_languages(&count);

	for (int i = 0; i < count; i++) {
		struct look look = {.of = languages[i].code};

		sentences_each(catalogues, languages[i].code, look_at, &look);
		assert_in_range(look.looked_at, 200, 10000);
		wrong += look.wrong;
	}
	assert_int_equal(wrong, 0);
}

static void every_languages_name_has_glyphs(void **state)
{
	int count;
	const struct ui_language *languages = ui_languages(&count);

	for (int i = 0; i < count; i++) {
		struct look look = {.of = languages[i].code};

		look_at(&look, languages[i].name);
		assert_int_equal(look.wrong, 0);
	}
}

static void look_at_days(struct look *look, const struct dates *dates)
{
	for (int i = 0; i < 7; i++) {
		look_at(look, dates->weekdays[i]);
		look_at(look, dates->shorts[i]);
	}
	for (int i = 0; i < 12; i++) {
		look_at(look, dates->months[i]);
		look_at(look, dates->alone[i]);
	}
	look_at(look, dates->pattern);
}

/* The calendar knows more languages than are offered; theirs come with their fonts. */
static void every_day_and_month_has_glyphs(void **state)
{
	int count;
	const struct ui_language *languages = ui_languages(&count);

	for (int i = 0; i < count; i++) {
		struct look look = {.of = languages[i].code};

		language_speak(&languages[i]);
		assert_string_equal(language_dates()->language, languages[i].code);
		look_at_days(&look, language_dates());
		assert_int_equal(look.wrong, 0);
	}
}

static void look_at_keys(struct look *look, const struct keys *keys)
{
	look_at(look, keys->name);
	for (int view = 0; view < KEYS_VIEWS; view++) {
		for (int row = 0; row < keys->row_count[view]; row++) {
			const struct keys_row *keys_row = &keys->rows[view][row];
			for (int i = 0; i < keys_row->count; i++) {
				look_at(look, keys_row->keys[i].label);
				look_at(look, keys_row->keys[i].types);
			}
		}
	}
}

static void every_key_has_glyphs(void **state)
{
	char pattern[1024];
	glob_t files;
	int wrong = 0;

	snprintf(pattern, sizeof(pattern), "%s/keyboards/*.keys", assets);
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		static struct keys keys;
		struct error error = {0};
		struct look look = {.of = strrchr(files.gl_pathv[i], '/') + 1, .alone = true};

		assert_true(keys_load(&keys, files.gl_pathv[i], &error));
		look_at_keys(&look, &keys);
		assert_in_range(look.looked_at, 20, 1000);
		wrong += look.wrong;
	}
	globfree(&files);
	assert_int_equal(wrong, 0);
}

/* `<dead_acute> <A> : "Á" Aacute`: what two keys of a real keyboard make. */
static void every_letter_of_a_real_keyboard_has_glyphs(void **state)
{
	char path[1024], line[256];
	struct look look = {.of = "Compose", .alone = true};
	FILE *file;

	snprintf(path, sizeof(path), "%s/keyboards/Compose", assets);
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		char letter[16];

		if (line[0] == '<' && sscanf(line, "%*[^:]: \"%15[^\"]\"", letter) == 1)
			look_at(&look, letter);
	}
	fclose(file);
	assert_in_range(look.looked_at, 50, 1000);
	assert_int_equal(look.wrong, 0);
}

static void every_language_that_is_spoken_somewhere_has_its_own_name(void **state)
{
	struct look look = {.of = "rules/spoken.c"};
	const char *name;

	for (int i = 0; (name = spoken_name(i)); i++)
		look_at(&look, name);
	assert_in_range(look.looked_at, 20, 64);
	assert_int_equal(look.wrong, 0);
}

/* The test would see it. */
static void what_no_font_has_is_found(void **state)
{
	struct look look = {.of = "zh"};

	look_at(&look, "\u4e2d");
	assert_int_equal(look.wrong, 4);
	look = (struct look){.of = "pa"};
	look_at(&look, "\u0a15 \u0a3f");
	assert_int_equal(look.wrong, 2);
}

static int start(void **state)
{
	struct error error = {0};
	char fonts[1024];

	snprintf(fonts, sizeof(fonts), "%s/fonts", assets);
	layout.shaping = hb_buffer_create();
	init_linebreak();
	return ui_languages_load(linguas, &error) && ui_catalogues_load(catalogues, &error) &&
			       text_fonts_load(&layout.fonts, fonts, &error)
		       ? 0
		       : -1;
}

static int stop(void **state)
{
	hb_buffer_destroy(layout.shaping);
	text_fonts_finish(&layout.fonts);
	return 0;
}

int main(int argument_count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sentence_has_glyphs),
		cmocka_unit_test(every_languages_name_has_glyphs),
		cmocka_unit_test(every_day_and_month_has_glyphs),
		cmocka_unit_test(every_key_has_glyphs),
		cmocka_unit_test(every_letter_of_a_real_keyboard_has_glyphs),
		cmocka_unit_test(every_language_that_is_spoken_somewhere_has_its_own_name),
		cmocka_unit_test(what_no_font_has_is_found),
	};

	assert_int_equal(argument_count, 4);
	assets = arguments[1];
	linguas = arguments[2];
	catalogues = arguments[3];
	return cmocka_run_group_tests(tests, start, stop);
}
