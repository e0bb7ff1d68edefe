/* SQLite: WAL with synchronous=FULL, so that what was committed is on the disk. */
#include "store/database.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

static enum error_code code_of(int status)
{
	switch (status & 0xff) {
	case SQLITE_FULL:
	case SQLITE_TOOBIG:
		return ERROR_FULL;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERROR_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_CONSTRAINT:
		return ERROR_CORRUPT;
	case SQLITE_NOMEM:
		return ERROR_MEMORY;
	default:
		return ERROR_IO;
	}
}

/* SQLite's message may quote a value only for a syntax error, which is a bug and asserted. */
static bool fail(struct database *database, struct error *error)
{
	int status = sqlite3_extended_errcode(database->sqlite);

	return error_set(
		error, code_of(status), "store: %s (%d)", sqlite3_errmsg(database->sqlite), status);
}

static void read_failed(struct database *database)
{
	if (database->unread.code != ERROR_NONE)
		return;
	fail(database, &database->unread);
	log_error("reading", &database->unread);
}

struct value number_value(int64_t number)
{
	return (struct value){.kind = VALUE_NUMBER, .number = number};
}

struct value text_value(const char *text)
{
	return (struct value){.kind = text ? VALUE_TEXT : VALUE_NULL, .bytes = text};
}

struct value blob_value(const void *bytes, size_t length)
{
	return (struct value){
		.kind = bytes ? VALUE_BLOB : VALUE_NULL, .bytes = bytes, .length = length};
}

struct value id_value(struct id id)
{
	return (struct value){.kind = VALUE_ID, .id = id};
}

struct value null_value(void)
{
	return (struct value){.kind = VALUE_NULL};
}

struct value id_or_null(struct id id)
{
	return (struct value){.kind = id_is_zero(id) ? VALUE_NULL : VALUE_ID, .id = id};
}

static int bind_value(sqlite3_stmt *statement, int position, const struct value *value)
{
	switch (value->kind) {
	case VALUE_NUMBER:
		return sqlite3_bind_int64(statement, position, value->number);
	case VALUE_TEXT:
		return sqlite3_bind_text(statement, position, value->bytes, -1, SQLITE_TRANSIENT);
	case VALUE_BLOB:
		return sqlite3_bind_blob(
			statement, position, value->bytes, (int)value->length, SQLITE_TRANSIENT);
	case VALUE_ID:
		return sqlite3_bind_blob(
			statement, position, value->id.bytes, ID_BYTES, SQLITE_TRANSIENT);
	case VALUE_NULL:
	case VALUES_END:
		break;
	}
	return sqlite3_bind_null(statement, position);
}

static struct kept_statement *slot_of(struct database *database, const char *sql)
{
	size_t at = ((uintptr_t)sql >> 3) % KEPT_STATEMENTS;

	while (database->kept[at].sql && database->kept[at].sql != sql)
		at = (at + 1) % KEPT_STATEMENTS;
	return &database->kept[at];
}

static sqlite3_stmt *kept(struct database *database, const char *sql)
{
	struct kept_statement *slot = slot_of(database, sql);

	if (slot->sql)
		return slot->statement;
	int status = sqlite3_prepare_v3(
		database->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &slot->statement, NULL);
	assert(status != SQLITE_ERROR); /* a statement that this schema does not know is a bug */
	if (status != SQLITE_OK)
		return NULL;
	assert(database->kept_count < KEPT_STATEMENTS / 2);
	database->kept_count++;
	slot->sql = sql;
	return slot->statement;
}

static sqlite3_stmt *bound(struct database *database, const char *sql, const struct value *values)
{
	sqlite3_stmt *statement = kept(database, sql);

	if (!statement)
		return NULL;
	assert(!sqlite3_stmt_busy(statement)); /* somebody left a row without row_end() */
	for (int i = 0; values[i].kind != VALUES_END; i++) {
		int status = bind_value(statement, i + 1, &values[i]);
		assert(status != SQLITE_RANGE);
		if (status != SQLITE_OK)
			return NULL;
	}
	return statement;
}

/* Resets the statement for its next use and drops what was bound: values may be personal or big. */
static void release(sqlite3_stmt *statement)
{
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

static bool all_was_read(const struct database *database, struct error *error)
{
	const struct error *unread = &database->unread;

	return unread->code == ERROR_NONE || error_set(error, unread->code, "%s", unread->detail);
}

static bool run(
	struct database *database, const char *sql, const struct value *values, struct error *error)
{
	sqlite3_stmt *statement = bound(database, sql, values);
	int status = statement ? sqlite3_step(statement) : SQLITE_ERROR;

	if (status != SQLITE_DONE && status != SQLITE_ROW) {
		fail(database, error);
		if (statement)
			release(statement);
		return false;
	}
	release(statement);
	return true;
}

/* A read that fails for the disk's sake makes SQLite end the transaction around it: what were written
 * behind it would stand alone, committed at once. */
bool database_run(
	struct database *database, const char *sql, const struct value *values, struct error *error)
{
	return all_was_read(database, error) && run(database, sql, values, error);
}

int database_changed(const struct database *database)
{
	return sqlite3_changes(database->sqlite);
}

int database_changed_in_all(const struct database *database)
{
	return sqlite3_total_changes(database->sqlite);
}

bool database_script(struct database *database, const char *sql, struct error *error)
{
	return all_was_read(database, error) &&
	       (sqlite3_exec(database->sqlite, sql, NULL, NULL, NULL) == SQLITE_OK ||
		       fail(database, error));
}

static int wait_for_turn(void *context, int looks)
{
	const struct lock_wait *wait = context;

	if ((int64_t)looks * wait->look_us >= (int64_t)wait->limit_ms * 1000)
		return 0;
	usleep((useconds_t)wait->look_us);
	return 1;
}

/* Most of it while others write. Cutting keeps them out, and would keep them out for as long as somebody
 * reads. */
bool database_empty_journal(struct database *database, bool *done, struct error *error)
{
	sqlite3 *sqlite = database->sqlite;

	sqlite3_busy_handler(sqlite, NULL, NULL);
	int status = sqlite3_wal_checkpoint_v2(sqlite, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	if (status == SQLITE_OK)
		status = sqlite3_wal_checkpoint_v2(
			sqlite, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_handler(sqlite, wait_for_turn, &database->lock_wait);
	*done = status == SQLITE_OK;
	return *done || (status & 0xff) == SQLITE_BUSY || fail(database, error);
}

bool database_write_anew(struct database *database, struct error *error)
{
	return database_script(database, "VACUUM", error);
}

bool database_read_failed(struct database *database, struct error *error)
{
	bool failed = !all_was_read(database, error);

	database->unread = (struct error){0};
	return failed;
}

bool database_begin(struct database *database, struct error *error)
{
	assert(sqlite3_get_autocommit(database->sqlite));
	return database_run(database, "BEGIN IMMEDIATE", NO_VALUES, error);
}

bool database_end(struct database *database, bool done, struct error *error)
{
	if (done && database_run(database, "COMMIT", NO_VALUES, error)) {
		if (database->lock_wait.gap_us)
			usleep((useconds_t)database->lock_wait.gap_us);
		return true;
	}
	/* SQLite has rolled back by itself after some errors. */
	if (!sqlite3_get_autocommit(database->sqlite))
		run(database, "ROLLBACK", NO_VALUES, error);
	return false;
}

struct row database_select(struct database *database, const char *sql, const struct value *values)
{
	sqlite3_stmt *statement = bound(database, sql, values);

	if (!statement)
		read_failed(database);
	return (struct row){.database = database, .statement = statement};
}

void row_end(struct row *row)
{
	if (row->statement)
		release(row->statement);
	row->statement = NULL;
}

bool row_next(struct row *row)
{
	int status = row->statement ? sqlite3_step(row->statement) : SQLITE_DONE;

	if (status == SQLITE_ROW)
		return true;
	if (status != SQLITE_DONE)
		read_failed(row->database);
	row_end(row);
	return false;
}

bool row_is_null(const struct row *row, int column)
{
	return sqlite3_column_type(row->statement, column) == SQLITE_NULL;
}

int64_t row_number(const struct row *row, int column)
{
	return sqlite3_column_int64(row->statement, column);
}

int row_int(const struct row *row, int column)
{
	return sqlite3_column_int(row->statement, column);
}

struct id row_id(const struct row *row, int column)
{
	struct id id = {0};

	if (sqlite3_column_bytes(row->statement, column) == ID_BYTES)
		memcpy(id.bytes, sqlite3_column_blob(row->statement, column), ID_BYTES);
	return id;
}

const char *row_text(const struct row *row, int column)
{
	const unsigned char *text = sqlite3_column_text(row->statement, column);

	return text ? (const char *)text : "";
}

const void *row_blob(const struct row *row, int column, size_t *length)
{
	const void *bytes = sqlite3_column_blob(row->statement, column);

	*length = (size_t)sqlite3_column_bytes(row->statement, column);
	return bytes;
}

struct party row_party(const struct row *row, int column)
{
	struct party party;

	for (int part = 0; part < PARTY_PARTS; part++)
		party.count[part] = row_int(row, column + part);
	return party;
}

int64_t database_number(
	struct database *database, const char *sql, const struct value *values, int64_t otherwise)
{
	struct row row = database_select(database, sql, values);
	int64_t found = otherwise;

	if (row_next(&row)) {
		found = row_number(&row, 0);
		row_end(&row);
	}
	return found;
}

static bool configure(struct database *database, struct error *error)
{
	sqlite3_db_config(database->sqlite, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_db_config(database->sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(database->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(database->sqlite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(database->sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	return database_script(database,
		"PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
		"PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;",
		error);
}

bool database_open(struct database *database, const char *path, bool writable,
	struct lock_wait lock_wait, struct error *error)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
		    (writable ? SQLITE_OPEN_CREATE : 0);

	*database = (struct database){.lock_wait = lock_wait};
	if (sqlite3_open_v2(path, &database->sqlite, flags, NULL) != SQLITE_OK) {
		fail(database, error);
		database_close(database);
		return false;
	}
	sqlite3_busy_handler(database->sqlite, wait_for_turn, &database->lock_wait);
	if (configure(database, error) &&
		database_script(database,
			writable ? "PRAGMA journal_mode = WAL;" : "PRAGMA query_only = ON;", error))
		return true;
	database_close(database);
	return false;
}

void database_close(struct database *database)
{
	for (int i = 0; i < KEPT_STATEMENTS; i++)
		sqlite3_finalize(database->kept[i].statement);
	int status = sqlite3_close(database->sqlite);
	assert(status == SQLITE_OK);
	(void)status;
	database->sqlite = NULL;
}
