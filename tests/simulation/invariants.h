/* What must hold, always: at each step for what the step has touched, now and then for all of it, counted
 * anew; and what must hold once the world has healed and come to rest.
 *
 *   I1  conservation: places in use and at kiosks are those of bookings and leases, and no more than there are
 *   I2  escrow: what a kiosk can still sell, with what it has sold unheard, is what the centre holds back
 *   I3  nobody is promised what is not there
 *   I4  answered <= taken <= sent <= written, in each log
 *   I5  what the centre took is what stands in the log
 *   I6  a verdict is given once, and repeated as it was
 *   I7  what a visitor was told is so, or stands on staff's list, or is told at the next card
 *   I9  streams are applied in order, and nothing before it was told
 *   I10 after the centre was put back nothing is given out before all kiosks were heard, and nothing differs
 *       silently: what it does not know is dropped and named
 *   L1  a healed world comes to rest with nothing unanswered
 *   L2  no lease is stranded
 *   L3  nobody waits before a free place
 *   R1  a kiosk says what the centre says
 *   R2  what is refused changes nothing
 *   R3  who is at the head of the line is not overtaken
 *   R4  what was refused is not shown as booked
 *
 * I8, no promise on a lease that was written off, holds only as I7: leases have no end by the clock here. */
#ifndef SIMULATION_INVARIANTS_H
#define SIMULATION_INVARIANTS_H

void invariants_touched(void);
void invariants_all(void);
/* Everybody has said everything. */
void invariants_at_rest(void);

#endif
