/* What all imports share: the file's text, the centre as its role staff, and the branch that rows
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

enum { IMPORT_PATH_BYTES = 4096 };

/* Of what is wrong with a programme's files, in report.alarm. */
#define IMPORT_ALARM_KIND "programme"

struct import {
	const char *what, *file, *centre, *key, *from, *until;
	const char *branch_name; /* NULL: the only one that there is */
	const char *calendar;    /* NULL: the calendar's own name */
	bool yes, dry_run, watch;
	bool remove;           /* `file` is the name of a calendar or of a form at the centre */
	const char *file_name; /* of one of several in a folder; else NULL */
	/* Of a folder: its files, and the calendars that were understood so far, each with its file. They
	 * stay until it is imported again. */
	json_t *files, *names;
	PGconn *connection;
	bool demo;
	enum import_outcome outcome; /* of an import that went well */
	int code;                    /* of the whole import, so far */
	int gone, coming;            /* IMPORT_NEEDS_YES: how many of how many */
	struct enrolment branch;
	uint8_t index_key[INDEX_KEY_BYTES];
};

/* The whole file, "-" for standard input, at most 16 MiB; the caller frees *text, also after false. */
bool import_read_file(const char *path, char **text, size_t *length, struct error *error);
/* The same of a file of any size: `bytes` is the caller's. */
struct import_text {
	size_t bytes_max, length;
	char *bytes;
};
bool import_read_text(const char *path, struct import_text *text, struct error *error);
/* Opens the connection; the caller finishes it. */
bool import_reach(struct import *import, struct error *error);
/* The same, and reads the branch. */
bool import_connect(struct import *import, struct error *error);
/* One text from a function of the centre; NULL and an error if there is none. The caller clears. */
PGresult *import_ask(struct import *import, const char *sql, int count, const char *const *values,
	struct error *error);
/* "BEGIN", "COMMIT". */
bool import_command(struct import *import, const char *sql, struct error *error);
/* Gives `rows` (stolen) to a function of (branch, rows); returns what it counts, or -1. */
int import_put(struct import *import, const char *sql, json_t *rows, struct error *error);

/* What is in `text` becomes rows of the centre, in one transaction. */
bool import_programme(struct import *import, const char *text, size_t length, struct error *error);
/* Cancels all that the calendar named import->file still has ahead. */
bool import_remove(struct import *import, struct error *error);
/* import->file is a file, a folder (each .ics and .csv in it, by name, each in its own transaction) or
 * "-". What happened to each file is told to `tell`, which returns false to go no further. */
typedef bool import_told(
	struct import *import, const char *path, bool done, const struct error *error);
bool import_programmes(struct import *import, import_told *tell, struct error *error);
bool import_is_folder(const char *path);
/* Of a file of the folder import->file. */
bool import_path_of(
	const struct import *import, const char *name, char path[static IMPORT_PATH_BYTES]);
/* Whether a file of a folder is one: "events.ics", "Kids.CSV", and not ".events.ics.part". */
bool import_is_calendar(const char *name);
/* Imports import->file whenever it is written anew; returns only if it cannot even begin. */
bool import_watch(struct import *import, struct error *error);
/* import->file, or with import->remove the form of that name is taken back. */
bool import_form(struct import *import, struct error *error);
/* import->file is what `kioskctl export --salvage` wrote. */
bool import_salvage(struct import *import, struct error *error);
/* `text` is wiped. */
bool import_members(struct import *import, char *text, size_t length, struct error *error);

#endif
