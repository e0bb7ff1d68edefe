/* What one VEVENT says about a session, apart from when it is. */
#ifndef CALENDAR_FIELDS_H
#define CALENDAR_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "calendar/content.h"
#include "calendar/reason.h"
#include "rules/session.h"

/* So long before the start. */
struct ahead {
	bool is_given;
	int days, minutes; /* one of them */
};

struct fields {
	struct session session;                         /* all but ids and times */
	char event[PARTNER_BYTES_MAX];                  /* its name; "": the VEVENT is one */
	int opens_before_minutes, closes_after_minutes; /* 0 after: the end */
	struct ahead booking_opens, booking_closes, members_until;
	int door_share; /* percent of the fire limit */
	bool is_held;   /* booked places, for so long after the start: */
	int held_minutes;
	int64_t category_access; /* as SETTING_ACCESS */
	bool admission_given, door_given, share_given;
	unsigned said; /* bit 1 << enum session_text, by the VEVENT read last */
	bool is_tentative, is_private;
	bool is_hidden; /* not for visitors: known when finished */
};

/* Nothing said yet. */
struct fields fields_start(void);
/* What `event` says replaces what was said before it, a text in all its languages; an empty LOCATION
 * or DESCRIPTION says that there is none. False: `reason` says, too, all that is wrong with it. */
bool fields_read(
	const struct component *event, struct fields *fields, char reason[static REASON_BYTES]);
/* Fills in what was left out. False: what is said does not fit together, and `reason` says, too, why. */
bool fields_finish(struct fields *fields, char reason[static REASON_BYTES]);
/* The session's own times, and those that follow from its fields. */
void fields_set_times(
	const struct fields *fields, int64_t starts_ms, int64_t ends_ms, struct session *session);

/* Words of a person, clean: HTML's tags are gone and its entities characters, what does not fit ends at
 * a word and "…". */
void fields_words(const struct line *line, char *words, size_t size);

#endif
