/* A life: a world of its own from a seed, so many steps, healed every now and then. */
#ifndef SIMULATION_SIMULATION_H
#define SIMULATION_SIMULATION_H

#include "world.h"

/* Lives until `wanted->steps` are over. Returns the promise that broke (`step_number` is where), or NULL. */
const char *simulation_live(const struct options *wanted);
/* How long those lives were, in days of their own. */
double simulation_days(void);

#endif
