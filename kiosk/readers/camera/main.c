/* kiosk-camera: one line for each code held into the picture. Standard input and output are the
 * face's socket, or a terminal; when they end, the program does. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alive.h"
#include "base/clock.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/options.h"
#include "base/sandbox.h"
#include "readers/camera/report.h"
#include "readers/camera/station.h"

enum {
	END_WITHIN_MS = 350,
	SOURCE_BYTES_MAX = 32,
	PICTURE_WORK_MS = 4 * ALIVE_WORK_MS, /* a large picture is looked at for seconds */
};

/* The face has gone: the main thread has time to end, unless a picture holds it. */
static void *end_with_the_face(void *unused)
{
	struct pollfd face = {.fd = STDIN_FILENO, .events = POLLRDHUP};

	while (poll(&face, 1, -1) <= 0)
		continue;
	usleep(END_WITHIN_MS * 1000);
	_exit(0);
}

static bool start_watch(void)
{
	pthread_attr_t attributes;
	pthread_t thread;
	bool started;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, 64 * 1024);
	started = pthread_create(&thread, &attributes, end_with_the_face, NULL) == 0;
	pthread_attr_destroy(&attributes);
	return started;
}

static void set_want(struct station *station, const char *want)
{
	if (want && strcmp(want, "idle") == 0)
		station_set_want(station, STATION_IDLE);
	else if (want && strcmp(want, "look") == 0)
		station_set_want(station, STATION_LOOK);
}

/* False: time to stop. What is not for us is ignored. */
static bool obey(struct station *station, const char *line)
{
	json_t *object = lines_parse(line);
	const char *type = object ? lines_type(object) : "";
	bool go_on = strcmp(type, "stop") != 0;

	if (strcmp(type, "ping") == 0)
		go_on = report_pong();
	else if (strcmp(type, "camera") == 0)
		set_want(station, json_string_value(json_object_get(object, "want")));
	json_decref(object);
	return go_on;
}

static bool listen_to(struct station *station, struct lines *lines)
{
	enum lines_status status;
	const char *line;
	size_t room;
	char *bytes = lines_room(lines, &room);
	ssize_t count = read(STDIN_FILENO, bytes, room);

	if (count <= 0)
		return count < 0 && (errno == EINTR || errno == EAGAIN);
	lines_took(lines, (size_t)count);
	while ((status = lines_next(lines, &line)) != LINES_WAIT)
		if (status == LINES_LINE && !obey(station, line))
			return false;
	return true;
}

static int timeout_until(int64_t due_ms, int64_t now_ms)
{
	if (due_ms == INT64_MAX)
		return -1;
	return due_ms > now_ms ? (int)(due_ms - now_ms) : 0;
}

static void wait_for(struct pollfd waiting[2], int timeout_ms)
{
	alive_promise(timeout_ms < 0 ? 0 : timeout_ms + PICTURE_WORK_MS);
	poll(waiting, 2, timeout_ms);
	alive_promise(PICTURE_WORK_MS);
}

static void run(struct station *station)
{
	struct lines lines = {0};
	bool go_on = report_hello() && station_step(station, clock_boot_ms());

	while (go_on) {
		int64_t now_ms = clock_boot_ms();
		struct pollfd waiting[] = {
			{.fd = STDIN_FILENO, .events = POLLIN},
			{.fd = station_descriptor(station, now_ms), .events = POLLIN},
		};
		wait_for(waiting, timeout_until(station_due_ms(station), now_ms));
		if (waiting[0].revents)
			go_on = listen_to(station, &lines);
		go_on = go_on && station_step(station, clock_boot_ms());
	}
}

struct arguments {
	const char *device, *source;
	bool search;
};

static int read_arguments(int count, char **words, struct arguments *arguments)
{
	const struct option_known known[] = {
		{"device", "NODE",
			"the camera, as /dev/video0; or a picture, or a folder of pictures",
			.text = &arguments->device, .needed = true},
		{"source", "NAME", "what the lines call it", .text = &arguments->source},
		{"search", NULL, "every way of looking at a picture, not a camera's looks",
			.given = &arguments->search},
		{0},
	};
	const struct option_table table = {.program = "kiosk-camera",
		.about = "Says in a line of JSON each code that is held into the picture.",
		.known = known};
	int code = options_read(&table, count, words);

	if (code != OPTIONS_GO_ON)
		return code;
	if (strlen(arguments->device) >= PATH_MAX ||
		(arguments->source && strlen(arguments->source) > SOURCE_BYTES_MAX))
		return options_refuse(&table, "a name is too long");
	return OPTIONS_GO_ON;
}

static int start(const struct arguments *arguments)
{
	static struct station station;
	struct error error = {0};

	if (!start_watch() || !sandbox_enter(&error)) {
		log_error("starting", &error);
		return 1;
	}
	station_init(&station, arguments->device, arguments->search);
	run(&station);
	station_finish(&station);
	return 0;
}

int main(int count, char **words)
{
	struct arguments arguments = {0};
	int code = read_arguments(count, words, &arguments);

	if (code != OPTIONS_GO_ON)
		return code;
	log_start("camera");
	signal(SIGPIPE, SIG_IGN);
	if (arguments.source)
		report_as(arguments.source);
	return start(&arguments);
}
