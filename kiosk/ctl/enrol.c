/* kioskctl enrol: makes a directory a kiosk of the demo centre. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/place.h"
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

static bool read_request(int argc, char **argv, struct request *request)
{
	static const struct option options[] = {
		{"demo", no_argument, NULL, 'd'},
		{"kiosk", required_argument, NULL, 'k'},
		{"data", required_argument, NULL, 'D'},
		{"assets", required_argument, NULL, 'a'},
		{0},
	};
	bool good = true;

	opterr = 0;
	for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (option == 'd')
			request->demo = true;
		else if (option == 'k')
			good = good && read_number(optarg, &request->kiosk);
		else if (option == 'D')
			request->data = optarg;
		else if (option == 'a')
			request->assets = optarg;
		else
			good = false;
	}
	return good && optind == argc && request->demo && request->kiosk && request->data;
}

int ctl_enrol(int argc, char **argv)
{
	struct request request = {0};
	struct place place;
	struct error error = {0};

	if (!read_request(argc, argv, &request)) {
		fprintf(stderr, "kioskctl: enrol: which kiosk, where? enrol --demo --kiosk 1..9 "
				"--data DIR [--assets DIR]\n");
		return BAD_ARGUMENTS;
	}
	if (place_find(&place, request.assets, &error) && clock_obey_journey(&error) &&
		demo_enrol(request.data, request.kiosk, place.assets, clock_now_ms(), &error)) {
		printf("%s is kiosk %d of the demo.\n", request.data, request.kiosk);
		return DONE;
	}
	fprintf(stderr, "kioskctl: enrol: %s\n", error.detail);
	return BAD_ARGUMENTS;
}
