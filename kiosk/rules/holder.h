/* Who holds what was shown. A card alone is low trust, always: nothing here but what its holder may
 * see (product.md, "Arrive"). */
#ifndef RULES_HOLDER_H
#define RULES_HOLDER_H

#include <stdbool.h>

#include "base/id.h"

enum holder_status {
	HOLDER_NOBODY,
	HOLDER_MEMBER,
	HOLDER_UNCONFIRMED, /* a well-formed card of this authority that the mirror does not know */
	HOLDER_GUEST,       /* a ticket without a card */
	HOLDER_BLOCKED,     /* please ask at the desk */
};

enum { FIRST_NAME_BYTES_MAX = 100, LANGUAGE_CODE_BYTES = 8 };

struct holder {
	enum holder_status status;
	struct id id; /* the member, or the card's index; zero for nobody */
	char first_name[FIRST_NAME_BYTES_MAX]; /* empty if unknown; private */
	bool adult;                            /* a minor's name is never shown or spoken */
	char language[LANGUAGE_CODE_BYTES];    /* "" unless known */
};

#endif
