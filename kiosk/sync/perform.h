/* Does what sync/step.h says, and says how it ended: the store, the centre, the face and the
 * waiting between them. Single-threaded; everything is awaited in one poll(2). */
#ifndef SYNC_PERFORM_H
#define SYNC_PERFORM_H

#include "store/store.h"
#include "sync/answer.h"
#include "sync/centre.h"
#include "sync/forget.h"
#include "sync/starter.h"
#include "sync/step.h"

enum { WHY_BYTES = 440 };

struct performer {
	bool once;
	struct store *store;
	struct centre *centre;
	struct starter starter;
	struct hello_answer hello;
	struct push_answer push;
	struct pull_answer pull;
	struct stream_cursor cursor; /* behind which `pull` is */
	bool asked_ahead;            /* for what is behind `pull` */
	char why[WHY_BYTES];         /* why the last effect did not end well, for people */
	bool told_clock;             /* that it is not the centre's */
	struct forgetting forgetting;
};

struct step_message perform(struct performer *performer, const struct step_effect *effect);
void perform_finish(struct performer *performer);

#endif
