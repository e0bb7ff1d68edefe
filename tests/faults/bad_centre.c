/* kiosk-sync and a centre that is broken or in the wrong hands: it says that it has 900 MB to tell,
 * never comes to an end, or answers and does nothing; a line that is dead or slow; a host that is no
 * centre. The kiosk keeps its memory, its disk, its log and its quiet; and a kiosk whose clock is wrong
 * gives nothing away.
 *
 * The centre here is a child process that speaks just enough of PostgreSQL's protocol. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/trouble.h"
#include "ctl/demo.h"
#include "store/outbox.h"
#include "store/store.h"

enum {
	MEGABYTE = 1024 * 1024,
	REQUEST_BYTES = 2 * MEGABYTE,
	WATCHED_S = 6,
	PATH_BYTES = 256,
	PARAMETER_BYTES = 64,
};

enum manner {
	QUIET,
	HUGE_ANSWER,
	ENDLESS_FEED,
	ENDLESS_SNAPSHOT,
	NEVER_BEGINS,
	ALWAYS_GAP,
	NO_PARK,
	ALWAYS_EPOCH,
	OTHER_EPOCH, /* it was put back, and knows nothing */
	ALWAYS_RESYNC,
	RUBBISH,
	FAR,              /* every answer comes half a second later */
	SILENT,           /* lets in and says nothing: the other end of a cable that is cut */
	SILENT_TO_PUSHES, /* the same, in the middle of the talk */
	DRIP,             /* a byte a second */
	PORTAL,           /* a web server that wants the visitor to log in */
	OTHER_HOST,       /* a PostgreSQL, and no centre */
};

static const char *program, *assets;
static char folder[64];
static int64_t now_ms;
static int *requests; /* that the centre was asked; shared with it */

/* ---- the centre ---- */

struct request {
	char function;  /* 'h'ello, 'p'ush, p'a'rk, 'n'ews, 's'napshot */
	int64_t number; /* the third parameter: where a push begins, where a pull goes on */
	int changes;    /* that a push brings */
};

static bool read_all(int client, void *to, size_t size)
{
	for (size_t got = 0; got < size;) {
		ssize_t part = read(client, (char *)to + got, size - got);
		if (part <= 0)
			return false;
		got += (size_t)part;
	}
	return true;
}

static void write_all(int client, const void *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t part = write(client, (const char *)bytes + done, size - done);
		if (part <= 0)
			_exit(0);
		done += (size_t)part;
	}
}

static void send_message(int client, char kind, const void *body, size_t length)
{
	uint32_t size = htonl((uint32_t)length + 4);

	write_all(client, &kind, 1);
	write_all(client, &size, sizeof(size));
	write_all(client, body, length);
}

static void send_ready(int client)
{
	send_message(client, 'Z', "I", 1);
}

/* One row of one text: what every function of api answers with. `length` may be more than there is. */
static void send_row(int client, const char *text, size_t length)
{
	static const char column[] = "\0\1x\0\0\0\0\0\0\0\0\0\0\31\377\377\377\377\377\377\0";
	uint32_t size = htonl((uint32_t)length + 10), field = htonl((uint32_t)length);

	send_message(client, '1', "", 0);
	send_message(client, '2', "", 0);
	send_message(client, 'T', column, sizeof(column));
	write_all(client, "D", 1);
	write_all(client, &size, sizeof(size));
	write_all(client, "\0\1", 2);
	write_all(client, &field, sizeof(field));
	write_all(client, text, strlen(text));
}

static void answer(int client, const char *text)
{
	send_row(client, text, strlen(text));
	send_message(client, 'C', "SELECT 1", sizeof("SELECT 1"));
	send_ready(client);
}

static void send_error(int client, const char sqlstate[static 6])
{
	char fields[] = "SERROR\0C.....\0Mno\0";

	memcpy(fields + sizeof("SERROR\0C") - 1, sqlstate, 5);
	send_message(client, 'E', fields, sizeof(fields));
	send_ready(client);
}

static int count_changes(const char *array, size_t length)
{
	static const char start[] = "{\\\"id\\\":";
	int count = 0;

	for (const char *at = array;
		(at = memmem(at, length - (size_t)(at - array), start, sizeof(start) - 1)) != NULL;
		at++)
		count++;
	return count;
}

/* The third parameter of a Bind message, and the changes in its fifth. */
static void read_parameters(const char *bind, struct request *request)
{
	const char *at = bind + strlen(bind) + 1;
	uint16_t formats, count;

	at += strlen(at) + 1;
	memcpy(&formats, at, sizeof(formats));
	at += 2 + 2 * ntohs(formats);
	memcpy(&count, at, sizeof(count));
	at += 2;
	for (int i = 0; i < ntohs(count); i++) {
		uint32_t length;
		memcpy(&length, at, sizeof(length));
		length = ntohl(length);
		length = length == UINT32_MAX ? 0 : length; /* NULL */
		at += 4;
		if (i == 2) {
			char number[PARAMETER_BYTES];
			snprintf(number, sizeof(number), "%.*s", (int)length, at);
			request->number = atoll(number);
		}
		if (i == 4)
			request->changes = count_changes(at, length);
		at += length;
	}
}

static char function_of(const char *sql)
{
	return strstr(sql, "hello")  ? 'h'
	       : strstr(sql, "push") ? 'p'
	       : strstr(sql, "park") ? 'a'
	       : strstr(sql, "news") ? 'n'
				     : 's';
}

/* Everything up to Sync. False: the kiosk is gone. */
static bool read_request(int client, struct request *request)
{
	static char body[REQUEST_BYTES];
	char kind;
	uint32_t size;

	do {
		if (!read_all(client, &kind, 1) || !read_all(client, &size, sizeof(size)))
			return false;
		size = ntohl(size) - 4;
		if (size >= sizeof(body) || !read_all(client, body, size))
			return false;
		if (kind == 'P')
			request->function = function_of(body + strlen(body) + 1);
		if (kind == 'B')
			read_parameters(body, request);
	} while (kind != 'S');
	return true;
}

static void send_endless(int client, int64_t after)
{
	static char text[MEGABYTE];
	int length = snprintf(text, sizeof(text),
		"{\"head\":%lld,\"upto\":%lld,\"compacted\":0,\"rows\":[",
		(long long)after + 1000000, (long long)after + 1000);

	for (int i = 1; i <= 1000; i++)
		length += snprintf(text + length, sizeof(text) - (size_t)length,
			"%s{\"version\":%lld,\"kind\":\"horoscope\",\"key\":\"x\",\"revision\":1,"
			"\"body\":{\"text\":\"%0200d\"}}",
			i > 1 ? "," : "", (long long)after + i, 0);
	snprintf(text + length, sizeof(text) - (size_t)length, "]}");
	answer(client, text);
}

static void send_huge(int client)
{
	static const char piece[MEGABYTE];

	send_row(client, "", (size_t)900 * MEGABYTE);
	for (int i = 0; i < 900; i++)
		write_all(client, piece, sizeof(piece));
}

/* Of which nothing has been read yet. */
static void answer_snapshot(int client, enum manner manner)
{
	if (manner == HUGE_ANSWER)
		send_huge(client);
	else if (manner == RUBBISH)
		answer(client, "rubbish");
	else if (manner == ENDLESS_SNAPSHOT)
		answer(client, "{\"head\":7,\"place\":\"card 1\",\"rows\":[]}");
	else if (manner == NEVER_BEGINS)
		answer(client, "{\"head\":7,\"place\":\"\",\"rows\":[]}");
	else
		answer(client, manner == ALWAYS_EPOCH ? "{\"control\":\"epoch\"}"
						      : "{\"head\":0,\"place\":null,\"rows\":[]}");
}

static void answer_news(int client, enum manner manner, int64_t after)
{
	if (manner == HUGE_ANSWER)
		send_huge(client);
	else if (manner == ENDLESS_FEED)
		send_endless(client, after);
	else if (manner == RUBBISH)
		answer(client, "rubbish");
	else
		answer(client, manner == ALWAYS_EPOCH ? "{\"control\":\"epoch\"}"
			       : manner == ALWAYS_RESYNC
				       ? "{\"control\":\"resync\"}"
				       : "{\"head\":0,\"upto\":0,\"compacted\":0,\"rows\":[]}");
}

static void answer_push(int client, enum manner manner, const struct request *request)
{
	static char text[MEGABYTE];
	int length = snprintf(text, sizeof(text), "[");

	for (int i = 0; i < request->changes; i++)
		length += snprintf(text + length, sizeof(text) - (size_t)length,
			"%s{\"seq\":%lld,\"verdict\":\"known\",\"reason\":\"\",\"result\":{}}",
			i ? "," : "", (long long)request->number + i);
	strcpy(text + length, "]");
	if (manner == NO_PARK)
		send_error(client, "22P05");
	else
		answer(client,
			manner == ALWAYS_GAP
				? "[{\"seq\":0,\"verdict\":\"gap\",\"reason\":\"\",\"result\":{}}]"
				: text);
}

static void answer_request(int client, enum manner manner, const struct request *request)
{
	char hello[PATH_BYTES];

	snprintf(hello, sizeof(hello),
		"{\"state\":\"active\",\"demo\":true,\"epoch\":\"0190aaaa-0000-7000-8000-"
		"00000000000%d\",\"now_ms\":%lld,\"last_seq\":0,\"next_poll_ms\":1000}",
		manner == OTHER_EPOCH ? 2 : 1, (long long)now_ms);
	if (manner == FAR)
		nanosleep(&(struct timespec){.tv_nsec = 500000000}, NULL);
	if (manner == OTHER_HOST)
		send_error(client, "42883");
	else if (manner == SILENT_TO_PUSHES && request->function == 'p')
		pause();
	else if (request->function == 'h')
		answer(client, hello);
	else if (request->function == 's')
		answer_snapshot(client, manner);
	else if (request->function == 'n')
		answer_news(client, manner, request->number);
	else if (request->function == 'a')
		answer(client, "{\"last_seq\":0}");
	else
		answer_push(client, manner, request);
}

/* "You are in, go on", which takes a quarter of a minute. */
static void drip(int client)
{
	static const char welcome[] = "R\0\0\0\10\0\0\0\0Z\0\0\0\5I";

	for (size_t i = 0; i < sizeof(welcome) - 1; i++) {
		write_all(client, welcome + i, 1);
		sleep(1);
	}
	pause();
}

static void send_to_log_in(int client)
{
	static const char page[] = "HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/login\r\n"
				   "Content-Length: 0\r\n\r\n";

	write_all(client, page, sizeof(page) - 1);
}

/* What speaks no PostgreSQL. */
static bool serve_otherwise(int client, enum manner manner)
{
	if (manner == SILENT)
		pause();
	else if (manner == DRIP)
		drip(client);
	else if (manner == PORTAL)
		send_to_log_in(client);
	else
		return false;
	return true;
}

static void serve(int client, enum manner manner)
{
	struct request request = {0};
	char startup[4096];
	uint32_t size;

	if (!read_all(client, &size, sizeof(size)) || ntohl(size) - 4 > sizeof(startup) ||
		!read_all(client, startup, ntohl(size) - 4) || serve_otherwise(client, manner))
		return;
	send_message(client, 'R', "\0\0\0\0", 4);
	send_ready(client);
	while (read_request(client, &request)) {
		__atomic_add_fetch(requests, 1, __ATOMIC_SEQ_CST);
		answer_request(client, manner, &request);
	}
}

/* Listens in `folder`; a child for each connection. */
static pid_t start_centre(enum manner manner)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s/.s.PGSQL.5432", folder);
	unlink(address.sun_path);
	assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(listener, 8), 0);
	*requests = 0;
	pid_t pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* also if a test fails before stop() */
		signal(SIGCHLD, SIG_IGN);
		for (;;) {
			int client = accept(listener, NULL, NULL);
			if (client >= 0 && fork() == 0) {
				prctl(PR_SET_PDEATHSIG, SIGKILL);
				serve(client, manner);
				_exit(0);
			}
			close(client);
		}
	}
	close(listener);
	return pid;
}

/* ---- a kiosk ---- */

static const char *path_of(const char *name)
{
	static char paths[4][PATH_BYTES];
	static int next;
	char *path = paths[next++ % 4];

	snprintf(path, PATH_BYTES, "%s/%s", folder, name);
	return path;
}

static struct store *open_kiosk(enum store_use use)
{
	struct error error = {0};
	struct store *store = store_open(path_of("kiosk"), use, &error);

	if (!store)
		fail_msg("%s", error.detail);
	return store;
}

static struct log_position position(void)
{
	struct store *store = open_kiosk(STORE_LOOK);
	struct log_position found = outbox_position(store);

	store_close(store);
	return found;
}

/* Something to send: a guest's booking. */
static struct id book_something(void)
{
	struct store *store = open_kiosk(STORE_FACE);
	static struct session sessions[400];
	int count = store_sessions(store, now_ms, now_ms + 7 * DAY_MS, false, sessions, 400);
	struct booking booking;
	bool again, booked = false;

	for (int i = 0; i < count && !booked; i++) {
		struct booking_wish wish = {.session = sessions[i].id,
			.party.count = {[PARTY_ADULTS] = 1},
			.language = "en"};
		booked = store_book(store, &wish, now_ms, &booking, &again, NULL);
	}
	store_close(store);
	assert_true(booked);
	return booking.id;
}

static enum booking_state state_of(struct id id)
{
	struct store *store = open_kiosk(STORE_LOOK);
	struct booking booking;

	assert_true(store_booking(store, id, &booking));
	store_close(store);
	return booking.state;
}

extern char **environ;

/* A kiosk that has read nothing. */
static void open_anew(void)
{
	struct error error = {0};
	struct store *store = open_kiosk(STORE_SYNC);

	assert_true(outbox_begin_rereading(store, &error));
	store_close(store);
}

static pid_t start_sync(bool once)
{
	char url[PATH_BYTES];
	posix_spawn_file_actions_t actions;
	pid_t pid;

	snprintf(url, sizeof(url), "postgresql://kiosk_1@/centre?host=%s", folder);
	const char *arguments[] = {program, "--data", path_of("kiosk"), "--centre", url,
		once ? "--once" : "--outlive", NULL};
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(
		&actions, STDERR_FILENO, path_of("log"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_int_equal(posix_spawn(&pid, program, &actions, NULL,
				 (char *const *)(uintptr_t)arguments, environ),
		0);
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

static void stop(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* Once, in time; else 128 and more. */
static int end_of_once(void)
{
	pid_t pid = start_sync(true);
	int status = 0;

	for (int i = 0; i < 600; i++) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
		nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
	}
	stop(pid);
	return 255;
}

/* The most that the program ever had in memory, in MB. */
static int memory_peak(pid_t pid)
{
	char name[64], line[256];
	long kilobytes = -1;

	snprintf(name, sizeof(name), "/proc/%d/status", (int)pid);
	FILE *file = fopen(name, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file))
		sscanf(line, "VmHWM: %ld", &kilobytes);
	fclose(file);
	return (int)(kilobytes / 1024);
}

static int log_lines(void)
{
	FILE *file = fopen(path_of("log"), "r");
	int lines = 0;

	assert_non_null(file);
	for (int c = getc(file); c != EOF; c = getc(file))
		lines += c == '\n';
	fclose(file);
	return lines;
}

/* A few seconds with a centre of this manner. */
struct watched {
	int memory, requests, lines;
};
static struct watched watch(enum manner manner)
{
	pid_t centre = start_centre(manner), kiosk = start_sync(false);
	struct watched seen;

	sleep(WATCHED_S);
	seen.memory = memory_peak(kiosk);
	seen.requests = __atomic_load_n(requests, __ATOMIC_SEQ_CST);
	stop(kiosk);
	stop(centre);
	seen.lines = log_lines();
	assert_true(seen.requests > 0);
	return seen;
}

/* ---- tests ---- */

static void a_huge_answer_takes_no_memory(void **state)
{
	struct watched seen = watch(HUGE_ANSWER);

	assert_in_range(seen.memory, 1, 110);
	assert_in_range(seen.lines, 0, 20);
}

static void an_endless_feed_fills_neither_disk_nor_log(void **state)
{
	struct watched seen = watch(ENDLESS_FEED);
	struct store *store = open_kiosk(STORE_LOOK);
	struct store_health health = store_health(store, now_ms);

	store_close(store);
	assert_in_range(seen.lines, 0, 20);
	assert_in_range(seen.memory, 1, 110);
	assert_in_range(health.parked, 1, 10000);
	assert_in_range(health.bytes, 1, 32 * MEGABYTE);
}

/* Forty requests in six seconds are many; without a pause it was thousands. */
static void what_leads_nowhere_is_tried_seldom(void **state)
{
	static const enum manner manners[] = {
		ALWAYS_GAP, NO_PARK, ALWAYS_EPOCH, ALWAYS_RESYNC, RUBBISH};

	book_something();
	for (size_t i = 0; i < sizeof(manners) / sizeof(*manners); i++) {
		struct watched seen = watch(manners[i]);
		assert_in_range(seen.requests, 2, 80);
		assert_in_range(seen.lines, 0, 20);
	}
}

static void once_comes_to_an_end(void **state)
{
	static const enum manner manners[] = {
		HUGE_ANSWER, ALWAYS_GAP, NO_PARK, ALWAYS_EPOCH, ALWAYS_RESYNC, RUBBISH};

	for (size_t i = 0; i < sizeof(manners) / sizeof(*manners); i++) {
		pid_t centre = start_centre(manners[i]);
		assert_int_equal(end_of_once(), 1);
		stop(centre);
	}
}

/* It is left after so many pieces, and taken up with the next poll. */
static void a_snapshot_without_an_end_is_left_for_later(void **state)
{
	static const enum manner manners[] = {ENDLESS_SNAPSHOT, NEVER_BEGINS};

	for (size_t i = 0; i < sizeof(manners) / sizeof(*manners); i++) {
		open_anew();
		pid_t centre = start_centre(manners[i]);
		assert_int_equal(end_of_once(), 0);
		stop(centre);
	}
}

/* With something to send, once: it is away within so many seconds, and all is there still. */
static void is_away_within(enum manner manner, int seconds)
{
	struct timespec begun, ended;

	book_something();
	struct log_position before = position();
	pid_t centre = start_centre(manner);
	clock_gettime(CLOCK_MONOTONIC, &begun);
	assert_int_equal(end_of_once(), 1);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	stop(centre);
	assert_in_range(ended.tv_sec - begun.tv_sec, 0, seconds);
	assert_in_range(log_lines(), 1, 3);
	struct log_position after = position();
	assert_int_equal(after.length, before.length);
	assert_int_equal(after.acked, before.acked);
}

static void fault_22_a_line_that_says_nothing_is_given_up(void **state)
{
	is_away_within(SILENT, 9);
	is_away_within(SILENT_TO_PUSHES, 15);
}

static void fault_23_a_byte_a_second_is_given_up(void **state)
{
	is_away_within(DRIP, 9);
}

static void fault_23_a_centre_that_is_far_away_is_heard(void **state)
{
	book_something();
	pid_t centre = start_centre(FAR);
	assert_int_equal(end_of_once(), 0);
	stop(centre);
	assert_int_equal(position().acked, position().length);
}

static void fault_26_a_page_to_log_in_is_no_centre(void **state)
{
	is_away_within(PORTAL, 6);
}

/* It hears that a kiosk is there, and nothing of its visitors. */
static void fault_28_another_host_is_sent_nothing(void **state)
{
	book_something();
	struct log_position before = position();
	pid_t centre = start_centre(OTHER_HOST);
	assert_int_equal(end_of_once(), 3);
	stop(centre);
	assert_int_equal(*requests, 1);
	assert_int_equal(position().sent, before.sent);
}

static void meet(enum manner manner)
{
	pid_t centre = start_centre(manner);

	assert_int_equal(end_of_once(), 0);
	stop(centre);
}

static void meet_a_year_ahead(enum manner manner)
{
	struct error error = {0};

	assert_true(clock_create_journey_file(path_of("clock"), now_ms + 365 * DAY_MS, &error));
	setenv("KIOSK_CLOCK", path_of("clock"), 1);
	meet(manner);
	unsetenv("KIOSK_CLOCK");
	unlink(path_of("clock"));
}

static void a_clock_a_year_ahead_gives_no_lease_back(void **state)
{
	int64_t length = position().length;

	meet_a_year_ahead(QUIET);
	assert_int_equal(position().length, length);
}

/* What the last test left behind, for kioskctl doctor. */
static void a_clock_that_differs_is_said_until_it_agrees(void **state)
{
	struct trouble trouble;

	assert_true(trouble_read(path_of("kiosk"), &trouble));
	assert_non_null(
		strstr(trouble.sentence, "this clock and the centre's differ: set the one"));
	assert_false(trouble_may_pass(&trouble));
	pid_t centre = start_centre(QUIET);
	assert_int_equal(end_of_once(), 0);
	stop(centre);
	assert_false(trouble_read(path_of("kiosk"), &trouble));
}

static void enrol(void)
{
	struct error error = {0};

	if (!demo_enrol(path_of("kiosk"), 1, assets, now_ms, &error))
		fail_msg("%s", error.detail);
}

/* Whose session seems to be over would never hear of it. */
static void a_clock_a_year_ahead_drops_no_promise_without_a_word(void **state)
{
	char command[PATH_BYTES];

	snprintf(command, sizeof(command), "rm -r '%s'", path_of("kiosk"));
	assert_int_equal(system(command), 0);
	enrol();
	struct id booking = book_something();
	meet(QUIET);
	meet_a_year_ahead(OTHER_EPOCH);
	assert_int_equal(state_of(booking), BOOKING_CONFIRMED);
	int64_t length = position().length;
	meet(OTHER_EPOCH);
	assert_int_equal(state_of(booking), BOOKING_CANCELLED);
	assert_true(position().length > length);
}

/* ---- all ---- */

static int begin(void **state)
{
	signal(SIGPIPE, SIG_IGN);
	strcpy(folder, "/tmp/library-kiosk-test-XXXXXX");
	assert_non_null(mkdtemp(folder));
	now_ms = clock_now_ms();
	requests = mmap(
		NULL, sizeof(*requests), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(requests != MAP_FAILED);
	enrol();
	return 0;
}

static int end(void **state)
{
	char command[PATH_BYTES];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clock_a_year_ahead_gives_no_lease_back),
		cmocka_unit_test(a_clock_that_differs_is_said_until_it_agrees),
		cmocka_unit_test(fault_22_a_line_that_says_nothing_is_given_up),
		cmocka_unit_test(fault_23_a_byte_a_second_is_given_up),
		cmocka_unit_test(fault_26_a_page_to_log_in_is_no_centre),
		cmocka_unit_test(fault_28_another_host_is_sent_nothing),
		cmocka_unit_test(fault_23_a_centre_that_is_far_away_is_heard),
		cmocka_unit_test(a_huge_answer_takes_no_memory),
		cmocka_unit_test(what_leads_nowhere_is_tried_seldom),
		cmocka_unit_test(a_snapshot_without_an_end_is_left_for_later),
		cmocka_unit_test(once_comes_to_an_end),
		cmocka_unit_test(an_endless_feed_fills_neither_disk_nor_log),
		cmocka_unit_test(a_clock_a_year_ahead_drops_no_promise_without_a_word),
	};

	if (count != 3) {
		fprintf(stderr, "usage: bad_centre KIOSK-SYNC ASSETS\n");
		return 2;
	}
	program = arguments[1];
	assets = arguments[2];
	return _cmocka_run_group_tests(
		"bad_centre", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
