/* What both imports share: the file's text, the centre as its role staff, and the branch that rows
 * are for. Only for ctl/import*.c. */
#ifndef CTL_IMPORT_H
#define CTL_IMPORT_H

#include <jansson.h>
#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"
#include "store/enrolment.h"

enum import_outcome {
	IMPORT_WHOLE = 0,
	IMPORT_LEFT_SOME_OUT = 3,
	IMPORT_NEEDS_YES = 4, /* nothing was changed */
};

struct import {
	const char *what, *file, *centre, *key, *from, *until;
	const char *branch_name; /* NULL: the only one that there is */
	const char *calendar;    /* NULL: the calendar's own name */
	bool yes;
	PGconn *connection;
	bool demo;
	enum import_outcome outcome; /* of an import that went well */
	struct enrolment branch;
	uint8_t index_key[INDEX_KEY_BYTES];
};

/* The whole file, at most 16 MiB; the caller frees *text, also after false. */
bool import_read_file(const char *path, char **text, size_t *length, struct error *error);
/* Opens the connection and reads the branch; the caller finishes the connection. */
bool import_connect(struct import *import, struct error *error);
/* One text from a function of the centre; NULL and an error if there is none. The caller clears. */
PGresult *import_ask(struct import *import, const char *sql, int count, const char *const *values,
	struct error *error);
/* "BEGIN", "COMMIT". */
bool import_command(struct import *import, const char *sql, struct error *error);
/* Gives `rows` (stolen) to a function of (branch, rows); returns what it counts, or -1. */
int import_put(struct import *import, const char *sql, json_t *rows, struct error *error);

/* The two imports: what is in `text` becomes rows of the centre. */
bool import_programme(struct import *import, const char *text, size_t length, struct error *error);
/* `text` is wiped. */
bool import_members(struct import *import, char *text, size_t length, struct error *error);

#endif
