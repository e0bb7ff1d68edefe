/* kiosk-sync, two kiosks' real files and a real centre (local_centre.h), with or without a cutting proxy
 * between them, for tests of what happens in between. */
#ifndef TESTS_SYNC_KIOSKS_H
#define TESTS_SYNC_KIOSKS_H

#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "base/clock.h"
#include "ctl/demo.h"
#include "local_centre.h"
#include "store/outbox.h"
#include "store/store.h"

enum { DONE = 0, AWAY = 1, REFUSED = 3, CUT_STEP_BYTES = 97, RUN_BYTES = 256 };

static const char *script, *program, *proxy, *assets;
static char folder[64];
static int64_t now_ms;

/* ---- a kiosk ---- */

static inline const char *data_of(int kiosk)
{
	static char paths[4][128];
	static int next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/kiosk%d", folder, kiosk);
	return path;
}

static inline void enrol(int kiosk)
{
	struct error error = {0};

	if (!demo_enrol(data_of(kiosk), kiosk, assets, now_ms, &error))
		fail_msg("%s", error.detail);
}

static inline struct store *open_as(int kiosk, enum store_use use)
{
	struct error error = {0};
	struct store *store = store_open(data_of(kiosk), use, &error);

	if (!store)
		fail_msg("%s", error.detail);
	return store;
}

static inline struct log_position position_of(int kiosk)
{
	struct store *store = open_as(kiosk, STORE_LOOK);
	struct log_position position = outbox_position(store);

	store_close(store);
	return position;
}

/* Bounce & Rhyme, the `nth` that has not begun: four of a weekly event begin in 28 days, at any hour. */
static inline struct session session_number(struct store *store, int nth)
{
	static struct session sessions[400];
	int count = store_sessions(store, now_ms, now_ms + 28 * DAY_MS, false, sessions, 400);

	for (int i = 0; i < count; i++)
		if (sessions[i].starts_ms > now_ms &&
			strcmp(session_title(&sessions[i]), "Bounce & Rhyme") == 0 && nth-- == 0)
			return sessions[i];
	fail_msg("the demo has too few sessions");
	return sessions[0];
}

/* A guest's party; true if it was confirmed. */
static inline bool book(int kiosk, int nth, int people, struct id *id)
{
	struct store *store = open_as(kiosk, STORE_FACE);
	struct booking_wish wish = {
		.session = session_number(store, nth).id,
		.party.count = {[PARTY_ADULTS] = 1, [PARTY_CHILDREN] = people - 1},
		.language = "en",
	};
	struct booking booking;
	bool again;
	struct error error = {0};

	if (!store_book(store, &wish, now_ms, &booking, &again, &error))
		fail_msg("%s", error.detail);
	*id = booking.id;
	store_close(store);
	return booking.state == BOOKING_CONFIRMED;
}

static inline enum booking_state state_at(int kiosk, struct id id)
{
	struct store *store = open_as(kiosk, STORE_LOOK);
	struct booking booking;

	assert_true(store_booking(store, id, &booking));
	store_close(store);
	return booking.state;
}

static inline void join(int kiosk)
{
	struct store *store = open_as(kiosk, STORE_FACE);
	struct sign_up sign_up = {
		.member = id_make(now_ms),
		.first_name = "Test",
		.adult = true,
		.language = "en",
		.form_json = "{\"name\": \"Test Visitor\"}",
		.consent_version = "1",
		.consent_language = "en",
	};
	char number[CARD_NUMBER_BYTES_MAX];
	struct error error = {0};

	if (!store_sign_up(store, &sign_up, 1, now_ms, &number, &error))
		fail_msg("%s", error.detail);
	store_close(store);
}

static inline bool is_answered(int kiosk)
{
	struct log_position position = position_of(kiosk);

	return position.acked == position.length;
}

/* ---- programs ---- */

extern char **environ;

static inline pid_t start(const char *const arguments[])
{
	pid_t pid;

	assert_int_equal(posix_spawn(&pid, arguments[0], NULL, NULL,
				 (char *const *)(uintptr_t)arguments, environ),
		0);
	return pid;
}

static inline pid_t start_sync_in(const char *data, int kiosk, const char *socket_folder)
{
	char url[2 * RUN_BYTES];

	snprintf(url, sizeof(url), "postgresql://kiosk_%d@/centre?host=%s", kiosk, socket_folder);
	const char *arguments[] = {program, "--data", data, "--centre", url, "--once", NULL};
	return start(arguments);
}

static inline pid_t start_sync(int kiosk, const char *socket_folder)
{
	return start_sync_in(data_of(kiosk), kiosk, socket_folder);
}

static inline int end_of(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static inline int sync_once(int kiosk)
{
	return end_of(start_sync(kiosk, local_centre.socket));
}

/* A proxy with a rule, listening; its folder goes into `socket_folder`. */
static inline pid_t start_proxy(const char *rule, long limit, char socket_folder[static RUN_BYTES])
{
	char number[32], command[4 * RUN_BYTES];
	static int next;

	snprintf(socket_folder, RUN_BYTES, "%s/proxy%d", folder, next++);
	assert_int_equal(mkdir(socket_folder, 0700), 0);
	snprintf(number, sizeof(number), "%ld", limit);
	const char *arguments[] = {proxy, socket_folder, local_centre.socket, rule, number, NULL};
	pid_t pid = start(arguments);
	snprintf(command, sizeof(command), "%s/.s.PGSQL.5432", socket_folder);
	for (int i = 0; access(command, F_OK) != 0 && i < 200; i++)
		nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
	return pid;
}

static inline void stop(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static inline int sync_through(int kiosk, const char *rule, long limit)
{
	char socket_folder[RUN_BYTES];
	pid_t between = start_proxy(rule, limit, socket_folder);
	int code = end_of(start_sync(kiosk, socket_folder));

	stop(between);
	return code;
}

static inline int bookings(void)
{
	return count_of("SELECT count(*) FROM report.booking");
}

static inline int bookings_of_kiosk(int kiosk)
{
	char sql[RUN_BYTES];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM core.booking WHERE kiosk = %d", kiosk);
	return count_of(sql);
}

static inline int changes_of_kiosk(int kiosk)
{
	char sql[RUN_BYTES];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM core.change WHERE kiosk = %d AND kind IN ('book', 'wait')",
		kiosk);
	return count_of(sql);
}

static inline int begin(void **state)
{
	struct error error = {0};

	centre_begin(script);
	snprintf(folder, sizeof(folder), "/tmp/library-kiosk-sync-XXXXXX");
	assert_non_null(mkdtemp(folder));
	assert_true(clock_set_zone("Europe/London", &error));
	now_ms = clock_now_ms();
	enrol(1);
	enrol(2);
	return 0;
}

static inline int end(void **state)
{
	char command[PATH_MAX_BYTES];

	centre_end();
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

/* PLATFORM/CENTRE KIOSK-SYNC CUTTING_PROXY ASSETS */
static inline bool read_arguments(int count, char **arguments)
{
	if (count != 5)
		return false;
	script = arguments[1];
	program = arguments[2];
	proxy = arguments[3];
	assets = arguments[4];
	return true;
}

#endif
