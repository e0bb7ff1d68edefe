/* kioskctl import: the library's own calendar and its list of members become rows of the centre. Both
 * may be repeated: what is there already is updated. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/ctl.h"
#include "ctl/import.h"
#include "store/json.h"

enum {
	DONE = 0,
	CENTRE_AWAY = 1,
	BAD_ARGUMENTS = 2,
};

static int complain_of_use(void)
{
	fprintf(stderr, "usage: kioskctl import programme FILE.ics --centre URL [--from DAY] "
			"[--until DAY]\n"
			"       kioskctl import members FILE.csv --centre URL --key FILE\n"
			"URL is the centre's, for its role staff; FILE holds the branch's "
			"\"index_key\".\n");
	return BAD_ARGUMENTS;
}

static bool read_options(int argc, char **argv, struct import *import)
{
	static const struct option known[] = {
		{"centre", required_argument, NULL, 'c'},
		{"key", required_argument, NULL, 'k'},
		{"from", required_argument, NULL, 'f'},
		{"until", required_argument, NULL, 'u'},
		{0},
	};
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (option == 'c')
			import->centre = optarg;
		else if (option == 'k')
			import->key = optarg;
		else if (option == 'f')
			import->from = optarg;
		else if (option == 'u')
			import->until = optarg;
		else
			return false;
	}
	if (optind + 2 != argc || !import->centre)
		return false;
	import->what = argv[optind];
	import->file = argv[optind + 1];
	return strcmp(import->what, "programme") == 0 ||
	       (strcmp(import->what, "members") == 0 && import->key);
}

static bool run(struct import *import, struct error *error)
{
	char *text;
	size_t length;
	bool programme = strcmp(import->what, "programme") == 0;
	bool done = import_read_file(import->file, &text, &length, error) &&
		    import_connect(import, error) &&
		    (programme ? import_programme(import, text, length, error)
			       : import_members(import, text, length, error));

	free(text);
	PQfinish(import->connection);
	return done;
}

int ctl_import(int argc, char **argv)
{
	struct import import = {0};
	struct error error = {0};

	ciphers_start();
	json_wipes();
	if (!read_options(argc, argv, &import))
		return complain_of_use();
	if (run(&import, &error))
		return DONE;
	fprintf(stderr, "kioskctl: import: %s\n", error.detail);
	return error.code == ERROR_AWAY ? CENTRE_AWAY : BAD_ARGUMENTS;
}
