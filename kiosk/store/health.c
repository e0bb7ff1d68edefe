/* How the store is, for people: status, doctor, the staff's page. */
#include <string.h>

#include "base/clock.h"
#include "store/internal.h"

static void count_exceptions(struct store *store, struct outbox_state *state)
{
	struct row row = database_select(&store->database,
		"SELECT kind, verdict FROM change WHERE verdict IN (" SQL_VERDICT_REFUSED
		", " SQL_VERDICT_QUARANTINED ")",
		NO_VALUES);

	while (row_next(&row)) {
		enum verdict verdict = (enum verdict)row_int(&row, 1);
		if (!change_is_exception((enum change_kind)row_int(&row, 0), verdict))
			continue;
		state->refused += verdict == VERDICT_REFUSED;
		state->quarantined += verdict == VERDICT_QUARANTINED;
	}
}

struct outbox_state store_outbox_state(struct store *store)
{
	struct outbox_state state = {0};

	count_exceptions(store, &state);
	struct row row = database_select(&store->database,
		"SELECT kind, at_ms FROM change WHERE seq > (SELECT acked FROM meeting)"
		" AND verdict = " SQL_VERDICT_NONE " ORDER BY seq",
		NO_VALUES);

	while (row_next(&row)) {
		if (state.unanswered++ == 0)
			state.oldest_ms = row_number(&row, 1);
		if (change_is_visitors((enum change_kind)row_int(&row, 0)))
			state.visitors_unanswered++;
	}
	return state;
}

static int count(struct store *store, const char *sql, const struct value *values)
{
	return (int)database_number(&store->database, sql, values, 0);
}

bool store_count_help(struct store *store, int64_t now_ms, struct error *error)
{
	struct database *database = &store->database;

	return database_begin(database, error) &&
	       database_end(database,
		       database_run(database,
			       "INSERT INTO help_asked (day_ms, times) VALUES (?1, 1)"
			       " ON CONFLICT (day_ms) DO UPDATE SET times = times + 1",
			       VALUES(number_value(clock_day_start(now_ms, 0))), error),
		       error);
}

struct store_health store_health(struct store *store, int64_t now_ms)
{
	return (struct store_health){
		.leases_open = count(store,
			"SELECT count(*) FROM lease WHERE state = " SQL_LEASE_OPEN, NO_VALUES),
		.leases_asked = count(store,
			"SELECT count(*) FROM lease WHERE state = " SQL_LEASE_ASKED, NO_VALUES),
		.places_left = count(store,
			"SELECT sum(left) FROM lease WHERE state = " SQL_LEASE_OPEN, NO_VALUES),
		.numbers_left = store_numbers_left(store),
		.sessions_ahead = count(store,
			"SELECT count(*) FROM session WHERE ends_ms > ?1 AND cancelled = 0",
			VALUES(number_value(now_ms))),
		.help_today = count(store, "SELECT times FROM help_asked WHERE day_ms = ?1",
			VALUES(number_value(clock_day_start(now_ms, 0)))),
		.help_asked = count(store, "SELECT sum(times) FROM help_asked", NO_VALUES),
		.parked = count(store, "SELECT count(*) FROM feed_parked", NO_VALUES),
		.rereads = count(store, "SELECT rereads FROM meeting", NO_VALUES),
		.not_kept = count(store,
			"SELECT count(*) FROM booking WHERE told = 0 AND reason IN ('not-kept',"
			" 'place-not-kept')",
			NO_VALUES),
		.centre_met_ms = database_number(
			&store->database, "SELECT centre_ms FROM meeting", NO_VALUES, 0),
		.bytes = database_number(&store->database,
			"SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
			NO_VALUES, 0),
	};
}

bool store_check(struct store *store, struct error *error)
{
	struct row row = database_select(&store->database, "PRAGMA integrity_check(1)", NO_VALUES);
	bool sound = row_next(&row) && strcmp(row_text(&row, 0), "ok") == 0;

	row_end(&row);
	return sound || error_set(error, ERROR_CORRUPT, "kiosk.db is damaged");
}
