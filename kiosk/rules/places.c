/* A lease is spent like money: the smallest note that pays the whole party. */
#include "rules/places.h"

#include <assert.h>

const char *lease_pool_name(enum lease_pool pool)
{
	assert(pool == POOL_BOOKING || pool == POOL_DOOR);
	return pool == POOL_BOOKING ? "booking" : "door";
}

static bool is_of(const struct lease *lease, enum lease_pool pool, enum lease_state state)
{
	return lease->pool == pool && lease->state == state;
}

bool places_pay(const struct lease *lease, enum lease_pool pool, int people)
{
	return is_of(lease, pool, LEASE_OPEN) && lease->left >= people;
}

int places_choose(const struct lease *leases, int count, enum lease_pool pool, int people)
{
	int best = -1;

	for (int i = 0; i < count; i++) {
		if (!places_pay(&leases[i], pool, people))
			continue;
		if (best < 0 || leases[i].left < leases[best].left)
			best = i;
	}
	return best;
}

int places_on_hand(const struct lease *leases, int count, enum lease_pool pool)
{
	int most = 0;

	for (int i = 0; i < count; i++)
		if (is_of(&leases[i], pool, LEASE_OPEN) && leases[i].left > most)
			most = leases[i].left;
	return most;
}

int places_share(const struct session *session, enum lease_pool pool)
{
	int all = pool == POOL_DOOR ? session->door_places : session->places;

	if (pool == POOL_BOOKING && session->admission == ADMISSION_DROP_IN)
		return 0;
	return all > 0 ? all * PLACES_SHARE_PERCENT / 100 : 0;
}

/* No more is sold from the pool. */
static bool is_past(const struct session *session, enum lease_pool pool, int64_t now_ms)
{
	return session->cancelled ||
	       now_ms >= (pool == POOL_BOOKING ? session->starts_ms : session->ends_ms);
}

/* An answer is still to come, the last one was nothing, or the table is full. */
static bool must_wait(const struct lease *leases, int count, enum lease_pool pool)
{
	int live = 0;

	for (int i = 0; i < count; i++) {
		bool refused = leases[i].pool == pool && leases[i].state != LEASE_ASKED &&
			       leases[i].granted == 0;
		if (is_of(&leases[i], pool, LEASE_ASKED) || refused)
			return true;
		live += leases[i].state != LEASE_CLOSED;
	}
	return live >= LEASES_A_SESSION_MAX;
}

static int left_in(const struct lease *leases, int count, enum lease_pool pool)
{
	int left = 0;

	for (int i = 0; i < count; i++)
		if (is_of(&leases[i], pool, LEASE_OPEN))
			left += leases[i].left;
	return left;
}

/* The kiosk's share, but in a small room enough for one family. */
static int aim(const struct session *session, enum lease_pool pool)
{
	int share = places_share(session, pool);
	int all = pool == POOL_DOOR ? session->door_places : session->places;
	int family = all < PLACES_FAMILY ? all : PLACES_FAMILY;

	if (pool == POOL_BOOKING && session->admission == ADMISSION_DROP_IN)
		return 0;
	return share > family ? share : family;
}

int places_to_ask(const struct session *session, enum lease_pool pool, const struct lease *leases,
	int count, int64_t now_ms)
{
	int wanted = aim(session, pool), left = left_in(leases, count, pool);
	int family = wanted < PLACES_FAMILY ? wanted : PLACES_FAMILY;
	bool is_low = left * 2 < wanted || places_on_hand(leases, count, pool) < family;

	if (is_past(session, pool, now_ms) || !is_low || must_wait(leases, count, pool))
		return 0;
	return wanted - left > family ? wanted - left : family;
}

int places_to_ask_for(const struct session *session, const struct lease *leases, int count,
	int people, int64_t now_ms)
{
	int usual = places_to_ask(session, POOL_BOOKING, leases, count, now_ms);

	if (places_on_hand(leases, count, POOL_BOOKING) >= people || people > session->places ||
		session->admission == ADMISSION_DROP_IN || is_past(session, POOL_BOOKING, now_ms) ||
		must_wait(leases, count, POOL_BOOKING))
		return 0;
	return usual > people ? usual : people;
}

bool places_should_close(const struct session *session, const struct lease *lease, int64_t now_ms)
{
	if (lease->state != LEASE_OPEN)
		return false;
	return lease->left == 0 || is_past(session, lease->pool, now_ms);
}
