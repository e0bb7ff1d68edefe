/* What all of the simulation agrees on: how large its world is, what a change says, what it is asked to
 * do and what time it is there. One thread, one chance, one clock: a seed is a whole history.
 *
 * A number stands where the real thing has an id; 0 is none. */
#ifndef SIMULATION_WORLD_H
#define SIMULATION_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "rules/booking.h"
#include "rules/change.h"
#include "rules/places.h"
#include "store/outbox.h"

enum {
	ROLES_MAX = 4,    /* kiosks that the centre knows */
	MACHINES_MAX = 9, /* disks: in use, in the cupboard, copied */
	SESSIONS_MAX = 300,
	BOOKINGS_MAX = 16000,
	LEASES_MAX = 16000,
	LOG_MAX = 12000,
	INSTALLS_MAX = 120,
	HOLDERS = 20,
	LIFE_STEPS = 100000,  /* then another world begins */
	LIFE_SEEDS = 1000003, /* from one life's seed to the next */
	ROUND_STEPS = 20000,  /* then the world is healed */
};

/* Why, in the centre's words. */
enum reason {
	REASON_NONE,
	REASON_NO_PLACES,
	REASON_SHARE_USED,
	REASON_SESSION_CANCELLED,
	REASON_NO_SESSION,
	REASON_NO_LEASE,
	REASON_NO_BOOKING,
	REASON_BOOKED_ALREADY,
	REASON_CANCELLED_ALREADY,
	REASON_NOT_HERE_YET,
	REASON_BOOKED_AGAIN_SINCE,
	REASON_HERE_ALREADY,
	REASON_CHANGED_ALREADY,
	REASON_STARTED,
	REASON_BOOKING_CLOSED,
	REASON_PARTY_TOO_LARGE,
	REASON_MORE_PEOPLE_THAN_PLACES,
	REASON_LEASE_OVERSPENT,
	REASON_LEASE_WRITTEN_OFF,
	REASON_DOOR_LEASE_OVERSPENT,
	REASON_NOT_AS_PROMISED,
	REASON_BEYOND_THE_LEASE,
	REASON_PLACE_NOT_KEPT,
	REASON_BOOKING_NOT_KEPT,
	REASON_ERROR,
	REASON_PARKED,
	REASONS /* keep last */
};

enum poison { POISON_NONE, POISON_QUARANTINED, POISON_REJECTED };

/* A change of the log, as it is sent. Two with the same `id` have the same text. */
struct change {
	uint32_t id;
	uint8_t kind, pool, poison;
	bool here;        /* lease_request: they stand at the door */
	bool was_waiting; /* move: the old one waited; not_kept: they wait again */
	uint8_t holder;
	int16_t session, people, was;
	int booking, from, lease;
	int heard; /* change_party: which revision of the booking */
	int64_t at_ms;
};

struct answer {
	uint8_t verdict, reason;
	int16_t granted;
};

/* A row of a stream, with all that its body says. */
enum row_kind { ROW_NOTHING, ROW_SESSION, ROW_BOOKING, ROW_RECALL };
enum centre_state { STATE_NONE, STATE_CONFIRMED, STATE_WAITING, STATE_CANCELLED, STATE_MERGED };
/* The pools as the centre counts them: what is kept for members is of the places for booking. */
enum group { GROUP_BOOKING, GROUP_DOOR, GROUP_CLASS, GROUPS };

struct session_row {
	int64_t starts_ms, ends_ms, closes_ms, members_until_ms;
	int16_t places[GROUPS];
	int16_t members_places, largest_party;
	bool cancelled;
};

struct booking_row {
	int64_t made_ms;
	int16_t people, in_line;
	uint8_t state, pool, holder;
	bool here;
};

struct feed_row_of {
	uint8_t kind;
	int16_t session;
	int key; /* booking, lease */
	int revision;
	union {
		struct session_row session_row;
		struct booking_row booking_row;
	};
};

/* ---- what the simulation is asked to do ---- */

enum fault {
	FAULT_DROP,
	FAULT_DROP_ANSWER,
	FAULT_DUPLICATE,
	FAULT_REORDER,
	FAULT_DELAY, /* of hours: what arrives then was given up long ago */
	FAULT_ROLLED_BACK,
	FAULT_CUT_ANSWER, /* the rows came, the end of the transaction did not */
	FAULT_PARTITION,  /* of days */
	FAULT_KILL,
	FAULT_REBOOT, /* the power is cut */
	FAULT_SUSPEND,
	FAULT_CLOCK_JUMP,
	FAULT_DRIFT,
	FAULT_STORE_BUSY,
	FAULT_BURNT,    /* a new kiosk takes over, the old disk is gone */
	FAULT_CUPBOARD, /* a new kiosk takes over, and the old one may come back */
	FAULT_COME_BACK,
	FAULT_COPIED,
	FAULT_WRITE_OFF,
	FAULT_CUT_PLACES,
	FAULT_CANCEL_SESSION,
	FAULT_MOVE_SESSION,
	FAULT_SOLD_ELSEWHERE,
	FAULT_CANCELLED_ELSEWHERE,
	FAULT_POISON,
	FAULT_RESTORE,         /* an older copy of the centre is put back */
	FAULT_FAILOVER_BEHIND, /* a standby that lacks the last moments takes over */
	FAULT_FAILOVER,        /* one that lacks nothing */
	FAULT_UNFREEZE,        /* somebody says that a kiosk will not come back */
	FAULTS                 /* keep last */
};

/* After which the centre is of another epoch. */
#define EPOCH_FAULTS                                                                               \
	(1U << FAULT_RESTORE | 1U << FAULT_FAILOVER_BEHIND | 1U << FAULT_FAILOVER |                \
		1U << FAULT_UNFREEZE)

struct options {
	uint64_t seed;
	long steps;
	int kiosks;
	uint32_t without; /* bits of enum fault */
	int mutation;     /* enum mutation; mutations.h */
	bool quiet;       /* a promise that breaks is not explained */
};

extern struct options options;
extern int64_t now_ms; /* true time, which nobody in this world has but the centre */
extern long step_number;
extern bool healed; /* nothing goes wrong, nobody comes */

/* The first promise that did not hold, or NULL. */
extern const char *broken;
void require(bool holds, const char *promise);

struct id epoch_id(int epoch);
int epoch_number(struct id epoch);
enum group group_of(enum lease_pool pool);
const char *reason_name(enum reason reason);
const char *fault_name(enum fault fault);

/* ---- chance ---- */

void chance_seed(uint64_t seed);
uint32_t chance(void);
uint32_t chance_below(uint32_t end);
bool one_in(uint32_t many);
/* Spread around `mean_ms` like what nobody plans. */
int64_t chance_ms(int64_t mean_ms);
/* One in so many, if this kind of fault is not switched off. Counted when it happens. */
bool fault_strikes(enum fault fault, uint32_t many);

#endif
