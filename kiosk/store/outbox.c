/* The log seen by sync, and the answers that come back. A verdict is written once; what follows
 * from it happens only then, so an answer that is sent again changes nothing. */
#include "store/outbox.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/epochs.h"
#include "store/internal.h"
#include "store/json.h"

struct log_position outbox_position(struct store *store)
{
	struct log_position position = {0};
	struct row row = database_select(&store->database,
		"SELECT (SELECT coalesce(max(seq), 0) FROM change), sent, acked, epoch, rereads"
		" FROM meeting",
		NO_VALUES);

	if (row_next(&row)) {
		position = (struct log_position){
			.length = row_number(&row, 0),
			.sent = row_number(&row, 1),
			.acked = row_number(&row, 2),
			.epoch = row_id(&row, 3),
			.rereads = row_int(&row, 4),
		};
		row_end(&row);
	}
	return position;
}

static void grow_batch(struct store *store, size_t bytes)
{
	if (store->batch_bytes >= bytes)
		return;
	free(store->batch);
	store->batch = malloc(bytes);
	assert(store->batch);
	store->batch_bytes = bytes;
}

/* Of a lease from before results were kept its size is still known. The caller's; NULL: no answer yet. */
static char *prior_text(const struct row *row)
{
	enum verdict verdict = (enum verdict)row_int(row, 2);
	json_t *result = json_loads(row_text(row, 4), 0, NULL);

	if (verdict == VERDICT_NONE) {
		json_decref(result);
		return NULL;
	}
	json_t *prior = json_pack("{s:s, s:s, s:o}", "verdict", verdict_name(verdict), "reason",
		row_text(row, 3), "result", result ? result : json_object());
	char *text = json_dumps(prior, JSON_COMPACT);
	json_decref(prior);
	assert(text);
	return text;
}

static const char *keep_text(struct store *store, const char *text, size_t *used)
{
	char *to = store->batch + *used;

	if (!text)
		return NULL;
	strcpy(to, text);
	*used += strlen(text) + 1;
	return to;
}

int outbox_read(struct store *store, int64_t first, size_t bytes_max, struct outbox_change *changes,
	int max)
{
	struct row row = database_select(&store->database,
		"SELECT seq, text, verdict, reason, coalesce(result,"
		" (SELECT '{\"places\":' || granted || '}' FROM lease WHERE lease.id = change.id))"
		" FROM change WHERE seq >= ?1 ORDER BY seq LIMIT ?2",
		VALUES(number_value(first), number_value(max)));
	size_t used = 0;
	int count = 0;

	assert(bytes_max >= CHANGE_BYTES_MAX);
	grow_batch(store, bytes_max);
	while (row_next(&row)) {
		char *prior = prior_text(&row);
		size_t size = strlen(row_text(&row, 1)) + 1 + (prior ? strlen(prior) + 1 : 0);
		bool fits = used + size <= bytes_max;
		if (fits) {
			changes[count].seq = row_number(&row, 0);
			changes[count].text = keep_text(store, row_text(&row, 1), &used);
			changes[count++].prior = keep_text(store, prior, &used);
		}
		free(prior);
		if (!fits) {
			row_end(&row);
			break;
		}
	}
	return count;
}

bool outbox_keeps(struct store *store, int64_t seq)
{
	return database_number(&store->database, "SELECT text <> '' FROM change WHERE seq = ?1",
		       VALUES(number_value(seq)), 0) != 0;
}

bool outbox_mark_sent(struct store *store, int64_t seq, struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(&store->database,
		       database_run(&store->database, "UPDATE meeting SET sent = max(sent, ?1)",
			       VALUES(number_value(seq)), error),
		       error);
}

/* ---- verdicts ---- */

/* The id that the body of the change `seq` has under `key`. */
static struct id named_in_change(struct store *store, int64_t seq, const char *key)
{
	json_t *body = body_of_change(store, seq);
	struct id named = json_to_id(json_object_get(body, key));

	json_decref(body);
	return named;
}

static enum booking_state state_after_refusal(const char *reason)
{
	return strcmp(reason, "lease-written-off") == 0 ? BOOKING_WAITING : BOOKING_CANCELLED;
}

/* What was given for another day meanwhile does not stand again where that is refused, too. */
static bool settle_booking(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error)
{
	enum booking_state state = BOOKING_WAITING;

	if (answer->verdict == VERDICT_REFUSED)
		state = state_after_refusal(answer->reason);
	else if (answer->verdict != VERDICT_WAITING)
		return true;
	struct id booking = named_in_change(store, seq, "booking");
	return database_run(&store->database,
		       "UPDATE booking SET state = ?2, reason = ?3, told = 0"
		       " WHERE id = ?1 AND state <> " SQL_BOOKING_CANCELLED " AND state <> ?2",
		       VALUES(id_value(booking), number_value(state), text_value(answer->reason)),
		       error) &&
	       (state != BOOKING_CANCELLED ||
		       database_run(&store->database,
			       "UPDATE booking SET reason = ?2 WHERE id = ?1 AND reason = 'moved'",
			       VALUES(id_value(booking), text_value(answer->reason)), error));
}

/* They are inside already, says the centre: the booking stands. */
static bool settle_cancel(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error)
{
	if (answer->verdict != VERDICT_REFUSED)
		return true;
	return write_standing(
		store, named_in_change(store, seq, "booking"), BOOKING_CONFIRMED, error);
}

/* The holder has another booking of the session, says the centre: this one is a guest's again, and
 * its ticket stays good. */
static bool settle_put_on_card(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error)
{
	if (answer->verdict != VERDICT_REFUSED)
		return true;
	return database_run(&store->database,
		"UPDATE booking SET holder = NULL WHERE id = ?1 AND holder = ?2",
		VALUES(id_value(named_in_change(store, seq, "booking")),
			id_value(named_in_change(store, seq, "holder"))),
		error);
}

static bool settle(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error)
{
	enum change_kind kind = (enum change_kind)database_number(&store->database,
		"SELECT kind FROM change WHERE seq = ?1", VALUES(number_value(seq)), CHANGE_KINDS);

	switch (kind) {
	case CHANGE_LEASE_REQUEST:
		return lease_settle(store, seq, answer, error);
	case CHANGE_BOOK:
	case CHANGE_WAIT:
		return settle_booking(store, seq, answer, error);
	case CHANGE_CANCEL:
		return settle_cancel(store, seq, answer, error);
	case CHANGE_PUT_ON_CARD:
		return settle_put_on_card(store, seq, answer, error);
	case CHANGE_CHANGE_PARTY:
		return settle_change_party(store, seq, answer, error);
	case CHANGE_MOVE:
		return settle_move(store, seq, answer, error) &&
		       settle_booking(store, seq, answer, error);
	case CHANGE_STAMP:
		return settle_stamp(store, seq, answer, error);
	case CHANGE_LEASE_CLOSE:
	case CHANGE_CHECK_IN:
	case CHANGE_CHECK_IN_PARTY:
	case CHANGE_UNDO:
	case CHANGE_SIGN_UP:
	case CHANGE_LINK_CARD:
	case CHANGE_CARD_SEEN:
	case CHANGE_GIVE_TO_DOOR:
	case CHANGE_TELL_ME:
	case CHANGE_STILL_COMING:
	case CHANGE_NOT_KEPT:
	case CHANGE_VOID:
	case CHANGE_KINDS:
		break;
	}
	return true;
}

static bool take_verdict(
	struct store *store, const struct change_verdict *answer, int64_t sent, struct error *error)
{
	if (answer->verdict == VERDICT_NONE || answer->seq < 1 || answer->seq > sent)
		return error_set(error, ERROR_BAD_INPUT, "a verdict on what was not sent");
	if (!database_run(&store->database,
		    "UPDATE change SET verdict = ?2, reason = ?3"
		    " WHERE seq = ?1 AND verdict = " SQL_VERDICT_NONE,
		    VALUES(number_value(answer->seq), number_value(answer->verdict),
			    text_value(answer->reason)),
		    error))
		return false;
	return database_changed(&store->database) == 0 || settle(store, answer->seq, answer, error);
}

static bool write_acked(struct store *store, struct error *error)
{
	return database_run(&store->database,
		"UPDATE meeting SET acked = coalesce("
		"(SELECT seq - 1 FROM change WHERE seq > acked AND verdict = " SQL_VERDICT_NONE
		" ORDER BY seq LIMIT "
		"1), (SELECT max(seq) FROM change), 0)",
		NO_VALUES, error);
}

static bool take_verdicts(
	struct store *store, const struct change_verdict *verdicts, int count, struct error *error)
{
	int64_t sent = database_number(&store->database, "SELECT sent FROM meeting", NO_VALUES, 0);

	for (int i = 0; i < count; i++)
		if (!take_verdict(store, &verdicts[i], sent, error))
			return false;
	return write_acked(store, error);
}

bool outbox_take_verdicts(
	struct store *store, const struct change_verdict *verdicts, int count, struct error *error)
{
	assert(count <= VERDICTS_MAX);
	return database_begin(&store->database, error) &&
	       database_end(&store->database, take_verdicts(store, verdicts, count, error), error);
}

/* ---- the centre ---- */

static bool write_centre(
	struct store *store, struct id epoch, int64_t centre_now_ms, struct error *error)
{
	struct log_position position = outbox_position(store);

	if (!id_is_zero(position.epoch) && !id_equal(position.epoch, epoch) &&
		!begin_rereading(store, error))
		return false;
	return database_run(&store->database,
		"UPDATE meeting SET epoch = ?1, centre_ms = ?2, centre_boot_ms = ?3",
		VALUES(id_value(epoch), number_value(centre_now_ms), number_value(clock_boot_ms())),
		error);
}

bool outbox_remember_centre(
	struct store *store, struct id epoch, int64_t centre_now_ms, struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(
		       &store->database, write_centre(store, epoch, centre_now_ms, error), error);
}

bool outbox_note_archived(struct store *store, int64_t seq, struct error *error)
{
	struct database *database = &store->database;

	return database_begin(database, error) &&
	       database_end(database,
		       database_run(database,
			       "UPDATE meeting SET archived = ?1 WHERE archived <> ?1",
			       VALUES(number_value(seq)), error),
		       error);
}
