/* A token is what somebody holds near: kind, length and bytes. On the kiosk it lives only while the
 * visit does; what is stored is its keyed hash (index). */
#ifndef RULES_TOKEN_H
#define RULES_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"

/* Hashed into every index on disk: append only, never renumber. */
enum token_kind { TOKEN_NONE = 0, TOKEN_CHIP = 1, TOKEN_NUMBER = 2, TOKEN_TICKET = 3 };
enum { TOKEN_BYTES_MAX = 32 };

struct token {
	uint8_t kind, length;
	uint8_t bytes[TOKEN_BYTES_MAX];
};

/* `length` is 1..TOKEN_BYTES_MAX. */
struct token token_from_chip(const uint8_t *uid, size_t length);
struct token token_from_number(const char *number);
struct token token_from_ticket(struct id ticket);
bool token_equal(const struct token *a, const struct token *b);
/* BLAKE2b-128, keyed, of kind, length and the `length` bytes. */
struct index token_index(const struct token *token, const uint8_t key[static INDEX_KEY_BYTES]);

#endif
