/* The real kiosk-nfc under stock libnfc, on a simulated PN532 that is pulled out, falls silent,
 * lies and kills: nfc KIOSK_NFC PN532_SIMULATOR. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

enum {
	SOON_MS = 5000, /* machines are shared; each wait ends as soon as the line is there */
	END_MS = 500,
	PONG_MS = 2000,
	PATH_BYTES = 64,
};

struct program {
	pid_t pid; /* 0: not running */
	int socket;
	char bytes[8192];
	size_t count;
	char line[8192];
};

static const char *kiosk_nfc, *pn532_simulator;
static char folder[] = "/tmp/kiosk-nfc-XXXXXX";
static char link_path[PATH_BYTES], log_path[PATH_BYTES];
static struct program simulator, nfc;

/* ---- programs and their lines */

static void become(int socket, const char *const *arguments)
{
	struct rlimit no_core = {0, 0};
	int log = open(log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);

	setrlimit(RLIMIT_CORE, &no_core);
	dup2(socket, STDIN_FILENO);
	dup2(socket, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	execv(arguments[0], (char *const *)arguments);
	_exit(127);
}

static void start(struct program *program, const char *const *arguments)
{
	int ends[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	*program = (struct program){.socket = ends[0]};
	program->pid = fork();
	if (program->pid == 0)
		become(ends[1], arguments);
	close(ends[1]);
}

/* Waits until it ends; the status of waitpid(), or -1 if it was not in time and was killed. */
static int wait_end(struct program *program, int within_ms)
{
	int64_t until_ms = clock_boot_ms() + within_ms;
	int status = -1;
	pid_t ended;

	while ((ended = waitpid(program->pid, &status, WNOHANG)) == 0 && clock_boot_ms() < until_ms)
		poll(NULL, 0, 5);
	if (ended == 0) {
		kill(program->pid, SIGKILL);
		waitpid(program->pid, NULL, 0);
		status = -1;
	}
	program->pid = 0;
	close(program->socket);
	return status;
}

/* By end of file; the status of waitpid(), 0 for a program that does not run. */
static int stop(struct program *program)
{
	if (program->pid == 0)
		return 0;
	shutdown(program->socket, SHUT_WR);
	return wait_end(program, SOON_MS);
}

static void say(struct program *program, const char *line)
{
	char bytes[4096];
	int length = snprintf(bytes, sizeof(bytes), "%s\n", line);

	assert_int_equal(send(program->socket, bytes, (size_t)length, MSG_NOSIGNAL), length);
}

/* Takes more bytes. False: end of file, or nothing within the time. */
static bool receive(struct program *program, int64_t until_ms)
{
	struct pollfd source = {.fd = program->socket, .events = POLLIN};
	int64_t left_ms = until_ms - clock_boot_ms();
	ssize_t count;

	assert_true(program->count < sizeof(program->bytes));
	if (poll(&source, 1, left_ms > 0 ? (int)left_ms : 0) <= 0)
		return false;
	count = read(program->socket, program->bytes + program->count,
		sizeof(program->bytes) - program->count);
	if (count <= 0)
		return false;
	program->count += (size_t)count;
	return true;
}

/* The next line, or NULL: end of file, or none within the time. */
static const char *next_line(struct program *program, int within_ms)
{
	int64_t until_ms = clock_boot_ms() + within_ms;
	char *newline;
	size_t length;

	while (!(newline = memchr(program->bytes, '\n', program->count)))
		if (!receive(program, until_ms))
			return NULL;
	length = (size_t)(newline + 1 - program->bytes);
	memcpy(program->line, program->bytes, length);
	program->line[length - 1] = '\0';
	program->count -= length;
	memmove(program->bytes, program->bytes + length, program->count);
	return program->line;
}

/* The next line is this one. */
static void expect(struct program *program, const char *line)
{
	const char *got = next_line(program, SOON_MS);

	if (!got || strcmp(got, line) != 0)
		fail_msg("expected %s, got %s", line, got ? got : "nothing");
}

static void expect_part(struct program *program, const char *part)
{
	const char *got = next_line(program, SOON_MS);

	if (!got || !strstr(got, part))
		fail_msg("expected ...%s..., got %s", part, got ? got : "nothing");
}

static void expect_silence(struct program *program, int within_ms)
{
	const char *got = next_line(program, within_ms);

	if (got)
		fail_msg("expected nothing, got %s", got);
}

/* Reads on until a line with this part; states on the way there are passed over. */
static void await(struct program *program, const char *part)
{
	const char *got;

	do {
		got = next_line(program, SOON_MS + SOON_MS);
		if (!got)
			fail_msg("%s never came", part);
	} while (!strstr(got, part));
}

static void simulate(const char *command)
{
	say(&simulator, command);
	expect(&simulator, "ok");
}

static void expect_arrive(const char *uid, const char *technology, const char *texts)
{
	char line[4096];

	snprintf(line, sizeof(line),
		"{\"type\":\"arrive\",\"source\":\"nfc\",\"uid\":\"%s\",\"technology\":\"%s\","
		"\"random\":false,\"texts\":[%s]}",
		uid, technology, texts);
	expect(&nfc, line);
}

static void expect_remove(const char *uid)
{
	char line[200];

	snprintf(
		line, sizeof(line), "{\"type\":\"remove\",\"source\":\"nfc\",\"uid\":\"%s\"}", uid);
	expect(&nfc, line);
}

/* ---- set-up */

static void start_nfc(struct program *program)
{
	char device[PATH_BYTES + 32];

	snprintf(device, sizeof(device), "pn532_uart:%s", link_path);
	start(program, (const char *[]){kiosk_nfc, "--device", device, NULL});
	expect_part(program, "\"type\":\"hello\",\"program\":\"kiosk-nfc\"");
}

static int start_simulator(void **state)
{
	start(&simulator, (const char *[]){pn532_simulator, "--link", link_path, NULL});
	expect_part(&simulator, "ready ");
	return 0;
}

static int start_both(void **state)
{
	start_simulator(state);
	start_nfc(&nfc);
	expect(&nfc, "{\"type\":\"state\",\"state\":\"ready\",\"detail\":\"\"}");
	return 0;
}

static int stop_both(void **state)
{
	int nfc_status = stop(&nfc);

	return stop(&simulator) != 0 || nfc_status != 0;
}

/* ---- cards */

struct card_case {
	const char *command, *uid, *technology, *texts;
};

static void test_cards_are_told_with_their_texts(void **state)
{
	static const struct card_case cards[] = {
		{"card 04A1B2C3D4E580", "04A1B2C3D4E580", "type2", ""},
		{"card 04A1B2C3D4E581 type2 \"LK1:ABC\"", "04A1B2C3D4E581", "type2", "\"LK1:ABC\""},
		{"card 04a1b2c3d4e582 type4 \"https://example.org/a?b\"", "04A1B2C3D4E582", "type4",
			"\"https://example.org/a?b\""},
		{"card 04A1B2C3D4E583 type4 \"say \\\"hello\\\"\"", "04A1B2C3D4E583", "type4",
			"\"say \\\"hello\\\"\""},
		{"card 04A1B2C3D4E584 noapp", "04A1B2C3D4E584", "type4", ""},
		{"card DEADBEEF", "DEADBEEF", "mifare", ""},
		{"card 04A1B2C3D4E5F6778899 type2 \"ten\"", "04A1B2C3D4E5F6778899", "type2",
			"\"ten\""},
	};
	const char *before = NULL;

	for (size_t i = 0; i < sizeof(cards) / sizeof(cards[0]); i++) {
		simulate(cards[i].command);
		if (before)
			expect_remove(before);
		expect_arrive(cards[i].uid, cards[i].technology, cards[i].texts);
		before = cards[i].uid;
	}
	simulate("lift");
	expect_remove(before);
}

static void test_a_text_of_512_bytes_comes_whole_from_both_types(void **state)
{
	char text[513], command[600], quoted[520];

	memset(text, 'x', 512);
	text[512] = '\0';
	snprintf(quoted, sizeof(quoted), "\"%s\"", text);
	snprintf(command, sizeof(command), "card 04A1B2C3D4E580 type2 %s", quoted);
	simulate(command);
	expect_arrive("04A1B2C3D4E580", "type2", quoted);
	snprintf(command, sizeof(command), "card 04A1B2C3D4E581 type4 %s", quoted);
	simulate(command);
	expect_remove("04A1B2C3D4E580");
	expect_arrive("04A1B2C3D4E581", "type4", quoted);
}

/* Each lies about a length, or says what must not be passed on; the UID is good all the same. */
static void test_a_card_that_lies_is_told_without_texts(void **state)
{
	static const char *const lies[] = {
		"raw E110120003FF",                   /* a long length cut off */
		"raw E110120003FFFFFFD1010454026E61", /* a message beyond the memory */
		"raw E1101200030ED101FF54026E61",     /* a payload beyond the message */
		"raw E11012000308C101FFFFFFFF5402",   /* a payload of four billion */
		"raw E1101200FDFE",                   /* a block beyond the memory */
		"raw E110FF0000",                     /* memory that repeats itself without end */
		"raw E11012000307D1010354006100",     /* a zero byte in the text */
		"raw 00000000",                       /* not formatted */
		"raw4 FFFF",                          /* 64 KB */
		"raw4 0007D1010454",                  /* shorter than it says */
		"raw4 0004D101FF54",                  /* a payload beyond the message */
		"raw4 00",                            /* half a length */
	};
	char command[200], uid[20], before[20];

	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		snprintf(uid, sizeof(uid), "04A1B2C3D4E5%02zX", i);
		snprintf(command, sizeof(command), "card %s %s", uid, lies[i]);
		simulate(command);
		if (i > 0)
			expect_remove(before);
		expect_arrive(uid, strncmp(lies[i], "raw4", 4) == 0 ? "type4" : "type2", "");
		memcpy(before, uid, sizeof(before));
	}
}

static void test_a_card_that_stays_is_told_once(void **state)
{
	simulate("card 04A1B2C3D4E580 type4 \"LK1:ABC\"");
	expect_arrive("04A1B2C3D4E580", "type4", "\"LK1:ABC\"");
	expect_silence(&nfc, 1200);
}

static void test_a_phone_is_told_once_though_its_uid_changes(void **state)
{
	char arrived[sizeof(nfc.line)];

	simulate("phone \"LK1:HELLO\"");
	expect_part(&nfc, "\"technology\":\"type4\",\"random\":true,\"texts\":[\"LK1:HELLO\"]}");
	memcpy(arrived, nfc.line, sizeof(arrived));
	expect_silence(&nfc, 700);
	simulate("lift");
	expect_part(&nfc, "\"type\":\"remove\"");
	assert_memory_equal(strstr(nfc.line, "\"uid\":\"08"), strstr(arrived, "\"uid\":\"08"), 15);
}

static void test_two_cards_are_told_once_as_several_until_one_is_gone(void **state)
{
	simulate("card 04A1B2C3D4E580");
	expect_arrive("04A1B2C3D4E580", "type2", "");
	simulate("second 04A1B2C3D4E581");
	expect_remove("04A1B2C3D4E580");
	expect(&nfc, "{\"type\":\"unreadable\",\"source\":\"nfc\",\"reason\":\"several\"}");
	expect_silence(&nfc, 2400);
	simulate("card 04A1B2C3D4E581");
	expect_arrive("04A1B2C3D4E581", "type2", "");
}

static void test_a_torn_read_is_tried_again(void **state)
{
	simulate("status 13 2");
	simulate("card 04A1B2C3D4E580 type2 \"LK1:ABC\"");
	expect_arrive("04A1B2C3D4E580", "type2", "\"LK1:ABC\"");
}

static void test_a_card_that_cannot_be_read_is_told_without_texts(void **state)
{
	simulate("status 01 100");
	simulate("card 04A1B2C3D4E580 type4 \"LK1:ABC\"");
	expect_arrive("04A1B2C3D4E580", "type4", "");
	expect_silence(&nfc, 500);
}

/* ---- the device */

static int count_descriptors(const struct program *program)
{
	char path[64];
	DIR *entries;
	int count = 0;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)program->pid);
	entries = opendir(path);
	while (readdir(entries))
		count++;
	closedir(entries);
	return count;
}

static void test_a_reader_pulled_out_is_found_again(void **state)
{
	int descriptors = count_descriptors(&nfc);

	for (int i = 0; i < 2; i++) {
		simulate("hangup");
		await(&nfc, "\"state\":\"absent\",\"detail\":\"");
		simulate("replug");
		await(&nfc, "\"state\":\"ready\"");
	}
	assert_int_equal(count_descriptors(&nfc), descriptors);
}

static void test_a_card_on_a_reader_that_is_pulled_out_leaves_once(void **state)
{
	simulate("card 04A1B2C3D4E580");
	expect_arrive("04A1B2C3D4E580", "type2", "");
	simulate("hangup");
	await(&nfc, "\"type\":\"remove\"");
	simulate("lift");
	simulate("replug");
	await(&nfc, "\"state\":\"ready\"");
	expect_silence(&nfc, 500);
}

static void test_a_reader_that_is_not_there_at_the_start_is_absent(void **state)
{
	simulate("hangup");
	start_nfc(&nfc);
	expect_part(&nfc, "\"state\":\"absent\",\"detail\":\"");
	simulate("replug");
	expect_part(&nfc, "\"state\":\"ready\"");
}

static void test_a_silent_reader_comes_back(void **state)
{
	simulate("mute");
	expect_part(&nfc, "\"state\":\"degraded\"");
	expect_part(&nfc, "\"state\":\"backoff\"");
	simulate("unmute");
	expect_part(&nfc, "\"state\":\"ready\"");
	simulate("card 04A1B2C3D4E580");
	expect_arrive("04A1B2C3D4E580", "type2", "");
}

static void test_a_reader_that_never_answers_is_opened_again(void **state)
{
	simulate("noresponse");
	expect_part(&nfc, "\"state\":\"degraded\"");
	simulate("unmute");
	await(&nfc, "\"state\":\"ready\"");
}

static void test_a_wrong_checksum_and_noise_are_survived(void **state)
{
	simulate("corrupt 1");
	expect_part(&nfc, "\"state\":\"backoff\"");
	expect_part(&nfc, "\"state\":\"ready\"");
	simulate("noise");
	expect_part(&nfc, "\"state\":\"backoff\"");
	expect_part(&nfc, "\"state\":\"ready\"");
	simulate("card 04A1B2C3D4E580");
	expect_arrive("04A1B2C3D4E580", "type2", "");
}

static void test_a_target_list_that_is_cut_off_announces_nobody(void **state)
{
	static const char *const lists[] = {
		"target 01",
		"target 0101",
		"target 0101004400",
		"target 010100440007",
		"target 01010044000704A1B2C3D4E5",
		"target 0101000420FF08123456",
	};

	simulate("card 04A1B2C3D4E580");
	expect_arrive("04A1B2C3D4E580", "type2", "");
	simulate("lift");
	expect_remove("04A1B2C3D4E580");
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		simulate(lists[i]);
		expect_part(&nfc, "\"state\":\"backoff\"");
		simulate("lift");
		expect_part(&nfc, "\"state\":\"ready\"");
	}
}

static void test_a_reader_that_did_not_switch_its_field_on_hears_again_within_10_s(void **state)
{
	simulate("card 04A1B2C3D4E580");
	simulate("deaf 1"); /* at the next card that goes */
	expect_arrive("04A1B2C3D4E580", "type2", "");
	simulate("lift");
	expect_remove("04A1B2C3D4E580");
	simulate("card 04A1B2C3D4E581");
	for (int i = 0; i < 3 && !next_line(&nfc, SOON_MS); i++)
		continue;
	assert_non_null(strstr(
		nfc.line, "\"type\":\"arrive\",\"source\":\"nfc\",\"uid\":\"04A1B2C3D4E581\""));
}

static void test_a_slow_reader_is_read(void **state)
{
	simulate("delay 60");
	simulate("card 04A1B2C3D4E580 type2 \"LK1:ABC\"");
	expect_arrive("04A1B2C3D4E580", "type2", "\"LK1:ABC\"");
}

static void test_an_idle_reader_is_asked_at_most_12_times_a_second(void **state)
{
	enum { SECONDS = 1 };
	long before, after;

	say(&simulator, "polls");
	assert_int_equal(sscanf(next_line(&simulator, SOON_MS), "ok %ld", &before), 1);
	poll(NULL, 0, SECONDS * 1000);
	say(&simulator, "polls");
	assert_int_equal(sscanf(next_line(&simulator, SOON_MS), "ok %ld", &after), 1);
	assert_true(after > before);
	assert_true(after - before <= 12 * SECONDS);
}

/* ---- libnfc dies */

static void restart_and_read(void)
{
	simulate("lift");
	simulate("status 00 0");
	start_nfc(&nfc);
	expect_part(&nfc, "\"state\":\"ready\"");
	simulate("card 04A1B2C3D4E580 type2 \"LK1:ABC\"");
	expect_arrive("04A1B2C3D4E580", "type2", "\"LK1:ABC\"");
}

static void test_a_status_that_aborts_libnfc_ends_the_lines_and_a_new_process_works(void **state)
{
	simulate("status 80 5");
	simulate("card 04A1B2C3D4E580 type4 \"LK1:ABC\"");
	assert_null(next_line(&nfc, SOON_MS));
	assert_true(WIFSIGNALED(wait_end(&nfc, SOON_MS)));
	restart_and_read();
}

/* Length bytes of the card's ATS that libnfc believes: dead or not, the next process works. */
static void test_a_lying_ats_harms_one_process_at_most(void **state)
{
	static const char *const targets[] = {
		"target 0101000420040812345600", /* L2 */
		"target 01010004200408123456FF", /* L3 */
		"target 0101000420FF08123456",   /* a UID of 255 bytes */
		"target 0101",
	};

	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		simulate(targets[i]);
		while (next_line(&nfc, 300))
			continue;
		stop(&nfc);
		restart_and_read();
	}
}

static void test_a_killed_process_leaves_no_lock(void **state)
{
	kill(nfc.pid, SIGKILL);
	wait_end(&nfc, SOON_MS);
	restart_and_read();
}

static void test_two_processes_do_not_share_a_reader(void **state)
{
	struct program second;

	start_nfc(&second);
	expect_part(&second, "\"state\":\"backoff\",\"detail\":\"another program has ");
	simulate("card 04A1B2C3D4E580 type2 \"LK1:ABC\"");
	expect_arrive("04A1B2C3D4E580", "type2", "\"LK1:ABC\"");
	expect_silence(&second, 300);
	assert_int_equal(stop(&nfc), 0);
	await(&second, "\"state\":\"ready\"");
	assert_int_equal(stop(&second), 0);
}

/* ---- the face */

static void test_a_ping_is_answered(void **state)
{
	say(&nfc, "{\"type\":\"unknown\"}");
	say(&nfc, "rubbish");
	say(&nfc, "{\"type\":\"ping\"}");
	assert_string_equal(next_line(&nfc, PONG_MS), "{\"type\":\"pong\"}");
}

static void test_a_ping_is_answered_while_the_reader_is_silent(void **state)
{
	simulate("mute");
	for (int i = 0; i < 2; i++) {
		int64_t asked_ms = clock_boot_ms();
		poll(NULL, 0, 400);
		say(&nfc, "{\"type\":\"ping\"}");
		await(&nfc, "\"pong\"");
		assert_in_range(clock_boot_ms() - asked_ms, 0, 400 + PONG_MS);
	}
}

/* libnfc takes seconds to open it, and holds the thread that asked for so long. */
static void test_a_ping_is_answered_while_each_command_takes_its_time(void **state)
{
	simulate("delay 310");
	for (int i = 0; i < 10; i++) {
		int64_t asked_ms = clock_boot_ms();
		say(&nfc, "{\"type\":\"ping\"}");
		await(&nfc, "\"pong\"");
		assert_in_range(clock_boot_ms() - asked_ms, 0, PONG_MS);
		poll(NULL, 0, 400);
	}
}

static void test_stop_and_end_of_file_end_the_process(void **state)
{
	say(&nfc, "{\"type\":\"stop\"}");
	assert_int_equal(wait_end(&nfc, END_MS), 0);
	start_nfc(&nfc);
	expect_part(&nfc, "\"state\":\"ready\"");
	shutdown(nfc.socket, SHUT_WR);
	assert_int_equal(wait_end(&nfc, END_MS), 0);
	start_nfc(&nfc);
	close(nfc.socket);
	nfc.socket = open("/dev/null", O_RDONLY);
	assert_int_equal(wait_end(&nfc, END_MS), 0);
}

static void test_end_of_file_ends_the_process_though_the_reader_is_silent(void **state)
{
	simulate("mute");
	expect_part(&nfc, "\"state\":\"degraded\"");
	poll(NULL, 0, 1000); /* into the middle of nfc_open() */
	shutdown(nfc.socket, SHUT_WR);
	assert_int_equal(wait_end(&nfc, END_MS), 0);
}

static void become_simulator(int input)
{
	int nowhere = open("/dev/null", O_WRONLY);

	dup2(input, STDIN_FILENO);
	dup2(nowhere, STDOUT_FILENO);
	execl(pn532_simulator, pn532_simulator, "--link", link_path,
		"card 04A1B2C3D4E580 type2 \"LK1:ABC\"", (char *)NULL);
	_exit(127);
}

/* A shell of its own terminal: starts the simulator in the background and says whether it was stopped. */
static void be_shell(const char *terminal)
{
	int status = 0, input;
	pid_t pid;

	setsid();
	input = open(terminal, O_RDWR);
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		alarm(3); /* longer than the rest of the test takes */
		become_simulator(input);
	}
	waitpid(pid, &status, WUNTRACED);
	kill(pid, SIGKILL);
	_exit(WIFSTOPPED(status) ? 1 : 0);
}

static void test_the_simulator_in_the_background_leaves_the_terminal_to_the_shell(void **state)
{
	int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), status;
	pid_t shell;

	assert_true(terminal >= 0 && grantpt(terminal) == 0 && unlockpt(terminal) == 0);
	shell = fork();
	if (shell == 0)
		be_shell(ptsname(terminal));
	poll(NULL, 0, 300);
	assert_int_equal(write(terminal, "ls\n", 3), 3);
	start_nfc(&nfc);
	await(&nfc, "\"state\":\"ready\"");
	expect_arrive("04A1B2C3D4E580", "type2", "\"LK1:ABC\"");
	assert_int_equal(stop(&nfc), 0);
	assert_int_equal(waitpid(shell, &status, 0), shell);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	close(terminal);
}

static void test_bad_arguments_get_one_sentence_and_2(void **state)
{
	const char *const rows[][4] = {
		{kiosk_nfc, NULL},
		{kiosk_nfc, "--device", NULL},
		{kiosk_nfc, "--reader", "pn532_uart:/dev/null", NULL},
		{kiosk_nfc, "--device", "/dev/ttyUSB0", NULL},
		{kiosk_nfc, "--device", "", NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		start(&nfc, rows[i]);
		int status = wait_end(&nfc, SOON_MS);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 2);
	}
}

static void test_the_log_holds_no_uid_and_no_text(void **state)
{
	static char log[1 << 20];
	FILE *file = fopen(log_path, "r");

	assert_non_null(file);
	assert_true(fread(log, 1, sizeof(log) - 1, file) > 0);
	fclose(file);
	assert_non_null(strstr(log, "nfc: ready"));
	assert_non_null(strstr(log, "--device"));
	assert_null(strcasestr(log, "04A1B2"));
	assert_null(strstr(log, "LK1:"));
}

/* ---- */

static int make_folder(void **state)
{
	if (!mkdtemp(folder))
		return -1;
	snprintf(link_path, sizeof(link_path), "%s/nfc", folder);
	snprintf(log_path, sizeof(log_path), "%s/log", folder);
	return 0;
}

static int remove_folder(void **state)
{
	unlink(link_path);
	unlink(log_path);
	return rmdir(folder);
}

#define ON_BOTH(name) cmocka_unit_test_setup_teardown(name, start_both, stop_both)
#define ON_SIMULATOR(name) cmocka_unit_test_setup_teardown(name, start_simulator, stop_both)

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_cards_are_told_with_their_texts),
		ON_BOTH(test_a_text_of_512_bytes_comes_whole_from_both_types),
		ON_BOTH(test_a_card_that_lies_is_told_without_texts),
		ON_BOTH(test_a_card_that_stays_is_told_once),
		ON_BOTH(test_a_phone_is_told_once_though_its_uid_changes),
		ON_BOTH(test_two_cards_are_told_once_as_several_until_one_is_gone),
		ON_BOTH(test_a_torn_read_is_tried_again),
		ON_BOTH(test_a_card_that_cannot_be_read_is_told_without_texts),
		ON_BOTH(test_a_reader_pulled_out_is_found_again),
		ON_BOTH(test_a_card_on_a_reader_that_is_pulled_out_leaves_once),
		ON_SIMULATOR(test_a_reader_that_is_not_there_at_the_start_is_absent),
		ON_BOTH(test_a_silent_reader_comes_back),
		ON_BOTH(test_a_reader_that_never_answers_is_opened_again),
		ON_BOTH(test_a_wrong_checksum_and_noise_are_survived),
		ON_BOTH(test_a_target_list_that_is_cut_off_announces_nobody),
		ON_BOTH(test_a_reader_that_did_not_switch_its_field_on_hears_again_within_10_s),
		ON_BOTH(test_a_slow_reader_is_read),
		ON_BOTH(test_an_idle_reader_is_asked_at_most_12_times_a_second),
		ON_BOTH(test_a_status_that_aborts_libnfc_ends_the_lines_and_a_new_process_works),
		ON_BOTH(test_a_lying_ats_harms_one_process_at_most),
		ON_BOTH(test_a_killed_process_leaves_no_lock),
		ON_BOTH(test_two_processes_do_not_share_a_reader),
		ON_BOTH(test_a_ping_is_answered),
		ON_BOTH(test_a_ping_is_answered_while_the_reader_is_silent),
		ON_BOTH(test_a_ping_is_answered_while_each_command_takes_its_time),
		ON_BOTH(test_stop_and_end_of_file_end_the_process),
		ON_BOTH(test_end_of_file_ends_the_process_though_the_reader_is_silent),
		cmocka_unit_test(
			test_the_simulator_in_the_background_leaves_the_terminal_to_the_shell),
		ON_SIMULATOR(test_bad_arguments_get_one_sentence_and_2),
		cmocka_unit_test(test_the_log_holds_no_uid_and_no_text),
	};

	if (count != 3) {
		fprintf(stderr, "usage: nfc KIOSK_NFC PN532_SIMULATOR\n");
		return 2;
	}
	kiosk_nfc = arguments[1];
	pn532_simulator = arguments[2];
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
