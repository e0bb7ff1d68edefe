/* Whatever a centre, or somebody who stands where the centre should, answers. The first byte says
 * to what. */
#include "sync/answer.h"

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

	if (answer_read_pull(text, 0, &answer, NULL))
		for (int i = 0; i < answer.count; i++)
			require(answer.rows[i].version == 1 + i && answer.rows[i].body);
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
	else
		read_pull(text);
	free(text);
	return 0;
}
