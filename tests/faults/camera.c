/* The real kiosk-camera (first argument) on a folder of pictures (tests/pictures, second), and on a
 * camera that is played by tests/support/fake_video (third). */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/lines.h"

enum { ANSWER_WITHIN_MS = 10000, END_WITHIN_MS = 500, SILENT_MS = 400, PATH_BYTES = 512 };

static const char *program, *pictures, *fake_video;

struct camera {
	pid_t pid;
	int socket;
	struct lines lines;
	char folder[64], line[LINE_BYTES_MAX + 1];
	int dropped;
};

static void run_child(int socket, const char *device, const char *option)
{
	dup2(socket, STDIN_FILENO);
	dup2(socket, STDOUT_FILENO);
	freopen("/dev/null", "w", stderr);
	/* A leak checker would trace the process, which its sandbox forbids. */
	setenv("ASAN_OPTIONS", "detect_leaks=0", 0);
	execl(program, program, "--device", device, option, NULL);
	_exit(127);
}

static void start_with(struct camera *camera, const char *device, const char *option)
{
	int ends[2];

	*camera = (struct camera){.folder = "/tmp/kiosk-camera-XXXXXX"};
	assert_non_null(mkdtemp(camera->folder));
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	camera->pid = fork();
	if (camera->pid == 0)
		run_child(ends[1], device ? device : camera->folder, option);
	close(ends[1]);
	camera->socket = ends[0];
}

static void start(struct camera *camera, const char *device)
{
	start_with(camera, device, NULL);
}

/* Ends with end of file, and in time. */
static void stop(struct camera *camera)
{
	int64_t since_ms = clock_boot_ms();
	char command[PATH_BYTES];
	int status;

	close(camera->socket);
	waitpid(camera->pid, &status, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	assert_in_range(clock_boot_ms() - since_ms, 0, END_WITHIN_MS);
	snprintf(command, sizeof(command), "rm -r %s", camera->folder);
	assert_int_equal(system(command), 0);
}

static bool has_line(struct camera *camera)
{
	const char *line;

	if (lines_next(&camera->lines, &line) != LINES_LINE)
		return false;
	strcpy(camera->line, line);
	return true;
}

/* The next line, or "" if none comes. */
static const char *hear(struct camera *camera, int within_ms)
{
	int64_t until_ms = clock_boot_ms() + within_ms;
	struct pollfd readable = {.fd = camera->socket, .events = POLLIN};

	while (!has_line(camera)) {
		int64_t left_ms = until_ms - clock_boot_ms();
		if (left_ms <= 0 || poll(&readable, 1, (int)left_ms) <= 0)
			return "";
		size_t room;
		char *bytes = lines_room(&camera->lines, &room);
		ssize_t count = read(camera->socket, bytes, room);
		if (count <= 0)
			return "";
		lines_took(&camera->lines, (size_t)count);
	}
	return camera->line;
}

static void expect(struct camera *camera, const char *part)
{
	const char *line = hear(camera, ANSWER_WITHIN_MS);

	if (!strstr(line, part))
		fail_msg("wanted %s, heard '%s'", part, line);
}

static void say(struct camera *camera, const char *line)
{
	assert_int_equal(write(camera->socket, line, strlen(line)), strlen(line));
}

static void copy(const char *from, const char *to)
{
	static char bytes[256 * 1024];
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");

	assert_true(in && out);
	size_t length = fread(bytes, 1, sizeof(bytes), in);
	assert_int_equal(fwrite(bytes, 1, length, out), length);
	fclose(in);
	fclose(out);
}

static void drop(struct camera *camera, const char *name)
{
	char from[PATH_BYTES], part[PATH_BYTES], whole[PATH_BYTES];

	snprintf(from, sizeof(from), "%s/%s", pictures, name);
	snprintf(part, sizeof(part), "%s/.arriving", camera->folder);
	snprintf(whole, sizeof(whole), "%s/%d", camera->folder, ++camera->dropped);
	copy(from, part);
	assert_int_equal(rename(part, whole), 0);
}

static void start_ready(struct camera *camera)
{
	start(camera, NULL);
	expect(camera, "{\"type\":\"hello\",\"program\":\"kiosk-camera\"");
	expect(camera, "\"state\":\"ready\"");
}

static void a_picture_that_is_dropped_is_read_each_time(void **state)
{
	struct camera camera;

	start_ready(&camera);
	for (int i = 0; i < 2; i++) {
		drop(&camera, "code39.png");
		expect(&camera,
			"\"source\":\"camera\",\"format\":\"Code39\",\"text\":\"LIB00412345\"");
	}
	drop(&camera, "ticket-dark-mode.png");
	expect(&camera, "\"format\":\"QRCode\",\"text\":\"LK1:");
	assert_string_equal(hear(&camera, SILENT_MS), "");
	stop(&camera);
}

static void a_bad_picture_is_said_and_the_next_is_read(void **state)
{
	static const struct {
		const char *name, *said;
	} cases[] = {
		{"malformed-mode.pgm", "\"reason\":\"malformed\""},
		{"malformed-count.pgm", "\"reason\":\"malformed\""},
		{"two.png", "\"reason\":\"two-codes\""},
		{"cut.png", "\"reason\":\"not-a-picture\""},
		{"make.sh", "\"reason\":\"not-a-picture\""},
		{"code128-twice.png", "\"text\":\"DD123456789012\""},
		{"hello.pgm", "\"text\":\"Hello\""},
		{"line-break.png", "\"text\":\"LIB-7KQ2M4\""},
		{"tab.png", "\"reason\":\"malformed\""},
		{"isbn.png", "\"format\":\"EAN13\",\"text\":\"9780306406157\""},
	};
	struct camera camera;

	start_ready(&camera);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		drop(&camera, cases[i].name);
		expect(&camera, cases[i].said);
	}
	stop(&camera);
}

static void a_picture_gets_a_cameras_looks_and_with_search_every_one(void **state)
{
	struct camera camera;

	start_ready(&camera);
	drop(&camera, "code39-aslant.png");
	assert_string_equal(hear(&camera, 3 * SILENT_MS), "");
	stop(&camera);
	start_with(&camera, NULL, "--search");
	expect(&camera, "hello");
	expect(&camera, "ready");
	drop(&camera, "code39-aslant.png");
	expect(&camera, "\"text\":\"LIB00412345\"");
	stop(&camera);
}

static void it_answers_a_ping_and_ignores_rubbish(void **state)
{
	struct camera camera;

	start_ready(&camera);
	say(&camera, "rubbish\n{\"type\":\"later\"}\n{\"type\":\"camera\",\"want\":7}\n");
	say(&camera, "{\"type\":\"camera\",\"want\":\"look\"}\n{\"type\":\"ping\"}\n");
	expect(&camera, "{\"type\":\"pong\"}");
	stop(&camera);
}

static void stop_ends_it(void **state)
{
	struct camera camera;

	start_ready(&camera);
	say(&camera, "{\"type\":\"stop\"}\n");
	assert_string_equal(hear(&camera, ANSWER_WITHIN_MS), "");
	stop(&camera);
}

static void a_camera_that_is_not_there_is_absent(void **state)
{
	struct camera camera;

	start(&camera, "/dev/no-such-camera");
	expect(&camera, "hello");
	expect(&camera, "\"state\":\"absent\"");
	assert_string_equal(hear(&camera, SILENT_MS), "");
	stop(&camera);
}

static void a_node_that_is_no_camera_is_said(void **state)
{
	struct camera camera;

	start(&camera, "/dev/null");
	expect(&camera, "hello");
	expect(&camera, "\"state\":\"backoff\",\"detail\":\"the device is no camera\"");
	stop(&camera);
}

static void a_file_is_read_at_the_start_and_when_it_changes(void **state)
{
	char path[PATH_BYTES], from[PATH_BYTES];
	struct camera camera, other = {.folder = "/tmp/kiosk-camera-XXXXXX"};

	assert_non_null(mkdtemp(other.folder));
	snprintf(path, sizeof(path), "%s/held", other.folder);
	snprintf(from, sizeof(from), "%s/itf.png", pictures);
	copy(from, path);
	start(&camera, path);
	expect(&camera, "hello");
	expect(&camera, "ready");
	expect(&camera, "\"format\":\"ITF\"");
	snprintf(from, sizeof(from), "%s/codabar.png", pictures);
	copy(from, path);
	expect(&camera, "\"format\":\"Codabar\"");
	unlink(path);
	rmdir(other.folder);
	expect(&camera, "\"state\":\"absent\"");
	stop(&camera);
}

/* The pixels of tests/pictures/NAME.pgm as a frame of that kind. */
static void write_frame(const char *path, const uint8_t *pixels, const char *format)
{
	enum { WIDTH = 116, HEIGHT = 116, STRIDE = 128 };
	bool is_yuyv = strcmp(format, "YUYV") == 0;
	uint8_t row[2 * STRIDE];
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	for (int y = 0; y < HEIGHT; y++) {
		memset(row, 0x80, sizeof(row));
		for (int x = 0; x < WIDTH; x++)
			row[is_yuyv ? 2 * x : x] = pixels[y * WIDTH + x];
		fwrite(row, 1, is_yuyv ? 2 * STRIDE : STRIDE, file);
	}
	fclose(file);
	setenv("FAKE_VIDEO_SIZE", "116x116", 1);
	setenv("FAKE_VIDEO_STRIDE", is_yuyv ? "256" : "128", 1);
}

static void make_frame(const char *path, const char *format)
{
	static uint8_t bytes[20000];
	char name[PATH_BYTES];
	int header = 0, newlines = 0;

	snprintf(name, sizeof(name), "%s/hello.pgm", pictures);
	FILE *file = fopen(name, "rb");
	assert_non_null(file);
	assert_in_range(fread(bytes, 1, sizeof(bytes), file), 116 * 116, sizeof(bytes));
	fclose(file);
	while (newlines < 3)
		newlines += bytes[header++] == '\n';
	write_frame(path, bytes + header, format);
}

static void start_video(struct camera *camera, const char *format, const char *fault)
{
	static char path[PATH_BYTES];

	snprintf(path, sizeof(path), "/tmp/kiosk-frame-%d", (int)getpid());
	if (strcmp(format, "MJPG") == 0)
		snprintf(path, sizeof(path), "%s/cmyk.jpg", pictures);
	else
		make_frame(path, format);
	setenv("FAKE_VIDEO_FILE", path, 1);
	setenv("FAKE_VIDEO_FORMAT", format, 1);
	setenv("FAKE_VIDEO_FAULT", fault, 1);
	setenv("LD_PRELOAD", fake_video, 1);
	start(camera, "/dev/fake-video");
	unsetenv("LD_PRELOAD");
	expect(camera, "hello");
}

static void a_camera_of_each_kind_is_read(void **state)
{
	static const char *const kinds[] = {"GREY", "NV12", "YUYV", "MJPG"};

	for (int i = 0; i < 4; i++) {
		struct camera camera;
		start_video(&camera, kinds[i], "");
		expect(&camera, "\"state\":\"ready\"");
		expect(&camera, i == 3 ? "\"text\":\"LIB-7KQ2M4\"" : "\"text\":\"Hello\"");
		assert_string_equal(hear(&camera, SILENT_MS), "");
		stop(&camera);
	}
}

static void a_camera_that_fails_comes_back(void **state)
{
	static const char *const faults[] = {"unplug", "frozen", "again"};

	for (int i = 0; i < 3; i++) {
		struct camera camera;
		start_video(&camera, "GREY", faults[i]);
		expect(&camera, "\"state\":\"ready\"");
		expect(&camera, "\"text\":\"Hello\"");
		expect(&camera, "\"state\":\"backoff\"");
		expect(&camera, "\"state\":\"ready\"");
		stop(&camera);
	}
}

static void damaged_frames_are_left_out(void **state)
{
	struct camera camera;

	start_video(&camera, "GREY", "damaged");
	expect(&camera, "\"state\":\"ready\"");
	expect(&camera, "\"text\":\"Hello\"");
	assert_string_equal(hear(&camera, 2 * SILENT_MS), "");
	stop(&camera);
}

static void a_node_without_pictures_or_in_use_is_said(void **state)
{
	static const char *const cases[][2] = {
		{"metadata", "gives no pictures"}, {"busy", "cannot open the camera"}};

	for (int i = 0; i < 2; i++) {
		struct camera camera;
		start_video(&camera, "GREY", cases[i][0]);
		expect(&camera, cases[i][1]);
		expect(&camera, "ready"); /* the fault is of the first time */
		stop(&camera);
	}
}

static void a_driver_that_lies_about_sizes_does_no_harm(void **state)
{
	struct camera camera;

	start_video(&camera, "GREY", "lies");
	say(&camera, "{\"type\":\"camera\",\"want\":\"look\"}\n");
	assert_string_equal(hear(&camera, SILENT_MS), "");
	say(&camera, "{\"type\":\"ping\"}\n");
	expect(&camera, "pong");
	stop(&camera);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_picture_that_is_dropped_is_read_each_time),
		cmocka_unit_test(a_bad_picture_is_said_and_the_next_is_read),
		cmocka_unit_test(a_picture_gets_a_cameras_looks_and_with_search_every_one),
		cmocka_unit_test(it_answers_a_ping_and_ignores_rubbish),
		cmocka_unit_test(stop_ends_it),
		cmocka_unit_test(a_camera_that_is_not_there_is_absent),
		cmocka_unit_test(a_node_that_is_no_camera_is_said),
		cmocka_unit_test(a_file_is_read_at_the_start_and_when_it_changes),
		cmocka_unit_test(a_camera_of_each_kind_is_read),
		cmocka_unit_test(a_camera_that_fails_comes_back),
		cmocka_unit_test(damaged_frames_are_left_out),
		cmocka_unit_test(a_node_without_pictures_or_in_use_is_said),
		cmocka_unit_test(a_driver_that_lies_about_sizes_does_no_harm),
	};

	if (count != 4)
		return 2;
	program = arguments[1];
	pictures = arguments[2];
	fake_video = arguments[3];
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
