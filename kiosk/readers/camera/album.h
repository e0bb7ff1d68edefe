/* Pictures in a camera's place: a file, shown whenever it appears or changes, or a folder, where
 * each picture that is dropped is shown once. The kernel tells (inotify); nothing polls. What lies
 * in a folder at the start is not shown, a file is. Names that start with a dot are not looked at:
 * write or copy to ".name", then rename. */
#ifndef READERS_CAMERA_ALBUM_H
#define READERS_CAMERA_ALBUM_H

#include <limits.h>
#include <stdbool.h>

#include "base/error.h"

struct album {
	int descriptor; /* readable: album_next() */
	char folder[PATH_MAX];
	char name[NAME_MAX + 1]; /* the one file; empty: all */
	bool is_first;           /* the file that was there from the start is yet to be shown */
	char bytes[4096] __attribute__((aligned(8)));
	int length, at; /* what the kernel said and was not yet looked at */
};

/* `path` is a folder, a file, or a file to come in a folder that exists. */
bool album_init(struct album *album, const char *path, struct error *error);
void album_finish(struct album *album);

enum album_news {
	ALBUM_NOTHING,
	ALBUM_PICTURE, /* `path` is to be shown */
	ALBUM_LOST,    /* the folder has gone */
};

/* Never waits. Call until ALBUM_NOTHING. */
enum album_news album_next(struct album *album, char path[PATH_MAX]);

#endif
