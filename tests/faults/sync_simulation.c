/* The real step function of kiosk-sync in a world that is only numbers: kiosks that crash, a
 * network that loses, delays and repeats, a centre that rolls back. Each iteration one random thing
 * happens; after each the promises are checked, and now and then the world is healed and must come
 * to rest with nothing unanswered. Then the world itself is broken on purpose: each harm must be
 * noticed.
 *
 *   sync_simulation [STEPS [SEED]]     default 1 000 000 steps */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sync/step.h"

enum {
	KIOSKS = 4,
	LOG_MAX = 20000,
	FLYING_MAX = 24,
	ROUND_STEPS = 20000, /* then the world is healed */
	DRAIN_STEPS = 60000, /* and must have come to rest by then */
	PAGE_ROWS = 20,
	INDIGESTIBLE = 499, /* every so manieth change: no push gets it through */
	HARM_SEEDS = 5,
	HARM_STEPS = 100000,
	LIFE_STEPS = 1000000,
};

/* What this world does wrong, so that the checks can be seen to work. */
enum harm {
	HARM_NONE,
	HARM_SENT_NOT_KEPT,        /* the mark is not on the disk when the batch leaves */
	HARM_ANSWER_BEFORE_COMMIT, /* the kiosk believes what the centre rolls back */
	HARM_NO_DEDUPE,            /* the centre applies what it knows already */
	HARM_NO_GAP_CHECK,         /* the centre takes a batch that does not join its log */
	HARM_ACKS_WHOLE_BATCH,     /* an answer to less counts for all */
	HARM_NEW_ANSWER,           /* the centre answers anew instead of repeating itself */
	HARM_CURSOR_BEFORE_ROWS,   /* the cursor is kept without its rows */
	HARM_SECOND_DROPPED,       /* of several changes of one act the second is not written */
	HARMS,
};

static const char *const harm_names[] = {"none", "the mark of what was sent is not kept",
	"answers count before the commit", "known changes are applied again",
	"a gap is not noticed", "an answer to less counts for all",
	"a repeated push gets a new answer", "the cursor is kept without its rows",
	"the second of several changes is not written"};

/* ---- chance ---- */

static uint64_t chance_state;

static uint32_t chance(void)
{
	chance_state ^= chance_state << 13;
	chance_state ^= chance_state >> 7;
	chance_state ^= chance_state << 17;
	return (uint32_t)(chance_state >> 16);
}

static bool one_in(uint32_t many)
{
	return chance() % many == 0;
}

/* ---- the world ---- */

struct centre_log {
	int64_t last;
	uint32_t content[LOG_MAX + 1];
	uint32_t verdict[LOG_MAX + 1];
};

struct kiosk {
	/* on the disk */
	struct log_position position;
	uint32_t content[LOG_MAX + 1];
	uint32_t verdict[LOG_MAX + 1];
	int64_t promised;                       /* changes that visitors were told are kept */
	int64_t cursor[STREAMS], rows[STREAMS]; /* rows that were really applied */
	/* in memory */
	struct sync sync;
	struct step_effect effect;
	bool waits;       /* for an answer from the network */
	uint32_t request; /* which */
	struct step_message answer;
	uint32_t verdicts[PUSH_BATCH_MAX]; /* of the last push */
	int64_t first;
	int verdict_count, row_count;
	int64_t sent_before; /* HARM_SENT_NOT_KEPT */
};

/* A request on its way: it may arrive late, twice, never; its sender may be dead. */
struct flying {
	uint32_t request;
	int kiosk;
	enum step_effect_kind kind;
	int64_t first, last, after;
	int stream, epoch;
	uint32_t content[PUSH_BATCH_MAX];
};

static struct world {
	enum harm harm;
	bool healed;
	bool restores; /* now and then the centre is put back to an older state of itself */
	bool forgot;   /* it was, and some kiosk may not have noticed yet */
	struct kiosk kiosks[KIOSKS];
	struct centre_log logs[KIOSKS];
	int64_t heads[STREAMS];
	int epoch;
	struct flying flying[FLYING_MAX];
	int flying_count;
	uint32_t next_content, next_request, next_verdict;
	const char *broken; /* the first promise that did not hold */
	uint64_t pushed_again, crashes, rolled_back, parked, restored;
} world;

static void require(bool holds, const char *promise)
{
	if (!holds && !world.broken)
		world.broken = promise;
}

static struct id epoch_id(int epoch)
{
	return (struct id){.bytes = {(uint8_t)(epoch + 1)}};
}

/* ---- the centre ---- */

static bool is_indigestible(uint32_t content)
{
	return content % INDIGESTIBLE == 0;
}

static void centre_take(struct centre_log *log, int64_t seq, uint32_t content)
{
	for (int64_t other = log->last; other > 0 && other > log->last - 400; other--)
		require(log->content[other] != content, "a change is applied once");
	log->content[seq] = content;
	log->verdict[seq] = ++world.next_verdict;
	log->last = seq;
}

static struct step_message centre_push(struct kiosk *kiosk, const struct flying *push)
{
	struct step_message message = {.kind = STEP_ANSWERED, .last_seq = push->last};
	struct centre_log *log = &world.logs[push->kiosk];

	if (push->epoch != world.epoch) {
		message.control = CONTROL_EPOCH;
		return message;
	}
	if (push->first > log->last + 1 && world.harm != HARM_NO_GAP_CHECK) {
		message.control = CONTROL_GAP;
		return message;
	}
	for (int64_t seq = push->first; seq <= push->last; seq++) {
		uint32_t content = push->content[seq - push->first];
		if (seq <= log->last && log->content[seq] != content) {
			message.control = CONTROL_FORK;
			return message;
		}
		if (seq > log->last && is_indigestible(content))
			return (struct step_message){.kind = STEP_REJECTED};
	}
	for (int64_t seq = push->first; seq <= push->last; seq++) {
		if (seq <= log->last)
			world.pushed_again++;
		if (seq <= log->last && world.harm == HARM_NEW_ANSWER)
			log->verdict[seq] = ++world.next_verdict;
		if (seq > log->last)
			centre_take(log, seq, push->content[seq - push->first]);
		else if (world.harm == HARM_NO_DEDUPE)
			centre_take(log, log->last + 1, push->content[seq - push->first]);
	}
	return message;
}

static struct step_message centre_park(const struct flying *park)
{
	struct centre_log *log = &world.logs[park->kiosk];

	if (park->first == log->last + 1) {
		centre_take(log, park->first, park->content[0]);
		world.parked++;
	}
	return (struct step_message){.kind = STEP_ANSWERED};
}

static struct step_message centre_pull(const struct flying *pull)
{
	struct step_message message = {.kind = STEP_ANSWERED};
	int64_t rows = world.heads[pull->stream] - pull->after;

	if (pull->epoch != world.epoch) {
		message.control = CONTROL_EPOCH;
		return message;
	}
	message.rows = (int)(rows > PAGE_ROWS ? PAGE_ROWS : rows < 0 ? 0 : rows);
	message.more = rows > message.rows;
	return message;
}

static struct step_message centre_hello(const struct flying *hello)
{
	return (struct step_message){.kind = STEP_ANSWERED,
		.active = true,
		.epoch = epoch_id(world.epoch),
		.last_seq = world.logs[hello->kiosk].last,
		.next_poll_ms = 5000};
}

/* An older backup; in half of the cases nobody remembers to give it a new epoch. */
static void centre_restore(void)
{
	for (int i = 0; i < KIOSKS; i++) {
		struct centre_log *log = &world.logs[i];
		for (uint32_t lost = chance() % 30; lost > 0 && log->last > 0; lost--)
			log->content[log->last--] = 0;
	}
	world.epoch = (world.epoch + (int)(chance() % 2)) % 200;
	world.forgot = true;
	world.restored++;
}

static struct step_message centre_answer(struct kiosk *kiosk, const struct flying *request)
{
	if (request->kind == EFFECT_HELLO)
		return centre_hello(request);
	if (request->kind == EFFECT_PUSH)
		return centre_push(kiosk, request);
	if (request->kind == EFFECT_PARK)
		return centre_park(request);
	return centre_pull(request);
}

/* ---- the network ---- */

static void bring_answer(
	struct kiosk *kiosk, const struct flying *request, struct step_message message)
{
	if (!kiosk->waits || kiosk->request != request->request)
		return;
	kiosk->answer = message;
	kiosk->waits = false;
	if (message.kind != STEP_ANSWERED || message.control != CONTROL_NONE)
		return;
	kiosk->row_count = message.rows;
	kiosk->first = request->first;
	kiosk->verdict_count = 0;
	if (request->kind == EFFECT_PUSH)
		for (int64_t seq = request->first; seq <= request->last; seq++)
			kiosk->verdicts[kiosk->verdict_count++] =
				world.logs[request->kiosk].verdict[seq];
}

/* The answer that a transaction gave before it was rolled back: only a kiosk that is wrong about
 * when an answer counts believes it. */
static void process_and_roll_back(struct kiosk *kiosk, const struct flying *request)
{
	static struct centre_log before;

	before = world.logs[request->kiosk];
	struct step_message message = centre_answer(kiosk, request);
	if (world.harm == HARM_ANSWER_BEFORE_COMMIT)
		bring_answer(kiosk, request, message);
	else
		bring_answer(kiosk, request, (struct step_message){.kind = STEP_LOST});
	world.logs[request->kiosk] = before;
	world.rolled_back++;
}

static void deliver(int which)
{
	static struct flying request;

	request = world.flying[which];
	struct kiosk *kiosk = &world.kiosks[request.kiosk];
	bool again = !world.healed && one_in(20);
	if (!again)
		world.flying[which] = world.flying[--world.flying_count];
	if (!world.healed && one_in(20))
		return; /* lost on the way there */
	if (!world.healed && one_in(20)) {
		process_and_roll_back(kiosk, &request);
		return;
	}
	struct step_message message = centre_answer(kiosk, &request);
	if (world.healed || !one_in(10)) /* else lost on the way back */
		bring_answer(kiosk, &request, message);
}

static void send(struct kiosk *kiosk, int number)
{
	const struct step_effect *effect = &kiosk->effect;

	if (world.flying_count == FLYING_MAX)
		world.flying[0] = world.flying[--world.flying_count];
	struct flying *request = &world.flying[world.flying_count++];
	*request = (struct flying){
		.request = ++world.next_request,
		.kiosk = number,
		.kind = effect->kind,
		.first = effect->kind == EFFECT_PARK ? effect->seq : effect->first,
		.last = effect->seq,
		.stream = effect->stream,
		.after = kiosk->cursor[effect->stream],
		.epoch = kiosk->position.epoch.bytes[0] - 1,
	};
	if (effect->kind == EFFECT_PUSH && effect->seq > effect->first && one_in(4))
		request->last = effect->first +
				(int64_t)(chance() % (uint32_t)(effect->seq - effect->first));
	if (effect->kind == EFFECT_PUSH || effect->kind == EFFECT_PARK)
		for (int64_t seq = request->first; seq <= request->last; seq++)
			request->content[seq - request->first] = kiosk->content[seq];
	kiosk->request = request->request;
	kiosk->waits = true;
}

/* ---- a kiosk's disk ---- */

static void take_verdicts(struct kiosk *kiosk)
{
	if (world.harm == HARM_ACKS_WHOLE_BATCH && kiosk->effect.kind == EFFECT_TAKE_VERDICTS)
		for (int64_t seq = kiosk->position.acked + 1; seq <= kiosk->position.sent; seq++)
			kiosk->verdict[seq] = kiosk->verdicts[0];
	for (int i = 0; i < kiosk->verdict_count; i++) {
		int64_t seq = kiosk->first + i;
		require(seq <= kiosk->position.sent, "a verdict is on something that was sent");
		if (kiosk->verdict[seq] == 0)
			kiosk->verdict[seq] = kiosk->verdicts[i];
	}
	while (kiosk->position.acked < kiosk->position.sent &&
		kiosk->verdict[kiosk->position.acked + 1] != 0)
		kiosk->position.acked++;
}

static void apply_rows(struct kiosk *kiosk, int stream)
{
	kiosk->cursor[stream] += kiosk->row_count;
	if (world.harm != HARM_CURSOR_BEFORE_ROWS || !one_in(50))
		kiosk->rows[stream] += kiosk->row_count;
}

static void remember(struct kiosk *kiosk)
{
	if (id_equal(kiosk->position.epoch, kiosk->answer.epoch))
		return;
	kiosk->position.epoch = kiosk->answer.epoch;
	memset(kiosk->cursor, 0, sizeof(kiosk->cursor));
	memset(kiosk->rows, 0, sizeof(kiosk->rows));
}

static void write_down(struct kiosk *kiosk)
{
	const struct step_effect *effect = &kiosk->effect;

	if (effect->kind == EFFECT_MARK_SENT && kiosk->position.sent < effect->seq) {
		kiosk->sent_before = kiosk->position.sent;
		kiosk->position.sent = effect->seq;
	} else if (effect->kind == EFFECT_TAKE_VERDICTS) {
		take_verdicts(kiosk);
	} else if (effect->kind == EFFECT_APPLY) {
		apply_rows(kiosk, kiosk->sync.stream);
	} else if (effect->kind == EFFECT_REMEMBER) {
		remember(kiosk);
	}
}

/* ---- a kiosk's life ---- */

static void tell(struct kiosk *kiosk, struct step_message message, int number)
{
	message.position = kiosk->position;
	message.random = chance();
	kiosk->effect = sync_step(&kiosk->sync, &message);
	enum step_effect_kind kind = kiosk->effect.kind;
	if (kind == EFFECT_HELLO || kind == EFFECT_PUSH || kind == EFFECT_PARK ||
		kind == EFFECT_PULL)
		send(kiosk, number);
}

static void start(struct kiosk *kiosk, int number)
{
	kiosk->waits = false;
	sync_start(&kiosk->sync, false);
	tell(kiosk, (struct step_message){.kind = STEP_STARTED}, number);
}

/* Memory is gone; the disk is what it is, with the last write done or not. */
static void crash(struct kiosk *kiosk, int number)
{
	world.crashes++;
	if (world.harm == HARM_SENT_NOT_KEPT && kiosk->sent_before &&
		kiosk->sent_before >= kiosk->position.acked)
		kiosk->position.sent = kiosk->sent_before;
	if (!kiosk->waits && one_in(2))
		write_down(kiosk);
	start(kiosk, number);
}

static void finish_effect(struct kiosk *kiosk, int number)
{
	enum step_effect_kind kind = kiosk->effect.kind;

	if (kind == EFFECT_WAIT) {
		tell(kiosk, (struct step_message){.kind = STEP_WOKEN}, number);
	} else if (kind == EFFECT_CONNECT) {
		bool away = !world.healed && one_in(4);
		tell(kiosk, (struct step_message){.kind = away ? STEP_LOST : STEP_DONE}, number);
	} else if (kind == EFFECT_HELLO || kind == EFFECT_PUSH || kind == EFFECT_PARK ||
		   kind == EFFECT_PULL) {
		struct step_message answer = kiosk->answer;
		tell(kiosk, answer, number);
	} else if (!world.healed && kind != EFFECT_TELL_SYNCED && one_in(40)) {
		tell(kiosk, (struct step_message){.kind = STEP_FAILED}, number);
	} else {
		write_down(kiosk);
		tell(kiosk, (struct step_message){.kind = STEP_DONE}, number);
	}
}

/* One act, one transaction: a booking, or all of a series. */
static void append(struct kiosk *kiosk)
{
	uint32_t changes = one_in(4) ? 2 + chance() % 15 : 1;

	if (kiosk->position.length + changes > LOG_MAX)
		return;
	for (uint32_t i = 0; i < changes; i++)
		if (i != 1 || world.harm != HARM_SECOND_DROPPED)
			kiosk->content[++kiosk->position.length] = ++world.next_content;
	kiosk->promised += changes;
}

/* The store may rewrite what never left; what may have left is frozen. */
static void rewrite(struct kiosk *kiosk)
{
	if (kiosk->position.length > kiosk->position.sent)
		kiosk->content[kiosk->position.length] = ++world.next_content;
}

static void move_kiosk(int number)
{
	struct kiosk *kiosk = &world.kiosks[number];

	if (!kiosk->waits)
		finish_effect(kiosk, number);
	else if (one_in(world.healed ? 200 : 30)) { /* its deadline */
		kiosk->waits = false;
		tell(kiosk, (struct step_message){.kind = STEP_LOST}, number);
	}
}

/* ---- promises ---- */

static void check(int number)
{
	const struct kiosk *kiosk = &world.kiosks[number];
	const struct log_position *position = &kiosk->position;
	const struct centre_log *log = &world.logs[number];

	require(position->acked <= position->sent && position->sent <= position->length,
		"acked <= sent <= written");
	require(position->acked <= log->last || world.forgot,
		"nothing is acked that the centre does not have");
	require(log->last <= position->length, "the centre has nothing that is not in the log");
	require(kiosk->sync.trouble != TROUBLE_FORKED, "a kiosk is not taken for a copy of itself");
	for (int64_t seq = log->last; seq > 0 && seq > log->last - 5; seq--)
		require(log->content[seq] == kiosk->content[seq],
			"the centre's log is the kiosk's");
	if (position->acked > 0 && !world.restores)
		require(kiosk->verdict[position->acked] == log->verdict[position->acked],
			"an answer is given once");
	for (int i = 0; i < STREAMS; i++)
		require(kiosk->cursor[i] == kiosk->rows[i] && kiosk->cursor[i] <= world.heads[i],
			"a cursor stands behind rows that are there");
}

static bool is_at_rest(int number)
{
	const struct kiosk *kiosk = &world.kiosks[number];

	for (int i = 0; i < STREAMS; i++)
		if (kiosk->cursor[i] != world.heads[i])
			return false;
	return kiosk->position.acked == kiosk->position.length &&
	       world.logs[number].last == kiosk->position.length;
}

static void check_whole_log(int number)
{
	const struct kiosk *kiosk = &world.kiosks[number];
	const struct centre_log *log = &world.logs[number];

	require(log->last == kiosk->position.length, "everything has arrived");
	require(log->last == kiosk->promised, "all of each act has arrived");
	for (int64_t seq = 1; seq <= log->last; seq++) {
		require(log->content[seq] == kiosk->content[seq], "each change as it was written");
		require(log->verdict[seq] == kiosk->verdict[seq] || world.restores,
			"each answer as it was given");
	}
}

/* ---- time ---- */

static void happen(void)
{
	int number = (int)(chance() % KIOSKS);
	uint32_t what = chance() % 100;

	if (what < 60)
		move_kiosk(number);
	else if (what < 92 && world.flying_count > 0)
		deliver((int)(chance() % (uint32_t)world.flying_count));
	else if (what < 96 && !world.healed)
		append(&world.kiosks[number]);
	else if (what < 97 && !world.healed)
		rewrite(&world.kiosks[number]);
	else if (what < 98 && !world.healed)
		world.heads[chance() % STREAMS]++;
	else if (what < 99 && !world.healed && one_in(3))
		crash(&world.kiosks[number], number);
	if (world.restores && !world.healed && one_in(5000))
		centre_restore();
	check(number);
}

static void drain(void)
{
	bool rest = false;

	world.healed = true;
	for (int i = 0; !rest && i < DRAIN_STEPS && !world.broken; i++) {
		happen();
		rest = true;
		for (int number = 0; number < KIOSKS; number++)
			rest = rest && is_at_rest(number);
	}
	require(rest, "a healed world comes to rest");
	for (int number = 0; number < KIOSKS; number++)
		check_whole_log(number);
	world.healed = false;
	world.forgot = false;
}

/* Returns the promise that broke, or NULL. */
static const char *live(enum harm harm, bool restores, uint64_t seed, long steps)
{
	memset(&world, 0, sizeof(world));
	world.harm = harm;
	world.restores = restores;
	chance_state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
	for (int number = 0; number < KIOSKS; number++)
		start(&world.kiosks[number], number);
	for (long i = 1; i <= steps && !world.broken; i++) {
		happen();
		if (i % ROUND_STEPS == 0)
			drain();
	}
	return world.broken;
}

static int keeps_its_promises(bool restores, uint64_t seed, long steps)
{
	const char *broken = NULL;

	for (; steps > 0 && !broken; steps -= LIFE_STEPS, seed++) {
		long life = steps < LIFE_STEPS ? steps : LIFE_STEPS;
		broken = live(HARM_NONE, restores, seed, life);
		printf("%ld steps, seed %llu: %llu changes pushed again, %llu crashes, "
		       "%llu rolled back, %llu parked, %llu restored: %s\n",
			life, (unsigned long long)seed, (unsigned long long)world.pushed_again,
			(unsigned long long)world.crashes, (unsigned long long)world.rolled_back,
			(unsigned long long)world.parked, (unsigned long long)world.restored,
			broken ? broken : "every promise held");
	}
	return broken != NULL;
}

static int is_noticed(enum harm harm)
{
	const char *noticed = NULL;

	for (uint64_t seed = 1; !noticed && seed <= HARM_SEEDS; seed++)
		noticed = live(harm, harm == HARM_NO_GAP_CHECK, seed, HARM_STEPS);
	printf("%s: %s\n", harm_names[harm], noticed ? noticed : "NOT NOTICED");
	return noticed == NULL;
}

int main(int count, char **arguments)
{
	long steps = count > 1 ? atol(arguments[1]) : 1000000;
	uint64_t seed = count > 2 ? strtoull(arguments[2], NULL, 10) : 1;
	int failed = keeps_its_promises(false, seed, steps) + keeps_its_promises(true, seed, steps);

	for (int harm = HARM_NONE + 1; harm < HARMS; harm++)
		failed += is_noticed((enum harm)harm);
	return failed != 0;
}
