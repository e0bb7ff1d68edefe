/* kiosk-sync and a real centre that is ill: out of connections, out of disk, slow, locked, its backends
 * killed; the numbers are those of README.md. What will pass is waited for, and no change is put aside
 * for it; then everything is there once. */
#include "sync_kiosks.h"

enum { CONNECTIONS_MAX = 100, NTH = 2 };

/* One more change of kiosk 1 that the centre has not heard of. */
static struct id book_one(void)
{
	struct id id;

	book(1, NTH, 1, &id);
	return id;
}

static void nothing_was_put_aside(void)
{
	assert_int_equal(
		count_of("SELECT count(*) FROM core.change WHERE verdict = 'quarantined'"), 0);
	assert_int_equal(count_of("SELECT count(*) FROM report.exception"), 0);
}

/* Away now, with everything as it was; and when `recover` has been done it is there once. */
static void is_away_until(const char *recover)
{
	struct log_position before = position_of(1);
	int booked = bookings();

	assert_int_equal(sync_once(1), AWAY);
	assert_int_equal(position_of(1).acked, before.acked);
	assert_int_equal(bookings(), booked);
	count_of(recover);
	assert_int_equal(sync_once(1), DONE);
	assert_true(is_answered(1));
	assert_int_equal(bookings(), booked + 1);
	nothing_was_put_aside();
}

/* ---- errors of the centre's own ---- */

/* The next so many changes that are written fail so. */
static void fail_with(const char *sqlstate, int times)
{
	char sql[1024];

	snprintf(sql, sizeof(sql),
		"CREATE SEQUENCE core.failed;"
		"CREATE FUNCTION core.fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$"
		" BEGIN IF nextval('core.failed') <= %d THEN"
		" RAISE EXCEPTION 'ill' USING ERRCODE = '%s'; END IF; RETURN new; END $$;"
		"CREATE TRIGGER fail BEFORE INSERT ON core.change FOR EACH ROW"
		" WHEN (new.reason <> 'parked') EXECUTE FUNCTION core.fail()",
		times, sqlstate);
	count_of(sql);
}

#define RECOVER                                                                                    \
	"DROP TRIGGER IF EXISTS fail ON core.change; DROP FUNCTION IF EXISTS core.fail();"         \
	" DROP SEQUENCE IF EXISTS core.failed"

static void fault_38_a_storm_of_serialization_failures_and_deadlocks_passes(void **state)
{
	static const char *const storms[] = {"40001", "40P01"};

	for (int i = 0; i < 2; i++) {
		int booked = bookings();
		book_one();
		fail_with(storms[i], 3);
		for (int times = 0; times < 3; times++)
			assert_int_equal(sync_once(1), AWAY);
		assert_int_equal(sync_once(1), DONE);
		count_of(RECOVER);
		assert_int_equal(bookings(), booked + 1);
		nothing_was_put_aside();
	}
}

/* A right is lost, a column is gone, a page is broken: each change would fail alike. */
static void an_error_that_is_the_centres_own_puts_nothing_aside(void **state)
{
	static const char *const errors[] = {"42501", "42703", "42P01", "0A000", "25006", "XX001"};

	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
		book_one();
		fail_with(errors[i], 1000);
		is_away_until(RECOVER);
	}
}

/* The centre knows the call, and something that it needs is gone. */
static void a_function_that_is_gone_within_the_centre_is_not_an_older_centre(void **state)
{
	book_one();
	count_of("ALTER FUNCTION core.refuse_flood(core.kiosk) RENAME TO gone");
	assert_int_equal(sync_once(1), AWAY);
	is_away_until("ALTER FUNCTION core.gone(core.kiosk) RENAME TO refuse_flood");
}

static void an_error_that_one_change_brings_about_puts_that_change_aside(void **state)
{
	int booked = bookings();

	book_one();
	book_one();
	count_of(
		"CREATE FUNCTION core.fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$"
		" BEGIN IF new.reason <> 'parked' AND new.seq = (SELECT length - 1 FROM core.kiosk"
		" WHERE kiosk = 1) THEN RAISE EXCEPTION 'ill' USING ERRCODE = '22003'; END IF;"
		" RETURN new; END $$;"
		"CREATE TRIGGER fail BEFORE INSERT ON core.change FOR EACH ROW"
		" EXECUTE FUNCTION core.fail()");
	int code = sync_once(1);
	count_of(RECOVER);
	assert_int_equal(code, DONE);
	assert_int_equal(bookings(), booked + 1);
	assert_int_equal(
		count_of("SELECT count(*) FROM report.exception WHERE reason = 'parked'"), 1);
	count_of("DELETE FROM core.exception");
	count_of("UPDATE core.change SET verdict = 'refused' WHERE reason = 'parked'");
}

static void fault_42_a_full_disk_at_the_centre_puts_nothing_aside(void **state)
{
	book_one();
	fail_with("53100", 1000);
	is_away_until(RECOVER);
}

static void fault_40_a_batch_that_takes_too_long_is_halved_until_it_fits(void **state)
{
	int booked = bookings();

	for (int i = 0; i < 8; i++)
		book_one();
	count_of(
		"CREATE FUNCTION core.fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$"
		" BEGIN PERFORM pg_sleep(0.4); RETURN new; END $$;"
		"CREATE TRIGGER fail BEFORE INSERT ON core.change FOR EACH ROW"
		" WHEN (new.kind IN ('book', 'wait')) EXECUTE FUNCTION core.fail();"
		"ALTER ROLE kiosk_1 SET statement_timeout = '2s'");
	int code = sync_once(1);
	count_of(RECOVER "; ALTER ROLE kiosk_1 SET statement_timeout = '15s'");
	assert_int_equal(code, DONE);
	assert_true(is_answered(1));
	assert_int_equal(bookings(), booked + 8);
	nothing_was_put_aside();
}

/* ---- others at the centre ---- */

static void fault_39_a_session_that_somebody_holds_is_waited_for_and_not_for_ever(void **state)
{
	PGconn *other = connect_as("owner");

	book_one();
	query(other, "BEGIN");
	query(other, "SELECT 1 FROM core.session FOR UPDATE");
	struct log_position before = position_of(1);
	assert_int_equal(sync_once(1), AWAY);
	assert_int_equal(position_of(1).acked, before.acked);
	PQfinish(other);
	assert_int_equal(sync_once(1), DONE);
	assert_true(is_answered(1));
	nothing_was_put_aside();
}

static void title_of(int kiosk, struct id id, char title[static 64])
{
	struct store *store = open_as(kiosk, STORE_LOOK);
	struct session session;

	assert_true(store_session(store, id, &session));
	snprintf(title, 64, "%s", session_title(&session));
	store_close(store);
}

/* It wrote first and commits last: what came in between is heard at once, and it is, too. */
static void fault_36_and_37_who_writes_and_waits_keeps_no_news_back_and_loses_none(void **state)
{
	struct store *store = open_as(1, STORE_LOOK);
	struct id held = session_number(store, NTH + 1).id;
	char id[ID_TEXT], sql[512], title[64];
	PGconn *writer = connect_as("owner");

	store_close(store);
	query(writer, "BEGIN");
	snprintf(sql, sizeof(sql),
		"UPDATE core.session SET title = 'Another name', revision = revision + 1"
		" WHERE session = '%s'",
		id_text(held, id));
	query(writer, sql);
	snprintf(sql, sizeof(sql), "SELECT core.tell_session('%s')", id);
	query(writer, sql);
	struct id booked = book_one();
	assert_int_equal(sync_once(1), DONE);
	assert_int_equal(sync_once(2), DONE);
	assert_int_not_equal(state_at(2, booked), BOOKING_CANCELLED);
	title_of(2, held, title);
	assert_string_not_equal(title, "Another name");
	query(writer, "COMMIT");
	PQfinish(writer);
	assert_int_equal(sync_once(2), DONE);
	title_of(2, held, title);
	assert_string_equal(title, "Another name");
}

static void fault_41_no_connection_is_left_for_a_kiosk(void **state)
{
	PGconn *others[CONNECTIONS_MAX];
	char url[PATH_MAX_BYTES];
	int count = 0;

	book_one();
	snprintf(url, sizeof(url), "postgresql://owner@/centre?host=%s", local_centre.socket);
	do
		others[count] = PQconnectdb(url);
	while (PQstatus(others[count++]) == CONNECTION_OK && count < CONNECTIONS_MAX);
	assert_in_range(count, 2, CONNECTIONS_MAX - 1);
	struct log_position before = position_of(1);
	assert_int_equal(sync_once(1), AWAY);
	assert_int_equal(position_of(1).acked, before.acked);
	while (count > 0)
		PQfinish(others[--count]);
	for (int i = 0; i < 20 && sync_once(1) != DONE; i++)
		nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
	assert_true(is_answered(1));
	nothing_was_put_aside();
}

/* PostgreSQL throws everybody out and starts anew when a backend dies so. */
static void fault_31_one_backend_is_killed_and_all_start_anew(void **state)
{
	char socket_folder[RUN_BYTES];
	int booked = bookings(), backend = 0;

	book_one();
	struct log_position before = position_of(1);
	pid_t between = start_proxy("--hold-sync", 2, socket_folder);
	pid_t sync = start_sync(1, socket_folder);
	for (int i = 0; i < 400 && backend == 0; i++) {
		nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
		backend = count_of(
			"SELECT coalesce(max(pid), 0) FROM pg_stat_activity WHERE"
			" usename = 'kiosk_1' AND query LIKE '%api.push%'"
			" AND (state = 'idle in transaction' OR wait_event = 'ClientRead')");
	}
	assert_true(backend > 0);
	assert_int_equal(kill(backend, SIGKILL), 0);
	assert_int_equal(end_of(sync), AWAY);
	stop(between);
	assert_int_equal(position_of(1).acked, before.acked);
	for (int i = 0; i < 50 && sync_once(1) != DONE; i++)
		nanosleep(&(struct timespec){.tv_nsec = 500000000}, NULL);
	assert_true(is_answered(1));
	assert_int_equal(bookings(), booked + 1);
	nothing_was_put_aside();
}

/* Its visitors go on; what they did waits until somebody lets it in again. */
static void fault_64_a_kiosk_that_is_shut_out_is_told_so_and_keeps_what_it_has(void **state)
{
	int booked = bookings();

	book_one();
	struct log_position before = position_of(1);
	count_of("UPDATE core.kiosk SET state = 'revoked' WHERE kiosk = 1");
	assert_int_equal(sync_once(1), REFUSED);
	assert_int_equal(position_of(1).acked, before.acked);
	assert_int_equal(position_of(1).length, before.length);
	assert_int_equal(bookings(), booked);
	count_of("UPDATE core.kiosk SET state = 'active' WHERE kiosk = 1");
	assert_int_equal(sync_once(1), DONE);
	assert_int_equal(bookings(), booked + 1);
	nothing_was_put_aside();
}

static int begin_met(void **state)
{
	begin(state);
	assert_int_equal(sync_once(1), DONE);
	assert_int_equal(sync_once(2), DONE);
	return 0;
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fault_38_a_storm_of_serialization_failures_and_deadlocks_passes),
		cmocka_unit_test(an_error_that_is_the_centres_own_puts_nothing_aside),
		cmocka_unit_test(a_function_that_is_gone_within_the_centre_is_not_an_older_centre),
		cmocka_unit_test(an_error_that_one_change_brings_about_puts_that_change_aside),
		cmocka_unit_test(fault_42_a_full_disk_at_the_centre_puts_nothing_aside),
		cmocka_unit_test(fault_40_a_batch_that_takes_too_long_is_halved_until_it_fits),
		cmocka_unit_test(
			fault_39_a_session_that_somebody_holds_is_waited_for_and_not_for_ever),
		cmocka_unit_test(
			fault_36_and_37_who_writes_and_waits_keeps_no_news_back_and_loses_none),
		cmocka_unit_test(fault_41_no_connection_is_left_for_a_kiosk),
		cmocka_unit_test(
			fault_64_a_kiosk_that_is_shut_out_is_told_so_and_keeps_what_it_has),
		cmocka_unit_test(fault_31_one_backend_is_killed_and_all_start_anew),
	};

	if (!read_arguments(count, arguments))
		return 2;
	return _cmocka_run_group_tests(
		"sick_centre", tests, sizeof(tests) / sizeof(*tests), begin_met, end);
}
