/* Doubling, with a limit at each end. */
#include "base/back_off.h"

#include <assert.h>

const struct back_off back_off_of_devices = {.first_ms = 250, .last_ms = 8000};

int back_off_ms(const struct back_off *rule, int failures)
{
	int wait_ms = rule->first_ms;

	assert(failures >= 1);
	if (failures <= rule->prompt_tries)
		return rule->prompt_ms;
	for (int i = rule->prompt_tries + 1; i < failures && wait_ms < rule->last_ms; i++)
		wait_ms *= 2;
	return wait_ms < rule->last_ms ? wait_ms : rule->last_ms;
}

int back_off_spread_ms(int wait_ms, uint32_t random)
{
	assert(wait_ms > 0);
	return 1 + (int)(random % (uint32_t)wait_ms);
}
