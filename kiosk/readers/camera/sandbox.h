/* What a picture that took the decoder over could still do: next to nothing. */
#ifndef READERS_CAMERA_SANDBOX_H
#define READERS_CAMERA_SANDBOX_H

#include "base/error.h"

/* From here on this process starts no program, makes no socket, traces nobody and gains no right,
 * for good. Files and devices can still be opened: a camera that was unplugged comes back. */
bool sandbox_enter(struct error *error);

#endif
