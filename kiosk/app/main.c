/* library-kiosk: the face at the front desk. With --journey it becomes kiosk-journey. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/run.h"
#include "base/crypto.h"
#include "base/installation.h"
#include "base/log.h"
#include "base/options.h"
#include "base/text.h"
#include "ui/language.h"
#include "ui/window.h"

enum { EXIT_BAD_ARGUMENTS = 2 };

struct arguments {
	const char *window, *config, *data, *assets, *control;
	struct ui_reading reading;
};

/* OPTIONS_GO_ON, or the exit code. */
static int read_arguments(int argc, char **argv, struct arguments *arguments)
{
	const struct option_known known[] = {
		{"window", "WxH", "in a window of this size; else full screen",
			.text = &arguments->window},
		{"config", "FILE", "the configuration; else /etc/library-kiosk/kiosk.conf",
			.text = &arguments->config},
		{"data", "DIR", "the kiosk's directory, whatever the configuration says",
			.text = &arguments->data},
		{"assets", "DIR", "fonts, icons and the demo, if not beside the program",
			.text = &arguments->assets},
		{"bigger", NULL, "visits begin with bigger text",
			.given = &arguments->reading.bigger},
		{"contrast", NULL, "visits begin in high contrast",
			.given = &arguments->reading.contrast},
		{"low", NULL, "visits begin with all that is touched in the lower half",
			.given = &arguments->reading.low},
		{"journey", "FILE", "plays a visit in words; see kiosk-journey --help"},
		{"control", "NUMBER",
			.text = &arguments->control}, /* the runner's, see control.c */
		{0},
	};
	const struct option_table table = {.program = "library-kiosk",
		.about = "The kiosk at the front desk.",
		.known = known};

	return options_read(&table, argc, argv);
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
	static struct installation installation;

	if (!installation_find(&installation, arguments->assets, error))
		return false;
	*options = (struct run_options){.assets = installation.assets,
		.programs = installation.programs,
		.catalogues = installation.catalogues,
		.reading = arguments->reading,
		.control = -1};
	if (arguments->control) {
		options->control = atoi(arguments->control);
		options->hidden = getenv("DISPLAY") == NULL || getenv("KIOSK_HIDDEN");
	}
	if (arguments->window && !read_size(arguments->window, options))
		return error_set(error, ERROR_BAD_INPUT,
			"--window: give a size such as 1920x1080, at least 320x320");
	return read_config(arguments, options, error) &&
	       ui_languages_load(installation.languages, error);
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
	struct installation installation;
	struct error error = {0};
	char path[INSTALLATION_BYTES_MAX + 16];

	if (!installation_find(&installation, NULL, &error))
		return complain(&error);
	snprintf(path, sizeof(path), "%s/kiosk-journey", installation.programs);
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
	int code = read_arguments(argc, argv, &arguments);
	if (code != OPTIONS_GO_ON)
		return code;
	if (!prepare(&arguments, &options, &error))
		return complain(&error);
	if (!run_face(&options, &error))
		return complain(&error);
	return EXIT_SUCCESS;
}
