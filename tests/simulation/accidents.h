/* What happens to kiosks: they die, sleep, lose their clock or their network, are replaced, come back, and
 * have copies. */
#ifndef SIMULATION_ACCIDENTS_H
#define SIMULATION_ACCIDENTS_H

#include "centre_model.h"

void accidents_begin(void);
int64_t accidents_due_ms(void);
void accidents_run(void);

/* Of two copies of a disk the first that says something new is the kiosk. */
void accident_heard(int machine, const struct request *request);

/* What staff do when they look: a copy that was found out goes, a kiosk that the centre turns away is
 * released. Nothing is left to do: false. */
bool accidents_tend(void);
/* Brings back one from the cupboard, so that it says what it has. False: the cupboard is empty. */
bool accidents_bring_back(void);
/* Two disks with one log: the one that was heard of last stays. False: there are none. */
bool accidents_scrap_copies(void);
/* Leases of disks that will never come back. */
void accidents_write_off_lost(void);
/* All clocks right, all lines up, everybody awake. */
void accidents_end(void);

#endif
