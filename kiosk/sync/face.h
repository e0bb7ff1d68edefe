/* Who started sync speaks on descriptor 0 and listens on 1, a line at a time (base/lines.h): the
 * face, or a person at a terminal. */
#ifndef SYNC_FACE_H
#define SYNC_FACE_H

#include <stdbool.h>

#include "base/lines.h"

struct face {
	bool listening; /* not with --once; no longer after the end of file */
	bool outlive;   /* the end of file on descriptor 0 ends nothing */
	bool stopped;
	bool nudged; /* the outbox has something; whoever acts on it resets it */
	int rubbish;
	struct lines lines;
};

void face_start(struct face *face, bool outlive);
/* Descriptor 0 has something: reads it, answers pings. */
void face_hear(struct face *face);
/* "ready", "backoff", ...; only if it is another one than last time. */
void face_tell_state(struct face *face, const char *state, const char *detail);
void face_tell_synced(struct face *face);

#endif
