/* Each simplification is kept if it breaks the promise, too: with this seed or, since chance falls otherwise
 * when something is left out, with one of the next. */
#include "shrink.h"

#include <stdio.h>
#include <string.h>

#include "simulation.h"

enum { SEEDS_A_TRY = 6, LIVES_MAX = 400 };

struct shrinking {
	struct options best;
	const char *promise;
	int lives; /* that were tried */
};

static bool breaks_it(struct shrinking *shrinking, struct options tried)
{
	for (int i = 0; i < SEEDS_A_TRY && shrinking->lives < LIVES_MAX; i++, tried.seed++) {
		shrinking->lives++;
		const char *promise = simulation_live(&tried);
		if (!promise || strcmp(promise, shrinking->promise) != 0)
			continue;
		tried.steps = step_number;
		shrinking->best = tried;
		return true;
	}
	return false;
}

/* Lives are apart from each other: the one that broke it is enough. */
static struct options last_life(const struct options *found, long step)
{
	struct options last = *found;
	long lives = (step - 1) / LIFE_STEPS;

	last.seed += (uint64_t)lives * LIFE_SEEDS;
	last.steps = step - lives * LIFE_STEPS;
	last.quiet = true;
	return last;
}

static bool is_smaller(struct shrinking *shrinking)
{
	struct options tried = shrinking->best;
	bool smaller = false;

	tried.steps /= 2;
	while (tried.steps > 0 && breaks_it(shrinking, tried)) {
		smaller = true;
		tried = shrinking->best;
		tried.steps /= 2;
	}
	tried = shrinking->best;
	if (--tried.kiosks > 0)
		smaller |= breaks_it(shrinking, tried);
	return smaller;
}

static bool has_fewer_faults(struct shrinking *shrinking)
{
	bool fewer = false;

	for (int fault = 0; fault < FAULTS; fault++) {
		struct options tried = shrinking->best;
		if (tried.without & 1U << fault)
			continue;
		tried.without |= 1U << fault;
		fewer |= breaks_it(shrinking, tried);
	}
	return fewer;
}

struct options shrink(const struct options *found, const char *promise, long step)
{
	struct shrinking shrinking = {.best = last_life(found, step), .promise = promise};
	bool goes_on = true;

	while (goes_on && shrinking.lives < LIVES_MAX) {
		goes_on = has_fewer_faults(&shrinking);
		goes_on |= is_smaller(&shrinking);
	}
	shrinking.best.quiet = found->quiet;
	return shrinking.best;
}

void shrink_print(const struct options *wanted, const char *promise)
{
	const char *separator = " --without ";

	printf("%s\n  simulation --seed %llu --steps %ld --kiosks %d", promise,
		(unsigned long long)wanted->seed, wanted->steps, wanted->kiosks);
	if (wanted->mutation)
		printf(" --mutation %d", wanted->mutation);
	for (int fault = 0; fault < FAULTS; fault++)
		if (wanted->without & 1U << fault) {
			printf("%s%s", separator, fault_name((enum fault)fault));
			separator = ",";
		}
	printf("\n");
}
