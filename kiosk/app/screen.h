/* What a screen is: one file in screens/ that ends in one `const struct screen`. It describes itself
 * in view(), changes its state in handle(), and knows neither SDL nor SQL nor another process.
 *
 * Its state is one fixed-size struct, zeroed on entering, wiped on leaving. */
#ifndef APP_SCREEN_H
#define APP_SCREEN_H

#include <stddef.h>

#include "app/message.h"

struct app;
struct ui;

enum { SCREEN_STATE_BYTES_MAX = 64 * 1024 };

struct screen {
	const char *name; /* in journeys, pictures and the tree */
	const char *const *action_names;
	int action_count;
	size_t state_size;
	/* Seconds without a touch until "Are you still there?"; 0: the default (60). */
	int patience_s;
	/* A result: after so many seconds the visit ends by itself; 0: it does not. view() shows
	 * app_time_left() as a bar. */
	int lasts_s;
	/* Nobody's turn: no time-out, and whoever holds a card near starts a visit (home, ...). */
	bool idle;
	void (*enter)(struct app *app); /* optional */
	void (*view)(const struct app *app, struct ui *ui);
	/* MESSAGE_PRESENTED that a screen does not want goes to app_arrive(). */
	void (*handle)(struct app *app, const struct message *message);
	/* After its first picture was presented: only then was it shown. Optional. */
	void (*painted)(struct app *app);
};

/* From `#define ACTIONS(A) A(CHOOSE) A(BACK)`: the enum (from 1) and the names ("choose", ...). */
#define SCREEN_ACTION_ENUM(name) name,
#define SCREEN_ACTION_NAME(name) #name,
#define SCREEN_ACTIONS(ACTIONS)                                                                    \
	enum { ACTION_ZERO, ACTIONS(SCREEN_ACTION_ENUM) ACTION_COUNT };                            \
	static const char *const action_names[] = {"", ACTIONS(SCREEN_ACTION_NAME)}
#define SCREEN_ACTION_FIELDS .action_names = action_names, .action_count = ACTION_COUNT

#endif
