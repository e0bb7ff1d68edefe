/* One accident at a time, to one kiosk; what staff do about it later. */
#include "accidents.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk_model.h"
#include "ledger.h"
#include "mutations.h"
#include "restores.h"

static int64_t due_ms;

/* ---- disks that are gone, or two ---- */

/* What may be spent twice, or never heard of again, is nobody's sum. */
static void doubt(int install)
{
	for (int i = 1; i <= ledger->leases; i++) {
		struct lease_sums *sums = &ledger->sums[i];
		if (sums->install != install || sums->doubtful)
			continue;
		sums->doubtful = true;
		ledger->pending[sums->session][group_of((enum lease_pool)centre->leases[i].pool)] -=
			sums->pending;
	}
}

static void lose(int booking)
{
	ledger->told[booking].lost = true;
}

/* Whatever the centre has not heard from this disk it will never hear. */
static void lose_unheard(const struct disk *disk)
{
	const struct centre_log *log = &centre->logs[disk->install];

	for (int64_t seq = 1; seq <= disk->position.length; seq++) {
		if (seq <= log->last && log->changes[seq].id == disk->log[seq].id)
			continue;
		lose(disk->log[seq].booking);
		lose(disk->log[seq].from);
	}
	for (int i = 1; i <= ledger->bookings; i++)
		if (disk->bookings[i].untold)
			lose(i);
}

static void scrap(struct machine *machine)
{
	if (machine->twin) {
		machines[machine->twin - 1].twin = 0;
		machines[machine->twin - 1].suspect = false;
	}
	lose_unheard(machine->disk);
	machine_scrap(machine);
	restores_lose_promotions();
}

void accident_heard(int number, const struct request *request)
{
	struct machine *machine = &machines[number];
	const struct centre_log *log = &centre->logs[request->install];
	int64_t next = log->last + 1;

	if (!machine->twin || !machine->suspect || machine->disk->install != request->install ||
		(request->kind != EFFECT_PUSH && request->kind != EFFECT_PARK) ||
		request->first > next || request->first + request->count <= next)
		return;
	struct machine *twin = &machines[machine->twin - 1];
	bool says_same = twin->disk->position.length >= next &&
			 twin->disk->log[next].id == request->changes[next - request->first].id;
	bool says_so = next == 1 || request->first == next ||
		       log->changes[next - 1].id == request->changes[next - 1 - request->first].id;
	if (says_same || !says_so)
		return;
	twin->suspect = true;
	machine->suspect = false;
}

static void copy_disk(struct machine *machine)
{
	int role = machine->disk->role;
	struct machine *copy = machine_install(role);

	if (!copy)
		return;
	doubt(machine->disk->install);
	if (!ledger->copied_in[machine->disk->install])
		ledger->copied_in[machine->disk->install] = centre->epoch;
	memcpy(copy->disk, machine->disk, sizeof(struct disk));
	copy->twin = machine_number(machine) + 1;
	copy->suspect = true;
	machine->twin = machine_number(copy) + 1;
	machine_start(copy);
}

/* ---- replacing ---- */

/* Some think of it only when the new one is turned away: accidents_tend(). */
static void release_now_or_later(int role)
{
	if (one_in(2))
		centre_release(role);
}

static void replace(struct machine *machine, bool burnt)
{
	int role = machine->disk->role;

	if (!machine_install(role))
		return;
	machine->state = MACHINE_STORED;
	if (burnt) {
		doubt(machine->disk->install);
		scrap(machine);
	}
	release_now_or_later(role);
}

static struct machine *stored(void)
{
	for (int i = 0; i < MACHINES_MAX; i++)
		if (machines[i].state == MACHINE_STORED)
			return &machines[i];
	return NULL;
}

/* In the place of the one that is in use, which goes into the cupboard. */
static void swap_in(struct machine *machine)
{
	struct machine *used = machine_of(machine->disk->role);

	if (used && used->twin)
		return;
	if (used)
		used->state = MACHINE_STORED;
	machine->state = MACHINE_RUNNING;
	machine->boot_ms = now_ms;
	release_now_or_later(machine->disk->role);
	machine_start(machine);
}

bool accidents_bring_back(void)
{
	struct machine *machine = stored();

	if (!machine)
		return false;
	struct machine *used = machine_of(machine->disk->role);
	swap_in(machine);
	if (used) {
		doubt(used->disk->install);
		scrap(used);
	}
	return true;
}

bool accidents_scrap_copies(void)
{
	for (int i = 0; i < MACHINES_MAX; i++)
		if (machines[i].state == MACHINE_RUNNING && machines[i].suspect) {
			scrap(&machines[i]);
			return true;
		}
	return false;
}

/* Of two copies of a disk one may have been refused what the other one was given. */
static bool is_stranded(int number)
{
	const struct centre_lease *lease = &centre->leases[number];
	int install = ledger->sums[number].install;
	const struct machine *machine = machine_of(lease->role);

	if (!lease->open)
		return false;
	return !machine_disk_exists(install) ||
	       (ledger_has_two_answers(install) && machine &&
		       !store_lease(machine->disk, lease->session, number));
}

void accidents_write_off_lost(void)
{
	for (int i = 1; i <= ledger->leases; i++)
		if (is_stranded(i))
			centre_write_off(i);
}

/* By a named person, who is shown how many promises may break. */
static void write_off_any(void)
{
	int lease = 0;

	for (int tries = 0; tries < 20 && (lease <= 0 || !centre->leases[lease].open); tries++)
		lease = ledger->leases - (int)chance_below(400);
	for (int door = lease; door > 0 && !one_in(10); door--)
		if (centre->leases[door].open && centre->leases[door].pool == POOL_DOOR)
			lease = door;
	if (lease <= 0 || !centre->leases[lease].open)
		return;
	if (!ledger->sums[lease].doubtful)
		ledger->pending[centre->leases[lease].session]
			       [group_of((enum lease_pool)centre->leases[lease].pool)] -=
			ledger->sums[lease].pending;
	ledger->sums[lease].doubtful = true;
	centre_write_off(lease);
}

/* ---- what staff see ---- */

static bool has_said_all(const struct machine *machine)
{
	const struct disk *disk = machine->disk;
	const struct centre_role *role = &centre->roles[disk->role];

	return role->install == disk->install && role->last_seq == disk->position.length &&
	       epoch_number(disk->position.epoch) == centre->epoch;
}

static bool is_waited_for_in_vain(void)
{
	for (int i = 0; i < MACHINES_MAX; i++)
		if (machines[i].state == MACHINE_RUNNING && !machines[i].suspect &&
			!has_said_all(&machines[i]))
			return false;
	return centre->recovering;
}

bool accidents_tend(void)
{
	if (healed && is_waited_for_in_vain())
		return restores_unfreeze();
	for (int i = 0; i < MACHINES_MAX; i++) {
		struct machine *machine = &machines[i];
		if (machine->state != MACHINE_RUNNING)
			continue;
		if (machine->sync.trouble == TROUBLE_FORKED) {
			scrap(machine);
			return true;
		}
		if (machine->sync.trouble == TROUBLE_REFUSED &&
			centre->roles[machine->disk->role].install != machine->disk->install &&
			centre->roles[machine->disk->role].install != 0) {
			centre_release(machine->disk->role);
			return true;
		}
	}
	return false;
}

/* ---- one accident ---- */

static void jump_clock(struct machine *machine)
{
	int64_t by_ms = chance_ms(12 * (int64_t)HOUR_MS);

	by_ms = by_ms > 48 * (int64_t)HOUR_MS ? 48 * (int64_t)HOUR_MS : by_ms;
	machine->wall_offset_ms = one_in(2) ? by_ms : -by_ms;
	machine->clock_right_ms = now_ms + chance_ms(6 * (int64_t)HOUR_MS);
}

static void drift(struct machine *machine)
{
	machine->wall_offset_ms += (now_ms - machine->drift_from_ms) * machine->drift_ppm / 1000000;
	machine->drift_from_ms = now_ms;
	machine->drift_ppm = (int)chance_below(401) - 200;
}

/* NORMAL instead of FULL: the last transaction is not there after a power cut. */
static void lose_last(struct disk *disk)
{
	struct change *last = &disk->log[disk->position.length];
	struct kiosk_lease *lease;

	if (!broken_by(POWER_CUT_LOSES_LAST) || disk->position.length <= disk->position.sent ||
		(last->kind != CHANGE_BOOK && last->kind != CHANGE_WAIT))
		return;
	lease = last->lease ? store_lease(disk, last->session, last->lease) : NULL;
	if (lease) {
		lease->left += last->people;
		ledger->sums[last->lease].left = lease->left;
	}
	if (!last->lease || lease) {
		ledger_taken(last, ledger_spends(last));
		disk->bookings[last->booking].state = BOOKING_CANCELLED;
		disk->position.length--;
	}
}

static void restart(struct machine *machine)
{
	if (fault_strikes(FAULT_REBOOT, 2)) {
		lose_last(machine->disk);
		machine->boot_ms = now_ms;
		machine_restart(machine);
	} else if (fault_strikes(FAULT_KILL, 1)) {
		machine_restart(machine);
	}
}

static void disturb(struct machine *machine)
{
	if (fault_strikes(FAULT_PARTITION, 5))
		machine->cut_until_ms = now_ms + (one_in(10) ? chance_ms(3 * DAY_MS)
							     : chance_ms(2 * (int64_t)HOUR_MS));
	else if (fault_strikes(FAULT_SUSPEND, 14))
		machine->asleep_until_ms = now_ms + chance_ms(4 * (int64_t)HOUR_MS);
	else if (fault_strikes(FAULT_CLOCK_JUMP, 12))
		jump_clock(machine);
	else if (fault_strikes(FAULT_DRIFT, 12))
		drift(machine);
	else if (one_in(2))
		restart(machine);
}

static void exchange(struct machine *machine)
{
	struct machine *other = stored();

	if (machine->twin)
		return;
	if (fault_strikes(FAULT_BURNT, 4))
		replace(machine, true);
	else if (fault_strikes(FAULT_CUPBOARD, 4))
		replace(machine, false);
	else if (other && fault_strikes(FAULT_COME_BACK, 2))
		swap_in(other);
	else if (fault_strikes(FAULT_COPIED, 1))
		copy_disk(machine);
}

int64_t accidents_due_ms(void)
{
	return due_ms;
}

void accidents_begin(void)
{
	restores_begin();
	due_ms = now_ms + HOUR_MS;
}

void accidents_run(void)
{
	struct machine *machine = machine_of((int)chance_below((uint32_t)options.kiosks));

	due_ms = now_ms + chance_ms(3 * (int64_t)MINUTE_MS);
	for (int i = 0; i < MACHINES_MAX; i++)
		if (machines[i].clock_right_ms && machines[i].clock_right_ms < now_ms)
			machines[i].wall_offset_ms = machines[i].clock_right_ms = 0;
	restores_run();
	if (one_in(4) && accidents_tend())
		return;
	if (fault_strikes(FAULT_WRITE_OFF, 5))
		write_off_any();
	if (!machine)
		return;
	if (one_in(12))
		exchange(machine);
	else
		disturb(machine);
}

void accidents_end(void)
{
	restores_heal();
	for (int i = 0; i < MACHINES_MAX; i++) {
		struct machine *machine = &machines[i];
		machine->wall_offset_ms = machine->clock_right_ms = 0;
		machine->drift_ppm = 0;
		machine->drift_from_ms = now_ms;
		machine->cut_until_ms = machine->asleep_until_ms = 0;
	}
}
