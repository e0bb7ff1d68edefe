/* kiosk-journey FILE: `library-kiosk --journey FILE` runs it. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/log.h"
#include "base/options.h"
#include "journey/script.h"
#include "journey/vocabulary.h"

enum { EXIT_BAD_ARGUMENTS = 2 };

/* The words of `library-kiosk --journey FILE ...` are read as well. OPTIONS_GO_ON, or the exit code. */
static int read_arguments(int argc, char **argv, struct journey_options *options)
{
	const struct option_known known[] = {
		{"data", "DIR", "a DEMO directory that stays; else a fresh one",
			.text = &options->data},
		{"centre", "DIR", "a centre that runs already: platform/centre start DIR",
			.text = &options->centre},
		{"assets", "DIR", "fonts, icons and the demo, if not beside the program",
			.text = &options->assets},
		{"journey", "FILE", .text = &options->file},
		{"language", "LL", "whatever the file says; `pseudo` and `mirror` too",
			.text = &options->language},
		{"size", "WxH", "of the screen; else 1920x1080", .text = &options->size},
		{"bigger", NULL, "visits begin with bigger text", .given = &options->bigger},
		{"contrast", NULL, "visits begin in high contrast", .given = &options->contrast},
		{"low", NULL, "visits begin with all that is touched in the lower half",
			.given = &options->low},
		{"out", "DIR", "where the pictures go; else here", .text = &options->out},
		{"trees", "DIR", "where what each picture shows goes as text",
			.text = &options->trees},
		{"check", "DIR", "where what is wrong with a state is written; see kioskctl check",
			.text = &options->check},
		{"ledger", "FILE", "takes down what the screen confirmed",
			.text = &options->ledger},
		{0},
	};
	const struct option_table table = {.program = "kiosk-journey",
		.about = "Plays a visit written in words; exit code 0 only if every line held.",
		.known = known,
		.words = "FILE",
		.words_most = 1};
	int code = options_read(&table, argc, argv);

	if (code != OPTIONS_GO_ON)
		return code;
	if (optind < argc && options->file)
		return options_refuse(&table, "one journey at a time");
	if (optind < argc)
		options->file = argv[optind];
	if (!options->file)
		return options_refuse(&table, "give it FILE; there are some in tests/journeys/");
	return OPTIONS_GO_ON;
}

/* English in disguise is for tests only: accented and longer, or from right to left. */
static bool is_spoken(const char *code)
{
	if (strcmp(code, "pseudo") == 0 || strcmp(code, "mirror") == 0)
		return true;
	for (int i = 0; vocabulary_languages[i]; i++)
		if (strcmp(vocabulary_languages[i], code) == 0)
			return true;
	return false;
}

static bool read_size(struct journey_options *options)
{
	int width, height, used = 0;

	if (sscanf(options->size, "%4dx%4d%n", &width, &height, &used) != 2 ||
		options->size[used] || width < SIDE_LEAST_PX || height < SIDE_LEAST_PX ||
		width > SIDE_MOST_PX || height > SIDE_MOST_PX)
		return false;
	options->portrait = height > width;
	return true;
}

static bool check(struct journey_options *options, struct error *error)
{
	if (options->language && !is_spoken(options->language))
		return error_set(error, ERROR_BAD_INPUT,
			"--language: '%s' is not among the languages of i18n/LINGUAS, "
			"nor pseudo or mirror",
			options->language);
	return read_size(options) ||
	       error_set(error, ERROR_BAD_INPUT,
		       "--size: give a size such as 1920x1080, at least 320x320");
}

static int play(const struct journey_options *options)
{
	struct script script;
	int code = EXIT_BAD_ARGUMENTS;

	if (script_read(&script, options->file))
		code = runner_play(options, script.lines, script.count) ? EXIT_FAILURE
									: EXIT_SUCCESS;
	script_free(&script);
	return code;
}

int main(int argc, char **argv)
{
	struct journey_options options = {.size = "1920x1080"};
	struct error error = {0};

	log_start("journey");
	ciphers_start();
	int code = read_arguments(argc, argv, &options);
	if (code != OPTIONS_GO_ON)
		return code;
	if (!check(&options, &error)) {
		fprintf(stderr, "kiosk-journey: %s\n", error.detail);
		return EXIT_BAD_ARGUMENTS;
	}
	code = play(&options);
	/* Whoever started it sees that it was stopped, and not that a line did not hold. */
	if (journey_stopped_by()) {
		fflush(NULL);
		signal(journey_stopped_by(), SIG_DFL);
		raise(journey_stopped_by());
	}
	return code;
}
