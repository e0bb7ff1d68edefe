/* What the library says of an event beyond when, where and how many: for whom, with whom, in which
 * languages, and how one gets in. */
#ifndef SCREENS_ABOUT_H
#define SCREENS_ABOUT_H

#include "rules/session.h"
#include "ui/ui.h"

/* "For babies and children up to 5"; without ages, by what the session asks. */
const char *about_for_whom(struct ui *ui, const struct session *session);
/* Partner, languages, access, each a line with its icon, if it is said. */
void about_lines(struct ui *ui, const struct session *session, int64_t now_ms);
/* In lines of text, at most, in a narrow column; 0: nothing is said. */
int about_height(const struct session *session, int64_t now_ms);
/* "Kept for members until 09:30 today: 10" NULL: none are, or no more. */
const char *about_kept(struct ui *ui, const struct session *session, int64_t now_ms);
/* "We hold your place until 10:35." NULL: as long as it goes on. */
const char *about_held(struct ui *ui, const struct session *session, int64_t now_ms);
/* "Booking opens on Friday 4 December." */
const char *about_booking_opens(struct ui *ui, const struct session *session, int64_t now_ms);

#endif
