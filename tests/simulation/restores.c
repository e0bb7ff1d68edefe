/* A copy of the centre is what is in use of its struct. */
#include "restores.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "centre_internal.h"
#include "counts.h"
#include "kiosk_model.h"
#include "ledger.h"
#include "mutations.h"
#include "network.h"

struct copy {
	struct centre *centre;
	int64_t made_ms; /* 0: none */
};

static struct copy backup, standby;
static int64_t takes_over_ms, import_ms; /* 0: never */
static struct centre_session programme[SESSIONS_MAX];
static int programme_count;

#define COPY_FIRST(field, count)                                                                   \
	memcpy(to->field, from->field, sizeof(from->field[0]) * (size_t)(count))

static void copy_logs(struct centre *to, const struct centre *from)
{
	for (int i = 1; i <= ledger->installs; i++) {
		int64_t last = from->logs[i].last;
		to->logs[i].last = last;
		COPY_FIRST(logs[i].changes, last + 1);
		COPY_FIRST(logs[i].answers, last + 1);
	}
}

static void copy_bookings(struct centre *to, const struct centre *from)
{
	int count = ledger->bookings + 1;

	COPY_FIRST(bookings, count);
	COPY_FIRST(came, count);
	COPY_FIRST(cancelled_early, count);
	COPY_FIRST(still_coming, count);
	COPY_FIRST(given_up, count);
	COPY_FIRST(named, count);
	COPY_FIRST(aside, count);
	COPY_FIRST(not_kept, count);
}

static void copy_centre(struct centre *to, const struct centre *from)
{
	to->epoch = from->epoch;
	to->recovering = from->recovering;
	COPY_FIRST(roles, ROLES_MAX);
	COPY_FIRST(installed_at, INSTALLS_MAX);
	to->elsewhere = from->elsewhere;
	copy_logs(to, from);
	to->session_count = from->session_count;
	COPY_FIRST(sessions, SESSIONS_MAX);
	COPY_FIRST(leases, ledger->leases + 1);
	copy_bookings(to, from);
	to->branch_head = from->branch_head;
	to->global_head = from->global_head;
	COPY_FIRST(kiosk_head, ROLES_MAX);
	COPY_FIRST(branch, from->branch_head);
	for (int i = 0; i < ROLES_MAX; i++)
		COPY_FIRST(recalls[i], from->kiosk_head[i]);
}

static void make_copy(struct copy *copy)
{
	if (!copy->centre)
		copy->centre = calloc(1, sizeof(*copy->centre));
	assert(copy->centre);
	copy_centre(copy->centre, centre);
	copy->made_ms = now_ms;
}

/* ---- what is lost with it ---- */

static void lose(int booking)
{
	ledger->told[booking].forgotten = true;
}

/* A copy of a disk may say something else there. */
static bool is_on_a_disk(int install, int64_t seq)
{
	for (int i = 0; i < MACHINES_MAX; i++) {
		const struct machine *machine = &machines[i];
		if (machine->state != MACHINE_EMPTY && machine->disk->install == install &&
			machine->disk->log[seq].id == centre->logs[install].changes[seq].id)
			return true;
	}
	return false;
}

static void lose_log(int install, int64_t kept)
{
	const struct centre_log *log = &centre->logs[install];

	for (int64_t seq = kept + 1; seq <= log->last; seq++) {
		if (is_on_a_disk(install, seq))
			continue;
		lose(log->changes[seq].booking);
		lose(log->changes[seq].from);
	}
}

/* Nobody has it any more: the disk is gone, and the centre forgets. */
static void lose_what_only_it_knew(const struct copy *copy)
{
	for (int i = 1; i <= ledger->installs; i++)
		lose_log(i, copy->centre->logs[i].last);
	for (int i = 1; i <= ledger->bookings; i++)
		if (ledger->told[i].elsewhere_ms > copy->made_ms)
			lose(i);
}

static bool knows_of_places(const struct disk *disk, int number)
{
	const struct kiosk_booking *booking = &disk->bookings[number];
	int stands = store_live_booking_of(disk, booking->session, booking->holder);

	if (!booking->known)
		return false;
	return booking->untold || booking->promised || booking->state == BOOKING_CONFIRMED ||
	       (stands && disk->bookings[stands].state == BOOKING_CONFIRMED);
}

static bool are_places_known(int number)
{
	if (centre->bookings[centre_standing(number)].state == STATE_CONFIRMED)
		return true;
	for (int i = 0; i < MACHINES_MAX; i++)
		if (machines[i].state != MACHINE_EMPTY && knows_of_places(machines[i].disk, number))
			return true;
	return false;
}

void restores_lose_promotions(void)
{
	for (int i = 1; i <= ledger->bookings && centre->epoch > 1; i++) {
		const struct told_booking *told = &ledger->told[i];
		if (told->waited && told->told == TOLD_CONFIRMED && !are_places_known(i))
			lose(i);
	}
}

static void doubt_leases(void)
{
	for (int i = 1; i <= ledger->leases; i++)
		ledger->sums[i].doubtful = true;
	memset(ledger->pending, 0, sizeof(ledger->pending));
}

/* ---- the programme ---- */

static void remember_programme(void)
{
	if (import_ms)
		return;
	programme_count = centre->session_count;
	memcpy(programme, centre->sessions, sizeof(programme));
}

static void plan_session(struct centre_session *session, const struct centre_session *wanted)
{
	session->starts_ms = wanted->starts_ms;
	session->ends_ms = wanted->ends_ms;
	session->closes_ms = wanted->closes_ms;
	session->members_until_ms = wanted->members_until_ms;
	session->members_places = wanted->members_places;
	session->largest_party = wanted->largest_party;
	memcpy(session->wanted, wanted->wanted, sizeof(session->wanted));
}

static void import_session(int number)
{
	struct centre_session session = {0};

	if (number <= centre->session_count)
		session = centre->sessions[number];
	plan_session(&session, &programme[number]);
	if (number > centre->session_count)
		centre_put_session(&session);
	else if (memcmp(&session, &centre->sessions[number], sizeof(session)) != 0)
		centre_change_session(number, &session);
	if (programme[number].cancelled && !centre->sessions[number].cancelled)
		centre_cancel_session(number);
}

static void import_programme(void)
{
	for (int i = 1; i <= programme_count; i++)
		import_session(i);
	import_ms = 0;
}

bool restores_programme_is_missing(void)
{
	return import_ms != 0;
}

/* ---- put back ---- */

static void put_back(const struct copy *copy)
{
	remember_programme();
	lose_what_only_it_knew(copy);
	int epoch = centre->epoch;
	copy_centre(centre, copy->centre);
	centre->epoch = epoch;
	doubt_leases();
	network_drop_requests();
	import_ms = now_ms + chance_ms(30 * (int64_t)MINUTE_MS);
	restores_lose_promotions();
	if (!broken_by(EPOCH_LEFT_AS_IT_WAS))
		centre_begin_epoch();
}

static void take_over(void)
{
	takes_over_ms = 0;
	put_back(&standby);
}

bool restores_unfreeze(void)
{
	if (!centre->recovering)
		return false;
	centre_end_recovery();
	return true;
}

void restores_begin(void)
{
	backup.made_ms = standby.made_ms = takes_over_ms = import_ms = 0;
	backup.centre = standby.centre = NULL;
}

void restores_end(void)
{
	free(backup.centre);
	free(standby.centre);
}

void restores_run(void)
{
	if (import_ms && now_ms >= import_ms)
		import_programme();
	if (takes_over_ms && now_ms >= takes_over_ms)
		take_over();
	if (takes_over_ms)
		return;
	if (centre->recovering && fault_strikes(FAULT_UNFREEZE, 30))
		restores_unfreeze();
	if (backup.made_ms && fault_strikes(FAULT_RESTORE, 200)) {
		put_back(&backup);
	} else if (fault_strikes(FAULT_FAILOVER_BEHIND, 250)) {
		make_copy(&standby);
		takes_over_ms = now_ms + chance_ms(5 * (int64_t)MINUTE_MS);
	} else if (fault_strikes(FAULT_FAILOVER, 250)) {
		network_drop_requests();
		centre_begin_epoch();
	}
	if (one_in(100))
		make_copy(&backup);
}

void restores_heal(void)
{
	if (takes_over_ms)
		take_over();
	if (import_ms)
		import_programme();
}
