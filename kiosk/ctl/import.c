/* kioskctl import: the library's own calendar and its list of members become rows of the centre. Both
 * may be repeated: what is there already is updated. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/options.h"
#include "ctl/ctl.h"
#include "ctl/import.h"
#include "store/json.h"

enum {
	CENTRE_AWAY = 1,
	BAD_ARGUMENTS = 2,
};

static void print_more(void)
{
	printf("A programme is a calendar (iCalendar), or a table (CSV) whose first line names title and "
	       "date.\n"
	       "A new version cancels what it no longer has; sessions that have begun, and those later "
	       "than all\nthat it has, are left alone.\n"
	       "Exit code: 0 all is imported, 1 the centre is away, 2 the file or an argument is "
	       "not understood,\n3 imported without the events that are named, 4 nothing is changed: "
	       "it needs --yes.\n");
}

/* OPTIONS_GO_ON, or the exit code. */
static int read_options(int argc, char **argv, struct import *import)
{
	const struct option_known known[] = {
		{"centre", "URL", "the centre's database, for its role staff",
			.text = &import->centre, .needed = true},
		{"branch", "NAME", "which of the centre's; needed where there is more than one",
			.text = &import->branch_name},
		{"key", "FILE", "members: holds the branch's \"index_key\"", .text = &import->key},
		{"from", "DAY", "programme: as 2026-12-01; else today", .text = &import->from},
		{"until", "DAY", "programme: as 2027-02-01; else in some months",
			.text = &import->until},
		{"calendar", "NAME", "programme: which of the branch's; else as it calls itself",
			.text = &import->calendar},
		{"yes", NULL, "programme: cancel also more than a third of what is to come",
			.given = &import->yes},
		{0},
	};
	const struct option_table table = {.program = "kioskctl import",
		.about = "Brings the library's calendar or its list of members to the centre.",
		.known = known,
		.words = "programme FILE.ics|FILE.csv | members FILE.csv",
		.words_least = 2,
		.words_most = 2,
		.print_more = print_more};
	int code = options_read(&table, argc, argv);

	if (code != OPTIONS_GO_ON)
		return code;
	import->what = argv[optind];
	import->file = argv[optind + 1];
	if (strcmp(import->what, "programme") != 0 && strcmp(import->what, "members") != 0)
		return options_refuse(&table, "there is no '%s' to import", import->what);
	if (strcmp(import->what, "members") == 0 && !import->key)
		return options_refuse(&table, "members need --key FILE");
	return OPTIONS_GO_ON;
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

	int code = read_options(argc, argv, &import);

	if (code != OPTIONS_GO_ON)
		return code;
	ciphers_start();
	json_wipes();
	if (run(&import, &error))
		return (int)import.outcome;
	fprintf(stderr, "kioskctl: import: %s\n", error.detail);
	return error.code == ERROR_AWAY ? CENTRE_AWAY : BAD_ARGUMENTS;
}
