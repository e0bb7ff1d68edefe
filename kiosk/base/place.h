/* Where the program's own files lie: beside the build tree, or in the install prefix. */
#ifndef BASE_PLACE_H
#define BASE_PLACE_H

#include <stdbool.h>

#include "base/error.h"

enum { PLACE_BYTES_MAX = 512 };

struct place {
	char programs[PLACE_BYTES_MAX]; /* folder of this program and its siblings */
	char assets[PLACE_BYTES_MAX];
	char catalogues[PLACE_BYTES_MAX]; /* holds LL/LC_MESSAGES/library-kiosk.mo */
	char languages[PLACE_BYTES_MAX];  /* i18n/LINGUAS; dates lie beside it */
	char support[PLACE_BYTES_MAX];    /* tests/support in the build tree; empty if installed */
	char platform[PLACE_BYTES_MAX];   /* platform/ in the source tree; empty if installed */
};

/* `assets` (may be NULL) overrides the folder found. ERROR_NOT_FOUND names what was looked for. */
bool place_find(struct place *place, const char *assets, struct error *error);

#endif
