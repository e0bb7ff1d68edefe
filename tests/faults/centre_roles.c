/* Who may do what at a real centre: a kiosk's role, the other roles, and which directory a kiosk is. */
#include "centre_kiosks.h"

/* ---- what a kiosk's role may do ---- */

static const char *const beyond_the_api[] = {
	"SELECT * FROM core.member",
	"SELECT * FROM report.booking",
	"INSERT INTO core.site (demo) VALUES (false)",
	"UPDATE core.kiosk SET last_seq = 99",
	"DELETE FROM core.change",
	"TRUNCATE core.feed",
	"SELECT core.promote(gen_random_uuid())",
	"SELECT core.tell('global', 'x', 'y', 1, '{}')",
	"SELECT staff.put_programme('micklefield', '[]')",
	"SELECT staff.release_kiosk(2)",
	"SELECT staff.write_off(1, 'Maryam')",
	"SELECT staff.to_send()",
	"SELECT clerk.next(1)",
	"CREATE TABLE mine (a int)",
	"CREATE TEMP TABLE mine (a int)",
	"CREATE SCHEMA mine",
	"CREATE FUNCTION api.mine() RETURNS int LANGUAGE sql RETURN 1",
	"CREATE TABLE api.mine (a int)",
	"DO $$ BEGIN END $$",
	"COPY core.change TO STDOUT",
	"COPY (SELECT 1) TO PROGRAM 'true'",
	"COPY (SELECT 1) TO '/tmp/x'",
	"SELECT pg_read_file('/etc/passwd')",
	"SELECT pg_ls_dir('/')",
	"SELECT pg_advisory_lock(1)",
	"SELECT pg_try_advisory_xact_lock(1)",
	"SELECT lo_create(0)",
	"SELECT lo_from_bytea(0, 'x')",
	"SELECT pg_notify('a', 'b')",
	"SELECT pg_sleep(1)",
	"SELECT pg_reload_conf()",
	"SET ROLE owner",
	"SET ROLE centre",
	"SET SESSION AUTHORIZATION kiosk_2",
	"ALTER ROLE kiosk_2 NOLOGIN",
	"CREATE ROLE mine",
	"CREATE DATABASE mine",
	"SET temp_file_limit = -1",
	"ALTER FUNCTION api.hello SECURITY INVOKER",
	"DROP FUNCTION api.push",
	"LOCK TABLE core.session",
	"CREATE EXTENSION dblink",
	"SELECT 1 + 1",
	"SELECT count(*) FROM generate_series(1, 1000000000)",
	"SELECT length(repeat('x', 1000000000))",
	"SELECT pg_logical_emit_message(false, 'a', 'b')",
	"SELECT pg_export_snapshot()",
	"SELECT pg_terminate_backend(1)",
	"SELECT set_config('work_mem', '8GB', false)",
	"SELECT * FROM pg_stat_activity",
};

static void a_kiosk_may_call_the_api_and_nothing_else(void **state)
{
	PGconn *kiosk = connect_as("kiosk_9");

	for (size_t i = 0; i < sizeof(beyond_the_api) / sizeof(*beyond_the_api); i++) {
		PGresult *result = PQexec(kiosk, beyond_the_api[i]);
		if (PQresultStatus(result) != PGRES_FATAL_ERROR)
			print_error("%s was not refused\n", beyond_the_api[i]);
		assert_int_equal(PQresultStatus(result), PGRES_FATAL_ERROR);
		PQclear(result);
	}
	PQfinish(kiosk);
}

static void others_have_only_their_own(void **state)
{
	static const char *const attempts[][2] = {
		{"report", "SELECT * FROM core.booking"},
		{"report", "DELETE FROM core.booking"},
		{"report", "SELECT api.hello(1, '', gen_random_uuid(), true, 1, 0, 0)"},
		{"staff", "SELECT * FROM core.opened"},
		{"staff", "SELECT clerk.next(1)"},
		{"clerk", "SELECT staff.put_programme('micklefield', '[]')"},
		{"clerk", "SELECT * FROM core.sealed"},
	};

	for (size_t i = 0; i < sizeof(attempts) / sizeof(*attempts); i++) {
		PGconn *connection = connect_as(attempts[i][0]);
		PGresult *result = PQexec(connection, attempts[i][1]);
		assert_string_equal(PQresultErrorField(result, PG_DIAG_SQLSTATE), "42501");
		PQclear(result);
		PQfinish(connection);
	}
	PGconn *report = connect_as("report");
	assert_string_equal(query(report, "SELECT count(*) FROM report.member"), "0");
	assert_string_equal(query(report, "SELECT count(*) FROM report.booking"), "0");
	assert_string_equal(query(report, "SELECT count(*) FROM report.attendance"), "0");
	PQfinish(report);
}

/* ---- hello ---- */

static void a_role_belongs_to_its_first_directory(void **state)
{
	struct kiosk *kiosk = meet(8), copy = *kiosk;

	strcpy(copy.install, "22222222-2222-7222-8222-222222222222");
	assert_string_equal(field(hello(&copy), "{state}"), "other-install");
	assert_string_equal(field(hello(kiosk), "{state}"), "active");
	PGconn *staff = connect_as("staff");
	query(staff, "SELECT staff.release_kiosk(8)");
	PQfinish(staff);
	assert_string_equal(field(hello(&copy), "{state}"), "active");
	assert_string_equal(field(hello(kiosk), "{state}"), "other-install");
}

static void release(const char *sql)
{
	PGconn *staff = connect_as("staff");

	query(staff, sql);
	PQfinish(staff);
}

static void a_released_directory_goes_on_where_it_was(void **state)
{
	struct kiosk *kiosk = meet(7), other = *kiosk;
	char session[40], sql[SQL_BYTES];

	new_session(10, 0, session);
	assert_string_equal(ask_lease(kiosk, session, "booking", 1), "accepted");
	assert_string_equal(ask_lease(kiosk, session, "booking", 1), "accepted");
	release("SELECT staff.release_kiosk(7)");
	assert_string_equal(field(hello(kiosk), "{last_seq}"), "2");
	assert_string_equal(ask_lease(kiosk, session, "booking", 1), "accepted");
	/* Another directory in between begins at nothing. */
	release("SELECT staff.release_kiosk(7)");
	strcpy(other.install, "22222222-2222-7222-8222-777777777777");
	assert_string_equal(field(hello(&other), "{last_seq}"), "0");
	release("SELECT staff.release_kiosk(7)");
	assert_string_equal(field(hello(kiosk), "{last_seq}"), "3");
	snprintf(sql, sizeof(sql), "SELECT api.park('%s', '4', 'raw', 'why')", kiosk->install);
	assert_string_equal(field(query(kiosk->connection, sql), "{last_seq}"), "4");
	kiosk->seq = 4;
	assert_string_equal(ask_lease(kiosk, session, "booking", 1), "accepted");
}

static void a_directory_is_one_kiosk_for_ever(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2), copy = *two;
	char session[40];

	new_session(10, 0, session);
	assert_string_equal(ask_lease(one, session, "booking", 1), "accepted");
	strcpy(copy.install, one->install);
	release("SELECT staff.release_kiosk(2)");
	assert_string_equal(field(hello(&copy), "{state}"), "other-install");
	release("SELECT staff.release_kiosk(1)");
	assert_string_equal(field(hello(&copy), "{state}"), "other-install");
	assert_string_equal(field(hello(one), "{state}"), "active");
	assert_string_equal(field(hello(two), "{state}"), "active");
}

/* A batch of one change, or of many empty ones. */
static const char *error_of_push(const struct kiosk *kiosk, const char *array)
{
	static char sqlstate[8];
	const char *values[] = {kiosk->epoch, kiosk->install, array};
	PGresult *result = PQexecParams(kiosk->connection, "SELECT api.push($1, $2, '1', '1', $3)",
		3, NULL, values, NULL, NULL, 0);
	const char *given = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	snprintf(sqlstate, sizeof(sqlstate), "%s", given ? given : "");
	PQclear(result);
	return sqlstate;
}

static void limits_are_kept(void **state)
{
	static char large[40 * 1024], many[4 * 1024] = "{x";

	assert_string_equal(error_of_push(meet(3), "{}"), "54000");
	memset(large, 'x', sizeof(large) - 1);
	large[0] = '{';
	large[sizeof(large) - 2] = '}';
	assert_string_equal(error_of_push(meet(3), large), "54000");
	for (int i = 0; i < 1000; i++)
		strcat(many, ",x");
	strcat(many, "}");
	assert_string_equal(error_of_push(meet(3), many), "54000");
}

static void demo_and_real_do_not_meet(void **state)
{
	struct kiosk *kiosk = meet(1);

	assert_string_equal(
		field(query(kiosk->connection,
			      "SELECT api.hello(1, '', '44444444-4444-7444-8444-444444444444', false, '1', '0', '0')"),
			"{state}"),
		"centre-is-demo");
	assert_string_equal(
		field(query(kiosk->connection,
			      "SELECT api.hello(2, '', '44444444-4444-7444-8444-444444444444', true, '1', '0', '0')"),
			"{state}"),
		"other-protocol");
}

static void a_demo_centre_lives_in_the_kiosks_time(void **state)
{
	assert_string_equal(field(hello(meet(1)), "{now_ms}"), NOW);
	assert_int_equal(count_of("SELECT (demo_now = timestamptz 'epoch' + " NOW
				  " * interval '1 ms')::int FROM core.site"),
		1);
}

static void a_stream_of_others_is_not_read(void **state)
{
	static const char *const asked[] = {"api.pull('%s', 'kiosk:2', '0', 10)",
		"api.news('%s', 'kiosk:2', '0', 10)", "api.snapshot('%s', 'kiosk:2', '', 10)"};
	struct kiosk *one = meet(1);

	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
		char call[SQL_BYTES / 2], sql[SQL_BYTES];
		snprintf(call, sizeof(call), asked[i], one->epoch);
		snprintf(sql, sizeof(sql), "SELECT %s", call);
		PGresult *result = PQexec(one->connection, sql);
		assert_string_equal(PQresultErrorField(result, PG_DIAG_SQLSTATE), "42501");
		PQclear(result);
	}
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(others_have_only_their_own),
		cmocka_unit_test(a_kiosk_may_call_the_api_and_nothing_else),
		cmocka_unit_test(a_role_belongs_to_its_first_directory),
		cmocka_unit_test(a_released_directory_goes_on_where_it_was),
		cmocka_unit_test(a_directory_is_one_kiosk_for_ever),
		cmocka_unit_test(limits_are_kept),
		cmocka_unit_test(demo_and_real_do_not_meet),
		cmocka_unit_test(a_demo_centre_lives_in_the_kiosks_time),
		cmocka_unit_test(a_stream_of_others_is_not_read),
	};

	if (count != 2) {
		fprintf(stderr, "usage: centre_roles PLATFORM/CENTRE\n");
		return 2;
	}
	centre_to_start = arguments[1];
	return _cmocka_run_group_tests(
		"centre_roles", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
