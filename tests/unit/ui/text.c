/* Directions are checked on the runs of a line, from left to right, and on pixels: 10:30 in Urdu is
 * the same picture as 10:30 alone. */
#include "ui/text.h"

#include <SDL.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "ui/text_lines.h"

enum { WIDTH = 1200, HEIGHT = 300 };

static const char *fonts_folder;
static SDL_Surface *screen;
static SDL_Renderer *renderer;
static struct text *text;
static struct text_layout *layout;

static int start(void **state)
{
	struct error error = {0};

	screen = SDL_CreateRGBSurfaceWithFormat(0, WIDTH, HEIGHT, 32, SDL_PIXELFORMAT_ARGB8888);
	renderer = SDL_CreateSoftwareRenderer(screen);
	text = text_create(renderer, fonts_folder, &error);
	layout = calloc(1, sizeof(*layout));
	layout->shaping = hb_buffer_create();
	return text && text_fonts_load(&layout->fonts, fonts_folder, &error) ? 0 : -1;
}

static int stop(void **state)
{
	text_fonts_finish(&layout->fonts);
	hb_buffer_destroy(layout->shaping);
	free(layout);
	text_destroy(text);
	SDL_DestroyRenderer(renderer);
	SDL_FreeSurface(screen);
	return 0;
}

static const struct text_style plain = {.size_px = 36};
static const struct text_style urdu = {.size_px = 36, .direction = TEXT_RTL};

/* ---- order of runs ---- */

/* The first line's runs from left to right, "|" between them; a run reads as it is stored. */
static const char *runs_of(const char *utf8, struct text_style style)
{
	static char all[8 * 1024];
	struct text_block block;
	size_t length = 0;

	text_lay_out(layout, utf8, &style, &block);
	text_place(layout, &layout->lines[0]);
	for (int i = 0; i < layout->run_count; i++) {
		if (i > 0)
			all[length++] = '|';
		length += (size_t)text_run_utf8(layout, &layout->runs[i], all + length);
	}
	all[length] = '\0';
	return all;
}

static void the_visible_order_is_right(void **state)
{
	static const struct {
		const char *utf8, *runs;
		enum text_direction direction;
	} rows[] = {
		{"Bounce & Rhyme", "Bounce & Rhyme", TEXT_AUTO},
		{"وقت 10:30 ہے", "ہے| |10:30| |وقت", TEXT_AUTO},
		{"وقت 10:30–11:30 ہے", "ہے| |10:30–11:30| |وقت", TEXT_AUTO},
		{"وقت 10:30-11:30 ہے", "ہے| |10:30-11:30| |وقت", TEXT_AUTO},
		{"تاریخ 04-12-2026", "04-12-2026| |تاریخ", TEXT_AUTO},
		{"آج Bounce & Rhyme میں", "میں| |Bounce & Rhyme| |آج", TEXT_AUTO},
		{"Bounce & Rhyme", "Bounce & Rhyme", TEXT_RTL},
		{"10:30", "10:30", TEXT_RTL},
		/* An isolated name neither moves the words around it nor is moved. */
		{"Name: \u2068آمنہ\u2069, 3", "Name: |آمنہ|, 3", TEXT_LTR},
		{"\u2068Krystyna\u2069، خوش آمدید", "، خوش آمدید|Krystyna", TEXT_AUTO},
		{"\u2068آمنہ\u2069, welcome", "آمنہ|, welcome", TEXT_AUTO},
		/* A row of names runs as the sentence does, and what is inside one of them says nothing. */
		{"Here: \u2068\u2066\u2068English\u2069, \u2068اردو\u2069, \u2068Polski\u2069\u2069\u2069",
			"Here: |English|, |اردو|, |Polski", TEXT_LTR},
		{"یہاں: \u2068\u2067\u2068English\u2069، \u2068اردو\u2069، \u2068Polski\u2069\u2069\u2069",
			"Polski| |،|اردو|، |English| |یہاں:", TEXT_RTL},
		{"Here: \u2068\u2068English\u2069, \u2068اردو\u2069\u2069",
			"Here: |English|, |اردو", TEXT_LTR},
		{"At \u2068\u20685\u2069/\u20684\u2069\u2069: \u2068اردو\u2069",
			"At |5|/|4|: |اردو", TEXT_LTR},
		{"Name: آمنہ, 3", "3| |: آمنہ,|Name", TEXT_RTL},
		{"فون \u206601494 123456\u2069", "01494 123456| |فون", TEXT_RTL},
		{"جیسے 01632 960123۔", "۔|01632 960123| |جیسے", TEXT_RTL},
		{"(اردو)", "(اردو)", TEXT_RTL},
		{"نام\nName", "نام", TEXT_RTL},
		/* Not newlines to us, but ends of paragraphs to FriBidi. */
		{"\u2068وقت\r10:30 ہے\u2069", "ہے| |10:30|وقت", TEXT_RTL},
		{"وقت\xc2\x85"
		 "Bounce & Rhyme",
			"Bounce & Rhyme|وقت", TEXT_RTL},
		{"وقت\x1c"
		 "10:30 ہے",
			"ہے| |10:30|وقت", TEXT_RTL},
		{"", "", TEXT_AUTO},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text_style style = {.size_px = 36, .direction = rows[i].direction};
		assert_string_equal(runs_of(rows[i].utf8, style), rows[i].runs);
	}
}

static void the_script_chooses_the_font(void **state)
{
	static const struct {
		const char *utf8;
		bool compact;
		enum text_family family;
	} rows[] = {
		{"Zażółć gęślą jaźń", false, FAMILY_LATIN},
		{"اردو", false, FAMILY_NASTALIQ},
		{"اردو", true, FAMILY_NASKH},
		{"يكتبون", false, FAMILY_NASTALIQ},
		{"ਪੰਜਾਬੀ", false, FAMILY_GURMUKHI},
		{"Українська", false, FAMILY_SANS},
		{"→✓", false, FAMILY_SYMBOLS},
		{"10:30", false, FAMILY_LATIN},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text_style style = {.size_px = 36, .compact = rows[i].compact};
		runs_of(rows[i].utf8, style);
		assert_int_equal(layout->run_count, 1);
		assert_int_equal(text_run_family(layout, &layout->runs[0]), rows[i].family);
	}
}

static void digits_in_punjabi_are_the_same_digits(void **state)
{
	runs_of("ਸਮਾਂ 10:30 ਵਜੇ", plain);
	assert_int_equal(layout->run_count, 3);
	assert_int_equal(text_run_family(layout, &layout->runs[1]), FAMILY_LATIN);
}

/* ---- carets ---- */

/* The places for a caret from left to right, by how many letters are before each; "=" joins two in one
 * spot. */
static const char *carets_of(const char *utf8, enum text_direction direction)
{
	struct text_style style = {
		.size_px = 36, .max_lines = 1, .typed = true, .direction = direction};
	struct text_caret carets[TEXT_CARETS_MAX];
	int count = text_carets(text, utf8, &style, carets);
	int width = text_measure(text, utf8, &style)->width;
	static char all[256];
	size_t length = 0;

	all[0] = '\0';
	for (int x = 0, seen = 0; x <= width; x++, seen = 0)
		for (int i = 0; i < count; i++)
			if (carets[i].x == x)
				length +=
					(size_t)snprintf(all + length, sizeof(all) - length, "%s%d",
						seen++   ? "="
						: length ? " "
							 : "",
						i);
	return all;
}

static void a_caret_stands_where_the_character_before_it_ends(void **state)
{
	static const struct {
		const char *utf8, *order;
		enum text_direction direction;
	} rows[] = {
		{"", "0", TEXT_AUTO},
		{"Ann", "0 1 2 3", TEXT_AUTO},
		{"Ann ", "0 1 2 3 4", TEXT_AUTO},
		{"Zoe\u0308s", "0 1 2 3 4", TEXT_AUTO},
		{"آمنہ", "4 3 2 1 0", TEXT_AUTO},
		{"آمنہ ", "5 4 3 2 1 0", TEXT_AUTO},
		{"\u0645\u064F\u062D", "2 1 0", TEXT_AUTO},
		/* Two letters that became one glyph share its room. */
		{"لا", "2 1 0", TEXT_AUTO},
		{"ਕੌਰ", "0 1 2", TEXT_AUTO},
		{"abآم", "0 1 2=4 3", TEXT_AUTO},
		{"آمab", "3 2=4 1 0", TEXT_AUTO},
		{"آم 12 ب", "7 6 4 3=5 2 1 0", TEXT_AUTO},
		{"ab آم cd", "0 1 2 3=5 4 6 7 8", TEXT_LTR},
		{"آ@b.pl", "1 0 2 3 4 5 6", TEXT_LTR},
		{"Ann", "0 1 2 3", TEXT_RTL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(carets_of(rows[i].utf8, rows[i].direction), rows[i].order);
}

/* ---- pixels ---- */

struct picture {
	SDL_Rect ink;
	uint8_t dark[HEIGHT][WIDTH];
};

static void look(const char *utf8, struct text_style style, struct picture *picture)
{
	const struct text_block *block = text_get(text, utf8, &style);
	SDL_Rect box = {0, 0, block->width, block->height};
	int left = WIDTH, top = HEIGHT, right = -1, bottom = -1;

	SDL_SetRenderDrawColor(renderer, 255, 255, 255, 255);
	SDL_RenderClear(renderer);
	SDL_RenderCopy(renderer, block->texture, NULL, &box);
	SDL_RenderFlush(renderer);
	for (int y = 0; y < HEIGHT; y++) {
		for (int x = 0; x < WIDTH; x++) {
			const uint32_t *row =
				(const uint32_t *)((char *)screen->pixels + y * screen->pitch);
			picture->dark[y][x] = (uint8_t)(255 - (row[x] & 255));
			if (picture->dark[y][x] < 64)
				continue;
			left = x < left ? x : left;
			right = x > right ? x : right;
			top = y < top ? y : top;
			bottom = y > bottom ? y : bottom;
		}
	}
	picture->ink = (SDL_Rect){left, top, right - left + 1, bottom - top + 1};
}

/* True if `part`'s ink stands in `whole` at the column `x`, at whatever height. */
static bool stands_at(const struct picture *whole, const struct picture *part, int x)
{
	for (int y = 0; y + part->ink.h <= HEIGHT; y++) {
		bool same = true;
		for (int row = 0; same && row < part->ink.h; row++)
			same = memcmp(&whole->dark[y + row][x],
				       &part->dark[part->ink.y + row][part->ink.x],
				       (size_t)part->ink.w) == 0;
		if (same)
			return true;
	}
	return false;
}

static void a_time_in_urdu_is_the_same_picture_as_alone(void **state)
{
	static const char *const times[] = {"10:30", "10:30–11:30", "16:05"};
	static struct picture whole, part;
	char sentence[64];

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		snprintf(sentence, sizeof(sentence), "وقت %s", times[i]);
		look(times[i], plain, &part);
		look(sentence, urdu, &whole);
		assert_true(stands_at(&whole, &part, whole.ink.x));
		snprintf(sentence, sizeof(sentence), "%s ہے", times[i]);
		look(sentence, urdu, &whole);
		assert_true(stands_at(&whole, &part, whole.ink.x + whole.ink.w - part.ink.w));
	}
}

static void brackets_are_mirrored(void **state)
{
	static struct picture urdu_open, latin_close;
	struct text_style style = {.size_px = 36, .direction = TEXT_RTL, .compact = true};

	look("(", style, &urdu_open);
	look(")", plain, &latin_close);
	assert_true(stands_at(&urdu_open, &latin_close, urdu_open.ink.x));
}

static void controls_are_never_drawn(void **state)
{
	static struct picture with, without;

	look("Amina", plain, &without);
	look("\u2068A\u200emi\u00ad\u2060na\u2069\ufeff", plain, &with);
	assert_memory_equal(with.dark, without.dark, sizeof(with.dark));
}

static void nothing_is_cut_off_at_the_edges(void **state)
{
	static const char *const words[] = {"گ", "کے", "آپ کیا کرنا چاہیں گے؟", "السلام علیکم!",
		"ٹ", "ے", "jÓŹq", "ਨੂੰ", "f", "لِلّٰہ", "چھٹیاں"};
	static struct picture picture;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct text_style style = {.size_px = 64, .bold = i % 2};
		const struct text_block *block = text_get(text, words[i], &style);
		int width = block->width, height = block->height;
		look(words[i], style, &picture);
		assert_true(picture.ink.w > 0);
		assert_true(picture.ink.x >= 0 && picture.ink.x + picture.ink.w <= width);
		assert_true(picture.ink.y > 0 && picture.ink.y + picture.ink.h < height);
	}
}

/* ---- lines ---- */

static const char english[] = "Parents of children under four may book a place at our weekly music "
			      "session in the library.";
static const char urdu_paragraph[] = "چار سال تک کے بچوں کے والدین ہماری لائبریری میں ہفتہ وار "
				     "گانوں کی نشست Bounce & Rhyme کے لیے جگہ "
				     "بُک کر سکتے ہیں۔";

static void lines_keep_within_their_width(void **state)
{
	static const char *const texts[] = {english, urdu_paragraph,
		"ਚਾਰ ਸਾਲ ਤੱਕ ਦੇ ਬੱਚਿਆਂ ਦੇ ਮਾਪੇ ਸਾਡੀ ਲਾਇਬ੍ਰੇਰੀ ਵਿੱਚ ਥਾਂ ਬੁੱਕ ਕਰ ਸਕਦੇ ਹਨ।"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		int lines_before = 1000;
		for (int width = 240; width < 1200; width += 37) {
			struct text_style style = {.size_px = 36, .max_width = width};
			const struct text_block *block = text_measure(text, texts[i], &style);
			assert_true(block->min_width <= 240);
			assert_true(block->width <= width);
			assert_false(block->split_word || block->truncated);
			assert_true(block->lines <= lines_before);
			lines_before = block->lines;
		}
	}
}

static void no_word_stands_alone_on_the_second_line(void **state)
{
	const char *heading = "What would you like to book?";
	struct text_style style = {.size_px = 84, .bold = true};
	int whole = text_measure(text, heading, &style)->width;

	style.max_width = whole - 1;
	assert_int_equal(text_measure(text, heading, &style)->lines, 2);
	assert_in_range(text_measure(text, heading, &style)->width, whole * 4 / 10, whole * 6 / 10);
}

static void the_least_width_is_the_widest_word(void **state)
{
	struct text_style style = plain;
	int widest = text_measure(text, "library.", &style)->width;
	int least = text_measure(text, "in the library.", &style)->min_width;

	assert_int_equal(least, widest);
	style.max_width = least;
	assert_false(text_measure(text, "in the library.", &style)->split_word);
	style.max_width = least - 1;
	assert_true(text_measure(text, "in the library.", &style)->split_word);
}

static void newlines_end_lines(void **state)
{
	assert_int_equal(text_measure(text, "one", &plain)->lines, 1);
	assert_int_equal(text_measure(text, "one\ntwo", &plain)->lines, 2);
	assert_int_equal(text_measure(text, "one\n\ntwo\n", &plain)->lines, 3);
	assert_int_equal(text_measure(text, "", &plain)->lines, 1);
	assert_true(text_measure(text, "", &plain)->height > 36);
}

static void times_are_not_broken(void **state)
{
	struct text_style style = {.size_px = 36, .max_width = 10};
	int least = text_measure(text, "10:30–11:30", &plain)->width;

	assert_int_equal(text_measure(text, "at 10:30–11:30", &style)->min_width, least);
}

static void ends_with(const char *utf8, const char *end)
{
	assert_true(strlen(utf8) >= strlen(end));
	assert_string_equal(utf8 + strlen(utf8) - strlen(end), end);
}

/* The dots below one line and the strokes above the next: here they once met. */
static void lines_of_an_urdu_heading_do_not_touch(void **state)
{
	static const char heading[] = "آپ کی آمد کس\nپروگرام کے لیے ہے؟";
	struct text_style style = {.size_px = 84, .bold = true, .tight = true};
	struct text_block block;

	text_lay_out(layout, heading, &style, &block);
	assert_int_equal(layout->line_count, 2);
	assert_true(layout->step >= layout->lines[1].top - layout->lines[0].bottom);
}

/* At the distance that most lines want these once met. */
static void lines_of_urdu_are_as_far_apart_as_their_ink_wants(void **state)
{
	static const char *const paragraphs[] = {
		"یہ ہر بار نیا نمبر دکھاتا ہے۔ براہِ کرم اپنا لائبریری کارڈ یا ٹکٹ یہاں رکھیں۔",
		"ابھی آپ کے لیے جگہ نہیں ہے۔ جیسے ہی آپ سب کے لیے کافی جگہیں ہوں گی، وہ آپ کی ہوں گی۔",
		"لائبریری کا عملہ ہی اسے پڑھ سکتا ہے۔ ہم اسے نہ بیچتے ہیں نہ کسی کو دیتے ہیں۔",
		"پانچ سال تک کے بچوں اور ان کے بڑوں کے لیے گیت، نظمیں اور کھیل۔ مفت۔",
	};

	for (size_t i = 0; i < sizeof(paragraphs) / sizeof(paragraphs[0]); i++)
		for (int width = 300; width <= 900; width += 100) {
			struct text_style style = {
				.size_px = 36, .direction = TEXT_RTL, .max_width = width};
			assert_true(text_clearance(text, paragraphs[i], &style) >= 1);
		}
}

static void only_private_text_gets_an_ellipsis(void **state)
{
	struct text_style style = {.size_px = 36, .max_width = 300, .max_lines = 1};
	struct text_block block = *text_measure(text, english, &style);

	assert_true(block.truncated);
	assert_int_equal(block.lines, 1);
	assert_null(strstr(runs_of(english, style), "…"));
	style.private = true;
	block = *text_measure(text, english, &style);
	assert_true(block.truncated && block.width <= 300);
	ends_with(runs_of(english, style), "…");
	assert_false(text_measure(text, "Amina", &style)->truncated);
}

static void an_urdu_ellipsis_stands_at_the_left_after_a_whole_word(void **state)
{
	struct text_style style = {.size_px = 36,
		.max_width = 190,
		.max_lines = 1,
		.private = true,
		.direction = TEXT_RTL};
	const char *runs = runs_of("صاحبزادہ آمنہ خاتون", style);

	assert_true(strncmp(runs, "…|", strlen("…|")) == 0);
	assert_true(strstr("صاحبزادہ آمنہ خاتون ", runs + strlen("…|")) != NULL);
	ends_with(runs, "آمنہ");
}

static void an_accent_stays_with_its_letter(void **state)
{
	struct text_style style = {.size_px = 36, .max_lines = 1, .private = true};

	for (style.max_width = 60; style.max_width < 400; style.max_width += 3) {
		const char *runs =
			runs_of("e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", style);
		char *sign = strstr(runs, "…");
		if (sign && sign > runs + 1)
			assert_memory_equal(sign - 1 - 2, "\u0301", 2);
	}
}

/* ---- strange input ---- */

static void invalid_bytes_show_as_the_replacement_character(void **state)
{
	static const char *const rows[] = {
		"\xff", "\xc3", "\xed\xa0\x80", "\xf8\x88\x80\x80\x80", "\xc0\xaf"};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ends_with(runs_of(rows[i], plain), "\ufffd");
		assert_false(text_measure(text, rows[i], &plain)->missing_glyph);
	}
}

static void a_character_of_no_font_is_told(void **state)
{
	assert_true(text_measure(text, "😀", &plain)->missing_glyph);
	assert_true(text_measure(text, "中文", &plain)->missing_glyph);
	assert_false(text_measure(text, "Łódź → ਪੰਜਾਬੀ اردو Київ ✓", &plain)->missing_glyph);
}

static void a_very_long_string_is_cut(void **state)
{
	char *utf8 = calloc(1, 10000);
	struct text_style style = {.size_px = 36, .max_width = 800, .max_lines = 3};

	memset(utf8, 'w', 9999);
	assert_true(text_get(text, utf8, &style)->truncated);
	style.max_lines = 0;
	assert_true(text_get(text, utf8, &style)->truncated);
	style.max_width = 0;
	assert_null(text_get(text, utf8, &style)->texture);
	free(utf8);
}

static uint32_t random_number(void)
{
	static uint32_t state = 2463534242u;

	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state;
}

static void add_random_bytes(char *utf8, size_t size)
{
	static const char *const pieces[] = {"a", "Ż", " ", " ", "ب", "گ", "ے", "ਿ", "ਕ", "੍", "ਰ",
		"1", "0", ":", "–", "-", "\n", "\u2068", "\u2069", "\u202e", "\u202c", "\u200d",
		"\u200c", "(", ")", "\u0301", "\u0651", "中", "😀", "\xff", "\xe2\x80", "…", "א",
		"۱", "\u00ad", "\u200b", "\t", "\r"};
	size_t length = 0, count = random_number() % 60;

	while (count-- > 0) {
		const char *piece = pieces[random_number() % (sizeof(pieces) / sizeof(pieces[0]))];
		if (length + strlen(piece) + 1 > size)
			break;
		strcpy(utf8 + length, piece);
		length += strlen(piece);
	}
	utf8[length] = '\0';
}

static void two_thousand_random_strings_do_no_harm(void **state)
{
	char utf8[512];

	for (int i = 0; i < 2000; i++) {
		uint32_t r = random_number();
		struct text_style style = {.size_px = r & 1 ? 30 : 42,
			.bold = r >> 1 & 1,
			.compact = r >> 2 & 1,
			.private = r >> 3 & 1,
			.tight = r >> 4 & 1,
			.direction = (enum text_direction)(r >> 5 & 3) % 3,
			.align = (enum text_align)(r >> 7 & 3) % 3,
			.max_width = r >> 9 & 1 ? 0 : (int)(r >> 10 & 511),
			.max_lines = (int)(r >> 20 & 3)};
		add_random_bytes(utf8, sizeof(utf8));
		const struct text_block *block = text_get(text, utf8, &style);
		assert_true(block->height >= style.size_px && block->width >= 0);
		assert_true(block->lines >= 1);
		assert_true(block->width == 0 || block->texture || block->truncated ||
			    block->width < 4 * 42);
	}
}

/* ---- the cache ---- */

static void the_same_string_is_the_same_picture(void **state)
{
	const struct text_block *first = text_get(text, "Continue", &plain);
	struct SDL_Texture *texture = first->texture;
	struct text_style blue = plain;
	blue.colour = 0x0000ff;

	assert_non_null(texture);
	assert_ptr_equal(text_measure(text, "Continue", &plain), first);
	assert_ptr_equal(text_get(text, "Continue", &plain), first);
	assert_ptr_equal(text_get(text, "Continue", &plain)->texture, texture);
	assert_ptr_not_equal(text_get(text, "Continue", &blue), first);
	assert_ptr_not_equal(text_get(text, "continue", &plain), first);
}

static void measuring_draws_nothing(void **state)
{
	struct text_block measured = *text_measure(text, "Not drawn yet", &plain);
	struct text_block drawn = *text_get(text, "Not drawn yet", &plain);

	assert_null(measured.texture);
	assert_non_null(drawn.texture);
	drawn.texture = NULL;
	assert_memory_equal(&measured, &drawn, sizeof(drawn));
}

static const char *label(int i)
{
	static char utf8[64];

	snprintf(utf8, sizeof(utf8), "A rather long label number %d", i);
	return utf8;
}

static void pictures_keep_within_their_budget(void **state)
{
	struct text_style style = {.size_px = 112, .bold = true};
	size_t bytes = 0;

	for (int i = 0; i < 100; i++)
		text_get(text, label(i), &style);
	assert_null(text_measure(text, label(0), &style)->texture);
	assert_non_null(text_measure(text, label(99), &style)->texture);
	for (int i = 0; i < 100; i++) {
		const struct text_block *block = text_measure(text, label(i), &style);
		if (block->texture)
			bytes += 4 * (size_t)block->width * (size_t)block->height;
	}
	assert_in_range(bytes, TEXT_CACHE_BYTES * 3 / 4, TEXT_CACHE_BYTES);
}

static void many_strings_leave_the_latest(void **state)
{
	struct text_style style = {.size_px = 112, .bold = true};
	const struct text_block *latest;

	for (int i = 0; i < 3000; i++)
		text_measure(text, label(i), &style);
	latest = text_measure(text, label(2999), &style);
	for (int i = 2500; i < 3000; i++)
		assert_int_equal(text_measure(text, label(i), &style)->lines, 1);
	assert_ptr_equal(text_measure(text, label(2999), &style), latest);
}

/* Looks through all memory but the stack, where the secret itself is. */
static bool memory_holds(const void *secret, size_t length)
{
	unsigned long from, to, inode;
	char mode[8], line[512];
	bool found = false;
	FILE *maps = fopen("/proc/self/maps", "r");

	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%lx %7s %*s %*s %lu", &from, &to, mode, &inode) == 4 &&
			strncmp(mode, "rw", 2) == 0 && inode == 0 && !strstr(line, "[stack]"))
			found |= memmem((void *)from, to - from, secret, length) != NULL;
	}
	fclose(maps);
	return found;
}

static void private_text_leaves_with_the_visit(void **state)
{
#ifdef __SANITIZE_ADDRESS__
	skip(); /* its memory is too large to look through */
#endif
	struct text_style style = {
		.size_px = 36, .private = true, .max_width = 400, .max_lines = 1};
	const struct text_block *ours = text_get(text, "Continue", &plain);
	/* Long: free() itself overwrites the first 16 bytes. */
	enum { LENGTH = 60 };
	uint32_t wide[LENGTH];
	char secret[LENGTH + 1];

	for (int i = 0; i < LENGTH; i++)
		wide[i] = (uint32_t)(secret[i] = (char)('A' + random_number() % 26));
	secret[LENGTH] = '\0';
	int before = text_get(text, secret, &style)->width;
	assert_true(memory_holds(secret + 20, LENGTH - 20));
	text_flush_private(text);
	assert_false(memory_holds(secret + 20, LENGTH - 20));
	assert_false(memory_holds(wide + 20, sizeof(wide) - 20 * sizeof(wide[0])));
	assert_ptr_equal(text_get(text, "Continue", &plain), ours);
	assert_null(text_measure(text, secret, &style)->texture);
	assert_int_equal(text_measure(text, secret, &style)->width, before);
	text_flush_private(text);
}

static void any_number_of_sizes_may_be_on_a_screen(void **state)
{
	for (int round = 0; round < 3; round++) {
		text_flush_all(text);
		for (int i = 0; i < 30; i++) {
			struct text_style style = {.size_px = 20 + 30 * round + i};
			assert_non_null(text_get(text, "Aa اردو", &style)->texture);
		}
	}
	text_flush_all(text);
}

/* ---- fonts ---- */

static void copy_fonts_without(const char *folder, const char *missing)
{
	char command[1024];

	snprintf(command, sizeof(command), "cp %s/*.ttf %s/ && rm -f %s/%s", fonts_folder, folder,
		folder, missing);
	assert_int_equal(system(command), 0);
}

static void expect_error(const char *folder, enum error_code code, const char *name)
{
	struct error error = {0};

	assert_null(text_create(NULL, folder, &error));
	assert_int_equal(error.code, code);
	assert_non_null(strstr(error.detail, name));
}

static void a_missing_or_damaged_font_is_named(void **state)
{
	char folder[] = "/tmp/kiosk-fonts-XXXXXX", path[128];

	assert_non_null(mkdtemp(folder));
	copy_fonts_without(folder, "NotoNastaliqUrdu-Bold.ttf");
	expect_error(folder, ERROR_NOT_FOUND, "NotoNastaliqUrdu-Bold.ttf");
	copy_fonts_without(folder, "none");
	snprintf(path, sizeof(path), "%s/NotoSansGurmukhi-Regular.ttf", folder);
	assert_int_equal(truncate(path, 3000), 0);
	expect_error(folder, ERROR_CORRUPT, "NotoSansGurmukhi-Regular.ttf");
	assert_int_equal(truncate(path, 0), 0);
	expect_error(folder, ERROR_CORRUPT, "NotoSansGurmukhi-Regular.ttf");
	snprintf(path, sizeof(path), "rm -r %s", folder);
	assert_int_equal(system(path), 0);
}

int main(int argument_count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_visible_order_is_right),
		cmocka_unit_test(the_script_chooses_the_font),
		cmocka_unit_test(digits_in_punjabi_are_the_same_digits),
		cmocka_unit_test(a_caret_stands_where_the_character_before_it_ends),
		cmocka_unit_test(a_time_in_urdu_is_the_same_picture_as_alone),
		cmocka_unit_test(brackets_are_mirrored),
		cmocka_unit_test(controls_are_never_drawn),
		cmocka_unit_test(nothing_is_cut_off_at_the_edges),
		cmocka_unit_test(lines_keep_within_their_width),
		cmocka_unit_test(no_word_stands_alone_on_the_second_line),
		cmocka_unit_test(the_least_width_is_the_widest_word),
		cmocka_unit_test(newlines_end_lines),
		cmocka_unit_test(times_are_not_broken),
		cmocka_unit_test(lines_of_an_urdu_heading_do_not_touch),
		cmocka_unit_test(lines_of_urdu_are_as_far_apart_as_their_ink_wants),
		cmocka_unit_test(only_private_text_gets_an_ellipsis),
		cmocka_unit_test(an_urdu_ellipsis_stands_at_the_left_after_a_whole_word),
		cmocka_unit_test(an_accent_stays_with_its_letter),
		cmocka_unit_test(invalid_bytes_show_as_the_replacement_character),
		cmocka_unit_test(a_character_of_no_font_is_told),
		cmocka_unit_test(a_very_long_string_is_cut),
		cmocka_unit_test(two_thousand_random_strings_do_no_harm),
		cmocka_unit_test(the_same_string_is_the_same_picture),
		cmocka_unit_test(measuring_draws_nothing),
		cmocka_unit_test(pictures_keep_within_their_budget),
		cmocka_unit_test(many_strings_leave_the_latest),
		cmocka_unit_test(private_text_leaves_with_the_visit),
		cmocka_unit_test(any_number_of_sizes_may_be_on_a_screen),
		cmocka_unit_test(a_missing_or_damaged_font_is_named),
	};

	assert_int_equal(argument_count, 2);
	fonts_folder = arguments[1];
	return cmocka_run_group_tests(tests, start, stop);
}
