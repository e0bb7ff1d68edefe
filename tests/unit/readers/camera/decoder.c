/* ZXing and our search on the pictures in tests/pictures (first argument). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "readers/camera/decoder.h"
#include "readers/camera/live.h"
#include "readers/camera/picture.h"
#include "readers/camera/sight.h"

#if __has_include(<ZXing/ReaderOptions.h>)
enum { ZXING_1 = 0 };
#else
enum { ZXING_1 = 1 };
#endif

enum { FRAME_MS = 33, THREE_SECONDS = 90 };

static const char *folder;
static struct plane plane;
static struct codes codes;
static bool malformed;

#define TICKET                                                                                     \
	"LK1:6BFOXN%TS3DHPVO13J "                                                                  \
	"/G-/2YRVA.Q/R8VRU2FCJG9K%N5*CY0V8UE2KH9Q3-T1+2L:A4BP7D$M0WX6ZKJ5H "                       \
	"G7F3E1DC9B8A7654:3210ZYXWVUTS-RQPONMLKJIHGFEDCBA%9876543210*ZYXWVU+TSRQPONML."            \
	"KJIHGFEDCBA"

static void load(const char *name)
{
	char path[512];
	struct error error = {0};

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (!picture_load(path, &plane, &error))
		fail_msg("%s: %s", name, error.detail);
}

static void search(const char *name)
{
	load(name);
	assert_true(search_picture(plane_luma(&plane), &codes, &malformed));
}

static const struct {
	const char *name;
	enum code_format format;
	const char *text;
	bool is_for_search; /* a frame of a camera would have to be better */
} pictures[] = {
	{"ticket.png", CODE_QR, TICKET},
	{"ticket-dark-mode.png", CODE_QR, TICKET},
	{"ticket-turned.png", CODE_QR, TICKET},
	{"ticket-blurred.jpg", CODE_QR, TICKET, true},
	{"ticket-dim.jpg", CODE_QR, TICKET, true},
	{"code39.png", CODE_39, "LIB00412345"},
	{"code39-aslant.png", CODE_39, "LIB00412345", true},
	{"code128.png", CODE_128, "DD123456789012"},
	{"code128-upright.png", CODE_128, "DD123456789012"},
	{"code128-noise.jpg", CODE_128, "DD123456789012", true},
	{"code128-twice.png", CODE_128, "DD123456789012"},
	{"codabar.png", CODE_CODABAR, "21234567890123"},
	{"codabar-dark-mode.png", CODE_CODABAR, "21234567890123"},
	{"itf.png", CODE_ITF, "21234567890128"},
	{"itf-aslant.png", CODE_ITF, "21234567890128", true},
	{"itf-glare.jpg", CODE_ITF, "13553053958508"},
	{"hello.pgm", CODE_QR, "Hello"},
	{"ticket-veiled.png", CODE_QR, TICKET},
	{"line-break.png", CODE_QR, "LIB-7KQ2M4"},
	{"itf-short.png", CODE_ITF, "2404800123"},
	{"isbn.png", CODE_EAN_13, "9780306406157"},
	{"isbn-blurred.png", CODE_EAN_13, "9780306426124", true},
	{"code93.png", CODE_93, "LIB00412345"},
	{"pdf417.png", CODE_PDF417, "24004000010060"},
	{"aztec.png", CODE_AZTEC, "24004000010060"},
	{"datamatrix.png", CODE_DATA_MATRIX, "24004000010060"},
};

enum { PICTURES = sizeof(pictures) / sizeof(pictures[0]) };

static void each_picture_gives_its_code_and_nothing_else(void **state)
{
	for (int i = 0; i < PICTURES; i++) {
		search(pictures[i].name);
		if (codes.count != 1)
			fail_msg("%s: %d codes", pictures[i].name, codes.count);
		assert_int_equal(codes.items[0].format, pictures[i].format);
		assert_string_equal(codes.items[0].text, pictures[i].text);
		assert_int_equal(codes.items[0].length, strlen(pictures[i].text));
	}
}

/* What a camera that sees this picture says first; NULL: nothing. */
static const char *first_told(int frames)
{
	static struct sight sight;
	struct live live = {0};
	const struct code *code = NULL;

	sight = (struct sight){0};
	for (int frame = 0; frame < frames && !code; frame++) {
		enum zxing_status status = live_look(&live, plane_luma(&plane), &codes);
		sight_frame(&sight, 1000 + frame * FRAME_MS, &codes, status == ZXING_THREW, false,
			&code);
	}
	live_finish(&live);
	return code ? code->text : NULL;
}

static void a_camera_reads_a_code_within_two_rounds_of_looks(void **state)
{
	for (int i = 0; i < PICTURES; i++) {
		load(pictures[i].name);
		const char *told = first_told(2 * LIVE_LOOKS);
		if (told ? strcmp(told, pictures[i].text) != 0 : !pictures[i].is_for_search)
			fail_msg("%s: %s", pictures[i].name, told ? told : "nothing");
	}
}

static void a_scene_without_a_code_gives_none(void **state)
{
	static const char *const scenes[] = {
		"clouds.jpg", "text.png", "stripes.png", "squares.png"};

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		search(scenes[i]);
		assert_int_equal(codes.count, 0);
		assert_false(malformed);
		assert_null(first_told(THREE_SECONDS));
	}
}

/* ZXing 1 throws on it; ZXing 2 sees no code in it. */
static void a_crafted_code_is_malformed_and_harms_nobody(void **state)
{
	static const char *const crafted[] = {"malformed-mode.pgm", "malformed-count.pgm"};
	const struct zxing_options options = {.kinds = ZXING_CARDS | ZXING_QR, .try_harder = true};

	for (int i = 0; i < 2; i++) {
		search(crafted[i]);
		assert_int_equal(codes.count, 0);
		assert_int_equal(malformed, ZXING_1);
		assert_int_equal(zxing_read(plane_luma(&plane), &options, &codes),
			ZXING_1 ? ZXING_THREW : ZXING_OK);
		assert_int_equal(codes.count, 0);
	}
}

static void two_codes_are_both_given(void **state)
{
	search("two.png");
	assert_int_equal(codes.count, 2);
}

static void corners_are_where_the_code_lies(void **state)
{
	search("ticket-dark-mode.png");
	for (int i = 0; i < 4; i++) {
		assert_in_range(codes.items[0].corners[i].x, 8, plane.width - 8);
		assert_in_range(codes.items[0].corners[i].y, 8, plane.height - 8);
	}
	assert_true(codes.items[0].corners[1].x > codes.items[0].corners[0].x + 100);
	assert_true(codes.items[0].corners[3].y > codes.items[0].corners[0].y + 100);
}

static void sides_out_of_range_are_refused(void **state)
{
	static uint8_t pixels[9000];
	const struct zxing_options options = {.kinds = ZXING_CARDS | ZXING_QR, .try_harder = true};
	const struct luma bad[] = {{pixels, 7, 100, 7}, {pixels, 100, 7, 100},
		{pixels, 8193, 1, 8193}, {pixels, 20, 20, 19}};

	for (int i = 0; i < 4; i++) {
		assert_int_equal(zxing_read(bad[i], &options, &codes), ZXING_SIZE);
		assert_false(search_picture(bad[i], &codes, &malformed));
	}
}

static void noise_is_too_little_to_be_a_code(void **state)
{
	const struct {
		struct code code;
		bool is_plausible;
	} cases[] = {
		{{.format = CODE_39, .length = 2}, false},
		{{.format = CODE_39, .length = 3}, true},
		{{.format = CODE_CODABAR, .length = 3}, false},
		{{.format = CODE_CODABAR, .length = 4}, true},
		{{.format = CODE_ITF, .length = 4}, false},
		{{.format = CODE_ITF, .length = 7}, false},
		{{.format = CODE_ITF, .length = 6}, true},
		{{.format = CODE_128, .length = 1}, true},
		{{.format = CODE_QR, .length = 1}, true},
		{{.format = CODE_EAN_13, .length = 13, .text = "0798386426124"}, false},
		{{.format = CODE_EAN_13, .length = 13, .text = "9780306426124"}, true},
		{{.format = CODE_PDF417, .length = 0}, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(code_is_plausible(&cases[i].code), cases[i].is_plausible);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_picture_gives_its_code_and_nothing_else),
		cmocka_unit_test(a_camera_reads_a_code_within_two_rounds_of_looks),
		cmocka_unit_test(a_scene_without_a_code_gives_none),
		cmocka_unit_test(a_crafted_code_is_malformed_and_harms_nobody),
		cmocka_unit_test(two_codes_are_both_given),
		cmocka_unit_test(corners_are_where_the_code_lies),
		cmocka_unit_test(sides_out_of_range_are_refused),
		cmocka_unit_test(noise_is_too_little_to_be_a_code),
	};

	folder = arguments[count - 1];
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	plane_finish(&plane);
	return failed;
}
