/* A kiosk's disk, in memory: what kiosk/store keeps, and what it does with answers and news. Each verb is
 * one transaction: done whole or not at all, whatever is cut. */
#ifndef SIMULATION_KIOSK_STORE_H
#define SIMULATION_KIOSK_STORE_H

#include "centre_model.h"
#include "world.h"

enum { LEASE_SLOTS = 16, SESSION_LIFE_DAYS = 6 };

/* Why a booking is not what its holder was told. */
enum news {
	NEWS_NONE,
	NEWS_MERGED,
	NEWS_MOVED,
	NEWS_PROMOTED,
	NEWS_NOT_KEPT,   /* refused */
	NEWS_NOT_KNOWN,  /* to a centre that was put back */
	NEWS_WAITS_AGAIN /* the same, with a place that it had given */
};

struct kiosk_booking {
	bool known, untold, here;
	bool promised, waits; /* before the news were read anew; by them */
	bool gone;            /* staff were told that nobody knows it */
	uint8_t state, news, pool, holder;
	int session, people, in_line, revision, next;
	int64_t made_ms;
};

struct kiosk_lease {
	int number; /* 0: the slot is free */
	uint8_t pool, state;
	bool recalled;
	unsigned lacks;
	int granted, left;
};

struct kiosk_session {
	bool known;
	int revision; /* 0: not told of in this epoch */
	struct session_row told;
	struct kiosk_lease leases[LEASE_SLOTS];
	int64_t refused_ms[LEASE_POOLS];
	int refused[LEASE_POOLS];     /* the lease that it did not get */
	bool share_used[LEASE_POOLS]; /* that was why */
	int first_booking;
};

struct disk {
	int role, install;
	struct log_position position;
	int64_t centre_ms, centre_boot_ms; /* at the last hello; 0: never met */
	int64_t cursor[STREAMS];
	int first_session, end_session; /* those that may matter */
	struct kiosk_session sessions[SESSIONS_MAX];
	struct kiosk_booking bookings[BOOKINGS_MAX];
	struct change log[LOG_MAX + 1];
	struct answer answers[LOG_MAX + 1];
};

/* ---- the log ---- */

/* The log's next row. */
void store_append(struct disk *disk, struct change *change);
bool store_has_room(const struct disk *disk);
void store_mark_sent(struct disk *disk, int64_t seq);
void store_take_verdicts(struct disk *disk, const struct reply *reply, int64_t wall_ms);
void store_remember(struct disk *disk, struct id epoch, int64_t centre_ms, int64_t boot_ms);

/* All is read, of a centre that has heard all kiosks: what it has not told of is not so any more. */
void store_end_rereading(struct disk *disk, int64_t wall_ms);

/* ---- leases ---- */

/* As rules/ wants it: valid until the next call. */
const struct session *store_read_session(const struct disk *disk, int session);
int store_read_leases(
	const struct disk *disk, int session, struct lease leases[static LEASES_A_SESSION_MAX]);
struct kiosk_lease *store_lease(struct disk *disk, int session, int lease);
/* Spends from the lease that rules/places.c chooses; 0: none pays. */
int store_spend(struct disk *disk, int session, const struct places_wish *wish);
void store_plan_leases(struct disk *disk, int64_t wall_ms);
/* Somebody stands here whom no lease holds. */
void store_ask_for(struct disk *disk, int session, const struct places_wish *wish, int64_t wall_ms);

/* Asking for places to book, or of a class, may help again. */
void store_forget_refusals(struct disk *disk, int session, bool is_class);

/* ---- news ---- */

void store_apply(struct disk *disk, int stream, const struct reply *reply, int64_t wall_ms);

/* ---- bookings ---- */

/* The holder's live booking of the session; 0: none is known. */
int store_live_booking_of(const struct disk *disk, int session, int holder);
struct kiosk_booking *store_new_booking(struct disk *disk, int number, int session);

#endif
