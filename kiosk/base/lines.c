/* Cuts bytes into lines and lines into JSON objects; a line that is too long is skipped whole. */
#include "base/lines.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WRITE_TIMEOUT_MS = 2000 };

char *lines_room(struct lines *lines, size_t *room)
{
	/* The line handed out last lies at the front, its end marked by lines_next(). */
	*room = LINE_BYTES_MAX - lines->length;
	assert(*room > 0);
	return lines->bytes + lines->length;
}

void lines_took(struct lines *lines, size_t count)
{
	assert(lines->length + count <= LINE_BYTES_MAX);
	lines->length += count;
}

static void drop(struct lines *lines, size_t count)
{
	lines->length -= count;
	memmove(lines->bytes, lines->bytes + count, lines->length);
}

enum lines_status lines_next(struct lines *lines, const char **line)
{
	static _Thread_local char whole[LINE_BYTES_MAX + 1];
	char *newline = memchr(lines->bytes, '\n', lines->length);

	if (!newline) {
		if (lines->skipping) {
			lines->length = 0;
		} else if (lines->length == LINE_BYTES_MAX) {
			lines->length = 0;
			lines->skipping = true;
			return LINES_RUBBISH;
		}
		return LINES_WAIT;
	}
	size_t length = (size_t)(newline - lines->bytes);
	memcpy(whole, lines->bytes, length);
	whole[length] = '\0';
	drop(lines, length + 1);
	if (lines->skipping) {
		lines->skipping = false;
		return lines_next(lines, line);
	}
	if (memchr(whole, '\0', length))
		return LINES_RUBBISH;
	*line = whole;
	return LINES_LINE;
}

json_t *lines_parse(const char *line)
{
	json_t *object = json_loads(line, JSON_REJECT_DUPLICATES, NULL);

	if (!json_is_string(json_object_get(object, "type"))) {
		json_decref(object);
		return NULL;
	}
	return object;
}

const char *lines_type(const json_t *object)
{
	return json_string_value(json_object_get(object, "type"));
}

static bool write_all(int descriptor, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t wrote = write(descriptor, bytes, length);
		if (wrote > 0) {
			bytes += wrote;
			length -= (size_t)wrote;
		} else if (errno == EAGAIN) {
			struct pollfd writable = {.fd = descriptor, .events = POLLOUT};
			if (poll(&writable, 1, WRITE_TIMEOUT_MS) <= 0)
				return false;
		} else if (errno != EINTR) {
			return false;
		}
	}
	return true;
}

bool lines_write(int descriptor, json_t *object)
{
	char bytes[LINE_BYTES_MAX];
	size_t length =
		json_dumpb(object, bytes, sizeof(bytes), JSON_COMPACT | JSON_PRESERVE_ORDER);

	assert(lines_type(object));
	json_decref(object);
	if (length == 0 || length >= sizeof(bytes))
		return false;
	bytes[length] = '\n';
	return write_all(descriptor, bytes, length + 1);
}
