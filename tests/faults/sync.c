/* kiosk-sync itself between a kiosk's real file and a real centre, with everything between them
 * that can break: cables at every byte, servers that die at the worst moment. What a visitor was
 * told stands, once. */
#include "sync_kiosks.h"

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

	if (!read_arguments(count, arguments))
		return 2;
	return _cmocka_run_group_tests("sync", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
