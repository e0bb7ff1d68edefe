/* Stamps of a reading challenge. A stamp is a holder's day: written again, here or where two kiosks did
 * not know of each other, it is the same one. They go with store/retention.h. */
#include <assert.h>
#include <stdio.h>

#include "base/crypto.h"
#include "rules/challenge.h"
#include "store/internal.h"
#include "store/json.h"

enum { DAY_BYTES = sizeof("2026-12-04") };

struct stamp {
	const char *challenge;
	struct id holder;
	char day[DAY_BYTES], until[DAY_BYTES];
};

static void write_day(struct calendar_date date, char day[static DAY_BYTES])
{
	assert(calendar_date_is_real(date) && date.year < 10000);
	snprintf(day, DAY_BYTES, "%04u-%02u-%02u", (unsigned)date.year % 10000,
		(unsigned)date.month % 100, (unsigned)date.day % 100);
}

static bool read_day(const char *text, char day[static DAY_BYTES])
{
	struct calendar_date date = {0};
	int end = 0;

	if (sscanf(text, "%4d-%2d-%2d%n", &date.year, &date.month, &date.day, &end) != 3 ||
		text[end] || !calendar_date_is_real(date))
		return false;
	write_day(date, day);
	return true;
}

/* ---- reading ---- */

struct stamps store_stamps(struct store *store, const struct form *challenge, struct id holder,
	struct calendar_date today)
{
	char from[DAY_BYTES], until[DAY_BYTES], day[DAY_BYTES];
	struct stamps stamps = {0};

	write_day(challenge->from, from);
	write_day(challenge->until, until);
	write_day(today, day);
	struct row row = database_select(&store->database,
		"SELECT count(*), coalesce(max(day = ?5), 0) FROM stamp"
		" WHERE challenge = ?1 AND holder = ?2 AND day BETWEEN ?3 AND ?4",
		VALUES(text_value(challenge->name), id_value(holder), text_value(from),
			text_value(until), text_value(day)));
	if (row_next(&row)) {
		stamps = (struct stamps){.count = row_int(&row, 0), .today = row_int(&row, 1) != 0};
		row_end(&row);
	}
	return stamps;
}

/* ---- writing ---- */

static bool write_stamp(struct store *store, const struct stamp *stamp, struct error *error)
{
	return database_run(&store->database,
		"INSERT INTO stamp (challenge, holder, day, until) VALUES (?1, ?2, ?3, ?4)"
		" ON CONFLICT (challenge, holder, day) DO UPDATE SET until = max(until, ?4)",
		VALUES(text_value(stamp->challenge), id_value(stamp->holder),
			text_value(stamp->day), text_value(stamp->until)),
		error);
}

static json_t *stamp_body(const struct stamp *stamp, int step, int steps)
{
	char holder[ID_TEXT];
	struct id id = id_derive(
		"stamp", stamp->challenge, id_text(stamp->holder, holder), stamp->day, NULL);

	return json_pack("{s:o, s:o, s:s, s:s, s:s, s:i, s:i}", "stamp", json_id(id), "holder",
		json_id(stamp->holder), "challenge", stamp->challenge, "day", stamp->day, "until",
		stamp->until, "step", step, "steps", steps);
}

static bool give_stamp(struct store *store, const struct form *challenge, const struct stamp *stamp,
	int step, int64_t now_ms, struct error *error)
{
	return write_stamp(store, stamp, error) &&
	       append_change(store, id_make(now_ms), CHANGE_STAMP, now_ms,
		       stamp_body(stamp, step, challenge->step_count), error);
}

bool store_stamp(struct store *store, const struct form *challenge, const struct holder *holder,
	const struct token *token, struct calendar_date today, int64_t now_ms, struct error *error)
{
	struct stamp stamp = {.challenge = challenge->name, .holder = holder->id};
	bool done = false;

	assert(holder_is_known(holder->status));
	write_day(today, stamp.day);
	write_day(challenge->until, stamp.until);
	if (!database_begin(&store->database, error))
		return false;
	struct stamps stamps = store_stamps(store, challenge, holder->id, today);
	switch (challenge_decide(challenge, stamps, today)) {
	case CHALLENGE_STAMP:
		done = append_card_seen(store, holder, token, now_ms, error) &&
		       give_stamp(store, challenge, &stamp, stamps.count + 1, now_ms, error);
		break;
	case CHALLENGE_STAMPED:
	case CHALLENGE_COMPLETE:
		done = true;
		break;
	case CHALLENGE_NOT_BEGUN:
	case CHALLENGE_OVER:
		done = error_set(error, ERROR_REFUSED, "the challenge does not run today");
		break;
	}
	return database_end(&store->database, done, error);
}

/* ---- the centre ---- */

/* What an unconfirmed card did elsewhere is its holder's, if that is known here by now. */
static struct id holder_by_now(struct store *store, struct id holder)
{
	struct row row = database_select(&store->database,
		"SELECT holder FROM card WHERE token = ?1", VALUES(id_value(holder)));

	if (row_next(&row)) {
		holder = row_id(&row, 0);
		row_end(&row);
	}
	return holder;
}

bool stamp_is_told(const json_t *body)
{
	const char *challenge = json_text(body, "challenge");
	char day[DAY_BYTES];

	return form_is_name(challenge, FORM_NAME_BYTES_MAX) &&
	       !id_is_zero(json_to_id(json_object_get(body, "holder"))) &&
	       read_day(json_text(body, "day"), day) && read_day(json_text(body, "until"), day);
}

bool write_told_stamp(struct store *store, const json_t *body, struct error *error)
{
	struct stamp stamp = {.challenge = json_text(body, "challenge")};

	assert(stamp_is_told(body));
	read_day(json_text(body, "day"), stamp.day);
	read_day(json_text(body, "until"), stamp.until);
	stamp.holder = holder_by_now(store, json_to_id(json_object_get(body, "holder")));
	return write_stamp(store, &stamp, error);
}

/* What both had is one stamp. */
bool give_stamps_to(
	struct store *store, const struct index *card, struct id holder, struct error *error)
{
	return database_run(&store->database,
		       "UPDATE OR IGNORE stamp SET holder = ?2 WHERE holder = ?1",
		       VALUES(blob_value(card->bytes, INDEX_BYTES), id_value(holder)), error) &&
	       database_run(&store->database, "DELETE FROM stamp WHERE holder = ?1 AND ?1 <> ?2",
		       VALUES(blob_value(card->bytes, INDEX_BYTES), id_value(holder)), error);
}

bool settle_stamp(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error)
{
	if (answer->verdict != VERDICT_REFUSED)
		return true;
	json_t *body = body_of_change(store, seq);
	bool done = database_run(&store->database,
		"DELETE FROM stamp WHERE challenge = ?1 AND holder = ?2 AND day = ?3",
		VALUES(text_value(json_text(body, "challenge")),
			id_value(holder_by_now(store, json_to_id(json_object_get(body, "holder")))),
			text_value(json_text(body, "day"))),
		error);

	json_decref(body);
	return done;
}
