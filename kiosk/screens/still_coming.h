/* "Are you still coming?": asked with a card, before the visitor's own page and after every answer about
 * coming in. */
#ifndef SCREENS_STILL_COMING_H
#define SCREENS_STILL_COMING_H

struct app;

/* To the question about one of the holder's bookings, if one is to be asked (rules/still_coming.h), else
 * to their page. */
void still_coming_or_my_page(struct app *app);

#endif
