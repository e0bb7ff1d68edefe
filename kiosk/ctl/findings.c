/* Each look is at one thing, and says at most a line or two. */
#include "ctl/findings.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/trouble.h"
#include "base/worker_report.h"
#include "ctl/directory.h"
#include "store/outbox.h"
#include "store/retention.h"
#include "store/salvage.h"

enum { NUMBERS_LOW = 50, DISK_LOW_PERCENT = 5 };

/* How what lies on this disk alone comes to the centre. */
#define BRING_IT                                                                                   \
	"stop the kiosk, and bring the centre what only this disk has: kioskctl export --salvage " \
	"FILE --data"

static void add(struct findings *findings, bool is_wrong, const char *format, va_list arguments)
{
	if (findings->count == FINDINGS_MAX)
		return;
	struct finding *finding = &findings->list[findings->count++];
	finding->is_wrong = is_wrong;
	findings->wrong += is_wrong;
	vsnprintf(finding->sentence, sizeof(finding->sentence), format, arguments);
}

void findings_add_wrong(struct findings *findings, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add(findings, true, format, arguments);
	va_end(arguments);
}

void findings_add_note(struct findings *findings, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add(findings, false, format, arguments);
	va_end(arguments);
}

/* ---- the file and the machine ---- */

/* And not of who asks: whoever may not write there cannot open it. */
static bool is_of_the_disk(const char *directory, const struct error *error)
{
	return error->code == ERROR_CORRUPT ||
	       (error->code == ERROR_IO && (access(directory, W_OK) == 0 || errno == EROFS));
}

void findings_look_at_unopened(
	struct findings *findings, const char *directory, const struct error *error)
{
	if (is_of_the_disk(directory, error))
		findings_add_wrong(findings, "%s: " BRING_IT " %s", error->detail, directory);
	else
		findings_add_wrong(findings, "%s", error->detail);
}

void findings_look_at_pages(struct findings *findings, struct store *store, const char *directory)
{
	struct error error = {0};

	if (!store_check(store, &error))
		findings_add_wrong(findings, "%s: " BRING_IT " %s", error.detail, directory);
}

static void look_at_version(struct findings *findings, struct store *store)
{
	if (store_is_newer(store))
		findings_add_wrong(findings,
			"kiosk.db was written by a newer library-kiosk: what is unsent is sent, and "
			"visitors go to the desk; update this one");
}

static void look_at_key(struct findings *findings, const char *directory)
{
	char path[DIRECTORY_BYTES + 8];
	struct stat status;

	snprintf(path, sizeof(path), "%s-key", directory);
	if (stat(path, &status) == 0 && (status.st_mode & 077))
		findings_add_wrong(findings, "%s can be read by others: chmod 600 it", path);
}

static void look_at_disk(struct findings *findings, const char *directory)
{
	struct statvfs disk;

	if (statvfs(directory, &disk) == 0 && disk.f_blocks > 0 &&
		disk.f_bavail * 100 / disk.f_blocks < DISK_LOW_PERCENT)
		findings_add_wrong(findings,
			"less than %d %% of the disk is free: make room before the kiosk must stop",
			DISK_LOW_PERCENT);
}

static void look_at_clock(struct findings *findings, struct store *store)
{
	if (store_clock_is_unsure(store, clock_now_ms(), clock_boot_ms()))
		findings_add_wrong(findings,
			"the clock is behind what this kiosk has seen: set it, or let it reach the "
			"centre");
}

static void look_at_worker(
	struct findings *findings, bool is_demo, const struct worker_report *report)
{
	const char *why = report->detail[0] ? report->detail : report->ended;
	bool is_absent = strcmp(report->state, "absent") == 0;

	if (is_absent && is_demo)
		findings_add_note(findings, "%s: %s; the demo does without", report->worker, why);
	else if (is_absent || strcmp(report->state, "degraded") == 0 ||
		 strcmp(report->state, "restarting") == 0)
		findings_add_wrong(findings,
			"%s: %s; see to the device, it is tried again by itself", report->worker,
			why);
}

/* Of a face that runs; what sync says of itself lies in the directory (look_at_trouble). */
static void look_at_workers(struct findings *findings, struct store *store, const char *directory)
{
	struct worker_report reports[WORKER_REPORTS_MAX];
	bool runs = ctl_is_locked(directory, "kiosk.lock");
	int count = runs ? worker_report_read(directory, reports) : 0;

	for (int i = 0; i < count; i++)
		if (strcmp(reports[i].worker, "sync") != 0)
			look_at_worker(findings, store_enrolment(store)->demo, &reports[i]);
}

/* ---- the centre ---- */

static void since(int64_t instant_ms, char text[static 32])
{
	struct wall_time wall = clock_wall(instant_ms);

	snprintf(text, 32, "%04d-%02d-%02d %02d:%02d", wall.year, wall.month, wall.day, wall.hour,
		wall.minute);
}

/* A line that is broken for an hour is what the kiosk is built for. */
static void look_at_trouble(struct findings *findings, const char *directory)
{
	struct trouble trouble;
	char when[32];

	if (!trouble_read(directory, &trouble))
		return;
	since(trouble.since_ms, when);
	if (!trouble_may_pass(&trouble))
		findings_add_wrong(
			findings, "kiosk-sync does not go on since %s: %s", when, trouble.sentence);
	else if (clock_now_ms() - trouble.since_ms > HOUR_MS)
		findings_add_wrong(findings,
			"the centre is away since %s (%s): see whether it runs and whether the "
			"network is there; all that visitors do is kept here meanwhile",
			when, trouble.sentence);
	else
		findings_add_note(findings,
			"the centre is away since %s (%s): wait a while; all that visitors do is kept "
			"here meanwhile",
			when, trouble.sentence);
}

/* Once it has met a centre, nothing comes or goes without it. */
static void look_at_running(struct findings *findings, struct store *store, const char *directory)
{
	struct store_health health = store_health(store, clock_now_ms());
	char when[32];

	if (!ctl_is_locked(directory, "kiosk.lock"))
		findings_add_note(findings, "no face runs here");
	if (ctl_is_locked(directory, "sync.lock"))
		return;
	since(health.centre_met_ms, when);
	if (health.centre_met_ms && clock_now_ms() - health.centre_met_ms > DAY_MS)
		findings_add_wrong(findings,
			"no sync runs here, and the centre was met last on %s: start kiosk-sync",
			when);
	else
		findings_add_note(findings,
			"no sync runs here: nothing goes to the centre or comes from it until "
			"kiosk-sync is started");
}

static void look_at_log(struct findings *findings, struct store *store)
{
	struct outbox_state outbox = store_outbox_state(store);
	int64_t age_ms = clock_now_ms() - outbox.oldest_ms;
	int days = (int)(age_ms / DAY_MS);

	if (outbox.oldest_ms && age_ms > DAY_MS)
		findings_add_wrong(findings,
			"the oldest of %d %s has waited %d %s for the centre: does kiosk-sync run, and "
			"does it reach the centre?",
			outbox.unanswered, text_counted(outbox.unanswered, "change", "changes"),
			days, text_counted(days, "day", "days"));
	if (outbox.refused + outbox.quarantined)
		findings_add_note(findings,
			"the centre refused %d %s and could not read %d: report.exception there has "
			"those that staff have not settled",
			outbox.refused, text_counted(outbox.refused, "change", "changes"),
			outbox.quarantined);
}

/* Which of all is wrong is only this: nothing is taken from it, however well sync runs. */
static void look_at_sync(struct findings *findings, struct store *store, const char *directory)
{
	if (salvage_is_fork(directory)) {
		findings_add_wrong(findings,
			"this directory is a copy of a disk, or an older one, and the centre takes "
			"nothing from it: " BRING_IT " %s",
			directory);
		return;
	}
	look_at_trouble(findings, directory);
	look_at_log(findings, store);
}

static void look_at_epoch(struct findings *findings, struct store *store)
{
	struct store_health health = store_health(store, clock_now_ms());

	if (health.rereads)
		findings_add_wrong(findings,
			"the centre was put back as it was before, and everything is read anew: there "
			"are no new places until every kiosk has told what it holds; look in "
			"report.kiosk there who is missing");
	if (health.not_kept)
		findings_add_wrong(findings,
			"%d %s that the centre has forgotten: their holders hear it at the next card "
			"or ticket; find them in report.exception there and call them before",
			health.not_kept,
			text_counted(
				health.not_kept, "booking was promised", "bookings were promised"));
}

/* ---- what it keeps, and what it lives on ---- */

static void look_at_retention(struct findings *findings, struct store *store)
{
	int64_t now_ms = clock_now_ms();
	struct waiting_boxes untaken = retention_untaken_boxes(store, now_ms);
	struct waiting_boxes unarchived = retention_unarchived_boxes(store, now_ms);
	char sentence[RETENTION_SENTENCE_BYTES];
	int days = retention_overdue_days(store, now_ms);

	if (retention_untaken(&untaken, now_ms, sentence))
		findings_add_wrong(findings, "%s", sentence);
	if (retention_unarchived(&unarchived, now_ms, sentence))
		findings_add_wrong(findings, "%s", sentence);
	if (days)
		findings_add_wrong(findings,
			"bookings or check-ins of %d days ago are still here, and should be for %d: "
			"let kiosk-sync reach the centre, it deletes them then",
			days, PEOPLE_KEPT_DAYS);
}

static void look_at_supplies(struct findings *findings, struct store *store)
{
	struct store_health health = store_health(store, clock_now_ms());

	if (health.numbers_left < NUMBERS_LOW)
		findings_add_wrong(findings, "%d membership %s left: ask the centre for a block",
			health.numbers_left,
			text_counted(health.numbers_left, "number is", "numbers are"));
	if (health.sessions_ahead == 0)
		findings_add_wrong(
			findings, "no session is ahead: import a programme at the centre");
	if (health.leases_open == 0 && health.sessions_ahead > 0)
		findings_add_wrong(findings,
			"this kiosk holds no places: bookings go to the waiting list until sync meets "
			"the centre");
	if (health.parked)
		findings_add_wrong(findings,
			"%d %s for a newer version of this program: "
			"update this one",
			health.parked,
			text_counted(health.parked, "piece of news waits", "pieces of news wait"));
}

static void look_at_reads(struct findings *findings, struct store *store)
{
	struct error error = {0};

	if (store_read_failed(store, &error))
		findings_add_wrong(findings, "not all could be read: %s", error.detail);
}

void findings_look(struct findings *findings, struct store *store, const char *directory)
{
	look_at_version(findings, store);
	look_at_key(findings, directory);
	look_at_disk(findings, directory);
	look_at_clock(findings, store);
	look_at_workers(findings, store, directory);
	look_at_sync(findings, store, directory);
	look_at_epoch(findings, store);
	look_at_retention(findings, store);
	look_at_supplies(findings, store);
	if (store_enrolment(store)->demo)
		findings_add_note(
			findings, "this is a DEMO: its keys are public, it protects nothing");
	look_at_running(findings, store, directory);
	look_at_reads(findings, store);
}
