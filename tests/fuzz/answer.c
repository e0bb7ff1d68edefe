/* Whatever a centre, or somebody who stands where the centre should, answers. The first byte says
 * to what. */
#include "sync/answer.h"
#include "rules/versions.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void read_hello(const char *text)
{
	struct hello_answer answer;

	if (answer_read_hello(text, &answer, NULL) && strcmp(answer.state, "active") == 0)
		require(answer.next_poll_ms >= POLL_MIN_MS && answer.last_seq >= 0);
}

static void read_push(const char *text)
{
	static struct push_answer answer;

	if (!answer_read_push(text, 1, 2, &answer, NULL))
		return;
	require((answer.control != CONTROL_NONE) == (answer.count == 0));
	for (int i = 0; i < answer.count; i++)
		require(answer.verdicts[i].seq == 1 + i &&
			answer.verdicts[i].verdict != VERDICT_NONE &&
			answer.verdicts[i].granted >= 0);
}

static void read_pull(const char *text)
{
	static struct pull_answer answer;
	int64_t version = 0;

	if (answer_read_news(text, 0, &answer, NULL))
		for (int i = 0; i < answer.count; version = answer.rows[i++].version)
			require(version_follows(
					answer.rows[i].version, version, answer.compacted) &&
				answer.rows[i].body);
	answer_finish_pull(&answer);
}

/* The text's own bytes are its cards. */
static void read_snapshot(const char *text, size_t length)
{
	static struct pull_answer answer;
	const uint8_t *bytes = (const uint8_t *)text;
	size_t size = 0;

	if (answer_read_snapshot(
		    "{\"head\":1,\"place\":null,\"rows\":[]}", bytes, length, &answer, NULL))
		for (int i = 0; i < answer.card_count; i++)
			size += 43 + answer.cards[i].greeting_length;
	require(answer.card_count == 0 || size == length);
	answer_finish_pull(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	if (length == 0)
		return 0;
	char *text = malloc(length);
	require(text);
	memcpy(text, bytes + 1, length - 1);
	text[length - 1] = '\0';
	if (bytes[0] == 'h')
		read_hello(text);
	else if (bytes[0] == 'p')
		read_push(text);
	else if (bytes[0] == 's')
		read_snapshot(text, length - 1);
	else
		read_pull(text);
	free(text);
	return 0;
}
