/* What lies between: it loses, repeats, holds back and mixes up, in both directions, and may cut a
 * connection between an answer and the end of its transaction. */
#ifndef SIMULATION_NETWORK_H
#define SIMULATION_NETWORK_H

#include "centre_model.h"

/* Returns the number under which its answer counts. */
uint32_t network_send(int machine, const struct request *request);
/* When the next thing arrives somewhere, and what then happens. */
int64_t network_due_ms(void);
void network_run(void);
/* Nothing is under way any more. */
void network_clear(void);

/* The centre is another one: what was on its way to the old one never arrives. */
void network_drop_requests(void);

#endif
