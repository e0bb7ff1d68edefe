/* fork, exec, wait: in one place. */
#include "journey/programs.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ANSWER_WITHIN_MS = 5000, END_WITHIN_MS = 5000, LINE_BYTES = 1024 };

static void exec_program(const char *const *arguments, int input, int output, int inherited)
{
	if (input >= 0)
		dup2(input, STDIN_FILENO);
	if (output >= 0)
		dup2(output, STDOUT_FILENO);
	if (inherited >= 0)
		fcntl(inherited, F_SETFD, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0); /* Ctrl-C is for the runner, which then ends them in order */
	execvp(arguments[0], (char *const *)(uintptr_t)arguments);
	_exit(127);
}

static pid_t start(const char *const *arguments, int input, int output, int inherited)
{
	fflush(NULL);
	pid_t pid = fork();

	if (pid == 0)
		exec_program(arguments, input, output, inherited);
	return pid > 0 ? pid : 0;
}

bool program_start(struct program *program, const char *const *arguments, int inherited)
{
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

	*program = (struct program){.to = -1, .from = -1};
	program->pid = start(arguments, nothing, -1, inherited);
	close(nothing);
	return program->pid != 0;
}

bool program_start_talking(struct program *program, const char *const *arguments)
{
	int to[2], from[2];

	if (pipe2(to, O_CLOEXEC) != 0)
		return false;
	if (pipe2(from, O_CLOEXEC) != 0) {
		close(to[0]);
		close(to[1]);
		return false;
	}
	*program = (struct program){.to = to[1], .from = from[0]};
	program->pid = start(arguments, to[0], from[1], -1);
	close(to[0]);
	close(from[1]);
	return program->pid != 0;
}

/* One line, byte by byte: whatever comes after it belongs to the next question. */
static bool read_line(int from, char *line, size_t size)
{
	struct pollfd readable = {.fd = from, .events = POLLIN};

	for (size_t length = 0; length + 1 < size; length++) {
		if (poll(&readable, 1, ANSWER_WITHIN_MS) <= 0 || read(from, line + length, 1) != 1)
			return false;
		if (line[length] == '\n') {
			line[length] = '\0';
			return true;
		}
	}
	return false;
}

bool program_hear(struct program *program, const char *word)
{
	char line[LINE_BYTES];

	return program->pid != 0 && read_line(program->from, line, sizeof(line)) &&
	       strncmp(line, word, strlen(word)) == 0;
}

bool program_say(struct program *program, const char *format, ...)
{
	char line[LINE_BYTES];
	va_list arguments;

	va_start(arguments, format);
	int length = vsnprintf(line, sizeof(line) - 1, format, arguments);
	va_end(arguments);
	if (length < 0 || length >= (int)sizeof(line) - 1 || program->pid == 0)
		return false;
	line[length] = '\n';
	return write(program->to, line, (size_t)length + 1) == length + 1 &&
	       program_hear(program, "ok");
}

static bool ended(pid_t pid)
{
	for (int waited_ms = 0; waited_ms < END_WITHIN_MS; waited_ms += 10) {
		if (waitpid(pid, NULL, WNOHANG) != 0)
			return true;
		poll(NULL, 0, 10);
	}
	return false;
}

void program_stop(struct program *program, int signal)
{
	if (program->pid == 0)
		return;
	kill(program->pid, signal);
	if (!ended(program->pid)) {
		kill(program->pid, SIGKILL);
		waitpid(program->pid, NULL, 0);
	}
	if (program->to >= 0)
		close(program->to);
	if (program->from >= 0)
		close(program->from);
	*program = (struct program){.to = -1, .from = -1};
}

static int wait_status(pid_t pid)
{
	int status = 127 << 8;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int program_run(const char *const *arguments)
{
	pid_t pid = start(arguments, -1, -1, -1);

	return pid ? wait_status(pid) : 127;
}

/* Up to `size` - 1 bytes of what the program prints; the rest is read and dropped. */
static int run_reading(
	const char *const *arguments, int input, char *output, size_t size, bool *whole)
{
	int ends[2];
	size_t length = 0;
	char dropped[256];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return 127;
	pid_t pid = start(arguments, input, ends[1], -1);
	close(ends[1]);
	for (ssize_t count = 1; count > 0; length += (size_t)(count > 0 ? count : 0)) {
		bool room = length + 1 < size;
		count = read(ends[0], room ? output + length : dropped,
			room ? size - 1 - length : sizeof(dropped));
	}
	close(ends[0]);
	*whole = length < size;
	output[*whole ? length : size - 1] = '\0';
	return pid ? wait_status(pid) : 127;
}

int program_run_quietly(const char *const *arguments)
{
	char output[4096];
	bool whole;
	int status = run_reading(arguments, -1, output, sizeof(output), &whole);

	if (status != 0)
		fputs(output, stdout);
	return status;
}

bool program_read(const char *const *arguments, char *output, size_t size)
{
	bool whole;
	int status = run_reading(arguments, -1, output, size, &whole);

	output[strcspn(output, "\n")] = '\0';
	return status == 0 && whole;
}

bool program_ask(const char *const *arguments, const char *input, char *output, size_t size)
{
	int ends[2];
	bool whole;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	bool given = write(ends[1], input, strlen(input)) == (ssize_t)strlen(input);
	close(ends[1]);
	int status = run_reading(arguments, ends[0], output, size, &whole);
	close(ends[0]);
	output[strcspn(output, "\n")] = '\0';
	return given && status == 0 && whole;
}
