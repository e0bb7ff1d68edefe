/* What the centre said of a booking is told on my page once; with this its state begins. */
#ifndef SCREENS_MY_PAGE_H
#define SCREENS_MY_PAGE_H

#include <stdbool.h>

#include "rules/booking.h"
#include "rules/session.h"

struct my_page_news {
	bool is_there;
	enum booking_news what;
	struct booking booking; /* of which there is news */
	struct session session; /* of that */
};

#endif
