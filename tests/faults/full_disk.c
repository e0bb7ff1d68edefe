/* The disk is full while somebody books: full_disk LIBRARY-KIOSK ASSETS. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/id.h"
#include "face.h"
#include "store/store.h"

enum { VISITS_MAX = 200, PROMISES_MAX = 400 };

static const char *face_path, *assets;
static struct stage stage;
static struct face_options options;
static struct face face;
static char promised[PROMISES_MAX][ID_TEXT];
static int promises;

static void write_down(const char *booking)
{
	assert_true(promises < PROMISES_MAX);
	snprintf(promised[promises++], ID_TEXT, "%s", booking);
}

static void start_face(void)
{
	assert_true(face_start(&face, &options));
	assert_true(face_is_on(&face, "home"));
}

static void make_stage(void)
{
	promises = 0;
	stage_make(&stage, assets, 1, "2026-12-01T09:30");
	options = (struct face_options){
		.program = face_path, .assets = assets, .stage = &stage, .painted = write_down};
}

/* True: booked. False: the kiosk said that it cannot. */
static bool book(void)
{
	stage_wait(5 * SECOND_MS);
	assert_true(face_tap(&face, "Book a place"));
	assert_true(face_tap_name(&face, "choose", 0));
	assert_true(face_tap_name(&face, "book", 0));
	int before = promises;
	assert_true(face_tap_name(&face, "go_on", 0));
	bool booked = face_is_on(&face, "ticket");
	if (!booked) {
		assert_true(face_is_on(&face, "use_desk"));
		assert_true(face_sees(&face, "Please use the desk"));
	}
	assert_int_equal(promises, before + booked);
	assert_true(face_tap(&face, "Done"));
	assert_true(face_is_on(&face, "home"));
	return booked;
}

/* Visitors come until one is sent to the desk. */
static void book_until_full(void)
{
	for (int i = 0; i < VISITS_MAX; i++)
		if (!book())
			return;
	fail_msg("%d visits and no disk was full", VISITS_MAX);
}

static void promises_are_kept(void)
{
	struct error error = {0};
	struct store *store = store_open(stage.data, STORE_LOOK, &error);
	struct booking booking;
	struct id id;

	if (!store)
		fail_msg("%s", error.detail);
	for (int i = 0; i < promises; i++) {
		assert_true(id_parse(promised[i], &id));
		assert_true(store_booking(store, id, &booking));
	}
	store_close(store);
}

/* A small file system of our own, gone with this process. */
static bool mount_small(const char *folder)
{
	return unshare(CLONE_NEWNS) == 0 && mount("", "/", "", MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("faults", folder, "tmpfs", 0, "size=24m") == 0;
}

static void fill(const char *path)
{
	static const char block[4096];
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(file >= 0);
	while (write(file, block, sizeof(block)) == sizeof(block))
		continue;
	assert_int_equal(errno, ENOSPC);
	close(file);
}

static void test_a_full_disk_confirms_nothing_and_loses_nothing(void **state)
{
	char folder[] = "/tmp/kiosk-small-XXXXXX", ballast[STAGE_PATH_BYTES + 16];

	assert_non_null(mkdtemp(folder));
	if (!mount_small(folder)) {
		rmdir(folder);
		print_message("no file system can be mounted here\n");
		skip();
	}
	setenv("TMPDIR", folder, 1);
	make_stage();
	start_face();
	for (int i = 0; i < 3; i++)
		assert_true(book());
	snprintf(ballast, sizeof(ballast), "%s/ballast", stage.folder);
	fill(ballast);
	book_until_full();
	assert_false(book());
	promises_are_kept();

	assert_int_equal(unlink(ballast), 0);
	assert_true(book());
	assert_int_equal(face_end(&face, 0), 0);
	start_face();
	promises_are_kept();
	face_end(&face, 0);
	unsetenv("TMPDIR");
	umount2(folder, MNT_DETACH); /* the clock is still mapped */
	rmdir(folder);
}

static long size_of_log(void)
{
	char path[sizeof(stage.data) + 16];
	struct stat status;

	snprintf(path, sizeof(path), "%s/kiosk.db-wal", stage.data);
	return stat(path, &status) == 0 ? (long)status.st_size : 0;
}

static void test_a_file_that_may_not_grow_confirms_nothing_and_loses_nothing(void **state)
{
	make_stage();
	start_face();
	assert_true(book());
	long needed = size_of_log();
	assert_int_equal(face_end(&face, 0), 0);

	char path[sizeof(stage.data) + 16];
	struct stat status;
	snprintf(path, sizeof(path), "%s/kiosk.db", stage.data);
	assert_int_equal(stat(path, &status), 0);
	options.file_bytes_max = (long)status.st_size + needed;
	start_face();
	book_until_full();
	assert_false(book());
	assert_int_equal(face_end(&face, 0), 0);
	promises_are_kept();

	/* Where the last write that found no room was the mark that a ticket was seen, "Is this yours?" asks
	 * for a minute. */
	stage_wait(61 * SECOND_MS);
	options.file_bytes_max = 0;
	start_face();
	assert_true(book());
	face_end(&face, 0);
	promises_are_kept();
	stage_remove(&stage);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_file_that_may_not_grow_confirms_nothing_and_loses_nothing),
		cmocka_unit_test(test_a_full_disk_confirms_nothing_and_loses_nothing),
	};

	if (count != 3) {
		fprintf(stderr, "usage: full_disk LIBRARY-KIOSK ASSETS\n");
		return 2;
	}
	face_path = arguments[1];
	assets = arguments[2];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
