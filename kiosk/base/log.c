/* Lines for journald, which is told the level by "<N>". One write a line, so that lines of several
 * processes on one descriptor do not mix. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WARNING = 4, ERROR_LEVEL = 3, INFO = 6, LINE_MAX_BYTES = 512 };

static const char *program_name = "kiosk";

void log_start(const char *program)
{
	program_name = program;
}

/* Control characters would let foreign text draw lines of its own into the log. */
static void print_only(char *line)
{
	for (; *line; line++)
		if ((unsigned char)*line < ' ' || *line == 0x7f)
			*line = '?';
}

static void write_line(int level, const char *text)
{
	char line[LINE_MAX_BYTES];
	int length = snprintf(line, sizeof(line) - 1, "<%d>%s: %s", level, program_name, text);
	if (length > (int)sizeof(line) - 2)
		length = sizeof(line) - 2;
	print_only(line);
	line[length] = '\n';
	if (write(STDERR_FILENO, line, (size_t)length + 1) < 0)
		return; /* nobody reads the log: nothing to tell, nobody to tell it to */
}

#define WRITE_FORMATTED(level)                                                                     \
	do {                                                                                       \
		char text[LINE_MAX_BYTES];                                                         \
		va_list arguments;                                                                 \
		va_start(arguments, format);                                                       \
		vsnprintf(text, sizeof(text), format, arguments);                                  \
		va_end(arguments);                                                                 \
		write_line(level, text);                                                           \
	} while (0)

void log_info(const char *format, ...)
{
	WRITE_FORMATTED(INFO);
}

void log_warning(const char *format, ...)
{
	WRITE_FORMATTED(WARNING);
}

void log_error(const char *doing, const struct error *error)
{
	char text[LINE_MAX_BYTES];

	snprintf(text, sizeof(text), "%s: %s: %s", doing, error_code_name(error->code),
		error->detail);
	write_line(ERROR_LEVEL, text);
}
