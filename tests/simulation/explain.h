/* All that the world knows of one booking, when a promise about it broke. */
#ifndef SIMULATION_EXPLAIN_H
#define SIMULATION_EXPLAIN_H

void explain_booking(int booking);

#endif
