/* A small file, whole. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Its text with a '\0' behind it, which the caller frees; NULL: it is not there, cannot be read
 * (ERROR_NOT_FOUND, ERROR_IO) or is larger than `bytes_max` (ERROR_BAD_INPUT). */
char *file_read(const char *path, size_t bytes_max, size_t *length, struct error *error);

#endif
