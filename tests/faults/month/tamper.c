/* A transaction that is never committed: the kiosk has its answer, and something else is kept. */
#include "tamper.h"

#include <stdio.h>
#include <stdlib.h>

#include "kiosks.h"

enum { SQL_BYTES = 2048 };

#define AGAIN "adults, children, babies, prams, wheelchairs, code"

/* `act` finds the row's key as `picked`, and touches one row. */
static const struct {
	const char *name, *table, *at, *which, *act;
} tampers[TAMPERS] = {
	{"a booking dropped", "booking", "made_at", "t.state = 'confirmed'",
		"DELETE FROM core.booking USING picked WHERE booking = key"},
	{"a booking doubled", "booking", "made_at", "t.state = 'confirmed'",
		"INSERT INTO core.booking (booking, session, kiosk, state, language, arrival, made_at, " AGAIN
		") SELECT gen_random_uuid(), session, kiosk, state, language, arrival, made_at, " AGAIN
		" FROM core.booking, picked WHERE booking = key"},
	{"a booking moved to another session", "booking", "made_at",
		"t.state = 'confirmed' AND (SELECT count(*) FROM core.session o JOIN core.session s"
		" ON s.session = t.session AND o.title = s.title AND o.starts_at > s.starts_at) > 0",
		"UPDATE core.booking b SET session = (SELECT o.session FROM core.session o"
		" JOIN core.session s ON s.session = b.session AND o.title = s.title"
		" AND o.starts_at > s.starts_at ORDER BY o.starts_at LIMIT 1) FROM picked WHERE booking = key"},
	{"a place in the line dropped", "booking", "made_at", "t.state = 'waiting'",
		"DELETE FROM core.booking USING picked WHERE booking = key"},
	{"a cancelling dropped", "booking", "made_at", "t.state = 'cancelled'",
		"UPDATE core.booking SET state = 'confirmed' FROM picked WHERE booking = key"},
	{"a party that grows", "booking", "made_at", "t.state = 'confirmed'",
		"UPDATE core.booking SET adults = adults + 1 FROM picked WHERE booking = key"},
	{"a check-in dropped", "attendance", "came_at", "t.counted AND t.undone_at IS NULL",
		"DELETE FROM core.attendance USING picked WHERE attendance = key"},
	{"a check-in doubled", "attendance", "came_at", "t.counted AND t.undone_at IS NULL",
		"INSERT INTO core.attendance (attendance, session, kiosk, how, came_at, counted, " AGAIN
		") SELECT gen_random_uuid(), session, kiosk, how, came_at, counted, " AGAIN
		" FROM core.attendance, picked WHERE attendance = key"},
};

const char *tamper_name(int i)
{
	return tampers[i].name;
}

/* How many rows it touched. */
static int run(const char *sql)
{
	PGresult *result = PQexec(kiosks_owner(), sql);
	int rows;

	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		give_up("tampering: %s", PQerrorMessage(kiosks_owner()));
	rows = atoi(PQcmdTuples(result));
	PQclear(result);
	return rows;
}

bool tamper_begin(int i, int which)
{
	char sql[SQL_BYTES];

	run("BEGIN");
	/* What would keep the rest in step is not asked. */
	run("SET LOCAL session_replication_role = replica");
	snprintf(sql, sizeof(sql),
		"WITH picked AS (SELECT t.%s AS key FROM core.%s t WHERE %s"
		" ORDER BY t.%s DESC OFFSET %d LIMIT 1) %s",
		tampers[i].table, tampers[i].table, tampers[i].which, tampers[i].at, which,
		tampers[i].act);
	if (run(sql) == 1)
		return true;
	tamper_undo();
	return false;
}

void tamper_undo(void)
{
	run("ROLLBACK");
}
