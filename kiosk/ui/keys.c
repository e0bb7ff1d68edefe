/* Reads a keyboard file line by line: a view, then its rows of keys. */
#include "ui/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct reader {
	struct keys *keys;
	const char *path;
	int line;
	int view; /* -1: before the first */
	struct error *error;
};

static const struct {
	const char *word;
	enum key_kind kind;
	const char *label, *types;
} doings[] = {
	{"{shift}", KEY_SHIFT, "", ""},
	{"{back}", KEY_BACK, "", ""},
	{"{symbols}", KEY_SYMBOLS, "123", ""},
	{"{accents}", KEY_ACCENTS, "\u00E0\u00E9", ""},
	{"{letters}", KEY_LETTERS, "abc", ""},
	{"{language}", KEY_LANGUAGE, "", ""},
	{"{space}", KEY_SPACE, "", " "},
	{"{gap}", KEY_GAP, "", ""},
};
enum { DOINGS = sizeof(doings) / sizeof(doings[0]) };

static bool complain(const struct reader *reader, const char *what)
{
	return error_set(reader->error, ERROR_BAD_INPUT, "%s, line %d: %s", reader->path,
		reader->line, what);
}

static bool set_label(const struct reader *reader, char *to, const char *from)
{
	return text_copy(to, KEYS_LABEL_BYTES, from) || complain(reader, "this key is too long");
}

/* Cuts "*1.5" off. */
static bool take_weight(const struct reader *reader, char *word, struct key *key)
{
	char *star = strrchr(word + 1, '*'), *end;
	double width;

	key->weight = 2;
	if (!star)
		return true;
	width = strtod(star + 1, &end);
	if (*end || end == star + 1 || width < 0.5 || width > 12)
		return complain(reader, "a key's width is a number from 0.5 to 12");
	key->weight = (int)(width * 2 + 0.5);
	*star = '\0';
	return true;
}

static bool read_doing(
	const struct reader *reader, const char *word, const char *label, struct key *key)
{
	for (int i = 0; i < DOINGS; i++) {
		if (strcmp(doings[i].word, word) != 0)
			continue;
		key->kind = doings[i].kind;
		return set_label(reader, key->types, doings[i].types) &&
		       set_label(reader, key->label, label ? label : doings[i].label);
	}
	return complain(reader, "an unknown word in braces");
}

static bool read_key(const struct reader *reader, char *word, struct key *key)
{
	char *second = NULL;

	*key = (struct key){.kind = KEY_TYPES};
	if (!take_weight(reader, word, key))
		return false;
	if (strlen(word) > 1)
		second = strchr(word + 1, '=');
	if (second)
		*second++ = '\0';
	if (word[0] == '{' && word[1])
		return read_doing(reader, word, second, key);
	return set_label(reader, key->label, word) &&
	       set_label(reader, key->types, second ? second : word);
}

static bool read_row(struct reader *reader, char *line)
{
	struct keys *keys = reader->keys;
	struct keys_row *row;
	char *rest = NULL;

	if (reader->view < 0)
		return complain(reader, "keys before the first \"view\"");
	if (keys->row_count[reader->view] == KEYS_ROWS_MAX)
		return complain(reader, "too many rows");
	row = &keys->rows[reader->view][keys->row_count[reader->view]++];
	for (char *word = strtok_r(line, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest)) {
		if (row->count == KEYS_COLUMNS_MAX)
			return complain(reader, "too many keys in a row");
		if (!read_key(reader, word, &row->keys[row->count++]))
			return false;
	}
	return true;
}

static bool read_view(struct reader *reader, const char *name)
{
	static const char *const names[KEYS_VIEWS] = {
		"base", "shift", "accents", "symbols", "mail"};

	for (int i = 0; i < KEYS_VIEWS; i++) {
		if (strcmp(names[i], name) == 0) {
			reader->view = i;
			return true;
		}
	}
	return complain(reader, "views are base, shift, accents, symbols and mail");
}

static bool read_line(struct reader *reader, char *line)
{
	size_t length = strcspn(line, "\r");

	line[length] = '\0';
	line += strspn(line, " \t");
	if (!*line || (line[0] == '#' && (line[1] == ' ' || !line[1])))
		return true;
	if (strncmp(line, "name ", 5) == 0)
		return text_copy(reader->keys->name, sizeof(reader->keys->name), line + 5) ||
		       complain(reader, "the name is too long");
	if (strncmp(line, "language ", 9) == 0)
		return text_copy(
			       reader->keys->language, sizeof(reader->keys->language), line + 9) ||
		       complain(reader, "the language's code is too long");
	if (strncmp(line, "view ", 5) == 0)
		return read_view(reader, line + 5);
	return read_row(reader, line);
}

bool keys_parse(struct keys *keys, const char *text, const char *path, struct error *error)
{
	struct reader reader = {.keys = keys, .path = path, .view = -1, .error = error};
	char copy[KEYS_FILE_BYTES_MAX], *rest = copy, *line;

	memset(keys, 0, sizeof(*keys));
	if (!text_is_valid(text))
		return complain(&reader, "this is not UTF-8");
	if (!text_copy(copy, sizeof(copy), text))
		return complain(&reader, "a keyboard is at most 8 KB");
	while ((line = strsep(&rest, "\n"))) {
		reader.line++;
		if (!read_line(&reader, line))
			return false;
	}
	return keys->row_count[VIEW_BASE] > 0 || complain(&reader, "there is no \"view base\"");
}

bool keys_load(struct keys *keys, const char *path, struct error *error)
{
	char text[KEYS_FILE_BYTES_MAX + 1];
	FILE *file = fopen(path, "rb");
	size_t length;

	if (!file)
		return error_set(error, ERROR_NOT_FOUND, "there is no keyboard %s", path);
	length = fread(text, 1, KEYS_FILE_BYTES_MAX, file);
	fclose(file);
	text[length] = '\0';
	if (strlen(text) != length)
		return error_set(error, ERROR_BAD_INPUT, "%s: this is not a text", path);
	return keys_parse(keys, text, path, error);
}
