/* After a visit the whole memory of the face is searched for what the visitor typed and was called:
 * memory LIBRARY-KIOSK ASSETS. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "face.h"

enum { CANARY_BYTES = 64, CANARY_FORMS = 3, REGION_BYTES_MAX = 512 << 20 };

static struct stage stage;
static struct face face;
static struct face_options options = {.stage = &stage};

static int start(void **state)
{
	stage_make(&stage, options.assets, 1, "2026-12-04T10:04");
	return face_start(&face, &options) ? 0 : -1;
}

static int stop(void **state)
{
	face_end(&face, SIGTERM);
	stage_remove(&stage);
	return 0;
}

/* ---- searching ---- */

struct canary {
	unsigned char bytes[CANARY_BYTES * 4];
	size_t length;
};

/* Letters as bytes, as 16 and as 32 bits: as texts, and as what lays out texts keeps them. */
static struct canary canary_of(const char *ascii, size_t width)
{
	struct canary canary = {.length = strlen(ascii) * width};

	for (size_t i = 0; ascii[i]; i++)
		canary.bytes[i * width] = (unsigned char)ascii[i];
	return canary;
}

static int count_in_region(
	int memory, unsigned long from, unsigned long to, const struct canary *canary)
{
	size_t size = to - from;
	unsigned char *bytes = size <= REGION_BYTES_MAX ? malloc(size) : NULL, *at = bytes;
	ssize_t count = bytes ? pread(memory, bytes, size, (off_t)from) : -1;
	int found = 0;

	while (count > 0 &&
		(at = memmem(at, (size_t)(bytes + count - at), canary->bytes, canary->length))) {
		at++;
		found++;
	}
	free(bytes);
	return found;
}

/* In all that the face may write to. */
static int count_in_memory(const struct canary *canary)
{
	char path[64], line[512], rights[8];
	unsigned long from, to;
	int found = 0;

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)face.pid);
	int memory = open(path, O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)face.pid);
	FILE *maps = fopen(path, "re");
	assert_true(memory >= 0 && maps);
	while (fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) == 3 && rights[0] == 'r' &&
			rights[1] == 'w')
			found += count_in_region(memory, from, to, canary);
	fclose(maps);
	close(memory);
	return found;
}

static int times_in_memory(const char *ascii)
{
	int found = 0;

	for (size_t width = 1; width <= 4; width *= 2) {
		struct canary canary = canary_of(ascii, width);
		int here = count_in_memory(&canary);
		if (here)
			print_message("%d times with %zu bytes a letter\n", here, width);
		found += here;
	}
	return found;
}

/* ---- a visit ---- */

/* Letter by letter, as fingers do: the harness's own lines must not hold it. */
static void type(const char *text)
{
	for (; *text; text++)
		assert_true(face_tell(
			&face, json_pack("{s:s, s:s%}", "type", "type", "text", text, (size_t)1)));
}

static void tap(const char *text)
{
	if (!face_tap(&face, text))
		fail_msg("%s: %s", text, face.detail);
}

static void hold(const char *uid)
{
	assert_true(face_tell(
		&face, json_pack("{s:s, s:s, s:s, s:s, s:b, s:[]}", "type", "arrive", "source",
			       "nfc", "uid", uid, "technology", "type2", "random", 0, "texts")));
}

static void test_the_search_finds_what_is_there(void **state)
{
	tap("Join the library");
	tap("Me");
	type("Qzyxwina Vorrelbax");
	assert_true(times_in_memory("Vorrelbax") > 0);
}

static void test_nothing_that_was_typed_is_in_memory_after_the_visit(void **state)
{
	tap("Continue");
	tap("I would rather not say");
	type("vorrelbax@qzyxwina.example");
	tap("Continue");
	tap("That is right");
	tap("Yes, you may");
	tap("Finish");
	assert_true(face_is_on(&face, "home"));
	assert_int_equal(times_in_memory("orrelbax"), 0);
	assert_int_equal(times_in_memory("zyxwina"), 0);
}

static void test_no_name_of_a_card_is_in_memory_after_the_visit(void **state)
{
	hold("04A3B2C312E580");
	assert_true(face_is_on(&face, "my_page"));
	assert_true(times_in_memory("Krystyna") > 0);
	tap("Finish");
	assert_true(face_is_on(&face, "home"));
	assert_int_equal(times_in_memory("Krystyna"), 0);
}

static void test_no_name_of_a_guest_is_in_memory_after_the_visit(void **state)
{
	tap("Book a place");
	assert_true(face_tap_name(&face, "choose", 0));
	tap("Book places");
	tap("Add a first name");
	type("Qzyxwina");
	tap("Continue");
	assert_true(times_in_memory("zyxwina") > 0);
	tap("Continue");
	assert_true(face_is_on(&face, "ticket"));
	tap("Done");
	assert_true(face_is_on(&face, "home"));
	assert_int_equal(times_in_memory("zyxwina"), 0);
}

static void test_what_was_given_up_half_way_is_not_in_memory(void **state)
{
	tap("Join the library");
	tap("Me");
	type("Qzyxwina Vorrelbax");
	tap("Finish");
	tap("Yes, finish");
	assert_true(face_is_on(&face, "home"));
	assert_int_equal(times_in_memory("orrelbax"), 0);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_search_finds_what_is_there),
		cmocka_unit_test(test_nothing_that_was_typed_is_in_memory_after_the_visit),
		cmocka_unit_test(test_no_name_of_a_card_is_in_memory_after_the_visit),
		cmocka_unit_test(test_no_name_of_a_guest_is_in_memory_after_the_visit),
		cmocka_unit_test(test_what_was_given_up_half_way_is_not_in_memory),
	};

	if (argc != 3)
		return 2;
	options.program = argv[1];
	options.assets = argv[2];
	return cmocka_run_group_tests(tests, start, stop);
}
