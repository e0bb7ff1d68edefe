/* What one VEVENT says about a session, apart from when it is. For programme.c only. */
#ifndef CALENDAR_PROGRAMME_FIELDS_H
#define CALENDAR_PROGRAMME_FIELDS_H

#include <stdbool.h>
#include <stdint.h>

#include <libical/ical.h>

#include "base/error.h"
#include "rules/session.h"

struct programme_fields {
	struct session session;                         /* all but id and times */
	int opens_before_minutes, closes_after_minutes; /* 0 after: the end */
	bool admission_given, door_given, theme_given;
	bool hidden;
};

/* Nothing said yet. */
struct programme_fields programme_fields_start(void);
/* What `event` says replaces what was said before it. `number` names the event in an error. */
bool programme_fields_read(
	icalcomponent *event, int number, struct programme_fields *fields, struct error *error);
/* Fills in what was left out. */
void programme_fields_finish(struct programme_fields *fields);

#endif
