/* Somebody stands here with a party for which this kiosk has no places: the centre is asked, and the
 * screen waits for some seconds. A centre that is slow makes nobody stand here longer. */
#ifndef SCREENS_ASKING_H
#define SCREENS_ASKING_H

#include <stdbool.h>

#include "rules/places.h"

struct app;
struct message;

enum { ASKING_MS = 6000 };

/* For the visit's session. True: an answer is to come. */
bool asking_begin(struct app *app, const struct places_wish *wish);
/* After asking_begin() of this pool: the answer came, or did not come in time. */
bool asking_is_over(struct app *app, const struct message *message, enum lease_pool pool);

#endif
