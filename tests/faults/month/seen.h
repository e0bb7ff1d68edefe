/* What is painted on a face now, as somebody reads it who stands before it: the lines of its text tree
 * (ui/tree.c). Nothing here knows what the words mean; that is in words.h. */
#ifndef MONTH_SEEN_H
#define MONTH_SEEN_H

#include <stdbool.h>

#include "face.h"

enum { SEEN_LINES_MAX = 400, SEEN_TEXT_BYTES = 512, SEEN_NAME_BYTES = 24 };

struct seen_line {
	int depth;
	char role[SEEN_NAME_BYTES]; /* "text", "heading", "button", "card", "picture" ... */
	char text[SEEN_TEXT_BYTES];
	char action[SEEN_NAME_BYTES]; /* "CHOOSE"; "": nothing can be touched */
	int index;
	bool disabled;
};

struct seen {
	char screen[SEEN_NAME_BYTES];
	struct seen_line lines[SEEN_LINES_MAX];
	int count;
};

/* False: the face died. */
bool seen_look(struct face *face, struct seen *seen);
bool seen_is(const struct seen *seen, const char *screen);
/* Some text or heading has these words in it. */
bool seen_says(const struct seen *seen, const char *words);
/* The line that has these words, or -1. */
int seen_find(const struct seen *seen, const char *words);
/* It is there and can be touched. */
bool seen_offers(const struct seen *seen, const char *action, int index);
/* The first line of what is inside line `i` and the first behind it: [i + 1, end). */
int seen_end_of(const struct seen *seen, int i);

#endif
