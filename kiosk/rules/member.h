/* One line of a library's list of members, and what its columns may say:
 *
 *   number      the membership number, with its check digit
 *   uid         the card's chip: 8, 14 or 20 hexadecimal digits, colons, hyphens and spaces between
 *               them or not; empty: no chip
 *   first_name  to greet with; empty, or too long for a greeting: greeted without a name
 *   birth_year  four digits; empty: not known, so no name is shown
 *   language    a code as "pl" or "en-GB", or empty
 *   blocked     yes, true, 1, y; no, false, 0, n or empty
 *   adult_number   may be left out: of a child, the membership number of the adult on whose card the
 *               child is offered where it is asked who comes; empty: nobody's
 *
 * Letter case and spaces around a value do not matter. */
#ifndef RULES_MEMBER_H
#define RULES_MEMBER_H

#include <stddef.h>
#include <stdint.h>

#include "rules/card_number.h"
#include "rules/chip_uid.h"
#include "rules/holder.h"

enum member_column {
	MEMBER_NUMBER,
	MEMBER_UID,
	MEMBER_FIRST_NAME,
	MEMBER_BIRTH_YEAR,
	MEMBER_LANGUAGE,
	MEMBER_BLOCKED,
	MEMBER_COLUMNS_NEEDED,
	MEMBER_ADULT_NUMBER = MEMBER_COLUMNS_NEEDED,
	MEMBER_COLUMNS, /* keep last */
};

struct member {
	int line;                           /* of the list, from 1 */
	char number[CARD_NUMBER_BYTES_MAX]; /* normalised */
	uint8_t uid[CHIP_UID_BYTES_MAX];
	size_t uid_length; /* 0: no chip */
	enum age_band band;
	char adult_number[CARD_NUMBER_BYTES_MAX]; /* normalised; "": nobody's child */
	struct holder
		holder; /* its id follows from branch and number; of an adult the list's children */
};

/* What a list is read against. */
struct member_rules {
	const char *branch;
	const struct card_rules *cards;
	struct calendar_date today; /* the branch's */
};

const char *member_column_name(enum member_column column);
/* "first_name", "First name", "FIRST-NAME"; MEMBER_COLUMNS if there is no such column. */
enum member_column member_column_named(const char *name);
/* "Birth-yaer" is nearly "birth_year". NULL: no column is near. */
const char *member_column_meant(const char *name);

/* Takes a column's value, which is valid UTF-8. NULL, or an English clause that says what is wrong and
 * what would do; the value itself is never in it. */
const char *member_take(struct member *member, enum member_column column, const char *value,
	const struct member_rules *rules);

#endif
