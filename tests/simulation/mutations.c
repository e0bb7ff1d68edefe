/* Each bug is tried with a few seeds and few steps; the first promise that breaks catches it. */
#include "mutations.h"

#include <assert.h>
#include <stdio.h>

#include "shrink.h"
#include "simulation.h"

enum { LIVES_MAX = 60, STEPS_MAX = LIFE_STEPS };

static const char *const names[MUTATIONS] = {
	[MUTATION_NONE] = "none",
	[APPLIES_KNOWN_CHANGES] = "the centre applies again what it knows",
	[ANSWERS_ANEW] = "the centre answers anew instead of as before",
	[NO_FORK_CHECK] = "a copy of a disk is not noticed",
	[RECLAIMS_BY_TIME] = "what lies at a kiosk for long is given to others",
	[GRANTS_FROM_STALE_READ] = "places are granted from a stale count",
	[CREDITS_EVERY_CANCEL] = "a second cancel credits places again",
	[PROMOTES_TWICE] = "who comes off the line is counted twice",
	[PROMOTES_WITHOUT_ROOM] = "who waits gets places that there are not",
	[WRITTEN_OFF_STILL_PAYS] = "a lease that was closed still pays",
	[REFUSED_NOT_STORED] = "what was refused is answered as accepted",
	[RECALL_NOT_TOLD] = "a recall is not told",
	[CLOSE_RETURNS_ALL] = "a closed lease returns what was spent, too",
	[MERGE_COUNTS_BOTH] = "two bookings made one count as two",
	[FREED_IS_NOT_GIVEN_ON] = "what a cancel frees is not given on",
	[CUTS_BELOW_PROMISED] = "a cut takes what is promised",
	[BOOKING_NOT_TOLD] = "a changed booking is not told to kiosks",
	[REVISION_STANDS_STILL] = "a changed booking keeps its revision",
	[RELEASE_KEEPS_LAST_SEQ] = "a released kiosk's log does not begin anew",
	[EARLY_CANCEL_FORGOTTEN] = "a cancel that came before its booking is forgotten",
	[REFUSED_MOVE_LETS_GO] = "a move that is refused lets the old day go",
	[CHANGE_COUNTS_TWICE] = "more people are counted twice",
	[EARLY_CANCEL_KEEPS_PLACES] = "a booking cancelled before it came keeps its places",
	[SESSION_CANCEL_NOT_TOLD] = "a cancelled session is not told to kiosks",
	[WAITING_OVERTAKEN] = "who is at the head of the line is overtaken",
	[BOOKED_AGAIN_IS_LOST] = "what was booked again is lost with what was given up",
	[EPOCH_LEFT_AS_IT_WAS] = "the centre is put back and its epoch left as it was",
	[RESTORED_WITHOUT_REPLAY] = "what a centre forgot is not said to it again",
	[PRIOR_IGNORED] = "answers that were given before do not count",
	[GRANTS_WHILE_RECOVERING] = "places are granted before all kiosks were heard",
	[PROMOTES_WHILE_RECOVERING] = "who waits comes in before all kiosks were heard",
	[NOT_READ_ANEW] = "the news of a new epoch are not read from their beginning",
	[DROPPED_BEFORE_THE_END] = "what is not told yet is dropped before the end of reading anew",
	[BROKEN_PROMISE_NOT_SAID] = "staff do not hear of a promise that nobody knows",
	[SPEND_AND_LOG_APART] = "spending and logging are two transactions",
	[CREDITS_SENT_BOOKING] = "a cancel credits the kiosk's lease, too",
	[SENT_MARK_LOST] = "the mark of what was sent is not kept",
	[ACKS_WHOLE_BATCH] = "an answer to less counts for all",
	[GRANT_TAKEN_TWICE] = "a grant that is answered again counts again",
	[CLOSES_ON_ANSWER] = "a lease that is being closed still sells",
	[POWER_CUT_LOSES_LAST] = "a power cut takes the last transaction",
	[CURSOR_WITHOUT_ROWS] = "a cursor is kept without its rows",
	[CLOSE_NOT_LOGGED] = "a lease is closed and the centre not told",
	[RECALL_IGNORED] = "a recall is ignored",
	[REFUSAL_NOT_TAKEN] = "a refused booking goes on being shown",
	[REWRITES_SENT] = "what may have been sent is rewritten",
	[GRANT_WITHOUT_SLOT] = "a grant comes and there is no row for it",
	[SELLS_ONE_TOO_MANY] = "a lease pays one more than it holds",
	[MOVE_NOT_TAKEN_BACK] = "the old day is forgotten when the new one is refused",
	[REFUSED_STANDS_AGAIN] = "a refused booking stands again when its move is refused",
	[OLD_DAY_NOT_SHOWN] = "what was booked again hides the old day for good",
	[MORE_PEOPLE_UNPAID] = "more people take no places at the kiosk",
	[SECOND_PROMISE_NOT_LOGGED] = "a promise is made and not logged",
	[ANSWER_BEFORE_COMMIT] = "an answer counts before the transaction is over",
	[LATE_ANSWER_BELIEVED] = "an answer to an earlier request counts for this one",
	[PUSH_SKIPS_ONE] = "a push leaves out the first of a batch",
	[NEVER_PARKS] = "what no push gets through is never parked",
};

const char *mutation_name(enum mutation mutation)
{
	assert(mutation < MUTATIONS && names[mutation]);
	return names[mutation];
}

bool broken_by(enum mutation mutation)
{
	return options.mutation == (int)mutation;
}

static bool is_of_epochs(enum mutation mutation)
{
	return (mutation >= EPOCH_LEFT_AS_IT_WAS && mutation <= PROMOTES_WHILE_RECOVERING) ||
	       (mutation >= NOT_READ_ANEW && mutation <= BROKEN_PROMISE_NOT_SAID);
}

/* What a centre forgets hides many other bugs: those are looked for where it forgets nothing. */
static bool is_noticed(enum mutation mutation)
{
	struct options tried = {
		.steps = STEPS_MAX, .kiosks = ROLES_MAX, .quiet = true, .mutation = (int)mutation};

	tried.without = is_of_epochs(mutation) ? 0 : EPOCH_FAULTS;
	for (int life = 0; life < LIVES_MAX; life++) {
		tried.seed = 1 + (uint64_t)life * LIFE_SEEDS;
		const char *promise = simulation_live(&tried);
		if (!promise)
			continue;
		printf("%-58s life %2d, step %6ld  %s\n", names[mutation], life, step_number,
			promise);
		fflush(stdout);
		return true;
	}
	printf("%-58s NOT NOTICED\n", names[mutation]);
	return false;
}

/* What the bug needs stays, and most of the rest goes. */
static bool is_shrunk(enum mutation mutation, enum fault needed)
{
	struct options found = {.seed = 1,
		.steps = STEPS_MAX,
		.kiosks = ROLES_MAX,
		.quiet = true,
		.mutation = (int)mutation};
	const char *promise = simulation_live(&found);
	long step = step_number;

	if (!promise)
		return false;
	struct options small = shrink(&found, promise, step);
	printf("from %ld steps and %d kinds of fault: ", step, FAULTS);
	shrink_print(&small, promise);
	return !(small.without & 1U << needed) && small.steps * 2 < step &&
	       __builtin_popcount(small.without) * 2 > FAULTS;
}

int mutations_run(void)
{
	int survivors = 0;

	for (enum mutation mutation = MUTATION_NONE + 1; mutation < MUTATIONS; mutation++)
		survivors += !is_noticed(mutation);
	printf("%d of %d noticed\n", MUTATIONS - 1 - survivors, MUTATIONS - 1);
	return survivors + !is_shrunk(NO_FORK_CHECK, FAULT_COPIED);
}
