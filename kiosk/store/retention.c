/* Deleting in pieces. Rows go by their session's end and the log's texts by their own; a deleted row's
 * bytes are overwritten in the file by SQLite (secure_delete). Where it moved rows from one page to
 * another before, a copy may stay in the gap, so that on a day on which something went the file is
 * written anew; and the journal is emptied at the end.
 *
 * Answers of the centre that come later find nothing, and change nothing. */
#include "store/retention.h"

#include <assert.h>
#include <stdio.h>

#include "base/clock.h"
#include "store/internal.h"
#include "store/json.h"

enum { DAY_BYTES = sizeof("2026-12-04"), OVERDUE_AFTER_DAYS = 3 };

/* ---- rows of sessions that are over ---- */

/* Of session ?1 at most ?2 rows; what is found by a booking goes before it. */
static const char *const people[] = {
	"DELETE FROM revoked WHERE ticket IN (SELECT r.ticket FROM booking b CROSS JOIN revoked r"
	" ON r.ticket = b.id WHERE b.session = ?1 LIMIT ?2)",
	"DELETE FROM booking WHERE id IN (SELECT id FROM booking WHERE session = ?1 LIMIT ?2)",
	"DELETE FROM attendance WHERE id IN (SELECT id FROM attendance WHERE session = ?1 LIMIT ?2)",
	"DELETE FROM lease WHERE id IN (SELECT id FROM lease WHERE session = ?1"
	" AND state = " SQL_LEASE_CLOSED " LIMIT ?2)",
	"DELETE FROM inside WHERE session IN (SELECT session FROM inside WHERE session = ?1 LIMIT ?2)",
	"DELETE FROM given WHERE session IN (SELECT session FROM given WHERE session = ?1 LIMIT ?2)",
};
enum { PEOPLE = sizeof(people) / sizeof(people[0]) };

#define HAS_SOMETHING                                                                              \
	"(EXISTS (SELECT 1 FROM booking WHERE session = s.id)"                                     \
	" OR EXISTS (SELECT 1 FROM attendance WHERE session = s.id)"                               \
	" OR EXISTS (SELECT 1 FROM lease WHERE session = s.id AND state = " SQL_LEASE_CLOSED ")"   \
	" OR EXISTS (SELECT 1 FROM inside WHERE session = s.id)"                                   \
	" OR EXISTS (SELECT 1 FROM given WHERE session = s.id))"

static struct ended_session read_ended(const struct row *row)
{
	return (struct ended_session){.id = row_id(row, 0),
		.ends_ms = row_number(row, 1),
		.starts_ms = row_number(row, 2)};
}

/* The next session that is over and has something left; the walk ends at it, or after so many.
 * Returns how many were looked at. */
static int walk(struct store *store, struct retention *retention, int64_t now_ms, bool *found)
{
	const struct ended_session *after = &retention->walked;
	struct row row = database_select(&store->database,
		"SELECT s.id, s.ends_ms, s.starts_ms, " HAS_SOMETHING " FROM session s"
		" WHERE (s.ends_ms, s.starts_ms, s.id) > (?1, ?2, ?3) AND s.ends_ms < ?4"
		" ORDER BY s.ends_ms, s.starts_ms, s.id LIMIT ?5",
		VALUES(number_value(after->ends_ms), number_value(after->starts_ms),
			id_value(after->id), number_value(retention_people_before_ms(now_ms)),
			number_value(RETENTION_ROWS_MAX)));
	int looked = 0;

	for (*found = false; !*found && row_next(&row); looked++) {
		*found = row_int(&row, 3) != 0;
		if (*found)
			retention->emptied = read_ended(&row);
		else
			retention->walked = read_ended(&row);
	}
	row_end(&row);
	return looked;
}

static bool empty_session(struct store *store, struct id session, int *left, struct error *error)
{
	*left = RETENTION_ROWS_MAX;
	for (int i = 0; i<PEOPLE && * left> 0; i++) {
		if (!database_run(&store->database, people[i],
			    VALUES(id_value(session), number_value(*left)), error))
			return false;
		*left -= database_changed(&store->database);
	}
	return true;
}

static bool forget_people(struct store *store, struct retention *retention, int64_t now_ms,
	bool *over, struct error *error)
{
	bool found;
	int left, looked = walk(store, retention, now_ms, &found);

	*over = !found && looked < RETENTION_ROWS_MAX;
	if (!found)
		return true;
	if (!database_begin(&store->database, error) ||
		!database_end(&store->database,
			empty_session(store, retention->emptied.id, &left, error), error))
		return false;
	if (left > 0)
		retention->walked = retention->emptied;
	return true;
}

/* ---- rows that have a day of their own ---- */

enum before { PEOPLE_BEFORE, SESSION_BEFORE, ABSENCE_BEFORE, DAY_BEFORE, NOW };

static const struct deletion {
	const char *sql; /* of what was before ?1, at most ?2 rows */
	enum before before;
} deletions[] = {
	/* Of a session that is not here any more; those that nobody understands wait for who does. */
	{"UPDATE feed_parked SET since_ms = ?1 WHERE (stream, version) IN (SELECT stream, version"
	 " FROM feed_parked WHERE kind IN ('booking', 'inside') AND since_ms = 0 LIMIT ?2)",
		NOW},
	{"DELETE FROM feed_parked WHERE (stream, version) IN (SELECT stream, version"
	 " FROM feed_parked WHERE kind IN ('booking', 'inside') AND since_ms < ?1 LIMIT ?2)",
		PEOPLE_BEFORE},
	{"DELETE FROM card_seen WHERE holder IN"
	 " (SELECT holder FROM card_seen WHERE told_ms < ?1 LIMIT ?2)",
		PEOPLE_BEFORE},
	{"DELETE FROM stamp WHERE (challenge, holder, day) IN"
	 " (SELECT challenge, holder, day FROM stamp WHERE until < ?1 LIMIT ?2)",
		DAY_BEFORE},
	{"DELETE FROM absence WHERE holder IN"
	 " (SELECT holder FROM absence WHERE last_ms < ?1 LIMIT ?2)",
		ABSENCE_BEFORE},
	{"DELETE FROM session WHERE id IN (SELECT s.id FROM session s WHERE s.ends_ms < ?1"
	 " AND NOT EXISTS (SELECT 1 FROM lease WHERE session = s.id)"
	 " AND NOT " HAS_SOMETHING " LIMIT ?2)",
		SESSION_BEFORE},
};
enum { DELETIONS = sizeof(deletions) / sizeof(deletions[0]) };

static struct value value_of(enum before before, int64_t now_ms, char day[static DAY_BYTES])
{
	struct wall_time wall = clock_wall(retention_people_before_ms(now_ms));

	switch (before) {
	case PEOPLE_BEFORE:
		return number_value(retention_people_before_ms(now_ms));
	case SESSION_BEFORE:
		return number_value(retention_session_before_ms(now_ms));
	case ABSENCE_BEFORE:
		return number_value(retention_absence_before_ms(now_ms));
	case DAY_BEFORE:
		snprintf(day, DAY_BYTES, "%04u-%02u-%02u", (unsigned)wall.year % 10000,
			(unsigned)wall.month % 100, (unsigned)wall.day % 100);
		return text_value(day);
	case NOW:
		return number_value(now_ms);
	}
	assert(!"a deletion before nothing");
	return null_value();
}

static bool delete_rows(struct store *store, const struct deletion *deletion, int64_t now_ms,
	bool *over, struct error *error)
{
	char day[DAY_BYTES];
	bool done = database_begin(&store->database, error) &&
		    database_end(&store->database,
			    database_run(&store->database, deletion->sql,
				    VALUES(value_of(deletion->before, now_ms, day),
					    number_value(RETENTION_ROWS_MAX)),
				    error),
			    error);

	*over = done && database_changed(&store->database) < RETENTION_ROWS_MAX;
	return done;
}

/* ---- the log ---- */

int64_t outbox_archived(struct store *store)
{
	return database_number(
		&store->database, "SELECT min(acked, archived) FROM meeting", NO_VALUES, 0);
}

/* Of the session that the change is about, or that what it names is of. */
static int64_t end_of(struct store *store, const json_t *body)
{
	return database_number(&store->database,
		"SELECT ends_ms FROM session WHERE id = coalesce(?1,"
		" (SELECT session FROM booking WHERE id = ?2),"
		" (SELECT session FROM attendance WHERE id = ?3),"
		" (SELECT session FROM lease WHERE id = ?4))",
		VALUES(id_or_null(json_to_id(json_object_get(body, "session"))),
			id_or_null(json_to_id(json_object_get(body, "booking"))),
			id_or_null(json_to_id(json_object_get(body, "attendance"))),
			id_or_null(json_to_id(json_object_get(body, "lease")))),
		0);
}

static bool is_due(struct store *store, const struct row *row, int64_t now_ms)
{
	json_t *body = body_of_change(store, row_number(row, 0));
	struct logged_change change = {
		.kind = (enum change_kind)row_int(row, 1),
		.is_archived = true,
		.at_ms = row_number(row, 2),
		.ends_ms = end_of(store, body),
	};

	json_decref(body);
	return retention_forgets(&change, now_ms);
}

/* Those behind `*seq` that the centre cannot forget. Returns how many were looked at; `*seq` becomes the
 * last of them. */
static int find_due(struct store *store, int64_t *seq, int64_t now_ms, int64_t *due, int *due_count)
{
	struct row row = database_select(&store->database,
		"SELECT seq, kind, at_ms FROM change WHERE text <> '' AND verdict <> " SQL_VERDICT_NONE
		" AND seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3",
		VALUES(number_value(*seq), number_value(outbox_archived(store)),
			number_value(RETENTION_ROWS_MAX)));
	int looked = 0;

	for (*due_count = 0; row_next(&row); looked++) {
		*seq = row_number(&row, 0);
		if (is_due(store, &row, now_ms))
			due[(*due_count)++] = *seq;
	}
	return looked;
}

static bool empty_texts(struct store *store, const int64_t *due, int count, struct error *error)
{
	for (int i = 0; i < count; i++)
		if (!database_run(&store->database, "UPDATE change SET text = '' WHERE seq = ?1",
			    VALUES(number_value(due[i])), error))
			return false;
	return true;
}

/* Looked at outside of a transaction: what is answered stays so. */
static bool forget_texts(struct store *store, struct retention *retention, int64_t now_ms,
	bool *over, struct error *error)
{
	int64_t due[RETENTION_ROWS_MAX];
	int count;

	*over = find_due(store, &retention->seq, now_ms, due, &count) < RETENTION_ROWS_MAX;
	return count == 0 || (database_begin(&store->database, error) &&
				     database_end(&store->database,
					     empty_texts(store, due, count, error), error));
}

/* ---- a day ---- */

bool retention_is_done(const struct retention *retention, int64_t now_ms)
{
	return retention->is_done && retention->day_ms == clock_day_start(now_ms, 0);
}

static void begin_day(struct retention *retention, int64_t now_ms)
{
	int64_t day_ms = clock_day_start(now_ms, 0);

	if (retention->day_ms != day_ms)
		*retention = (struct retention){.day_ms = day_ms};
}

/* The log first: what it names is still here to say of which session it is. */
enum {
	STEP_LOG,
	STEP_PEOPLE,
	STEP_DELETIONS,
	STEP_FILE = STEP_DELETIONS + DELETIONS,
	STEP_JOURNAL,
};

static bool write_file_anew(
	struct store *store, struct retention *retention, bool *over, struct error *error)
{
	*over = !retention->has_deleted || database_write_anew(&store->database, error);
	return *over;
}

static bool do_step(struct store *store, struct retention *retention, int64_t now_ms, bool *over,
	struct error *error)
{
	if (retention->step == STEP_LOG)
		return forget_texts(store, retention, now_ms, over, error);
	if (retention->step == STEP_PEOPLE)
		return forget_people(store, retention, now_ms, over, error);
	if (retention->step == STEP_FILE)
		return write_file_anew(store, retention, over, error);
	return delete_rows(
		store, &deletions[retention->step - STEP_DELETIONS], now_ms, over, error);
}

bool retention_do_piece(
	struct store *store, struct retention *retention, int64_t now_ms, struct error *error)
{
	int changes = database_changed_in_all(&store->database);
	bool over = false;

	begin_day(retention, now_ms);
	if (retention->step == STEP_JOURNAL)
		return database_empty_journal(&store->database, &retention->is_done, error);
	bool done = do_step(store, retention, now_ms, &over, error);
	if (database_changed_in_all(&store->database) != changes)
		retention->has_deleted = true;
	if (done && over)
		retention->step++;
	return done;
}

/* ---- for people ---- */

static struct waiting_boxes read_boxes(struct row row)
{
	struct waiting_boxes boxes = {0};

	if (row_next(&row)) {
		boxes = (struct waiting_boxes){
			.count = row_int(&row, 0), .since_ms = row_number(&row, 1)};
		row_end(&row);
	}
	return boxes;
}

#define BOXES                                                                                      \
	"SELECT count(*), min(at_ms) FROM change WHERE text <> '' AND kind IN (" SQL_KINDS_BOXED   \
	") AND at_ms <= ?1 AND verdict "

static int64_t alarm_before_ms(int64_t now_ms)
{
	return now_ms - BOX_ALARM_DAYS * DAY_MS;
}

struct waiting_boxes retention_untaken_boxes(struct store *store, int64_t now_ms)
{
	return read_boxes(database_select(&store->database, BOXES "= " SQL_VERDICT_NONE,
		VALUES(number_value(alarm_before_ms(now_ms)))));
}

struct waiting_boxes retention_unarchived_boxes(struct store *store, int64_t now_ms)
{
	return read_boxes(database_select(&store->database, BOXES "<> " SQL_VERDICT_NONE,
		VALUES(number_value(alarm_before_ms(now_ms)))));
}

int retention_overdue_days(struct store *store, int64_t now_ms)
{
	int64_t since_ms = database_number(&store->database,
		"SELECT s.ends_ms FROM session s WHERE s.ends_ms < ?1"
		" AND (EXISTS (SELECT 1 FROM booking WHERE session = s.id)"
		" OR EXISTS (SELECT 1 FROM attendance WHERE session = s.id))"
		" ORDER BY s.ends_ms LIMIT 1",
		VALUES(number_value(
			retention_people_before_ms(now_ms - OVERDUE_AFTER_DAYS * DAY_MS))),
		0);

	return since_ms ? (int)((now_ms - since_ms) / DAY_MS) : 0;
}
