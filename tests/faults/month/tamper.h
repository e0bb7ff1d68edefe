/* What the centre keeps broken on purpose, after all was told: each must be found, and is then put back. */
#ifndef MONTH_TAMPER_H
#define MONTH_TAMPER_H

#include <stdbool.h>

enum { TAMPERS = 8 };

/* The name of tamper `i`, 0 .. TAMPERS - 1: "a booking dropped". */
const char *tamper_name(int i);
/* The newest but `which` of its kind is tampered with until tamper_undo(). False: there are not so many. */
bool tamper_begin(int i, int which);
void tamper_undo(void);

#endif
