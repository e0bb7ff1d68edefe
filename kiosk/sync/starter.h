/* Whoever started kiosk-sync - the face, or a person at a terminal - writes to its descriptor 0 and
 * reads from its descriptor 1, a line at a time (base/lines.h). */
#ifndef SYNC_STARTER_H
#define SYNC_STARTER_H

#include <stdbool.h>

#include "base/lines.h"

struct starter {
	bool listening; /* not with --once; no longer after the end of file */
	bool outlive;   /* the end of file on descriptor 0 ends nothing */
	bool stopped;
	bool nudged; /* the outbox has something; whoever acts on it resets it */
	int rubbish;
	struct lines lines;
};

void starter_greet(struct starter *starter, bool outlive);
/* Descriptor 0 has something: reads it, answers pings. */
void starter_hear(struct starter *starter);
/* "ready", "backoff", ...; only if it is another one than last time. */
void starter_tell_state(struct starter *starter, const char *state, const char *detail);
void starter_tell_synced(struct starter *starter);

#endif
