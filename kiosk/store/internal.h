/* What the files of the store share. Functions named append_ or write_ run inside the caller's
 * transaction. */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include <jansson.h>

#include "rules/change.h"
#include "store/database.h"
#include "store/disk_numbers.h"
#include "store/enrolment.h"
#include "store/greeting.h"
#include "store/outbox.h"
#include "store/store.h"

enum { SESSIONS_A_LOOK_MAX = 1024, BOOKINGS_THAT_FOLLOW_MAX = 128, PATH_BYTES = 1024 };

struct sure_clock {
	bool known;
	int64_t now_ms, boot_ms;
};

struct store {
	struct database database;
	enum store_use use;
	bool is_newer; /* than this program */
	int lock;
	struct enrolment enrolment;
	struct kiosk_keys keys;
	struct ticket_key ticket_keys[TICKET_KEYS_MAX];
	int64_t data_version;
	struct sure_clock sure;
	bool told_parked;  /* the log has heard that there are rows that wait */
	bool told_refused; /* and of a form of the centre's that was not understood */
	char *batch;       /* texts of the last outbox_read() */
	size_t batch_bytes;
};

/* ---- store.c ---- */

/* Opens and migrates, enrolled or not. */
struct store *store_open_directory(const char *directory, enum store_use use, struct error *error);

/* ---- enrolment.c ---- */

bool enrolment_load(struct store *store, struct error *error);
bool enrolment_load_keys(struct store *store, const char *directory, struct error *error);
bool enrolment_write_keys(
	const char *directory, const struct kiosk_keys *keys, struct error *error);

/* ---- changes.c ---- */

/* One more row of the log. `id` is the caller's, `body` is stolen. */
bool append_change(struct store *store, struct id id, enum change_kind kind, int64_t now_ms,
	json_t *body, struct error *error);
/* The one change of the log that names this id, if none that may have been sent does; 0: it has been, or
 * others follow from it. */
int64_t unsent_change_about(struct store *store, struct id about, enum change_kind *kind);
/* It was never sent and says nothing any more. */
bool void_change(struct store *store, int64_t seq, int64_t now_ms, struct error *error);
/* The body of the change `seq`, the caller's; NULL: there is none. */
json_t *body_of_change(struct store *store, int64_t seq);

/* ---- feed.c ---- */

enum applied { APPLIED, PARK, FAILED };
enum { PARKED_MAX = 10000 };
/* What the row says, if it is understood; PARK: nothing was done. */
enum applied apply_row(struct store *store, const struct feed_row *row, struct error *error);

/* ---- sessions.c ---- */

/* Inserts it, or replaces what is there if `session` is newer. `*changed` may be NULL. */
bool write_session(struct store *store, const struct session *session, struct error *error);
/* The column `settings` of a session. */
void take_settings(const struct row *row, int column, int64_t setting[static SESSION_SETTINGS]);

/* ---- leases.c ---- */

int read_leases(
	struct store *store, struct id session, struct lease leases[static LEASES_A_SESSION_MAX]);
/* Takes the places from one lease, whole. `*spent` false: no lease holds as many. */
bool write_spend(struct store *store, struct id session, const struct places_wish *wish,
	struct id *lease, bool *spent, struct error *error);
/* Asking for places to book, or of a class, may help again. */
bool forget_refusals(struct store *store, struct id session, bool is_class, struct error *error);
/* The same of a pool of which there is more; and this kiosk's share of it may be another one. */
bool forget_share(
	struct store *store, struct id session, enum lease_pool pool, struct error *error);
/* What was asked back: somebody else needs it, so the pool is left alone for half an hour. */
bool append_recalled_close(
	struct store *store, struct id lease, int64_t now_ms, struct error *error);
/* Booked places of the session are held no longer: this kiosk's log says so. */
bool is_given(struct store *store, struct id session);
/* Places that the lease paid for what nobody has heard of. One that was closed since gives all its rest
 * back at the centre, those too. */
bool write_unspend(
	struct store *store, struct id lease, const struct places *places, struct error *error);
bool write_lease(struct store *store, const struct lease *lease, struct error *error);
bool append_lease_close(struct store *store, struct id lease, int64_t now_ms, struct error *error);
/* What the centre's answer to the lease request `seq` does: places, or a refusal that is remembered. */
bool lease_settle(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error);

/* ---- bookings.c ---- */

/* The booking that a ticket stands for: itself, or the one it was merged into. */
bool find_standing_booking(struct store *store, struct id id, struct booking *found);

/* "C7PV4": the kiosk's character first. */
void make_code(struct store *store, char code[static SHORT_CODE_TEXT]);
struct guest_greeting {
	uint8_t box[GREETING_BYTES_MAX];
	size_t length; /* 0: none */
};
bool write_booking(struct store *store, const struct booking *booking,
	const struct guest_greeting *greeting, struct error *error);
/* The body of a change that makes it; the caller's. A zero lease is left out, and no greeting. */
json_t *booking_body(const struct booking *booking, struct id lease,
	const struct guest_greeting *greeting, const char *language);

/* ---- guests.c ---- */

/* None, unless the booking is a guest's who said a name and with whose party an adult comes. */
struct guest_greeting guest_greeting_make(
	const struct store *store, const struct booking *booking, const struct holder *holder);
/* HOLDER_GUEST, with the greeting that the ticket opens if there is one. */
struct holder guest_with_ticket(struct store *store, const struct token *ticket);

/* ---- fair_places.c ---- */

/* Whose booking it would be (zero: a guest's), and which one is given up for it in the same step. */
struct booking_asked {
	struct id holder, given_up;
};
struct booking_facts read_booking_facts(struct store *store, const struct session *session,
	const struct booking_asked *asked, int64_t now_ms);
/* One of that holder's, of another session of the event on the same date. */
bool find_that_day(struct store *store, const struct session *session,
	const struct booking_asked *asked, struct id *booking);
/* What the centre counted; 0: nothing any more. */
bool write_absence(
	struct store *store, struct id holder, int count, int64_t last_ms, struct error *error);

/* ---- booking_changes.c ---- */

/* What follows when the centre refuses a change of a party or of a day: the booking stands as it was. */
bool settle_change_party(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error);
bool settle_move(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error);
/* What was given up here stands, says the centre. */
bool write_standing(
	struct store *store, struct id booking, enum booking_state state, struct error *error);

/* ---- stamps.c ---- */

/* A feed row that can be believed. */
bool stamp_is_told(const json_t *body);
bool write_told_stamp(struct store *store, const json_t *body, struct error *error);
/* What an unconfirmed card was given is its holder's. */
bool give_stamps_to(
	struct store *store, const struct index *card, struct id holder, struct error *error);
/* A stamp that the centre refuses was none. */
bool settle_stamp(
	struct store *store, int64_t seq, const struct change_verdict *answer, struct error *error);

/* ---- forms.c ---- */

/* There is room for this name. */
bool told_form_has_room(struct store *store, const char *name);
/* The row's form, NULL: it is taken back. One that is not understood is noted, and the last good one
 * stays. */
bool write_told_form(
	struct store *store, const struct feed_row *row, const char *text, struct error *error);
/* What an older version of this program refused. */
bool read_told_forms_again(struct store *store, struct error *error);

/* ---- cards.c ---- */

bool write_card(struct store *store, const struct index *index, const struct holder *holder,
	const uint8_t *greeting, size_t greeting_length, int64_t revision, struct error *error);
/* `form`, which is stolen, goes into the body of the change with this id, sealed to the clerk's key. */
void set_sealed(const struct store *store, json_t *body, struct id change, json_t *form);
/* Tells the centre of an unconfirmed card at its first use; nothing for any other holder. */
bool append_card_seen(struct store *store, const struct holder *holder, const struct token *token,
	int64_t now_ms, struct error *error);

#endif
