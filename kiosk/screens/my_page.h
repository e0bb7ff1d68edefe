/* What the centre said of a booking is told on my page once; with this its state begins. What the visitor
 * answered just before is said there, too. */
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

struct ui;
struct visit_answer;

/* "See you on Friday 4 December."; or that the booking is cancelled. */
const char *my_page_answer_in_words(struct ui *ui, const struct visit_answer *said, int64_t now_ms);

#endif
