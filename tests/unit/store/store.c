/* Opening, locking, migrating; the clock's doubt; what is private on the disk. */
#include "fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "store/internal.h"

static bool guest_books(
	struct store *store, struct id session, struct booking *booking, struct error *error)
{
	struct booking_wish wish = {.session = session, .party = party_of(1, 0), .language = "en"};
	bool again;

	return store_book(store, &wish, NOW_MS, booking, &again, error);
}

static const char *integrity(struct fixture *fixture)
{
	struct row row =
		database_select(&fixture->store->database, "PRAGMA integrity_check", NO_VALUES);
	static char text[100];

	assert_true(row_next(&row));
	snprintf(text, sizeof(text), "%s", row_text(&row, 0));
	row_end(&row);
	return text;
}

/* ---- opening ---- */

static void an_empty_directory_is_not_enrolled_and_is_named(void **state)
{
	struct error error = {0};

	assert_null(store_open("/tmp/no-such-kiosk", STORE_FACE, &error));
	assert_int_equal(error.code, ERROR_NOT_ENROLLED);
	assert_non_null(strstr(error.detail, "/tmp/no-such-kiosk is not enrolled yet"));
}

static void a_lost_key_is_not_enrolled(void **state)
{
	struct fixture *fixture = *state;
	char path[100], hidden[100];
	struct error error = {0};

	store_close(fixture->store);
	snprintf(path, sizeof(path), "%s-key", fixture->directory);
	snprintf(hidden, sizeof(hidden), "%s-hidden", fixture->directory);
	assert_int_equal(rename(path, hidden), 0);
	fixture->store = store_open(fixture->directory, STORE_FACE, &error);
	assert_null(fixture->store);
	assert_int_equal(error.code, ERROR_NOT_ENROLLED);
	assert_int_equal(rename(hidden, path), 0);
	struct stat status;
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
}

static void one_face_and_one_sync_a_directory(void **state)
{
	struct fixture *fixture = *state;
	struct error error = {0};

	assert_null(store_open(fixture->directory, STORE_FACE, &error));
	assert_int_equal(error.code, ERROR_BUSY);
	struct store *sync = store_open(fixture->directory, STORE_SYNC, NULL);
	struct store *look = store_open(fixture->directory, STORE_LOOK, NULL);
	assert_non_null(sync);
	assert_non_null(look);
	error = (struct error){0};
	assert_null(store_open(fixture->directory, STORE_SYNC, &error));
	assert_int_equal(error.code, ERROR_BUSY);
	store_close(look);
	store_close(sync);
}

static void who_only_looks_cannot_write(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct store *look = store_open(fixture->directory, STORE_LOOK, NULL);
	struct booking booking;

	assert_non_null(look);
	assert_false(guest_books(look, session, &booking, NULL));
	store_close(look);
	assert_int_equal(outbox_position(fixture->store).length, 0);
}

static void set_version(struct fixture *fixture, int version)
{
	char sql[40];

	snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", version);
	assert_true(database_script(&fixture->store->database, sql, NULL));
}

static void the_migration_is_run_once_and_by_the_face_only(void **state)
{
	struct fixture *fixture = *state;
	struct error error = {0};
	int newest = (int)fixture_count(fixture, "PRAGMA user_version");

	assert_true(newest >= 1);
	fixture_reopen(fixture);
	assert_int_equal(fixture_count(fixture, "PRAGMA user_version"), newest);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM enrolment"), 1);
	set_version(fixture, 0);
	assert_null(store_open(fixture->directory, STORE_SYNC, &error));
	assert_int_equal(error.code, ERROR_BUSY);
	set_version(fixture, newest);
}

/* Sent is what may be said of it, and nothing else is written; the face shows and does nothing. */
static void a_file_of_a_newer_program_is_only_sent(void **state)
{
	struct fixture *fixture = *state;
	struct error error = {0};
	int newest = (int)fixture_count(fixture, "PRAGMA user_version");
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);

	set_version(fixture, newest + 1);
	fixture_reopen(fixture);
	assert_true(store_is_newer(fixture->store));
	assert_false(store_mark_shown(fixture->store, session, &error));
	struct store *sync = store_open(fixture->directory, STORE_SYNC, &error);
	assert_true(store_is_newer(sync) && outbox_mark_sent(sync, 0, &error));
	assert_int_equal(fixture_count(fixture, "PRAGMA user_version"), newest + 1);
	store_close(sync);
	assert_true(database_script(&fixture->store->database, "PRAGMA query_only = 0", NULL));
	set_version(fixture, newest);
	fixture_reopen(fixture);
	assert_false(store_is_newer(fixture->store));
}

static void commits_of_another_process_are_news(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct store *sync = store_open(fixture->directory, STORE_SYNC, NULL);
	struct booking booking;

	assert_true(guest_books(fixture->store, session, &booking, NULL));
	assert_false(store_has_news(fixture->store));
	assert_true(outbox_mark_sent(sync, 1, NULL));
	assert_true(store_has_news(fixture->store));
	assert_false(store_has_news(fixture->store));
	store_close(sync);
}

/* ---- promises ---- */

/* A child that a failing test does not leave behind. */
static pid_t fork_child(void)
{
	pid_t child = fork();

	if (child == 0)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return child;
}

enum { WRITERS_BOOKINGS = 60 };

static void mark_sent_until_killed(const char *directory)
{
	struct store *sync = store_open(directory, STORE_SYNC, NULL);
	int64_t seq = 1;

	while (sync && outbox_mark_sent(sync, seq, NULL))
		seq++;
	_exit(2);
}

static void two_processes_write_at_once_and_nobody_is_told_busy(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	int status;

	/* SQLite's connections do not cross a fork. */
	store_close(fixture->store);
	fixture->store = NULL;
	pid_t child = fork_child();
	if (child == 0)
		mark_sent_until_killed(fixture->directory);
	fixture_reopen(fixture);
	for (int i = 0; i < 500 && outbox_position(fixture->store).sent == 0; i++)
		usleep(10000);
	int64_t before = outbox_position(fixture->store).sent;
	for (int i = 0; i < WRITERS_BOOKINGS; i++) {
		struct booking booking;
		struct error error = {0};
		if (!guest_books(fixture->store, session, &booking, &error))
			fail_msg("%s", error.detail);
		usleep(3000);
	}
	assert_int_equal(waitpid(child, &status, WNOHANG), 0);
	assert_true(outbox_position(fixture->store).sent > before);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	assert_int_equal(outbox_position(fixture->store).length, WRITERS_BOOKINGS);
}

/* Books, and says each booking's id once it is confirmed. */
static void book_and_tell(const char *directory, struct id session, int told)
{
	struct store *store = store_open(directory, STORE_FACE, NULL);
	struct booking booking;

	while (store && guest_books(store, session, &booking, NULL))
		if (write(told, booking.id.bytes, ID_BYTES) != ID_BYTES)
			_exit(1);
	_exit(2);
}

static int count_kept(struct fixture *fixture, int told)
{
	struct booking booking;
	struct id id;
	int kept = 0;

	while (read(told, id.bytes, ID_BYTES) == ID_BYTES) {
		assert_true(store_booking(fixture->store, id, &booking));
		kept++;
	}
	return kept;
}

static int kill_in_the_middle(struct fixture *fixture, struct id session, int after_us)
{
	int told[2], status;

	store_close(fixture->store);
	fixture->store = NULL;
	assert_int_equal(pipe(told), 0);
	pid_t child = fork_child();
	if (child == 0)
		book_and_tell(fixture->directory, session, told[1]);
	close(told[1]);
	usleep((useconds_t)after_us);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	fixture_reopen(fixture);
	int kept = count_kept(fixture, told[0]);
	close(told[0]);
	return kept;
}

static void a_killed_process_lost_nothing_confirmed(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	int kept = 0;

	for (int round = 0; round < 12; round++)
		kept += kill_in_the_middle(fixture, session, 20000 + 3777 * round);
	assert_true(kept > 0);
	assert_string_equal(integrity(fixture), "ok");
	/* Every booking has its change, and the log has no hole. */
	assert_int_equal(
		fixture_count(fixture,
			"SELECT (SELECT count(*) FROM booking) - (SELECT count(*) FROM change)"),
		0);
	assert_int_equal(fixture_count(fixture, "SELECT max(seq) - count(*) FROM change"), 0);
}

static void a_full_store_confirms_nothing_and_stays_sound(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking booking;
	struct error error = {0};
	char pragma[60];
	int64_t confirmed = 0;

	fixture_lease(fixture, session, POOL_BOOKING, 1000);
	snprintf(pragma, sizeof(pragma), "PRAGMA max_page_count = %lld",
		(long long)fixture_count(fixture, "PRAGMA page_count") + 4);
	assert_true(database_script(&fixture->store->database, pragma, NULL));
	while (guest_books(fixture->store, session, &booking, &error))
		confirmed++;
	assert_int_equal(error.code, ERROR_FULL);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM booking"), confirmed);
	assert_int_equal(outbox_position(fixture->store).length, confirmed);
	assert_int_equal(
		store_places_on_hand(fixture->store, session, POOL_BOOKING), 1000 - confirmed);
	fixture_reopen(fixture);
	assert_string_equal(integrity(fixture), "ok");
	assert_true(guest_books(fixture->store, session, &booking, NULL));
}

/* A limit on the file's size is what a full disk looks like to the WAL. */
static void book_until_the_disk_is_full(const char *directory, struct id session)
{
	struct rlimit limit = {.rlim_cur = 400 * 1024, .rlim_max = 400 * 1024};
	struct store *store = store_open(directory, STORE_FACE, NULL);
	struct booking booking;
	struct error error = {0};
	int64_t confirmed = outbox_position(store).length;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	for (int i = 0; i < 2000 && guest_books(store, session, &booking, &error); i++)
		confirmed++;
	_exit(error.code == ERROR_NONE || outbox_position(store).length != confirmed);
}

static void a_full_disk_confirms_nothing_and_stays_sound(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	int status;

	store_close(fixture->store);
	fixture->store = NULL;
	pid_t child = fork_child();
	if (child == 0)
		book_until_the_disk_is_full(fixture->directory, session);
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	fixture_reopen(fixture);
	assert_string_equal(integrity(fixture), "ok");
	assert_true(outbox_position(fixture->store).length > 0);
}

/* ---- privacy ---- */

static void live(struct fixture *fixture, const char *uid, const char *title)
{
	struct id session = fixture_session(fixture, title, ADMISSION_BOTH), any = {0};
	struct token token = chip(uid);
	struct booking_wish wish = wish_for(fixture->store, session, &token, party_of(1, 0));
	struct sign_up sign_up = {.member = id_make(NOW_MS),
		.first_name = "Zebedee",
		.language = "en",
		.form_json = "{\"name\": \"Zebedee Quux\", \"mail\": \"quux@x.org\"}",
		.consent_version = "1",
		.consent_language = "en"};
	struct token fresh = chip("04C0FFEEC0FFEE");
	char number_text[CARD_NUMBER_BYTES_MAX];
	struct check_in_facts facts;
	struct booking booking;
	bool again;

	fixture_lease(fixture, session, POOL_BOOKING, 5);
	assert_true(store_book(fixture->store, &wish, NOW_MS, &booking, &again, NULL));
	store_check_in_facts(fixture->store, &wish.holder, NULL, any, NOW_MS, &facts);
	struct check_in_answer answer = check_in_decide(&facts);
	if (answer.code == CHECK_IN_OK)
		assert_true(store_check_in(fixture->store, &facts, &answer, &wish.holder, &token,
			&(struct id){0}, NULL));
	assert_true(store_sign_up(fixture->store, &sign_up, 1, NOW_MS, &number_text, NULL));
	store_link_card(fixture->store, &sign_up, &fresh, NOW_MS, NULL);
}

static void no_uid_number_or_name_lies_in_the_directory(void **state)
{
	static const char *const texts[] = {"Zebedee", "Quux", "quux", "Amina", "24004000010003",
		"04A1B2C310E580", "04a1b2c310e580", "04FFEEDDCCBBAA", "04C0FFEEC0FFEE"};
	static const uint8_t uids[][7] = {{0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0x80},
		{0x04, 0xFF, 0xEE, 0xDD, 0xCC, 0xBB, 0xAA},
		{0x04, 0xC0, 0xFF, 0xEE, 0xC0, 0xFF, 0xEE}};
	struct fixture *fixture = *state;

	live(fixture, "04A1B2C310E580", "rhyme");
	live(fixture, "04FFEEDDCCBBAA", "lego");
	assert_true(fixture_has_bytes(fixture, "Micklefield Library", 19));
	for (int closed = 0; closed < 2; closed++) {
		for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
			if (fixture_has_bytes(fixture, texts[i], strlen(texts[i])))
				fail_msg("text %zu is readable", i);
		for (size_t i = 0; i < 3; i++)
			assert_false(fixture_has_bytes(fixture, uids[i], 7));
		fixture_reopen(fixture);
	}
}

/* ---- the clock ---- */

static const int64_t boot_ms = INT64_C(5000000);

static void the_clock_is_sure_until_it_moves(void **state)
{
	struct fixture *fixture = *state;
	struct store *store = fixture->store;

	assert_false(store_clock_is_unsure(store, NOW_MS, boot_ms));
	assert_false(store_clock_is_unsure(store, NOW_MS + HOUR_MS, boot_ms + HOUR_MS));
	assert_true(store_clock_is_unsure(store, NOW_MS + 3 * HOUR_MS, boot_ms + HOUR_MS + 1000));
	assert_false(store_clock_is_unsure(
		store, NOW_MS + HOUR_MS + MINUTE_MS, boot_ms + HOUR_MS + 1000));
}

static void a_clock_below_the_last_commit_is_unsure(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking booking;

	assert_true(store_clock_is_unsure(fixture->store, INT64_C(0), boot_ms));
	assert_false(store_clock_is_unsure(fixture->store, NOW_MS - HOUR_MS, boot_ms));
	assert_true(guest_books(fixture->store, session, &booking, NULL));
	fixture_reopen(fixture);
	assert_true(store_clock_is_unsure(fixture->store, NOW_MS - HOUR_MS, boot_ms));
	assert_false(store_clock_is_unsure(fixture->store, NOW_MS - MINUTE_MS, boot_ms));
}

static void a_clock_that_the_centre_agrees_with_is_sure_again(void **state)
{
	struct fixture *fixture = *state;
	struct store *store = fixture->store;

	assert_false(store_clock_is_unsure(store, NOW_MS, clock_boot_ms()));
	assert_true(store_clock_is_unsure(store, NOW_MS + DAY_MS, clock_boot_ms()));
	assert_true(outbox_remember_centre(store, id_make(NOW_MS), NOW_MS + DAY_MS, NULL));
	assert_false(store_clock_is_unsure(store, NOW_MS + DAY_MS, clock_boot_ms()));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_directory_is_not_enrolled_and_is_named),
		TEST(a_lost_key_is_not_enrolled),
		TEST(one_face_and_one_sync_a_directory),
		TEST(who_only_looks_cannot_write),
		TEST(the_migration_is_run_once_and_by_the_face_only),
		TEST(a_file_of_a_newer_program_is_only_sent),
		TEST(commits_of_another_process_are_news),
		TEST(two_processes_write_at_once_and_nobody_is_told_busy),
		TEST(a_killed_process_lost_nothing_confirmed),
		TEST(a_full_store_confirms_nothing_and_stays_sound),
		TEST(a_full_disk_confirms_nothing_and_stays_sound),
		TEST(no_uid_number_or_name_lies_in_the_directory),
		TEST(the_clock_is_sure_until_it_moves),
		TEST(a_clock_below_the_last_commit_is_unsure),
		TEST(a_clock_that_the_centre_agrees_with_is_sure_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
