/* One line a record on standard error, with the level that journald reads ("<6>face: ready").
 * Never a card number, a name or typed text: log counts, codes and our own ids. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/error.h"

/* The program's short name, put before each line; a string that stays. Called once by main. */
void log_start(const char *program);

void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The one place where an operating error is written down: "<3>face: booking: full: <detail>". */
void log_error(const char *doing, const struct error *error);

#endif
