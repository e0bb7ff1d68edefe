/* A picture in the command language of receipt printers, ESC/POS: the few commands that every one of
 * them knows. Letters are never sent, so no code page matters.
 *
 *   1B 40                        ESC @      the printer as it is after switching on
 *   1D 76 30 00 xL xH yL yH ...  GS v 0     raster: x bytes a row, y rows, then the rows; 1 is black
 *   1B 64 n                      ESC d      feed n lines
 *   1D 56 42 00                  GS V 66    feed to the cutter, and cut
 *
 * A picture goes in parts: strips of at most ESCPOS_STRIP_ROWS rows, for a printer's buffer may be small,
 * and the cut as the last. The printer is between two commands after each part: whoever stops there
 * leaves it able to print the next picture. Pure. */
#ifndef PRINTER_ESCPOS_H
#define PRINTER_ESCPOS_H

#include "base/bitmap.h"

enum {
	ESCPOS_WIDTH_MAX = 576, /* dots across paper of 80 mm */
	ESCPOS_STRIP_ROWS = 128,
	ESCPOS_FEED_LINES = 2, /* white below the picture */
	ESCPOS_PART_BYTES_MAX = 10 + ESCPOS_STRIP_ROWS * ESCPOS_WIDTH_MAX / 8,
};

/* The strips and the cut. */
int escpos_parts(const struct bitmap *picture);
/* The bytes of one of them, [0, escpos_parts()), in `to`; returns how many. The picture is 1 to
 * ESCPOS_WIDTH_MAX dots wide and has rows. */
size_t escpos_part(
	const struct bitmap *picture, int part, uint8_t to[static ESCPOS_PART_BYTES_MAX]);

#endif
