/* library-kiosk: the face at the front desk. With --journey it becomes kiosk-journey. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/run.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/place.h"
#include "base/text.h"
#include "ui/language.h"
#include "ui/window.h"

enum { EXIT_BAD_ARGUMENTS = 2 };

struct arguments {
	const char *window, *config, *data, *assets, *control;
};

static const struct option option_table[] = {
	{"window", required_argument, NULL, 'w'},
	{"config", required_argument, NULL, 'c'},
	{"data", required_argument, NULL, 'd'},
	{"assets", required_argument, NULL, 'a'},
	{"control", required_argument, NULL, 'C'}, /* the runner's, see control.c */
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

static void print_help(void)
{
	puts("library-kiosk [--window WxH] [--config FILE] [--data DIR] [--assets DIR]\n"
	     "    the kiosk; full screen without --window\n"
	     "library-kiosk --journey FILE [--data DIR] [--language LL] [--size WxH] [--out DIR]\n"
	     "              [--ledger FILE]\n"
	     "    plays a visit written in words; exit 0 only if every line held");
}

/* False: an argument that is not known was named on standard error already. */
static bool read_arguments(int argc, char **argv, struct arguments *arguments)
{
	for (int letter; (letter = getopt_long(argc, argv, "h", option_table, NULL)) != -1;) {
		switch (letter) {
		case 'w':
			arguments->window = optarg;
			break;
		case 'c':
			arguments->config = optarg;
			break;
		case 'd':
			arguments->data = optarg;
			break;
		case 'a':
			arguments->assets = optarg;
			break;
		case 'C':
			arguments->control = optarg;
			break;
		case 'h':
			print_help();
			exit(EXIT_SUCCESS);
		default:
			fputs("library-kiosk: see --help\n", stderr);
			return false;
		}
	}
	if (optind < argc)
		fprintf(stderr, "library-kiosk: '%s' is not understood; see --help\n",
			argv[optind]);
	return optind == argc;
}

static bool read_size(const char *text, struct run_options *options)
{
	char rest;

	return sscanf(text, "%5dx%5d%c", &options->width, &options->height, &rest) == 2 &&
	       options->width >= 320 && options->height >= 320 && options->width <= 8192 &&
	       options->height <= 8192;
}

/* A configuration that was named must be there; the usual place may be empty. */
static bool read_config(
	const struct arguments *arguments, struct run_options *options, struct error *error)
{
	const char *usual = "/etc/library-kiosk/kiosk.conf";

	config_default(&options->config);
	if (arguments->config && !config_read(&options->config, arguments->config, error))
		return false;
	if (!arguments->config && !arguments->data && access(usual, R_OK) == 0 &&
		!config_read(&options->config, usual, error))
		return false;
	if (arguments->data &&
		!text_copy(options->config.data, sizeof(options->config.data), arguments->data))
		return error_set(error, ERROR_BAD_INPUT, "--data: the path is too long");
	return true;
}

static bool prepare(
	const struct arguments *arguments, struct run_options *options, struct error *error)
{
	static struct place place;

	if (!place_find(&place, arguments->assets, error))
		return false;
	*options = (struct run_options){
		.assets = place.assets, .programs = place.programs, .control = -1};
	if (arguments->control) {
		options->control = atoi(arguments->control);
		options->hidden = getenv("DISPLAY") == NULL || getenv("KIOSK_HIDDEN");
	}
	if (arguments->window && !read_size(arguments->window, options))
		return error_set(error, ERROR_BAD_INPUT,
			"--window: give a size such as 1920x1080, at least 320x320");
	return read_config(arguments, options, error) &&
	       ui_languages_load(place.languages, place.catalogues, error);
}

static int complain(const struct error *error)
{
	fprintf(stderr, "library-kiosk: %s\n", error->detail);
	return EXIT_BAD_ARGUMENTS;
}

static bool asks_for_journey(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--journey") == 0 || strncmp(argv[i], "--journey=", 10) == 0)
			return true;
	return false;
}

/* A journey's runner kills and deletes: it is a program of its own, beside this one. It reads the same
 * arguments. */
static int become_journey(char **argv)
{
	struct place place;
	struct error error = {0};
	char path[PLACE_BYTES_MAX + 16];

	if (!place_find(&place, NULL, &error))
		return complain(&error);
	snprintf(path, sizeof(path), "%s/kiosk-journey", place.programs);
	execv(path, argv);
	error_set(&error, ERROR_NOT_FOUND, "%s cannot be run: %s", path, strerror(errno));
	return complain(&error);
}

int main(int argc, char **argv)
{
	struct arguments arguments = {0};
	struct run_options options;
	struct error error = {0};

	log_start("face");
	if (asks_for_journey(argc, argv))
		return become_journey(argv);
	ciphers_start();
	if (!read_arguments(argc, argv, &arguments))
		return EXIT_BAD_ARGUMENTS;
	if (!prepare(&arguments, &options, &error))
		return complain(&error);
	if (!run_face(&options, &error))
		return complain(&error);
	return EXIT_SUCCESS;
}
