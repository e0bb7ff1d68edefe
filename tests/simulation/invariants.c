/* The lease is what links the two sides: what a kiosk can still sell, and what it has sold that the centre
 * has not heard of, is what the centre holds back for it. */
#include "invariants.h"

#include <string.h>

#include "counts.h"
#include "explain.h"
#include "kiosk_model.h"
#include "ledger.h"

/* ---- places ---- */

static void check_session(int number)
{
	const struct centre_session *session = &centre->sessions[number];

	for (enum group group = 0; group < GROUPS; group++) {
		int used = session->used[group], leased = session->leased[group];
		require(used >= 0 && leased >= 0, "I1: no count of places is below none");
		require(used + leased <= session->places[group],
			"I1: the centre gives no place twice");
		require(session->places[group] >= session->wanted[group] ||
				session->places[group] >= used + leased,
			"I1: what is promised is not cut");
		require(used + ledger->pending[number][group] <= session->places[group],
			"I3: no more is promised than there are places");
	}
}

static bool is_sure(int lease)
{
	return centre->leases[lease].known && !ledger->sums[lease].doubtful;
}

static void check_lease(int number)
{
	const struct centre_lease *lease = &centre->leases[number];
	const struct lease_sums *sums = &ledger->sums[number];
	int there = lease->granted - lease->spent;

	require(there >= 0, "I1: no lease is spent beyond what it holds");
	if (!is_sure(number))
		return;
	if (lease->open && sums->open)
		require(sums->left + sums->pending + sums->unpaid == there,
			"I2: what a kiosk holds is what the centre holds back for it");
	else if (lease->open)
		require(sums->pending + sums->unpaid <= there,
			"I2: what was sold from a lease is less than the centre holds back");
	else
		require(!sums->open && sums->pending == 0,
			"I2: from a lease that the centre has closed nothing is sold");
}

/* Somebody waits where there is room for them. */
static bool is_somebody_kept_waiting(const struct centre_session *session)
{
	int free[2] = {centre_free(session, POOL_BOOKING), centre_free(session, POOL_CLASS)};

	for (int i = session->first_booking; i; i = centre->bookings[i].next) {
		const struct centre_booking *booking = &centre->bookings[i];
		bool is_class = booking->pool == POOL_CLASS;
		if (booking->state != STATE_WAITING || !centre_could_fit(session, booking))
			continue;
		if (booking->people <= free[is_class])
			return true;
		free[is_class] = 0;
	}
	return false;
}

static void check_line(int number)
{
	const struct centre_session *session = &centre->sessions[number];
	bool is_due = session->members_places && !session->kept_is_over &&
		      now_ms >= session->members_until_ms;

	if (session->cancelled || is_due || centre->recovering || session->waiting == 0 ||
		now_ms >= session->starts_ms)
		return;
	require(!is_somebody_kept_waiting(session), "L3: nobody waits before a free place");
}

void invariants_touched(void)
{
	for (int i = 0; i < ledger->session_count; i++) {
		check_session(ledger->touched_sessions[i]);
		check_line(ledger->touched_sessions[i]);
	}
	for (int i = 0; i < ledger->lease_count; i++)
		check_lease(ledger->touched_leases[i]);
	ledger_forget_touched();
}

/* ---- the log ---- */

/* It has met the centre since it was put back, and said all that it knew. */
static bool is_of_this_epoch(const struct machine *machine)
{
	const struct disk *disk = machine->disk;
	const struct centre_role *role = &centre->roles[disk->role];

	return epoch_number(disk->position.epoch) == centre->epoch &&
	       role->epoch == centre->epoch && role->install == disk->install;
}

static void check_log(const struct machine *machine)
{
	const struct disk *disk = machine->disk;
	const struct log_position *position = &disk->position;
	const struct centre_log *log = &centre->logs[disk->install];

	require(position->acked <= position->sent && position->sent <= position->length,
		"I4: answered <= sent <= written");
	if (machine->twin || !is_of_this_epoch(machine) || ledger_has_two_answers(disk->install))
		return;
	require(position->acked <= log->last && log->last <= position->sent,
		"I4: answered <= taken <= sent");
	for (int64_t seq = 1; seq <= log->last && seq <= position->length; seq++) {
		require(log->changes[seq].id == disk->log[seq].id,
			"I5: what the centre took is what stands in the log");
		require(seq > position->acked ||
				(disk->answers[seq].verdict == log->answers[seq].verdict &&
					disk->answers[seq].reason == log->answers[seq].reason),
			"I6: the kiosk's verdict is the centre's");
	}
}

static int head_of(const struct disk *disk, int stream)
{
	return stream == 0   ? centre->branch_head
	       : stream == 1 ? centre->global_head
			     : centre->kiosk_head[disk->role];
}

static void check_streams(const struct machine *machine)
{
	bool is_now = epoch_number(machine->disk->position.epoch) == centre->epoch;

	for (int stream = 0; stream < STREAMS && is_now; stream++)
		require(machine->disk->cursor[stream] <= head_of(machine->disk, stream),
			"I9: no cursor stands before what was told");
}

/* ---- the sums, counted anew ---- */

static struct {
	int used[SESSIONS_MAX][GROUPS], leased[SESSIONS_MAX][GROUPS], waiting[SESSIONS_MAX];
	int pending[LEASES_MAX], door[SESSIONS_MAX];
	bool open[LEASES_MAX];
} anew;

static void count_centre(void)
{
	for (int i = 1; i <= ledger->bookings; i++) {
		const struct centre_booking *booking = &centre->bookings[i];
		if (booking->state == STATE_CONFIRMED)
			anew.used[booking->session][group_of((enum lease_pool)booking->pool)] +=
				booking->people;
		anew.waiting[booking->session] += booking->state == STATE_WAITING;
	}
	for (int i = 1; i <= ledger->leases; i++) {
		const struct centre_lease *lease = &centre->leases[i];
		if (lease->open)
			anew.leased[lease->session][group_of((enum lease_pool)lease->pool)] +=
				lease->granted - lease->spent;
		if (lease->pool == POOL_DOOR)
			anew.door[lease->session] += lease->spent;
	}
}

static void count_log(const struct disk *disk)
{
	for (int64_t seq = centre->logs[disk->install].last + 1; seq <= disk->position.length;
		seq++)
		anew.pending[disk->log[seq].lease] += ledger_spends(&disk->log[seq]);
}

static void count_slots(const struct disk *disk)
{
	for (int session = disk->first_session; session < disk->end_session; session++)
		for (int i = 0; i < LEASE_SLOTS; i++) {
			const struct kiosk_lease *lease = &disk->sessions[session].leases[i];
			if (lease->number && lease->state == LEASE_OPEN &&
				!ledger->sums[lease->number].doubtful) {
				anew.open[lease->number] = true;
				require(lease->left == ledger->sums[lease->number].left,
					"I2: the running sum of a lease is right");
			}
		}
}

static void compare_sessions(void)
{
	for (int i = 1; i <= centre->session_count; i++) {
		const struct centre_session *session = &centre->sessions[i];
		check_session(i);
		require(session->waiting == anew.waiting[i], "I1: the line is as long as it says");
		for (enum group group = 0; group < GROUPS; group++) {
			int used = group == GROUP_DOOR ? anew.door[i] + session->beyond_door
						       : anew.used[i][group];
			require(session->used[group] == used,
				"I1: places in use are those of bookings");
			require(session->leased[group] == anew.leased[i][group],
				"I1: places at kiosks are those of leases");
		}
	}
}

static void compare_leases(void)
{
	for (int i = 1; i <= ledger->leases; i++) {
		const struct lease_sums *sums = &ledger->sums[i];
		if (sums->doubtful)
			continue;
		require(sums->pending == anew.pending[i],
			"I2: the running sum of what was sold is right");
		require(sums->open == anew.open[i], "I2: a lease is open where it says so");
		check_lease(i);
	}
}

void invariants_all(void)
{
	memset(&anew, 0, sizeof(anew));
	count_centre();
	for (int i = 0; i < MACHINES_MAX; i++) {
		if (machines[i].state == MACHINE_EMPTY)
			continue;
		check_log(&machines[i]);
		check_streams(&machines[i]);
		count_log(machines[i].disk);
		count_slots(machines[i].disk);
	}
	compare_sessions();
	compare_leases();
}

/* ---- at rest ---- */

static void check_lease_at_rest(int number)
{
	const struct centre_lease *lease = &centre->leases[number];
	const struct machine *machine = machine_of(lease->role);
	struct kiosk_lease *kept =
		machine ? store_lease(machine->disk, lease->session, number) : NULL;

	if (!lease->open)
		return;
	if (!broken && !options.quiet && !(kept && kept->state == LEASE_OPEN))
		explain_lease(number);
	require(kept && kept->state == LEASE_OPEN, "L2: no lease is stranded");
	require(!lease->recalled, "L2: what was recalled came back");
}

/* What the centre forgot of such a session and hears too late is told to nobody any more. */
static bool is_over(int session)
{
	return centre->epoch > 1 && centre->sessions[session].ends_ms <= now_ms;
}

static enum booking_state centre_says(int number)
{
	switch (centre->bookings[number].state) {
	case STATE_CONFIRMED:
		return BOOKING_CONFIRMED;
	case STATE_WAITING:
		return BOOKING_WAITING;
	default:
		return BOOKING_CANCELLED;
	}
}

/* On staff's list, or gone with a disk: this one, or the one that stands for it. */
static bool is_on_a_list(int number)
{
	int standing = centre_standing(number);
	const struct told_booking *told = &ledger->told[number], *other = &ledger->told[standing];

	return centre->named[number] || told->lost || told->forgotten ||
	       (standing && (centre->named[standing] || other->lost || other->forgotten));
}

/* The centre has not looked at what a kiosk did with it. */
static bool is_aside(int number)
{
	int standing = centre_standing(number);

	return centre->aside[number] || ledger->told[number].lost ||
	       (standing && (centre->aside[standing] || ledger->told[standing].lost));
}

/* core.do_move() tells of the new booking as confirmed and then as cancelled: kiosks merge into it what
 * its holder has there, and hear of that no more. */
static bool hides_another(int standing)
{
	const struct centre_booking *stands = &centre->bookings[standing];
	int i = stands->holder ? centre->sessions[stands->session].first_booking : 0;

	for (; i; i = centre->bookings[i].next)
		if (i != standing && centre->bookings[i].holder == stands->holder &&
			centre->cancelled_early[i])
			return true;
	return false;
}

/* Of the tickets of one booking a kiosk shows one, and not always the one that stands at the centre. */
static bool another_ticket_stands(const struct disk *disk, int number)
{
	int standing = centre_standing(number);
	int i = disk->sessions[centre->bookings[standing].session].first_booking;

	if (!centre_is_live(&centre->bookings[standing]))
		return false;
	if (number != standing)
		return disk->bookings[standing].known &&
		       disk->bookings[standing].state == BOOKING_CANCELLED;
	for (; i; i = disk->bookings[i].next)
		if (i != number && centre_standing(i) == standing &&
			disk->bookings[i].state != BOOKING_CANCELLED)
			return true;
	return false;
}

/* Nothing of what a centre that was put back does not know is shown, and staff know of it. */
static void check_unknown(const struct disk *disk, int number)
{
	const struct kiosk_booking *booking = &disk->bookings[number];

	if (centre->bookings[number].state != STATE_NONE || is_aside(number))
		return;
	require(booking->state == BOOKING_CANCELLED,
		"I10: what the centre does not know is not shown as booked");
	require(!booking->gone || centre->named[number],
		"I10: a promise that nobody knows is on staff's list");
}

/* Of what the centre has looked at. */
static void check_kiosk_says(const struct disk *disk, int number)
{
	const struct kiosk_booking *booking = &disk->bookings[number];

	if (booking->known)
		check_unknown(disk, number);
	if (!booking->known || centre->bookings[number].state == STATE_NONE || is_aside(number))
		return;
	if (booking->state != centre_says(number) && another_ticket_stands(disk, number))
		return;
	if (booking->state != centre_says(number) && is_over(booking->session))
		return;
	require(booking->state == centre_says(number),
		"R1: a kiosk says of a booking what the centre says");
	if (booking->state != BOOKING_CANCELLED)
		require(booking->people == centre->bookings[number].people,
			"R1: a kiosk says as many people as the centre");
}

static void check_sessions_told(const struct disk *disk)
{
	for (int i = 1; i <= centre->session_count; i++)
		require(disk->sessions[i].revision == centre->sessions[i].revision &&
				disk->sessions[i].told.cancelled == centre->sessions[i].cancelled,
			"R1: a kiosk says of a session what the centre says");
}

/* Of two copies of a disk one was refused what a centre that had forgotten it took from the other. */
static bool is_refused(const struct disk *disk, int64_t seq)
{
	return disk->answers[seq].verdict == VERDICT_REFUSED &&
	       (!ledger_has_two_answers(disk->install) ||
		       centre->logs[disk->install].answers[seq].verdict == VERDICT_REFUSED);
}

/* What the centre did not take is not shown as booked. */
static void check_refusals(const struct disk *disk)
{
	for (int64_t seq = 1; seq <= disk->position.acked; seq++) {
		const struct change *change = &disk->log[seq];
		bool books = change->kind == CHANGE_BOOK || change->kind == CHANGE_WAIT ||
			     change->kind == CHANGE_MOVE;
		require(!books || !is_refused(disk, seq) ||
				disk->bookings[change->booking].state == BOOKING_CANCELLED,
			"R4: what was refused is not shown as booked");
	}
}

static bool has_news(int number)
{
	for (int i = 0; i < MACHINES_MAX; i++)
		if (machines[i].state == MACHINE_RUNNING &&
			machines[i].disk->bookings[number].untold)
			return true;
	return false;
}

/* Whose bookings became one gave up all when they gave up one; not what they booked since. Which came
 * first the kiosks' clocks say, and one that was wrong says it wrongly: a gap. */
static bool gave_up(int number, int standing)
{
	int i = centre->sessions[centre->bookings[standing].session].first_booking;
	bool wrong_clock = false, before = false;

	if (ledger->told[number].gave_up_ms)
		return true;
	for (; standing && i; i = centre->bookings[i].next) {
		const struct told_booking *other = &ledger->told[i];
		if (centre_standing(i) != standing || !other->gave_up_ms)
			continue;
		if (other->gave_up_ms > ledger->told[number].made_ms)
			return true;
		before = true;
		wrong_clock |= other->by_wrong_clock || ledger->told[number].by_wrong_clock ||
			       ledger->told[standing].by_wrong_clock;
	}
	if (!before || centre->bookings[standing].state != STATE_CANCELLED || !wrong_clock)
		return false;
	count_gap(GAP_WRONG_CLOCK);
	return true;
}

/* Who has several tickets of one booking may change it by any of them. */
static int fewest_told(int standing)
{
	int i = centre->sessions[centre->bookings[standing].session].first_booking;
	int fewest = ledger->told[standing].people;

	for (; i; i = centre->bookings[i].next) {
		int people = is_on_a_list(i) ? 0 : ledger->told[i].people;
		if (centre_standing(i) == standing && people < fewest)
			fewest = people;
	}
	return fewest;
}

/* By the last that a kiosk says of it, which its visitor may not have heard. */
static bool was_to_wait(int number)
{
	bool waits = false;

	for (int i = 1; i <= ledger->installs; i++)
		for (int64_t seq = 1; seq <= centre->logs[i].last; seq++)
			waits |= centre->logs[i].changes[seq].booking == number &&
				 centre->logs[i].answers[seq].verdict == VERDICT_WAITING;
	return waits || ledger->told[number].told == TOLD_WAITING;
}

/* Whoever was told "you have places" has them, or is on staff's list, or hears of it at the next card. */
static void check_told(int number)
{
	const struct told_booking *told = &ledger->told[number];
	int standing = centre_standing(number);
	const struct centre_booking *stands = &centre->bookings[standing];

	if (told->told == TOLD_NOTHING || is_on_a_list(number) ||
		centre->sessions[told->session].cancelled)
		return;
	bool wants_none = told->told == TOLD_CANCELLED || told->gave_up_ms;
	if (standing == 0 && told->too_late)
		return;
	if (standing == 0 && centre->sessions[told->session].starts_ms <= now_ms &&
		was_to_wait(number))
		return;
	require(standing != 0 ||
			(wants_none && (centre->epoch > 1 || centre->cancelled_early[number])),
		"I7: what a visitor was told is at the centre");
	if (told->told == TOLD_CANCELLED && told->gave_up_ms && standing == number)
		require(stands->state == STATE_CANCELLED || hides_another(standing),
			"I7: who gave up their places has none");
	if (gave_up(number, standing) || (stands->state == STATE_WAITING && is_over(told->session)))
		return;
	if (told->told == TOLD_CONFIRMED)
		require(stands->state == STATE_CONFIRMED || has_news(number),
			"I7: who was told of places has them");
	if (told->told == TOLD_CONFIRMED && stands->state == STATE_CONFIRMED)
		require(stands->people >= fewest_told(standing) || has_news(number),
			"I7: who was told of places has all of them");
	if (told->told == TOLD_WAITING)
		require(stands->state == STATE_WAITING || stands->state == STATE_CONFIRMED ||
				has_news(number),
			"I7: who waits is in the line, or has places");
}

static void check_booking_at_rest(int number)
{
	check_told(number);
	for (int i = 0; i < MACHINES_MAX; i++)
		if (machines[i].state == MACHINE_RUNNING)
			check_kiosk_says(machines[i].disk, number);
	if (broken && !options.quiet)
		explain_booking(number);
}

void invariants_at_rest(void)
{
	invariants_all();
	for (int i = 1; i <= ledger->leases; i++)
		check_lease_at_rest(i);
	for (int i = 1; i <= centre->session_count; i++)
		check_line(i);
	for (int i = 0; i < MACHINES_MAX; i++)
		if (machines[i].state == MACHINE_RUNNING) {
			check_sessions_told(machines[i].disk);
			check_refusals(machines[i].disk);
		}
	for (int i = 1; i <= ledger->bookings && !broken; i++)
		check_booking_at_rest(i);
}
