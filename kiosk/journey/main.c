/* kiosk-journey FILE: `library-kiosk --journey FILE` runs it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/log.h"
#include "base/options.h"
#include "journey/journey.h"

enum { EXIT_BAD_ARGUMENTS = 2 };

/* The words of `library-kiosk --journey FILE ...` are read as well. OPTIONS_GO_ON, or the exit code. */
static int read_arguments(int argc, char **argv, struct journey_options *options)
{
	const struct option_known known[] = {
		{"data", "DIR", "a DEMO directory that stays; else a fresh one",
			.text = &options->data},
		{"assets", "DIR", "fonts, icons and the demo, if not beside the program",
			.text = &options->assets},
		{"journey", "FILE", .text = &options->file},
		{"language", "LL", "whatever the file says", .text = &options->language},
		{"size", "WxH", "of the screen; else 1920x1080", .text = &options->size},
		{"out", "DIR", "where the pictures go; else here", .text = &options->out},
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

static bool is_offered(const char *code, const char *languages)
{
	char line[128];
	size_t length = strlen(code);
	bool found = false;
	FILE *file = fopen(languages, "re");

	while (file && !found && fgets(line, sizeof(line), file))
		found = strncmp(line, code, length) == 0 && line[length] == ' ';
	if (file)
		fclose(file);
	return found;
}

static bool check(const struct journey_options *options, struct error *error)
{
	struct place place;

	if (access(options->file, R_OK) != 0)
		return error_set(error, ERROR_NOT_FOUND,
			"--journey: '%s' cannot be read; there are some in tests/journeys/",
			options->file);
	if (!place_find(&place, options->assets, error))
		return false;
	if (options->language && !is_offered(options->language, place.languages))
		return error_set(error, ERROR_BAD_INPUT,
			"--language: '%s' is not among the languages of i18n/LINGUAS",
			options->language);
	return true;
}

int main(int argc, char **argv)
{
	struct journey_options options = {0};
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
	return runner_play(&options) ? EXIT_FAILURE : EXIT_SUCCESS;
}
