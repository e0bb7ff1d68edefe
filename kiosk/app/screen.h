/* What a screen is: one file in screens/ that ends in one `const struct screen`. It describes itself
 * in view(), changes its state in tap() and handle(), and knows neither SDL nor SQL nor another
 * process. All is called on the main thread.
 *
 * Its state is one fixed-size struct, zeroed on entering, wiped on leaving. */
#ifndef APP_SCREEN_H
#define APP_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "app/message.h"

struct app;
struct ui;

enum { SCREEN_STATE_BYTES_MAX = 384 * 1024, SCREEN_ACTIONS_MAX = 100 /* the bar's follow */ };

struct screen {
	const char *name; /* in journeys, pictures and the tree */
	const char *const *action_names;
	int action_count;
	size_t state_size; /* 0: it has no state */
	/* Seconds without a touch until "Are you still there?"; 0: the default (60). */
	int patience_s;
	/* A result: after so many seconds the visit ends by itself; 0: it does not. view() shows
	 * app_time_left_permille() as a bar. */
	int lasts_s;
	/* Nobody's turn: no time-out, and whoever holds a card near starts a visit (home, ...). */
	bool idle;
	/* Something is half written here: a card that is held near does not arrive, and handle() does
	 * not see it. view() says so while app_held(); bars_open() does it by itself. */
	bool card_waits;
	/* Optional. When it has become the visitor's screen, before the first view(). */
	void (*enter)(struct app *app);
	/* Mandatory. Fills `ui` with what is seen; changes nothing. */
	void (*view)(const struct app *app, struct ui *ui);
	/* Mandatory. An action of the screen's own enum, and the index that its node was given:
	 * `switch ((enum action)action)`, so that an action that is forgotten does not compile. */
	void (*tap)(struct app *app, int action, int which);
	/* Optional: every other message. True: it took it. A card (MESSAGE_PRESENTED) that it did not
	 * take goes to app_arrive(); what else it did not take is dropped. */
	bool (*handle)(struct app *app, const struct message *message);
	/* Optional. After its first picture was presented: only then was it shown. */
	void (*painted)(struct app *app);
};

/* From `#define ACTIONS(A) A(CHOOSE) A(BACK)`: the enum (from 1) and the names ("choose", ...). */
#define SCREEN_ACTION_INDEX(name) INDEX_OF_##name,
#define SCREEN_ACTION_ENUM(name) name = INDEX_OF_##name + 1,
#define SCREEN_ACTION_NAME(name) #name,
#define SCREEN_ACTIONS(ACTIONS)                                                                    \
	enum { ACTIONS(SCREEN_ACTION_INDEX) ACTION_INDEXES };                                      \
	enum action { ACTIONS(SCREEN_ACTION_ENUM) };                                               \
	_Static_assert(                                                                            \
		(int)ACTION_INDEXES < (int)SCREEN_ACTIONS_MAX, "the bar's actions come after");    \
	static const char *const action_names[] = {"", ACTIONS(SCREEN_ACTION_NAME)}
#define SCREEN_ACTION_FIELDS .action_names = action_names, .action_count = ACTION_INDEXES + 1

#endif
