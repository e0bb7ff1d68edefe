/* Numbers as bars, read by the decoder that the camera uses. */
#include "ui/code128.h"

#include <string.h>

#include "../rules/rows.h"
#include "readers/camera/decoder.h"

enum { MODULE_PX = 2, HEIGHT = 60 };

struct row {
	const char *name, *text;
	int modules; /* 11 each for start, symbols and check, 13 for stop; 0: it cannot be said */
};

static const struct row rows[] = {
	{"a library card's number is seven pairs", "24007000100008", 9 * 11 + 13},
	{"a digit that is left over stands alone", "2400700010007", 10 * 11 + 13},
	{"so does a check digit of ten", "2400700X", 8 * 11 + 13},
	{"letters first, and all stands alone", "DD123456789012", 16 * 11 + 13},
	{"letters behind digits", "1234AB", 7 * 11 + 13},
	{"two digits are a pair", "42", 3 * 11 + 13},
	{"small letters are others than capitals", "aZ09z", 7 * 11 + 13},
	{"signs are read, too", "A-1 ~x!", 9 * 11 + 13},
	{"nothing is no code", "", 0},
	{"a letter beyond ASCII is in none", "12é4", 0},
	{"a line break is in none", "12\n4", 0},
	{"the longest text that there is room for", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMN",
		42 * 11 + 13},
	{"a longer one is none", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNO", 0},
};

static void draw(const struct code128 *code, struct plane *plane)
{
	int width = (code->modules + 2 * CODE128_QUIET_MODULES) * MODULE_PX;
	int x = CODE128_QUIET_MODULES * MODULE_PX;

	assert_true(plane_resize(plane, width, HEIGHT));
	memset(plane->pixels, 255, (size_t)width * HEIGHT);
	for (int i = 0; i < code->count; i++) {
		for (int y = 0; i % 2 == 0 && y < HEIGHT; y++)
			memset(plane->pixels + y * width + x, 0,
				(size_t)(code->widths[i] * MODULE_PX));
		x += code->widths[i] * MODULE_PX;
	}
}

static void is_read(const struct code128 *code, const char *text)
{
	static struct codes codes;
	struct plane plane = {0};
	bool malformed;

	draw(code, &plane);
	assert_true(search_picture(plane_luma(&plane), &codes, &malformed));
	assert_int_equal(codes.count, 1);
	assert_int_equal(codes.items[0].format, CODE_128);
	assert_string_equal(codes.items[0].text, text);
	plane_finish(&plane);
}

static void is_made(void **state)
{
	const struct row *row = *state;
	struct code128 code;

	assert_int_equal(code128_make(row->text, &code), row->modules > 0);
	assert_int_equal(code.modules, row->modules);
	if (row->modules > 0 && strlen(row->text) > 2)
		is_read(&code, row->text);
}

/* Each symbol of the table once, so that none of its hundred rows is a slip. */
static void every_symbol_is_read(void **state)
{
	char pair[CODE128_TEXT_MAX + 1];
	struct code128 code;

	for (int first = 0; first < 100; first += 10) {
		for (int i = 0; i < 10; i++) {
			pair[2 * i] = (char)('0' + (first + i) / 10);
			pair[2 * i + 1] = (char)('0' + i);
		}
		pair[20] = '\0';
		assert_true(code128_make(pair, &code));
		is_read(&code, pair);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_symbol_is_read)};

	return rows_run("is made", is_made, ROWS(rows)) + cmocka_run_group_tests(tests, NULL, NULL);
}
