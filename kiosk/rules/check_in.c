/* The order of the answers, first that applies. Each rests only on what stands above it, so a wrong
 * clock never hides a forgery and a copied ticket never earns a question:
 *
 *   who     BAD_SIGNATURE, REFER_STAFF (the store could not say), UNKNOWN_CODE, REVOKED, BLOCKED
 *   which   the wanted session, else the one that is open now (a confirmed one first), else the
 *           nearest; two alike open now: CHOOSE; none that is meant: WRONG_SESSION
 *   what    CANCELLED (the session or the booking): no clock is needed for it
 *   when    CLOCK_UNSURE, TOO_LATE, WAITING (until it is too late), TOO_EARLY
 *   here    ALREADY_HERE
 *   room    FULL, REFER_STAFF (no booking where one is needed)
 *   rest    NEED_INFO, OK */
#include "rules/check_in.h"

#include <assert.h>

enum { NONE = -1, SEVERAL = -2 };

static const char *const names[CHECK_IN_CODES] = {
	[CHECK_IN_OK] = "OK",
	[CHECK_IN_ALREADY_HERE] = "ALREADY_HERE",
	[CHECK_IN_WRONG_SESSION] = "WRONG_SESSION",
	[CHECK_IN_TOO_EARLY] = "TOO_EARLY",
	[CHECK_IN_TOO_LATE] = "TOO_LATE",
	[CHECK_IN_CANCELLED] = "CANCELLED",
	[CHECK_IN_REVOKED] = "REVOKED",
	[CHECK_IN_BLOCKED] = "BLOCKED",
	[CHECK_IN_WAITING] = "WAITING",
	[CHECK_IN_FULL] = "FULL",
	[CHECK_IN_CHOOSE] = "CHOOSE",
	[CHECK_IN_NEED_INFO] = "NEED_INFO",
	[CHECK_IN_UNKNOWN_CODE] = "UNKNOWN_CODE",
	[CHECK_IN_BAD_SIGNATURE] = "BAD_SIGNATURE",
	[CHECK_IN_CLOCK_UNSURE] = "CLOCK_UNSURE",
	[CHECK_IN_REFER_STAFF] = "REFER_STAFF",
};

const char *check_in_code_name(enum check_in_code code)
{
	assert(code < CHECK_IN_CODES);
	return names[code];
}

/* ---- who ---- */

static bool is_unknown(const struct check_in_facts *facts)
{
	if (facts->ticket_shown)
		return facts->ticket != TICKET_GOOD;
	return facts->holder == HOLDER_NOBODY && facts->count == 0;
}

static enum check_in_code who(const struct check_in_facts *facts)
{
	if (facts->ticket_shown && facts->ticket == TICKET_BAD_SIGNATURE)
		return CHECK_IN_BAD_SIGNATURE;
	if (facts->failing || facts->count < 0 || facts->count > CHECK_IN_CANDIDATES_MAX)
		return CHECK_IN_REFER_STAFF;
	if (is_unknown(facts))
		return CHECK_IN_UNKNOWN_CODE;
	if (facts->ticket_shown && facts->ticket_revoked)
		return CHECK_IN_REVOKED;
	if (holder_is_blocked(facts->holder))
		return CHECK_IN_BLOCKED;
	return CHECK_IN_OK;
}

/* ---- which ---- */

static bool gave_up(const struct check_in_candidate *candidate)
{
	return candidate->booked && candidate->state == BOOKING_CANCELLED;
}

static bool is_cancelled(const struct check_in_candidate *candidate)
{
	return candidate->session.cancelled || gave_up(candidate);
}

static bool is_over(const struct check_in_candidate *candidate, int64_t now_ms)
{
	return now_ms >= candidate->session.closes_ms;
}

/* 0: cannot come in now; 2: has a place. */
static int rank(const struct check_in_candidate *candidate, int64_t now_ms)
{
	if (gave_up(candidate) || !session_is_open(&candidate->session, now_ms))
		return 0;
	return candidate->booked && candidate->state == BOOKING_CONFIRMED ? 2 : 1;
}

static int open_now(const struct check_in_facts *facts)
{
	int best = 0, found = NONE;

	for (int i = 0; i < facts->count; i++) {
		int this = rank(&facts->candidates[i], facts->now_ms);
		if (this == 0 || this < best)
			continue;
		found = this > best ? i : SEVERAL;
		best = this;
	}
	return found;
}

/* What is still to come before what is over, kept bookings before given up ones, then by time. */
static bool is_nearer(
	const struct check_in_candidate *a, const struct check_in_candidate *b, int64_t now_ms)
{
	if (is_over(a, now_ms) != is_over(b, now_ms))
		return !is_over(a, now_ms);
	if (gave_up(a) != gave_up(b))
		return !gave_up(a);
	if (is_over(a, now_ms))
		return a->session.closes_ms > b->session.closes_ms;
	return a->session.opens_ms < b->session.opens_ms;
}

static int nearest(const struct check_in_facts *facts)
{
	int found = facts->count > 0 ? 0 : NONE;

	for (int i = 1; i < facts->count; i++)
		if (is_nearer(&facts->candidates[i], &facts->candidates[found], facts->now_ms))
			found = i;
	return found;
}

/* Without a clock only a single one that is not cancelled is sure. */
static int only_one(const struct check_in_facts *facts)
{
	int found = NONE;

	for (int i = 0; i < facts->count; i++)
		if (!is_cancelled(&facts->candidates[i]))
			found = found == NONE ? i : SEVERAL;
	return found == NONE && facts->count > 0 ? 0 : found;
}

static int wanted(const struct check_in_facts *facts)
{
	int found = NONE;

	for (int i = 0; i < facts->count; i++) {
		const struct check_in_candidate *candidate = &facts->candidates[i];
		bool is_it = id_equal(candidate->session.id, facts->wanted_session);
		if (is_it && (found == NONE || !gave_up(candidate)))
			found = i;
	}
	return found;
}

static int which(const struct check_in_facts *facts)
{
	bool is_wanted = !id_is_zero(facts->wanted_session);
	int found = is_wanted ? wanted(facts) : NONE;

	if (found != NONE)
		return found;
	if (facts->clock_unsure)
		return only_one(facts);
	if (!is_wanted)
		found = open_now(facts);
	return found == NONE ? nearest(facts) : found;
}

static bool is_wrong(const struct check_in_facts *facts, const struct check_in_candidate *candidate)
{
	return !id_is_zero(facts->wanted_session) &&
	       !id_equal(candidate->session.id, facts->wanted_session);
}

/* ---- what, when, here, room ---- */

static bool is_too_late(
	const struct check_in_facts *facts, const struct check_in_candidate *candidate)
{
	return is_over(candidate, facts->now_ms) ||
	       (facts->ticket_shown && facts->now_ms >= facts->ticket_until_ms);
}

static int64_t may_come_from(
	const struct check_in_facts *facts, const struct check_in_candidate *candidate)
{
	int64_t opens_ms = candidate->session.opens_ms;

	if (facts->ticket_shown && facts->ticket_from_ms > opens_ms)
		return facts->ticket_from_ms;
	return opens_ms;
}

static bool is_waiting(const struct check_in_candidate *candidate)
{
	return candidate->booked && candidate->state == BOOKING_WAITING;
}

static enum check_in_code room(const struct check_in_candidate *candidate)
{
	int people = party_people(&candidate->party);

	if (candidate->booked && !candidate->given)
		return party_is_valid(&candidate->party) ? CHECK_IN_OK : CHECK_IN_REFER_STAFF;
	if (!candidate->booked && candidate->session.admission == ADMISSION_BOOKED)
		return CHECK_IN_REFER_STAFF;
	if (candidate->door_places_left <= 0 || people > candidate->door_places_left)
		return CHECK_IN_FULL;
	return party_is_valid(&candidate->party) ? CHECK_IN_OK : CHECK_IN_NEED_INFO;
}

static enum check_in_code judge(
	const struct check_in_facts *facts, const struct check_in_candidate *candidate)
{
	if (is_cancelled(candidate))
		return CHECK_IN_CANCELLED;
	if (is_wrong(facts, candidate))
		return CHECK_IN_WRONG_SESSION;
	if (facts->clock_unsure)
		return CHECK_IN_CLOCK_UNSURE;
	if (is_too_late(facts, candidate))
		return CHECK_IN_TOO_LATE;
	if (is_waiting(candidate) && !candidate->here)
		return CHECK_IN_WAITING;
	if (facts->now_ms < may_come_from(facts, candidate))
		return CHECK_IN_TOO_EARLY;
	if (candidate->here)
		return CHECK_IN_ALREADY_HERE;
	enum check_in_code code = room(candidate);
	return code == CHECK_IN_OK && candidate->needs_info ? CHECK_IN_NEED_INFO : code;
}

static int64_t when(const struct check_in_facts *facts, const struct check_in_candidate *candidate,
	enum check_in_code code)
{
	if (code == CHECK_IN_ALREADY_HERE)
		return candidate->here_since_ms;
	if (code == CHECK_IN_TOO_EARLY)
		return may_come_from(facts, candidate);
	if (code == CHECK_IN_FULL && candidate->given)
		return candidate->session.setting[SETTING_HELD_UNTIL_MS];
	return code == CHECK_IN_WRONG_SESSION ? candidate->session.starts_ms : 0;
}

struct check_in_answer check_in_decide(const struct check_in_facts *facts)
{
	struct check_in_answer answer = {.code = who(facts), .candidate = NONE};

	if (answer.code != CHECK_IN_OK)
		return answer;
	int found = which(facts);
	if (found >= 0) {
		const struct check_in_candidate *candidate = &facts->candidates[found];
		answer.candidate = found;
		answer.code = judge(facts, candidate);
		answer.when_ms = when(facts, candidate, answer.code);
	} else if (found == SEVERAL) {
		answer.code = facts->clock_unsure ? CHECK_IN_CLOCK_UNSURE : CHECK_IN_CHOOSE;
	} else {
		answer.code = CHECK_IN_REFER_STAFF;
	}
	return answer;
}
