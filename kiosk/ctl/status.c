/* kioskctl status: how a kiosk is, for a person or as JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include <jansson.h>

#include "base/clock.h"
#include "base/options.h"
#include "base/text.h"
#include "base/trouble.h"
#include "base/worker_report.h"
#include "ctl/ctl.h"
#include "ctl/directory.h"
#include "ctl/findings.h"
#include "store/outbox.h"
#include "store/retention.h"
#include "store/salvage.h"

enum { DONE = 0, NO_KIOSK = 1, BAD_ARGUMENTS = 2 };

static json_t *log_json(struct store *store)
{
	struct log_position log = outbox_position(store);
	struct outbox_state state = store_outbox_state(store);

	return json_pack("{s:I, s:I, s:I, s:i, s:i, s:I, s:i, s:i}", "length",
		(json_int_t)log.length, "sent", (json_int_t)log.sent, "acked",
		(json_int_t)log.acked, "unanswered", state.unanswered, "visitors_unanswered",
		state.visitors_unanswered, "oldest_ms", (json_int_t)state.oldest_ms, "refused",
		state.refused, "quarantined", state.quarantined);
}

static json_t *waiting_json(struct waiting_boxes boxes)
{
	return json_pack(
		"{s:i, s:I}", "count", boxes.count, "since_ms", (json_int_t)boxes.since_ms);
}

/* Boxes that have waited for too long. */
static json_t *boxes_json(struct store *store)
{
	int64_t now_ms = clock_now_ms();

	return json_pack("{s:o, s:o}", "untaken",
		waiting_json(retention_untaken_boxes(store, now_ms)), "unarchived",
		waiting_json(retention_unarchived_boxes(store, now_ms)));
}

/* As doctor says them. */
static json_t *findings_json(const struct findings *findings)
{
	json_t *array = json_array();

	for (int i = 0; i < findings->count; i++)
		json_array_append_new(
			array, json_pack("{s:b, s:s}", "wrong", findings->list[i].is_wrong,
				       "sentence", findings->list[i].sentence));
	return array;
}

static json_t *trouble_json(const char *directory)
{
	struct trouble trouble;

	if (!trouble_read(directory, &trouble))
		return json_null();
	return json_pack("{s:s, s:I, s:s}", "kind", trouble.kind, "since_ms",
		(json_int_t)trouble.since_ms, "sentence", trouble.sentence);
}

static void print_wrong(const struct findings *findings)
{
	for (int i = 0; i < findings->count; i++)
		if (findings->list[i].is_wrong)
			printf("%-22s %s\n", "wrong", findings->list[i].sentence);
}

static json_t *clock_json(struct store *store)
{
	int64_t now_ms = clock_now_ms();

	return json_pack("{s:I, s:b}", "now_ms", (json_int_t)now_ms, "unsure",
		store_clock_is_unsure(store, now_ms, clock_boot_ms()));
}

static json_t *disk_json(const char *directory, const struct store_health *health)
{
	struct statvfs disk = {0};

	statvfs(directory, &disk);
	return json_pack("{s:I, s:I}", "store_bytes", (json_int_t)health->bytes, "free_bytes",
		(json_int_t)disk.f_bavail * (json_int_t)disk.f_frsize);
}

/* Of a face that runs; what another left behind says nothing. */
static int workers_of(
	const char *directory, struct worker_report reports[static WORKER_REPORTS_MAX])
{
	return ctl_is_locked(directory, "kiosk.lock") ? worker_report_read(directory, reports) : 0;
}

static json_t *workers_json(const char *directory)
{
	struct worker_report reports[WORKER_REPORTS_MAX];
	int count = workers_of(directory, reports);
	json_t *object = json_object();

	for (int i = 0; i < count; i++)
		json_object_set_new(object, reports[i].worker,
			json_pack("{s:s, s:s, s:s}", "state", reports[i].state, "detail",
				reports[i].detail, "ended", reports[i].ended));
	return object;
}

static void print_workers(const char *directory)
{
	struct worker_report reports[WORKER_REPORTS_MAX];
	int count = workers_of(directory, reports);

	for (int i = 0; i < count; i++)
		printf("  %-20s %s%s%s%s%s\n", reports[i].worker, reports[i].state,
			reports[i].detail[0] ? ": " : "", reports[i].detail,
			reports[i].ended[0] ? "; the last one " : "", reports[i].ended);
}

static json_t *status_json(
	struct store *store, const char *directory, const struct findings *findings)
{
	const struct enrolment *enrolment = store_enrolment(store);
	struct store_health health = store_health(store, clock_now_ms());

	return json_pack(
		"{si ss sb sb sb sb so so so s{si si si} si si s{si si} si sb si sI so so so so ss}",
		"kiosk", enrolment->kiosk, "branch", enrolment->branch, "demo", enrolment->demo,
		"face_runs", ctl_is_locked(directory, "kiosk.lock"), "sync_runs",
		ctl_is_locked(directory, "sync.lock"), "forked", salvage_is_fork(directory),
		"workers", workers_json(directory), "log", log_json(store), "boxes",
		boxes_json(store), "leases", "open", health.leases_open, "asked",
		health.leases_asked, "places_left", health.places_left, "sessions_ahead",
		health.sessions_ahead, "numbers_left", health.numbers_left, "help_asked", "today",
		health.help_today, "in_all", health.help_asked, "parked", health.parked, "rereads",
		health.rereads, "not_kept", health.not_kept, "centre_met_ms",
		(json_int_t)health.centre_met_ms, "clock", clock_json(store), "disk",
		disk_json(directory, &health), "trouble", trouble_json(directory), "findings",
		findings_json(findings), "version", KIOSK_VERSION);
}

static void print_moment(const char *what, int64_t instant_ms, const char *never)
{
	struct wall_time wall = clock_wall(instant_ms);

	if (instant_ms == 0)
		printf("%-22s %s\n", what, never);
	else
		printf("%-22s %04d-%02d-%02d %02d:%02d\n", what, wall.year, wall.month, wall.day,
			wall.hour, wall.minute);
}

static void print_status(
	struct store *store, const char *directory, const struct findings *findings)
{
	const struct enrolment *enrolment = store_enrolment(store);
	struct outbox_state outbox = store_outbox_state(store);
	struct store_health health = store_health(store, clock_now_ms());

	printf("%-22s %d, %s%s\n", "kiosk", enrolment->kiosk, enrolment->branch_name,
		enrolment->demo ? " (DEMO)" : "");
	printf("%-22s %s\n", "face",
		ctl_is_locked(directory, "kiosk.lock") ? "runs" : "does not run");
	print_workers(directory);
	printf("%-22s %s\n", "sync",
		ctl_is_locked(directory, "sync.lock") ? "runs" : "does not run");
	print_moment("centre met", health.centre_met_ms, "never");
	printf("%-22s %d, of visitors %d\n", "changes to answer", outbox.unanswered,
		outbox.visitors_unanswered);
	print_moment("oldest change", outbox.oldest_ms, "none");
	printf("%-22s %d refused, %d quarantined\n", "exceptions", outbox.refused,
		outbox.quarantined);
	printf("%-22s %d open with %d %s, %d asked\n", "leases", health.leases_open,
		health.places_left, text_counted(health.places_left, "place", "places"),
		health.leases_asked);
	printf("%-22s %d\n", "sessions ahead", health.sessions_ahead);
	printf("%-22s %d\n", "numbers left", health.numbers_left);
	printf("%-22s %d today, %d in all\n", "asked for help", health.help_today,
		health.help_asked);
	printf("%-22s %s\n", "clock",
		store_clock_is_unsure(store, clock_now_ms(), clock_boot_ms()) ? "unsure" : "sure");
	printf("%-22s %lld KB\n", "store", (long long)health.bytes / 1024);
	printf("%-22s %s\n", "version", KIOSK_VERSION);
	print_wrong(findings);
}

static void print_json(struct store *store, const char *directory, const struct findings *findings)
{
	json_t *status = status_json(store, directory, findings);

	json_dumpf(status, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	json_decref(status);
	putchar('\n');
}

/* OPTIONS_GO_ON, or the exit code. */
static int read_options(int argc, char **argv, bool *json, const char **data)
{
	const struct option_known known[] = {
		{"json", NULL, "for programs", .given = json},
		{"data", "DIR", "the kiosk's directory", .text = data},
		{0},
	};
	const struct option_table table = {
		.program = "kioskctl status", .about = "How a kiosk is.", .known = known};

	return options_read(&table, argc, argv);
}

int ctl_status(int argc, char **argv)
{
	static struct findings findings;
	char directory[DIRECTORY_BYTES];
	const char *data = NULL;
	struct error error = {0};
	bool json = false;
	int code = read_options(argc, argv, &json, &data);

	if (code != OPTIONS_GO_ON)
		return code;
	ctl_directory(data, directory);
	struct store *store = ctl_look(directory, &error);
	if (!store) {
		findings_look_at_unopened(&findings, directory, &error);
		fprintf(stderr, "kioskctl: status: %s\n", findings.list[0].sentence);
		return error.code == ERROR_NOT_ENROLLED ? BAD_ARGUMENTS : NO_KIOSK;
	}
	findings_look(&findings, store, directory);
	if (json)
		print_json(store, directory, &findings);
	else
		print_status(store, directory, &findings);
	bool unread = store_read_failed(store, &error);
	store_close(store);
	if (unread)
		fprintf(stderr, "kioskctl: status: not all could be read: %s\n", error.detail);
	return unread ? NO_KIOSK : DONE;
}
