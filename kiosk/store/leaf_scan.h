/* Rows of the log, found by their shape on the leaves of a file whose tree cannot be followed any more.
 * Each page is looked at for itself, as SQLite's file format has it; a page may be an old one, so that a
 * row may come twice, and once with a verdict and once without. No byte of the file is believed. */
#ifndef STORE_LEAF_SCAN_H
#define STORE_LEAF_SCAN_H

#include <stddef.h>
#include <stdint.h>

struct leaf_row {
	int64_t seq, verdict;
	const char *text; /* not ended by a NUL; until the function returns */
	size_t length;
};
typedef void leaf_take(void *context, const struct leaf_row *row);

/* A database file, or its journal (WAL). Nothing is taken from what is neither. */
void leaf_scan(const char *path, leaf_take *take, void *context);

#endif
