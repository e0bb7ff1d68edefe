/* What each kiosk said of it and when, what the centre answered, and how it stands everywhere. */
#include "explain.h"

#include <stdio.h>

#include "kiosk_model.h"
#include "ledger.h"

static void print_change(const struct centre_log *log, int install, int64_t seq)
{
	const struct change *change = &log->changes[seq];

	printf("  install %d, change %d: %s %d from %d, %d people (were %d), lease %d: %s %s\n",
		install, (int)seq, change_kind_name((enum change_kind)change->kind),
		change->booking, change->from, change->people, change->was, change->lease,
		verdict_name((enum verdict)log->answers[seq].verdict),
		reason_name((enum reason)log->answers[seq].reason));
}

static void print_changes(int booking)
{
	for (int install = 1; install <= ledger->installs; install++)
		for (int64_t seq = 1; seq <= centre->logs[install].last; seq++) {
			const struct change *change = &centre->logs[install].changes[seq];
			if (change->booking == booking || change->from == booking)
				print_change(&centre->logs[install], install, seq);
		}
}

static void print_kiosk(const struct machine *machine, int number)
{
	const struct kiosk_booking *booking = &machine->disk->bookings[number];

	if (booking->known)
		printf("  install %d says: %s, news %d%s, revision %d, %d people, holder %d\n",
			machine->disk->install,
			booking_state_name((enum booking_state)booking->state), booking->news,
			booking->untold ? " untold" : "", booking->revision, booking->people,
			booking->holder);
}

static void print_centre(int number)
{
	static const char *const states[] = {"none", "confirmed", "waiting", "cancelled", "merged"};
	const struct centre_booking *booking = &centre->bookings[number];

	printf("  the centre says of %d: %s, session %d, revision %d, %d people, holder %d\n",
		number, states[booking->state], booking->session, booking->revision,
		booking->people, booking->holder);
}

static void print_all(int number)
{
	print_centre(number);
	print_changes(number);
	for (int i = 0; i < MACHINES_MAX; i++)
		if (machines[i].state != MACHINE_EMPTY)
			print_kiosk(&machines[i], number);
}

/* And of all others that its holder has there. */
void explain_booking(int number)
{
	const struct centre_booking *booking = &centre->bookings[number];
	int i = booking->holder ? centre->sessions[booking->session].first_booking : 0;

	printf("booking %d, for which %d stands, was last told %d%s%s%s\n", number,
		centre_standing(number), ledger->told[number].told,
		ledger->told[number].gave_up_ms ? ", given up" : "",
		ledger->told[number].lost ? ", lost with a disk" : "",
		ledger->told[number].forgotten ? ", forgotten" : "");
	print_all(number);
	for (; i; i = centre->bookings[i].next)
		if (i != number && centre->bookings[i].holder == booking->holder)
			print_all(i);
}

void explain_lease(int number)
{
	const struct centre_lease *lease = &centre->leases[number];
	const struct lease_sums *sums = &ledger->sums[number];

	printf("lease %d of kiosk %d, session %d, pool %s, %d of %d spent%s; asked by install %d%s%s\n",
		number, lease->role, lease->session, lease_pool_name((enum lease_pool)lease->pool),
		lease->spent, lease->granted, lease->recalled ? ", recalled" : "", sums->install,
		sums->open ? ", open there" : "", sums->doubtful ? ", in doubt" : "");
	for (int install = 1; install <= ledger->installs; install++)
		for (int64_t seq = 1; seq <= centre->logs[install].last; seq++)
			if (centre->logs[install].changes[seq].lease == number)
				print_change(&centre->logs[install], install, seq);
	for (int i = 0; i < MACHINES_MAX; i++)
		if (machines[i].state != MACHINE_EMPTY)
			printf("  machine %d: kiosk %d, install %d%s\n", i, machines[i].disk->role,
				machines[i].disk->install,
				machines[i].state == MACHINE_STORED ? ", in the cupboard" : "");
}
