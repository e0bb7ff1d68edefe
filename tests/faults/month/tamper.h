/* The world broken on purpose, between the kiosks and what the centre keeps: each must be found. */
#ifndef MONTH_TAMPER_H
#define MONTH_TAMPER_H

#include <stdint.h>

enum { TAMPERS = 8 };

/* The name of tamper `i`, 0 .. TAMPERS - 1: "a booking dropped". */
const char *tamper_name(int i);
/* -1: there is none of this name. */
int tamper_find(const char *name);
/* From now on the `which`-th of its kind is tampered with, and no other. */
void tamper_begin(int i, int which);
/* The moment of the visit whose word it was; 0: it has not happened. */
int64_t tamper_moment(void);

#endif
