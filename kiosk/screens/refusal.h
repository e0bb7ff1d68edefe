/* Why the visit's booking was not changed: what is so now, not what was when the screen was painted. The
 * booking stands. */
#ifndef SCREENS_REFUSAL_H
#define SCREENS_REFUSAL_H

#include "base/error.h"
#include "rules/party.h"
#include "rules/session.h"

struct app;

/* With this begins the state of a screen that says it. */
enum refusal {
	REFUSAL_NONE,
	REFUSAL_STANDS, /* it can no longer be changed */
	REFUSAL_STARTED,
	REFUSAL_CLOSED,
	REFUSAL_NO_ROOM,
	REFUSAL_FEW,
	REFUSAL_NO_PLACES,
	REFUSAL_DAY_NO_PLACES,
	REFUSAL_DAY_BOOKED,
	REFUSAL_DAY_CANCELLED,
	REFUSAL_DAY_STARTED,
	REFUSAL_DAY_NOT_OPEN,
	REFUSALS, /* keep last */
};

/* After the store's answer: REFUSAL_NONE, if it says neither ERROR_FULL nor ERROR_REFUSED. */
enum refusal refusal_of_party(
	struct app *app, const struct error *error, const struct party *party);
enum refusal refusal_of_day(struct app *app, const struct error *error, struct id session);
/* NULL: REFUSAL_NONE. */
const char *refusal_in_words(enum refusal refusal);

#endif
