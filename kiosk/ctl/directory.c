/* The directory of a kiosk. Whether a lock is held is read from /proc/locks: taking it to see would
 * stand in the way of whoever wants it. */
#include "ctl/directory.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"

void ctl_directory(const char *given, char directory[static DIRECTORY_BYTES])
{
	struct installation installation;

	if (given) {
		text_copy(directory, DIRECTORY_BYTES, given);
		for (size_t end = strlen(directory); end > 1 && directory[end - 1] == '/'; end--)
			directory[end - 1] = '\0';
		return;
	}
	if (installation_find(&installation, NULL, NULL) &&
		snprintf(directory, DIRECTORY_BYTES, "%.480s/../demo", installation.programs) > 0 &&
		access(directory, X_OK) == 0)
		return;
	text_copy(directory, DIRECTORY_BYTES, "/var/lib/library-kiosk");
}

/* The demo is for whoever has the source before them, never for a library. */
static void offer_demo(const char *directory, struct error *error)
{
	struct installation installation;

	if (error->code != ERROR_NOT_ENROLLED || !installation_find(&installation, NULL, NULL) ||
		!installation.platform[0])
		return;
	*error = (struct error){0};
	error_set(error, ERROR_NOT_ENROLLED,
		"%.80s is not enrolled yet; to try the demo in it: kioskctl enrol --demo --kiosk 1 "
		"--data %.80s",
		directory, directory);
}

struct store *ctl_look(const char *directory, struct error *error)
{
	struct store *store = store_open(directory, STORE_LOOK, error);

	if (!store)
		offer_demo(directory, error);
	if (store && store_enrolment(store)->demo && !clock_obey_journey(error)) {
		store_close(store);
		return NULL;
	}
	return store;
}

bool ctl_is_locked(const char *directory, const char *name)
{
	char path[DIRECTORY_BYTES + 32], line[256];
	struct stat status;
	bool found = false;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	FILE *locks = fopen("/proc/locks", "re");
	if (!locks)
		return false;
	while (stat(path, &status) == 0 && !found && fgets(line, sizeof(line), locks)) {
		uintmax_t inode;
		found = sscanf(line, "%*s FLOCK %*s %*s %*s %*x:%*x:%" SCNuMAX, &inode) == 1 &&
			inode == status.st_ino;
	}
	fclose(locks);
	return found;
}
