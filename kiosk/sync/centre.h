/* The centre's functions over libpq, without waiting: start something, then call centre_progress()
 * whenever the descriptor is ready, until it is no longer CENTRE_WAITING. Deadlines are the
 * caller's.
 *
 * An answer is believed only after the server's ReadyForQuery. It commits after it has sent the
 * rows: a server that is killed in between rolls back what it has already answered, so that an
 * answer believed earlier is a confirmed booking that nobody has. What ends without ReadyForQuery is
 * CENTRE_LOST; after it only centre_connect() helps. */
#ifndef SYNC_CENTRE_H
#define SYNC_CENTRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/id.h"
#include "store/outbox.h"

struct centre;

enum centre_state {
	CENTRE_WAITING,
	CENTRE_DONE,     /* connected, or answered: see centre_answer() */
	CENTRE_LOST,     /* no connection, or the centre is in no state to answer now */
	CENTRE_REJECTED, /* an error that trying again will not cure: what was said may be to blame */
	CENTRE_ILL, /* an error of the centre's own, whatever it is told; or it is not the centre */
	CENTRE_OLDER, /* the centre does not know this call: it is of a version before it */
};

/* `url` is libpq's: postgresql://... or key=value. ERROR_BAD_INPUT: it is neither. */
struct centre *centre_create(const char *url, struct error *error);
void centre_destroy(struct centre *centre); /* NULL is fine */

/* Drops an old connection. */
void centre_connect(struct centre *centre);
void centre_disconnect(struct centre *centre);

/* Each only after CENTRE_DONE; sends one request. */
struct hello_request {
	struct id install, epoch; /* zero: it has met no centre yet */
	bool demo;
	int64_t now_ms, length, acked;
};
void centre_hello(struct centre *centre, const struct hello_request *hello);

struct push_request {
	struct id epoch, install;
	int64_t now_ms;
	const struct outbox_change *changes;
	int count;
};
void centre_push(struct centre *centre, const struct push_request *push);
void centre_park(
	struct centre *centre, struct id install, int64_t seq, const char *raw, const char *why);
/* The news behind the cursor, or the next piece of a snapshot. */
void centre_pull(
	struct centre *centre, struct id epoch, const struct stream_cursor *after, int max);

/* -1: nothing to wait for. `*events` as for poll(2). */
int centre_descriptor(const struct centre *centre, short *events);
enum centre_state centre_progress(struct centre *centre);

/* After CENTRE_DONE of a request: its text, until the next call. */
const char *centre_answer(const struct centre *centre);
/* The bytes that stand behind that text and its zero. */
const uint8_t *centre_rest(const struct centre *centre, size_t *length);
/* After CENTRE_LOST, _REJECTED or _ILL: why, for the log; never what a visitor typed. */
const char *centre_why(const struct centre *centre);

#endif
