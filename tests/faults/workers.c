/* Workers that die and freeze, readers that flood and talk rubbish: the screen answers a touch all
 * the same, and the worker is started again. workers LIBRARY-KIOSK ASSETS PN532-SIMULATOR; starts
 * an Xvfb for touches that come through X. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "display.h"
#include "face.h"

enum {
	ANSWER_MS = 100, /* the median of TOUCHES */
	LATEST_MS = 500, /* each; machines are shared */
	TOUCHES = 9,
	RESTART_MS = 12000, /* an answer is waited for 2 s, back-off goes up to 8 s */
	READY_MS = 10000,
};

static const char *face_path, *assets, *pn532_simulator;
static struct stage stage;
static struct face_options options;
static struct face face;
static pid_t simulator;
static int simulator_input;
static int listener; /* the impostor's, where systemd would listen */
static char socket_path[STAGE_PATH_BYTES + 16];

static double slowest_ms;

static double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

/* To the programme and back; each screen is painted before the answer comes. `steady`: no line of a
 * reader changes the screen meanwhile, so each touch finds its button. */
static void touches_are_answered(bool steady)
{
	double took_ms[TOUCHES];

	for (int i = 0; i < TOUCHES; i++) {
		double began_ms = now_ms();
		json_t *answer = face_ask(&face, json_pack("{s:s, s:s, s:i}", "type", "tap-name",
							 "name", "book", "index", 0));
		took_ms[i] = now_ms() - began_ms;
		assert_non_null(answer);
		bool held = strcmp(lines_type(answer), "ok") == 0;
		json_decref(answer);
		held = face_tap(&face, "Finish") && held;
		assert_true(held || !steady);
	}
	qsort(took_ms, TOUCHES, sizeof(took_ms[0]), by_size);
	double median_ms = took_ms[TOUCHES / 2];
	if (took_ms[TOUCHES - 1] > slowest_ms)
		slowest_ms = took_ms[TOUCHES - 1];
	print_message(
		"a touch: median %.1f ms, slowest %.1f ms\n", median_ms, took_ms[TOUCHES - 1]);
	assert_true(median_ms <= ANSWER_MS);
	assert_true(took_ms[TOUCHES - 1] <= LATEST_MS);
}

/* ---- real readers ---- */

static void start_simulator(const char *link)
{
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	simulator = fork();
	if (simulator == 0) {
		int nothing = open("/dev/null", O_WRONLY);
		dup2(ends[0], STDIN_FILENO);
		dup2(nothing, STDOUT_FILENO);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		execl(pn532_simulator, pn532_simulator, "--link", link, (char *)NULL);
		_exit(127);
	}
	close(ends[0]);
	simulator_input = ends[1];
	for (int waited_ms = 0; access(link, F_OK) != 0 && waited_ms < READY_MS; waited_ms += 10)
		poll(NULL, 0, 10);
}

static void wait_until_ready(const char *key)
{
	for (double began_ms = now_ms(); now_ms() - began_ms < READY_MS; poll(NULL, 0, 20)) {
		json_t *answer = face_ask(&face, json_pack("{s:s}", "type", "workers"));
		bool ready = json_is_true(json_object_get(answer, key));
		json_decref(answer);
		if (ready)
			return;
	}
	fail_msg("%s never came", key);
}

static int start_with_readers(void **state)
{
	char settings[4 * STAGE_PATH_BYTES], pictures[STAGE_PATH_BYTES + 16];

	stage_make(&stage, assets, 1, "2026-12-01T09:30");
	options = (struct face_options){.program = face_path, .assets = assets, .stage = &stage};
	snprintf(pictures, sizeof(pictures), "%s/pn532", stage.folder);
	start_simulator(pictures);
	snprintf(settings, sizeof(settings),
		"[readers]\nnfc = pn532_uart:%s/pn532\ncamera = %s/data\n"
		"[centre]\nurl = postgresql://kiosk_1@/centre?host=%s\n",
		stage.folder, stage.folder, stage.folder);
	stage_configure(&stage, settings);
	assert_true(face_start(&face, &options));
	wait_until_ready("nfc_ready");
	wait_until_ready("camera_ready");
	return 0;
}

static int stop_with_readers(void **state)
{
	face_end(&face, 0);
	close(simulator_input);
	kill(simulator, SIGKILL);
	waitpid(simulator, NULL, 0);
	stage_remove(&stage);
	return 0;
}

static void restarts(const char *name, pid_t before)
{
	double began_ms = now_ms();
	pid_t pid = before;

	while ((pid == before || pid <= 0) && now_ms() - began_ms < RESTART_MS) {
		poll(NULL, 0, 20);
		pid = (pid_t)face_number(&face, "workers", name);
	}
	assert_true(pid > 0 && pid != before);
}

static void signal_workers(int signal)
{
	static const char *const workers[] = {"nfc", "camera", "sync"};

	for (int i = 0; i < 3; i++) {
		pid_t pid = (pid_t)face_number(&face, "workers", workers[i]);
		assert_true(pid > 0);
		assert_int_equal(kill(pid, signal), 0);
		touches_are_answered(true);
		restarts(workers[i], pid);
		touches_are_answered(true);
	}
	wait_until_ready("nfc_ready");
	wait_until_ready("camera_ready");
}

static void test_a_killed_worker_is_started_again(void **state)
{
	signal_workers(SIGKILL);
}

static void test_a_frozen_worker_is_killed_and_started_again(void **state)
{
	signal_workers(SIGSTOP);
}

static void test_a_frozen_worker_is_noticed_though_nobody_touches(void **state)
{
	pid_t pid = (pid_t)face_number(&face, "workers", "nfc");

	assert_int_equal(kill(pid, SIGSTOP), 0);
	restarts("nfc", pid);
	wait_until_ready("nfc_ready");
}

/* What kioskctl beside the face says of its kiosk. */
static void read_word(const char *word, char *text, size_t size)
{
	char command[3 * STAGE_PATH_BYTES];
	const char *slash = strrchr(face_path, '/');

	snprintf(command, sizeof(command), "%.*s/kioskctl %s --data %s", (int)(slash - face_path),
		face_path, word, stage.data);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	text[fread(text, 1, size - 1, pipe)] = '\0';
	assert_true(WIFEXITED(pclose(pipe)));
}

static int count_in_log(const char *sentence)
{
	static char log[1 << 20];
	FILE *file = fopen(stage.log, "r");
	int count = 0;

	assert_non_null(file);
	log[fread(log, 1, sizeof(log) - 1, file)] = '\0';
	fclose(file);
	for (const char *at = log; (at = strstr(at, sentence)); at += strlen(sentence))
		count++;
	return count;
}

static void wait_for_status(const char *sentence)
{
	char status[4096] = "";

	for (double began_ms = now_ms(); now_ms() - began_ms < READY_MS; poll(NULL, 0, 50)) {
		read_word("status", status, sizeof(status));
		if (strstr(status, sentence))
			return;
	}
	fail_msg("status never said %s, but\n%s", sentence, status);
}

static void test_how_a_worker_ended_is_logged_once_and_stands_in_status(void **state)
{
	pid_t pid = (pid_t)face_number(&face, "workers", "nfc");

	wait_for_status("  nfc                  ready\n");
	assert_int_equal(kill(pid, SIGSEGV), 0);
	restarts("nfc", pid);
	wait_until_ready("nfc_ready");
	wait_for_status("nfc                  ready; the last one was ended by signal SEGV\n");
	assert_int_equal(count_in_log("nfc was ended by signal SEGV"), 1);
}

static void test_what_a_worker_says_of_its_device_stands_in_status_and_doctor(void **state)
{
	char said[4096];

	assert_true(write(simulator_input, "hangup\n", 7) == 7);
	wait_for_status("/pn532 is not there (is it plugged in?)\n");
	read_word("doctor", said, sizeof(said));
	assert_non_null(
		strstr(said, "/pn532 is not there (is it plugged in?); the demo does without\n"));
	assert_true(write(simulator_input, "replug\n", 7) == 7);
	wait_for_status("  nfc                  ready\n");
}

/* ---- an impostor where systemd would listen for a reader ---- */

static int start_impostor(const char *reader, bool on_display)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	char settings[2 * STAGE_PATH_BYTES];

	stage_make(&stage, assets, 1, "2026-12-01T09:30");
	options = (struct face_options){
		.program = face_path, .assets = assets, .stage = &stage, .on_display = on_display};
	snprintf(socket_path, sizeof(socket_path), "%s/reader.sock", stage.folder);
	snprintf(address.sun_path, sizeof(address.sun_path), "%.100s", socket_path);
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(listener, 4), 0);
	snprintf(settings, sizeof(settings), "[readers]\n%s-socket = %s\n", reader, socket_path);
	stage_configure(&stage, settings);
	assert_true(face_start(&face, &options));
	return 0;
}

static int start_with_impostor(void **state)
{
	return start_impostor("nfc", false);
}

static int start_with_impostor_for_camera(void **state)
{
	return start_impostor("camera", false);
}

static int stop_with_impostor(void **state)
{
	face_end(&face, 0);
	close(listener);
	stage_remove(&stage);
	return 0;
}

/* The next time that the face starts its reader. */
static int be_started(int within_ms)
{
	struct pollfd caller = {.fd = listener, .events = POLLIN};

	if (poll(&caller, 1, within_ms) <= 0)
		fail_msg("the reader was not started again");
	return accept4(listener, NULL, NULL, SOCK_CLOEXEC);
}

static void say(int descriptor, const char *line)
{
	assert_true(send(descriptor, line, strlen(line), MSG_NOSIGNAL) == (ssize_t)strlen(line));
}

#define READY_LINE "{\"type\":\"state\",\"state\":\"ready\",\"detail\":\"\"}\n"

struct flood {
	const char *line;
	int descriptor;
	atomic_bool over;
	long lines;
};

static void *pour(void *argument)
{
	struct flood *flood = argument;
	size_t length = strlen(flood->line);

	while (!flood->over &&
		send(flood->descriptor, flood->line, length, MSG_NOSIGNAL) == (ssize_t)length)
		flood->lines++;
	return NULL;
}

static void test_a_flood_of_lines_does_not_drown_the_screen(void **state)
{
	static const char *const lines[] = {
		"{\"type\":\"remove\",\"source\":\"nfc\",\"uid\":\"04A1B2C3D4E580\"}\n",
		("{\"type\":\"arrive\",\"source\":\"nfc\",\"uid\":\"04A1B2C3D4E580\","
		 "\"technology\":\"type2\",\"random\":false,\"texts\":[]}\n"),
		"{\"type\":\"unreadable\",\"source\":\"nfc\",\"reason\":\"torn\"}\n",
		READY_LINE,
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct flood flood = {.line = lines[i], .descriptor = be_started(RESTART_MS)};
		pthread_t thread;
		say(flood.descriptor, READY_LINE);
		assert_int_equal(pthread_create(&thread, NULL, pour, &flood), 0);
		touches_are_answered(i == 0 || i == 3);
		flood.over = true;
		shutdown(flood.descriptor, SHUT_RDWR);
		pthread_join(thread, NULL);
		close(flood.descriptor);
		print_message("%ld lines\n", flood.lines);
		assert_true(flood.lines > 100);
	}
}

/* ---- touches that come through X ---- */

static int start_with_x(void **state)
{
	display_start();
	return start_impostor("nfc", true);
}

static int stop_with_x(void **state)
{
	stop_with_impostor(state);
	display_stop();
	return 0;
}

/* From the start of the program that presses the button to another screen. One that has just
 * changed takes no touch yet. */
static double touch_through_x(void)
{
	poll(NULL, 0, 400);
	double began_ms = now_ms();

	assert_int_equal(system("xdotool mousemove 900 700 mousedown 1 mouseup 1"), 0);
	while (face_is_on(&face, "home"))
		assert_true(now_ms() - began_ms < READY_MS);
	return now_ms() - began_ms;
}

static double median_touch_through_x(void)
{
	double took_ms[TOUCHES];

	for (int i = 0; i < TOUCHES; i++) {
		took_ms[i] = touch_through_x();
		assert_true(face_tap(&face, "Finish"));
		assert_true(face_is_on(&face, "home"));
	}
	qsort(took_ms, TOUCHES, sizeof(took_ms[0]), by_size);
	return took_ms[TOUCHES / 2];
}

static void test_a_touch_gets_through_a_flood(void **state)
{
	struct flood flood = {.descriptor = be_started(RESTART_MS),
		.line = "{\"type\":\"remove\",\"source\":\"nfc\",\"uid\":\"04A1B2C3D4E580\"}\n"};
	pthread_t thread;

	say(flood.descriptor, READY_LINE);
	double calm_ms = median_touch_through_x();
	assert_int_equal(pthread_create(&thread, NULL, pour, &flood), 0);
	double flooded_ms = median_touch_through_x();
	flood.over = true;
	shutdown(flood.descriptor, SHUT_RDWR);
	pthread_join(thread, NULL);
	close(flood.descriptor);
	print_message(
		"a touch through X: median %.1f ms, in the flood %.1f ms\n", calm_ms, flooded_ms);
	assert_true(flooded_ms - calm_ms <= ANSWER_MS);
}

static void test_ten_lines_of_rubbish_restart_the_reader(void **state)
{
	static const char *const rubbish[] = {"}{\n", "\n", "[]\n", "{\"type\":7}\n",
		"{\"type\":\"no-such-thing\"}\n", "\xFF\xFE\n"};

	for (size_t i = 0; i < sizeof(rubbish) / sizeof(rubbish[0]); i++) {
		int descriptor = be_started(RESTART_MS);
		char byte;
		for (int j = 0; j < 10; j++)
			say(descriptor, rubbish[i]);
		touches_are_answered(true);
		assert_int_equal(shutdown(descriptor, SHUT_WR), 0);
		while (read(descriptor, &byte, 1) > 0)
			continue;
		close(descriptor);
	}
	close(be_started(RESTART_MS));
}

static void test_a_line_without_an_end_harms_nobody(void **state)
{
	int descriptor = be_started(RESTART_MS);
	struct flood flood = {.line = "{\"type\":\"arrive\",\"uid\":\"", .descriptor = descriptor};
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, pour, &flood), 0);
	touches_are_answered(true);
	flood.over = true;
	shutdown(descriptor, SHUT_RDWR);
	pthread_join(thread, NULL);
	close(descriptor);
	close(be_started(RESTART_MS));
}

static void test_a_reader_that_does_not_answer_is_restarted(void **state)
{
	int descriptor = be_started(RESTART_MS);
	char bytes[256];

	say(descriptor, READY_LINE);
	touches_are_answered(true); /* a visit begins with a ping */
	double began_ms = now_ms();
	while (read(descriptor, bytes, sizeof(bytes)) > 0)
		continue;
	close(descriptor);
	close(be_started(RESTART_MS));
	assert_true(now_ms() - began_ms < 2500);
}

/* Until the face has said this line to its reader. */
static void hear(int descriptor, const char *line)
{
	char heard[4096] = "";
	struct pollfd readable = {.fd = descriptor, .events = POLLIN};
	size_t length = 0;

	while (!strstr(heard, line)) {
		if (poll(&readable, 1, READY_MS) <= 0)
			fail_msg("the face never said %s, but %s", line, heard);
		ssize_t count = read(descriptor, heard + length, sizeof(heard) - 1 - length);
		assert_true(count > 0);
		length += (size_t)count;
	}
}

static void test_a_camera_that_is_started_again_is_told_again_to_look(void **state)
{
	static const char look[] = "{\"type\":\"camera\",\"want\":\"look\"}\n";
	int descriptor = be_started(RESTART_MS);

	assert_true(face_tap_name(&face, "book", 0));
	hear(descriptor, look);
	close(descriptor);
	descriptor = be_started(RESTART_MS);
	hear(descriptor, look);
	close(descriptor);
}

static void test_a_reader_that_dies_is_back_at_once_three_times_then_backs_off(void **state)
{
	static const struct {
		int earliest_ms, latest_ms;
	} waits[] = {{0, 250}, {0, 250}, {0, 250}, {240, RESTART_MS}, {490, RESTART_MS}};
	int descriptor = be_started(RESTART_MS), late = 0;

	for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
		double died_ms = now_ms();
		close(descriptor);
		descriptor = be_started(RESTART_MS);
		double took_ms = now_ms() - died_ms;
		print_message("back after %.0f ms\n", took_ms);
		assert_true(took_ms >= waits[i].earliest_ms);
		late += took_ms > waits[i].latest_ms;
	}
	assert_true(late <= 1); /* machines are shared */
	close(descriptor);
}

/* ---- */

#define WITH_READERS(name)                                                                         \
	cmocka_unit_test_setup_teardown(name, start_with_readers, stop_with_readers)
#define WITH_IMPOSTOR(name)                                                                        \
	cmocka_unit_test_setup_teardown(name, start_with_impostor, stop_with_impostor)

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		WITH_READERS(test_a_killed_worker_is_started_again),
		WITH_READERS(test_a_frozen_worker_is_killed_and_started_again),
		WITH_READERS(test_a_frozen_worker_is_noticed_though_nobody_touches),
		WITH_READERS(test_how_a_worker_ended_is_logged_once_and_stands_in_status),
		WITH_READERS(test_what_a_worker_says_of_its_device_stands_in_status_and_doctor),
		WITH_IMPOSTOR(test_a_flood_of_lines_does_not_drown_the_screen),
		cmocka_unit_test_setup_teardown(
			test_a_touch_gets_through_a_flood, start_with_x, stop_with_x),
		WITH_IMPOSTOR(test_ten_lines_of_rubbish_restart_the_reader),
		WITH_IMPOSTOR(test_a_line_without_an_end_harms_nobody),
		WITH_IMPOSTOR(test_a_reader_that_does_not_answer_is_restarted),
		cmocka_unit_test_setup_teardown(
			test_a_camera_that_is_started_again_is_told_again_to_look,
			start_with_impostor_for_camera, stop_with_impostor),
		WITH_IMPOSTOR(test_a_reader_that_dies_is_back_at_once_three_times_then_backs_off),
	};

	if (count != 4) {
		fprintf(stderr, "usage: workers LIBRARY-KIOSK ASSETS PN532-SIMULATOR\n");
		return 2;
	}
	face_path = arguments[1];
	assets = arguments[2];
	pn532_simulator = arguments[3];
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	printf("workers: the slowest touch was answered in %.0f ms\n", slowest_ms);
	return failed;
}
