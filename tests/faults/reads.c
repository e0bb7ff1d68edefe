/* Every read of a visit fails in turn, and whoever stands there gets the desk, never a wrong answer:
 * reads LIBRARY-KIOSK ASSETS UNREADABLE.SO. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "face.h"
#include "store/outbox.h"

enum { STEPS_MAX = 8, READS_MAX = 400 };

static const char *face_path, *assets, *unreadable_path;
static struct stage stage;
static struct face_options options;
static struct face face;
static int *left; /* reads until the one that fails; 0: none does */

/* What somebody does, and the screen where it rightly ends. */
struct visit {
	const char *name;
	const char *steps[STEPS_MAX]; /* "card UID", "tap TEXT", "choose NAME" */
	const char *ends_on;
	const char *sees; /* there, if no read failed */
	const char *never_sees;
};

static const struct visit visits[] = {
	{"who is blocked", {"card 04AEB2C31DE580"}, "check_in", "Please speak to us at the desk",
		"Book a place"},
	{"who is known and has nothing booked", {"card 04A7B2C316E580"}, "my_page",
		"You have no bookings now.", NULL},
	{"a card that nobody knows yet", {"card 04A1B2C3D4E580"}, "my_page", NULL, NULL},
	{"who looks at what is on", {"tap What's on", "choose choose"}, "session", NULL, NULL},
	{"who books by card",
		{"card 04A3B2C312E580", "tap Book a place", "choose choose", "choose book",
			"tap Continue"},
		"ticket", NULL, NULL},
	/* A read that fails behind the booking has given a place away: in the end they wait. */
	{"who books", {"tap Book a place", "choose choose", "choose book", "choose go_on"},
		"ticket", NULL, NULL},
	{"who looks at a booking of theirs", {"card 04A3B2C312E580", "choose choose"}, "booking",
		NULL, NULL},
};

/* Three quarters of an hour later: what she booked is open for check-in. */
static const struct visit arrivals[] = {
	{"who comes in by card", {"card 04A3B2C312E580"}, "check_in", NULL, NULL},
};

/* By the centre's form, and never by the kiosk's own. */
static const struct visit joining = {"who joins", {"tap Join the library"}, "question",
	"Another day", "Who would like to join?"};

static void share_counter(void)
{
	char path[STAGE_PATH_BYTES + 16];

	snprintf(path, sizeof(path), "%s/unreadable", stage.folder);
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_true(file >= 0 && ftruncate(file, sizeof(*left)) == 0);
	left = mmap(NULL, sizeof(*left), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	assert_true(left != MAP_FAILED);
	close(file);
	setenv("KIOSK_UNREADABLE", path, 1);
	setenv("LD_PRELOAD", unreadable_path, 1);
}

static void give_form(void)
{
	struct error error = {0};
	struct store *store = store_open(stage.data, STORE_SYNC, &error);
	struct feed_row row = {.version = 1,
		.kind = "form",
		.key = "join",
		.revision = 1,
		.body = "{\"text\": \"{\\\"form\\\": \\\"join\\\", \\\"version\\\": 1, \\\"questions\\\": ["
			"{\\\"id\\\": \\\"name\\\", \\\"kind\\\": \\\"name\\\", \\\"title\\\": \\\"Another day\\\"},"
			"{\\\"id\\\": \\\"consent\\\", \\\"kind\\\": \\\"name\\\", \\\"title\\\": \\\"Me\\\"}]}\"}"};

	assert_non_null(store);
	assert_true(outbox_apply_feed(store,
		&(struct feed_page){.stream = "branch:micklefield",
			.rows = &row,
			.count = 1,
			.upto = row.version},
		&error));
	char *form = store_told_form(store, "join");
	assert_non_null(form);
	free(form);
	store_close(store);
}

static int start(void **state)
{
	stage_make(&stage, assets, 1, "2026-12-01T09:30");
	give_form();
	share_counter();
	options = (struct face_options){.program = face_path, .assets = assets, .stage = &stage};
	assert_true(face_start(&face, &options));
	unsetenv("LD_PRELOAD");
	assert_true(face_is_on(&face, "home"));
	return 0;
}

static int stop(void **state)
{
	face_end(&face, 0);
	stage_remove(&stage);
	return 0;
}

static bool take_step(const char *step)
{
	const char *what = strchr(step, ' ') + 1;

	if (strncmp(step, "card ", 5) == 0)
		return face_tell(&face,
			json_pack("{s:s, s:s, s:s, s:s, s:b, s:[]}", "type", "arrive", "source",
				"nfc", "uid", what, "technology", "type2", "random", 0, "texts"));
	if (strncmp(step, "tap ", 4) == 0)
		return face_tap(&face, what);
	return face_tap_name(&face, what, 0);
}

static bool is_at_desk(void)
{
	return face_is_on(&face, "use_desk");
}

/* Plays it to its end or to the desk. */
static bool ends_at_desk(const struct visit *visit)
{
	for (int i = 0; i < STEPS_MAX && visit->steps[i]; i++) {
		if (!take_step(visit->steps[i]))
			fail_msg("%s: %s: %s", visit->name, visit->steps[i], face.detail);
		if (is_at_desk())
			return true;
		if (visit->never_sees)
			assert_false(face_sees(&face, visit->never_sees));
	}
	return false;
}

static void go_home(void)
{
	*left = 0;
	if (!face_is_on(&face, "home"))
		assert_true(face_tap(&face, "Done") || face_tap(&face, "Finish"));
	assert_true(face_is_on(&face, "home"));
}

static void ended_well(const struct visit *visit)
{
	if (!face_is_on(&face, visit->ends_on))
		fail_msg("%s: %s", visit->name, face.detail);
	if (visit->sees && !face_sees(&face, visit->sees))
		fail_msg("%s: does not see \"%s\"", visit->name, visit->sees);
}

/* Each read of this visit fails once; the last round meets none. */
static void play(const struct visit *visit)
{
	int failing;

	for (failing = 1; failing < READS_MAX; failing++) {
		*left = failing;
		bool desk = ends_at_desk(visit);
		bool failed = *left == 0;
		if (failed && !desk)
			fail_msg("%s: read %d failed, and nobody was sent to the desk", visit->name,
				failing);
		if (desk && !failed)
			fail_msg("%s: sent to the desk, and every read went well", visit->name);
		if (!failed)
			ended_well(visit);
		go_home();
		if (!failed)
			break;
	}
	assert_true(failing < READS_MAX);
	print_message("%s: %d reads\n", visit->name, failing - 1);
}

static void test_every_read_of_a_visit_that_fails_leads_to_the_desk(void **state)
{
	for (size_t i = 0; i < sizeof(visits) / sizeof(visits[0]); i++)
		play(&visits[i]);
	face_tell(&face, json_pack("{s:s, s:I}", "type", "wait", "ms", (json_int_t)45 * MINUTE_MS));
	for (size_t i = 0; i < sizeof(arrivals) / sizeof(arrivals[0]); i++)
		play(&arrivals[i]);
}

/* Which reads fail in a visit each: whether there is news, what home shows then, the form itself. */
static void test_a_form_that_could_not_be_read_gives_way_to_no_other(void **state)
{
	static const int failing[] = {1, 2, 2};

	for (size_t i = 0; i < sizeof(failing) / sizeof(failing[0]); i++) {
		*left = failing[i];
		assert_true(ends_at_desk(&joining));
		go_home();
	}
	assert_false(ends_at_desk(&joining));
	ended_well(&joining);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_every_read_of_a_visit_that_fails_leads_to_the_desk, start, stop),
		cmocka_unit_test_setup_teardown(
			test_a_form_that_could_not_be_read_gives_way_to_no_other, start, stop),
	};

	if (count != 4) {
		fprintf(stderr, "usage: reads LIBRARY-KIOSK ASSETS UNREADABLE.SO\n");
		return 2;
	}
	face_path = arguments[1];
	assets = arguments[2];
	unreadable_path = arguments[3];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
