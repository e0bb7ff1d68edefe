/* A booking is cancelled, given for another day, or becomes larger or smaller: the fact and its change
 * in one transaction. The old one is let go only together with the new one, here and at the centre; if
 * the centre says no, the old one stands. */
#include <assert.h>
#include <string.h>

#include "store/internal.h"
#include "store/json.h"

static bool is_inside(struct store *store, struct id booking)
{
	return database_number(&store->database,
		       "SELECT 1 FROM attendance WHERE booking = ?1 AND undone = 0"
		       " UNION ALL SELECT 1 FROM booking WHERE id = ?1 AND here_ms > 0",
		       VALUES(id_value(booking)), 0) != 0;
}

static bool write_cancelled(
	struct store *store, struct id booking, const char *reason, struct error *error)
{
	return database_run(&store->database,
		"UPDATE booking SET state = " SQL_BOOKING_CANCELLED
		", shown = 1, told = 1, reason = ?2 WHERE id = ?1",
		VALUES(id_value(booking), text_value(reason)), error);
}

/* ---- cancelling ---- */

static bool append_cancel(
	struct store *store, struct id booking, int64_t now_ms, struct error *error)
{
	json_t *body = json_object();

	json_object_set_new(body, "booking", json_id(booking));
	return append_change(store, id_make(now_ms), CHANGE_CANCEL, now_ms, body, error);
}

/* As if it had never been: its places are here again. `*done` false: somebody may have heard of it. */
static bool take_back(struct store *store, const struct booking *booking, int64_t now_ms,
	bool *done, struct error *error)
{
	enum change_kind kind = CHANGE_KINDS;
	int64_t seq = unsent_change_about(store, booking->id, &kind);

	*done = seq > 0 && (kind == CHANGE_BOOK || kind == CHANGE_WAIT);
	if (!*done)
		return true;
	json_t *body = body_of_change(store, seq);
	struct id lease = json_to_id(json_object_get(body, "lease"));
	struct party party;
	struct places places = {0};

	if (json_to_party(json_object_get(body, "party"), &party))
		places = places_of(&party);
	json_decref(body);
	return void_change(store, seq, now_ms, error) &&
	       (id_is_zero(lease) || write_unspend(store, lease, &places, error));
}

/* What somebody may have heard of is credited by the centre: see leases.c. */
static bool cancel(struct store *store, struct id id, int64_t now_ms, struct error *error)
{
	struct booking booking;

	if (!store_booking(store, id, &booking))
		return error_set(error, ERROR_NOT_FOUND, "no such booking here");
	if (booking.state == BOOKING_CANCELLED)
		return true;
	if (is_inside(store, id))
		return error_set(error, ERROR_REFUSED, "the party is inside already");
	bool taken_back;

	return write_cancelled(store, id, "", error) &&
	       take_back(store, &booking, now_ms, &taken_back, error) &&
	       (taken_back || append_cancel(store, id, now_ms, error));
}

bool store_cancel(struct store *store, struct id booking, int64_t now_ms, struct error *error)
{
	if (!database_begin(&store->database, error))
		return false;
	return database_end(&store->database, cancel(store, booking, now_ms, error), error);
}

/* ---- this and all that follow ---- */

int store_bookings_that_follow(
	struct store *store, const struct booking *first, struct booking *bookings, int max)
{
	struct row row = database_select(&store->database,
		"WITH theirs (id) AS (SELECT ?1 UNION SELECT id FROM booking WHERE holder = ?3"
		" AND state <> " SQL_BOOKING_CANCELLED ")"
		" SELECT b.id FROM theirs CROSS JOIN booking b ON b.id = theirs.id"
		" JOIN session s ON s.id = b.session JOIN session f ON f.id = ?2"
		" WHERE (b.id = ?1 OR (b.holder = ?3 AND s.event = f.event"
		" AND s.starts_ms > f.starts_ms)) AND b.state <> " SQL_BOOKING_CANCELLED
		" AND b.here_ms = 0 AND NOT EXISTS"
		" (SELECT 1 FROM attendance a WHERE a.booking = b.id AND a.undone = 0)"
		" ORDER BY s.starts_ms, b.id LIMIT ?4",
		VALUES(id_value(first->id), id_value(first->session), id_or_null(first->holder),
			number_value(max)));
	int count = 0;

	while (row_next(&row))
		count += store_booking(store, row_id(&row, 0), &bookings[count]);
	return count;
}

static bool cancel_all(struct store *store, const struct booking *bookings, int count,
	int64_t now_ms, struct error *error)
{
	for (int i = 0; i < count; i++)
		if (!cancel(store, bookings[i].id, now_ms, error))
			return false;
	return true;
}

bool store_cancel_rest(struct store *store, const struct booking *first, int64_t now_ms,
	int *cancelled, struct error *error)
{
	struct booking bookings[BOOKINGS_THAT_FOLLOW_MAX];

	if (!database_begin(&store->database, error))
		return false;
	*cancelled = store_bookings_that_follow(store, first, bookings, BOOKINGS_THAT_FOLLOW_MAX);
	return database_end(
		&store->database, cancel_all(store, bookings, *cancelled, now_ms, error), error);
}

/* ---- what may be changed ---- */

struct changing {
	struct booking booking;
	struct session session;
};

static bool read_changing(struct store *store, struct id id, int64_t now_ms,
	struct changing *changing, struct error *error)
{
	if (!store_booking(store, id, &changing->booking) ||
		!store_session(store, changing->booking.session, &changing->session))
		return error_set(error, ERROR_NOT_FOUND, "no such booking here");
	const char *refusal = booking_change_refusal(
		changing->booking.state, is_inside(store, id), &changing->session, now_ms);
	return !*refusal || error_set(error, ERROR_REFUSED, "%s", refusal);
}

/* Whether the card is blocked was asked when it was held near. */
static bool may_have(const struct session *session, const struct party *party,
	const struct booking_facts *facts, int64_t now_ms, struct error *error)
{
	enum booking_refusal refusal = booking_decide(session, party, facts, now_ms);

	return refusal == BOOKING_ALLOWED ||
	       error_set(error, ERROR_REFUSED, "%s", booking_refusal_name(refusal));
}

/* Nothing is spent for nobody. */
static bool spend(struct store *store, struct id session, const struct places_wish *wish,
	struct id *lease, struct error *error)
{
	bool spent = true;

	*lease = (struct id){0};
	if (!places_are_none(&wish->places) &&
		!write_spend(store, session, wish, lease, &spent, error))
		return false;
	return spent || error_set(error, ERROR_FULL, "no lease holds %d more", wish->places.people);
}

/* A booking with a card may have what is kept for members. */
static enum holder_status holder_of(const struct booking *booking)
{
	return id_is_zero(booking->holder) ? HOLDER_GUEST : HOLDER_MEMBER;
}

struct places_wish store_places_more(const struct booking *booking, const struct session *session,
	const struct party *party, int64_t now_ms)
{
	struct places_wish wish = places_to_book(session, party, holder_of(booking), now_ms);

	wish.places = booking->state == BOOKING_WAITING ? (struct places){0}
							: places_more(party, &booking->party);
	return wish;
}

/* ---- more or fewer ---- */

static bool write_party(
	struct store *store, struct id booking, const struct party *party, struct error *error)
{
	return database_run(&store->database,
		"UPDATE booking SET adults = ?2, children = ?3, babies = ?4, prams = ?5,"
		" wheelchairs = ?6 WHERE id = ?1",
		VALUES(id_value(booking), PARTY_VALUES(party)), error);
}

/* `heard`: how far the centre's news of the booking are known here. */
static json_t *change_party_body(struct store *store, const struct booking *booking,
	const struct party *party, struct id lease)
{
	json_t *body = json_object();
	int64_t heard = database_number(&store->database,
		"SELECT revision FROM booking WHERE id = ?1", VALUES(id_value(booking->id)), 0);

	json_object_set_new(body, "booking", json_id(booking->id));
	json_object_set_new(body, "heard", json_integer(heard));
	json_object_set_new(body, "was", json_party(&booking->party));
	json_object_set_new(body, "party", json_party(party));
	if (!id_is_zero(lease))
		json_object_set_new(body, "lease", json_id(lease));
	return body;
}

static bool change_party(struct store *store, struct id id, const struct party *party,
	int64_t now_ms, struct error *error)
{
	struct changing changing;
	const struct booking *booking = &changing.booking;
	struct booking_facts facts;
	struct id lease;

	if (!read_changing(store, id, now_ms, &changing, error))
		return false;
	facts = store_change_facts(store, &changing.session, booking);
	if (!may_have(&changing.session, party, &facts, now_ms, error))
		return false;
	if (memcmp(&booking->party, party, sizeof(*party)) == 0)
		return true;
	struct places_wish more = store_places_more(booking, &changing.session, party, now_ms);
	return spend(store, booking->session, &more, &lease, error) &&
	       write_party(store, id, party, error) &&
	       forget_refusals(store, booking->session, party->is_class, error) &&
	       append_change(store, id_make(now_ms), CHANGE_CHANGE_PARTY, now_ms,
		       change_party_body(store, booking, party, lease), error);
}

bool store_change_party(struct store *store, struct id booking, const struct party *party,
	int64_t now_ms, struct error *error)
{
	if (!database_begin(&store->database, error))
		return false;
	return database_end(
		&store->database, change_party(store, booking, party, now_ms, error), error);
}

/* How it stands comes from the centre with its next news; until then it is as it was, if nothing else
 * has changed it since. */
bool settle_change_party(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error)
{
	struct party was, party;
	struct booking booking;

	if (answer->verdict != VERDICT_REFUSED)
		return true;
	json_t *body = body_of_change(store, seq);
	struct id id = json_to_id(json_object_get(body, "booking"));
	bool is_read = json_to_party(json_object_get(body, "was"), &was) &&
		       json_to_party(json_object_get(body, "party"), &party);
	json_decref(body);
	if (!is_read || !store_booking(store, id, &booking))
		return true;
	if (memcmp(&booking.party, &party, sizeof(party)) == 0 &&
		!write_party(store, id, &was, error))
		return false;
	return database_run(&store->database,
		"UPDATE booking SET told = 0, reason = CASE WHEN state = " SQL_BOOKING_CANCELLED
		" THEN reason ELSE ?2 END WHERE id = ?1",
		VALUES(id_value(id), text_value(answer->reason)), error);
}

/* ---- another day ---- */

static json_t *move_body(json_t *body, const struct booking *from)
{
	json_object_set_new(body, "from", json_id(from->id));
	json_object_set_new(body, "was", json_string(booking_state_name(from->state)));
	return body;
}

/* Another ticket opens what greets its guest. */
static struct guest_greeting seal_anew(
	struct store *store, const struct booking *from, const struct booking *moved)
{
	struct token old = token_from_ticket(from->id);
	struct holder guest = guest_with_ticket(store, &old);
	struct guest_greeting greeting = guest_greeting_make(store, moved, &guest);

	memory_wipe(&guest, sizeof(guest));
	return greeting;
}

static bool may_move_to(struct store *store, const struct booking *from,
	const struct booking_move *move, int64_t now_ms, struct error *error)
{
	struct session session;
	struct booking other;

	if (!store_session(store, move->session, &session))
		return error_set(error, ERROR_NOT_FOUND, "no such session here");
	if (id_equal(move->session, from->session) ||
		store_live_booking(store, move->session, from->holder, &other))
		return error_set(error, ERROR_REFUSED, "that session is booked already");
	struct booking_facts facts = store_move_facts(store, &session, from, now_ms);
	return may_have(&session, &from->party, &facts, now_ms, error);
}

static bool write_move(struct store *store, const struct booking_move *move,
	const struct booking *from, struct booking *moved, struct error *error)
{
	struct id lease;
	struct session session;
	int64_t now_ms = moved->made_ms;

	if (!store_session(store, moved->session, &session))
		return error_set(error, ERROR_NOT_FOUND, "no such session here");
	struct places_wish wish = places_to_book(&session, &moved->party, holder_of(moved), now_ms);
	make_code(store, moved->code);
	struct guest_greeting greeting = seal_anew(store, from, moved);
	return spend(store, moved->session, &wish, &lease, error) &&
	       write_cancelled(store, from->id, "moved", error) &&
	       write_booking(store, moved, &greeting, error) &&
	       append_change(store, id_make(now_ms), CHANGE_MOVE, now_ms,
		       move_body(booking_body(moved, lease, &greeting, move->language), from),
		       error);
}

static bool do_move(struct store *store, const struct booking_move *move, int64_t now_ms,
	struct booking *moved, struct error *error)
{
	struct changing changing;
	const struct booking *from = &changing.booking;

	if (!read_changing(store, move->booking, now_ms, &changing, error) ||
		!may_move_to(store, from, move, now_ms, error))
		return false;
	*moved = (struct booking){
		.id = id_make(now_ms),
		.session = move->session,
		.holder = from->holder,
		.party = from->party,
		.state = BOOKING_CONFIRMED,
		.made_ms = now_ms,
	};
	return write_move(store, move, from, moved, error);
}

bool store_move(struct store *store, const struct booking_move *move, int64_t now_ms,
	struct booking *moved, struct error *error)
{
	if (!database_begin(&store->database, error))
		return false;
	return database_end(&store->database, do_move(store, move, now_ms, moved, error), error);
}

/* Cancelled here since, and not given for a third day. */
static bool was_given_up(struct store *store, struct id booking)
{
	return database_number(&store->database,
		       "SELECT 1 FROM booking WHERE id = ?1 AND state = " SQL_BOOKING_CANCELLED
		       " AND reason <> 'moved'",
		       VALUES(id_value(booking)), 0) != 0;
}

static bool was_moved(struct store *store, struct id booking)
{
	return database_number(&store->database,
		       "SELECT 1 FROM booking WHERE id = ?1 AND state = " SQL_BOOKING_CANCELLED
		       " AND reason = 'moved'",
		       VALUES(id_value(booking)), 0) != 0;
}

/* Where its holder has booked again meanwhile, the centre's next word on it says which of the two stands
 * for both; until then that is the other. */
bool write_standing(
	struct store *store, struct id booking, enum booking_state state, struct error *error)
{
	return database_run(&store->database,
		       "UPDATE OR IGNORE booking SET state = ?2, reason = ''"
		       " WHERE id = ?1 AND state = " SQL_BOOKING_CANCELLED,
		       VALUES(id_value(booking), number_value(state)), error) &&
	       database_run(&store->database,
		       "UPDATE booking SET reason = 'merged'"
		       " WHERE id = ?1 AND state = " SQL_BOOKING_CANCELLED,
		       VALUES(id_value(booking)), error);
}

/* The new one is not made, says the centre: the one that it was to follow stands again. If that was
 * changed elsewhere first, how it stands comes with the news; who has cancelled the new one since
 * wanted neither, and had given up the old one when the new one was made. */
static bool stand_again(struct store *store, struct id from, struct id moved,
	enum booking_state was, struct error *error)
{
	struct booking given_up;

	if (was_given_up(store, moved) && store_booking(store, moved, &given_up))
		return append_cancel(store, from, given_up.made_ms, error);
	return !was_moved(store, from) || write_standing(store, from, was, error);
}

bool settle_move(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error)
{
	enum booking_state was;

	if (answer->verdict != VERDICT_REFUSED || strcmp(answer->reason, "changed-already") == 0)
		return true;
	json_t *body = body_of_change(store, seq);
	struct id from = json_to_id(json_object_get(body, "from"));
	struct id moved = json_to_id(json_object_get(body, "booking"));
	bool is_read = booking_state_named(json_text(body, "was"), &was);
	json_decref(body);
	return !is_read || stand_again(store, from, moved, was, error);
}
