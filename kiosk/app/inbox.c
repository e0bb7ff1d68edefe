/* One thread, one poll, copies in a bounded ring. When the ring is full the thread stops reading:
 * a worker that floods then waits on its own socket. */
#include "app/inbox.h"

#include <SDL_events.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

struct source {
	int descriptor; /* -1: not in use */
	bool listening;
	bool leaving; /* unwatched; the thread closes it */
	struct lines lines;
};

struct inbox {
	pthread_mutex_t mutex;
	pthread_cond_t room;
	pthread_t thread;
	uint32_t wake_event;
	int poke; /* eventfd: the table of sources changed */
	bool stopping, woken;
	struct source sources[INBOX_SOURCES_MAX];
	struct letter letters[INBOX_LETTERS_MAX];
	int first, count;
};

static void poke(struct inbox *inbox)
{
	uint64_t one = 1;
	ssize_t wrote = write(inbox->poke, &one, sizeof(one));
	assert(wrote == sizeof(one) || errno == EAGAIN);
	(void)wrote;
}

static void wake_main(struct inbox *inbox)
{
	SDL_Event event = {.type = inbox->wake_event};

	if (!inbox->woken)
		inbox->woken = SDL_PushEvent(&event) == 1;
}

/* With the mutex held. Drops the letter if its source left meanwhile. */
static void put(struct inbox *inbox, const struct letter *letter)
{
	const struct source *source = &inbox->sources[letter->source];

	while (inbox->count == INBOX_LETTERS_MAX && !inbox->stopping && !source->leaving)
		pthread_cond_wait(&inbox->room, &inbox->mutex);
	if (inbox->stopping || source->leaving) {
		if (letter->kind == LETTER_CALLER)
			close(letter->descriptor);
		return;
	}
	inbox->letters[(inbox->first + inbox->count++) % INBOX_LETTERS_MAX] = *letter;
	wake_main(inbox);
}

static void put_lines(struct inbox *inbox, int index)
{
	struct letter letter = {.source = index};
	struct source *source = &inbox->sources[index];
	enum lines_status status;
	const char *line;

	while ((status = lines_next(&source->lines, &line)) != LINES_WAIT) {
		letter.kind = status == LINES_LINE ? LETTER_LINE : LETTER_RUBBISH;
		if (status == LINES_LINE)
			memcpy(letter.line, line, strlen(line) + 1);
		put(inbox, &letter);
		if (source->leaving || inbox->stopping)
			break;
	}
	explicit_bzero(letter.line, sizeof(letter.line));
}

static void close_source(struct source *source)
{
	close(source->descriptor);
	explicit_bzero(source, sizeof(*source));
	source->descriptor = -1;
}

static void take_caller(struct inbox *inbox, int index)
{
	struct letter letter = {.kind = LETTER_CALLER, .source = index};

	letter.descriptor = accept4(inbox->sources[index].descriptor, NULL, NULL, SOCK_CLOEXEC);
	if (letter.descriptor >= 0)
		put(inbox, &letter);
}

static void read_source(struct inbox *inbox, int index)
{
	struct source *source = &inbox->sources[index];
	size_t room;
	char *bytes = lines_room(&source->lines, &room);
	ssize_t count = recv(source->descriptor, bytes, room, MSG_DONTWAIT);

	if (count > 0) {
		lines_took(&source->lines, (size_t)count);
		put_lines(inbox, index);
	} else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
		put(inbox, &(struct letter){.kind = LETTER_CLOSED, .source = index});
		close_source(source);
	}
}

/* Fills `polled`, slot i + 1 for source i; closes those that left. With the mutex held. */
static void gather(struct inbox *inbox, struct pollfd *polled)
{
	polled[0] = (struct pollfd){.fd = inbox->poke, .events = POLLIN};
	for (int i = 0; i < INBOX_SOURCES_MAX; i++) {
		struct source *source = &inbox->sources[i];
		if (source->leaving)
			close_source(source);
		polled[i + 1] = (struct pollfd){.fd = source->descriptor, .events = POLLIN};
	}
}

static void serve(struct inbox *inbox, const struct pollfd *polled)
{
	uint64_t pokes;

	if (polled[0].revents && read(inbox->poke, &pokes, sizeof(pokes)) < 0)
		return;
	for (int i = 0; i < INBOX_SOURCES_MAX; i++) {
		const struct source *source = &inbox->sources[i];
		if (!polled[i + 1].revents || source->descriptor != polled[i + 1].fd ||
			source->leaving)
			continue;
		if (source->listening)
			take_caller(inbox, i);
		else
			read_source(inbox, i);
	}
}

static void *run(void *argument)
{
	struct inbox *inbox = argument;
	struct pollfd polled[INBOX_SOURCES_MAX + 1];

	pthread_mutex_lock(&inbox->mutex);
	while (!inbox->stopping) {
		gather(inbox, polled);
		pthread_mutex_unlock(&inbox->mutex);
		int ready = poll(polled, INBOX_SOURCES_MAX + 1, -1);
		pthread_mutex_lock(&inbox->mutex);
		if (ready > 0)
			serve(inbox, polled);
	}
	pthread_mutex_unlock(&inbox->mutex);
	return NULL;
}

struct inbox *inbox_create(uint32_t wake_event, struct error *error)
{
	struct inbox *inbox = calloc(1, sizeof(*inbox));

	if (!inbox) {
		error_set(error, ERROR_MEMORY, "no memory for the inbox");
		return NULL;
	}
	inbox->wake_event = wake_event;
	inbox->poke = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	for (int i = 0; i < INBOX_SOURCES_MAX; i++)
		inbox->sources[i].descriptor = -1;
	pthread_mutex_init(&inbox->mutex, NULL);
	pthread_cond_init(&inbox->room, NULL);
	if (inbox->poke < 0 || pthread_create(&inbox->thread, NULL, run, inbox) != 0) {
		error_set(error, ERROR_MEMORY, "no thread for the inbox");
		free(inbox);
		return NULL;
	}
	return inbox;
}

void inbox_destroy(struct inbox *inbox)
{
	if (!inbox)
		return;
	pthread_mutex_lock(&inbox->mutex);
	inbox->stopping = true;
	pthread_cond_broadcast(&inbox->room);
	pthread_mutex_unlock(&inbox->mutex);
	poke(inbox);
	pthread_join(inbox->thread, NULL);
	for (int i = 0; i < INBOX_SOURCES_MAX; i++)
		if (inbox->sources[i].descriptor >= 0)
			close_source(&inbox->sources[i]);
	close(inbox->poke);
	pthread_cond_destroy(&inbox->room);
	pthread_mutex_destroy(&inbox->mutex);
	explicit_bzero(inbox, sizeof(*inbox));
	free(inbox);
}

bool inbox_watch(struct inbox *inbox, int source, int descriptor, bool listening)
{
	int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);

	assert(source >= 0 && source < INBOX_SOURCES_MAX);
	if (copy < 0)
		return false;
	pthread_mutex_lock(&inbox->mutex);
	struct source *slot = &inbox->sources[source];
	if (slot->descriptor >= 0)
		close_source(slot);
	*slot = (struct source){.descriptor = copy, .listening = listening};
	pthread_mutex_unlock(&inbox->mutex);
	poke(inbox);
	return true;
}

/* With the mutex held: letters of `source` are taken out of the ring, the others keep their order. */
static void forget_letters(struct inbox *inbox, int source)
{
	int kept = 0;

	for (int i = 0; i < inbox->count; i++) {
		struct letter *letter = &inbox->letters[(inbox->first + i) % INBOX_LETTERS_MAX];
		if (letter->source == source && letter->kind == LETTER_CALLER)
			close(letter->descriptor);
		if (letter->source != source)
			inbox->letters[(inbox->first + kept++) % INBOX_LETTERS_MAX] = *letter;
	}
	inbox->count = kept;
}

void inbox_unwatch(struct inbox *inbox, int source)
{
	pthread_mutex_lock(&inbox->mutex);
	if (inbox->sources[source].descriptor >= 0)
		inbox->sources[source].leaving = true;
	forget_letters(inbox, source);
	pthread_cond_broadcast(&inbox->room);
	pthread_mutex_unlock(&inbox->mutex);
	poke(inbox);
}

bool inbox_take(struct inbox *inbox, struct letter *letter)
{
	pthread_mutex_lock(&inbox->mutex);
	bool taken = inbox->count > 0;
	if (taken) {
		struct letter *slot = &inbox->letters[inbox->first];
		*letter = *slot;
		explicit_bzero(slot, sizeof(*slot));
		inbox->first = (inbox->first + 1) % INBOX_LETTERS_MAX;
		inbox->count--;
		pthread_cond_signal(&inbox->room);
	} else {
		inbox->woken = false;
	}
	pthread_mutex_unlock(&inbox->mutex);
	return taken;
}
