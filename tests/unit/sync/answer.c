/* Answers of the centre are read whole or refused. */
#include "sync/answer.h"

#include <string.h>

#include "../rules/rows.h"

#define EPOCH "0190aaaa-0000-7000-8000-000000000001"

struct hello_row {
	const char *name, *text;
	bool fine, active;
};

static const struct hello_row hellos[] = {
	{"a full answer",
		"{\"state\":\"active\",\"demo\":true,\"epoch\":\"" EPOCH
		"\",\"now_ms\":1796379600000,\"last_seq\":7,\"next_poll_ms\":5000}",
		true, true},
	{"a refusal needs no more than its state", "{\"state\":\"other-install\"}", true, false},
	{"active without an epoch",
		"{\"state\":\"active\",\"demo\":true,\"now_ms\":1796379600000,\"last_seq\":7,"
		"\"next_poll_ms\":5000}",
		false, true},
	{"an epoch that is no id",
		"{\"state\":\"active\",\"demo\":true,\"epoch\":\"x\",\"now_ms\":1796379600000,\"last_seq\":7,"
		"\"next_poll_ms\":5000}",
		false, true},
	{"a poll that never rests",
		"{\"state\":\"active\",\"demo\":true,\"epoch\":\"" EPOCH
		"\",\"now_ms\":1796379600000,\"last_seq\":7,\"next_poll_ms\":0}",
		false, true},
	{"a log of less than nothing",
		"{\"state\":\"active\",\"demo\":true,\"epoch\":\"" EPOCH
		"\",\"now_ms\":1796379600000,\"last_seq\":-1,\"next_poll_ms\":5000}",
		false, true},
	{"a clock of the year 2^62",
		"{\"state\":\"active\",\"demo\":true,\"epoch\":\"" EPOCH
		"\",\"now_ms\":4611686018427387904,\"last_seq\":7,\"next_poll_ms\":5000}",
		false, true},
	{"a clock of 1970",
		"{\"state\":\"active\",\"demo\":true,\"epoch\":\"" EPOCH
		"\",\"now_ms\":5,\"last_seq\":7,\"next_poll_ms\":5000}",
		false, true},
	{"a log that no kiosk has",
		"{\"state\":\"active\",\"demo\":true,\"epoch\":\"" EPOCH
		"\",\"now_ms\":1796379600000,\"last_seq\":4611686018427387904,"
		"\"next_poll_ms\":5000}",
		false, true},
	{"a state that is too long", "{\"state\":\"0123456789012345678901234567890123456789\"}",
		false, false},
	{"an array", "[]", false, false},
	{"rubbish", "<html>please log in</html>", false, false},
	{"nothing", "", false, false},
};

static void reads_hello(void **state)
{
	const struct hello_row *row = *state;
	struct hello_answer answer;
	struct error error = {0};

	assert_int_equal(answer_read_hello(row->text, &answer, &error), row->fine);
	assert_int_equal(error.code != ERROR_NONE, !row->fine);
	if (row->fine)
		assert_int_equal(strcmp(answer.state, "active") == 0, row->active);
}

struct push_row {
	const char *name, *text;
	bool fine;
	enum step_control control;
	enum verdict second;
	int granted;
};

/* Two changes were sent, 8 and 9. */
#define EIGHT "{\"seq\":8,\"verdict\":\"accepted\",\"reason\":\"\",\"result\":{}}"

static const struct push_row pushes[] = {
	{"two verdicts",
		"[" EIGHT ",{\"seq\":9,\"verdict\":\"refused\",\"reason\":\"no\",\"result\":{}}]",
		true, CONTROL_NONE, VERDICT_REFUSED, 0},
	{"a grant",
		"[" EIGHT
		",{\"seq\":9,\"verdict\":\"accepted\",\"reason\":\"\",\"result\":{\"places\":5}}]",
		true, CONTROL_NONE, VERDICT_ACCEPTED, 5},
	{"a gap", "[{\"seq\":0,\"verdict\":\"gap\",\"reason\":\"\",\"result\":{\"last_seq\":3}}]",
		true, CONTROL_GAP, VERDICT_NONE, 0},
	{"a fork", "[{\"seq\":0,\"verdict\":\"fork\"}]", true, CONTROL_FORK, VERDICT_NONE, 0},
	{"one verdict for two changes acks nothing", "[" EIGHT "]", false, CONTROL_NONE,
		VERDICT_NONE, 0},
	{"verdicts on other changes", "[" EIGHT "," EIGHT "]", false, CONTROL_NONE, VERDICT_NONE,
		0},
	{"a verdict of another kind",
		"[" EIGHT ",{\"seq\":9,\"verdict\":\"perhaps\",\"reason\":\"\",\"result\":{}}]",
		false, CONTROL_NONE, VERDICT_NONE, 0},
	{"a grant of less than nothing",
		"[" EIGHT
		",{\"seq\":9,\"verdict\":\"accepted\",\"reason\":\"\",\"result\":{\"places\":-5}}]",
		false, CONTROL_NONE, VERDICT_NONE, 0},
	{"a grant that is no number",
		"[" EIGHT ",{\"seq\":9,\"verdict\":\"accepted\",\"reason\":\"\",\"result\":{"
		"\"places\":\"5\"}}]",
		false, CONTROL_NONE, VERDICT_NONE, 0},
	{"no array", "{}", false, CONTROL_NONE, VERDICT_NONE, 0},
	{"an empty array", "[]", false, CONTROL_NONE, VERDICT_NONE, 0},
};

static void reads_push(void **state)
{
	const struct push_row *row = *state;
	struct push_answer answer;

	assert_int_equal(answer_read_push(row->text, 8, 2, &answer, NULL), row->fine);
	if (!row->fine)
		return;
	assert_int_equal(answer.control, row->control);
	assert_int_equal(answer.count, row->control == CONTROL_NONE ? 2 : 0);
	assert_int_equal(answer.verdicts[1].verdict, row->second);
	assert_int_equal(answer.verdicts[1].granted, row->granted);
}

struct pull_row {
	const char *name, *text;
	bool fine;
	int count;
};

/* The cursor stands at 4. */
#define FIVE "{\"version\":5,\"kind\":\"recall\",\"key\":\"k\",\"revision\":1,\"body\":{\"a\":1}}"
#define SIX "{\"version\":6,\"kind\":\"recall\",\"key\":\"k\",\"revision\":1,\"body\":{}}"

/* Versions up to `compacted` may be missing. */
#define NEWS(head, upto, compacted, rows)                                                          \
	"{\"head\":" head ",\"upto\":" upto ",\"compacted\":" compacted ",\"rows\":[" rows "]}"

static const struct pull_row pulls[] = {
	{"nothing new", NEWS("4", "4", "0", ""), true, 0},
	{"two rows", NEWS("9", "6", "0", FIVE "," SIX), true, 2},
	{"a hole in the stream", NEWS("9", "6", "0", SIX), false, 0},
	{"a hole that is named", NEWS("9", "6", "5", SIX), true, 1},
	{"a hole at the end", NEWS("9", "9", "6", FIVE "," SIX), false, 0},
	{"a hole at the end that is named", NEWS("9", "9", "9", FIVE), true, 1},
	{"nothing but a hole that is named", NEWS("9", "9", "9", ""), true, 0},
	{"the same row twice", NEWS("9", "5", "9", FIVE "," FIVE), false, 0},
	{"rows in the wrong order", NEWS("9", "6", "9", SIX "," FIVE), false, 0},
	{"a head before its own rows", NEWS("4", "5", "0", FIVE), false, 0},
	{"read to before where it was", NEWS("9", "3", "9", ""), false, 0},
	{"a body that is no object",
		NEWS("5", "5", "0",
			"{\"version\":5,\"kind\":\"recall\",\"key\":\"k\",\"revision\":1,\"body\":[]}"),
		false, 0},
	{"a new epoch", "{\"control\":\"epoch\"}", true, 0},
	{"what is no more is told no longer", "{\"control\":\"resync\"}", true, 0},
	{"no rows at all", "{\"head\":4,\"upto\":4,\"compacted\":0}", false, 0},
	{"nothing about what may be missing", "{\"head\":9,\"rows\":[" FIVE "]}", false, 0},
};

static void reads_pull(void **state)
{
	static struct pull_answer answer;
	const struct pull_row *row = *state;

	assert_int_equal(answer_read_news(row->text, 4, &answer, NULL), row->fine);
	assert_int_equal(answer.count, row->count);
	if (row->count == 2)
		assert_string_equal(answer.rows[0].body, "{\"a\":1}");
	answer_finish_pull(&answer);
}

/* ---- snapshots ---- */

#define CARD(status, length)                                                                       \
	"indexindexindexi"                                                                         \
	"holderholderhold"                                                                         \
	"\0\0\0\0\0\0\1\2" status "\0" length

struct snapshot_row {
	const char *name, *text, *bytes;
	size_t length;
	bool fine;
	int cards;
};
#define BYTES(text) text, sizeof(text) - 1

static const struct snapshot_row snapshots[] = {
	{"two cards", "{\"head\":9,\"place\":\"holder 7\",\"rows\":[]}",
		BYTES(CARD("m", "\3") "abc" CARD("b", "\0")), true, 2},
	{"its end", "{\"head\":9,\"place\":null,\"rows\":[]}", BYTES(""), true, 0},
	{"rows", "{\"head\":9,\"place\":\"session 7\",\"rows\":[" SIX "," FIVE "]}", BYTES(""),
		true, 0},
	{"no place", "{\"head\":9,\"rows\":[]}", BYTES(""), false, 0},
	{"half a card", "{\"head\":9,\"place\":null,\"rows\":[]}", BYTES("index"), false, 0},
	{"a greeting that is longer than all", "{\"head\":9,\"place\":null,\"rows\":[]}",
		BYTES(CARD("m", "\4") "abc"), false, 0},
	{"a card of no status", "{\"head\":9,\"place\":null,\"rows\":[]}", BYTES(CARD("x", "\0")),
		false, 0},
};

static void reads_snapshot(void **state)
{
	static struct pull_answer answer;
	const struct snapshot_row *row = *state;

	assert_int_equal(answer_read_snapshot(row->text, (const uint8_t *)row->bytes, row->length,
				 &answer, NULL),
		row->fine);
	assert_int_equal(answer.card_count, row->cards);
	if (row->cards == 2) {
		assert_memory_equal(answer.cards[0].index.bytes, "indexindexindexi", INDEX_BYTES);
		assert_memory_equal(answer.cards[0].holder.bytes, "holderholderhold", ID_BYTES);
		assert_int_equal(answer.cards[0].revision, 258);
		assert_memory_equal(
			answer.cards[0].greeting, "abc", answer.cards[0].greeting_length);
		assert_int_equal(answer.cards[1].status, HOLDER_BLOCKED);
	}
	answer_finish_pull(&answer);
}

struct park_row {
	const char *name, *text;
	bool fine;
};

static const struct park_row parks[] = {
	{"where it stands", "{\"last_seq\":7}", true},
	{"less than nothing", "{\"last_seq\":-1}", false},
	{"nothing", "{}", false},
	{"rubbish", "ok", false},
};

static void reads_park(void **state)
{
	const struct park_row *row = *state;
	int64_t last_seq;

	assert_int_equal(answer_read_park(row->text, &last_seq, NULL), row->fine);
	if (row->fine)
		assert_int_equal(last_seq, 7);
}

int main(void)
{
	return rows_run("hello", reads_hello, ROWS(hellos)) +
	       rows_run("push", reads_push, ROWS(pushes)) +
	       rows_run("park", reads_park, ROWS(parks)) +
	       rows_run("news", reads_pull, ROWS(pulls)) +
	       rows_run("snapshot", reads_snapshot, ROWS(snapshots));
}
