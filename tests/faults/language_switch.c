/* From the tap on a language to the next picture, on a real display, each language for the first time in a
 * fresh face: language_switch PROGRAM ASSETS LINGUAS. What counts is the face's own CPU time, which a busy
 * machine does not lengthen, and beside it another whole picture of the same screen in the same run: high
 * contrast, which draws everything anew in letters that are known already. The milliseconds are printed. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "display.h"
#include "face.h"

/* A tenth of a second is what feels at once. */
enum { MOST_MS = 100, MOST_TIMES_A_PICTURE = 4, LANGUAGES_MAX = 24 };

static struct face face;
static struct stage stage;
static struct face_options options = {.stage = &stage, .on_display = true};
static char codes[LANGUAGES_MAX][8];
static int languages;

static double ms_of(clockid_t clock)
{
	struct timespec now;

	assert_int_equal(clock_gettime(clock, &now), 0);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

struct cost {
	double cpu_ms, wall_ms;
};

static struct cost cost_of(bool (*tap)(int which), int which)
{
	clockid_t clock;
	struct cost before, after;

	assert_int_equal(clock_getcpuclockid(face.pid, &clock), 0);
	before = (struct cost){ms_of(clock), ms_of(CLOCK_MONOTONIC)};
	assert_true(tap(which));
	after = (struct cost){ms_of(clock), ms_of(CLOCK_MONOTONIC)};
	return (struct cost){after.cpu_ms - before.cpu_ms, after.wall_ms - before.wall_ms};
}

static bool speak(int which)
{
	return face_tap_name(&face, "speak", which);
}

static bool change_contrast(int which)
{
	return face_tap(&face, "High contrast");
}

/* ---- the screens ---- */

/* Home has buttons for the first languages; the others are behind one. */
static bool go_home(void)
{
	return face_is_on(&face, "home") &&
	       (!face_sees(&face, "More languages") || face_tap(&face, "More languages"));
}

static bool go_to_sessions(void)
{
	return face_tap(&face, "What's on") && face_tap(&face, "Language");
}

static bool go_to_name(void)
{
	return face_tap(&face, "Join the library") && face_tap(&face, "Me") &&
	       face_tap(&face, "Language");
}

static bool go_to_code(void)
{
	return face_tap_name(&face, "code", 0) && face_tap(&face, "Language");
}

static const struct {
	const char *name;
	bool (*go)(void);
} screens[] = {
	{"home", go_home},
	{"whats_on", go_to_sessions},
	{"question", go_to_name},
	{"find_booking", go_to_code},
};

static void switch_in_a_fresh_face(int screen, int language)
{
	struct cost change, picture;

	assert_true(face_start(&face, &options));
	assert_true(screens[screen].go());
	change = cost_of(speak, language);
	assert_true(face_is_on(&face, screens[screen].name));
	picture = cost_of(change_contrast, 0);
	face_end(&face, SIGTERM);
	printf("%-12s to %-3s %6.1f ms of CPU, %6.1f ms in all, %4.2f times another picture\n",
		screens[screen].name, codes[language], change.cpu_ms, change.wall_ms,
		change.cpu_ms / picture.cpu_ms);
	assert_true(change.cpu_ms <= MOST_MS);
	assert_true(change.cpu_ms <= MOST_TIMES_A_PICTURE * picture.cpu_ms);
}

static void the_first_words_of_a_language_stand_there_at_once(void **state)
{
	for (size_t screen = 0; screen < sizeof(screens) / sizeof(screens[0]); screen++)
		for (int language = 1; language < languages; language++)
			switch_in_a_fresh_face((int)screen, language);
}

static void read_languages(const char *path)
{
	char line[256];
	FILE *file = fopen(path, "r");

	while (file && languages < LANGUAGES_MAX && fgets(line, sizeof(line), file))
		if (line[0] >= 'a' && line[0] <= 'z' && sscanf(line, "%7s", codes[languages]) == 1)
			languages++;
	if (file)
		fclose(file);
	assert_in_range(languages, 2, LANGUAGES_MAX);
}

static int start(void **state)
{
	display_start();
	stage_make(&stage, options.assets, 1, "2026-12-04T10:04");
	return 0;
}

static int stop(void **state)
{
	face_end(&face, SIGTERM);
	stage_remove(&stage);
	display_stop();
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_words_of_a_language_stand_there_at_once),
	};

	if (argc != 4)
		return 2;
	options.program = argv[1];
	options.assets = argv[2];
	read_languages(argv[3]);
	return cmocka_run_group_tests(tests, start, stop);
}
