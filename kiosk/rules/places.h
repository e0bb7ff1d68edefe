/* Places by lease: the centre has set them aside for this kiosk, which alone spends them. Nothing
 * but the kiosk's own close gives them back.
 *
 * A session has pools, each with people of its own: those who book, those who come to the door, and a
 * class. Of the places for booking some may be kept for members until an hour; until then a lease is of
 * the one sort or the other. Besides the people a session may limit each part of a party (six prams),
 * over all pools but a class's. A lease is a vector, and pays a whole party or nothing. */
#ifndef RULES_PLACES_H
#define RULES_PLACES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "rules/holder.h"
#include "rules/session.h"

/* On disk: append only, never renumber. */
enum lease_pool {
	POOL_BOOKING = 0,
	POOL_DOOR = 1,
	POOL_MEMBERS = 2, /* of the places for booking, those that are kept for members */
	POOL_CLASS = 3,
	LEASE_POOLS /* keep last */
};
enum lease_state { LEASE_ASKED = 0, LEASE_OPEN = 1, LEASE_CLOSED = 2 };

/* What a party takes: people, and of each part so many. */
struct places {
	int people;
	int parts[PARTY_PARTS];
};

struct lease {
	struct id id;
	struct id session;
	enum lease_pool pool;
	enum lease_state state;
	int granted, left; /* people */
	unsigned limits;   /* bit 1 << enum party_part: of these so many are left, of others any: */
	int parts[PARTY_PARTS]; /* 0 where there is no limit */
	unsigned
		lacks; /* bits: the centre gave fewer than it was asked for; also of LEASE_PEOPLE */
};

enum { LEASE_PEOPLE = PARTY_PARTS };

/* What the kiosk knows of a pool besides its own leases. */
struct places_known {
	int taken; /* people who have a place, wherever they booked; 0 where that is not known */
	bool line; /* somebody waits who comes before all others */
};

/* "booking", "door", "members", "class": in changes and at the centre. */
const char *lease_pool_name(enum lease_pool pool);

enum {
	LEASES_A_SESSION_MAX = 8, /* not closed */
	PLACES_SHARE_PERCENT =
		40, /* of a pool, that one kiosk asks for; how much it gets is the centre's */
	PLACES_FAMILY = 4, /* held even in a small room */
};

struct places places_of(const struct party *party);
/* What `party` takes beyond what `before` did: of people and of each part, never less than none. */
struct places places_more(const struct party *party, const struct party *before);
bool places_are_none(const struct places *places);

/* How many of a part the session takes; 0: any. */
int places_limit(const struct session *session, enum party_part part);
/* Of the pool, people. */
int places_in_all(const struct session *session, enum lease_pool pool);

/* No place is kept for members, or no more (core.are_anybodys). */
bool places_are_anybodys(const struct session *session, int64_t now_ms);
/* Whether this holder may have a place that is kept: whoever has a card of the library, and everybody
 * when the hour is over. */
bool places_kept_are_for(const struct session *session, enum holder_status holder, int64_t now_ms);

struct places_wish {
	enum lease_pool pool; /* of POOL_BOOKING: */
	bool kept;            /* may have those of POOL_MEMBERS, too */
	struct places places;
};

/* Who books: a place each, and of those kept for members if this holder may have them. */
struct places_wish places_to_book(const struct session *session, const struct party *party,
	enum holder_status holder, int64_t now_ms);

/* The lease is open, of this pool and holds all of them: what core.lease_pays() asks at the centre
 * (tests/cases judges both). */
bool places_pay(const struct lease *lease, const struct places_wish *wish);
/* The lease that it is spent from whole, or -1: a party is all or nothing and comes from one lease. What
 * is kept for the party goes first, for nobody else may have it; then the smallest that suffices: the
 * fullest stays for larger parties. */
int places_choose(const struct lease *leases, int count, const struct places_wish *wish);
/* The largest party that can be confirmed here now; `wish->places` is not read. */
int places_on_hand(const struct lease *leases, int count, const struct places_wish *wish);
/* Of which part a lease holds too few, though it holds the people; PARTY_PARTS: none. */
enum party_part places_missing(
	const struct lease *leases, int count, const struct places_wish *wish);
/* One kiosk's share of a pool, rounded down: what the demo's kiosk 1 holds. A class comes as one, so
 * that its places lie at one kiosk. */
int places_share(const struct session *session, enum lease_pool pool);
/* The same of a part; 0: it has no limit. At least one, if there is one. */
int places_part_share(const struct session *session, enum party_part part);
/* What the library says of a session now may have set places of the pool free that `before` had
 * not: more of them, or of a part, or another hour until which some are kept. */
bool places_grew(const struct session *before, const struct session *now, enum lease_pool pool);
/* How many of the pool may be free at the centre, as far as is known here: neither taken nor here. None
 * while somebody waits, whom nobody passes. */
int places_maybe_free(const struct session *session, enum lease_pool pool,
	const struct lease *leases, int count, const struct places_known *known);
/* The last ones, which the centre gives to nobody but whoever stands at a kiosk (core.are_last). */
bool places_are_last(const struct session *session, enum lease_pool pool, int free);
/* How many places to ask for, so that this kiosk has enough for an outage; the centre may give fewer, and
 * that is this kiosk's share then: it is asked again when half of that is spent. 0: enough. `leases` are
 * all of the session; while one of the pool is asked, or one that was granted
 * nothing is among them, nothing is asked: the store forgets a refusal when asking may help again. Nor
 * is it for a session that the centre has not told of. */
int places_to_ask(const struct session *session, enum lease_pool pool, const struct lease *leases,
	int count, int64_t now_ms);
/* How many of a part to ask for along with them. */
int places_part_to_ask(const struct session *session, enum lease_pool pool, enum party_part part,
	const struct lease *leases, int count);
/* Somebody stands here with a party that no lease holds: they are asked for, and no more, for what
 * is left over would lie here and be missing elsewhere. False: one holds them, or asking does not
 * help, as above. */
bool places_should_ask_for(const struct session *session, const struct lease *leases, int count,
	const struct places_wish *wish, int64_t now_ms);
/* Booked places are held no longer: who has not come by then comes by the door (rules/check_in.h). Only
 * what the log says counts, for the centre gives a place away when all kiosks have said so. */
bool places_held_no_longer(const struct session *session, int64_t now_ms);
/* One of the leases is open and given back: it is spent, or its session is cancelled or past selling
 * (booking: it starts; door: it ends), or of a part its pool has nothing left and the centre may have
 * more: then it is asked for anew, people and all. A recall closes a lease without asking here. */
bool places_should_close(const struct session *session, const struct lease *leases, int count,
	int which, int64_t now_ms);

#endif
