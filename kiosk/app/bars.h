/* What every question and list has around it: the ink header with Back, the heading and the way in
 * steps; below, the bar that is the same everywhere. Between bars_open() and bars_close() a
 * screen adds its own nodes to a column.
 *
 * Where all that is touched must lie low, the header fills the upper half of the screen; the bar, with
 * Back, follows it. A screen that has something to look at says `shows_first`: what it adds before
 * bars_touch() stands in the upper half, too. */
#ifndef APP_BARS_H
#define APP_BARS_H

#include <stdbool.h>

#include "app/screen.h"

struct app;
struct ui;

/* Actions of the bar below, the same on every screen; the app carries them out, no screen sees
 * them. Journeys tap their words. */
enum bar_action {
	BAR_LANGUAGE = SCREEN_ACTIONS_MAX,
	BAR_HELP,
	BAR_FINISH,
	BAR_BIGGER,
	BAR_CONTRAST,
	BAR_LOW,
};

struct bars {
	const char *title;
	bool is_private; /* the title says a name: it does not outlive the visit */
	int back;        /* action; 0: no Back */
	int step, steps; /* 0: none */
	bool shows_first;
	bool signs_beside; /* see bars_stand_beside() */
	bool has_drawing; /* the screen draws one itself; the library's books would be one too many */
};

void bars_open(const struct app *app, struct ui *ui, const struct bars *bars);
/* Of a screen that `shows_first`: from here on it is touched. */
void bars_touch(const struct app *app, struct ui *ui, const struct bars *bars);
/* The ways of reading with their words, as buttons of a row that the screen has opened. */
void bars_reading(struct ui *ui);
/* The same as signs, where there is less room. */
void bars_reading_in_signs(struct ui *ui);
/* Those and all other ways of the bar, for a row that has no room for words. */
void bars_all_in_signs(const struct app *app, struct ui *ui, int back);
/* On a wide screen, low or with bigger text, a keyboard leaves no room for a bar as wide as the screen: a
 * screen that says `signs_beside` then puts it, as signs only, into the column beside it. */
bool bars_stand_beside(const struct ui *ui, const struct bars *bars);
void bars_in_signs(const struct app *app, struct ui *ui, const struct bars *bars);
void bars_close(const struct app *app, struct ui *ui, const struct bars *bars);

#endif
