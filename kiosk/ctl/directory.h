/* Which kiosk's directory a word is about, and who runs on it. */
#ifndef CTL_DIRECTORY_H
#define CTL_DIRECTORY_H

#include <stdbool.h>

#include "base/installation.h"
#include "store/store.h"

enum { DIRECTORY_BYTES = INSTALLATION_BYTES_MAX };

/* `given`, else the demo of this build tree if there is one, else /var/lib/library-kiosk. */
void ctl_directory(const char *given, char directory[static DIRECTORY_BYTES]);

/* Opens it to look, in the branch's time; obeys a journey's clock if it is a DEMO. */
struct store *ctl_look(const char *directory, struct error *error);

/* Some process holds the lock file `name` of the directory. */
bool ctl_is_locked(const char *directory, const char *name);

#endif
