/* Connect, hello, push until the log is answered, pull until nothing is new, wait; and what happens
 * when any of that does not. */
#include "sync/step.h"

#include <assert.h>
#include <string.h>

#include "base/back_off.h"

void sync_start(struct sync *sync, bool once)
{
	*sync = (struct sync){.once = once,
		.batch_max = PUSH_BATCH_FIRST,
		.batch_limit = PUSH_BATCH_MAX,
		.poll_ms = BACKOFF_MIN_MS};
}

static struct step_effect go(struct sync *sync, enum step_phase phase, struct step_effect effect)
{
	sync->phase = phase;
	return effect;
}

static struct step_effect finish(struct sync *sync, enum step_exit code)
{
	return go(sync, PHASE_OVER, (struct step_effect){.kind = EFFECT_FINISH, .code = code});
}

static struct step_effect connect_anew(struct sync *sync)
{
	return go(sync, PHASE_CONNECT, (struct step_effect){.kind = EFFECT_CONNECT});
}

static int away_wait_ms(struct sync *sync, uint32_t random)
{
	static const struct back_off rule = {.first_ms = BACKOFF_MIN_MS, .last_ms = BACKOFF_MAX_MS};

	return back_off_spread_ms(back_off_ms(&rule, ++sync->attempts), random);
}

static struct step_effect back_off(
	struct sync *sync, enum step_trouble trouble, const struct step_message *message)
{
	sync->trouble = trouble;
	if (sync->once)
		return finish(sync, EXIT_AWAY);
	return go(sync, PHASE_AWAY,
		(struct step_effect){
			.kind = EFFECT_WAIT, .wait_ms = away_wait_ms(sync, message->random)});
}

/* A person must do something; the log keeps growing meanwhile. */
static struct step_effect refused(struct sync *sync, enum step_trouble trouble)
{
	sync->trouble = trouble;
	if (sync->once)
		return finish(sync, EXIT_REFUSED);
	return go(sync, PHASE_AWAY,
		(struct step_effect){.kind = EFFECT_WAIT, .wait_ms = REFUSED_WAIT_MS});
}

static struct step_effect say_hello(struct sync *sync)
{
	return go(sync, PHASE_HELLO, (struct step_effect){.kind = EFFECT_HELLO});
}

/* The centre wants a hello before it goes on. If it wants another one at once, that does not help. */
static struct step_effect turn_back(struct sync *sync, const struct step_message *message)
{
	if (sync->turned)
		return back_off(sync, TROUBLE_STUCK, message);
	sync->turned = true;
	return say_hello(sync);
}

static struct step_effect plan_leases(struct sync *sync)
{
	return go(sync, PHASE_PLAN_LEASES, (struct step_effect){.kind = EFFECT_PLAN_LEASES});
}

static struct step_effect pull(struct sync *sync)
{
	return go(sync, PHASE_PULL,
		(struct step_effect){.kind = EFFECT_PULL, .stream = sync->stream});
}

static struct step_effect pull_from_start(struct sync *sync)
{
	sync->stream = 0;
	sync->behind = false;
	return pull(sync);
}

static struct step_effect idle(struct sync *sync)
{
	sync->rounds = sync->pages = sync->attempts = 0;
	sync->turned = false;
	if (sync->once)
		return finish(sync, EXIT_DONE);
	return go(sync, PHASE_IDLE,
		(struct step_effect){.kind = EFFECT_WAIT, .wait_ms = sync->poll_ms, .nudge = true});
}

static struct step_effect tell_or_idle(struct sync *sync)
{
	if (!sync->news)
		return idle(sync);
	sync->news = false;
	return go(sync, PHASE_TELL, (struct step_effect){.kind = EFFECT_TELL_SYNCED});
}

/* ---- push ---- */

static struct step_effect push(struct sync *sync)
{
	return go(sync, PHASE_PUSH,
		(struct step_effect){.kind = EFFECT_PUSH, .first = sync->next, .seq = sync->last});
}

/* Frozen on the disk before it can leave: what may have been sent is never rewritten. */
static struct step_effect push_or_pull(struct sync *sync, const struct log_position *position)
{
	if (sync->next > position->length)
		return pull_from_start(sync);
	sync->last = sync->next + sync->batch_max - 1;
	if (sync->last > position->length)
		sync->last = position->length;
	if (sync->last > position->sent)
		return go(sync, PHASE_MARK,
			(struct step_effect){.kind = EFFECT_MARK_SENT, .seq = sync->last});
	return push(sync);
}

/* The centre cannot digest this batch: by halves down to the one change, which is parked. Losing
 * the connection is nobody's fault and never parks anything. */
static struct step_effect push_rejected(struct sync *sync, const struct step_message *message)
{
	if (++sync->strikes >= STRIKES_MAX || sync->once) {
		sync->strikes = 0;
		if (sync->next == sync->last && sync->parked == sync->next)
			return back_off(sync, TROUBLE_STUCK, message);
		if (sync->next == sync->last)
			return go(sync, PHASE_PARK,
				(struct step_effect){.kind = EFFECT_PARK, .seq = sync->next});
		sync->batch_max = (int)(sync->last - sync->next + 1) / 2;
		return push_or_pull(sync, &message->position);
	}
	return back_off(sync, TROUBLE_AWAY, message);
}

static int shorter_batch(const struct sync *sync)
{
	int half = sync->batch_max / 2;

	return half > PUSH_BATCH_LEAST ? half : PUSH_BATCH_LEAST;
}

/* Halves that were made for a change that no push gets through grow again like any other. */
static int next_batch(const struct sync *sync, int took_ms)
{
	int next = took_ms > PUSH_LONG_MS ? shorter_batch(sync) : sync->batch_max * 2;

	return next < sync->batch_limit ? next : sync->batch_limit;
}

static struct step_effect push_answered(struct sync *sync, const struct step_message *message)
{
	switch (message->control) {
	case CONTROL_NONE:
		break;
	case CONTROL_FORK:
		return refused(sync, TROUBLE_FORKED);
	case CONTROL_EPOCH:
	case CONTROL_GAP:
	case CONTROL_NOT_ACTIVE:
	case CONTROL_RESYNC:
		return turn_back(sync, message);
	}
	sync->strikes = 0;
	sync->news = true;
	sync->heard = sync->last = message->last_seq;
	sync->batch_max = next_batch(sync, message->took_ms);
	return go(sync, PHASE_VERDICTS, (struct step_effect){.kind = EFFECT_TAKE_VERDICTS});
}

static struct step_effect verdicts_taken(struct sync *sync, const struct step_message *message)
{
	if (message->position.acked > sync->acked)
		sync->attempts = 0;
	sync->acked = message->position.acked;
	sync->next = sync->last + 1;
	return push_or_pull(sync, &message->position);
}

/* ---- hello ---- */

/* Push on from what both sides know. Has the centre fewer changes than it has answered, then it was
 * restored from a backup: it gets the rest again, and the answers that the kiosk has remain. Has it
 * more than this disk ever sent, then another copy of this disk has spoken with it. What was parked there
 * is parked again. */
static struct step_effect hello_answered(struct sync *sync, const struct step_message *message)
{
	const struct log_position *position = &message->position;

	if (!message->active)
		return refused(sync, TROUBLE_REFUSED);
	if (message->last_seq > position->sent)
		return refused(sync, TROUBLE_FORKED);
	if (message->last_seq < sync->parked)
		sync->parked = 0;
	sync->next =
		1 + (position->acked < message->last_seq ? position->acked : message->last_seq);
	if (!id_equal(message->epoch, position->epoch))
		sync->heard = 0;
	sync->says_last = message->keeps_last && message->last_seq <= position->acked &&
			  message->last_seq != sync->heard;
	sync->poll_ms = message->next_poll_ms;
	return go(sync, PHASE_REMEMBER, (struct step_effect){.kind = EFFECT_REMEMBER});
}

/* ---- pull ---- */

static struct step_effect more_or_tell(struct sync *sync, const struct log_position *position)
{
	if (position->length >= sync->next)
		return push_or_pull(sync, position);
	return tell_or_idle(sync);
}

/* What the news makes this kiosk ask for goes out at once, a few times; then with the next poll. */
static struct step_effect after_streams(struct sync *sync, const struct log_position *position)
{
	if (sync->rounds++ < ROUNDS_MAX)
		return plan_leases(sync);
	return more_or_tell(sync, position);
}

/* Only what is read to its end, of a centre that has heard all kiosks, says what is no more. */
static struct step_effect next_stream(struct sync *sync, const struct log_position *position)
{
	if (++sync->stream < STREAMS)
		return pull(sync);
	if (position->rereads && !sync->behind && !sync->recovering)
		return go(sync, PHASE_END_REREADING,
			(struct step_effect){.kind = EFFECT_END_REREADING});
	return after_streams(sync, position);
}

static struct step_effect more_or_next(struct sync *sync, const struct step_message *message)
{
	return sync->more ? pull(sync) : next_stream(sync, &message->position);
}

/* If that does not help either, it never will. */
static struct step_effect read_anew(struct sync *sync, const struct step_message *message)
{
	if (sync->turned)
		return back_off(sync, TROUBLE_STUCK, message);
	sync->turned = true;
	return go(
		sync, PHASE_BEGIN_REREADING, (struct step_effect){.kind = EFFECT_BEGIN_REREADING});
}

static struct step_effect pull_answered(struct sync *sync, const struct step_message *message)
{
	if (message->control == CONTROL_RESYNC)
		return read_anew(sync, message);
	if (message->control != CONTROL_NONE)
		return turn_back(sync, message);
	sync->recovering = message->recovering;
	sync->more = message->more && ++sync->pages < PAGES_MAX;
	sync->behind |= message->more && !sync->more;
	if (message->rows == 0)
		return more_or_next(sync, message);
	sync->news = true;
	return go(
		sync, PHASE_APPLY, (struct step_effect){.kind = EFFECT_APPLY, .more = sync->more});
}

static struct step_effect applied(struct sync *sync, const struct step_message *message)
{
	sync->attempts = 0;
	return more_or_next(sync, message);
}

/* ---- what ended, by phase ---- */

typedef struct step_effect step_function(struct sync *sync, const struct step_message *message);

static struct step_effect connected(struct sync *sync, const struct step_message *message)
{
	return say_hello(sync);
}

/* In a new epoch the last change that both have is said once more: only so the centre sees that it has
 * heard another one there, of a copy of this disk that was here first. */
static struct step_effect remembered(struct sync *sync, const struct step_message *message)
{
	if (sync->says_last && message->position.rereads)
		sync->next--;
	return push_or_pull(sync, &message->position);
}

static struct step_effect marked(struct sync *sync, const struct step_message *message)
{
	return push(sync);
}

static struct step_effect leases_planned(struct sync *sync, const struct step_message *message)
{
	return more_or_tell(sync, &message->position);
}

static struct step_effect rereading_begun(struct sync *sync, const struct step_message *message)
{
	return pull_from_start(sync);
}

static struct step_effect rereading_ended(struct sync *sync, const struct step_message *message)
{
	sync->news = true;
	return after_streams(sync, &message->position);
}

static struct step_effect told(struct sync *sync, const struct step_message *message)
{
	return idle(sync);
}

/* A parked change's verdict is fetched like any other. */
static struct step_effect parked(struct sync *sync, const struct step_message *message)
{
	if (message->last_seq < sync->next)
		return back_off(sync, TROUBLE_STUCK, message);
	sync->heard = sync->parked = sync->next;
	return push_or_pull(sync, &message->position);
}

static step_function *const when_done[PHASE_OVER] = {
	[PHASE_CONNECT] = connected,
	[PHASE_REMEMBER] = remembered,
	[PHASE_PLAN_LEASES] = leases_planned,
	[PHASE_MARK] = marked,
	[PHASE_VERDICTS] = verdicts_taken,
	[PHASE_APPLY] = applied,
	[PHASE_BEGIN_REREADING] = rereading_begun,
	[PHASE_END_REREADING] = rereading_ended,
	[PHASE_TELL] = told,
};

static step_function *const when_answered[PHASE_OVER] = {
	[PHASE_HELLO] = hello_answered,
	[PHASE_PUSH] = push_answered,
	[PHASE_PARK] = parked,
	[PHASE_PULL] = pull_answered,
};

static struct step_effect answered(struct sync *sync, const struct step_message *message)
{
	assert(when_answered[sync->phase]);
	sync->trouble = TROUBLE_NONE;
	return when_answered[sync->phase](sync, message);
}

static struct step_effect done(struct sync *sync, const struct step_message *message)
{
	assert(when_done[sync->phase]);
	return when_done[sync->phase](sync, message);
}

static struct step_effect rejected(struct sync *sync, const struct step_message *message)
{
	if (sync->phase == PHASE_PUSH)
		return push_rejected(sync, message);
	if (sync->phase == PHASE_HELLO)
		return refused(sync, TROUBLE_REFUSED);
	return back_off(sync, TROUBLE_AWAY, message);
}

/* The time for an answer may have been up: what takes so long is tried in a shorter piece. */
static struct step_effect lost(struct sync *sync, const struct step_message *message)
{
	if (sync->phase == PHASE_PUSH && sync->batch_max > PUSH_BATCH_LEAST)
		sync->batch_max = shorter_batch(sync);
	return back_off(sync, TROUBLE_AWAY, message);
}

static struct step_effect woken(struct sync *sync, const struct step_message *message)
{
	if (sync->phase == PHASE_AWAY)
		return connect_anew(sync);
	return push_or_pull(sync, &message->position);
}

struct step_effect sync_step(struct sync *sync, const struct step_message *message)
{
	assert(sync->phase != PHASE_OVER);
	switch (message->kind) {
	case STEP_STARTED:
		return connect_anew(sync);
	case STEP_DONE:
		return done(sync, message);
	case STEP_ANSWERED:
		return answered(sync, message);
	case STEP_FAILED:
		return back_off(sync, TROUBLE_STORE, message);
	case STEP_LOST:
		return lost(sync, message);
	case STEP_REJECTED:
		return rejected(sync, message);
	case STEP_ILL:
		return back_off(sync, TROUBLE_ILL, message);
	case STEP_TOO_NEW: /* no change is to blame, so none is parked */
		return refused(sync, TROUBLE_REFUSED);
	case STEP_WOKEN:
		return woken(sync, message);
	}
	assert(!"a message of no kind");
	return finish(sync, EXIT_REFUSED);
}
