/* A dead man's switch, in a child. */
#include "base/alive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* In the child; standard input is no terminal. */
typedef void behaviour(void);

static int status_of(behaviour *behave)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
		behave();
		_exit(0);
	}
	waitpid(child, &status, 0);
	return status;
}

static void hang(void)
{
	alive_promise(50);
	for (;;)
		poll(NULL, 0, 1000);
}

static void be_stopped(void)
{
	alive_promise(50);
	raise(SIGSTOP);
}

static void come_back(void)
{
	for (int i = 0; i < 5; i++) {
		alive_promise(5000);
		poll(NULL, 0, 5);
	}
}

static void wait_for_others(void)
{
	alive_promise(50);
	alive_promise(0);
	poll(NULL, 0, 200);
}

static void test_a_program_that_hangs_is_ended(void **state)
{
	int status = status_of(hang);

	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void test_a_program_that_was_stopped_is_ended(void **state)
{
	int status = status_of(be_stopped);

	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void test_a_program_that_comes_back_lives(void **state)
{
	assert_int_equal(status_of(come_back), 0);
}

static void test_a_program_that_waits_for_others_lives(void **state)
{
	assert_int_equal(status_of(wait_for_others), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_program_that_hangs_is_ended),
		cmocka_unit_test(test_a_program_that_was_stopped_is_ended),
		cmocka_unit_test(test_a_program_that_comes_back_lives),
		cmocka_unit_test(test_a_program_that_waits_for_others_lives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
