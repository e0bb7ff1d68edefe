/* A history that breaks a promise, made as small as it can be found: the shortest that still breaks the
 * same one, with the fewest kiosks and kinds of fault. */
#ifndef SIMULATION_SHRINK_H
#define SIMULATION_SHRINK_H

#include "world.h"

/* `found` broke `promise` at `step`. */
struct options shrink(const struct options *found, const char *promise, long step);
/* How to live it again. */
void shrink_print(const struct options *wanted, const char *promise);

#endif
