/* What the page "Who is coming?" knows of places, while it is shown. */
#ifndef SCREENS_PARTY_H
#define SCREENS_PARTY_H

#include <stdbool.h>

#include "rules/booking.h"
#include "rules/presented.h"

struct party_state {
	struct booking_facts facts;
	enum booking_refusal refused; /* just now */
	bool fits;                    /* this one does */
	enum party_part missing;
	bool others_are_kept;   /* for members, and no card was shown */
	struct presented other; /* a second card, held near on this screen */
	bool asks;              /* whether the booking goes on that one */
};

#endif
