/* What the pages of joining share: where each leads, and what becomes of the answers. The answers
 * live in the visit until they are sealed, and no longer. */
#ifndef SCREENS_JOIN_H
#define SCREENS_JOIN_H

#include <stdbool.h>

#include "store/store.h"

struct app;

/* In the order in which they are asked. */
enum join_page {
	JOIN_NAME,
	JOIN_BIRTH,
	JOIN_CONTACT,
	JOIN_GUARDIAN,         /* of a child */
	JOIN_GUARDIAN_CONTACT, /* of a child */
	JOIN_CHECK,
	JOIN_CONSENT,
	JOIN_LAST = JOIN_CONSENT,
};

/* To the page after `page`; back to the check if the visitor came from there. */
void join_continue(struct app *app, enum join_page page);
void join_back(struct app *app, enum join_page page);
/* "Step 2 of 5": every page is counted once. */
int join_step(const struct app *app, enum join_page page);
int join_steps(const struct app *app);
bool join_asks_guardian(const struct app *app);

/* Seals the answers, takes a number, and forgets them. The visit's holder is the new member. */
bool join_submit(struct app *app, struct error *error);
bool join_link_card(struct app *app, const struct token *token, struct error *error);

#endif
