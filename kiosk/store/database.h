/* SQLite in the words of the store; the only place that calls it. Statements are prepared once and
 * kept, found again by the address of their text: `sql` is always a string literal.
 *
 * Reading: struct row row = database_select(...); while (row_next(&row)) ...; a row that is left
 * before the last needs row_end().
 *
 * A read that fails ends like one without more rows, so that readers stay short, but it is not
 * forgotten: until database_read_failed() is asked no transaction begins, nothing is written and none
 * that is open commits. So nothing is ever decided, written or shown because a row could not be read. */
#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "base/error.h"
#include "base/id.h"
#include "rules/party.h"

enum { KEPT_STATEMENTS = 256 };

struct kept_statement {
	const char *sql;
	sqlite3_stmt *statement;
};

/* How long, and how often, a locked file is tried again. SQLite's lock is not fair: who writes in the
 * background looks for it seldom and leaves a gap after each commit, in which the face, who looks
 * often, gets its turn. */
struct lock_wait {
	int limit_ms, look_us, gap_us;
};

struct database {
	sqlite3 *sqlite;
	struct lock_wait lock_wait;
	struct kept_statement kept[KEPT_STATEMENTS];
	int kept_count;
	struct error
		unread; /* the first read that failed since this was last asked; code 0: none */
};

/* What is bound to ?1, ?2, ...: database_run(db, "... ?1 ... ?2", VALUES(id_value(id), number_value(7)),
 * error). */
enum value_kind { VALUES_END, VALUE_NULL, VALUE_NUMBER, VALUE_TEXT, VALUE_BLOB, VALUE_ID };
struct value {
	enum value_kind kind;
	int64_t number;
	const void *bytes;
	size_t length;
	struct id id;
};
#define VALUES(...) ((const struct value[]){__VA_ARGS__, {.kind = VALUES_END}})
#define NO_VALUES ((const struct value[]){{.kind = VALUES_END}})
/* Five numbers, in the order of the tables' columns adults ... wheelchairs. */
#define PARTY_VALUES(party)                                                                        \
	number_value((party)->count[PARTY_ADULTS]), number_value((party)->count[PARTY_CHILDREN]),  \
		number_value((party)->count[PARTY_BABIES]),                                        \
		number_value((party)->count[PARTY_PRAMS]),                                         \
		number_value((party)->count[PARTY_WHEELCHAIRS])

struct value number_value(int64_t number);
struct value null_value(void);
struct value text_value(const char *text); /* NULL: NULL */
struct value blob_value(const void *bytes, size_t length);
struct value id_value(struct id id);
struct value id_or_null(struct id id); /* the zero id is NULL */

/* `writable`: may create the file. */
bool database_open(struct database *database, const char *path, bool writable,
	struct lock_wait lock_wait, struct error *error);
void database_close(struct database *database);

/* BEGIN IMMEDIATE; database_end() commits what was `done`, else rolls back, and returns whether the
 * facts are on the disk. Both refuse after a read that failed. */
bool database_begin(struct database *database, struct error *error);
/* True, and why, if a read failed since this was last asked: what was read since is not to be used. */
bool database_read_failed(struct database *database, struct error *error);
bool database_end(struct database *database, bool done, struct error *error);

bool database_run(struct database *database, const char *sql, const struct value *values,
	struct error *error);
/* Rows that the last database_run() changed. */
int database_changed(const struct database *database);
/* And since the file was opened. */
int database_changed_in_all(const struct database *database);
/* Carries the journal into the file and cuts it to nothing: what was deleted is in neither. `*done`
 * false: somebody reads or writes, who is not waited for; later, then. */
bool database_empty_journal(struct database *database, bool *done, struct error *error);
/* Nothing is left between the pages' rows of what was deleted or moved. Nobody writes meanwhile, and the
 * journal is as large as the file afterwards. */
bool database_write_anew(struct database *database, struct error *error);
/* Several statements at once, not kept. */
bool database_script(struct database *database, const char *sql, struct error *error);

struct row {
	struct database *database;
	sqlite3_stmt *statement; /* NULL: at its end */
};
struct row database_select(struct database *database, const char *sql, const struct value *values);
bool row_next(struct row *row);
void row_end(struct row *row);
bool row_is_null(const struct row *row, int column);
int64_t row_number(const struct row *row, int column);
int row_int(const struct row *row, int column);
struct id row_id(const struct row *row, int column);     /* NULL: the zero id */
const char *row_text(const struct row *row, int column); /* NULL: ""; until the next row */
const void *row_blob(const struct row *row, int column, size_t *length);
struct party row_party(const struct row *row, int column);

/* The first column of the first row, or `otherwise`. */
int64_t database_number(
	struct database *database, const char *sql, const struct value *values, int64_t otherwise);

#endif
