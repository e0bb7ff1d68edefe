/* Each kind of picture file, from tests/pictures (first argument) and from hand-made bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "readers/camera/decoder.h"
#include "readers/camera/picture.h"

static const char *folder;

static bool load(const char *name, struct plane *plane, struct error *error)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return picture_load(path, plane, error);
}

static void every_kind_of_file_is_read(void **state)
{
	static const char *const names[] = {
		"cmyk.jpg", "transparent.png", "interlaced-16.png", "letters.pgm"};
	static struct codes codes;
	struct plane plane = {0};
	bool malformed;

	for (int i = 0; i < 4; i++) {
		struct error error = {0};
		if (!load(names[i], &plane, &error))
			fail_msg("%s: %s", names[i], error.detail);
		assert_true(search_picture(plane_luma(&plane), &codes, &malformed));
		assert_int_equal(codes.count, 1);
		assert_string_equal(codes.items[0].text, "LIB-7KQ2M4");
		assert_true(plane.pixels[0] > 200);
	}
	plane_finish(&plane);
}

static void what_is_no_whole_picture_is_refused(void **state)
{
	static const char *const names[] = {"cut.png", "cut.jpg", "make.sh", "no-such-file", ""};
	struct plane plane = {0};

	for (int i = 0; i < 5; i++) {
		struct error error = {0};
		assert_false(load(names[i], &plane, &error));
		assert_int_not_equal(error.code, ERROR_NONE);
		assert_true(error.detail[0]);
	}
	plane_finish(&plane);
}

static bool parse(const char *bytes, struct plane *plane)
{
	size_t length = strlen(bytes);
	uint8_t *copy = malloc(length);

	memcpy(copy, bytes, length);
	bool ok = picture_parse(copy, length, plane, NULL);
	free(copy);
	return ok;
}

#define ROW "0 1 2 3 4 5 6 7 "
#define EIGHT_ROWS ROW ROW ROW ROW ROW ROW ROW ROW

static void a_pgm_is_read_with_comments_and_any_white(void **state)
{
	struct plane plane = {0};

	assert_true(parse("P2 # made by hand\n8 8\n# white:\n7\n" EIGHT_ROWS, &plane));
	assert_int_equal(plane.width, 8);
	assert_int_equal(plane.pixels[7], 255);
	assert_int_equal(plane.pixels[0], 0);
	assert_int_equal(plane.pixels[8 + 1], 255 / 7);
	plane_finish(&plane);
}

static void a_pgm_that_lies_is_refused(void **state)
{
	static const char *const lies[] = {
		"P5",
		"P5 8",
		"P5 8 8 255",
		"P5 8 8 255 short",
		"P5 8 8 0 " EIGHT_ROWS,
		"P5 8 8 70000 " EIGHT_ROWS,
		"P5 9000 9000 255 " EIGHT_ROWS,
		"P5 99999999999999 8 255 " EIGHT_ROWS,
		"P5 -8 8 255 " EIGHT_ROWS,
		"P5 4 4 255 " EIGHT_ROWS,
		"P2 8 8 7 " ROW,
		"P2 8 8 5 " EIGHT_ROWS,
		"P6 8 8 255 " EIGHT_ROWS,
	};
	struct plane plane = {0};

	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++)
		if (parse(lies[i], &plane))
			fail_msg("%s", lies[i]);
	plane_finish(&plane);
}

static void more_than_50_megapixels_are_refused_before_they_are_unpacked(void **state)
{
	static const char bomb[] = "P5 8000 8000 255 ", photograph[] = "P5 8000 6250 255 ";
	struct plane plane = {0};
	struct error error = {0};

	assert_false(picture_parse((const uint8_t *)bomb, strlen(bomb), &plane, &error));
	assert_string_equal(error.detail, "the picture has 64 megapixels; at most 50 are read");
	assert_null(plane.pixels);
	error = (struct error){0};
	assert_false(
		picture_parse((const uint8_t *)photograph, strlen(photograph), &plane, &error));
	assert_null(strstr(error.detail, "megapixels"));
	plane_finish(&plane);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_file_is_read),
		cmocka_unit_test(what_is_no_whole_picture_is_refused),
		cmocka_unit_test(a_pgm_is_read_with_comments_and_any_white),
		cmocka_unit_test(a_pgm_that_lies_is_refused),
		cmocka_unit_test(more_than_50_megapixels_are_refused_before_they_are_unpacked),
	};

	folder = arguments[count - 1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
