/* What a line may say: each word is looked at when the file is read, before anything is played. A
 * number that is none, a screen that is not there, a word too many would else hold by accident. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "journey/journey.h"
#include "journey/vocabulary.h"

enum { NUMBER_MAX = 9999, STATUS_MAX = 255, NUMBER_DIGITS_MAX = 4 };
enum { DURATION_MAX_MS = 1000000000 /* eleven days */, UID_BYTES_MAX = 10 };

static bool wrong(struct error *error, const struct word *word, const char *would_do)
{
	return error_set(error, ERROR_BAD_INPUT, "'%.60s' will not do: %s", word->text, would_do);
}

/* ---- names ---- */

static bool is_among(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcasecmp(*names, name) == 0)
			return true;
	return false;
}

static bool name_of(const struct word *word, const char *const *names, const char *would_do,
	struct error *error)
{
	char list[160] = "";

	for (int i = 0; names[i]; i++) {
		if (strcmp(names[i], word->text) == 0)
			return true;
		if (i > 0)
			strncat(list, ", ", sizeof(list) - strlen(list) - 1);
		strncat(list, names[i], sizeof(list) - strlen(list) - 1);
	}
	return error_set(error, ERROR_BAD_INPUT, "'%.40s' is no %s: %s%s", word->text, would_do,
		list, strlen(list) == sizeof(list) - 1 ? "..." : "");
}

static bool check_real(struct word *word, struct error *error)
{
	return strcmp(word->text, "real") == 0 || wrong(error, word, "`readers real`");
}

static bool check_language(struct word *word, struct error *error)
{
	return name_of(word, vocabulary_languages, "language of i18n/LINGUAS", error);
}

static bool check_screen(struct word *word, struct error *error)
{
	return name_of(word, vocabulary_screens, "screen", error);
}

static bool check_count(struct word *word, struct error *error)
{
	return name_of(word, centre_counts, "count", error);
}

static bool check_command(struct word *word, struct error *error)
{
	static const char *const commands[] = {"start", "stop", "kill", "open", NULL};

	return name_of(word, commands, "thing to do with the centre", error);
}

static bool check_victim(struct word *word, struct error *error)
{
	static const char *const programs[] = {
		"face", "nfc", "camera", "printer", "sync", "centre", NULL};

	return name_of(word, programs, "program to kill", error);
}

static bool check_sleeper(struct word *word, struct error *error)
{
	static const char *const programs[] = {"face", "nfc", "camera", "printer", "sync", NULL};

	return name_of(word, programs, "program to freeze or thaw", error);
}

static bool check_key(struct word *word, struct error *error)
{
	static const char *const keys[] = {"Tab", "Shift+Tab", "Return", "Escape", "Backspace",
		"Space", "Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown",
		"Delete", NULL};

	return (strlen(word->text) == 1 && isalnum((unsigned char)word->text[0])) ||
	       name_of(word, keys, "key", error);
}

/* ---- numbers ---- */

/* Digits and nothing else. */
static bool read_number(const char *text, int64_t *number)
{
	size_t length = strspn(text, "0123456789");

	if (length == 0 || length > NUMBER_DIGITS_MAX || text[length])
		return false;
	*number = strtol(text, NULL, 10);
	return true;
}

static bool check_number(struct word *word, struct error *error)
{
	return read_number(word->text, &word->value) ||
	       wrong(error, word, "a whole number, 0 to 9999");
}

static bool check_kiosk(struct word *word, struct error *error)
{
	return (read_number(word->text, &word->value) && word->value >= 1 && word->value <= 9) ||
	       wrong(error, word, "`kiosk 1` to `kiosk 9`");
}

static bool check_status(struct word *word, struct error *error)
{
	return (read_number(word->text, &word->value) && word->value <= STATUS_MAX) ||
	       wrong(error, word, "an exit status, 0 to 255");
}

/* 'd' stands for a digit. */
static bool has_form(const char *text, const char *form)
{
	for (; *form; form++, text++)
		if (*form == 'd' ? !isdigit((unsigned char)*text) : *text != *form)
			return false;
	return *text == '\0';
}

/* The instant depends on the branch's zone: it is read when the line is played. */
static bool check_time(struct word *word, struct error *error)
{
	bool formed = has_form(word->text, "dddd-dd-ddTdd:dd") ||
		      has_form(word->text, "dddd-dd-ddTdd:dd:dd");
	int64_t instant_ms;

	return (formed && clock_parse(word->text, &instant_ms)) ||
	       wrong(error, word, "a day and time that there is, such as 2026-12-04T10:20");
}

static int64_t unit_ms(const char *unit)
{
	return strcmp(unit, "ms") == 0  ? 1
	       : strcmp(unit, "s") == 0 ? SECOND_MS
	       : strcmp(unit, "m") == 0 ? MINUTE_MS
	       : strcmp(unit, "h") == 0 ? HOUR_MS
					: 0;
}

static bool check_duration(struct word *word, struct error *error)
{
	size_t digits = strspn(word->text, "0123456789");
	size_t length = digits;

	if (word->text[length] == '.')
		length += 1 + strspn(word->text + length + 1, "0123456789");
	double number = digits > 0 ? strtod(word->text, NULL) : 0;
	double value_ms = number * (double)unit_ms(word->text + length);
	word->value = value_ms <= DURATION_MAX_MS ? (int64_t)value_ms : 0;
	return word->value > 0 || wrong(error, word, "a duration such as 500ms, 65s, 5m or 2h");
}

static bool check_uid(struct word *word, struct error *error)
{
	size_t digits = strspn(word->text, "0123456789ABCDEFabcdef");

	return (word->text[digits] == '\0' && digits >= 8 && digits <= 2 * UID_BYTES_MAX &&
		       digits % 2 == 0) ||
	       wrong(error, word, "a chip's number in 8 to 20 hexadecimal digits");
}

/* ---- texts ---- */

static bool check_text(struct word *word, struct error *error)
{
	return (word->quoted && *word->text) ||
	       wrong(error, word, "a text stands in quotation marks");
}

static bool check_picture(struct word *word, struct error *error)
{
	return *word->text || wrong(error, word, "the file of a picture");
}

/* In the folder of the pictures, never beside it. */
static bool check_shot(struct word *word, struct error *error)
{
	return (*word->text && !strchr(word->text, '/') && word->text[0] != '.') ||
	       wrong(error, word, "a picture's name without a folder");
}

static bool check_sentence(struct word *word, struct error *error)
{
	if (!word->quoted)
		return wrong(error, word, "a sentence stands in quotation marks");
	for (int i = 0; vocabulary_sentences[i]; i++)
		if (strcmp(vocabulary_sentences[i], word->text) == 0)
			return true;
	return wrong(error, word,
		"it is none of the kiosk's own sentences. A name, a title or a part of a "
		"sentence is written raw \"...\"");
}

static bool check_saying(struct word *word, struct error *error)
{
	return word->raw ? check_text(word, error) : check_sentence(word, error);
}

/* `#choose.2`: the name stays, the index becomes the value. */
static bool read_action(struct word *word)
{
	char *dot = strrchr(word->text, '.');

	if (dot && !read_number(dot + 1, &word->value))
		return false;
	if (dot)
		*dot = '\0';
	memmove(word->text, word->text + 1, strlen(word->text));
	return is_among(vocabulary_actions, word->text);
}

static bool check_target(struct word *word, struct error *error)
{
	if (word->quoted || word->raw)
		return check_saying(word, error);
	struct word whole = *word;
	return (word->text[0] == '#' && read_action(word)) ||
	       wrong(error, &whole, "\"a sentence\", raw \"a text\" or #action.index");
}

/* ---- a line ---- */

static bool (*const checks[])(struct word *word, struct error *error) = {
	[WORD_REAL] = check_real,
	[WORD_KIOSK] = check_kiosk,
	[WORD_TIME] = check_time,
	[WORD_LANGUAGE] = check_language,
	[WORD_UID] = check_uid,
	[WORD_TEXT] = check_text,
	[WORD_PICTURE] = check_picture,
	[WORD_TARGET] = check_target,
	[WORD_SENTENCE] = check_sentence,
	[WORD_SAYING] = check_saying,
	[WORD_KEY] = check_key,
	[WORD_DURATION] = check_duration,
	[WORD_SCREEN] = check_screen,
	[WORD_SHOT] = check_shot,
	[WORD_NUMBER] = check_number,
	[WORD_STATUS] = check_status,
	[WORD_COMMAND] = check_command,
	[WORD_COUNT] = check_count,
	[WORD_VICTIM] = check_victim,
	[WORD_SLEEPER] = check_sleeper,
};

/* `raw "..."` is one word. */
static void fold_raw(struct line *line)
{
	if (line->count < 3 || line->words[1].quoted || strcmp(line->words[1].text, "raw") != 0)
		return;
	line->count--;
	memmove(&line->words[1], &line->words[2],
		(size_t)(line->count - 1) * sizeof(line->words[1]));
	line->words[1].raw = true;
}

static bool check_words(struct line *line, struct error *error)
{
	const struct verb *verb = line->verb;
	int most = 1;

	while (most <= VERB_WORDS_MAX && verb->words[most - 1] != WORD_NONE)
		most++;
	if (line->count - 1 < verb->least)
		return error_set(error, ERROR_BAD_INPUT, "a word is missing: `%s`", verb->example);
	if (line->count > most)
		return error_set(error, ERROR_BAD_INPUT, "'%.40s' is too much: `%s` is all",
			line->words[most].text, verb->example);
	for (int i = 1; i < line->count; i++)
		if (!checks[verb->words[i - 1]](&line->words[i], error))
			return false;
	return true;
}

bool check_line(struct line *line, struct error *error)
{
	line->verb = verbs_find(line->words[0].text);
	if (!line->verb || line->words[0].quoted)
		return error_set(error, ERROR_BAD_INPUT,
			"a line does not begin with '%.40s'; the words are in kiosk/README.md, "
			"\"Journeys\"",
			line->words[0].text);
	if (line->verb->words[0] == WORD_TARGET || line->verb->words[0] == WORD_SAYING)
		fold_raw(line);
	return check_words(line, error);
}
