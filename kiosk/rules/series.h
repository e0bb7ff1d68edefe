/* A series: the sessions of one event that are ahead at the same hour of the same day of the week, so
 * that a family books "every Friday until 18 December" in one go. Each session is a booking of its own:
 * staying away from one, changing it or cancelling it touches no other. */
#ifndef RULES_SERIES_H
#define RULES_SERIES_H

#include <stdbool.h>

#include "rules/booking.h"
#include "rules/session.h"

enum { SERIES_MAX = 16 /* sessions that are booked in one go */ };

/* `other` is of the same event, at the same day of the week and the same time on the branch's clock. */
bool series_has(const struct session *one, const struct session *other);
/* Each is a week after the one before: only then it is "every Friday". */
bool series_is_weekly(const struct session *sessions, int count);

/* What became of one session of a series. */
struct series_answer {
	struct booking booking; /* its session is set in any case */
	bool again;             /* the holder had one already: it is as it was */
	bool few; /* it waits, for few places are left: more than the library gives to one booking now */
	enum booking_refusal refusal; /* BOOKING_ALLOWED: booked, or on the waiting list */
};

#endif
