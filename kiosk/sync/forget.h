/* What the kiosk keeps no longer goes while sync has nothing else to do: store/retention.h. */
#ifndef SYNC_FORGET_H
#define SYNC_FORGET_H

#include "store/retention.h"

enum { FORGET_GAP_MS = 50 }; /* between two pieces: for the face, and for a nudge */

struct forgetting {
	struct retention retention;
	struct id epoch;     /* of which it is so far */
	int64_t told_day_ms; /* the day on which the log has heard of boxes that wait */
	bool failed;         /* the log has heard that it cannot be done */
};

/* The day's next piece. True: there is more to do, after a gap. Nothing is deleted while this clock is
 * not surely the centre's. */
bool forget_some(struct store *store, struct forgetting *forgetting);

#endif
