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
	bool begun; /* something was answered: it is asked before it is lost */
	bool consented;
	bool changing; /* came from "Check your answers": Continue goes back there */
	char number[CARD_NUMBER_BYTES_MAX];
};

/* A screen may be gone to only when what it reads here was set. Who sets what, in the order in which a
 * visit comes by:
 *
 *   app_arrive()        presented, holder (all else is wiped), then as app_check_in()
 *   app_check_in()      facts, answer, attendance; session and party of the one that it is about
 *                       -> check_in reads answer, session, party, holder; choose_session reads facts
 *   home, whats_on      session -> session, drop_in and party read it; wants_to_book -> whats_on
 *   party               party, booking, booked_again -> ticket reads session and booking
 *   drop_in             party, attendance, answer (CHECK_IN_OK without a candidate) -> check_in
 *   check_in            attendance is not zero -> who_came corrects its party
 *   my_page             booking and its session -> booking reads them; needs a known holder
 *   the loop, starting  booking, session and party of a confirmation that was never seen
 *                       -> is_this_yours reads them, then ticket
 *   join pages          join, page after page -> join_check reads it; with its number, and holder,
 *                       -> join_done
 */
struct visit {
	/* Who it is. */
	struct presented presented; /* what identified the visitor, if anything did */
	struct holder holder;       /* its status says whether anybody is known */

	/* What it is about. */
	bool wants_to_book;     /* came by "Book a place": What's on shows what can be booked */
	struct session session; /* the one being looked at, booked or entered */
	struct party party;

	/* Booking. */
	struct booking booking; /* just made, or chosen on my page */
	bool booked_again;      /* there was one already: it is shown, nothing was changed */

	/* Coming in. */
	struct check_in_facts facts;
	struct check_in_answer answer;
	struct id attendance; /* the one just written; zero: none */
	int wrong_codes;      /* typed in this visit and not found */

	struct join_answers join;
};

#endif
