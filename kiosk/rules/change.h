/* Changes: what the centre must learn, and its answers. One gap-free numbered log a kiosk; each is
 * stored as the JSON text that is sent, and never rewritten once it may have been, but emptied when it is
 * kept no longer (rules/retention.h):
 *
 *   {"id": UUID, "kind": "book", "version": 1, "at": ms UTC, "boot_ms": ms since boot, "body": {...}}
 *
 * Bodies only ever gain optional fields; another meaning is another kind. `party` is
 * {"adults":1,"children":2,"babies":0,"prams":1,"wheelchairs":0}, and "class": true if it is one; `extra`
 * are the people and `extra_parts` the parts that a lease paid at the door; `holder` is an id or absent;
 * ids are UUID text; `index` is hex; boxes are base64. A guest's `greeting` opens with the ticket only.
 *
 *   lease_request  {session, pool: "booking"|"door"|"members"|"class", places, parts, here?}; the
 *                  lease's id is the change's id; `here`: so many stand at the door
 *   lease_close    {lease}
 *   book           {booking, session, lease, party, holder?, code, language, greeting?}
 *   wait           {booking, session, party, holder?, code, language, greeting?}   the waiting list
 *   cancel         {booking}
 *   check_in       {attendance, session, booking?, holder?, party, lease?, extra, how:
 *                   "booked"|"walk-in"|"drop-in", code: "OK", facts: {...}}
 *   check_in_party {attendance, party, lease?, extra}                          who really came
 *   undo           {attendance}
 *   sign_up        {member, number, level, key_id, box, consent: {version, language, shown_english},
 *                   tokens: [{index, greeting}], household?}
 *   link_card      {member, key_id, box, tokens: [{index, greeting}], household?}  also: a known card
 *                   greets with more of its household
 *   put_on_card    {booking, holder}                             a guest's booking gets a holder
 *   card_seen      {holder, key_id, box}                       an unconfirmed card, to be settled
 *   change_party   {booking, heard, was: party, party, lease?}   more or fewer; `lease` pays for the
 *                  more; `heard`: which revision of the booking was known
 *   move           book's fields and {from, was: "confirmed"|"waiting"}   to another day: the new booking
 *                  is made and `from` let go, both or neither
 *   tell_me        {booking, session?, language, key_id, box}  who waits is to be told of places; the
 *                  contact is in the box
 *   still_coming   {booking}                                     "yes, we are coming"; no is a cancel
 *
 *   give_to_door   {session}   booked places are held no longer: who comes later comes by the door. The
 *                  log behind it lets nobody in by a booking of the session any more
 *   stamp          {stamp, holder, challenge, day, until, step, steps}   of a reading challenge, days as
 *                  "2026-12-04"; the stamp's id follows from holder, challenge and day
 *
 *   not_kept       {booking, holder?, is: "waiting"|"unknown"}   a promise that a centre which was put
 *                  back does not know
 *
 *   void           {}   a booking that was cancelled before anybody heard of it
 *
 * A verdict: {"seq": N, "verdict": "accepted"|"known"|"refused"|"waiting"|"quarantined",
 * "reason": "...", "result": {...}}; lease_request's result is {"places": granted, "parts": {...}}.
 *
 * Feed rows that the centre sends, by kind and key:
 *   branch stream:  session {session's fields}, booking {state, party, ...}, holder {index, holder,
 *                   greeting, status}, revoked {ticket}, inside {kiosks: {"1": people}},
 *                   stamp {holder, challenge, day, until}
 *   kiosk stream:   recall {lease}
 *   global stream:  ticket_key {id, public} */
#ifndef RULES_CHANGE_H
#define RULES_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

/* On disk: append only, never renumber. A new kind takes the next number, at the end. */
enum change_kind {
	CHANGE_LEASE_REQUEST = 0,
	CHANGE_LEASE_CLOSE = 1,
	CHANGE_BOOK = 2,
	CHANGE_WAIT = 3,
	CHANGE_CANCEL = 4,
	CHANGE_CHECK_IN = 5,
	CHANGE_CHECK_IN_PARTY = 6,
	CHANGE_UNDO = 7,
	CHANGE_SIGN_UP = 8,
	CHANGE_LINK_CARD = 9,
	CHANGE_CARD_SEEN = 10,
	CHANGE_PUT_ON_CARD = 11,
	CHANGE_CHANGE_PARTY = 12,
	CHANGE_MOVE = 13,
	CHANGE_GIVE_TO_DOOR = 14,
	CHANGE_TELL_ME = 15,
	CHANGE_STILL_COMING = 16,
	CHANGE_STAMP = 17,
	CHANGE_NOT_KEPT = 18,
	CHANGE_VOID = 19,
	CHANGE_KINDS, /* keep last */
};

/* On disk: append only, never renumber. */
enum verdict {
	VERDICT_NONE = 0,
	VERDICT_ACCEPTED = 1,
	VERDICT_KNOWN = 2, /* the fact was known; earlier wins */
	VERDICT_REFUSED = 3,
	VERDICT_WAITING = 4,
	VERDICT_QUARANTINED = 5, /* kept raw, for a person to look at */
};

const char *change_kind_name(enum change_kind kind);
/* CHANGE_KINDS if there is no such kind. */
enum change_kind change_kind_named(const char *name);
const char *verdict_name(enum verdict verdict);
enum verdict verdict_named(const char *name); /* VERDICT_NONE: unknown */
/* Done by a visitor, rather than asked by the kiosk for itself (leases, card_seen). */
bool change_is_visitors(enum change_kind kind);
/* It carries a box that only the clerk can open. */
bool change_has_box(enum change_kind kind);
/* The centre keeps it for staff: report.exception has it until somebody resolves it (core.take). Places
 * that a kiosk did not get are nobody's trouble. */
bool change_is_exception(enum change_kind kind, enum verdict verdict);

#endif
