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

static const struct pull_row pulls[] = {
	{"nothing new", "{\"head\":4,\"rows\":[]}", true, 0},
	{"two rows", "{\"head\":9,\"rows\":[" FIVE "," SIX "]}", true, 2},
	{"a hole in the stream", "{\"head\":9,\"rows\":[" SIX "]}", false, 0},
	{"the same row twice", "{\"head\":9,\"rows\":[" FIVE "," FIVE "]}", false, 0},
	{"a head before its own rows", "{\"head\":4,\"rows\":[" FIVE "]}", false, 0},
	{"a body that is no object",
		"{\"head\":5,\"rows\":[{\"version\":5,\"kind\":\"recall\",\"key\":\"k\","
		"\"revision\":1,\"body\":[]}]}",
		false, 0},
	{"a new epoch", "{\"control\":\"epoch\"}", true, 0},
	{"no rows at all", "{\"head\":4}", false, 0},
};

static void reads_pull(void **state)
{
	static struct pull_answer answer;
	const struct pull_row *row = *state;

	assert_int_equal(answer_read_pull(row->text, 4, &answer, NULL), row->fine);
	assert_int_equal(answer.count, row->count);
	if (row->count > 0)
		assert_string_equal(answer.rows[0].body, "{\"a\":1}");
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
	       rows_run("pull", reads_pull, ROWS(pulls));
}
