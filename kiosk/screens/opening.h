/* What time it is in the library, and whether it is open now. */
#ifndef SCREENS_OPENING_H
#define SCREENS_OPENING_H

struct app;
struct ui;

/* "Friday 4 December, 10:04". */
const char *opening_moment(const struct app *app, struct ui *ui);
/* "Open until 17:00 today". */
const char *opening_in_words(const struct app *app, struct ui *ui);
/* Both beside the branch's name. */
void opening_and_branch(const struct app *app, struct ui *ui);

#endif
