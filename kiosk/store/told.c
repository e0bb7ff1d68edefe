/* What who booked and who waits say besides: by what contact they are to be told of places, which
 * goes sealed into the log and nowhere else; and that they are still coming. */
#include "store/internal.h"
#include "store/json.h"

/* ---- "tell me" ---- */

static json_t *tell_me_body(const struct store *store, const struct booking *booking,
	const struct tell_me *wanted, struct id change)
{
	json_t *body = json_object();

	json_object_set_new(body, "booking", json_id(booking->id));
	json_object_set_new(body, "session", json_id(booking->session));
	json_object_set_new(body, "language", json_string(wanted->language));
	set_sealed(store, body, change,
		json_pack("{s:s, s:s}", "contact", wanted->contact, "language", wanted->language));
	return body;
}

static bool tell_me(
	struct store *store, const struct tell_me *wanted, int64_t now_ms, struct error *error)
{
	struct id change = id_make(now_ms);
	struct booking booking;

	if (!store_booking(store, wanted->booking, &booking))
		return error_set(error, ERROR_NOT_FOUND, "no such booking here");
	if (booking.state != BOOKING_WAITING)
		return true;
	return database_run(&store->database, "UPDATE booking SET tell_me = 1 WHERE id = ?1",
		       VALUES(id_value(booking.id)), error) &&
	       append_change(store, change, CHANGE_TELL_ME, now_ms,
		       tell_me_body(store, &booking, wanted, change), error);
}

bool store_tell_me(
	struct store *store, const struct tell_me *wanted, int64_t now_ms, struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(&store->database, tell_me(store, wanted, now_ms, error), error);
}

/* ---- "Are you still coming?" ---- */

static bool write_still_coming(
	struct store *store, struct id booking, enum still_coming said, struct error *error)
{
	return database_run(&store->database,
		"UPDATE booking SET still_coming = ?2 WHERE id = ?1 AND still_coming < ?2",
		VALUES(id_value(booking), number_value(said)), error);
}

bool store_mark_asked(struct store *store, struct id booking, struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(&store->database,
		       write_still_coming(store, booking, STILL_COMING_ASKED, error), error);
}

static bool append_still_coming(
	struct store *store, struct id booking, int64_t now_ms, struct error *error)
{
	json_t *body = json_object();

	json_object_set_new(body, "booking", json_id(booking));
	return append_change(store, id_make(now_ms), CHANGE_STILL_COMING, now_ms, body, error);
}

static bool still_coming(struct store *store, struct id id, int64_t now_ms, struct error *error)
{
	struct booking booking;

	if (!store_booking(store, id, &booking))
		return error_set(error, ERROR_NOT_FOUND, "no such booking here");
	if (booking.state != BOOKING_CONFIRMED || booking.still_coming == STILL_COMING_YES)
		return true;
	return write_still_coming(store, id, STILL_COMING_YES, error) &&
	       append_still_coming(store, id, now_ms, error);
}

bool store_still_coming(struct store *store, struct id booking, int64_t now_ms, struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(&store->database, still_coming(store, booking, now_ms, error), error);
}
