/* One function a line. */
#include "readers/camera/report.h"

#include <string.h>
#include <unistd.h>

#include "base/lines.h"
#include "readers/camera/decoder.h"

static const char *source_name = "camera";

void report_as(const char *source)
{
	source_name = source;
}

bool report_hello(void)
{
	return lines_write(STDOUT_FILENO,
		json_pack("{s:s, s:s, s:s, s:i}", "type", "hello", "program", "kiosk-camera",
			"version", KIOSK_VERSION, "protocol", LINES_PROTOCOL));
}

bool report_pong(void)
{
	return lines_write(STDOUT_FILENO, json_pack("{s:s}", "type", "pong"));
}

bool report_state(const char *state, const char *detail)
{
	static const char *last = "";

	if (strcmp(state, last) == 0)
		return true;
	last = state;
	return lines_write(STDOUT_FILENO,
		json_pack("{s:s, s:s, s:s}", "type", "state", "state", state, "detail", detail));
}

static json_t *corner_array(const struct code *code)
{
	json_t *array = json_array();

	for (int i = 0; i < 4; i++)
		json_array_append_new(
			array, json_pack("[ii]", code->corners[i].x, code->corners[i].y));
	return array;
}

bool report_code(const struct code *code)
{
	return lines_write(
		STDOUT_FILENO, json_pack("{s:s, s:s, s:s, s:s, s:o}", "type", "code", "source",
				       source_name, "format", code_format_name(code->format),
				       "text", code->text, "corners", corner_array(code)));
}

bool report_unreadable(const char *reason)
{
	return lines_write(STDOUT_FILENO, json_pack("{s:s, s:s, s:s}", "type", "unreadable",
						  "source", source_name, "reason", reason));
}
