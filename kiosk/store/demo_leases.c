/* The demo without a centre: kiosk 1 holds the leases that it and the demo centre derive alike. Apart
 * from demo.c, because the face asks for these and never enrols anybody. */
#include <assert.h>
#include <stdlib.h>

#include "base/clock.h"
#include "rules/demo.h"
#include "store/internal.h"
#include "store/outbox.h"

/* Once a centre was met, it alone grants: a lease that only this kiosk believes in would overbook. */
static bool has_met_a_centre(struct store *store)
{
	return !id_is_zero(outbox_position(store).epoch);
}

static bool write_leases(struct store *store, const struct session *sessions, int count,
	int64_t now_ms, struct error *error)
{
	for (int i = 0; i < count; i++)
		for (enum lease_pool pool = POOL_BOOKING; pool < LEASE_POOLS; pool++) {
			struct lease lease;
			if (demo_lease(&sessions[i], pool, now_ms, &lease) &&
				!write_lease(store, &lease, error))
				return false;
		}
	return true;
}

bool store_take_demo_leases(struct store *store, int64_t now_ms, struct error *error)
{
	if (!store->enrolment.demo || store->enrolment.kiosk != DEMO_LEASE_KIOSK ||
		has_met_a_centre(store))
		return true;
	struct session *sessions = calloc(SESSIONS_A_LOOK_MAX, sizeof(*sessions));
	assert(sessions);
	int count = store_sessions(store, now_ms, now_ms + DEMO_LEASE_DAYS * DAY_MS, false,
		sessions, SESSIONS_A_LOOK_MAX);
	bool done = database_begin(&store->database, error) &&
		    database_end(&store->database,
			    write_leases(store, sessions, count, now_ms, error), error);
	free(sessions);
	return done;
}
