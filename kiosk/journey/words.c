/* A line of a journey's file becomes words. */
#include <ctype.h>
#include <string.h>

#include "journey/journey.h"

static const char *take_quoted(struct word *word, const char *text)
{
	size_t length = 0;

	word->quoted = true;
	for (text++; *text && *text != '"' && length < WORD_BYTES_MAX - 1; text++) {
		if (*text == '\\' && text[1])
			text++;
		word->text[length++] = *text;
	}
	word->text[length] = '\0';
	return *text == '"' ? text + 1 : NULL;
}

static const char *take_plain(struct word *word, const char *text)
{
	size_t length = 0;

	word->quoted = false;
	for (; *text && !isspace((unsigned char)*text) && length < WORD_BYTES_MAX - 1; text++)
		word->text[length++] = *text;
	word->text[length] = '\0';
	return text;
}

/* '#' begins a comment where a word could begin, except in `tap #choose.2`. */
bool words_split(struct journey *journey, const char *text)
{
	journey->word_count = 0;
	while (text && *text) {
		if (isspace((unsigned char)*text)) {
			text++;
			continue;
		}
		if (*text == '#' &&
			!(journey->word_count == 1 && strcmp(journey->words[0].text, "tap") == 0))
			break;
		if (journey->word_count == WORDS_MAX)
			return journey_fails(journey, "too many words");
		struct word *word = &journey->words[journey->word_count++];
		text = *text == '"' ? take_quoted(word, text) : take_plain(word, text);
	}
	return text != NULL || journey_fails(journey, "a quotation mark is missing");
}
