/* A child with a socket, one question at a time. */
#include "face.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "ctl/demo.h"

enum { ANSWER_WITHIN_MS = 20000, CANNOT_PLAY = 2 };

void give_up(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(CANNOT_PLAY);
}

/* ---- the stage ---- */

static void start_clock(const struct stage *stage, const char *at)
{
	struct error error = {0};
	char path[STAGE_PATH_BYTES + 16];
	int64_t now_ms;

	snprintf(path, sizeof(path), "%s/clock", stage->folder);
	if (!clock_set_zone("Europe/London", &error) || !clock_parse(at, &now_ms) ||
		!clock_create_journey_file(path, now_ms, &error) ||
		setenv("KIOSK_CLOCK", path, 1) != 0 || !clock_obey_journey(&error))
		give_up("the clock: %s", error.detail);
}

static void enrol(const struct stage *stage, const char *assets, int kiosk)
{
	struct error error = {0};

	if (!demo_enrol(stage->data, kiosk, assets, clock_now_ms(), &error))
		give_up("the demo's directory: %s", error.detail);
	stage_configure(stage, "");
}

void stage_make(struct stage *stage, const char *assets, int kiosk, const char *at)
{
	const char *temporary = getenv("TMPDIR");

	snprintf(stage->folder, sizeof(stage->folder), "%.100s/kiosk-faults-XXXXXX",
		temporary ? temporary : "/tmp");
	if (!mkdtemp(stage->folder))
		give_up("%s: %s", stage->folder, strerror(errno));
	snprintf(stage->data, sizeof(stage->data), "%s/data", stage->folder);
	snprintf(stage->config, sizeof(stage->config), "%s/kiosk.conf", stage->folder);
	snprintf(stage->log, sizeof(stage->log), "%s/log", stage->folder);
	start_clock(stage, at);
	enrol(stage, assets, kiosk);
}

void stage_make_beside(
	struct stage *stage, const struct stage *first, const char *assets, int kiosk)
{
	snprintf(stage->folder, sizeof(stage->folder), "%s", first->folder);
	snprintf(stage->data, sizeof(stage->data), "%.220s/data-%d", first->folder, kiosk);
	snprintf(
		stage->config, sizeof(stage->config), "%.220s/kiosk-%d.conf", first->folder, kiosk);
	snprintf(stage->log, sizeof(stage->log), "%.220s/log-%d", first->folder, kiosk);
	enrol(stage, assets, kiosk);
}

void stage_configure(const struct stage *stage, const char *settings)
{
	FILE *file = fopen(stage->config, "we");

	if (!file)
		give_up("%s: %s", stage->config, strerror(errno));
	fprintf(file, "[kiosk]\ndata = %s\n%s", stage->data, settings);
	fclose(file);
}

void stage_remove(const struct stage *stage)
{
	char command[STAGE_PATH_BYTES + 16];

	snprintf(command, sizeof(command), "rm -rf '%s'", stage->folder);
	if (system(command) != 0)
		give_up("%s cannot be removed", stage->folder);
}

void stage_wait(int64_t duration_ms)
{
	clock_journey_set(clock_now_ms() + duration_ms);
}

/* ---- the child ---- */

static void limit_files(long bytes)
{
	struct rlimit limit = {(rlim_t)bytes, (rlim_t)bytes};

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
}

static void become(const struct face_options *options, int control)
{
	const char *window = "1920x1080";
	char number[16];
	int log = open(options->stage->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	snprintf(number, sizeof(number), "%d", control);
	fcntl(control, F_SETFD, 0);
	dup2(log, STDERR_FILENO);
	if (!options->on_display)
		setenv("KIOSK_HIDDEN", "1", 1);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
	if (options->file_bytes_max)
		limit_files(options->file_bytes_max);
	execl(options->program, options->program, "--window", window, "--config",
		options->stage->config, "--assets", options->assets, "--control", number,
		(char *)NULL);
	_exit(127);
}

bool face_start(struct face *face, const struct face_options *options)
{
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	*face = (struct face){.options = options, .control = -1};
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		give_up("no socket: %s", strerror(errno));
	face->pid = fork();
	if (face->pid == 0)
		become(options, ends[1]);
	close(ends[1]);
	face->control = ends[0];
	return face_number(face, "outbox", "visitors") >= 0;
}

int face_end(struct face *face, int signal)
{
	json_t *line;
	int status = 0;

	if (face->pid == 0)
		return 0;
	if (signal)
		kill(face->pid, signal);
	shutdown(face->control, SHUT_WR);
	while ((line = face_answer(face)))
		json_decref(line);
	close(face->control);
	waitpid(face->pid, &status, 0);
	*face = (struct face){.options = face->options, .control = -1};
	return status;
}

/* ---- questions ---- */

static bool wait_for_bytes(const struct face *face)
{
	struct pollfd readable = {.fd = face->control, .events = POLLIN};
	int ready;

	do
		ready = poll(&readable, 1, ANSWER_WITHIN_MS);
	while (ready < 0 && errno == EINTR);
	return ready > 0;
}

static json_t *read_line(struct face *face)
{
	const char *text;
	enum lines_status status;

	while ((status = lines_next(&face->lines, &text)) == LINES_WAIT) {
		size_t room;
		char *bytes = lines_room(&face->lines, &room);
		ssize_t count = wait_for_bytes(face) ? read(face->control, bytes, room) : 0;
		if (count <= 0)
			return NULL;
		lines_took(&face->lines, (size_t)count);
	}
	return status == LINES_LINE ? lines_parse(text) : NULL;
}

json_t *face_answer(struct face *face)
{
	json_t *line;

	while ((line = read_line(face)) && strcmp(lines_type(line), "painted") == 0) {
		if (face->options->painted)
			face->options->painted(json_string_value(json_object_get(line, "booking")));
		json_decref(line);
	}
	if (!line)
		snprintf(face->detail, sizeof(face->detail), "the face died");
	return line;
}

bool face_say(struct face *face, json_t *question)
{
	return lines_write(face->control, question);
}

json_t *face_ask(struct face *face, json_t *question)
{
	face_say(face, question); /* one that died may still have something to say */
	return face_answer(face);
}

bool face_tell(struct face *face, json_t *question)
{
	json_t *answer = face_ask(face, question);
	const char *detail = json_string_value(json_object_get(answer, "detail"));
	bool held = answer && strcmp(lines_type(answer), "ok") == 0;

	if (detail)
		snprintf(face->detail, sizeof(face->detail), "%s", detail);
	json_decref(answer);
	return held;
}

bool face_tap(struct face *face, const char *text)
{
	return face_tell(face, json_pack("{s:s, s:s, s:b}", "type", "tap", "text", text, "raw", 0));
}

bool face_tap_name(struct face *face, const char *name, int index)
{
	return face_tell(face,
		json_pack("{s:s, s:s, s:i}", "type", "tap-name", "name", name, "index", index));
}

bool face_is_on(struct face *face, const char *screen)
{
	return face_tell(face, json_pack("{s:s, s:s}", "type", "screen", "name", screen));
}

bool face_sees(struct face *face, const char *text)
{
	return face_tell(face, json_pack("{s:s, s:s, s:b, s:b}", "type", "see", "text", text, "raw",
				       0, "absent", 0));
}

int64_t face_number(struct face *face, const char *question, const char *key)
{
	json_t *answer = face_ask(face, json_pack("{s:s}", "type", question));
	int64_t number = answer ? json_integer_value(json_object_get(answer, key)) : -1;

	json_decref(answer);
	return number;
}
