/* kioskctl doctor: what is wrong with a kiosk, and the cure. One line a finding; 1 if anything is. */
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/installation.h"
#include "base/options.h"
#include "ctl/ctl.h"
#include "ctl/directory.h"
#include "rules/asked_form.h"

enum {
	SOUND = 0,
	FOUND = 1,
	NUMBERS_LOW = 50,
	DISK_LOW_PERCENT = 5,
	PATH_BYTES = 1024,
};

static int findings;

static void note(bool wrong, const char *format, va_list arguments)
{
	findings += wrong;
	printf("%s  ", wrong ? "wrong" : "note ");
	vprintf(format, arguments);
	putchar('\n');
}

__attribute__((format(printf, 1, 2))) static void wrong(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	note(true, format, arguments);
	va_end(arguments);
}

__attribute__((format(printf, 1, 2))) static void worth_knowing(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	note(false, format, arguments);
	va_end(arguments);
}

static void look_at_file(struct store *store)
{
	struct error error = {0};

	if (!store_check(store, &error))
		wrong("%s: stop the kiosk, keep a copy of the directory, call whoever looks after "
		      "it",
			error.detail);
}

static void look_at_key(const char *directory)
{
	char path[DIRECTORY_BYTES + 8];
	struct stat status;

	snprintf(path, sizeof(path), "%s-key", directory);
	if (stat(path, &status) == 0 && (status.st_mode & 077))
		wrong("%s can be read by others: chmod 600 it", path);
}

static void look_at_disk(const char *directory)
{
	struct statvfs disk;

	if (statvfs(directory, &disk) == 0 && disk.f_blocks > 0 &&
		disk.f_bavail * 100 / disk.f_blocks < DISK_LOW_PERCENT)
		wrong("less than %d %% of the disk is free: make room before the kiosk must stop",
			DISK_LOW_PERCENT);
}

static void look_at_clock(struct store *store)
{
	if (store_clock_is_unsure(store, clock_now_ms(), clock_boot_ms()))
		wrong("the clock is behind what this kiosk has seen: set it, or let it reach the "
		      "centre");
}

static void look_at_log(struct store *store)
{
	struct outbox_state outbox = store_outbox_state(store);
	int64_t age_ms = clock_now_ms() - outbox.oldest_ms;

	if (outbox.oldest_ms && age_ms > DAY_MS)
		wrong("the oldest of %d changes has waited %d days for the centre: does kiosk-sync "
		      "run, and does it reach the centre?",
			outbox.unanswered, (int)(age_ms / DAY_MS));
	if (outbox.refused + outbox.quarantined)
		worth_knowing(
			"the centre refused %d changes and could not read %d: report.exception there "
			"has those that staff have not settled",
			outbox.refused, outbox.quarantined);
}

static void look_at_supplies(struct store *store)
{
	struct store_health health = store_health(store, clock_now_ms());

	if (health.numbers_left < NUMBERS_LOW)
		wrong("%d membership numbers are left: ask the centre for a block",
			health.numbers_left);
	if (health.sessions_ahead == 0)
		wrong("no session is ahead: import a programme at the centre");
	if (health.leases_open == 0 && health.sessions_ahead > 0)
		wrong("this kiosk holds no places: bookings go to the waiting list until sync "
		      "meets the centre");
	if (health.parked)
		worth_knowing("%d pieces of news wait for a newer version of this program",
			health.parked);
}

/* As the kiosk will read it; what no kiosk asks is to be a form all the same. */
static bool read_form(const char *path, const char *name, struct error *error)
{
	struct form form = {0};
	size_t length;
	char *text = file_read(path, FORM_BYTES_MAX, &length, error);
	bool done = text && (asked_form_is(name) ? asked_form_read(text, length, name, &form, error)
						 : form_read(text, length, &form, error));

	form_free(&form);
	free(text);
	return done;
}

static bool is_told(struct store *store, const char *name)
{
	char *text = store_told_form(store, name);
	bool told = text != NULL;

	free(text);
	return told;
}

static void look_at_form(struct store *store, const char *path)
{
	const char *file = strrchr(path, '/') + 1;
	char name[FORM_NAME_BYTES_MAX];
	struct error error = {0};

	snprintf(name, sizeof(name), "%.*s", (int)(strlen(file) - strlen(".json")), file);
	if (!read_form(path, name, &error))
		wrong("forms/%s: %s; the kiosk asks the %s", file, error.detail,
			is_told(store, name) ? "centre's" : "last good one until it is mended");
}

static void look_at_told_forms(struct store *store)
{
	struct told_form forms[TOLD_FORMS_MAX];
	int count = store_told_forms(store, forms);

	for (int i = 0; i < count; i++) {
		if (forms[i].is_refused)
			wrong("the centre's form %s: %s; the kiosk asks %s until another one comes",
				forms[i].name, forms[i].reason,
				forms[i].is_asked ? "the centre's last good one" : "its own file");
		else
			worth_knowing("form %s is the centre's, not forms/%s.json", forms[i].name,
				forms[i].name);
	}
}

static void look_at_forms(struct store *store, const char *assets)
{
	char path[PATH_BYTES];
	struct error error = {0};
	struct installation installation;
	glob_t found = {0};

	if (!installation_find(&installation, assets, &error)) {
		wrong("%s", error.detail);
		return;
	}
	snprintf(path, sizeof(path), "%s/forms/*.json", installation.assets);
	glob(path, 0, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++)
		look_at_form(store, found.gl_pathv[i]);
	globfree(&found);
}

static void look_at_reads(struct store *store)
{
	struct error error = {0};

	if (store_read_failed(store, &error))
		wrong("not all could be read: %s", error.detail);
}

static void look_at(struct store *store, const char *directory)
{
	look_at_file(store);
	look_at_key(directory);
	look_at_disk(directory);
	look_at_clock(store);
	look_at_log(store);
	look_at_supplies(store);
	look_at_told_forms(store);
	if (store_enrolment(store)->demo)
		worth_knowing("this is a DEMO: its keys are public, it protects nothing");
	if (!ctl_is_locked(directory, "kiosk.lock"))
		worth_knowing("no face runs here");
	if (!ctl_is_locked(directory, "sync.lock"))
		worth_knowing("no sync runs here");
	look_at_reads(store);
}

static int read_options(int argc, char **argv, const char **data, const char **assets)
{
	const struct option_known known[] = {
		{"data", "DIR", "the kiosk's directory", .text = data},
		{"assets", "DIR", "fonts, icons and forms, if not beside the program",
			.text = assets},
		{0},
	};
	const struct option_table table = {.program = "kioskctl doctor",
		.about = "What is wrong with a kiosk, and the cure; exit code 1 if anything is.",
		.known = known};

	return options_read(&table, argc, argv);
}

int ctl_doctor(int argc, char **argv)
{
	char directory[DIRECTORY_BYTES];
	const char *data = NULL, *assets = NULL;
	struct error error = {0};
	int code = read_options(argc, argv, &data, &assets);

	if (code != OPTIONS_GO_ON)
		return code;
	ctl_directory(data, directory);
	struct store *store = ctl_look(directory, &error);
	if (!store) {
		printf("wrong  %s\n", error.detail);
		return FOUND;
	}
	look_at(store, directory);
	look_at_forms(store, assets);
	store_close(store);
	if (!findings)
		printf("well   nothing is wrong\n");
	return findings ? FOUND : SOUND;
}
