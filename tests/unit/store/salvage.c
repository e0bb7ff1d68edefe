/* What is read out of a disk that is damaged in many ways, or in none. */
#include "fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/internal.h"
#include "store/salvage.h"
#include "zeroed_page.h"

enum { MANY = 60, TEXTS_BYTES = 256 * 1024 };

/* All that was taken, a line each. */
struct taken {
	int64_t last_seq;
	char texts[TEXTS_BYTES];
};

static void book(struct fixture *fixture, struct id session, int times)
{
	struct booking_wish wish = wish_for(fixture->store, session, NULL, party_of(1, 0));
	struct booking booking;
	bool again;

	for (int i = 0; i < times; i++)
		assert_true(store_book(fixture->store, &wish, NOW_MS, &booking, &again, NULL));
}

static struct id book_many(struct fixture *fixture)
{
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);

	book(fixture, session, MANY);
	return session;
}

static void answer(struct fixture *fixture, int64_t seq)
{
	struct change_verdict verdict = {.seq = seq, .verdict = VERDICT_WAITING};

	assert_true(outbox_mark_sent(fixture->store, seq, NULL));
	assert_true(outbox_take_verdicts(fixture->store, &verdict, 1, NULL));
}

static bool take(void *context, int64_t seq, const char *text)
{
	struct taken *taken = context;
	size_t used = strlen(taken->texts);

	assert_true(seq > taken->last_seq);
	assert_true(used + strlen(text) + 2 < TEXTS_BYTES);
	snprintf(taken->texts + used, TEXTS_BYTES - used, "%s\n", text);
	taken->last_seq = seq;
	return true;
}

static struct salvage_count read_out(const char *directory, struct taken *taken)
{
	struct error error = {0};
	struct salvage *salvage = salvage_open(directory, &error);

	if (!salvage)
		fail_msg("%s", error.detail);
	struct salvage_count count = salvage_walk(salvage, taken ? take : NULL, taken);
	salvage_close(salvage);
	return count;
}

static void expect(struct fixture *fixture, int changes, int damaged)
{
	struct salvage_count count = read_out(fixture->directory, NULL);

	assert_int_equal(count.changes, changes);
	assert_int_equal(count.damaged, damaged);
}

static const char *file_of(struct fixture *fixture, const char *name)
{
	static char paths[4][128];
	static int next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", fixture->directory, name);
	return path;
}

static void run_sql(struct fixture *fixture, const char *sql)
{
	struct error error = {0};

	if (!database_script(&fixture->store->database, sql, &error))
		fail_msg("%s", error.detail);
}

/* Nothing is left in the journal. */
static void checkpoint(struct fixture *fixture)
{
	run_sql(fixture, "PRAGMA wal_checkpoint(TRUNCATE)");
}

/* The file is closed as by a program that ends well. */
static void close_store(struct fixture *fixture)
{
	store_close(fixture->store);
	fixture->store = NULL;
}

static void copy_file(const char *from, const char *to)
{
	char command[300];

	snprintf(command, sizeof(command), "cp '%s' '%s'", from, to);
	assert_int_equal(system(command), 0);
}

/* ---- a sound disk ---- */

static void all_without_a_verdict_is_read_as_it_stands_whether_sent_or_not(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct outbox_change changes[5];
	static struct taken taken;
	char expected[16 * 1024];

	book(fixture, session, 5);
	answer(fixture, 1);
	answer(fixture, 4);
	assert_true(outbox_mark_sent(fixture->store, 3, NULL));
	assert_int_equal(outbox_read(fixture->store, 1, 64 * 1024, changes, 5), 5);
	snprintf(expected, sizeof(expected), "%s\n%s\n%s\n", changes[1].text, changes[2].text,
		changes[4].text);
	taken = (struct taken){0};
	struct salvage_count count = read_out(fixture->directory, &taken);
	assert_int_equal(count.changes, 3);
	assert_int_equal(count.damaged, 0);
	assert_string_equal(taken.texts, expected);
	assert_int_equal(taken.last_seq, 5);
}

static void the_disk_says_whose_it_is(void **state)
{
	struct fixture *fixture = *state;
	struct salvage *salvage = salvage_open(fixture->directory, NULL);
	const struct salvage_owner *owner = salvage_owner(salvage);

	assert_int_equal(owner->kiosk, 1);
	assert_true(owner->demo);
	assert_string_equal(owner->branch, "micklefield");
	assert_true(id_equal(owner->install, store_enrolment(fixture->store)->install));
	salvage_close(salvage);
}

static void an_older_or_newer_version_of_the_file_is_read(void **state)
{
	static const char *const versions[] = {"PRAGMA user_version = 1",
		"PRAGMA user_version = 999; ALTER TABLE change ADD COLUMN later TEXT"};
	struct fixture *fixture = *state;

	book_many(fixture);
	for (int i = 0; i < 2; i++) {
		run_sql(fixture, versions[i]);
		expect(fixture, MANY, 0);
	}
}

static int files_in(const char *directory)
{
	DIR *folder = opendir(directory);
	int count = 0;

	assert_non_null(folder);
	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

static void nothing_is_written_to_the_disk_and_no_copy_is_left(void **state)
{
	struct fixture *fixture = *state;
	char scratch[] = "/tmp/kiosk-scratch-XXXXXX";
	struct stat before, after;

	book_many(fixture);
	close_store(fixture);
	assert_non_null(mkdtemp(scratch));
	setenv("TMPDIR", scratch, 1);
	assert_int_equal(chmod(fixture->directory, 0500), 0);
	int files = files_in(fixture->directory);
	assert_int_equal(stat(file_of(fixture, "kiosk.db"), &before), 0);
	expect(fixture, MANY, 0);
	assert_int_equal(files_in(fixture->directory), files);
	assert_int_equal(stat(file_of(fixture, "kiosk.db"), &after), 0);
	assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof(before.st_mtim));
	assert_int_equal(files_in(scratch), 2);
	assert_int_equal(chmod(fixture->directory, 0700), 0);
	unsetenv("TMPDIR");
	assert_int_equal(rmdir(scratch), 0);
}

/* ---- a damaged one ---- */

static void a_page_of_zeroes_costs_its_own_changes_and_no_more(void **state)
{
	struct fixture *fixture = *state;

	book_many(fixture);
	int lost = zero_leaf_of_log(file_of(fixture, "kiosk.db"), 2);
	close_store(fixture);
	assert_true(lost > 2 && lost < MANY / 2);
	expect(fixture, MANY - lost, lost);
}

static void where_the_end_of_the_log_is_zeroes_its_index_says_how_many_are_lost(void **state)
{
	struct fixture *fixture = *state;

	book_many(fixture);
	int lost = zero_leaf_of_log(file_of(fixture, "kiosk.db"), 0);
	close_store(fixture);
	assert_true(lost > 0 && lost < MANY / 2);
	expect(fixture, MANY - lost, lost);
}

static void half_a_change_is_counted_as_damaged(void **state)
{
	struct fixture *fixture = *state;

	book_many(fixture);
	run_sql(fixture,
		"UPDATE change SET text = substr(text, 1, 100) WHERE seq = 7;"
		"UPDATE change SET text = substr(text, 1, 50) || char(0) || substr(text, 52)"
		" WHERE seq = 9");
	checkpoint(fixture);
	expect(fixture, MANY - 2, 2);
}

static void a_number_that_no_log_has_keeps_nobody_waiting(void **state)
{
	struct fixture *fixture = *state;

	book_many(fixture);
	run_sql(fixture, "UPDATE change SET seq = 4611686018427387904 WHERE seq = 60");
	checkpoint(fixture);
	struct salvage_count count = read_out(fixture->directory, NULL);
	assert_int_equal(count.changes, MANY - 1);
	assert_true(count.damaged < 1000 * 1000);
}

/* ---- the journal ---- */

static void what_is_in_the_journal_alone_is_read(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);

	checkpoint(fixture);
	book(fixture, session, 3);
	expect(fixture, 3, 0);
}

static void without_its_journal_the_file_is_read_as_it_was_before(void **state)
{
	struct fixture *fixture = *state;
	struct id session = book_many(fixture);

	checkpoint(fixture);
	book(fixture, session, 3);
	copy_file(file_of(fixture, "kiosk.db"), file_of(fixture, "kept"));
	close_store(fixture);
	unlink(file_of(fixture, "kiosk.db-wal"));
	assert_int_equal(rename(file_of(fixture, "kept"), file_of(fixture, "kiosk.db")), 0);
	expect(fixture, MANY, 0);
}

static void of_a_torn_journal_what_was_whole_is_read(void **state)
{
	struct fixture *fixture = *state;
	struct id session = book_many(fixture);
	struct stat status;

	checkpoint(fixture);
	book(fixture, session, 6);
	assert_int_equal(stat(file_of(fixture, "kiosk.db-wal"), &status), 0);
	copy_file(file_of(fixture, "kiosk.db"), file_of(fixture, "kept"));
	copy_file(file_of(fixture, "kiosk.db-wal"), file_of(fixture, "kept-wal"));
	close_store(fixture);
	assert_int_equal(rename(file_of(fixture, "kept"), file_of(fixture, "kiosk.db")), 0);
	assert_int_equal(rename(file_of(fixture, "kept-wal"), file_of(fixture, "kiosk.db-wal")), 0);
	assert_int_equal(truncate(file_of(fixture, "kiosk.db-wal"), status.st_size - 2000), 0);
	expect(fixture, MANY + 5, 0);
}

/* Copied while the kiosk ran: first the file, and the journal when another one had begun. */
static void a_journal_of_another_moment_takes_nothing_from_the_file(void **state)
{
	struct fixture *fixture = *state;
	struct id session = book_many(fixture);

	checkpoint(fixture);
	copy_file(file_of(fixture, "kiosk.db"), file_of(fixture, "kept"));
	run_sql(fixture, "DROP INDEX change_exception");
	run_sql(fixture, "VACUUM");
	checkpoint(fixture);
	book(fixture, session, MANY);
	copy_file(file_of(fixture, "kiosk.db-wal"), file_of(fixture, "kept-wal"));
	close_store(fixture);
	assert_int_equal(rename(file_of(fixture, "kept"), file_of(fixture, "kiosk.db")), 0);
	assert_int_equal(rename(file_of(fixture, "kept-wal"), file_of(fixture, "kiosk.db-wal")), 0);
	assert_true(read_out(fixture->directory, NULL).changes >= MANY);
}

/* ---- every page by itself ---- */

static long long byte_of_root(struct fixture *fixture)
{
	return (long long)PAGE_BYTES *
	       (fixture_count(fixture, "SELECT rootpage FROM sqlite_schema WHERE name = 'change'") -
		       1);
}

static void where_the_root_of_the_log_is_lost_its_leaves_are_found(void **state)
{
	struct fixture *fixture = *state;

	book_many(fixture);
	run_sql(fixture,
		"UPDATE change SET text = replace(text, '\"body\":{', '\"body\":{\"padding\":\"'"
		" || printf('%.*c', 12000, 'x') || '\",') WHERE seq = 17");
	checkpoint(fixture);
	zero_page(file_of(fixture, "kiosk.db"), byte_of_root(fixture));
	close_store(fixture);
	static struct taken taken;
	taken = (struct taken){0};
	struct salvage_count count = read_out(fixture->directory, &taken);
	assert_int_equal(count.changes, MANY);
	assert_int_equal(count.damaged, 0);
	assert_non_null(strstr(taken.texts, "xxxxxxxxxxxxxxxx\",\"booking\":"));
}

static void where_the_first_page_is_lost_the_log_is_found_and_not_whose_it_is(void **state)
{
	struct fixture *fixture = *state;

	book_many(fixture);
	checkpoint(fixture);
	zero_page(file_of(fixture, "kiosk.db"), 0);
	close_store(fixture);
	struct salvage *salvage = salvage_open(fixture->directory, NULL);
	assert_non_null(salvage);
	assert_int_equal(salvage_owner(salvage)->kiosk, 0);
	assert_int_equal(salvage_walk(salvage, NULL, NULL).changes, MANY);
	assert_int_equal(salvage_walk(salvage, NULL, NULL).damaged, 0);
	salvage_close(salvage);
}

/* An old page says that it has none. */
static void a_verdict_on_any_page_is_one(void **state)
{
	struct fixture *fixture = *state;

	book_many(fixture);
	checkpoint(fixture);
	for (int seq = 5; seq <= 10; seq++)
		answer(fixture, seq);
	zero_page(file_of(fixture, "kiosk.db"), byte_of_root(fixture));
	expect(fixture, MANY - 6, 0);
	checkpoint(fixture);
}

static void flip_bytes(const char *path, unsigned *random)
{
	struct stat status;
	int file = open(path, O_RDWR | O_CLOEXEC);

	assert_int_equal(fstat(file, &status), 0);
	for (int i = 0; i < 40; i++) {
		off_t at = (off_t)(rand_r(random) % (unsigned)status.st_size);
		char byte = (char)rand_r(random);
		assert_int_equal(pwrite(file, &byte, 1, at), 1);
	}
	close(file);
}

static void no_damage_breaks_the_reader(void **state)
{
	struct fixture *fixture = *state;
	unsigned random = 7;
	int read = 0;

	book_many(fixture);
	checkpoint(fixture);
	close_store(fixture);
	copy_file(file_of(fixture, "kiosk.db"), file_of(fixture, "kept"));
	for (int i = 0; i < 300; i++) {
		flip_bytes(file_of(fixture, "kiosk.db"), &random);
		if (i % 10 == 0)
			copy_file(file_of(fixture, "kept"), file_of(fixture, "kiosk.db"));
		struct salvage *salvage = salvage_open(fixture->directory, NULL);
		if (salvage)
			read += salvage_walk(salvage, NULL, NULL).changes <= MANY;
		salvage_close(salvage);
	}
	assert_true(read > 200);
}

/* ---- nothing to read ---- */

static void what_is_no_log_is_said(void **state)
{
	struct fixture *fixture = *state;
	struct error error = {0};

	close_store(fixture);
	unlink(file_of(fixture, "kiosk.db-wal"));
	FILE *file = fopen(file_of(fixture, "kiosk.db"), "r+");
	for (int i = 0; i < PAGE_BYTES; i++)
		fputc(0, file);
	fclose(file);
	assert_null(salvage_open(fixture->directory, &error));
	assert_int_equal(error.code, ERROR_CORRUPT);
	error = (struct error){0};
	assert_null(salvage_open("/tmp/no-such-kiosk", &error));
	assert_int_equal(error.code, ERROR_NOT_FOUND);
}

static void a_disk_that_does_not_say_whose_it_is_is_read_all_the_same(void **state)
{
	struct fixture *fixture = *state;

	book_many(fixture);
	run_sql(fixture, "DROP TABLE enrolment; PRAGMA wal_checkpoint(TRUNCATE)");
	struct salvage *salvage = salvage_open(fixture->directory, NULL);
	assert_int_equal(salvage_owner(salvage)->kiosk, 0);
	assert_int_equal(salvage_walk(salvage, NULL, NULL).changes, MANY);
	salvage_close(salvage);
}

/* What was answered long ago may be gone from the log. */
static void a_log_that_does_not_begin_with_one_lost_nothing(void **state)
{
	struct fixture *fixture = *state;

	book_many(fixture);
	run_sql(fixture, "DELETE FROM change WHERE seq <= 20; DROP TABLE meeting");
	checkpoint(fixture);
	expect(fixture, MANY - 20, 0);
}

static void a_fork_is_noted_until_it_is_none(void **state)
{
	struct fixture *fixture = *state;

	assert_false(salvage_is_fork(fixture->directory));
	salvage_note_fork(fixture->directory, true);
	salvage_note_fork(fixture->directory, true);
	assert_true(salvage_is_fork(fixture->directory));
	salvage_note_fork(fixture->directory, false);
	assert_false(salvage_is_fork(fixture->directory));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_without_a_verdict_is_read_as_it_stands_whether_sent_or_not),
		TEST(the_disk_says_whose_it_is),
		TEST(an_older_or_newer_version_of_the_file_is_read),
		TEST(nothing_is_written_to_the_disk_and_no_copy_is_left),
		TEST(a_page_of_zeroes_costs_its_own_changes_and_no_more),
		TEST(where_the_end_of_the_log_is_zeroes_its_index_says_how_many_are_lost),
		TEST(half_a_change_is_counted_as_damaged),
		TEST(a_number_that_no_log_has_keeps_nobody_waiting),
		TEST(what_is_in_the_journal_alone_is_read),
		TEST(without_its_journal_the_file_is_read_as_it_was_before),
		TEST(of_a_torn_journal_what_was_whole_is_read),
		TEST(a_journal_of_another_moment_takes_nothing_from_the_file),
		TEST(where_the_root_of_the_log_is_lost_its_leaves_are_found),
		TEST(where_the_first_page_is_lost_the_log_is_found_and_not_whose_it_is),
		TEST(a_verdict_on_any_page_is_one),
		TEST(no_damage_breaks_the_reader),
		TEST(what_is_no_log_is_said),
		TEST(a_disk_that_does_not_say_whose_it_is_is_read_all_the_same),
		TEST(a_log_that_does_not_begin_with_one_lost_nothing),
		TEST(a_fork_is_noted_until_it_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
