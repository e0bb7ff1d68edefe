/* For a newcomer without a reader: a DEMO kiosk listens on DIR/present.sock, where kioskctl present
 * says what a reader would have said; a picture goes into the camera's folder. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "app/internal.h"
#include "base/log.h"

static bool socket_path(const struct app *app, char *path, size_t size)
{
	int length = snprintf(path, size, "%s/present.sock", app->config.data);

	return length > 0 && (size_t)length < size;
}

bool present_listen(struct app *app, struct error *error)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (!socket_path(app, address.sun_path, sizeof(address.sun_path)))
		return error_set(error, ERROR_BAD_INPUT, "the data directory's path is too long");
	unlink(address.sun_path);
	app->present = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	mode_t mask = umask(0077);
	bool bound = app->present >= 0 &&
		     bind(app->present, (struct sockaddr *)&address, sizeof(address)) == 0 &&
		     listen(app->present, 1) == 0;
	umask(mask);
	if (!bound)
		return error_set(error, ERROR_IO, "present.sock: %s", strerror(errno));
	return inbox_watch(app->inbox, SOURCE_PRESENT, app->present, true);
}

static void hang_up(struct app *app)
{
	inbox_unwatch(app->inbox, SOURCE_PRESENT_CALLER);
	close(app->present_caller);
	app->present_caller = -1;
}

static void take_line(struct app *app, const struct letter *letter)
{
	json_t *line = letter->kind == LETTER_LINE ? lines_parse(letter->line) : NULL;

	if (line)
		reader_line(app, line);
	lines_write(
		app->present_caller, json_pack("{s:s}", "type", line ? "taken" : "not-understood"));
	json_decref(line);
}

void present_take(struct app *app, struct letter *letter)
{
	if (letter->kind == LETTER_CALLER) {
		if (app->present_caller >= 0)
			hang_up(app);
		app->present_caller = letter->descriptor;
		inbox_watch(app->inbox, SOURCE_PRESENT_CALLER, letter->descriptor, false);
	} else if (letter->source == SOURCE_PRESENT_CALLER && app->present_caller >= 0) {
		if (letter->kind == LETTER_CLOSED)
			hang_up(app);
		else
			take_line(app, letter);
	}
}

void present_close(struct app *app)
{
	char path[sizeof(((struct sockaddr_un *)NULL)->sun_path)];

	if (app->present_caller >= 0)
		hang_up(app);
	if (app->present < 0)
		return;
	close(app->present);
	if (socket_path(app, path, sizeof(path)))
		unlink(path);
}

/* Under another name first: the camera must not see half a picture. */
static bool copy_into(const char *folder, const char *path)
{
	char part[PATH_MAX], whole[PATH_MAX];
	const char *ending = strrchr(path, '.');
	struct stat status;

	snprintf(part, sizeof(part), "%s/.arriving", folder);
	snprintf(whole, sizeof(whole), "%s/shown%s", folder, ending ? ending : "");
	int from = open(path, O_RDONLY | O_CLOEXEC);
	int to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool copied = from >= 0 && to >= 0 && fstat(from, &status) == 0 && S_ISREG(status.st_mode);
	while (copied && status.st_size > 0) {
		ssize_t count = sendfile(to, from, NULL, (size_t)status.st_size);
		copied = count > 0;
		status.st_size -= count;
	}
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return copied && rename(part, whole) == 0;
}

void present_picture(struct app *app, const char *path)
{
	struct stat status;

	if (!app_enrolment(app)->demo)
		return;
	if (stat(app->config.camera_device, &status) != 0 || !S_ISDIR(status.st_mode) ||
		!copy_into(app->config.camera_device, path))
		log_warning("a picture was dropped that the camera's folder could not take");
}
