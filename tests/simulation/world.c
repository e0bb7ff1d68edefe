/* One clock, one chance. */
#include "world.h"

#include <assert.h>
#include <math.h>

#include "counts.h"

struct options options;
int64_t now_ms;
long step_number;
bool healed;
const char *broken;

void require(bool holds, const char *promise)
{
	if (!holds && !broken)
		broken = promise;
}

struct id epoch_id(int epoch)
{
	return (struct id){.bytes = {(uint8_t)epoch, (uint8_t)(epoch >> 8)}};
}

int epoch_number(struct id epoch)
{
	return epoch.bytes[0] | epoch.bytes[1] << 8;
}

enum group group_of(enum lease_pool pool)
{
	static const enum group groups[LEASE_POOLS] = {
		[POOL_BOOKING] = GROUP_BOOKING,
		[POOL_MEMBERS] = GROUP_BOOKING,
		[POOL_DOOR] = GROUP_DOOR,
		[POOL_CLASS] = GROUP_CLASS,
	};

	assert(pool < LEASE_POOLS);
	return groups[pool];
}

const char *reason_name(enum reason reason)
{
	static const char *const names[REASONS] = {
		[REASON_NONE] = "",
		[REASON_NO_PLACES] = "no-places",
		[REASON_SHARE_USED] = "share-used",
		[REASON_SESSION_CANCELLED] = "session-cancelled",
		[REASON_NO_SESSION] = "no-session",
		[REASON_NO_LEASE] = "no-lease",
		[REASON_NO_BOOKING] = "no-booking",
		[REASON_BOOKED_ALREADY] = "booked-already",
		[REASON_CANCELLED_ALREADY] = "cancelled-already",
		[REASON_NOT_HERE_YET] = "not-here-yet",
		[REASON_BOOKED_AGAIN_SINCE] = "booked-again-since",
		[REASON_HERE_ALREADY] = "here-already",
		[REASON_CHANGED_ALREADY] = "changed-already",
		[REASON_STARTED] = "started",
		[REASON_BOOKING_CLOSED] = "booking-closed",
		[REASON_PARTY_TOO_LARGE] = "party-too-large",
		[REASON_MORE_PEOPLE_THAN_PLACES] = "more-people-than-places",
		[REASON_LEASE_OVERSPENT] = "lease-overspent",
		[REASON_LEASE_WRITTEN_OFF] = "lease-written-off",
		[REASON_DOOR_LEASE_OVERSPENT] = "door-lease-overspent",
		[REASON_NOT_AS_PROMISED] = "not-as-promised",
		[REASON_BEYOND_THE_LEASE] = "beyond-the-lease",
		[REASON_PLACE_NOT_KEPT] = "place-not-kept",
		[REASON_BOOKING_NOT_KEPT] = "booking-not-kept",
		[REASON_ERROR] = "error",
		[REASON_PARKED] = "parked",
	};

	assert(reason < REASONS);
	return names[reason];
}

const char *fault_name(enum fault fault)
{
	static const char *const names[FAULTS] = {
		[FAULT_DROP] = "drop",
		[FAULT_DROP_ANSWER] = "drop-answer",
		[FAULT_DUPLICATE] = "duplicate",
		[FAULT_REORDER] = "reorder",
		[FAULT_DELAY] = "delay",
		[FAULT_ROLLED_BACK] = "rolled-back",
		[FAULT_CUT_ANSWER] = "cut-answer",
		[FAULT_PARTITION] = "partition",
		[FAULT_KILL] = "kill",
		[FAULT_REBOOT] = "reboot",
		[FAULT_SUSPEND] = "suspend",
		[FAULT_CLOCK_JUMP] = "clock-jump",
		[FAULT_DRIFT] = "drift",
		[FAULT_STORE_BUSY] = "store-busy",
		[FAULT_BURNT] = "burnt",
		[FAULT_CUPBOARD] = "cupboard",
		[FAULT_COME_BACK] = "come-back",
		[FAULT_COPIED] = "copied",
		[FAULT_WRITE_OFF] = "write-off",
		[FAULT_CUT_PLACES] = "cut-places",
		[FAULT_CANCEL_SESSION] = "cancel-session",
		[FAULT_MOVE_SESSION] = "move-session",
		[FAULT_SOLD_ELSEWHERE] = "sold-elsewhere",
		[FAULT_CANCELLED_ELSEWHERE] = "cancelled-elsewhere",
		[FAULT_POISON] = "poison",
		[FAULT_RESTORE] = "restore",
		[FAULT_FAILOVER_BEHIND] = "failover-behind",
		[FAULT_FAILOVER] = "failover",
		[FAULT_UNFREEZE] = "unfreeze",
	};

	assert(fault < FAULTS);
	return names[fault];
}

/* ---- chance ---- */

static uint64_t chance_state;

void chance_seed(uint64_t seed)
{
	chance_state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
	for (int i = 0; i < 8; i++)
		chance();
}

uint32_t chance(void)
{
	chance_state ^= chance_state << 13;
	chance_state ^= chance_state >> 7;
	chance_state ^= chance_state << 17;
	return (uint32_t)(chance_state >> 16);
}

uint32_t chance_below(uint32_t end)
{
	return chance() % end;
}

bool one_in(uint32_t many)
{
	return chance_below(many) == 0;
}

int64_t chance_ms(int64_t mean_ms)
{
	double part = ((double)chance() + 1) / ((double)UINT32_MAX + 2);

	return (int64_t)(-log(part) * (double)mean_ms) + 1;
}

bool fault_strikes(enum fault fault, uint32_t many)
{
	if (healed || options.without & 1U << fault || !one_in(many))
		return false;
	count_fault(fault);
	return true;
}
