/* The letterbox between the workers and the one loop. A second thread does nothing but poll the
 * sockets it was given, cut their bytes into lines, put copies into the inbox and push one SDL event;
 * it touches nothing else.
 *
 * A source is a number that the main thread chooses; a letter says whose it is. */
#ifndef APP_INBOX_H
#define APP_INBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/lines.h"

struct inbox;

enum letter_kind {
	LETTER_LINE,
	LETTER_RUBBISH, /* a line too long */
	LETTER_CLOSED,  /* end of file: no more letters of this source */
	LETTER_CALLER,  /* somebody connected to a listening source: `descriptor` is yours */
};

struct letter {
	enum letter_kind kind;
	int source;
	int descriptor;
	char line[LINE_BYTES_MAX + 1];
};

enum { INBOX_SOURCES_MAX = 8, INBOX_LETTERS_MAX = 32 };

/* `wake_event` is the registered SDL event type to push. NULL: no thread could be made. */
struct inbox *inbox_create(uint32_t wake_event, struct error *error);
void inbox_destroy(struct inbox *inbox);

/* Watches a copy of `descriptor`; yours stays yours. One watch a source. */
bool inbox_watch(struct inbox *inbox, int source, int descriptor, bool listening);
/* No letter of this source comes any more, not even one that is waiting. */
void inbox_unwatch(struct inbox *inbox, int source);

/* False: empty. */
bool inbox_take(struct inbox *inbox, struct letter *letter);

#endif
