/* May they come in? One pure decision: the same facts in, the same answer out, on every kiosk. The
 * centre does not decide it again: who is in the room is counted (platform/schema/4-check-ins.sql).
 * Identity and forgery come before time (what is not believed learns nothing of a
 * session), time before "already here", "already here" before everything optional. Intervals are
 * closed-open. */
#ifndef RULES_CHECK_IN_H
#define RULES_CHECK_IN_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/booking.h"
#include "rules/holder.h"
#include "rules/session.h"
#include "rules/ticket.h"

enum check_in_code {
	CHECK_IN_OK,
	CHECK_IN_ALREADY_HERE,
	CHECK_IN_WRONG_SESSION,
	CHECK_IN_TOO_EARLY,
	CHECK_IN_TOO_LATE,
	CHECK_IN_CANCELLED,
	CHECK_IN_REVOKED,
	CHECK_IN_BLOCKED,
	CHECK_IN_WAITING,
	CHECK_IN_FULL,
	CHECK_IN_CHOOSE,
	CHECK_IN_NEED_INFO,
	CHECK_IN_UNKNOWN_CODE,
	CHECK_IN_BAD_SIGNATURE,
	CHECK_IN_CLOCK_UNSURE,
	CHECK_IN_REFER_STAFF,
	CHECK_IN_CODES, /* keep last */
};

enum { CHECK_IN_CANDIDATES_MAX = 8 };

/* One session that the holder could mean. */
struct check_in_candidate {
	struct session session;
	bool booked;              /* else a walk-in: spends door places */
	enum booking_state state; /* if booked */
	struct id booking;        /* zero if not known here (a ticket from another kiosk) */
	struct party party;       /* booked, or asked for at the door: nobody yet is NEED_INFO */
	bool here;                /* checked in, not undone */
	int64_t here_since_ms;
	bool needs_info;      /* a question of the library is unanswered */
	bool given;           /* its booked places are the door's by now: it was held long enough */
	int door_places_left; /* this kiosk's door lease, for a walk-in and for what was given */
};

struct check_in_facts {
	int64_t now_ms;
	bool clock_unsure;
	bool failing;              /* the store could not say: staff, and the kiosk goes on */
	enum ticket_status ticket; /* TICKET_NOT_OURS with a holder: a card was shown */
	bool ticket_shown;
	bool ticket_revoked;
	int64_t ticket_from_ms, ticket_until_ms;
	enum holder_status holder;
	struct id wanted_session; /* chosen by the visitor or by the screen; zero: none */
	int count;
	struct check_in_candidate candidates[CHECK_IN_CANDIDATES_MAX];
};

struct check_in_answer {
	enum check_in_code code;
	int candidate; /* which it is about; -1: none */
	int64_t when_ms; /* ALREADY_HERE: since; TOO_EARLY: opens; WRONG_SESSION: starts; FULL: until when
			  * the places were held, if they were booked; else 0 */
};

struct check_in_answer check_in_decide(const struct check_in_facts *facts);
/* "OK", "ALREADY_HERE", ...: stored, logged, in journeys. */
const char *check_in_code_name(enum check_in_code code);

#endif
