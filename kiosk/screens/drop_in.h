/* What the page of who comes by the door knows of the room, while it is shown. */
#ifndef SCREENS_DROP_IN_H
#define SCREENS_DROP_IN_H

#include <stdbool.h>

#include "rules/session.h"
#include "screens/party_page.h"

struct drop_in_state {
	struct door_full full;
	struct session other; /* that is on now and has places at the door */
	bool has_other;
	bool asks; /* the centre, for places */
	int inside;
};

#endif
