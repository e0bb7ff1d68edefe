/* What outbox.c and feed.c need of store/epochs.c. Both run inside the caller's transaction. */
#ifndef STORE_EPOCHS_H
#define STORE_EPOCHS_H

#include <stdbool.h>

#include "base/error.h"
#include "rules/booking.h"

struct store;

/* The centre is of another epoch than before. */
bool begin_rereading(struct store *store, struct error *error);
/* A booking as the centre tells it; while everything is read anew, a place that its holder was promised
 * stays theirs. */
bool keep_promise(struct store *store, struct booking *booking, struct error *error);

#endif
