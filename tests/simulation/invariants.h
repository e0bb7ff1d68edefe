/* What must hold, always: at each step for what the step has touched, now and then for all of it; and what
 * must hold once the world has healed and come to rest. */
#ifndef SIMULATION_INVARIANTS_H
#define SIMULATION_INVARIANTS_H

void invariants_touched(void);
void invariants_all(void);
/* Everybody has said everything: nothing lies idle, nobody was told what is not so. */
void invariants_at_rest(void);

#endif
