/* One JSON object in DIR/trouble.json. */
#include "base/trouble.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/text.h"

static bool path_of(const char *directory, const char *name, char path[static PATH_MAX])
{
	return text_copy(path, PATH_MAX, directory) && text_append(path, PATH_MAX, name);
}

bool trouble_read(const char *directory, struct trouble *trouble)
{
	char path[PATH_MAX];
	const char *kind = NULL, *sentence = NULL;
	json_int_t since_ms = 0;

	if (!path_of(directory, "/trouble.json", path))
		return false;
	json_t *object = json_load_file(path, 0, NULL);
	bool read = json_unpack(object, "{s:s, s:s, s:I}", "kind", &kind, "sentence", &sentence,
			    "since_ms", &since_ms) == 0 &&
		    text_copy(trouble->kind, sizeof(trouble->kind), kind) &&
		    text_copy(trouble->sentence, sizeof(trouble->sentence), sentence);
	trouble->since_ms = since_ms;
	json_decref(object);
	return read;
}

static void write_note(const char *directory, const struct trouble *trouble, int64_t since_ms)
{
	char path[PATH_MAX], part[PATH_MAX];

	if (!path_of(directory, "/trouble.json", path) ||
		!path_of(directory, "/.trouble.json", part))
		return;
	json_t *object = json_pack("{s:s, s:s, s:I}", "kind", trouble->kind, "sentence",
		trouble->sentence, "since_ms", (json_int_t)since_ms);
	if (json_dump_file(object, part, JSON_COMPACT) != 0 || rename(part, path) != 0)
		unlink(part); /* a full disk says so itself */
	json_decref(object);
}

void trouble_note(const char *directory, const struct trouble *trouble, int64_t now_ms)
{
	char path[PATH_MAX];
	struct trouble before = {0};
	bool was_there = trouble_read(directory, &before);

	if (!trouble) {
		if (was_there && path_of(directory, "/trouble.json", path))
			unlink(path);
		return;
	}
	bool is_same = was_there && strcmp(before.kind, trouble->kind) == 0;
	if (!is_same || strcmp(before.sentence, trouble->sentence) != 0)
		write_note(directory, trouble, is_same ? before.since_ms : now_ms);
}

bool trouble_may_pass(const struct trouble *trouble)
{
	return strcmp(trouble->kind, "away") == 0;
}
