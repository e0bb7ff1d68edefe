/* Every allocation of a look fails once, in turn: the answer is a status, the program goes on, and
 * with memory the code is read again. The picture with two equal codes makes ZXing compare reads;
 * version 1 fails at that and is asked for one. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "readers/camera/picture.h"
#include "readers/camera/zxing.h"

#if __has_include(<ZXing/ReaderOptions.h>)
enum { ZXING_1 = 0 };
#else
enum { ZXING_1 = 1 };
#endif

enum { ALLOCATIONS_MAX = 20000 };

static const char *folder;
static long allocations, fail_at; /* 0: none fails */

#if defined(__SANITIZE_ADDRESS__)
/* A sanitizer has a malloc of its own. */
#define HAS_OWN_MALLOC 0
#else
#define HAS_OWN_MALLOC 1

void *__libc_malloc(size_t size);

void *malloc(size_t size)
{
	if (fail_at > 0 && ++allocations == fail_at) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_malloc(size);
}
#endif

static struct plane plane;
static struct codes codes;

static void load(const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_true(picture_load(path, &plane, NULL));
}

static enum zxing_status read_with_failure(long at)
{
	const struct zxing_options options = {.kinds = ZXING_ALL, .try_harder = true};

	allocations = 0;
	fail_at = at;
	enum zxing_status status = zxing_read(plane_luma(&plane), &options, &codes);
	fail_at = 0;
	return status;
}

static void fail_each(const char *name, int codes_wanted)
{
	long at = 1;
	int failures = 0;

	load(name);
	for (; at < ALLOCATIONS_MAX; at++) {
		enum zxing_status status = read_with_failure(at);
		assert_true(status == ZXING_OK || status == ZXING_MEMORY || status == ZXING_THREW);
		if (status != ZXING_OK)
			assert_int_equal(codes.count, 0);
		failures += status == ZXING_MEMORY;
		if (allocations < at)
			break;
	}
	assert_in_range(at, 20, ALLOCATIONS_MAX - 1);
	assert_in_range(failures, 10, at);
	assert_int_not_equal(read_with_failure(0), ZXING_MEMORY);
	assert_int_equal(codes.count, codes_wanted);
}

static void every_failing_allocation_is_a_status(void **state)
{
	if (!HAS_OWN_MALLOC)
		skip();
	fail_each("ticket.png", 1);
	fail_each("code39.png", 1);
	fail_each("pdf417.png", 1);
	fail_each("aztec.png", 1);
	fail_each("datamatrix.png", 1);
	fail_each("code128-twice.png", ZXING_1 ? 1 : 2);
	fail_each("malformed-mode.pgm", 0);
	plane_finish(&plane);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_failing_allocation_is_a_status),
	};

	folder = arguments[count - 1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
