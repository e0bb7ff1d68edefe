/* Starting, listening to, pinging and burying the reader programs. */
#include "app/workers.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/back_off.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"

enum {
	PIECE_BYTES = 2880, /* in base64 with all else: less than a line */
	HEALTHY_AFTER_MS = 30000,
	ANSWER_WITHIN_MS = 2000,
	RUBBISH_MAX = 10,
	TELL_EVERY_MS = 1000,
	EXIT_NOT_FOUND = 127,
};

/* The first deaths are mended before a visitor notices. */
static const struct back_off back_off_of_workers = {
	.prompt_tries = 3, .prompt_ms = 50, .first_ms = 250, .last_ms = 8000};

const char *worker_title(enum worker_name name)
{
	static const char *const titles[WORKERS] = {"nfc", "camera", "sync", "printer"};

	return titles[name];
}

static bool is_configured(const struct worker *worker)
{
	return worker->program[0] || worker->address[0];
}

static enum worker_name name_of(const struct workers *workers, const struct worker *worker)
{
	return (enum worker_name)(worker - workers->worker);
}

/* In the child: descriptors 0 and 1 are the socket, nothing else is inherited. */
static void exec_worker(const struct worker *worker, int socket, pid_t parent)
{
	const char *arguments[WORKER_ARGUMENTS_MAX] = {worker->program};
	int count = 1;
	sigset_t none;

	dup2(socket, STDIN_FILENO);
	dup2(socket, STDOUT_FILENO);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_NOT_FOUND);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	arguments[count++] = worker->centre[0] ? "--data" : "--device";
	arguments[count++] = worker->device;
	if (worker->centre[0]) {
		arguments[count++] = "--centre";
		arguments[count++] = worker->centre;
	}
	execv(worker->program, (char *const *)(uintptr_t)arguments);
	_exit(EXIT_NOT_FOUND);
}

static bool start_child(struct worker *worker)
{
	int ends[2];
	pid_t parent = getpid();

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return false;
	worker->pid = fork();
	if (worker->pid == 0)
		exec_worker(worker, ends[1], parent);
	close(ends[1]);
	if (worker->pid < 0) {
		worker->pid = 0;
		close(ends[0]);
		return false;
	}
	worker->descriptor = ends[0];
	return true;
}

/* One that does not listen must not keep a visitor waiting for as long as it likes. */
static void never_wait(const struct worker *worker)
{
	int flags = fcntl(worker->descriptor, F_GETFL);

	if (flags >= 0)
		fcntl(worker->descriptor, F_SETFL, flags | O_NONBLOCK);
}

static bool connect_to(struct worker *worker)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (!text_copy(address.sun_path, sizeof(address.sun_path), worker->address))
		return false;
	worker->descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (worker->descriptor < 0)
		return false;
	if (connect(worker->descriptor, (struct sockaddr *)&address, sizeof(address)) == 0)
		return true;
	close(worker->descriptor);
	worker->descriptor = -1;
	return false;
}

static void rest(struct worker *worker)
{
	int64_t now_ms = clock_real_ms();

	if (now_ms - worker->started_ms > HEALTHY_AFTER_MS)
		worker->failures = 0;
	worker->restart_ms = now_ms + back_off_ms(&back_off_of_workers, ++worker->failures);
	worker->state = WORKER_RESTING;
	worker->detail[0] = '\0';
	worker->answer_by_ms = 0;
}

static void say(struct workers *workers, enum worker_name name, json_t *line);

static void say_camera(struct workers *workers)
{
	say(workers, WORKER_CAMERA,
		json_pack("{s:s, s:s}", "type", "camera", "want", workers->camera_want));
}

static void start(struct workers *workers, struct worker *worker)
{
	worker->restart_ms = 0;
	worker->started_ms = clock_real_ms();
	worker->rubbish = 0;
	if (!(worker->program[0] ? start_child(worker) : connect_to(worker))) {
		snprintf(worker->ended, sizeof(worker->ended), "cannot be started: %s",
			strerror(errno));
		rest(worker);
		return;
	}
	never_wait(worker);
	worker->state = WORKER_STARTING;
	inbox_watch(workers->inbox, name_of(workers, worker), worker->descriptor, false);
	if (name_of(workers, worker) == WORKER_CAMERA && workers->camera_want)
		say_camera(workers);
}

/* How a child ended that we did not end ourselves. */
static void take_cause(struct worker *worker, int status)
{
	const char *name = WIFSIGNALED(status) ? sigabbrev_np(WTERMSIG(status)) : NULL;
	char cause[WORKER_DETAIL_BYTES];

	if (WIFSIGNALED(status))
		snprintf(
			cause, sizeof(cause), "was ended by signal %s", name ? name : "of no name");
	else if (WEXITSTATUS(status) == EXIT_NOT_FOUND)
		snprintf(cause, sizeof(cause), "cannot be run: %.120s", worker->program);
	else
		snprintf(cause, sizeof(cause), "ended with status %d", WEXITSTATUS(status));
	text_copy(worker->ended, sizeof(worker->ended), cause);
}

/* The status of waitpid(); 0 for one that is not our child. */
static int end_worker(struct workers *workers, struct worker *worker)
{
	int status = 0;

	inbox_unwatch(workers->inbox, name_of(workers, worker));
	if (worker->descriptor >= 0)
		close(worker->descriptor);
	worker->descriptor = -1;
	if (worker->pid > 0) {
		kill(worker->pid, SIGKILL);
		waitpid(worker->pid, &status, 0);
	}
	worker->pid = 0;
	return status;
}

static void restart_later(struct workers *workers, struct worker *worker, const char *why)
{
	end_worker(workers, worker);
	rest(worker);
	text_copy(worker->ended, sizeof(worker->ended), why);
}

static void restart_ended(struct workers *workers, struct worker *worker)
{
	bool is_child = worker->pid > 0;
	int status = end_worker(workers, worker);

	rest(worker);
	if (is_child)
		take_cause(worker, status);
	else
		text_copy(worker->ended, sizeof(worker->ended), "ended its connection");
}

void workers_start(struct workers *workers, struct inbox *inbox, const char *directory)
{
	workers->inbox = inbox;
	workers->directory = directory;
	for (int i = 0; i < WORKERS; i++) {
		workers->worker[i].descriptor = -1;
		if (is_configured(&workers->worker[i]))
			start(workers, &workers->worker[i]);
	}
}

void workers_stop(struct workers *workers)
{
	for (int i = 0; i < WORKERS; i++)
		if (workers->worker[i].state != WORKER_OFF)
			end_worker(workers, &workers->worker[i]);
}

static void count_rubbish(struct workers *workers, struct worker *worker)
{
	int64_t second = clock_real_ms() / 1000;

	if (second != worker->rubbish_second)
		worker->rubbish = 0;
	worker->rubbish_second = second;
	if (++worker->rubbish >= RUBBISH_MAX)
		restart_later(workers, worker, "writes rubbish");
}

static void take_state(struct worker *worker, const json_t *line)
{
	const char *state = json_string_value(json_object_get(line, "state"));
	const char *detail = json_string_value(json_object_get(line, "detail"));
	static const struct {
		const char *name;
		enum worker_state state;
	} states[] = {
		{"ready", WORKER_READY},
		{"absent", WORKER_ABSENT},
		{"degraded", WORKER_DEGRADED},
		{"backoff", WORKER_ABSENT},
		{"disabled", WORKER_ABSENT},
	};

	for (size_t i = 0; state && i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(state, states[i].name) == 0)
			worker->state = states[i].state;
	text_copy(worker->detail, sizeof(worker->detail),
		detail && worker->state != WORKER_READY ? detail : "");
	text_clean(worker->detail, sizeof(worker->detail));
}

static bool is_for_the_app(const char *type)
{
	return strcmp(type, "arrive") == 0 || strcmp(type, "remove") == 0 ||
	       strcmp(type, "code") == 0 || strcmp(type, "unreadable") == 0 ||
	       strcmp(type, "synced") == 0 || strcmp(type, "printed") == 0;
}

bool workers_take(struct workers *workers, const struct letter *letter, const json_t *line)
{
	struct worker *worker = &workers->worker[letter->source];

	assert(letter->source < WORKERS);
	if (letter->kind == LETTER_CLOSED) {
		restart_ended(workers, worker);
		return false;
	}
	const char *type = line ? lines_type(line) : NULL;
	if (type && is_for_the_app(type))
		return true;
	if (type && strcmp(type, "state") == 0)
		take_state(worker, line);
	else if (type && strcmp(type, "pong") == 0)
		worker->answer_by_ms = 0;
	else if (!type || strcmp(type, "hello") != 0)
		count_rubbish(workers, worker);
	return false;
}

static void say(struct workers *workers, enum worker_name name, json_t *line)
{
	struct worker *worker = &workers->worker[name];

	if (worker->descriptor < 0)
		json_decref(line);
	else if (!lines_write(worker->descriptor, line))
		restart_later(workers, worker, "does not listen");
}

void workers_ping(struct workers *workers)
{
	for (int i = 0; i < WORKERS; i++) {
		struct worker *worker = &workers->worker[i];
		if (worker->descriptor < 0 || worker->answer_by_ms != 0)
			continue;
		worker->answer_by_ms = clock_real_ms() + ANSWER_WITHIN_MS;
		say(workers, i, json_pack("{s:s}", "type", "ping"));
	}
}

void workers_nudge_sync(struct workers *workers)
{
	say(workers, WORKER_SYNC, json_pack("{s:s}", "type", "nudge"));
}

void workers_camera(struct workers *workers, const char *want)
{
	workers->camera_want = want;
	say_camera(workers);
}

static void say_piece(struct workers *workers, const struct bitmap *piece, int job, bool last)
{
	char text[TEXT_BASE64_BYTES(PIECE_BYTES)];

	text_base64(
		piece->bits, (size_t)piece->rows * (size_t)bitmap_row_bytes(piece->width), text);
	say(workers, WORKER_PRINTER,
		json_pack("{s:s, s:i, s:i, s:i, s:s, s:b}", "type", "print", "job", job, "width",
			piece->width, "rows", piece->rows, "bits", text, "last", last));
	explicit_bzero(text, sizeof(text));
}

void workers_print(struct workers *workers, const struct bitmap *picture, int job)
{
	int row_bytes = bitmap_row_bytes(picture->width), rows = PIECE_BYTES / row_bytes;

	for (int row = 0; row < picture->rows; row += rows) {
		struct bitmap piece = {.width = picture->width,
			.rows = picture->rows - row < rows ? picture->rows - row : rows,
			.bits = picture->bits + (ptrdiff_t)row * row_bytes};
		say_piece(workers, &piece, job, row + rows >= picture->rows);
	}
}

/* ---- news of workers ---- */

static const char *state_word(enum worker_state state)
{
	static const char *const words[] = {
		[WORKER_OFF] = "off",
		[WORKER_STARTING] = "starting",
		[WORKER_ABSENT] = "absent",
		[WORKER_READY] = "ready",
		[WORKER_DEGRADED] = "degraded",
		[WORKER_RESTING] = "restarting",
	};

	return words[state];
}

/* One that dies each time it is started is told once. */
static enum worker_state state_to_tell(const struct worker *worker)
{
	return worker->state == WORKER_STARTING && worker->failures ? WORKER_RESTING
								    : worker->state;
}

static struct worker_report report_of(const struct worker *worker, enum worker_name name)
{
	struct worker_report report = {0};

	text_copy(report.worker, sizeof(report.worker), worker_title(name));
	text_copy(report.state, sizeof(report.state), state_word(state_to_tell(worker)));
	memcpy(report.detail, worker->detail, sizeof(report.detail));
	memcpy(report.ended, worker->ended, sizeof(report.ended));
	return report;
}

static bool is_news(const struct worker_report *now, const struct worker_report *told)
{
	return strcmp(now->state, told->state) != 0 || strcmp(now->detail, told->detail) != 0 ||
	       strcmp(now->ended, told->ended) != 0;
}

static void log_news(const struct worker_report *now, const struct worker_report *told)
{
	bool ended = strcmp(now->state, state_word(WORKER_RESTING)) == 0 ||
		     strcmp(now->ended, told->ended) != 0;

	if (ended)
		log_warning("%s %s; it is %s", now->worker, now->ended, now->state);
	else if (now->detail[0])
		log_warning("%s: %s: %s", now->worker, now->state, now->detail);
	else
		log_info("%s: %s", now->worker, now->state);
}

static void write_down(const struct workers *workers)
{
	struct worker_report reports[WORKERS];
	struct error error = {0};
	int count = 0;

	for (int i = 0; i < WORKERS; i++)
		if (workers->worker[i].state != WORKER_OFF)
			reports[count++] = workers->worker[i].told;
	if (!worker_report_write(workers->directory, reports, count, &error))
		log_error("writing down how the workers are", &error);
}

/* When to call again; INT64_MAX: everything is told. */
static int64_t tell(struct workers *workers, int64_t real_ms)
{
	bool any = false;

	for (int i = 0; i < WORKERS; i++) {
		struct worker *worker = &workers->worker[i];
		struct worker_report now = report_of(worker, i);
		if (worker->state == WORKER_OFF || !is_news(&now, &worker->told))
			continue;
		if (real_ms < workers->tell_ms)
			return workers->tell_ms;
		log_news(&now, &worker->told);
		worker->told = now;
		any = true;
	}
	if (any)
		write_down(workers);
	if (any)
		workers->tell_ms = real_ms + TELL_EVERY_MS;
	return INT64_MAX;
}

int64_t workers_look_after(struct workers *workers, int64_t real_ms)
{
	int64_t next_ms = INT64_MAX;

	for (int i = 0; i < WORKERS; i++) {
		struct worker *worker = &workers->worker[i];
		if (worker->restart_ms && worker->restart_ms <= real_ms)
			start(workers, worker);
		if (worker->answer_by_ms && worker->answer_by_ms <= real_ms)
			restart_later(workers, worker, "does not answer");
		if (worker->restart_ms && worker->restart_ms < next_ms)
			next_ms = worker->restart_ms;
		if (worker->answer_by_ms && worker->answer_by_ms < next_ms)
			next_ms = worker->answer_by_ms;
	}
	int64_t tell_ms = tell(workers, real_ms);
	return tell_ms < next_ms ? tell_ms : next_ms;
}

bool worker_works(const struct worker *worker)
{
	return worker->state == WORKER_READY || worker->state == WORKER_DEGRADED;
}
