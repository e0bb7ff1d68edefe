/* Forms at a real centre: one a name and branch, told to the branch's kiosks and to nobody else's. */
#include "centre_kiosks.h"

static const char *put(const char *branch, const char *name, const char *text)
{
	static char answer[32];
	char sql[SQL_BYTES];
	PGconn *staff = connect_as("staff");

	snprintf(sql, sizeof(sql), "SELECT staff.put_form('%s', '%s', %s)", branch, name, text);
	snprintf(answer, sizeof(answer), "%s", query(staff, sql));
	PQfinish(staff);
	return answer;
}

/* What the kiosk hears last of this form: its text, "" if it was taken back, and which revision. */
static const char *heard(struct kiosk *kiosk, const char *name, int *revision)
{
	char sql[SQL_BYTES];
	static char text[256];

	snprintf(sql, sizeof(sql), "SELECT api.pull('%s', 'branch:micklefield', '0', 1000)",
		kiosk->epoch);
	const char *page = query(kiosk->connection, sql);
	PGconn *owner = connect_as("owner");
	const char *values[] = {page, name};
	PGresult *row = PQexecParams(owner,
		"SELECT r->'body'->>'text', r->>'revision' FROM jsonb_array_elements($1::jsonb->'rows') r"
		" WHERE r->>'kind' = 'form' AND r->>'key' = $2 ORDER BY (r->>'version')::int DESC",
		2, NULL, values, NULL, NULL, 0);

	assert_true(PQntuples(row) > 0);
	snprintf(text, sizeof(text), "%s", PQgetvalue(row, 0, 0));
	*revision = atoi(PQgetvalue(row, 0, 1));
	PQclear(row);
	PQfinish(owner);
	return text;
}

static int told(const char *stream, const char *name)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM core.feed WHERE kind = 'form' AND stream = '%s' AND key = '%s'",
		stream, name);
	return count_of(sql);
}

/* The programme is much longer than a page of the feed. */
static int forget_programme(void **state)
{
	int begun = begin(state);
	PGconn *owner = connect_as("owner");

	query(owner, "DELETE FROM core.feed");
	PQfinish(owner);
	return begun;
}

static void a_form_is_told_to_two_kiosks_until_it_is_taken_back(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	int revision;

	assert_string_equal(put("micklefield", "join", "'{\"a\":\n1}'"), "new");
	assert_string_equal(heard(one, "join", &revision), "{\"a\":\n1}");
	assert_int_equal(revision, 1);
	assert_string_equal(put("micklefield", "join", "'{}'"), "changed");
	assert_string_equal(heard(two, "join", &revision), "{}");
	assert_int_equal(revision, 2);
	assert_string_equal(put("micklefield", "join", "NULL"), "taken back");
	assert_string_equal(heard(one, "join", &revision), "");
	assert_int_equal(revision, 3);
	assert_string_equal(put("micklefield", "join", "'{}'"), "new");
	assert_string_equal(heard(one, "join", &revision), "{}");
	assert_int_equal(revision, 4);
}

static void the_same_again_is_told_once(void **state)
{
	assert_string_equal(put("micklefield", "child", "'{}'"), "new");
	assert_string_equal(put("micklefield", "child", "'{}'"), "same");
	assert_int_equal(told("branch:micklefield", "child"), 1);
	assert_string_equal(put("micklefield", "child", "NULL"), "taken back");
	assert_string_equal(put("micklefield", "child", "NULL"), "none");
	assert_string_equal(put("micklefield", "nothing", "NULL"), "none");
	assert_int_equal(told("branch:micklefield", "child"), 2);
	assert_int_equal(told("branch:micklefield", "nothing"), 0);
}

static void another_branch_has_its_own(void **state)
{
	PGconn *owner = connect_as("owner");

	query(owner, "INSERT INTO core.branch (branch, settings) VALUES ('other', '{}')");
	PQfinish(owner);
	assert_string_equal(put("micklefield", "tell_me", "'{}'"), "new");
	assert_string_equal(put("other", "tell_me", "'{}'"), "new");
	assert_string_equal(put("other", "tell_me", "NULL"), "taken back");
	assert_int_equal(told("branch:other", "tell_me"), 2);
	assert_int_equal(told("branch:micklefield", "tell_me"), 1);
}

static void what_cannot_be_a_form_is_refused(void **state)
{
	PGconn *staff = connect_as("staff");

	assert_string_equal(error_of(staff, "SELECT staff.put_form('micklefield', 'challenge',"
					    " repeat('x', 65537))"),
		"23514");
	assert_string_equal(
		error_of(staff, "SELECT staff.put_form('micklefield', '../join', '{}')"), "23514");
	assert_string_equal(
		error_of(staff, "SELECT staff.put_form('nowhere', 'challenge', '{}')"), "23503");
	PQfinish(staff);
	assert_int_equal(told("branch:micklefield", "challenge"), 0);
}

static void only_staff_gives_forms(void **state)
{
	static const char *const others[] = {"kiosk_1", "clerk", "report"};

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		PGconn *connection = connect_as(others[i]);
		assert_string_equal(
			error_of(connection, "SELECT staff.put_form('micklefield', 'join', '{}')"),
			"42501");
		assert_string_equal(error_of(connection, "SELECT text FROM core.form"), "42501");
		PQfinish(connection);
	}
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_is_told_to_two_kiosks_until_it_is_taken_back),
		cmocka_unit_test(the_same_again_is_told_once),
		cmocka_unit_test(another_branch_has_its_own),
		cmocka_unit_test(what_cannot_be_a_form_is_refused),
		cmocka_unit_test(only_staff_gives_forms),
	};

	if (count != 2) {
		fprintf(stderr, "usage: centre_forms PLATFORM/CENTRE\n");
		return 2;
	}
	centre_to_start = arguments[1];
	return _cmocka_run_group_tests(
		"centre_forms", tests, sizeof(tests) / sizeof(*tests), forget_programme, end);
}
