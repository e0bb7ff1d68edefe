/* A timer whose signal is SIGKILL: the one signal that also ends a process that was stopped. */
#include "base/alive.h"

#include <signal.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>

/* False: there is no timer to be had; then only the face's ping is left. */
static bool make_timer(timer_t *timer)
{
	struct sigevent kill = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL};

	return !isatty(STDIN_FILENO) && timer_create(CLOCK_MONOTONIC, &kill, timer) == 0;
}

void alive_promise(int within_ms)
{
	static enum { NOT_MADE, MADE, NONE } state;
	static timer_t timer;
	struct itimerspec end = {.it_value = {within_ms / 1000, within_ms % 1000 * 1000000L}};

	if (state == NOT_MADE)
		state = make_timer(&timer) ? MADE : NONE;
	if (state == MADE)
		timer_settime(timer, 0, &end, NULL);
}
