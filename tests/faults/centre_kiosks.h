/* Kiosks that speak with a real centre (local_centre.h): a connection and a log each, and a function
 * for each change that a kiosk sends. */
#ifndef TESTS_CENTRE_KIOSKS_H
#define TESTS_CENTRE_KIOSKS_H

#include "local_centre.h"

#define NOW "1796000000000"

enum { KIOSKS = 9 };

/* A kiosk as the centre sees it: a connection and a log. */
struct kiosk {
	PGconn *connection;
	int number;
	char epoch[40], install[40];
	int seq;
};

static struct kiosk kiosks[KIOSKS + 1];
static int sessions_made;

static inline const char *hello(struct kiosk *kiosk)
{
	char sql[SQL_BYTES];

	snprintf(sql, sizeof(sql), "SELECT api.hello(1, 'test', '%s', true, " NOW ", '%d', '0')",
		kiosk->install, kiosk->seq);
	return query(kiosk->connection, sql);
}

/* Text of a field of a JSON text. */
static inline const char *field(const char *json, const char *path)
{
	const char *values[] = {json, path};
	static char texts[8][256];
	static int next;
	char *text = texts[next++ % 8];
	PGresult *result = PQexecParams(
		the_owner(), "SELECT $1::jsonb #>> $2::text[]", 2, NULL, values, NULL, NULL, 0);

	assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
	snprintf(text, sizeof(texts[0]), "%s", PQgetvalue(result, 0, 0));
	PQclear(result);
	return text;
}

static inline struct kiosk *meet(int number)
{
	struct kiosk *kiosk = &kiosks[number];
	char role[16];

	if (kiosk->connection)
		return kiosk;
	snprintf(role, sizeof(role), "kiosk_%d", number);
	kiosk->connection = connect_as(role);
	kiosk->number = number;
	snprintf(kiosk->install, sizeof(kiosk->install), "11111111-1111-7111-8111-%012d", number);
	snprintf(kiosk->epoch, sizeof(kiosk->epoch), "%s", field(hello(kiosk), "{epoch}"));
	return kiosk;
}

static inline const char *push_text(struct kiosk *kiosk, int first, const char *changes)
{
	char sql[2 * SQL_BYTES];

	snprintf(sql, sizeof(sql), "SELECT api.push('%s', '%s', '%d', " NOW ", %s)", kiosk->epoch,
		kiosk->install, first, changes);
	return query(kiosk->connection, sql);
}

/* A change's id follows from kiosk and number, so that tests can name leases. */
static inline const char *change_id(const struct kiosk *kiosk, int seq)
{
	static char texts[4][40];
	static int next;
	char *text = texts[next++ % 4];

	snprintf(text, sizeof(texts[0]), "01900000-0000-7000-8%03d-%012d", kiosk->number, seq);
	return text;
}

static inline void change_text(const struct kiosk *kiosk, int seq, const char *kind,
	const char *body, char *text, size_t size)
{
	snprintf(text, size,
		"{\"id\":\"%s\",\"kind\":\"%s\",\"version\":1,\"at\":" NOW ",\"body\":%s}",
		change_id(kiosk, seq), kind, body);
}

/* Pushes one more change; the verdict, as text with its reason: "accepted", "refused no-session". */
static inline const char *push(struct kiosk *kiosk, const char *kind, const char *body)
{
	static char verdict[128];
	char change[SQL_BYTES / 2], array[SQL_BYTES];

	change_text(kiosk, ++kiosk->seq, kind, body, change, sizeof(change));
	snprintf(array, sizeof(array), "ARRAY[$json$%s$json$]", change);
	const char *answer = push_text(kiosk, kiosk->seq, array);
	const char *reason = field(answer, "{0,reason}");
	snprintf(verdict, sizeof(verdict), "%s%s%s", field(answer, "{0,verdict}"),
		*reason ? " " : "", reason);
	return verdict;
}

/* The same of NOW, of which the centre hears at `heard_ms`. `body`: with one %s, the session. */
static inline const char *push_later(struct kiosk *kiosk, const char *kind, const char *heard_ms,
	const char *body, const char *session)
{
	static char verdict[128];
	char whole[SQL_BYTES / 4], change[SQL_BYTES / 2], sql[2 * SQL_BYTES];
	const char *gap = strstr(body, "%s");

	assert_non_null(gap);
	snprintf(whole, sizeof(whole), "%.*s%s%s", (int)(gap - body), body, session,
		gap + strlen("%s"));
	change_text(kiosk, ++kiosk->seq, kind, whole, change, sizeof(change));
	snprintf(sql, sizeof(sql), "SELECT api.push('%s', '%s', '%d', '%s', ARRAY[$json$%s$json$])",
		kiosk->epoch, kiosk->install, kiosk->seq, heard_ms, change);
	snprintf(verdict, sizeof(verdict), "%s",
		field(query(kiosk->connection, sql), "{0,verdict}"));
	return verdict;
}

static inline void new_session(int places, int door_places, char id[static 40])
{
	char sql[SQL_BYTES];
	PGconn *staff = the_staff();

	snprintf(id, 40, "55555555-0000-7000-8000-%012d", ++sessions_made);
	snprintf(sql, sizeof(sql),
		"SELECT staff.put_programme('micklefield', "
		"'[{\"session\":\"%s\",\"title\":\"Test\","
		"\"starts_ms\":1796001000000,\"ends_ms\":1796002000000,\"opens_ms\":1796000000000,"
		"\"closes_ms\":1796002000000,\"admission\":\"both\",\"asks\":31,\"places\":%d,"
		"\"door_places\":%d}]')",
		id, places, door_places);
	assert_string_equal(query(staff, sql), "[{\"change\": \"new\"}]");
}

static inline void change_session(const char *session, const char *assignment)
{
	char sql[SQL_BYTES];

	snprintf(sql, sizeof(sql), "UPDATE core.session SET %s WHERE session = '%s'", assignment,
		session);
	query(the_owner(), sql);
}

/* For an outage: as many as the kiosk's share allows. */
static inline const char *ask_share(
	struct kiosk *kiosk, const char *session, const char *pool, int places)
{
	char body[256];

	snprintf(body, sizeof(body), "{\"session\":\"%s\",\"pool\":\"%s\",\"places\":%d}", session,
		pool, places);
	return push(kiosk, "lease_request", body);
}

/* For people who stand there: all of them or none. */
static inline const char *ask_lease(
	struct kiosk *kiosk, const char *session, const char *pool, int places)
{
	char body[256];

	snprintf(body, sizeof(body),
		"{\"session\":\"%s\",\"pool\":\"%s\",\"places\":%d,\"here\":true}", session, pool,
		places);
	return push(kiosk, "lease_request", body);
}

static inline int granted(const struct kiosk *kiosk, int seq)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT coalesce((SELECT granted FROM core.lease WHERE lease = '%s'), 0)",
		change_id(kiosk, seq));
	return count_of(sql);
}

static inline bool is_recalled(const struct kiosk *kiosk, int seq)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM core.lease WHERE lease = '%s' AND recalled",
		change_id(kiosk, seq));
	return count_of(sql) > 0;
}

static inline const char *booking_id(int number)
{
	static char texts[4][40];
	static int next;
	char *text = texts[next++ % 4];

	snprintf(text, sizeof(texts[0]), "bbbbbbbb-0000-7000-8000-%012d", number);
	return text;
}

/* lease_seq 0: no lease, so it waits. holder 0: a guest. */
static inline const char *book(
	struct kiosk *kiosk, int number, const char *session, int lease_seq, int adults, int holder)
{
	char body[512], lease[80] = "", who[80] = "";

	if (lease_seq)
		snprintf(lease, sizeof(lease), "\"lease\":\"%s\",", change_id(kiosk, lease_seq));
	if (holder)
		snprintf(who, sizeof(who), "\"holder\":\"cccccccc-0000-7000-8000-%012d\",", holder);
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",%s%s\"party\":{\"adults\":%d},\"code\":"
		"\"1ABCD\",\"language\":\"en\"}",
		booking_id(number), session, lease, who, adults);
	return push(kiosk, lease_seq ? "book" : "wait", body);
}

static inline const char *cancel(struct kiosk *kiosk, int number)
{
	char body[128];

	snprintf(body, sizeof(body), "{\"booking\":\"%s\"}", booking_id(number));
	return push(kiosk, "cancel", body);
}

static inline const char *check_in(struct kiosk *kiosk, int attendance, const char *session,
	int booking, int extra, int lease_seq)
{
	char body[512], booked[80] = "", lease[80] = "";

	if (booking)
		snprintf(booked, sizeof(booked), "\"booking\":\"%s\",", booking_id(booking));
	if (lease_seq)
		snprintf(lease, sizeof(lease), "\"lease\":\"%s\",", change_id(kiosk, lease_seq));
	snprintf(body, sizeof(body),
		"{\"attendance\":\"dddddddd-0000-7000-8000-%012d\",\"session\":\"%s\",%s%s"
		"\"party\":{\"adults\":2},\"extra\":%d,\"how\":\"%s\",\"code\":\"OK\",\"facts\":{}"
		"}",
		attendance, session, booked, lease, extra, booking ? "booked" : "drop-in");
	return push(kiosk, "check_in", body);
}

static inline const char *undo(struct kiosk *kiosk, int attendance)
{
	char body[128];

	snprintf(body, sizeof(body), "{\"attendance\":\"dddddddd-0000-7000-8000-%012d\"}",
		attendance);
	return push(kiosk, "undo", body);
}

static inline int of_session(const char *column, const char *session)
{
	char sql[256];

	snprintf(sql, sizeof(sql), "SELECT %s FROM core.session WHERE session = '%s'", column,
		session);
	return count_of(sql);
}

static inline const char *state_of(int booking)
{
	static char state[32];
	char sql[256];

	snprintf(sql, sizeof(sql), "SELECT state FROM core.booking WHERE booking = '%s'",
		booking_id(booking));
	snprintf(state, sizeof(state), "%s", query(the_owner(), sql));
	return state;
}

/* Of each part as many are in use as bookings and those at the door have. */
static inline int sessions_with_wrong_parts(void)
{
	return count_of(
		"SELECT count(*) FROM core.session s WHERE session NOT IN"
		" (SELECT session FROM core.counted) AND parts_used <> (SELECT ROW("
		" coalesce(sum(adults), 0), coalesce(sum(children), 0), coalesce(sum(babies), 0),"
		" coalesce(sum(prams), 0), coalesce(sum(wheelchairs), 0))::core.party FROM"
		" (SELECT adults, children, babies, prams, wheelchairs FROM core.booking b"
		"  WHERE b.session = s.session AND state = 'confirmed' AND pool = 'booking'"
		"  AND given_at IS NULL UNION ALL SELECT ((paid).parts).* FROM core.attendance a"
		"  JOIN core.lease l USING (lease) WHERE a.session = s.session"
		"  AND l.pool <> 'class' AND undone_at IS NULL) used)");
}

/* A kiosk takes what is newer than what it has; of a session the same may be told twice. */
static inline int news_that_are_not_newer(void)
{
	return count_of("SELECT count(*) FROM (SELECT kind, revision - lag(revision)"
			" OVER (PARTITION BY stream, kind, key ORDER BY row) AS newer"
			" FROM core.feed WHERE kind IN ('booking', 'session')) news"
			" WHERE newer < 0 OR (newer = 0 AND kind = 'booking')");
}

/* The books balance: what is confirmed, leased and used is what bookings and leases say, of all that is
 * not forgotten yet. */
static inline void books_balance(void)
{
	assert_int_equal(sessions_with_wrong_parts(), 0);
	assert_int_equal(news_that_are_not_newer(), 0);
	assert_int_equal(
		count_of("SELECT count(*) FROM core.session s WHERE session NOT IN"
			 " (SELECT session FROM core.counted) AND (confirmed <>"
			 "  (SELECT coalesce(sum(people), 0) FROM core.booking b"
			 "  WHERE b.session = s.session AND state = 'confirmed'"
			 "  AND pool = 'booking' AND given_at IS NULL)"
			 " OR class_used <> (SELECT coalesce(sum(people), 0) FROM core.booking b"
			 "  WHERE b.session = s.session AND state = 'confirmed' AND pool = 'class')"
			 "  + (SELECT coalesce(sum((paid).people), 0) FROM core.attendance a"
			 "  JOIN core.lease l USING (lease) WHERE a.session = s.session"
			 "  AND l.pool = 'class' AND undone_at IS NULL)"
			 " OR leased <> (SELECT coalesce(sum(granted - spent), 0) FROM core.lease l"
			 "  WHERE l.session = s.session AND pool IN ('booking', 'members')"
			 "  AND state = 'open')"
			 " OR (parts_leased).prams <> (SELECT coalesce(sum((parts).prams -"
			 "  (parts_spent).prams), 0) FROM core.lease l WHERE l.session = s.session"
			 "  AND pool <> 'class' AND state = 'open')"
			 " OR (parts_used).prams < (SELECT coalesce(sum(prams), 0)"
			 "  FROM core.booking b WHERE b.session = s.session AND state = 'confirmed'"
			 "  AND pool = 'booking' AND given_at IS NULL)"
			 " OR door_leased <> (SELECT coalesce(sum(granted - spent), 0)"
			 "  FROM core.lease l"
			 "  WHERE l.session = s.session AND pool = 'door' AND state = 'open')"
			 " OR confirmed + leased > places"
			 " OR door_used + door_leased > door_places)"),
		0);
}

/* Each test program's own centre. */
static const char *centre_to_start;

static inline int begin(void **state)
{
	centre_begin(centre_to_start);
	return 0;
}

static inline int end(void **state)
{
	for (int i = 1; i <= KIOSKS; i++)
		PQfinish(kiosks[i].connection);
	centre_end();
	return 0;
}

/* The error's number, "" where it was none. */
static inline const char *error_of(PGconn *connection, const char *sql)
{
	static char sqlstate[8];
	PGresult *result = PQexec(connection, sql);
	const char *given = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	snprintf(sqlstate, sizeof(sqlstate), "%s", given ? given : "");
	PQclear(result);
	return sqlstate;
}

#endif
