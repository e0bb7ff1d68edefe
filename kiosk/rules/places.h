/* Places by lease: the centre has set them aside for this kiosk, which alone spends them. Nothing
 * but the kiosk's own close gives them back. */
#ifndef RULES_PLACES_H
#define RULES_PLACES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "rules/session.h"

/* On disk: append only, never renumber. */
enum lease_pool { POOL_BOOKING = 0, POOL_DOOR = 1 };
enum lease_state { LEASE_ASKED = 0, LEASE_OPEN = 1, LEASE_CLOSED = 2 };

struct lease {
	struct id id;
	struct id session;
	enum lease_pool pool;
	enum lease_state state;
	int granted, left; /* people */
};

/* "booking", "door": in changes and at the centre. */
const char *lease_pool_name(enum lease_pool pool);

enum {
	LEASES_A_SESSION_MAX = 8,  /* not closed */
	PLACES_SHARE_PERCENT = 40, /* of a pool, that one kiosk aims to hold */
	PLACES_FAMILY = 4,         /* held even in a small room */
};

/* The lease is open, of this pool and holds all of them: what core.lease_pays() asks at the centre
 * (tests/cases judges both). */
bool places_pay(const struct lease *lease, enum lease_pool pool, int people);
/* The lease that a party of `people` is spent from whole, or -1: a party is all or nothing and comes
 * from one lease. The smallest that suffices is taken: the fullest stays for larger parties. */
int places_choose(const struct lease *leases, int count, enum lease_pool pool, int people);
/* The largest party that can be confirmed here now. */
int places_on_hand(const struct lease *leases, int count, enum lease_pool pool);
/* One kiosk's share of a pool, rounded down: what the demo's kiosk 1 holds. */
int places_share(const struct session *session, enum lease_pool pool);
/* How many places to ask for, so that this kiosk has enough for an outage without starving others;
 * 0: enough. `leases` are all of the session; while one of the pool is asked, or one that was granted
 * nothing is among them, nothing is asked: the store forgets a refusal when asking may help again. */
int places_to_ask(const struct session *session, enum lease_pool pool, const struct lease *leases,
	int count, int64_t now_ms);
/* How many to ask for when somebody stands here with a party that no lease holds; 0: enough, or asking
 * does not help, as above. */
int places_to_ask_for(const struct session *session, const struct lease *leases, int count,
	int people, int64_t now_ms);
/* An open lease is given back: it is spent, or its session is cancelled or past selling (booking: it
 * starts; door: it ends). A recall closes a lease without asking here. */
bool places_should_close(const struct session *session, const struct lease *lease, int64_t now_ms);

#endif
