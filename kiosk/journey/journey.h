/* kiosk-journey: a visit in words, played against the real programs. The runner is the parent of
 * everything: it starts the face as its child with an inherited control socket, starts simulator, picture
 * folder, sync and centre as the journey asks, can kill any of them, and keeps the ledger of what was
 * shown. The words are in kiosk/README.md, "Journeys".
 *
 * For the runner's own files; one thread. A function that returns bool says whether the line held; if
 * not, journey_fails() was told why. */
#ifndef JOURNEY_JOURNEY_H
#define JOURNEY_JOURNEY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/lines.h"
#include "base/place.h"
#include "journey/programs.h"
#include "rules/holder.h"

enum { WORDS_MAX = 6, WORD_BYTES_MAX = 640, PATH_BYTES = 1024 };

struct journey_options {
	const char *file;
	const char *data;     /* a DEMO directory; NULL: a fresh one, removed at the end */
	const char *language; /* overrides the file's `language` lines; NULL: as the file says */
	const char *size;     /* "1920x1080"; NULL: that */
	const char *out;      /* folder for pictures; NULL: the current one */
	const char *ledger;   /* each painted confirmation is appended here at once; NULL: none */
	const char *assets;   /* NULL: where they usually lie */
};

struct word {
	char text[WORD_BYTES_MAX];
	bool quoted;
};

struct journey {
	const struct journey_options *options;
	struct place place;
	char folder[PATH_BYTES]; /* this journey's own: data, clock, simulator, pictures */
	char data[PATH_BYTES];
	char config[PATH_BYTES];
	char clock[PATH_BYTES];
	bool readers_real, data_is_ours, started;
	bool at_given, offline;
	int kiosk;
	int64_t at_ms;
	char language[LANGUAGE_CODE_BYTES];
	struct program face, simulator;
	int control; /* the face's socket; -1: there is no face */
	struct lines lines;
	struct word words[WORDS_MAX]; /* of the line being played */
	int word_count;
	int line, failures;
	char detail[256]; /* why the line did not hold */
};

/* ---- journey.c ---- */
/* Keeps the reason; always false. */
bool journey_fails(struct journey *journey, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* A word of the line, 0 is the verb; "" beyond the last. */
const char *journey_word(const struct journey *journey, int index);
bool journey_is(const struct journey *journey, int index, const char *text);

/* ---- words.c ---- */
bool words_split(struct journey *journey, const char *text);

/* ---- face.c ---- */
bool face_start(struct journey *journey);
bool face_stop(struct journey *journey, int signal);
/* The answer is the caller's; the question is taken over. NULL: the face is not there, or died. */
json_t *face_ask(struct journey *journey, json_t *question);
/* True if it answered "ok". */
bool face_tell(struct journey *journey, json_t *question);
/* Asks again for some seconds: readers and centre act in their own time. */
bool face_tell_soon(struct journey *journey, json_t *question);
bool face_readers_are_ready(struct journey *journey);
/* The reader takes a moment to believe that a card is there, or gone. */
bool face_reader_sees(struct journey *journey, bool card);
/* "nfc", "camera" or "sync"; 0: it does not run. */
pid_t face_worker_pid(struct journey *journey, const char *name);

/* ---- centre.c ---- */
bool centre_command(struct journey *journey);
bool centre_sync(struct journey *journey);
bool centre_network(struct journey *journey);
bool centre_count(struct journey *journey);
bool centre_opened(struct journey *journey);
/* Stops the centre that a word started, if one did. */
void centre_end(struct journey *journey);

/* ---- verbs.c ---- */
struct verb {
	const char *name;
	bool (*perform)(struct journey *journey);
	int words; /* at least, with the name */
	bool needs_face;
};
/* NULL: there is no such word. */
const struct verb *verbs_find(const char *name);

/* ---- runner.c ---- */
/* The number of lines that did not hold. Prints each, the screen's tree, and saves a picture. */
int runner_play(const struct journey_options *options);

#endif
