/* A guest's booking and a card that is held near: nothing happens unasked. What a screen that shows such
 * a booking has in its state and does with it. */
#ifndef SCREENS_ONTO_CARD_H
#define SCREENS_ONTO_CARD_H

#include <stdbool.h>

#include "app/message.h"
#include "store/store.h"

struct app;
struct ui;

struct onto_card {
	struct card_shown card; /* held near on this screen */
	bool asks;              /* whether the booking goes on it */
	bool has_other;         /* its holder has booked this already */
	int64_t that_day_ms;    /* ... another time of it that day, and may have one; 0: not so */
	bool waits;             /* something else was held near */
};

/* The visit's booking is nobody's yet. */
bool onto_card_is_guests(const struct app *app);

/* For handle(): true if it was a card and the booking is a guest's. A ticket is somebody else's: who has
 * one to show has noted it. */
bool onto_card_handle(struct app *app, struct onto_card *state, const struct message *message);
void onto_card_ask_about(
	struct app *app, struct onto_card *state, const struct presented *presented);

/* The question with its two buttons. */
void onto_card_question(const struct app *app, struct ui *ui, const struct onto_card *state,
	int action_yes, int action_no);
/* On yes: the booking becomes the card's, and the card's holder the visitor; or `has_other`, or
 * `that_day_ms`. */
void onto_card_put(struct app *app, struct onto_card *state);

#endif
