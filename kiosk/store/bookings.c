/* Bookings: the fact, the places it spends and the change, in one transaction. */
#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "store/internal.h"
#include "store/json.h"

enum { CODE_TRIES = 8, UNSHOWN_MS = 60 * 1000, CODE_LETTERS = 19 };

#define BOOKING_COLUMNS                                                                            \
	"b.id, b.session, b.holder, b.adults, b.children, b.babies, b.prams, b.wheelchairs,"       \
	" b.state, b.code, b.made_ms, b.in_line, b.is_class, b.tell_me, b.still_coming"

/* There is news of a booking b that its holder was not told. Of places that somebody gave up again, has
 * taken or can take no longer (?2: now) there is none. */
#define IS_UNTOLD                                                                                  \
	"b.told = 0 AND (b.reason <> 'promoted' OR (b.state = " SQL_BOOKING_CONFIRMED              \
	" AND b.here_ms = 0 AND (SELECT starts_ms FROM session WHERE id = b.session) > ?2"         \
	" AND NOT EXISTS"                                                                          \
	" (SELECT 1 FROM attendance a WHERE a.booking = b.id AND a.undone = 0)))"

static void read_booking(const struct row *row, struct booking *booking)
{
	*booking = (struct booking){
		.id = row_id(row, 0),
		.session = row_id(row, 1),
		.holder = row_id(row, 2),
		.party = row_party(row, 3),
		.state = (enum booking_state)row_int(row, 8),
		.made_ms = row_number(row, 10),
		.in_line = row_int(row, 11),
		.tell_me = row_int(row, 13) != 0,
		.still_coming = (enum still_coming)row_int(row, 14),
	};
	booking->party.is_class = row_int(row, 12);
	text_copy(booking->code, sizeof(booking->code), row_text(row, 9));
}

static bool read_one(struct row row, struct booking *booking)
{
	if (!row_next(&row))
		return false;
	read_booking(&row, booking);
	row_end(&row);
	return true;
}

bool store_booking(struct store *store, struct id id, struct booking *found)
{
	return read_one(database_select(&store->database,
				"SELECT " BOOKING_COLUMNS " FROM booking b WHERE b.id = ?1",
				VALUES(id_value(id))),
		found);
}

int store_bookings_of(
	struct store *store, struct id holder, int64_t from_ms, struct booking *bookings, int max)
{
	int count = 0;

	if (id_is_zero(holder))
		return 0;
	struct row row = database_select(&store->database,
		"SELECT " BOOKING_COLUMNS " FROM booking b JOIN session s ON s.id = b.session"
		" WHERE b.holder = ?1 AND b.state <> " SQL_BOOKING_CANCELLED
		" AND s.ends_ms > ?2 ORDER BY s.starts_ms, "
		"b.id LIMIT ?3",
		VALUES(id_value(holder), number_value(from_ms), number_value(max)));
	while (row_next(&row))
		read_booking(&row, &bookings[count++]);
	return count;
}

/* Of the sessions that start in [from, until). */
static bool find_by_code(struct store *store, const char *code, int64_t from_ms, int64_t until_ms,
	struct booking *booking)
{
	char upper[SHORT_CODE_TEXT] = "";

	if (strlen(code) >= sizeof(upper))
		return false;
	for (int i = 0; code[i]; i++)
		upper[i] = (char)toupper((unsigned char)code[i]);
	return read_one(
		database_select(&store->database,
			"SELECT " BOOKING_COLUMNS " FROM booking b JOIN session s"
			" ON s.id = b.session WHERE b.code = ?1 AND s.starts_ms >= ?2"
			" AND s.starts_ms < ?3 ORDER BY b.state, s.starts_ms,"
			" b.made_ms DESC LIMIT 1",
			VALUES(text_value(upper), number_value(from_ms), number_value(until_ms))),
		booking);
}

bool store_booking_by_code(
	struct store *store, const char *code, int64_t now_ms, struct booking *booking)
{
	return find_by_code(
		store, code, clock_day_start(now_ms, 0), clock_day_start(now_ms, 1), booking);
}

bool store_coming_booking_by_code(
	struct store *store, const char *code, int64_t now_ms, struct booking *booking)
{
	return find_by_code(store, code, clock_day_start(now_ms, 1), INT64_MAX, booking);
}

/* enum booking_news, of a booking of which there is any. */
#define NEWS                                                                                       \
	"CASE reason WHEN 'changed-already' THEN 1 WHEN 'promoted' THEN 3 ELSE CASE"               \
	" WHEN state = " SQL_BOOKING_CANCELLED                                                     \
	" OR reason IN ('', 'lease-written-off', 'place-not-kept') THEN 0 ELSE 2 END END"

bool store_untold(struct store *store, struct id holder, int64_t now_ms, struct booking *booking,
	enum booking_news *news)
{
	if (id_is_zero(holder) ||
		!read_one(database_select(&store->database,
				  "SELECT " BOOKING_COLUMNS " FROM booking b WHERE b.holder = ?1"
				  " AND " IS_UNTOLD " ORDER BY b.made_ms DESC LIMIT 1",
				  VALUES(id_value(holder), number_value(now_ms))),
			booking))
		return false;
	*news = (enum booking_news)database_number(&store->database,
		"SELECT " NEWS " FROM booking WHERE id = ?1", VALUES(id_value(booking->id)),
		BOOKING_NOT_KEPT);
	return true;
}

bool store_was_not_kept(struct store *store, struct id booking)
{
	return database_number(&store->database,
		       "SELECT 1 FROM booking WHERE id = ?1 AND ((told = 0 AND " NEWS " = ?2)"
		       " OR (state = " SQL_BOOKING_CANCELLED " AND reason = 'not-kept'))",
		       VALUES(id_value(booking), number_value(BOOKING_NOT_KEPT)), 0) != 0;
}

bool store_untold_promotion(struct store *store, struct id booking, int64_t now_ms)
{
	return database_number(&store->database,
		       "SELECT 1 FROM booking b WHERE b.id = ?1 AND b.reason = 'promoted'"
		       " AND " IS_UNTOLD,
		       VALUES(id_value(booking), number_value(now_ms)), 0) != 0;
}

/* ---- booking ---- */

bool store_live_booking(
	struct store *store, struct id session, struct id holder, struct booking *found)
{
	if (id_is_zero(holder))
		return false;
	return read_one(database_select(&store->database,
				"SELECT " BOOKING_COLUMNS " FROM booking b WHERE b.holder = ?1"
				" AND b.session = ?2 AND b.state <> " SQL_BOOKING_CANCELLED,
				VALUES(id_value(holder), id_value(session))),
		found);
}

bool store_booking_that_day(struct store *store, const struct session *session, struct id holder,
	struct booking *booking)
{
	struct booking_asked asked = {.holder = holder};
	struct id id;

	return find_that_day(store, session, &asked, &id) && store_booking(store, id, booking);
}

static bool is_merged(struct store *store, struct id booking)
{
	return database_number(&store->database,
		       "SELECT 1 FROM booking WHERE id = ?1 AND state = " SQL_BOOKING_CANCELLED
		       " AND reason = 'merged'",
		       VALUES(id_value(booking)), 0) != 0;
}

bool find_standing_booking(struct store *store, struct id id, struct booking *found)
{
	if (!store_booking(store, id, found))
		return false;
	if (is_merged(store, id))
		store_live_booking(store, found->session, found->holder, found);
	return true;
}

/* The kiosk's character first: two kiosks that do not hear of each other make different codes. */
void make_code(struct store *store, char code[static SHORT_CODE_TEXT])
{
	for (int tries = 0; tries < CODE_TRIES; tries++) {
		code[0] = short_code_letters[(store->enrolment.kiosk - 1) % CODE_LETTERS];
		short_code_make(code + 1, SHORT_CODE_TEXT - 2);
		if (database_number(&store->database,
			    "SELECT 1 FROM booking WHERE code = ?1 LIMIT 1",
			    VALUES(text_value(code)), 0) == 0)
			return;
	}
}

json_t *booking_body(const struct booking *booking, struct id lease,
	const struct guest_greeting *greeting, const char *language)
{
	json_t *body = json_object();

	json_object_set_new(body, "booking", json_id(booking->id));
	json_object_set_new(body, "session", json_id(booking->session));
	if (!id_is_zero(lease))
		json_object_set_new(body, "lease", json_id(lease));
	json_object_set_new(body, "party", json_party(&booking->party));
	if (!id_is_zero(booking->holder))
		json_object_set_new(body, "holder", json_id(booking->holder));
	json_object_set_new(body, "code", json_string(booking->code));
	json_object_set_new(body, "language", json_string(language));
	if (greeting->length > 0)
		json_object_set_new(body, "greeting", json_base64(greeting->box, greeting->length));
	return body;
}

bool write_booking(struct store *store, const struct booking *booking,
	const struct guest_greeting *greeting, struct error *error)
{
	return database_run(&store->database,
		"INSERT INTO booking (id, session, holder, adults, children, babies, prams, "
		"wheelchairs, state, code, made_ms, is_class, greeting, shown)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0)",
		VALUES(id_value(booking->id), id_value(booking->session),
			id_or_null(booking->holder), PARTY_VALUES(&booking->party),
			number_value(booking->state), text_value(booking->code),
			number_value(booking->made_ms), number_value(booking->party.is_class),
			blob_value(greeting->length ? greeting->box : NULL, greeting->length)),
		error);
}

static enum booking_refusal decide(struct store *store, const struct session *session,
	const struct booking_wish *wish, int64_t now_ms)
{
	struct booking_facts facts = store_booking_facts(store, session, &wish->holder, now_ms);

	if (wish->waits)
		facts.on_hand = 0;
	return booking_decide(session, &wish->party, &facts, now_ms);
}

static bool may_book(
	struct store *store, const struct booking_wish *wish, int64_t now_ms, struct error *error)
{
	struct session session;

	if (!store_session(store, wish->session, &session))
		return error_set(error, ERROR_NOT_FOUND, "no such session here");
	enum booking_refusal refusal = decide(store, &session, wish, now_ms);
	return refusal == BOOKING_ALLOWED ||
	       error_set(error, ERROR_REFUSED, "%s", booking_refusal_name(refusal));
}

/* A class comes with its ticket: whoever brings it has a card for themselves. */
static struct id holder_of(const struct booking_wish *wish)
{
	if (wish->party.is_class)
		return (struct id){0};
	return holder_is_known(wish->holder.status) ? wish->holder.id : (struct id){0};
}

static bool book_new(struct store *store, const struct booking_wish *wish, int64_t now_ms,
	struct booking *booking, struct error *error)
{
	struct id lease = {0};
	struct session session;
	bool spent = false;

	if (!store_session(store, wish->session, &session))
		return error_set(error, ERROR_NOT_FOUND, "no such session here");
	struct places_wish places =
		places_to_book(&session, &wish->party, wish->holder.status, now_ms);
	*booking = (struct booking){
		.id = id_make(now_ms),
		.session = wish->session,
		.holder = holder_of(wish),
		.party = wish->party,
		.made_ms = now_ms,
	};
	make_code(store, booking->code);
	struct guest_greeting greeting = guest_greeting_make(store, booking, &wish->holder);
	if (!wish->waits && !write_spend(store, wish->session, &places, &lease, &spent, error))
		return false;
	booking->state = spent ? BOOKING_CONFIRMED : BOOKING_WAITING;
	return write_booking(store, booking, &greeting, error) &&
	       append_card_seen(store, &wish->holder, wish->token, now_ms, error) &&
	       append_change(store, id_make(now_ms), spent ? CHANGE_BOOK : CHANGE_WAIT, now_ms,
		       booking_body(booking, lease, &greeting, wish->language), error);
}

bool store_book(struct store *store, const struct booking_wish *wish, int64_t now_ms,
	struct booking *booking, bool *again, struct error *error)
{
	if (!database_begin(&store->database, error))
		return false;
	*again = store_live_booking(store, wish->session, holder_of(wish), booking);
	bool done = *again || (may_book(store, wish, now_ms, error) &&
				      book_new(store, wish, now_ms, booking, error));
	return database_end(&store->database, done, error);
}

/* What may not be booked, or is booked already, keeps none of the others back; what cannot be written
 * does. A party that is too large while few places are left waits, as it does where no lease holds it. */
static bool book_one_of(struct store *store, struct booking_wish *wish, int64_t now_ms,
	struct series_answer *answer, struct error *error)
{
	struct session session;

	*answer = (struct series_answer){.booking.session = wish->session};
	wish->waits = false;
	if (!store_session(store, wish->session, &session))
		return error_set(error, ERROR_NOT_FOUND, "no such session here");
	answer->again = store_live_booking(store, wish->session, holder_of(wish), &answer->booking);
	if (answer->again)
		return true;
	answer->refusal = decide(store, &session, wish, now_ms);
	answer->few = wish->waits = answer->refusal == BOOKING_TOO_LARGE_WHEN_FEW;
	if (wish->waits)
		answer->refusal = decide(store, &session, wish, now_ms);
	return answer->refusal != BOOKING_ALLOWED ||
	       book_new(store, wish, now_ms, &answer->booking, error);
}

static bool book_all(struct store *store, const struct booking_wish *wish, int64_t now_ms,
	struct series_answer *answers, int count, struct error *error)
{
	struct booking_wish one = *wish;

	for (int i = 0; i < count; i++) {
		one.session = answers[i].booking.session;
		if (!book_one_of(store, &one, now_ms, &answers[i], error))
			return false;
	}
	return true;
}

bool store_book_series(struct store *store, const struct booking_wish *wish, int64_t now_ms,
	struct series_answer *answers, int count, struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(&store->database, book_all(store, wish, now_ms, answers, count, error),
		       error);
}

/* ---- a guest's booking on a card ---- */

static json_t *put_on_card_body(const struct booking *booking)
{
	json_t *body = json_object();

	json_object_set_new(body, "booking", json_id(booking->id));
	json_object_set_new(body, "holder", json_id(booking->holder));
	return body;
}

static bool may_be_put_on_card(struct store *store, const struct booking *booking,
	const struct holder *holder, struct error *error)
{
	struct session session;
	struct booking other;

	if (!holder_is_known(holder->status))
		return error_set(error, ERROR_REFUSED, "nobody whom a card says");
	if (!store_session(store, booking->session, &session))
		return error_set(error, ERROR_NOT_FOUND, "no such session here");
	struct onto_card_facts facts = {.state = booking->state,
		.is_somebodys = !id_is_zero(booking->holder),
		.has_session = store_live_booking(store, session.id, holder->id, &other),
		.has_that_day = store_booking_that_day(store, &session, holder->id, &other)};
	const char *refusal = booking_onto_card_refusal(&session, &facts);
	return !*refusal || error_set(error, ERROR_REFUSED, "%s", refusal);
}

/* The places stay the booking's own: nothing is spent and nothing goes back. */
static bool put_on_card(struct store *store, struct booking *booking, const struct card_shown *card,
	int64_t now_ms, struct error *error)
{
	const struct holder *holder = &card->holder;

	if (!store_booking(store, booking->id, booking))
		return error_set(error, ERROR_NOT_FOUND, "no such booking here");
	if (holder_is_known(holder->status) && id_equal(booking->holder, holder->id))
		return true;
	if (!may_be_put_on_card(store, booking, holder, error))
		return false;
	booking->holder = holder->id;
	return database_run(&store->database, "UPDATE booking SET holder = ?2 WHERE id = ?1",
		       VALUES(id_value(booking->id), id_value(holder->id)), error) &&
	       append_card_seen(store, holder, &card->token, now_ms, error) &&
	       append_change(store, id_make(now_ms), CHANGE_PUT_ON_CARD, now_ms,
		       put_on_card_body(booking), error);
}

bool store_put_on_card(struct store *store, struct booking *booking, const struct card_shown *card,
	int64_t now_ms, struct error *error)
{
	struct booking written = *booking;

	if (!database_begin(&store->database, error) ||
		!database_end(
			&store->database, put_on_card(store, &written, card, now_ms, error), error))
		return false;
	*booking = written;
	return true;
}

/* ---- the ticket ---- */

/* Valid all day: whether it is too early or too late is the session's to say. */
bool store_ticket(struct store *store, const struct booking *booking, char text[static TICKET_TEXT])
{
	struct session session;

	if (!store_session(store, booking->session, &session) ||
		booking->state == BOOKING_CANCELLED)
		return false;
	struct ticket ticket = {
		.key_id = store->keys.sign_key_id,
		.id = booking->id,
		.session = booking->session,
		.party = booking->party,
		.from_ms = clock_day_start(session.starts_ms, 0),
		.until_ms = clock_day_start(session.ends_ms, 1),
		.flags = booking->state == BOOKING_WAITING ? TICKET_FLAG_WAITING : 0,
	};
	ticket_write(&ticket, store->keys.sign_secret, text);
	return true;
}

/* ---- shown and told ---- */

bool store_unshown(struct store *store, int64_t now_ms, struct booking *booking)
{
	return read_one(database_select(&store->database,
				"SELECT " BOOKING_COLUMNS " FROM booking b WHERE b.shown = 0"
				" AND b.state <> " SQL_BOOKING_CANCELLED
				" AND b.made_ms > ?1 AND b.made_ms <= ?2"
				" ORDER BY b.made_ms DESC, b.id DESC LIMIT 1",
				VALUES(number_value(now_ms - UNSHOWN_MS), number_value(now_ms))),
		booking);
}

/* All that were made in one go have one moment and one holder; of the first that is asked for there is
 * always one. */
int store_unshown_with(
	struct store *store, const struct booking *booking, struct booking *bookings, int max)
{
	struct row row = database_select(&store->database,
		"SELECT " BOOKING_COLUMNS " FROM booking b JOIN session s ON s.id = b.session"
		" WHERE b.shown = 0 AND b.made_ms = ?1 AND b.holder IS ?2"
		" AND b.state <> " SQL_BOOKING_CANCELLED " ORDER BY s.starts_ms, b.id LIMIT ?3",
		VALUES(number_value(booking->made_ms), id_or_null(booking->holder),
			number_value(max)));
	int count = 0;

	while (row_next(&row))
		read_booking(&row, &bookings[count++]);
	return count;
}

static bool mark(struct store *store, const char *sql, struct id booking, struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(&store->database,
		       database_run(&store->database, sql, VALUES(id_value(booking)), error),
		       error);
}

bool store_mark_shown(struct store *store, struct id booking, struct error *error)
{
	return mark(store, "UPDATE booking SET shown = 1 WHERE id = ?1", booking, error);
}

bool store_mark_told(struct store *store, struct id booking, struct error *error)
{
	return mark(store, "UPDATE booking SET told = 1 WHERE id = ?1", booking, error);
}
