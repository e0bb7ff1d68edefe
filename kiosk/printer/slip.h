/* A picture that comes in pieces, as lines are short: {"type": "print", "job", "width", "rows", "bits",
 * "last"}. Each piece has whole rows; the pieces of one job follow each other, all as wide, and the one
 * that says `last` makes it whole. Pure; foreign pieces are refused, and the slip with them. */
#ifndef PRINTER_SLIP_H
#define PRINTER_SLIP_H

#include <jansson.h>

#include "printer/escpos.h"

struct slip {
	int job, width, rows;
	uint8_t bits[SLIP_ROWS_MAX * ESCPOS_WIDTH_MAX / 8];
};

enum slip_status {
	SLIP_WAITS,
	SLIP_WHOLE,
	SLIP_REFUSED, /* it is empty again */
};

/* Zero to start. A piece of another job begins anew. After SLIP_WHOLE: slip_forget(). */
enum slip_status slip_take(struct slip *slip, const json_t *line);
struct bitmap slip_picture(struct slip *slip);
/* A ticket is somebody's. */
void slip_forget(struct slip *slip);

#endif
