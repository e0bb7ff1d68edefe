/* kiosk-nfc: one line for each card held near. Standard input and output are the face's socket, or
 * a terminal; both ends ending ends the program. No handler is installed for any signal: if libnfc
 * aborts, the kernel drops the lock and whoever reads our lines sees them end. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/options.h"
#include "readers/nfc/reader.h"
#include "readers/nfc/report.h"

enum { END_WITHIN_MS = 350 };

/* The face has gone: gives the main thread time to switch the reader off, unless libnfc holds it. */
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

/* False: time to stop. What is not for us is ignored. */
static bool obey(const char *line)
{
	json_t *object = lines_parse(line);
	const char *type = object ? lines_type(object) : "";
	bool go_on = strcmp(type, "stop") != 0;

	if (strcmp(type, "ping") == 0)
		go_on = report_pong();
	json_decref(object);
	return go_on;
}

static bool read_lines(struct lines *lines)
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
		if (status == LINES_LINE && !obey(line))
			return false;
	return true;
}

/* Listens until the boot time `until_ms`. False: time to stop. */
static bool listen_until(struct lines *lines, int64_t until_ms)
{
	struct pollfd face = {.fd = STDIN_FILENO, .events = POLLIN};
	int64_t left_ms;

	do {
		left_ms = until_ms - clock_boot_ms();
		if (poll(&face, 1, left_ms > 0 ? (int)left_ms : 0) > 0 && !read_lines(lines))
			return false;
	} while (left_ms > 0);
	return true;
}

static bool run(const char *device_name, struct error *error)
{
	struct lines lines = {0};
	struct reader reader;

	if (!reader_init(&reader, device_name, error))
		return false;
	if (report_hello())
		while (listen_until(&lines, reader_step(&reader)) && !reader.unheard)
			continue;
	reader_finish(&reader);
	return true;
}

static int read_device(int count, char **arguments, const char **device)
{
	const struct option_known known[] = {
		{"device", "DRIVER:NODE",
			"the reader by libnfc's name, as pn532_uart:/dev/kiosk-nfc", .text = device,
			.needed = true},
		{0},
	};
	const struct option_table table = {.program = "kiosk-nfc",
		.about = "Says in a line of JSON each card that is held near the reader.",
		.known = known};
	int code = options_read(&table, count, arguments);

	if (code == OPTIONS_GO_ON && !device_name_is_valid(*device))
		return options_refuse(&table, "--device needs a name that libnfc can open");
	return code;
}

int main(int count, char **arguments)
{
	const char *device = NULL;
	struct error error = {0};
	int code = read_device(count, arguments, &device);

	if (code != OPTIONS_GO_ON)
		return code;
	log_start("nfc");
	signal(SIGPIPE, SIG_IGN);
	if (start_watch() && run(device, &error))
		return 0;
	log_error("starting", &error);
	return 1;
}
