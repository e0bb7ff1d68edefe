/* The real kiosk-printer (first argument) on files that come and go, and on a pipe that nobody empties: it
 * is to the program what a printer without paper is. */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/lines.h"
#include "base/text.h"

enum {
	ANSWER_WITHIN_MS = 15000, /* it gives up after 8 s */
	END_WITHIN_MS = 500,
	WIDTH = 576,
	PIECE_ROWS = 40,
	PIECE_BYTES = PIECE_ROWS * WIDTH / 8,
	STRIP_BYTES = 128 * WIDTH / 8,
	PIPE_BYTES = 64 * 1024,
	ANY_BYTES = 1 << 20,
};

static const char *program;
static uint8_t printed[ANY_BYTES];

struct printer {
	pid_t pid;
	int socket;
	struct lines lines;
	char folder[64], device[80], line[LINE_BYTES_MAX + 1];
};

static void run_child(int socket, const char *device)
{
	dup2(socket, STDIN_FILENO);
	dup2(socket, STDOUT_FILENO);
	freopen("/dev/null", "w", stderr);
	/* A leak checker would trace the process, which its sandbox forbids. */
	setenv("ASAN_OPTIONS", "detect_leaks=0", 0);
	execl(program, program, "--device", device, NULL);
	_exit(127);
}

static void start(struct printer *printer)
{
	int ends[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	memset(&printer->lines, 0, sizeof(printer->lines));
	printer->pid = fork();
	if (printer->pid == 0)
		run_child(ends[1], printer->device);
	close(ends[1]);
	printer->socket = ends[0];
}

static void name_device(struct printer *printer)
{
	*printer = (struct printer){.folder = "/tmp/kiosk-printer-XXXXXX"};
	assert_non_null(mkdtemp(printer->folder));
	snprintf(printer->device, sizeof(printer->device), "%s/lp0", printer->folder);
}

/* Ends with end of file, and in time. */
static void stop(struct printer *printer)
{
	int64_t since_ms = clock_boot_ms();
	int status;

	close(printer->socket);
	waitpid(printer->pid, &status, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	assert_in_range(clock_boot_ms() - since_ms, 0, END_WITHIN_MS);
}

static void remove_device(struct printer *printer)
{
	unlink(printer->device);
	assert_int_equal(rmdir(printer->folder), 0);
}

static bool has_line(struct printer *printer)
{
	const char *line;

	if (lines_next(&printer->lines, &line) != LINES_LINE)
		return false;
	strcpy(printer->line, line);
	return true;
}

static const char *hear(struct printer *printer)
{
	struct pollfd readable = {.fd = printer->socket, .events = POLLIN};

	while (!has_line(printer)) {
		size_t room;
		char *bytes = lines_room(&printer->lines, &room);
		if (poll(&readable, 1, ANSWER_WITHIN_MS) <= 0)
			return "";
		ssize_t count = read(printer->socket, bytes, room);
		if (count <= 0)
			return "";
		lines_took(&printer->lines, (size_t)count);
	}
	return printer->line;
}

static void expect(struct printer *printer, const char *part)
{
	const char *line = hear(printer);

	if (!strstr(line, part))
		fail_msg("wanted %s, heard '%s'", part, line);
}

/* Dark throughout, in so many pieces. */
static void print(struct printer *printer, int job, int pieces)
{
	static uint8_t bits[PIECE_BYTES];
	char text[TEXT_BASE64_BYTES(PIECE_BYTES)];

	memset(bits, 0xA5, sizeof(bits));
	text_base64(bits, sizeof(bits), text);
	for (int i = 0; i < pieces; i++)
		assert_true(lines_write(printer->socket,
			json_pack("{s:s, s:i, s:i, s:i, s:s, s:b}", "type", "print", "job", job,
				"width", WIDTH, "rows", PIECE_ROWS, "bits", text, "last",
				i == pieces - 1)));
}

static size_t read_all(int descriptor)
{
	size_t length = 0;
	ssize_t count;

	while ((count = read(descriptor, printed + length, sizeof(printed) - length)) > 0)
		length += (size_t)count;
	return length;
}

static bool ends_with_cut(size_t length)
{
	static const uint8_t cut[] = {0x1D, 'V', 66, 0};

	return length > sizeof(cut) &&
	       memcmp(printed + length - sizeof(cut), cut, sizeof(cut)) == 0;
}

static void make_file(const struct printer *printer)
{
	int file = open(printer->device, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	assert_true(file >= 0);
	close(file);
}

static void one_that_is_plugged_in_prints(void **state)
{
	struct printer printer;

	name_device(&printer);
	start(&printer);
	expect(&printer, "{\"type\":\"hello\",\"program\":\"kiosk-printer\"");
	expect(&printer, "\"state\":\"absent\"");
	print(&printer, 1, 2);
	expect(&printer, "{\"type\":\"printed\",\"job\":1,\"good\":false}");
	make_file(&printer);
	expect(&printer, "\"state\":\"ready\"");
	print(&printer, 2, 20);
	expect(&printer, "{\"type\":\"printed\",\"job\":2,\"good\":true}");
	int file = open(printer.device, O_RDONLY | O_CLOEXEC);
	size_t length = read_all(file);
	close(file);
	assert_memory_equal(printed, "\x1B@\x1Dv0", 5);
	assert_in_range(length, 20 * PIECE_BYTES, 20 * PIECE_BYTES + 100);
	assert_true(ends_with_cut(length));
	stop(&printer);
	remove_device(&printer);
}

static void one_program_has_the_printer(void **state)
{
	struct printer printer, other;

	name_device(&printer);
	make_file(&printer);
	start(&printer);
	expect(&printer, "hello");
	expect(&printer, "\"state\":\"ready\"");
	other = printer;
	start(&other);
	expect(&other, "hello");
	expect(&other, "\"state\":\"backoff\",\"detail\":\"another program has the printer\"");
	stop(&printer);
	expect(&other, "\"state\":\"ready\"");
	stop(&other);
	remove_device(&printer);
}

/* What was begun is finished at a strip's end and cut off; the rest of that ticket never comes. */
static void one_without_paper_is_said_and_prints_again(void **state)
{
	struct printer printer;

	name_device(&printer);
	assert_int_equal(mkfifo(printer.device, 0600), 0);
	int paper = open(printer.device, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	start(&printer);
	expect(&printer, "hello");
	expect(&printer, "\"state\":\"ready\"");
	print(&printer, 1, 80);
	assert_true(lines_write(printer.socket, json_pack("{s:s}", "type", "ping")));
	expect(&printer, "\"pong\"");
	expect(&printer, "{\"type\":\"printed\",\"job\":1,\"good\":false}");
	expect(&printer, "\"state\":\"degraded\"");
	print(&printer, 2, 1);
	expect(&printer, "{\"type\":\"printed\",\"job\":2,\"good\":false}");
	size_t length = read_all(paper);
	expect(&printer, "\"state\":\"ready\"");
	print(&printer, 3, 1);
	expect(&printer, "{\"type\":\"printed\",\"job\":3,\"good\":true}");
	length += read_all(paper);
	assert_in_range(length, PIPE_BYTES, PIPE_BYTES + STRIP_BYTES + PIECE_BYTES + 200);
	stop(&printer);
	close(paper);
	remove_device(&printer);
}

static void rubbish_prints_nothing(void **state)
{
	static const char *const lines[] = {"rubbish\n", "{\"type\":\"print\"}\n",
		"{\"type\":\"print\",\"job\":1,\"width\":99999,\"rows\":1,\"bits\":\"AA==\"}\n"};
	struct printer printer;

	name_device(&printer);
	make_file(&printer);
	start(&printer);
	expect(&printer, "hello");
	expect(&printer, "\"state\":\"ready\"");
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_true(write(printer.socket, lines[i], strlen(lines[i])) > 0);
	expect(&printer, "\"job\":0,\"good\":false");
	expect(&printer, "\"job\":1,\"good\":false");
	stop(&printer);
	struct stat file;
	assert_int_equal(stat(printer.device, &file), 0);
	assert_int_equal(file.st_size, 0);
	remove_device(&printer);
}

int main(int count, char **words)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_that_is_plugged_in_prints),
		cmocka_unit_test(one_program_has_the_printer),
		cmocka_unit_test(one_without_paper_is_said_and_prints_again),
		cmocka_unit_test(rubbish_prints_nothing),
	};

	if (count != 2)
		return 2;
	program = words[1];
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests_name("printer", tests, NULL, NULL);
}
