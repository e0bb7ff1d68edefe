/* What people do at a kiosk, as the screens would let them. */
#ifndef SIMULATION_VISITORS_H
#define SIMULATION_VISITORS_H

#include "kiosk_model.h"

void visitors_begin(void);
void visitor_comes(struct machine *machine);

#endif
