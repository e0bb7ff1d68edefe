/* Xorshift: nothing else of the machine has a say. */
#include "chance.h"

static uint64_t state;

void chance_begin(uint64_t seed)
{
	state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
	for (int i = 0; i < 8; i++)
		chance(2);
}

int chance(int below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (int)((state >> 16) % (uint64_t)below);
}

bool chance_percent(int percent)
{
	return chance(100) < percent;
}
