/* Names that somebody wrote and nobody knows (a table's column, a calendar's line, a form's key), and
 * what is said of them: each once, with the known name that is meant most likely. However many there
 * are and however long, it stays small and harms no terminal. */
#ifndef BASE_UNKNOWN_H
#define BASE_UNKNOWN_H

#include "base/text.h"

enum {
	UNKNOWN_NAMES_MAX = 20,
	UNKNOWN_SAID_BYTES = 2 * TEXT_QUOTED_BYTES + 80,
};

struct unknown_name {
	char name[TEXT_QUOTED_BYTES];
	char meant[TEXT_QUOTED_BYTES]; /* "": no known name is near */
	int times;
};

struct unknown_names {
	struct unknown_name names[UNKNOWN_NAMES_MAX];
	int count;
	int more; /* that found no room here, each as often as it stood there */
};

/* Which of the known is meant: at most two letters are other, missing, too many or changed places, and
 * fewer than half of them. Case, spaces, "_" and "-" do not matter. -1: none is near. */
int unknown_nearest(const char *name, const char *const *known, int count);

/* The new one, in which the caller says what is meant; NULL: it was there, or there is no room. */
struct unknown_name *unknown_add(struct unknown_names *unknown, const char *name);

/* "\"Titel\" is not understood; did you mean \"title\"?" */
void unknown_say(const struct unknown_name *name, char said[static UNKNOWN_SAID_BYTES]);

#endif
