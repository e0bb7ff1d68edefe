/* What the centre gives is asked from the next visit on, and a visit ends with the form with which it began:
 * form_swap LIBRARY-KIOSK ASSETS. Sync is played by this program, as its other process would write. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "face.h"
#include "store/outbox.h"

#define QUESTION(id, kind, title)                                                                  \
	"{\"id\": \"" id "\", \"kind\": \"" kind "\", \"title\": {\"en\": \"" title "\"}"
#define JOIN(letter)                                                                               \
	"{\"form\": \"join\", \"version\": 9, \"questions\": [" QUESTION("name", "name",           \
		letter "1?") "}, " QUESTION("more", "name", letter "2?") "}, " QUESTION("consent", \
		"consent", letter "3?") ", \"choices\": [{\"words\": {\"en\": \"Y\"}}]}]}"
#define CHALLENGE                                                                                  \
	"{\"form\": \"challenge\", \"version\": 1, \"title\": {\"en\": \"Centre stamps\"},"        \
	" \"from\": \"2026-12-01\", \"until\": \"2026-12-24\", \"steps\": [{}]}"

static struct stage stage;
static struct face face;
static struct face_options options = {.stage = &stage};
static int64_t version;

/* NULL: taken back. */
static void give(const char *name, const char *text)
{
	struct error error = {0};
	struct store *store = store_open(stage.data, STORE_SYNC, &error);
	json_t *body = json_pack("{s:s?}", "text", text);
	char *written = json_dumps(body, JSON_COMPACT);
	struct feed_row row = {.kind = "form", .key = name, .body = written};

	version++;
	row.version = version;
	row.revision = version;
	if (!store || !outbox_apply_feed(store,
			      &(struct feed_page){.stream = "branch:micklefield",
				      .rows = &row,
				      .count = 1,
				      .upto = row.version},
			      &error))
		fail_msg("%s", error.detail);
	store_close(store);
	free(written);
	json_decref(body);
	assert_true(face_tell(&face, json_pack("{s:s}", "type", "news")));
}

static void sees(const char *text)
{
	if (!face_tell(&face, json_pack("{s:s, s:s, s:b, s:b}", "type", "see", "text", text, "raw",
				      1, "absent", 0)))
		fail_msg("%s: %s", text, face.detail);
}

static void does_not_see(const char *text)
{
	if (!face_tell(&face, json_pack("{s:s, s:s, s:b, s:b}", "type", "see", "text", text, "raw",
				      1, "absent", 1)))
		fail_msg("%s: %s", text, face.detail);
}

static void tap(const char *text)
{
	if (!face_tap(&face, text))
		fail_msg("%s: %s", text, face.detail);
}

static void answer(void)
{
	assert_true(face_tell(&face, json_pack("{s:s, s:s}", "type", "type", "text", "Zofia")));
	tap("Continue");
}

static void finish(void)
{
	tap("Finish");
	if (face_is_on(&face, "finish"))
		tap("Yes, finish");
	assert_true(face_is_on(&face, "home"));
}

static void a_form_changes_between_visits_and_never_in_one(void **state)
{
	give("join", JOIN("A"));
	tap("Join the library");
	sees("A1?");
	answer();
	give("join", JOIN("B"));
	sees("A2?");
	tap("Back");
	sees("A1?");
	tap("Continue");
	give("join", NULL);
	answer();
	assert_true(face_is_on(&face, "form_check"));
	sees("A2?");
	give("join", JOIN("C"));
	tap("That is right");
	sees("A3?");
	finish();
	tap("Join the library");
	sees("C1?");
	finish();
}

static void what_is_taken_back_is_the_kiosks_own_again(void **state)
{
	give("join", JOIN("D"));
	give("join", NULL);
	tap("Join the library");
	sees("Who would like to join?");
	finish();
}

static void one_that_is_not_understood_changes_nothing(void **state)
{
	give("join", JOIN("E"));
	give("join", "{\"form\": \"join\", \"version\": 10}");
	tap("Join the library");
	sees("E1?");
	finish();
}

static void a_challenge_comes_and_goes_on_the_screen_that_nobody_touches(void **state)
{
	does_not_see("Centre stamps");
	give("challenge", CHALLENGE);
	sees("Centre stamps");
	tap("What's on");
	give("challenge", NULL);
	tap("Back");
	sees("Centre stamps");
	assert_true(face_tell(&face, json_pack("{s:s, s:i}", "type", "wait", "ms", 61000)));
	does_not_see("Centre stamps");
}

static int start(void **state)
{
	stage_make(&stage, options.assets, 1, "2026-12-04T10:04");
	return face_start(&face, &options) ? 0 : -1;
}

static int stop(void **state)
{
	face_end(&face, SIGTERM);
	stage_remove(&stage);
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_changes_between_visits_and_never_in_one),
		cmocka_unit_test(what_is_taken_back_is_the_kiosks_own_again),
		cmocka_unit_test(one_that_is_not_understood_changes_nothing),
		cmocka_unit_test(a_challenge_comes_and_goes_on_the_screen_that_nobody_touches),
	};

	if (argc != 3)
		return 2;
	options.program = argv[1];
	options.assets = argv[2];
	return cmocka_run_group_tests(tests, start, stop);
}
