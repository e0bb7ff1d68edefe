/* Check-in: the facts for the decision, and what is written when it lets them in. Places of the
 * door lease that were spent stay spent when people leave or come fewer; those of a check-in that is
 * undone come back from the centre: see leases.c. */
#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "rules/attendance.h"
#include "store/internal.h"
#include "store/json.h"

/* ---- the facts ---- */

static struct id find_attendance(struct store *store, struct id booking, struct id holder,
	struct id session, int64_t *since_ms)
{
	struct row row = database_select(&store->database,
		"SELECT id, at_ms FROM attendance WHERE undone = 0 AND booking = ?1"
		" UNION ALL SELECT id, at_ms FROM attendance"
		" WHERE undone = 0 AND holder = ?2 AND session = ?3 ORDER BY at_ms LIMIT 1",
		VALUES(id_or_null(booking), id_or_null(holder), id_value(session)));
	struct id found = {0};

	if (row_next(&row)) {
		found = row_id(&row, 0);
		*since_ms = row_number(&row, 1);
		row_end(&row);
	}
	return found;
}

static int64_t here_elsewhere_ms(struct store *store, struct id booking)
{
	return database_number(&store->database, "SELECT here_ms FROM booking WHERE id = ?1",
		VALUES(id_value(booking)), 0);
}

/* 0, too, where the door has people's places but none for a pram that comes along. */
static int door_places_left(struct store *store, const struct check_in_candidate *candidate)
{
	struct places_wish wish = {.pool = POOL_DOOR, .places = places_of(&candidate->party)};
	struct id session = candidate->session.id;

	return store_has_places(store, session, &wish) ? store_places_for(store, session, &wish)
						       : 0;
}

/* A class's places are its own, however late it comes. */
static bool booked_is_given(struct store *store, const struct check_in_candidate *candidate)
{
	return candidate->booked && !candidate->party.is_class &&
	       is_given(store, candidate->session.id);
}

static void add_candidate(struct store *store, struct check_in_facts *facts, struct id holder,
	const struct check_in_candidate *candidate)
{
	if (facts->count == CHECK_IN_CANDIDATES_MAX)
		return;
	struct check_in_candidate *added = &facts->candidates[facts->count];
	*added = *candidate;
	if (!store_session(store, candidate->session.id, &added->session))
		return;
	added->given = booked_is_given(store, added);
	if (!added->booked || added->given)
		added->door_places_left = door_places_left(store, added);
	facts->count++;
	struct id there = find_attendance(
		store, added->booking, holder, added->session.id, &added->here_since_ms);
	if (id_is_zero(there))
		added->here_since_ms = here_elsewhere_ms(store, added->booking);
	added->here = added->here_since_ms != 0;
}

static void add_booking(struct store *store, struct check_in_facts *facts, struct id holder,
	const struct booking *booking)
{
	struct check_in_candidate candidate = {
		.session.id = booking->session,
		.booked = true,
		.state = booking->state,
		.booking = booking->id,
		.party = booking->party,
	};

	add_candidate(store, facts, holder, &candidate);
}

/* A booking of another kiosk may not be known here yet: its ticket is signed, and says enough. */
static void add_ticket(
	struct store *store, struct check_in_facts *facts, const struct ticket *ticket)
{
	struct booking booking;

	if (!find_standing_booking(store, ticket->id, &booking))
		booking = (struct booking){
			.id = ticket->id,
			.session = ticket->session,
			.party = ticket->party,
			.state = ticket->flags & TICKET_FLAG_WAITING ? BOOKING_WAITING
								     : BOOKING_CONFIRMED,
		};
	add_booking(store, facts, booking.holder, &booking);
}

static void add_bookings_of(
	struct store *store, struct check_in_facts *facts, struct id holder, struct id wanted)
{
	struct row row = database_select(&store->database,
		"SELECT b.id FROM booking b JOIN session s ON s.id = b.session"
		" WHERE b.holder = ?1 AND b.state <> " SQL_BOOKING_CANCELLED
		" AND ((s.ends_ms > ?2 AND s.starts_ms < ?3) OR s.id = ?4)"
		" ORDER BY s.id = ?4 DESC, s.starts_ms LIMIT ?5",
		VALUES(id_value(holder), number_value(clock_day_start(facts->now_ms, 0)),
			number_value(clock_day_start(facts->now_ms, 1)), id_value(wanted),
			number_value(CHECK_IN_CANDIDATES_MAX)));
	struct booking booking;

	while (row_next(&row))
		if (store_booking(store, row_id(&row, 0), &booking))
			add_booking(store, facts, holder, &booking);
}

static bool is_candidate(const struct check_in_facts *facts, struct id session)
{
	for (int i = 0; i < facts->count; i++)
		if (id_equal(facts->candidates[i].session.id, session))
			return true;
	return false;
}

static struct party one_person(const struct holder *holder)
{
	bool child = holder->status == HOLDER_MEMBER && !holder_is_taken_for_adult(holder);
	struct party party = {0};

	party.count[child ? PARTY_CHILDREN : PARTY_ADULTS] = 1;
	return party;
}

static void add_walk_in(struct store *store, struct check_in_facts *facts,
	const struct holder *holder, struct id wanted)
{
	struct check_in_candidate candidate = {.session.id = wanted, .party = one_person(holder)};
	struct session session;

	if (id_is_zero(wanted) || is_candidate(facts, wanted) ||
		!store_session(store, wanted, &session) || session.admission == ADMISSION_BOOKED)
		return;
	add_candidate(store, facts, holder->id, &candidate);
}

/* Who came in without a booking is here, too. */
static void add_where_they_are(
	struct store *store, struct check_in_facts *facts, const struct holder *holder)
{
	struct row row = database_select(&store->database,
		"SELECT s.id FROM attendance a JOIN session s ON s.id = a.session"
		" WHERE a.undone = 0 AND a.holder = ?1 AND s.ends_ms > ?2 ORDER BY s.starts_ms LIMIT ?3",
		VALUES(id_value(holder->id), number_value(facts->now_ms),
			number_value(CHECK_IN_CANDIDATES_MAX)));

	while (row_next(&row))
		add_walk_in(store, facts, holder, row_id(&row, 0));
}

static bool is_revoked(struct store *store, struct id ticket)
{
	return database_number(&store->database, "SELECT 1 FROM revoked WHERE ticket = ?1",
		       VALUES(id_value(ticket)), 0) != 0;
}

void store_check_in_facts(struct store *store, const struct holder *holder,
	const struct ticket *ticket, struct id wanted, int64_t now_ms, struct check_in_facts *facts)
{
	*facts = (struct check_in_facts){
		.now_ms = now_ms, .holder = holder->status, .wanted_session = wanted};
	if (ticket) {
		facts->ticket = TICKET_GOOD;
		facts->ticket_shown = true;
		facts->ticket_revoked = is_revoked(store, ticket->id);
		facts->ticket_from_ms = ticket->from_ms;
		facts->ticket_until_ms = ticket->until_ms;
		add_ticket(store, facts, ticket);
	} else if (holder_is_known(holder->status)) {
		add_bookings_of(store, facts, holder->id, wanted);
		add_walk_in(store, facts, holder, wanted);
		add_where_they_are(store, facts, holder);
	}
	facts->failing = store->database.unread.code != ERROR_NONE;
}

/* ---- what is written ---- */

struct attendance {
	struct id id, session, booking, holder, lease;
	int booked;          /* people of the booking */
	struct places extra; /* spent from the door lease, or a class's, by this change */
	struct party paid;   /* what there are places for, booked and of leases */
	struct party party;
	enum attendance_how how;
	int64_t at_ms;
};

static bool write_attendance(
	struct store *store, const struct attendance *attendance, struct error *error)
{
	return database_run(&store->database,
		"INSERT INTO attendance (id, session, booking, holder, booked, adults, children, "
		"babies, prams, wheelchairs, extra, how, at_ms, paid, is_class)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
		VALUES(id_value(attendance->id), id_value(attendance->session),
			id_or_null(attendance->booking), id_or_null(attendance->holder),
			number_value(attendance->booked), PARTY_VALUES(&attendance->party),
			number_value(attendance->extra.people), number_value(attendance->how),
			number_value(attendance->at_ms),
			blob_value(&attendance->paid, sizeof(attendance->paid)),
			number_value(attendance->party.is_class)),
		error);
}

static void set_id(json_t *body, const char *key, struct id id)
{
	if (!id_is_zero(id))
		json_object_set_new(body, key, json_id(id));
}

static void set_extra(json_t *body, const struct attendance *attendance)
{
	struct party parts;

	memcpy(parts.count, attendance->extra.parts, sizeof(parts.count));
	set_id(body, "lease", attendance->lease);
	json_object_set_new(body, "extra", json_integer(attendance->extra.people));
	if (!places_are_none(&attendance->extra))
		json_object_set_new(body, "extra_parts", json_party(&parts));
}

static json_t *check_in_body(const struct attendance *attendance, json_t *facts)
{
	json_t *body = json_object();

	set_id(body, "attendance", attendance->id);
	set_id(body, "session", attendance->session);
	set_id(body, "booking", attendance->booking);
	set_id(body, "holder", attendance->holder);
	json_object_set_new(body, "party", json_party(&attendance->party));
	set_extra(body, attendance);
	json_object_set_new(body, "how", json_string(attendance_how_name(attendance->how)));
	json_object_set_new(body, "code", json_string(check_in_code_name(CHECK_IN_OK)));
	json_object_set_new(body, "facts", facts);
	return body;
}

static json_t *facts_json(
	const struct check_in_facts *facts, const struct check_in_candidate *candidate)
{
	json_t *json = json_object();

	json_object_set_new(json, "now_ms", json_integer(facts->now_ms));
	json_object_set_new(json, "ticket", json_boolean(facts->ticket_shown));
	json_object_set_new(json, "holder", json_string(holder_status_name(facts->holder)));
	json_object_set_new(json, "candidates", json_integer(facts->count));
	json_object_set_new(json, "opens_ms", json_integer(candidate->session.opens_ms));
	json_object_set_new(json, "closes_ms", json_integer(candidate->session.closes_ms));
	json_object_set_new(json, "revision", json_integer(candidate->session.revision));
	if (candidate->booked)
		json_object_set_new(
			json, "booking", json_string(booking_state_name(candidate->state)));
	else
		json_object_set_new(json, "door_places", json_integer(candidate->door_places_left));
	return json;
}

/* Takes what is extra from a door lease, if there is any. */
static bool write_extra(struct store *store, struct attendance *attendance, struct error *error)
{
	struct places_wish wish = {.pool = attendance->party.is_class ? POOL_CLASS : POOL_DOOR,
		.places = attendance->extra};
	bool spent = true;

	if (!places_are_none(&attendance->extra) &&
		!write_spend(store, attendance->session, &wish, &attendance->lease, &spent, error))
		return false;
	return spent || error_set(error, ERROR_FULL, "the door lease holds too few places");
}

static bool append_check_in(
	struct store *store, struct attendance *attendance, json_t *facts, struct error *error)
{
	if (write_extra(store, attendance, error) && write_attendance(store, attendance, error))
		return append_change(store, id_make(attendance->at_ms), CHANGE_CHECK_IN,
			attendance->at_ms, check_in_body(attendance, facts), error);
	json_decref(facts);
	return false;
}

static struct attendance attendance_of(
	const struct check_in_facts *facts, const struct check_in_candidate *candidate)
{
	int people = party_people(&candidate->party);

	return (struct attendance){
		.id = id_make(facts->now_ms),
		.session = candidate->session.id,
		.booking = candidate->booking,
		.booked = candidate->booked ? people : 0,
		.extra = candidate->booked ? (struct places){0} : places_of(&candidate->party),
		.paid = candidate->party,
		.party = candidate->party,
		.how = candidate->booked ? HOW_BOOKED : HOW_WALK_IN,
		.at_ms = facts->now_ms,
	};
}

static void come_by_the_door(struct attendance *came)
{
	came->booked = 0;
	came->extra = places_of(&came->party);
}

static struct id card_of(const struct holder *holder)
{
	return holder_is_known(holder->status) ? holder->id : (struct id){0};
}

/* The same people twice (two taps before the first answer) are one attendance. */
static bool check_in(
	struct store *store, struct attendance *attendance, json_t *facts, struct error *error)
{
	int64_t since_ms;
	struct id there = find_attendance(
		store, attendance->booking, attendance->holder, attendance->session, &since_ms);

	if (id_is_zero(there))
		return append_check_in(store, attendance, facts, error);
	attendance->id = there;
	json_decref(facts);
	return true;
}

bool store_check_in(struct store *store, const struct check_in_facts *facts,
	const struct check_in_answer *answer, const struct holder *holder,
	const struct token *token, struct id *attendance, struct error *error)
{
	assert(answer->code == CHECK_IN_OK && answer->candidate >= 0);
	const struct check_in_candidate *candidate = &facts->candidates[answer->candidate];
	struct attendance came = attendance_of(facts, candidate);

	came.holder = card_of(holder);
	if (!database_begin(&store->database, error))
		return false;
	/* Since the facts were gathered the places may have been given to the door. */
	if (booked_is_given(store, candidate))
		come_by_the_door(&came);
	bool done = append_card_seen(store, holder, token, facts->now_ms, error) &&
		    check_in(store, &came, facts_json(facts, candidate), error);
	*attendance = came.id;
	return database_end(&store->database, done, error);
}

bool store_drop_in(struct store *store, struct id session_id, const struct party *party,
	int64_t now_ms, struct id *attendance, struct error *error)
{
	struct session session;

	if (!party_is_valid(party))
		return error_set(error, ERROR_BAD_INPUT, "a party of nobody, or too large");
	if (!store_session(store, session_id, &session))
		return error_set(error, ERROR_NOT_FOUND, "no such session here");
	if (session.cancelled || now_ms >= session.ends_ms)
		return error_set(error, ERROR_REFUSED, "the session is cancelled or over");
	struct attendance came = {
		.id = id_make(now_ms),
		.session = session_id,
		.extra = places_of(party),
		.paid = *party,
		.party = *party,
		.how = HOW_DROP_IN,
		.at_ms = now_ms,
	};
	*attendance = came.id;
	if (!database_begin(&store->database, error))
		return false;
	json_t *facts = json_pack("{s:I}", "now_ms", (json_int_t)now_ms);
	return database_end(&store->database, append_check_in(store, &came, facts, error), error);
}

/* ---- who really came, undo ---- */

/* Of an older version nothing is said: those who came first. */
static void read_paid(const struct row *row, struct attendance *found)
{
	size_t length;
	const void *paid = row_blob(row, 10, &length);

	found->paid = found->party;
	if (length == sizeof(found->paid))
		memcpy(&found->paid, paid, length);
}

static bool read_attendance(
	struct store *store, struct id id, struct attendance *found, bool *undone)
{
	struct row row = database_select(&store->database,
		"SELECT session, booking, booked, extra, adults, children, babies, prams, "
		"wheelchairs, undone, paid, is_class FROM attendance WHERE id = ?1",
		VALUES(id_value(id)));

	if (!row_next(&row))
		return false;
	*found = (struct attendance){
		.id = id,
		.session = row_id(&row, 0),
		.booking = row_id(&row, 1),
		.booked = row_int(&row, 2),
		.extra.people = row_int(&row, 3),
		.party = row_party(&row, 4),
	};
	found->party.is_class = row_int(&row, 11);
	read_paid(&row, found);
	*undone = row_int(&row, 9) != 0;
	row_end(&row);
	return true;
}

static json_t *party_body(const struct attendance *more)
{
	json_t *body = json_object();

	set_id(body, "attendance", more->id);
	json_object_set_new(body, "party", json_party(&more->party));
	set_extra(body, more);
	return body;
}

/* What the door lease already gave stays given: only more than that is spent. Who swaps a child for an
 * adult takes one place more of the one, and none of the people. */
static void spend_only_more(struct attendance *more, const struct party *came)
{
	int uncovered = party_people(came) - more->booked - more->extra.people;

	more->extra = places_more(came, &more->paid);
	more->extra.people = uncovered > 0 ? uncovered : 0;
	for (int part = 0; part < PARTY_PARTS; part++)
		more->paid.count[part] += more->extra.parts[part];
	more->party = *came;
	more->party.is_class = more->paid.is_class;
}

static bool change_attendance(struct store *store, struct id id, const struct party *came,
	int64_t now_ms, struct error *error)
{
	struct attendance more;
	bool undone;

	if (!read_attendance(store, id, &more, &undone) || undone)
		return error_set(error, ERROR_NOT_FOUND, "no such attendance here");
	spend_only_more(&more, came);
	return write_extra(store, &more, error) &&
	       database_run(&store->database,
		       "UPDATE attendance SET adults = ?2, children = ?3, babies = ?4, prams = ?5,"
		       " wheelchairs = ?6, extra = extra + ?7, paid = ?8 WHERE id = ?1",
		       VALUES(id_value(id), PARTY_VALUES(came), number_value(more.extra.people),
			       blob_value(&more.paid, sizeof(more.paid))),
		       error) &&
	       append_change(store, id_make(now_ms), CHANGE_CHECK_IN_PARTY, now_ms,
		       party_body(&more), error);
}

bool store_change_attendance(struct store *store, struct id attendance, const struct party *came,
	int64_t now_ms, struct error *error)
{
	if (!party_is_valid(came))
		return error_set(error, ERROR_BAD_INPUT, "a party of nobody, or too large");
	return database_begin(&store->database, error) &&
	       database_end(&store->database,
		       change_attendance(store, attendance, came, now_ms, error), error);
}

static bool undo(struct store *store, struct id id, int64_t now_ms, struct error *error)
{
	struct attendance came;
	bool undone;

	if (!read_attendance(store, id, &came, &undone))
		return error_set(error, ERROR_NOT_FOUND, "no such attendance here");
	if (undone)
		return true;
	json_t *body = json_object();
	set_id(body, "attendance", id);
	return append_change(store, id_make(now_ms), CHANGE_UNDO, now_ms, body, error) &&
	       database_run(&store->database, "UPDATE attendance SET undone = 1 WHERE id = ?1",
		       VALUES(id_value(id)), error) &&
	       database_run(&store->database, "UPDATE booking SET here_ms = 0 WHERE id = ?1",
		       VALUES(id_value(came.booking)), error);
}

bool store_undo_check_in(
	struct store *store, struct id attendance, int64_t now_ms, struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(&store->database, undo(store, attendance, now_ms, error), error);
}

/* ---- how many are inside ---- */

int store_inside(struct store *store, struct id session)
{
	return (int)database_number(&store->database,
		"SELECT (SELECT coalesce(sum(adults + children + babies), 0) FROM attendance"
		" WHERE session = ?1 AND undone = 0)"
		" + coalesce((SELECT others FROM inside WHERE session = ?1), 0)",
		VALUES(id_value(session)), 0);
}
