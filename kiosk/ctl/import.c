/* kioskctl import: the library's own calendar, its list of members, its forms, and what was read out of a
 * kiosk's disk become rows of the centre. All may be repeated: what is there already is updated. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/options.h"
#include "base/text.h"
#include "ctl/ctl.h"
#include "ctl/import.h"
#include "rules/session.h"
#include "store/json.h"

enum {
	CENTRE_AWAY = 1,
	BAD_ARGUMENTS = 2,
};

static void print_more(void)
{
	printf("A programme is a calendar (iCalendar), or a table (CSV) whose first line names "
	       "title, date\nand starts.\n"
	       "A new version cancels what it no longer has; sessions that have begun, and those later "
	       "than all\nthat it has, are left alone. With --until it is taken as complete before "
	       "that day.\n"
	       "Of a folder each .ics and .csv is imported, by name; \"-\" is standard input.\n"
	       "--watch goes on until it is told to end; what is wrong with a file is an alarm at the "
	       "centre until a\ngood version comes. --remove takes away a calendar whose file is "
	       "gone. More: "
	       "platform/PROGRAMME.md\n"
	       "A form (JSON) is asked by all kiosks of the branch from the next visit on, instead of "
	       "their own file of\nthat name, until --remove takes it back. More: "
	       "assets/forms/README.md\n"
	       "A salvage is what kioskctl export --salvage read out of a kiosk's disk, which it names. "
	       "More:\nplatform/STAFF.md\n"
	       "Exit code: 0 all is imported, 1 the centre is away, 2 the file or an argument is "
	       "not understood,\n3 imported without the events that are named, 4 nothing is changed: "
	       "it needs --yes.\n");
}

/* Something that can be read. */
static bool is_name(const char *text)
{
	char name[TITLE_BYTES_MAX];

	return text_copy(name, sizeof(name), text) && text_clean(name, sizeof(name)) && name[0];
}

/* A script whose variable is empty must not take away all that has no name. */
static int check_names(const struct option_table *table, const struct import *import)
{
	if (import->calendar && !is_name(import->calendar))
		return options_refuse(
			table, "--calendar needs a name of at most %d bytes", TITLE_BYTES_MAX - 1);
	if (!import->remove || is_name(import->file))
		return OPTIONS_GO_ON;
	if (strcmp(import->what, "form") == 0)
		return options_refuse(table, "--remove needs the form's name");
	return options_refuse(table,
		"--remove needs the calendar's name; what one without a name brought is taken away "
		"by importing an empty one with --until DAY and --yes");
}

static int check_together(const struct option_table *table, const struct import *import)
{
	bool programme = strcmp(import->what, "programme") == 0;
	bool form = strcmp(import->what, "form") == 0;

	if (!programme && import->watch)
		return options_refuse(table, "--watch is for a programme");
	if (!programme && !form && (import->dry_run || import->remove))
		return options_refuse(
			table, "--dry-run and --remove are for a programme or a form");
	if (import->watch && import->remove)
		return options_refuse(table, "--watch needs a file or a folder");
	if (import->watch && (import->yes || import->dry_run))
		return options_refuse(table, "--watch goes with neither --yes nor --dry-run");
	if (import->watch && strcmp(import->file, "-") == 0)
		return options_refuse(table, "--watch needs a file or a folder");
	if (import->calendar && import_is_folder(import->file))
		return options_refuse(
			table, "--calendar names one file's calendar, not a folder's");
	return OPTIONS_GO_ON;
}

/* A folder by its whole path, however it is named today: its files' alarms are known by it. */
static const char *file_named(const char *path)
{
	static char whole[PATH_MAX];

	return import_is_folder(path) && realpath(path, whole) ? whole : path;
}

static const char *const known_kinds[] = {"programme", "members", "form", "salvage"};
enum { KINDS = sizeof(known_kinds) / sizeof(known_kinds[0]) };

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
		{"until", "DAY", "programme: what is before it, as 2027-02-01; else in some months",
			.text = &import->until},
		{"calendar", "NAME", "programme: which of the branch's; else as it calls itself",
			.text = &import->calendar},
		{"dry-run", NULL, "programme, form: says what would change, and changes nothing",
			.given = &import->dry_run},
		{"watch", NULL,
			"programme: again whenever the file, or one of the folder, is written",
			.given = &import->watch},
		{"remove", NULL,
			"programme: cancels all that the calendar of that NAME has ahead; form: takes it "
			"back",
			.given = &import->remove},
		{"yes", NULL, "programme: cancel also more than a third of what is to come",
			.given = &import->yes},
		{0},
	};
	const struct option_table table = {.program = "kioskctl import",
		.about =
			"Brings the library's calendar, its list of members, a form or a salvage to "
			"the centre.",
		.known = known,
		.words =
			"programme FILE|FOLDER|- | members FILE.csv | form FILE.json | salvage FILE|- | "
			"programme|form --remove NAME",
		.words_least = 2,
		.words_most = 2,
		.print_more = print_more};
	int code = options_read(&table, argc, argv);

	if (code != OPTIONS_GO_ON)
		return code;
	import->what = argv[optind];
	import->file = import->remove ? argv[optind + 1] : file_named(argv[optind + 1]);
	if (text_find(import->what, known_kinds, KINDS) < 0)
		return options_refuse(&table, "there is no '%s' to import", import->what);
	if (strcmp(import->what, "members") == 0 && !import->key)
		return options_refuse(&table, "members need --key FILE");
	code = check_together(&table, import);
	return code == OPTIONS_GO_ON ? check_names(&table, import) : code;
}

static int exit_code(const struct import *import, bool done, const struct error *error)
{
	if (done)
		return (int)import->outcome;
	return error->code == ERROR_AWAY ? CENTRE_AWAY : BAD_ARGUMENTS;
}

/* What somebody must look at first. */
static int worse_of(int one, int other)
{
	static const int by_weight[] = {
		IMPORT_WHOLE, IMPORT_LEFT_SOME_OUT, IMPORT_NEEDS_YES, BAD_ARGUMENTS, CENTRE_AWAY};
	int weight = 0, weights[] = {0, 0};

	for (size_t i = 0; i < sizeof(by_weight) / sizeof(by_weight[0]); i++, weight++) {
		weights[0] = by_weight[i] == one ? weight : weights[0];
		weights[1] = by_weight[i] == other ? weight : weights[1];
	}
	return weights[0] > weights[1] ? one : other;
}

/* Of a folder the others go on; without a centre none does. */
static bool tell(struct import *import, const char *path, bool done, const struct error *error)
{
	import->code = worse_of(import->code, exit_code(import, done, error));
	if (done)
		return true;
	if (!import->file_name || error->code == ERROR_AWAY)
		return false;
	fprintf(stderr, "kioskctl: import: %.200s: %s\n", path, error->detail);
	return true;
}

static bool run_members(struct import *import, struct error *error)
{
	char *text;
	size_t length;
	bool done = import_read_file(import->file, &text, &length, error) &&
		    import_connect(import, error) && import_members(import, text, length, error);

	free(text);
	return done;
}

/* Whoever says --yes has seen what the folder no longer has. */
static bool settle_lost(struct import *import, struct error *error)
{
	char *files = json_dumps(import->files, JSON_COMPACT);
	const char *values[] = {import->branch.branch, IMPORT_ALARM_KIND, import->file, files};
	PGresult *result = import_ask(import,
		"SELECT staff.forget_lost_calendars($1, $3, $4),"
		" staff.end_alarms_of_lost($1, $2, $3, $4)",
		4, values, error);

	free(files);
	PQclear(result);
	return result != NULL;
}

static bool run_programme(struct import *import, struct error *error)
{
	return import_programmes(import, tell, error) &&
	       (!import->yes || !import->files || !import->connection ||
		       settle_lost(import, error));
}

static bool run(struct import *import, struct error *error)
{
	if (strcmp(import->what, "members") == 0)
		return run_members(import, error);
	if (strcmp(import->what, "form") == 0)
		return import_form(import, error);
	if (strcmp(import->what, "salvage") == 0)
		return import_salvage(import, error);
	if (import->remove)
		return import_connect(import, error) && import_remove(import, error);
	return import->watch ? import_watch(import, error) : run_programme(import, error);
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
	bool done = run(&import, &error);
	PQfinish(import.connection);
	json_decref(import.files);
	json_decref(import.names);
	if (done)
		return import.code;
	fprintf(stderr, "kioskctl: import: %s\n", error.detail);
	return exit_code(&import, false, &error);
}
