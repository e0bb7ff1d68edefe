/* The two things that the program library-kiosk does: show its face, or play a journey with a face as
 * its child. Both return when that is over. */
#ifndef APP_RUN_H
#define APP_RUN_H

#include <stdbool.h>

#include "app/config.h"
#include "base/error.h"

struct run_options {
	struct config config;
	int width, height;    /* 0: full screen */
	bool hidden;          /* no window: SDL's dummy driver */
	const char *assets;   /* folder */
	const char *programs; /* folder of this program and the workers */
	const char *catalogues, *linguas;
	int control; /* the runner's socket; -1: none, and no control */
};

/* False: it could not start, and `error` says why. */
bool run_face(const struct run_options *options, struct error *error);

struct journey_options {
	const char *file;
	const char *data;     /* a DEMO directory; NULL: a fresh one, removed at the end */
	const char *language; /* overrides the file's `language` lines; NULL: as the file says */
	const char *size;     /* "1920x1080" */
	const char *out;      /* folder for pictures; NULL: the current one */
	const char *ledger;   /* each painted confirmation is appended here at once; NULL: none */
	const char *assets, *programs;
};

/* The number of lines that did not hold. Prints each, the screen's tree, and saves a picture. */
int run_journey(const struct journey_options *options);

#endif
