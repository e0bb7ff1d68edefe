/* What several screens say or do in the same way. Words are ui's own copies, until the next view. */
#ifndef SCREENS_PARTS_H
#define SCREENS_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "app/message.h"
#include "rules/party.h"
#include "rules/session.h"
#include "ui/ui.h"

struct app;
struct booking;

/* ---- places ---- */

enum place_state {
	PLACES_UNSAID,
	PLACES_DROP_IN,
	PLACES_SOME,
	PLACES_FEW,
	PLACES_NONE,
	PLACES_LATER
};

enum place_state place_state_of(const struct session *session, int places_on_hand);
/* What the party takes, of those places that this visitor may have. */
struct places_wish part_places_to_book(
	const struct app *app, const struct session *session, const struct party *party);
/* What a kiosk can confirm for it now; nothing is said where booking has ended. */
enum place_state place_state_now(struct app *app, const struct session *session);

/* ---- things on a screen ---- */

/* What fills the whole screen with few large things, one below the other: first what is read, then what
 * is touched. */
void part_poster(struct ui *ui, enum ui_tone tone);
void part_poster_touch(const struct app *app, struct ui *ui);
void part_poster_close(struct ui *ui);
/* The logo and the branch's name. */
void part_branch(const struct app *app, struct ui *ui);
/* An icon and one line; the text's node, for ui_foreign(). */
struct ui_node *part_line(struct ui *ui, const char *icon, enum ui_size size, const char *text);
/* A sentence in a box of its own, where it concerns what is beside it. */
/* The text's node, for ui_private(). */
struct ui_node *part_notice(struct ui *ui, enum ui_tone tone, const char *icon, const char *text);
void part_places(struct ui *ui, enum place_state state);
/* The same as one of several lines of facts: see part_line(). */
void part_places_line(struct ui *ui, enum place_state state);
/* Below what there is, standing on what follows: the book spines. */
void part_art_below(struct ui *ui);
/* The same, a drawing of assets/art. */
void part_named_art_below(struct ui *ui, const char *name);
/* The same, of what the session is about. */
void part_drawing_below(struct ui *ui, const struct session *session);
/* In a list, inside a row: calendar leaf, title, time and places, icon; all in its theme's colour. */
void part_session(struct ui *ui, const struct session *session, enum place_state state);
/* The calendar leaf of its day, in its theme's colour. */
void part_leaf(struct ui *ui, const struct session *session, bool small);
/* Date, title, time, room and places as a card of its own, not to be touched. */
void part_session_card(struct ui *ui, const struct session *session, enum place_state state);
/* The same, where there is much beside it. */
void part_session_card_close(struct ui *ui, const struct session *session, enum place_state state);
/* One stepper for each count that the session asks; index: the part. */
struct stepper_actions {
	int less, more;
};
void part_steppers(struct ui *ui, const struct session *session, const struct party *party,
	bool is_largest, const struct stepper_actions *actions);
/* What stands for the way that a card or ticket is read here: the reader, the camera, or keys. */
const char *part_reader_icon(const struct app *app);
/* "Hold your card on the reader", for the readers that work; nothing if none does. */
void part_hold_card(const struct app *app, struct ui *ui, const char *why);
/* What is to be said of what was held near, if anything: see app_held(). */
const char *part_held_words(enum held held);
void part_held(const struct app *app, struct ui *ui);
/* What is left of a result's time. */
void part_time_left(const struct app *app, struct ui *ui);
/* A ticket's card: QR, if there is a text for it; session, room, the whole party, code: what its
 * photograph says alone. */
struct part_ticket {
	const struct session *session;
	const struct booking *booking;
	const char *text;
	int qr_size;
};
void part_ticket(struct ui *ui, const struct part_ticket *ticket);

/* Of sessions by their start: the one that is open for check-in now, else the next to start; -1: none. */
int part_next_session(const struct session *sessions, int count, int64_t now_ms);

/* ---- ways on ---- */

/* "Step 2 of 3" of booking a place. */
enum booking_step { BOOKING_CHOOSE = 1, BOOKING_LOOK, BOOKING_COUNT, BOOKING_DATES };
/* For the header: how many steps; 0 for who only looks what is on. */
int part_booking_steps(const struct app *app);

/* To who is coming: the family of the card that was shown, or how many. */
void part_count_party(struct app *app);
/* Books the visit's session for its party, or puts it on the waiting list if it `waits`, and shows the
 * ticket. False: it may not be booked, and the caller says so. */
bool part_book(struct app *app, bool waits, struct error *error);
/* Home, or the visitor's own page if they are known. */
void part_go_home(struct app *app);

#endif
