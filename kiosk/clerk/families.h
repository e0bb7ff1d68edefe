/* Greetings of adults whose children joined at a kiosk, made anew by what the opened forms say: each card
 * of theirs has every child, with the age band of today. What a library's list says besides stays. */
#ifndef CLERK_FAMILIES_H
#define CLERK_FAMILIES_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/error.h"

/* A greeting that this key does not open is another branch's, and is left alone. `*renewed` counts on. */
bool families_renew(PGconn *connection, const uint8_t index_key[static INDEX_KEY_BYTES],
	int *renewed, struct error *error);

#endif
