/* One visitor's turn at the screen. It ends by "Finish" or by time-out and leaves nothing behind: the
 * app wipes it whole. Screens hand on to each other through it. */
#ifndef APP_VISIT_H
#define APP_VISIT_H

#include <stdbool.h>

#include "rules/answers.h"
#include "rules/booking.h"
#include "rules/check_in.h"
#include "rules/holder.h"
#include "rules/presented.h"
#include "rules/series.h"
#include "rules/session.h"

struct form_purpose;

/* Several dates booked in one go, and what became of each. */
struct visit_series {
	struct series_answer answers[SERIES_MAX];
	int count;
};

/* A form and what was answered so far. */
struct filling {
	const struct form *form;            /* the app's */
	const struct form_purpose *purpose; /* screens/filling.h */
	struct answers answers;
	struct form_place place; /* the question on the screen, or the last one before the check */
	bool begun;              /* something was answered: it is asked before it is lost */
	bool changing;           /* came from "Is everything right?": Continue goes back there */
};

/* Whether they are still coming, and to what. */
struct visit_answer {
	bool is_there, coming;
	struct session session;
};

/* Tickets on paper. */
enum printing { PRINTING_NOT_ASKED, PRINTING_GOES_ON, PRINTING_DONE, PRINTING_FAILED };

enum { JOINED_MAX = PEOPLE_MAX + 1 };

/* Memberships that were just made, the adult's first. */
struct joined {
	int count, shown; /* which of them is on the screen */
	bool has_adult;   /* the first is who answered for themselves */
	struct holder holders[JOINED_MAX];
	char numbers[JOINED_MAX][CARD_NUMBER_BYTES_MAX];
};

/* A screen may be gone to only when what it reads here was set. Who sets what, in the order in which a
 * visit comes by:
 *
 *   app_arrive()        presented, holder, began_ms (all else is wiped), then as app_check_in()
 *   app_check_in()      facts, answer, attendance; session and party of the one that it is about
 *                       -> check_in reads answer, session, party, holder; choose_session reads facts
 *   check_in            asked_at_door, and app_check_in_again() -> check_in
 *   home, whats_on      session -> session, drop_in and party read it; wants_to_book -> whats_on
 *   first_name          holder of a guest, with the name to be greeted by, and keeps_party -> party
 *   party               party, booking, booked_again -> ticket reads session and booking
 *   party               party, with wants_series -> series reads session and party and sets series
 *                       -> series_done, series_tickets read it; printing by app_print()
 *   ticket              has_ticket -> add_to_calendar reads session and booking; printing by app_print()
 *   find_booking        booking and its session, of a later day -> booking_found
 *   session, ticket     -> tell_a_friend reads session; both lead back by has_ticket
 *   drop_in             party, attendance, answer (CHECK_IN_OK without a candidate) -> check_in
 *   check_in            attendance is not zero -> who_came corrects its party
 *   still_coming        said -> my_page
 *   my_page, check_in   booking and its session -> booking reads them; needs a known holder or the
 *                       booking's ticket; so do change_party (which sets party) and change_day, and
 *                       both set changed; of a ticket another day leads to ticket
 *   the loop, starting  booking, session and party of a confirmation that was never seen
 *                       -> is_this_yours reads them, then ticket
 *   filling_begin()     filling -> question, form_check and form_declined read it
 *   ticket, booking and booking_found, waiting
 *                       -> tell_me_begin() -> that page; booking is read again
 *   join's submit()     joined and holder; filling is wiped -> join_done
 */
struct visit {
	/* Who it is. */
	struct presented presented; /* what identified the visitor, if anything did */
	struct holder holder;       /* its status says whether anybody is known */
	int64_t began_ms;           /* when it was held near */

	/* What it is about. */
	bool wants_to_book;     /* came by "Book a place": What's on shows what can be booked */
	struct session session; /* the one being looked at, booked or entered */
	struct party party;

	/* Booking. */
	struct booking booking; /* just made, or chosen on my page */
	bool booked_again;      /* there was one already: it is shown, nothing was changed */
	bool wants_series;      /* came by "Every Friday": after the party, the dates */
	bool keeps_party;       /* came back to the party: it is as it was */
	struct visit_series series;
	bool changed;           /* the booking was, just now: its page says so */
	bool has_new_code;      /* it was moved to another day: the old code is no longer good */
	bool has_ticket;        /* it is shown, or a page that leads back to it */
	enum printing printing; /* of that ticket, or of a series' tickets */
	/* Held near on such a page: the ticket asks about it. PRESENTED_NOTHING: nothing was. */
	struct presented card_for_ticket;

	struct visit_answer said; /* just now: the page that follows says so, once */

	/* Coming in. */
	struct check_in_facts facts;
	struct check_in_answer answer;
	struct id attendance; /* the one just written; zero: none */
	bool asked_at_door;   /* the centre, whether there is room; once a visit */
	int wrong_codes;      /* typed in this visit and not found */

	struct filling filling;
	struct joined joined;
};

#endif
