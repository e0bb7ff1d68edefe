/* What kiosks have, loaded beside what a real centre has: in the end both say the same of every change,
 * lease and booking, and nothing is missing from a log or a stream. */
#ifndef TESTS_BESIDE_CENTRE_H
#define TESTS_BESIDE_CENTRE_H

#include "reckoning.h"
#include "store/internal.h"

static inline void begin_beside(PGconn *owner)
{
	reckon_number(owner,
		"CREATE SCHEMA IF NOT EXISTS faults;"
		"CREATE TABLE faults.change (kiosk integer, seq bigint, id uuid, raw text);"
		"CREATE TABLE faults.lease (kiosk integer, lease uuid, places integer);"
		"CREATE TABLE faults.booking (kiosk integer, booking uuid, state text,"
		" people integer)");
}

static inline void insert_beside(
	PGconn *owner, const char *sql, const char *const *texts, int count)
{
	PGresult *result = PQexecParams(owner, sql, count, NULL, texts, NULL, NULL, 0);

	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		cannot_reckon(PQerrorMessage(owner));
	PQclear(result);
}

/* The rows, each with the kiosk's number before it. */
static inline void load_rows(
	PGconn *owner, const char *number, struct row row, const char *insert, int columns)
{
	const char *texts[6] = {number};

	while (row_next(&row)) {
		for (int i = 0; i < columns; i++)
			texts[i + 1] = row_text(&row, i);
		insert_beside(owner, insert, texts, columns + 1);
	}
}

static inline void load_beside(PGconn *owner, int kiosk, struct store *store)
{
	struct database *database = &store->database;
	char number[16];

	snprintf(number, sizeof(number), "%d", kiosk);
	reckon_number(owner, "BEGIN");
	load_rows(owner, number,
		database_select(database, "SELECT seq, hex(id), text FROM change", NO_VALUES),
		"INSERT INTO faults.change VALUES ($1, $2, $3::text::uuid, $4)", 3);
	load_rows(owner, number,
		database_select(database,
			"SELECT hex(id), left FROM lease WHERE state = " SQL_LEASE_OPEN, NO_VALUES),
		"INSERT INTO faults.lease VALUES ($1, $2::text::uuid, $3)", 2);
	load_rows(owner, number,
		database_select(database,
			"SELECT hex(id), CASE state WHEN " SQL_BOOKING_CONFIRMED
			" THEN 'confirmed' WHEN " SQL_BOOKING_WAITING
			" THEN 'waiting' ELSE 'cancelled' END, adults + children + babies"
			" FROM booking",
			NO_VALUES),
		"INSERT INTO faults.booking VALUES ($1, $2::text::uuid, $3, $4)", 3);
	reckon_number(owner, "COMMIT");
}

static const struct reckoned beside_questions[] = {
	{"changes that the centre has not, or otherwise",
		"SELECT count(*) FROM faults.change h LEFT JOIN core.change c USING (kiosk, seq)"
		" WHERE c.id IS DISTINCT FROM h.id OR c.raw IS DISTINCT FROM h.raw"},
	{"changes that no kiosk has",
		"SELECT count(*) FROM core.change c LEFT JOIN faults.change h USING (kiosk, seq)"
		" WHERE h.seq IS NULL"},
	{"holes in logs", "SELECT count(*) FROM (SELECT FROM core.change GROUP BY kiosk"
			  " HAVING count(*) <> max(seq) OR min(seq) <> 1) holes"},
	{"holes in streams",
		"SELECT count(*) FROM (SELECT FROM core.feed f JOIN core.feed_head h USING (stream)"
		" WHERE version > compacted GROUP BY stream"
		" HAVING count(*) <> max(version) - min(version) + 1 OR max(version) <> max(head)) holes"},
	{"bookings that the feed does not tell of",
		"SELECT count(*) FROM core.booking b JOIN core.session s USING (session) WHERE"
		" EXISTS (SELECT FROM core.feed_head WHERE stream = 'branch:' || branch) AND NOT"
		" EXISTS (SELECT FROM core.feed WHERE kind = 'booking' AND key = booking::text)"},
	{"bookings that kiosk and centre see otherwise",
		"SELECT count(*) FROM faults.booking h LEFT JOIN core.booking b USING (booking)"
		" WHERE CASE WHEN b.booking IS NULL THEN h.state <> 'cancelled'"
		" ELSE b.people <> h.people OR h.state <> CASE b.state"
		" WHEN 'merged' THEN 'cancelled' ELSE b.state END END"},
	{"leases that kiosk and centre see otherwise",
		"SELECT count(*) FROM faults.lease h FULL JOIN (SELECT kiosk, lease, granted - spent"
		" AS places FROM core.lease WHERE state = 'open') c USING (kiosk, lease)"
		" WHERE h.places IS DISTINCT FROM c.places"},
	{"sessions whose books do not balance",
		"SELECT count(*) FROM core.session s WHERE confirmed <> (SELECT coalesce(sum(people),"
		" 0) FROM core.booking b WHERE b.session = s.session AND state = 'confirmed')"
		" OR leased <> (SELECT coalesce(sum(granted - spent), 0) FROM core.lease l"
		" WHERE l.session = s.session AND pool IN ('booking', 'members') AND state = 'open')"
		" OR confirmed + leased > places"},
};

/* Prints how many are not. */
static inline bool is_as_beside(PGconn *owner)
{
	return answers_are_good(
		owner, beside_questions, sizeof(beside_questions) / sizeof(*beside_questions));
}

#endif
