/* The power goes while a kiosk of an older version is brought up to date: at any write it leaves a file that
 * starts again and has every change of the log, none of which the centre has heard. From each version.
 *
 *   power_cut_upgrade MIGRATIONS (the folder with their files) */
#include "fixture.h"

#include <assert.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "power_cut_vfs.h"
#include "store/internal.h"

enum { OPERATIONS_A_CUT = 3, UNSENT = 40, FOLDER_BYTES = 200 };

static const char *migrations_folder;

static void run(sqlite3 *sqlite, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(sqlite, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s", why);
}

static void run_file(sqlite3 *sqlite, const char *path)
{
	static char sql[65536];
	FILE *file = fopen(path, "re");

	assert_non_null(file);
	size_t length = fread(sql, 1, sizeof(sql) - 1, file);
	sql[length] = '\0';
	fclose(file);
	run(sqlite, sql);
}

/* As a program of that version left it, with a log that was never sent. */
static void write_older(const char *folder, const glob_t *steps, int version, const char *enrolled)
{
	char text[FOLDER_BYTES + 80];
	sqlite3 *sqlite;

	snprintf(text, sizeof(text), "%s/kiosk.db", folder);
	assert_int_equal(sqlite3_open(text, &sqlite), SQLITE_OK);
	run(sqlite, "PRAGMA journal_mode = WAL");
	for (int i = 0; i < version; i++)
		run_file(sqlite, steps->gl_pathv[i]);
	snprintf(text, sizeof(text), "PRAGMA user_version = %d; ATTACH '%s/kiosk.db' AS newest",
		version, enrolled);
	run(sqlite, text);
	run(sqlite, "INSERT INTO enrolment SELECT * FROM newest.enrolment");
	for (int i = 0; i < UNSENT; i++) {
		snprintf(text, sizeof(text),
			"INSERT INTO change (id, kind, at_ms, text)"
			" VALUES (randomblob(16), 4, 0, '{\"number\": %d}')",
			i);
		run(sqlite, text);
	}
	assert_int_equal(sqlite3_close(sqlite), SQLITE_OK);
}

static struct store *open_with_key(const char *folder, const char *enrolled)
{
	char key[FOLDER_BYTES + 8], link[FOLDER_BYTES + 8];
	struct error error = {0};

	snprintf(key, sizeof(key), "%s-key", enrolled);
	snprintf(link, sizeof(link), "%s-key", folder);
	assert_int_equal(symlink(key, link), 0);
	struct store *store = store_open(folder, STORE_FACE, &error);
	if (!store)
		fail_msg("%s: %s", folder, error.detail);
	unlink(link);
	return store;
}

static void expect_whole(struct store *store, int newest)
{
	struct error error = {0};

	assert_true(store_check(store, &error));
	assert_int_equal(
		database_number(&store->database, "PRAGMA user_version", NO_VALUES, 0), newest);
	assert_int_equal(
		database_number(&store->database,
			"SELECT count(*) FROM change WHERE text = '{\"number\": ' || (seq - 1) || '}'",
			NO_VALUES, 0),
		UNSENT);
	assert_int_equal(outbox_position(store).length, UNSENT);
	assert_false(store_read_failed(store, &error));
}

/* Returns after how many cuts it was looked at. */
static int upgrade_from(const glob_t *steps, int version, const char *enrolled)
{
	char folder[FOLDER_BYTES], cuts[FOLDER_BYTES], picture[FOLDER_BYTES + 16];
	int newest = (int)steps->gl_pathc;

	snprintf(folder, sizeof(folder), "%s/from-%d", enrolled, version);
	snprintf(cuts, sizeof(cuts), "%s/cuts-%d", enrolled, version);
	assert_int_equal(mkdir(folder, 0700) + mkdir(cuts, 0700), 0);
	disk_start();
	disk_forget();
	disk_seed((uint64_t)version);
	write_older(folder, steps, version, enrolled);
	disk_watch(folder);
	disk_cut_now_and_then(OPERATIONS_A_CUT, cuts);
	struct store *store = open_with_key(folder, enrolled);
	expect_whole(store, newest);
	store_close(store);
	int count = disk_cuts();
	disk_forget();
	for (int i = 0; i < count; i++) {
		snprintf(picture, sizeof(picture), "%s/%d", cuts, i);
		store = open_with_key(picture, enrolled);
		expect_whole(store, newest);
		store_close(store);
	}
	return count;
}

static void a_power_cut_in_an_upgrade_leaves_a_kiosk_that_starts_again_with_all_its_log(
	void **state)
{
	struct fixture *fixture = *state;
	char pattern[FOLDER_BYTES];
	glob_t steps;
	int cuts = 0;

	snprintf(pattern, sizeof(pattern), "%s/*.sql", migrations_folder);
	assert_int_equal(glob(pattern, 0, NULL, &steps), 0);
	for (int version = 1; version < (int)steps.gl_pathc; version++)
		cuts += upgrade_from(&steps, version, fixture->directory);
	print_message("%d cuts while kiosks of %d versions were brought up to date\n", cuts,
		(int)steps.gl_pathc - 1);
	assert_true(cuts > 100);
	globfree(&steps);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_power_cut_in_an_upgrade_leaves_a_kiosk_that_starts_again_with_all_its_log,
			fixture_make, fixture_remove),
	};

	assert(argc == 2);
	migrations_folder = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
