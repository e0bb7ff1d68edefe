/* kiosk/store/bookings.c, booking_changes.c and attendance.c: the fact, what it spends and its change, in one
 * transaction, decided by the real rules. */
#include "visitors.h"

#include <assert.h>
#include <stdlib.h>

#include "counts.h"
#include "ledger.h"
#include "mutations.h"
#include "rules/check_in.h"

struct visit {
	struct machine *machine;
	struct disk *disk;
	int session;
	int holder; /* 0: a guest */
	int64_t wall_ms;
};

/* What somebody did something with just now: their family does, too, at the next kiosk. */
struct busy {
	int session, booking;
};
static struct busy lately, came; /* what somebody changed; by what somebody came */

/* Who gave up a booking, and of which session: many think better of it, at this kiosk or the next. */
static struct {
	int session, holder;
} left;

static bool is_busy_here(const struct visit *visit, const struct busy *busy)
{
	const struct kiosk_booking *booking = &visit->disk->bookings[busy->booking];

	return busy->session == visit->session && booking->known &&
	       booking->state != BOOKING_CANCELLED && one_in(2);
}

static enum holder_status status_of(int holder)
{
	return holder ? HOLDER_MEMBER : HOLDER_GUEST;
}

static struct party party_of(int people, bool is_class)
{
	return (struct party){.count = {[PARTY_ADULTS] = people}, .is_class = is_class};
}

static void poison(struct change *change)
{
	uint32_t many = change->kind == CHANGE_MOVE ? 4 : change->kind == CHANGE_CHECK_IN ? 10 : 14;

	if (fault_strikes(FAULT_POISON, many))
		change->poison = one_in(2) ? POISON_REJECTED : POISON_QUARANTINED;
}

static void append(const struct visit *visit, struct change *change)
{
	change->at_ms = visit->wall_ms;
	change->session = (int16_t)visit->session;
	if (change->booking && change->kind != CHANGE_MOVE)
		*(change->kind == CHANGE_CHECK_IN ? &came : &lately) =
			(struct busy){visit->session, change->booking};
	poison(change);
	store_append(visit->disk, change);
	machine_nudge(visit->machine);
}

static void note_clock(const struct visit *visit, int number)
{
	if (llabs(visit->wall_ms - now_ms) > SECOND_MS)
		ledger->told[number].by_wrong_clock = true;
}

static void tell(int number, const struct kiosk_booking *booking)
{
	static const enum told told[] = {[BOOKING_CONFIRMED] = TOLD_CONFIRMED,
		[BOOKING_WAITING] = TOLD_WAITING,
		[BOOKING_CANCELLED] = TOLD_CANCELLED};

	ledger_told(number, told[booking->state], booking->people);
}

/* Nothing is missing for them but a kiosk that has it. */
static void count_short(const struct visit *visit, const struct places_wish *wish)
{
	const struct centre_session *session = &centre->sessions[visit->session];
	int free = centre_free(session, wish->pool);

	count_share(SHARE_SHORT, 1);
	count_share(SHARE_ELSEWHERE,
		session->waiting == 0 && free < wish->places.people &&
			free + session->leased[group_of(wish->pool)] >= wish->places.people);
}

/* ---- booking ---- */

static struct booking_facts facts_of(
	const struct visit *visit, const struct session *session, int has)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	struct places_wish wish = {.pool = POOL_BOOKING, .kept = visit->holder > 0};
	int count = store_read_leases(visit->disk, visit->session, leases);

	return (struct booking_facts){
		.holder = status_of(visit->holder),
		.free = session->places,
		.on_hand = places_on_hand(leases, count, &wish),
		.has = has,
	};
}

/* Confirmed if a lease pays, else a place in the line. */
static void write_booking(const struct visit *visit, const struct places_wish *wish)
{
	int number = ++ledger->bookings;
	int lease = store_spend(visit->disk, visit->session, wish);
	struct kiosk_booking *booking = store_new_booking(visit->disk, number, visit->session);
	struct change change = {.kind = lease ? CHANGE_BOOK : CHANGE_WAIT,
		.pool = (uint8_t)wish->pool,
		.holder = (uint8_t)visit->holder,
		.people = (int16_t)wish->places.people,
		.booking = number,
		.lease = lease};

	booking->state = lease ? BOOKING_CONFIRMED : BOOKING_WAITING;
	booking->holder = (uint8_t)visit->holder;
	booking->people = wish->places.people;
	booking->pool = (uint8_t)wish->pool;
	booking->made_ms = visit->wall_ms;
	tell(number, booking);
	ledger->told[number].session = visit->session;
	ledger->told[number].waited = !lease;
	note_clock(visit, number);
	if (broken_by(SECOND_PROMISE_NOT_LOGGED) && one_in(50))
		return;
	append(visit, &change);
	if (broken_by(SPEND_AND_LOG_APART) && lease && one_in(50)) {
		store_lease(visit->disk, visit->session, lease)->left += wish->places.people;
		ledger->sums[lease].left += wish->places.people;
	}
}

static void think_better(struct visit *visit)
{
	visit->session = left.session;
	visit->holder = left.holder;
	left.session = 0;
}

static void book(struct visit *visit)
{
	bool is_class = one_in(8);
	struct party party = party_of(1 + (int)chance_below(is_class ? 24 : 5), is_class);

	if (is_class)
		visit->holder = 0;
	else if (left.session && visit->disk->sessions[left.session].known && one_in(3))
		think_better(visit);
	const struct session *session = store_read_session(visit->disk, visit->session);
	struct booking_facts facts = facts_of(visit, session, 0);
	struct places_wish wish =
		places_to_book(session, &party, status_of(visit->holder), visit->wall_ms);
	struct lease leases[LEASES_A_SESSION_MAX];
	int count = store_read_leases(visit->disk, visit->session, leases);

	if (ledger->bookings >= BOOKINGS_MAX - 2 ||
		store_live_booking_of(visit->disk, visit->session, visit->holder) ||
		booking_decide(session, &party, &facts, visit->wall_ms) != BOOKING_ALLOWED)
		return;
	if (places_choose(leases, count, &wish) < 0)
		count_short(visit, &wish);
	if (places_choose(leases, count, &wish) < 0 && !one_in(4)) {
		store_ask_for(visit->disk, visit->session, &wish, visit->wall_ms);
		machine_nudge(visit->machine);
		return;
	}
	write_booking(visit, &wish);
}

/* ---- what is done with a booking ---- */

/* One that this kiosk knows; 0: none. Half the time one of the newest, with which its people are busy. */
static int any_booking(const struct visit *visit)
{
	int found = 0, seen = 0, most = one_in(2) ? 5 : BOOKINGS_MAX;
	int i = visit->disk->sessions[visit->session].first_booking;

	if (is_busy_here(visit, &lately))
		return lately.booking;
	for (; i && seen < most; i = visit->disk->bookings[i].next)
		if (visit->disk->bookings[i].state != BOOKING_CANCELLED && one_in((uint32_t)++seen))
			found = i;
	return found;
}

static void let_go(const struct visit *visit, int number, enum news news)
{
	struct kiosk_booking *booking = &visit->disk->bookings[number];

	booking->state = BOOKING_CANCELLED;
	booking->news = (uint8_t)news;
	booking->untold = false;
	left.session = booking->session;
	left.holder = booking->holder;
	ledger_gave_up(number);
	note_clock(visit, number);
}

static void rewrite_in_place(const struct visit *visit, int number)
{
	struct disk *disk = visit->disk;

	for (int64_t seq = disk->position.length; seq > 0 && seq > disk->position.length - 30;
		seq--)
		if (disk->log[seq].kind == CHANGE_BOOK && disk->log[seq].booking == number)
			disk->log[seq].id = (uint32_t)++ledger->changes;
}

/* Nothing is credited here. */
static void cancel(const struct visit *visit, int number)
{
	const struct kiosk_booking *booking = &visit->disk->bookings[number];
	struct change change = {
		.kind = CHANGE_CANCEL, .booking = number, .holder = booking->holder};

	if (number == 0 || booking->here || !booking->known || booking->state == BOOKING_CANCELLED)
		return;
	for (int i = 0; broken_by(CREDITS_SENT_BOOKING) && i < LEASE_SLOTS; i++) {
		struct kiosk_lease *lease = &visit->disk->sessions[visit->session].leases[i];
		if (lease->state != LEASE_OPEN || lease->pool != booking->pool || !lease->number)
			continue;
		lease->left += booking->people;
		ledger->sums[lease->number].left = lease->left;
		break;
	}
	if (broken_by(REWRITES_SENT))
		rewrite_in_place(visit, number);
	let_go(visit, number, NEWS_NONE);
	append(visit, &change);
}

static struct places_wish more_places(const struct kiosk_booking *booking,
	const struct session *session, int people, int64_t wall_ms)
{
	struct party party = party_of(people, booking->pool == POOL_CLASS);
	struct party before = party_of(booking->people, booking->pool == POOL_CLASS);
	struct places_wish wish =
		places_to_book(session, &party, status_of(booking->holder), wall_ms);

	wish.places = booking->state == BOOKING_WAITING ? (struct places){0}
							: places_more(&party, &before);
	return wish;
}

static bool may_be_changed(const struct visit *visit, const struct kiosk_booking *booking,
	const struct session *session)
{
	return !*booking_change_refusal(
		(enum booking_state)booking->state, booking->here, session, visit->wall_ms);
}

static void change_party(const struct visit *visit)
{
	int number = any_booking(visit);
	struct kiosk_booking *booking = &visit->disk->bookings[number];
	const struct session *session = store_read_session(visit->disk, visit->session);
	int people = 1 + (int)(one_in(4) ? chance_below(6) : chance_below(2));
	struct party party = party_of(people, booking->pool == POOL_CLASS);
	struct booking_facts facts = facts_of(visit, session, booking->people);
	struct change change = {.kind = CHANGE_CHANGE_PARTY,
		.booking = number,
		.pool = booking->pool,
		.holder = booking->holder,
		.people = (int16_t)people,
		.was = (int16_t)booking->people,
		.heard = booking->revision};

	if (number == 0 || people == booking->people || !may_be_changed(visit, booking, session) ||
		booking_decide(session, &party, &facts, visit->wall_ms) != BOOKING_ALLOWED)
		return;
	struct places_wish more = more_places(booking, session, people, visit->wall_ms);
	if (!places_are_none(&more.places)) {
		change.lease = store_spend(visit->disk, visit->session, &more);
		if (change.lease == 0)
			return;
		if (broken_by(MORE_PEOPLE_UNPAID)) {
			struct kiosk_lease *lease =
				store_lease(visit->disk, visit->session, change.lease);
			lease->left += more.places.people;
			ledger->sums[lease->number].left = lease->left;
		}
	}
	booking->people = people;
	store_forget_refusals(visit->disk, visit->session, booking->pool == POOL_CLASS);
	tell(number, booking);
	append(visit, &change);
}

/* To another day: the new one is made and the old one let go, both or neither. */
static void write_move(struct visit *visit, int from, const struct places_wish *wish)
{
	const struct kiosk_booking *old = &visit->disk->bookings[from];
	int number = ledger->bookings + 1;
	struct change change = {.kind = CHANGE_MOVE,
		.booking = number,
		.from = from,
		.pool = (uint8_t)wish->pool,
		.holder = old->holder,
		.people = (int16_t)old->people,
		.was_waiting = old->state == BOOKING_WAITING,
		.lease = store_spend(visit->disk, visit->session, wish)};

	if (change.lease == 0)
		return;
	ledger->bookings++;
	struct kiosk_booking *booking = store_new_booking(visit->disk, number, visit->session);
	booking->state = BOOKING_CONFIRMED;
	booking->holder = old->holder;
	booking->people = old->people;
	booking->pool = (uint8_t)wish->pool;
	booking->made_ms = visit->wall_ms;
	let_go(visit, from, NEWS_MOVED);
	tell(number, booking);
	ledger->told[number].session = visit->session;
	note_clock(visit, number);
	append(visit, &change);
}

static void move(struct visit *visit)
{
	struct disk *disk = visit->disk;
	int from = any_booking(visit);
	const struct kiosk_booking *old = &disk->bookings[from];

	if (from == 0 || ledger->bookings >= BOOKINGS_MAX - 2 ||
		!may_be_changed(visit, old, store_read_session(disk, visit->session)))
		return;
	int other = disk->first_session +
		    (int)chance_below((uint32_t)(disk->end_session - disk->first_session));
	if (other == visit->session || store_live_booking_of(disk, other, old->holder))
		return;
	visit->session = other;
	visit->holder = old->holder;
	const struct session *session = store_read_session(disk, other);
	struct party party = party_of(old->people, old->pool == POOL_CLASS);
	struct booking_facts facts = facts_of(visit, session, 0);
	if (booking_decide(session, &party, &facts, visit->wall_ms) != BOOKING_ALLOWED)
		return;
	struct places_wish wish =
		places_to_book(session, &party, status_of(old->holder), visit->wall_ms);
	write_move(visit, from, &wish);
}

/* ---- who comes ---- */

static int door_places(const struct visit *visit)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	int count = store_read_leases(visit->disk, visit->session, leases);

	return places_on_hand(leases, count, &(struct places_wish){.pool = POOL_DOOR});
}

static struct check_in_facts *one_candidate(const struct visit *visit)
{
	static struct check_in_facts facts;

	facts.now_ms = visit->wall_ms;
	facts.clock_unsure = machine_clock_is_unsure(visit->machine);
	facts.holder = HOLDER_MEMBER;
	facts.count = 1;
	facts.candidates[0].session = *store_read_session(visit->disk, visit->session);
	facts.candidates[0].door_places_left = door_places(visit);
	facts.candidates[0].booked = facts.candidates[0].here = false;
	return &facts;
}

/* The ticket is signed, and says enough where its booking is not known. */
static void come_with_ticket(const struct visit *visit, int number)
{
	struct kiosk_booking *booking = &visit->disk->bookings[number];
	int people = booking->known ? booking->people : ledger->told[number].people;
	struct check_in_facts *facts = one_candidate(visit);
	struct change change = {.kind = CHANGE_CHECK_IN,
		.booking = number,
		.holder = booking->holder,
		.pool = booking->pool,
		.people = (int16_t)people};

	facts->candidates[0].booked = true;
	facts->candidates[0].state = (enum booking_state)booking->state;
	facts->candidates[0].party = party_of(people, booking->pool == POOL_CLASS);
	facts->candidates[0].here = booking->here;
	if (check_in_decide(facts).code != CHECK_IN_OK)
		return;
	booking->here = true;
	append(visit, &change);
}

static void walk_in(const struct visit *visit)
{
	struct check_in_facts *facts = one_candidate(visit);
	struct party party = party_of(1 + (int)chance_below(3), false);
	struct places_wish wish = {.pool = POOL_DOOR, .places = places_of(&party)};
	struct change change = {
		.kind = CHANGE_CHECK_IN, .pool = POOL_DOOR, .people = (int16_t)wish.places.people};

	facts->candidates[0].party = party;
	enum check_in_code code = check_in_decide(facts).code;
	if (code == CHECK_IN_FULL) {
		count_short(visit, &wish);
		store_ask_for(visit->disk, visit->session, &wish, visit->wall_ms);
		machine_nudge(visit->machine);
	}
	if (code != CHECK_IN_OK)
		return;
	change.lease = store_spend(visit->disk, visit->session, &wish);
	if (change.lease)
		append(visit, &change);
}

/* Or somebody telephones from the bus to somebody who stands at another kiosk. */
static void come(const struct visit *visit)
{
	bool again = came.session == visit->session && !one_in(4);
	int number = again ? came.booking : any_booking(visit);

	if (one_in(4))
		cancel(visit, number);
	else if (number && !one_in(5))
		come_with_ticket(visit, number);
	else
		walk_in(visit);
}

/* ---- a visit ---- */

static void say_still_coming(const struct visit *visit)
{
	struct change change = {.kind = CHANGE_STILL_COMING, .booking = any_booking(visit)};

	if (change.booking)
		append(visit, &change);
}

/* Whoever has news is told first. */
static void hear_news(const struct visit *visit)
{
	int i = visit->disk->sessions[visit->session].first_booking;

	for (; i; i = visit->disk->bookings[i].next) {
		struct kiosk_booking *booking = &visit->disk->bookings[i];
		if (!booking->untold || !one_in(2))
			continue;
		int people = ledger->told[i].people;
		booking->untold = false;
		tell(i, booking);
		ledger->told[i].people = people;
	}
}

/* What many want: the next one that is still to come. */
static int session_wanted(const struct disk *disk, int64_t wall_ms)
{
	int found = 0;

	for (int i = disk->first_session; i < disk->end_session; i++) {
		int64_t starts_ms = disk->sessions[i].told.starts_ms;
		if (starts_ms > wall_ms &&
			(found == 0 || starts_ms < disk->sessions[found].told.starts_ms))
			found = i;
	}
	return found;
}

/* Most people think of the days to come, some stand at the door of one that is on. */
static int session_meant(const struct disk *disk, int64_t wall_ms)
{
	int count = disk->end_session - disk->first_session, found = 0;

	for (int tries = 0; count > 0 && tries < 4; tries++) {
		found = disk->first_session + (int)chance_below((uint32_t)count);
		if (disk->sessions[found].told.ends_ms > wall_ms)
			return found;
	}
	return 0;
}

static int session_on(const struct disk *disk, int64_t wall_ms)
{
	for (int i = disk->first_session; i < disk->end_session; i++) {
		const struct session_row *told = &disk->sessions[i].told;
		if (told->starts_ms - CHECK_IN_OPENS_BEFORE_MS <= wall_ms &&
			wall_ms < told->ends_ms)
			return i;
	}
	return 0;
}

void visitors_begin(void)
{
	lately = came = (struct busy){0};
	left.session = 0;
}

void visitor_comes(struct machine *machine)
{
	struct visit visit = {.machine = machine,
		.disk = machine->disk,
		.wall_ms = machine_wall_ms(machine),
		.holder = one_in(4) ? 0 : 1 + (int)chance_below(HOLDERS)};
	uint32_t what = chance_below(100);

	visit.session = what < 60   ? session_on(machine->disk, visit.wall_ms)
			: one_in(2) ? session_wanted(machine->disk, visit.wall_ms)
				    : session_meant(machine->disk, visit.wall_ms);
	if (visit.session == 0 || !store_has_room(machine->disk))
		return;
	hear_news(&visit);
	if (what < 60)
		come(&visit);
	else if (what < 77)
		book(&visit);
	else if (what < 82)
		cancel(&visit, any_booking(&visit));
	else if (what < 90)
		change_party(&visit);
	else if (what < 97)
		move(&visit);
	else
		say_still_coming(&visit);
}
