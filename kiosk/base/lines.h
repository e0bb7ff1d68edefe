/* The line protocol between the face and its workers: one JSON object a line, UTF-8, at most 4096
 * bytes with the newline, key "type" first. The same on a socket, a pipe or a terminal.
 * kiosk/README.md lists the types. */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

enum { LINE_BYTES_MAX = 4096, LINES_PROTOCOL = 1 };

/* Bytes that came and are not yet a whole line. Zero to start. */
struct lines {
	char bytes[LINE_BYTES_MAX + 1];
	size_t length;
	bool skipping; /* inside a line that was too long */
};

enum lines_status {
	LINES_WAIT,    /* no whole line yet */
	LINES_LINE,    /* `*line` is a line without its newline; valid until the next call */
	LINES_RUBBISH, /* a line was too long or held a NUL; it is skipped */
};

/* Where the next bytes go; at most `*room` of them. Then lines_took(). */
char *lines_room(struct lines *lines, size_t *room);
void lines_took(struct lines *lines, size_t count);

/* Call until LINES_WAIT after each lines_took(). */
enum lines_status lines_next(struct lines *lines, const char **line);

/* The object of one line, or NULL if it is not one JSON object with a string "type".
 * The caller owns it (json_decref). */
json_t *lines_parse(const char *line);

/* "type" of a parsed line. */
const char *lines_type(const json_t *object);

/* Writes `object` as one line; steals the reference. False: the other end is gone, too slow (2 s),
 * or the line would be too long. "type" must have been set first. */
bool lines_write(int descriptor, json_t *object);

#endif
