/* platform/schema/2-places.sql: how many there are, who holds them, who waits. */
#include <assert.h>

#include "centre_internal.h"
#include "ledger.h"
#include "mutations.h"

enum { EVERYWHERE = -1 };

/* ---- how many ---- */

static bool are_anybodys(const struct centre_session *session)
{
	return session->members_places == 0 || now_ms >= session->members_until_ms;
}

static int kept_for_members(const struct centre_session *session)
{
	int kept = session->members_places < session->places[GROUP_BOOKING]
			   ? session->members_places
			   : session->places[GROUP_BOOKING];

	if (are_anybodys(session))
		return 0;
	for (int i = session->first_booking; i; i = centre->bookings[i].next) {
		const struct centre_booking *booking = &centre->bookings[i];
		if (booking->state == STATE_CONFIRMED && booking->pool == POOL_BOOKING &&
			booking->holder)
			kept -= booking->people;
	}
	for (int i = session->first_lease; i; i = centre->leases[i].next)
		if (centre->leases[i].open && centre->leases[i].pool == POOL_MEMBERS)
			kept -= centre->leases[i].granted - centre->leases[i].spent;
	return kept > 0 ? kept : 0;
}

int centre_free(const struct centre_session *session, enum lease_pool pool)
{
	enum group group = group_of(pool);
	int free = session->places[group] - session->used[group] - session->leased[group];

	if (group != GROUP_BOOKING)
		return free;
	int kept = kept_for_members(session);
	return pool == POOL_BOOKING ? free - kept : free < kept ? free : kept;
}

void centre_count(int number, enum lease_pool pool, int leased, int used)
{
	struct centre_session *session = &centre->sessions[number];

	session->leased[group_of(pool)] += leased;
	session->used[group_of(pool)] += used;
	ledger_touch_session(number);
}

/* A cut of places waited for what was promised: what comes free is not given out again. */
static void cut_places(int number)
{
	struct centre_session *session = &centre->sessions[number];
	bool cut = false;

	for (enum group group = 0; group < GROUPS; group++) {
		int promised = session->used[group] + session->leased[group];
		int places = session->wanted[group] > promised ? session->wanted[group] : promised;
		if (session->places[group] <= places)
			continue;
		session->places[group] = places;
		cut = true;
	}
	if (!cut)
		return;
	session->revision++;
	centre_tell_session(number);
}

/* ---- the line ---- */

bool centre_could_fit(const struct centre_session *session, const struct centre_booking *booking)
{
	return booking->people <= session->places[group_of((enum lease_pool)booking->pool)];
}

static bool waits_for(const struct centre_session *session, const struct centre_booking *booking,
	enum lease_pool pool)
{
	if (booking->state != STATE_WAITING || !centre_could_fit(session, booking))
		return false;
	if (pool == POOL_MEMBERS)
		return booking->pool == POOL_BOOKING && (booking->holder || are_anybodys(session));
	return booking->pool == pool;
}

static bool somebody_waits(const struct centre_session *session, enum lease_pool pool)
{
	for (int i = session->waiting ? session->first_booking : 0; i; i = centre->bookings[i].next)
		if (waits_for(session, &centre->bookings[i], pool))
			return true;
	return false;
}

static void recall_for_line(const struct centre_session *session)
{
	for (int i = session->first_lease; i; i = centre->leases[i].next)
		if (centre->leases[i].open && !centre->leases[i].recalled &&
			somebody_waits(session, (enum lease_pool)centre->leases[i].pool))
			centre_recall(i);
}

/* Each who waits hears how many families are before them, when that has changed. */
static void tell_line(const struct centre_session *session)
{
	int before = 0;

	for (int i = session->first_booking; i; i = centre->bookings[i].next) {
		struct centre_booking *booking = &centre->bookings[i];
		if (booking->state != STATE_WAITING)
			continue;
		bool fits = centre_could_fit(session, booking);
		int told = fits ? before < LINE_TOLD_MAX ? before : LINE_TOLD_MAX : -1;
		before += fits;
		if (booking->before == told)
			continue;
		booking->before = told;
		booking->revision++;
		centre_tell_booking(i);
	}
}

/* What is free for each sort of who waits. */
struct room {
	int free, kept, class;
};

static int room_for(const struct room *room, const struct centre_booking *booking)
{
	if (booking->pool == POOL_CLASS)
		return room->class;
	return booking->holder ? room->free + room->kept : room->free;
}

/* Who is at the head is not overtaken. */
static void hold_for(struct room *room, const struct centre_booking *booking)
{
	if (broken_by(WAITING_OVERTAKEN))
		return;
	if (booking->pool == POOL_CLASS) {
		room->class = 0;
		return;
	}
	room->free = 0;
	if (booking->holder)
		room->kept = 0;
}

/* Of a class those are before it that are one, of a holder those who have a card, too. */
static void check_overtaken(int number)
{
	const struct centre_booking *booking = &centre->bookings[number];
	const struct centre_session *session = &centre->sessions[booking->session];

	if (now_ms >= session->starts_ms)
		return;
	for (int i = session->first_booking; i != number; i = centre->bookings[i].next) {
		const struct centre_booking *first = &centre->bookings[i];
		bool is_before = first->state == STATE_WAITING && first->pool == booking->pool &&
				 (first->holder || !booking->holder) &&
				 centre_could_fit(session, first);
		require(!is_before, "R3: who is at the head of the line is not overtaken");
	}
}

static void give(struct room *room, int number)
{
	struct centre_booking *booking = &centre->bookings[number];
	int kept = 0;

	require(!centre->recovering, "I10: nobody is given places before all kiosks were heard");
	check_overtaken(number);
	if (booking->pool == POOL_CLASS) {
		room->class -= booking->people;
	} else {
		if (booking->holder)
			kept = room->kept < booking->people ? room->kept : booking->people;
		room->kept -= kept;
		room->free -= booking->people - kept;
	}
	centre_count(booking->session, (enum lease_pool)booking->pool, 0,
		booking->people * (broken_by(PROMOTES_TWICE) ? 2 : 1));
	booking->state = STATE_CONFIRMED;
	booking->revision++;
	centre->sessions[booking->session].waiting--;
	centre_tell_booking(number);
}

static void give_to_line(const struct centre_session *session, int promised)
{
	struct room room = {.free = centre_free(session, POOL_BOOKING),
		.kept = centre_free(session, POOL_MEMBERS),
		.class = centre_free(session, POOL_CLASS)};

	room.free = room.free > 0 ? room.free : 0;
	for (int i = session->first_booking; i; i = centre->bookings[i].next) {
		const struct centre_booking *booking = &centre->bookings[i];
		if (booking->state != STATE_WAITING || !centre_could_fit(session, booking) ||
			(now_ms >= session->starts_ms && i != promised))
			continue;
		if (room.free <= 0 && room.kept <= 0 && room.class <= 0)
			break;
		if (booking->people > room_for(&room, booking) && !broken_by(PROMOTES_WITHOUT_ROOM))
			hold_for(&room, booking);
		else
			give(&room, i);
	}
}

void centre_promote(int number, int promised)
{
	struct centre_session *session = &centre->sessions[number];

	if (centre->recovering && !broken_by(PROMOTES_WHILE_RECOVERING))
		return;
	cut_places(number);
	if (session->cancelled || session->waiting == 0)
		return;
	give_to_line(session, promised);
	tell_line(session);
	if (now_ms < session->starts_ms)
		recall_for_line(session);
}

/* ---- leases ---- */

static int pool_places(const struct centre_session *session, enum lease_pool pool)
{
	return pool == POOL_MEMBERS ? session->members_places : session->places[group_of(pool)];
}

static int held(const struct centre_lease *lease)
{
	return lease->open ? lease->granted - lease->spent : 0;
}

/* At one kiosk, or (EVERYWHERE) at all. */
static int held_at(const struct centre_session *session, int role, enum lease_pool pool)
{
	int sum = 0;

	for (int i = session->first_lease; i; i = centre->leases[i].next)
		if (centre->leases[i].pool == pool &&
			(role == EVERYWHERE || centre->leases[i].role == role))
			sum += held(&centre->leases[i]);
	return sum;
}

static int spent_lately(const struct centre_session *session, int role, enum lease_pool pool)
{
	int sum = 0;

	for (int i = session->first_lease; i; i = centre->leases[i].next) {
		const struct centre_lease *lease = &centre->leases[i];
		if (lease->role == role && lease->pool == pool &&
			lease->used_ms > now_ms - 4 * (int64_t)HOUR_MS)
			sum += lease->spent;
	}
	return sum;
}

static int kiosks_that_share(void)
{
	int kiosks = centre->elsewhere;

	for (int role = 0; role < ROLES_MAX; role++)
		kiosks += centre->roles[role].install != 0;
	return kiosks > 0 ? kiosks : 1;
}

static int share_of_all(int all)
{
	return (all * SHARE_PERCENT + 99) / 100;
}

static int most_of(int one, int other)
{
	return one > other ? one : other;
}

static int least_of(int one, int other)
{
	return one < other ? one : other;
}

static int equal_share(int all)
{
	int kiosks = kiosks_that_share(), share = share_of_all(all);

	return least_of(share, most_of(2, (share + kiosks - 1) / kiosks));
}

static int share_left(const struct arrival *arrival, const struct centre_session *session)
{
	enum lease_pool pool = (enum lease_pool)arrival->change->pool;
	int all = pool_places(session, pool);

	if (centre_free(session, pool) <= most_of(2, all / 20))
		return 0;
	int one = most_of(equal_share(all), spent_lately(session, arrival->role, pool));
	return least_of(share_of_all(all) - held_at(session, EVERYWHERE, pool),
		one - held_at(session, arrival->role, pool));
}

static int lease_grant(const struct arrival *arrival, const struct centre_session *session)
{
	const struct change *change = arrival->change;
	enum lease_pool pool = (enum lease_pool)change->pool;
	int free = centre_free(session, pool);

	if (broken_by(GRANTS_FROM_STALE_READ) && one_in(4))
		free += session->leased[group_of(pool)];
	if ((centre->recovering && !broken_by(GRANTS_WHILE_RECOVERING)) ||
		somebody_waits(session, pool))
		return 0;
	if (change->here)
		return change->people <= free ? change->people : 0;
	int grant = least_of(change->people, free);
	if (pool != POOL_CLASS)
		grant = least_of(grant, share_left(arrival, session));
	return most_of(grant, 0);
}

/* What lies idle elsewhere is asked back by whoever is short. */
static void recall_idle(const struct arrival *arrival, const struct centre_session *session)
{
	enum lease_pool pool = (enum lease_pool)arrival->change->pool;
	int share = arrival->change->here && pool != POOL_DOOR
			    ? 0
			    : equal_share(pool_places(session, pool));

	for (int i = session->first_lease; i; i = centre->leases[i].next) {
		const struct centre_lease *lease = &centre->leases[i];
		if (lease->open && lease->pool == pool && lease->role != arrival->role &&
			lease->used_ms <= now_ms - 30 * (int64_t)MINUTE_MS &&
			held_at(session, lease->role, pool) > share)
			centre_recall(i);
	}
}

static enum reason why_none(const struct change *change, const struct centre_session *session)
{
	enum lease_pool pool = (enum lease_pool)change->pool;
	bool is_left = centre_free(session, pool) > 0 ||
		       (pool == POOL_CLASS && session->leased[GROUP_CLASS] > 0);
	bool is_share =
		!change->here && !centre->recovering && !somebody_waits(session, pool) && is_left;

	return is_share ? REASON_SHARE_USED : REASON_NO_PLACES;
}

static void open_lease(const struct arrival *arrival, int granted)
{
	const struct change *change = arrival->change;
	struct centre_session *session = &centre->sessions[change->session];
	struct centre_lease *lease = &centre->leases[change->lease];
	bool again = lease->known; /* APPLIES_KNOWN_CHANGES */

	*lease = (struct centre_lease){.known = true,
		.open = true,
		.role = (uint8_t)arrival->role,
		.pool = change->pool,
		.session = change->session,
		.granted = granted,
		.granted_ms = now_ms,
		.used_ms = now_ms,
		.next = again ? lease->next : session->first_lease};
	if (!again)
		session->first_lease = change->lease;
	centre_count(change->session, (enum lease_pool)change->pool, granted, 0);
}

/* No more than the session ever had: that much a kiosk may say and no more. */
static struct answer open_lease_again(
	const struct arrival *arrival, const struct centre_session *session)
{
	const struct change *change = arrival->change;
	enum lease_pool pool = (enum lease_pool)change->pool;
	int most = most_of(most_of(pool_places(session, pool), session->places[GROUP_BOOKING]),
		most_of(session->wanted[GROUP_BOOKING], session->wanted[GROUP_DOOR]));

	if (arrival->prior->granted > 0 && arrival->prior->granted <= most) {
		centre_make_room(change->session, pool, arrival->prior->granted);
		open_lease(arrival, arrival->prior->granted);
	}
	return *arrival->prior;
}

struct answer centre_apply_lease_request(const struct arrival *arrival)
{
	const struct change *change = arrival->change;
	struct centre_session *session = &centre->sessions[change->session];
	struct answer answer = centre_answered(VERDICT_ACCEPTED, REASON_NONE);

	if (!session->known)
		return centre_answered(VERDICT_REFUSED, REASON_NO_SESSION);
	if (arrival->prior)
		return open_lease_again(arrival, session);
	if (session->cancelled)
		return centre_answered(VERDICT_ACCEPTED, REASON_SESSION_CANCELLED);
	int grant = lease_grant(arrival, session);
	if (grant < change->people)
		recall_idle(arrival, session);
	if (grant == 0)
		return centre_answered(VERDICT_ACCEPTED, why_none(change, session));
	require(!centre->recovering, "I10: nobody is given places before all kiosks were heard");
	open_lease(arrival, grant);
	answer.granted = (int16_t)grant;
	return answer;
}

/* A promise counts even if the lease that paid for it is gone. False: it was none. */
static bool spend_as_promised(const struct arrival *arrival, enum lease_pool pool, int people)
{
	int session = arrival->change->session;

	if (!centre_was_promised(arrival))
		return false;
	centre_make_room(session, pool, people);
	centre_count(session, pool, 0, people);
	if (pool == POOL_DOOR)
		centre->sessions[session].beyond_door += people;
	centre_note(arrival->change, REASON_BEYOND_THE_LEASE);
	return true;
}

bool centre_spend(const struct arrival *arrival, enum lease_pool pool, int people)
{
	struct centre_lease *lease = &centre->leases[arrival->change->lease];
	bool is_meant =
		lease->pool == pool || (pool == POOL_BOOKING && lease->pool == POOL_MEMBERS);
	bool is_open = lease->open || (lease->known && broken_by(WRITTEN_OFF_STILL_PAYS));

	if (arrival->change->lease == 0 || !is_open || lease->role != arrival->role ||
		lease->session != arrival->change->session || !is_meant ||
		lease->granted - lease->spent < people)
		return spend_as_promised(arrival, pool, people);
	lease->spent += people;
	lease->used_ms = now_ms;
	centre_count(
		lease->session, (enum lease_pool)lease->pool, lease->open ? -people : 0, people);
	return true;
}

int centre_close_lease(int number)
{
	struct centre_lease *lease = &centre->leases[number];
	int back = lease->granted - (broken_by(CLOSE_RETURNS_ALL) ? 0 : lease->spent);

	lease->open = false;
	ledger_touch_lease(number);
	centre_count(lease->session, (enum lease_pool)lease->pool, -back, 0);
	centre_promote(lease->session, 0);
	return back;
}

struct answer centre_apply_lease_close(const struct arrival *arrival)
{
	struct centre_lease *lease = &centre->leases[arrival->change->lease];

	if (!lease->known || lease->role != arrival->role)
		return centre_answered(VERDICT_REFUSED, REASON_NO_LEASE);
	if (!lease->open)
		return centre_answered(VERDICT_KNOWN, REASON_NONE);
	centre_close_lease(arrival->change->lease);
	return centre_answered(VERDICT_ACCEPTED, REASON_NONE);
}
