/* Who waits leaves a way to be told of places: a form of one question whose answer is sealed. */
#ifndef SCREENS_TELL_ME_H
#define SCREENS_TELL_ME_H

#include <stdbool.h>

struct app;

/* The page that offers it: its ticket, when it is made; later the booking's own, or what its code
 * found. */
enum tell_me_from { TELL_ME_FROM_TICKET, TELL_ME_FROM_BOOKING, TELL_ME_FROM_CODE };

/* Who waits is told, and nobody left a contact here yet. */
bool tell_me_is_offered(const struct app *app);
/* About the visit's booking, from that page and back to it. */
void tell_me_begin(struct app *app, enum tell_me_from from);

#endif
