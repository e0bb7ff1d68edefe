/* One function a line. */
#include "printer/report.h"

#include <string.h>
#include <unistd.h>

#include "base/lines.h"

bool report_hello(void)
{
	return lines_write(STDOUT_FILENO,
		json_pack("{s:s, s:s, s:s, s:i}", "type", "hello", "program", "kiosk-printer",
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

bool report_printed(int job, bool good)
{
	return lines_write(STDOUT_FILENO,
		json_pack("{s:s, s:i, s:b}", "type", "printed", "job", job, "good", good));
}
