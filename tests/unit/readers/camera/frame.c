/* Frames of cameras with the strides and lengths that drivers really give, and lies about them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "readers/camera/frame.h"

enum { WIDTH = 10, HEIGHT = 9 };

static const char *folder;

static uint8_t grey_at(int x, int y)
{
	return (uint8_t)(16 + 20 * x + 3 * y);
}

/* A block of its very size, so that a sanitizer sees one byte too many. */
static uint8_t *make(int stride, int step, size_t length)
{
	uint8_t *bytes = malloc(length);

	memset(bytes, 0xee, length);
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++)
			bytes[y * stride + x * step] = grey_at(x, y);
	return bytes;
}

static void assert_grey(const struct frame *frame)
{
	struct plane plane = {0};
	struct luma luma;

	assert_true(frame_luma(frame, &plane, &luma));
	assert_int_equal(luma.width, WIDTH);
	assert_int_equal(luma.height, HEIGHT);
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++)
			assert_int_equal(luma.pixels[y * luma.stride + x], grey_at(x, y));
	plane_finish(&plane);
}

static void each_kind_is_read_with_any_stride(void **state)
{
	static const struct {
		enum frame_kind kind;
		int stride, step, more;
	} cases[] = {
		{FRAME_GREY, 10, 1, 0},
		{FRAME_GREY, 13, 1, 0},
		{FRAME_GREY, 64, 1, 100},
		{FRAME_NV12, 10, 1, 50},
		{FRAME_NV12, 17, 1, 85},
		{FRAME_YUYV, 20, 2, 0},
		{FRAME_YUYV, 23, 2, 0},
		{FRAME_YUYV, 64, 2, 7},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		/* The last row without padding, as some drivers count. */
		size_t length = (size_t)(cases[i].stride * (HEIGHT - 1) + WIDTH * cases[i].step +
					 cases[i].more);
		uint8_t *bytes = make(cases[i].stride, cases[i].step, length);
		struct frame frame = {cases[i].kind, bytes, length, WIDTH, HEIGHT, cases[i].stride};
		assert_grey(&frame);
		free(bytes);
	}
}

static void a_frame_that_lies_is_dropped(void **state)
{
	uint8_t bytes[WIDTH * HEIGHT * 2] = {0};
	const struct frame lies[] = {
		{FRAME_GREY, bytes, WIDTH * HEIGHT - 1, WIDTH, HEIGHT, WIDTH},
		{FRAME_GREY, bytes, sizeof(bytes), WIDTH, HEIGHT, WIDTH - 1},
		{FRAME_GREY, bytes, sizeof(bytes), 0, HEIGHT, WIDTH},
		{FRAME_GREY, bytes, sizeof(bytes), -8, HEIGHT, WIDTH},
		{FRAME_GREY, bytes, sizeof(bytes), WIDTH, 100000, WIDTH},
		{FRAME_NV12, bytes, WIDTH * HEIGHT - 1, WIDTH, HEIGHT, WIDTH},
		{FRAME_YUYV, bytes, sizeof(bytes) - 1, WIDTH, HEIGHT, 2 * WIDTH},
		{FRAME_YUYV, bytes, sizeof(bytes), WIDTH, HEIGHT, WIDTH},
		{FRAME_MJPG, bytes, sizeof(bytes), WIDTH, HEIGHT, 0},
		{FRAME_MJPG, bytes, 0, WIDTH, HEIGHT, 0},
	};
	struct plane plane = {0};
	struct luma luma;

	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++)
		assert_false(frame_luma(&lies[i], &plane, &luma));
	plane_finish(&plane);
}

static size_t read_file(const char *name, uint8_t *bytes, size_t size)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	size_t length = fread(bytes, 1, size, file);
	fclose(file);
	return length;
}

static void a_jpeg_frame_has_its_own_size_and_a_cut_one_is_dropped(void **state)
{
	static uint8_t bytes[64 * 1024];
	struct plane plane = {0};
	struct luma luma;
	struct frame frame = {FRAME_MJPG, bytes, 0, WIDTH, HEIGHT, 0};

	frame.length = read_file("clouds.jpg", bytes, sizeof(bytes));
	assert_true(frame_luma(&frame, &plane, &luma));
	assert_int_equal(luma.width, 320);
	assert_int_equal(luma.height, 240);
	frame.length /= 2;
	assert_false(frame_luma(&frame, &plane, &luma));
	plane_finish(&plane);
}

static void motion_is_a_change_larger_than_noise(void **state)
{
	enum { W = 320, H = 180 };
	static uint8_t pixels[W * H];
	struct motion motion = {0};
	struct luma luma = {pixels, W, H, W};

	memset(pixels, 100, sizeof(pixels));
	assert_true(motion_seen(&motion, luma));
	assert_false(motion_seen(&motion, luma));
	for (int i = 0; i < W * H; i++)
		pixels[i] = (uint8_t)(100 + i * 7 % 13);
	assert_false(motion_seen(&motion, luma));
	for (int y = 60; y < 120; y++)
		memset(pixels + y * W + 100, 180, 80);
	assert_true(motion_seen(&motion, luma));
	assert_false(motion_seen(&motion, luma));
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_is_read_with_any_stride),
		cmocka_unit_test(a_frame_that_lies_is_dropped),
		cmocka_unit_test(a_jpeg_frame_has_its_own_size_and_a_cut_one_is_dropped),
		cmocka_unit_test(motion_is_a_change_larger_than_noise),
	};

	folder = arguments[count - 1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
