/* What this kiosk knows for the library's wishes: how full a session is, and what the holder of a card
 * has and did. The centre knows more; a promise that was made here without it stands. */
#include "rules/retention.h"
#include "store/internal.h"

/* ---- how full ---- */

/* A class has places of its own. */
static int free_places(struct store *store, const struct session *session)
{
	return session->places - (int)database_number(&store->database,
					 "SELECT coalesce(sum(adults + children + babies), 0)"
					 " FROM booking WHERE session = ?1 AND is_class = 0"
					 " AND state = " SQL_BOOKING_CONFIRMED,
					 VALUES(id_value(session->id)), 0);
}

/* ---- one a day ---- */

bool find_that_day(struct store *store, const struct session *session,
	const struct booking_asked *asked, struct id *booking)
{
	struct row row = database_select(&store->database,
		"SELECT b.id, s.id, s.starts_ms FROM booking b JOIN session s ON s.id = b.session"
		" WHERE b.holder = ?1 AND b.state <> " SQL_BOOKING_CANCELLED
		" AND b.id <> ?2 AND s.event = ?3 AND s.cancelled = 0",
		VALUES(id_value(asked->holder), id_value(asked->given_up),
			id_or_null(session->event)));
	bool found = false;

	while (row_next(&row)) {
		const struct session other = {.id = row_id(&row, 1),
			.event = session->event,
			.starts_ms = row_number(&row, 2)};
		if (!booking_is_that_day(session, &other))
			continue;
		*booking = row_id(&row, 0);
		found = true;
	}
	return found;
}

/* ---- who stayed away ---- */

/* The session's settings are the row: it binds who stayed away so often. */
static bool binds_after(const struct row *row, int absences)
{
	int64_t setting[SESSION_SETTINGS];

	take_settings(row, 0, setting);
	return setting[SETTING_AFTER_ABSENCES] > 0 && setting[SETTING_AFTER_ABSENCES] <= absences;
}

/* Here, since; the centre has not heard of it, or its answer is still on the way. */
static bool came_since(struct store *store, struct id holder, int64_t last_ms)
{
	struct row row = database_select(&store->database,
		"SELECT s.settings FROM attendance a JOIN session s ON s.id = a.session"
		" WHERE a.holder = ?1 AND a.undone = 0 AND a.at_ms > ?2",
		VALUES(id_value(holder), number_value(last_ms)));
	bool came = false;

	while (row_next(&row))
		came |= binds_after(&row, INT32_MAX);
	return came;
}

int store_absences(struct store *store, struct id holder, int64_t now_ms)
{
	struct row row = database_select(&store->database,
		"SELECT count, last_ms FROM absence WHERE holder = ?1 AND last_ms > ?2",
		VALUES(id_value(holder), number_value(retention_absence_before_ms(now_ms))));

	if (!row_next(&row))
		return 0;
	int count = row_int(&row, 0);
	int64_t last_ms = row_number(&row, 1);
	row_end(&row);
	return came_since(store, holder, last_ms) ? 0 : count;
}

bool store_absences_bind(struct store *store, int absences, int64_t now_ms)
{
	struct row row = database_select(&store->database,
		"SELECT settings FROM session WHERE ends_ms > ?1 AND cancelled = 0 LIMIT ?2",
		VALUES(number_value(now_ms), number_value(SESSIONS_A_LOOK_MAX)));
	bool binds = false;

	while (row_next(&row))
		binds |= binds_after(&row, absences);
	return binds;
}

bool write_absence(
	struct store *store, struct id holder, int count, int64_t last_ms, struct error *error)
{
	if (count == 0)
		return database_run(&store->database, "DELETE FROM absence WHERE holder = ?1",
			VALUES(id_value(holder)), error);
	return database_run(&store->database,
		"INSERT OR REPLACE INTO absence (holder, count, last_ms) VALUES (?1, ?2, ?3)",
		VALUES(id_value(holder), number_value(count), number_value(last_ms)), error);
}

/* ---- all of it ---- */

struct booking_facts read_booking_facts(struct store *store, const struct session *session,
	const struct booking_asked *asked, int64_t now_ms)
{
	static const struct party nobody;
	enum holder_status asker = id_is_zero(asked->holder) ? HOLDER_GUEST : HOLDER_MEMBER;
	struct places_wish wish = places_to_book(session, &nobody, asker, now_ms);
	struct booking_facts facts = {.holder = HOLDER_GUEST,
		.free = free_places(store, session),
		.on_hand = store_places_for(store, session->id, &wish)};
	struct id other;

	if (id_is_zero(asked->holder))
		return facts;
	facts.has_that_day = session->setting[SETTING_ONE_A_DAY] != 0 &&
			     find_that_day(store, session, asked, &other);
	if (session->setting[SETTING_AFTER_ABSENCES] != 0)
		facts.absences = store_absences(store, asked->holder, now_ms);
	return facts;
}

struct booking_facts store_booking_facts(struct store *store, const struct session *session,
	const struct holder *holder, int64_t now_ms)
{
	struct booking_asked asked = {0};

	if (holder_is_known(holder->status))
		asked.holder = holder->id;
	struct booking_facts facts = read_booking_facts(store, session, &asked, now_ms);

	facts.holder = holder->status;
	return facts;
}

struct booking_facts store_move_facts(struct store *store, const struct session *session,
	const struct booking *from, int64_t now_ms)
{
	struct booking_asked asked = {.holder = from->holder, .given_up = from->id};

	return read_booking_facts(store, session, &asked, now_ms);
}

struct booking_facts store_change_facts(
	struct store *store, const struct session *session, const struct booking *booking)
{
	return (struct booking_facts){.holder = HOLDER_GUEST,
		.free = free_places(store, session),
		.on_hand = booking->state == BOOKING_WAITING ? 0 : session->places,
		.has = party_people(&booking->party)};
}
