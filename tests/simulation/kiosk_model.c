/* kiosk/sync/main.c and perform.c without their I/O: does what sync_step() says, and tells it how it ended. */
#include "kiosk_model.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ledger.h"
#include "mutations.h"
#include "network.h"

enum { DEADLINE_MS = 10 * SECOND_MS, CLOCK_DOUBT_MS = 2 * MINUTE_MS };

struct machine machines[MACHINES_MAX];

int machine_number(const struct machine *machine)
{
	return (int)(machine - machines);
}

bool machine_disk_exists(int install)
{
	for (int i = 0; i < MACHINES_MAX; i++)
		if (machines[i].state != MACHINE_EMPTY && machines[i].disk->install == install)
			return true;
	return false;
}

struct machine *machine_of(int role)
{
	for (int i = 0; i < MACHINES_MAX; i++)
		if (machines[i].state == MACHINE_RUNNING && machines[i].disk->role == role &&
			!machines[i].suspect)
			return &machines[i];
	return NULL;
}

/* ---- its clocks ---- */

static int64_t drifted_ms(const struct machine *machine)
{
	return (now_ms - machine->drift_from_ms) * machine->drift_ppm / 1000000;
}

int64_t machine_wall_ms(const struct machine *machine)
{
	return now_ms + machine->wall_offset_ms + drifted_ms(machine);
}

int64_t machine_boot_ms(const struct machine *machine)
{
	return now_ms - machine->boot_ms + drifted_ms(machine);
}

static bool clocks_agree(const struct machine *machine, int64_t then_ms, int64_t then_boot_ms)
{
	int64_t since_ms = machine_wall_ms(machine) - then_ms;

	return llabs(since_ms - (machine_boot_ms(machine) - then_boot_ms)) <= CLOCK_DOUBT_MS;
}

bool machine_clock_agrees(const struct machine *machine)
{
	const struct disk *disk = machine->disk;

	return disk->centre_ms > 0 && machine_boot_ms(machine) >= disk->centre_boot_ms &&
	       clocks_agree(machine, disk->centre_ms, disk->centre_boot_ms);
}

static int64_t clock_floor_ms(const struct disk *disk)
{
	int64_t last_ms = disk->log[disk->position.length].at_ms;

	return disk->centre_ms > last_ms ? disk->centre_ms : last_ms;
}

bool machine_clock_is_unsure(struct machine *machine)
{
	bool moved = machine->is_sure &&
		     !clocks_agree(machine, machine->sure_wall_ms, machine->sure_boot_ms);
	bool below = machine_wall_ms(machine) + CLOCK_DOUBT_MS < clock_floor_ms(machine->disk);

	if ((moved || below) && !machine_clock_agrees(machine))
		return true;
	machine->is_sure = true;
	machine->sure_wall_ms = machine_wall_ms(machine);
	machine->sure_boot_ms = machine_boot_ms(machine);
	return false;
}

bool machine_is_cut(const struct machine *machine)
{
	return machine->cut_until_ms > now_ms;
}

int64_t machine_due_ms(const struct machine *machine)
{
	if (machine->state != MACHINE_RUNNING)
		return INT64_MAX;
	return machine->due_ms > machine->asleep_until_ms ? machine->due_ms
							  : machine->asleep_until_ms;
}

/* ---- what it does ---- */

static bool is_request(enum step_effect_kind kind)
{
	return kind == EFFECT_HELLO || kind == EFFECT_PUSH || kind == EFFECT_PARK ||
	       kind == EFFECT_PULL;
}

static void send(struct machine *machine)
{
	static struct request request;
	const struct step_effect *effect = &machine->effect;
	const struct disk *disk = machine->disk;
	bool skips = broken_by(PUSH_SKIPS_ONE) && effect->kind == EFFECT_PUSH &&
		     effect->seq > effect->first;

	request.kind = effect->kind;
	request.role = disk->role;
	request.install = disk->install;
	request.epoch = epoch_number(disk->position.epoch);
	request.acked = disk->position.acked;
	request.stream = effect->stream;
	request.after = disk->cursor[effect->stream];
	request.first = effect->kind == EFFECT_PUSH ? effect->first + skips : effect->seq;
	request.count = 0;
	if (effect->kind == EFFECT_PUSH || effect->kind == EFFECT_PARK)
		for (int64_t seq = request.first; seq <= effect->seq; seq++) {
			request.priors[request.count] = disk->answers[seq];
			request.changes[request.count++] = disk->log[seq];
		}
	machine->waits = true;
	if (effect->kind != EFFECT_PARK || !broken_by(NEVER_PARKS))
		machine->request = network_send(machine_number(machine), &request);
}

static int64_t takes_ms(const struct step_effect *effect)
{
	if (effect->kind == EFFECT_WAIT)
		return effect->wait_ms;
	if (is_request(effect->kind))
		return DEADLINE_MS;
	return 2 + chance_below(40);
}

/* Who is cut off for days tries each minute, and a minute of those is like any other. */
static int64_t patience_ms(const struct machine *machine)
{
	bool tries = machine->effect.kind == EFFECT_WAIT && machine_is_cut(machine);

	return tries ? chance_ms((machine->cut_until_ms - now_ms) / 6) : 0;
}

static void tell(struct machine *machine, struct step_message message)
{
	message.position = machine->disk->position;
	message.random = chance();
	machine->effect = sync_step(&machine->sync, &message);
	machine->due_ms = now_ms + takes_ms(&machine->effect) + patience_ms(machine);
	require(machine->sync.trouble != TROUBLE_FORKED || machine->twin,
		"a kiosk is not taken for a copy of itself");
	if (is_request(machine->effect.kind))
		send(machine);
}

void machine_start(struct machine *machine)
{
	machine->waits = false;
	sync_start(&machine->sync, false);
	machine->sync.batch_limit = OUTBOX_BATCH_MAX;
	tell(machine, (struct step_message){.kind = STEP_STARTED});
}

static void write_down(struct machine *machine)
{
	struct disk *disk = machine->disk;
	int64_t wall_ms = machine_wall_ms(machine);

	switch ((int)machine->effect.kind) {
	case EFFECT_REMEMBER:
		store_remember(
			disk, machine->reply.message.epoch, now_ms, machine_boot_ms(machine));
		if (broken_by(DROPPED_BEFORE_THE_END))
			store_end_rereading(disk, wall_ms);
		break;
	case EFFECT_END_REREADING:
		if (machine_clock_agrees(machine))
			store_end_rereading(disk, wall_ms);
		break;
	case EFFECT_PLAN_LEASES:
		if (machine_clock_agrees(machine))
			store_plan_leases(disk, wall_ms);
		break;
	case EFFECT_MARK_SENT:
		store_mark_sent(disk, machine->effect.seq);
		break;
	case EFFECT_TAKE_VERDICTS:
		store_take_verdicts(disk, &machine->reply, wall_ms);
		break;
	case EFFECT_APPLY:
		store_apply(disk, machine->sync.stream, &machine->reply, wall_ms);
		break;
	default:
		break;
	}
}

static bool is_write(enum step_effect_kind kind)
{
	return kind != EFFECT_CONNECT && kind != EFFECT_WAIT && !is_request(kind);
}

/* After a power cut the mark may be older than what has left: it was not on the disk in time. */
static void lose_the_mark(struct disk *disk)
{
	if (broken_by(SENT_MARK_LOST) && disk->position.sent > disk->position.acked)
		disk->position.sent = disk->position.acked;
}

void machine_restart(struct machine *machine)
{
	if (!machine->waits && is_write(machine->effect.kind) && one_in(2))
		write_down(machine);
	lose_the_mark(machine->disk);
	machine->is_sure = false;
	machine_start(machine);
	machine->due_ms = now_ms + chance_ms(20 * SECOND_MS);
}

static struct step_message outcome(struct machine *machine)
{
	enum step_effect_kind kind = machine->effect.kind;

	if (machine->waits)
		return (struct step_message){.kind = STEP_LOST};
	if (kind == EFFECT_HELLO)
		machine->reply.message.keeps_last = machine->reply.message.last_seq > 0;
	if (is_request(kind))
		return machine->reply.message;
	if (kind == EFFECT_WAIT)
		return (struct step_message){.kind = STEP_WOKEN};
	if (kind == EFFECT_CONNECT)
		return (struct step_message){
			.kind = machine_is_cut(machine) ? STEP_LOST : STEP_DONE};
	if (kind != EFFECT_TELL_SYNCED && fault_strikes(FAULT_STORE_BUSY, 400))
		return (struct step_message){.kind = STEP_FAILED};
	write_down(machine);
	return (struct step_message){.kind = STEP_DONE};
}

void machine_run(struct machine *machine)
{
	struct step_message message = outcome(machine);

	machine->waits = false;
	tell(machine, message);
}

void machine_nudge(struct machine *machine)
{
	if (machine->effect.kind == EFFECT_WAIT && machine->effect.nudge)
		machine->due_ms = now_ms + 5;
}

void machine_take_answer(struct machine *machine, uint32_t request, const struct reply *reply)
{
	bool late = broken_by(LATE_ANSWER_BELIEVED) && machine->waits &&
		    machine->effect.kind == EFFECT_PUSH && reply->answer_count > 0;

	if (machine->state != MACHINE_RUNNING || !machine->waits ||
		(machine->request != request && !late))
		return;
	machine->reply.message = reply->message;
	machine->reply.answer_count = reply->answer_count;
	machine->reply.row_count = reply->row_count;
	machine->reply.first = reply->first;
	memcpy(machine->reply.answers, reply->answers,
		sizeof(reply->answers[0]) * (size_t)reply->answer_count);
	memcpy(machine->reply.rows, reply->rows, sizeof(reply->rows[0]) * (size_t)reply->row_count);
	if (late && machine->request != request) {
		machine->reply.first = machine->effect.first;
		machine->reply.message.last_seq = machine->effect.seq;
	}
	machine->waits = false;
	machine->due_ms = now_ms;
	if (machine->asleep_until_ms <= now_ms)
		machine_run(machine);
}

/* ---- disks ---- */

struct machine *machine_install(int role)
{
	for (int i = 0; i < MACHINES_MAX; i++) {
		struct machine *machine = &machines[i];
		if (machine->state != MACHINE_EMPTY || ledger->installs == INSTALLS_MAX - 1)
			continue;
		*machine = (struct machine){.state = MACHINE_RUNNING,
			.boot_ms = now_ms - SECOND_MS,
			.drift_from_ms = now_ms};
		machine->disk = calloc(1, sizeof(struct disk));
		assert(machine->disk);
		machine->disk->role = role;
		machine->disk->install = ++ledger->installs;
		machine->disk->first_session = machine->disk->end_session = 1;
		machine_start(machine);
		return machine;
	}
	return NULL;
}

void machine_scrap(struct machine *machine)
{
	free(machine->disk);
	*machine = (struct machine){0};
}
