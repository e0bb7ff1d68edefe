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

#include "base/installation.h"
#include "base/lines.h"
#include "journey/programs.h"
#include "rules/booking.h"

enum { WORDS_MAX = 6, WORD_BYTES_MAX = 640, TEXT_BYTES = 2048, PATH_BYTES = 1024 };
enum { SIDE_LEAST_PX = 320, SIDE_MOST_PX = 8192 };

struct journey_options {
	const char *file;
	const char *data;     /* a DEMO directory; NULL: a fresh one, removed at the end */
	const char *centre;   /* folder of one that runs already; NULL: `centre start` makes it */
	const char *language; /* overrides the file's `language` lines; NULL: as the file says */
	const char *size;     /* "1920x1080" */
	bool bigger, contrast, low; /* how visits begin, see library-kiosk --help */
	bool portrait;              /* the size is higher than wide */
	const char *out;            /* folder for pictures; NULL: the current one */
	const char *trees;          /* folder for each picture's text tree, NAME.txt; NULL: none */
	const char *check;          /* folder in which every state is checked; NULL: none is */
	const char *ledger; /* each painted confirmation is appended here at once; NULL: none */
	const char *assets; /* NULL: where they usually lie */
};

/* What a word may be, and what its `value` then is. */
enum word_kind {
	WORD_NONE,
	WORD_REAL,
	WORD_KIOSK, /* the number */
	WORD_TIME,
	WORD_LANGUAGE,
	WORD_UID,
	WORD_TEXT,
	WORD_PICTURE,
	WORD_TARGET,   /* a sentence, raw "..." or #action.index: the index; the text is the name */
	WORD_SENTENCE, /* the kiosk's own, in quotation marks */
	WORD_SAYING,   /* a sentence, or raw "..." */
	WORD_KEY,
	WORD_DURATION, /* ms */
	WORD_SCREEN,
	WORD_SHOT,
	WORD_NUMBER, /* the number */
	WORD_STATUS, /* the number */
	WORD_COMMAND,
	WORD_COUNT,
	WORD_VICTIM,
	WORD_SLEEPER,
};

struct word {
	char text[WORD_BYTES_MAX + 1];
	bool quoted;
	bool raw; /* `raw` stood before it: as it is, in no language */
	int64_t value;
};

/* A line that says something, read and found good. */
struct line {
	int number; /* in the file, from 1 */
	char text[TEXT_BYTES];
	struct word words[WORDS_MAX]; /* the first is the verb */
	int count;
	const struct verb *verb;
};

struct journey {
	const struct journey_options *options;
	struct installation installation;
	char folder[PATH_BYTES]; /* this journey's own: data, clock, simulator, pictures */
	char data[PATH_BYTES];
	char config[PATH_BYTES];
	char clock[PATH_BYTES];
	char printer[PATH_BYTES]; /* the file that is printed to; empty: there is no printer */
	bool readers_real, data_is_ours, started;
	bool at_given, offline;
	int kiosk;
	int64_t at_ms;
	char language[LANGUAGE_CODE_BYTES];
	char short_code[SHORT_CODE_TEXT]; /* that the visitor noted */
	struct program face, simulator;
	int control; /* the face's socket; -1: there is no face */
	struct lines lines;
	const struct line *line; /* being played; NULL: before the first */
	int failures;
	char detail[256]; /* why the line did not hold */
};

/* ---- journey.c ---- */
/* From now on SIGINT, SIGTERM and SIGHUP end the journey as a line that does not hold. */
void journey_heed_signals(void);
/* The signal that came; 0: none. */
int journey_stopped_by(void);
/* Keeps the reason; always false. */
bool journey_fails(struct journey *journey, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* A word of the line, 0 is the verb; "" beyond the last. */
const char *journey_word(const struct journey *journey, int index);
/* What the word says as a number: see enum word_kind. 0 beyond the last. */
int64_t journey_value(const struct journey *journey, int index);
bool journey_is(const struct journey *journey, int index, const char *text);

/* ---- words.c ---- */
/* Fills `line->words`, which are zero. False: `error` says what would do. */
bool words_split(struct line *line, const char *text, struct error *error);

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
/* "nfc", "camera", "printer" or "sync"; 0: it does not run. */
pid_t face_worker_pid(struct journey *journey, const char *name);

/* ---- centre.c ---- */
/* The names that `count` knows. */
extern const char *const centre_counts[];
bool centre_command(struct journey *journey);
bool centre_kill(struct journey *journey);
bool centre_sync(struct journey *journey);
bool centre_network(struct journey *journey);
bool centre_count(struct journey *journey);
bool centre_opened(struct journey *journey);
bool centre_guardian(struct journey *journey);
/* Stops the centre that a word started, if one did. */
void centre_end(struct journey *journey);

/* ---- verbs.c ---- */
enum { VERB_WORDS_MAX = 2 };
struct verb {
	const char *name;
	bool (*perform)(struct journey *journey);
	bool needs_face;
	enum word_kind words[VERB_WORDS_MAX]; /* those that follow it */
	int least;                            /* so many of them at least */
	const char *example;
	bool stands_first; /* before the first line that needs the face */
	bool readers_real; /* only with `readers real` */
	bool looks;        /* changes nothing */
};
/* NULL: there is no such word. */
const struct verb *verbs_find(const char *name);

/* ---- check.c ---- */
/* Finds the line's verb, folds `raw` into the word behind it, and looks at every word. */
bool check_line(struct line *line, struct error *error);

/* ---- runner.c ---- */
/* Plays them in their order until one does not hold. The number of those that did not. Prints each, the
 * screen's tree, and saves a picture. */
int runner_play(const struct journey_options *options, const struct line *lines, int count);

#endif
