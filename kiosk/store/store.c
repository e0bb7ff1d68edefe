/* Opening, closing and migrating the file; what is known of the kiosk; news of other processes. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "store/internal.h"
#include "store/json.h"

#include "store/migrations.inc"

enum { MIGRATIONS = sizeof(migrations) / sizeof(migrations[0]) };

static const struct lock_wait lock_waits[] = {
	[STORE_FACE] = {.limit_ms = 1000, .look_us = 500},
	[STORE_SYNC] = {.limit_ms = 10 * 1000, .look_us = 5000, .gap_us = 1000},
	[STORE_LOOK] = {.limit_ms = 10 * 1000, .look_us = 5000},
};

/* ---- opening ---- */

static bool path_in(const char *directory, const char *name, char path[static PATH_BYTES])
{
	return snprintf(path, PATH_BYTES, "%s/%s", directory, name) < PATH_BYTES;
}

static const char *lock_name(enum store_use use)
{
	return use == STORE_SYNC ? "sync.lock" : "kiosk.lock";
}

static bool take_lock(struct store *store, const char *directory, struct error *error)
{
	char path[PATH_BYTES];

	if (store->use == STORE_LOOK)
		return true;
	if (!path_in(directory, lock_name(store->use), path))
		return error_set(error, ERROR_BAD_INPUT, "the data directory's name is too long");
	store->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (store->lock < 0)
		return error_set(error, ERROR_IO, "%.160s: %s", path, strerror(errno));
	if (flock(store->lock, LOCK_EX | LOCK_NB) != 0)
		return error_set(error, ERROR_BUSY, "%.160s: held by another program", path);
	return true;
}

static int version_of(struct database *database)
{
	return (int)database_number(database, "PRAGMA user_version", NO_VALUES, -1);
}

static bool migrate_one(struct database *database, int version, struct error *error)
{
	char pragma[64];

	snprintf(pragma, sizeof(pragma), "PRAGMA user_version = %d", version);
	return database_script(database, migrations[version - 1], error) &&
	       database_script(database, pragma, error);
}

/* Each step is one transaction: a kill leaves the file at a version that is known. */
static bool migrate(struct database *database, struct error *error)
{
	for (int version = version_of(database) + 1; version <= MIGRATIONS; version++)
		if (!database_begin(database, error) ||
			!database_end(database, migrate_one(database, version, error), error))
			return false;
	return true;
}

static bool settle_version(struct store *store, struct error *error)
{
	int version = version_of(&store->database);

	store->is_newer = version > MIGRATIONS;
	if (store->is_newer)
		return store->use != STORE_FACE ||
		       database_script(&store->database, "PRAGMA query_only = 1", error);
	if (version < 0)
		return error_set(error, ERROR_CORRUPT, "kiosk.db cannot be read");
	if (store->use == STORE_FACE)
		return migrate(&store->database, error);
	return version == MIGRATIONS || error_set(error, ERROR_BUSY,
						"kiosk.db is of an older version: library-kiosk "
						"brings it up to date when it starts");
}

/* The face's commits stay short: sync carries the WAL into the file; the face only if nobody does.
 * What the centre sends may fill 1 GiB (262144 pages, some two million cards): a centre that never
 * stops leaves the face room on its disk. */
static bool set_limits(struct store *store, struct error *error)
{
	return database_script(&store->database,
		store->use == STORE_SYNC
			? "PRAGMA wal_autocheckpoint = 1024; PRAGMA max_page_count = 262144;"
			: "PRAGMA wal_autocheckpoint = 4096",
		error);
}

static int64_t data_version(struct store *store)
{
	return database_number(&store->database, "PRAGMA data_version", NO_VALUES, 0);
}

/* SQLite would let everybody read it; its journal takes the file's mode. */
static bool create_private(const char *path, struct error *error)
{
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0660);

	if (file < 0)
		return error_set(error, ERROR_IO, "%.160s: %s", path, strerror(errno));
	close(file);
	return true;
}

/* Without it the kiosk asks what it asked before. */
static void read_forms_again(struct store *store)
{
	struct error error = {0};

	if (store->use == STORE_FACE && !store->is_newer && !read_told_forms_again(store, &error))
		log_error("reading the centre's forms again", &error);
}

static bool open_in(struct store *store, const char *directory, struct error *error)
{
	char path[PATH_BYTES];

	if (!path_in(directory, "kiosk.db", path))
		return error_set(error, ERROR_BAD_INPUT, "the data directory's name is too long");
	if (!take_lock(store, directory, error) ||
		(store->use == STORE_FACE && !create_private(path, error)) ||
		!database_open(&store->database, path, store->use != STORE_LOOK,
			lock_waits[store->use], error) ||
		!settle_version(store, error) || !set_limits(store, error))
		return false;
	read_forms_again(store);
	store->data_version = data_version(store);
	return true;
}

struct store *store_open_directory(const char *directory, enum store_use use, struct error *error)
{
	struct store *store = calloc(1, sizeof(*store));

	assert(store);
	ciphers_start();
	json_wipes();
	store->use = use;
	store->lock = -1;
	if (open_in(store, directory, error))
		return store;
	store_close(store);
	return NULL;
}

static bool has_file(const char *directory)
{
	char path[PATH_BYTES];

	return path_in(directory, "kiosk.db", path) && access(path, F_OK) == 0;
}

static bool not_enrolled(const char *directory, struct error *error)
{
	return error_set(error, ERROR_NOT_ENROLLED,
		"%.80s is not enrolled yet: the library's centre will give a kiosk its number and "
		"its keys, in a version to come",
		directory);
}

struct store *store_open(const char *directory, enum store_use use, struct error *error)
{
	if (!has_file(directory)) {
		not_enrolled(directory, error);
		return NULL;
	}
	struct store *store = store_open_directory(directory, use, error);
	if (!store)
		return NULL;
	struct error loading = {0};
	if (enrolment_load(store, &loading) && enrolment_load_keys(store, directory, &loading) &&
		clock_set_zone(store->enrolment.zone, &loading))
		return store;
	if (loading.code == ERROR_NOT_FOUND)
		not_enrolled(directory, error);
	else
		error_set(error, loading.code, "%s", loading.detail);
	store_close(store);
	return NULL;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	if (store->database.sqlite)
		database_close(&store->database);
	if (store->lock >= 0)
		close(store->lock);
	free(store->batch);
	memory_wipe(&store->keys, sizeof(store->keys));
	free(store);
}

/* ---- what it is ---- */

bool store_is_newer(const struct store *store)
{
	return store->is_newer;
}

const struct enrolment *store_enrolment(const struct store *store)
{
	return &store->enrolment;
}

const struct kiosk_keys *store_keys(const struct store *store)
{
	return &store->keys;
}

const struct ticket_key *store_ticket_keys(struct store *store, int *count)
{
	struct row row = database_select(&store->database,
		"SELECT id, public FROM ticket_key ORDER BY id LIMIT ?1",
		VALUES(number_value(TICKET_KEYS_MAX)));

	for (*count = 0; row_next(&row); ++*count) {
		struct ticket_key *key = &store->ticket_keys[*count];
		size_t length;
		const void *bytes = row_blob(&row, 1, &length);

		key->id = (uint32_t)row_number(&row, 0);
		memcpy(key->public, bytes, SIGN_PUBLIC_BYTES); /* the table checks the length */
	}
	return store->ticket_keys;
}

bool store_read_failed(struct store *store, struct error *error)
{
	return database_read_failed(&store->database, error);
}

bool store_has_news(struct store *store)
{
	int64_t before = store->data_version;

	store->data_version = data_version(store);
	return store->data_version != before;
}
