/* The text target over what it will meet: every sentence of a language's catalogue, mistreated. SENTENCES
 * CATALOGUES LANGUAGE. Each is cut in the middle of a letter and of a character, has signs of direction put
 * into it that never end, loses and changes bytes, is put behind another one, and is said again and again up to
 * ten thousand characters. The same mistreatment every time: what broke, breaks again. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sentences.h"

enum { ROUNDS = 24, SENTENCE_BYTES_MAX = 4096, STYLES = 256, SAID_AGAIN = 128, ONE_IN = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* How it is laid out, then the text. */
struct input {
	uint8_t bytes[1 + 2 * SENTENCE_BYTES_MAX + 16];
	size_t length;
};

struct run {
	uint32_t state;
	char former[SENTENCE_BYTES_MAX];
	int inputs;
};

static uint32_t next(struct run *run, size_t below)
{
	run->state = run->state * 1664525u + 1013904223u;
	return (run->state >> 8) % (uint32_t)below;
}

static size_t somewhere(struct run *run, const struct input *input)
{
	return 1 + next(run, input->length);
}

static void insert(struct input *input, size_t at, const char *text)
{
	size_t length = strlen(text);

	if (at > input->length || input->length + length > sizeof(input->bytes))
		return;
	memmove(input->bytes + at + length, input->bytes + at, input->length - at);
	memcpy(input->bytes + at, text, length);
	input->length += length;
}

static void cut(struct run *run, struct input *input)
{
	input->length = somewhere(run, input);
}

static void behead(struct run *run, struct input *input)
{
	size_t at = somewhere(run, input);

	memmove(input->bytes + 1, input->bytes + at, input->length - at);
	input->length -= at - 1;
}

static void direct(struct run *run, struct input *input)
{
	static const char *const signs[] = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
		"\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f", "\u061c"};

	for (int i = 0; i < 4; i++)
		insert(input, somewhere(run, input),
			signs[next(run, sizeof(signs) / sizeof(*signs))]);
}

/* Joiners, marks and vowel signs with nothing below them, lines that end, what is no Unicode. */
static void clutter(struct run *run, struct input *input)
{
	static const char *const signs[] = {"\u200d", "\u200c", "\u0301", "\u064b", "\u0a3f",
		"\u0a4d", "\u00ad", "\ufe0f", "\u2028", "\n", "\r", "\t", "\ufffd", "\U0001f468",
		"\U000e0041"};

	for (int i = 0; i < 4; i++)
		insert(input, somewhere(run, input),
			signs[next(run, sizeof(signs) / sizeof(*signs))]);
}

static void break_bytes(struct run *run, struct input *input)
{
	for (int i = 0; i < 3 && input->length > 1; i++)
		input->bytes[1 + next(run, input->length - 1)] ^= (uint8_t)(1 + next(run, 255));
}

static void join(struct run *run, struct input *input)
{
	insert(input, somewhere(run, input), run->former);
}

static void (*const mistreatments[])(struct run *run, struct input *input) = {
	cut, behead, direct, clutter, break_bytes, join};

static void try_input(struct run *run, const struct input *input)
{
	uint8_t *copy = malloc(input->length);

	memcpy(copy, input->bytes, input->length);
	LLVMFuzzerTestOneInput(copy, input->length);
	free(copy);
	run->inputs++;
}

static void mistreat(void *context, const char *sentence)
{
	struct run *run = context;

	for (int round = 0; round < ROUNDS; round++) {
		struct input input = {.length = 1};

		input.bytes[0] = (uint8_t)next(run, STYLES);
		if (next(run, ONE_IN) > 0)
			input.bytes[0] &= (uint8_t)~SAID_AGAIN;
		insert(&input, 1, sentence);
		for (uint32_t times = next(run, 4); times > 0; times--)
			mistreatments[next(run, sizeof(mistreatments) / sizeof(*mistreatments))](
				run, &input);
		try_input(run, &input);
	}
	snprintf(run->former, sizeof(run->former), "%s", sentence);
}

int main(int count, char **arguments)
{
	static struct run run = {.state = 1};
	int sentences;

	if (count != 3)
		return 2;
	sentences = sentences_each(arguments[1], arguments[2], mistreat, &run);
	printf("%d sentences, %d inputs\n", sentences, run.inputs);
	return run.inputs < 1000;
}
