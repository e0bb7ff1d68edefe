/* What the face last heard of its workers, for kioskctl: a small file in the data directory that is
 * replaced whole at each change. Sentences for staff; nothing personal. */
#ifndef BASE_WORKER_REPORT_H
#define BASE_WORKER_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

enum {
	WORKER_REPORTS_MAX = 8,
	WORKER_WORD_BYTES = 16,
	WORKER_DETAIL_BYTES = 160,
};

struct worker_report {
	char worker[WORKER_WORD_BYTES];   /* "nfc" */
	char state[WORKER_WORD_BYTES];    /* "ready", "absent", "restarting", ... */
	char detail[WORKER_DETAIL_BYTES]; /* its own words for why it is not ready; else "" */
	char ended[WORKER_DETAIL_BYTES];  /* how it last ended under this face; else "" */
};

bool worker_report_write(
	const char *directory, const struct worker_report *reports, int count, struct error *error);
/* How many there are, at most WORKER_REPORTS_MAX; 0: no face ever ran here, or the file is not one. */
int worker_report_read(
	const char *directory, struct worker_report reports[static WORKER_REPORTS_MAX]);

#endif
