/* The life of a printer: opened, looked after, given one slip at a time. What it does not take within
 * PRINTER_STALLS_MS is given up: the strip that it is in is finished when there is paper again, then the
 * cut; the rest of somebody's ticket does not come out for the next visitor. */
#ifndef PRINTER_PRINTER_H
#define PRINTER_PRINTER_H

#include <stdbool.h>

#include "printer/slip.h"

enum { PRINTER_STALLS_MS = 8000, PRINTER_LOOKS_EVERY_MS = 5000 };

struct printer {
	const char *path;
	int descriptor; /* -1: not open */
	int failures;   /* to open it, in a row */
	int64_t due_ms; /* open or look again */

	struct slip coming; /* in pieces */
	struct slip slip;   /* being printed; no rows: none is */
	int part;           /* of it, in `bytes` */
	size_t length, sent;
	int64_t moved_ms;
	bool given_up;
	uint8_t bytes[ESCPOS_PART_BYTES_MAX];
};

/* `path` stays. */
void printer_init(struct printer *printer, const char *path);
void printer_finish(struct printer *printer);

/* Does what is due and what the device takes. False: nobody listens any more. */
bool printer_step(struct printer *printer, int64_t now_ms);
/* A "print" line. One that cannot be printed now is answered at once. */
bool printer_take(struct printer *printer, const json_t *line, int64_t now_ms);

/* When to call printer_step() at the latest, and what to wait for: -1, or the device to be written. */
int64_t printer_due_ms(const struct printer *printer);
int printer_descriptor(const struct printer *printer);

#endif
