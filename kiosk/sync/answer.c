/* JSON from the centre into structs, every field checked. */
#include "sync/answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/versions.h"
#include "store/greeting.h"

enum { GRANT_MAX = 100000, KIND_BYTES_MAX = 32, KEY_BYTES_MAX = 64 };

/* No log, stream or row comes near it; sums of two fit. */
#define LAST_SEQ_MAX (INT64_C(1) << 53)

/* The centre's clock shows a time of the years 2000 to 2099. */
static const int64_t earliest_ms = INT64_C(946684800000), latest_ms = INT64_C(4102444800000);

static bool malformed(struct error *error, const char *what)
{
	return error_set(
		error, ERROR_CORRUPT, "the centre's answer to %s is not of its form", what);
}

static json_t *parse(const char *text)
{
	return json_loads(text, JSON_REJECT_DUPLICATES, NULL);
}

/* ---- fields: false if it is missing, of another kind or out of its range ---- */

static bool read_text(const json_t *object, const char *key, char *to, size_t size)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text && text_copy(to, size, text);
}

static bool read_number(
	const json_t *object, const char *key, int64_t least, int64_t most, int64_t *number)
{
	const json_t *value = json_object_get(object, key);

	*number = json_integer_value(value);
	return json_is_integer(value) && *number >= least && *number <= most;
}

/* ---- hello ---- */

static bool read_active(const json_t *root, struct hello_answer *answer)
{
	const json_t *demo = json_object_get(root, "demo");
	char epoch[ID_TEXT];
	int64_t poll_ms;

	answer->demo = json_is_true(demo);
	if (!json_is_boolean(demo) || !read_text(root, "epoch", epoch, sizeof(epoch)) ||
		!id_parse(epoch, &answer->epoch) || id_is_zero(answer->epoch) ||
		!read_number(root, "now_ms", earliest_ms, latest_ms, &answer->now_ms) ||
		!read_number(root, "last_seq", 0, LAST_SEQ_MAX, &answer->last_seq) ||
		!read_number(root, "next_poll_ms", POLL_MIN_MS, POLL_MAX_MS, &poll_ms))
		return false;
	answer->next_poll_ms = (int)poll_ms;
	if (json_object_get(root, "archived"))
		return read_number(root, "archived", 0, LAST_SEQ_MAX, &answer->archived);
	return true;
}

bool answer_read_hello(const char *text, struct hello_answer *answer, struct error *error)
{
	json_t *root = parse(text);

	*answer = (struct hello_answer){0};
	bool fine = read_text(root, "state", answer->state, sizeof(answer->state)) &&
		    (strcmp(answer->state, "active") != 0 || read_active(root, answer));
	json_decref(root);
	return fine || malformed(error, "hello");
}

/* ---- push ---- */

static const struct {
	const char *name;
	enum step_control control;
} controls[] = {
	{"epoch", CONTROL_EPOCH},
	{"gap", CONTROL_GAP},
	{"fork", CONTROL_FORK},
	{"not-active", CONTROL_NOT_ACTIVE},
	{"resync", CONTROL_RESYNC},
};

static enum step_control control_named(const char *name)
{
	for (size_t i = 0; name && i < sizeof(controls) / sizeof(*controls); i++)
		if (strcmp(controls[i].name, name) == 0)
			return controls[i].control;
	return CONTROL_NONE;
}

/* Of each part that the centre names the lease holds so many. */
static bool read_granted_parts(const json_t *parts, struct lease *lease)
{
	for (int part = 0; part < PARTY_PARTS; part++) {
		const char *name = party_part_name((enum party_part)part);
		int64_t count;
		if (!json_object_get(parts, name))
			continue;
		if (!read_number(parts, name, 0, GRANT_MAX, &count))
			return false;
		lease->limits |= 1U << part;
		lease->parts[part] = (int)count;
	}
	return true;
}

static bool read_granted(const json_t *row, struct change_verdict *verdict)
{
	const json_t *result = json_object_get(row, "result");
	int64_t places = 0;

	if (json_object_get(result, "places") &&
		!read_number(result, "places", 0, GRANT_MAX, &places))
		return false;
	verdict->granted = (int)places;
	return read_granted_parts(json_object_get(result, "parts"), &verdict->lease);
}

/* A reason is for people and logs: one that is too long is cut. */
static bool read_verdict(const json_t *row, int64_t seq, struct change_verdict *verdict)
{
	const char *name = json_string_value(json_object_get(row, "verdict"));
	const char *reason = json_string_value(json_object_get(row, "reason"));

	if (!read_number(row, "seq", seq, seq, &verdict->seq) || !name || !reason)
		return false;
	verdict->verdict = verdict_named(name);
	text_copy(verdict->reason, sizeof(verdict->reason), reason);
	return verdict->verdict != VERDICT_NONE && read_granted(row, verdict);
}

static bool read_control(const json_t *root, struct push_answer *answer)
{
	const json_t *row = json_array_get(root, 0);
	int64_t seq;

	if (json_array_size(root) != 1 || !read_number(row, "seq", 0, 0, &seq))
		return false;
	answer->control = control_named(json_string_value(json_object_get(row, "verdict")));
	return answer->control != CONTROL_NONE;
}

static bool read_verdicts(const json_t *root, int64_t first, int count, struct push_answer *answer)
{
	if (count < 1 || count > PUSH_BATCH_MAX || json_array_size(root) != (size_t)count)
		return false;
	for (int i = 0; i < count; i++)
		if (!read_verdict(json_array_get(root, (size_t)i), first + i, &answer->verdicts[i]))
			return false;
	answer->count = count;
	return true;
}

bool answer_read_push(
	const char *text, int64_t first, int count, struct push_answer *answer, struct error *error)
{
	json_t *root = parse(text);

	*answer = (struct push_answer){0};
	bool fine = read_control(root, answer) || read_verdicts(root, first, count, answer);
	json_decref(root);
	return fine || malformed(error, "push");
}

/* ---- park ---- */

bool answer_read_park(const char *text, int64_t *last_seq, struct error *error)
{
	json_t *root = parse(text);
	bool fine = read_number(root, "last_seq", 0, LAST_SEQ_MAX, last_seq);

	json_decref(root);
	return fine || malformed(error, "park");
}

/* ---- pull ---- */

static const char *short_text(const json_t *object, const char *key, size_t size)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text && strlen(text) < size ? text : NULL;
}

static bool read_row(const json_t *json, struct feed_row *row, char **body)
{
	const json_t *object = json_object_get(json, "body");

	row->kind = short_text(json, "kind", KIND_BYTES_MAX);
	row->key = short_text(json, "key", KEY_BYTES_MAX);
	if (!row->kind || !row->key || !json_is_object(object) ||
		!read_number(json, "version", 1, LAST_SEQ_MAX, &row->version) ||
		!read_number(json, "revision", 0, LAST_SEQ_MAX, &row->revision))
		return false;
	*body = json_dumps(object, JSON_COMPACT);
	row->body = *body;
	return *body;
}

static bool read_rows(const json_t *rows, struct pull_answer *answer)
{
	size_t count = json_array_size(rows);

	if (!json_is_array(rows) || count > PULL_PAGE_ROWS)
		return false;
	for (; answer->count < (int)count; answer->count++)
		if (!read_row(json_array_get(rows, (size_t)answer->count),
			    &answer->rows[answer->count], &answer->bodies[answer->count]))
			return false;
	return true;
}

static bool nothing_is_missing(const struct pull_answer *answer, int64_t after)
{
	for (int i = 0; i < answer->count; after = answer->rows[i++].version)
		if (!version_follows(answer->rows[i].version, after, answer->compacted))
			return false;
	return (answer->upto == after ||
		       version_follows(answer->upto + 1, after, answer->compacted)) &&
	       answer->head >= answer->upto;
}

static bool read_page(const json_t *root, struct pull_answer *answer)
{
	answer->recovering = json_is_true(json_object_get(root, "recovering"));
	return read_number(root, "head", 0, LAST_SEQ_MAX, &answer->head) &&
	       read_rows(json_object_get(root, "rows"), answer);
}

static bool read_news(const json_t *root, int64_t after, struct pull_answer *answer)
{
	return read_number(root, "upto", after, LAST_SEQ_MAX, &answer->upto) &&
	       read_number(root, "compacted", 0, LAST_SEQ_MAX, &answer->compacted) &&
	       read_page(root, answer) && nothing_is_missing(answer, after);
}

static bool read_control_of_pull(struct pull_answer *answer)
{
	answer->control =
		control_named(json_string_value(json_object_get(answer->root, "control")));
	return answer->control != CONTROL_NONE;
}

static bool pull_was_read(bool fine, struct pull_answer *answer, struct error *error)
{
	if (fine)
		return true;
	answer_finish_pull(answer);
	return malformed(error, "pull");
}

bool answer_read_news(
	const char *text, int64_t after, struct pull_answer *answer, struct error *error)
{
	*answer = (struct pull_answer){.root = parse(text)};
	return pull_was_read(read_control_of_pull(answer) || read_news(answer->root, after, answer),
		answer, error);
}

/* ---- a snapshot's cards ---- */

enum { CARD_BYTES = INDEX_BYTES + ID_BYTES + 8 + 1 + 2 };

static int64_t big_endian(const uint8_t *bytes, int count)
{
	uint64_t number = 0;

	for (int i = 0; i < count; i++)
		number = number << 8 | bytes[i];
	return (int64_t)number;
}

/* index 16, holder 16, revision 8, status 1, the greeting's length 2, the greeting. */
static bool read_card(const uint8_t *bytes, size_t left, struct feed_card *card)
{
	if (left < CARD_BYTES)
		return false;
	memcpy(card->index.bytes, bytes, INDEX_BYTES);
	memcpy(card->holder.bytes, bytes + INDEX_BYTES, ID_BYTES);
	card->revision = big_endian(bytes + INDEX_BYTES + ID_BYTES, 8);
	card->status = bytes[CARD_BYTES - 3] == 'b' ? HOLDER_BLOCKED : HOLDER_MEMBER;
	card->greeting_length = (size_t)big_endian(bytes + CARD_BYTES - 2, 2);
	card->greeting = bytes + CARD_BYTES;
	return !id_is_zero(card->holder) && card->revision >= 0 && card->revision <= LAST_SEQ_MAX &&
	       (bytes[CARD_BYTES - 3] == 'b' || bytes[CARD_BYTES - 3] == 'm') &&
	       card->greeting_length <= GREETING_BYTES_MAX &&
	       card->greeting_length <= left - CARD_BYTES;
}

static bool read_cards(size_t length, struct pull_answer *answer)
{
	for (size_t at = 0; at < length; answer->card_count++) {
		struct feed_card *card = &answer->cards[answer->card_count];
		if (answer->card_count == PULL_PAGE_ROWS ||
			!read_card(answer->bytes + at, length - at, card))
			return false;
		at += CARD_BYTES + card->greeting_length;
	}
	return true;
}

static bool read_place(const json_t *root, struct pull_answer *answer)
{
	answer->is_over = json_is_null(json_object_get(root, "place"));
	return answer->is_over || read_text(root, "place", answer->place, sizeof(answer->place));
}

bool answer_read_snapshot(const char *text, const uint8_t *bytes, size_t length,
	struct pull_answer *answer, struct error *error)
{
	*answer = (struct pull_answer){.root = parse(text), .bytes = malloc(length + 1)};
	bool fine = answer->bytes != NULL;
	if (fine)
		memcpy(answer->bytes, bytes, length);
	return pull_was_read(
		fine && (read_control_of_pull(answer) || (read_place(answer->root, answer) &&
								 read_page(answer->root, answer) &&
								 read_cards(length, answer))),
		answer, error);
}

void answer_finish_pull(struct pull_answer *answer)
{
	for (int i = 0; i < PULL_PAGE_ROWS && answer->bodies[i]; i++)
		free(answer->bodies[i]);
	free(answer->bytes);
	json_decref(answer->root);
	answer->root = NULL;
	answer->bytes = NULL;
	answer->count = answer->card_count = 0;
	memset(answer->bodies, 0, sizeof(answer->bodies));
}
