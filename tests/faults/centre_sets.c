/* A batch gives what its changes give one by one. Random logs, mostly runs of plain bookings and check-ins
 * with whatever is out of the ordinary strewn in, are taken twice from the same state: one by one, and as
 * api.push takes them. Every table, every answer and what was told must be the same. And what a change costs does not
 * depend on how much lies behind, were the tables empty when statistics were made.
 *
 *   centre_sets PLATFORM/CENTRE [SEED [WORLDS]] */
#include "centre_kiosks.h"

#include <time.h>

enum {
	SESSIONS = 8,
	HOLDERS = 6000,
	CARDS = 400, /* of holders whom the kiosk knows by their card alone */
	BOOKINGS = 2000,
	RUNS = 10,
	RUN_LENGTH = 40,
	CHANGE_BYTES = 700,
	LOG_BYTES = RUNS * RUN_LENGTH * CHANGE_BYTES,
	WORLDS = 2,
};

static struct world {
	char sessions[SESSIONS][40];
	struct {
		int session, holder;
	} bookings[BOOKINGS];
	int first_booking, booking_count, came, first_change, change_count, attendance_count;
	char log[LOG_BYTES];
	size_t length;
} world;

static PGconn *owner;
static uint64_t seed, first_seed, chance_state;
static int world_count = WORLDS;

static int chance(int below)
{
	chance_state ^= chance_state << 13;
	chance_state ^= chance_state >> 7;
	chance_state ^= chance_state << 17;
	return (int)((uint32_t)(chance_state >> 16) % (uint32_t)below);
}

static const char *ask(const char *format, ...) __attribute__((format(printf, 1, 2)));
static const char *ask(const char *format, ...)
{
	static char sql[LOG_BYTES + SQL_BYTES];
	va_list values;

	va_start(values, format);
	vsnprintf(sql, sizeof(sql), format, values);
	va_end(values);
	return query(owner, sql);
}

/* ---- what is there before ---- */

/* What may stand in the way of taking many at once. */
static const char *const wishes[SESSIONS] = {"", "", "settings = '{\"members_places\": 300}'",
	"settings = '{\"one_a_day\": 1}'",
	"settings = '{\"largest_party_when_few\": 2, \"largest_party\": 4}'",
	("parts_places = ROW(NULL, NULL, NULL, 30, 20), settings = '{\"prams_places\": 30,"
	 " \"wheelchairs_places\": 20}'"),
	"cancelled = true",
	"settings = '{\"after_absences\": 2, \"booking_closes_ms\": 1795999999000}'"};

static void make_session(int number)
{
	static const char *const pools[] = {"booking", "booking", "members"};
	static const char *const parts[] = {
		"NULL", "ROW(NULL, NULL, NULL, 5, 1)", "ROW(400, 400, 400, 3, 3)"};

	new_session(2000, 50, world.sessions[number]);
	if (*wishes[number])
		change_session(world.sessions[number], wishes[number]);
	for (int i = 0; i < 3; i++)
		ask("SELECT core.open_lease(ROW('%s-00%02d-%012d', %d, '%s', '%s', %d, 0, %s, ROW(0, 0,"
		    " 0, 0, 0), 'open', false, statement_timestamp(), statement_timestamp())::core.lease)",
			"1ea5e000-0000-7000", i, world.first_booking + number,
			i == 1 && chance(3) == 0 ? 2 : 1, world.sessions[number], pools[chance(3)],
			i == 0 ? 600 : 1 + chance(30), parts[i == 0 && chance(4) ? 0 : chance(3)]);
}

static void begin_world(void)
{
	world.first_booking += BOOKINGS;
	world.booking_count = world.came = world.change_count = 0;
	for (int i = 0; i < SESSIONS; i++)
		make_session(i);
	for (int i = 0; i < 12; i++)
		ask("INSERT INTO core.%s VALUES ('micklefield', '%s', 'epoch')",
			i % 2 ? "cancelled_early" : "said_early",
			booking_id(world.first_booking + chance(BOOKINGS)));
}

/* ---- the log ---- */

static void write_change(const char *kind, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void write_change(const char *kind, const char *format, ...)
{
	char body[CHANGE_BYTES / 2], *at = world.log + world.length;
	int id = world.first_change + world.change_count - (chance(300) == 0);
	va_list values;

	va_start(values, format);
	vsnprintf(body, sizeof(body), format, values);
	va_end(values);
	world.length += (size_t)snprintf(at, CHANGE_BYTES,
		"%s$json${\"id\":\"01900000-0000-7000-8001-%012d\",\"kind\":\"%s\",\"version\":1,"
		"\"at\":" NOW ",\"body\":%s}$json$",
		world.change_count ? "," : "", id, kind, body);
	world.change_count++;
}

static const char *holder_text(int holder)
{
	static char text[80];

	text[0] = '\0';
	if (holder)
		snprintf(text, sizeof(text), "\"holder\":\"cccccccc-0000-7000-8000-%012d\",",
			holder);
	return text;
}

static const char *party_text(bool odd)
{
	static const char *const odds[] = {"{\"adults\":-1}", "{\"adults\":3,\"class\":true}",
		"{\"adults\":1,\"prams\":4}", "{\"adults\":1,\"wheelchairs\":2}", "{\"adults\":20}",
		"\"no party\""};
	static const char *const usual[] = {"{\"adults\":1,\"children\":2}", "{\"adults\":1}",
		"{\"adults\":2,\"babies\":1}", "{\"adults\":1,\"children\":1,\"prams\":1}"};

	return odd ? odds[chance(6)] : usual[chance(4)];
}

/* At a session where nothing is special, mostly. */
static int some_session(bool odd)
{
	return odd ? chance(SESSIONS) : chance(2);
}

static int some_booking(void)
{
	return world.booking_count ? chance(world.booking_count) : 0;
}

static bool is_odd(int one_in)
{
	return one_in > 0 && chance(one_in) == 0;
}

static void write_booking(const char *kind, int one_in, int special)
{
	bool again = is_odd(one_in) && world.booking_count > 0;
	int number = again ? some_booking() : world.booking_count++;
	int session = special >= 0 ? special : some_session(is_odd(one_in));

	if (!again) {
		world.bookings[number].session = session;
		world.bookings[number].holder = chance(2) ? 1 + chance(HOLDERS) : 0;
	}
	write_change(kind,
		"{\"booking\":\"%s\",\"session\":\"%s\",%s\"lease\":\"%s-00%02d-%012d\",\"party\":%s,"
		"\"code\":\"1ABCD\",\"language\":\"en\"}",
		booking_id(world.first_booking + number), world.sessions[session],
		holder_text(world.bookings[number].holder), "1ea5e000-0000-7000",
		is_odd(one_in) ? 1 + chance(3) : 0, world.first_booking + session,
		party_text(is_odd(one_in)));
}

static void write_check_in(int one_in)
{
	bool some = is_odd(one_in) || world.came == world.booking_count;
	int number = some ? chance(BOOKINGS) : world.came++;
	int session = is_odd(one_in) ? chance(SESSIONS) : world.bookings[number].session;
	int holder = is_odd(one_in) ? 1 + chance(HOLDERS) : world.bookings[number].holder;

	world.attendance_count += !is_odd(3 * one_in);
	write_change("check_in",
		"{\"attendance\":\"dddddddd-0000-7000-8000-%012d\",\"session\":\"%s\",%s"
		"\"booking\":\"%s\",\"party\":%s,\"extra\":%d,\"how\":\"%s\",\"code\":\"OK\","
		"\"facts\":{}}",
		world.attendance_count, world.sessions[session], holder_text(holder),
		booking_id(world.first_booking + number), party_text(is_odd(one_in)),
		is_odd(one_in) ? 1 : 0, is_odd(one_in) ? "walk-in" : "booked");
}

/* One in so many is odd, in runs where none is, too. */
static void write_run(void)
{
	static const int oddness[] = {0, 0, 0, 300, 40};
	int one_in = oddness[chance(5)], length = 1 + chance(RUN_LENGTH), kind = chance(10);
	int special = chance(8) ? -1 : chance(SESSIONS);

	for (int i = 0; i < length; i++) {
		if (world.booking_count >= BOOKINGS - 1)
			return;
		if (kind < 4)
			write_booking("book", one_in, special);
		else if (kind < 8)
			write_check_in(one_in);
		else if (kind == 8)
			write_booking("wait", one_in, special);
		else
			write_change("cancel", "{\"booking\":\"%s\"}",
				booking_id(world.first_booking + some_booking()));
	}
}

static void write_log(void)
{
	world.length = 0;
	world.first_change += RUNS * RUN_LENGTH;
	world.change_count = 0;
	for (int i = 0; i < RUNS; i++)
		write_run();
}

/* ---- twice ---- */

/* All that there is, but what is drawn by lot, and who is inside: one by one that is counted anew. What is told of
 * cards that stayed away has no order. */
static const char state_sql[] =
	"SELECT concat_ws(E'\\n',"
	" (SELECT string_agg(c::text, E'\\n' ORDER BY seq) FROM core.change c WHERE kiosk = 1),"
	" (SELECT string_agg(b::text, E'\\n' ORDER BY booking) FROM core.booking b),"
	" (SELECT string_agg(a::text, E'\\n' ORDER BY attendance) FROM core.attendance a),"
	" (SELECT string_agg((to_jsonb(s) - 'inside')::text, E'\\n' ORDER BY session) FROM core.session s"
	"  WHERE title = 'Test'),"
	" (SELECT string_agg(l::text, E'\\n' ORDER BY lease) FROM core.lease l),"
	" (SELECT string_agg(concat_ws(' ', stream, kind, key, revision, body), E'\\n'"
	"  ORDER BY kind = 'absence', CASE kind WHEN 'absence' THEN key END, row) FROM core.feed"
	"  WHERE version IS NULL),"
	" (SELECT string_agg(concat_ws(' ', seq, kind, reason, about), E'\\n' ORDER BY seq, reason, about)"
	"  FROM core.exception),"
	" (SELECT string_agg(concat_ws(' ', branch, booking), E'\\n' ORDER BY booking)"
	"  FROM core.cancelled_early))";

static char *state_after(const char *how, int first_seq)
{
	ask("SELECT core.%s(k, %d, core.instant(" NOW
	    "), ARRAY[%s]) FROM core.kiosk k WHERE kiosk = 1",
		how, first_seq, world.log);
	PGresult *result = PQexec(owner, state_sql);
	assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
	char *state = strdup(PQgetvalue(result, 0, 0));
	PQclear(result);
	return state;
}

/* The first line that is another. */
static void assert_same(const char *one_by_one, const char *together)
{
	const char *a = one_by_one, *b = together;

	while (*a && *a == *b)
		a++, b++;
	if (*a == *b)
		return;
	while (a > one_by_one && a[-1] != '\n')
		a--, b--;
	fail_msg("seed %llu:\none by one: %.*s\ntogether:   %.*s", (unsigned long long)seed,
		(int)strcspn(a, "\n"), a, (int)strcspn(b, "\n"), b);
}

/* Where it is known how many are inside, it is true. */
static const char wrong_inside_sql[] =
	"SELECT count(*) FROM core.session s WHERE inside <> (SELECT coalesce(jsonb_object_agg(kiosk,"
	" people), '{}') FROM (SELECT kiosk, sum(people) AS people FROM core.attendance a"
	" WHERE a.session = s.session AND counted AND undone_at IS NULL GROUP BY kiosk) a)";

static int together, all;

static void take_twice(void)
{
	int first_seq =
		1 + atoi(ask("SELECT coalesce(max(seq), 0) FROM core.change WHERE kiosk = 1"));

	ask("BEGIN");
	char *one_by_one = state_after("take_one_by_one", first_seq);
	ask("ROLLBACK");
	ask("BEGIN");
	int before = atoi(ask("SELECT coalesce(sum(calls), 0) FROM pg_stat_xact_user_functions"
			      " WHERE funcname = 'take'"));
	char *at_once = state_after("take_all", first_seq);
	all += world.change_count;
	together += world.change_count + before -
		    atoi(ask("SELECT coalesce(sum(calls), 0) FROM pg_stat_xact_user_functions"
			     " WHERE funcname = 'take'"));
	assert_int_equal(atoi(ask(wrong_inside_sql)), 0);
	ask("SELECT core.tell_inside('micklefield', core.instant(" NOW "))");
	assert_int_equal(atoi(ask(wrong_inside_sql)), 0);
	ask("COMMIT");
	assert_same(one_by_one, at_once);
	free(one_by_one);
	free(at_once);
}

static void a_batch_gives_what_its_changes_give_one_by_one(void **state)
{
	owner = connect_as("owner");
	ask("SET track_functions = 'all'");
	meet(1);
	meet(2);
	ask("SET enable_seqscan = off");
	ask("SET jit = off");
	ask("INSERT INTO core.token (branch, index, holder) SELECT 'micklefield', 'CCCCCCCC000070008000'"
	    " || lpad(i::text, 12, '0'), ('cccccccc-0000-7000-8000-' || lpad((i + %d)::text, 12, '0'))::uuid"
	    " FROM generate_series(1, %d) i",
		CARDS, CARDS);
	for (int i = 0; i < world_count; i++) {
		seed = first_seed + (uint64_t)i;
		chance_state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
		begin_world();
		for (int batch = 0; batch < 3; batch++) {
			write_log();
			take_twice();
		}
	}
	PQfinish(owner);
	printf("%d of %d changes were taken together\n", together, all);
	assert_true(together * 4 > all && together < all);
}

/* ---- what lies behind ---- */

enum { HISTORY = 20000, PARTIES = 60, INDEX_PAGES_OF_A_CHANGE = 60 };

static void write_history(void)
{
	ask("INSERT INTO core.booking (booking, session, kiosk, holder, state, adults, children, babies, prams,"
	    " wheelchairs, arrival, made_at) SELECT gen_random_uuid(), '%s', 9, gen_random_uuid(), 'confirmed',"
	    " 1, 0, 0, 0, 0, i, 'epoch' FROM generate_series(1, %d) i",
		world.sessions[1], HISTORY);
	ask("INSERT INTO core.attendance (attendance, session, kiosk, booking, holder, how, adults, children, babies,"
	    " prams, wheelchairs, code, came_at, counted) SELECT gen_random_uuid(), session, 9, booking, holder,"
	    " 'booked', 1, 0, 0, 0, 0, 'OK', 'epoch', true FROM core.booking WHERE kiosk = 9");
}

static void write_parties(void)
{
	world.length = 0;
	world.first_change += RUNS * RUN_LENGTH;
	world.change_count = 0;
	for (int i = 0; i < PARTIES; i++)
		write_booking("book", 0, 0);
	for (int i = 0; i < PARTIES; i++)
		write_check_in(0);
}

static int index_pages(void)
{
	ask("SELECT pg_stat_force_next_flush()");
	ask("SELECT pg_stat_clear_snapshot()");
	return atoi(ask("SELECT sum(idx_blks_hit + idx_blks_read) FROM pg_statio_user_indexes"
			" WHERE relname IN ('attendance', 'booking')"));
}

static void take_parties(const char *how)
{
	int first_seq =
		1 + atoi(ask("SELECT coalesce(max(seq), 0) FROM core.change WHERE kiosk = 1"));

	write_parties();
	ask("SELECT core.%s(k, %d, core.instant(" NOW
	    "), ARRAY[%s]) FROM core.kiosk k WHERE kiosk = 1",
		how, first_seq, world.log);
	ask("SELECT core.tell_inside('micklefield', core.instant(" NOW "))");
}

static void assert_pages_of_a_change(const char *how)
{
	int before = index_pages();

	take_parties(how);
	int pages = (index_pages() - before) / world.change_count;
	printf("%s: %d pages of indexes a change; in all %s\n", how, pages,
		ask("SELECT string_agg(indexrelname || ' ' || idx_blks_hit + idx_blks_read, ', ')"
		    " FROM pg_statio_user_indexes WHERE relname IN ('attendance', 'booking')"));
	assert_in_range(pages, 1, INDEX_PAGES_OF_A_CHANGE);
}

/* A session plans once: here while the tables are empty. */
static void a_change_reads_what_it_is_about_whatever_lies_behind(void **state)
{
	owner = connect_as("owner");
	meet(1);
	ask("ALTER TABLE core.booking SET (autovacuum_enabled = off)");
	ask("ALTER TABLE core.attendance SET (autovacuum_enabled = off)");
	ask("ANALYZE");
	ask("SET enable_seqscan = off");
	ask("SET jit = off");
	ask("SET plan_cache_mode = force_generic_plan");
	chance_state = first_seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
	begin_world();
	take_parties("take_all");
	take_parties("take_one_by_one");
	write_history();
	assert_pages_of_a_change("take_all");
	assert_pages_of_a_change("take_one_by_one");
	ask("DELETE FROM core.attendance WHERE kiosk = 9");
	ask("DELETE FROM core.booking WHERE kiosk = 9");
	ask("VACUUM core.attendance, core.booking");
	PQfinish(owner);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_change_reads_what_it_is_about_whatever_lies_behind),
		cmocka_unit_test(a_batch_gives_what_its_changes_give_one_by_one),
	};

	if (count < 2) {
		fprintf(stderr, "usage: centre_sets PLATFORM/CENTRE [SEED [WORLDS]]\n");
		return 2;
	}
	centre_to_start = arguments[1];
	first_seed = count > 2 ? strtoull(arguments[2], NULL, 10) : (uint64_t)time(NULL);
	if (count > 3)
		world_count = atoi(arguments[3]);
	printf("seeds from %llu on\n", (unsigned long long)first_seed);
	return _cmocka_run_group_tests(
		"centre_sets", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
