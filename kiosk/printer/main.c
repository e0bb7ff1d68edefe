/* kiosk-printer: a picture of bits becomes a slip of paper. Standard input and output are the face's
 * socket, or a terminal; when they end, the program does. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/alive.h"
#include "base/clock.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/options.h"
#include "base/sandbox.h"
#include "printer/printer.h"
#include "printer/report.h"

/* False: time to stop. What is not for us is ignored. */
static bool obey(struct printer *printer, const char *line)
{
	json_t *object = lines_parse(line);
	const char *type = object ? lines_type(object) : "";
	bool go_on = strcmp(type, "stop") != 0;

	if (strcmp(type, "ping") == 0)
		go_on = report_pong();
	else if (strcmp(type, "print") == 0)
		go_on = printer_take(printer, object, clock_boot_ms());
	json_decref(object);
	return go_on;
}

static bool listen_to(struct printer *printer, struct lines *lines)
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
		if (status == LINES_LINE && !obey(printer, line))
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
	alive_promise(timeout_ms < 0 ? 0 : timeout_ms + ALIVE_WORK_MS);
	poll(waiting, 2, timeout_ms);
	alive_promise(ALIVE_WORK_MS);
}

static void run(struct printer *printer)
{
	static struct lines lines;
	bool go_on = report_hello() && printer_step(printer, clock_boot_ms());

	while (go_on) {
		struct pollfd waiting[] = {
			{.fd = STDIN_FILENO, .events = POLLIN},
			{.fd = printer_descriptor(printer), .events = POLLOUT},
		};
		wait_for(waiting, timeout_until(printer_due_ms(printer), clock_boot_ms()));
		if (waiting[0].revents)
			go_on = listen_to(printer, &lines);
		go_on = go_on && printer_step(printer, clock_boot_ms());
	}
}

static int read_arguments(int count, char **words, const char **device)
{
	const struct option_known known[] = {
		{"device", "FILE", "the printer, as /dev/usb/lp0; or a file that is there",
			.text = device, .needed = true},
		{0},
	};
	const struct option_table table = {.program = "kiosk-printer",
		.about = "Prints pictures that come in lines of JSON, on a printer for receipts.",
		.known = known};
	int code = options_read(&table, count, words);

	if (code == OPTIONS_GO_ON && strlen(*device) >= PATH_MAX)
		return options_refuse(&table, "a name is too long");
	return code;
}

int main(int count, char **words)
{
	static struct printer printer;
	struct error error = {0};
	const char *device = NULL;
	int code = read_arguments(count, words, &device);

	if (code != OPTIONS_GO_ON)
		return code;
	log_start("printer");
	signal(SIGPIPE, SIG_IGN);
	if (!sandbox_enter(&error)) {
		log_error("starting", &error);
		return 1;
	}
	printer_init(&printer, device);
	run(&printer);
	printer_finish(&printer);
	return 0;
}
