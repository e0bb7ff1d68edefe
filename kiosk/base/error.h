/* Operating errors. A function that can fail for a reason outside the program returns bool and
 * takes `struct error *` last: a code that chooses the visitor's sentence, a detail in English for
 * the log. A detail never holds a name, a number of a person or card, or typed text. Bugs are
 * asserted, in release too. An error that is set already is not overwritten: the lowest layer knows
 * best. A detail is valid UTF-8, however it was cut: it goes into lines of JSON. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

enum error_code {
	ERROR_NONE,
	ERROR_BAD_INPUT, /* what was given is not of its form; nothing was changed */
	ERROR_NOT_FOUND,
	ERROR_NOT_ENROLLED, /* the data directory belongs to no kiosk, or to another one */
	ERROR_BUSY,         /* somebody else holds it; trying again helps */
	ERROR_FULL,         /* disk, block of numbers or a table's limit */
	ERROR_CORRUPT,      /* what was stored is not what was written */
	ERROR_IO,
	ERROR_AWAY,    /* the centre or a device does not answer */
	ERROR_REFUSED, /* the other side answered no */
	ERROR_MEMORY,
};

struct error {
	enum error_code code;
	char detail[240];
};

/* Always false, so that a caller can `return error_set(...)`. `error` may be NULL. */
bool error_set(struct error *error, enum error_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* "full", "away", ...: for logs. */
const char *error_code_name(enum error_code code);

#endif
