/* The log as sync sees it: what goes to the centre, and what comes back. Same file, other process
 * (STORE_SYNC). Each verb is one transaction of at most 200 rows, 500 verdicts or 1000 cards. */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "rules/change.h"
#include "rules/holder.h"
#include "rules/token.h"
#include "store/store.h"

enum {
	OUTBOX_BATCH_MAX = 200,
	VERDICTS_MAX = 500,
	PUSH_BATCH_MAX = 1000, /* changes a push: the centre takes many at once more quickly */
	CHANGE_BYTES_MAX = 16 * 1024, /* one change's JSON text */
	STREAM_NAME_BYTES = 64,
	PLACE_BYTES = 128,
	STREAMS = 3, /* branch, global, kiosk */
};

struct log_position {
	int64_t length;  /* the last seq written */
	int64_t sent;    /* the last that may have left: frozen up to here */
	int64_t acked;   /* the last with a verdict */
	struct id epoch; /* the centre's; zero: not met yet */
	bool rereads;    /* it is a new one: everything is read anew, see outbox_end_rereading() */
};
struct log_position outbox_position(struct store *store);

/* One change of the log; the texts are the store's until the next call. `prior` is the answer that it
 * had, as JSON {verdict, reason, result}; NULL: none yet. */
struct outbox_change {
	int64_t seq;
	const char *text, *prior;
};
/* Up to `max` changes from `first` on; `bytes_max` bounds their texts together. */
int outbox_read(struct store *store, int64_t first, size_t bytes_max, struct outbox_change *changes,
	int max);
/* The text of the change `seq` is there still. */
bool outbox_keeps(struct store *store, int64_t seq);
/* Durable before the batch is sent. */
bool outbox_mark_sent(struct store *store, int64_t seq, struct error *error);

struct change_verdict {
	int64_t seq;
	enum verdict verdict;
	char reason[64];
	int granted;        /* lease_request only */
	struct lease lease; /* the same: its limits and parts alone */
};
/* Verdicts, what follows from them (leases installed, bookings promoted or refused) and `acked`, in
 * one transaction. Verdicts that are there already are left alone. */
bool outbox_take_verdicts(
	struct store *store, const struct change_verdict *verdicts, int count, struct error *error);

/* What the kiosk asks of the centre for itself: requests for places that run out, closes of
 * leases whose session is over or was recalled. Adds changes to the log. Whose places are held again they
 * are. `now_ms` is the centre's, too: what seems to be over gives its places away. */
bool outbox_plan_leases(struct store *store, int64_t now_ms, struct error *error);

/* The first meeting with a centre, and each later one: remembers epoch and the centre's time. Another
 * epoch than before: the centre may have forgotten something, and everything is read anew. */
bool outbox_remember_centre(
	struct store *store, struct id epoch, int64_t centre_now_ms, struct error *error);

/* So far the centre has the log in a copy of its own, too. */
bool outbox_note_archived(struct store *store, int64_t seq, struct error *error);

/* A stream can no longer be read on from here: all are read anew, as in a new epoch. */
bool outbox_begin_rereading(struct store *store, struct error *error);

/* All streams have been read to their ends, and the centre waits for no kiosk any more: what it has not
 * named is dropped, and every promise that it does not know is told to it and, at their next card, to the
 * visitor. Nothing happens while the log has changes without an answer: they may be about just that.
 * `now_ms` is the centre's, too: what was promised for what seems to be over is told to nobody. */
bool outbox_end_rereading(struct store *store, int64_t now_ms, struct error *error);

/* ---- the pull ---- */

struct stream_cursor {
	char name[STREAM_NAME_BYTES]; /* "branch:micklefield", "global", "kiosk:1" */
	int64_t version;
	bool snapshot; /* it is read in order of key, behind `place`; "" is the start */
	char place[PLACE_BYTES];
};
int outbox_cursors(struct store *store, struct stream_cursor cursors[static STREAMS]);

struct feed_row {
	int64_t version;
	const char *kind; /* rules/change.h */
	const char *key;
	int64_t revision; /* applied only if newer than what is there */
	const char *body; /* JSON object */
};

/* A row of kind "holder", as a snapshot has it. */
struct feed_card {
	struct index index;
	struct id holder;
	int64_t revision;
	enum holder_status status;
	const uint8_t *greeting;
	size_t greeting_length;
};

/* News: rows from the cursor on to `upto`; versions after `compacted` are dense. Of a snapshot: rows
 * and cards, each the newest of its key, with `place` where it goes on. */
struct feed_page {
	const char *stream;
	const struct feed_row *rows;
	int count;
	const struct feed_card *cards;
	int card_count;
	int64_t upto;      /* the cursor behind it */
	int64_t compacted; /* rules/versions.h */
	const char *place; /* "" at the snapshot's end; NULL: news */
};

/* Rows and the cursor in one transaction, of news so many as OUTBOX_BATCH_MAX; an unknown kind is
 * kept for later. ERROR_CORRUPT: versions are missing. */
bool outbox_apply_feed(struct store *store, const struct feed_page *page, struct error *error);
/* What was kept for later: whatever this program understands, in the order in which it came. */
bool outbox_apply_parked(struct store *store, struct error *error);

#endif
