/* The centre's answers are foreign bytes: JSON that is read here, or refused whole. Nothing of an
 * answer is believed before all of it has its form. */
#ifndef SYNC_ANSWER_H
#define SYNC_ANSWER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "store/outbox.h"
#include "sync/step.h"

enum {
	ANSWER_BYTES_MAX = 4 * 1024 * 1024,
	PULL_PAGE_ROWS = 1000,
	STATE_BYTES = 32,
	POLL_MIN_MS = 1000,
	POLL_MAX_MS = 10 * 60 * 1000,
};

struct hello_answer {
	char state[STATE_BYTES]; /* "active", or why not */
	bool demo;
	struct id epoch;
	int64_t now_ms, last_seq;
	int64_t archived; /* so far the log is in a copy of the centre, too */
	int next_poll_ms;
};
bool answer_read_hello(const char *text, struct hello_answer *answer, struct error *error);

struct push_answer {
	enum step_control control; /* if not CONTROL_NONE there are no verdicts */
	int count;
	struct change_verdict verdicts[PUSH_BATCH_MAX];
};
/* Exactly one verdict for each of `count` changes from `first` on, in order; or a control. */
bool answer_read_push(const char *text, int64_t first, int count, struct push_answer *answer,
	struct error *error);

/* Where the centre stands after a change was parked. */
bool answer_read_park(const char *text, int64_t *last_seq, struct error *error);

/* `rows` point into `root` and `bodies`, `cards` into `bytes`; answer_finish_pull() frees them. */
struct pull_answer {
	enum step_control control;
	int64_t head;
	bool recovering;   /* it was put back, and waits for kiosks to say what it has forgotten */
	int64_t upto;      /* news: so far they are read, */
	int64_t compacted; /* and so far versions may be missing */
	bool is_over;      /* snapshot: nothing is behind it */
	char place[PLACE_BYTES];
	int count;
	struct feed_row rows[PULL_PAGE_ROWS];
	char *bodies[PULL_PAGE_ROWS];
	json_t *root;
	int card_count;
	struct feed_card cards[PULL_PAGE_ROWS];
	uint8_t *bytes;
};
/* News after the version `after`: nothing is missing that may not be. On false `answer` is finished
 * already. */
bool answer_read_news(
	const char *text, int64_t after, struct pull_answer *answer, struct error *error);
/* A piece of a snapshot; `bytes` are the cards that stand behind its text. */
bool answer_read_snapshot(const char *text, const uint8_t *bytes, size_t length,
	struct pull_answer *answer, struct error *error);
void answer_finish_pull(struct pull_answer *answer);

#endif
