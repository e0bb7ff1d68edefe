/* The centre, in memory: what platform/schema decides, written once more. It believes nothing that it is
 * told of places, knows each kiosk by its role and its install, and keeps each verdict for ever.
 *
 * The struct is flat: a copy of it is a backup, and putting one back is a restore (restores.h). */
#ifndef SIMULATION_CENTRE_MODEL_H
#define SIMULATION_CENTRE_MODEL_H

#include "sync/step.h"
#include "world.h"

enum {
	FEED_MAX = 240000,
	KIOSK_FEED_MAX = 12000,
	SHARE_PERCENT = 50, /* core.site.lease_share_percent */
	PAGE_ROWS = 200,
	LINE_TOLD_MAX = 21,
	ELSEWHERE = ROLES_MAX, /* who sells without a kiosk */
};

struct centre_session {
	bool known, cancelled, kept_is_over;
	int revision;
	int64_t starts_ms, ends_ms, closes_ms, members_until_ms;
	int places[GROUPS], wanted[GROUPS], used[GROUPS], leased[GROUPS];
	int members_places, largest_party;
	int beyond_door;                 /* let in at the door past a lease that was forgotten */
	int first_booking, last_booking; /* in the order in which they came */
	int first_lease;
	int waiting;
};

struct centre_lease {
	bool known, open, recalled, written_off;
	uint8_t role, pool;
	int session, granted, spent;
	int64_t granted_ms, used_ms;
	int next; /* of the session */
};

struct centre_booking {
	uint8_t state, pool, holder;
	bool goes_first; /* its places were promised, and written off */
	bool replayed;   /* heard again after a restore, in no order yet */
	int session, people, revision, before, merged_into, next;
	int party_install, party_revision; /* whose change made the party as it is */
	int64_t made_ms;
};

struct centre_log {
	int64_t last;
	struct change changes[LOG_MAX + 1];
	struct answer answers[LOG_MAX + 1];
};

struct centre_role {
	int install; /* 0: none is bound */
	int64_t last_seq;
	int epoch; /* in which it has said all that it knew; 0: it is about to */
	int64_t replays_to;
};

struct centre {
	int epoch;
	bool recovering;
	struct centre_role roles[ROLES_MAX];
	bool elsewhere;                 /* somebody else asked, too: a kiosk as any other */
	int installed_at[INSTALLS_MAX]; /* the role + 1 */
	struct centre_log logs[INSTALLS_MAX];
	int session_count;
	struct centre_session sessions[SESSIONS_MAX];
	struct centre_lease leases[LEASES_MAX];
	struct centre_booking bookings[BOOKINGS_MAX];
	bool came[BOOKINGS_MAX];            /* by this ticket */
	bool cancelled_early[BOOKINGS_MAX]; /* before it was heard of */
	bool still_coming[BOOKINGS_MAX];    /* said of it, or of what is not here yet */
	bool given_up[BOOKINGS_MAX];        /* as one of several tickets */
	bool named[BOOKINGS_MAX];           /* on staff's list of exceptions */
	bool aside[BOOKINGS_MAX];           /* a change about it was not looked at */
	bool not_kept[BOOKINGS_MAX][2];     /* on that list: not known; waits again */
	int branch_head, global_head, kiosk_head[ROLES_MAX];
	struct feed_row_of branch[FEED_MAX];
	struct feed_row_of recalls[ROLES_MAX][KIOSK_FEED_MAX];
};

/* The one centre of this world, of a life's own memory. */
extern struct centre *centre;

/* ---- what a kiosk may call ---- */

struct request {
	enum step_effect_kind kind;
	int role, install, epoch;
	int64_t acked; /* hello */
	int64_t first;
	int count; /* of changes */
	int stream;
	int64_t after;
	struct answer priors[OUTBOX_BATCH_MAX]; /* that the kiosk has; no verdict: none */
	struct change changes[OUTBOX_BATCH_MAX];
};

struct reply {
	struct step_message message;
	int answer_count, row_count;
	int64_t first, head;
	struct answer answers[OUTBOX_BATCH_MAX];
	struct feed_row_of rows[PAGE_ROWS];
};

void centre_answer(const struct request *request, struct reply *reply);

/* ---- what staff and other sellers may ---- */

int centre_put_session(const struct centre_session *session);
void centre_change_session(int session, const struct centre_session *changed);
void centre_cancel_session(int session);
void centre_release(int role);
void centre_write_off(int lease);
void centre_sell(int session, int booking, int people, int holder);
void centre_give_up(int booking);

/* ---- to be looked at ---- */

int centre_free(const struct centre_session *session, enum lease_pool pool);
/* The booking that stands for a ticket; 0: none was heard of. */
int centre_standing(int booking);
bool centre_is_live(const struct centre_booking *booking);
bool centre_could_fit(const struct centre_session *session, const struct centre_booking *booking);

#endif
