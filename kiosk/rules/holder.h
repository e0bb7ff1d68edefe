/* Who holds what was shown. A card alone proves little (it may be found, lent or copied): its holder
 * is greeted and may see and do what a stranger with that card would do no harm with, nothing more. */
#ifndef RULES_HOLDER_H
#define RULES_HOLDER_H

#include <stdbool.h>

#include "base/id.h"
#include "rules/answer_check.h"
#include "rules/household.h"

/* On disk: append only, never renumber. */
enum holder_status {
	HOLDER_NOBODY = 0,
	HOLDER_MEMBER = 1,
	HOLDER_UNCONFIRMED =
		2,          /* a well-formed card of this authority that the mirror does not know */
	HOLDER_GUEST = 3,   /* a ticket without a card */
	HOLDER_BLOCKED = 4, /* please ask at the desk */
};

enum { FIRST_NAME_BYTES_MAX = 100, LANGUAGE_CODE_BYTES = 8 };

struct holder {
	enum holder_status status;
	struct id id; /* the member, or the card's index; zero for nobody */
	char first_name[FIRST_NAME_BYTES_MAX]; /* empty if unknown; private */
	bool adult; /* surely: holder_is_surely_adult() said so when the greeting was made */
	char language[LANGUAGE_CODE_BYTES]; /* "" unless known */
	struct household household;         /* of an adult who joined children; private */
};

/* Somebody's card was shown that may be used: bookings are theirs, "Check in" is offered. */
bool holder_is_known(enum holder_status status);
bool holder_is_blocked(enum holder_status status);
/* "member", "blocked", ...: in the feed, at the centre and in a check-in's facts. */
const char *holder_status_name(enum holder_status status);
bool holder_status_named(const char *name, enum holder_status *status);

/* The 18th birthday is reached on `today`, the branch's date. Month and day 0: only the year is
 * known, and the difference of the years must be 19. Not given, no date of the calendar, in the
 * future or longer ago than anybody lives: false. The answer is kept with the greeting: it may be
 * too careful until the greeting is made anew, never too free. */
bool holder_is_surely_adult(struct calendar_date birth, struct calendar_date today);
/* Counted as an adult, and asked for children: also who joined children and gave no birth date, for a
 * child is joined by an adult. No reason to show a name. */
bool holder_is_taken_for_adult(const struct holder *holder);
/* May this name be shown or spoken? A minor's never is. */
bool holder_may_be_named(const struct holder *holder);

#endif
