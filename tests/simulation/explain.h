/* All that the world knows of one booking or lease, when a promise about it broke. */
#ifndef SIMULATION_EXPLAIN_H
#define SIMULATION_EXPLAIN_H

void explain_booking(int booking);
void explain_lease(int lease);

#endif
