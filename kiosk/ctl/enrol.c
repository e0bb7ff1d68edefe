/* kioskctl enrol: makes a directory a kiosk of the demo centre. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/installation.h"
#include "base/options.h"
#include "ctl/ctl.h"
#include "ctl/demo.h"
#include "store/enrolment.h"

enum { DONE = 0, BAD_ARGUMENTS = 2 };

struct request {
	bool demo;
	int kiosk;
	const char *data, *assets;
};

static bool read_number(const char *text, int *number)
{
	char *end;
	long value = strtol(text, &end, 10);

	*number = (int)value;
	return *text && !*end && value >= 1 && value <= KIOSKS_MAX;
}

/* OPTIONS_GO_ON, or the exit code. */
static int read_request(int argc, char **argv, struct request *request)
{
	const char *kiosk = NULL;
	const struct option_known known[] = {
		{"demo", NULL, "of the demo, whose keys are public", .given = &request->demo,
			.needed = true},
		{"kiosk", "NUMBER", "which kiosk: 1 to 9", .text = &kiosk, .needed = true},
		{"data", "DIR", "the directory that becomes the kiosk's", .text = &request->data,
			.needed = true},
		{"assets", "DIR", "where the demo lies, if not beside the program",
			.text = &request->assets},
		{0},
	};
	const struct option_table table = {.program = "kioskctl enrol",
		.about = "Makes a directory a kiosk of the demo's library.",
		.known = known};
	int code = options_read(&table, argc, argv);

	if (code == OPTIONS_GO_ON && !read_number(kiosk, &request->kiosk))
		return options_refuse(&table, "--kiosk is a number from 1 to %d", KIOSKS_MAX);
	return code;
}

int ctl_enrol(int argc, char **argv)
{
	struct request request = {0};
	struct installation installation;
	struct error error = {0};
	int code = read_request(argc, argv, &request);

	if (code != OPTIONS_GO_ON)
		return code;
	if (installation_find(&installation, request.assets, &error) &&
		clock_obey_journey(&error) &&
		demo_enrol(
			request.data, request.kiosk, installation.assets, clock_now_ms(), &error)) {
		printf("%s is kiosk %d of the demo.\n", request.data, request.kiosk);
		return DONE;
	}
	fprintf(stderr, "kioskctl: enrol: %s\n", error.detail);
	return BAD_ARGUMENTS;
}
