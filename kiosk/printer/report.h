/* The lines of kiosk-printer on standard output. False: nobody is there to read them. */
#ifndef PRINTER_REPORT_H
#define PRINTER_REPORT_H

#include <stdbool.h>

bool report_hello(void);
bool report_pong(void);
/* "ready", "absent", "backoff"; "degraded": it is there and prints nothing. A state that was told last is
 * not again. */
bool report_state(const char *state, const char *detail);
/* What became of a job, once. */
bool report_printed(int job, bool good);

#endif
