/* The reader as a whole: opens the device, looks for cards, closes and opens again what stopped
 * working, and reports every change. Single-threaded; one step takes at most about a second (a
 * device that stopped answering while it is opened).
 *
 * absent    the device is not there; looked for after 250 ms, 500 ms, ... 8 s
 * ready     it answered
 * degraded  it was silent three times in a row and is being closed and opened
 * backoff   it failed, or another program has it; tried again as above */
#ifndef READERS_NFC_READER_H
#define READERS_NFC_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "readers/nfc/device.h"
#include "readers/nfc/presence.h"

struct reader {
	struct device device;
	struct presence presence;
	const char *state;    /* as last reported; NULL: not yet */
	struct error trouble; /* why not ready */
	int silences;
	int failures;          /* in a row */
	int64_t open_again_ms; /* boot time */
	bool unheard;          /* a report could not be written */
};

bool reader_init(struct reader *reader, const char *device_name, struct error *error);
void reader_finish(struct reader *reader);

/* Does what is due, and returns the boot time at which to call again. */
int64_t reader_step(struct reader *reader);

#endif
