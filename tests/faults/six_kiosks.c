/* Six kiosks' real stores and kiosk-syncs, a real PostgreSQL with a synchronous standby, and a cutting
 * proxy on each cable. Visitors book, change, cancel, come and join at all of them, while syncs are killed,
 * backends ended, the whole centre is stopped as if its power had gone, and now and then its server is
 * lost: the standby is the centre from then on, and gets a standby of its own. Then nothing is in the way
 * any more: within a minute all has arrived, once, and the kiosks and the centre say the same.
 *
 *   six_kiosks CENTRE-SCRIPT KIOSK-SYNC CUTTING_PROXY ASSETS [SECONDS [SEED [behind]]]
 *
 * behind: the centre does not wait for its standby, and that must be noticed.
 * Exit 1: something was lost, doubled, overbooked or believed too early. 2: it could not be played. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "beside_centre.h"
#include "ctl/demo.h"
#include "local_centre.h"
#include "reckoning.h"
#include "storm_visits.h"

enum {
	KIOSKS = 6,
	SERVERS = 2,
	SECONDS_DEFAULT = 20,
	BREATH_MS = 20,
	LOOK_EVERY_MS = 40,
	WATCH_MS = 800,
	HELD_AT_LEAST = 3,
	KILL_EVERY_MS = 120,
	STOP_EVERY_MS = 6000,
	LOSE_EVERY_MS = 20000,
	STORM_LIMIT_MS = 120 * SECOND_MS, /* on a slow machine, until each place was met */
	RESTART_AFTER_MS = 40,
	DRAIN_LIMIT_MS = 60 * SECOND_MS,
	NUDGE_EVERY_MS = 200,
	ROUNDS_AT_MOST = 8,
	TEXT_BYTES = 160,
	BROKEN = 1,
};

/* From a kiosk to one of the servers. Without a proxy it is pulled out. */
struct cable {
	char folder[TEXT_BYTES];
	pid_t proxy;
};

struct kiosk {
	int number;
	char data[TEXT_BYTES];
	struct cable cables[SERVERS];
	struct store *face;
	pid_t sync;
	int nudge; /* the sync's standard input; -1: it runs --once */
	int64_t not_before_ms;
};

static const char *program, *proxy_program, *assets;
static char folder[TEXT_BYTES / 2];
static struct kiosk kiosks[KIOSKS];
static int64_t now_ms;
static PGconn *owner; /* NULL or broken while the centre is down */
static struct local_centre servers[SERVERS];
static int first; /* which of them is the centre; the other one stands by, or will */
static bool stands_by, behind;
static bool calm;              /* nothing is killed any more */
static int64_t watch_until_ms; /* an answer left that never became true */

/* What was going on where somebody was killed, as the centre saw it. */
static const char *const places[] = {
	"hello", "push", "snapshot", "news", "park", "idle", "connecting", "away", NULL};
enum { PLACES = sizeof(places) / sizeof(*places) };
static struct {
	int syncs[PLACES], backends[PLACES], held, stops, promotions;
	int looks, believed_early, sent_unmarked, not_there;
} count;

static void cannot_play(const char *why)
{
	fprintf(stderr, "six_kiosks: %s; see %s\n", why, folder);
	exit(2);
}

static void must(bool done, const struct error *error)
{
	if (!done)
		cannot_play(error->detail);
}

/* ---- programs ---- */

static void become(const char *const *arguments, int input, const char *output)
{
	char log[TEXT_BYTES];

	snprintf(log, sizeof(log), "%s/log", folder);
	dup2(input, STDIN_FILENO);
	dup2(open(output ? output : "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0600),
		STDOUT_FILENO);
	dup2(open(log, O_WRONLY | O_CREAT | O_APPEND, 0600), STDERR_FILENO);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	execv(arguments[0], (char *const *)(uintptr_t)arguments);
	_exit(127);
}

static pid_t start(const char *const *arguments, int input, const char *output)
{
	pid_t pid = fork();

	if (pid == 0)
		become(arguments, input, output);
	return pid;
}

static void end_program(pid_t *pid)
{
	if (*pid)
		kill(*pid, SIGKILL), waitpid(*pid, NULL, 0);
	*pid = 0;
}

static const char *cuts_file(void)
{
	static char path[TEXT_BYTES];

	snprintf(path, sizeof(path), "%s/cuts", folder);
	return path;
}

static void pull_cables_out(int server)
{
	for (int i = 0; i < KIOSKS; i++)
		end_program(&kiosks[i].cables[server].proxy);
}

static void put_cables_in(int server)
{
	char seed[16];

	pull_cables_out(server);
	for (int i = 0; i < KIOSKS; i++) {
		struct cable *cable = &kiosks[i].cables[server];
		snprintf(seed, sizeof(seed), "%d", chance(1 << 30));
		const char *arguments[] = {proxy_program, cable->folder, servers[server].socket,
			calm ? NULL : "--at-random", seed, NULL};
		cable->proxy = start(arguments, STDIN_FILENO, cuts_file());
	}
}

static void forget_sync(struct kiosk *kiosk)
{
	if (kiosk->nudge >= 0)
		close(kiosk->nudge);
	kiosk->nudge = -1;
	kiosk->sync = 0;
	kiosk->not_before_ms = clock_real_ms() + RESTART_AFTER_MS;
}

/* As the face's worker, or now and then for one round, which waits for nothing. */
static void start_sync(struct kiosk *kiosk, bool once)
{
	char url[TEXT_BYTES * 3];
	int ends[2];

	snprintf(url, sizeof(url),
		"postgresql://kiosk_%d@/centre?host=%s,%s&target_session_attrs=read-write",
		kiosk->number, kiosk->cables[0].folder, kiosk->cables[1].folder);
	const char *arguments[] = {
		program, "--data", kiosk->data, "--centre", url, once ? "--once" : NULL, NULL};
	if (pipe2(ends, O_CLOEXEC) != 0)
		cannot_play("no pipe");
	kiosk->sync = start(arguments, ends[0], NULL);
	close(ends[0]);
	kiosk->nudge = once ? -1 : ends[1];
	if (once)
		close(ends[1]);
}

static void tell_sync(const struct kiosk *kiosk, const char *line)
{
	if (kiosk->sync && kiosk->nudge >= 0 && write(kiosk->nudge, line, strlen(line)) < 0 &&
		errno != EPIPE)
		cannot_play(strerror(errno));
}

static void nudge(const struct kiosk *kiosk)
{
	tell_sync(kiosk, "{\"type\":\"nudge\"}\n");
}

static void keep_syncs_running(void)
{
	for (int i = 0; i < KIOSKS; i++) {
		struct kiosk *kiosk = &kiosks[i];
		if (kiosk->sync && waitpid(kiosk->sync, NULL, WNOHANG) == kiosk->sync)
			forget_sync(kiosk);
		if (!kiosk->sync && clock_real_ms() >= kiosk->not_before_ms)
			start_sync(kiosk, !calm && chance(4) > 0);
	}
}

/* ---- the centre ---- */

static void say_nothing(void *user, const char *notice) {}

static bool is_answered(PGresult *result)
{
	return PQresultStatus(result) == PGRES_TUPLES_OK;
}

static bool centre_is_there(void)
{
	char url[TEXT_BYTES];

	if (owner && PQstatus(owner) == CONNECTION_OK)
		return true;
	PQfinish(owner);
	snprintf(url, sizeof(url), "host=%s dbname=centre user=owner", local_centre.socket);
	owner = PQconnectdb(url);
	PQsetNoticeProcessor(owner, say_nothing, NULL);
	return PQstatus(owner) == CONNECTION_OK;
}

static bool read_last_seqs(int64_t seqs[static KIOSKS])
{
	PGresult *result = PQexec(owner,
		"SELECT last_seq FROM core.kiosk WHERE kiosk BETWEEN 1 AND 6 ORDER BY kiosk");
	bool read = is_answered(result) && PQntuples(result) == KIOSKS;

	for (int i = 0; read && i < KIOSKS; i++)
		seqs[i] = atoll(PQgetvalue(result, i, 0));
	PQclear(result);
	return read;
}

/* ---- what happens to its servers: one thing at a time, and visitors go on meanwhile ---- */

static struct {
	pid_t pid;
	void (*done)(void);
} errand;

static void run_errand(const char *shell, void (*done)(void))
{
	const char *arguments[] = {"/bin/sh", "-euc", shell, local_centre.script,
		servers[first].folder, servers[!first].folder, servers[first].socket,
		servers[!first].socket, behind ? "behind" : "", NULL};

	errand.pid = start(arguments, STDIN_FILENO, NULL);
	errand.done = done;
}

/* Calls what follows it. True: nothing is under way. */
static bool errand_is_over(bool wait)
{
	int status;

	if (!errand.pid)
		return true;
	if (waitpid(errand.pid, &status, wait ? 0 : WNOHANG) != errand.pid)
		return false;
	errand.pid = 0;
	if (status != 0)
		cannot_play("an errand at the centre failed");
	if (errand.done)
		errand.done();
	return true;
}

static void wait_for_the_centre(void)
{
	errand_is_over(true);
	for (int i = 0; !centre_is_there(); i++) {
		if (i > 100)
			cannot_play("the centre does not come back");
		poll(NULL, 0, 100);
	}
}

/* As if its power had gone, and it came back. */
static void stop_the_centre(void)
{
	static const char restart[] =
		"set -- \"$3/data\" \"$3/log\";"
		"set -- \"/usr/lib/postgresql/$(cat \"$1/PG_VERSION\")/bin/pg_ctl\" -D \"$1\""
		" -l \"$2\" -m immediate -w -t 60 restart;"
		"[ $(id -u) -ne 0 ] || set -- runuser -u postgres -- \"$@\"; exec \"$@\"";

	run_errand(restart, NULL);
	count.stops++;
}

static void standby_is_there(void)
{
	stands_by = true;
	put_cables_in(!first);
}

static void build_standby(void)
{
	static const char build[] =
		"rm -rf \"$4/data\"; \"$0\" standby \"$2\" \"$1\"; [ -z \"$5\" ] ||"
		" { \"$0\" alone \"$1\"; \"$0\" stop \"$2\"; }";

	run_errand(build, standby_is_there);
}

/* Before any kiosk can have said to the new centre what it lacks. */
static void look_what_is_not_there(void)
{
	int64_t there[KIOSKS];

	wait_for_the_centre();
	if (!read_last_seqs(there))
		cannot_play("the promoted standby says nothing");
	for (int i = 0; i < KIOSKS; i++)
		count.not_there += outbox_position(kiosks[i].face).acked > there[i];
}

static void standby_is_promoted(void)
{
	pull_cables_out(first);
	first = !first;
	local_centre = servers[first];
	PQfinish(owner);
	owner = NULL;
	stands_by = false;
	count.promotions++;
	look_what_is_not_there();
	put_cables_in(first);
}

/* The server that is the centre does not come back. */
static void lose_the_centre(void)
{
	pull_cables_out(!first);
	run_errand("\"$0\" kill \"$1\"; \"$0\" promote \"$2\"", standby_is_promoted);
}

/* ---- kills ---- */

/* What each kiosk's newest backend does: "push", "idle", ... */
struct backend {
	int kiosk, pid, place;
};

static int place_named(const char *name)
{
	int place = 0;

	while (places[place] && strcmp(places[place], name) != 0)
		place++;
	return place;
}

static int look_at_backends(struct backend backends[static 2 * KIOSKS])
{
	PGresult *result = PQexec(owner,
		"SELECT substr(usename, 7)::integer - 1, pid, CASE WHEN state = 'active' THEN"
		" coalesce(substring(query from 'api\\.([a-z]+)'), 'connecting') WHEN state = 'idle'"
		" THEN 'idle' ELSE 'connecting' END FROM pg_stat_activity"
		" WHERE usename ~ '^kiosk_[1-6]$' LIMIT 12");
	int found = is_answered(result) ? PQntuples(result) : 0;

	for (int i = 0; i < found; i++)
		backends[i] = (struct backend){.kiosk = atoi(PQgetvalue(result, i, 0)),
			.pid = atoi(PQgetvalue(result, i, 1)),
			.place = place_named(PQgetvalue(result, i, 2))};
	PQclear(result);
	return found;
}

/* Rather one that is at work. */
static const struct backend *choose_backend(const struct backend *backends, int found)
{
	const struct backend *chosen = found > 0 ? &backends[chance(found)] : NULL;

	for (int i = 0; i < 2 * found && strcmp(places[chosen->place], "idle") == 0; i++)
		chosen = &backends[chance(found)];
	return chosen;
}

static void kill_sync(const struct backend *chosen)
{
	struct kiosk *kiosk = &kiosks[chosen ? chosen->kiosk : chance(KIOSKS)];

	if (!kiosk->sync || (!chosen && chance(4) > 0))
		return;
	count.syncs[chosen ? chosen->place : place_named("away")]++;
	end_program(&kiosk->sync);
	forget_sync(kiosk);
}

static void end_backend(const struct backend *chosen)
{
	char sql[80];

	if (!chosen)
		return;
	snprintf(sql, sizeof(sql), "SELECT pg_terminate_backend(%d)", chosen->pid);
	PQclear(PQexec(owner, sql));
	count.backends[chosen->place]++;
}

/* Executed, answered as far as it is concerned, and its Sync is held back: the answer leaves with the
 * news that it ends. */
static void end_held_pushes(void)
{
	if (!centre_is_there())
		return;
	PGresult *result = PQexec(owner,
		"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename ~"
		" '^kiosk_' AND state = 'active' AND wait_event = 'ClientRead'"
		" AND query LIKE '%api.push%'");

	int ended = is_answered(result) ? atoi(PQgetvalue(result, 0, 0)) : 0;

	PQclear(result);
	count.held += ended;
	if (ended > 0)
		watch_until_ms = clock_real_ms() + WATCH_MS;
}

static void kill_somebody(void)
{
	struct backend backends[2 * KIOSKS];

	if (!centre_is_there()) {
		kill_sync(NULL);
		return;
	}
	const struct backend *chosen = choose_backend(backends, look_at_backends(backends));
	if (chance(5) < 3)
		kill_sync(chosen);
	else
		end_backend(chosen);
}

/* ---- what must hold at any moment ---- */

/* The kiosk never believes in an answer that the centre has not kept, and nothing is at the centre that
 * the kiosk does not know to have sent. */
static void look_at_beliefs(void)
{
	int64_t before[KIOSKS], after[KIOSKS];
	struct log_position positions[KIOSKS];

	if (!centre_is_there() || !read_last_seqs(before))
		return;
	for (int i = 0; i < KIOSKS; i++)
		positions[i] = outbox_position(kiosks[i].face);
	if (!read_last_seqs(after))
		return;
	count.looks++;
	for (int i = 0; i < KIOSKS; i++) {
		count.believed_early += positions[i].acked > after[i];
		count.sent_unmarked += positions[i].sent < before[i];
	}
}

static bool beliefs_held(void)
{
	return count.believed_early == 0 && count.sent_unmarked == 0 && count.not_there == 0;
}

static void visit(void)
{
	const struct kiosk *kiosk = &kiosks[chance(KIOSKS)];
	struct error error = {0};

	visit_somehow(kiosk->face, kiosk->number);
	must(!store_read_failed(kiosk->face, &error), &error);
	nudge(kiosk);
}

/* ---- the world ---- */

static void open_kiosk(struct kiosk *kiosk, int number)
{
	struct error error = {0};

	*kiosk = (struct kiosk){.number = number, .nudge = -1};
	snprintf(kiosk->data, sizeof(kiosk->data), "%s/kiosk%d", folder, number);
	must(demo_enrol(kiosk->data, number, assets, now_ms, &error), &error);
	kiosk->face = store_open(kiosk->data, STORE_FACE, &error);
	must(kiosk->face, &error);
	for (int i = 0; i < SERVERS; i++) {
		char *cable = kiosk->cables[i].folder;
		snprintf(cable, TEXT_BYTES, "%s/cable%d%d", folder, number, i);
		if (mkdir(cable, 0700) != 0)
			cannot_play("no folder for a cable");
	}
}

/* Sessions that are booked, from now on. */
static void find_sessions(void)
{
	static struct session all[400];
	int found = store_sessions(
		kiosks[0].face, now_ms + DAY_MS, now_ms + 28 * DAY_MS, false, all, 400);
	int chosen = 0;

	for (int i = 0; i < found && chosen < SESSIONS; i++)
		if (all[i].admission != ADMISSION_DROP_IN && all[i].places > 0)
			sessions[chosen++] = all[i];
	if (chosen < SESSIONS)
		cannot_play("the demo has too few sessions");
}

/* The others are gone, or every kiosk would ask for places of a thousand; at the first two people come
 * in now. */
static void keep_these_sessions(void)
{
	char list[SESSIONS * (ID_TEXT + 4)] = "", hex[SESSIONS * 40] = "", text[ID_TEXT];
	static char sql[8192];
	struct error error = {0};

	for (int i = 0; i < SESSIONS; i++) {
		size_t at = strlen(list), to = strlen(hex);
		snprintf(list + at, sizeof(list) - at, "%s'%s'", i ? "," : "",
			id_text(sessions[i].id, text));
		to += (size_t)snprintf(hex + to, sizeof(hex) - to, "%sx'", i ? "," : "");
		for (int byte = 0; byte < ID_BYTES; byte++)
			to += (size_t)snprintf(
				hex + to, sizeof(hex) - to, "%02x", sessions[i].id.bytes[byte]);
		snprintf(hex + to, sizeof(hex) - to, "'");
	}
	snprintf(sql, sizeof(sql),
		"DELETE FROM core.lease; DELETE FROM core.feed; DELETE FROM core.session"
		" WHERE session NOT IN (%s); UPDATE core.session SET settings = '{}', places = 120, places_wanted ="
		" 120, leased = 0, door_leased = 0, class_leased = 0, parts_leased = ROW(0, 0, 0, 0, 0)::core.party;"
		" UPDATE core.session SET admission = 'both', door_places = 400,"
		" door_places_wanted = 400, opens_at = now() - interval '1 hour', starts_at = now()"
		" + interval '1 hour', ends_at = now() + interval '2 hours', closes_at = now() +"
		" interval '2 hours' WHERE session IN (SELECT unnest((ARRAY[%s]::uuid[])[1:2]));"
		" SELECT core.tell_session(session) FROM core.session",
		list, list);
	reckon_number(owner, sql);
	snprintf(sql, sizeof(sql), "DELETE FROM lease; DELETE FROM session WHERE id NOT IN (%s)",
		hex);
	for (int i = 0; i < KIOSKS; i++)
		must(database_script(&kiosks[i].face->database, sql, &error), &error);
}

static void begin_servers(const char *script)
{
	centre_begin(script);
	servers[0] = servers[1] = local_centre;
	snprintf(servers[1].folder, sizeof(servers[1].folder), "%.60s-2", servers[0].folder);
	snprintf(servers[1].socket, sizeof(servers[1].socket), "%s", servers[1].folder);
	if (!centre_is_there())
		cannot_play("no centre");
}

static void begin(const char *script)
{
	const char *temporary = getenv("TMPDIR");
	struct error error = {0};

	now_ms = clock_now_ms();
	signal(SIGPIPE, SIG_IGN);
	must(clock_set_zone("Europe/London", &error), &error);
	snprintf(folder, sizeof(folder), "%.50s/kiosk-six-XXXXXX", temporary ? temporary : "/tmp");
	if (!mkdtemp(folder))
		cannot_play("no folder");
	begin_servers(script);
	for (int i = 0; i < KIOSKS; i++)
		open_kiosk(&kiosks[i], i + 1);
	find_sessions();
	keep_these_sessions();
}

static const char *const cuts[] = {"on-the-way-to-the-centre", "on-the-way-back",
	"before-a-ReadyForQuery", "between-a-push's-answer-and-its-ReadyForQuery",
	"between-a-push-and-its-end-of-transaction"};
enum { CUTS = sizeof(cuts) / sizeof(*cuts) };

static int lines_of(const char *place)
{
	char line[128];
	int found = 0;
	FILE *file = fopen(cuts_file(), "re");

	while (file && fgets(line, sizeof(line), file))
		found += strncmp(line, place, strlen(place)) == 0 && line[strlen(place)] == '\n';
	if (file)
		fclose(file);
	return found;
}

static int sum_of(const int *found)
{
	int sum = 0;

	for (int i = 0; i < PLACES; i++)
		sum += found[i];
	return sum;
}

static bool each_place_was_met(void)
{
	for (int i = 0; i < CUTS; i++)
		if (lines_of(cuts[i]) == 0)
			return false;
	return count.stops > 0 && count.promotions > 0 && count.held >= HELD_AT_LEAST &&
	       count.syncs[place_named("push")] > 0 && count.backends[place_named("push")] > 0;
}

static bool is_time(int64_t *next_ms, int every_ms)
{
	if (clock_real_ms() < *next_ms)
		return false;
	*next_ms = clock_real_ms() + every_ms / 2 + chance(every_ms);
	return true;
}

static void strike_a_server(void)
{
	static int64_t stop_ms, lose_ms;

	if (!stop_ms) {
		stop_ms = clock_real_ms() + STOP_EVERY_MS / 2;
		lose_ms = clock_real_ms() + LOSE_EVERY_MS / 4;
	}
	if (!stands_by)
		build_standby();
	else if (is_time(&lose_ms, LOSE_EVERY_MS))
		lose_the_centre();
	else if (is_time(&stop_ms, STOP_EVERY_MS))
		stop_the_centre();
}

static void storm(int duration_ms)
{
	int64_t begun_ms = clock_real_ms(), kill_ms = 0, look_ms = 0;

	while (beliefs_held() &&
		(clock_real_ms() < begun_ms + duration_ms ||
			(!each_place_was_met() && clock_real_ms() < begun_ms + STORM_LIMIT_MS))) {
		keep_syncs_running();
		if (clock_real_ms() < watch_until_ms)
			look_at_beliefs();
		else
			visit();
		if (is_time(&look_ms, LOOK_EVERY_MS)) {
			look_at_beliefs();
			end_held_pushes();
		}
		if (is_time(&kill_ms, KILL_EVERY_MS))
			kill_somebody();
		if (errand_is_over(false))
			strike_a_server();
		poll(NULL, 0, clock_real_ms() < watch_until_ms ? 1 : BREATH_MS);
	}
}

/* ---- healing ---- */

static bool log_is_answered(const struct kiosk *kiosk)
{
	struct log_position position = outbox_position(kiosk->face);

	return position.acked == position.length;
}

static bool has_all_news(const struct kiosk *kiosk)
{
	struct stream_cursor cursors[STREAMS];
	char sql[STREAM_NAME_BYTES * 2 + 4 * TEXT_BYTES];
	bool all = true;

	outbox_cursors(kiosk->face, cursors);
	for (int i = 0; i < STREAMS; i++) {
		snprintf(sql, sizeof(sql),
			"SELECT count(*) FROM core.feed WHERE stream = '%s' AND (version IS NULL OR"
			" version > %lld)",
			cursors[i].name, (long long)cursors[i].version);
		all = all && reckon_number(owner, sql) == 0;
	}
	return all;
}

static bool all_is_said(void)
{
	for (int i = 0; i < KIOSKS; i++)
		if (!log_is_answered(&kiosks[i]) || !has_all_news(&kiosks[i]) ||
			outbox_position(kiosks[i].face).rereads)
			return false;
	return reckon_number(owner, "SELECT recovering::integer FROM core.site") == 0;
}

/* A kiosk goes on asking for places; in the end none does. */
static bool sync_until_all_is_said(void)
{
	for (int round = 0; round < ROUNDS_AT_MOST; round++) {
		for (int i = 0; i < KIOSKS; i++) {
			start_sync(&kiosks[i], true);
			waitpid(kiosks[i].sync, NULL, 0);
			forget_sync(&kiosks[i]);
		}
		if (round > 0 && all_is_said())
			return true;
	}
	return false;
}

static void put_all_cables_in(void)
{
	put_cables_in(first);
	if (stands_by)
		put_cables_in(!first);
}

/* Before anything happens each kiosk holds places, and somebody stands by. */
static void get_places(void)
{
	calm = true;
	build_standby();
	wait_for_the_centre();
	put_all_cables_in();
	if (!sync_until_all_is_said())
		cannot_play("the kiosks do not get their places");
	calm = false;
	put_all_cables_in();
}

/* At the last all syncs are killed: what is measured is not how long one of them waits to try again.
 * How long it took. */
static int heal(void)
{
	int64_t nudge_ms = 0;

	calm = true;
	wait_for_the_centre();
	for (int i = 0; i < KIOSKS; i++) {
		end_program(&kiosks[i].sync);
		forget_sync(&kiosks[i]);
	}
	put_all_cables_in();
	int64_t begun_ms = clock_real_ms();
	while (!all_is_said() && clock_real_ms() < begun_ms + DRAIN_LIMIT_MS) {
		keep_syncs_running();
		for (int i = 0; i < KIOSKS && clock_real_ms() >= nudge_ms; i++)
			nudge(&kiosks[i]);
		if (clock_real_ms() >= nudge_ms)
			nudge_ms = clock_real_ms() + NUDGE_EVERY_MS;
		poll(NULL, 0, 10 * BREATH_MS);
	}
	return (int)(clock_real_ms() - begun_ms);
}

static bool settle(void)
{
	for (int i = 0; i < KIOSKS; i++) {
		tell_sync(&kiosks[i], "{\"type\":\"stop\"}\n");
		if (kiosks[i].sync)
			waitpid(kiosks[i].sync, NULL, 0);
		forget_sync(&kiosks[i]);
	}
	return sync_until_all_is_said();
}

/* ---- the reckoning ---- */

static void print_places(const char *what, const int *found)
{
	printf("%d %s:", sum_of(found), what);
	for (int i = 0; places[i]; i++)
		printf(" %d %s%s", found[i], places[i], places[i + 1] ? "," : "\n");
}

static void print_kills(void)
{
	print_places("syncs killed at", count.syncs);
	print_places("backends ended at", count.backends);
	printf("%d pushes ended between answer and commit, %d times the centre's power gone, %d times its"
	       " standby promoted\ncables cut:",
		count.held, count.stops, count.promotions);
	for (int i = 0; i < CUTS; i++)
		printf(" %d %s%s", lines_of(cuts[i]), cuts[i], i + 1 < CUTS ? "," : "\n");
}

static void print_visits(void)
{
	printf("%d booked, %d on the list, %d changed, %d moved, %d cancelled, %d parties came, %d"
	       " joined; %d looks: %d answers believed too early, %d sent and not marked, %d kiosks"
	       " with answers that the promoted standby had not",
		visited.booked, visited.waiting, visited.changed, visited.moved, visited.cancelled,
		visited.came, visited.joined, count.looks, count.believed_early,
		count.sent_unmarked, count.not_there);
}

/* Why staff would have to look. */
static void print_exceptions(void)
{
	PGresult *result = PQexec(
		owner, "SELECT e.kind, e.reason, count(*) FROM core.exception e GROUP BY 1, 2");

	for (int i = 0; i < PQntuples(result); i++)
		printf("exception: %s %s, %s times\n", PQgetvalue(result, i, 0),
			PQgetvalue(result, i, 1), PQgetvalue(result, i, 2));
	PQclear(result);
}

static bool kiosks_are_as_the_centre(void)
{
	begin_beside(owner);
	for (int i = 0; i < KIOSKS; i++)
		load_beside(owner, kiosks[i].number, kiosks[i].face);
	return is_as_beside(owner);
}

/* One for each promotion, none for a restart: staff see it, and nothing else. */
static bool epochs_are_promotions(void)
{
	int epochs = reckon_number(owner,
		"WITH told AS (DELETE FROM core.exception WHERE kind = 'centre' RETURNING 1)"
		" SELECT count(*) FROM told");

	printf(", %d new epochs", epochs);
	return epochs == count.promotions;
}

static bool reckon(int drained_ms, bool settled)
{
	bool met = each_place_was_met();

	print_exceptions();
	print_visits();
	printf(", drained in %.1f s", drained_ms / 1000.0);
	bool good = epochs_are_promotions();
	good = kiosks_are_as_the_centre() && good;
	good = ledger_is_kept(owner) && good;
	printf("%s%s\n", settled ? "" : ", NOT SETTLED", met ? "" : ", NOT EVERY PLACE WAS MET");
	return good && met && settled && drained_ms < DRAIN_LIMIT_MS && beliefs_held();
}

static bool heal_and_reckon(void)
{
	int drained_ms = heal();

	return reckon(drained_ms, settle());
}

/* What was seen is enough. */
static bool give_up_at_once(void)
{
	wait_for_the_centre();
	print_visits();
	printf("\n");
	return false;
}

static void end(bool kept)
{
	char command[TEXT_BYTES];

	for (int i = 0; i < KIOSKS; i++) {
		end_program(&kiosks[i].sync);
		store_close(kiosks[i].face);
	}
	PQfinish(owner);
	for (int i = 0; i < SERVERS; i++) {
		pull_cables_out(i);
		local_centre = servers[i];
		centre_end();
	}
	snprintf(command, sizeof(command), "rm -r '%s'", folder);
	if (!kept || system(command) != 0)
		fprintf(stderr, "six_kiosks: left in %s\n", folder);
}

int main(int argc, char **argv)
{
	if (argc < 5) {
		fprintf(stderr, "usage: six_kiosks CENTRE-SCRIPT KIOSK-SYNC CUTTING_PROXY ASSETS"
				" [SECONDS [SEED [behind]]]\n");
		return 2;
	}
	program = argv[2];
	proxy_program = argv[3];
	assets = argv[4];
	srandom(argc > 6 ? (unsigned)atoi(argv[6]) : 1);
	behind = argc > 7 && strcmp(argv[7], "behind") == 0;
	begin(argv[1]);
	get_places();
	storm((argc > 5 ? atoi(argv[5]) : SECONDS_DEFAULT) * SECOND_MS);
	print_kills();
	bool kept = beliefs_held() ? heal_and_reckon() : give_up_at_once();
	if (behind)
		kept = count.not_there > 0;
	end(kept);
	return kept ? 0 : BROKEN;
}
