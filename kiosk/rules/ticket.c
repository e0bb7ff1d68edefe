/* Fixed offsets, big-endian; nothing of the body is looked at but the key's id until the signature
 * holds. */
#include "rules/ticket.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "rules/base45.h"

enum {
	AT_VERSION = 0,
	AT_KEY = 1,
	AT_ID = 5,
	AT_SESSION = 21,
	AT_PARTY = 37,
	AT_FROM = 42,
	AT_UNTIL = 46,
	AT_FLAGS = 50,
	AT_SIGNATURE = TICKET_BODY_BYTES,
	VERSION = 1,
};

_Static_assert(AT_ID == AT_KEY + 4 && AT_SESSION == AT_ID + ID_BYTES, "layout");
_Static_assert(AT_PARTY == AT_SESSION + ID_BYTES && AT_FROM == AT_PARTY + PARTY_PARTS, "layout");
_Static_assert(AT_UNTIL == AT_FROM + 4 && AT_FLAGS == AT_UNTIL + 4, "layout");
_Static_assert(AT_SIGNATURE == AT_FLAGS + 1 && TICKET_FLAG_WAITING == 1, "layout");
_Static_assert(AT_SIGNATURE + SIGNATURE_BYTES == TICKET_BYTES, "layout");
_Static_assert(TICKET_TEXT == 4 + BASE45_LENGTH(TICKET_BYTES) + 1, "177 characters and NUL");

static const char prefix[] = "LK1:";
static const char purpose[] = "library-kiosk ticket 1";
enum { PREFIX = sizeof(prefix) - 1, PURPOSE = sizeof(purpose) - 1 };

static void put_number(uint8_t *at, uint32_t number)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(number >> (24 - 8 * i));
}

static uint32_t get_number(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* What is signed: the purpose, without its NUL, and the body. */
static void signed_text(const uint8_t *body, uint8_t text[static PURPOSE + TICKET_BODY_BYTES])
{
	memcpy(text, purpose, PURPOSE);
	memcpy(text + PURPOSE, body, TICKET_BODY_BYTES);
}

static void write_body(const struct ticket *ticket, uint8_t *bytes)
{
	bytes[AT_VERSION] = VERSION;
	put_number(bytes + AT_KEY, ticket->key_id);
	memcpy(bytes + AT_ID, ticket->id.bytes, ID_BYTES);
	memcpy(bytes + AT_SESSION, ticket->session.bytes, ID_BYTES);
	for (int part = 0; part < PARTY_PARTS; part++)
		bytes[AT_PARTY + part] = (uint8_t)ticket->party.count[part];
	put_number(bytes + AT_FROM, (uint32_t)(ticket->from_ms / 1000));
	put_number(bytes + AT_UNTIL, (uint32_t)(ticket->until_ms / 1000));
	bytes[AT_FLAGS] =
		(uint8_t)(ticket->flags | (ticket->party.is_class ? TICKET_FLAG_CLASS : 0));
}

static struct ticket read_body(const uint8_t *bytes)
{
	struct ticket ticket = {
		.key_id = get_number(bytes + AT_KEY),
		.from_ms = (int64_t)get_number(bytes + AT_FROM) * 1000,
		.until_ms = (int64_t)get_number(bytes + AT_UNTIL) * 1000,
		.flags = bytes[AT_FLAGS],
	};

	memcpy(ticket.id.bytes, bytes + AT_ID, ID_BYTES);
	memcpy(ticket.session.bytes, bytes + AT_SESSION, ID_BYTES);
	for (int part = 0; part < PARTY_PARTS; part++)
		ticket.party.count[part] = bytes[AT_PARTY + part];
	ticket.party.is_class = (ticket.flags & TICKET_FLAG_CLASS) != 0;
	return ticket;
}

void ticket_write(const struct ticket *ticket, const uint8_t secret[static SIGN_SECRET_BYTES],
	char text[static TICKET_TEXT])
{
	uint8_t bytes[TICKET_BYTES], message[PURPOSE + TICKET_BODY_BYTES];

	assert(party_is_valid(&ticket->party));
	assert(ticket->from_ms >= 0 && ticket->from_ms < ticket->until_ms &&
		ticket->until_ms / 1000 <= UINT32_MAX);
	write_body(ticket, bytes);
	signed_text(bytes, message);
	signature_make(secret, message, sizeof(message), bytes + AT_SIGNATURE);
	memcpy(text, prefix, PREFIX);
	base45_write(bytes, sizeof(bytes), text + PREFIX);
}

static const struct ticket_key *find_key(const struct ticket_key *keys, int count, uint32_t id)
{
	for (int i = 0; i < count; i++)
		if (keys[i].id == id)
			return &keys[i];
	return NULL;
}

/* A signed body can still be one that no kiosk should have written. */
static bool makes_sense(const uint8_t *bytes, const struct ticket *ticket)
{
	return bytes[AT_VERSION] == VERSION && party_is_valid(&ticket->party) &&
	       ticket->from_ms < ticket->until_ms;
}

enum ticket_status ticket_read(
	const char *text, const struct ticket_key *keys, int key_count, struct ticket *ticket)
{
	uint8_t bytes[TICKET_BYTES], message[PURPOSE + TICKET_BODY_BYTES];

	if (strncasecmp(text, prefix, PREFIX) != 0)
		return TICKET_NOT_OURS;
	if (base45_read(text + PREFIX, bytes, sizeof(bytes)) != TICKET_BYTES)
		return TICKET_BAD_SIGNATURE;
	const struct ticket_key *key = find_key(keys, key_count, get_number(bytes + AT_KEY));
	if (!key)
		return TICKET_UNKNOWN_KEY;
	signed_text(bytes, message);
	if (!signature_check(key->public, message, sizeof(message), bytes + AT_SIGNATURE))
		return TICKET_BAD_SIGNATURE;
	struct ticket read = read_body(bytes);
	if (!makes_sense(bytes, &read))
		return TICKET_BAD_SIGNATURE;
	*ticket = read;
	return TICKET_GOOD;
}
