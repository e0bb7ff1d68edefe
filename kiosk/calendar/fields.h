/* What one VEVENT says about a session, apart from when it is. */
#ifndef CALENDAR_FIELDS_H
#define CALENDAR_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "calendar/content.h"
#include "rules/session.h"

struct fields {
	struct session session;                         /* all but id and times */
	int opens_before_minutes, closes_after_minutes; /* 0 after: the end */
	bool admission_given, door_given;
	unsigned said; /* bit 1 << enum session_text, by the VEVENT read last */
	bool is_tentative, is_private;
	bool is_hidden; /* not for visitors: known when finished */
};

/* Nothing said yet. */
struct fields fields_start(void);
/* What `event` says replaces what was said before it, a text in all its languages; an empty LOCATION
 * or DESCRIPTION says that there is none. False: `reason` says what is wrong with it. */
bool fields_read(
	const struct component *event, struct fields *fields, char *reason, size_t reason_size);
/* Fills in what was left out. */
void fields_finish(struct fields *fields);

/* Words of a person, clean: HTML's tags are gone and its entities characters, what does not fit ends at
 * a word and "…". */
void fields_words(const struct line *line, char *words, size_t size);

#endif
