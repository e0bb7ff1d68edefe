/* Places by lease: the centre has set them aside for this kiosk, which alone spends them. Nothing
 * but the kiosk's own close gives them back (sync study 5). */
#ifndef RULES_PLACES_H
#define RULES_PLACES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "rules/session.h"

enum lease_pool { POOL_BOOKING, POOL_DOOR };
enum lease_state { LEASE_ASKED, LEASE_OPEN, LEASE_CLOSED };

struct lease {
	struct id id;
	struct id session;
	enum lease_pool pool;
	enum lease_state state;
	int granted, left; /* people */
};

enum { LEASES_A_SESSION_MAX = 8 };

/* The lease that a party of `people` is spent from whole, or -1: a party is all or nothing and comes
 * from one lease. The fullest that still suffices stays for larger parties: the smallest that
 * suffices is taken. */
int places_choose(const struct lease *leases, int count, enum lease_pool pool, int people);
/* The largest party that can be confirmed here now. */
int places_on_hand(const struct lease *leases, int count, enum lease_pool pool);
/* How many places to ask for, so that this kiosk has enough for an outage without starving others;
 * 0: enough. */
int places_to_ask(const struct session *session, enum lease_pool pool, const struct lease *leases,
	int count, int64_t now_ms);
/* The lease's places go back: the session is over, or a recall came. */
bool places_should_close(const struct session *session, const struct lease *lease, int64_t now_ms);

#endif
