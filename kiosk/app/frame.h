/* What every question and list has around it: the ink header with Back, the heading and the way in
 * steps; below, the bar that is the same everywhere. Between frame_open() and frame_close() a
 * screen adds its own nodes to a column. */
#ifndef APP_FRAME_H
#define APP_FRAME_H

#include <stdbool.h>

#include "app/screen.h"

struct app;
struct ui;

/* Actions of the bar below, the same on every screen; the app carries them out, no screen sees
 * them. Journeys tap their words. */
enum frame_action { FRAME_LANGUAGE = SCREEN_ACTIONS_MAX, FRAME_HELP, FRAME_FINISH };

struct frame {
	const char *title;
	bool is_private; /* the title says a name: it does not outlive the visit */
	int back;        /* action; 0: no Back */
	int step, steps; /* 0: none */
};

void frame_open(const struct app *app, struct ui *ui, const struct frame *frame);
void frame_close(const struct app *app, struct ui *ui);

#endif
