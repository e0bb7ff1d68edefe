/* From the start of a program to its first picture: first_picture X Y RRGGBB PROGRAM [ARGUMENT...] starts
 * it on $DISPLAY, looks at one pixel of the root window every half millisecond until it has this colour,
 * and prints the milliseconds it took and the milliseconds of CPU that the program and its children had
 * used by then. Then it ends them all. */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { GIVE_UP_MS = 60000, NEAR = 3 };

static double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int distance(unsigned long a, unsigned long b)
{
	int most = 0;

	for (int shift = 0; shift <= 16; shift += 8) {
		int difference = abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
		most = difference > most ? difference : most;
	}
	return most;
}

static int has_colour(Display *display, int x, int y, unsigned long colour)
{
	XImage *image =
		XGetImage(display, DefaultRootWindow(display), x, y, 1, 1, AllPlanes, ZPixmap);
	unsigned long pixel = image ? XGetPixel(image, 0, 0) : 0;

	if (image)
		XDestroyImage(image);
	return image && distance(pixel, colour) <= NEAR;
}

/* Of all processes of the session; 0 for one that is not of it or has gone. */
static double cpu_ms_of(const char *number, pid_t session)
{
	char path[300];
	unsigned long user = 0, system = 0;
	int its_session = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%s/stat", number);
	file = fopen(path, "re");
	if (!file)
		return 0;
	if (fscanf(file, "%*d (%*[^)]) %*c %*d %*d %d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
		    &its_session, &user, &system) != 3)
		its_session = 0;
	fclose(file);
	return its_session == session ? (double)(user + system) * 1e3 / (double)sysconf(_SC_CLK_TCK)
				      : 0;
}

static double cpu_ms(pid_t session)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;
	double sum = 0;

	while (folder && (entry = readdir(folder)))
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			sum += cpu_ms_of(entry->d_name, session);
	if (folder)
		closedir(folder);
	return sum;
}

static pid_t start(char **command)
{
	pid_t child = fork();

	if (child == 0) {
		setsid();
		execvp(command[0], command);
		_exit(127);
	}
	return child;
}

int main(int argc, char **argv)
{
	Display *display = XOpenDisplay(NULL);
	double began_ms = now_ms();
	int seen = 0;

	if (argc < 5 || !display) {
		fprintf(stderr,
			"usage: first_picture X Y RRGGBB PROGRAM [ARGUMENT...] on a display\n");
		return 2;
	}
	pid_t child = start(argv + 4);
	while (!seen && now_ms() - began_ms < GIVE_UP_MS) {
		seen = has_colour(
			display, atoi(argv[1]), atoi(argv[2]), strtoul(argv[3], NULL, 16));
		nanosleep(&(struct timespec){.tv_nsec = 500000}, NULL);
	}
	printf("%.1f %.0f\n", now_ms() - began_ms, cpu_ms(child));
	kill(-child, SIGTERM);
	waitpid(child, NULL, 0);
	kill(-child, SIGKILL);
	XCloseDisplay(display);
	return seen ? 0 : 1;
}
