/* Reads the tree's lines: `  card "words" says "words" selected #ACTION.2`. */
#include "seen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Between the quotation marks; a text may have such marks itself, so it ends at the last one before the
 * line's next word. */
static void read_text(const char *rest, char text[static SEEN_TEXT_BYTES])
{
	const char *ending = strstr(rest + 1, "\" says \"");

	if (!ending)
		ending = strrchr(rest, '"');
	snprintf(text, SEEN_TEXT_BYTES, "%.*s", (int)(ending - rest - 1), rest + 1);
}

static void read_action(struct seen_line *line, const char *text)
{
	const char *mark = strrchr(text, '#');

	if (mark && strchr(mark, '"') == NULL)
		sscanf(mark, "#%23[A-Z_].%d", line->action, &line->index);
	line->disabled = strstr(text, " disabled") != NULL;
}

static void read_line(struct seen_line *line, const char *text)
{
	int spaces = (int)strspn(text, " "), used = 0;
	const char *quote;

	*line = (struct seen_line){.depth = spaces / 2};
	sscanf(text + spaces, "%23s%n", line->role, &used);
	quote = strchr(text + spaces + used, '"');
	if (quote)
		read_text(quote, line->text);
	read_action(line, text);
}

static void read_tree(struct seen *seen, FILE *file)
{
	char text[4 * SEEN_TEXT_BYTES];

	seen->count = 0;
	while (fgets(text, sizeof(text), file) && seen->count < SEEN_LINES_MAX) {
		text[strcspn(text, "\n")] = '\0';
		if (strncmp(text, "screen ", 7) == 0)
			snprintf(seen->screen, sizeof(seen->screen), "%.23s", text + 7);
		else
			read_line(&seen->lines[seen->count++], text);
	}
}

bool seen_look(struct face *face, struct seen *seen)
{
	char path[STAGE_PATH_BYTES + 16];

	snprintf(path, sizeof(path), "%s/tree", face->options->stage->folder);
	if (!face_tell(face, json_pack("{s:s, s:s}", "type", "tree", "path", path)))
		return false;
	FILE *file = fopen(path, "re");
	if (!file)
		return false;
	read_tree(seen, file);
	fclose(file);
	return true;
}

bool seen_is(const struct seen *seen, const char *screen)
{
	return strcmp(seen->screen, screen) == 0;
}

int seen_find(const struct seen *seen, const char *words)
{
	for (int i = 0; i < seen->count; i++)
		if (strstr(seen->lines[i].text, words))
			return i;
	return -1;
}

bool seen_says(const struct seen *seen, const char *words)
{
	return seen_find(seen, words) >= 0;
}

bool seen_offers(const struct seen *seen, const char *action, int index)
{
	for (int i = 0; i < seen->count; i++)
		if (strcmp(seen->lines[i].action, action) == 0 && seen->lines[i].index == index)
			return !seen->lines[i].disabled;
	return false;
}

int seen_end_of(const struct seen *seen, int i)
{
	int end = i + 1;

	while (end < seen->count && seen->lines[end].depth > seen->lines[i].depth)
		end++;
	return end;
}
