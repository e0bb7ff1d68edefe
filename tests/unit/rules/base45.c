/* The first five are RFC 9285's own examples. */
#include "rules/base45.h"

#include <string.h>

#include "rows.h"

struct good {
	const char *name, *text;
	uint8_t bytes[16];
	int length;
};

static const struct good good[] = {
	{"AB", "BB8", "AB", 2},
	{"Hello!!", "%69 VD92EX0", "Hello!!", 7},
	{"base-45", "UJCLQE7W581", "base-45", 7},
	{"ietf!", "QED8WEX0", "ietf!", 5},
	{"the largest pair", "FGW", {0xff, 0xff}, 2},
	{"the largest single byte", "U5", {0xff}, 1},
	{"nothing", "", {0}, 0},
	{"zeros are kept", "00000", {0, 0, 0}, 3},
};

struct bad {
	const char *name, *text;
};

static const struct bad bad[] = {
	{"a pair over 65535", "GGW"},
	{"three largest digits", ":::"},
	{"a byte over 255", "V5"},
	{"one digit alone", "0"},
	{"one digit left over", "BB80"},
	{"a character outside the alphabet", "BB#"},
	{"letters of another script", "ВВ8"},
	{"a newline at the end", "BB8\n"},
};

static void reads_and_writes(void **state)
{
	const struct good *row = *state;
	uint8_t bytes[16];
	char text[32];

	assert_int_equal(base45_read(row->text, bytes, sizeof(bytes)), row->length);
	assert_memory_equal(bytes, row->bytes, (size_t)row->length);
	base45_write(row->bytes, (size_t)row->length, text);
	assert_string_equal(text, row->text);
	assert_int_equal(strlen(text), BASE45_LENGTH(row->length));
}

static void is_refused(void **state)
{
	const struct bad *row = *state;
	uint8_t bytes[16];

	assert_int_equal(base45_read(row->text, bytes, sizeof(bytes)), -1);
}

static void what_does_not_fit_is_refused(void **state)
{
	uint8_t bytes[5] = {0, 0, 0, 0, 0x77};

	assert_int_equal(base45_read("QED8WEX0", bytes, 4), -1);
	assert_int_equal(bytes[4], 0x77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(what_does_not_fit_is_refused)};

	return rows_run("base45 reads and writes", reads_and_writes, ROWS(good)) +
	       rows_run("base45 refuses", is_refused, ROWS(bad)) +
	       cmocka_run_group_tests_name("base45", tests, NULL, NULL);
}
