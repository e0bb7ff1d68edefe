/* Visitors book while faces, syncs and the centre's backends are killed at the worst moments: at
 * the first, second, third ... pwrite or fdatasync of a booking, between a push and the end of its
 * transaction, anywhere. What was painted as confirmed is written down outside; in the end each of
 * it must be at the centre, once, and no session may hold more people than places.
 *
 *   kills PROGRAMS ASSETS CENTRE-SCRIPT [KILLS]
 *
 * Exit 1: a promise was broken. 2: the harness could not play. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "base/clock.h"
#include "base/id.h"
#include "face.h"
#include "reckoning.h"
#include "store/internal.h"
#include "store/outbox.h"

enum {
	KILLS_DEFAULT = 100,
	CONFIRMATIONS_A_KILL = 3,
	CHOICES = 4, /* sessions of the first page */
	VISIT_MS = 5 * SECOND_MS,
	SOON_MS = 5000,
	LATE_MS = 30000,
	BROKEN = 1,
};

static const char *programs, *assets, *centre_script;
static struct stage stage;
static struct face_options options;
static struct face face;
static char centre_folder[STAGE_PATH_BYTES + 16], kiosk_url[512], owner_url[512];
static PGconn *owner;

static int choice;
static struct {
	int calls, syncs, backends, anywhere; /* kills */
	int yours;     /* times that "Is this yours?" brought a ticket back */
	int too_early; /* times that the kiosk believed in an answer that the centre never kept */
} count;

static int kills(void)
{
	return count.calls + count.syncs + count.backends + count.anywhere;
}

static void pause_ms(int duration_ms)
{
	poll(NULL, 0, duration_ms);
}

static void write_down(const char *booking)
{
	write_promise(booking);
}

/* ---- programs ---- */

static void become(const char *const *arguments, int output)
{
	int log = open(stage.log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	if (output >= 0)
		dup2(output, STDOUT_FILENO);
	dup2(output >= 0 && strcmp(arguments[0], "strace") == 0 ? output : log, STDERR_FILENO);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
	execvp(arguments[0], (char *const *)(uintptr_t)arguments);
	_exit(127);
}

static pid_t start(const char *const *arguments, int output)
{
	pid_t pid = fork();

	if (pid == 0)
		become(arguments, output);
	return pid;
}

/* The wait status; a program that does not end in time is a fault of the harness. */
static int wait_end(pid_t pid, const char *name)
{
	int status;

	for (int waited_ms = 0; waited_ms < LATE_MS; waited_ms += 5) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return status;
		pause_ms(5);
	}
	give_up("%s does not end", name);
}

static bool ended_well(int status)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Its first line without the newline. */
static void read_program(const char *const *arguments, char *line, size_t size)
{
	int ends[2];
	ssize_t length;

	if (pipe2(ends, O_CLOEXEC) != 0)
		give_up("no pipe");
	pid_t pid = start(arguments, ends[1]);
	close(ends[1]);
	length = read(ends[0], line, size - 1);
	line[length > 0 ? length : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	close(ends[0]);
	if (!ended_well(wait_end(pid, arguments[0])))
		give_up("%s %s failed: %s", arguments[0], arguments[1], line);
}

/* ---- the centre ---- */

static void must_run(const char *sql)
{
	PGresult *result = PQexec(owner, sql);
	ExecStatusType status = PQresultStatus(result);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		give_up("the centre: %s", PQerrorMessage(owner));
	PQclear(result);
}

static int ask_number(const char *sql)
{
	PGresult *result = PQexec(owner, sql);

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		give_up("the centre: %s", PQerrorMessage(owner));
	int value = PQntuples(result) ? atoi(PQgetvalue(result, 0, 0)) : 0;
	PQclear(result);
	return value;
}

static void say_nothing(void *user, const char *notice) {}

/* After one of its backends was killed with -9 the centre recovers for a moment. */
static void connect_owner(void)
{
	for (int waited_ms = 0; waited_ms < LATE_MS; waited_ms += 50) {
		PQfinish(owner);
		owner = PQconnectdb(owner_url);
		PQsetNoticeProcessor(owner, say_nothing, NULL);
		if (PQstatus(owner) == CONNECTION_OK)
			return;
		pause_ms(50);
	}
	give_up("the centre does not come back: %s", PQerrorMessage(owner));
}

/* A push stops at its commit for as long as the gate is locked: after its answer was written,
 * before the transaction is over. */
static const char gate_sql[] =
	"CREATE SCHEMA faults;"
	"CREATE TABLE faults.gate ();"
	"CREATE FUNCTION faults.pass() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ "
	"BEGIN PERFORM FROM faults.gate; RETURN NULL; END $$;"
	"CREATE CONSTRAINT TRIGGER pass AFTER INSERT ON core.change DEFERRABLE INITIALLY DEFERRED "
	"FOR EACH ROW EXECUTE FUNCTION faults.pass();";

static void start_centre(void)
{
	snprintf(centre_folder, sizeof(centre_folder), "%s/centre", stage.folder);
	/* The centre's user must get through the folder that only we can read. */
	char line[512], command[STAGE_PATH_BYTES + 32];
	snprintf(command, sizeof(command), "chmod 711 '%s'", stage.folder);
	if (system(command) != 0)
		give_up("%s", command);
	read_program(
		(const char *[]){centre_script, "start", centre_folder, NULL}, line, sizeof(line));
	read_program((const char *[]){centre_script, "url", "kiosk_1", centre_folder, NULL},
		kiosk_url, sizeof(kiosk_url));
	snprintf(owner_url, sizeof(owner_url), "host=%s dbname=centre user=owner", centre_folder);
	connect_owner();
	must_run(gate_sql);
}

static void close_gate(void)
{
	must_run("BEGIN");
	must_run("LOCK TABLE faults.gate IN ACCESS EXCLUSIVE MODE");
}

static void open_gate(void)
{
	must_run("COMMIT");
}

static const char waiting_sql[] = "SELECT pid FROM pg_locks WHERE NOT granted AND "
				  "relation = 'faults.gate'::regclass LIMIT 1";

/* The backend whose push waits at the gate. */
static pid_t waiting_backend(void)
{
	for (int waited_ms = 0; waited_ms < SOON_MS; waited_ms += 5) {
		int pid = ask_number(waiting_sql);
		if (pid)
			return pid;
		pause_ms(5);
	}
	give_up("no push came to the centre");
}

static pid_t start_sync(void)
{
	char path[STAGE_PATH_BYTES + 16];

	snprintf(path, sizeof(path), "%s/kiosk-sync", programs);
	return start(
		(const char *[]){path, "--data", stage.data, "--centre", kiosk_url, "--once", NULL},
		-1);
}

/* ---- visitors ---- */

static void face_must(bool held, const char *what)
{
	if (!held)
		give_up("%s: %s", what, face.detail);
}

/* A visitor whom a kill cut off stands there still. */
static void raise_face(void)
{
	if (face.pid)
		return;
	if (!face_start(&face, &options))
		give_up("the face does not start");
	if (!face_is_on(&face, "is_this_yours"))
		return;
	count.yours++;
	face_must(face_tap(&face, "Yes") && face_is_on(&face, "ticket"), "Is this yours?");
	face_must(face_tap_name(&face, "done", 0), "the ticket");
}

static void next_choice(void)
{
	if (++choice < CHOICES)
		return;
	choice = 0;
	face_must(face_tell(&face, json_pack("{s:s, s:I}", "type", "at", "ms",
					   (json_int_t)(clock_now_ms() + DAY_MS))),
		"the next day");
}

static bool all_taken(void)
{
	return face_sees(&face, "All places are taken. You can go on the waiting list.");
}

/* To where one more tap books one place. */
static void walk_to_party(void)
{
	raise_face();
	stage_wait(VISIT_MS);
	for (int tries = 0; tries < 20 * CHOICES; tries++) {
		face_must(face_tap(&face, "Book a place"), "home");
		if (face_tap_name(&face, "choose", choice) && face_tap_name(&face, "book", 0) &&
			!all_taken())
			return;
		face_must(face_tap(&face, "Finish"), "Finish");
		next_choice();
	}
	give_up("there is nothing left to book");
}

static void read_ticket(void)
{
	face_must(face_is_on(&face, "ticket"), "booking");
	ledger[promises - 1].confirmed = face_sees(&face, "You are booked");
	face_must(face_tap_name(&face, "done", 0), "the ticket");
}

static void visit(void)
{
	walk_to_party();
	face_must(face_tap_name(&face, "go_on", 0), "booking");
	read_ticket();
}

/* ---- kills ---- */

/* strace on a process that runs already; it has begun when it says so. */
static pid_t attach(pid_t pid, const char *call, int which, int *said)
{
	char number_text[16], trace[48], inject[80], line[256];
	int ends[2];

	snprintf(number_text, sizeof(number_text), "%d", (int)pid);
	snprintf(trace, sizeof(trace), "trace=%s", call);
	snprintf(inject, sizeof(inject), "inject=%s:signal=KILL:when=%d", call, which);
	if (pipe2(ends, O_CLOEXEC) != 0)
		give_up("no pipe");
	pid_t tracer = start((const char *[]){"strace", "-f", "-p", number_text, "-e", trace, "-e",
				     inject, "-o", "/dev/null", NULL},
		ends[1]);
	close(ends[1]);
	ssize_t length = read(ends[0], line, sizeof(line) - 1);
	line[length > 0 ? length : 0] = '\0';
	if (!strstr(line, "attached"))
		give_up("strace: %s", line);
	*said = ends[0];
	pause_ms(10);
	return tracer;
}

static void detach(pid_t tracer, int said)
{
	kill(tracer, SIGKILL); /* what it traced goes on */
	wait_end(tracer, "strace");
	close(said);
}

static const char *const calls[] = {"pwrite64", "fdatasync"};
static int reached[2]; /* of each call in a booking, the last at which a face was killed */

/* pwrite and fdatasync in turn, each time the next one of a booking, until a booking has no more. */
static void kill_at_a_call(void)
{
	static int kind, which[2] = {1, 1};
	int said;

	for (;;) {
		walk_to_party();
		pid_t tracer = attach(face.pid, calls[kind], which[kind], &said);
		bool survived = face_tap_name(&face, "go_on", 0);
		detach(tracer, said);
		if (!survived)
			break;
		read_ticket();
		which[kind] = 1;
	}
	int status = face_end(&face, 0);
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
		give_up("the face ended by itself, status %x", (unsigned)status);
	if (which[kind] > reached[kind])
		reached[kind] = which[kind];
	which[kind]++;
	kind = !kind;
	count.calls++;
}

static void kill_anywhere(void)
{
	walk_to_party();
	face_say(&face,
		json_pack("{s:s, s:s, s:i}", "type", "tap-name", "name", "go_on", "index", 0));
	usleep((useconds_t)(random() % 60000));
	face_end(&face, SIGKILL);
	count.anywhere++;
}

/* A push that waits for the end of its transaction, while visitors go on booking. */
static pid_t push_to_the_gate(pid_t *backend)
{
	visit();
	close_gate();
	pid_t sync = start_sync();
	*backend = waiting_backend();
	visit();
	return sync;
}

static struct store *look(void)
{
	struct error error = {0};
	struct store *store = store_open(stage.data, STORE_LOOK, &error);

	if (!store)
		give_up("the kiosk's store: %s", error.detail);
	return store;
}

/* An answer counts when the centre's transaction is over: the kiosk never knows more than the
 * centre. (The next hello would find out, and all would be sent again; but until then the kiosk
 * acts on it.) */
static void check_belief(void)
{
	struct store *store = look();
	int acked = (int)outbox_position(store).acked;

	store_close(store);
	count.too_early += acked > ask_number("SELECT last_seq FROM core.kiosk WHERE kiosk = 1");
}

/* Every second time it reads the end of the transaction and dies of it. */
static void kill_sync(void)
{
	pid_t backend, sync = push_to_the_gate(&backend);
	int said;

	if (count.syncs % 2) {
		pid_t tracer = attach(sync, "recvfrom", 1, &said);
		open_gate();
		int status = wait_end(sync, "kiosk-sync");
		detach(tracer, said);
		if (!WIFSIGNALED(status))
			give_up("kiosk-sync was not killed at recvfrom");
	} else {
		kill(sync, SIGKILL);
		wait_end(sync, "kiosk-sync");
		open_gate();
	}
	check_belief();
	count.syncs++;
}

/* One backend killed, and the centre ends all others: our own connection too. */
static void wait_for_the_crash(void)
{
	for (int waited_ms = 0; PQstatus(owner) == CONNECTION_OK; waited_ms += 5) {
		if (waited_ms > LATE_MS)
			give_up("the centre did not notice that a backend was killed");
		PQclear(PQexec(owner, "SELECT 1"));
		pause_ms(5);
	}
}

/* Three of four are told to end, and say what they have answered so far; the fourth dies at once,
 * and the whole centre with it. */
static void kill_backend(void)
{
	pid_t backend, sync = push_to_the_gate(&backend);
	char sql[80];

	if (count.backends % 4 == 3) {
		kill(backend, SIGKILL);
		wait_for_the_crash();
		connect_owner();
	} else {
		snprintf(sql, sizeof(sql), "SELECT pg_terminate_backend(%d)", (int)backend);
		must_run(sql);
	}
	int status = wait_end(sync, "kiosk-sync");
	if (PQtransactionStatus(owner) == PQTRANS_INTRANS)
		open_gate();
	if (!WIFEXITED(status))
		give_up("kiosk-sync ended with status %x", (unsigned)status);
	check_belief();
	count.backends++;
}

static void play(int wanted)
{
	static void (*const rounds[])(void) = {kill_at_a_call, kill_sync, kill_at_a_call,
		kill_backend, kill_at_a_call, kill_anywhere, kill_at_a_call, kill_sync,
		kill_at_a_call, kill_backend};

	for (int i = 0; kills() < wanted; i++) {
		visit();
		rounds[i % 10]();
		visit();
	}
	while (promises < wanted * CONFIRMATIONS_A_KILL)
		visit();
}

/* ---- the reckoning ---- */

static void heal(void)
{
	raise_face();
	int status = wait_end(start_sync(), "kiosk-sync");

	if (!ended_well(status)) {
		fprintf(stderr, "kiosk-sync --once after all kills: status %x\n", (unsigned)status);
		exit(BROKEN);
	}
	face_end(&face, 0);
}

static int bookings_here(void)
{
	struct store *store = look();
	int bookings = (int)database_number(
		&store->database, "SELECT count(*) FROM booking", NO_VALUES, -1);
	store_close(store);
	return bookings;
}

static bool reckon(void)
{
	int here = bookings_here(), there = ask_number("SELECT count(*) FROM core.booking");
	bool good = here == there && count.too_early == 0;

	printf("kills: %d (%d at pwrite 1 to %d or fdatasync 1 to %d of a booking, %d "
	       "of sync before ReadyForQuery, %d of a backend at its commit, %d anywhere)",
		kills(), count.calls, reached[0], reached[1], count.syncs, count.backends,
		count.anywhere);
	printf("; %d confirmations, %d after \"Is this yours?\"; %d bookings here, %d at the "
	       "centre, %d answers believed too early",
		promises, count.yours, here, there, count.too_early);
	good = ledger_is_kept(owner) && good;
	printf("\n");
	return good;
}

static bool kept;

/* What went wrong can be read in what is left behind. */
static void clean_up(void)
{
	char command[2 * STAGE_PATH_BYTES];

	PQfinish(owner);
	snprintf(command, sizeof(command), "'%s' kill '%s'", centre_script, centre_folder);
	if (centre_folder[0] && system(command) == 0 && kept)
		stage_remove(&stage);
	else
		fprintf(stderr, "kills: left in %s\n", stage.folder);
}

int main(int argc, char **argv)
{
	static char face_path[STAGE_PATH_BYTES + 16];

	if (argc < 4) {
		fprintf(stderr, "usage: kills PROGRAMS ASSETS CENTRE-SCRIPT [KILLS]\n");
		return 2;
	}
	programs = argv[1];
	assets = argv[2];
	centre_script = argv[3];
	int wanted = argc > 4 ? atoi(argv[4]) : KILLS_DEFAULT;
	srandom(1);
	atexit(clean_up);
	stage_make(&stage, assets, 1, "2026-12-01T09:30");
	snprintf(face_path, sizeof(face_path), "%s/library-kiosk", programs);
	options = (struct face_options){
		.program = face_path, .assets = assets, .stage = &stage, .painted = write_down};
	start_centre();
	play(wanted);
	heal();
	kept = reckon();
	return kept ? 0 : BROKEN;
}
