/* Derived, so that two who never spoke have the same leases on their books. */
#include "rules/demo.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/crypto.h"

struct id demo_lease_id(int kiosk, struct id session, enum lease_pool pool)
{
	char number[16], text[ID_TEXT];

	snprintf(number, sizeof(number), "%d", kiosk);
	return id_derive("lease", number, id_text(session, text), lease_pool_name(pool), NULL);
}

bool demo_lease(
	const struct session *session, enum lease_pool pool, int64_t now_ms, struct lease *lease)
{
	int share = places_share(session, pool);
	bool is_ahead =
		session->ends_ms > now_ms && session->starts_ms < now_ms + DEMO_LEASE_DAYS * DAY_MS;

	if (share == 0 || session->cancelled || !is_ahead)
		return false;
	*lease = (struct lease){
		.id = demo_lease_id(DEMO_LEASE_KIOSK, session->id, pool),
		.session = session->id,
		.pool = pool,
		.state = LEASE_OPEN,
		.granted = share,
		.left = share,
	};
	for (int part = 0; pool != POOL_CLASS && part < PARTY_PARTS; part++) {
		lease->parts[part] = places_part_share(session, (enum party_part)part);
		lease->limits |= lease->parts[part] > 0 ? 1U << part : 0;
	}
	return true;
}
