/* A line of so many bits a second between kiosk-sync and a centre, on unix sockets; what went over it stands
 * on standard output at the end, when standard input ends:
 *
 *   metered_proxy DIR TARGET_DIR BITS_A_SECOND
 *
 * It listens where PostgreSQL would in DIR and forwards to the one in TARGET_DIR. 0 bits: as fast as it goes. */
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { PIECE_BYTES = 4096 };

static int64_t *carried; /* by all connections together */

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static int unix_socket(const char *folder, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (snprintf(address->sun_path, sizeof(address->sun_path), "%s/.s.PGSQL.5432", folder) >=
		(int)sizeof(address->sun_path))
		exit(2);
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/* Each direction is a line of its own: `free_ns` is when it has carried what it was given. */
static void carry(int from, int to, int64_t bits_a_second, int64_t *free_ns)
{
	char bytes[PIECE_BYTES];
	ssize_t count = read(from, bytes, sizeof(bytes));
	int64_t now = now_ns();

	if (count <= 0)
		exit(0);
	*free_ns = (*free_ns > now ? *free_ns : now) +
		   (bits_a_second ? count * INT64_C(8000000000) / bits_a_second : 0);
	if (*free_ns - now > 2000000)
		nanosleep(&(struct timespec){.tv_sec = (*free_ns - now) / 1000000000,
				  .tv_nsec = (*free_ns - now) % 1000000000},
			NULL);
	__atomic_add_fetch(carried, count, __ATOMIC_SEQ_CST);
	for (ssize_t sent = 0; sent < count;) {
		ssize_t part = write(to, bytes + sent, (size_t)(count - sent));
		if (part <= 0)
			exit(0);
		sent += part;
	}
}

static void forward(int client, int server, int64_t bits_a_second)
{
	struct pollfd ready[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
	int64_t free_ns[2] = {0, 0};

	for (;;) {
		poll(ready, 2, -1);
		if (ready[0].revents)
			carry(client, server, bits_a_second, &free_ns[0]);
		if (ready[1].revents)
			carry(server, client, bits_a_second, &free_ns[1]);
	}
}

static void serve(int client, const char *target, int64_t bits_a_second)
{
	struct sockaddr_un address;
	int server = unix_socket(target, &address);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (connect(server, (struct sockaddr *)&address, sizeof(address)) == 0)
		forward(client, server, bits_a_second);
	exit(0);
}

int main(int argc, char **argv)
{
	struct sockaddr_un address;
	char ended;

	if (argc != 4) {
		fprintf(stderr, "usage: metered_proxy DIR TARGET_DIR BITS_A_SECOND\n");
		return 2;
	}
	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	carried = mmap(
		NULL, sizeof(*carried), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int listener = unix_socket(argv[1], &address);
	if (carried == MAP_FAILED ||
		bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0 ||
		listen(listener, 8) != 0) {
		perror("metered_proxy");
		return 1;
	}
	struct pollfd ready[2] = {{listener, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
	while (poll(ready, 2, -1) > 0 &&
		!(ready[1].revents && read(STDIN_FILENO, &ended, 1) <= 0)) {
		int client = ready[0].revents ? accept(listener, NULL, NULL) : -1;
		if (client >= 0 && fork() == 0)
			serve(client, argv[2], atoll(argv[3]));
		close(client);
	}
	printf("%lld\n", (long long)*carried);
	return 0;
}
