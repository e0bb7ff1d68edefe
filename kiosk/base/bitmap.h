/* A picture of black and white: what a receipt printer takes. Rows from the top, each of whole bytes; the
 * highest bit of a byte is its leftmost dot, a bit that is set is black. */
#ifndef BASE_BITMAP_H
#define BASE_BITMAP_H

#include <stddef.h>
#include <stdint.h>

enum { SLIP_ROWS_MAX = 16000 /* 2 m at 8 dots a millimetre: a series in bigger letters */ };

struct bitmap {
	int width, rows; /* dots */
	uint8_t *bits;   /* bitmap_row_bytes() * rows */
};

static inline int bitmap_row_bytes(int width)
{
	return (width + 7) / 8;
}

#endif
