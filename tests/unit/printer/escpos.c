/* A picture goes to the printer and comes back dot for dot, by a reader that knows nothing of the writer. */
#include "printer/escpos.h"

#include <stdbool.h>
#include <string.h>

#include "../rules/rows.h"

enum { ROWS_OF_ALL_MAX = 400, STRIP_BYTES_MAX = 9216 };

struct sheet {
	uint8_t bits[ROWS_OF_ALL_MAX * 72];
	int row_bytes, rows, strips;
	bool cut;
};

struct shape {
	const char *name;
	int width, rows, strips;
};

static const struct shape shapes[] = {
	{"one dot", 1, 1, 1},
	{"a row across the paper", 576, 1, 1},
	{"a strip to the last row", 576, 128, 1},
	{"one row more is one strip more", 576, 129, 2},
	{"two whole strips", 576, 256, 2},
	{"a width that fills no byte", 381, 300, 3},
	{"a ticket of 58 mm", 384, 390, 4},
};

static uint8_t pattern(int at)
{
	return (uint8_t)(at * 167 + at / 251);
}

static const uint8_t *read_strip(struct sheet *sheet, const uint8_t *at)
{
	int row_bytes = at[4] | at[5] << 8, rows = at[6] | at[7] << 8, bytes = row_bytes * rows;

	assert_int_equal(at[3], 0);
	assert_in_range(rows, 1, 128);
	assert_in_range(bytes, 1, STRIP_BYTES_MAX);
	assert_true(sheet->rows == 0 || sheet->row_bytes == row_bytes);
	sheet->row_bytes = row_bytes;
	memcpy(sheet->bits + sheet->rows * row_bytes, at + 8, (size_t)bytes);
	sheet->rows += rows;
	sheet->strips++;
	return at + 8 + bytes;
}

static const uint8_t *read_cut(struct sheet *sheet, const uint8_t *at)
{
	sheet->cut = true;
	return at + 4;
}

/* A part is whole commands: none goes on in the next. */
static void read_part(struct sheet *sheet, const uint8_t *at, size_t length)
{
	const uint8_t *end = at + length;

	while (at < end) {
		assert_false(sheet->cut);
		if (memcmp(at, "\x1B@", 2) == 0)
			at += 2;
		else if (memcmp(at, "\x1Dv0", 3) == 0)
			at = read_strip(sheet, at);
		else if (memcmp(at, "\x1B\x64", 2) == 0)
			at += 3;
		else if (memcmp(at, "\x1DVB", 3) == 0)
			at = read_cut(sheet, at);
		else
			fail_msg("there is no command %02X %02X", at[0], at[1]);
	}
	assert_ptr_equal(at, end);
}

static void comes_back(void **state)
{
	static uint8_t bits[ROWS_OF_ALL_MAX * 72], part[ESCPOS_PART_BYTES_MAX];
	static struct sheet sheet;
	const struct shape *shape = *state;
	struct bitmap picture = {shape->width, shape->rows, bits};
	int bytes = bitmap_row_bytes(shape->width) * shape->rows;

	for (int i = 0; i < bytes; i++)
		bits[i] = pattern(i);
	memset(&sheet, 0, sizeof(sheet));
	for (int i = 0; i < escpos_parts(&picture); i++)
		read_part(&sheet, part, escpos_part(&picture, i, part));
	assert_true(sheet.cut);
	assert_int_equal(sheet.strips, shape->strips);
	assert_int_equal(sheet.rows, shape->rows);
	assert_int_equal(sheet.row_bytes * 8, (shape->width + 7) / 8 * 8);
	assert_memory_equal(sheet.bits, bits, (size_t)bytes);
}

static void the_bytes_are_those_of_the_command(void **state)
{
	static const uint8_t strip[] = {0x1B, '@', 0x1D, 'v', '0', 0, 2, 0, 1, 0, 0x80, 0x01};
	static const uint8_t cut[] = {0x1B, 'd', 2, 0x1D, 'V', 66, 0};
	uint8_t bits[] = {0x80, 0x01}, part[ESCPOS_PART_BYTES_MAX];
	struct bitmap picture = {16, 1, bits};

	assert_int_equal(escpos_parts(&picture), 2);
	assert_int_equal(escpos_part(&picture, 0, part), sizeof(strip));
	assert_memory_equal(part, strip, sizeof(strip));
	assert_int_equal(escpos_part(&picture, 1, part), sizeof(cut));
	assert_memory_equal(part, cut, sizeof(cut));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_bytes_are_those_of_the_command)};

	return rows_run("a picture comes back", comes_back, ROWS(shapes)) +
	       cmocka_run_group_tests_name("escpos", tests, NULL, NULL);
}
