/* "Are you still coming?": the library may wish that who booked is asked at their card's next visit, so
 * that places that nobody will need are somebody's in time. Who says nothing loses nothing. */
#ifndef RULES_STILL_COMING_H
#define RULES_STILL_COMING_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/booking.h"
#include "rules/session.h"

enum { STILL_COMING_DAYS = 7 };

struct still_coming_facts {
	const struct booking *booking;
	const struct session *session;
	int64_t visit_ms; /* since when the card's holder is here */
	int64_t now_ms;
};

/* Once a booking that has places, of one of the next seven days, today not among them: who comes today is
 * answered at the door, not asked. Not in the visit in which it was made. Whole days of the branch. */
bool still_coming_is_asked(const struct still_coming_facts *facts);

#endif
