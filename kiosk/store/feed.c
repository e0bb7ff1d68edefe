/* What the centre tells: each kind of row is one small function, applied only if it is newer than
 * what is here. A row that cannot be understood, says what cannot be, or comes before what it refers
 * to is parked: the stream goes on. A centre may be broken or in the wrong hands, so that no number
 * and no text of it is written before it was looked at. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "rules/spoken.h"
#include "rules/versions.h"
#include "store/epochs.h"
#include "store/greeting.h"
#include "store/internal.h"
#include "store/json.h"
#include "store/outbox.h"

enum { PLACES_MAX = 100000, ABSENCES_MAX = 20 };

/* Sessions and bookings are of the years 2000 to 2099. */
static const int64_t earliest_ms = INT64_C(946684800000), latest_ms = INT64_C(4102444800000);

static enum applied outcome(bool done)
{
	return done ? APPLIED : FAILED;
}

/* ---- sessions ---- */

static bool read_instant(const json_t *body, const char *key, int64_t *instant_ms)
{
	return json_number_within(body, key, earliest_ms, latest_ms, instant_ms);
}

static bool read_times(const json_t *body, struct session *session)
{
	return read_instant(body, "starts_ms", &session->starts_ms) &&
	       read_instant(body, "ends_ms", &session->ends_ms) &&
	       read_instant(body, "opens_ms", &session->opens_ms) &&
	       read_instant(body, "closes_ms", &session->closes_ms) &&
	       session->ends_ms > session->starts_ms && session->closes_ms >= session->opens_ms;
}

static bool read_counts(const json_t *body, struct session *session)
{
	int64_t asks, places, door_places;
	bool fine = json_number_within(body, "asks", 0, (1 << PARTY_PARTS) - 1, &asks) &&
		    json_number_within(body, "places", 0, PLACES_MAX, &places) &&
		    json_number_within(body, "door_places", 0, PLACES_MAX, &door_places);

	if (!fine)
		return false;
	session->asks = (unsigned)asks;
	session->places = (int)places;
	session->door_places = (int)door_places;
	return true;
}

static bool read_settings(const json_t *body, struct session *session)
{
	const json_t *settings = json_object_get(body, "settings");

	for (int i = 0; i < SESSION_SETTINGS; i++) {
		enum session_setting which = (enum session_setting)i;
		const char *name = setting_name(which);
		if (json_object_get(settings, name) &&
			!json_number_within(
				settings, name, 0, setting_most(which), &session->setting[which]))
			return false;
	}
	return true;
}

static void read_words_in(
	const json_t *words, const char *language, bool theme_too, struct session *session)
{
	for (int which = SESSION_TITLE; which < SESSION_TEXTS; which++) {
		const char *text = json_text(words, session_text_name((enum session_text)which));
		if (*text && (theme_too || which != SESSION_THEME))
			session_set_text(session, language, (enum session_text)which, text);
	}
}

/* The library's own first: it is there even where the others have no room. Its theme is a key. */
static void read_words(const json_t *body, struct session *session)
{
	const char *language;
	json_t *words;

	read_words_in(body, "", false, session);
	json_object_foreach(json_object_get(body, "words"), language, words)
	{
		if (*language)
			read_words_in(words, language, true, session);
	}
}

static bool read_session_body(const json_t *body, struct session *session)
{
	session->cancelled = json_is_true(json_object_get(body, "cancelled"));
	read_words(body, session);
	text_copy(session->icon, sizeof(session->icon), json_text(body, "icon"));
	text_copy(session->theme, sizeof(session->theme), json_text(body, "theme"));
	text_copy(session->partner, sizeof(session->partner), json_text(body, "partner"));
	session->event = json_to_id(json_object_get(body, "event"));
	spoken_read(json_text(body, "languages"), &session->spoken);
	return read_times(body, session) && read_counts(body, session) &&
	       read_settings(body, session) && *session_title(session) &&
	       admission_named(json_text(body, "admission"), &session->admission);
}

static bool write_news(struct store *store, const struct session *session, struct error *error)
{
	struct session before;
	bool is_known = store_session(store, session->id, &before);

	if (!write_session(store, session, error))
		return false;
	for (enum lease_pool pool = POOL_BOOKING; is_known && pool < LEASE_POOLS; pool++)
		if (places_grew(&before, session, pool) &&
			!forget_share(store, session->id, pool, error))
			return false;
	return true;
}

static enum applied apply_session(
	struct store *store, const struct feed_row *row, const json_t *body, struct error *error)
{
	struct session session = {.revision = row->revision};

	if (!id_parse(row->key, &session.id) || !read_session_body(body, &session))
		return PARK;
	return outcome(write_news(store, &session, error));
}

/* ---- bookings ---- */

/* Not every centre says it, and of no booking that does not wait. */
static int read_place_in_line(const json_t *body)
{
	int64_t before;

	return json_number_within(body, "before", 0, PLACES_MAX, &before) ? (int)before + 1 : 0;
}

static bool read_booking_body(
	const struct feed_row *row, const json_t *body, struct booking *booking)
{
	booking->in_line = read_place_in_line(body);
	booking->still_coming = json_is_true(json_object_get(body, "still_coming"))
					? STILL_COMING_YES
					: STILL_COMING_NOT_ASKED;
	booking->session = json_to_id(json_object_get(body, "session"));
	booking->holder = json_to_id(json_object_get(body, "holder"));
	return id_parse(row->key, &booking->id) &&
	       read_instant(body, "made_ms", &booking->made_ms) &&
	       text_copy(booking->code, sizeof(booking->code), json_text(body, "code")) &&
	       json_to_party(json_object_get(body, "party"), &booking->party) &&
	       booking_state_named(json_text(body, "state"), &booking->state);
}

static int64_t revision_of(struct store *store, struct id booking)
{
	return database_number(&store->database, "SELECT revision FROM booking WHERE id = ?1",
		VALUES(id_value(booking)), -1);
}

static bool frees_places(struct store *store, const struct booking *booking)
{
	struct booking before;

	return booking_frees_places(
		store_booking(store, booking->id, &before) ? &before : NULL, booking);
}

/* A row of a state that the centre may take back: another booking stands for it, or the centre did not
 * know it (store/epochs.c). */
#define WAS_UNKNOWN "reason IN ('not-kept', 'given-up')"
#define IS_THE_CENTRES "(reason = 'merged' OR " WAS_UNKNOWN ")"

/* The centre has not heard yet that the holder of ?2 gave it up. */
#define IS_BEING_GIVEN_UP                                                                          \
	"EXISTS (SELECT 1 FROM change WHERE seq > (SELECT acked FROM meeting)"                     \
	" AND kind IN (" SQL_KINDS_GIVING_UP ") AND instr(text, ?2) > 0)"

/* Cancelled here, by its holder. What a new epoch tells first of a booking is so, whatever the one before
 * it had said. */
static bool was_given_up(struct store *store, struct id booking)
{
	char text[ID_TEXT];

	return database_number(&store->database,
		       "SELECT 1 FROM booking WHERE id = ?1 AND state = " SQL_BOOKING_CANCELLED
		       " AND NOT " IS_THE_CENTRES
		       " AND (revision > 0 OR NOT (SELECT rereads FROM meeting)"
		       " OR " IS_BEING_GIVEN_UP ")",
		       VALUES(id_value(booking), text_value(id_text(booking, text))), 0) != 0;
}

/* Two live bookings of one holder for one session, made where neither knew of the other: the
 * centre's stands, the other is merged into it and its ticket stays good. */
static bool merge_others_into(
	struct store *store, const struct booking *booking, struct error *error)
{
	if (id_is_zero(booking->holder) || booking->state == BOOKING_CANCELLED ||
		was_given_up(store, booking->id))
		return true;
	return database_run(&store->database,
		"UPDATE booking SET state = " SQL_BOOKING_CANCELLED ", reason = 'merged'"
		" WHERE holder = ?1 AND session = ?2 AND id <> ?3 AND state <> " SQL_BOOKING_CANCELLED,
		VALUES(id_value(booking->holder), id_value(booking->session),
			id_value(booking->id)),
		error);
}

/* It waited, or nobody knew it, and has places now: its holder is to hear of it, but for one who thinks
 * that they had them all along (what the centre had made of it was not told yet). */
#define IS_PROMOTED                                                                                \
	"(state = " SQL_BOOKING_WAITING " OR (state = " SQL_BOOKING_CANCELLED " AND " WAS_UNKNOWN  \
	")) AND ?9 = " SQL_BOOKING_CONFIRMED

/* Of a guest; one that nothing can open is none. */
static struct guest_greeting read_greeting(const json_t *body)
{
	struct guest_greeting greeting;
	int length = json_to_bytes(
		json_object_get(body, "greeting"), greeting.box, sizeof(greeting.box));

	greeting.length = length < 0 ? 0 : (size_t)length;
	return greeting;
}

/* What was cancelled here stays so: the centre learns of it, and an older row may still come. What
 * the centre took away lives again when it says so. What greeted a guest is kept as
 * long as the booking is a guest's and stands. */
static bool upsert_booking(struct store *store, const struct booking *booking, const json_t *body,
	int64_t revision, struct error *error)
{
	bool merged = strcmp(json_text(body, "state"), "merged") == 0;
	struct guest_greeting greeting = read_greeting(body);

	return database_run(&store->database,
		"INSERT INTO booking (id, session, holder, adults, children, babies, prams, "
		"wheelchairs, state, code, made_ms, shown, here_ms, revision, reason, in_line,"
		" is_class, still_coming, greeting)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1, ?12, ?13, ?14, ?15,"
		" ?16, ?17, ?18)"
		" ON CONFLICT (id) DO UPDATE SET holder = ?3, adults = ?4,"
		" children = ?5, babies = ?6, prams = ?7, wheelchairs = ?8,"
		" state = CASE WHEN ?19 THEN " SQL_BOOKING_CANCELLED " ELSE ?9 END,"
		" here_ms = ?12, revision = ?13, in_line = ?15, greeting = CASE WHEN ?3 IS NULL"
		" AND ?9 <> " SQL_BOOKING_CANCELLED " THEN coalesce(?18, greeting) END,"
		" still_coming = max(still_coming, ?17),"
		" told = CASE WHEN " IS_PROMOTED " THEN 1 - told"
		" WHEN " WAS_UNKNOWN " AND ?9 <> " SQL_BOOKING_CANCELLED " THEN 1 ELSE told END,"
		" reason = CASE WHEN ?14 <> '' THEN ?14 WHEN " IS_PROMOTED " THEN 'promoted'"
		" WHEN state = " SQL_BOOKING_CANCELLED
		" AND NOT ?19 AND ?9 <> " SQL_BOOKING_CANCELLED " THEN '' ELSE reason END",
		VALUES(id_value(booking->id), id_value(booking->session),
			id_or_null(booking->holder), PARTY_VALUES(&booking->party),
			number_value(booking->state), text_value(booking->code),
			number_value(booking->made_ms),
			number_value(json_number(body, "here_ms", 0)), number_value(revision),
			text_value(merged ? "merged" : ""), number_value(booking->in_line),
			number_value(booking->party.is_class), number_value(booking->still_coming),
			blob_value(greeting.length ? greeting.box : NULL, greeting.length),
			number_value(was_given_up(store, booking->id))),
		error);
}

/* Whose it is here: what was given to somebody stays theirs, and what was booked under a card alone is
 * its member's, if that is known by now. */
static struct id holder_here(struct store *store, const struct booking *booking)
{
	struct id holder = {0};
	struct row row = database_select(&store->database,
		"SELECT coalesce((SELECT coalesce(card.holder, booking.holder) FROM booking"
		" LEFT JOIN card ON card.token = booking.holder WHERE id = ?1),"
		" (SELECT holder FROM card WHERE token = ?2), ?2)",
		VALUES(id_value(booking->id), id_or_null(booking->holder)));

	if (row_next(&row))
		holder = row_id(&row, 0);
	row_end(&row);
	return holder;
}

static enum applied apply_booking(
	struct store *store, const struct feed_row *row, const json_t *body, struct error *error)
{
	struct booking booking = {0};
	struct session session;

	if (!read_booking_body(row, body, &booking) ||
		!store_session(store, booking.session, &session))
		return PARK;
	if (revision_of(store, booking.id) >= row->revision)
		return APPLIED;
	booking.holder = holder_here(store, &booking);
	bool frees = frees_places(store, &booking);
	return outcome(
		keep_promise(store, &booking, error) && merge_others_into(store, &booking, error) &&
		upsert_booking(store, &booking, body, row->revision, error) &&
		(!frees || forget_refusals(store, booking.session, booking.party.is_class, error)));
}

/* ---- cards ---- */

static bool did_something(struct store *store, struct index index)
{
	return database_number(&store->database,
		       "SELECT EXISTS (SELECT 1 FROM booking WHERE holder = ?1"
		       " AND state <> " SQL_BOOKING_CANCELLED ")"
		       " OR EXISTS (SELECT 1 FROM attendance WHERE holder = ?1 AND undone = 0)"
		       " OR EXISTS (SELECT 1 FROM stamp WHERE holder = ?1)",
		       VALUES(blob_value(index.bytes, INDEX_BYTES)), 0) != 0;
}

/* What an unconfirmed card did here is its holder's from now on. Nearly none has done anything, and
 * to ask is much quicker than to change nothing. */
static bool give_to_holder(
	struct store *store, struct index index, struct id holder, struct error *error)
{
	if (!did_something(store, index))
		return true;
	return database_run(&store->database,
		       "UPDATE OR IGNORE booking SET holder = ?2"
		       " WHERE holder = ?1 AND state <> " SQL_BOOKING_CANCELLED,
		       VALUES(blob_value(index.bytes, INDEX_BYTES), id_value(holder)), error) &&
	       database_run(&store->database,
		       "UPDATE OR IGNORE attendance SET holder = ?2 WHERE holder = ?1 AND undone = "
		       "0",
		       VALUES(blob_value(index.bytes, INDEX_BYTES), id_value(holder)), error) &&
	       give_stamps_to(store, &index, holder, error);
}

static bool apply_card(struct store *store, const struct feed_card *card, struct error *error)
{
	struct holder holder = {.id = card->holder, .status = card->status};

	return write_card(store, &card->index, &holder, card->greeting, card->greeting_length,
		       card->revision, error) &&
	       give_to_holder(store, card->index, card->holder, error);
}

static enum applied apply_holder(
	struct store *store, const struct feed_row *row, const json_t *body, struct error *error)
{
	struct feed_card card = {
		.holder = json_to_id(json_object_get(body, "holder")), .revision = row->revision};
	uint8_t greeting[GREETING_BYTES_MAX];

	int length = json_to_bytes(json_object_get(body, "greeting"), greeting, sizeof(greeting));
	if (id_is_zero(card.holder) || length < 0 ||
		!holder_status_named(json_text(body, "status"), &card.status) ||
		text_unhex(json_text(body, "index"), card.index.bytes, INDEX_BYTES) != INDEX_BYTES)
		return PARK;
	card.greeting = greeting;
	card.greeting_length = (size_t)length;
	return outcome(apply_card(store, &card, error));
}

/* ---- who stayed away ---- */

static enum applied apply_absence(
	struct store *store, const struct feed_row *row, const json_t *body, struct error *error)
{
	struct id holder;
	int64_t count, last_ms;

	if (!id_parse(row->key, &holder) ||
		!json_number_within(body, "count", 0, ABSENCES_MAX, &count) ||
		!read_instant(body, "last_ms", &last_ms))
		return PARK;
	return outcome(write_absence(store, holder, (int)count, last_ms, error));
}

/* ---- the rest ---- */

static enum applied apply_revoked(
	struct store *store, const struct feed_row *row, const json_t *body, struct error *error)
{
	struct id ticket = json_to_id(json_object_get(body, "ticket"));

	if (id_is_zero(ticket))
		return PARK;
	return outcome(
		database_run(&store->database, "INSERT OR IGNORE INTO revoked (ticket) VALUES (?1)",
			VALUES(id_value(ticket)), error));
}

static enum applied apply_stamp(
	struct store *store, const struct feed_row *row, const json_t *body, struct error *error)
{
	return stamp_is_told(body) ? outcome(write_told_stamp(store, body, error)) : PARK;
}

/* A key never changes under its number: a new one gets a new number, and tickets keep theirs. */
static enum applied apply_ticket_key(
	struct store *store, const struct feed_row *row, const json_t *body, struct error *error)
{
	uint8_t public[SIGN_PUBLIC_BYTES];
	int64_t id;

	if (!json_number_within(body, "id", 0, UINT32_MAX, &id) ||
		text_unhex(json_text(body, "public"), public, sizeof(public)) != SIGN_PUBLIC_BYTES)
		return PARK;
	bool known = database_number(&store->database,
			     "SELECT 1 FROM ticket_key WHERE id = ?1 AND public = ?2",
			     VALUES(number_value(id), blob_value(public, sizeof(public))), 0) != 0;
	if (known)
		return APPLIED;
	if (!database_run(&store->database,
		    "INSERT INTO ticket_key (id, public) SELECT ?1, ?2"
		    " WHERE (SELECT count(*) FROM ticket_key) < ?3 ON CONFLICT (id) DO NOTHING",
		    VALUES(number_value(id), blob_value(public, sizeof(public)),
			    number_value(TICKET_KEYS_MAX)),
		    error))
		return FAILED;
	return database_changed(&store->database) == 1 ? APPLIED : PARK;
}

/* Kept under its name if there is room, and understood or refused in forms.c. */
static enum applied apply_form(
	struct store *store, const struct feed_row *row, const json_t *body, struct error *error)
{
	const json_t *text = json_object_get(body, "text");

	if (!form_is_name(row->key, FORM_NAME_BYTES_MAX) ||
		!(json_is_string(text) || json_is_null(text)) ||
		!told_form_has_room(store, row->key))
		return PARK;
	return outcome(write_told_form(store, row, json_string_value(text), error));
}

/* A lease that is only asked for closes when its grant comes. */
static enum applied apply_recall(
	struct store *store, const struct feed_row *row, const json_t *body, struct error *error)
{
	struct id lease = json_to_id(json_object_get(body, "lease"));

	if (id_is_zero(lease))
		return PARK;
	if (!database_run(&store->database,
		    "UPDATE lease SET recalled = 1 WHERE id = ?1 AND state <> " SQL_LEASE_CLOSED,
		    VALUES(id_value(lease)), error))
		return FAILED;
	bool open = database_number(&store->database,
			    "SELECT 1 FROM lease WHERE id = ?1 AND state = " SQL_LEASE_OPEN,
			    VALUES(id_value(lease)), 0) != 0;
	return outcome(!open || append_recalled_close(store, lease, clock_now_ms(), error));
}

/* ---- who is inside ---- */

static int read_others(const struct store *store, const json_t *kiosks)
{
	const char *kiosk;
	json_t *people;
	int64_t others = 0;

	json_object_foreach((json_t *)kiosks, kiosk, people)
	{
		bool is_ours = atoi(kiosk) == store->enrolment.kiosk;
		json_int_t count = json_integer_value(people);
		if (!is_ours && count > 0 && count <= PLACES_MAX)
			others += count;
	}
	return others < PLACES_MAX ? (int)others : PLACES_MAX;
}

static enum applied apply_inside(
	struct store *store, const struct feed_row *row, const json_t *body, struct error *error)
{
	const json_t *kiosks = json_object_get(body, "kiosks");
	struct session session;
	struct id id;

	if (!id_parse(row->key, &id) || !json_is_object(kiosks) ||
		!store_session(store, id, &session))
		return PARK;
	return outcome(database_run(&store->database,
		"INSERT INTO inside (session, others, revision) VALUES (?1, ?2, ?3)"
		" ON CONFLICT (session) DO UPDATE SET others = ?2, revision = ?3"
		" WHERE ?3 > revision",
		VALUES(id_value(id), number_value(read_others(store, kiosks)),
			number_value(row->revision)),
		error));
}

static const struct feed_kind {
	const char *name;
	enum applied (*apply)(struct store *store, const struct feed_row *row, const json_t *body,
		struct error *error);
} kinds[] = {
	{"session", apply_session},
	{"booking", apply_booking},
	{"holder", apply_holder},
	{"revoked", apply_revoked},
	{"ticket_key", apply_ticket_key},
	{"recall", apply_recall},
	{"inside", apply_inside},
	{"stamp", apply_stamp},
	{"absence", apply_absence},
	{"form", apply_form},
};

static const struct feed_kind *kind_named(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

/* A stream of nothing else must fill neither the disk nor the log: the first ones are kept, and the
 * first one is told. How many there are stands in `kioskctl status`. */
static bool park(
	struct store *store, const char *stream, const struct feed_row *row, struct error *error)
{
	if (!store->told_parked)
		log_warning("feed: a row of kind %.20s is kept for later, as will be others",
			row->kind);
	store->told_parked = true;
	return database_run(&store->database,
		"INSERT OR REPLACE INTO feed_parked (stream, version, kind, key, revision, body)"
		" SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE (SELECT count(*) FROM feed_parked) < ?7",
		VALUES(text_value(stream), number_value(row->version), text_value(row->kind),
			text_value(row->key), number_value(row->revision), text_value(row->body),
			number_value(PARKED_MAX)),
		error);
}

enum applied apply_row(struct store *store, const struct feed_row *row, struct error *error)
{
	const struct feed_kind *kind = kind_named(row->kind);
	json_t *body = json_loads(row->body, JSON_REJECT_DUPLICATES, NULL);
	enum applied applied = PARK;

	if (kind && json_is_object(body))
		applied = kind->apply(store, row, body, error);
	json_decref(body);
	return applied;
}

static bool apply(
	struct store *store, const char *stream, const struct feed_row *row, struct error *error)
{
	enum applied applied = apply_row(store, row, error);

	return applied == APPLIED || (applied == PARK && park(store, stream, row, error));
}

/* ---- streams ---- */

static void read_cursor(struct store *store, struct stream_cursor *cursor)
{
	struct row row = database_select(&store->database,
		"SELECT version, place FROM cursor WHERE stream = ?1",
		VALUES(text_value(cursor->name)));

	cursor->version = 0;
	cursor->snapshot = true;
	*cursor->place = '\0';
	if (row_next(&row)) {
		cursor->version = row_number(&row, 0);
		cursor->snapshot = *row_text(&row, 1) != '\0';
		text_copy(cursor->place, sizeof(cursor->place), row_text(&row, 1));
		row_end(&row);
	}
}

int outbox_cursors(struct store *store, struct stream_cursor cursors[static STREAMS])
{
	snprintf(cursors[0].name, STREAM_NAME_BYTES, "branch:%s", store->enrolment.branch);
	snprintf(cursors[1].name, STREAM_NAME_BYTES, "global");
	snprintf(cursors[2].name, STREAM_NAME_BYTES, "kiosk:%d", store->enrolment.kiosk);
	for (int i = 0; i < STREAMS; i++)
		read_cursor(store, &cursors[i]);
	return STREAMS;
}

static bool write_cursor(struct store *store, const char *stream, int64_t version,
	const char *place, struct error *error)
{
	return database_run(&store->database,
		"INSERT INTO cursor (stream, version, place) VALUES (?1, ?2, ?3)"
		" ON CONFLICT (stream) DO UPDATE SET version = ?2, place = ?3",
		VALUES(text_value(stream), number_value(version), text_value(place)), error);
}

static int64_t cursor_of(struct store *store, const char *stream)
{
	return database_number(&store->database, "SELECT version FROM cursor WHERE stream = ?1",
		VALUES(text_value(stream)), 0);
}

static bool apply_news(struct store *store, const struct feed_page *page, struct error *error)
{
	int64_t version = cursor_of(store, page->stream);

	for (int i = 0; i < page->count; version = page->rows[i++].version) {
		if (!version_follows(page->rows[i].version, version, page->compacted))
			return error_set(
				error, ERROR_CORRUPT, "stream %.40s has a hole", page->stream);
		if (!apply(store, page->stream, &page->rows[i], error))
			return false;
	}
	if (page->upto != version && !version_follows(page->upto + 1, version, page->compacted))
		return error_set(error, ERROR_CORRUPT, "stream %.40s has a hole", page->stream);
	return write_cursor(store, page->stream, page->upto, "", error);
}

static bool apply_snapshot(struct store *store, const struct feed_page *page, struct error *error)
{
	for (int i = 0; i < page->count; i++)
		if (!apply(store, page->stream, &page->rows[i], error))
			return false;
	for (int i = 0; i < page->card_count; i++)
		if (!apply_card(store, &page->cards[i], error))
			return false;
	return write_cursor(store, page->stream, page->upto, page->place, error);
}

/* The page's rows from `first` on, as many as one transaction takes. */
static struct feed_page piece_of(const struct feed_page *page, int first)
{
	struct feed_page piece = *page;

	piece.rows = page->rows + first;
	piece.count = page->count - first;
	if (piece.count > OUTBOX_BATCH_MAX) {
		piece.count = OUTBOX_BATCH_MAX;
		piece.upto = piece.rows[OUTBOX_BATCH_MAX - 1].version;
	}
	return piece;
}

static bool apply_piece(struct store *store, const struct feed_page *page, struct error *error)
{
	if (!database_begin(&store->database, error))
		return false;
	return database_end(&store->database,
		page->place ? apply_snapshot(store, page, error) : apply_news(store, page, error),
		error);
}

/* Small transactions: the face waits for none of them. */
bool outbox_apply_feed(struct store *store, const struct feed_page *page, struct error *error)
{
	int first = 0;

	if (page->place)
		return apply_piece(store, page, error);
	do {
		struct feed_page piece = piece_of(page, first);
		if (!apply_piece(store, &piece, error))
			return false;
		first += piece.count;
	} while (first < page->count);
	return true;
}
