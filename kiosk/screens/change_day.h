/* What the page of another day knows while it is shown. */
#ifndef SCREENS_CHANGE_DAY_H
#define SCREENS_CHANGE_DAY_H

#include "screens/date_list.h"
#include "screens/refusal.h"

struct change_day_state {
	enum refusal refused;
	struct date_list list;
	int asked; /* which day: "really?" */
};

#endif
