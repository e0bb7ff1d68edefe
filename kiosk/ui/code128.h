/* A number as bars: Code 128. Two digits share a symbol, so that a library card's 14 take 112 modules,
 * and there is a check symbol; capitals and small letters are in it, too. Pure. */
#ifndef UI_CODE128_H
#define UI_CODE128_H

#include <stdbool.h>

enum {
	CODE128_TEXT_MAX = 40,
	CODE128_WIDTHS_MAX = (CODE128_TEXT_MAX + 4) * 6 + 1, /* start, change, check; stop has 7 */
	CODE128_QUIET_MODULES = 10,                          /* white at either side */
};

struct code128 {
	int modules; /* wide, without what is white around it */
	int count;
	signed char widths[CODE128_WIDTHS_MAX]; /* in modules: a bar, a gap, a bar, ... */
};

/* False: there is no text, too much of it, or something else than ASCII's letters, digits and signs. */
bool code128_make(const char *text, struct code128 *code);

#endif
