/* The real face for harnesses that must do what a journey's runner cannot: kill it at one system
 * call, measure it, give it bad workers. It is asked over the control socket that a journey uses
 * (kiosk/app/control.c). What these functions cannot do ends the harness with a sentence. */
#ifndef FAULTS_FACE_H
#define FAULTS_FACE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/lines.h"

enum { STAGE_PATH_BYTES = 256, FACE_DETAIL_BYTES = 256 };

/* A folder of its own with an enrolled DEMO directory and a clock that stands still. */
struct stage {
	char folder[STAGE_PATH_BYTES];
	char data[STAGE_PATH_BYTES + 16];
	char config[STAGE_PATH_BYTES + 16];
	char log[STAGE_PATH_BYTES + 16]; /* standard error of the programs */
};

/* Kiosk `kiosk` of the demo at the branch's time `at` ("2026-12-04T10:20"); $KIOSK_CLOCK is set.
 * `settings` are further lines of the configuration. */
void stage_make(struct stage *stage, const char *assets, int kiosk, const char *at);
/* Another kiosk of the demo in the same folder, under the same clock; the first one's removal takes it. */
void stage_make_beside(
	struct stage *stage, const struct stage *first, const char *assets, int kiosk);
void stage_configure(const struct stage *stage, const char *settings);
void stage_remove(const struct stage *stage);
/* Time goes on. */
void stage_wait(int64_t duration_ms);

_Noreturn void give_up(const char *format, ...) __attribute__((format(printf, 1, 2)));

struct face_options {
	const char *program, *assets;
	const struct stage *stage;
	bool on_display;     /* in a window of $DISPLAY; else hidden */
	long file_bytes_max; /* RLIMIT_FSIZE; 0: none */
	/* Called for each booking whose confirmation was painted; may be NULL. */
	void (*painted)(const char *booking);
};

struct face {
	const struct face_options *options;
	pid_t pid; /* 0: not running */
	int control;
	struct lines lines;
	char detail[FACE_DETAIL_BYTES]; /* why the last thing did not hold */
};

/* Starts it and waits until it answers. False: it did not. */
bool face_start(struct face *face, const struct face_options *options);
/* Sends the signal (0: it is dying already), takes what it still said, and the wait status. */
int face_end(struct face *face, int signal);

/* Steals `question`. NULL: the face died. */
json_t *face_ask(struct face *face, json_t *question);
/* Steals `question`; true when the answer was "ok". */
bool face_tell(struct face *face, json_t *question);
/* Asks and does not wait; the answer is read by the next face_answer(). */
bool face_say(struct face *face, json_t *question);
json_t *face_answer(struct face *face);

bool face_tap(struct face *face, const char *text);
/* An action's name, as journeys write it: #choose.2 */
bool face_tap_name(struct face *face, const char *name, int index);
bool face_is_on(struct face *face, const char *screen);
bool face_sees(struct face *face, const char *text);
/* A number of its answer to "workers" or "outbox"; -1: it died. */
int64_t face_number(struct face *face, const char *question, const char *key);

#endif
