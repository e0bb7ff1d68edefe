/* A file becomes lines in place: first it is unfolded, then each line is cut at its first ":" and hung
 * onto the component that is open. */
#include "calendar/content.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { SHORTEST_LINE = 3 }; /* "A:", and its end */

/* ---- unfolding ---- */

static bool ends_line(char c)
{
	return c == '\r' || c == '\n';
}

/* The length of the line end at `text` and of the blank that folds the next line onto this one. */
static size_t fold_length(const char *text)
{
	size_t length = text[0] == '\r' && text[1] == '\n' ? 2 : 1;

	return ends_line(text[0]) && (text[length] == ' ' || text[length] == '\t') ? length + 1 : 0;
}

/* In place; every line ends with one '\n'. */
static void unfold(char *text)
{
	char *to = text;

	while (*text) {
		size_t fold = fold_length(text);
		if (fold > 0) {
			text += fold;
		} else if (ends_line(*text)) {
			*to++ = '\n';
			text++;
		} else {
			*to++ = *text++;
		}
	}
	*to = '\0';
}

/* ---- lines and components ---- */

/* The ':' that ends name and parameters: one between quotes does not, nor that of Microsoft's
 * TZID=tzone://Microsoft/Custom, which should stand between quotes and does not. */
static char *find_value(char *line)
{
	const char *parameters = strchr(line, ';');
	bool quoted = false;

	for (; *line; line++) {
		if (*line == '"')
			quoted = !quoted;
		else if (*line == ':' && !quoted &&
			 !(parameters && line > parameters && strncmp(line, "://", 3) == 0))
			return line;
	}
	return NULL;
}

static void trim_end(char *text)
{
	size_t length = strlen(text);

	while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
		text[--length] = '\0';
}

/* False: it is no line of a calendar. */
static bool cut_line(char *text, struct line *line)
{
	*line = (struct line){.name = text, .parameters = "", .is_utf8 = text_is_valid(text)};
	trim_end(text);
	char *value = find_value(text);
	if (!value || value == text)
		return false;
	*value = '\0';
	line->value = value + 1;
	char *parameters = strchr(text, ';');
	if (parameters) {
		*parameters = '\0';
		line->parameters = parameters + 1;
	}
	return true;
}

static struct component *begin(struct content *content, const char *name, struct component *inside)
{
	struct component *component = &content->component[content->component_count++];

	*component = (struct component){.name = name, .inside = inside};
	return component;
}

void content_add(struct component *component, struct line *line)
{
	if (component->last)
		component->last->next = line;
	else
		component->first = line;
	component->last = line;
}

/* An END closes the innermost component of its name, and what was left open inside it. */
static struct component *end(struct component *component, const char *name)
{
	for (struct component *it = component; it; it = it->inside)
		if (content_is_named(it, name))
			return it->inside;
	return component;
}

static bool names_nothing(const struct line *line)
{
	return !line->value[0] &&
	       (strcasecmp(line->name, "BEGIN") == 0 || strcasecmp(line->name, "END") == 0);
}

static bool sort_lines(struct content *content, struct error *error)
{
	struct component *component = NULL;
	char *rest = content->text;
	int calendars = 0;

	for (char *text = strsep(&rest, "\n"); text; text = strsep(&rest, "\n")) {
		struct line *line = content->line;
		if (!cut_line(text, line) || names_nothing(line))
			continue;
		if (strcasecmp(line->name, "BEGIN") == 0) {
			component = begin(content, line->value, component);
			calendars += content_is_named(component, "VCALENDAR");
		} else if (strcasecmp(line->name, "END") == 0) {
			component = end(component, line->value);
		} else if (component) {
			content_add(component, line);
		} else {
			continue;
		}
		content->line++;
	}
	if (calendars == 0)
		return error_set(error, ERROR_BAD_INPUT,
			"this is no calendar: it has no BEGIN:VCALENDAR; and no table: its first "
			"line does not name the columns title, date and starts");
	return !component ||
	       error_set(error, ERROR_BAD_INPUT,
		       "the calendar stops in the middle: END:%.40s is missing", component->name);
}

bool content_read(const char *text, size_t length, struct content *content, struct error *error)
{
	static const char mark[] = "\xef\xbb\xbf"; /* of byte order, as Windows writes it */
	bool is_marked = length >= 3 && memcmp(text, mark, 3) == 0;

	*content = (struct content){0};
	if (memchr(text, '\0', length))
		return error_set(error, ERROR_BAD_INPUT, "this is no calendar: it holds a NUL");
	content->text = is_marked ? strndup(text + 3, length - 3) : strndup(text, length);
	struct line *line = calloc(length / SHORTEST_LINE + 2, sizeof(*line));
	content->component = calloc(length / sizeof("BEGIN:") + 2, sizeof(*content->component));
	content->line = line;
	bool has_memory = content->text && line && content->component;
	if (has_memory)
		unfold(content->text);
	bool done = has_memory ? sort_lines(content, error)
			       : error_set(error, ERROR_MEMORY, "no memory for the calendar");
	content->line = line;
	return done;
}

void content_free(struct content *content)
{
	free(content->text);
	free(content->line);
	free(content->component);
	*content = (struct content){0};
}

/* ---- looking ---- */

bool content_is_named(const struct component *component, const char *name)
{
	return strcasecmp(component->name, name) == 0;
}

static const struct line *named(const struct line *line, const char *name)
{
	while (line && (!line->value[0] || strcasecmp(line->name, name) != 0))
		line = line->next;
	return line;
}

const struct line *content_first(const struct component *component, const char *name)
{
	return named(component->first, name);
}

const struct line *content_next(const struct line *line)
{
	return named(line->next, line->name);
}

/* Of "TZID="Customized Time Zone";VALUE=DATE": the length of the first parameter. */
static size_t parameter_length(const char *parameters)
{
	bool quoted = false;
	size_t length = 0;

	for (; parameters[length] && (quoted || parameters[length] != ';'); length++)
		if (parameters[length] == '"')
			quoted = !quoted;
	return length;
}

static bool copy_unquoted(const char *from, size_t length, char *text, size_t size)
{
	size_t kept = 0;

	for (size_t i = 0; i < length && kept + 1 < size; i++)
		if (from[i] != '"')
			text[kept++] = from[i];
	text[kept] = '\0';
	return kept > 0;
}

bool content_parameter(const struct line *line, const char *name, char *text, size_t size)
{
	size_t name_length = strlen(name);

	for (const char *at = line->parameters; *at;) {
		size_t length = parameter_length(at);
		if (length > name_length && at[name_length] == '=' &&
			strncasecmp(at, name, name_length) == 0)
			return copy_unquoted(
				at + name_length + 1, length - name_length - 1, text, size);
		at += length + (at[length] == ';');
	}
	return false;
}

void content_text(const struct line *line, char *text, size_t size)
{
	size_t kept = 0;

	for (const char *from = line->value; *from && kept + 1 < size; from++) {
		if (*from == '\\' && from[1]) {
			from++;
			text[kept++] = *from == 'n' || *from == 'N' ? ' ' : *from;
		} else {
			text[kept++] = *from;
		}
	}
	text[kept] = '\0';
	text_clean(text, size);
}
