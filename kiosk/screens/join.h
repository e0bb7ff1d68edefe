/* Joining: a form whose answers are sealed, and a number that is final. */
#ifndef SCREENS_JOIN_H
#define SCREENS_JOIN_H

#include <stdbool.h>

#include "store/store.h"

struct app;

void join_begin(struct app *app);
/* An adult's card was shown: their children may join on it. */
bool join_may_add_children(const struct app *app);
void join_begin_children(struct app *app);
/* A card from the tray becomes the new member's who is on the screen. */
bool join_link_card(struct app *app, const struct token *token, struct error *error);

#endif
