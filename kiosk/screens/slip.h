/* Tickets on paper: what their photographs say, and whose library it is. No name stands on them. And what
 * a page whose tickets can be printed offers and says. */
#ifndef SCREENS_SLIP_H
#define SCREENS_SLIP_H

#include "screens/parts.h"

struct app;

/* ---- on a ui_paper; `ticket->qr_size` is not looked at ---- */

void slip_ticket(const struct app *app, struct ui *ui, const struct part_ticket *ticket);
/* One of many on a strip: lower, and between two of them is where to cut. */
void slip_of_series(
	const struct app *app, struct ui *ui, const struct part_ticket *ticket, int which);

/* ---- on the page ---- */

/* On enter(): nothing was asked for yet. */
void slip_begin(struct app *app);
/* There is a printer, or there was one a moment ago: the button stays where it is. */
bool slip_is_offered(const struct app *app);
/* If so: once, for whoever wants another has the ticket here to photograph. */
void slip_button(const struct app *app, struct ui *ui, const char *words, int action);
/* What becomes of it, while the visit's `printing` says that something does: of one, of several. */
const char *slip_in_words(const struct app *app);
const char *slips_in_words(const struct app *app);

#endif
