/* Chance from a seed: the same seed, the same month. */
#ifndef MONTH_CHANCE_H
#define MONTH_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

void chance_begin(uint64_t seed);
/* 0 .. below - 1. */
int chance(int below);
bool chance_percent(int percent);

#endif
