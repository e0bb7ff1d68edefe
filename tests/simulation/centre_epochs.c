/* platform/schema/6-epochs.sql: how a centre that was put back hears again what it has forgotten. */
#include "centre_internal.h"
#include "counts.h"
#include "ledger.h"
#include "mutations.h"

/* ---- what was promised counts ---- */

bool centre_was_promised(const struct arrival *arrival)
{
	return arrival->prior && arrival->prior->verdict == VERDICT_ACCEPTED;
}

void centre_make_room(int number, enum lease_pool pool, int people)
{
	struct centre_session *session = &centre->sessions[number];
	enum group group = group_of(pool);
	int needed = session->used[group] + session->leased[group] + people;

	if (session->places[group] >= needed)
		return;
	session->places[group] = needed;
	session->revision++;
	centre_tell_session(number);
}

static bool is_taken(struct answer answer)
{
	return answer.verdict == VERDICT_ACCEPTED || answer.verdict == VERDICT_KNOWN;
}

/* Who waited for what has begun, or is cancelled, waits no more. */
static bool is_too_late(struct answer now)
{
	return now.reason == REASON_STARTED || now.reason == REASON_SESSION_CANCELLED;
}

static bool is_out_of_line(struct answer prior, struct answer now)
{
	return prior.verdict == VERDICT_WAITING && !is_taken(now) && now.verdict != VERDICT_WAITING;
}

void centre_note_other_answer(const struct arrival *arrival, struct answer now)
{
	const struct change *change = arrival->change;
	struct answer prior = *arrival->prior;
	bool is_lease = change->kind == CHANGE_LEASE_REQUEST || change->kind == CHANGE_LEASE_CLOSE;

	ledger->told[change->booking].too_late |= is_out_of_line(prior, now) && is_too_late(now);
	if (!is_lease && ((is_taken(prior) && !is_taken(now)) ||
				 (is_out_of_line(prior, now) && !is_too_late(now))))
		centre_note(change, REASON_NOT_AS_PROMISED);
}

struct answer centre_apply_not_kept(const struct arrival *arrival)
{
	const struct change *change = arrival->change;
	const struct centre_booking *booking = &centre->bookings[change->booking];
	bool waits = change->was_waiting;
	bool *noted = &centre->not_kept[change->booking][waits];

	if (booking->state != STATE_NONE && (booking->state == STATE_CONFIRMED || !waits))
		return centre_answered(VERDICT_KNOWN, REASON_NONE);
	if (*noted)
		return centre_answered(VERDICT_KNOWN, REASON_NONE);
	*noted = true;
	centre_note(change, waits ? REASON_PLACE_NOT_KEPT : REASON_BOOKING_NOT_KEPT);
	return centre_answered(VERDICT_ACCEPTED, REASON_NONE);
}

/* ---- a new epoch ---- */

static bool has_somebody_to_hear(void)
{
	for (int i = 0; i < ROLES_MAX; i++)
		if (centre->roles[i].install && centre->roles[i].epoch != centre->epoch)
			return true;
	return false;
}

void centre_begin_epoch(void)
{
	centre->epoch++;
	centre->recovering = has_somebody_to_hear();
}

static bool asked_before(int one, int other)
{
	const struct centre_booking *first = &centre->bookings[one],
				    *second = &centre->bookings[other];

	return first->made_ms < second->made_ms ||
	       (first->made_ms == second->made_ms && one < other);
}

/* Kiosks told of those who wait one after the other: who asked first stands first, among them. */
static void order_line(struct centre_session *session)
{
	static int line[BOOKINGS_MAX], heard[BOOKINGS_MAX];
	int count = 0, heard_count = 0, before = 0;

	for (int i = session->first_booking; i; i = centre->bookings[i].next) {
		struct centre_booking *booking = &centre->bookings[i];
		bool is_heard = booking->replayed && booking->state == STATE_WAITING;
		line[count++] = is_heard ? 0 : i;
		int at = heard_count;
		while (is_heard && at > 0 && asked_before(i, heard[at - 1])) {
			heard[at] = heard[at - 1];
			at--;
		}
		if (is_heard)
			heard[at] = i;
		heard_count += is_heard;
		booking->replayed = false;
	}
	if (heard_count == 0)
		return;
	for (int i = 0, next = 0; i < count; before = line[i++]) {
		if (line[i] == 0)
			line[i] = heard[next++];
		if (before)
			centre->bookings[before].next = line[i];
		else
			session->first_booking = line[i];
	}
	centre->bookings[before].next = 0;
	session->last_booking = before;
}

void centre_end_recovery(void)
{
	centre->recovering = false;
	for (int i = 1; i <= centre->session_count; i++) {
		struct centre_session *session = &centre->sessions[i];
		order_line(session);
		if (session->ends_ms <= now_ms)
			continue;
		session->revision++;
		centre_tell_session(i);
		centre_promote(i, 0);
	}
}

/* ---- kiosks in it ---- */

void centre_has_replayed(struct centre_role *role)
{
	if (role->epoch == centre->epoch || role->last_seq < role->replays_to)
		return;
	role->epoch = centre->epoch;
	if (centre->recovering && !has_somebody_to_hear())
		centre_end_recovery();
}

/* Who has not said all yet in this epoch proves nothing by what is still to come. */
static bool has_forgotten(const struct centre_role *role, const struct request *request)
{
	return request->epoch == centre->epoch && role->epoch == centre->epoch &&
	       request->acked > role->last_seq;
}

void centre_meet_in_epoch(const struct request *request)
{
	struct centre_role *role = &centre->roles[request->role];

	if (has_forgotten(role, request) && !broken_by(EPOCH_LEFT_AS_IT_WAS))
		centre_begin_epoch();
	if (role->epoch == centre->epoch)
		return;
	if (broken_by(RESTORED_WITHOUT_REPLAY) && role->last_seq < request->acked)
		role->last_seq = request->acked;
	if (role->epoch != 0 || role->replays_to < request->acked)
		role->replays_to = request->acked;
	role->epoch = 0;
	centre_has_replayed(role);
}

const struct answer *centre_prior(const struct request *request, int i)
{
	const struct centre_role *role = &centre->roles[request->role];
	const struct answer *prior = &request->priors[i];

	if (role->epoch == centre->epoch || request->first + i > role->replays_to ||
		prior->verdict == VERDICT_NONE || broken_by(PRIOR_IGNORED))
		return NULL;
	return prior;
}
