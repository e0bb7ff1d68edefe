/* Who waits leaves a way to be told of places: a form of one question whose answer is sealed. */
#ifndef SCREENS_TELL_ME_H
#define SCREENS_TELL_ME_H

struct app;

/* About the visit's booking, from its ticket and back to it. */
void tell_me_begin(struct app *app);

#endif
