/* Where the program's own files lie: beside the build tree, or in the install prefix. */
#ifndef BASE_INSTALLATION_H
#define BASE_INSTALLATION_H

#include <stdbool.h>

#include "base/error.h"

enum { INSTALLATION_BYTES_MAX = 512 };

struct installation {
	char programs[INSTALLATION_BYTES_MAX]; /* folder of this program and its siblings */
	char assets[INSTALLATION_BYTES_MAX];
	char catalogues[INSTALLATION_BYTES_MAX]; /* holds LL/LC_MESSAGES/library-kiosk.mo */
	char languages[INSTALLATION_BYTES_MAX];  /* i18n/LINGUAS; dates lie beside it */
	char support
		[INSTALLATION_BYTES_MAX]; /* tests/support in the build tree; empty if installed */
	char journeys[INSTALLATION_BYTES_MAX]; /* visits in words */
	char platform
		[INSTALLATION_BYTES_MAX]; /* platform/ in the source tree; empty if installed */
};

/* `assets` (may be NULL) overrides the folder found. ERROR_NOT_FOUND names what was looked for. */
bool installation_find(struct installation *installation, const char *assets, struct error *error);

#endif
