/* The text of an iCalendar file as components with their lines: "SUMMARY;LANGUAGE=pl:Szkoła" of a
 * VEVENT is a line with a name, parameters and a value. Nothing is understood yet. Pure. */
#ifndef CALENDAR_CONTENT_H
#define CALENDAR_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct line {
	const char *name, *parameters, *value; /* parameters as written: "TZID=...;VALUE=DATE" */
	const char
		*heading; /* of its column in a table, as it is written there; NULL: it has none */
	bool is_utf8;
	struct line *next; /* of the same component */
};

struct component {
	const char *name;
	struct component *inside; /* NULL: in the file itself */
	struct line *first, *last;
	int row;     /* the table's line that it was made of (calendar/table.h); 0: none */
	char *fault; /* all that is wrong with it (calendar/reason.h); NULL: nothing is known yet */
};

struct content {
	char *text;
	struct line *line;
	struct component *component; /* in the order in which they begin */
	int component_count;
	bool has_unnamed; /* a row of a table that nobody can tell from the sessions that it lacks */
};

/* Lines are unfolded first (a fold may fall inside a character), whatever ends them. False: it is no
 * whole calendar. The caller frees `content` in any case. */
bool content_read(const char *text, size_t length, struct content *content, struct error *error);
void content_free(struct content *content);

/* As the component's last. */
void content_add(struct component *component, struct line *line);

bool content_is_named(const struct component *component, const char *name);
/* The component's first line of that name, and the one after `line`; NULL: there is none. A line
 * without a value is passed over: an empty value is no value. */
const struct line *content_first(const struct component *component, const char *name);
const struct line *content_next(const struct line *line);

/* The parameter's text without its quotes; false: the line has none of that name. */
bool content_parameter(const struct line *line, const char *name, char *text, size_t size);
/* The value of a text: without its backslashes, clean UTF-8, cut to fit. */
void content_text(const struct line *line, char *text, size_t size);

#endif
