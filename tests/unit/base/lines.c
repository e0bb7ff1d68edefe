/* Bytes to lines: whatever comes in whatever pieces. */
#include "base/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void give(struct lines *lines, const char *bytes, size_t length)
{
	while (length > 0) {
		size_t room;
		char *to = lines_room(lines, &room);
		size_t count = length < room ? length : room;
		memcpy(to, bytes, count);
		lines_took(lines, count);
		bytes += count;
		length -= count;
		if (length > 0) {
			const char *line;
			assert_int_not_equal(lines_next(lines, &line), LINES_LINE);
		}
	}
}

static void test_a_line_may_come_in_pieces(void **state)
{
	struct lines lines = {0};
	const char *line;

	give(&lines, "{\"type\":", 8);
	assert_int_equal(lines_next(&lines, &line), LINES_WAIT);
	give(&lines, "\"ping\"}\n{", 9);
	assert_int_equal(lines_next(&lines, &line), LINES_LINE);
	assert_string_equal(line, "{\"type\":\"ping\"}");
	assert_int_equal(lines_next(&lines, &line), LINES_WAIT);
}

static void test_a_line_of_4096_bytes_passes_and_one_more_is_rubbish(void **state)
{
	static char longest[LINE_BYTES_MAX + 1];
	struct lines lines = {0};
	const char *line;

	memset(longest, 'x', sizeof(longest));
	longest[LINE_BYTES_MAX - 1] = '\n';
	give(&lines, longest, LINE_BYTES_MAX);
	assert_int_equal(lines_next(&lines, &line), LINES_LINE);
	longest[LINE_BYTES_MAX - 1] = 'x';
	give(&lines, longest, LINE_BYTES_MAX);
	assert_int_equal(lines_next(&lines, &line), LINES_RUBBISH);
	give(&lines, "the rest\nnext\n", 14);
	assert_int_equal(lines_next(&lines, &line), LINES_LINE);
	assert_string_equal(line, "next");
}

static void test_a_nul_makes_a_line_rubbish_and_the_next_one_passes(void **state)
{
	struct lines lines = {0};
	const char *line;

	give(&lines, "a\0b\nnext\n", 9);
	assert_int_equal(lines_next(&lines, &line), LINES_RUBBISH);
	assert_int_equal(lines_next(&lines, &line), LINES_LINE);
	assert_string_equal(line, "next");
}

static void test_only_an_object_with_a_type_is_understood(void **state)
{
	static const char *const rubbish[] = {"", "{", "[]", "{}", "\"type\"", "{\"type\":1}",
		"{\"type\":\"a\",\"type\":\"b\"}", "{\"type\":\"\xff\"}"};

	for (size_t i = 0; i < sizeof(rubbish) / sizeof(rubbish[0]); i++)
		assert_null(lines_parse(rubbish[i]));
	json_t *line = lines_parse("{\"type\":\"ping\",\"more\":[1]}");
	assert_string_equal(lines_type(line), "ping");
	json_decref(line);
}

static void test_what_is_written_is_one_line_with_type_first(void **state)
{
	char bytes[64] = "";
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_true(lines_write(ends[1], json_pack("{s:s, s:i}", "type", "hello", "protocol", 1)));
	assert_true(read(ends[0], bytes, sizeof(bytes) - 1) > 0);
	assert_string_equal(bytes, "{\"type\":\"hello\",\"protocol\":1}\n");
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_line_may_come_in_pieces),
		cmocka_unit_test(test_a_line_of_4096_bytes_passes_and_one_more_is_rubbish),
		cmocka_unit_test(test_a_nul_makes_a_line_rubbish_and_the_next_one_passes),
		cmocka_unit_test(test_only_an_object_with_a_type_is_understood),
		cmocka_unit_test(test_what_is_written_is_one_line_with_type_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
