/* What is counted, dated or coded, said as people say it. The words are ui's own copies, until the
 * next view. */
#ifndef SCREENS_WORDS_H
#define SCREENS_WORDS_H

#include <stdint.h>

#include "rules/booking.h"
#include "rules/party.h"
#include "rules/session.h"
#include "ui/ui.h"

struct calendar_date;

/* "1 adult, 2 children"; empty for an empty party. */
const char *party_in_words(struct ui *ui, const struct party *party);
/* "Two families are before you.": how it stands for who waits; empty for who does not, and while that
 * is not known. */
const char *line_in_words(struct ui *ui, const struct booking *booking);
/* "You are on the waiting list: you have no place yet. Two families are before you. We will tell you." */
const char *waiting_in_words(struct ui *ui, const struct booking *booking);
/* "You have places now: Rhyme time on Friday 4 December." */
const char *promoted_in_words(struct ui *ui, const struct session *session);
/* "We are sorry: your booking for Rhyme time on Friday 4 December could not be kept. ..." */
const char *not_kept_in_words(struct ui *ui, const struct session *session);
/* "Not booked: it has started." */
const char *not_booked_in_words(enum booking_refusal refusal);
/* The session's own words in the visitor's language, else as the library says them: every screen asks
 * here, at each view, so that a change of the language changes them at once. */
const char *session_words(const struct session *session, enum session_text which);
/* What shows them: if they are not in the visitor's language, their direction is their own. */
struct ui_node *session_directed(
	struct ui_node *node, const struct session *session, enum session_text which);
/* They as a node, directed. */
struct ui_node *session_node(
	struct ui *ui, enum ui_size size, const struct session *session, enum session_text which);
/* "Friday 4 December, 10:30–11:30". */
const char *session_when(struct ui *ui, const struct session *session);
/* "Starts at 10:30 today · Children's area". */
const char *session_starts(struct ui *ui, const struct session *session, int64_t now_ms);
/* "See you tomorrow." */
const char *session_see_you(struct ui *ui, const struct session *session, int64_t now_ms);
/* "27 March 1990". */
const char *date_in_words(struct ui *ui, struct calendar_date date);
/* "1 7K3Q": what people read to each other. */
const char *code_in_groups(struct ui *ui, const char *code);

#endif
