/* A programme that is imported again whenever its file is written: the kernel tells (inotify on the
 * folder, so that a file renamed over it counts), nothing polls. What is wrong changes nothing and is an
 * alarm at the centre until a good version comes; so is each calendar whose file a folder has lost, even
 * while nobody watched, until it is back or somebody settles it by hand. Once a day all is imported in
 * any case, since a new day has come into what is ahead. There is nothing to tidy up: SIGTERM ends it
 * where it is, and a transaction that was open is none. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/back_off.h"
#include "base/clock.h"
#include "base/text.h"
#include "ctl/import.h"
#include "store/json.h"

enum {
	PATH_BYTES = IMPORT_PATH_BYTES,
	SETTLE_MS = 500,       /* without news, then it is read */
	SETTLE_MOST_MS = 5000, /* but no later than this after the first */
	SENTENCE_BYTES = 500,
	EVENTS_BYTES = 16 * 1024,
};

static const struct back_off away = {.first_ms = 1000, .last_ms = 60 * 1000};

struct watch {
	struct import *import;
	bool is_folder;
	char folder[PATH_BYTES], name[PATH_BYTES]; /* watched, and which file of it */
	int descriptor;                            /* -1: the folder is not there */
	int failures;
	int64_t due_ms, latest_ms; /* clock_real_ms(); when it is read, at the latest */
};

/* ---- alarms ---- */

/* "raised", "changed", "known", "ended", "none"; false: the centre is away. */
static bool ask_alarm(
	struct import *import, const char *sql, int count, const char *const *values, bool *is_news)
{
	static const char *const news[] = {"raised", "changed", "ended"};
	PGresult *result = import_ask(import, sql, count, values, NULL);

	*is_news = result &&
		   text_find(PQgetvalue(result, 0, 0), news, sizeof(news) / sizeof(news[0])) >= 0;
	PQclear(result);
	return result != NULL;
}

static bool raise_alarm(struct import *import, const char *path, const char *sentence)
{
	const char *values[] = {import->branch.branch, IMPORT_ALARM_KIND, path, sentence};
	bool is_new;
	bool done =
		ask_alarm(import, "SELECT staff.raise_alarm($1, $2, $3, $4)", 4, values, &is_new);

	if (is_new)
		fprintf(stderr, "kioskctl: import: %s\n", sentence);
	return done;
}

static bool end_alarm(struct import *import, const char *path)
{
	const char *values[] = {import->branch.branch, IMPORT_ALARM_KIND, path};
	bool was_there;
	bool done = ask_alarm(import, "SELECT staff.end_alarm($1, $2, $3)", 3, values, &was_there);

	if (was_there)
		fprintf(stderr, "kioskctl: import: %s is in order again.\n", path);
	return done;
}

static bool is_gone(const char *path)
{
	return access(path, F_OK) != 0 && errno == ENOENT;
}

static void say_what_is_wrong(const struct import *import, const char *path, bool done,
	const struct error *error, char sentence[static SENTENCE_BYTES])
{
	if (done)
		snprintf(sentence, SENTENCE_BYTES,
			"%.160s lacks %d of the %d %s to come, so nothing was changed; if that is "
			"right, import it once with --yes.",
			path, import->gone, import->coming,
			text_counted(import->coming, "session", "sessions"));
	else if (is_gone(path))
		snprintf(sentence, SENTENCE_BYTES,
			"%.160s is gone; what it brought stays as it is. Put it back; until then "
			"nothing is changed.",
			path);
	else
		snprintf(sentence, SENTENCE_BYTES,
			"%.160s cannot be imported, so nothing was changed: %s.", path,
			error->detail);
}

/* Of each file. False: the centre is away, and all is tried again. */
static bool tell(struct import *import, const char *path, bool done, const struct error *error)
{
	char sentence[SENTENCE_BYTES];

	if (!done && (error->code == ERROR_AWAY || error->code == ERROR_MEMORY))
		return false;
	if (!import->connection && !import_connect(import, NULL))
		return false;
	if (done && import->outcome != IMPORT_NEEDS_YES)
		return end_alarm(import, path);
	say_what_is_wrong(import, path, done, error, sentence);
	return raise_alarm(import, path, sentence);
}

/* ---- what a folder has lost ---- */

static bool raise_lost(struct import *import, const json_t *lost)
{
	char path[PATH_BYTES], sentence[SENTENCE_BYTES];
	const char *calendar = json_text(lost, "calendar");

	if (!import_path_of(import, json_text(lost, "file"), path))
		return true;
	snprintf(sentence, sizeof(sentence),
		"The calendar \"%.60s\" has no file: %.160s is gone; what it brought stays as it is. "
		"Put it back, import the folder once by hand with --yes, or cancel what it brought "
		"with --remove \"%.60s\".",
		calendar, path, calendar);
	return raise_alarm(import, path, sentence);
}

static void tell_ended(const char *answer)
{
	json_t *paths = json_loads(answer, JSON_REJECT_DUPLICATES, NULL);
	const json_t *path;
	size_t i;

	json_array_foreach(paths, i, path)
	{
		fprintf(stderr,
			"kioskctl: import: %s is gone, and nothing that is to come needs it: its "
			"alarm has ended.\n",
			json_is_string(path) ? json_string_value(path) : "a file");
	}
	json_decref(paths);
}

/* What the folder has not and is not missed either is gone for good. */
static bool end_others(struct import *import, const json_t *lost)
{
	json_t *files = json_copy(import->files);
	const json_t *one;
	size_t i;

	json_array_foreach(lost, i, one)
	{
		json_object_set_new(files, json_text(one, "file"), json_true());
	}
	char *text = json_dumps(files, JSON_COMPACT);
	const char *values[] = {import->branch.branch, IMPORT_ALARM_KIND, import->file, text};
	PGresult *result = import_ask(
		import, "SELECT staff.end_alarms_of_lost($1, $2, $3, $4)", 4, values, NULL);

	if (result)
		tell_ended(PQgetvalue(result, 0, 0));
	free(text);
	json_decref(files);
	PQclear(result);
	return result != NULL;
}

/* By the centre, which knows what each file of the folder brought; NULL: it is away. */
static json_t *ask_lost(struct import *import)
{
	char *files = json_dumps(import->files, JSON_COMPACT);
	const char *values[] = {import->branch.branch, import->file, files};
	json_t *lost = NULL;
	PGresult *result =
		import_ask(import, "SELECT staff.lost_calendars($1, $2, $3)", 3, values, NULL);

	if (result)
		lost = json_loads(PQgetvalue(result, 0, 0), JSON_REJECT_DUPLICATES, NULL);
	free(files);
	PQclear(result);
	return lost;
}

/* False: the centre is away, and it is told later. */
static bool tell_lost(struct import *import)
{
	json_t *lost = ask_lost(import);
	bool done = json_is_array(lost);

	for (size_t i = 0; i < json_array_size(lost) && done; i++)
		done = raise_lost(import, json_array_get(lost, i));
	done = done && end_others(import, lost);
	json_decref(lost);
	return done;
}

/* ---- one import ---- */

static void forget_connection(struct import *import)
{
	PQfinish(import->connection);
	import->connection = NULL;
}

/* A folder that is gone or empty is an alarm of its own. */
static bool import_and_tell(struct watch *watch, struct error *error)
{
	struct import *import = watch->import;
	struct error trouble = {0};

	if (!import_connect(import, error))
		return false;
	if (import_programmes(import, tell, &trouble))
		return !watch->is_folder || (end_alarm(import, import->file) && tell_lost(import));
	return watch->is_folder && trouble.code == ERROR_BAD_INPUT &&
	       tell(import, import->file, false, &trouble) && (!import->files || tell_lost(import));
}

static void import_now(struct watch *watch)
{
	struct error error = {0};
	int64_t now_ms = clock_now_ms(), wait_ms;

	if (import_and_tell(watch, &error)) {
		watch->failures = 0;
		wait_ms = clock_day_start(now_ms, 1) + MINUTE_MS - now_ms;
	} else {
		if (watch->failures++ == 0)
			fprintf(stderr, "kioskctl: import: %s; it is tried again\n",
				error.code ? error.detail : "the centre is away");
		wait_ms = back_off_ms(&away, watch->failures);
	}
	forget_connection(watch->import);
	watch->due_ms = clock_real_ms() + wait_ms;
	watch->latest_ms = 0;
}

/* ---- the folder ---- */

static bool split_path(struct watch *watch, struct error *error)
{
	const char *path = watch->import->file, *slash = strrchr(path, '/');
	bool fits;

	watch->is_folder = import_is_folder(path);
	if (watch->is_folder) {
		fits = text_copy(watch->folder, PATH_BYTES, path);
	} else {
		fits = text_copy(watch->name, PATH_BYTES, slash ? slash + 1 : path) &&
		       text_copy(watch->folder, PATH_BYTES, slash ? path : ".");
		if (slash && fits)
			watch->folder[slash == path ? 1 : slash - path] = '\0';
	}
	return fits || error_set(error, ERROR_BAD_INPUT, "the file's name is too long");
}

static bool open_watch(struct watch *watch)
{
	watch->descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (watch->descriptor >= 0 &&
		inotify_add_watch(watch->descriptor, watch->folder,
			IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF |
				IN_MOVE_SELF | IN_ONLYDIR) >= 0)
		return true;
	int why = errno;
	if (watch->descriptor >= 0)
		close(watch->descriptor);
	watch->descriptor = -1;
	errno = why;
	return false;
}

static void close_watch(struct watch *watch)
{
	close(watch->descriptor);
	watch->descriptor = -1;
}

static bool is_ours(const struct watch *watch, const struct inotify_event *told)
{
	if (told->len == 0 || told->mask & IN_ISDIR)
		return false;
	return watch->is_folder ? import_is_calendar(told->name)
				: strcmp(told->name, watch->name) == 0;
}

/* Reads it when nothing more was told for a moment. */
static void note_news(struct watch *watch)
{
	int64_t now_ms = clock_real_ms();

	if (watch->latest_ms == 0)
		watch->latest_ms = now_ms + SETTLE_MOST_MS;
	watch->due_ms = now_ms + SETTLE_MS;
	if (watch->due_ms > watch->latest_ms)
		watch->due_ms = watch->latest_ms;
}

static void judge(struct watch *watch, const struct inotify_event *told, bool *is_lost)
{
	if (told->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT))
		*is_lost = true;
	if (*is_lost || told->mask & IN_Q_OVERFLOW || is_ours(watch, told))
		note_news(watch);
}

static void read_news(struct watch *watch)
{
	_Alignas(struct inotify_event) char bytes[EVENTS_BYTES];
	bool is_lost = false;
	ssize_t length;

	while ((length = read(watch->descriptor, bytes, sizeof(bytes))) > 0)
		for (ssize_t at = 0; at < length;) {
			const struct inotify_event *told =
				(const struct inotify_event *)(const void *)(bytes + at);
			at += (ssize_t)(sizeof(*told) + told->len);
			judge(watch, told, &is_lost);
		}
	if (is_lost)
		close_watch(watch);
}

/* ---- the loop ---- */

static int wait_ms(const struct watch *watch)
{
	int64_t left_ms = watch->due_ms - clock_real_ms();
	int64_t most_ms = watch->descriptor < 0 ? away.last_ms : DAY_MS;

	if (left_ms < 0)
		return 0;
	return (int)(left_ms < most_ms ? left_ms : most_ms);
}

static void wait_for_news(struct watch *watch)
{
	struct pollfd folder = {.fd = watch->descriptor, .events = POLLIN};

	if (poll(&folder, 1, wait_ms(watch)) > 0)
		read_news(watch);
	/* A folder that comes back is seen when it is looked for. */
	if (watch->descriptor < 0 && open_watch(watch))
		note_news(watch);
	if (clock_real_ms() >= watch->due_ms)
		import_now(watch);
}

bool import_watch(struct import *import, struct error *error)
{
	struct watch watch = {.import = import, .descriptor = -1};

	if (!split_path(&watch, error))
		return false;
	if (!open_watch(&watch))
		return error_set(error, ERROR_BAD_INPUT, "%.160s cannot be watched: %s",
			watch.folder, strerror(errno));
	/* What is wrong with the arguments is said at once, and not for ever. */
	if (!import_connect(import, error) && error->code != ERROR_AWAY)
		return false;
	*error = (struct error){0};
	forget_connection(import);
	import_now(&watch);
	for (;;)
		wait_for_news(&watch);
}
