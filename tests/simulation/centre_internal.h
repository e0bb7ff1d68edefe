/* What the centre's files share: the vocabulary of platform/schema/2-places.sql and 3-bookings.sql. */
#ifndef SIMULATION_CENTRE_INTERNAL_H
#define SIMULATION_CENTRE_INTERNAL_H

#include "centre_model.h"

/* A change on its way: core.arrival. */
struct arrival {
	int role;
	const struct change *change;
	const struct answer *prior; /* of a centre that has forgotten it; NULL: none */
};

struct answer centre_answered(enum verdict verdict, enum reason reason);
void centre_note(const struct change *change, enum reason reason);

void centre_tell_session(int session);
void centre_tell_booking(int booking);
void centre_recall(int lease);

/* The one place where a session's counts change. */
void centre_count(int session, enum lease_pool pool, int leased, int used);
void centre_promote(int session, int promised);
/* Takes people from an open lease of this kiosk; false: it holds too few. */
bool centre_spend(const struct arrival *arrival, enum lease_pool pool, int people);
int centre_close_lease(int lease);

int centre_add_booking(const struct arrival *arrival, enum centre_state state, int merged_into);
void centre_let_go(int booking);

/* ---- epochs ---- */

void centre_begin_epoch(void);
void centre_end_recovery(void);
/* A hello. */
void centre_meet_in_epoch(const struct request *request);
/* It has said all, if it has; the last one ends the recovery. */
void centre_has_replayed(struct centre_role *role);
/* The answer to the change `i` of a push that counts; NULL: none. */
const struct answer *centre_prior(const struct request *request, int i);
bool centre_was_promised(const struct arrival *arrival);
void centre_make_room(int session, enum lease_pool pool, int people);
void centre_note_other_answer(const struct arrival *arrival, struct answer now);
struct answer centre_apply_not_kept(const struct arrival *arrival);

struct answer centre_apply_lease_request(const struct arrival *arrival);
struct answer centre_apply_lease_close(const struct arrival *arrival);
struct answer centre_apply_book(const struct arrival *arrival);
struct answer centre_apply_cancel(const struct arrival *arrival);
struct answer centre_apply_change_party(const struct arrival *arrival);
struct answer centre_apply_move(const struct arrival *arrival);
struct answer centre_apply_still_coming(const struct arrival *arrival);
struct answer centre_apply_check_in(const struct arrival *arrival);

#endif
