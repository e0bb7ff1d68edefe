/* A whole file is one that was closed after writing or moved here. */
#include "readers/camera/album.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

static bool split(struct album *album, const char *path, struct error *error)
{
	struct stat status;
	const char *slash = strrchr(path, '/');

	album->name[0] = '\0';
	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
		return text_copy(album->folder, sizeof(album->folder), path) ||
		       error_set(error, ERROR_BAD_INPUT, "the folder's name is too long");
	int length = slash == path ? 1 : slash ? (int)(slash - path) : 0;
	snprintf(album->folder, sizeof(album->folder), "%.*s", slash ? length : 1,
		slash ? path : ".");
	if (!text_copy(album->name, sizeof(album->name), slash ? slash + 1 : path) ||
		album->name[0] == '\0')
		return error_set(error, ERROR_NOT_FOUND, "there is no such folder");
	return true;
}

bool album_init(struct album *album, const char *path, struct error *error)
{
	album->length = album->at = 0;
	album->descriptor = -1;
	if (!split(album, path, error))
		return false;
	album->is_first = album->name[0] != '\0' && access(path, F_OK) == 0;
	album->descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (album->descriptor >= 0 &&
		inotify_add_watch(album->descriptor, album->folder,
			IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF) >= 0)
		return true;
	error_set(error, errno == ENOENT ? ERROR_NOT_FOUND : ERROR_IO,
		"cannot watch the folder: %s", strerror(errno));
	album_finish(album);
	return false;
}

void album_finish(struct album *album)
{
	if (album->descriptor >= 0)
		close(album->descriptor);
	album->descriptor = -1;
}

static bool is_shown(const struct album *album, const char *name)
{
	return album->name[0] ? strcmp(name, album->name) == 0 : name[0] && name[0] != '.';
}

static bool path_of(const struct album *album, const char *name, char path[PATH_MAX])
{
	return text_copy(path, PATH_MAX, album->folder) && text_append(path, PATH_MAX, "/") &&
	       text_append(path, PATH_MAX, name);
}

static enum album_news judge(
	const struct album *album, const struct inotify_event *told, char path[PATH_MAX])
{
	if (told->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT))
		return ALBUM_LOST;
	if (told->mask & IN_ISDIR || told->len == 0 || !is_shown(album, told->name))
		return ALBUM_NOTHING;
	return path_of(album, told->name, path) ? ALBUM_PICTURE : ALBUM_NOTHING;
}

static bool read_more(struct album *album)
{
	ssize_t count = read(album->descriptor, album->bytes, sizeof(album->bytes));

	album->at = 0;
	album->length = count > 0 ? (int)count : 0;
	return count > 0;
}

enum album_news album_next(struct album *album, char path[PATH_MAX])
{
	if (album->is_first) {
		album->is_first = false;
		if (path_of(album, album->name, path))
			return ALBUM_PICTURE;
	}
	while (album->at < album->length || read_more(album)) {
		const struct inotify_event *told =
			(const struct inotify_event *)(const void *)(album->bytes + album->at);
		album->at += (int)(sizeof(*told) + told->len);
		enum album_news news = judge(album, told, path);
		if (news != ALBUM_NOTHING)
			return news;
	}
	return ALBUM_NOTHING;
}
