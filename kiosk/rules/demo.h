/* What the embedded demo and the demo centre's seed agree on without having met: kiosk 1 holds a
 * share of every session of the next 28 days, under ids that both derive: the
 * centre's come with its programme (staff.put_demo_leases). */
#ifndef RULES_DEMO_H
#define RULES_DEMO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "rules/places.h"
#include "rules/session.h"

enum { DEMO_LEASE_KIOSK = 1, DEMO_LEASE_DAYS = 28 };

struct id demo_lease_id(int kiosk, struct id session, enum lease_pool pool);

/* The lease that kiosk 1 holds of `pool` when the demo starts at `now_ms`: open, nothing spent.
 * False: it holds none (the session is over, cancelled, too far off or has no such places). */
bool demo_lease(
	const struct session *session, enum lease_pool pool, int64_t now_ms, struct lease *lease);

#endif
