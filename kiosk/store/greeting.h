/* How a card's holder is greeted: first name, adult or child, language, the household of an adult; locked
 * under the index key and the token, so that only who holds the card is called by name. The same at the
 * centre. */
#ifndef STORE_GREETING_H
#define STORE_GREETING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/holder.h"
#include "rules/token.h"

/* Room for the longest name, all of it marks that JSON doubles, and a full household. */
enum { GREETING_BYTES_MAX = 576 };

/* The box's length. `holder`: first_name, adult, language and household are read. */
size_t greeting_make(const uint8_t key[static INDEX_KEY_BYTES], const struct token *token,
	const struct holder *holder, uint8_t box[static GREETING_BYTES_MAX]);
/* Fills first_name, adult, language and household. False: not this card's or damaged; they stay as they
 * are. */
bool greeting_read(const uint8_t key[static INDEX_KEY_BYTES], const struct token *token,
	const uint8_t *box, size_t length, struct holder *holder);

#endif
