/* kiosk-journey FILE: `library-kiosk --journey FILE` runs it. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/log.h"
#include "journey/journey.h"

enum { EXIT_BAD_ARGUMENTS = 2 };

static const struct option option_table[] = {
	{"data", required_argument, NULL, 'd'},
	{"assets", required_argument, NULL, 'a'},
	{"journey", required_argument, NULL, 'j'}, /* as library-kiosk was told */
	{"language", required_argument, NULL, 'l'},
	{"size", required_argument, NULL, 's'},
	{"out", required_argument, NULL, 'o'},
	{"ledger", required_argument, NULL, 'g'},
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

static void print_help(void)
{
	puts("kiosk-journey FILE [--data DIR] [--language LL] [--size WxH] [--out DIR]\n"
	     "              [--ledger FILE] [--assets DIR]\n"
	     "    plays a visit written in words; exit 0 only if every line held");
}

/* False: an argument that is not known was named on standard error already. */
static bool read_arguments(int argc, char **argv, struct journey_options *options)
{
	for (int letter; (letter = getopt_long(argc, argv, "h", option_table, NULL)) != -1;) {
		switch (letter) {
		case 'd':
			options->data = optarg;
			break;
		case 'a':
			options->assets = optarg;
			break;
		case 'j':
			options->file = optarg;
			break;
		case 'l':
			options->language = optarg;
			break;
		case 's':
			options->size = optarg;
			break;
		case 'o':
			options->out = optarg;
			break;
		case 'g':
			options->ledger = optarg;
			break;
		case 'h':
			print_help();
			exit(EXIT_SUCCESS);
		default:
			fputs("kiosk-journey: see --help\n", stderr);
			return false;
		}
	}
	if (optind < argc && !options->file)
		options->file = argv[optind++];
	if (optind < argc)
		fprintf(stderr, "kiosk-journey: '%s' is not understood; see --help\n",
			argv[optind]);
	return optind == argc;
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

	if (!options->file)
		return error_set(error, ERROR_BAD_INPUT,
			"give the file of a journey; there are some in tests/journeys/");
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
	if (!read_arguments(argc, argv, &options))
		return EXIT_BAD_ARGUMENTS;
	if (!check(&options, &error)) {
		fprintf(stderr, "kiosk-journey: %s\n", error.detail);
		return EXIT_BAD_ARGUMENTS;
	}
	return runner_play(&options) ? EXIT_FAILURE : EXIT_SUCCESS;
}
