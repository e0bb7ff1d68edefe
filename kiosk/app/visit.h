/* One visitor's turn at the screen. It ends by "Finish" or by time-out and leaves nothing behind: the
 * app wipes it whole. Screens hand on to each other through it. */
#ifndef APP_VISIT_H
#define APP_VISIT_H

#include <stdbool.h>

#include "rules/booking.h"
#include "rules/check_in.h"
#include "rules/form.h"
#include "rules/holder.h"
#include "rules/presented.h"
#include "rules/session.h"

enum { CONTACT_BYTES_MAX = 256, FULL_NAME_BYTES_MAX = 256 };

/* What somebody who joins has answered so far. */
struct join_answers {
	struct id member;
	char name[FULL_NAME_BYTES_MAX];
	struct calendar_date birth;
	bool birth_refused;
	char contact[CONTACT_BYTES_MAX];
	char guardian_name[FULL_NAME_BYTES_MAX];
	char guardian_contact[CONTACT_BYTES_MAX];
	bool consented;
	bool changing; /* came from "Check your answers": Continue goes back there */
	char number[CARD_NUMBER_BYTES_MAX];
};

struct visit {
	bool wants_to_book;         /* came by "Book a place": What's on shows what can be booked */
	struct presented presented; /* what identified the visitor, if anything did */
	struct holder holder;
	struct session session; /* the one being looked at, booked or entered */
	struct party party;
	struct booking booking; /* just made, or chosen on my page */
	bool booked_again;      /* there was one already: it is shown, nothing was changed */
	struct check_in_facts facts;
	struct check_in_answer answer;
	struct id attendance; /* the one just written; zero: none */
	int wrong_codes;      /* typed in this visit and not found */
	struct join_answers join;
};

#endif
