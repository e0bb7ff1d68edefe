/* Lines from and to the face. A face that is gone is no reason to stop, if sync shall outlive it. */
#include "sync/face.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { RUBBISH_MAX = 10 };

static void tell(struct face *face, json_t *line)
{
	if (face->listening || face->outlive)
		lines_write(STDOUT_FILENO, line);
	else
		json_decref(line);
}

void face_start(struct face *face, bool outlive)
{
	*face = (struct face){.listening = true, .outlive = outlive};
	tell(face, json_pack("{s:s, s:s, s:s, s:i}", "type", "hello", "program", "kiosk-sync",
			   "version", KIOSK_VERSION, "protocol", LINES_PROTOCOL));
}

void face_tell_state(struct face *face, const char *state, const char *detail)
{
	tell(face, json_pack("{s:s, s:s, s:s}", "type", "state", "state", state, "detail", detail));
}

void face_tell_synced(struct face *face)
{
	tell(face, json_pack("{s:s, s:[s, s, s]}", "type", "synced", "streams", "branch", "global",
			   "kiosk"));
}

static void obey(struct face *face, const char *type)
{
	if (strcmp(type, "ping") == 0)
		tell(face, json_pack("{s:s}", "type", "pong"));
	else if (strcmp(type, "nudge") == 0)
		face->nudged = true;
	else if (strcmp(type, "stop") == 0)
		face->stopped = true;
	else
		face->rubbish++;
}

static void hear_line(struct face *face, const char *line)
{
	json_t *object = lines_parse(line);

	if (object)
		obey(face, lines_type(object));
	else
		face->rubbish++;
	json_decref(object);
}

static void hear_lines(struct face *face)
{
	const char *line;

	for (;;)
		switch (lines_next(&face->lines, &line)) {
		case LINES_LINE:
			hear_line(face, line);
			break;
		case LINES_RUBBISH:
			face->rubbish++;
			break;
		case LINES_WAIT:
			return;
		}
}

void face_hear(struct face *face)
{
	size_t room;
	char *bytes = lines_room(&face->lines, &room);
	ssize_t got = read(STDIN_FILENO, bytes, room);

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got > 0) {
		lines_took(&face->lines, (size_t)got);
		hear_lines(face);
	}
	if (got <= 0 || face->rubbish > RUBBISH_MAX) {
		face->listening = false;
		face->stopped = face->stopped || !face->outlive;
	}
}
