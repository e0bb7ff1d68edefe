/* What who booked and who waits say besides: by what contact they are to be told of places. The contact
 * goes sealed into the log and nowhere else; the booking keeps that it was left. */
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
