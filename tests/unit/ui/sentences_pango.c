/* Every sentence of every language, laid out by Pango, too, in the sizes and widths that screens have: the
 * same widths and the same line ends. Sentences stand as in the catalogue and once more with times in their
 * braces. Which font draws a character is our decision; Pango is told it.
 *
 * The width of a line is the sum of its advances, within ADVANCE_PX; what we add for ink is at most
 * half an em (the last letters of Nastaliq reach that far), and nothing is said about a space at the end,
 * which Pango counts and we do not. Where a line ends elsewhere, it is of one of these kinds, and of all
 * sentences that are broken at most one in twenty-five of a kind:
 *
 *   dash    Pango ends a line behind the dash of 10:30-11:30; we keep such a number together
 *   ink     the next word fits by its advance, which is what Pango asks, but its ink would reach over
 *           the edge, which is what we ask
 *   pixel   one sum of rounded words is just over the edge, the other just not: within ADVANCE_PX */
#include <glob.h>
#include <linebreak.h>
#include <pango/pangofc-fontmap.h>
#include <pango/pangoft2.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include <cmocka.h>

#include "sentences.h"
#include "ui/language.h"
#include "ui/text_lines.h"
#include "ui/window.h"

static const char *fonts_folder, *linguas, *catalogues;
static struct text_layout layout;
static PangoContext *contexts[2]; /* regular, bold */

static const struct setting {
	int size_px, max_width;
	bool bold;
} settings[] = {
	{36, 0, false},
	{36, 600, false},
	{36, 900, false},
	{36, 1200, false},
	{48, 0, true},
	{48, 900, true},
};
enum { ADVANCE_PX = 3 };
enum { SETTINGS = sizeof(settings) / sizeof(settings[0]) };

static const char *const families[FAMILIES] = {
	[FAMILY_LATIN] = "Atkinson Hyperlegible Next",
	[FAMILY_SANS] = "Noto Sans",
	[FAMILY_SYMBOLS] = "Kiosk Symbols",
	[FAMILY_GURMUKHI] = "Noto Sans Gurmukhi",
	[FAMILY_NASKH] = "Noto Naskh Arabic",
	[FAMILY_NASTALIQ] = "Noto Nastaliq Urdu",
};

enum kind { SAME, DASH, INK, PIXEL, UNEXPLAINED, KINDS };
static const char *const kind_names[KINDS] = {"same", "dash", "ink", "pixel", "unexplained"};

struct seen {
	const char *language;
	struct text_style style;
	int broken, kinds[KINDS];
	int too_wide;
};

/* ---- by Pango ---- */

static int drawn_px(enum text_family family, int size_px)
{
	return family == FAMILY_NASTALIQ ? (size_px * 92 + 50) / 100 : size_px;
}

static void put_attribute(PangoAttrList *list, PangoAttribute *attribute, size_t from, size_t to)
{
	attribute->start_index = (guint)from;
	attribute->end_index = (guint)to;
	pango_attr_list_insert(list, attribute);
}

/* The bytes before each of our characters. */
static const int *bytes_before(void)
{
	static int before[TEXT_CHARACTERS_MAX + 1];

	for (int i = 0; i < layout.items.count; i++) {
		utf8proc_uint8_t encoded[4];
		before[i + 1] =
			before[i] + (int)utf8proc_encode_char(
					    (utf8proc_int32_t)layout.items.characters[i], encoded);
	}
	return before;
}

static PangoAttrList *fonts_of_characters(int size_px)
{
	PangoAttrList *list = pango_attr_list_new();
	const int *before = bytes_before();
	const struct text_items *items = &layout.items;

	for (int start = 0, end; start < items->count; start = end) {
		enum text_family family = items->families[start];
		for (end = start + 1; end < items->count && items->families[end] == family;)
			end++;
		put_attribute(
			list, pango_attr_family_new(families[family]), before[start], before[end]);
		put_attribute(list,
			pango_attr_size_new_absolute(drawn_px(family, size_px) * PANGO_SCALE),
			before[start], before[end]);
	}
	return list;
}

static PangoLayout *by_pango(const char *utf8, const struct text_style *style)
{
	PangoContext *context = contexts[style->bold];
	PangoLayout *theirs;
	PangoAttrList *list = fonts_of_characters(style->size_px);

	pango_context_set_base_dir(
		context, layout.items.right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
	theirs = pango_layout_new(context);
	pango_layout_set_auto_dir(theirs, FALSE);
	pango_layout_set_text(theirs, utf8, -1);
	pango_layout_set_attributes(theirs, list);
	if (style->max_width > 0)
		pango_layout_set_width(theirs, style->max_width * PANGO_SCALE);
	pango_attr_list_unref(list);
	return theirs;
}

/* ---- the same widths ---- */

static struct text_line place(int start, int end)
{
	struct text_line line = {.start = start, .end = end};

	while (line.end > start && (text_items_is_space(&layout.items, line.end - 1) ||
					   layout.items.hidden[line.end - 1]))
		line.end--;
	text_place(&layout, &line);
	return line;
}

static int advance_of_line_placed_last(void)
{
	int sum_26_6 = 0;

	for (int i = 0; i < layout.run_count; i++)
		sum_26_6 += layout.runs[i].extents.advance_26_6;
	return (sum_26_6 + 63) / 64;
}

static bool ends_in_space(const char *utf8)
{
	return *utf8 && utf8[strlen(utf8) - 1] == ' ';
}

static void compare_widths(struct seen *seen, const char *utf8, PangoLayout *theirs)
{
	struct text_line line = place(0, layout.items.count);
	int advance = advance_of_line_placed_last(), width;

	pango_layout_get_pixel_size(theirs, &width, NULL);
	if (ends_in_space(utf8) || strchr(utf8, '\n') ||
		(abs(advance - width) <= ADVANCE_PX && line.width >= advance &&
			line.width <= advance + seen->style.size_px / 2))
		return;
	printf("%s, %d px: %d wide, with ink %d, by Pango %d: %s\n", seen->language,
		seen->style.size_px, advance, line.width, width, utf8);
	seen->too_wide++;
}

/* ---- the same line ends ---- */

static int character_at(int byte)
{
	const int *before = bytes_before();
	int i = 0;

	while (i < layout.items.count && before[i] < byte)
		i++;
	return i;
}

static bool is_kept_dash(int at)
{
	FriBidiChar c = layout.items.characters[at];

	return (c == '-' || c == 0x2013) && layout.items.breaks[at] == BREAK_NEVER;
}

/* Why the line from `start` ends before `ours` here and before `theirs` there. */
static enum kind kind_of(int start, int ours, int theirs, int width)
{
	struct text_line longer = place(start, theirs > ours ? theirs : ours);
	int advance = advance_of_line_placed_last();

	if (is_kept_dash(theirs - 1))
		return DASH;
	if (theirs > ours && advance <= width && longer.width > width)
		return INK;
	return abs(advance - width) <= ADVANCE_PX ? PIXEL : UNEXPLAINED;
}

static int our_start(int line)
{
	return line < layout.line_count ? layout.lines[line].start : layout.items.count;
}

static int their_start(PangoLayout *theirs, int line)
{
	if (line >= pango_layout_get_line_count(theirs))
		return layout.items.count;
	return character_at(pango_layout_get_line_readonly(theirs, line)->start_index);
}

static enum kind first_difference(PangoLayout *theirs, int width)
{
	for (int i = 1; i <= layout.line_count; i++) {
		int ours_at = our_start(i), theirs_at = their_start(theirs, i);

		if (ours_at != theirs_at)
			return kind_of(our_start(i - 1), ours_at, theirs_at, width);
	}
	return SAME;
}

/* Two or three lines are made about equally long here: the least width that gives as many is ours, and
 * Pango's in a second look. */
static enum kind compare_line_ends(const char *utf8, const struct text_style *style, int width)
{
	PangoLayout *theirs = by_pango(utf8, style);
	struct text_style narrow = *style;
	enum kind kind;

	if (layout.line_count == pango_layout_get_line_count(theirs) && layout.line_count <= 3) {
		narrow.max_width = width + 1;
		g_object_unref(theirs);
		theirs = by_pango(utf8, &narrow);
	}
	kind = first_difference(theirs, narrow.max_width);
	g_object_unref(theirs);
	return kind;
}

/* ---- every sentence ---- */

static void compare(struct seen *seen, const char *utf8)
{
	struct text_block block;
	enum kind kind = SAME;

	seen->style.direction = ui_language()->right_to_left && !language_is_left_to_right(utf8)
					? TEXT_RTL
					: TEXT_AUTO;
	text_lay_out(&layout, utf8, &seen->style, &block);
	if (seen->style.max_width == 0) {
		PangoLayout *theirs = by_pango(utf8, &seen->style);
		compare_widths(seen, utf8, theirs);
		g_object_unref(theirs);
		return;
	}
	kind = compare_line_ends(utf8, &seen->style, block.width);
	seen->broken += block.lines > 1;
	seen->kinds[kind]++;
	if (kind == UNEXPLAINED)
		printf("%s, %d px in %d: other line ends than Pango's: %s\n", seen->language,
			seen->style.size_px, seen->style.max_width, utf8);
}

/* "{from} to {until}" with a time for each word in braces, kept apart as screens do. */
static void put_times(char *to, const char *from)
{
	while (*from) {
		const char *close = *from == '{' ? strchr(from, '}') : NULL;

		if (close)
			to = stpcpy(to, "\u206810:30\u201311:30\u2069");
		else
			*to++ = *from;
		from = close ? close + 1 : from + 1;
	}
	*to = '\0';
}

static void compare_sentence(void *context, const char *sentence)
{
	static char with_times[65536];

	compare(context, sentence);
	put_times(with_times, sentence);
	if (strcmp(with_times, sentence) != 0)
		compare(context, with_times);
}

static struct seen compare_language(const char *code, const struct setting *setting)
{
	struct seen seen = {.language = code,
		.style = {.size_px = setting->size_px,
			.max_width = setting->max_width,
			.bold = setting->bold,
			.compact = strcmp(code, "ur") != 0}};

	sentences_each(catalogues, code, compare_sentence, &seen);
	return seen;
}

static void every_sentence_is_as_wide_as_with_pango(void **state)
{
	int count;
	const struct ui_language *languages = ui_languages(&count);

	for (int i = 0; i < count; i++) {
		language_speak(&languages[i]);
		for (int j = 0; j < SETTINGS; j++) {
			if (settings[j].max_width == 0)
				assert_int_equal(
					compare_language(languages[i].code, &settings[j]).too_wide,
					0);
		}
	}
}

static void add(struct seen *all, const struct seen *seen)
{
	all->broken += seen->broken;
	for (int kind = 0; kind < KINDS; kind++)
		all->kinds[kind] += seen->kinds[kind];
}

static void tell(const struct seen *all)
{
	printf("%s: %d broken into lines, other line ends:", all->language, all->broken);
	for (int kind = DASH; kind < KINDS; kind++)
		printf(" %s %d", kind_names[kind], all->kinds[kind]);
	printf("\n");
}

static void every_sentence_ends_its_lines_as_with_pango(void **state)
{
	int count;
	const struct ui_language *languages = ui_languages(&count);

	for (int i = 0; i < count; i++) {
		struct seen all = {.language = languages[i].code};

		language_speak(&languages[i]);
		for (int j = 0; j < SETTINGS; j++) {
			struct seen seen = compare_language(languages[i].code, &settings[j]);
			add(&all, &seen);
		}
		tell(&all);
		assert_in_range(all.broken, 100, 10000);
		assert_int_equal(all.kinds[UNEXPLAINED], 0);
		for (int kind = DASH; kind < UNEXPLAINED; kind++)
			assert_in_range(all.kinds[kind], 0, all.broken / 25);
	}
}

/* ---- fonts ---- */

/* The bold Nastaliq calls itself regular: bold files have a context of their own. */
static void add_fonts(FcConfig *config, bool bold)
{
	char pattern[4096];
	glob_t files;

	snprintf(pattern, sizeof(pattern), "%s/*.ttf", fonts_folder);
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		if (strstr(files.gl_pathv[i], "Symbols") ||
			bold == (strstr(files.gl_pathv[i], "-Bold.") != NULL))
			FcConfigAppFontAddFile(config, (const FcChar8 *)files.gl_pathv[i]);
	}
	globfree(&files);
}

static void unhinted(FcPattern *pattern, gpointer nothing)
{
	FcPatternAddBool(pattern, FC_HINTING, FcFalse);
}

static PangoContext *open_context(bool bold)
{
	FcConfig *only_ours = FcConfigCreate();
	PangoFontMap *map = pango_ft2_font_map_new();
	PangoContext *context;

	add_fonts(only_ours, bold);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), only_ours);
	FcConfigDestroy(only_ours);
	pango_fc_font_map_set_default_substitute(PANGO_FC_FONT_MAP(map), unhinted, NULL, NULL);
	pango_ft2_font_map_set_resolution(PANGO_FT2_FONT_MAP(map), 72, 72);
	context = pango_font_map_create_context(map);
	pango_context_set_round_glyph_positions(context, FALSE);
	g_object_unref(map);
	return context;
}

static int start(void **state)
{
	struct error error = {0};

	contexts[0] = open_context(false);
	contexts[1] = open_context(true);
	layout.shaping = hb_buffer_create();
	init_linebreak();
	return ui_languages_load(linguas, &error) && ui_catalogues_load(catalogues, &error) &&
			       text_fonts_load(&layout.fonts, fonts_folder, &error)
		       ? 0
		       : -1;
}

static int stop(void **state)
{
	g_object_unref(contexts[0]);
	g_object_unref(contexts[1]);
	hb_buffer_destroy(layout.shaping);
	text_fonts_finish(&layout.fonts);
	return 0;
}

int main(int argument_count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sentence_is_as_wide_as_with_pango),
		cmocka_unit_test(every_sentence_ends_its_lines_as_with_pango),
	};

	assert_int_equal(argument_count, 4);
	fonts_folder = arguments[1];
	linguas = arguments[2];
	catalogues = arguments[3];
	return cmocka_run_group_tests(tests, start, stop);
}
