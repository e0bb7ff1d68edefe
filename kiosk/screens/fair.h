/* The library's wishes for fairness as people say them: the rule, why there is one, and when it changes.
 * Words are ui's own copies, until the next view. */
#ifndef SCREENS_FAIR_H
#define SCREENS_FAIR_H

#include "rules/booking.h"
#include "ui/ui.h"

/* A party that is too large: all that there is to say beside the steppers. */
const char *fair_size_in_words(
	struct ui *ui, const struct session *session, enum booking_refusal refusal);
/* While few places are left: so many can book, and more can wait. */
const char *fair_may_wait_in_words(struct ui *ui, const struct session *session);
/* One session a day: the holder's own is at `other_ms`. */
const char *fair_one_a_day_in_words(struct ui *ui, int64_t other_ms);
/* A guest's booking is not put on a card that has the one at `other_ms`: it stays good; what else there
 * is to do is the page's to say. */
const char *fair_not_on_card_in_words(struct ui *ui, int64_t other_ms);
/* Who stayed away: from when on this can be booked, and the door, where it has places. */
const char *fair_day_before_in_words(struct ui *ui, const struct session *session, int absences);
/* The holder's own page: `binds` if there is an event that they can book from the day before only. */
const char *fair_missed_in_words(struct ui *ui, int absences, bool binds);
/* In a list of dates: a party that is too large while few places are left may wait for this one. */
const char *fair_waits_in_a_row(struct ui *ui, const struct session *session);
/* In a list of dates; NULL: its places say all. */
const char *fair_in_a_row(
	struct ui *ui, const struct session *session, enum booking_refusal refusal);

#endif
