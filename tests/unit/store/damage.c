/* What a disk does to the file in years, and a cut in the middle of an upgrade; the numbers are those of
 * tests/faults/README.md. */
#include "fixture.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/internal.h"

enum { FLIPS = 120, FILE_BYTES_MAX = 4 * 1024 * 1024, TICK_STEPS = 150, KILLS_MAX = 400 };

static struct file {
	unsigned char bytes[FILE_BYTES_MAX];
	size_t length;
} whole, damaged;

static const char *path_in_fixture(const struct fixture *fixture, const char *suffix)
{
	static char path[100];

	snprintf(path, sizeof(path), "%s/kiosk.db%s", fixture->directory, suffix);
	return path;
}

static void read_file(const struct fixture *fixture, struct file *file)
{
	FILE *stream = fopen(path_in_fixture(fixture, ""), "rb");

	assert_non_null(stream);
	file->length = fread(file->bytes, 1, FILE_BYTES_MAX, stream);
	fclose(stream);
	assert_in_range(file->length, 1, FILE_BYTES_MAX - 1);
}

/* In the place of the kiosk's, and no journal beside it. */
static void put_file(const struct fixture *fixture, const struct file *file)
{
	FILE *stream = fopen(path_in_fixture(fixture, ""), "wb");

	assert_non_null(stream);
	assert_int_equal(fwrite(file->bytes, 1, file->length, stream), file->length);
	fclose(stream);
	unlink(path_in_fixture(fixture, "-wal"));
	unlink(path_in_fixture(fixture, "-shm"));
}

/* ---- 9: a bit ---- */

/* In a process of its own, which a broken file must not bring down. 0: nothing was promised; 1: promised,
 * and it is there; 2: promised, and it is not; and 4 more where the check finds the damage. */
static int visit(const char *directory, struct id session)
{
	struct booking booking, again;
	struct booking_wish wish = {.session = session, .party = party_of(1, 0), .language = "en"};
	bool stood_before, confirmed = false, is_there = false;
	struct store *store = store_open(directory, STORE_FACE, NULL);

	if (!store)
		return 4;
	if (store_book(store, &wish, NOW_MS, &booking, &stood_before, NULL))
		confirmed = booking.state == BOOKING_CONFIRMED;
	store_close(store);
	store = store_open(directory, STORE_FACE, NULL);
	is_there = store && store_booking(store, booking.id, &again) &&
		   again.state == BOOKING_CONFIRMED;
	bool sound = store && store_check(store, NULL);
	store_close(store);
	return (confirmed ? is_there ? 1 : 2 : 0) + (sound ? 0 : 4);
}

static int visit_elsewhere(const char *directory, struct id session)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		fclose(stderr);
		_exit(visit(directory, session));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void fault_9_a_flipped_bit_breaks_no_program_and_no_promise(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "story", ADMISSION_BOTH);
	int promised = 0, found = 0, lost = 0;

	fixture_lease(fixture, session, POOL_BOOKING, 12);
	fixture_fill(fixture, 4);
	store_close(fixture->store);
	read_file(fixture, &whole);
	srandom(9);
	for (int flip = 0; flip < FLIPS; flip++) {
		damaged = whole;
		damaged.bytes[(size_t)random() % whole.length] ^=
			(unsigned char)(1U << random() % 8);
		put_file(fixture, &damaged);
		int outcome = visit_elsewhere(fixture->directory, session);
		promised += (outcome & 3) == 1;
		lost += (outcome & 3) == 2;
		found += (outcome & 4) != 0;
	}
	put_file(fixture, &whole);
	fixture->store = store_open(fixture->directory, STORE_FACE, NULL);
	assert_non_null(fixture->store);
	print_message("%d flips: the check found %d, %d promises stand\n", FLIPS, found, promised);
	assert_int_equal(lost, 0);
	assert_in_range(found, 1, FLIPS);
	assert_in_range(promised, FLIPS / 2, FLIPS);
}

/* ---- 47: an upgrade ---- */

static int ticks_left;

static int tick(void *nobody)
{
	if (--ticks_left == 0)
		raise(SIGKILL);
	return 0;
}

static int count_ticks(sqlite3 *sqlite, const char **error, const void *nothing)
{
	sqlite3_progress_handler(sqlite, TICK_STEPS, tick, NULL);
	return SQLITE_OK;
}

/* Brings the file up to date; the process is killed after so many ticks. True: it came to the end. */
static bool upgraded_within(const char *directory, int ticks)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		ticks_left = ticks;
		sqlite3_auto_extension((void (*)(void))count_ticks);
		struct store *store = store_open_directory(directory, STORE_FACE, NULL);
		_exit(store ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
	return WIFEXITED(status);
}

static char *schema_of(const struct fixture *fixture)
{
	static char texts[2][64 * 1024];
	static int next;
	char *text = texts[next++ % 2];
	struct row row = database_select(&fixture->store->database,
		"SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)",
		NO_VALUES);

	assert_true(row_next(&row));
	snprintf(text, sizeof(texts[0]), "%s", row_text(&row, 0));
	row_end(&row);
	assert_true(strlen(text) > 1000);
	return text;
}

/* From the first version to the newest; wherever it is killed, the next start goes on. */
static void fault_47_an_upgrade_that_is_killed_is_done_at_the_next_start(void **state)
{
	static const struct file nothing;
	struct fixture *fixture = *state;
	int newest = (int)fixture_count(fixture, "PRAGMA user_version"), kills = 0;
	const char *schema = schema_of(fixture);
	bool done = false;

	store_close(fixture->store);
	read_file(fixture, &whole);
	for (int ticks = 1; !done && kills < KILLS_MAX; ticks += 1 + ticks / 8) {
		put_file(fixture, &nothing);
		done = upgraded_within(fixture->directory, ticks);
		kills += !done;
		fixture->store = store_open_directory(fixture->directory, STORE_FACE, NULL);
		assert_non_null(fixture->store);
		assert_int_equal(fixture_count(fixture, "PRAGMA user_version"), newest);
		assert_string_equal(schema_of(fixture), schema);
		assert_true(store_check(fixture->store, NULL));
		store_close(fixture->store);
	}
	put_file(fixture, &whole);
	fixture->store = store_open(fixture->directory, STORE_FACE, NULL);
	print_message("killed at %d places\n", kills);
	assert_true(done);
	assert_in_range(kills, 10, KILLS_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(fault_9_a_flipped_bit_breaks_no_program_and_no_promise),
		TEST(fault_47_an_upgrade_that_is_killed_is_done_at_the_next_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
