/* What a reader or scanner delivered, understood: the only way from foreign text to a token. Nothing
 * is ever fetched or opened; texts that are not ours are not kept. */
#ifndef RULES_PRESENTED_H
#define RULES_PRESENTED_H

#include <stdbool.h>

#include "rules/card_number.h"
#include "rules/ticket.h"
#include "rules/token.h"

enum presented_kind {
	PRESENTED_NOTHING,     /* unreadable or not of its form */
	PRESENTED_CHIP,        /* a card's UID that stays the same */
	PRESENTED_RANDOM_CHIP, /* a phone or card that changes its UID: identifies nobody */
	PRESENTED_NUMBER,      /* a membership number of this authority, check digit right */
	PRESENTED_TICKET,      /* status says whether to believe it */
	PRESENTED_SHORT_CODE,  /* five letters and digits from a ticket, typed */
	PRESENTED_BOOK,        /* an item's barcode: "that is a book" */
	PRESENTED_FOREIGN,     /* a well-formed code of somebody else */
	PRESENTED_PART,        /* perhaps a part of a longer code: nothing is said of it */
};

struct presented {
	enum presented_kind kind;
	struct token token;                 /* CHIP, NUMBER, TICKET (good) */
	char number[CARD_NUMBER_BYTES_MAX]; /* NUMBER: normalised; private */
	enum ticket_status ticket_status;
	struct ticket ticket; /* if TICKET_GOOD */
};

enum {
	PRESENTED_TEXT_BYTES_MAX = 512,
	PRESENTED_TEXTS_MAX = 4,
	/* Interleaved 2 of 5 has weak ends: under a glare, or aslant, a part of a code reads as a
	 * shorter one. What has fewer digits than is usual may be such a part. */
	PRESENTED_ITF_DIGITS = 14,
};

/* A card on the NFC reader: UID in hex; a ticket among its texts is worth more than its UID. */
struct presented presented_card(const struct card_rules *rules, const struct ticket_key *keys,
	int key_count, const char *uid, bool random, const char *const *texts, int text_count);
/* A code seen by the camera or typed by a scanner; `format` as kiosk-camera names it, "" unknown. */
struct presented presented_code(const struct card_rules *rules, const struct ticket_key *keys,
	int key_count, const char *format, const char *text);

#endif
