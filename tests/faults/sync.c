/* kiosk-sync itself between a kiosk's real file and a real centre, with everything between them
 * that can break: cables at every byte, servers that die at the worst moment. What a visitor was
 * told stands, once. */
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "base/clock.h"
#include "ctl/demo.h"
#include "local_centre.h"
#include "store/outbox.h"
#include "store/store.h"

enum { DONE = 0, AWAY = 1, REFUSED = 3, CUT_STEP_BYTES = 97, RUN_BYTES = 256 };

static const char *script, *program, *proxy, *assets;
static char folder[64];
static int64_t now_ms;

/* ---- a kiosk ---- */

static const char *data_of(int kiosk)
{
	static char paths[4][128];
	static int next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/kiosk%d", folder, kiosk);
	return path;
}

static void enrol(int kiosk)
{
	struct error error = {0};

	if (!demo_enrol(data_of(kiosk), kiosk, assets, now_ms, &error))
		fail_msg("%s", error.detail);
}

static struct store *open_as(int kiosk, enum store_use use)
{
	struct error error = {0};
	struct store *store = store_open(data_of(kiosk), use, &error);

	if (!store)
		fail_msg("%s", error.detail);
	return store;
}

static struct log_position position_of(int kiosk)
{
	struct store *store = open_as(kiosk, STORE_LOOK);
	struct log_position position = outbox_position(store);

	store_close(store);
	return position;
}

/* Bounce & Rhyme, the `nth` that has not begun: four of a weekly event begin in 28 days, at any hour. */
static struct session session_number(struct store *store, int nth)
{
	static struct session sessions[400];
	int count = store_sessions(store, now_ms, now_ms + 28 * DAY_MS, false, sessions, 400);

	for (int i = 0; i < count; i++)
		if (sessions[i].starts_ms > now_ms &&
			strcmp(session_title(&sessions[i]), "Bounce & Rhyme") == 0 && nth-- == 0)
			return sessions[i];
	fail_msg("the demo has too few sessions");
	return sessions[0];
}

/* A guest's party; true if it was confirmed. */
static bool book(int kiosk, int nth, int people, struct id *id)
{
	struct store *store = open_as(kiosk, STORE_FACE);
	struct booking_wish wish = {
		.session = session_number(store, nth).id,
		.party.count = {[PARTY_ADULTS] = 1, [PARTY_CHILDREN] = people - 1},
		.language = "en",
	};
	struct booking booking;
	bool again;
	struct error error = {0};

	if (!store_book(store, &wish, now_ms, &booking, &again, &error))
		fail_msg("%s", error.detail);
	*id = booking.id;
	store_close(store);
	return booking.state == BOOKING_CONFIRMED;
}

static enum booking_state state_at(int kiosk, struct id id)
{
	struct store *store = open_as(kiosk, STORE_LOOK);
	struct booking booking;

	assert_true(store_booking(store, id, &booking));
	store_close(store);
	return booking.state;
}

static void join(int kiosk)
{
	struct store *store = open_as(kiosk, STORE_FACE);
	struct sign_up sign_up = {
		.member = id_make(now_ms),
		.first_name = "Test",
		.adult = true,
		.language = "en",
		.form_json = "{\"name\": \"Test Visitor\"}",
		.consent_version = "1",
		.consent_language = "en",
	};
	char number[CARD_NUMBER_BYTES_MAX];
	struct error error = {0};

	if (!store_sign_up(store, &sign_up, 1, now_ms, &number, &error))
		fail_msg("%s", error.detail);
	store_close(store);
}

static bool is_answered(int kiosk)
{
	struct log_position position = position_of(kiosk);

	return position.acked == position.length;
}

/* ---- programs ---- */

extern char **environ;

static pid_t start(const char *const arguments[])
{
	pid_t pid;

	assert_int_equal(posix_spawn(&pid, arguments[0], NULL, NULL,
				 (char *const *)(uintptr_t)arguments, environ),
		0);
	return pid;
}

static pid_t start_sync_in(const char *data, int kiosk, const char *socket_folder)
{
	char url[RUN_BYTES];

	snprintf(url, sizeof(url), "postgresql://kiosk_%d@/centre?host=%s", kiosk, socket_folder);
	const char *arguments[] = {program, "--data", data, "--centre", url, "--once", NULL};
	return start(arguments);
}

static pid_t start_sync(int kiosk, const char *socket_folder)
{
	return start_sync_in(data_of(kiosk), kiosk, socket_folder);
}

static int end_of(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int sync_once(int kiosk)
{
	return end_of(start_sync(kiosk, local_centre.socket));
}

/* A proxy with a rule, listening; its folder goes into `socket_folder`. */
static pid_t start_proxy(const char *rule, long limit, char socket_folder[static RUN_BYTES])
{
	char number[32], command[4 * RUN_BYTES];
	static int next;

	snprintf(socket_folder, RUN_BYTES, "%s/proxy%d", folder, next++);
	assert_int_equal(mkdir(socket_folder, 0700), 0);
	snprintf(number, sizeof(number), "%ld", limit);
	const char *arguments[] = {proxy, socket_folder, local_centre.socket, rule, number, NULL};
	pid_t pid = start(arguments);
	snprintf(command, sizeof(command), "%s/.s.PGSQL.5432", socket_folder);
	for (int i = 0; access(command, F_OK) != 0 && i < 200; i++)
		nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
	return pid;
}

static void stop(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static int sync_through(int kiosk, const char *rule, long limit)
{
	char socket_folder[RUN_BYTES];
	pid_t between = start_proxy(rule, limit, socket_folder);
	int code = end_of(start_sync(kiosk, socket_folder));

	stop(between);
	return code;
}

static int bookings(void)
{
	return count_of("SELECT count(*) FROM report.booking");
}

static int bookings_of_kiosk(int kiosk)
{
	char sql[RUN_BYTES];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM core.booking WHERE kiosk = %d", kiosk);
	return count_of(sql);
}

static int changes_of_kiosk(int kiosk)
{
	char sql[RUN_BYTES];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM core.change WHERE kiosk = %d AND kind IN ('book', 'wait')",
		kiosk);
	return count_of(sql);
}

/* ---- tests ---- */

static void what_was_booked_is_at_the_centre_once(void **state)
{
	struct id id;

	assert_true(book(1, 0, 3, &id));
	join(1);
	for (int i = 0; i < 3; i++)
		assert_int_equal(sync_once(1), DONE);
	assert_true(is_answered(1));
	assert_int_equal(bookings(), 1);
	assert_int_equal(count_of("SELECT sum(people) FROM report.booking"), 3);
	assert_int_equal(count_of("SELECT count(*) FROM report.member"), 1);
	assert_int_equal(count_of("SELECT count(*) FROM report.exception"), 0);
}

static void the_clerk_opens_what_was_sealed(void **state)
{
	assert_int_equal(centre_script("open"), 0);
	assert_int_equal(
		count_of("SELECT count(*) FROM core.opened WHERE form->>'name' = 'Test Visitor'"),
		1);
	assert_int_equal(count_of("SELECT count(*) FROM core.sealed WHERE box IS NULL"), 1);
	assert_int_equal(centre_script("open"), 0);
}

/* A box under another change's name is not opened into it. */
static void a_box_that_was_moved_is_kept_for_a_person(void **state)
{
	join(1);
	join(1);
	assert_int_equal(sync_once(1), DONE);
	count_of("WITH two AS (SELECT change, box, lead(box) OVER w AS next, lag(box) OVER w AS "
		 "before FROM core.sealed WHERE opened_at IS NULL WINDOW w AS (ORDER BY change))"
		 " UPDATE core.sealed s SET box = coalesce(two.next, two.before) FROM two"
		 " WHERE s.change = two.change");
	assert_int_equal(centre_script("open"), 0);
	assert_int_equal(count_of("SELECT count(*) FROM core.sealed WHERE outcome = 'swapped'"), 2);
	assert_int_equal(
		count_of("SELECT count(*) FROM report.exception WHERE reason = 'box-swapped'"), 2);
}

static void another_kiosk_hears_of_it(void **state)
{
	struct id id;

	assert_int_equal(sync_once(2), DONE);
	assert_true(book(1, 1, 2, &id));
	assert_int_equal(sync_once(1), DONE);
	assert_int_equal(sync_once(2), DONE);
	assert_int_equal(state_at(2, id), BOOKING_CONFIRMED);
}

/* Not met yet: it holds nothing and may promise nothing. Then it asks, and does. */
static void a_kiosk_without_leases_asks(void **state)
{
	struct id first, second;

	assert_false(book(2, 0, 2, &first));
	assert_int_equal(sync_once(2), DONE);
	assert_int_equal(state_at(2, first), BOOKING_CONFIRMED);
	assert_true(book(2, 0, 2, &second));
	assert_int_equal(sync_once(2), DONE);
	assert_int_equal(bookings_of_kiosk(2), 2);
}

static void a_copied_directory_is_noticed(void **state)
{
	char command[4 * RUN_BYTES];
	struct id id;

	snprintf(command, sizeof(command), "cp -r '%s' '%s' && cp '%s-key' '%s-key'", data_of(1),
		data_of(11), data_of(1), data_of(11));
	assert_int_equal(system(command), 0);
	assert_true(book(1, 0, 1, &id));
	assert_int_equal(sync_once(1), DONE);
	assert_int_equal(end_of(start_sync_in(data_of(11), 1, local_centre.socket)), REFUSED);
}

static void another_directory_is_not_this_kiosk(void **state)
{
	struct error error = {0};

	assert_true(demo_enrol(data_of(12), 1, assets, now_ms, &error));
	assert_int_equal(end_of(start_sync_in(data_of(12), 1, local_centre.socket)), REFUSED);
}

/* 1: connected, 2: hello, 3: push. Committed, and the kiosk does not know. */
static void cut_between_the_answer_and_its_end(void **state)
{
	struct id id;
	int before = bookings();

	assert_true(book(1, 2, 2, &id));
	struct log_position position = position_of(1);
	assert_int_equal(sync_through(1, "--before-ready", 3), AWAY);
	assert_int_equal(position_of(1).acked, position.acked);
	assert_int_equal(bookings(), before + 1);
	assert_int_equal(sync_once(1), DONE);
	assert_true(is_answered(1));
	assert_int_equal(bookings(), before + 1);
}

/* Answered, and never committed: the backend dies before the transaction's end. */
static void killed_between_the_answer_and_the_commit(void **state)
{
	char socket_folder[RUN_BYTES];
	struct id id;
	int before = bookings(), killed = 0;

	assert_true(book(1, 2, 2, &id));
	struct log_position position = position_of(1);
	pid_t between = start_proxy("--hold-sync", 2, socket_folder);
	pid_t sync = start_sync(1, socket_folder);
	for (int i = 0; i < 400 && !killed; i++) {
		nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
		killed = count_of(
			"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE"
			" usename = 'kiosk_1' AND query LIKE '%api.push%'"
			" AND (state = 'idle in transaction' OR wait_event = 'ClientRead')");
	}
	assert_true(killed > 0);
	assert_int_equal(end_of(sync), AWAY);
	stop(between);
	assert_int_equal(position_of(1).acked, position.acked);
	assert_int_equal(bookings(), before);
	assert_int_equal(sync_once(1), DONE);
	assert_int_equal(bookings(), before + 1);
}

static void cut_after_every_so_many_bytes(const char *rule)
{
	struct id id;
	int code = AWAY, cuts = 0;

	for (long limit = 1; code == AWAY && cuts < 400; limit += CUT_STEP_BYTES, cuts++) {
		if (cuts % 8 == 0)
			book(1, 3, 1, &id);
		code = sync_through(1, rule, limit);
	}
	assert_int_equal(code, DONE);
	assert_true(cuts > 10);
	assert_true(is_answered(1));
}

static void cut_anywhere_on_the_way_to_the_centre(void **state)
{
	cut_after_every_so_many_bytes("--to-server");
	assert_int_equal(bookings_of_kiosk(1), changes_of_kiosk(1));
}

static void cut_anywhere_on_the_way_back(void **state)
{
	cut_after_every_so_many_bytes("--to-client");
	assert_int_equal(bookings_of_kiosk(1), changes_of_kiosk(1));
}

static void the_centre_loses_its_power(void **state)
{
	struct id id;
	int before = bookings();

	assert_true(book(1, 2, 2, &id));
	assert_int_equal(centre_script("kill"), 0);
	assert_int_equal(sync_once(1), AWAY);
	assert_int_equal(centre_script("start"), 0);
	assert_int_equal(sync_once(1), DONE);
	assert_int_equal(bookings(), before + 1);
}

/* The centre is gone and another demo centre stands in its place: it gets everything again. */
static void a_centre_that_forgot_gets_it_again(void **state)
{
	int people = count_of(
		"SELECT sum(people) FROM core.booking WHERE kiosk = 1 AND state = 'confirmed'");

	count_of("WITH a AS (UPDATE core.site SET epoch = gen_random_uuid() RETURNING 1),"
		 " b AS (UPDATE core.kiosk SET last_seq = 0 WHERE kiosk = 1 RETURNING 1)"
		 " SELECT count(*) FROM a, b");
	count_of("DELETE FROM core.change WHERE kiosk = 1");
	assert_int_equal(sync_once(1), DONE);
	assert_true(is_answered(1));
	assert_int_equal(count_of("SELECT sum(people) FROM core.booking WHERE kiosk = 1 AND state "
				  "= 'confirmed'"),
		people);
}

/* Offline, both sell what they hold; nobody sells the same place twice. */
static void two_kiosks_sell_out_a_session(void **state)
{
	struct id id;
	int confirmed = 0;

	for (int round = 0; round < 3; round++) {
		for (int kiosk = 1; kiosk <= 2; kiosk++)
			for (int i = 0; i < 6; i++)
				confirmed += book(kiosk, 3, 3, &id);
		assert_int_equal(sync_once(1), DONE);
		assert_int_equal(sync_once(2), DONE);
	}
	assert_true(confirmed > 0);
	assert_int_equal(
		count_of("SELECT count(*) FROM core.session WHERE confirmed + leased > places"), 0);
	assert_true(count_of("SELECT count(*) FROM report.booking WHERE state = 'waiting'") > 0);
	assert_int_equal(
		count_of("SELECT count(*) FROM report.exception WHERE reason = 'lease-overspent'"),
		0);
}

/* ---- the worker ---- */

static void a_worker_pushes_when_nudged_and_survives_a_restart(void **state)
{
	char command[8 * RUN_BYTES], line[RUN_BYTES];
	struct id id;
	int before = bookings();

	snprintf(command, sizeof(command),
		"(sleep 1; echo '{\"type\":\"ping\"}'; echo '{\"type\":\"nudge\"}'; sleep 1;"
		" echo '{\"type\":\"stop\"}') | '%s' --data '%s'"
		" --centre 'postgresql://kiosk_1@/centre?host=%s' 2>&1",
		program, data_of(1), local_centre.socket);
	FILE *worker = popen(command, "r");
	assert_non_null(fgets(line, sizeof(line), worker));
	assert_non_null(strstr(line, "\"hello\""));
	assert_true(book(1, 1, 1, &id) || true);
	bool pong = false, synced = false;
	while (fgets(line, sizeof(line), worker)) {
		pong = pong || strstr(line, "pong");
		synced = synced || strstr(line, "synced");
	}
	assert_int_equal(pclose(worker), 0);
	assert_true(pong && synced);
	assert_true(is_answered(1));
	assert_true(bookings() >= before);
}

static int begin(void **state)
{
	struct error error = {0};

	centre_begin(script);
	snprintf(folder, sizeof(folder), "/tmp/library-kiosk-sync-XXXXXX");
	assert_non_null(mkdtemp(folder));
	assert_true(clock_set_zone("Europe/London", &error));
	now_ms = clock_now_ms();
	enrol(1);
	enrol(2);
	return 0;
}

static int end(void **state)
{
	char command[PATH_MAX_BYTES];

	centre_end();
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_booked_is_at_the_centre_once),
		cmocka_unit_test(the_clerk_opens_what_was_sealed),
		cmocka_unit_test(a_box_that_was_moved_is_kept_for_a_person),
		cmocka_unit_test(a_kiosk_without_leases_asks),
		cmocka_unit_test(another_kiosk_hears_of_it),
		cmocka_unit_test(cut_between_the_answer_and_its_end),
		cmocka_unit_test(killed_between_the_answer_and_the_commit),
		cmocka_unit_test(the_centre_loses_its_power),
		cmocka_unit_test(a_worker_pushes_when_nudged_and_survives_a_restart),
		cmocka_unit_test(cut_anywhere_on_the_way_to_the_centre),
		cmocka_unit_test(cut_anywhere_on_the_way_back),
		cmocka_unit_test(two_kiosks_sell_out_a_session),
		cmocka_unit_test(a_copied_directory_is_noticed),
		cmocka_unit_test(another_directory_is_not_this_kiosk),
		cmocka_unit_test(a_centre_that_forgot_gets_it_again),
	};

	if (count != 5) {
		fprintf(stderr, "usage: sync PLATFORM/CENTRE KIOSK-SYNC CUTTING_PROXY ASSETS\n");
		return 2;
	}
	script = arguments[1];
	program = arguments[2];
	proxy = arguments[3];
	assets = arguments[4];
	return _cmocka_run_group_tests("sync", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
