/* A party's places at a session. */
#ifndef RULES_BOOKING_H
#define RULES_BOOKING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "rules/party.h"

enum { SHORT_CODE_TEXT = 6 /* the kiosk's character, four random ones, NUL */ };

enum booking_state { BOOKING_CONFIRMED, BOOKING_WAITING, BOOKING_CANCELLED };

struct booking {
	struct id id; /* is the ticket's id too */
	struct id session;
	struct id holder; /* who: see holder.h; zero for a guest */
	struct party party;
	enum booking_state state;
	char code[SHORT_CODE_TEXT];
	int64_t made_ms;
};

#endif
