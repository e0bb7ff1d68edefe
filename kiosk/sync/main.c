/* kiosk-sync: the kiosk's log to the centre, the centre's news to the kiosk. The only program of
 * the kiosk that opens a connection. With --once: one round, for people and scripts; else until it
 * is told to stop. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/alive.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/options.h"
#include "base/text.h"
#include "base/trouble.h"
#include "store/salvage.h"
#include "sync/perform.h"

enum {
	STORE_RETRY_S = 1,
	ANSWERS_WITHIN_MS = MINUTE_MS, /* far above every limit of one effect */
	MEMORY_BYTES_MAX = 96 * 1024 * 1024,
};

struct options {
	const char *data, *centre;
	bool once, outlive;
};

static void print_exits(void)
{
	puts("\nWith --once it ends with 0: nothing is unanswered; 1: the centre is away;\n"
	     "2: the arguments are wrong; 3: refused, or not enrolled.");
}

/* OPTIONS_GO_ON, or the exit code. */
static int read_options(int argc, char **argv, struct options *options)
{
	const struct option_known known[] = {
		{"data", "DIR", "the kiosk's directory", .text = &options->data, .needed = true},
		{"centre", "URL", "the centre's database", .text = &options->centre,
			.needed = true},
		{"once", NULL, "one round", .given = &options->once},
		{"outlive", NULL, "the end of standard input ends nothing",
			.given = &options->outlive},
		{0},
	};
	const struct option_table table = {.program = "kiosk-sync",
		.about = "Takes the kiosk's log to the centre, and the centre's news to the kiosk.",
		.known = known,
		.print_more = print_exits};
	int code = options_read(&table, argc, argv);

	if (code == OPTIONS_GO_ON && options->once && options->outlive)
		return options_refuse(&table, "--once and --outlive do not go together");
	return code;
}

static enum step_exit exit_of(const struct error *error)
{
	fprintf(stderr, "kiosk-sync: %s\n", error->detail);
	return error->code == ERROR_NOT_ENROLLED || error->code == ERROR_BUSY ? EXIT_REFUSED
									      : EXIT_ARGUMENTS;
}

/* The face brings the file up to date when it starts; until then sync waits, unless --once. */
static bool open_store(
	struct performer *performer, const struct options *options, struct error *error)
{
	for (;;) {
		performer->store = store_open(options->data, STORE_SYNC, error);
		if (performer->store || options->once || error->code != ERROR_BUSY)
			return performer->store;
		*error = (struct error){0};
		sleep(STORE_RETRY_S);
	}
}

/* By an older program, perhaps. What fails now is tried again by the next start. */
static void apply_what_was_kept(struct store *store)
{
	struct error error = {0};

	if (!store_is_newer(store) && !outbox_apply_parked(store, &error))
		log_error("applying what was kept for later", &error);
}

static bool start(struct performer *performer, const struct options *options, struct error *error)
{
	performer->once = options->once;
	performer->centre = centre_create(options->centre, error);
	if (!performer->centre || !open_store(performer, options, error))
		return false;
	const struct enrolment *enrolment = store_enrolment(performer->store);
	if (!clock_set_zone(enrolment->zone, error) ||
		(enrolment->demo && !clock_obey_journey(error)))
		return false;
	apply_what_was_kept(performer->store);
	if (!options->once)
		starter_greet(&performer->starter, options->outlive);
	return true;
}

/* The centre's word for why this kiosk may not go on, as a sentence with its cure. */
static const char *refusal(const char *state)
{
	static const struct {
		const char *state, *sentence;
	} sentences[] = {
		{"other-install",
			"the centre knows this kiosk by another data directory; use that one, or "
			"have staff release the kiosk"},
		{"revoked", "the centre has shut this kiosk out; ask who runs the centre"},
		{"older", "the centre is older than this kiosk: bring it up to date "
			  "(platform/centre upgrade)"},
		{"other-protocol", "the centre speaks another version; update library-kiosk"},
		{"centre-is-not-demo", "a demo kiosk may not use a real centre; give the demo's"},
		{"centre-is-demo", "a real kiosk may not use a demo centre; give the library's"},
		{"active", "a demo and a real library do not go together; give another centre"},
	};

	for (size_t i = 0; i < sizeof(sentences) / sizeof(*sentences); i++)
		if (strcmp(sentences[i].state, state) == 0)
			return sentences[i].sentence;
	return state;
}

static const char *sentence_of(const struct performer *performer, enum step_trouble trouble)
{
	switch (trouble) {
	case TROUBLE_NONE:
		return store_is_newer(performer->store)
			       ? "kiosk.db was written by a newer library-kiosk: what is unsent is "
				 "sent, and nothing else is done; update this one"
		       : performer->told_clock
			       ? "this clock and the centre's differ: set the one that is wrong; no "
				 "places are asked for or given back until they agree"
			       : "";
	case TROUBLE_AWAY:
	case TROUBLE_STORE:
	case TROUBLE_ILL:
		return performer->why;
	case TROUBLE_REFUSED:
		return refusal(performer->why);
	case TROUBLE_STUCK:
		return "the centre answers, but takes nothing; ask who runs the centre";
	case TROUBLE_FORKED:
		return "this data directory is a copy, or was restored from one: the centre has "
		       "other changes under its numbers; kioskctl doctor says what to do";
	}
	return "";
}

static const char *state_of(enum step_trouble trouble)
{
	static const char *const states[] = {
		[TROUBLE_NONE] = "ready",
		[TROUBLE_AWAY] = "backoff",
		[TROUBLE_STORE] = "degraded",
		[TROUBLE_REFUSED] = "disabled",
		[TROUBLE_FORKED] = "disabled",
		[TROUBLE_STUCK] = "backoff",
		[TROUBLE_ILL] = "backoff",
	};

	return states[trouble];
}

static void tell_change(
	struct performer *performer, enum step_trouble before, enum step_trouble now)
{
	if (before == now || performer->once)
		return;
	const char *sentence = sentence_of(performer, now);
	const char *state = *sentence && now == TROUBLE_NONE ? "degraded" : state_of(now);
	if (*sentence)
		log_warning("%s: %s", state, sentence);
	else
		log_info("the centre answers");
	starter_tell_state(&performer->starter, state, sentence);
}

/* kioskctl doctor must know it when no sync runs. Nobody knows it while the centre is away. */
static void note_fork(const char *directory, enum step_trouble trouble)
{
	if (trouble == TROUBLE_FORKED || trouble == TROUBLE_NONE)
		salvage_note_fork(directory, trouble == TROUBLE_FORKED);
}

static const char *kind_of(enum step_trouble trouble)
{
	static const char *const kinds[] = {
		[TROUBLE_NONE] = "partly",
		[TROUBLE_AWAY] = "away",
		[TROUBLE_STORE] = "store",
		[TROUBLE_REFUSED] = "refused",
		[TROUBLE_FORKED] = "forked",
		[TROUBLE_STUCK] = "stuck",
		[TROUBLE_ILL] = "ill",
	};

	return kinds[trouble];
}

static void note_trouble(
	const struct performer *performer, const char *directory, enum step_trouble trouble)
{
	struct trouble note = {0};

	text_copy(note.kind, sizeof(note.kind), kind_of(trouble));
	text_copy(note.sentence, sizeof(note.sentence), sentence_of(performer, trouble));
	note_fork(directory, trouble);
	trouble_note(directory, *note.sentence ? &note : NULL, clock_now_ms());
}

static enum step_exit run(struct performer *performer, const char *directory)
{
	struct sync sync;
	struct step_message message = {
		.kind = STEP_STARTED, .position = outbox_position(performer->store)};
	enum step_trouble told = TROUBLE_AWAY;

	sync_start(&sync, performer->once);
	while (!performer->starter.stopped) {
		struct step_effect effect = sync_step(&sync, &message);
		if (effect.kind == EFFECT_WAIT || effect.kind == EFFECT_FINISH)
			note_trouble(performer, directory, sync.trouble);
		if (effect.kind == EFFECT_WAIT) {
			tell_change(performer, told, sync.trouble);
			told = sync.trouble;
		}
		if (effect.kind == EFFECT_FINISH) {
			if (*sentence_of(performer, sync.trouble))
				fprintf(stderr, "kiosk-sync: %s%s\n",
					sync.trouble == TROUBLE_AWAY ? "the centre is away: " : "",
					sentence_of(performer, sync.trouble));
			return effect.code;
		}
		if (!performer->once)
			alive_promise(effect.wait_ms + ANSWERS_WITHIN_MS);
		message = perform(performer, &effect);
	}
	return EXIT_DONE;
}

/* libpq reads an answer into memory as long as the centre says it is, before anybody may look at it:
 * only the system can say no. An honest answer is about a megabyte. */
static void limit_memory(void)
{
#ifndef __SANITIZE_ADDRESS__
	const struct rlimit limit = {MEMORY_BYTES_MAX, MEMORY_BYTES_MAX};

	setrlimit(RLIMIT_DATA, &limit);
#endif
}

int main(int argc, char **argv)
{
	struct options options = {0};
	struct performer performer = {0};
	struct error error = {0};

	signal(SIGPIPE, SIG_IGN);
	limit_memory();
	log_start("sync");
	int code = read_options(argc, argv, &options);
	if (code != OPTIONS_GO_ON)
		return code;
	code = start(&performer, &options, &error) ? (int)run(&performer, options.data)
						   : (int)exit_of(&error);
	perform_finish(&performer);
	return code;
}
