/* The log seen by sync, and the answers that come back. A verdict is written once; what follows
 * from it happens only then, so an answer that is sent again changes nothing. */
#include "store/outbox.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "rules/demo.h"
#include "store/internal.h"
#include "store/json.h"

enum { TENDED_MAX = 64 };
/* A refusal is forgotten when the session has news, else after this. */
static const int64_t refusal_lasts_ms = 6 * (int64_t)HOUR_MS;

struct log_position outbox_position(struct store *store)
{
	struct log_position position = {0};
	struct row row = database_select(&store->database,
		"SELECT (SELECT coalesce(max(seq), 0) FROM change), sent, acked, epoch FROM "
		"meeting",
		NO_VALUES);

	if (row_next(&row)) {
		position = (struct log_position){
			.length = row_number(&row, 0),
			.sent = row_number(&row, 1),
			.acked = row_number(&row, 2),
			.epoch = row_id(&row, 3),
		};
		row_end(&row);
	}
	return position;
}

static void grow_batch(struct store *store, size_t bytes)
{
	if (store->batch_bytes >= bytes)
		return;
	free(store->batch);
	store->batch = malloc(bytes);
	assert(store->batch);
	store->batch_bytes = bytes;
}

int outbox_read(struct store *store, int64_t first, size_t bytes_max, struct outbox_change *changes,
	int max)
{
	struct row row = database_select(&store->database,
		"SELECT seq, text FROM change WHERE seq >= ?1 ORDER BY seq LIMIT ?2",
		VALUES(number(first), number(max)));
	size_t used = 0;
	int count = 0;

	assert(bytes_max >= CHANGE_BYTES_MAX);
	grow_batch(store, bytes_max);
	while (row_next(&row)) {
		const char *text = row_text(&row, 1);
		size_t size = strlen(text) + 1;
		if (used + size > bytes_max) {
			row_end(&row);
			break;
		}
		memcpy(store->batch + used, text, size);
		changes[count++] = (struct outbox_change){
			.seq = row_number(&row, 0), .text = store->batch + used};
		used += size;
	}
	return count;
}

bool outbox_mark_sent(struct store *store, int64_t seq, struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(&store->database,
		       database_run(&store->database, "UPDATE meeting SET sent = max(sent, ?1)",
			       VALUES(number(seq)), error),
		       error);
}

/* ---- verdicts ---- */

static bool settle_lease_request(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error)
{
	bool granted = answer->verdict == VERDICT_ACCEPTED && answer->granted > 0;

	return database_run(&store->database,
		"UPDATE lease SET state = ?2, granted = ?3, left = ?3, refused_ms = ?4"
		" WHERE state = 0 AND id = (SELECT id FROM change WHERE seq = ?1)",
		VALUES(number(seq), number(granted ? LEASE_OPEN : LEASE_CLOSED),
			number(granted ? answer->granted : 0),
			number(granted ? 0 : clock_now_ms())),
		error);
}

/* The id that the body of the change `seq` has under `key`. */
static struct id named_in_change(struct store *store, int64_t seq, const char *key)
{
	struct row row = database_select(
		&store->database, "SELECT text FROM change WHERE seq = ?1", VALUES(number(seq)));
	struct id named = {0};

	if (row_next(&row)) {
		json_t *change = json_loads(row_text(&row, 0), 0, NULL);
		named = json_to_id(json_object_get(json_object_get(change, "body"), key));
		json_decref(change);
		row_end(&row);
	}
	return named;
}

static enum booking_state state_after_refusal(const char *reason)
{
	return strcmp(reason, "lease-written-off") == 0 ? BOOKING_WAITING : BOOKING_CANCELLED;
}

static bool settle_booking(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error)
{
	enum booking_state state = BOOKING_WAITING;

	if (answer->verdict == VERDICT_REFUSED)
		state = state_after_refusal(answer->reason);
	else if (answer->verdict != VERDICT_WAITING)
		return true;
	return database_run(&store->database,
		"UPDATE booking SET state = ?2, reason = ?3, told = 0"
		" WHERE id = ?1 AND state <> 2 AND state <> ?2",
		VALUES(id_value(named_in_change(store, seq, "booking")), number(state),
			text_value(answer->reason)),
		error);
}

/* They are inside already, says the centre: the booking stands. */
static bool settle_cancel(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error)
{
	if (answer->verdict != VERDICT_REFUSED)
		return true;
	return database_run(&store->database,
		"UPDATE OR IGNORE booking SET state = 0 WHERE id = ?1 AND state = 2",
		VALUES(id_value(named_in_change(store, seq, "booking"))), error);
}

static bool settle(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error)
{
	enum change_kind kind = (enum change_kind)database_number(&store->database,
		"SELECT kind FROM change WHERE seq = ?1", VALUES(number(seq)), CHANGE_KINDS);

	switch (kind) {
	case CHANGE_LEASE_REQUEST:
		return settle_lease_request(store, seq, answer, error);
	case CHANGE_BOOK:
	case CHANGE_WAIT:
		return settle_booking(store, seq, answer, error);
	case CHANGE_CANCEL:
		return settle_cancel(store, seq, answer, error);
	case CHANGE_LEASE_CLOSE:
	case CHANGE_CHECK_IN:
	case CHANGE_CHECK_IN_PARTY:
	case CHANGE_UNDO:
	case CHANGE_SIGN_UP:
	case CHANGE_LINK_CARD:
	case CHANGE_CARD_SEEN:
	case CHANGE_KINDS:
		break;
	}
	return true;
}

static bool take_verdict(
	struct store *store, const struct change_verdict *answer, int64_t sent, struct error *error)
{
	if (answer->verdict == VERDICT_NONE || answer->seq < 1 || answer->seq > sent)
		return error_set(error, ERROR_BAD_INPUT, "a verdict on what was not sent");
	if (!database_run(&store->database,
		    "UPDATE change SET verdict = ?2, reason = ?3 WHERE seq = ?1 AND verdict = 0",
		    VALUES(number(answer->seq), number(answer->verdict),
			    text_value(answer->reason)),
		    error))
		return false;
	return database_changed(&store->database) == 0 || settle(store, answer->seq, answer, error);
}

static bool write_acked(struct store *store, struct error *error)
{
	return database_run(&store->database,
		"UPDATE meeting SET acked = coalesce("
		"(SELECT seq - 1 FROM change WHERE seq > acked AND verdict = 0 ORDER BY seq LIMIT "
		"1), (SELECT max(seq) FROM change), 0)",
		NO_VALUES, error);
}

static bool take_verdicts(
	struct store *store, const struct change_verdict *verdicts, int count, struct error *error)
{
	int64_t sent = database_number(&store->database, "SELECT sent FROM meeting", NO_VALUES, 0);

	for (int i = 0; i < count; i++)
		if (!take_verdict(store, &verdicts[i], sent, error))
			return false;
	return write_acked(store, error);
}

bool outbox_take_verdicts(
	struct store *store, const struct change_verdict *verdicts, int count, struct error *error)
{
	assert(count <= OUTBOX_BATCH_MAX);
	return database_begin(&store->database, error) &&
	       database_end(&store->database, take_verdicts(store, verdicts, count, error), error);
}

/* ---- leases ---- */

struct lease_wish {
	struct id session;
	enum lease_pool pool;
	int places;
};

struct tending {
	struct lease_wish asks[TENDED_MAX];
	struct id closes[TENDED_MAX];
	int ask_count, close_count;
};

/* A pool whose last answer was nothing is not asked again yet. */
static bool is_refused(struct store *store, struct id session, enum lease_pool pool, int64_t now_ms)
{
	return database_number(&store->database,
		       "SELECT 1 FROM lease WHERE session = ?1 AND pool = ?2 AND refused_ms > 0"
		       " AND refused_ms > ?3 LIMIT 1",
		       VALUES(id_value(session), number(pool), number(now_ms - refusal_lasts_ms)),
		       0) != 0;
}

static void plan_ask(
	struct tending *tending, const struct session *session, enum lease_pool pool, int places)
{
	if (places <= 0 || tending->ask_count == TENDED_MAX)
		return;
	tending->asks[tending->ask_count++] =
		(struct lease_wish){.session = session->id, .pool = pool, .places = places};
}

static void plan_session(struct store *store, struct tending *tending, struct id id, int64_t now_ms)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	struct session session;
	int count = read_leases(store, id, leases);

	if (!store_session(store, id, &session))
		return;
	for (int i = 0; i < count; i++)
		if (tending->close_count < TENDED_MAX &&
			places_should_close(&session, &leases[i], now_ms))
			tending->closes[tending->close_count++] = leases[i].id;
	for (enum lease_pool pool = POOL_BOOKING; pool <= POOL_DOOR; pool++)
		if (!is_refused(store, id, pool, now_ms))
			plan_ask(tending, &session, pool,
				places_to_ask(&session, pool, leases, count, now_ms));
}

static void plan_recalled(struct store *store, struct tending *tending)
{
	struct row row = database_select(&store->database,
		"SELECT id FROM lease WHERE state = 1 AND recalled = 1 LIMIT ?1",
		VALUES(number(TENDED_MAX)));

	while (row_next(&row))
		tending->closes[tending->close_count++] = row_id(&row, 0);
}

static void plan(struct store *store, struct tending *tending, int64_t now_ms)
{
	struct row row = database_select(&store->database,
		"SELECT id FROM session WHERE ends_ms > ?1"
		" UNION SELECT session FROM lease WHERE state = 1 LIMIT ?2",
		VALUES(number(now_ms), number(SESSIONS_A_LOOK_MAX)));

	plan_recalled(store, tending);
	while (row_next(&row))
		plan_session(store, tending, row_id(&row, 0), now_ms);
}

/* The lease's row exists before anybody is asked: a grant always finds it. */
static bool append_lease_request(
	struct store *store, const struct lease_wish *wish, int64_t now_ms, struct error *error)
{
	struct lease lease = {.id = id_make(now_ms), .session = wish->session, .pool = wish->pool};
	json_t *body = json_object();

	json_object_set_new(body, "session", json_id(wish->session));
	json_object_set_new(body, "pool", json_string(lease_pool_name(wish->pool)));
	json_object_set_new(body, "places", json_integer(wish->places));
	return append_change(store, lease.id, CHANGE_LEASE_REQUEST, now_ms, body, error) &&
	       write_lease(store, &lease, error);
}

static bool tend(
	struct store *store, const struct tending *tending, int64_t now_ms, struct error *error)
{
	for (int i = 0; i < tending->close_count; i++)
		if (!append_lease_close(store, tending->closes[i], now_ms, error))
			return false;
	for (int i = 0; i < tending->ask_count; i++)
		if (!append_lease_request(store, &tending->asks[i], now_ms, error))
			return false;
	return true;
}

/* Looked at outside of a transaction, so that the face never waits for it. Only sync asks and
 * closes, and a place that is spent in between was spent before its lease's close in the log. */
bool outbox_tend_leases(struct store *store, int64_t now_ms, struct error *error)
{
	struct tending tending = {0};

	plan(store, &tending, now_ms);
	if (tending.ask_count + tending.close_count == 0)
		return true;
	return database_begin(&store->database, error) &&
	       database_end(&store->database, tend(store, &tending, now_ms, error), error);
}

/* ---- the centre ---- */

/* Versions of another epoch mean nothing: the streams are read anew; revisions keep that harmless. */
static bool write_centre(
	struct store *store, struct id epoch, int64_t centre_now_ms, struct error *error)
{
	struct log_position position = outbox_position(store);

	if (!id_equal(position.epoch, epoch) &&
		!database_run(&store->database, "DELETE FROM cursor", NO_VALUES, error))
		return false;
	return database_run(&store->database,
		"UPDATE meeting SET epoch = ?1, centre_ms = ?2, centre_boot_ms = ?3",
		VALUES(id_value(epoch), number(centre_now_ms), number(clock_boot_ms())), error);
}

bool outbox_remember_centre(
	struct store *store, struct id epoch, int64_t centre_now_ms, struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(
		       &store->database, write_centre(store, epoch, centre_now_ms, error), error);
}
