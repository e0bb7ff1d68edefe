/* Effects become calls of store and centre; their ends become messages. */
#include "sync/perform.h"

#include <assert.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"

enum {
	CONNECT_LIMIT_MS = 5000,
	HELLO_LIMIT_MS = 3000,
	REQUEST_LIMIT_MS = 10000,
	BATCH_BYTES_MAX = 1024 * 1024,
};

/* ---- waiting ---- */

/* Until something can be read or written, or `until_ms`. False: the time is up. */
static bool wait_until(struct performer *performer, int64_t until_ms)
{
	struct pollfd ready[2] = {{.fd = -1}, {.fd = -1, .events = POLLIN}};
	int64_t left_ms = until_ms - clock_real_ms();

	ready[0].fd = centre_descriptor(performer->centre, &ready[0].events);
	if (performer->starter.listening)
		ready[1].fd = STDIN_FILENO;
	if (left_ms <= 0 || poll(ready, 2, (int)left_ms) == 0)
		return false;
	if (ready[1].revents)
		starter_hear(&performer->starter);
	return true;
}

static enum centre_state await(struct performer *performer, int limit_ms)
{
	int64_t until_ms = clock_real_ms() + limit_ms;
	enum centre_state state = CENTRE_WAITING;

	while (state == CENTRE_WAITING) {
		short events;
		bool ready = centre_descriptor(performer->centre, &events) < 0 ||
			     wait_until(performer, until_ms);
		if (!ready || performer->starter.stopped) {
			centre_disconnect(performer->centre);
			text_copy(performer->why, sizeof(performer->why), "no answer in time");
			return CENTRE_LOST;
		}
		state = centre_progress(performer->centre);
	}
	if (state != CENTRE_DONE)
		text_copy(performer->why, sizeof(performer->why), centre_why(performer->centre));
	return state;
}

static struct step_message message_of(enum step_message_kind kind)
{
	return (struct step_message){.kind = kind};
}

static struct step_message ill(struct performer *performer, const char *of_what)
{
	snprintf(performer->why, sizeof(performer->why),
		"%s%s: show that to whoever runs the centre; nothing is lost meanwhile",
		centre_why(performer->centre), of_what);
	return message_of(STEP_ILL);
}

static struct step_message request_ended(struct performer *performer)
{
	switch (await(performer, REQUEST_LIMIT_MS)) {
	case CENTRE_DONE:
		return message_of(STEP_ANSWERED);
	case CENTRE_REJECTED:
		return message_of(STEP_REJECTED);
	case CENTRE_ILL:
		return ill(performer, ", whatever it is told");
	case CENTRE_OLDER:
		text_copy(performer->why, sizeof(performer->why), "older");
		return message_of(STEP_TOO_NEW);
	case CENTRE_LOST:
	case CENTRE_WAITING:
		break;
	}
	return message_of(STEP_LOST);
}

static struct step_message failed(struct performer *performer, const char *doing,
	const struct error *error, enum step_message_kind kind)
{
	log_error(doing, error);
	text_copy(performer->why, sizeof(performer->why), error->detail);
	return message_of(kind);
}

static struct step_message stored(struct performer *performer, bool done, const struct error *error)
{
	return done ? message_of(STEP_DONE) : failed(performer, "store", error, STEP_FAILED);
}

/* ---- the centre ---- */

static struct step_message do_connect(struct performer *performer)
{
	performer->asked_ahead = false;
	centre_connect(performer->centre);
	enum centre_state state = await(performer, CONNECT_LIMIT_MS);
	if (state == CENTRE_ILL)
		return ill(performer, "");
	return message_of(state == CENTRE_DONE ? STEP_DONE : STEP_LOST);
}

/* A demo kiosk and a real centre do not know each other, whichever of the two notices. */
static bool may_go_on(const struct performer *performer)
{
	return strcmp(performer->hello.state, "active") == 0 &&
	       performer->hello.demo == store_enrolment(performer->store)->demo;
}

static struct step_message read_hello(struct performer *performer)
{
	struct step_message message = message_of(STEP_ANSWERED);
	struct error error = {0};

	if (!answer_read_hello(centre_answer(performer->centre), &performer->hello, &error))
		return failed(performer, "hello", &error, STEP_LOST);
	message.active = may_go_on(performer);
	message.epoch = performer->hello.epoch;
	message.last_seq = performer->hello.last_seq;
	message.keeps_last = message.last_seq > performer->hello.archived &&
			     outbox_keeps(performer->store, message.last_seq);
	message.next_poll_ms = performer->hello.next_poll_ms;
	if (!message.active)
		text_copy(performer->why, sizeof(performer->why), performer->hello.state);
	return message;
}

static struct step_message do_hello(struct performer *performer)
{
	const struct enrolment *enrolment = store_enrolment(performer->store);
	struct log_position position = outbox_position(performer->store);
	struct error error = {0};
	struct hello_request hello = {
		.install = enrolment->install,
		.epoch = position.epoch,
		.demo = enrolment->demo,
		.now_ms = clock_now_ms(),
		.length = position.length,
		.acked = position.acked,
	};

	if (store_read_failed(performer->store, &error))
		return stored(performer, false, &error);
	centre_hello(performer->centre, &hello);
	struct step_message message = request_ended(performer);
	return message.kind == STEP_ANSWERED ? read_hello(performer) : message;
}

static struct step_message read_push(struct performer *performer, int64_t first, int count)
{
	struct step_message message = message_of(STEP_ANSWERED);
	struct error error = {0};

	if (!answer_read_push(
		    centre_answer(performer->centre), first, count, &performer->push, &error))
		return failed(performer, "push", &error, STEP_LOST);
	message.control = performer->push.control;
	message.last_seq = first + count - 1;
	return message;
}

static struct step_message do_push(struct performer *performer, const struct step_effect *effect)
{
	struct outbox_change changes[PUSH_BATCH_MAX];
	struct push_request push = {
		.epoch = performer->hello.epoch,
		.install = store_enrolment(performer->store)->install,
		.now_ms = clock_now_ms(),
		.changes = changes,
	};

	push.count = outbox_read(performer->store, effect->first, BATCH_BYTES_MAX, changes,
		(int)(effect->seq - effect->first) + 1);
	if (push.count == 0)
		return message_of(STEP_FAILED);
	int64_t start_ms = clock_real_ms();
	centre_push(performer->centre, &push);
	struct step_message message = request_ended(performer);
	if (message.kind == STEP_ANSWERED)
		message = read_push(performer, effect->first, push.count);
	message.took_ms = (int)(clock_real_ms() - start_ms);
	return message;
}

static struct step_message read_park(struct performer *performer)
{
	struct step_message message = message_of(STEP_ANSWERED);
	struct error error = {0};

	if (!answer_read_park(centre_answer(performer->centre), &message.last_seq, &error))
		return failed(performer, "park", &error, STEP_LOST);
	return message;
}

static struct step_message do_park(struct performer *performer, int64_t seq)
{
	struct outbox_change change;

	if (outbox_read(performer->store, seq, BATCH_BYTES_MAX, &change, 1) != 1)
		return message_of(STEP_FAILED);
	log_warning("change %lld is parked: %s", (long long)seq, performer->why);
	centre_park(performer->centre, store_enrolment(performer->store)->install, seq, change.text,
		performer->why);
	struct step_message message = request_ended(performer);
	return message.kind == STEP_ANSWERED ? read_park(performer) : message;
}

static bool read_pull_answer(struct performer *performer, struct error *error)
{
	const char *text = centre_answer(performer->centre);
	size_t length;

	if (!performer->cursor.snapshot)
		return answer_read_news(text, performer->cursor.version, &performer->pull, error);
	const uint8_t *bytes = centre_rest(performer->centre, &length);
	return answer_read_snapshot(text, bytes, length, &performer->pull, error);
}

/* A snapshot's news follow it. One that has not begun yet, because the centre must first give
 * versions, has nothing to apply. */
static void count_snapshot(const struct pull_answer *pull, struct step_message *message)
{
	message->more = true;
	message->rows = pull->count + pull->card_count + pull->is_over;
}

static struct step_message read_pull(struct performer *performer)
{
	const struct pull_answer *pull = &performer->pull;
	struct step_message message = message_of(STEP_ANSWERED);
	struct error error = {0};

	answer_finish_pull(&performer->pull);
	if (!read_pull_answer(performer, &error))
		return failed(performer, "pull", &error, STEP_LOST);
	message.control = pull->control;
	message.recovering = pull->recovering;
	if (performer->cursor.snapshot) {
		count_snapshot(pull, &message);
		return message;
	}
	message.rows = pull->upto > performer->cursor.version ? pull->count + 1 : 0;
	message.more = pull->head > pull->upto;
	return message;
}

static void ask(struct performer *performer)
{
	centre_pull(performer->centre, performer->hello.epoch, &performer->cursor, PULL_PAGE_ROWS);
}

static struct step_message do_pull(struct performer *performer, int stream)
{
	struct stream_cursor cursors[STREAMS];

	if (!performer->asked_ahead) {
		outbox_cursors(performer->store, cursors);
		performer->cursor = cursors[stream];
		ask(performer);
	}
	performer->asked_ahead = false;
	struct step_message message = request_ended(performer);
	return message.kind == STEP_ANSWERED ? read_pull(performer) : message;
}

/* ---- the store ---- */

static struct step_message do_remember(struct performer *performer)
{
	struct error error = {0};
	bool done = outbox_remember_centre(performer->store, performer->hello.epoch,
			    performer->hello.now_ms, &error) &&
		    outbox_note_archived(performer->store, performer->hello.archived, &error);

	return stored(performer, done, &error);
}

/* A wrong clock would give every lease back, since all sessions seem to be over, and ask for those of
 * next year; and nobody would be told of a promise for what seems to be over. Whose clock is wrong is for
 * people: nothing is asked, given back or dropped. */
static bool clock_agrees(struct performer *performer)
{
	bool agrees = store_clock_agrees(performer->store, clock_now_ms(), clock_boot_ms());

	if (!agrees && !performer->told_clock)
		log_warning("this clock and the centre's differ: no places are asked for or given "
			    "back and no promise is dropped until they agree");
	performer->told_clock = !agrees;
	return agrees;
}

static struct step_message do_plan_leases(struct performer *performer)
{
	struct error error = {0};

	if (!clock_agrees(performer))
		return message_of(STEP_DONE);
	return stored(
		performer, outbox_plan_leases(performer->store, clock_now_ms(), &error), &error);
}

static struct step_message do_end_rereading(struct performer *performer)
{
	struct error error = {0};

	if (!clock_agrees(performer))
		return message_of(STEP_DONE);
	return stored(
		performer, outbox_end_rereading(performer->store, clock_now_ms(), &error), &error);
}

static struct step_message do_mark_sent(struct performer *performer, int64_t seq)
{
	struct error error = {0};

	return stored(performer, outbox_mark_sent(performer->store, seq, &error), &error);
}

/* What a person at the terminal wants to know; what a kiosk asks for itself is no news. */
static void print_refusal(struct performer *performer, const struct change_verdict *verdict)
{
	struct outbox_change change;

	if (outbox_read(performer->store, verdict->seq, BATCH_BYTES_MAX, &change, 1) != 1)
		return;
	json_t *json = json_loads(change.text, 0, NULL);
	const char *kind = json_string_value(json_object_get(json, "kind"));
	if (!kind || change_is_visitors(change_kind_named(kind)))
		printf("change %lld (%.32s) was %s: %s\n", (long long)verdict->seq,
			kind ? kind : "of no kind", verdict_name(verdict->verdict),
			verdict->reason);
	json_decref(json);
}

/* Small transactions, too: see do_apply(). */
static struct step_message do_take_verdicts(struct performer *performer)
{
	const struct push_answer *push = &performer->push;
	struct error error = {0};
	bool done = true;

	for (int i = 0; done && i < push->count; i += VERDICTS_MAX) {
		int count = push->count - i < VERDICTS_MAX ? push->count - i : VERDICTS_MAX;
		done = outbox_take_verdicts(performer->store, &push->verdicts[i], count, &error);
	}

	for (int i = 0; done && performer->once && i < push->count; i++)
		if (push->verdicts[i].verdict == VERDICT_REFUSED ||
			push->verdicts[i].verdict == VERDICT_QUARANTINED)
			print_refusal(performer, &push->verdicts[i]);
	return stored(performer, done, &error);
}

/* As it will be on the disk when `pull` is. */
static struct stream_cursor cursor_behind(
	const struct stream_cursor *cursor, const struct pull_answer *pull)
{
	struct stream_cursor behind = *cursor;

	if (!cursor->snapshot) {
		behind.version = pull->upto;
		return behind;
	}
	if (!*cursor->place)
		behind.version = pull->head;
	behind.snapshot = !pull->is_over;
	text_copy(behind.place, sizeof(behind.place), pull->place);
	return behind;
}

/* The centre looks for the next page while this one is written. */
static struct step_message do_apply(struct performer *performer, const struct step_effect *effect)
{
	const struct pull_answer *pull = &performer->pull;
	struct stream_cursor behind = cursor_behind(&performer->cursor, pull);
	struct feed_page page = {
		.stream = behind.name,
		.rows = pull->rows,
		.count = pull->count,
		.cards = pull->cards,
		.card_count = pull->card_count,
		.upto = behind.version,
		.compacted = pull->compacted,
		.place = performer->cursor.snapshot ? behind.place : NULL,
	};
	struct error error = {0};

	performer->cursor = behind;
	performer->asked_ahead = effect->more;
	if (effect->more)
		ask(performer);
	bool done = outbox_apply_feed(performer->store, &page, &error);
	answer_finish_pull(&performer->pull);
	return stored(performer, done, &error);
}

static struct step_message do_begin_rereading(struct performer *performer)
{
	struct error error = {0};

	log_warning("this kiosk was away for too long to hear what is no more: all is read anew");
	return stored(performer, outbox_begin_rereading(performer->store, &error), &error);
}

/* ---- the rest ---- */

static struct step_message do_wait(struct performer *performer, const struct step_effect *effect)
{
	int64_t until_ms = clock_real_ms() + effect->wait_ms;

	while (!performer->starter.stopped && !(effect->nudge && performer->starter.nudged)) {
		short events;
		bool more = !store_is_newer(performer->store) &&
			    forget_some(performer->store, &performer->forgetting);
		int64_t piece_ms = clock_real_ms() + FORGET_GAP_MS;
		more = more && piece_ms < until_ms;
		if (!wait_until(performer, more ? piece_ms : until_ms)) {
			if (more)
				continue;
			break;
		}
		if (centre_descriptor(performer->centre, &events) >= 0 &&
			centre_progress(performer->centre) == CENTRE_LOST) {
			text_copy(performer->why, sizeof(performer->why),
				centre_why(performer->centre));
			return message_of(STEP_LOST);
		}
	}
	performer->starter.nudged = false;
	return message_of(STEP_WOKEN);
}

static struct step_message do_one(struct performer *performer, const struct step_effect *effect)
{
	switch (effect->kind) {
	case EFFECT_CONNECT:
		return do_connect(performer);
	case EFFECT_HELLO:
		return do_hello(performer);
	case EFFECT_REMEMBER:
		return do_remember(performer);
	case EFFECT_PLAN_LEASES:
		return do_plan_leases(performer);
	case EFFECT_MARK_SENT:
		return do_mark_sent(performer, effect->seq);
	case EFFECT_PUSH:
		return do_push(performer, effect);
	case EFFECT_TAKE_VERDICTS:
		return do_take_verdicts(performer);
	case EFFECT_PARK:
		return do_park(performer, effect->seq);
	case EFFECT_PULL:
		return do_pull(performer, effect->stream);
	case EFFECT_APPLY:
		return do_apply(performer, effect);
	case EFFECT_BEGIN_REREADING:
		return do_begin_rereading(performer);
	case EFFECT_END_REREADING:
		return do_end_rereading(performer);
	case EFFECT_TELL_SYNCED:
		starter_tell_synced(&performer->starter);
		return message_of(STEP_DONE);
	case EFFECT_WAIT:
		return do_wait(performer, effect);
	case EFFECT_FINISH:
		break;
	}
	assert(!"finishing is the caller's");
	return message_of(STEP_LOST);
}

static uint32_t random_number(void)
{
	uint32_t number = 0;

	if (getrandom(&number, sizeof(number), 0) != sizeof(number))
		number = (uint32_t)clock_real_ms();
	return number;
}

/* A newer program's file: its log goes out, and all that would be written down but for "sent" is left
 * to that program, which gets the same answers again. */
static bool is_left_alone(enum step_effect_kind kind)
{
	return kind == EFFECT_REMEMBER || kind == EFFECT_PLAN_LEASES ||
	       kind == EFFECT_TAKE_VERDICTS || kind == EFFECT_PULL ||
	       kind == EFFECT_BEGIN_REREADING || kind == EFFECT_END_REREADING;
}

static struct step_message only_send(struct performer *performer, const struct step_effect *effect)
{
	if (!is_left_alone(effect->kind))
		return do_one(performer, effect);
	return message_of(effect->kind == EFFECT_PULL ? STEP_ANSWERED : STEP_DONE);
}

struct step_message perform(struct performer *performer, const struct step_effect *effect)
{
	struct step_message message = store_is_newer(performer->store)
					      ? only_send(performer, effect)
					      : do_one(performer, effect);
	struct error error = {0};
	struct log_position position = outbox_position(performer->store);

	if (store_read_failed(performer->store, &error))
		message = stored(performer, false, &error);
	message.position = position;
	message.random = random_number();
	return message;
}

void perform_finish(struct performer *performer)
{
	answer_finish_pull(&performer->pull);
	centre_destroy(performer->centre);
	store_close(performer->store);
}
