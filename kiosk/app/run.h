/* What the program library-kiosk does: show its face, until that is over. */
#ifndef APP_RUN_H
#define APP_RUN_H

#include <stdbool.h>

#include "app/config.h"
#include "base/error.h"
#include "ui/ui.h"

struct run_options {
	struct config config;
	int width, height;         /* 0: full screen */
	struct ui_reading reading; /* how visits begin */
	bool hidden;               /* no window: SDL's dummy driver */
	const char *assets;        /* folder */
	const char *programs;      /* folder of this program and the workers */
	const char *catalogues;    /* folder */
	int control;               /* the runner's socket; -1: none, and no control */
};

/* False: it could not start, and `error` says why. */
bool run_face(const struct run_options *options, struct error *error);

#endif
