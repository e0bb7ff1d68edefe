/* The lines of kiosk-camera on standard output. False: nobody is there to read them. */
#ifndef READERS_CAMERA_REPORT_H
#define READERS_CAMERA_REPORT_H

#include "readers/camera/zxing.h"

/* What "source" says from here on; a string that stays. "camera" at the start. */
void report_as(const char *source);

bool report_hello(void);
bool report_pong(void);
/* "absent", "ready", "degraded", "backoff", "disabled"; a state that was told last is not again. */
bool report_state(const char *state, const char *detail);
bool report_code(const struct code *code);
/* "two-codes", "malformed" (a code that breaks the rules of its kind, or one longer than any of a
 * library), "not-a-picture". */
bool report_unreadable(const char *reason);

#endif
