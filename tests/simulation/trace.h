/* All that this world's centre is asked, and what it answered, as SQL: a line each, "role TAB answer TAB SQL".
 * real_centre.c asks a real one the same. */
#ifndef SIMULATION_TRACE_H
#define SIMULATION_TRACE_H

#include "centre_model.h"

/* Begins; false: the file cannot be written. */
bool trace_open(const char *path);
/* How the centre stands at the end. */
void trace_close(void);

void trace_call(const struct request *request, const struct reply *reply);
/* What others did, as a kiosk of its own would. */
void trace_elsewhere(const struct change *change, struct answer answer);
void trace_session(int session);
void trace_cancel_session(int session);
void trace_release(int role);
void trace_write_off(int lease);
void trace_end_of_keeping(void);

#endif
