/* What visitors were told, written down outside of every program that may be killed, and held against
 * a real centre in the end. */
#ifndef TESTS_RECKONING_H
#define TESTS_RECKONING_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"

enum { LEDGER_MAX = 8000 };

struct promise {
	char booking[ID_TEXT];
	bool confirmed; /* they were told "You are booked", and nobody cancelled */
	int kiosk;
};

static struct promise ledger[LEDGER_MAX];
static int promises;

static _Noreturn void cannot_reckon(const char *why)
{
	fprintf(stderr, "the reckoning: %s\n", why);
	exit(2);
}

static inline struct promise *write_promise(const char *booking)
{
	for (int i = promises - 1; i >= 0; i--)
		if (strcmp(ledger[i].booking, booking) == 0)
			return &ledger[i];
	if (promises == LEDGER_MAX)
		cannot_reckon("the ledger is full");
	ledger[promises] = (struct promise){0};
	snprintf(ledger[promises].booking, ID_TEXT, "%s", booking);
	return &ledger[promises++];
}

/* The first field of the first row as a number; fails with what `owner` says. */
static inline int reckon_number(PGconn *owner, const char *sql)
{
	PGresult *result = PQexec(owner, sql);
	ExecStatusType status = PQresultStatus(result);

	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
		cannot_reckon(PQerrorMessage(owner));
	int number = PQntuples(result) > 0 ? atoi(PQgetvalue(result, 0, 0)) : 0;
	PQclear(result);
	return number;
}

static inline void load_ledger(PGconn *owner)
{
	char sql[160];

	reckon_number(owner, "CREATE SCHEMA IF NOT EXISTS faults");
	reckon_number(owner,
		"CREATE TABLE faults.ledger (booking uuid PRIMARY KEY, confirmed boolean"
		" NOT NULL)");
	reckon_number(owner, "BEGIN");
	for (int i = 0; i < promises; i++) {
		snprintf(sql, sizeof(sql), "INSERT INTO faults.ledger VALUES ('%.36s', %s)",
			ledger[i].booking, ledger[i].confirmed ? "true" : "false");
		reckon_number(owner, sql);
	}
	reckon_number(owner, "COMMIT");
}

/* How many rows are wrong, and how. */
struct reckoned {
	const char *what, *sql;
};

/* Of a ledger that was loaded. */
static const struct reckoned ledger_questions[] = {
	{"lost", "SELECT count(*) FROM faults.ledger LEFT JOIN core.booking USING (booking) "
		 "WHERE core.booking.booking IS NULL"},
	{"twice", "SELECT count(*) FROM (SELECT raw::jsonb->'body'->>'booking' AS booking "
		  "FROM core.change WHERE kind IN ('book', 'wait') GROUP BY 1 "
		  "HAVING count(*) > 1) twice"},
	{"taken back", "SELECT count(*) FROM faults.ledger JOIN core.booking USING (booking) "
		       "WHERE ledger.confirmed AND state <> 'confirmed'"},
	{"overbooked", "SELECT count(*) FROM core.session s WHERE places < "
		       "(SELECT coalesce(sum(people), 0) FROM core.booking b "
		       "WHERE b.session = s.session AND b.state = 'confirmed')"},
	{"exceptions", "SELECT count(*) FROM core.exception"},
};

/* Prints each; true: all of them are 0. */
static inline bool answers_are_good(PGconn *owner, const struct reckoned *questions, size_t count)
{
	bool good = true;

	for (size_t i = 0; i < count; i++) {
		int found = reckon_number(owner, questions[i].sql);
		printf(", %d %s", found, questions[i].what);
		good = good && found == 0;
	}
	return good;
}

static inline bool ledger_is_kept(PGconn *owner)
{
	load_ledger(owner);
	return answers_are_good(
		owner, ledger_questions, sizeof(ledger_questions) / sizeof(*ledger_questions));
}

#endif
