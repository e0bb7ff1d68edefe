/* Three data directories under one clock, one centre. */
#include "kiosks.h"

#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "ctl/demo.h"
#include "local_centre.h"

enum { AWAY = 1, ROUNDS_TO_BEGIN = 3, ROUNDS_TO_SETTLE = 4 };

static struct {
	const struct month_paths *paths;
	struct stage stages[KIOSKS];
	struct face_options options[KIOSKS];
	struct face faces[KIOSKS];
	char face_path[STAGE_PATH_BYTES], sync_path[STAGE_PATH_BYTES];
	bool online[KIOSKS];
	int64_t told_ms[KIOSKS];          /* the centre knows what was said there until then */
	int64_t heard_ms[KIOSKS][KIOSKS]; /* [to][from] */
	PGconn *owner;
	int syncs;
} world;

extern char **environ;

/* ---- programs ---- */

static void log_to(posix_spawn_file_actions_t *actions, const struct stage *stage)
{
	posix_spawn_file_actions_init(actions);
	posix_spawn_file_actions_addopen(
		actions, STDERR_FILENO, stage->log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	posix_spawn_file_actions_adddup2(actions, STDERR_FILENO, STDOUT_FILENO);
}

static int run(const char *const *arguments, const struct stage *stage)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int status;

	log_to(&actions, stage);
	if (posix_spawn(&pid, arguments[0], &actions, NULL, (char *const *)(uintptr_t)arguments,
		    environ) != 0 ||
		waitpid(pid, &status, 0) != pid)
		give_up("%s cannot be run", arguments[0]);
	posix_spawn_file_actions_destroy(&actions);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void begin_kiosk(int kiosk, const char *at)
{
	struct stage *stage = &world.stages[kiosk];

	if (kiosk == 0)
		stage_make(stage, world.paths->assets, 1, at);
	else
		stage_make_beside(stage, &world.stages[0], world.paths->assets, kiosk + 1);
	world.options[kiosk] = (struct face_options){
		.program = world.face_path, .assets = world.paths->assets, .stage = stage};
	if (!face_start(&world.faces[kiosk], &world.options[kiosk]))
		give_up("the face of kiosk %d does not start", kiosk + 1);
	world.online[kiosk] = true;
}

/* A harness that gives up leaves what can be looked at, and nothing that runs. */
static void stop_world(void)
{
	if (!world.paths)
		return;
	centre_script("stop");
	fprintf(stderr, "month: left in %s and %s\n", world.stages[0].folder, local_centre.folder);
}

void kiosks_begin(const struct month_paths *paths, const char *at)
{
	memset(&world, 0, sizeof(world));
	world.paths = paths;
	atexit(stop_world);
	snprintf(world.face_path, sizeof(world.face_path), "%s/library-kiosk", paths->programs);
	snprintf(world.sync_path, sizeof(world.sync_path), "%s/kiosk-sync", paths->programs);
	centre_begin(paths->centre_script);
	world.owner = connect_as("owner");
	keep_everything(world.owner);
	for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
		begin_kiosk(kiosk, at);
	for (int round = 0; round < ROUNDS_TO_BEGIN; round++)
		for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
			kiosks_sync(kiosk);
}

void kiosks_end(void)
{
	for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
		face_end(&world.faces[kiosk], SIGTERM);
	PQfinish(world.owner);
	centre_end();
	stage_remove(&world.stages[0]);
	world.paths = NULL;
}

struct face *kiosks_face(int kiosk)
{
	return &world.faces[kiosk];
}

PGconn *kiosks_owner(void)
{
	return world.owner;
}

/* ---- time ---- */

void kiosks_serve_at(int kiosk, int64_t now_ms)
{
	struct face *face = &world.faces[kiosk];

	if (!face_tell(face, json_pack("{s:s, s:I}", "type", "at", "ms", (json_int_t)now_ms)))
		give_up("kiosk %d: %s", kiosk + 1, face->detail);
}

/* ---- network ---- */

void kiosks_set_network(int kiosk, bool online)
{
	world.online[kiosk] = online;
}

bool kiosks_is_online(int kiosk)
{
	return world.online[kiosk];
}

static void note_sync(int kiosk)
{
	world.told_ms[kiosk] = clock_now_ms();
	for (int from = 0; from < KIOSKS; from++)
		world.heard_ms[kiosk][from] = world.told_ms[from];
}

void kiosks_sync(int kiosk)
{
	struct face *face = &world.faces[kiosk];
	char url[256];
	bool online = world.online[kiosk];

	snprintf(url, sizeof(url), "postgresql://kiosk_%d@/centre?host=%s%s", kiosk + 1,
		local_centre.socket, online ? "" : "/no-network");
	const char *arguments[] = {world.sync_path, "--data", world.stages[kiosk].data, "--centre",
		url, "--once", NULL};
	int status = run(arguments, &world.stages[kiosk]);
	world.syncs++;
	if (status != (online ? 0 : AWAY))
		give_up("kiosk-sync of kiosk %d ended with %d", kiosk + 1, status);
	if (!online)
		return;
	note_sync(kiosk);
	if (!face_tell(face, json_pack("{s:s}", "type", "news")))
		give_up("kiosk %d: %s", kiosk + 1, face->detail);
}

void kiosks_settle(void)
{
	for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
		world.online[kiosk] = true;
	for (int round = 0; round < ROUNDS_TO_SETTLE; round++)
		for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
			kiosks_sync(kiosk);
}

bool kiosks_has_heard(int to, int from, int64_t said_ms)
{
	return to == from || world.heard_ms[to][from] >= said_ms;
}

bool kiosks_has_answer(int to, int from, int64_t said_ms)
{
	return world.heard_ms[to][from] >= said_ms;
}

int kiosks_syncs(void)
{
	return world.syncs;
}

/* ---- photographs ---- */

bool kiosks_photograph(int kiosk, char *text, size_t size)
{
	const char *folder = world.stages[kiosk].folder;
	char picture[STAGE_PATH_BYTES + 16], command[4 * STAGE_PATH_BYTES], line[512] = "";

	snprintf(picture, sizeof(picture), "%s/ticket.png", folder);
	if (!face_tell(
		    &world.faces[kiosk], json_pack("{s:s, s:s}", "type", "shot", "path", picture)))
		return false;
	snprintf(command, sizeof(command), "'%s/kioskctl' decode '%s'", world.paths->programs,
		picture);
	FILE *pipe = popen(command, "r");
	char *ticket = NULL;
	while (pipe && !ticket && fgets(line, sizeof(line), pipe))
		ticket = strstr(line, "LK1:");
	if (pipe)
		pclose(pipe);
	if (ticket)
		snprintf(text, size, "%.*s", (int)strcspn(ticket, "\"\n"), ticket);
	return ticket != NULL;
}
