/* A lease is spent like money: the smallest note that pays the whole party. */
#include "rules/places.h"

#include <assert.h>

static const char *const names[LEASE_POOLS] = {
	[POOL_BOOKING] = "booking",
	[POOL_DOOR] = "door",
	[POOL_MEMBERS] = "members",
	[POOL_CLASS] = "class",
};

/* What a family asks of a part at once. */
static const int family_parts[PARTY_PARTS] = {
	[PARTY_ADULTS] = 2,
	[PARTY_CHILDREN] = 2,
	[PARTY_BABIES] = 1,
	[PARTY_PRAMS] = 1,
	[PARTY_WHEELCHAIRS] = 1,
};

const char *lease_pool_name(enum lease_pool pool)
{
	assert(pool < LEASE_POOLS);
	return names[pool];
}

/* ---- what is taken, and of what ---- */

struct places places_of(const struct party *party)
{
	static const struct party nobody;

	return places_more(party, &nobody);
}

struct places places_more(const struct party *party, const struct party *before)
{
	int people = party_people(party) - party_people(before);
	struct places more = {.people = people > 0 ? people : 0};

	for (int part = 0; part < PARTY_PARTS; part++) {
		int count = party->count[part] - before->count[part];
		more.parts[part] = count > 0 ? count : 0;
	}
	return more;
}

bool places_are_none(const struct places *places)
{
	for (int part = 0; part < PARTY_PARTS; part++)
		if (places->parts[part] > 0)
			return false;
	return places->people == 0;
}

int places_limit(const struct session *session, enum party_part part)
{
	assert(part < PARTY_PARTS);
	return (int)session->setting[SETTING_ADULTS_PLACES + (int)part];
}

int places_in_all(const struct session *session, enum lease_pool pool)
{
	switch (pool) {
	case POOL_BOOKING:
		return session->admission == ADMISSION_DROP_IN ? 0 : session->places;
	case POOL_DOOR:
		return session->door_places;
	case POOL_MEMBERS:
		return (int)session->setting[SETTING_MEMBERS_PLACES];
	case POOL_CLASS:
		return (int)session->setting[SETTING_CLASS_PLACES];
	case LEASE_POOLS:
		break;
	}
	assert(!"a pool");
	return 0;
}

bool places_are_anybodys(const struct session *session, int64_t now_ms)
{
	int64_t until_ms = session->setting[SETTING_MEMBERS_UNTIL_MS];

	return session->setting[SETTING_MEMBERS_PLACES] == 0 ||
	       now_ms >= (until_ms != 0 ? until_ms : session->starts_ms);
}

bool places_kept_are_for(const struct session *session, enum holder_status holder, int64_t now_ms)
{
	return holder_is_known(holder) || places_are_anybodys(session, now_ms);
}

struct places_wish places_to_book(const struct session *session, const struct party *party,
	enum holder_status holder, int64_t now_ms)
{
	return (struct places_wish){
		.pool = party->is_class ? POOL_CLASS : POOL_BOOKING,
		.kept = places_kept_are_for(session, holder, now_ms),
		.places = places_of(party),
	};
}

/* ---- spending ---- */

static bool is_of(const struct lease *lease, enum lease_pool pool, enum lease_state state)
{
	return lease->pool == pool && lease->state == state;
}

static bool is_meant(const struct lease *lease, const struct places_wish *wish)
{
	bool kept = wish->pool == POOL_BOOKING && wish->kept && lease->pool == POOL_MEMBERS;

	return lease->state == LEASE_OPEN && (lease->pool == wish->pool || kept);
}

bool places_pay(const struct lease *lease, const struct places_wish *wish)
{
	for (int part = 0; part < PARTY_PARTS; part++)
		if (lease->limits & 1U << part && lease->parts[part] < wish->places.parts[part])
			return false;
	return is_meant(lease, wish) && lease->left >= wish->places.people;
}

static bool is_better(const struct lease *lease, const struct lease *best)
{
	if (lease->pool != best->pool)
		return lease->pool == POOL_MEMBERS;
	return lease->left < best->left;
}

int places_choose(const struct lease *leases, int count, const struct places_wish *wish)
{
	int best = -1;

	for (int i = 0; i < count; i++)
		if (places_pay(&leases[i], wish) &&
			(best < 0 || is_better(&leases[i], &leases[best])))
			best = i;
	return best;
}

int places_on_hand(const struct lease *leases, int count, const struct places_wish *wish)
{
	int most = 0;

	for (int i = 0; i < count; i++)
		if (is_meant(&leases[i], wish) && leases[i].left > most)
			most = leases[i].left;
	return most;
}

static bool would_pay_without(
	const struct lease *leases, int count, const struct places_wish *wish, int part)
{
	struct places_wish without = *wish;

	without.places.parts[part] = 0;
	return places_choose(leases, count, &without) >= 0;
}

enum party_part places_missing(
	const struct lease *leases, int count, const struct places_wish *wish)
{
	if (places_choose(leases, count, wish) >= 0)
		return PARTY_PARTS;
	for (int part = PARTY_PARTS - 1; part >= 0; part--)
		if (wish->places.parts[part] > 0 && would_pay_without(leases, count, wish, part))
			return (enum party_part)part;
	return PARTY_PARTS;
}

/* ---- asking ---- */

int places_share(const struct session *session, enum lease_pool pool)
{
	int all = places_in_all(session, pool);

	if (pool == POOL_CLASS)
		return all;
	return all > 0 ? all * PLACES_SHARE_PERCENT / 100 : 0;
}

int places_part_share(const struct session *session, enum party_part part)
{
	int all = places_limit(session, part);
	int share = all * PLACES_SHARE_PERCENT / 100;
	int family = all < family_parts[part] ? all : family_parts[part];

	return share > family ? share : family;
}

/* No more is sold from the pool. */
static bool is_past(const struct session *session, enum lease_pool pool, int64_t now_ms)
{
	bool is_booked = pool == POOL_BOOKING || pool == POOL_MEMBERS;

	return session->cancelled || now_ms >= (is_booked ? session->starts_ms : session->ends_ms);
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

/* The centre knows of the session: who has only the demo's own programme asks nobody. */
static bool may_ask(const struct session *session, enum lease_pool pool, const struct lease *leases,
	int count, int64_t now_ms)
{
	return session->revision > 0 && !is_past(session, pool, now_ms) &&
	       !must_wait(leases, count, pool);
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
	int share = places_share(session, pool), all = places_in_all(session, pool);
	int family = all < PLACES_FAMILY ? all : PLACES_FAMILY;

	return share > family ? share : family;
}

static int on_hand_in(const struct lease *leases, int count, enum lease_pool pool)
{
	return places_on_hand(leases, count, &(struct places_wish){.pool = pool});
}

/* The most that the centre let this kiosk have where that was less than it asked for; 0: it always
 * had all. */
static int share_given(const struct lease *leases, int count, enum lease_pool pool)
{
	int most = 0;

	for (int i = 0; i < count; i++)
		if (is_of(&leases[i], pool, LEASE_OPEN) && leases[i].lacks & 1U << LEASE_PEOPLE &&
			leases[i].granted > most)
			most = leases[i].granted;
	return most;
}

/* Half of what suffices is gone, or it lies in crumbs that no family fits into. Of its share a
 * kiosk bears crumbs: the centre has no more for it, and whoever stands here is asked for. */
static bool is_low(const struct lease *leases, int count, enum lease_pool pool, int wanted)
{
	int left = left_in(leases, count, pool), share = share_given(leases, count, pool);
	int family = wanted < PLACES_FAMILY ? wanted : PLACES_FAMILY;

	if (share > 0)
		return left * 2 < (share < wanted ? share : wanted);
	return left * 2 < wanted || on_hand_in(leases, count, pool) < family;
}

static bool parts_grew(const struct session *before, const struct session *now)
{
	for (int part = 0; part < PARTY_PARTS; part++) {
		int was = places_limit(before, (enum party_part)part);
		int is = places_limit(now, (enum party_part)part);
		if (was > 0 && (is == 0 || is > was))
			return true;
	}
	return false;
}

bool places_grew(const struct session *before, const struct session *now, enum lease_pool pool)
{
	bool is_kept_otherwise =
		before->setting[SETTING_MEMBERS_UNTIL_MS] !=
			now->setting[SETTING_MEMBERS_UNTIL_MS] ||
		before->setting[SETTING_MEMBERS_PLACES] != now->setting[SETTING_MEMBERS_PLACES];

	return places_in_all(now, pool) > places_in_all(before, pool) ||
	       (before->cancelled && !now->cancelled) || now->starts_ms > before->starts_ms ||
	       (pool != POOL_CLASS && parts_grew(before, now)) ||
	       (pool == POOL_BOOKING && is_kept_otherwise) ||
	       (pool == POOL_MEMBERS &&
		       places_in_all(now, POOL_BOOKING) > places_in_all(before, POOL_BOOKING));
}

int places_maybe_free(const struct session *session, enum lease_pool pool,
	const struct lease *leases, int count, const struct places_known *known)
{
	bool is_booked = pool == POOL_BOOKING || pool == POOL_MEMBERS;
	enum lease_pool all = is_booked ? POOL_BOOKING : pool;
	int here = left_in(leases, count, all);

	if (is_booked)
		here += left_in(leases, count, POOL_MEMBERS);
	int free = places_in_all(session, all) - known->taken - here;
	return known->line || free < 0 ? 0 : free;
}

bool places_are_last(const struct session *session, enum lease_pool pool, int free)
{
	int some = places_in_all(session, pool) / 20;

	return pool == POOL_CLASS ? free == 0 : free <= (some > 2 ? some : 2);
}

int places_to_ask(const struct session *session, enum lease_pool pool, const struct lease *leases,
	int count, int64_t now_ms)
{
	int wanted = aim(session, pool), left = left_in(leases, count, pool);
	int family = wanted < PLACES_FAMILY ? wanted : PLACES_FAMILY;
	bool is_over = pool == POOL_MEMBERS && places_are_anybodys(session, now_ms);

	if (is_over || !is_low(leases, count, pool, wanted) ||
		!may_ask(session, pool, leases, count, now_ms))
		return 0;
	return wanted - left > family ? wanted - left : family;
}

int places_part_to_ask(const struct session *session, enum lease_pool pool, enum party_part part,
	const struct lease *leases, int count)
{
	int wanted = places_part_share(session, part), left = 0;

	for (int i = 0; i < count; i++)
		if (is_of(&leases[i], pool, LEASE_OPEN))
			left += leases[i].parts[part];
	return pool != POOL_CLASS && wanted > left ? wanted - left : 0;
}

bool places_should_ask_for(const struct session *session, const struct lease *leases, int count,
	const struct places_wish *wish, int64_t now_ms)
{
	return places_choose(leases, count, wish) < 0 &&
	       wish->places.people <= places_in_all(session, wish->pool) &&
	       may_ask(session, wish->pool, leases, count, now_ms);
}

/* ---- giving back ---- */

bool places_held_no_longer(const struct session *session, int64_t now_ms)
{
	int64_t until_ms = session->setting[SETTING_HELD_UNTIL_MS];

	return until_ms != 0 && now_ms >= until_ms && now_ms < session->ends_ms &&
	       !session->cancelled;
}

/* Of a part the pool has nothing left, and the centre had all that it was asked for. */
static bool may_get_more_of_a_part(const struct lease *leases, int count, enum lease_pool pool)
{
	for (int part = 0; part < PARTY_PARTS; part++) {
		bool limited = false, lacks = false;
		int left = 0;
		for (int i = 0; i < count; i++) {
			if (!is_of(&leases[i], pool, LEASE_OPEN))
				continue;
			limited |= (leases[i].limits & 1U << part) != 0;
			lacks |= (leases[i].lacks & 1U << part) != 0;
			left += leases[i].parts[part];
		}
		if (limited && !lacks && left == 0)
			return true;
	}
	return false;
}

bool places_should_close(const struct session *session, const struct lease *leases, int count,
	int which, int64_t now_ms)
{
	const struct lease *lease = &leases[which];

	if (lease->state != LEASE_OPEN)
		return false;
	return lease->left == 0 || may_get_more_of_a_part(leases, count, lease->pool) ||
	       is_past(session, lease->pool, now_ms);
}
