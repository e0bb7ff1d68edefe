/* Commands are tables of bytes; only a strip's head has numbers in it. */
#include "printer/escpos.h"

#include <assert.h>
#include <string.h>

static const uint8_t reset[] = {0x1B, '@'};
static const uint8_t end[] = {0x1B, 'd', ESCPOS_FEED_LINES, 0x1D, 'V', 66, 0};

static size_t append(uint8_t *to, size_t length, const void *bytes, size_t count)
{
	memcpy(to + length, bytes, count);
	return length + count;
}

static int strips(const struct bitmap *picture)
{
	return (picture->rows + ESCPOS_STRIP_ROWS - 1) / ESCPOS_STRIP_ROWS;
}

int escpos_parts(const struct bitmap *picture)
{
	return strips(picture) + 1;
}

static size_t append_strip(uint8_t *to, size_t length, const struct bitmap *picture, int strip)
{
	int row_bytes = bitmap_row_bytes(picture->width), first = strip * ESCPOS_STRIP_ROWS;
	int rows = picture->rows - first;

	if (rows > ESCPOS_STRIP_ROWS)
		rows = ESCPOS_STRIP_ROWS;
	const uint8_t head[] = {0x1D, 'v', '0', 0, (uint8_t)row_bytes, (uint8_t)(row_bytes >> 8),
		(uint8_t)rows, (uint8_t)(rows >> 8)};
	length = append(to, length, head, sizeof(head));
	return append(to, length, picture->bits + (size_t)first * (size_t)row_bytes,
		(size_t)rows * (size_t)row_bytes);
}

size_t escpos_part(const struct bitmap *picture, int part, uint8_t to[static ESCPOS_PART_BYTES_MAX])
{
	assert(picture->width > 0 && picture->width <= ESCPOS_WIDTH_MAX && picture->rows > 0);
	assert(part >= 0 && part < escpos_parts(picture));
	if (part == strips(picture))
		return append(to, 0, end, sizeof(end));
	return append_strip(to, part == 0 ? append(to, 0, reset, sizeof(reset)) : 0, picture, part);
}
