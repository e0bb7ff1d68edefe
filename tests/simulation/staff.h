/* The library behind the kiosks: a programme that changes, and others who sell the same places. */
#ifndef SIMULATION_STAFF_H
#define SIMULATION_STAFF_H

#include "world.h"

void staff_begin(void);
int64_t staff_due_ms(void);
void staff_run(void);

#endif
