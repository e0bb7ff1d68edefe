/* What the answer to a card, a ticket or a drop-in knows beside the visit, while it is shown. */
#ifndef SCREENS_CHECK_IN_H
#define SCREENS_CHECK_IN_H

#include <stdbool.h>

#include "rules/booking.h"
#include "screens/party_page.h"

struct check_in_state {
	bool undone;
	struct booking booking; /* that it is about, if any */
	bool promoted;          /* that is, and nobody told them yet */
	bool not_kept;          /* it was promised, and is not there any more */
	struct door_full full;  /* of CHECK_IN_FULL: what lacks */
	bool asks;              /* the centre, for places */
};

#endif
