/* A journey's file. */
#ifndef JOURNEY_SCRIPT_H
#define JOURNEY_SCRIPT_H

#include "journey/journey.h"

struct script {
	struct line *lines; /* those that say something, in the file's order */
	int count;
	bool face_needed, readers_real; /* while reading: by a line so far */
};

/* False: what cannot be played was said on standard error, each line with its number. script_free() in
 * both cases. */
bool script_read(struct script *script, const char *path);
void script_free(struct script *script);

#endif
