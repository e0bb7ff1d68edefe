/* What visitors do at the kiosks of a storm (six_kiosks.c): they book, change, cancel, move, come and join,
 * and what they are told is written in the ledger of reckoning.h. */
#ifndef TESTS_STORM_VISITS_H
#define TESTS_STORM_VISITS_H

#include "base/clock.h"
#include "reckoning.h"
#include "store/internal.h"

enum { SESSIONS = 24 };

static struct session sessions[SESSIONS]; /* at the first two people come in now */
static struct {
	int booked, waiting, changed, cancelled, moved, came, joined;
} visited;

static inline int chance(int below)
{
	return (int)(random() % below);
}

static inline struct party some_party(void)
{
	return (struct party){
		.count = {[PARTY_ADULTS] = 1 + chance(2), [PARTY_CHILDREN] = chance(3)}};
}

static inline struct id some_session(void)
{
	return sessions[chance(SESSIONS)].id;
}

static inline void promise(int kiosk, const struct booking *booking)
{
	char text[ID_TEXT];
	struct promise *written = write_promise(id_text(booking->id, text));

	written->confirmed = booking->state == BOOKING_CONFIRMED;
	written->kiosk = kiosk;
	visited.booked += written->confirmed;
	visited.waiting += !written->confirmed;
}

static inline void book(struct store *face, int kiosk)
{
	struct booking_wish wish = {
		.session = some_session(), .party = some_party(), .language = "en"};
	struct booking booking;
	struct error error = {0};
	bool again;

	/* Few stay to wait. */
	if (store_places_on_hand(face, wish.session, POOL_BOOKING) < party_people(&wish.party) &&
		chance(6) > 0)
		return;
	if (store_book(face, &wish, clock_now_ms(), &booking, &again, &error))
		promise(kiosk, &booking);
}

/* One that was confirmed at this kiosk. */
static inline struct promise *some_promise(int kiosk, struct id *id)
{
	for (int tries = 0; promises > 0 && tries < 20; tries++) {
		struct promise *chosen = &ledger[chance(promises)];
		if (chosen->kiosk == kiosk && chosen->confirmed)
			return id_parse(chosen->booking, id) ? chosen : NULL;
	}
	return NULL;
}

/* It was cancelled before it could leave. */
static inline bool is_void(struct store *face, const char *booking)
{
	return database_number(&face->database,
		       "SELECT count(*) FROM change WHERE instr(text, ?1) > 0",
		       VALUES(text_value(booking)), 1) == 0;
}

static inline void cancel(struct store *face, int kiosk)
{
	struct error error = {0};
	struct id id;
	struct promise *kept = some_promise(kiosk, &id);

	if (!kept || !store_cancel(face, id, clock_now_ms(), &error))
		return;
	kept->confirmed = false;
	if (is_void(face, kept->booking))
		*kept = ledger[--promises];
	visited.cancelled++;
}

static inline void change_party(struct store *face, int kiosk)
{
	struct party party = some_party();
	struct error error = {0};
	struct id id;

	visited.changed += some_promise(kiosk, &id) &&
			   store_change_party(face, id, &party, clock_now_ms(), &error);
}

static inline void move(struct store *face, int kiosk)
{
	struct error error = {0};
	struct booking_move wish = {.session = some_session(), .language = "en"};
	struct promise *kept = some_promise(kiosk, &wish.booking);
	struct booking moved;

	if (!kept || !store_move(face, &wish, clock_now_ms(), &moved, &error))
		return;
	kept->confirmed = false;
	promise(kiosk, &moved);
	visited.moved++;
}

static inline void drop_in(struct store *face, int kiosk)
{
	struct party party = some_party();
	struct error error = {0};
	struct id attendance;

	visited.came += store_drop_in(
		face, sessions[chance(2)].id, &party, clock_now_ms(), &attendance, &error);
}

static inline void join(struct store *face, int kiosk)
{
	struct sign_up sign_up = {.member = id_make(clock_now_ms()),
		.first_name = "Test",
		.adult = true,
		.language = "en",
		.form_json = "{\"name\": \"Test Visitor\"}",
		.consent_version = "1",
		.consent_language = "en"};
	char number[CARD_NUMBER_BYTES_MAX];
	struct error error = {0};

	visited.joined += store_sign_up(face, &sign_up, 1, clock_now_ms(), &number, &error);
}

/* One of these, at the kiosk of this number. */
static inline void visit_somehow(struct store *face, int kiosk)
{
	static void (*const visits[])(struct store * face, int kiosk) = {book, book, book, book,
		book, book, cancel, change_party, move, drop_in, drop_in, join};

	visits[chance(sizeof(visits) / sizeof(*visits))](face, kiosk);
}

#endif
