/* Membership numbers. The United Kingdom has no common format: lengths of 5 to 14, prefixes, letters
 * and three check digits are in use, so each authority has its table of rules. A number is text, never
 * an integer. */
#ifndef RULES_CARD_NUMBER_H
#define RULES_CARD_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

enum { CARD_NUMBER_BYTES_MAX = 32, CARD_RULES_MAX = 8 };

enum check_digit { CHECK_NONE, CHECK_LUHN, CHECK_MOD_11 /* may end in X */ };

struct card_rule {
	char prefix[12];
	int length;   /* characters with the check digit */
	bool letters; /* else digits only behind the prefix (and X where MOD_11) */
	int ignored;  /* more characters at the end that older cards have */
	enum check_digit check;
	bool item; /* a book's barcode, not a card's */
};

/* The first is the one that new numbers are made by. */
struct card_rules {
	struct card_rule rule[CARD_RULES_MAX];
	int count;
};

enum card_number_kind { CARD_NUMBER_UNKNOWN, CARD_NUMBER_MEMBER, CARD_NUMBER_ITEM };

/* Strips what symbologies and scanners add (Codabar's A-D, Code 39's *, spaces, AIM ids), then asks
 * the table. `number` gets the normalised form if it is known. */
enum card_number_kind card_number_read(const struct card_rules *rules, const char *text,
	char number[static CARD_NUMBER_BYTES_MAX]);

/* The number for the serial `serial` of a block, with its check digit. */
void card_number_make(
	const struct card_rules *rules, int64_t serial, char number[static CARD_NUMBER_BYTES_MAX]);

#endif
