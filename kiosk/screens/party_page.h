/* The page with a stepper for each count that a session asks: who is coming, how many are you, who
 * really came. Data in, page out; the three screens decide what its taps mean. */
#ifndef SCREENS_PARTY_PAGE_H
#define SCREENS_PARTY_PAGE_H

#include "screens/parts.h"

struct party_page {
	const char *title;
	const struct session *session;
	enum place_state places;
	const struct party *party;
	const char *thanks, *warning; /* a sentence beside the steppers, or NULL */
	const char *why_hold;         /* a card may be held near, and why; NULL: it need not */
	const char *go_on, *icon;
	int action_back, action_less, action_more, action_go_on;
};

void party_page_view(const struct app *app, struct ui *ui, const struct party_page *page);

#endif
