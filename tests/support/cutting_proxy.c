/* Stands between kiosk-sync and a centre, on unix sockets, and cuts the connection where a cable, a
 * router or a dying server would:
 *
 *   cutting_proxy DIR TARGET_DIR [--to-server N | --to-client N | --before-ready N | --hold-sync N |
 *       --at-random SEED]
 *
 * It listens where PostgreSQL would in DIR, forwards to the one in TARGET_DIR, and on each
 * connection
 *   --to-server N      cuts after N bytes from the client
 *   --to-client N      cuts after N bytes to the client
 *   --before-ready N   cuts before the server's Nth ReadyForQuery (the first ends the connecting)
 *   --hold-sync N      keeps the client's Nth Sync back: executed, answered, never committed
 *   --at-random SEED   one of these or nothing, drawn for each connection; also before the
 *                      ReadyForQuery that ends a push, and a push whose Sync never comes. Each cut is
 *                      a word on standard output
 * Nothing: forwards. A process a connection; ends with its parent. */
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BYTES = 65536, NEVER = -1, HOLDS_MS = 4000 };

/* Where one direction's bytes stand in PostgreSQL's messages: type, length, rest. */
struct reader {
	int untyped; /* the client's first message has no type */
	char type;
	uint8_t header[4];
	int header_bytes;
	long body_left;
};

struct way {
	int from, to;
	long bytes_left;    /* NEVER: without end */
	char watched;       /* 'Z' ReadyForQuery, 'S' Sync */
	long messages_left; /* of that type; the last is where it cuts; NEVER */
	int of_push;        /* only messages that end a push count */
	int holds;          /* withholds instead of cutting */
	const char *place;  /* what to say of a cut; NULL: nothing */
	struct reader reader;
};

static int at_random;
static int pushing; /* a push is on its way, and its ReadyForQuery has not come */
static long rules[4] = {NEVER, NEVER, NEVER, NEVER};
static const char *const rule_names[] = {
	"--to-server", "--to-client", "--before-ready", "--hold-sync"};

static int unix_socket(const char *folder, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (snprintf(address->sun_path, sizeof(address->sun_path), "%s/.s.PGSQL.5432", folder) >=
		(int)sizeof(address->sun_path)) {
		fprintf(stderr, "cutting_proxy: %s: too long\n", folder);
		exit(2);
	}
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static void send_all(int to, const uint8_t *bytes, long count)
{
	while (count > 0) {
		ssize_t sent = write(to, bytes, (size_t)count);
		if (sent <= 0)
			exit(0);
		bytes += sent;
		count -= sent;
	}
}

/* Reads one byte of a message; true at the first byte of one. */
static int starts_message(struct reader *reader, uint8_t byte)
{
	if (reader->body_left > 0) {
		reader->body_left--;
		return 0;
	}
	if (!reader->type && !reader->untyped) {
		reader->type = (char)byte;
		return 1;
	}
	reader->header[reader->header_bytes++] = byte;
	if (reader->header_bytes == 4) {
		reader->body_left = ((long)reader->header[0] << 24 | reader->header[1] << 16 |
					    reader->header[2] << 8 | reader->header[3]) -
				    4;
		*reader = (struct reader){.body_left = reader->body_left};
	}
	return 0;
}

static int ends_here(struct way *way)
{
	if (way->reader.type != way->watched || (way->of_push && !pushing))
		return 0;
	if (way->messages_left != NEVER && --way->messages_left == 0)
		return 1;
	if (way->watched == 'Z')
		pushing = 0;
	return 0;
}

/* How many of these bytes still go through. */
static long allowed(struct way *way, const uint8_t *bytes, long count)
{
	for (long i = 0; i < count; i++) {
		if (way->bytes_left == i)
			return i;
		if (starts_message(&way->reader, bytes[i]) && ends_here(way))
			return i;
	}
	return count;
}

static void say(const struct way *way)
{
	char line[64];

	if (!way->place)
		return;
	int length = snprintf(line, sizeof(line), "%s\n", way->place);
	if (write(STDOUT_FILENO, line, (size_t)length) != length)
		exit(1);
}

static void forward(struct way *way)
{
	static uint8_t bytes[BYTES];
	ssize_t got = read(way->from, bytes, sizeof(bytes));

	if (got <= 0)
		exit(0);
	if (way->watched == 'S' && memmem(bytes, (size_t)got, "api.push", strlen("api.push")))
		pushing = 1;
	long through = allowed(way, bytes, got);
	send_all(way->to, bytes, through);
	if (way->bytes_left != NEVER)
		way->bytes_left -= through;
	if (through == got)
		return;
	say(way);
	if (!way->holds)
		exit(0);
	way->to = -1; /* nothing more goes this way */
}

/* From one byte to what a long batch has, each size as often as its double. */
static long some_bytes(void)
{
	long least = 1L << (rand() % 17);

	return least + rand() % least;
}

static void draw_rule(struct way *to_server, struct way *to_client)
{
	switch (rand() % 8) {
	case 0:
		to_server->bytes_left = some_bytes();
		to_server->place = "on-the-way-to-the-centre";
		break;
	case 1:
		to_client->bytes_left = some_bytes();
		to_client->place = "on-the-way-back";
		break;
	case 2:
		to_client->messages_left = 1 + rand() % 6;
		to_client->place = "before-a-ReadyForQuery";
		break;
	case 3:
	case 4:
		to_client->messages_left = 1 + rand() % 2;
		to_client->of_push = 1;
		to_client->place = "between-a-push's-answer-and-its-ReadyForQuery";
		break;
	case 5:
	case 6:
		to_server->messages_left = 1 + rand() % 2;
		to_server->of_push = to_server->holds = 1;
		to_server->place = "between-a-push-and-its-end-of-transaction";
		break;
	default:
		break;
	}
}

static void serve(int client, const char *target)
{
	struct sockaddr_un address;
	int server = unix_socket(target, &address);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (connect(server, (struct sockaddr *)&address, sizeof(address)) != 0)
		exit(0);
	struct way ways[2] = {
		{.from = client,
			.to = server,
			.bytes_left = rules[0],
			.watched = 'S',
			.messages_left = rules[3],
			.holds = 1,
			.reader.untyped = 1},
		{.from = server,
			.to = client,
			.bytes_left = rules[1],
			.watched = 'Z',
			.messages_left = rules[2]},
	};
	ways[0].holds = rules[3] != NEVER;
	if (at_random)
		draw_rule(&ways[0], &ways[1]);
	for (;;) {
		struct pollfd ready[2] = {
			{.fd = ways[0].to < 0 ? -1 : client, .events = POLLIN},
			{.fd = server, .events = POLLIN},
		};
		if (poll(ready, 2, at_random && ways[0].to < 0 ? HOLDS_MS : -1) <= 0)
			exit(1);
		for (int i = 0; i < 2; i++)
			if (ready[i].revents)
				forward(&ways[i]);
	}
}

static int read_rules(int count, char **arguments)
{
	for (int i = 0; i < count; i += 2) {
		int known = strcmp(arguments[i], "--at-random") == 0 && i + 1 < count;
		if (known) {
			at_random = 1;
			srand((unsigned)atoi(arguments[i + 1]));
		}
		for (int rule = 0; rule < 4; rule++)
			if (strcmp(arguments[i], rule_names[rule]) == 0 && i + 1 < count) {
				rules[rule] = atol(arguments[i + 1]);
				known = 1;
			}
		if (!known)
			return 0;
	}
	return 1;
}

int main(int count, char **arguments)
{
	struct sockaddr_un address;

	if (count < 3 || !read_rules(count - 3, arguments + 3)) {
		fprintf(stderr, "usage: cutting_proxy DIR TARGET_DIR [RULE N]\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	int listener = unix_socket(arguments[1], &address);
	unlink(address.sun_path);
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0 ||
		listen(listener, 8) != 0) {
		perror(address.sun_path);
		return 1;
	}
	for (;;) {
		int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		rand(); /* each connection has its own chances */
		if (client >= 0 && fork() == 0) {
			close(listener);
			serve(client, arguments[2]);
		}
		if (client >= 0)
			close(client);
	}
}
