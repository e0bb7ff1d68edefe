/* What a program could still do after foreign bytes, or a device, took it over: next to nothing. */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include "base/error.h"

/* From here on this process starts no program, makes no socket, traces nobody and gains no right,
 * for good. Files and devices can still be opened: one that was unplugged comes back. */
bool sandbox_enter(struct error *error);

#endif
