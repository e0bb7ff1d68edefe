/* Places by lease: spending them, asking the centre for more, giving them back.
 *
 * What is spent here never comes back here: a cancelled or smaller party's places are credited by the
 * centre alone, once, when it learns of the change. A credit on both sides would overbook, and a credit
 * here for changes that were never sent would need sync and face to agree on what "never sent" is. */
#include <assert.h>

#include "base/clock.h"
#include "rules/demo.h"
#include "store/internal.h"
#include "store/json.h"

enum { PLANNED_MAX = 64 };
/* A refusal is forgotten when the session has news, else after this. */
static const int64_t refusal_lasts_ms = 6 * (int64_t)HOUR_MS;

int read_leases(
	struct store *store, struct id session, struct lease leases[static LEASES_A_SESSION_MAX])
{
	struct row row = database_select(&store->database,
		"SELECT id, pool, state, granted, left FROM lease"
		" WHERE session = ?1 AND state <> " SQL_LEASE_CLOSED
		" AND recalled = 0 ORDER BY left DESC, id LIMIT "
		"?2",
		VALUES(id_value(session), number_value(LEASES_A_SESSION_MAX)));
	int count = 0;

	while (row_next(&row))
		leases[count++] = (struct lease){
			.id = row_id(&row, 0),
			.session = session,
			.pool = (enum lease_pool)row_int(&row, 1),
			.state = (enum lease_state)row_int(&row, 2),
			.granted = row_int(&row, 3),
			.left = row_int(&row, 4),
		};
	return count;
}

int store_places_on_hand(struct store *store, struct id session, enum lease_pool pool)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	int count = read_leases(store, session, leases);

	return places_on_hand(leases, count, pool);
}

bool write_spend(struct store *store, struct id session, enum lease_pool pool, int people,
	struct id *lease, bool *spent, struct error *error)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	int count = read_leases(store, session, leases);
	int chosen = places_choose(leases, count, pool, people);

	*spent = chosen >= 0;
	if (!*spent)
		return true;
	*lease = leases[chosen].id;
	return database_run(&store->database, "UPDATE lease SET left = left - ?2 WHERE id = ?1",
		VALUES(id_value(*lease), number_value(people)), error);
}

bool write_lease(struct store *store, const struct lease *lease, struct error *error)
{
	return database_run(&store->database,
		"INSERT OR IGNORE INTO lease (id, session, pool, state, granted, left)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		VALUES(id_value(lease->id), id_value(lease->session), number_value(lease->pool),
			number_value(lease->state), number_value(lease->granted),
			number_value(lease->left)),
		error);
}

bool append_lease_close(struct store *store, struct id lease, int64_t now_ms, struct error *error)
{
	json_t *body = json_object();

	json_object_set_new(body, "lease", json_id(lease));
	return append_change(store, id_make(now_ms), CHANGE_LEASE_CLOSE, now_ms, body, error) &&
	       database_run(&store->database,
		       "UPDATE lease SET state = " SQL_LEASE_CLOSED " WHERE id = ?1",
		       VALUES(id_value(lease)), error);
}

bool lease_settle(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error)
{
	bool granted = answer->verdict == VERDICT_ACCEPTED && answer->granted > 0;

	return database_run(&store->database,
		"UPDATE lease SET state = ?2, granted = ?3, left = ?3, refused_ms = ?4"
		" WHERE state = " SQL_LEASE_ASKED
		" AND id = (SELECT id FROM change WHERE seq = ?1)",
		VALUES(number_value(seq), number_value(granted ? LEASE_OPEN : LEASE_CLOSED),
			number_value(granted ? answer->granted : 0),
			number_value(granted ? 0 : clock_now_ms())),
		error);
}

/* ---- asking and giving back ---- */

struct lease_wish {
	struct id session;
	enum lease_pool pool;
	int places;
};

struct lease_plan {
	struct lease_wish asks[PLANNED_MAX];
	struct id closes[PLANNED_MAX];
	int ask_count, close_count;
};

/* A pool whose last answer was nothing is not asked again yet. An answer of the future was written
 * while the clock was wrong. */
static bool is_refused(struct store *store, struct id session, enum lease_pool pool, int64_t now_ms)
{
	return database_number(&store->database,
		       "SELECT 1 FROM lease WHERE session = ?1 AND pool = ?2 AND refused_ms > 0"
		       " AND refused_ms > ?3 AND refused_ms <= ?4 LIMIT 1",
		       VALUES(id_value(session), number_value(pool),
			       number_value(now_ms - refusal_lasts_ms), number_value(now_ms)),
		       0) != 0;
}

static void plan_ask(
	struct lease_plan *plan, const struct session *session, enum lease_pool pool, int places)
{
	if (places <= 0 || plan->ask_count == PLANNED_MAX)
		return;
	plan->asks[plan->ask_count++] =
		(struct lease_wish){.session = session->id, .pool = pool, .places = places};
}

static void plan_session(struct store *store, struct lease_plan *plan, struct id id, int64_t now_ms)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	struct session session;
	int count = read_leases(store, id, leases);

	if (!store_session(store, id, &session))
		return;
	for (int i = 0; i < count; i++)
		if (plan->close_count < PLANNED_MAX &&
			places_should_close(&session, &leases[i], now_ms))
			plan->closes[plan->close_count++] = leases[i].id;
	for (enum lease_pool pool = POOL_BOOKING; pool <= POOL_DOOR; pool++)
		if (!is_refused(store, id, pool, now_ms))
			plan_ask(plan, &session, pool,
				places_to_ask(&session, pool, leases, count, now_ms));
}

static void plan_recalled(struct store *store, struct lease_plan *plan)
{
	struct row row = database_select(&store->database,
		"SELECT id FROM lease WHERE state = " SQL_LEASE_OPEN " AND recalled = 1 LIMIT ?1",
		VALUES(number_value(PLANNED_MAX)));

	while (row_next(&row))
		plan->closes[plan->close_count++] = row_id(&row, 0);
}

static void plan_leases(struct store *store, struct lease_plan *plan, int64_t now_ms)
{
	struct row row = database_select(&store->database,
		"SELECT id FROM session WHERE ends_ms > ?1"
		" UNION SELECT session FROM lease WHERE state = " SQL_LEASE_OPEN " LIMIT ?2",
		VALUES(number_value(now_ms), number_value(SESSIONS_A_LOOK_MAX)));

	plan_recalled(store, plan);
	while (row_next(&row))
		plan_session(store, plan, row_id(&row, 0), now_ms);
}

static bool is_asked(struct store *store, struct id session, enum lease_pool pool)
{
	return database_number(&store->database,
		       "SELECT 1 FROM lease WHERE session = ?1 AND pool = ?2"
		       " AND state = " SQL_LEASE_ASKED,
		       VALUES(id_value(session), number_value(pool)), 0) != 0;
}

/* The lease's row exists before anybody is asked: a grant always finds it. The other process may have
 * asked since this one looked. */
static bool append_lease_request(
	struct store *store, const struct lease_wish *wish, int64_t now_ms, struct error *error)
{
	struct lease lease = {.id = id_make(now_ms), .session = wish->session, .pool = wish->pool};

	if (is_asked(store, wish->session, wish->pool))
		return true;
	json_t *body = json_object();

	json_object_set_new(body, "session", json_id(wish->session));
	json_object_set_new(body, "pool", json_string(lease_pool_name(wish->pool)));
	json_object_set_new(body, "places", json_integer(wish->places));
	return append_change(store, lease.id, CHANGE_LEASE_REQUEST, now_ms, body, error) &&
	       write_lease(store, &lease, error);
}

static bool append_plan(
	struct store *store, const struct lease_plan *plan, int64_t now_ms, struct error *error)
{
	for (int i = 0; i < plan->close_count; i++)
		if (!append_lease_close(store, plan->closes[i], now_ms, error))
			return false;
	for (int i = 0; i < plan->ask_count; i++)
		if (!append_lease_request(store, &plan->asks[i], now_ms, error))
			return false;
	return true;
}

/* Looked at outside of a transaction, so that the face never waits for it. Only sync closes, and a
 * place that is spent in between was spent before its lease's close in the log. */
bool outbox_plan_leases(struct store *store, int64_t now_ms, struct error *error)
{
	struct lease_plan plan = {0};

	plan_leases(store, &plan, now_ms);
	if (plan.ask_count + plan.close_count == 0)
		return true;
	return database_begin(&store->database, error) &&
	       database_end(&store->database, append_plan(store, &plan, now_ms, error), error);
}

/* ---- somebody stands here ---- */

static int people_to_ask_for(struct store *store, struct id id, int people, int64_t now_ms)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	struct session session;
	int count = read_leases(store, id, leases);

	if (!store_session(store, id, &session) || is_refused(store, id, POOL_BOOKING, now_ms))
		return 0;
	return places_to_ask_for(&session, leases, count, people, now_ms);
}

static bool ask_places(
	struct store *store, struct id session, int people, int64_t now_ms, struct error *error)
{
	struct lease_wish wish = {.session = session,
		.pool = POOL_BOOKING,
		.places = people_to_ask_for(store, session, people, now_ms)};

	return wish.places == 0 || append_lease_request(store, &wish, now_ms, error);
}

bool store_ask_places(
	struct store *store, struct id session, int people, int64_t now_ms, struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(
		       &store->database, ask_places(store, session, people, now_ms, error), error);
}

bool store_places_are_asked(struct store *store, struct id session)
{
	return is_asked(store, session, POOL_BOOKING);
}
