/* When an event is: its start, its rules of repetition and added dates, without those that are left
 * out (EXDATE, EXRULE) or changed by an override. Instants are worked out here, one by one, from the
 * clock on the wall. */
#ifndef CALENDAR_OCCURRENCES_H
#define CALENDAR_OCCURRENCES_H

#include "calendar/event.h"

/* Gets the next occurrence; false: something is wrong, and the event's reason says it. `length_s`: what a
 * period says of its own length; 0: the event's. */
typedef bool (*occurrence_take)(void *context, const struct moment *start, int64_t length_s);

/* Those that are on after `from_ms` and start before `until_ms`, in no order; one may come twice.
 * False: the event's reason is set. */
bool occurrences_find(struct event *event, struct zones *zones, int64_t from_ms, int64_t until_ms,
	int64_t *steps, occurrence_take take, void *context);

#endif
