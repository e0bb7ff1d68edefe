/* A line of a journey's file becomes words. */
#include <ctype.h>
#include <string.h>

#include "journey/journey.h"

/* One byte more; false: the word is too long. */
static bool put(struct word *word, size_t *length, char byte)
{
	if (*length == WORD_BYTES_MAX)
		return false;
	word->text[(*length)++] = byte;
	return true;
}

static bool too_long(const struct word *word, struct error *error)
{
	return error_set(error, ERROR_BAD_INPUT,
		"the word that begins '%.24s' is longer than %d bytes: write a shorter one",
		word->text, WORD_BYTES_MAX);
}

static bool take_quoted(struct word *word, const char **text, struct error *error)
{
	size_t length = 0;
	const char *at = *text + 1;

	word->quoted = true;
	for (; *at && *at != '"'; at++) {
		if (*at == '\\' && at[1])
			at++;
		if (!put(word, &length, *at))
			return too_long(word, error);
	}
	if (*at != '"')
		return error_set(error, ERROR_BAD_INPUT,
			"a quotation mark is missing at the end of '%.40s'", word->text);
	*text = at + 1;
	if (**text && !isspace((unsigned char)**text))
		return error_set(error, ERROR_BAD_INPUT,
			"a space is missing after the quotation mark of '%.40s'", word->text);
	return true;
}

static bool take_plain(struct word *word, const char **text, struct error *error)
{
	size_t length = 0;

	for (; **text && !isspace((unsigned char)**text); (*text)++)
		if (!put(word, &length, **text))
			return too_long(word, error);
	if (strchr(word->text, '"'))
		return error_set(error, ERROR_BAD_INPUT,
			"there is a quotation mark within '%.40s': it begins a word, or is \\\" "
			"between two",
			word->text);
	return true;
}

/* '#' begins a comment where a word could begin, except in `tap #choose.2`. */
static bool is_comment(const struct line *line, const char *text)
{
	return *text == '#' && !(line->count == 1 && strcmp(line->words[0].text, "tap") == 0);
}

bool words_split(struct line *line, const char *text, struct error *error)
{
	while (*text && !is_comment(line, text)) {
		if (isspace((unsigned char)*text)) {
			text++;
			continue;
		}
		if (line->count == WORDS_MAX)
			return error_set(error, ERROR_BAD_INPUT,
				"there are more words than any line has: leave out '%.40s'", text);
		struct word *word = &line->words[line->count++];
		if (!(*text == '"' ? take_quoted(word, &text, error)
				   : take_plain(word, &text, error)))
			return false;
	}
	return true;
}
