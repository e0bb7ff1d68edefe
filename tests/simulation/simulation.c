/* One thread: the next thing that is due happens, then all promises are looked at. */
#include "simulation.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "accidents.h"
#include "invariants.h"
#include "kiosk_model.h"
#include "ledger.h"
#include "network.h"
#include "restores.h"
#include "staff.h"
#include "trace.h"
#include "visitors.h"

enum { ALL_EVERY_STEPS = 1000, DRAIN_STEPS = 60000 };

static const int64_t begin_ms = INT64_C(1796000000000);
static int64_t visitor_due_ms;
static int where; /* the machine where people are */
static double days;

/* ---- a life ---- */

static void begin(uint64_t seed)
{
	chance_seed(seed);
	centre = calloc(1, sizeof(*centre));
	ledger = calloc(1, sizeof(*ledger));
	assert(centre && ledger);
	now_ms = begin_ms;
	broken = NULL;
	healed = false;
	centre->epoch = 1;
	network_clear();
	for (int role = 0; role < options.kiosks; role++)
		machine_install(role);
	staff_begin();
	accidents_begin();
	visitors_begin();
	visitor_due_ms = now_ms + MINUTE_MS;
	where = 0;
}

static void end(void)
{
	trace_close();
	restores_end();
	days += (double)(now_ms - begin_ms) / (double)DAY_MS;
	for (int i = 0; i < MACHINES_MAX; i++)
		if (machines[i].state != MACHINE_EMPTY)
			machine_scrap(&machines[i]);
	free(centre);
	free(ledger);
}

double simulation_days(void)
{
	return days;
}

/* ---- a step ---- */

static struct machine *next_machine(void)
{
	struct machine *next = &machines[0];

	for (int i = 1; i < MACHINES_MAX; i++)
		if (machine_due_ms(&machines[i]) < machine_due_ms(next))
			next = &machines[i];
	return next;
}

static bool is_awake(const struct machine *machine)
{
	return machine->state == MACHINE_RUNNING && machine->asleep_until_ms <= now_ms;
}

/* People come in waves, to one kiosk, and do several things there. */
static void somebody_comes(void)
{
	visitor_due_ms = now_ms + (one_in(4) ? chance_ms(4 * (int64_t)MINUTE_MS) : 4 * SECOND_MS);
	if (one_in(2))
		where = (int)chance_below(MACHINES_MAX);
	for (int tries = 0; tries < MACHINES_MAX && !is_awake(&machines[where]); tries++)
		where = (int)chance_below(MACHINES_MAX);
	for (uint32_t acts = 1 + chance_below(24); acts > 0 && is_awake(&machines[where]); acts--)
		visitor_comes(&machines[where]);
}

static int64_t earlier(int64_t one_ms, int64_t other_ms)
{
	return one_ms < other_ms ? one_ms : other_ms;
}

static bool people_act(int64_t before_ms)
{
	int64_t next_ms = earlier(visitor_due_ms, earlier(staff_due_ms(), accidents_due_ms()));

	if (healed || next_ms > before_ms)
		return false;
	now_ms = next_ms > now_ms ? next_ms : now_ms;
	if (next_ms == visitor_due_ms)
		somebody_comes();
	else if (next_ms == staff_due_ms())
		staff_run();
	else
		accidents_run();
	return true;
}

static void happen(void)
{
	struct machine *machine = next_machine();
	int64_t machine_ms = machine_due_ms(machine), network_ms = network_due_ms();
	int64_t next_ms = earlier(machine_ms, network_ms);

	if (!people_act(next_ms)) {
		now_ms = next_ms > now_ms ? next_ms : now_ms;
		if (network_ms <= machine_ms)
			network_run();
		else
			machine_run(machine);
	}
	invariants_touched();
}

/* ---- healing ---- */

static bool is_at_rest(const struct machine *machine)
{
	const struct disk *disk = machine->disk;

	return disk->position.acked == disk->position.length && machine->sync.phase == PHASE_IDLE &&
	       !disk->position.rereads && epoch_number(disk->position.epoch) == centre->epoch &&
	       disk->cursor[0] == centre->branch_head && disk->cursor[1] == centre->global_head &&
	       disk->cursor[2] == centre->kiosk_head[disk->role];
}

static bool all_at_rest(void)
{
	for (int i = 0; i < MACHINES_MAX; i++)
		if (machines[i].state == MACHINE_RUNNING && !is_at_rest(&machines[i]))
			return false;
	return true;
}

static void come_to_rest(void)
{
	int steps = 0;

	while (!broken && !all_at_rest() && steps++ < DRAIN_STEPS) {
		happen();
		if (steps % 50 == 0)
			accidents_tend();
	}
	require(all_at_rest(), "L1: a healed world comes to rest");
}

/* What is only a copy goes; it had nothing to say, or it would have been found out. */
static void heal(void)
{
	healed = true;
	accidents_end();
	come_to_rest();
	while (!broken && (accidents_scrap_copies() || accidents_bring_back()))
		come_to_rest();
	accidents_write_off_lost();
	if (!broken)
		come_to_rest();
	if (!broken)
		invariants_at_rest();
	healed = false;
}

const char *simulation_live(const struct options *wanted)
{
	options = *wanted;
	broken = NULL;
	for (step_number = 0; step_number < wanted->steps && !broken;) {
		begin(options.seed + (uint64_t)(step_number / LIFE_STEPS) * LIFE_SEEDS);
		do {
			happen();
			step_number++;
			if (step_number % ALL_EVERY_STEPS == 0 && !broken)
				invariants_all();
			if ((step_number % ROUND_STEPS == 0 || step_number == wanted->steps) &&
				!broken)
				heal();
		} while (step_number % LIFE_STEPS != 0 && step_number < wanted->steps && !broken);
		end();
	}
	return broken;
}
