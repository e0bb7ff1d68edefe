/* platform/schema/2-changes.sql, 6-api.sql and 7-staff.sql: how changes are taken, answered and told. */
#include "centre_model.h"

#include <assert.h>
#include <string.h>

#include "centre_internal.h"
#include "counts.h"
#include "ledger.h"
#include "mutations.h"
#include "trace.h"

enum { COMING_MAX = 60 }; /* sessions that may still be to come */

struct centre *centre;

struct answer centre_answered(enum verdict verdict, enum reason reason)
{
	return (struct answer){.verdict = (uint8_t)verdict, .reason = (uint8_t)reason};
}

/* What the change was about is on staff's list. */
void centre_note(const struct change *change, enum reason reason)
{
	centre->named[change->booking] = true;
	centre->named[change->from] = true;
	count_exception(reason);
}

/* ---- what is told ---- */

static struct feed_row_of *next_branch_row(void)
{
	assert(centre->branch_head < FEED_MAX);
	return &centre->branch[centre->branch_head++];
}

void centre_tell_session(int number)
{
	const struct centre_session *session = &centre->sessions[number];
	struct feed_row_of *row = next_branch_row();

	*row = (struct feed_row_of){
		.kind = ROW_SESSION, .session = (int16_t)number, .revision = session->revision};
	row->session_row = (struct session_row){
		.starts_ms = session->starts_ms,
		.ends_ms = session->ends_ms,
		.closes_ms = session->closes_ms,
		.members_until_ms = session->members_until_ms,
		.members_places = (int16_t)session->members_places,
		.largest_party = (int16_t)session->largest_party,
		.cancelled = session->cancelled,
	};
	for (enum group group = 0; group < GROUPS; group++)
		row->session_row.places[group] = (int16_t)session->places[group];
}

void centre_tell_booking(int number)
{
	const struct centre_booking *booking = &centre->bookings[number];

	if (broken_by(BOOKING_NOT_TOLD) && one_in(200))
		return;
	*next_branch_row() = (struct feed_row_of){
		.kind = ROW_BOOKING,
		.session = (int16_t)booking->session,
		.key = number,
		.revision = booking->revision,
		.booking_row =
			{
				.made_ms = booking->made_ms,
				.people = (int16_t)booking->people,
				.in_line = (int16_t)(booking->state == STATE_WAITING
							     ? booking->before + 1
							     : 0),
				.state = booking->state,
				.pool = booking->pool,
				.holder = booking->holder,
				.here = centre->came[number],
			},
	};
}

void centre_recall(int number)
{
	struct centre_lease *lease = &centre->leases[number];

	if (!lease->open || lease->recalled)
		return;
	lease->recalled = true;
	if (broken_by(RECALL_NOT_TOLD))
		return;
	assert(centre->kiosk_head[lease->role] < KIOSK_FEED_MAX);
	centre->recalls[lease->role][centre->kiosk_head[lease->role]++] =
		(struct feed_row_of){.kind = ROW_RECALL,
			.session = (int16_t)lease->session,
			.key = number,
			.revision = 1};
}

/* ---- one change ---- */

static struct answer apply_one(const struct arrival *arrival)
{
	switch (arrival->change->kind) {
	case CHANGE_LEASE_REQUEST:
		return centre_apply_lease_request(arrival);
	case CHANGE_LEASE_CLOSE:
		return centre_apply_lease_close(arrival);
	case CHANGE_BOOK:
	case CHANGE_WAIT:
		return centre_apply_book(arrival);
	case CHANGE_CANCEL:
		return centre_apply_cancel(arrival);
	case CHANGE_CHANGE_PARTY:
		return centre_apply_change_party(arrival);
	case CHANGE_MOVE:
		return centre_apply_move(arrival);
	case CHANGE_STILL_COMING:
		return centre_apply_still_coming(arrival);
	case CHANGE_CHECK_IN:
		return centre_apply_check_in(arrival);
	case CHANGE_NOT_KEPT:
		return centre_apply_not_kept(arrival);
	default:
		return centre_answered(VERDICT_ACCEPTED, REASON_NONE);
	}
}

static bool is_exception(const struct change *change, struct answer answer)
{
	return change_is_exception((enum change_kind)change->kind, (enum verdict)answer.verdict);
}

static void keep(
	struct centre_log *log, int64_t seq, const struct change *change, struct answer answer)
{
	assert(seq <= LOG_MAX);
	log->changes[seq] = *change;
	log->answers[seq] = answer;
	if (log->last < seq)
		log->last = seq;
	if (is_exception(change, answer))
		centre_note(change, (enum reason)answer.reason);
	if (answer.verdict == VERDICT_QUARANTINED)
		centre->aside[change->booking] = centre->aside[change->from] = true;
	count_answer((enum change_kind)change->kind, answer);
}

static bool is_final(const struct change *change, const struct answer *prior)
{
	return prior && change->kind != CHANGE_LEASE_CLOSE &&
	       (prior->verdict == VERDICT_REFUSED || prior->verdict == VERDICT_QUARANTINED);
}

static void take(const struct request *request, int64_t seq, const struct answer *prior)
{
	const struct change *change = &request->changes[seq - request->first];
	struct arrival arrival = {.role = request->role, .change = change, .prior = prior};
	struct answer answer = centre_answered(VERDICT_QUARANTINED, REASON_ERROR);

	int before = centre->leases[change->lease].spent;
	uint8_t old_day = centre->bookings[centre_standing(change->from)].state;

	if (is_final(change, prior))
		answer = *prior;
	else if (change->poison != POISON_QUARANTINED)
		answer = apply_one(&arrival);
	require(answer.verdict != VERDICT_REFUSED ||
			centre->bookings[centre_standing(change->from)].state == old_day,
		"R2: a move that is refused changes nothing");
	if (broken_by(REFUSED_NOT_STORED) && answer.verdict == VERDICT_REFUSED)
		answer = centre_answered(VERDICT_ACCEPTED, REASON_NONE);
	ledger_taken(change, centre->leases[change->lease].spent - before);
	if (prior)
		centre_note_other_answer(&arrival, answer);
	if (prior)
		answer = *prior;
	keep(&centre->logs[request->install], seq, change, answer);
}

/* ---- push ---- */

static bool is_other_text(const struct request *request)
{
	const struct centre_log *log = &centre->logs[request->install];

	for (int i = 0; i < request->count; i++) {
		int64_t seq = request->first + i;
		if (seq <= log->last && log->changes[seq].id != request->changes[i].id)
			return true;
	}
	return false;
}

static enum step_control push_control(const struct request *request)
{
	const struct centre_role *role = &centre->roles[request->role];

	if (role->install != request->install)
		return CONTROL_NOT_ACTIVE;
	if (request->epoch != centre->epoch)
		return CONTROL_EPOCH;
	if (request->first < 1 || request->first > role->last_seq + 1)
		return CONTROL_GAP;
	return is_other_text(request) && !broken_by(NO_FORK_CHECK) ? CONTROL_FORK : CONTROL_NONE;
}

static void count_refused_call(enum step_control control)
{
	if (control == CONTROL_GAP)
		count_control(COUNT_GAP);
	if (control == CONTROL_FORK)
		count_control(COUNT_FORK);
	if (control == CONTROL_NOT_ACTIVE)
		count_control(COUNT_NOT_ACTIVE);
}

/* One that no push gets through: the whole call is rolled back. */
static bool is_indigestible(const struct request *request, int64_t last)
{
	for (int i = 0; i < request->count; i++)
		if (request->first + i > last && request->changes[i].poison == POISON_REJECTED)
			return true;
	return false;
}

static void take_all(const struct request *request)
{
	struct centre_role *role = &centre->roles[request->role];
	int64_t known = role->last_seq;

	for (int i = 0; i < request->count; i++) {
		int64_t seq = request->first + i;
		if (seq > known || broken_by(APPLIES_KNOWN_CHANGES))
			take(request, seq, centre_prior(request, i));
		else
			count_again(1);
		if (seq > role->last_seq)
			role->last_seq = seq;
	}
	centre_has_replayed(role);
}

static struct answer answer_again(const struct centre_log *log, int64_t seq)
{
	struct answer answer = log->answers[seq];

	if (broken_by(ANSWERS_ANEW) && one_in(20))
		answer.verdict = VERDICT_KNOWN;
	return answer;
}

static void push(const struct request *request, struct reply *reply)
{
	const struct centre_log *log = &centre->logs[request->install];

	reply->message.control = push_control(request);
	count_refused_call(reply->message.control);
	if (reply->message.control != CONTROL_NONE)
		return;
	if (is_indigestible(request, centre->roles[request->role].last_seq)) {
		reply->message.kind = STEP_REJECTED;
		return;
	}
	take_all(request);
	reply->first = request->first;
	reply->answer_count = request->count;
	for (int i = 0; i < request->count; i++)
		reply->answers[i] = answer_again(log, request->first + i);
	reply->message.last_seq = request->first + request->count - 1;
}

/* No logic at all. */
static void park(const struct request *request, struct reply *reply)
{
	struct centre_role *role = &centre->roles[request->role];
	const struct change *change = &request->changes[0];

	if (role->install == request->install && role->last_seq + 1 == request->first) {
		ledger_taken(change, 0);
		keep(&centre->logs[request->install], request->first, change,
			centre_answered(VERDICT_QUARANTINED, REASON_PARKED));
		role->last_seq = request->first;
	}
	reply->message.last_seq = role->last_seq;
}

/* ---- hello ---- */

static bool may_bind(const struct request *request)
{
	int bound = centre->roles[request->role].install,
	    at = centre->installed_at[request->install];

	if (bound != 0)
		return bound == request->install;
	return at == 0 || at == request->role + 1;
}

static void hello(const struct request *request, struct reply *reply)
{
	struct centre_role *role = &centre->roles[request->role];

	reply->message.active = may_bind(request);
	if (!reply->message.active) {
		count_control(COUNT_OTHER_INSTALL);
		return;
	}
	if (role->install == 0 && !broken_by(RELEASE_KEEPS_LAST_SEQ))
		role->last_seq = centre->logs[request->install].last;
	role->install = request->install;
	centre->installed_at[request->install] = request->role + 1;
	centre_meet_in_epoch(request);
	reply->message.epoch = epoch_id(centre->epoch);
	reply->message.last_seq = role->last_seq;
	reply->message.next_poll_ms = 120 * MINUTE_MS;
}

/* ---- pull ---- */

static int head_of(const struct request *request)
{
	if (request->stream == 0)
		return centre->branch_head;
	return request->stream == 1 ? centre->global_head : centre->kiosk_head[request->role];
}

static void pull(const struct request *request, struct reply *reply)
{
	int head = head_of(request), after = (int)request->after;
	int rows = head - after;

	if (request->epoch != centre->epoch) {
		reply->message.control = CONTROL_EPOCH;
		return;
	}
	if (rows < 0 && !broken_by(EPOCH_LEFT_AS_IT_WAS)) {
		centre_begin_epoch();
		reply->message.control = CONTROL_EPOCH;
		return;
	}
	reply->head = head;
	reply->message.recovering = centre->recovering;
	reply->row_count = rows < 0 ? 0 : rows < PAGE_ROWS ? rows : PAGE_ROWS;
	for (int i = 0; i < reply->row_count; i++)
		reply->rows[i] = request->stream == 0   ? centre->branch[after + i]
				 : request->stream == 1 ? (struct feed_row_of){.kind = ROW_NOTHING}
							: centre->recalls[request->role][after + i];
	reply->message.rows = reply->row_count;
	reply->message.more = rows > reply->row_count;
}

/* ---- the hour ---- */

/* Nobody wakes the centre: whoever speaks with it next does. */
static void end_of_keeping(void)
{
	int first = centre->session_count - COMING_MAX;

	for (int i = first > 0 ? first : 1; i <= centre->session_count; i++) {
		struct centre_session *session = &centre->sessions[i];
		if (session->members_places == 0 || session->kept_is_over ||
			now_ms < session->members_until_ms || now_ms >= session->starts_ms)
			continue;
		trace_end_of_keeping();
		session->kept_is_over = true;
		centre_promote(i, 0);
	}
}

/* The bug that timed leases are: what lies at a kiosk for long is given to others. */
static void reclaim(void)
{
	for (int i = 1; i < LEASES_MAX && broken_by(RECLAIMS_BY_TIME); i++)
		if (centre->leases[i].open && now_ms - centre->leases[i].granted_ms > 12 * HOUR_MS)
			centre_close_lease(i);
}

void centre_answer(const struct request *request, struct reply *reply)
{
	reply->message = (struct step_message){.kind = STEP_ANSWERED};
	reply->answer_count = reply->row_count = 0;
	end_of_keeping();
	reclaim();
	if (request->kind == EFFECT_HELLO)
		hello(request, reply);
	else if (request->kind == EFFECT_PUSH)
		push(request, reply);
	else if (request->kind == EFFECT_PARK)
		park(request, reply);
	else
		pull(request, reply);
	trace_call(request, reply);
}

/* ---- staff ---- */

int centre_put_session(const struct centre_session *session)
{
	int number = ++centre->session_count;

	assert(number < SESSIONS_MAX);
	centre->sessions[number] = *session;
	centre->sessions[number].known = true;
	centre->sessions[number].revision = 1;
	memcpy(centre->sessions[number].places, session->wanted, sizeof(session->wanted));
	centre_tell_session(number);
	trace_session(number);
	return number;
}

static int never_below(int wanted, int promised)
{
	return wanted > promised || broken_by(CUTS_BELOW_PROMISED) ? wanted : promised;
}

void centre_change_session(int number, const struct centre_session *changed)
{
	struct centre_session *session = &centre->sessions[number];

	*session = *changed;
	trace_session(number);
	session->kept_is_over = false;
	session->revision++;
	for (enum group group = 0; group < GROUPS; group++)
		session->places[group] = never_below(
			session->wanted[group], session->used[group] + session->leased[group]);
	centre_tell_session(number);
	centre_promote(number, 0);
}

void centre_cancel_session(int number)
{
	struct centre_session *session = &centre->sessions[number];

	session->cancelled = true;
	trace_cancel_session(number);
	session->revision++;
	if (!broken_by(SESSION_CANCEL_NOT_TOLD))
		centre_tell_session(number);
	for (int i = session->first_booking; i; i = centre->bookings[i].next)
		if (centre_is_live(&centre->bookings[i]))
			centre->named[i] = true;
}

void centre_release(int role)
{
	int64_t last = centre->roles[role].last_seq;

	centre->roles[role] = (struct centre_role){0};
	trace_release(role);
	if (broken_by(RELEASE_KEEPS_LAST_SEQ))
		centre->roles[role].last_seq = last;
}

void centre_write_off(int lease)
{
	if (!centre->leases[lease].open)
		return;
	trace_write_off(lease);
	centre_close_lease(lease);
	centre->leases[lease].written_off = true;
}
