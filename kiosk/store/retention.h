/* What is about people goes when rules/retention.h says so: for sync, which does it once a day in pieces
 * of one small transaction, so that the face never waits. */
#ifndef STORE_RETENTION_H
#define STORE_RETENTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "rules/retention.h"
#include "store/store.h"

enum { RETENTION_ROWS_MAX = 32 }; /* a piece deletes so many, or looks at so many */

struct ended_session {
	struct id id;
	int64_t ends_ms, starts_ms;
};

/* How far it has come today; {0}: not begun. It may be begun anew at any time. */
struct retention {
	int64_t day_ms;
	int step;
	int64_t seq;                          /* the last change that was looked at */
	struct ended_session walked, emptied; /* the last that has nothing left; the one after it */
	bool has_deleted;
	bool is_done;
};

/* Nothing is left to do on the day of `now_ms`. */
bool retention_is_done(const struct retention *retention, int64_t now_ms);
/* The next piece. If anything went, the last but one writes the file anew: a third of a second for which
 * the face would wait, if there are 100 000 members. The last one takes all out of the journal, too.
 * `now_ms` must be sure: what is deleted does not come back. */
bool retention_do_piece(
	struct store *store, struct retention *retention, int64_t now_ms, struct error *error);

/* The last change that the centre has answered and has in a backup; 0: it has not said so of any. */
int64_t outbox_archived(struct store *store);

/* Those that retention_untaken() and retention_unarchived() say. */
struct waiting_boxes retention_untaken_boxes(struct store *store, int64_t now_ms);
struct waiting_boxes retention_unarchived_boxes(struct store *store, int64_t now_ms);
/* How many days ago the oldest session was that people's rows are still kept of, if that is longer than
 * it should be by more than three days; 0: none is. */
int retention_overdue_days(struct store *store, int64_t now_ms);

#endif
