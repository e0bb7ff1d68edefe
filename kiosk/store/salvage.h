/* What a kiosk's directory holds that the centre has not answered, read out of it however damaged it is:
 * a disk that is dying, a copy from which the centre takes nothing. It is read once, into a copy in
 * $TMPDIR (or /tmp) that nobody else can enter and that has no name any more when salvage_open()
 * returns; nothing is written to the directory, and nothing that is sealed is opened. No program may run
 * on it meanwhile.
 *
 * Rows are asked for one by one, by number, and where that fails looked for on every page (leaf_scan.h):
 * what cannot be read at all is counted and passed over. Any version of the file will do, for the log is
 * the same in all. */
#ifndef STORE_SALVAGE_H
#define STORE_SALVAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "store/enrolment.h"

struct salvage;

/* ERROR_NOT_FOUND: there is no kiosk.db; ERROR_CORRUPT: of its log nothing at all can be read. */
struct salvage *salvage_open(const char *directory, struct error *error);
void salvage_close(struct salvage *salvage);

/* Whose it is. What could not be read is zero or "", and `kiosk` 0 if that could not. */
struct salvage_owner {
	int kiosk;
	bool demo;
	struct id install;
	char branch[sizeof(((struct enrolment *)0)->branch)];
};
const struct salvage_owner *salvage_owner(const struct salvage *salvage);

struct salvage_count {
	int64_t changes, damaged;
};
/* One change, in the log's order; `text` is as it stands there, until the next. False: no more. */
typedef bool salvage_take(void *context, int64_t seq, const char *text);
/* All that has no verdict, whether it was sent or not. `take` may be NULL. */
struct salvage_count salvage_walk(struct salvage *salvage, salvage_take *take, void *context);

/* The centre takes nothing from this directory, says sync; kioskctl doctor asks. It is a file in it. */
void salvage_note_fork(const char *directory, bool is_forked);
bool salvage_is_fork(const char *directory);

#endif
