/* Bounded: what is too large is refused, never cut. */
#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_whole(
	FILE *file, char *text, size_t bytes_max, size_t *length, struct error *error)
{
	*length = fread(text, 1, bytes_max + 1, file);
	if (ferror(file))
		return error_set(error, ERROR_IO, "it cannot be read");
	return *length <= bytes_max ||
	       error_set(error, ERROR_BAD_INPUT, "it is larger than %zu bytes", bytes_max);
}

char *file_read(const char *path, size_t bytes_max, size_t *length, struct error *error)
{
	FILE *file = fopen(path, "re");

	if (!file) {
		error_set(error, ERROR_NOT_FOUND, "%s", strerror(errno));
		return NULL;
	}
	char *text = calloc(1, bytes_max + 2);
	bool done = text ? read_whole(file, text, bytes_max, length, error)
			 : error_set(error, ERROR_MEMORY, "no memory for a file");
	fclose(file);
	if (done)
		return text;
	free(text);
	return NULL;
}
