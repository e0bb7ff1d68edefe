/* The table is read line by line; a word that opens a line says what its list is. Most languages say a
 * month the same with and without its day: those leave `alone` out. */
#include "ui/dates.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct reader {
	struct dates *dates;
	int count, most;
	int line;
	const char *path;
	struct error *error;
};

static bool complain(const struct reader *reader, const char *what)
{
	return error_set(reader->error, ERROR_BAD_INPUT, "%s, line %d: %s", reader->path,
		reader->line, what);
}

static char *trim(char *text)
{
	size_t length;

	text += strspn(text, " \t");
	length = strlen(text);
	while (length > 0 && strchr(" \t\r", text[length - 1]))
		text[--length] = '\0';
	return text;
}

static bool read_words(
	const struct reader *reader, char *list, char words[][DATES_WORD_BYTES], int count)
{
	char *rest = list, *word;
	int read = 0;

	while ((word = strsep(&rest, "|"))) {
		if (read == count || !text_copy(words[read++], DATES_WORD_BYTES, trim(word)))
			return complain(reader, "too many words, or too long");
	}
	return read == count || complain(reader, "too few words");
}

static bool start_language(struct reader *reader, const char *code)
{
	struct dates *dates;

	if (reader->count == reader->most)
		return complain(reader, "too many languages");
	dates = &reader->dates[reader->count++];
	memset(dates, 0, sizeof(*dates));
	return text_copy(dates->language, sizeof(dates->language), code) ||
	       complain(reader, "the language's code is too long");
}

static bool read_line(struct reader *reader, char *line)
{
	struct dates *dates = reader->count ? &reader->dates[reader->count - 1] : NULL;
	char *value = strchr(line, ' ');

	if (!*line || *line == '#')
		return true;
	if (!value)
		return complain(reader, "a word and what it stands for");
	*value++ = '\0';
	value = trim(value);
	if (strcmp(line, "language") == 0)
		return start_language(reader, value);
	if (!dates)
		return complain(reader, "\"language\" comes first");
	if (strcmp(line, "weekdays") == 0)
		return read_words(reader, value, dates->weekdays, 7);
	if (strcmp(line, "short") == 0)
		return read_words(reader, value, dates->shorts, 7);
	if (strcmp(line, "months") == 0)
		return read_words(reader, value, dates->months, 12);
	if (strcmp(line, "alone") == 0)
		return read_words(reader, value, dates->alone, 12);
	if (strcmp(line, "date") == 0)
		return text_copy(dates->pattern, sizeof(dates->pattern), value) ||
		       complain(reader, "the date is too long");
	return complain(reader, "language, weekdays, short, months, alone or date");
}

static bool read_lines(struct reader *reader, char *text)
{
	char *line;

	if (!text_is_valid(text))
		return complain(reader, "this is not UTF-8");
	while ((line = strsep(&text, "\n"))) {
		reader->line++;
		if (!read_line(reader, trim(line)))
			return false;
	}
	return true;
}

int dates_load(struct dates *dates, int most, const char *path, struct error *error)
{
	struct reader reader = {.dates = dates, .most = most, .path = path, .error = error};
	static char text[DATES_FILE_BYTES_MAX + 1];
	FILE *file = fopen(path, "rb");
	size_t length;

	if (!file) {
		error_set(error, ERROR_NOT_FOUND, "cannot read %s: %s", path, strerror(errno));
		return -1;
	}
	length = fread(text, 1, DATES_FILE_BYTES_MAX, file);
	fclose(file);
	text[length] = '\0';
	return read_lines(&reader, text) ? reader.count : -1;
}

static const char *value_of(
	const struct dates *dates, const struct wall_time *wall, const char *name, char *number)
{
	if (strncmp(name, "{weekday}", 9) == 0)
		return dates->weekdays[wall->weekday];
	if (strncmp(name, "{month}", 7) == 0)
		return dates->months[wall->month - 1];
	return number;
}

void dates_format(const struct dates *dates, const struct wall_time *wall, char *to, size_t size)
{
	char number[12], one[2] = "";

	snprintf(number, sizeof(number), "%d", wall->day);
	to[0] = '\0';
	for (const char *at = dates->pattern; *at; at++) {
		if (*at == '{' && strchr(at, '}')) {
			text_append(to, size, value_of(dates, wall, at, number));
			at = strchr(at, '}');
			continue;
		}
		one[0] = *at; /* a byte: text_append() wants whole characters */
		strncat(to, one, size - strlen(to) - 1);
	}
}
