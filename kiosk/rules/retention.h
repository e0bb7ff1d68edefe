/* How long a kiosk keeps what is about people: platform/PRIVACY.md says it to whoever asks. Days are the
 * branch's, so that all of one day goes together, and nothing is kept for longer than is said. */
#ifndef RULES_RETENTION_H
#define RULES_RETENTION_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/change.h"

enum {
	PEOPLE_KEPT_DAYS = 14, /* after the session: who booked, who came, who is greeted by name */
	SESSION_KEPT_DAYS =
		90, /* the session itself; late news of it are of something that is known */
	ABSENCE_KEPT_DAYS = 90, /* that somebody stayed away */
	BOX_ALARM_DAYS = 7, /* a sealed box that the centre has not yet is everybody's trouble */
};

/* What ended before this is kept no longer, from the beginning of the day of `now_ms` on. */
int64_t retention_people_before_ms(int64_t now_ms);
int64_t retention_session_before_ms(int64_t now_ms);
int64_t retention_absence_before_ms(int64_t now_ms);

struct logged_change {
	enum change_kind kind;
	bool is_archived; /* the centre answered it, and has it in a backup */
	int64_t at_ms;
	int64_t ends_ms; /* of its session; 0: it is of none that is known here */
};
/* Its text is kept no longer. One that the centre could forget is kept, however old. */
bool retention_forgets(const struct logged_change *change, int64_t now_ms);

/* Sealed boxes that have been in the log for longer than BOX_ALARM_DAYS. */
struct waiting_boxes {
	int count;
	int64_t since_ms; /* the oldest */
};
enum { RETENTION_SENTENCE_BYTES = 240 };
/* What is wrong and what to do, if there are any: that the centre has not taken them, and that it has
 * not said that they are in a backup. */
bool retention_untaken(const struct waiting_boxes *boxes, int64_t now_ms,
	char sentence[static RETENTION_SENTENCE_BYTES]);
bool retention_unarchived(const struct waiting_boxes *boxes, int64_t now_ms,
	char sentence[static RETENTION_SENTENCE_BYTES]);

#endif
