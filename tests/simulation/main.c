/* Years of kiosks and a centre in which everything goes wrong, in seconds; see tests/README.md.
 *
 *   simulation [--steps N] [--seed S] [--kiosks K] [--without FAULT[,FAULT...]] [--mutation N] [--counts LEAST]
 *              [--trace FILE]    the first life, for real_centre; the centre is not put back in it
 *   simulation --mutations */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "counts.h"
#include "mutations.h"
#include "shrink.h"
#include "simulation.h"
#include "trace.h"

struct wish {
	struct options options;
	bool mutations;
	long least; /* of each count; -1: no table */
};

static bool read_without(char *list, uint32_t *without)
{
	for (char *name = strtok(list, ","); name; name = strtok(NULL, ",")) {
		int fault = 0;
		while (fault < FAULTS && strcmp(fault_name((enum fault)fault), name) != 0)
			fault++;
		if (fault == FAULTS)
			return false;
		*without |= 1U << fault;
	}
	return true;
}

static bool read_option(struct wish *wish, const char *name, char *value)
{
	if (strcmp(name, "--steps") == 0)
		wish->options.steps = atol(value);
	else if (strcmp(name, "--seed") == 0)
		wish->options.seed = strtoull(value, NULL, 10);
	else if (strcmp(name, "--kiosks") == 0)
		wish->options.kiosks = atoi(value);
	else if (strcmp(name, "--mutation") == 0)
		wish->options.mutation = atoi(value);
	else if (strcmp(name, "--counts") == 0)
		wish->least = atol(value);
	else if (strcmp(name, "--trace") == 0)
		return wish->options.without |= EPOCH_FAULTS, trace_open(value);
	else if (strcmp(name, "--without") == 0)
		return read_without(value, &wish->options.without);
	else
		return false;
	return true;
}

static bool read_wish(int count, char **arguments, struct wish *wish)
{
	for (int i = 1; i < count; i++) {
		if (strcmp(arguments[i], "--mutations") == 0)
			wish->mutations = true;
		else if (i + 1 == count || !read_option(wish, arguments[i], arguments[i + 1]))
			return false;
		else
			i++;
	}
	return wish->options.kiosks >= 1 && wish->options.kiosks <= ROLES_MAX &&
	       wish->options.mutation >= 0 && wish->options.mutation < MUTATIONS;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int live(const struct wish *wish)
{
	double begun = seconds();
	const char *promise = simulation_live(&wish->options);
	double took = seconds() - begun;

	printf("%ld steps, seed %llu, %.0f days in %.1f s, %.0f steps a second: %s\n", step_number,
		(unsigned long long)wish->options.seed, simulation_days(), took,
		(double)step_number / took, promise ? promise : "every promise held");
	long step = step_number;
	int seldom = wish->least >= 0 ? counts_print(wish->least) : 0;
	if (seldom)
		printf("%d came up less than %ld times\n", seldom, wish->least);
	if (promise) {
		struct options small = shrink(&wish->options, promise, step);
		shrink_print(&small, promise);
	}
	return promise || seldom;
}

int main(int count, char **arguments)
{
	struct wish wish = {
		.options = {.seed = 1, .steps = 1000000, .kiosks = ROLES_MAX}, .least = -1};

	if (!read_wish(count, arguments, &wish)) {
		fprintf(stderr, "simulation: see the head of main.c\n");
		return 2;
	}
	return wish.mutations ? mutations_run() != 0 : live(&wish);
}
