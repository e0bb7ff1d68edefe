/* What really happened, which nobody in this world sees whole: what each visitor was told, and which
 * places are promised out of each lease by changes that the centre has not taken yet. The sums run along
 * and are counted anew from the logs now and then. */
#ifndef SIMULATION_LEDGER_H
#define SIMULATION_LEDGER_H

#include "centre_model.h"
#include "world.h"

enum { TOUCHED_MAX = 256 };

enum told { TOLD_NOTHING, TOLD_CONFIRMED, TOLD_WAITING, TOLD_CANCELLED };

struct told_booking {
	uint8_t told;
	bool waited;    /* what was told of it later only the centre and who heard of it know */
	bool lost;      /* a change about it went with a disk that is gone: staff know which disk */
	bool forgotten; /* nobody else knew what the centre forgot of it */
	bool too_late; /* what they waited for had begun when the centre heard again that they wait */
	bool by_wrong_clock; /* made or given up */
	int session, people;
	int64_t made_ms, gave_up_ms; /* true time; 0: never */
	int64_t elsewhere_ms;        /* without a kiosk: only the centre knows of it */
};

struct lease_sums {
	bool open;     /* at the kiosk */
	bool doubtful; /* its disk was copied or is gone */
	int install;   /* whose disk asked for it */
	int session;
	int left;    /* at the kiosk */
	int pending; /* people in changes that the centre has not taken */
	int unpaid;  /* people in changes that it has taken and that spent nothing there */
};

struct ledger {
	int bookings, leases, changes, installs; /* how many were made */
	struct told_booking told[BOOKINGS_MAX];
	struct lease_sums sums[LEASES_MAX];
	int pending[SESSIONS_MAX][GROUPS];
	int copied_in[INSTALLS_MAX]; /* the epoch in which this disk was first copied; 0: never */
	/* since the last look: */
	int touched_leases[TOUCHED_MAX], touched_sessions[TOUCHED_MAX];
	int lease_count, session_count;
	uint8_t lease_is_touched[LEASES_MAX], session_is_touched[SESSIONS_MAX];
};

extern struct ledger *ledger;

void ledger_touch_lease(int lease);
void ledger_touch_session(int session);
void ledger_forget_touched(void);

/* What a change takes from its lease. */
int ledger_spends(const struct change *change);
/* A kiosk's transaction. */
void ledger_written(const struct change *change);
/* The centre took it, and so many people were spent there. */
void ledger_taken(const struct change *change, int spent);

/* Of two copies one said again, to a centre that was put back, what the other has an answer to. */
bool ledger_has_two_answers(int install);

void ledger_told(int booking, enum told told, int people);
/* By their own wish. */
void ledger_gave_up(int booking);

#endif
