/* The protocol between a kiosk and the centre as a pure state machine: what happened goes in, what
 * to do next comes out. No I/O, no clock, no allocation: the same code runs in kiosk-sync and in a
 * simulation of years.
 *
 * One thing is done at a time. The caller performs the effect, then tells how it ended, with the
 * log's position as it is on the disk at that moment. A request counts as answered only when the
 * centre's transaction is known to be over (centre.h); otherwise it is STEP_LOST and will be sent
 * again: the position in the log makes that harmless. */
#ifndef SYNC_STEP_H
#define SYNC_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "store/outbox.h"

enum step_effect_kind {
	EFFECT_CONNECT, /* anew; an old connection is dropped */
	EFFECT_HELLO,
	EFFECT_REMEMBER,      /* the epoch and time of the last hello, durably */
	EFFECT_PLAN_LEASES,   /* ask for leases, close leases: outbox_plan_leases() */
	EFFECT_MARK_SENT,     /* durably, up to `seq`: always before EFFECT_PUSH */
	EFFECT_PUSH,          /* changes `first` to `seq` */
	EFFECT_TAKE_VERDICTS, /* those that the last push answered, durably */
	EFFECT_PARK,          /* the one change `seq` that no push gets through */
	EFFECT_PULL,          /* stream number `stream`, after its cursor */
	EFFECT_APPLY, /* the rows that the last pull answered, durably, with the cursor; if `more`
				 the next pull is of the same stream, and may be asked for already */
	EFFECT_BEGIN_REREADING, /* outbox_begin_rereading() */
	EFFECT_END_REREADING,   /* of a new epoch's news: outbox_end_rereading() */
	EFFECT_TELL_SYNCED,     /* the face: there may be news */
	EFFECT_WAIT,            /* `wait_ms`; a nudge ends it if `nudge` */
	EFFECT_FINISH,          /* --once: with exit code `code` */
};

enum step_exit { EXIT_DONE = 0, EXIT_AWAY = 1, EXIT_ARGUMENTS = 2, EXIT_REFUSED = 3 };

/* Why sync does not go on by itself. */
enum step_trouble {
	TROUBLE_NONE,
	TROUBLE_AWAY,    /* no connection, or it broke */
	TROUBLE_STORE,   /* the kiosk's own file is busy or full */
	TROUBLE_REFUSED, /* the centre knows why: see the hello's state */
	TROUBLE_FORKED,  /* this directory is a copy, or an older picture of itself */
	TROUBLE_STUCK,   /* the centre answers, and nothing comes of it */
	TROUBLE_ILL,     /* the centre fails, whatever it is told, or is not who it should be */
};

struct step_effect {
	enum step_effect_kind kind;
	int64_t first, seq;
	int stream;
	int wait_ms;
	bool nudge, more;
	enum step_exit code;
};

enum step_message_kind {
	STEP_STARTED,
	STEP_DONE,     /* CONNECT, REMEMBER, TEND, MARK_SENT, TAKE_VERDICTS, APPLY, TELL_SYNCED */
	STEP_FAILED,   /* the store said no: REMEMBER, TEND, MARK_SENT, TAKE_VERDICTS, APPLY */
	STEP_LOST,     /* no answer that counts: CONNECT, HELLO, PUSH, PARK, PULL, WAIT */
	STEP_REJECTED, /* an error for which what was said may be to blame: HELLO, PUSH, PARK, PULL */
	STEP_ILL,      /* the centre itself is to blame: CONNECT, HELLO, PUSH, PARK, PULL */
	STEP_TOO_NEW,  /* the centre does not know the call yet: HELLO, PUSH, PARK, PULL */
	STEP_ANSWERED, /* HELLO, PUSH, PARK, PULL */
	STEP_WOKEN,    /* WAIT is over */
};

/* What a push or pull was answered with, if not with verdicts or rows. */
enum step_control {
	CONTROL_NONE,
	CONTROL_EPOCH,
	CONTROL_GAP,
	CONTROL_FORK,
	CONTROL_NOT_ACTIVE,
	CONTROL_RESYNC, /* PULL: what is no more was told so long ago that it is told no longer */
};

struct step_message {
	enum step_message_kind kind;
	struct log_position position; /* on the disk, now */
	uint32_t random;              /* for the jitter */
	bool active;                  /* HELLO: this kiosk may go on */
	struct id epoch;              /* HELLO */
	int64_t last_seq;             /* HELLO, PARK: the centre's; PUSH: the last with an answer */
	bool keeps_last;  /* HELLO: the text of the change `last_seq` is there, here and there */
	int next_poll_ms; /* HELLO */
	enum step_control control; /* PUSH, PULL */
	int took_ms;               /* PUSH: until its answer was there */
	int rows;                  /* PULL: how many came; 0: there is nothing to apply */
	bool more;                 /* PULL: the stream goes on behind them, or soon */
	bool recovering;           /* PULL: the centre waits for what other kiosks know */
};

enum step_phase {
	PHASE_AWAY,
	PHASE_CONNECT,
	PHASE_HELLO,
	PHASE_REMEMBER,
	PHASE_PLAN_LEASES,
	PHASE_MARK,
	PHASE_PUSH,
	PHASE_VERDICTS,
	PHASE_PARK,
	PHASE_PULL,
	PHASE_APPLY,
	PHASE_BEGIN_REREADING,
	PHASE_END_REREADING,
	PHASE_TELL,
	PHASE_IDLE,
	PHASE_OVER,
};

enum {
	STRIKES_MAX = 5, /* errors of the centre's own on the same batch, then it is halved */
	BACKOFF_MIN_MS = 1000,
	BACKOFF_MAX_MS = 30 * 1000, /* half of the minute in which all has to arrive */
	REFUSED_WAIT_MS = 5 * 60 * 1000,
	/* A push that takes long keeps other kiosks waiting, who give up after five seconds, and may
	 * itself come to no end: the next one is shorter, else longer. */
	PUSH_LONG_MS = 2000,
	PUSH_BATCH_FIRST = 200,
	PUSH_BATCH_LEAST = 50,
	ROUNDS_MAX = 8,  /* of push and pull that one round's own news may cause */
	PAGES_MAX = 500, /* of news before the next wait: the rest comes after it */
};

struct sync {
	bool once;
	enum step_phase phase;
	enum step_trouble trouble;
	int64_t next, last; /* the next change to push; the end of the batch on its way */
	int batch_max, batch_limit;
	int strikes, rounds, pages;
	int attempts;   /* waits since an answer was new to us */
	bool says_last; /* once more, if this is a new epoch */
	bool turned;    /* the centre sent us back to hello since everything was said */
	int64_t acked;  /* after the last verdicts */
	int64_t parked; /* the change that was parked last */
	int64_t heard;  /* the last that the centre has heard from here in this epoch */
	int stream;
	bool more;   /* of the stream being pulled */
	bool behind; /* a stream was left before its end */
	bool recovering;
	bool news; /* verdicts or rows since the face was told */
	int poll_ms;
};

void sync_start(struct sync *sync, bool once);
struct step_effect sync_step(struct sync *sync, const struct step_message *message);

#endif
