/* Xvfb chooses a number that is free and says it on a pipe. */
#include "display.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "face.h"

static pid_t server;

static void become_server(int descriptor)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", descriptor);
	fcntl(descriptor, F_SETFD, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	execlp("Xvfb", "Xvfb", "-displayfd", number, "-screen", "0", "1920x1080x24", "-nolisten",
		"tcp", (char *)NULL);
	_exit(127);
}

void display_start(void)
{
	char number[16] = "", display[32];
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		give_up("no pipe for Xvfb");
	server = fork();
	if (server == 0)
		become_server(ends[1]);
	close(ends[1]);
	if (read(ends[0], number, sizeof(number) - 1) <= 0)
		give_up("Xvfb does not start");
	number[strcspn(number, "\n")] = '\0';
	snprintf(display, sizeof(display), ":%s", number);
	setenv("DISPLAY", display, 1);
	poll(NULL, 0, 100); /* it writes the end of the line apart */
	close(ends[0]);
}

void display_stop(void)
{
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
	unsetenv("DISPLAY");
}
