/* Sessions as the centre (or the demo's own calendar) told them. */
#include <string.h>

#include "base/text.h"
#include "rules/series.h"
#include "store/internal.h"

#define SESSION_COLUMNS                                                                            \
	"id, starts_ms, ends_ms, opens_ms, closes_ms, admission, asks, places, door_places,"       \
	" cancelled, revision, icon, theme, words, event, settings, spoken, partner"

/* Settings are a row of numbers in their order. An older version had fewer: those behind are unsaid. */
void take_settings(const struct row *row, int column, int64_t setting[static SESSION_SETTINGS])
{
	size_t length, known = SESSION_SETTINGS * sizeof(setting[0]);
	const void *bytes = row_blob(row, column, &length);

	memset(setting, 0, known);
	if (length > 0)
		memcpy(setting, bytes, length < known ? length : known);
}

static void read_session(const struct row *row, struct session *session)
{
	const void *bytes;
	size_t length;

	*session = (struct session){
		.id = row_id(row, 0),
		.starts_ms = row_number(row, 1),
		.ends_ms = row_number(row, 2),
		.opens_ms = row_number(row, 3),
		.closes_ms = row_number(row, 4),
		.admission = (enum admission)row_int(row, 5),
		.asks = (unsigned)row_int(row, 6),
		.places = row_int(row, 7),
		.door_places = row_int(row, 8),
		.cancelled = row_int(row, 9) != 0,
		.revision = row_number(row, 10),
		.event = row_id(row, 14),
		.spoken = (uint64_t)row_number(row, 16),
	};
	text_copy(session->icon, sizeof(session->icon), row_text(row, 11));
	text_copy(session->theme, sizeof(session->theme), row_text(row, 12));
	bytes = row_blob(row, 13, &length);
	session_take_words(session, bytes, length);
	take_settings(row, 15, session->setting);
	text_copy(session->partner, sizeof(session->partner), row_text(row, 17));
}

/* The inner question is answered by the index alone: a whole year is to come, two weeks are asked for. */
int store_sessions(struct store *store, int64_t from_ms, int64_t until_ms, bool cancelled_too,
	struct session *sessions, int max)
{
	struct row row = database_select(&store->database,
		"SELECT " SESSION_COLUMNS " FROM session WHERE id IN"
		" (SELECT id FROM session WHERE ends_ms > ?1 AND starts_ms < ?2)"
		" AND cancelled <= ?3 ORDER BY starts_ms, id LIMIT ?4",
		VALUES(number_value(from_ms), number_value(until_ms), number_value(cancelled_too),
			number_value(max)));
	int count = 0;

	while (row_next(&row))
		read_session(&row, &sessions[count++]);
	return count;
}

/* One more than `max` is looked for, to know whether there is more. */
int store_series(struct store *store, const struct session *first, struct session *sessions,
	int max, bool *more)
{
	struct row row = database_select(&store->database,
		"SELECT " SESSION_COLUMNS " FROM session WHERE event = ?1 AND starts_ms >= ?2"
		" AND cancelled = 0 ORDER BY starts_ms, id",
		VALUES(id_value(first->event), number_value(first->starts_ms)));
	struct session session;
	int count = 0;

	*more = false;
	while (row_next(&row)) {
		read_session(&row, &session);
		if (!series_has(first, &session))
			continue;
		*more = count == max;
		if (*more) {
			row_end(&row);
			break;
		}
		sessions[count++] = session;
	}
	return count;
}

int store_event_sessions(
	struct store *store, struct id event, int64_t after_ms, struct session *sessions, int max)
{
	struct row row = database_select(&store->database,
		"SELECT " SESSION_COLUMNS " FROM session WHERE event = ?1 AND starts_ms > ?2"
		" AND cancelled = 0 ORDER BY starts_ms, id LIMIT ?3",
		VALUES(id_or_null(event), number_value(after_ms), number_value(max)));
	int count = 0;

	while (row_next(&row))
		read_session(&row, &sessions[count++]);
	return count;
}

bool store_session(struct store *store, struct id id, struct session *session)
{
	struct row row = database_select(&store->database,
		"SELECT " SESSION_COLUMNS " FROM session WHERE id = ?1", VALUES(id_value(id)));

	if (!row_next(&row))
		return false;
	read_session(&row, session);
	row_end(&row);
	return true;
}

/* An upsert, not a replacement: bookings refer to the row. */
bool write_session(struct store *store, const struct session *session, struct error *error)
{
	return database_run(&store->database,
		"INSERT INTO session (" SESSION_COLUMNS ")"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
		" ?15, ?16, ?17, ?18)"
		" ON CONFLICT (id) DO UPDATE SET starts_ms = ?2, ends_ms = ?3, opens_ms = ?4,"
		" closes_ms = ?5, admission = ?6, asks = ?7, places = ?8, door_places = ?9,"
		" cancelled = ?10, revision = ?11, icon = ?12, theme = ?13, words = ?14,"
		" event = ?15, settings = ?16, spoken = ?17, partner = ?18"
		" WHERE excluded.revision > revision",
		VALUES(id_value(session->id), number_value(session->starts_ms),
			number_value(session->ends_ms), number_value(session->opens_ms),
			number_value(session->closes_ms), number_value(session->admission),
			number_value(session->asks), number_value(session->places),
			number_value(session->door_places), number_value(session->cancelled),
			number_value(session->revision), text_value(session->icon),
			text_value(session->theme),
			blob_value(session->words.bytes, (size_t)session->words.length),
			id_or_null(session->event),
			blob_value(session->setting, sizeof(session->setting)),
			number_value((int64_t)session->spoken), text_value(session->partner)),
		error);
}
