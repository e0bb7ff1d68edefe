/* Two pictures of the log: the file with its journal (WAL), and the file alone, for a journal that was
 * copied at another moment than its file makes nonsense of it. What neither can say is looked for on
 * every page by itself. */
#include "store/salvage.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/crypto.h"
#include "base/text.h"
#include "store/disk_copy.h"
#include "store/json.h"
#include "store/leaf_scan.h"
#include "store/outbox.h"

enum {
	PATH_BYTES = 1024,
	ROW_BYTES_LEAST = 64, /* of a row of the log: so many fit into a file at most */
};

struct picture {
	sqlite3 *sqlite;
	sqlite3_stmt *change; /* NULL: nothing can be read in this one */
};

enum { WITH_JOURNAL, FILE_ALONE, PICTURES };

/* A row that stood on some page. */
struct scanned {
	int64_t seq;
	char *text; /* NULL: it was answered */
};

struct salvage {
	struct picture pictures[PICTURES];
	struct scanned *scanned; /* by number, and what was answered first */
	size_t scanned_count, scanned_room;
	struct salvage_owner owner;
	int64_t bytes, first, last;
};

/* ---- a copy without a name ---- */

static bool path_in(const char *directory, const char *name, char path[static PATH_BYTES])
{
	return snprintf(path, PATH_BYTES, "%s/%s", directory, name) < PATH_BYTES;
}

static bool make_folder(char folder[static PATH_BYTES], struct error *error)
{
	const char *root = getenv("TMPDIR");

	if (!path_in(root && *root ? root : "/tmp", "kiosk-salvage-XXXXXX", folder) ||
		!mkdtemp(folder))
		return error_set(error, ERROR_IO, "a copy cannot be made in $TMPDIR");
	return true;
}

static void remove_folder(const char *folder)
{
	static const char *const names[] = {"kiosk.db", "kiosk.db-wal", "kiosk.db-shm"};
	char path[PATH_BYTES];

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (path_in(folder, names[i], path))
			unlink(path);
	rmdir(folder);
}

static bool copy_named(struct salvage *salvage, const char *directory, const char *folder,
	const char *name, struct error *error)
{
	char from[PATH_BYTES], to[PATH_BYTES];
	int64_t bytes = 0;

	if (!path_in(directory, name, from) || !path_in(folder, name, to))
		return error_set(error, ERROR_BAD_INPUT, "the directory's name is too long");
	bool done = disk_copy(from, to, &bytes, error);
	salvage->bytes += bytes;
	return done;
}

/* A journal that is not there, or cannot be read at all, is none. */
static bool copy_all(
	struct salvage *salvage, const char *directory, const char *folder, struct error *error)
{
	struct error ignored = {0};

	if (!copy_named(salvage, directory, folder, "kiosk.db", error))
		return false;
	if (copy_named(salvage, directory, folder, "kiosk.db-wal", &ignored))
		return true;
	return ignored.code != ERROR_FULL || error_set(error, ERROR_FULL, "%s", ignored.detail);
}

/* ---- pictures ---- */

static bool is_readable(sqlite3 *sqlite)
{
	return sqlite3_exec(sqlite,
		       "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cell_size_check = ON;"
		       "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;"
		       "PRAGMA wal_autocheckpoint = 0; SELECT count(*) FROM sqlite_schema",
		       NULL, NULL, NULL) == SQLITE_OK;
}

/* The journal stays out of the file, which is the other picture. */
static void open_picture(struct picture *picture, const char *path)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX |
		    SQLITE_OPEN_EXRESCODE;

	if (sqlite3_open_v2(path, &picture->sqlite, flags, NULL) != SQLITE_OK)
		return;
	sqlite3_db_config(picture->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_db_config(picture->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (is_readable(picture->sqlite))
		sqlite3_prepare_v2(picture->sqlite,
			"SELECT verdict, text FROM change WHERE seq = ?1", -1, &picture->change,
			NULL);
}

static void close_picture(struct picture *picture)
{
	sqlite3_finalize(picture->change);
	sqlite3_close(picture->sqlite);
}

static void open_pictures(struct salvage *salvage, const char *folder)
{
	char path[PATH_BYTES], address[PATH_BYTES + 32];

	if (!path_in(folder, "kiosk.db", path))
		return;
	open_picture(&salvage->pictures[WITH_JOURNAL], path);
	snprintf(address, sizeof(address), "file:%s?immutable=1", path);
	open_picture(&salvage->pictures[FILE_ALONE], address);
}

/* ---- what is in them ---- */

static bool begins(sqlite3 *sqlite, const char *sql, sqlite3_stmt **statement)
{
	*statement = NULL;
	return sqlite3_prepare_v2(sqlite, sql, -1, statement, NULL) == SQLITE_OK;
}

/* Of the first column's numbers, as far as the rows can be read; `otherwise` if there is none. */
static int64_t largest(struct picture *picture, const char *sql, int64_t otherwise)
{
	sqlite3_stmt *statement;
	int64_t found = otherwise;

	if (begins(picture->sqlite, sql, &statement))
		while (sqlite3_step(statement) == SQLITE_ROW)
			if (sqlite3_column_type(statement, 0) == SQLITE_INTEGER &&
				sqlite3_column_int64(statement, 0) > found)
				found = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return found;
}

/* No number that a damaged page may say is believed beyond what fits into the file. */
static void bound_ends(struct salvage *salvage)
{
	int64_t rows = salvage->bytes / ROW_BYTES_LEAST;
	int64_t first = salvage->first < 1 ? 1 : salvage->first;

	if (salvage->last - first > rows)
		salvage->last = first + rows;
}

/* Where the end of the table is damaged its index may still say how long the log is. */
static int64_t last_in(struct picture *picture)
{
	int64_t last = largest(picture, "SELECT max(seq) FROM change", 0);

	if (last > 0)
		return last;
	last = largest(picture, "SELECT seq FROM change ORDER BY id DESC", last);
	last = largest(picture, "SELECT seq FROM change ORDER BY id", last);
	last = largest(picture, "SELECT seq FROM change ORDER BY seq", last);
	return largest(picture, "SELECT sent FROM meeting", last);
}

static void find_ends(struct salvage *salvage)
{
	for (int i = 0; i < PICTURES; i++) {
		struct picture *picture = &salvage->pictures[i];
		int64_t acked =
			picture->change ? largest(picture, "SELECT acked FROM meeting", -1) : -1;
		int64_t last = picture->change ? last_in(picture) : 0;
		if (acked >= 0 && salvage->first == 0)
			salvage->first = acked + 1;
		if (last > salvage->last)
			salvage->last = last;
	}
	bound_ends(salvage);
}

static void take_branch(struct salvage_owner *owner, const char *settings)
{
	json_t *json = settings ? json_loads(settings, 0, NULL) : NULL;

	text_copy(owner->branch, sizeof(owner->branch), json_text(json, "branch"));
	json_decref(json);
}

static void read_owner(struct salvage *salvage, struct picture *picture)
{
	struct salvage_owner *owner = &salvage->owner;
	sqlite3_stmt *row;

	if (owner->kiosk == 0 && picture->change &&
		begins(picture->sqlite, "SELECT demo, kiosk, install, branch FROM enrolment",
			&row)) {
		if (sqlite3_step(row) == SQLITE_ROW) {
			owner->demo = sqlite3_column_int(row, 0) == 1;
			owner->kiosk = sqlite3_column_int(row, 1);
			if (sqlite3_column_bytes(row, 2) == ID_BYTES)
				memcpy(owner->install.bytes, sqlite3_column_blob(row, 2), ID_BYTES);
			take_branch(owner, (const char *)sqlite3_column_text(row, 3));
		}
		sqlite3_finalize(row);
	}
}

/* ---- the walk ---- */

enum found { FOUND_NOTHING, FOUND_ANSWERED, FOUND_UNSENT };

/* Half a change is none. */
static bool is_change(const char *text, int bytes)
{
	if (!text || bytes >= CHANGE_BYTES_MAX || strlen(text) != (size_t)bytes)
		return false;
	json_t *json = json_loadb(text, (size_t)bytes, 0, NULL);
	bool is_one = json_is_string(json_object_get(json, "id")) &&
		      json_is_object(json_object_get(json, "body"));
	json_decref(json);
	return is_one;
}

static enum found find(struct picture *picture, int64_t seq, const char **text)
{
	sqlite3_stmt *change = picture->change;

	if (!change)
		return FOUND_NOTHING;
	sqlite3_reset(change);
	sqlite3_bind_int64(change, 1, seq);
	if (sqlite3_step(change) != SQLITE_ROW ||
		sqlite3_column_type(change, 0) != SQLITE_INTEGER ||
		sqlite3_column_type(change, 1) != SQLITE_TEXT)
		return FOUND_NOTHING;
	if (sqlite3_column_int64(change, 0) != VERDICT_NONE)
		return FOUND_ANSWERED;
	*text = (const char *)sqlite3_column_text(change, 1);
	return is_change(*text, sqlite3_column_bytes(change, 1)) ? FOUND_UNSENT : FOUND_NOTHING;
}

static int by_number(const void *one, const void *other)
{
	const struct scanned *a = one, *b = other;

	if (a->seq != b->seq)
		return a->seq < b->seq ? -1 : 1;
	return (a->text != NULL) - (b->text != NULL);
}

/* The first of its number: it says whether any of them was answered. */
static enum found find_scanned(const struct salvage *salvage, int64_t seq, const char **text)
{
	size_t least = 0, most = salvage->scanned_count;

	while (least < most) {
		size_t middle = least + (most - least) / 2;
		if (salvage->scanned[middle].seq < seq)
			least = middle + 1;
		else
			most = middle;
	}
	if (least == salvage->scanned_count || salvage->scanned[least].seq != seq)
		return FOUND_NOTHING;
	*text = salvage->scanned[least].text;
	return *text ? FOUND_UNSENT : FOUND_ANSWERED;
}

static enum found find_anywhere(struct salvage *salvage, int64_t seq, const char **text)
{
	for (int i = 0; i < PICTURES; i++) {
		enum found found = find(&salvage->pictures[i], seq, text);
		if (found != FOUND_NOTHING)
			return found;
	}
	return find_scanned(salvage, seq, text);
}

struct salvage_count salvage_walk(struct salvage *salvage, salvage_take *take, void *context)
{
	struct salvage_count count = {0};

	for (int64_t seq = salvage->first < 1 ? 1 : salvage->first; seq <= salvage->last; seq++) {
		const char *text = NULL;
		enum found found = find_anywhere(salvage, seq, &text);
		count.changes += found == FOUND_UNSENT;
		count.damaged += found == FOUND_NOTHING;
		if (found == FOUND_UNSENT && take && !take(context, seq, text))
			break;
	}
	return count;
}

/* ---- every page by itself ---- */

static void keep_scanned(void *context, const struct leaf_row *row)
{
	struct salvage *salvage = context;
	char *text = NULL;

	if (row->verdict == VERDICT_NONE) {
		text = strndup(row->text, row->length);
		if (!is_change(text, (int)row->length)) {
			free(text);
			return;
		}
	}
	if (salvage->scanned_count == salvage->scanned_room) {
		salvage->scanned_room = 2 * salvage->scanned_room + 1024;
		salvage->scanned = reallocarray(
			salvage->scanned, salvage->scanned_room, sizeof(*salvage->scanned));
		assert(salvage->scanned);
	}
	salvage->scanned[salvage->scanned_count++] =
		(struct scanned){.seq = row->seq, .text = text};
}

static void scan_pages(struct salvage *salvage, const char *folder)
{
	static const char *const names[] = {"kiosk.db", "kiosk.db-wal"};
	char path[PATH_BYTES];

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (path_in(folder, names[i], path))
			leaf_scan(path, keep_scanned, salvage);
	if (salvage->scanned_count > 0)
		qsort(salvage->scanned, salvage->scanned_count, sizeof(*salvage->scanned),
			by_number);
}

/* How long the log is where neither tree nor index says so. */
static void find_scanned_ends(struct salvage *salvage)
{
	if (salvage->scanned_count == 0)
		return;
	int64_t least = salvage->scanned[0].seq;
	int64_t most = salvage->scanned[salvage->scanned_count - 1].seq;
	if (salvage->first == 0)
		salvage->first = least;
	if (most > salvage->last)
		salvage->last = most;
}

/* ---- opening ---- */

static bool is_open(const struct salvage *salvage)
{
	return salvage->pictures[WITH_JOURNAL].change || salvage->pictures[FILE_ALONE].change;
}

static bool read_all(
	struct salvage *salvage, const char *directory, const char *folder, struct error *error)
{
	if (!copy_all(salvage, directory, folder, error))
		return false;
	open_pictures(salvage, folder);
	for (int i = 0; i < PICTURES; i++)
		read_owner(salvage, &salvage->pictures[i]);
	find_ends(salvage);
	if (!is_open(salvage) || salvage_walk(salvage, NULL, NULL).damaged > 0) {
		scan_pages(salvage, folder);
		find_scanned_ends(salvage);
		bound_ends(salvage);
	}
	return is_open(salvage) || salvage->scanned_count > 0 ||
	       error_set(error, ERROR_CORRUPT,
		       "of kiosk.db nothing can be read: keep the disk, and ask whoever rescues "
		       "data from disks");
}

struct salvage *salvage_open(const char *directory, struct error *error)
{
	struct salvage *salvage = calloc(1, sizeof(*salvage));
	char folder[PATH_BYTES];

	assert(salvage);
	json_wipes();
	if (!make_folder(folder, error)) {
		free(salvage);
		return NULL;
	}
	bool done = read_all(salvage, directory, folder, error);
	remove_folder(folder);
	if (done)
		return salvage;
	salvage_close(salvage);
	return NULL;
}

void salvage_close(struct salvage *salvage)
{
	if (!salvage)
		return;
	for (int i = 0; i < PICTURES; i++)
		close_picture(&salvage->pictures[i]);
	for (size_t i = 0; i < salvage->scanned_count; i++)
		free(salvage->scanned[i].text);
	free(salvage->scanned);
	free(salvage);
}

const struct salvage_owner *salvage_owner(const struct salvage *salvage)
{
	return &salvage->owner;
}

/* ---- the mark ---- */

void salvage_note_fork(const char *directory, bool is_forked)
{
	char path[PATH_BYTES];

	if (!path_in(directory, "forked", path))
		return;
	if (!is_forked) {
		unlink(path);
		return;
	}
	int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (file >= 0)
		close(file);
}

bool salvage_is_fork(const char *directory)
{
	char path[PATH_BYTES];

	return path_in(directory, "forked", path) && access(path, F_OK) == 0;
}
