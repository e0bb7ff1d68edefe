/* The protocol as a state machine, step by step. */
#include "sync/step.h"

#include <stdio.h>
#include <string.h>

#include "../rules/rows.h"

enum { STEPS_MAX = 64, EFFECT_TEXT = 48 };

/* What happens, in short, and the effect that must follow. */
struct step {
	enum step_message_kind kind;
	const char *effect;
	int64_t last_seq; /* HELLO: the centre's; PUSH: the last that was answered */
	enum step_control control;
	int rows;
	bool more, refused, recovering;
	int took_ms;
	int64_t appended; /* by the face, meanwhile */
};

struct talk {
	const char *name;
	bool once;
	struct log_position position;
	struct step steps[STEPS_MAX];
	enum step_trouble trouble;
};

/* clang-format off */
#define STARTED(effect_)        {.kind = STEP_STARTED, .effect = effect_}
#define DONE(effect_)           {.kind = STEP_DONE, .effect = effect_}
#define LOST(effect_)           {.kind = STEP_LOST, .effect = effect_}
#define FAILED(effect_)         {.kind = STEP_FAILED, .effect = effect_}
#define REJECTED(effect_)         {.kind = STEP_REJECTED, .effect = effect_}
#define ILL(effect_)            {.kind = STEP_ILL, .effect = effect_}
#define TOO_NEW(effect_)          {.kind = STEP_TOO_NEW, .effect = effect_}
#define WOKEN(effect_)          {.kind = STEP_WOKEN, .effect = effect_}
#define HAS(last_, effect_)     {.kind = STEP_ANSWERED, .last_seq = last_, .effect = effect_}
#define SLOWLY(last_, effect_) \
	{.kind = STEP_ANSWERED, .last_seq = last_, .took_ms = PUSH_LONG_MS + 1, .effect = effect_}
#define ROWS_CAME(rows_, effect_) {.kind = STEP_ANSWERED, .rows = rows_, .effect = effect_}
#define RECOVERING(rows_, effect_) \
	{.kind = STEP_ANSWERED, .rows = rows_, .recovering = true, .effect = effect_}
#define CONTROL(control_, effect_) {.kind = STEP_ANSWERED, .control = control_, .effect = effect_}
#define NO_MORE(effect_)        {.kind = STEP_ANSWERED, .effect = effect_}
#define NOT_ACTIVE(effect_)     {.kind = STEP_ANSWERED, .refused = true, .effect = effect_}

#define MEET(last_, effect_) STARTED("connect"), DONE("hello"), HAS(last_, "remember"), DONE(effect_)
#define NO_NEWS(effect_) NO_MORE("pull 1"), NO_MORE("pull 2"), NO_MORE("plan_leases"), DONE(effect_)
#define FIVE_STRIKES(push_) \
	REJECTED("wait"), WOKEN("connect"), DONE("hello"), HAS(0, "remember"), DONE(push_), \
	REJECTED("wait"), WOKEN("connect"), DONE("hello"), HAS(0, "remember"), DONE(push_), \
	REJECTED("wait"), WOKEN("connect"), DONE("hello"), HAS(0, "remember"), DONE(push_), \
	REJECTED("wait"), WOKEN("connect"), DONE("hello"), HAS(0, "remember"), DONE(push_)

static const struct talk talks[] = {
	{"nothing to say: hello, three streams, wait", false, {0},
		{MEET(0, "pull 0"), NO_NEWS("wait, nudge")}, TROUBLE_NONE},
	{"the log is marked as sent before it is sent", false, {.length = 3},
		{MEET(0, "mark 3"), DONE("push 1-3"), HAS(3, "verdicts"), DONE("pull 0"),
			NO_NEWS("synced"), DONE("wait, nudge")}, TROUBLE_NONE},
	{"a long log goes out in batches, which become longer", false, {.length = 2500},
		{MEET(0, "mark 200"), DONE("push 1-200"), HAS(200, "verdicts"), DONE("mark 600"),
			DONE("push 201-600"), HAS(600, "verdicts"), DONE("mark 1400"),
			DONE("push 601-1400"), HAS(1400, "verdicts"), DONE("mark 2400"),
			DONE("push 1401-2400"), HAS(2400, "verdicts"), DONE("mark 2500"),
			DONE("push 2401-2500"), HAS(2500, "verdicts"), DONE("pull 0")}, TROUBLE_NONE},
	{"a push that takes long is followed by shorter ones", false, {.length = 500},
		{MEET(0, "mark 200"), DONE("push 1-200"), SLOWLY(200, "verdicts"), DONE("mark 300"),
			DONE("push 201-300"), SLOWLY(300, "verdicts"), DONE("mark 350"),
			DONE("push 301-350"), SLOWLY(350, "verdicts"), DONE("mark 400"),
			DONE("push 351-400"), HAS(400, "verdicts"), DONE("mark 500"),
			DONE("push 401-500"), HAS(500, "verdicts"), DONE("pull 0")}, TROUBLE_NONE},
	{"a push without an answer in time is tried in a shorter piece", false, {.length = 500},
		{MEET(0, "mark 200"), DONE("push 1-200"), LOST("wait"), WOKEN("connect"),
			DONE("hello"), HAS(0, "remember"), DONE("push 1-100")}, TROUBLE_NONE},
	{"only as much as fitted into one call is answered", false, {.length = 5},
		{MEET(0, "mark 5"), DONE("push 1-5"), HAS(2, "verdicts"), DONE("push 3-5")},
		TROUBLE_NONE},
	{"what was sent and never answered is sent again", false, {.length = 4, .sent = 4, .acked = 1},
		{MEET(4, "push 2-4"), HAS(4, "verdicts"), DONE("pull 0")}, TROUBLE_NONE},
	{"a centre that forgot gets the rest again", false, {.length = 5, .sent = 5, .acked = 5},
		{MEET(2, "push 3-5"), HAS(5, "verdicts"), DONE("pull 0")}, TROUBLE_NONE},
	{"a gap: hello says where to go on", false, {.length = 2, .sent = 2, .acked = 1},
		{MEET(1, "push 2-2"), CONTROL(CONTROL_GAP, "hello"), HAS(0, "remember"),
			DONE("push 1-2")}, TROUBLE_NONE},
	{"a new epoch: hello again", false, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), CONTROL(CONTROL_EPOCH, "hello")}, TROUBLE_NONE},
	{"a new epoch is read to its end before anything is dropped", false, {.rereads = true},
		{MEET(0, "pull 0"), ROWS_CAME(3, "apply"), DONE("pull 1"), NO_MORE("pull 2"),
			NO_MORE("end_rereading"), DONE("plan_leases"), DONE("synced")}, TROUBLE_NONE},
	{"nothing is dropped while the centre waits for other kiosks", false, {.rereads = true},
		{MEET(0, "pull 0"), RECOVERING(0, "pull 1"), RECOVERING(0, "pull 2"),
			RECOVERING(0, "plan_leases"), DONE("wait, nudge")}, TROUBLE_NONE},
	{"what was dropped is reported at once", false, {.rereads = true},
		{MEET(0, "pull 0"), NO_MORE("pull 1"), NO_MORE("pull 2"), NO_MORE("end_rereading"),
			{.kind = STEP_DONE, .appended = 1, .effect = "plan_leases"},
			DONE("mark 1"), DONE("push 1-1")}, TROUBLE_NONE},
	{"a stream that has no versions yet is asked again", false, {0},
		{MEET(0, "pull 0"), {.kind = STEP_ANSWERED, .more = true, .effect = "pull 0"},
			{.kind = STEP_ANSWERED, .rows = 5, .more = true, .effect = "apply"}, DONE("pull 0"),
			NO_MORE("pull 1")}, TROUBLE_NONE},
	{"away for too long: all is read anew", false, {0},
		{MEET(0, "pull 0"), NO_MORE("pull 1"), CONTROL(CONTROL_RESYNC, "begin_rereading"),
			DONE("pull 0"), ROWS_CAME(3, "apply"), DONE("pull 1"), NO_MORE("pull 2"),
			NO_MORE("plan_leases")}, TROUBLE_NONE},
	{"reading anew that does not help: wait", false, {0},
		{MEET(0, "pull 0"), CONTROL(CONTROL_RESYNC, "begin_rereading"), DONE("pull 0"),
			CONTROL(CONTROL_RESYNC, "wait")}, TROUBLE_STUCK},
	{"that something is no more is news", false, {.rereads = true},
		{MEET(0, "pull 0"), NO_MORE("pull 1"), NO_MORE("pull 2"), NO_MORE("end_rereading"),
			DONE("plan_leases"), DONE("synced")}, TROUBLE_NONE},
	{"a stream of two pages is read to its end", false, {.rereads = true},
		{MEET(0, "pull 0"),
			{.kind = STEP_ANSWERED, .rows = 1000, .more = true, .effect = "apply"},
			DONE("pull 0"), ROWS_CAME(7, "apply"), DONE("pull 1"), NO_MORE("pull 2"),
			NO_MORE("end_rereading")}, TROUBLE_NONE},
	{"news are told once", false, {0},
		{MEET(0, "pull 0"), ROWS_CAME(1, "apply"), DONE("pull 1"), NO_MORE("pull 2"),
			NO_MORE("plan_leases"), DONE("synced"), DONE("wait, nudge"), WOKEN("pull 0"),
			NO_NEWS("wait, nudge")}, TROUBLE_NONE},
	{"a new epoch long after the last one: hello at once", false, {0},
		{MEET(0, "pull 0"), CONTROL(CONTROL_EPOCH, "hello"), HAS(0, "remember"), DONE("pull 0"),
			NO_NEWS("wait, nudge"), WOKEN("pull 0"), CONTROL(CONTROL_EPOCH, "hello")},
		TROUBLE_NONE},
	{"a new epoch in the pull: hello again", false, {0},
		{MEET(0, "pull 0"), CONTROL(CONTROL_EPOCH, "hello")}, TROUBLE_NONE},
	{"other changes under our numbers: a copied disk", false, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), CONTROL(CONTROL_FORK, "wait")}, TROUBLE_FORKED},
	{"the centre has more than ever left here: an older disk", true, {.length = 3, .sent = 3},
		{STARTED("connect"), DONE("hello"), HAS(4, "finish 3")}, TROUBLE_FORKED},
	{"another directory has this role", true, {0},
		{STARTED("connect"), DONE("hello"), NOT_ACTIVE("finish 3")}, TROUBLE_REFUSED},
	{"shut out: the log grows, hello is tried again later", false, {0},
		{STARTED("connect"), DONE("hello"), NOT_ACTIVE("wait"), WOKEN("connect")},
		TROUBLE_REFUSED},
	{"a role that may not say hello", true, {0},
		{STARTED("connect"), DONE("hello"), REJECTED("finish 3")}, TROUBLE_REFUSED},
	{"a centre that fails, whatever it is told: nothing is halved and nothing parked", false, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"),
			ILL("wait"), WOKEN("connect"), DONE("hello"), HAS(0, "remember"), DONE("push 1-1"),
			ILL("wait"), WOKEN("connect"), DONE("hello"), HAS(0, "remember"), DONE("push 1-1"),
			ILL("wait"), WOKEN("connect"), DONE("hello"), HAS(0, "remember"), DONE("push 1-1"),
			ILL("wait"), WOKEN("connect"), DONE("hello"), HAS(0, "remember"), DONE("push 1-1"),
			ILL("wait"), WOKEN("connect"), DONE("hello"), ILL("wait")}, TROUBLE_ILL},
	{"a centre that is not who it says: wait and connect anew", false, {.length = 1},
		{STARTED("connect"), ILL("wait"), WOKEN("connect"), DONE("hello")}, TROUBLE_ILL},
	{"a centre that fails: once says so", true, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), ILL("finish 1")}, TROUBLE_ILL},
	{"an older centre, which does not know the call: no change is to blame", false, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), TOO_NEW("wait"), WOKEN("connect"), DONE("hello"),
			TOO_NEW("wait")}, TROUBLE_REFUSED},
	{"an older centre: once says so", true, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), TOO_NEW("finish 3")}, TROUBLE_REFUSED},
	{"the centre is away: wait and connect anew", false, {0},
		{STARTED("connect"), LOST("wait"), WOKEN("connect"), LOST("wait")}, TROUBLE_AWAY},
	{"the centre is away: once says so", true, {.length = 1},
		{STARTED("connect"), LOST("finish 1")}, TROUBLE_AWAY},
	{"an answer that does not count: everything anew", false, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), LOST("wait"), WOKEN("connect"), DONE("hello"),
			HAS(1, "remember"), DONE("push 1-1"), HAS(1, "verdicts")}, TROUBLE_NONE},
	{"the kiosk's own file is busy: nothing is sent", false, {.length = 1},
		{MEET(0, "mark 1"), FAILED("wait")}, TROUBLE_STORE},
	{"verdicts that could not be written come again", false, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), HAS(1, "verdicts"), FAILED("wait"),
			WOKEN("connect"), DONE("hello"), HAS(1, "remember"), DONE("push 1-1")},
		TROUBLE_NONE},
	{"once: everything answered", true, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), HAS(1, "verdicts"), DONE("pull 0"),
			NO_NEWS("synced"), DONE("finish 0")}, TROUBLE_NONE},
	{"rows are applied, page by page", false, {0},
		{MEET(0, "pull 0"),
			{.kind = STEP_ANSWERED, .rows = 1000, .more = true, .effect = "apply"},
			DONE("pull 0"), ROWS_CAME(7, "apply"), DONE("pull 1"), NO_MORE("pull 2"),
			NO_MORE("plan_leases"), DONE("synced"), DONE("wait, nudge")}, TROUBLE_NONE},
	{"what is asked for after the news goes out at once", true, {0},
		{MEET(0, "pull 0"), ROWS_CAME(1, "apply"), DONE("pull 1"), NO_MORE("pull 2"),
			NO_MORE("plan_leases"), {.kind = STEP_DONE, .appended = 2, .effect = "mark 2"},
			DONE("push 1-2"), HAS(2, "verdicts"), DONE("pull 0"), NO_NEWS("synced"),
			DONE("finish 0")}, TROUBLE_NONE},
	{"a nudge pushes without a hello", false, {0},
		{MEET(0, "pull 0"), NO_NEWS("wait, nudge"),
			{.kind = STEP_WOKEN, .appended = 1, .effect = "mark 1"}, DONE("push 1-1")},
		TROUBLE_NONE},
	{"five errors of the centre's own: the batch is halved", false, {.length = 4},
		{MEET(0, "mark 4"), DONE("push 1-4"), FIVE_STRIKES("push 1-4"), REJECTED("push 1-2")},
		TROUBLE_NONE},
	{"half a batch has five tries, too", false, {.length = 4},
		{MEET(0, "mark 4"), DONE("push 1-4"), FIVE_STRIKES("push 1-4"), REJECTED("push 1-2"),
			FIVE_STRIKES("push 1-2"), REJECTED("push 1-1")}, TROUBLE_NONE},
	{"after an answer there are five tries again", false, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), REJECTED("wait"), WOKEN("connect"), DONE("hello"),
			HAS(0, "remember"), DONE("push 1-1"), HAS(1, "verdicts"), DONE("pull 0"),
			NO_NEWS("synced"), DONE("wait, nudge"),
			{.kind = STEP_WOKEN, .appended = 1, .effect = "mark 2"}, DONE("push 2-2"),
			FIVE_STRIKES("push 1-2"), REJECTED("push 1-1")}, TROUBLE_NONE},
	{"what was halved grows twofold", true, {.length = 60},
		{MEET(0, "mark 60"), DONE("push 1-60"), REJECTED("push 1-30"), REJECTED("push 1-15"),
			REJECTED("push 1-7"), HAS(7, "verdicts"), DONE("push 8-21"),
			HAS(21, "verdicts"), DONE("push 22-49")}, TROUBLE_NONE},
	{"one change that no push gets through is parked", false, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), FIVE_STRIKES("push 1-1"), REJECTED("park 1"),
			HAS(1, "push 1-1"), HAS(1, "verdicts"), DONE("pull 0")}, TROUBLE_NONE},
	{"once: halves at once, and parks", true, {.length = 3},
		{MEET(0, "mark 3"), DONE("push 1-3"), REJECTED("push 1-1"), REJECTED("park 1"),
			HAS(1, "push 1-1"), HAS(1, "verdicts"), DONE("push 2-3")}, TROUBLE_NONE},
	{"a gap that stays a gap: wait, and longer each time", false, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), CONTROL(CONTROL_GAP, "hello"), HAS(0, "remember"),
			DONE("push 1-1"), CONTROL(CONTROL_GAP, "wait")}, TROUBLE_STUCK},
	{"once: a gap that stays a gap ends it", true, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), CONTROL(CONTROL_GAP, "hello"), HAS(0, "remember"),
			DONE("push 1-1"), CONTROL(CONTROL_GAP, "finish 1")}, TROUBLE_STUCK},
	{"a new epoch with each pull: wait", false, {0},
		{MEET(0, "pull 0"), CONTROL(CONTROL_EPOCH, "hello"), HAS(0, "remember"), DONE("pull 0"),
			CONTROL(CONTROL_EPOCH, "wait")}, TROUBLE_STUCK},
	{"a new epoch after each push: wait", false, {.length = 1, .sent = 1, .acked = 1},
		{MEET(0, "push 1-1"), HAS(1, "verdicts"), DONE("pull 0"),
			CONTROL(CONTROL_EPOCH, "hello"), HAS(0, "remember"), DONE("push 1-1"),
			HAS(1, "verdicts"), DONE("pull 0"), CONTROL(CONTROL_EPOCH, "wait")},
		TROUBLE_STUCK},
	{"a park without effect: wait", false, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), FIVE_STRIKES("push 1-1"), REJECTED("park 1"),
			HAS(0, "wait")}, TROUBLE_STUCK},
	{"a centre that forgot what was parked gets it parked again", false, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), FIVE_STRIKES("push 1-1"), REJECTED("park 1"),
			HAS(1, "push 1-1"), LOST("wait"), WOKEN("connect"), DONE("hello"),
			HAS(0, "remember"), DONE("push 1-1"), FIVE_STRIKES("push 1-1"), REJECTED("park 1")},
		TROUBLE_NONE},
	{"once: what was parked and is still not digested ends it", true, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"), REJECTED("park 1"), HAS(1, "push 1-1"),
			REJECTED("finish 1")}, TROUBLE_STUCK},
	{"a lost connection halves and parks nothing", false, {.length = 1},
		{MEET(0, "mark 1"), DONE("push 1-1"),
			LOST("wait"), WOKEN("connect"), DONE("hello"), HAS(0, "remember"), DONE("push 1-1"),
			LOST("wait"), WOKEN("connect"), DONE("hello"), HAS(0, "remember"), DONE("push 1-1"),
			LOST("wait"), WOKEN("connect"), DONE("hello"), HAS(0, "remember"), DONE("push 1-1"),
			LOST("wait"), WOKEN("connect"), DONE("hello"), HAS(0, "remember"), DONE("push 1-1"),
			LOST("wait")}, TROUBLE_AWAY},
};
/* clang-format on */

static const char *effect_text(const struct step_effect *effect, char text[static EFFECT_TEXT])
{
	static const char *const words[] = {
		[EFFECT_CONNECT] = "connect",
		[EFFECT_HELLO] = "hello",
		[EFFECT_REMEMBER] = "remember",
		[EFFECT_PLAN_LEASES] = "plan_leases",
		[EFFECT_MARK_SENT] = "mark",
		[EFFECT_PUSH] = "push",
		[EFFECT_TAKE_VERDICTS] = "verdicts",
		[EFFECT_PARK] = "park",
		[EFFECT_PULL] = "pull",
		[EFFECT_APPLY] = "apply",
		[EFFECT_BEGIN_REREADING] = "begin_rereading",
		[EFFECT_END_REREADING] = "end_rereading",
		[EFFECT_TELL_SYNCED] = "synced",
		[EFFECT_WAIT] = "wait",
		[EFFECT_FINISH] = "finish",
	};
	const char *word = words[effect->kind];

	if (effect->kind == EFFECT_PUSH)
		snprintf(text, EFFECT_TEXT, "%s %d-%d", word, (int)effect->first, (int)effect->seq);
	else if (effect->kind == EFFECT_MARK_SENT || effect->kind == EFFECT_PARK)
		snprintf(text, EFFECT_TEXT, "%s %d", word, (int)effect->seq);
	else if (effect->kind == EFFECT_PULL)
		snprintf(text, EFFECT_TEXT, "%s %d", word, effect->stream);
	else if (effect->kind == EFFECT_FINISH)
		snprintf(text, EFFECT_TEXT, "%s %d", word, (int)effect->code);
	else
		snprintf(text, EFFECT_TEXT, "%s%s", word, effect->nudge ? ", nudge" : "");
	return text;
}

/* The log on the disk, as far as the effects change it. */
static void write_down(
	struct log_position *position, const struct step_effect *effect, const struct step *step)
{
	position->length += step->appended;
	if (effect->kind == EFFECT_MARK_SENT && step->kind == STEP_DONE)
		position->sent = effect->seq;
}

static void goes_as_told(void **state)
{
	const struct talk *talk = *state;
	struct log_position position = talk->position;
	struct step_effect effect = {0};
	struct sync sync;
	char text[EFFECT_TEXT];

	sync_start(&sync, talk->once);
	for (const struct step *step = talk->steps; step->effect; step++) {
		write_down(&position, &effect, step);
		struct step_message message = {
			.kind = step->kind,
			.position = position,
			.active = !step->refused,
			.last_seq = step->last_seq,
			.next_poll_ms = 5000,
			.control = step->control,
			.took_ms = step->took_ms,
			.rows = step->rows,
			.more = step->more,
			.recovering = step->recovering,
			.random = 1,
		};
		effect = sync_step(&sync, &message);
		assert_string_equal(effect_text(&effect, text), step->effect);
	}
	assert_int_equal(sync.trouble, talk->trouble);
}

static void waits_longer_each_time_up_to_a_minute(void **state)
{
	struct step_message lost = {.kind = STEP_LOST}, woken = {.kind = STEP_WOKEN};
	struct step_message started = {.kind = STEP_STARTED};
	struct sync sync;
	int limit_ms = BACKOFF_MIN_MS;

	sync_start(&sync, false);
	sync_step(&sync, &started);
	for (int i = 0; i < 40; i++) {
		lost.random = (uint32_t)limit_ms - 1;
		struct step_effect effect = sync_step(&sync, &lost);
		assert_int_equal(effect.wait_ms, limit_ms);
		assert_false(effect.nudge);
		sync_step(&sync, &woken);
		limit_ms = limit_ms * 2 < BACKOFF_MAX_MS ? limit_ms * 2 : BACKOFF_MAX_MS;
	}
}

/* Hello alone is no progress: who is let in and then gets nothing waits longer each time. */
static void waits_longer_although_hello_is_answered(void **state)
{
	struct step_message message = {
		.kind = STEP_STARTED, .position.length = 1, .active = true, .next_poll_ms = 5000};
	struct sync sync;
	int waited_ms = 0, waits = 0;

	sync_start(&sync, false);
	struct step_effect effect = sync_step(&sync, &message);
	while (waits < 10) {
		message.kind = effect.kind == EFFECT_HELLO  ? STEP_ANSWERED
			       : effect.kind == EFFECT_PUSH ? STEP_LOST
			       : effect.kind == EFFECT_WAIT ? STEP_WOKEN
							    : STEP_DONE;
		message.random = BACKOFF_MAX_MS - 1;
		if (effect.kind == EFFECT_WAIT) {
			assert_true(effect.wait_ms >= 1 && effect.wait_ms <= BACKOFF_MAX_MS);
			waited_ms = effect.wait_ms;
			waits++;
		}
		effect = sync_step(&sync, &message);
	}
	assert_int_equal(waited_ms, BACKOFF_MAX_MS);
}

static struct step_effect say(
	struct sync *sync, struct step_message *message, enum step_message_kind kind)
{
	message->kind = kind;
	return sync_step(sync, message);
}

/* Loses the centre, and meets it again up to what follows hello. */
static int lost_for_ms(struct sync *sync, struct step_message *message)
{
	message->random = BACKOFF_MAX_MS - 1;
	int wait_ms = say(sync, message, STEP_LOST).wait_ms;
	say(sync, message, STEP_WOKEN);
	say(sync, message, STEP_DONE);
	say(sync, message, STEP_ANSWERED);
	say(sync, message, STEP_DONE);
	return wait_ms;
}

/* The second wait is longer than the first. */
static void met_after_two_waits(struct sync *sync, struct step_message *message)
{
	message->active = true;
	sync_start(sync, false);
	say(sync, message, STEP_STARTED);
	assert_int_equal(lost_for_ms(sync, message), BACKOFF_MIN_MS);
	assert_int_equal(lost_for_ms(sync, message), 2 * BACKOFF_MIN_MS);
}

static void only_an_answer_that_is_new_makes_the_next_wait_short(void **state)
{
	struct step_message message = {.position = {.length = 3, .sent = 3}};
	struct sync sync;

	met_after_two_waits(&sync, &message);
	message.last_seq = message.position.acked = 1;
	say(&sync, &message, STEP_ANSWERED);
	say(&sync, &message, STEP_DONE);
	assert_int_equal(lost_for_ms(&sync, &message), BACKOFF_MIN_MS);
	say(&sync, &message, STEP_ANSWERED);
	say(&sync, &message, STEP_DONE);
	assert_int_equal(lost_for_ms(&sync, &message), 2 * BACKOFF_MIN_MS);
}

static void news_make_the_next_wait_short(void **state)
{
	struct step_message message = {.rows = 1};
	struct sync sync;

	met_after_two_waits(&sync, &message);
	say(&sync, &message, STEP_ANSWERED);
	say(&sync, &message, STEP_DONE);
	assert_int_equal(lost_for_ms(&sync, &message), BACKOFF_MIN_MS);
}

static void everything_said_makes_the_next_wait_short(void **state)
{
	struct step_message message = {0};
	struct sync sync;

	met_after_two_waits(&sync, &message);
	for (int stream = 0; stream < STREAMS; stream++)
		say(&sync, &message, STEP_ANSWERED);
	assert_true(say(&sync, &message, STEP_DONE).nudge);
	say(&sync, &message, STEP_WOKEN);
	assert_int_equal(lost_for_ms(&sync, &message), BACKOFF_MIN_MS);
}

/* Goes on until it waits; how often it ended the rereading. */
static int ended_rereading(
	struct sync *sync, struct step_message *message, struct step_effect effect)
{
	int ended = 0;

	while (effect.kind != EFFECT_WAIT) {
		bool answered = effect.kind == EFFECT_HELLO || effect.kind == EFFECT_PULL;
		ended += effect.kind == EFFECT_END_REREADING;
		effect = say(sync, message, answered ? STEP_ANSWERED : STEP_DONE);
	}
	return ended;
}

static void what_was_left_before_its_end_ends_no_rereading_but_the_next_time_may(void **state)
{
	struct step_message message = {
		.position.rereads = true, .active = true, .rows = 1000, .more = true};
	struct sync sync;

	sync_start(&sync, false);
	assert_int_equal(ended_rereading(&sync, &message, say(&sync, &message, STEP_STARTED)), 0);
	message.rows = 1;
	message.more = false;
	assert_int_equal(ended_rereading(&sync, &message, say(&sync, &message, STEP_WOKEN)), 1);
}

static struct step_effect met(struct sync *sync, struct step_message *message)
{
	say(sync, message, STEP_DONE);
	say(sync, message, STEP_ANSWERED);
	return say(sync, message, STEP_DONE);
}

/* Of two copies of a disk one may have said something else there, to a centre that had forgotten both. */
static void in_a_new_epoch_the_last_change_that_both_have_is_said_once_more(void **state)
{
	struct step_message message = {
		.position = {.length = 9, .sent = 9, .acked = 9, .epoch = {{1}}, .rereads = true},
		.active = true,
		.epoch = {{1}},
		.last_seq = 4,
		.keeps_last = true};
	struct sync sync;

	sync_start(&sync, false);
	say(&sync, &message, STEP_STARTED);
	assert_int_equal(met(&sync, &message).first, 4);
	/* The line breaks: the centre stands where this kiosk left it, or where another one did. */
	say(&sync, &message, STEP_ANSWERED);
	say(&sync, &message, STEP_LOST);
	say(&sync, &message, STEP_WOKEN);
	assert_int_equal(met(&sync, &message).first, 5);
	message.last_seq = 6;
	say(&sync, &message, STEP_LOST);
	say(&sync, &message, STEP_WOKEN);
	assert_int_equal(met(&sync, &message).first, 6);
}

static void what_it_left_in_another_epoch_proves_nothing_in_this_one(void **state)
{
	struct step_message message = {
		.position = {.length = 9, .sent = 9, .acked = 9, .epoch = {{1}}, .rereads = true},
		.active = true,
		.epoch = {{1}},
		.last_seq = 9,
		.keeps_last = true};
	struct sync sync;

	sync_start(&sync, false);
	say(&sync, &message, STEP_STARTED);
	assert_int_equal(met(&sync, &message).first, 9);
	say(&sync, &message, STEP_ANSWERED);
	say(&sync, &message, STEP_LOST);
	say(&sync, &message, STEP_WOKEN);
	message.epoch = (struct id){{2}};
	assert_int_equal(met(&sync, &message).first, 9);
	say(&sync, &message, STEP_LOST);
	say(&sync, &message, STEP_WOKEN);
	message.position.acked = 5;
	assert_int_equal(met(&sync, &message).first, 6);
}

static void what_is_kept_no_longer_is_not_said_once_more(void **state)
{
	struct step_message message = {
		.position = {.length = 9, .sent = 9, .acked = 9, .rereads = true},
		.active = true,
		.last_seq = 4};
	struct sync sync;

	sync_start(&sync, false);
	say(&sync, &message, STEP_STARTED);
	assert_int_equal(met(&sync, &message).first, 5);
}

static void an_endless_stream_is_left_for_the_next_time(void **state)
{
	struct step_message message = {.kind = STEP_STARTED,
		.active = true,
		.next_poll_ms = 5000,
		.rows = 1000,
		.more = true};
	struct sync sync;
	int pages = 0;

	sync_start(&sync, false);
	struct step_effect effect = sync_step(&sync, &message);
	while (effect.kind != EFFECT_WAIT && pages <= 2 * PAGES_MAX) {
		bool answered = effect.kind == EFFECT_HELLO || effect.kind == EFFECT_PULL;
		pages += effect.kind == EFFECT_PULL;
		message.kind = answered ? STEP_ANSWERED : STEP_DONE;
		effect = sync_step(&sync, &message);
	}
	assert_int_equal(effect.kind, EFFECT_WAIT);
	assert_int_equal(pages, PAGES_MAX + STREAMS - 1);
}

static void asks_for_leases_so_many_times_a_round_and_no_more(void **state)
{
	struct step_message message = {.kind = STEP_STARTED, .active = true, .next_poll_ms = 5000};
	struct step_effect effect;
	struct sync sync;
	int tended = 0;

	sync_start(&sync, false);
	effect = sync_step(&sync, &message);
	while (effect.kind != EFFECT_WAIT) {
		bool answered = effect.kind == EFFECT_HELLO || effect.kind == EFFECT_PUSH ||
				effect.kind == EFFECT_PULL;
		message.kind = answered ? STEP_ANSWERED : STEP_DONE;
		if (effect.kind == EFFECT_MARK_SENT)
			message.position.sent = effect.seq;
		if (effect.kind == EFFECT_PUSH)
			message.last_seq = effect.seq;
		if (effect.kind == EFFECT_PLAN_LEASES) {
			message.position.length++;
			tended++;
		}
		effect = sync_step(&sync, &message);
	}
	assert_int_equal(tended, ROUNDS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waits_longer_each_time_up_to_a_minute),
		cmocka_unit_test(waits_longer_although_hello_is_answered),
		cmocka_unit_test(in_a_new_epoch_the_last_change_that_both_have_is_said_once_more),
		cmocka_unit_test(what_it_left_in_another_epoch_proves_nothing_in_this_one),
		cmocka_unit_test(what_is_kept_no_longer_is_not_said_once_more),
		cmocka_unit_test(an_endless_stream_is_left_for_the_next_time),
		cmocka_unit_test(only_an_answer_that_is_new_makes_the_next_wait_short),
		cmocka_unit_test(news_make_the_next_wait_short),
		cmocka_unit_test(everything_said_makes_the_next_wait_short),
		cmocka_unit_test(
			what_was_left_before_its_end_ends_no_rereading_but_the_next_time_may),
		cmocka_unit_test(asks_for_leases_so_many_times_a_round_and_no_more),
	};

	return rows_run("step", goes_as_told, ROWS(talks)) +
	       cmocka_run_group_tests_name("step", tests, NULL, NULL);
}
