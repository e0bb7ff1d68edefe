/* The ticket: what our QR code says, signed by the kiosk that issued it, so that any kiosk can check
 * it alone. Layout: kiosk/README.md, "Ticket". The signature is checked before anything of the body
 * is believed. */
#ifndef RULES_TICKET_H
#define RULES_TICKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/id.h"
#include "rules/party.h"

enum {
	TICKET_BYTES = 115,
	TICKET_BODY_BYTES = 51,
	TICKET_TEXT = 4 + 173 + 1, /* "LK1:", base45, NUL */
	TICKET_KEYS_MAX = 64,
};

enum {
	TICKET_FLAG_WAITING = 1, /* issued for a place on the waiting list */
	TICKET_FLAG_CLASS = 2,   /* its party is a class */
};

struct ticket {
	uint32_t key_id;
	struct id id; /* the booking */
	struct id session;
	struct party party;
	int64_t from_ms, until_ms; /* whole seconds */
	uint8_t flags;
};

struct ticket_key {
	uint32_t id;
	uint8_t public[SIGN_PUBLIC_BYTES];
};

enum ticket_status {
	TICKET_NOT_OURS, /* some other code */
	TICKET_GOOD,
	TICKET_UNKNOWN_KEY,   /* looks like ours, from elsewhere */
	TICKET_BAD_SIGNATURE, /* forged or damaged */
};

/* `text` gets the ticket's text, upper case. The party is valid; from < until, in whole seconds. */
void ticket_write(const struct ticket *ticket, const uint8_t secret[static SIGN_SECRET_BYTES],
	char text[static TICKET_TEXT]);
/* `ticket` is filled only when TICKET_GOOD. `text` may be in lower case: some phones and
 * scanners hand it on so, and the signature says whether it is ours. What begins like ours and is
 * cut, damaged, forged or signed nonsense (counts out of range, until before from) is
 * TICKET_BAD_SIGNATURE. */
enum ticket_status ticket_read(
	const char *text, const struct ticket_key *keys, int key_count, struct ticket *ticket);

#endif
