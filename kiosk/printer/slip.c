/* Every number of a piece is checked before its bits are believed. */
#include "printer/slip.h"

#include <string.h>

#include "base/text.h"

static int number(const json_t *line, const char *key)
{
	json_int_t value = json_integer_value(json_object_get(line, key));

	return value > 0 && value <= INT32_MAX ? (int)value : 0;
}

static bool append(struct slip *slip, int rows, const char *bits)
{
	size_t row_bytes = (size_t)bitmap_row_bytes(slip->width);
	size_t wanted = (size_t)rows * row_bytes;

	if (rows > SLIP_ROWS_MAX - slip->rows)
		return false;
	uint8_t *to = slip->bits + (size_t)slip->rows * row_bytes;
	slip->rows += rows;
	return text_unbase64(bits, to, wanted) == (int)wanted;
}

static bool take(struct slip *slip, const json_t *line)
{
	const char *bits = json_string_value(json_object_get(line, "bits"));
	int job = number(line, "job"), width = number(line, "width"), rows = number(line, "rows");

	if (job != slip->job)
		slip_forget(slip);
	if (slip->rows == 0)
		slip->width = width;
	slip->job = job;
	return job && bits && rows && width && width == slip->width && width <= ESCPOS_WIDTH_MAX &&
	       append(slip, rows, bits);
}

enum slip_status slip_take(struct slip *slip, const json_t *line)
{
	if (take(slip, line))
		return json_is_true(json_object_get(line, "last")) ? SLIP_WHOLE : SLIP_WAITS;
	slip_forget(slip);
	return SLIP_REFUSED;
}

struct bitmap slip_picture(struct slip *slip)
{
	return (struct bitmap){.width = slip->width, .rows = slip->rows, .bits = slip->bits};
}

void slip_forget(struct slip *slip)
{
	explicit_bzero(slip, sizeof(*slip));
}
