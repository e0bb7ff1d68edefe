/* The file that is imported, and the centre that takes it: a connection of its role staff. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "ctl/import.h"
#include "store/json.h"

enum { FILE_BYTES_MAX = 16 * 1024 * 1024 };

static const char *file_words(const char *path)
{
	return strcmp(path, "-") == 0 ? "standard input" : path;
}

/* All of it, and one byte more where it is too long. */
static bool read_all(FILE *file, const char *path, struct import_text *text, struct error *error)
{
	text->bytes = calloc(1, text->bytes_max + 2);
	text->length = text->bytes ? fread(text->bytes, 1, text->bytes_max + 1, file) : 0;
	if (!text->bytes || ferror(file))
		return error_set(error, ERROR_IO, "%.160s cannot be read", file_words(path));
	return text->length <= text->bytes_max ||
	       error_set(error, ERROR_BAD_INPUT, "%.160s is larger than %zu MiB", file_words(path),
		       text->bytes_max / 1024 / 1024);
}

bool import_read_text(const char *path, struct import_text *text, struct error *error)
{
	if (strcmp(path, "-") == 0)
		return read_all(stdin, path, text, error);
	FILE *file = fopen(path, "re");
	if (!file)
		return error_set(error, ERROR_BAD_INPUT, "%.160s: %s", path, strerror(errno));
	bool done = read_all(file, path, text, error);
	fclose(file);
	return done;
}

bool import_read_file(const char *path, char **text, size_t *length, struct error *error)
{
	struct import_text whole = {.bytes_max = FILE_BYTES_MAX};
	bool done = import_read_text(path, &whole, error);

	*text = whole.bytes;
	*length = whole.length;
	return done;
}

static bool complain(const PGresult *result, struct error *error)
{
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return error_set(error, sqlstate ? ERROR_REFUSED : ERROR_AWAY,
		"the centre answered with error %s; give the address of its role staff",
		sqlstate ? sqlstate : "(none)");
}

PGresult *import_ask(struct import *import, const char *sql, int count, const char *const *values,
	struct error *error)
{
	PGresult *result =
		PQexecParams(import->connection, sql, count, NULL, values, NULL, NULL, 0);

	if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1 &&
		!PQgetisnull(result, 0, 0))
		return result;
	complain(result, error);
	PQclear(result);
	return NULL;
}

bool import_command(struct import *import, const char *sql, struct error *error)
{
	PGresult *result = PQexec(import->connection, sql);
	bool done = PQresultStatus(result) == PGRES_COMMAND_OK || complain(result, error);

	PQclear(result);
	return done;
}

static bool read_branch(struct import *import, struct error *error)
{
	const char *name = import->branch_name ? import->branch_name : "";
	PGresult *result =
		import_ask(import, "SELECT coalesce(staff.branch($1), '')", 1, &name, error);
	if (!result)
		return false;
	if (!*PQgetvalue(result, 0, 0)) {
		PQclear(result);
		return error_set(error, ERROR_BAD_INPUT,
			*name ? "the centre has no branch '%.80s'"
			      : "the centre has several branches: name one with --branch%s",
			name);
	}
	json_t *answer = json_loads(PQgetvalue(result, 0, 0), JSON_REJECT_DUPLICATES, NULL);
	char *settings = json_dumps(json_object_get(answer, "settings"), JSON_COMPACT);

	PQclear(result);
	import->demo = json_is_true(json_object_get(answer, "demo"));
	json_decref(answer);
	bool done = settings && enrolment_read_branch(settings, &import->branch, error) &&
		    clock_set_zone(import->branch.zone, error);
	free(settings);
	return done || error_set(error, ERROR_CORRUPT, "the centre has no branch");
}

bool import_reach(struct import *import, struct error *error)
{
	/* Whoever waits for a centre that went silent hears of it within a minute. */
	static const char *const keys[] = {"dbname", "connect_timeout", "keepalives_idle",
		"keepalives_interval", "keepalives_count", "tcp_user_timeout", NULL};
	const char *const values[] = {import->centre, "10", "10", "5", "3", "30000", NULL};

	import->connection = PQconnectdbParams(keys, values, 1);
	return PQstatus(import->connection) == CONNECTION_OK ||
	       error_set(error, ERROR_AWAY, "the centre is away; is its address right?");
}

bool import_connect(struct import *import, struct error *error)
{
	return import_reach(import, error) && read_branch(import, error);
}

int import_put(struct import *import, const char *sql, json_t *rows, struct error *error)
{
	char *text = json_dumps(rows, JSON_COMPACT);
	const char *values[] = {import->branch.branch, text};
	int changed = -1;

	json_decref(rows);
	PGresult *result = import_ask(import, sql, 2, values, error);
	if (result)
		changed = atoi(PQgetvalue(result, 0, 0));
	PQclear(result);
	free(text);
	return changed;
}
