/* platform/schema/3-bookings.sql and the simple part of 4-check-ins.sql: who has which places. */
#include <assert.h>

#include "centre_internal.h"
#include "counts.h"
#include "mutations.h"
#include "trace.h"

bool centre_is_live(const struct centre_booking *booking)
{
	return booking->state == STATE_CONFIRMED || booking->state == STATE_WAITING;
}

int centre_standing(int number)
{
	const struct centre_booking *booking = &centre->bookings[number];

	if (booking->state == STATE_NONE)
		return 0;
	return booking->state == STATE_MERGED ? booking->merged_into : number;
}

static bool is_inside(int number)
{
	return centre->came[number];
}

static int live_booking(int session, int holder, enum centre_state state, int but)
{
	int i = holder ? centre->sessions[session].first_booking : 0;

	for (; i; i = centre->bookings[i].next)
		if (centre->bookings[i].holder == holder && centre->bookings[i].state == state &&
			i != but)
			return i;
	return 0;
}

static void set_state(int number, enum centre_state state)
{
	struct centre_booking *booking = &centre->bookings[number];

	centre->sessions[booking->session].waiting +=
		(state == STATE_WAITING) - (booking->state == STATE_WAITING);
	booking->state = (uint8_t)state;
	booking->revision += !(broken_by(REVISION_STANDS_STILL) && one_in(50));
}

static bool is_written_off(const struct arrival *arrival)
{
	const struct change *change = arrival->change;

	return change->kind == CHANGE_BOOK && change->lease &&
	       centre->leases[change->lease].written_off &&
	       centre->leases[change->lease].role == arrival->role;
}

/* Who was promised places that were given away stands before all who wait, in the order of coming. */
static void put_in_line(struct centre_session *session, int number)
{
	struct centre_booking *booking = &centre->bookings[number];
	int after = 0;

	for (int i = session->first_booking; i && booking->goes_first; i = centre->bookings[i].next)
		if (centre->bookings[i].goes_first)
			after = i;
	if (!booking->goes_first)
		after = session->last_booking;
	booking->next = after ? centre->bookings[after].next : session->first_booking;
	if (after)
		centre->bookings[after].next = number;
	else
		session->first_booking = number;
	if (after == session->last_booking)
		session->last_booking = number;
}

int centre_add_booking(const struct arrival *arrival, enum centre_state state, int merged_into)
{
	const struct change *change = arrival->change;
	struct centre_session *session = &centre->sessions[change->session];
	int number = change->booking;

	assert(number > 0 && number < BOOKINGS_MAX);
	centre->bookings[number] = (struct centre_booking){
		.pool = change->pool == POOL_CLASS ? POOL_CLASS : POOL_BOOKING,
		.holder = change->holder,
		.session = change->session,
		.people = change->people,
		.before = -2,
		.merged_into = merged_into,
		.made_ms = change->at_ms,
		.replayed = arrival->prior != NULL,
		.goes_first = state == STATE_WAITING && is_written_off(arrival),
	};
	put_in_line(session, number);
	set_state(number, state);
	return number;
}

/* ---- what may be booked ---- */

static bool is_wish(enum reason reason)
{
	return reason == REASON_BOOKING_CLOSED || reason == REASON_PARTY_TOO_LARGE;
}

/* `has`: people on the booking already, when it is changed. */
static enum reason may_be_booked(const struct change *change, int has)
{
	const struct centre_session *session = &centre->sessions[change->session];
	bool is_class = change->pool == POOL_CLASS;

	if (session->cancelled)
		return REASON_SESSION_CANCELLED;
	if (change->at_ms >= session->starts_ms)
		return REASON_STARTED;
	if (session->closes_ms && change->at_ms >= session->closes_ms)
		return REASON_BOOKING_CLOSED;
	if (change->people > session->places[is_class ? GROUP_CLASS : GROUP_BOOKING])
		return REASON_MORE_PEOPLE_THAN_PLACES;
	if (!is_class && session->largest_party && change->people > session->largest_party &&
		change->people > has)
		return REASON_PARTY_TOO_LARGE;
	return REASON_NONE;
}

static void note_wish(const struct change *change, enum reason wish)
{
	if (is_wish(wish))
		centre_note(change, wish);
}

static enum reason beyond_wishes(enum reason reason)
{
	return is_wish(reason) ? REASON_NONE : reason;
}

/* ---- booking ---- */

static void adopt_visit(int ticket, int stands)
{
	if (!centre->came[ticket])
		return;
	centre->came[ticket] = false;
	centre->came[stands] = true;
	centre->bookings[stands].revision++;
	centre_tell_booking(stands);
}

/* The same holder booked the same session where neither was known: one booking, with the larger of the
 * two promises. What the second kiosk spent beyond that goes back. */
static struct answer merge_booking(const struct arrival *arrival, int first, bool spent)
{
	const struct change *change = arrival->change;
	struct centre_booking *stands = &centre->bookings[first];
	int both = stands->people > change->people ? stands->people : change->people;

	if (stands->state != STATE_CONFIRMED || !spent)
		both = stands->people;
	if (spent && !broken_by(MERGE_COUNTS_BOTH))
		centre_count(stands->session, (enum lease_pool)stands->pool, 0,
			both - stands->people - change->people);
	adopt_visit(centre_add_booking(arrival, STATE_MERGED, first), first);
	if (both != stands->people) {
		stands->people = both;
		stands->revision++;
		centre_tell_booking(first);
	}
	centre_promote(stands->session, 0);
	return centre_answered(VERDICT_KNOWN, REASON_BOOKED_ALREADY);
}

static struct answer cancel_on_arrival(const struct arrival *arrival, bool spent)
{
	const struct change *change = arrival->change;
	int booking = centre_add_booking(arrival, STATE_CANCELLED, 0);

	if (spent && !broken_by(EARLY_CANCEL_KEEPS_PLACES))
		centre_count(change->session, (enum lease_pool)change->pool, 0, -change->people);
	centre_tell_booking(booking);
	centre_promote(change->session, 0);
	return centre_answered(VERDICT_KNOWN, REASON_CANCELLED_ALREADY);
}

static struct answer wait_for_places(const struct arrival *arrival)
{
	int booking = centre_add_booking(arrival, STATE_WAITING, 0);
	bool promised = arrival->change->kind == CHANGE_BOOK;

	centre_promote(arrival->change->session, promised ? booking : 0);
	if (centre->bookings[booking].state == STATE_CONFIRMED)
		return centre_answered(VERDICT_ACCEPTED, REASON_NONE);
	if (centre->bookings[booking].before < 0)
		centre_tell_booking(booking);
	return centre_answered(
		VERDICT_WAITING, is_written_off(arrival) ? REASON_LEASE_WRITTEN_OFF : REASON_NONE);
}

/* Waited at one kiosk and booked at another. */
static void merge_into_confirmed(int waiting, int confirmed)
{
	int session = centre->bookings[waiting].session;

	set_state(waiting, STATE_MERGED);
	centre->bookings[waiting].merged_into = confirmed;
	for (int i = centre->sessions[session].first_booking; i; i = centre->bookings[i].next)
		if (centre->bookings[i].merged_into == waiting)
			centre->bookings[i].merged_into = confirmed;
	centre_tell_booking(waiting);
	centre_promote(session, 0);
}

static struct answer book(const struct arrival *arrival, bool spent)
{
	const struct change *change = arrival->change;
	int confirmed = live_booking(change->session, change->holder, STATE_CONFIRMED, 0);
	int waiting = live_booking(change->session, change->holder, STATE_WAITING, 0);

	if (centre->cancelled_early[change->booking] && !broken_by(EARLY_CANCEL_FORGOTTEN))
		return cancel_on_arrival(arrival, spent);
	if (confirmed)
		return merge_booking(arrival, confirmed, spent);
	if (waiting && !spent)
		return merge_booking(arrival, waiting, false);
	if (!spent)
		return wait_for_places(arrival);
	centre_tell_booking(centre_add_booking(arrival, STATE_CONFIRMED, 0));
	if (waiting)
		merge_into_confirmed(waiting, change->booking);
	else if (centre->sessions[change->session].members_places > 0 && change->holder)
		centre_promote(change->session, 0);
	return centre_answered(VERDICT_ACCEPTED, REASON_NONE);
}

struct answer centre_apply_book(const struct arrival *arrival)
{
	const struct change *change = arrival->change;
	enum lease_pool pool = (enum lease_pool)change->pool;
	bool spent = false;

	if (!centre->sessions[change->session].known)
		return centre_answered(VERDICT_REFUSED, REASON_NO_SESSION);
	if (centre->bookings[change->booking].state != STATE_NONE)
		return centre_answered(VERDICT_KNOWN, REASON_NONE);
	enum reason refusal = may_be_booked(change, 0);
	if (beyond_wishes(refusal) != REASON_NONE)
		return centre_answered(VERDICT_REFUSED, refusal);
	note_wish(change, refusal);
	if (change->kind == CHANGE_BOOK) {
		spent = centre_spend(arrival, pool, change->people);
		if (!spent)
			centre_note(change, is_written_off(arrival) ? REASON_LEASE_WRITTEN_OFF
								    : REASON_LEASE_OVERSPENT);
	}
	return book(arrival, spent);
}

/* ---- letting go ---- */

void centre_let_go(int number)
{
	struct centre_booking *booking = &centre->bookings[number];

	if (booking->state == STATE_CONFIRMED)
		centre_count(booking->session, (enum lease_pool)booking->pool, 0, -booking->people);
	set_state(number, STATE_CANCELLED);
	centre_tell_booking(number);
	if (!broken_by(FREED_IS_NOT_GIVEN_ON))
		centre_promote(booking->session, 0);
}

static struct answer stands_as_it_is(int booking, enum reason reason)
{
	if (booking) {
		centre->bookings[booking].revision++;
		centre_tell_booking(booking);
	}
	return centre_answered(VERDICT_REFUSED, reason);
}

/* The two change places in the line. */
static void swap_in_line(struct centre_session *session, int one, int other)
{
	static int line[BOOKINGS_MAX];
	int count = 0, before = 0;

	for (int i = session->first_booking; i; i = centre->bookings[i].next)
		line[count++] = i == one ? other : i == other ? one : i;
	session->first_booking = line[0];
	for (int i = 0; i < count; before = line[i++])
		if (before)
			centre->bookings[before].next = line[i];
	centre->bookings[before].next = 0;
	session->last_booking = before;
}

/* What was made since takes the place of what stood for both. */
static void take_over(int number, int since)
{
	struct centre_booking *old = &centre->bookings[number], *new = &centre->bookings[since];
	struct centre_session *session = &centre->sessions[old->session];
	bool goes_first = old->goes_first;

	if (new->people > old->people) {
		centre->named[since] = true;
		count_exception(REASON_NO_PLACES);
	}
	swap_in_line(session, number, since);
	old->goes_first = new->goes_first;
	new->goes_first = goes_first;
	new->before = old->before;
	new->people = old->people;
	new->merged_into = 0;
	new->state = old->state;
	new->revision++;
	old->state = STATE_CANCELLED;
	old->revision++;
	for (int i = session->first_booking; i; i = centre->bookings[i].next)
		if (centre->bookings[i].merged_into == number)
			centre->bookings[i].merged_into = since;
	centre_tell_booking(number);
	centre_tell_booking(since);
}

static int booked_since(int number, int named, int64_t at_ms)
{
	int found = 0, i = centre->sessions[centre->bookings[number].session].first_booking;

	for (; i; i = centre->bookings[i].next) {
		const struct centre_booking *other = &centre->bookings[i];
		if (other->merged_into != number || i == named || other->made_ms <= at_ms ||
			centre->given_up[i])
			continue;
		if (!found || other->made_ms > centre->bookings[found].made_ms ||
			(other->made_ms == centre->bookings[found].made_ms && i > found))
			found = i;
	}
	return found;
}

/* `named` is given up; `number` stands for it. */
static void give_up(int number, int named, int64_t at_ms)
{
	int since = booked_since(number, named, at_ms);

	centre->given_up[named] |= number != named;
	if (number != named && (since || centre->bookings[number].made_ms > at_ms))
		return;
	if (since && !broken_by(BOOKED_AGAIN_IS_LOST))
		take_over(number, since);
	else
		centre_let_go(number);
}

struct answer centre_apply_cancel(const struct arrival *arrival)
{
	const struct change *change = arrival->change;
	int standing = centre_standing(change->booking);
	struct centre_booking *booking = &centre->bookings[standing];

	if (standing == 0) {
		centre->cancelled_early[change->booking] = true;
		return centre_answered(VERDICT_ACCEPTED, REASON_NOT_HERE_YET);
	}
	if (booking->state == STATE_CANCELLED) {
		if (broken_by(CREDITS_EVERY_CANCEL))
			centre_count(booking->session, (enum lease_pool)booking->pool, 0,
				-booking->people);
		return centre_answered(VERDICT_KNOWN, REASON_NONE);
	}
	if (standing != change->booking && booking->made_ms > change->at_ms) {
		give_up(standing, change->booking, change->at_ms);
		return centre_answered(VERDICT_KNOWN, REASON_BOOKED_AGAIN_SINCE);
	}
	if (is_inside(standing))
		return stands_as_it_is(standing, REASON_HERE_ALREADY);
	give_up(standing, change->booking, change->at_ms);
	return centre_answered(VERDICT_ACCEPTED, REASON_NONE);
}

/* ---- changing ---- */

static enum reason may_be_changed(int number, int64_t at_ms)
{
	const struct centre_booking *booking = &centre->bookings[number];

	if (!centre_is_live(booking))
		return REASON_CHANGED_ALREADY;
	if (is_inside(number))
		return REASON_HERE_ALREADY;
	return at_ms >= centre->sessions[booking->session].starts_ms ? REASON_STARTED : REASON_NONE;
}

static int install_of(const struct arrival *arrival)
{
	return arrival->role < ROLES_MAX ? centre->roles[arrival->role].install : 0;
}

static bool was_changed_since(int number, const struct arrival *arrival)
{
	const struct centre_booking *booking = &centre->bookings[number];

	return !arrival->prior && number == arrival->change->booking && booking->party_install &&
	       booking->party_install != install_of(arrival) &&
	       booking->party_revision > arrival->change->heard;
}

static enum reason refusal_of_change(int number, const struct arrival *arrival, enum reason wish)
{
	const struct centre_booking *booking = &centre->bookings[number];
	const struct change *change = arrival->change;
	enum reason refusal = may_be_changed(number, change->at_ms);

	if (refusal != REASON_NONE || booking->people == change->people)
		return refusal;
	return booking->people != change->was || was_changed_since(number, arrival)
		       ? REASON_CHANGED_ALREADY
		       : beyond_wishes(wish);
}

static void set_people(const struct arrival *arrival, int number, int more)
{
	int people = arrival->change->people;
	struct centre_booking *booking = &centre->bookings[number];

	if (booking->state == STATE_CONFIRMED)
		centre_count(booking->session, (enum lease_pool)booking->pool, 0,
			people - booking->people - more);
	booking->people = people;
	booking->revision++;
	booking->party_install = install_of(arrival);
	booking->party_revision = booking->revision;
	centre_tell_booking(number);
	centre_promote(booking->session, 0);
}

struct answer centre_apply_change_party(const struct arrival *arrival)
{
	const struct change *change = arrival->change;
	int number = centre_standing(change->booking);
	struct centre_booking *booking = &centre->bookings[number];

	if (number == 0)
		return centre_answered(VERDICT_REFUSED, REASON_NO_BOOKING);
	int more = change->people - booking->people;
	if (more < 0 || booking->state != STATE_CONFIRMED)
		more = 0;
	enum reason wish = may_be_booked(change, booking->people);
	enum reason refusal = refusal_of_change(number, arrival, wish);
	if (refusal != REASON_NONE)
		return stands_as_it_is(number, refusal);
	if (booking->people == change->people)
		return centre_answered(VERDICT_KNOWN, REASON_NONE);
	if (more > 0 && !centre_spend(arrival, (enum lease_pool)booking->pool, more))
		return stands_as_it_is(number, REASON_NO_PLACES);
	note_wish(change, wish);
	set_people(arrival, number, broken_by(CHANGE_COUNTS_TWICE) ? 0 : more);
	return centre_answered(VERDICT_ACCEPTED, REASON_NONE);
}

/* ---- another day ---- */

static struct answer move_refused(const struct arrival *arrival, int from, enum reason reason)
{
	centre->cancelled_early[arrival->change->booking] = true;
	if (broken_by(REFUSED_MOVE_LETS_GO) && from && centre_is_live(&centre->bookings[from]))
		centre_let_go(from);
	return stands_as_it_is(from, reason);
}

/* Both have booked it: the one with places stands, then the one that came first. */
static void merge_bookings(int stands, int other)
{
	struct centre_booking *one = &centre->bookings[stands], *two = &centre->bookings[other];
	int both = one->people;

	if (two->state == STATE_CONFIRMED) {
		both = one->people > two->people ? one->people : two->people;
		centre_count(one->session, (enum lease_pool)one->pool, 0,
			both - one->people - two->people);
	}
	set_state(other, STATE_MERGED);
	two->merged_into = stands;
	for (int i = centre->sessions[one->session].first_booking; i; i = centre->bookings[i].next)
		if (centre->bookings[i].merged_into == other)
			centre->bookings[i].merged_into = stands;
	centre->still_coming[stands] |= centre->still_coming[other];
	if (centre->came[other])
		centre->came[stands] = true;
	centre->came[other] = false;
	one->people = both;
	one->revision++;
	centre_tell_booking(other);
	centre_promote(one->session, 0);
}

static void leave_one_booking(int number)
{
	const struct centre_booking *booking = &centre->bookings[number];
	int waiting = live_booking(booking->session, booking->holder, STATE_WAITING, number);
	int confirmed = live_booking(booking->session, booking->holder, STATE_CONFIRMED, number);

	if (booking->pool == POOL_CLASS)
		return;
	if (confirmed)
		merge_bookings(confirmed, number);
	else if (waiting)
		merge_bookings(number, waiting);
	if ((confirmed || waiting) && booking->state == STATE_MERGED)
		centre_tell_booking(booking->merged_into);
}

static struct answer do_move(const struct arrival *arrival, int from)
{
	struct change change = *arrival->change;
	struct arrival moved = {.role = arrival->role, .change = &change, .prior = arrival->prior};

	if (from == 0) {
		centre->cancelled_early[change.from] = true;
	} else {
		give_up(from, change.from, change.at_ms);
		change.holder = centre->bookings[from].holder;
	}
	int number = centre_add_booking(&moved, STATE_CONFIRMED, 0);
	if (centre->cancelled_early[number]) {
		centre_let_go(number);
	} else {
		centre_tell_booking(number);
		leave_one_booking(number);
		if (centre->sessions[change.session].members_places > 0 && change.holder)
			centre_promote(change.session, 0);
	}
	return centre_answered(VERDICT_ACCEPTED, REASON_NONE);
}

struct answer centre_apply_move(const struct arrival *arrival)
{
	const struct change *change = arrival->change;
	int from = centre_standing(change->from);
	enum reason wish = may_be_booked(change, 0), refusal = REASON_NONE;

	if (centre->bookings[change->booking].state != STATE_NONE)
		return centre_answered(VERDICT_KNOWN, REASON_NONE);
	if (from)
		refusal = may_be_changed(from, change->at_ms);
	else if (centre->cancelled_early[change->from])
		refusal = REASON_CHANGED_ALREADY;
	if (refusal == REASON_NONE)
		refusal = beyond_wishes(wish);
	if (refusal == REASON_NONE &&
		!centre_spend(arrival, (enum lease_pool)change->pool, change->people))
		refusal = REASON_NO_PLACES;
	if (refusal != REASON_NONE)
		return move_refused(arrival, from, refusal);
	note_wish(change, wish);
	return do_move(arrival, from);
}

/* ---- who came ---- */

/* A walk-in has no booking, and is in the room already: what the lease does not cover is told to staff. */
static void spend_at_the_door(const struct arrival *arrival)
{
	if (arrival->change->lease && !centre_spend(arrival, POOL_DOOR, arrival->change->people))
		centre_note(arrival->change, REASON_DOOR_LEASE_OVERSPENT);
}

struct answer centre_apply_check_in(const struct arrival *arrival)
{
	const struct change *change = arrival->change;
	int standing = centre_standing(change->booking);
	int ticket = standing ? standing : change->booking;

	if (!centre->sessions[change->session].known)
		return centre_answered(VERDICT_REFUSED, REASON_NO_SESSION);
	if (ticket == 0) {
		spend_at_the_door(arrival);
		return centre_answered(VERDICT_ACCEPTED, REASON_NONE);
	}
	if (is_inside(ticket))
		return centre_answered(VERDICT_KNOWN, REASON_HERE_ALREADY);
	centre->came[ticket] = true;
	if (standing) {
		centre->bookings[standing].revision++;
		centre_tell_booking(standing);
	}
	return centre_answered(VERDICT_ACCEPTED, REASON_NONE);
}

struct answer centre_apply_still_coming(const struct arrival *arrival)
{
	int named = arrival->change->booking, standing = centre_standing(named);
	bool *said = &centre->still_coming[standing ? standing : named];

	if (standing && (*said || centre->bookings[standing].state == STATE_CANCELLED))
		return centre_answered(VERDICT_KNOWN, REASON_NONE);
	*said = true;
	if (standing == 0)
		return centre_answered(VERDICT_ACCEPTED, REASON_NOT_HERE_YET);
	centre->bookings[standing].revision++;
	centre_tell_booking(standing);
	return centre_answered(VERDICT_ACCEPTED, REASON_NONE);
}

/* ---- without a kiosk ---- */

static void act(const struct change *change)
{
	struct arrival arrival = {.role = ELSEWHERE, .change = change};

	centre->elsewhere = true;
	struct answer answer = change->kind == CHANGE_CANCEL ? centre_apply_cancel(&arrival)
							     : centre_apply_book(&arrival);

	trace_elsewhere(change, answer);
}

/* Who sells elsewhere asks as one who waits: what is free is theirs at once. */
void centre_sell(int session, int booking, int people, int holder)
{
	struct change change = {.kind = CHANGE_WAIT,
		.pool = POOL_BOOKING,
		.session = (int16_t)session,
		.booking = booking,
		.people = (int16_t)people,
		.holder = (uint8_t)holder,
		.at_ms = now_ms};

	act(&change);
}

void centre_give_up(int booking)
{
	struct change change = {.kind = CHANGE_CANCEL, .booking = booking, .at_ms = now_ms};

	act(&change);
}
