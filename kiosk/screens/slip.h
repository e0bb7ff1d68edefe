/* The ticket on paper: what its photograph says, and whose library it is. No name stands on it. */
#ifndef SCREENS_SLIP_H
#define SCREENS_SLIP_H

#include "screens/parts.h"

struct app;

/* On a ui_paper; `ticket->qr_size` is not looked at. */
void slip_ticket(const struct app *app, struct ui *ui, const struct part_ticket *ticket);

#endif
