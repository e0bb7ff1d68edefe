/* One VEVENT read: whose it is, when it starts, how long it is, and which occurrence of its series it
 * changes, if it does. What is not understood about it is said in plain words in `reason`. */
#ifndef CALENDAR_EVENT_H
#define CALENDAR_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "calendar/reason.h"
#include "calendar/times.h"
#include "calendar/zones.h"

enum { LENGTH_DAYS_MAX = 366 };

struct event {
	const struct component *component;
	const char *uid; /* "" if it has none */
	int position;    /* in the file */
	int sequence;
	struct moment start;
	int64_t length_s;         /* on the clock on the wall */
	bool length_is_exact;     /* so many seconds: start and end are in different zones, or it is
				     a DURATION of hours */
	bool is_override;         /* of the occurrence at: */
	struct moment occurrence; /* without a zone: not understood */
	int64_t occurrence_ms;
	bool is_superseded;
	const struct event *series;     /* of an override; NULL: it is an orphan */
	struct event *const *overrides; /* of a series, by the occurrence */
	int override_count;
	char reason[REASON_BYTES]; /* why it is left out; "": it is understood */
};

void event_read(struct event *event, struct zones *zones);

/* `value` is one of the line's dates or times; its zone is the line's. False: it is none, or its
 * zone is not known, and `reason` says so. */
bool event_read_moment(struct zones *zones, const struct line *line, const char *value,
	struct moment *moment, char reason[static REASON_BYTES]);

/* A day that names one of a series with a time of day is that day's. A time that names one of a
 * series of whole days, midnight as written, is that day. */
struct moment event_named(const struct event *series, struct moment moment);

/* Always false, so that a caller can `return event_left_out(...)`. The first reason stays: what follows
 * from times that are not understood is no other mistake. */
bool event_left_out(char reason[static REASON_BYTES], const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
