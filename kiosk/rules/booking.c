/* Booking ends at the start, or when the library closes it: from then on places are the door's. */
#include "rules/booking.h"

#include <assert.h>

#include "base/clock.h"
#include "base/text.h"
#include "rules/places.h"

enum { MERGED = BOOKING_CANCELLED + 1, STATE_NAMES };

static const char *const states[] = {
	[BOOKING_CONFIRMED] = "confirmed",
	[BOOKING_WAITING] = "waiting",
	[BOOKING_CANCELLED] = "cancelled",
	[MERGED] = "merged",
};

static const char *const refusals[BOOKING_REFUSALS] = {
	[BOOKING_ALLOWED] = "",
	[BOOKING_SESSION_CANCELLED] = "session-cancelled",
	[BOOKING_DROP_IN] = "drop-in",
	[BOOKING_STARTED] = "started",
	[BOOKING_NOT_YET] = "not-open-yet",
	[BOOKING_CLOSED] = "booking-closed",
	[BOOKING_NOT_A_PARTY] = "not-a-party",
	[BOOKING_TOO_MANY_PEOPLE] = "more-people-than-places",
	[BOOKING_TOO_MANY_OF_A_PART] = "too-many-of-a-part",
	[BOOKING_PARTY_TOO_LARGE] = "party-too-large",
	[BOOKING_TOO_LARGE_WHEN_FEW] = "party-too-large-when-few",
	[BOOKING_CARD_BLOCKED] = "card-blocked",
	[BOOKING_ONE_A_DAY] = "one-a-day",
	[BOOKING_DAY_BEFORE] = "from-the-day-before",
};

enum booking_refusal booking_of_session(const struct session *session, int64_t now_ms)
{
	if (session->cancelled)
		return BOOKING_SESSION_CANCELLED;
	if (session->admission == ADMISSION_DROP_IN)
		return BOOKING_DROP_IN;
	if (now_ms >= session->starts_ms)
		return BOOKING_STARTED;
	if (now_ms < session->setting[SETTING_BOOKING_OPENS_MS])
		return BOOKING_NOT_YET;
	int64_t closes_ms = session->setting[SETTING_BOOKING_CLOSES_MS];
	return closes_ms != 0 && now_ms >= closes_ms ? BOOKING_CLOSED : BOOKING_ALLOWED;
}

bool booking_is_open(const struct session *session, int64_t now_ms)
{
	return booking_of_session(session, now_ms) == BOOKING_ALLOWED;
}

/* ---- the library's wishes ---- */

/* Where none is left nobody gets any: a family of any size may wait, and so it may while few are left. */
static bool are_few(const struct session *session, int free)
{
	return free > 0 && free * 100 <= session->places * FEW_PLACES_PERCENT;
}

static bool is_more_than(const struct session *session, enum session_setting setting, int people)
{
	int64_t largest = session->setting[setting];

	return largest != 0 && people > largest;
}

static enum booking_refusal refusal_of_size(
	const struct session *session, int people, const struct booking_facts *facts)
{
	if (people <= facts->has)
		return BOOKING_ALLOWED;
	if (is_more_than(session, SETTING_LARGEST_PARTY, people))
		return BOOKING_PARTY_TOO_LARGE;
	return are_few(session, facts->free) && people <= facts->on_hand &&
			       is_more_than(session, SETTING_LARGEST_WHEN_FEW, people)
		       ? BOOKING_TOO_LARGE_WHEN_FEW
		       : BOOKING_ALLOWED;
}

/* Each part that the session limits has room for all of them, were nobody else there. */
static bool has_room(const struct session *session, const struct party *party)
{
	for (int part = 0; part < PARTY_PARTS; part++) {
		int limit = places_limit(session, (enum party_part)part);
		if (limit > 0 && party->count[part] > limit)
			return false;
	}
	return true;
}

enum booking_refusal booking_to_grow(
	const struct session *session, const struct party *party, const struct booking_facts *facts)
{
	return refusal_of_size(session, party_people(party) + 1, facts);
}

bool booking_is_that_day(const struct session *one, const struct session *other)
{
	return !id_is_zero(one->event) && id_equal(one->event, other->event) &&
	       !id_equal(one->id, other->id) &&
	       clock_day_start(one->starts_ms, 0) == clock_day_start(other->starts_ms, 0);
}

int64_t booking_day_before_ms(const struct session *session)
{
	return clock_day_start(session->starts_ms, -1);
}

static bool must_come_first(const struct session *session, int people,
	const struct booking_facts *facts, int64_t now_ms)
{
	int64_t after = session->setting[SETTING_AFTER_ABSENCES];

	return after != 0 && facts->absences >= after && people <= facts->on_hand &&
	       now_ms < booking_day_before_ms(session);
}

static enum booking_refusal refusal_of_holder(const struct session *session, int people,
	const struct booking_facts *facts, int64_t now_ms)
{
	if (holder_is_blocked(facts->holder))
		return BOOKING_CARD_BLOCKED;
	if (facts->has_that_day && session->setting[SETTING_ONE_A_DAY] != 0)
		return BOOKING_ONE_A_DAY;
	return must_come_first(session, people, facts, now_ms) ? BOOKING_DAY_BEFORE
							       : BOOKING_ALLOWED;
}

bool booking_is_about_holder(enum booking_refusal refusal)
{
	return refusal == BOOKING_ONE_A_DAY || refusal == BOOKING_DAY_BEFORE;
}

/* ---- all of it ---- */

enum booking_refusal booking_decide(const struct session *session, const struct party *party,
	const struct booking_facts *facts, int64_t now_ms)
{
	enum booking_refusal refusal = booking_of_session(session, now_ms);
	int people = party_people(party);

	if (refusal != BOOKING_ALLOWED)
		return refusal;
	if (!party_is_valid(party))
		return BOOKING_NOT_A_PARTY;
	if (party->is_class)
		return people > places_in_all(session, POOL_CLASS) ? BOOKING_TOO_MANY_PEOPLE
								   : BOOKING_ALLOWED;
	if (people > session->places)
		return BOOKING_TOO_MANY_PEOPLE;
	if (!has_room(session, party))
		return BOOKING_TOO_MANY_OF_A_PART;
	refusal = refusal_of_size(session, people, facts);
	return refusal == BOOKING_ALLOWED ? refusal_of_holder(session, people, facts, now_ms)
					  : refusal;
}

const char *booking_change_refusal(
	enum booking_state state, bool is_inside, const struct session *session, int64_t now_ms)
{
	if (state == BOOKING_CANCELLED)
		return "changed-already";
	if (is_inside)
		return "here-already";
	return now_ms >= session->starts_ms ? "started" : "";
}

const char *booking_onto_card_refusal(
	const struct session *session, const struct onto_card_facts *facts)
{
	if (facts->state == BOOKING_CANCELLED)
		return "cancelled";
	if (facts->is_somebodys)
		return "on-a-card-already";
	if (facts->has_session)
		return "booked-already";
	return facts->has_that_day && session->setting[SETTING_ONE_A_DAY] != 0
		       ? refusals[BOOKING_ONE_A_DAY]
		       : "";
}

static bool is_smaller(const struct party *party, const struct party *before)
{
	if (party_people(party) < party_people(before))
		return true;
	for (int part = 0; part < PARTY_PARTS; part++)
		if (party->count[part] < before->count[part])
			return true;
	return false;
}

bool booking_frees_places(const struct booking *before, const struct booking *now)
{
	if (now->state == BOOKING_CANCELLED)
		return true;
	if (!before || now->state == BOOKING_WAITING)
		return false;
	return before->state == BOOKING_WAITING || is_smaller(&now->party, &before->party);
}

const char *booking_refusal_name(enum booking_refusal refusal)
{
	assert(refusal < BOOKING_REFUSALS);
	return refusals[refusal];
}

const char *booking_state_name(enum booking_state state)
{
	assert(state <= BOOKING_CANCELLED);
	return states[state];
}

bool booking_state_named(const char *name, enum booking_state *state)
{
	int found = text_find(name, states, STATE_NAMES);

	if (found >= 0)
		*state = found == MERGED ? BOOKING_CANCELLED : (enum booking_state)found;
	return found >= 0;
}
