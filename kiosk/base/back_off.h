/* How long to wait before trying again what did not work: a reader that is not there, a program that
 * died, a centre that does not answer. Each failure in a row doubles the wait, up to a limit. Pure:
 * the caller counts its failures, keeps the time and brings the random number. */
#ifndef BASE_BACK_OFF_H
#define BASE_BACK_OFF_H

#include <stdint.h>

struct back_off {
	int prompt_tries, prompt_ms; /* the first so many waits are this short; 0: none is */
	int first_ms, last_ms;       /* then from one to the other */
};

/* A device that was not there, or stopped working: 250 ms to 8 s. */
extern const struct back_off back_off_of_devices;

/* The wait after `failures` in a row; 1 and more. */
int back_off_ms(const struct back_off *rule, int failures);

/* From 1 ms to the whole wait, as the random number says: many kiosks that lost the centre together
 * do not come back together. */
int back_off_spread_ms(int wait_ms, uint32_t random);

#endif
