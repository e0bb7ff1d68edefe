/* kioskctl check: plays the journeys, every one in both orientations, and has each state of them looked
 * over in every language and way of reading. A line a finding; 1 if there is any, and then the
 * pictures stay. Its own folder, its own data: no kiosk is touched. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/installation.h"
#include "base/options.h"
#include "base/text.h"
#include "ctl/ctl.h"
#include "journey/vocabulary.h"

enum {
	SOUND = 0,
	FOUND = 1,
	BAD_ARGUMENTS = 2,
	JOURNEYS_MAX = 128,
	PATH_BYTES = 1024,
	NAME_BYTES = 256,
	LINE_BYTES = 2048,
};

struct check {
	const char *language, *theme, *size, *orientation, *out;
	bool low;
	struct installation installation;
	char folder[PATH_BYTES];
	char journeys[JOURNEYS_MAX][NAME_BYTES];
	int count;
};

static const struct orientation {
	const char *name, *size;
} orientations[] = {{"landscape", "1920x1080"}, {"portrait", "1080x1920"}};
enum { ORIENTATIONS = sizeof(orientations) / sizeof(orientations[0]) };

/* ---- arguments ---- */

static int read_options(int argc, char **argv, struct check *check)
{
	const struct option_known known[] = {
		{"language", "LL", "this one only, or pseudo or mirror; else all",
			.text = &check->language},
		{"theme", "light|contrast", "else both", .text = &check->theme},
		{"size", "normal|bigger", "else both", .text = &check->size},
		{"low", NULL, "with lower controls only; else with and without",
			.given = &check->low},
		{"orientation", "landscape|portrait", "else both", .text = &check->orientation},
		{"out", "DIR", "where findings and pictures stay; else a new folder",
			.text = &check->out},
		{0},
	};
	const struct option_table table = {.program = "kioskctl check",
		.about = "Looks over every screen of all journeys: a line for what nobody could "
			 "read or touch.",
		.known = known};

	return options_read(&table, argc, argv);
}

static bool is_one_of(const char *given, const char *one, const char *other)
{
	return !given || strcmp(given, one) == 0 || strcmp(given, other) == 0;
}

static bool is_language(const char *code)
{
	if (strcmp(code, "pseudo") == 0 || strcmp(code, "mirror") == 0)
		return true;
	for (int i = 0; vocabulary_languages[i]; i++)
		if (strcmp(vocabulary_languages[i], code) == 0)
			return true;
	return false;
}

static const char *wrong_with(const struct check *check)
{
	if (check->language && !is_language(check->language))
		return "--language: give one of i18n/LINGUAS, pseudo or mirror";
	if (!is_one_of(check->theme, "light", "contrast"))
		return "--theme: give light or contrast";
	if (!is_one_of(check->size, "normal", "bigger"))
		return "--size: give normal or bigger";
	if (!is_one_of(check->orientation, "landscape", "portrait"))
		return "--orientation: give landscape or portrait";
	return NULL;
}

/* ---- which journeys ---- */

static bool needs_what_is_not_installed(const char *path)
{
	static const char *const needs[] = {"readers real", "centre ", "image "};
	char line[LINE_BYTES];
	FILE *file = fopen(path, "re");
	bool found = false;

	while (file && !found && fgets(line, sizeof(line), file))
		for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
			found = found || strncmp(line, needs[i], strlen(needs[i])) == 0;
	if (file)
		fclose(file);
	return found;
}

static void add_journey(struct check *check, const char *name)
{
	const char *ending = strrchr(name, '.');
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/%s", check->installation.journeys, name);
	if (!ending || strcmp(ending, ".journey") != 0 || check->count == JOURNEYS_MAX ||
		(!check->installation.support[0] && needs_what_is_not_installed(path)))
		return;
	text_copy(check->journeys[check->count++], NAME_BYTES, name);
}

/* The tour comes first: others hold up the tickets that it takes pictures of. */
static int in_order(const void *a, const void *b)
{
	bool one = strcmp(a, "tour.journey") == 0, other = strcmp(b, "tour.journey") == 0;

	return one != other ? other - one : strcmp(a, b);
}

static bool find_journeys(struct check *check)
{
	DIR *folder = opendir(check->installation.journeys);
	struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		add_journey(check, entry->d_name);
	if (folder)
		closedir(folder);
	qsort(check->journeys, (size_t)check->count, NAME_BYTES, in_order);
	return check->count > 0;
}

/* ---- folders ---- */

static FILE *open_in(
	const struct check *check, const char *orientation, const char *name, const char *mode)
{
	char path[PATH_BYTES + 64];

	snprintf(path, sizeof(path), "%s/%s/%s", check->folder, orientation, name);
	return fopen(path, mode);
}

static bool make_folder(struct check *check)
{
	const char *temporary = getenv("TMPDIR");

	if (check->out)
		return text_copy(check->folder, sizeof(check->folder), check->out) &&
		       mkdir(check->folder, 0777) == 0;
	snprintf(check->folder, sizeof(check->folder), "%.500s/library-kiosk-check-XXXXXX",
		temporary ? temporary : "/tmp");
	return mkdtemp(check->folder) != NULL;
}

/* What library-kiosk's app/check.c reads there. */
static bool write_axes(const struct check *check, const char *orientation)
{
	char path[PATH_BYTES + 32];
	FILE *axes;

	snprintf(path, sizeof(path), "%s/%s", check->folder, orientation);
	if (mkdir(path, 0777) != 0 || !(axes = open_in(check, orientation, "axes", "we")))
		return false;
	if (check->language)
		fprintf(axes, "language %s\n", check->language);
	if (check->theme)
		fprintf(axes, "theme %s\n", check->theme);
	if (check->size)
		fprintf(axes, "size %s\n", check->size);
	if (check->low)
		fputs("low yes\n", axes);
	return fclose(axes) == 0;
}

/* ---- playing ---- */

/* Becomes the runner. Whatever it and its programs say goes into the orientation's `log`. */
static void become_runner(
	const struct check *check, const char *name, const struct orientation *orientation)
{
	char program[PATH_BYTES], journey[PATH_BYTES], here[PATH_BYTES + 32];
	FILE *log = open_in(check, orientation->name, "log", "ae");

	snprintf(program, sizeof(program), "%s/kiosk-journey", check->installation.programs);
	snprintf(journey, sizeof(journey), "%s/%s", check->installation.journeys, name);
	snprintf(here, sizeof(here), "%s/%s", check->folder, orientation->name);
	if (log) {
		dup2(fileno(log), STDOUT_FILENO);
		dup2(fileno(log), STDERR_FILENO);
	}
	execl(program, program, journey, "--check", here, "--out", here, "--size",
		orientation->size, (char *)NULL);
	_exit(127);
}

static bool play(const struct check *check, const char *name, const struct orientation *orientation)
{
	pid_t runner = fork();
	int status = 1;

	if (runner == 0)
		become_runner(check, name, orientation);
	return runner > 0 && waitpid(runner, &status, 0) == runner && status == 0;
}

static void play_all(const struct check *check, const struct orientation *orientation)
{
	for (int i = 0; i < check->count; i++) {
		FILE *findings;

		if (play(check, check->journeys[i], orientation))
			continue;
		findings = open_in(check, orientation->name, "findings", "ae");
		if (findings) {
			fprintf(findings, "%s %s: does not hold (%s/%s/log)\n", check->journeys[i],
				orientation->name, check->folder, orientation->name);
			fclose(findings);
		}
	}
}

static bool is_wanted(const struct check *check, int orientation)
{
	return !check->orientation ||
	       strcmp(check->orientation, orientations[orientation].name) == 0;
}

/* Side by side: they share nothing. */
static bool play_in_all(const struct check *check)
{
	bool good = true;

	for (int i = 0; i < ORIENTATIONS && good; i++) {
		if (!is_wanted(check, i))
			continue;
		pid_t child = write_axes(check, orientations[i].name) ? fork() : -1;
		if (child == 0) {
			play_all(check, &orientations[i]);
			_exit(0);
		}
		good = child > 0;
	}
	while (wait(NULL) > 0)
		;
	return good;
}

/* ---- telling ---- */

static int tell_findings(const struct check *check, const char *orientation)
{
	FILE *file = open_in(check, orientation, "findings", "re");
	char line[LINE_BYTES];
	int count = 0;

	while (file && fgets(line, sizeof(line), file)) {
		fputs(line, stdout);
		count++;
	}
	if (file)
		fclose(file);
	return count;
}

/* Whether a line of this file is the text; each line is ended by a NUL. */
static bool has_line(
	const struct check *check, const char *orientation, const char *name, const char *text)
{
	FILE *file = open_in(check, orientation, name, "re");
	char *seen = NULL;
	size_t size = 0;
	bool found = false;

	while (file && !found && getdelim(&seen, &size, '\0', file) > 0)
		found = strcmp(seen, text) == 0;
	free(seen);
	if (file)
		fclose(file);
	return found;
}

static int tell_unseen(const struct check *check)
{
	int count = 0;

	for (int i = 0; vocabulary_sentences[i]; i++) {
		bool seen = false;

		for (int j = 0; j < ORIENTATIONS; j++)
			seen = seen || has_line(check, orientations[j].name, "sentences",
					       vocabulary_sentences[i]);
		if (!seen)
			printf("the sentence \"%s\" is on no picture\n", vocabulary_sentences[i]);
		count += !seen;
	}
	return count;
}

/* A screen says in one orientation what it says in the other. */
static int tell_left_out(const struct check *check, const char *orientation, const char *other)
{
	FILE *file = open_in(check, other, "said", "re");
	char *said = NULL;
	size_t size = 0;
	int count = 0;

	while (file && getdelim(&said, &size, '\0', file) > 0) {
		if (has_line(check, orientation, "said", said))
			continue;
		printf("%s is said in %s only\n", said, other);
		count++;
	}
	free(said);
	if (file)
		fclose(file);
	return count;
}

/* Only everything together shows every sentence. */
static bool is_whole(const struct check *check)
{
	return !check->language && !check->theme && !check->size && !check->low &&
	       !check->orientation;
}

static int tell_all(const struct check *check)
{
	int count = 0;

	for (int i = 0; i < ORIENTATIONS; i++)
		count += tell_findings(check, orientations[i].name);
	if (!check->orientation)
		for (int i = 0; i < ORIENTATIONS; i++)
			count += tell_left_out(check, orientations[i].name,
				orientations[(i + 1) % ORIENTATIONS].name);
	return is_whole(check) ? count + tell_unseen(check) : count;
}

static void remove_folder(const struct check *check)
{
	pid_t child = check->out ? -1 : fork();

	if (child == 0) {
		execlp("rm", "rm", "-rf", check->folder, (char *)NULL);
		_exit(127);
	}
	if (child > 0)
		waitpid(child, NULL, 0);
}

static int complain(const char *what)
{
	fprintf(stderr, "kioskctl: check: %s\n", what);
	return BAD_ARGUMENTS;
}

int ctl_check(int argc, char **argv)
{
	static struct check check;
	struct error error = {0};
	int code = read_options(argc, argv, &check);

	if (code != OPTIONS_GO_ON)
		return code;
	if (wrong_with(&check))
		return complain(wrong_with(&check));
	if (!installation_find(&check.installation, NULL, &error))
		return complain(error.detail);
	if (!find_journeys(&check))
		return complain("the journeys do not lie beside the program; install it whole");
	if (!make_folder(&check))
		return complain("the folder for the pictures cannot be made");
	if (!play_in_all(&check))
		return complain("the journeys cannot be played");
	int findings = tell_all(&check);
	if (findings == 0)
		remove_folder(&check);
	return findings ? FOUND : SOUND;
}
