/* A centre that was put back as it was at an earlier time knows less than it told. Its epoch is another
 * one, its versions and revisions begin anew: so everything is read again, and `revision` 0 means that it
 * has not told of a row since. What it has not told of at the end is not so any more; a place that was
 * promised is not taken from anybody before then, for another kiosk may still bring it back. */
#include "store/epochs.h"

#include <stdlib.h>

#include "store/internal.h"
#include "store/json.h"
#include "store/outbox.h"

/* It walks through everything, once: none of it is kept among the statements of each day. */
bool begin_rereading(struct store *store, struct error *error)
{
	return database_script(&store->database,
		"DELETE FROM cursor;"
		"DELETE FROM feed_parked;"
		"DELETE FROM absence;"
		"UPDATE session SET revision = 0;"
		"UPDATE booking SET revision = 0;"
		"UPDATE card SET revision = 0;"
		"UPDATE inside SET revision = 0;"
		"UPDATE told_form SET revision = 0;"
		"INSERT OR IGNORE INTO promised (booking) SELECT id FROM booking"
		" WHERE state = " SQL_BOOKING_CONFIRMED ";"
		"UPDATE promised SET waits = 0;"
		"UPDATE meeting SET rereads = 1",
		error);
}

bool outbox_begin_rereading(struct store *store, struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(&store->database, begin_rereading(store, error), error);
}

bool keep_promise(struct store *store, struct booking *booking, struct error *error)
{
	bool waits = booking->state == BOOKING_WAITING;

	if (!database_run(&store->database, "UPDATE promised SET waits = ?2 WHERE booking = ?1",
		    VALUES(id_value(booking->id), number_value(waits)), error))
		return false;
	if (waits && database_changed(&store->database) == 1)
		booking->state = BOOKING_CONFIRMED;
	return true;
}

/* ---- the end of it ---- */

/* Bookings ahead (?1: now) whose holders know more than the centre: it waits again, or is not known. */
#define IS_AHEAD "booking.session IN (SELECT id FROM session WHERE ends_ms > ?1)"
#define WAITS_AGAIN                                                                                \
	"SELECT id FROM booking WHERE " IS_AHEAD " AND state = " SQL_BOOKING_CONFIRMED             \
	" AND id IN (SELECT booking FROM promised WHERE waits = 1) LIMIT 1"
/* The one that stands for what was promised waits, and nobody has said so. */
#define STANDS_AND_WAITS                                                                           \
	"SELECT stands.id FROM promised JOIN booking ON booking.id = promised.booking"             \
	" JOIN booking stands ON stands.holder = booking.holder"                                   \
	" AND stands.session = booking.session AND stands.state <> " SQL_BOOKING_CANCELLED         \
	" AND stands.revision > 0"                                                                 \
	" WHERE " IS_AHEAD " AND booking.reason = 'merged'"                                        \
	" AND stands.state = " SQL_BOOKING_WAITING                                                 \
	" AND stands.reason <> 'place-not-kept' LIMIT 1"
#define IS_UNKNOWN "state <> " SQL_BOOKING_CANCELLED " AND revision = 0"

static bool append_not_kept(
	struct store *store, struct id booking, const char *is, int64_t now_ms, struct error *error)
{
	json_t *body = json_object();
	struct booking lost;

	json_object_set_new(body, "booking", json_id(booking));
	json_object_set_new(body, "is", json_string(is));
	if (store_booking(store, booking, &lost) && !id_is_zero(lost.holder))
		json_object_set_new(body, "holder", json_id(lost.holder));
	return append_change(store, id_make(now_ms), CHANGE_NOT_KEPT, now_ms, body, error);
}

/* The zero id: none is left. */
static struct id first_id(struct store *store, const char *sql, const struct value *values)
{
	struct row row = database_select(&store->database, sql, values);
	struct id first = row_next(&row) ? row_id(&row, 0) : (struct id){0};

	row_end(&row);
	return first;
}

static struct id first_booking(struct store *store, const char *sql, int64_t now_ms)
{
	return first_id(store, sql, VALUES(number_value(now_ms)));
}

static bool tell_waiting(
	struct store *store, const char *which, int64_t now_ms, struct error *error)
{
	struct id booking;

	while (booking = first_booking(store, which, now_ms), !id_is_zero(booking))
		if (!database_run(&store->database,
			    "UPDATE booking SET state = " SQL_BOOKING_WAITING
			    ", reason = 'place-not-kept', told = 0 WHERE id = ?1",
			    VALUES(id_value(booking)), error) ||
			!append_not_kept(store, booking, "waiting", now_ms, error))
			return false;
	return true;
}

static bool tell_unknown(struct store *store, int64_t now_ms, struct error *error)
{
	struct id booking;

	while (booking = first_booking(store,
		       "SELECT id FROM booking WHERE " IS_AHEAD " AND " IS_UNKNOWN " LIMIT 1",
		       now_ms),
		!id_is_zero(booking))
		if (!database_run(&store->database,
			    "UPDATE booking SET state = " SQL_BOOKING_CANCELLED
			    ", reason = 'not-kept', told = 0, shown = 1 WHERE id = ?1",
			    VALUES(id_value(booking)), error) ||
			!append_not_kept(store, booking, "unknown", now_ms, error))
			return false;
	return true;
}

/* The centre may have the session again, and then gives back what it has granted. */
static bool close_unknown(struct store *store, int64_t now_ms, struct error *error)
{
	struct id lease;

	while (lease = first_id(store,
		       "SELECT id FROM lease INDEXED BY lease_open WHERE state = " SQL_LEASE_OPEN
		       " AND (SELECT revision FROM session s WHERE s.id = lease.session) = 0"
		       " LIMIT 1",
		       NO_VALUES),
		!id_is_zero(lease))
		if (!append_lease_close(store, lease, now_ms, error))
			return false;
	return true;
}

/* Of what the centre does not know it may hear yet, from another kiosk: then its word counts, of what was
 * given up, too. A session that somebody was promised something of stays, so that it can be told; it is
 * not on. */
static bool drop_unknown(struct store *store, struct error *error)
{
	return database_script(&store->database,
		"DELETE FROM promised;"
		"DELETE FROM card WHERE revision = 0;"
		"DELETE FROM told_form WHERE revision = 0;"
		"DELETE FROM inside WHERE revision = 0;"
		"UPDATE booking SET state = " SQL_BOOKING_CANCELLED
		", reason = 'not-kept', shown = 1 WHERE " IS_UNKNOWN ";"
		"UPDATE booking SET reason = 'given-up' WHERE revision = 0"
		" AND reason NOT IN ('merged', 'not-kept');"
		"DELETE FROM session WHERE revision = 0"
		" AND id NOT IN (SELECT session FROM booking)"
		" AND id NOT IN (SELECT session FROM attendance)"
		" AND id NOT IN (SELECT session FROM lease)"
		" AND id NOT IN (SELECT session FROM given);"
		"UPDATE session SET cancelled = 1 WHERE revision = 0;"
		"UPDATE meeting SET rereads = 0",
		error);
}

static bool end_rereading(struct store *store, int64_t now_ms, struct error *error)
{
	bool is_read =
		database_number(&store->database,
			"SELECT rereads = 1 AND acked = (SELECT coalesce(max(seq), 0) FROM change)"
			" FROM meeting",
			NO_VALUES, 0) != 0;

	if (!is_read)
		return true;
	return close_unknown(store, now_ms, error) &&
	       tell_waiting(store, WAITS_AGAIN, now_ms, error) &&
	       tell_waiting(store, STANDS_AND_WAITS, now_ms, error) &&
	       tell_unknown(store, now_ms, error) && drop_unknown(store, error);
}

bool outbox_end_rereading(struct store *store, int64_t now_ms, struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(&store->database, end_rereading(store, now_ms, error), error);
}
