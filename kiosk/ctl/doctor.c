/* kioskctl doctor: what is wrong with a kiosk, and the cure. One line a finding; 1 if anything is. */
#include <errno.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/installation.h"
#include "base/options.h"
#include "base/text.h"
#include "ctl/ctl.h"
#include "ctl/directory.h"
#include "rules/asked_form.h"
#include "store/retention.h"
#include "store/salvage.h"

enum {
	SOUND = 0,
	FOUND = 1,
	NUMBERS_LOW = 50,
	DISK_LOW_PERCENT = 5,
	PATH_BYTES = 1024,
};

/* How what lies on this disk alone comes to the centre. */
#define BRING_IT                                                                                   \
	"stop the kiosk, and bring the centre what only this disk has: kioskctl export --salvage " \
	"FILE --data"

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

/* And not of who asks: whoever may not write there cannot open it. */
static bool is_of_the_disk(const char *directory, const struct error *error)
{
	return error->code == ERROR_CORRUPT ||
	       (error->code == ERROR_IO && (access(directory, W_OK) == 0 || errno == EROFS));
}

static void say_unopened(const char *directory, const struct error *error)
{
	if (is_of_the_disk(directory, error))
		wrong("%s: " BRING_IT " %s", error->detail, directory);
	else
		wrong("%s", error->detail);
}

static void look_at_file(struct store *store, const char *directory)
{
	struct error error = {0};

	if (!store_check(store, &error))
		wrong("%s: " BRING_IT " %s", error.detail, directory);
}

static void look_at_version(struct store *store)
{
	if (store_is_newer(store))
		wrong("kiosk.db was written by a newer library-kiosk: what is unsent is sent, and "
		      "visitors go to the desk; update this one");
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
	int days = (int)(age_ms / DAY_MS);

	if (outbox.oldest_ms && age_ms > DAY_MS)
		wrong("the oldest of %d %s has waited %d %s for the centre: does kiosk-sync run, and "
		      "does it reach the centre?",
			outbox.unanswered, text_counted(outbox.unanswered, "change", "changes"),
			days, text_counted(days, "day", "days"));
	if (outbox.refused + outbox.quarantined)
		worth_knowing(
			"the centre refused %d %s and could not read %d: report.exception there has "
			"those that staff have not settled",
			outbox.refused, text_counted(outbox.refused, "change", "changes"),
			outbox.quarantined);
}

static void look_at_epoch(struct store *store)
{
	struct store_health health = store_health(store, clock_now_ms());

	if (health.rereads)
		worth_knowing("the centre was put back as it was before, and everything is read "
			      "anew: there are no new places until every kiosk has told what it "
			      "holds; who is missing stands in report.kiosk there");
	if (health.not_kept)
		worth_knowing("%d %s that the centre has forgotten: their holders hear it at the "
			      "next card or ticket; staff find them in report.exception",
			health.not_kept,
			text_counted(
				health.not_kept, "booking was promised", "bookings were promised"));
}

static void look_at_retention(struct store *store)
{
	int64_t now_ms = clock_now_ms();
	struct waiting_boxes untaken = retention_untaken_boxes(store, now_ms);
	struct waiting_boxes unarchived = retention_unarchived_boxes(store, now_ms);
	char sentence[RETENTION_SENTENCE_BYTES];
	int days = retention_overdue_days(store, now_ms);

	if (retention_untaken(&untaken, now_ms, sentence))
		wrong("%s", sentence);
	if (retention_unarchived(&unarchived, now_ms, sentence))
		wrong("%s", sentence);
	if (days)
		wrong("bookings or check-ins of %d days ago are still here, and should be for %d: let "
		      "kiosk-sync reach the centre, it deletes them then",
			days, PEOPLE_KEPT_DAYS);
}

/* Which of all is wrong is only this: nothing is taken from it, however well sync runs. */
static void look_at_sync(struct store *store, const char *directory)
{
	if (salvage_is_fork(directory))
		wrong("this directory is a copy of a disk, or an older one, and the centre takes nothing "
		      "from it: " BRING_IT " %s",
			directory);
	else
		look_at_log(store);
}

static void look_at_supplies(struct store *store)
{
	struct store_health health = store_health(store, clock_now_ms());

	if (health.numbers_left < NUMBERS_LOW)
		wrong("%d membership %s left: ask the centre for a block", health.numbers_left,
			text_counted(health.numbers_left, "number is", "numbers are"));
	if (health.sessions_ahead == 0)
		wrong("no session is ahead: import a programme at the centre");
	if (health.leases_open == 0 && health.sessions_ahead > 0)
		wrong("this kiosk holds no places: bookings go to the waiting list until sync "
		      "meets the centre");
	if (health.parked)
		worth_knowing("%d %s for a newer version of this program", health.parked,
			text_counted(health.parked, "piece of news waits", "pieces of news wait"));
}

/* ---- forms ---- */

/* `where`: the form and what of it. */
static void look_at_icon(const char *assets, const char *where, const char *icon)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/icons/%s.svg", assets, icon);
	if (*icon && access(path, R_OK) != 0)
		wrong("%s: there is no icons/%s.svg: put it there or name another icon; visitors "
		      "see none",
			where, icon);
}

static void look_at_icons(const char *assets, const char *called, const struct form *form)
{
	char where[PATH_BYTES];

	for (int i = 0; i < form->step_count; i++) {
		snprintf(where, sizeof(where), "%s: step %d", called, i + 1);
		look_at_icon(assets, where, form->steps[i].icon);
	}
	for (int i = 0; i < form->question_count; i++) {
		const struct question *question = &form->questions[i];
		snprintf(where, sizeof(where), "%s: question %d", called, i + 1);
		for (int j = 0; j < question->choice_count; j++)
			look_at_icon(assets, where, question->choices[j].icon);
	}
}

/* As the kiosk will read it; what no kiosk asks is to be a form all the same. */
static bool read_form(const char *path, const char *name, struct form *form, struct error *error)
{
	size_t length;
	char *text = file_read(path, FORM_BYTES_MAX, &length, error);
	bool done = text && (asked_form_is(name) ? asked_form_read(text, length, name, form, error)
						 : form_read(text, length, form, error));

	free(text);
	return done;
}

static bool has(char *text)
{
	bool is_there = text != NULL;

	free(text);
	return is_there;
}

/* What the kiosk does without the library's own file. */
static const char *does_without(struct store *store, const char *name)
{
	if (has(store_told_form(store, name)))
		return "the kiosk asks the centre's";
	if (has(store_form(store, name)))
		return "the kiosk asks the last good one until this is mended";
	return asked_form_is_needed(name) ? "visitors are sent to the desk until this is mended"
					  : "there is none until this is mended";
}

static void look_at_form(struct store *store, const char *assets, const char *path)
{
	const char *file = strrchr(path, '/') + 1;
	char name[FORM_NAME_BYTES_MAX], called[PATH_BYTES];
	struct form form = {0};
	struct error error = {0};

	snprintf(name, sizeof(name), "%.*s", (int)(strlen(file) - strlen(".json")), file);
	snprintf(called, sizeof(called), "forms/%s", file);
	if (!read_form(path, name, &form, &error))
		wrong("%s: %s; %s", called, error.detail, does_without(store, name));
	look_at_icons(assets, called, &form);
	form_free(&form);
}

static void look_for_form(struct store *store, const char *assets, const char *name)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/forms/%s.json", assets, name);
	if (access(path, F_OK) != 0 && asked_form_is_needed(name) &&
		!has(store_told_form(store, name)))
		wrong("forms/%s.json: it is not there; %s", name, does_without(store, name));
}

static void look_at_files(struct store *store, const char *assets)
{
	char path[PATH_BYTES];
	glob_t found = {0};

	snprintf(path, sizeof(path), "%s/forms/*.json", assets);
	glob(path, 0, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++)
		look_at_form(store, assets, found.gl_pathv[i]);
	globfree(&found);
	for (int i = 0; asked_form_name(i); i++)
		look_for_form(store, assets, asked_form_name(i));
}

static void look_at_told_icons(struct store *store, const char *assets, const char *name)
{
	char *text = store_told_form(store, name);
	char called[PATH_BYTES];
	struct form form = {0};
	struct error error = {0};

	snprintf(called, sizeof(called), "the centre's form %.40s", name);
	if (text && asked_form_read(text, strlen(text), name, &form, &error))
		look_at_icons(assets, called, &form);
	form_free(&form);
	free(text);
}

static void look_at_told_forms(struct store *store, const char *assets)
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
		look_at_told_icons(store, assets, forms[i].name);
	}
}

static void look_at_forms(struct store *store, const char *assets)
{
	struct error error = {0};
	struct installation installation;

	if (!installation_find(&installation, assets, &error)) {
		wrong("%s", error.detail);
		return;
	}
	look_at_told_forms(store, installation.assets);
	look_at_files(store, installation.assets);
}

static void look_at_reads(struct store *store)
{
	struct error error = {0};

	if (store_read_failed(store, &error))
		wrong("not all could be read: %s", error.detail);
}

static void look_at(struct store *store, const char *directory)
{
	look_at_file(store, directory);
	look_at_version(store);
	look_at_key(directory);
	look_at_disk(directory);
	look_at_clock(store);
	look_at_sync(store, directory);
	look_at_epoch(store);
	look_at_retention(store);
	look_at_supplies(store);
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
		say_unopened(directory, &error);
		return FOUND;
	}
	look_at(store, directory);
	look_at_forms(store, assets);
	store_close(store);
	if (!findings)
		printf("well   nothing is wrong\n");
	return findings ? FOUND : SOUND;
}
