/* The readers, the printer and sync as the face sees them: one connected socket each. In development the
 * face starts the program itself over a socketpair; on an appliance systemd does, and the face connects.
 * End of file is death, connecting again is restart: three times at once, then with a back-off of
 * 0.25 to 8 s. A worker that does not answer a ping in 2 s, or writes ten lines of rubbish in a
 * second, is killed.
 *
 * Main thread. Times are real, never the journey's: workers live outside of it. */
#ifndef APP_WORKERS_H
#define APP_WORKERS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "app/inbox.h"
#include "base/bitmap.h"
#include "base/worker_report.h"

enum worker_name { WORKER_NFC, WORKER_CAMERA, WORKER_SYNC, WORKER_PRINTER, WORKERS };

enum worker_state {
	WORKER_OFF, /* not configured */
	WORKER_STARTING,
	WORKER_ABSENT, /* runs; its device is not there */
	WORKER_READY,
	WORKER_DEGRADED,
	WORKER_RESTING, /* dead; will be started again */
};

enum { WORKER_ARGUMENTS_MAX = 8, WORKER_ADDRESS_BYTES = 256 };

struct worker {
	char program[WORKER_ADDRESS_BYTES]; /* path; empty with `address` */
	char device[WORKER_ADDRESS_BYTES];  /* --device, or for sync --data */
	char centre[WORKER_ADDRESS_BYTES];  /* --centre, sync only */
	char address[WORKER_ADDRESS_BYTES]; /* socket that systemd listens on */
	enum worker_state state;
	int descriptor;
	pid_t pid;          /* 0: not our child */
	int64_t restart_ms; /* 0: not resting */
	int64_t started_ms;
	int64_t answer_by_ms;             /* a ping waits for its pong; 0: none does */
	int failures;                     /* in a row */
	char detail[WORKER_DETAIL_BYTES]; /* its own words for why it is not ready */
	char ended[WORKER_DETAIL_BYTES];  /* how it last ended; "": it never did */
	struct worker_report told;        /* what was last logged and written down */
	int64_t rubbish_second;
	int rubbish;
};

struct workers {
	struct inbox *inbox;
	const char *directory;   /* where worker_report.h writes */
	const char *camera_want; /* what the camera was told last; NULL: nothing yet */
	int64_t tell_ms;         /* when news of workers may be told again */
	struct worker worker[WORKERS];
};

/* Workers whose `program` or `address` is set are started; sources are their enum values.
 * `directory` must stay; what is known of the workers is written there. */
void workers_start(struct workers *workers, struct inbox *inbox, const char *directory);
void workers_stop(struct workers *workers);

/* What a letter from a worker means for it. True: it is a line about a visitor (arrive, remove, code,
 * unreadable, synced, printed), for the app. */
bool workers_take(struct workers *workers, const struct letter *letter, const json_t *line);

void workers_ping(struct workers *workers);
/* {"type": "nudge"} to sync; {"type": "camera", "want": ...}, which is said again to a camera that was
 * started again; `want` must stay. */
void workers_nudge_sync(struct workers *workers);
void workers_camera(struct workers *workers, const char *want);

/* In pieces, each a line; `printed` answers with the same job. */
void workers_print(struct workers *workers, const struct bitmap *picture, int job);

/* Restarts and kills what is due; logs and writes down what changed, at most once a second. The next
 * time to call, in real milliseconds; INT64_MAX: none. */
int64_t workers_look_after(struct workers *workers, int64_t real_ms);

bool worker_works(const struct worker *worker);
const char *worker_title(enum worker_name name);

#endif
