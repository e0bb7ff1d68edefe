/* kiosk-nfc: one line for each card held near. Standard input and output are the face's socket, or
 * a terminal; both ends ending ends the program. No handler is installed for any signal: if libnfc
 * aborts, the kernel drops the lock and whoever reads our lines sees them end. */
#include <errno.h>
#include <fcntl.h>
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
#include "readers/nfc/reader.h"
#include "readers/nfc/report.h"

enum { END_WITHIN_MS = 350 };

/* The face's lines, on a thread of their own: libnfc may hold the main thread for seconds, and a ping
 * wants its answer in two. That the main thread goes on, it has promised (alive.h). */
struct listener {
	struct lines lines;
	int over[2]; /* a pipe: its end of file tells the main thread that it is time to stop */
};

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

/* At the end the main thread has time to switch the reader off, unless libnfc holds it. */
static void *listen_to_the_face(void *argument)
{
	struct listener *listener = argument;

	while (read_lines(&listener->lines))
		continue;
	close(listener->over[1]);
	usleep(END_WITHIN_MS * 1000);
	_exit(0);
}

static bool start_listening(struct listener *listener)
{
	pthread_attr_t attributes;
	pthread_t thread;
	bool started;

	if (pipe2(listener->over, O_CLOEXEC) != 0)
		return false;
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, 64 * 1024);
	started = pthread_create(&thread, &attributes, listen_to_the_face, listener) == 0;
	pthread_attr_destroy(&attributes);
	return started;
}

/* Until the boot time `until_ms`. False: time to stop. */
static bool wait_until(const struct listener *listener, int64_t until_ms)
{
	struct pollfd over = {.fd = listener->over[0]};
	int64_t left_ms = until_ms - clock_boot_ms();
	int wait_ms = left_ms > 0 ? (int)left_ms : 0;

	alive_promise(wait_ms + ALIVE_WORK_MS);
	int stopped = poll(&over, 1, wait_ms);
	alive_promise(ALIVE_WORK_MS);
	return stopped <= 0;
}

static bool run(const char *device_name, struct error *error)
{
	static struct listener listener; /* its thread may outlive this function */
	struct reader reader;

	if (!reader_init(&reader, device_name, error))
		return false;
	if (!start_listening(&listener))
		return error_set(error, ERROR_MEMORY, "no thread to listen to the face");
	if (report_hello())
		while (wait_until(&listener, reader_step(&reader)) && !reader.unheard)
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
	if (run(device, &error))
		return 0;
	log_error("starting", &error);
	return 1;
}
