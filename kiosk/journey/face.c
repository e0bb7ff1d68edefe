/* The face as the runner's child: started with an inherited socket, asked one JSON line a question,
 * and stopped or killed. What it says it painted goes into the ledger. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "journey/journey.h"

enum {
	TRY_AGAIN_MS = 50,
	PATIENCE_MS = 8000, /* for what real readers and the centre bring in their own time */
};

static void write_ledger(struct journey *journey, const json_t *line)
{
	const char *booking = json_string_value(json_object_get(line, "booking"));
	int file = journey->options->ledger
			   ? open(journey->options->ledger,
				     O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)
			   : -1;

	if (file < 0 || !booking)
		return;
	dprintf(file, "%s\n", booking);
	close(file);
}

/* The next line that is an answer; painted confirmations go into the ledger. NULL: the face died. */
static json_t *read_answer(struct journey *journey)
{
	const char *text;

	for (;;) {
		enum lines_status status = lines_next(&journey->lines, &text);
		if (status == LINES_WAIT) {
			size_t room;
			char *bytes = lines_room(&journey->lines, &room);
			ssize_t count = read(journey->control, bytes, room);
			if (count < 0 && errno == EINTR && !journey_stopped_by())
				continue;
			if (count <= 0)
				return NULL;
			lines_took(&journey->lines, (size_t)count);
			continue;
		}
		json_t *line = status == LINES_LINE ? lines_parse(text) : NULL;
		if (line && strcmp(lines_type(line), "painted") != 0)
			return line;
		if (line)
			write_ledger(journey, line);
		json_decref(line);
	}
}

/* Steals `question`. NULL: the face died. */
json_t *face_ask(struct journey *journey, json_t *question)
{
	if (journey->control < 0 || !lines_write(journey->control, question)) {
		journey_fails(journey, "the face is not there");
		return NULL;
	}
	json_t *answer = read_answer(journey);
	if (!answer)
		journey_fails(journey, journey_stopped_by() ? "stopped" : "the face died");
	return answer;
}

/* ANSWER_LATER: not now, but asking again may help. */
enum answer { ANSWER_NO, ANSWER_LATER, ANSWER_OK };

static enum answer put(struct journey *journey, json_t *question)
{
	json_t *line = face_ask(journey, question);
	bool held = line && strcmp(lines_type(line), "ok") == 0;
	bool later = line && json_is_true(json_object_get(line, "later"));

	if (line && !held) {
		const char *detail = json_string_value(json_object_get(line, "detail"));
		journey_fails(journey, "%s", detail ? detail : "no");
	}
	json_decref(line);
	return held ? ANSWER_OK : later ? ANSWER_LATER : ANSWER_NO;
}

bool face_tell(struct journey *journey, json_t *question)
{
	return put(journey, question) == ANSWER_OK;
}

static void pause_ms(int duration_ms)
{
	poll(NULL, 0, duration_ms);
}

/* Asks again for a while: readers and centre act in their own time. */
bool face_tell_soon(struct journey *journey, json_t *question)
{
	enum answer answer = put(journey, json_incref(question));

	for (int waited_ms = 0;
		answer == ANSWER_LATER && waited_ms < PATIENCE_MS && !journey_stopped_by();
		waited_ms += TRY_AGAIN_MS) {
		pause_ms(TRY_AGAIN_MS);
		answer = put(journey, json_incref(question));
	}
	json_decref(question);
	return answer == ANSWER_OK;
}

/* ---- beginning and end ---- */

/* Flags go in where the first NULL is. */
static void add_reading(const char **arguments, const struct journey_options *options)
{
	while (*arguments)
		arguments++;
	if (options->bigger)
		*arguments++ = "--bigger";
	if (options->contrast)
		*arguments++ = "--contrast";
	if (options->low)
		*arguments++ = "--low";
}

bool face_start(struct journey *journey)
{
	char path[PATH_BYTES + 32], number[16];
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return journey_fails(journey, "no socket for the face");
	snprintf(path, sizeof(path), "%s/library-kiosk", journey->installation.programs);
	snprintf(number, sizeof(number), "%d", ends[1]);
	const char *arguments[] = {path, "--window", journey->options->size, "--config",
		journey->config, "--assets", journey->installation.assets, "--control", number,
		NULL, NULL, NULL, NULL};
	add_reading(arguments, journey->options);
	bool started = program_start(&journey->face, arguments, ends[1]);
	close(ends[1]);
	journey->control = ends[0];
	memset(&journey->lines, 0, sizeof(journey->lines));
	return started || journey_fails(journey, "the face cannot be started");
}

bool face_readers_are_ready(struct journey *journey)
{
	for (int waited_ms = 0; waited_ms <= PATIENCE_MS; waited_ms += TRY_AGAIN_MS) {
		json_t *answer = face_ask(journey, json_pack("{s:s}", "type", "workers"));
		bool ready = json_is_true(json_object_get(answer, "nfc_ready")) &&
			     json_is_true(json_object_get(answer, "camera_ready"));
		bool alive = answer != NULL;
		json_decref(answer);
		if (ready || !alive)
			return ready;
		pause_ms(TRY_AGAIN_MS);
	}
	return journey_fails(journey, "the readers do not become ready");
}

bool face_stop(struct journey *journey, int signal)
{
	program_stop(&journey->face, signal);
	if (journey->control >= 0) {
		/* What was painted before the end still counts. */
		shutdown(journey->control, SHUT_WR);
		json_decref(read_answer(journey));
		close(journey->control);
	}
	journey->control = -1;
	return true;
}

/* ---- readers ---- */

/* The reader takes a moment to believe that a card is there, or gone. */
bool face_reader_sees(struct journey *journey, bool card)
{
	for (int waited_ms = 0; waited_ms <= PATIENCE_MS; waited_ms += TRY_AGAIN_MS) {
		json_t *answer = face_ask(journey, json_pack("{s:s}", "type", "workers"));
		bool there = json_is_true(json_object_get(answer, "card_is_there"));
		bool alive = answer != NULL;
		json_decref(answer);
		if (there == card || !alive)
			return alive;
		pause_ms(TRY_AGAIN_MS);
	}
	return journey_fails(
		journey, card ? "the reader sees no card" : "the reader still sees a card");
}

pid_t face_worker_pid(struct journey *journey, const char *name)
{
	json_t *answer = face_ask(journey, json_pack("{s:s}", "type", "workers"));
	pid_t pid = (pid_t)json_integer_value(json_object_get(answer, name));

	json_decref(answer);
	return pid;
}
