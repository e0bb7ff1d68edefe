/* Why an event is left out, in words for whoever wrote it: all that is wrong with it, in the order in
 * which it was found, so that it can be mended in one go. */
#ifndef CALENDAR_REASON_H
#define CALENDAR_REASON_H

#include <stdbool.h>

enum { REASON_BYTES = 400 };

/* Always false, so that a caller can `return reason_add(...)`. What finds no room is "and more". */
bool reason_add(char reason[static REASON_BYTES], const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
