/* A real keyboard at the kiosk, on a real display: real_keyboard PROGRAM ASSETS. */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "display.h"
#include "face.h"

static struct stage stage;
static struct face face;
static struct face_options options = {.stage = &stage, .on_display = true};

static int start(void **state)
{
	display_start();
	stage_make(&stage, options.assets, 1, "2026-12-04T10:04");
	return face_start(&face, &options) ? 0 : -1;
}

static int stop(void **state)
{
	face_end(&face, SIGTERM);
	stage_remove(&stage);
	display_stop();
	return 0;
}

static void run(const char *command)
{
	assert_int_equal(system(command), 0);
}

/* What is typed is looked at for a scanner's haste first. */
static bool soon_sees(const char *text)
{
	for (int i = 0; i < 50; i++) {
		if (face_sees(&face, text))
			return true;
		poll(NULL, 0, 100);
	}
	return false;
}

static void test_dead_keys_compose_letters_of_european_names(void **state)
{
	run("setxkbmap -layout us -variant intl");
	assert_true(face_tap(&face, "Join the library"));
	assert_true(face_tap(&face, "Me"));
	poll(NULL, 0, 400);
	run("xdotool key --delay 120 R e n dead_acute e dead_cedilla c dead_diaeresis O");
	assert_true(soon_sees("Ren\xC3\xA9\xC3\xA7\xC3\x96"));
}

static void test_arrows_home_end_and_delete_mend_what_was_typed(void **state)
{
	run("xdotool key --delay 120 Left Left BackSpace a Home Delete F");
	assert_true(soon_sees("Fena\xC3\xA7\xC3\x96"));
	run("xdotool key --delay 120 End Left Delete Right s");
	assert_true(soon_sees("Fena\xC3\xA7s"));
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dead_keys_compose_letters_of_european_names),
		cmocka_unit_test(test_arrows_home_end_and_delete_mend_what_was_typed),
	};

	if (argc != 3)
		return 2;
	options.program = argv[1];
	options.assets = argv[2];
	return cmocka_run_group_tests(tests, start, stop);
}
