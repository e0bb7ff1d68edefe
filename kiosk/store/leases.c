/* Places by lease: spending them, asking the centre for more, giving them back.
 *
 * What is spent here comes back here only while nobody has heard of it: the change is above `sent`,
 * which is on the disk before a change can leave, so that the same transaction takes it out of the log.
 * All other places of a cancelled or smaller party are credited by the centre alone, once, when it learns
 * of the change: a credit on both sides would overbook. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "rules/demo.h"
#include "store/internal.h"
#include "store/json.h"

enum { PLANNED_MAX = 64 };
/* A refusal is forgotten when news of the session may have set places free (or, where the kiosk's
 * share was used up, when it spends of that), else after this: leases that others close are told
 * to nobody. Whoever stands here asks whatever was answered before. */
static const int64_t refusal_lasts_ms = 6 * (int64_t)HOUR_MS;
static const int64_t recall_lasts_ms = 30 * (int64_t)MINUTE_MS;

#define PARTS_VALUES(parts)                                                                        \
	number_value((parts)[PARTY_ADULTS]), number_value((parts)[PARTY_CHILDREN]),                \
		number_value((parts)[PARTY_BABIES]), number_value((parts)[PARTY_PRAMS]),           \
		number_value((parts)[PARTY_WHEELCHAIRS])

#define PARTS_LEFT(lease)                                                                          \
	part_left(lease, PARTY_ADULTS), part_left(lease, PARTY_CHILDREN),                          \
		part_left(lease, PARTY_BABIES), part_left(lease, PARTY_PRAMS),                     \
		part_left(lease, PARTY_WHEELCHAIRS)

/* The last columns of a lease. */
static void read_parts(const struct row *row, struct lease *lease)
{
	for (int part = 0; part < PARTY_PARTS; part++) {
		if (row_is_null(row, 6 + part))
			continue;
		lease->limits |= 1U << part;
		lease->parts[part] = row_int(row, 6 + part);
	}
}

int read_leases(
	struct store *store, struct id session, struct lease leases[static LEASES_A_SESSION_MAX])
{
	struct row row = database_select(&store->database,
		"SELECT id, pool, state, granted, left, lacks, adults, children, babies, prams,"
		" wheelchairs FROM lease"
		" WHERE session = ?1 AND state <> " SQL_LEASE_CLOSED
		" AND recalled = 0 ORDER BY left DESC, id LIMIT "
		"?2",
		VALUES(id_value(session), number_value(LEASES_A_SESSION_MAX)));
	int count = 0;

	while (row_next(&row)) {
		leases[count] = (struct lease){
			.id = row_id(&row, 0),
			.session = session,
			.pool = (enum lease_pool)row_int(&row, 1),
			.state = (enum lease_state)row_int(&row, 2),
			.granted = row_int(&row, 3),
			.left = row_int(&row, 4),
			.lacks = (unsigned)row_int(&row, 5),
		};
		read_parts(&row, &leases[count++]);
	}
	return count;
}

int store_places_on_hand(struct store *store, struct id session, enum lease_pool pool)
{
	return store_places_for(store, session, &(struct places_wish){.pool = pool});
}

int store_places_for(struct store *store, struct id session, const struct places_wish *wish)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	int count = read_leases(store, session, leases);

	return places_on_hand(leases, count, wish);
}

bool store_has_places(struct store *store, struct id session, const struct places_wish *wish)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	int count = read_leases(store, session, leases);

	return places_choose(leases, count, wish) >= 0;
}

enum party_part store_missing_part(
	struct store *store, struct id session, const struct places_wish *wish)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	int count = read_leases(store, session, leases);

	return places_missing(leases, count, wish);
}

/* The centre may have had none because this kiosk held its share: of what it held then it holds
 * less now. */
static bool forget_refusal(struct store *store, const struct lease *spent, struct error *error)
{
	return database_run(&store->database,
		"UPDATE lease SET refused_ms = 0 WHERE session = ?1 AND pool = ?2"
		" AND refused_ms > 0 AND id > ?3",
		VALUES(id_value(spent->session), number_value(spent->pool), id_value(spent->id)),
		error);
}

bool forget_refusals(struct store *store, struct id session, bool is_class, struct error *error)
{
	return database_run(&store->database,
		"UPDATE lease SET refused_ms = 0 WHERE session = ?1 AND refused_ms > 0"
		" AND pool IN (?2, ?3) AND lacks & ?4 = 0",
		VALUES(id_value(session), number_value(is_class ? POOL_CLASS : POOL_BOOKING),
			number_value(is_class ? POOL_CLASS : POOL_MEMBERS),
			number_value(1 << LEASE_PEOPLE)),
		error);
}

bool forget_share(struct store *store, struct id session, enum lease_pool pool, struct error *error)
{
	return database_run(&store->database,
		"UPDATE lease SET refused_ms = 0, lacks = lacks & ~?3 WHERE session = ?1"
		" AND pool = ?2 AND (refused_ms > 0 OR lacks & ?3)",
		VALUES(id_value(session), number_value(pool), number_value(1 << LEASE_PEOPLE)),
		error);
}

/* What has no end stays so. */
bool write_spend(struct store *store, struct id session, const struct places_wish *wish,
	struct id *lease, bool *spent, struct error *error)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	int count = read_leases(store, session, leases);
	int chosen = places_choose(leases, count, wish);

	*spent = chosen >= 0;
	if (!*spent)
		return true;
	*lease = leases[chosen].id;
	return database_run(&store->database,
		       "UPDATE lease SET left = left - ?2, adults = adults - ?3,"
		       " children = children - ?4, babies = babies - ?5,"
		       " prams = prams - ?6, wheelchairs = wheelchairs - ?7"
		       " WHERE id = ?1",
		       VALUES(id_value(*lease), number_value(wish->places.people),
			       PARTS_VALUES(wish->places.parts)),
		       error) &&
	       forget_refusal(store, &leases[chosen], error);
}

bool write_unspend(
	struct store *store, struct id lease, const struct places *places, struct error *error)
{
	return database_run(&store->database,
		"UPDATE lease SET left = left + ?2, adults = adults + ?3,"
		" children = children + ?4, babies = babies + ?5, prams = prams + ?6,"
		" wheelchairs = wheelchairs + ?7 WHERE id = ?1 AND state = " SQL_LEASE_OPEN,
		VALUES(id_value(lease), number_value(places->people), PARTS_VALUES(places->parts)),
		error);
}

static struct value part_left(const struct lease *lease, enum party_part part)
{
	return lease->limits & 1U << part ? number_value(lease->parts[part]) : null_value();
}

bool write_lease(struct store *store, const struct lease *lease, struct error *error)
{
	return database_run(&store->database,
		"INSERT OR IGNORE INTO lease (id, session, pool, state, granted, left, adults,"
		" children, babies, prams, wheelchairs)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
		VALUES(id_value(lease->id), id_value(lease->session), number_value(lease->pool),
			number_value(lease->state), number_value(lease->granted),
			number_value(lease->left), PARTS_LEFT(lease)),
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

bool append_recalled_close(
	struct store *store, struct id lease, int64_t now_ms, struct error *error)
{
	return append_lease_close(store, lease, now_ms, error) &&
	       database_run(&store->database,
		       "UPDATE lease SET refused_ms = ?2, lacks = 0 WHERE id = ?1",
		       VALUES(id_value(lease),
			       number_value(now_ms - refusal_lasts_ms + recall_lasts_ms)),
		       error);
}

/* People: its share is used up by this, or was before. */
static bool lacks_people(const json_t *body, const struct change_verdict *answer)
{
	if (answer->granted == 0)
		return strcmp(answer->reason, "share-used") == 0;
	return json_number(body, "places", 0) > answer->granted;
}

/* Of which the centre gave fewer than it was asked for, in bits. */
static int lacking(struct store *store, int64_t seq, const struct change_verdict *answer)
{
	const struct lease *granted = &answer->lease;
	json_t *body = body_of_change(store, seq);
	const json_t *asked = json_object_get(body, "parts");
	int lacks = lacks_people(body, answer) ? 1 << LEASE_PEOPLE : 0;

	for (int part = 0; part < PARTY_PARTS; part++)
		if (granted->limits & 1U << part &&
			json_number(asked, party_part_name((enum party_part)part), 0) >
				granted->parts[part])
			lacks |= 1 << part;
	json_decref(body);
	return lacks;
}

/* What was granted, for a centre that has forgotten it: what is left says it no more. */
static bool keep_grant(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error)
{
	json_t *parts = json_object();

	for (int part = 0; part < PARTY_PARTS; part++)
		if (answer->lease.limits & 1U << part)
			json_object_set_new(parts, party_part_name((enum party_part)part),
				json_integer(answer->lease.parts[part]));
	json_t *result = json_pack("{s:i, s:o}", "places", answer->granted, "parts", parts);
	char *text = json_dumps(result, JSON_COMPACT);
	bool done = database_run(&store->database, "UPDATE change SET result = ?2 WHERE seq = ?1",
		VALUES(number_value(seq), text_value(text)), error);

	free(text);
	json_decref(result);
	return done;
}

bool lease_settle(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error)
{
	bool granted = answer->verdict == VERDICT_ACCEPTED && answer->granted > 0;
	const struct lease *lease = &answer->lease;

	return keep_grant(store, seq, answer, error) &&
	       database_run(&store->database,
		       "UPDATE lease SET state = ?2, granted = ?3, left = ?3, refused_ms = ?4,"
		       " lacks = ?5,"
		       " adults = ?6, children = ?7, babies = ?8, prams = ?9, wheelchairs = ?10"
		       " WHERE state = " SQL_LEASE_ASKED
		       " AND id = (SELECT id FROM change WHERE seq = ?1)",
		       VALUES(number_value(seq), number_value(granted ? LEASE_OPEN : LEASE_CLOSED),
			       number_value(granted ? answer->granted : 0),
			       number_value(granted ? 0 : clock_now_ms()),
			       number_value(lacking(store, seq, answer)), PARTS_LEFT(lease)),
		       error);
}

/* ---- asking and giving back ---- */

struct lease_wish {
	struct id session;
	enum lease_pool pool;
	struct places places;
	bool here; /* they stand at this kiosk */
};

struct lease_plan {
	struct lease_wish asks[PLANNED_MAX];
	struct id closes[PLANNED_MAX];
	struct id recalled[PLANNED_MAX];
	struct id gives[PLANNED_MAX], holds[PLANNED_MAX]; /* sessions */
	int ask_count, close_count, recalled_count, give_count, hold_count;
};

/* What leases are planned by. */
struct look {
	struct session session;
	struct lease leases[LEASES_A_SESSION_MAX];
	int count;
	int64_t now_ms;
};

static bool look_at(struct store *store, struct id session, int64_t now_ms, struct look *look)
{
	look->now_ms = now_ms;
	look->count = read_leases(store, session, look->leases);
	return store_session(store, session, &look->session);
}

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

static bool limits_parts(const struct session *session)
{
	for (int part = 0; part < PARTY_PARTS; part++)
		if (places_limit(session, (enum party_part)part) > 0)
			return true;
	return false;
}

/* Who waits for a pram alone keeps nobody back, and who waits as a guest no member from what is kept for
 * those. Who is passed over has no place in the line. */
static struct places_known what_is_known(
	struct store *store, const struct look *look, enum lease_pool pool)
{
	const struct session *session = &look->session;
	struct places_known known = {0};

	if (pool == POOL_DOOR)
		return known;
	bool of_members = pool == POOL_MEMBERS && !places_are_anybodys(session, look->now_ms);
	struct row row = database_select(&store->database,
		"SELECT coalesce(sum(CASE WHEN state = " SQL_BOOKING_CONFIRMED
		" THEN adults + children + babies END), 0),"
		" coalesce(max(state = " SQL_BOOKING_WAITING " AND in_line > 0"
		" AND (?3 = 0 OR holder IS NOT NULL)), 0)"
		" FROM booking WHERE session = ?1 AND is_class = ?2",
		VALUES(id_value(session->id), number_value(pool == POOL_CLASS),
			number_value(of_members)));

	if (row_next(&row)) {
		known.taken = row_int(&row, 0);
		known.line = row_int(&row, 1) != 0 && !limits_parts(session);
	}
	row_end(&row);
	return known;
}

/* What the centre would answer with nothing is not asked. */
static bool is_hopeless(
	struct store *store, const struct look *look, const struct lease_wish *asked)
{
	struct places_known known = what_is_known(store, look, asked->pool);
	int free =
		places_maybe_free(&look->session, asked->pool, look->leases, look->count, &known);

	if (asked->here)
		return free < asked->places.people;
	return is_refused(store, asked->session, asked->pool, look->now_ms) ||
	       places_are_last(&look->session, asked->pool, free);
}

bool is_given(struct store *store, struct id session)
{
	return database_number(&store->database, "SELECT 1 FROM given WHERE session = ?1",
		       VALUES(id_value(session)), 0) != 0;
}

/* `people`, and what goes with them of each part that the session limits. */
static struct lease_wish wish_of(const struct look *look, enum lease_pool pool, int people)
{
	struct lease_wish wish = {
		.session = look->session.id, .pool = pool, .places.people = people};

	for (int part = 0; part < PARTY_PARTS; part++)
		wish.places.parts[part] = places_part_to_ask(
			&look->session, pool, (enum party_part)part, look->leases, look->count);
	return wish;
}

static void plan_ask(
	struct store *store, struct lease_plan *plan, const struct look *look, enum lease_pool pool)
{
	int people = places_to_ask(&look->session, pool, look->leases, look->count, look->now_ms);
	struct lease_wish wish = wish_of(look, pool, people);

	if (people > 0 && plan->ask_count < PLANNED_MAX && !is_hopeless(store, look, &wish))
		plan->asks[plan->ask_count++] = wish;
}

/* All are judged as they are now, and then closed. */
static void plan_closes(struct lease_plan *plan, struct look *look)
{
	bool closes[LEASES_A_SESSION_MAX];

	for (int i = 0; i < look->count; i++)
		closes[i] = places_should_close(
			&look->session, look->leases, look->count, i, look->now_ms);
	for (int i = 0; i < look->count; i++) {
		if (!closes[i] || plan->close_count == PLANNED_MAX)
			continue;
		plan->closes[plan->close_count++] = look->leases[i].id;
		look->leases[i].state = LEASE_CLOSED;
	}
}

static void plan_session(struct store *store, struct lease_plan *plan, struct id id, int64_t now_ms)
{
	struct look look;

	if (!look_at(store, id, now_ms, &look))
		return;
	if (plan->give_count < PLANNED_MAX && places_held_no_longer(&look.session, now_ms) &&
		!is_given(store, id))
		plan->gives[plan->give_count++] = id;
	plan_closes(plan, &look);
	for (enum lease_pool pool = POOL_BOOKING; pool < LEASE_POOLS; pool++)
		plan_ask(store, plan, &look, pool);
}

static void plan_recalled(struct store *store, struct lease_plan *plan)
{
	struct row row = database_select(&store->database,
		"SELECT id FROM lease WHERE state = " SQL_LEASE_OPEN " AND recalled = 1 LIMIT ?1",
		VALUES(number_value(PLANNED_MAX)));

	while (row_next(&row))
		plan->recalled[plan->recalled_count++] = row_id(&row, 0);
}

/* Moved, or held for longer: booked places are held again, says the centre, too. */
static void plan_holds(struct store *store, struct lease_plan *plan, int64_t now_ms)
{
	struct row row = database_select(&store->database,
		"SELECT given.session FROM session CROSS JOIN given ON given.session = session.id"
		" WHERE ends_ms > ?1 LIMIT ?2",
		VALUES(number_value(now_ms), number_value(PLANNED_MAX)));
	struct session session;

	while (row_next(&row)) {
		if (!store_session(store, row_id(&row, 0), &session))
			continue;
		int64_t until_ms = session.setting[SETTING_HELD_UNTIL_MS];
		if (until_ms == 0 || now_ms < until_ms)
			plan->holds[plan->hold_count++] = session.id;
	}
}

static void plan_leases(struct store *store, struct lease_plan *plan, int64_t now_ms)
{
	struct row row = database_select(&store->database,
		"SELECT id FROM session WHERE ends_ms > ?1"
		" UNION SELECT session FROM lease WHERE state = " SQL_LEASE_OPEN " LIMIT ?2",
		VALUES(number_value(now_ms), number_value(SESSIONS_A_LOOK_MAX)));

	plan_recalled(store, plan);
	plan_holds(store, plan, now_ms);
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

static json_t *parts_json(const int *parts)
{
	json_t *json = json_object();

	for (int part = 0; part < PARTY_PARTS; part++)
		if (parts[part] > 0)
			json_object_set_new(json, party_part_name((enum party_part)part),
				json_integer(parts[part]));
	return json;
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
	json_object_set_new(body, "places", json_integer(wish->places.people));
	json_object_set_new(body, "parts", parts_json(wish->places.parts));
	if (wish->here)
		json_object_set_new(body, "here", json_true());
	return append_change(store, lease.id, CHANGE_LEASE_REQUEST, now_ms, body, error) &&
	       write_lease(store, &lease, error);
}

/* From here on the log lets nobody in by a booking of the session. */
static bool append_give(struct store *store, struct id session, int64_t now_ms, struct error *error)
{
	json_t *body = json_object();

	json_object_set_new(body, "session", json_id(session));
	return append_change(store, id_make(now_ms), CHANGE_GIVE_TO_DOOR, now_ms, body, error) &&
	       database_run(&store->database, "INSERT OR IGNORE INTO given (session) VALUES (?1)",
		       VALUES(id_value(session)), error);
}

static bool hold_again(struct store *store, struct id session, struct error *error)
{
	return database_run(&store->database, "DELETE FROM given WHERE session = ?1",
		VALUES(id_value(session)), error);
}

static bool append_plan(
	struct store *store, const struct lease_plan *plan, int64_t now_ms, struct error *error)
{
	for (int i = 0; i < plan->hold_count; i++)
		if (!hold_again(store, plan->holds[i], error))
			return false;
	for (int i = 0; i < plan->give_count; i++)
		if (!append_give(store, plan->gives[i], now_ms, error))
			return false;
	for (int i = 0; i < plan->recalled_count; i++)
		if (!append_recalled_close(store, plan->recalled[i], now_ms, error))
			return false;
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
	if (plan.ask_count + plan.close_count + plan.recalled_count + plan.give_count +
			plan.hold_count ==
		0)
		return true;
	return database_begin(&store->database, error) &&
	       database_end(&store->database, append_plan(store, &plan, now_ms, error), error);
}

/* ---- somebody stands here ---- */

/* A party that has its people already, and wants one pram more, asks for one person with it: a
 * lease of nobody is none. */
static struct lease_wish wish_here(const struct session *session, const struct places_wish *wish)
{
	struct lease_wish asked = {
		.session = session->id, .pool = wish->pool, .places = wish->places, .here = true};

	if (asked.places.people == 0)
		asked.places.people = 1;
	return asked;
}

static bool ask_pool(struct store *store, const struct look *look, const struct places_wish *wish,
	struct error *error)
{
	struct lease_wish asked = wish_here(&look->session, wish);

	return !places_should_ask_for(
		       &look->session, look->leases, look->count, wish, look->now_ms) ||
	       is_hopeless(store, look, &asked) ||
	       append_lease_request(store, &asked, look->now_ms, error);
}

/* Who may have those kept for members may have both sorts. */
static bool ask_places(struct store *store, struct id id, const struct places_wish *wish,
	int64_t now_ms, struct error *error)
{
	struct places_wish kept = {.pool = POOL_MEMBERS, .places = wish->places};
	struct look look;

	if (!look_at(store, id, now_ms, &look) || store_has_places(store, id, wish))
		return true;
	bool has_kept = wish->pool == POOL_BOOKING && wish->kept &&
			!places_are_anybodys(&look.session, now_ms);
	return (!has_kept || ask_pool(store, &look, &kept, error)) &&
	       ask_pool(store, &look, wish, error);
}

bool store_ask_places(struct store *store, struct id session, const struct places_wish *wish,
	int64_t now_ms, struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(
		       &store->database, ask_places(store, session, wish, now_ms, error), error);
}

bool store_places_are_asked(struct store *store, struct id session, enum lease_pool pool)
{
	return is_asked(store, session, pool) ||
	       (pool == POOL_BOOKING && is_asked(store, session, POOL_MEMBERS));
}
