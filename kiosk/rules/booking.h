/* A party's places at a session, and whether they may be booked: one pure decision, asked by the
 * screens, by the store inside its transaction and, with the same answers, by the centre
 * (core.may_be_booked in platform/schema/3-bookings.sql; tests/cases judges both). The moment that
 * counts is the one at which the visitor presses Continue, not the one at which the centre hears. */
#ifndef RULES_BOOKING_H
#define RULES_BOOKING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "rules/holder.h"
#include "rules/party.h"
#include "rules/session.h"

enum {
	SHORT_CODE_TEXT = 6, /* the kiosk's character, four random ones, NUL */
	/* So many families before one are said exactly, then "more than" (core.tell_line). */
	FAMILIES_BEFORE_MAX = 20,
	FEW_PLACES_PERCENT = 25, /* of a session's places: so many left are few (core.are_few) */
};

/* On disk: append only, never renumber. */
enum booking_state {
	BOOKING_CONFIRMED = 0,
	BOOKING_WAITING = 1,
	BOOKING_CANCELLED = 2,
};

/* "Are you still coming?" (rules/still_coming.h). On disk: append only, never renumber. */
enum still_coming {
	STILL_COMING_NOT_ASKED = 0,
	STILL_COMING_ASKED = 1, /* here, and nothing was said */
	STILL_COMING_YES = 2,
};

/* What there is to say of a booking that became another one without its holder. */
enum booking_news {
	BOOKING_NOT_KEPT,          /* it is cancelled, or waits again */
	BOOKING_CHANGED_ELSEWHERE, /* at another kiosk, first: that stands */
	BOOKING_NOT_CHANGED,       /* it stands as it was */
	BOOKING_PROMOTED,          /* it waited, and has places now */
};

struct booking {
	struct id id; /* is the ticket's id too */
	struct id session;
	struct id holder; /* who: see holder.h; zero for a guest */
	struct party party;
	enum booking_state state;
	char code[SHORT_CODE_TEXT];
	int64_t made_ms;
	int in_line;  /* while it waits: 1 is the head of the line; 0: not known (yet) */
	bool tell_me; /* who waits left a contact here by which to be told */
	enum still_coming still_coming;
};

/* Why not, first that applies: what is true for everybody before what is true for this visitor. */
enum booking_refusal {
	BOOKING_ALLOWED, /* a place or the waiting list: that is the lease's to say */
	BOOKING_SESSION_CANCELLED,
	BOOKING_DROP_IN, /* nobody books it */
	BOOKING_STARTED,
	BOOKING_NOT_YET, /* the library opens it later */
	BOOKING_CLOSED,  /* before the start: what is left is the door's */
	BOOKING_NOT_A_PARTY,
	BOOKING_TOO_MANY_PEOPLE,    /* more than the session has places: they would wait for ever */
	BOOKING_TOO_MANY_OF_A_PART, /* more prams, or of another part, than the session takes */
	BOOKING_PARTY_TOO_LARGE,    /* for what the library lets one booking have */
	BOOKING_TOO_LARGE_WHEN_FEW, /* the same, while few places are left: all of it may wait */
	BOOKING_CARD_BLOCKED,
	BOOKING_ONE_A_DAY,  /* the card has another session of the event that day */
	BOOKING_DAY_BEFORE, /* its holder stayed away: places from the day before on */
	BOOKING_REFUSALS,   /* keep last */
};

/* What is known beyond session and party, for the library's wishes. A guest has no card: nothing that
 * is asked of a holder binds them. Who waits takes no place: a holder who stayed away may, and a party of
 * any size that the library wishes for may while few are left. */
struct booking_facts {
	enum holder_status holder;
	bool has_that_day; /* the holder's live booking of another session: booking_is_that_day() */
	int absences;      /* of the holder, running */
	int free;          /* of the places, nobody is known to have booked */
	int on_hand; /* people at most that get places: a larger party waits; 0: who wants to */
	int has;     /* people on the booking already, when it is changed: fewer is always fine */
};

/* The session's part: before it is known who comes. Nothing behind BOOKING_CLOSED. */
enum booking_refusal booking_of_session(const struct session *session, int64_t now_ms);
/* The same as a yes or no, for a screen that offers a button. */
bool booking_is_open(const struct session *session, int64_t now_ms);
enum booking_refusal booking_decide(const struct session *session, const struct party *party,
	const struct booking_facts *facts, int64_t now_ms);
/* Why the library lets one booking not have one person more, if so: one of the two that are too large. */
enum booking_refusal booking_to_grow(const struct session *session, const struct party *party,
	const struct booking_facts *facts);
/* It is the library's wish for fairness about this card, and no other visitor's. */
bool booking_is_about_holder(enum booking_refusal refusal);

/* The sessions are two of one event on the same date of the branch (core.is_that_day). */
bool booking_is_that_day(const struct session *one, const struct session *other);
/* From when on a holder who stayed away may book: the day before begins (core.day_before). */
int64_t booking_day_before_ms(const struct session *session);
/* A place may be free now, or the line shorter, since a booking is `now` what it was `before`
 * (NULL: nothing was known of it): whoever was refused places may ask again. A new booking, or a
 * new wish, takes and gives nobody any. */
bool booking_frees_places(const struct booking *before, const struct booking *now);

/* "started", "session-cancelled", ...: the centre's reasons, and the log's; "" for BOOKING_ALLOWED. */
const char *booking_refusal_name(enum booking_refusal refusal);

/* Why this booking cannot be changed or given for another day, "" or the centre's reason
 * (core.may_be_changed): it is no longer live, its party is inside, its session has begun. What the
 * library cancelled may be given for another day. */
const char *booking_change_refusal(
	enum booking_state state, bool is_inside, const struct session *session, int64_t now_ms);

/* A guest's booking, and the holder of a card that was held near. */
struct onto_card_facts {
	enum booking_state state;
	bool is_somebodys; /* on a card already */
	bool has_session;  /* the holder has a live booking of the session */
	bool has_that_day; /* ... of another one: booking_is_that_day() */
};
/* Why it is not put on the card, "" or the centre's reason (core.may_be_put_on_card). It stays a guest's
 * then, with its ticket. */
const char *booking_onto_card_refusal(
	const struct session *session, const struct onto_card_facts *facts);

/* "confirmed", "waiting", "cancelled": in the feed and at the centre. */
const char *booking_state_name(enum booking_state state);
/* "merged" too: cancelled here, because another booking stands for it. */
bool booking_state_named(const char *name, enum booking_state *state);

#endif
