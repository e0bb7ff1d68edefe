/* How often each verdict, refusal and kind of fault has come up: what never happens was never tested. */
#ifndef SIMULATION_COUNTS_H
#define SIMULATION_COUNTS_H

#include "world.h"

enum control_count { COUNT_GAP, COUNT_FORK, COUNT_NOT_ACTIVE, COUNT_OTHER_INSTALL, COUNT_CONTROLS };

/* Promises that the product does not keep today, each with its reason in invariants.c: counted, so that
 * they are not forgotten. Whoever mends one takes it out, and the invariant asks for it. */
enum gap {
	GAP_WRONG_CLOCK, /* booked again since, and lost with what was given up: a wrong clock said so */
	GAPS,
};
void count_gap(enum gap gap);

/* How well the shares of places follow demand: no promise, but worth a look after each change of the rules. */
enum share {
	SHARE_SHORT,     /* somebody stood at a kiosk that had too few places for them */
	SHARE_ELSEWHERE, /* and other kiosks had those that were missing */
	SHARE_STARTED,   /* of sessions that began: places for booking */
	SHARE_STRANDED,  /* of those, at kiosks */
	SHARES,
};
void count_share(enum share share, int many);

void counts_clear(void);
void count_fault(enum fault fault);
void count_answer(enum change_kind kind, struct answer answer);
/* What staff find on their list besides a refused change. */
void count_exception(enum reason reason);
void count_control(enum control_count control);
/* Verdicts that the centre gave again. */
void count_again(int changes);

/* The whole table. Returns how many lines lie below `least`; 0 asks for nothing. */
int counts_print(long least);

#endif
