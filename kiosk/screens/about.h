/* What the library says of an event beyond when, where and how many: for whom, with whom, in which
 * languages, and how one gets in. */
#ifndef SCREENS_ABOUT_H
#define SCREENS_ABOUT_H

#include "rules/session.h"
#include "ui/ui.h"

/* "For babies and children up to 5"; without ages, by what the session asks. */
const char *about_for_whom(struct ui *ui, const struct session *session);
/* Partner, languages, access, each a line with its icon, if it is said. */
void about_lines(struct ui *ui, const struct session *session);
/* In lines of text, at most, in a narrow column; 0: nothing is said. */
int about_height(const struct session *session);
/* "Booking opens on Friday 4 December." */
const char *about_booking_opens(struct ui *ui, const struct session *session, int64_t now_ms);

#endif
