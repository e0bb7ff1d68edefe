/* A table as spreadsheets write it (CSV), row by row. Fields may be quoted, with anything inside;
 * commas, semicolons or tabs part them, whichever the first line has most of; lines end in LF, CRLF or
 * CR; a byte order mark may come first. Rows in which nothing stands are passed over. The first that
 * says something is the heading, and all others must have as many fields.
 *
 * A row with a fault is given, too, as far as it was understood, so that it can be named. After one that
 * may have swallowed others the next is looked for on the line behind its first: a quotation mark that
 * is missing takes one row along, and not the rest. What was read is wiped at the end. */
#ifndef BASE_ROWS_H
#define BASE_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include <csv.h>

#include "base/error.h"

enum { ROW_FIELDS_MAX = 64 };

struct row {
	int line; /* of the file, on which it begins: the first is 1 */
	int count;
	const char
		*field[ROW_FIELDS_MAX]; /* good until the next row; UTF-8, but for one at fault */
	const char *wrong;              /* in words; NULL: nothing is */
	int wrong_field;                /* which is at fault; -1: the row as a whole */
};

struct rows {
	const char *text; /* the caller's; it must stay */
	size_t length, at;
	size_t field_bytes_max; /* what is longer has lost its quotation mark */
	char delimiter;
	int line;    /* that was read last */
	int columns; /* of the heading; 0: it is still to come */
	struct csv_parser parser;
	char *bytes; /* of this row's fields */
	size_t used;
	struct row *row; /* that is being read */
	bool row_ended, says_something, may_swallow;
};

/* False: there is no memory. rows_close() in any case. */
bool rows_open(struct rows *rows, const char *text, size_t length, size_t field_bytes_max,
	struct error *error);
/* False: there are no more. */
bool rows_next(struct rows *rows, struct row *row);
void rows_close(struct rows *rows);

/* Lines of the text, an upper bound of its rows. */
int rows_count_lines(const char *text, size_t length);

/* What stands in a heading behind `name`, whatever the case of its letters and with or without
 * spaces, "_" and "-" between its words: "" of "First-Name" for "first_name", " pl" of "Title pl"
 * for "title". NULL: it does not begin so. */
const char *rows_behind_name(const char *heading, const char *name);

#endif
