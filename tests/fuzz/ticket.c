/* Whatever a camera reads, and whatever a kiosk's key could have signed. A text that is believed is
 * the very text that its ticket is written as, but for the case of its letters: no two texts are one
 * ticket. */
#include "rules/ticket.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "rules/base45.h"

enum { TEXT_MAX = 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static uint8_t secret[SIGN_SECRET_BYTES];
static struct ticket_key key = {.id = 1};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void start(void)
{
	static const uint8_t seed[crypto_sign_SEEDBYTES] = {1};
	static bool started;

	if (started)
		return;
	ciphers_start();
	crypto_sign_seed_keypair(key.public, secret, seed);
	started = true;
}

static void check(const char *text)
{
	struct ticket ticket;
	char again[TICKET_TEXT];

	if (ticket_read(text, &key, 1, &ticket) != TICKET_GOOD)
		return;
	require(party_is_valid(&ticket.party) && ticket.from_ms < ticket.until_ms);
	ticket_write(&ticket, secret, again);
	require(strcasecmp(text, again) == 0);
}

/* The input as a body, under a good signature. */
static void sign_and_check(const uint8_t *body)
{
	static const char purpose[] = "library-kiosk ticket 1";
	uint8_t bytes[TICKET_BYTES], message[sizeof(purpose) - 1 + TICKET_BODY_BYTES];
	char text[TICKET_TEXT] = "LK1:";

	memcpy(bytes, body, TICKET_BODY_BYTES);
	memcpy(bytes + 1, "\0\0\0\1", 4);
	memcpy(message, purpose, sizeof(purpose) - 1);
	memcpy(message + sizeof(purpose) - 1, bytes, TICKET_BODY_BYTES);
	signature_make(secret, message, sizeof(message), bytes + TICKET_BODY_BYTES);
	base45_write(bytes, sizeof(bytes), text + 4);
	check(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	char text[TEXT_MAX];
	size_t kept = length < TEXT_MAX - 1 ? length : TEXT_MAX - 1;

	start();
	memcpy(text, bytes, kept);
	text[kept] = '\0';
	check(text);
	if (length >= TICKET_BODY_BYTES)
		sign_and_check(bytes);
	return 0;
}
