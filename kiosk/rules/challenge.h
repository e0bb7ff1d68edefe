/* A reading challenge: who holds a card and comes gets a stamp a day, and some stamps bring something. A
 * form with steps says how many stamps there are, what they bring, and from when until when it runs. Each
 * day on which somebody was stamped counts once, wherever they were stamped: a day is a fact that two
 * kiosks write down alike without having met, a number of stamps is not. */
#ifndef RULES_CHALLENGE_H
#define RULES_CHALLENGE_H

#include <stdbool.h>

#include "rules/form.h"

/* Of one holder, within the challenge's days. */
struct stamps {
	int count;
	bool today; /* one of them is today's */
};

enum challenge_answer {
	CHALLENGE_NOT_BEGUN, /* it runs from a later day on */
	CHALLENGE_OVER,      /* its last day was before today */
	CHALLENGE_COMPLETE,  /* there is a stamp for each step */
	CHALLENGE_STAMPED,   /* today's stamp is there: come again on another day */
	CHALLENGE_STAMP,     /* the next one may be given now */
};

/* `today`: the branch's date. A form without steps is no challenge, and over. */
enum challenge_answer challenge_decide(
	const struct form *form, struct stamps stamps, struct calendar_date today);
/* Its first and last day are days of it. */
bool challenge_runs(const struct form *form, struct calendar_date today);

/* What the last of so many stamps brings; NULL: nothing of its own. */
const struct form_words *challenge_gift(const struct form *form, int stamps);
/* How many stamps are missing to the next that brings something; 0: none does any more. */
int challenge_stamps_to_gift(const struct form *form, int stamps);

#endif
