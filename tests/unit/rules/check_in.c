/* The vectors of check-in. Times are the branch's; a bare time is that of Friday 4 December 2026.
 * Unless a row says otherwise check-in opens 30 minutes before a session and closes with its end. */
#include "rules/check_in.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "rows.h"

enum { OFFERS_MAX = 3 };

/* What the holder could mean. */
struct offer {
	const char *starts, *ends;
	bool walk_in;
	enum booking_state state;
	bool called_off;  /* the library cancelled the session */
	const char *here; /* since */
	bool asks;        /* a question is unanswered */
	int people;       /* 0: three of a booking, nobody yet of a walk-in; -1: none at all */
	enum admission admission;
	const char *held_until; /* its places were given to the door then */
};

struct row {
	const char *name, *now;
	enum check_in_code code;
	int about;
	const char *when;
	struct offer offers[OFFERS_MAX];
	enum holder_status holder;
	bool ticket_shown, revoked;
	enum ticket_status ticket;
	const char *from, *until; /* the ticket's */
	const char *wanted;       /* start of the wanted session */
	int door;                 /* places left */
	bool unsure, failing;
};

#define CARD .holder = HOLDER_MEMBER
#define NEW_CARD .holder = HOLDER_UNCONFIRMED
#define BLOCKED .holder = HOLDER_BLOCKED
#define TICKET .ticket_shown = true, .ticket = TICKET_GOOD, .holder = HOLDER_GUEST
#define FORGED .ticket_shown = true, .ticket = TICKET_BAD_SIGNATURE
#define FOREIGN .ticket_shown = true, .ticket = TICKET_UNKNOWN_KEY
#define RUBBISH .ticket_shown = true, .ticket = TICKET_NOT_OURS

#define BOOKED(start, end) .starts = start, .ends = end
#define DOOR(start, end) .starts = start, .ends = end, .walk_in = true, .admission = ADMISSION_BOTH
#define BOUNCE BOOKED("10:30", "11:30")
#define BOUNCE_DOOR DOOR("10:30", "11:30")
#define LEGO BOOKED("14:00", "15:30")
#define STORY BOOKED("10:45", "11:15")

static const struct row rows[] = {
	/* the ordinary morning */
	{"a booked member comes in", "10:15", CHECK_IN_OK, 0, CARD, .offers = {{BOUNCE}}},
	{"a booked guest comes in by ticket", "10:15", CHECK_IN_OK, 0, TICKET,
		.offers = {{BOUNCE}}},
	{"a card that the mirror does not know comes in", "10:15", CHECK_IN_OK, 0, NEW_CARD,
		.offers = {{BOUNCE}}},
	{"a member's ticket comes in", "10:15", CHECK_IN_OK, 0, .holder = HOLDER_MEMBER,
		.ticket_shown = true, .ticket = TICKET_GOOD, .offers = {{BOUNCE}}},
	{"late, but it is still on", "11:10", CHECK_IN_OK, 0, CARD, .offers = {{BOUNCE}}},
	{"the second scan says since when", "10:20", CHECK_IN_ALREADY_HERE, 0, "10:15", CARD,
		.offers = {{BOUNCE, .here = "10:15"}}},
	{"the second scan of a ticket says since when", "10:20", CHECK_IN_ALREADY_HERE, 0, "10:15",
		TICKET, .offers = {{BOUNCE, .here = "10:15"}}},
	{"here at another session does not count for this one", "14:00", CHECK_IN_OK, 1, CARD,
		.offers = {{BOUNCE, .here = "10:15"}, {LEGO}}},
	{"whose places were given to the door comes in while the door has some", "10:40",
		CHECK_IN_OK, 0, CARD, .offers = {{BOUNCE, .held_until = "10:35"}}, .door = 3},
	{"whose places were given away comes too late when the door has too few", "10:40",
		CHECK_IN_FULL, 0, "10:35", CARD, .offers = {{BOUNCE, .held_until = "10:35"}},
		.door = 2},
	{"who is inside stays so, whatever was given to the door", "10:40", CHECK_IN_ALREADY_HERE,
		0, "10:15", CARD, .offers = {{BOUNCE, .here = "10:15", .held_until = "10:35"}}},
	{"an undone check-in can be done again", "10:21", CHECK_IN_OK, 0, CARD,
		.offers = {{BOUNCE, .here = NULL}}},

	/* edges: closed where it opens, open where it closes */
	{"a second before it opens", "09:59:59", CHECK_IN_TOO_EARLY, 0, "10:00", CARD,
		.offers = {{BOUNCE}}},
	{"exactly when it opens", "10:00", CHECK_IN_OK, 0, CARD, .offers = {{BOUNCE}}},
	{"a second before it closes", "11:29:59", CHECK_IN_OK, 0, CARD, .offers = {{BOUNCE}}},
	{"exactly when it closes", "11:30", CHECK_IN_TOO_LATE, 0, CARD, .offers = {{BOUNCE}}},
	{"a second before the ticket is valid", "10:09:59", CHECK_IN_TOO_EARLY, 0, "10:10", TICKET,
		.from = "10:10", .offers = {{BOUNCE}}},
	{"exactly when the ticket gets valid", "10:10", CHECK_IN_OK, 0, TICKET, .from = "10:10",
		.offers = {{BOUNCE}}},
	{"a second before the ticket ends", "10:59:59", CHECK_IN_OK, 0, TICKET, .until = "11:00",
		.offers = {{BOUNCE}}},
	{"exactly when the ticket ends", "11:00", CHECK_IN_TOO_LATE, 0, TICKET, .until = "11:00",
		.offers = {{BOUNCE}}},
	{"a ticket valid early does not open the door early", "09:30", CHECK_IN_TOO_EARLY, 0,
		"10:00", TICKET, .from = "08:00", .offers = {{BOUNCE}}},
	{"a ticket valid long does not keep the door open", "11:30", CHECK_IN_TOO_LATE, 0, TICKET,
		.until = "18:00", .offers = {{BOUNCE}}},
	{"a card does not look at a ticket's time", "10:15", CHECK_IN_OK, 0, CARD, .from = "10:20",
		.until = "10:21", .offers = {{BOUNCE}}},
	{"two in a row: at the moment between, the second", "11:30", CHECK_IN_OK, 1, CARD,
		.offers = {{BOUNCE}, {BOOKED("11:30", "12:00")}}},

	/* who comes before everything */
	{"a forged ticket", "10:15", CHECK_IN_BAD_SIGNATURE, -1, FORGED},
	{"a forged ticket before the session opens", "08:00", CHECK_IN_BAD_SIGNATURE, -1, FORGED,
		.offers = {{BOUNCE}}},
	{"a forged ticket after the session", "12:00", CHECK_IN_BAD_SIGNATURE, -1, FORGED,
		.offers = {{BOUNCE}}},
	{"a forged ticket of a party that is here", "10:20", CHECK_IN_BAD_SIGNATURE, -1, FORGED,
		.offers = {{BOUNCE, .here = "10:15"}}},
	{"a forged ticket for a cancelled session", "10:20", CHECK_IN_BAD_SIGNATURE, -1, FORGED,
		.offers = {{BOUNCE, .called_off = true}}},
	{"a forged ticket is forged while the store fails", "10:20", CHECK_IN_BAD_SIGNATURE, -1,
		FORGED, .failing = true},
	{"a forged ticket is forged without a clock", "10:20", CHECK_IN_BAD_SIGNATURE, -1, FORGED,
		.unsure = true},
	{"a forged ticket that was revoked", "10:20", CHECK_IN_BAD_SIGNATURE, -1, FORGED,
		.revoked = true},
	{"another library's ticket", "10:15", CHECK_IN_UNKNOWN_CODE, -1, FOREIGN},
	{"another library's ticket without a clock", "10:15", CHECK_IN_UNKNOWN_CODE, -1, FOREIGN,
		.unsure = true},
	{"some other code", "10:15", CHECK_IN_UNKNOWN_CODE, -1, RUBBISH},
	{"nobody and nothing", "10:15", CHECK_IN_UNKNOWN_CODE, -1, .holder = HOLDER_NOBODY},
	{"the store could not say", "10:15", CHECK_IN_REFER_STAFF, -1, CARD, .failing = true,
		.offers = {{BOUNCE}}},
	{"the store could not say whose code it is", "10:15", CHECK_IN_REFER_STAFF, -1, FOREIGN,
		.failing = true},
	{"the store could not say, and the clock neither", "10:15", CHECK_IN_REFER_STAFF, -1, CARD,
		.failing = true, .unsure = true, .offers = {{BOUNCE}}},
	{"a revoked ticket", "10:15", CHECK_IN_REVOKED, -1, TICKET, .revoked = true,
		.offers = {{BOUNCE}}},
	{"a revoked ticket before the session opens", "08:00", CHECK_IN_REVOKED, -1, TICKET,
		.revoked = true, .offers = {{BOUNCE}}},
	{"a revoked ticket of a party that is here", "10:20", CHECK_IN_REVOKED, -1, TICKET,
		.revoked = true, .offers = {{BOUNCE, .here = "10:15"}}},
	{"a revoked ticket of a blocked member", "10:15", CHECK_IN_REVOKED, -1, BLOCKED,
		.ticket_shown = true, .ticket = TICKET_GOOD, .revoked = true, .offers = {{BOUNCE}}},
	{"a revoked ticket for a cancelled session", "10:15", CHECK_IN_REVOKED, -1, TICKET,
		.revoked = true, .offers = {{BOUNCE, .called_off = true}}},
	{"a revoked ticket without a clock", "10:15", CHECK_IN_REVOKED, -1, TICKET, .revoked = true,
		.unsure = true, .offers = {{BOUNCE}}},
	{"a card while somebody's ticket was revoked", "10:15", CHECK_IN_OK, 0, CARD,
		.revoked = true, .offers = {{BOUNCE}}},
	{"a blocked member", "10:15", CHECK_IN_BLOCKED, -1, BLOCKED, .offers = {{BOUNCE}}},
	{"a blocked member too early", "08:00", CHECK_IN_BLOCKED, -1, BLOCKED,
		.offers = {{BOUNCE}}},
	{"a blocked member who is here", "10:20", CHECK_IN_BLOCKED, -1, BLOCKED,
		.offers = {{BOUNCE, .here = "10:15"}}},
	{"a blocked member with nothing booked", "10:15", CHECK_IN_BLOCKED, -1, BLOCKED},
	{"a blocked member without a clock", "10:15", CHECK_IN_BLOCKED, -1, BLOCKED, .unsure = true,
		.offers = {{BOUNCE}}},
	{"a blocked member at the door", "10:15", CHECK_IN_BLOCKED, -1, BLOCKED, .door = 9,
		.offers = {{BOUNCE_DOOR, .people = 1}}},
	{"a member with nothing booked is no dead end", "10:15", CHECK_IN_REFER_STAFF, -1, CARD},
	{"a ticket for a session that this kiosk does not know", "10:15", CHECK_IN_REFER_STAFF, -1,
		TICKET},

	/* which */
	{"two open now: the visitor chooses", "10:50", CHECK_IN_CHOOSE, -1, CARD,
		.offers = {{BOUNCE}, {STORY}}},
	{"two open now, one chosen", "10:50", CHECK_IN_OK, 1, CARD, .wanted = "10:45",
		.offers = {{BOUNCE}, {STORY}}},
	{"two open now, here at one: still a choice", "10:50", CHECK_IN_CHOOSE, -1, CARD,
		.offers = {{BOUNCE, .here = "10:15"}, {STORY}}},
	{"two open now, the one chosen is where they are", "10:50", CHECK_IN_ALREADY_HERE, 0,
		"10:15", CARD, .wanted = "10:30", .offers = {{BOUNCE, .here = "10:15"}, {STORY}}},
	{"at the moment the second opens there is a choice", "10:15", CHECK_IN_CHOOSE, -1, CARD,
		.offers = {{BOUNCE}, {STORY}}},
	{"a second before there is none", "10:14:59", CHECK_IN_OK, 0, CARD,
		.offers = {{BOUNCE}, {STORY}}},
	{"three open now", "10:50", CHECK_IN_CHOOSE, -1, CARD,
		.offers = {{BOUNCE}, {STORY}, {BOOKED("11:00", "12:00")}}},
	{"two open now, one of them cancelled", "10:50", CHECK_IN_OK, 1, CARD,
		.offers = {{BOUNCE, .called_off = true}, {STORY}}},
	{"two open now, one of them only waited for", "10:50", CHECK_IN_OK, 0, CARD,
		.offers = {{BOUNCE}, {STORY, .state = BOOKING_WAITING}}},
	{"waited for first, booked second", "10:50", CHECK_IN_OK, 1, CARD,
		.offers = {{BOUNCE, .state = BOOKING_WAITING}, {STORY}}},
	{"two open now, both only waited for", "10:50", CHECK_IN_CHOOSE, -1, CARD,
		.offers = {{BOUNCE, .state = BOOKING_WAITING}, {STORY, .state = BOOKING_WAITING}}},
	{"a booking wins over an open door", "10:50", CHECK_IN_OK, 1, CARD, .door = 9,
		.offers = {{BOUNCE_DOOR, .people = 2}, {STORY}}},
	{"two open doors: the visitor chooses", "10:50", CHECK_IN_CHOOSE, -1, CARD, .door = 9,
		.offers = {{BOUNCE_DOOR, .people = 2}, {DOOR("10:45", "11:15"), .people = 2}}},
	{"one open, one later", "10:15", CHECK_IN_OK, 0, CARD, .offers = {{BOUNCE}, {LEGO}}},
	{"one open, one later, in the other order", "10:15", CHECK_IN_OK, 1, CARD,
		.offers = {{LEGO}, {BOUNCE}}},
	{"one over, one open", "14:10", CHECK_IN_OK, 1, CARD, .offers = {{BOUNCE}, {LEGO}}},
	{"one over, one later", "12:00", CHECK_IN_TOO_EARLY, 1, "13:30", CARD,
		.offers = {{BOUNCE}, {LEGO}}},
	{"none open, one later today", "10:15", CHECK_IN_TOO_EARLY, 0, "13:30", CARD,
		.offers = {{LEGO}}},
	{"two later today: the sooner", "09:00", CHECK_IN_TOO_EARLY, 1, "10:00", CARD,
		.offers = {{LEGO}, {BOUNCE}}},
	{"next Friday's", "10:15", CHECK_IN_TOO_EARLY, 0, "2026-12-11T10:00", CARD,
		.offers = {{BOOKED("2026-12-11T10:30", "2026-12-11T11:30")}}},
	{"two that are over: the later", "18:00", CHECK_IN_TOO_LATE, 1, CARD,
		.offers = {{BOUNCE}, {LEGO}}},
	{"last Friday's ticket", "10:15", CHECK_IN_TOO_LATE, 0, TICKET,
		.offers = {{BOOKED("2026-11-27T10:30", "2026-11-27T11:30")}}},
	{"this session's screen, a booking for the afternoon", "10:15", CHECK_IN_WRONG_SESSION, 0,
		"14:00", CARD, .wanted = "10:30", .offers = {{LEGO}}},
	{"this session's screen, a ticket for next Friday", "10:15", CHECK_IN_WRONG_SESSION, 0,
		"2026-12-11T10:30", TICKET, .wanted = "10:30",
		.offers = {{BOOKED("2026-12-11T10:30", "2026-12-11T11:30")}}},
	{"this session's screen, a ticket for last Friday", "10:15", CHECK_IN_WRONG_SESSION, 0,
		"2026-11-27T10:30", TICKET, .wanted = "10:30",
		.offers = {{BOOKED("2026-11-27T10:30", "2026-11-27T11:30")}}},
	{"another session's screen: names the one that is open", "10:50", CHECK_IN_WRONG_SESSION, 0,
		"10:30", CARD, .wanted = "16:00", .offers = {{BOUNCE}, {LEGO}}},
	{"another session's screen, two open: names the first", "10:50", CHECK_IN_WRONG_SESSION, 0,
		"10:30", CARD, .wanted = "16:00", .offers = {{BOUNCE}, {STORY}}},
	{"the wrong session before already here", "10:50", CHECK_IN_WRONG_SESSION, 0, "10:30", CARD,
		.wanted = "16:00", .offers = {{BOUNCE, .here = "10:15"}}},
	{"the wrong session is known without a clock", "10:50", CHECK_IN_WRONG_SESSION, 0, "10:30",
		CARD, .wanted = "16:00", .unsure = true, .offers = {{BOUNCE}}},
	{"the wanted one is too early, though another is open", "10:15", CHECK_IN_TOO_EARLY, 1,
		"13:30", CARD, .wanted = "14:00", .offers = {{BOUNCE}, {LEGO}}},
	{"given up and booked again", "10:15", CHECK_IN_OK, 1, CARD, .wanted = "10:30",
		.offers = {{BOUNCE, .state = BOOKING_CANCELLED}, {BOUNCE}}},

	/* cancelled */
	{"the library cancelled the session", "10:15", CHECK_IN_CANCELLED, 0, CARD,
		.offers = {{BOUNCE, .called_off = true}}},
	{"the session was cancelled: said early too", "08:00", CHECK_IN_CANCELLED, 0, CARD,
		.offers = {{BOUNCE, .called_off = true}}},
	{"the session was cancelled: said late too", "18:00", CHECK_IN_CANCELLED, 0, CARD,
		.offers = {{BOUNCE, .called_off = true}}},
	{"the session was cancelled: no clock is needed", "10:15", CHECK_IN_CANCELLED, 0, CARD,
		.unsure = true, .offers = {{BOUNCE, .called_off = true}}},
	{"the session was cancelled before already here", "10:15", CHECK_IN_CANCELLED, 0, CARD,
		.offers = {{BOUNCE, .called_off = true, .here = "10:05"}}},
	{"the session was cancelled for those who wait too", "10:15", CHECK_IN_CANCELLED, 0, CARD,
		.offers = {{BOUNCE, .called_off = true, .state = BOOKING_WAITING}}},
	{"the session was cancelled for the door too", "10:15", CHECK_IN_CANCELLED, 0, CARD,
		.door = 9, .offers = {{BOUNCE_DOOR, .called_off = true, .people = 2}}},
	{"they gave the booking up themselves", "10:15", CHECK_IN_CANCELLED, 0, TICKET,
		.offers = {{BOUNCE, .state = BOOKING_CANCELLED}}},
	{"a given up booking does not hide the next", "10:15", CHECK_IN_TOO_EARLY, 1, "13:30", CARD,
		.offers = {{BOUNCE, .state = BOOKING_CANCELLED}, {LEGO}}},
	{"a cancelled session of now is told before the next", "10:15", CHECK_IN_CANCELLED, 0, CARD,
		.offers = {{BOUNCE, .called_off = true}, {LEGO}}},
	{"a cancelled session of later does not hide the next", "09:00", CHECK_IN_TOO_EARLY, 0,
		"10:00", CARD, .offers = {{BOUNCE}, {LEGO, .called_off = true}}},
	{"another session's screen, theirs is cancelled", "10:15", CHECK_IN_CANCELLED, 0, CARD,
		.wanted = "14:00", .offers = {{BOUNCE, .called_off = true}}},
	{"all are cancelled, and no clock", "10:15", CHECK_IN_CANCELLED, 0, CARD, .unsure = true,
		.offers = {{BOUNCE, .called_off = true}, {LEGO, .state = BOOKING_CANCELLED}}},

	/* waiting */
	{"on the waiting list", "10:15", CHECK_IN_WAITING, 0, CARD,
		.offers = {{BOUNCE, .state = BOOKING_WAITING}}},
	{"on the waiting list: told early, so that nobody waits at the door", "08:00",
		CHECK_IN_WAITING, 0, CARD, .offers = {{BOUNCE, .state = BOOKING_WAITING}}},
	{"on the waiting list of what is over", "12:00", CHECK_IN_TOO_LATE, 0, CARD,
		.offers = {{BOUNCE, .state = BOOKING_WAITING}}},
	{"on the waiting list, let in by staff", "10:20", CHECK_IN_ALREADY_HERE, 0, "10:15", CARD,
		.offers = {{BOUNCE, .state = BOOKING_WAITING, .here = "10:15"}}},
	{"on the waiting list before questions", "10:20", CHECK_IN_WAITING, 0, CARD,
		.offers = {{BOUNCE, .state = BOOKING_WAITING, .asks = true}}},

	/* the door */
	{"three at the door, three places", "10:15", CHECK_IN_OK, 0, CARD, .door = 3,
		.offers = {{BOUNCE_DOOR, .people = 3}}},
	{"three at the door, two places: all or nobody", "10:15", CHECK_IN_FULL, 0, CARD, .door = 2,
		.offers = {{BOUNCE_DOOR, .people = 3}}},
	{"one at the door, no place", "10:15", CHECK_IN_FULL, 0, CARD, .door = 0,
		.offers = {{BOUNCE_DOOR, .people = 1}}},
	{"a debt of places is no place", "10:15", CHECK_IN_FULL, 0, CARD, .door = -1,
		.offers = {{BOUNCE_DOOR, .people = 1}}},
	{"the booked need no door places", "10:15", CHECK_IN_OK, 0, CARD, .door = 0,
		.offers = {{BOUNCE}}},
	{"a drop-in without a card", "10:15", CHECK_IN_OK, 0, .holder = HOLDER_NOBODY, .door = 6,
		.offers = {{DOOR("10:30", "11:30"), .people = 2}}},
	{"a drop-in too early", "09:45", CHECK_IN_TOO_EARLY, 0, "10:00", .holder = HOLDER_NOBODY,
		.door = 6, .offers = {{DOOR("10:30", "11:30"), .people = 2}}},
	{"a drop-in when it is full and over", "11:30", CHECK_IN_TOO_LATE, 0,
		.holder = HOLDER_NOBODY, .door = 0,
		.offers = {{DOOR("10:30", "11:30"), .people = 2}}},
	{"at the door, not yet counted: how many come?", "10:15", CHECK_IN_NEED_INFO, 0, CARD,
		.door = 3, .offers = {{BOUNCE_DOOR}}},
	{"at the door, not yet counted, but nothing is left", "10:15", CHECK_IN_FULL, 0, CARD,
		.door = 0, .offers = {{BOUNCE_DOOR}}},
	{"at the door of what must be booked", "10:15", CHECK_IN_REFER_STAFF, 0, CARD, .door = 9,
		.offers = {{BOOKED("10:30", "11:30"), .walk_in = true, .people = 1,
			.admission = ADMISSION_BOOKED}}},
	{"the door of what is drop-in only", "10:15", CHECK_IN_OK, 0, CARD, .door = 1,
		.offers = {{BOOKED("10:30", "11:30"), .walk_in = true, .people = 1,
			.admission = ADMISSION_DROP_IN}}},
	{"already in by the door, though it is full now", "10:25", CHECK_IN_ALREADY_HERE, 0,
		"10:15", CARD, .door = 0, .offers = {{BOUNCE_DOOR, .people = 2, .here = "10:15"}}},

	/* the rest */
	{"a question is unanswered", "10:15", CHECK_IN_NEED_INFO, 0, CARD,
		.offers = {{BOUNCE, .asks = true}}},
	{"already here before questions", "10:20", CHECK_IN_ALREADY_HERE, 0, "10:15", CARD,
		.offers = {{BOUNCE, .asks = true, .here = "10:15"}}},
	{"time before questions", "08:00", CHECK_IN_TOO_EARLY, 0, "10:00", CARD,
		.offers = {{BOUNCE, .asks = true}}},
	{"full before questions", "10:15", CHECK_IN_FULL, 0, CARD, .door = 1,
		.offers = {{BOUNCE_DOOR, .people = 2, .asks = true}}},
	{"too late before already here", "11:30", CHECK_IN_TOO_LATE, 0, CARD,
		.offers = {{BOUNCE, .here = "10:15"}}},
	{"too early before already here", "09:00", CHECK_IN_TOO_EARLY, 0, "10:00", CARD,
		.offers = {{BOUNCE, .here = "08:15"}}},
	{"a booking for nobody is a riddle for staff", "10:15", CHECK_IN_REFER_STAFF, 0, CARD,
		.offers = {{BOUNCE, .people = -1}}},
	{"a booking for twenty-one of a kind is one too", "10:15", CHECK_IN_REFER_STAFF, 0, CARD,
		.offers = {{BOUNCE, .people = 21}}},

	/* the clock is unsure */
	{"no clock, one booking", "10:15", CHECK_IN_CLOCK_UNSURE, 0, CARD, .unsure = true,
		.offers = {{BOUNCE}}},
	{"no clock, already here", "10:15", CHECK_IN_CLOCK_UNSURE, 0, CARD, .unsure = true,
		.offers = {{BOUNCE, .here = "10:05"}}},
	{"no clock, two bookings", "10:15", CHECK_IN_CLOCK_UNSURE, -1, CARD, .unsure = true,
		.offers = {{BOUNCE}, {LEGO}}},
	{"no clock, one booking and one cancelled", "10:15", CHECK_IN_CLOCK_UNSURE, 1, CARD,
		.unsure = true, .offers = {{BOUNCE, .called_off = true}, {LEGO}}},
	{"no clock at the door", "10:15", CHECK_IN_CLOCK_UNSURE, 0, CARD, .unsure = true, .door = 9,
		.offers = {{BOUNCE_DOOR, .people = 1}}},
	{"a clock of 1970 that says it is sure", "1970-01-01T00:00", CHECK_IN_TOO_EARLY, 0, "10:00",
		CARD, .offers = {{BOUNCE}}},

	/* the nights when the clocks change */
	{"the clocks go forward: it opens half an hour before by the clock on the wall",
		"2026-03-29T10:00", CHECK_IN_OK, 0, CARD,
		.offers = {{BOOKED("2026-03-29T10:30", "2026-03-29T11:30")}}},
	{"the clocks go forward: a minute too early", "2026-03-29T09:59", CHECK_IN_TOO_EARLY, 0,
		"2026-03-29T10:00", CARD,
		.offers = {{BOOKED("2026-03-29T10:30", "2026-03-29T11:30")}}},
	{"the clocks go back: exactly when it opens", "2026-10-25T10:00", CHECK_IN_OK, 0, CARD,
		.offers = {{BOOKED("2026-10-25T10:30", "2026-10-25T11:30")}}},
	{"the clocks go back: a second before", "2026-10-25T09:59:59", CHECK_IN_TOO_EARLY, 0,
		"2026-10-25T10:00", CARD,
		.offers = {{BOOKED("2026-10-25T10:30", "2026-10-25T11:30")}}},
	{"a night session over the skipped hour is an hour shorter", "2026-03-29T02:30",
		CHECK_IN_TOO_LATE, 0, CARD,
		.offers = {{BOOKED("2026-03-29T00:30", "2026-03-29T02:30")}}},
	{"in the skipped hour the clock reads an hour later", "2026-03-29T01:30", CHECK_IN_OK, 0,
		CARD, .offers = {{BOOKED("2026-03-29T02:45", "2026-03-29T04:00")}}},
	{"a night session over the doubled hour is still on", "2026-10-25T01:59", CHECK_IN_OK, 0,
		CARD, .offers = {{BOOKED("2026-10-25T00:30", "2026-10-25T02:30")}}},
	{"midnight is no edge", "2026-12-05T00:15", CHECK_IN_OK, 0, CARD,
		.offers = {{BOOKED("2026-12-04T23:45", "2026-12-05T01:00")}}},
	{"opens before midnight for a session after it", "23:40", CHECK_IN_OK, 0, CARD,
		.offers = {{BOOKED("2026-12-05T00:05", "2026-12-05T01:00")}}},
};

static int64_t at(const char *text)
{
	char full[40];
	int64_t instant_ms = 0;

	snprintf(full, sizeof(full), "%s%s", strchr(text, 'T') ? "" : "2026-12-04T", text);
	assert_true(clock_parse(full, &instant_ms));
	return instant_ms;
}

/* A session is known by its start here. */
static struct id session_id(const char *starts)
{
	return id_derive("session", starts, NULL);
}

static struct check_in_candidate candidate_of(const struct offer *offer, int door)
{
	struct check_in_candidate candidate = {
		.session =
			{
				.id = session_id(offer->starts),
				.starts_ms = at(offer->starts),
				.ends_ms = at(offer->ends),
				.opens_ms = at(offer->starts) - CHECK_IN_OPENS_BEFORE_MS,
				.closes_ms = at(offer->ends),
				.admission = offer->admission,
				.cancelled = offer->called_off,
			},
		.booked = !offer->walk_in,
		.state = offer->state,
		.here = offer->here != NULL,
		.here_since_ms = offer->here ? at(offer->here) : 0,
		.needs_info = offer->asks,
		.given = offer->held_until != NULL,
		.door_places_left = door,
	};
	if (offer->held_until)
		candidate.session.setting[SETTING_HELD_UNTIL_MS] = at(offer->held_until);
	int people = offer->people == 0 && !offer->walk_in ? 3 : offer->people;

	candidate.party.count[PARTY_ADULTS] = people > 0 ? 1 : 0;
	candidate.party.count[PARTY_CHILDREN] = people > 0 ? people - 1 : 0;
	if (people > PARTY_COUNT_MAX)
		candidate.party.count[PARTY_CHILDREN] = people;
	return candidate;
}

static struct check_in_facts facts_of(const struct row *row)
{
	struct check_in_facts facts = {
		.now_ms = at(row->now),
		.clock_unsure = row->unsure,
		.failing = row->failing,
		.ticket = row->ticket,
		.ticket_shown = row->ticket_shown,
		.ticket_revoked = row->revoked,
		.ticket_from_ms = row->from ? at(row->from) : 0,
		.ticket_until_ms = row->until ? at(row->until) : INT64_MAX,
		.holder = row->holder,
	};

	if (row->wanted)
		facts.wanted_session = session_id(row->wanted);
	for (int i = 0; i < OFFERS_MAX && row->offers[i].starts; i++)
		facts.candidates[facts.count++] = candidate_of(&row->offers[i], row->door);
	return facts;
}

static void is_decided(void **state)
{
	const struct row *row = *state;
	struct check_in_facts facts = facts_of(row);
	struct check_in_answer answer = check_in_decide(&facts);

	assert_string_equal(check_in_code_name(answer.code), check_in_code_name(row->code));
	assert_int_equal(answer.candidate, row->about);
	assert_int_equal(answer.when_ms, row->when ? at(row->when) : 0);
}

static void every_code_is_reached_by_a_row(void **state)
{
	bool reached[CHECK_IN_CODES] = {false};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		reached[rows[i].code] = true;
	for (int code = 0; code < CHECK_IN_CODES; code++)
		assert_true(reached[code]);
}

static void a_count_out_of_range_is_for_staff(void **state)
{
	struct check_in_facts facts = {.holder = HOLDER_MEMBER, .count = -1};

	assert_int_equal(check_in_decide(&facts).code, CHECK_IN_REFER_STAFF);
	facts.count = CHECK_IN_CANDIDATES_MAX + 1;
	assert_int_equal(check_in_decide(&facts).code, CHECK_IN_REFER_STAFF);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_is_reached_by_a_row),
		cmocka_unit_test(a_count_out_of_range_is_for_staff),
	};
	struct error error = {0};

	ciphers_start();
	if (!clock_set_zone("Europe/London", &error))
		return 1;
	return rows_run("check-in", is_decided, ROWS(rows)) +
	       cmocka_run_group_tests_name("check-in", tests, NULL, NULL);
}
