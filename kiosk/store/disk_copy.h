/* A file of a disk that may be dying, copied: what cannot be read of it is zeroes in the copy. */
#ifndef STORE_DISK_COPY_H
#define STORE_DISK_COPY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* `*bytes`: its length. ERROR_NOT_FOUND: there is no such file. */
bool disk_copy(const char *from, const char *to, int64_t *bytes, struct error *error);

#endif
