/* Kind and length are hashed with the bytes, so that no two kinds of token share an index. */
#include "rules/token.h"

#include <assert.h>
#include <string.h>

static struct token token_make(enum token_kind kind, const void *bytes, size_t length)
{
	struct token token = {.kind = (uint8_t)kind, .length = (uint8_t)length};

	assert(length > 0 && length <= TOKEN_BYTES_MAX);
	memcpy(token.bytes, bytes, length);
	return token;
}

struct token token_from_chip(const uint8_t *uid, size_t length)
{
	return token_make(TOKEN_CHIP, uid, length);
}

struct token token_from_number(const char *number)
{
	return token_make(TOKEN_NUMBER, number, strlen(number));
}

struct token token_from_ticket(struct id ticket)
{
	return token_make(TOKEN_TICKET, ticket.bytes, sizeof(ticket.bytes));
}

bool token_equal(const struct token *a, const struct token *b)
{
	return a->kind == b->kind && a->length == b->length &&
	       memcmp(a->bytes, b->bytes, a->length) == 0;
}

struct index token_index(const struct token *token, const uint8_t key[static INDEX_KEY_BYTES])
{
	assert(token->kind != TOKEN_NONE && token->length <= TOKEN_BYTES_MAX);
	return index_of(key, token, offsetof(struct token, bytes) + token->length);
}
