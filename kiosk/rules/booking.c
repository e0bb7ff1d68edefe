/* Booking ends at the start, or when the library closes it: from then on places are the door's. */
#include "rules/booking.h"

#include <assert.h>

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
	[BOOKING_CARD_BLOCKED] = "card-blocked",
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

static bool is_too_large(const struct session *session, int people)
{
	int64_t largest = session->setting[SETTING_LARGEST_PARTY];

	return largest != 0 && people > largest;
}

bool booking_may_grow(const struct session *session, const struct party *party)
{
	return !is_too_large(session, party_people(party) + 1);
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

enum booking_refusal booking_decide(const struct session *session, const struct party *party,
	enum holder_status holder, int64_t now_ms)
{
	enum booking_refusal refusal = booking_of_session(session, now_ms);

	if (refusal != BOOKING_ALLOWED)
		return refusal;
	if (!party_is_valid(party))
		return BOOKING_NOT_A_PARTY;
	if (party->is_class)
		return party_people(party) > places_in_all(session, POOL_CLASS)
			       ? BOOKING_TOO_MANY_PEOPLE
			       : BOOKING_ALLOWED;
	if (party_people(party) > session->places)
		return BOOKING_TOO_MANY_PEOPLE;
	if (!has_room(session, party))
		return BOOKING_TOO_MANY_OF_A_PART;
	if (is_too_large(session, party_people(party)))
		return BOOKING_PARTY_TOO_LARGE;
	return holder_is_blocked(holder) ? BOOKING_CARD_BLOCKED : BOOKING_ALLOWED;
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
