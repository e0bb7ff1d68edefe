/* The kiosk's memory: DIR/kiosk.db, SQLite in WAL with synchronous=FULL, STRICT tables. Every verb
 * that a visitor causes writes its fact and its outbox row in ONE transaction; when it returns true
 * the fact is on the disk, and only then may a screen confirm it. On false nothing was written.
 *
 * One struct store a process, one thread. Two processes share the file (face and sync): writes are
 * BEGIN IMMEDIATE, a busy file is waited for up to the limit given to store_open(). Only the face
 * (or kioskctl while no face runs) migrates, under flock on DIR/kiosk.lock.
 *
 * No raw UID or number is kept outside a sealed box: tokens become keyed indexes here. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/id.h"
#include "rules/booking.h"
#include "rules/challenge.h"
#include "rules/check_in.h"
#include "rules/holder.h"
#include "rules/places.h"
#include "rules/series.h"
#include "rules/session.h"
#include "rules/ticket.h"
#include "rules/token.h"
#include "store/enrolment.h"

struct store;

enum store_use {
	STORE_FACE, /* holds DIR/kiosk.lock, migrates, busy limit 1 s */
	STORE_SYNC, /* never migrates: ERROR_BUSY if the version is older than it knows; 10 s */
	STORE_LOOK, /* kioskctl: reads only, no lock */
};

struct store *store_open(const char *directory, enum store_use use, struct error *error);
void store_close(struct store *store); /* NULL is fine */

/* A newer program wrote the file, which this one has come after by mistake: the face may look and write
 * nothing, sync sends the log and leaves the answers for that program. */
bool store_is_newer(const struct store *store);

const struct enrolment *store_enrolment(const struct store *store);
const struct kiosk_keys *store_keys(const struct store *store);
/* Public keys of all kiosks whose tickets are believed; valid until the next store call. */
const struct ticket_key *store_ticket_keys(struct store *store, int *count);

/* True, and why, if a read failed since this was last asked. What was read since then is not to be
 * believed (a failed read looks like "no rows"), and nothing is written until this was asked: ask
 * once after each message and each piece of work. */
bool store_read_failed(struct store *store, struct error *error);

/* True if another process committed since the last call: what is on the screen may be old. */
bool store_has_news(struct store *store);

/* ---- the programme ---- */

/* Sessions that end after `from_ms` and start before `until_ms`, by start; not cancelled ones
 * unless `cancelled_too`. Returns how many, at most `max`. */
int store_sessions(struct store *store, int64_t from_ms, int64_t until_ms, bool cancelled_too,
	struct session *sessions, int max);
bool store_session(struct store *store, struct id id, struct session *session);
/* The series that begins with `first`: itself and what follows (rules/series.h), not cancelled, by
 * start; at most `max`, and whether there is `more`. 0: it stands alone. */
int store_series(struct store *store, const struct session *first, struct session *sessions,
	int max, bool *more);
/* Of one event those that start after `after_ms`, by start, cancelled ones left out. The zero event has
 * none. */
int store_event_sessions(
	struct store *store, struct id event, int64_t after_ms, struct session *sessions, int max);
/* The embedded demo: the places that kiosk 1 holds of the next weeks' sessions until it has met a
 * centre; called at start and when the date changes. Nothing happens on any other kiosk. */
bool store_take_demo_leases(struct store *store, int64_t now_ms, struct error *error);

/* The largest party that this kiosk can confirm for the session now, out of this pool alone. */
int store_places_on_hand(struct store *store, struct id session, enum lease_pool pool);
/* The same for who may have places that are kept; `wish->places` is not read. */
int store_places_for(struct store *store, struct id session, const struct places_wish *wish);
/* One lease here holds all of them. */
bool store_has_places(struct store *store, struct id session, const struct places_wish *wish);
/* Of which part too few are left here, where there are people's places; PARTY_PARTS: it is not that. */
enum party_part store_missing_part(
	struct store *store, struct id session, const struct places_wish *wish);
/* Somebody stands here with a party that this kiosk cannot confirm: the centre is asked for so many
 * places. Nothing happens if enough are here, if it was asked already or had none lately. At the
 * door, where nobody waits for a place, it is asked each time, for no more than they are. */
bool store_ask_places(struct store *store, struct id session, const struct places_wish *wish,
	int64_t now_ms, struct error *error);
/* The centre's answer is still to come; of POOL_BOOKING: or of those that are kept for members. */
bool store_places_are_asked(struct store *store, struct id session, enum lease_pool pool);

/* ---- who ---- */

/* HOLDER_MEMBER or _BLOCKED with the greeting unlocked, HOLDER_UNCONFIRMED for a token that the
 * mirror does not know, HOLDER_GUEST for a ticket: with the greeting that the guest's booking has. */
struct holder store_holder(struct store *store, const struct token *token);

/* ---- booking ---- */

struct booking_wish {
	struct id session;
	struct holder
		holder; /* HOLDER_GUEST or _NOBODY: no card. What a guest is called is sealed under
				 the ticket, if holder_may_be_named() and an adult comes */
	const struct token
		*token; /* what was shown, or NULL; an unconfirmed one is sealed for the centre */
	struct party party;
	bool waits; /* on the waiting list, whatever places there are */
	const char *language;
};

/* Confirmed if one lease holds the whole party, else on the waiting list; `booking` says which. A
 * holder has at most one live booking a session: asking again returns that one, unchanged, with
 * `*again` true. ERROR_REFUSED: booking_decide() says no to the session as it is here now. */
bool store_book(struct store *store, const struct booking_wish *wish, int64_t now_ms,
	struct booking *booking, bool *again, struct error *error);
/* All sessions that `answers` name in their bookings, for one party and holder (`wish->session` is not
 * read), in one transaction; `answers` say what became of each. What is refused or was booked already
 * keeps no other back. */
bool store_book_series(struct store *store, const struct booking_wish *wish, int64_t now_ms,
	struct series_answer *answers, int count, struct error *error);
/* What booking_decide() is to know of a new booking, of one that is moved to `session`, and of one whose
 * party is changed, as it is here now. */
struct booking_facts store_booking_facts(struct store *store, const struct session *session,
	const struct holder *holder, int64_t now_ms);
struct booking_facts store_move_facts(struct store *store, const struct session *session,
	const struct booking *from, int64_t now_ms);
struct booking_facts store_change_facts(
	struct store *store, const struct session *session, const struct booking *booking);
/* The holder's live booking of another session of the event on that date: booking_is_that_day(). */
bool store_booking_that_day(struct store *store, const struct session *session, struct id holder,
	struct booking *booking);
/* How often the holder stayed away, running, as the centre counted it; 0 also after 90 days, and
 * once they came here. */
int store_absences(struct store *store, struct id holder, int64_t now_ms);
/* There is an event ahead that so many bind: it can be booked from the day before only. */
bool store_absences_bind(struct store *store, int absences, int64_t now_ms);
bool store_booking(struct store *store, struct id booking, struct booking *found);
/* The holder's live booking of the session; nobody has one. */
bool store_live_booking(
	struct store *store, struct id session, struct id holder, struct booking *found);
/* The holder's live bookings whose session ends after `from_ms`, by start. */
int store_bookings_of(
	struct store *store, struct id holder, int64_t from_ms, struct booking *bookings, int max);
/* The newest of the holder's bookings of which there is news that they were not told yet: the centre
 * refused it, or refused to change it, after it was confirmed here; or it waited and has places, at a
 * session that is still ahead. store_mark_told() when they were. */
bool store_untold(struct store *store, struct id holder, int64_t now_ms, struct booking *booking,
	enum booking_news *news);
/* This one was promised and could not be kept, and nobody was told here; or a centre that was put
 * back does not know it: for who comes with a ticket. */
bool store_was_not_kept(struct store *store, struct id booking);
/* This one waited and has places, and nobody was told here: for who comes with a ticket. */
bool store_untold_promotion(struct store *store, struct id booking, int64_t now_ms);
bool store_mark_told(struct store *store, struct id booking, struct error *error);
/* By the short code, sessions of the day of `now_ms` only. */
bool store_booking_by_code(
	struct store *store, const char *code, int64_t now_ms, struct booking *booking);
/* The same of the days after it, the next first. */
bool store_coming_booking_by_code(
	struct store *store, const char *code, int64_t now_ms, struct booking *booking);
/* The places go back at the centre, once, when it learns of it; never to a lease here. A booking
 * whose party is inside already is ERROR_REFUSED; one that is cancelled already stays so. */
bool store_cancel(struct store *store, struct id booking, int64_t now_ms, struct error *error);

/* The holder's live bookings of one event from this one on, itself included, by start; the party is not
 * inside. A guest's is alone. */
int store_bookings_that_follow(
	struct store *store, const struct booking *first, struct booking *bookings, int max);
/* All of those in one transaction, earlier ones are not touched. `*cancelled`: how many. */
bool store_cancel_rest(struct store *store, const struct booking *first, int64_t now_ms,
	int *cancelled, struct error *error);

/* What the booking needs beyond its own places to be of `party`; who waits needs none yet. */
struct places_wish store_places_more(const struct booking *booking, const struct session *session,
	const struct party *party, int64_t now_ms);
/* Who waits leaves a way to be told of places: sealed to the clerk's key before it is written, readable
 * here by nobody; the later of two counts. Of a booking that no longer waits nothing is kept. */
struct tell_me {
	struct id booking;
	const char *contact; /* private */
	const char *language;
};
bool store_tell_me(
	struct store *store, const struct tell_me *wanted, int64_t now_ms, struct error *error);

/* They were asked whether they are still coming: not again here. */
bool store_mark_asked(struct store *store, struct id booking, struct error *error);
/* "Yes, we are coming": told to the centre once, and by it to the other kiosks. */
bool store_still_coming(
	struct store *store, struct id booking, int64_t now_ms, struct error *error);

/* More or fewer people on the booking, which keeps its ticket and its code. ERROR_FULL: no lease holds
 * the more; ERROR_REFUSED: booking_decide() says no, or it may no longer change. Then it stands. */
bool store_change_party(struct store *store, struct id booking, const struct party *party,
	int64_t now_ms, struct error *error);
/* The booking is given for one of another session, with its party: both or neither, and only for
 * places that a lease holds. ERROR_FULL: none does; ERROR_REFUSED: as above, or the holder has one of
 * that session. `moved` is the new one, and greets its guest as the old one did. */
struct booking_move {
	struct id booking, session;
	const char *language;
};
bool store_move(struct store *store, const struct booking_move *move, int64_t now_ms,
	struct booking *moved, struct error *error);

/* A card that was held near, and whose it is. */
struct card_shown {
	struct token token;
	struct holder holder;
};
/* A guest's booking becomes the holder's, with its places and its ticket as they are; `booking` is
 * read again. ERROR_REFUSED: booking_onto_card_refusal() says why not; it stays as it is. */
bool store_put_on_card(struct store *store, struct booking *booking, const struct card_shown *card,
	int64_t now_ms, struct error *error);

/* The ticket of a confirmed or waiting booking, signed by this kiosk. */
bool store_ticket(
	struct store *store, const struct booking *booking, char text[static TICKET_TEXT]);

/* ---- confirmations that a crash may have hidden ---- */

/* The newest booking made within 60 s before `now_ms` whose confirmation was never painted. */
bool store_unshown(struct store *store, int64_t now_ms, struct booking *booking);
/* It and those that were made with it, by start of their sessions. */
int store_unshown_with(
	struct store *store, const struct booking *booking, struct booking *bookings, int max);
/* Its screen was painted (or the visitor said "not mine"). */
bool store_mark_shown(struct store *store, struct id booking, struct error *error);

/* ---- check-in ---- */

/* Gathers what the decision needs about a holder or a ticket; `wanted` may be the zero id. */
void store_check_in_facts(struct store *store, const struct holder *holder,
	const struct ticket *ticket, struct id wanted, int64_t now_ms,
	struct check_in_facts *facts);
/* Writes the attendance that `answer` (CHECK_IN_OK) allows, with the facts that decided. `token` is
 * what was shown, or NULL: an unconfirmed card's is sealed for the centre, once. ERROR_FULL: the
 * door lease holds too few. */
bool store_check_in(struct store *store, const struct check_in_facts *facts,
	const struct check_in_answer *answer, const struct holder *holder,
	const struct token *token, struct id *attendance, struct error *error);
/* Who really came. Fewer: recorded. More: from the door lease; ERROR_FULL if it holds too few. */
bool store_change_attendance(struct store *store, struct id attendance, const struct party *came,
	int64_t now_ms, struct error *error);
bool store_undo_check_in(
	struct store *store, struct id attendance, int64_t now_ms, struct error *error);
/* Nobody's name, two steppers: a party through the door. ERROR_FULL: please ask at the desk. */
bool store_drop_in(struct store *store, struct id session, const struct party *party,
	int64_t now_ms, struct id *attendance, struct error *error);

/* How many people are in the room, as far as this kiosk knows: by its own count, and by what the centre
 * said of the other kiosks. */
int store_inside(struct store *store, struct id session);

/* ---- joining ---- */

struct sign_up {
	struct id member;       /* made by the caller */
	const char *first_name; /* for the greeting; private */
	bool adult;
	const char *language;
	const char *form_json; /* all answers; sealed at once, never stored readable */
	const char *consent_version, *consent_language;
	bool consent_shown_english; /* the wording was not reviewed: English stood below it */
	struct household
		household; /* its id: of all who join together; its people: for an adult's card */
};

/* A card that was shown, and whose it is. */
struct adult_card {
	const struct holder *holder;
	const struct token *token;
};

/* All of them or nobody. Each takes the next number of this kiosk's block, which is final; the forms are
 * sealed to the clerk's key. ERROR_FULL: the block is used up. */
bool store_sign_up(struct store *store, const struct sign_up *people, int count, int64_t now_ms,
	char (*numbers)[CARD_NUMBER_BYTES_MAX], struct error *error);
/* The same for children of an adult whose card `token` is: their household, all of it, is on that card
 * from now on. */
bool store_sign_up_children(struct store *store, const struct sign_up *children, int count,
	const struct adult_card *adult, int64_t now_ms, char (*numbers)[CARD_NUMBER_BYTES_MAX],
	struct error *error);
/* Links a chip to a member who joined in this visit. ERROR_REFUSED: the card is somebody's already.
 */
bool store_link_card(struct store *store, const struct sign_up *sign_up, const struct token *token,
	int64_t now_ms, struct error *error);
/* Numbers left in this kiosk's blocks. */
int store_numbers_left(struct store *store);

/* ---- forms ---- */

/* The text of the last good version, which the caller frees; NULL: none. */
char *store_form(struct store *store, const char *name);
bool store_keep_form(struct store *store, const char *name, const char *text, struct error *error);

enum { TOLD_FORMS_MAX = 16 };
/* A form that the centre gives. Both: the newest was refused here, and the last good one is asked. */
struct told_form {
	char name[FORM_NAME_BYTES_MAX];
	bool is_asked, is_refused;
	char reason[sizeof((struct error){0}.detail)]; /* why it was refused */
};
/* The text of the last good one; else as store_form(). */
char *store_told_form(struct store *store, const char *name);
/* Another number whenever the centre gave one, another one, or took one back. */
int64_t store_told_forms_revision(struct store *store);
int store_told_forms(struct store *store, struct told_form forms[static TOLD_FORMS_MAX]);

/* ---- a reading challenge ---- */

/* Of the challenge's days. */
struct stamps store_stamps(struct store *store, const struct form *challenge, struct id holder,
	struct calendar_date today);
/* Gives a known holder today's stamp, if challenge_decide() says so; one that is there already is true
 * too, and nothing is written. ERROR_REFUSED: the challenge does not run today. */
bool store_stamp(struct store *store, const struct form *challenge, const struct holder *holder,
	const struct token *token, struct calendar_date today, int64_t now_ms, struct error *error);

/* ---- for people ---- */

/* Somebody asked for help: one more of the day. */
bool store_count_help(struct store *store, int64_t now_ms, struct error *error);

struct outbox_state {
	int visitors_unanswered;  /* visitors' changes without a verdict */
	int unanswered;           /* all */
	int64_t oldest_ms;        /* 0: none */
	int refused, quarantined; /* of those that the centre keeps for staff */
};
struct outbox_state store_outbox_state(struct store *store);

struct store_health {
	int leases_open, leases_asked, places_left;
	int numbers_left;
	int sessions_ahead;         /* that are not over, at `now_ms` */
	int help_today, help_asked; /* how often; in all */
	int parked;                 /* feed rows that this version does not understand */
	bool rereads;               /* the centre was put back, and everything is read anew */
	int not_kept;          /* bookings that it forgot, and whose holders do not know it yet */
	int64_t centre_met_ms; /* the centre's time when it was met last; 0: never */
	int64_t bytes;         /* of kiosk.db, without its journal */
};
struct store_health store_health(struct store *store, int64_t now_ms);
/* Reads every page. ERROR_CORRUPT: what is there is not what was written. */
bool store_check(struct store *store, struct error *error);

/* The clock is unsure: below the floor (build date, last centre time, last commit) or moved more
 * than two minutes against boot time since it was last sure. */
bool store_clock_is_unsure(struct store *store, int64_t now_ms, int64_t boot_ms);
/* The clock shows what the centre's showed at the last hello, and boot time since. False also if they
 * have not met since the kiosk started. */
bool store_clock_agrees(struct store *store, int64_t now_ms, int64_t boot_ms);

#endif
