/* Reads commands and writes reports, one JSON object a line. The end of standard input means that
 * whoever started sync is gone: sync stops too, unless it was told to outlive it. */
#include "sync/starter.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { RUBBISH_MAX = 10 };

static void tell(struct starter *starter, json_t *line)
{
	if (starter->listening || starter->outlive)
		lines_write(STDOUT_FILENO, line);
	else
		json_decref(line);
}

void starter_greet(struct starter *starter, bool outlive)
{
	*starter = (struct starter){.listening = true, .outlive = outlive};
	tell(starter, json_pack("{s:s, s:s, s:s, s:i}", "type", "hello", "program", "kiosk-sync",
			      "version", KIOSK_VERSION, "protocol", LINES_PROTOCOL));
}

void starter_tell_state(struct starter *starter, const char *state, const char *detail)
{
	tell(starter,
		json_pack("{s:s, s:s, s:s}", "type", "state", "state", state, "detail", detail));
}

void starter_tell_synced(struct starter *starter)
{
	tell(starter, json_pack("{s:s, s:[s, s, s]}", "type", "synced", "streams", "branch",
			      "global", "kiosk"));
}

static void obey(struct starter *starter, const char *type)
{
	if (strcmp(type, "ping") == 0)
		tell(starter, json_pack("{s:s}", "type", "pong"));
	else if (strcmp(type, "nudge") == 0)
		starter->nudged = true;
	else if (strcmp(type, "stop") == 0)
		starter->stopped = true;
	else
		starter->rubbish++;
}

static void hear_line(struct starter *starter, const char *line)
{
	json_t *object = lines_parse(line);

	if (object)
		obey(starter, lines_type(object));
	else
		starter->rubbish++;
	json_decref(object);
}

static void hear_lines(struct starter *starter)
{
	const char *line;

	for (;;)
		switch (lines_next(&starter->lines, &line)) {
		case LINES_LINE:
			hear_line(starter, line);
			break;
		case LINES_RUBBISH:
			starter->rubbish++;
			break;
		case LINES_WAIT:
			return;
		}
}

void starter_hear(struct starter *starter)
{
	size_t room;
	char *bytes = lines_room(&starter->lines, &room);
	ssize_t got = read(STDIN_FILENO, bytes, room);

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got > 0) {
		lines_took(&starter->lines, (size_t)got);
		hear_lines(starter);
	}
	if (got <= 0 || starter->rubbish > RUBBISH_MAX) {
		starter->listening = false;
		starter->stopped = starter->stopped || !starter->outlive;
	}
}
