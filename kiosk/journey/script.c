/* A journey's file, read whole and refused whole: every line that says something impossible is named, and
 * nothing of it is played. */
#include "journey/script.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { FILE_BYTES_MAX = 512 * 1024 };

static char *load(const char *path, struct error *error)
{
	FILE *file = fopen(path, "re");
	char *text = calloc(1, FILE_BYTES_MAX + 2);
	size_t length = file && text ? fread(text, 1, FILE_BYTES_MAX + 1, file) : 0;

	if (!text)
		error_set(error, ERROR_MEMORY, "there is no memory for it");
	else if (!file || ferror(file))
		error_set(error, ERROR_NOT_FOUND, "%s; there are journeys in tests/journeys/",
			strerror(errno));
	else if (length > FILE_BYTES_MAX)
		error_set(error, ERROR_BAD_INPUT, "it is longer than 512 KB");
	else if (strlen(text) != length || !text_is_valid(text))
		error_set(error, ERROR_BAD_INPUT, "it is not UTF-8 text");
	if (file)
		fclose(file);
	if (error->code == ERROR_NONE)
		return text;
	free(text);
	return NULL;
}

/* What must stand before the first line that needs a face, and what needs `readers real`. */
static bool check_order(const struct script *script, const struct line *line, struct error *error)
{
	const char *verb = line->verb->name;

	if (line->verb->stands_first && script->face_needed)
		return error_set(error, ERROR_BAD_INPUT,
			"'%s' stands before the first line that needs the kiosk", verb);
	if (line->verb->readers_real && !script->readers_real)
		return error_set(
			error, ERROR_BAD_INPUT, "'%s' needs `readers real` at the top", verb);
	return true;
}

static bool read_line(
	struct script *script, struct line *line, const char *text, struct error *error)
{
	if (strlen(text) >= sizeof(line->text))
		return error_set(error, ERROR_BAD_INPUT,
			"the line is longer than %zu bytes: say it in several",
			sizeof(line->text) - 1);
	text_copy(line->text, sizeof(line->text), text);
	if (!words_split(line, text, error))
		return false;
	if (line->count == 0)
		return true;
	if (!check_line(line, error) || !check_order(script, line, error))
		return false;
	script->face_needed = script->face_needed || line->verb->needs_face;
	script->readers_real = script->readers_real || strcmp(line->verb->name, "readers") == 0;
	return true;
}

/* False: no memory. */
static bool grow(struct script *script)
{
	size_t bytes = (size_t)(script->count + 1) * sizeof(*script->lines);
	struct line *lines = realloc(script->lines, bytes);

	if (!lines)
		return false;
	script->lines = lines;
	memset(&lines[script->count], 0, sizeof(*lines));
	return true;
}

/* The line is kept only if it says something. */
static bool take_line(struct script *script, const char *path, int number, const char *text)
{
	struct error error = {0};
	bool good = grow(script) || error_set(&error, ERROR_MEMORY, "there is no memory for it");

	if (good) {
		struct line *line = &script->lines[script->count];
		line->number = number;
		good = read_line(script, line, text, &error);
		if (good && line->count > 0)
			script->count++;
	}
	if (!good)
		fprintf(stderr, "%s:%d: %.200s\n  %s\n", path, number, text, error.detail);
	return good;
}

bool script_read(struct script *script, const char *path)
{
	struct error error = {0};
	char *text = load(path, &error), *rest = text;
	bool good = text != NULL;

	*script = (struct script){0};
	if (!text)
		fprintf(stderr, "kiosk-journey: '%s' cannot be read: %s\n", path, error.detail);
	for (int number = 1; rest && *rest; number++) {
		char *line = strsep(&rest, "\n");
		good = take_line(script, path, number, line) && good;
	}
	free(text);
	if (good && script->count == 0)
		fprintf(stderr, "kiosk-journey: '%s' says nothing to play\n", path);
	return good && script->count > 0;
}

void script_free(struct script *script)
{
	free(script->lines);
	*script = (struct script){0};
}
