/* Reads one VEVENT as far as it can: what is not understood is noted in words and the rest is read on,
 * so that the event can be named by its title and date. */
#include "calendar/event.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
	VALUE_BYTES = 24, /* "20261204T103000Z" */
	LENGTH_SECONDS_DEFAULT = 60 * 60,
	SEQUENCE_MAX = 1000000000,
};

bool event_left_out(char reason[static REASON_BYTES], const char *format, ...)
{
	va_list arguments;

	if (reason[0])
		return false;
	va_start(arguments, format);
	vsnprintf(reason, REASON_BYTES, format, arguments);
	va_end(arguments);
	text_clean(reason, REASON_BYTES);
	return false;
}

/* ---- dates and times ---- */

static const struct zone *zone_of(
	struct zones *zones, const struct line *line, char reason[static REASON_BYTES])
{
	char name[ZONE_NAME_BYTES + 1];

	if (!content_parameter(line, "TZID", name, sizeof(name)))
		return zones_branch();
	const struct zone *zone = zones_find(zones, name);
	if (!zone)
		event_left_out(reason,
			"its time zone \"%s\" is not known, and the calendar does not describe it",
			name);
	return zone;
}

bool event_read_moment(struct zones *zones, const struct line *line, const char *value,
	struct moment *moment, char reason[static REASON_BYTES])
{
	bool is_utc;

	*moment = (struct moment){0};
	if (!times_read(value, &moment->wall, &is_utc, &moment->is_date)) {
		*moment = (struct moment){0};
		return event_left_out(
			reason, "%s is no date or time: \"%.40s\"", line->name, value);
	}
	if (is_utc)
		moment->zone = zones_utc();
	else
		moment->zone = moment->is_date ? zones_branch() : zone_of(zones, line, reason);
	return moment->zone != NULL;
}

static bool is_midnight(const struct moment *moment)
{
	return moment->wall.hour == 0 && moment->wall.minute == 0 && moment->wall.second == 0;
}

struct moment event_named(const struct event *series, struct moment moment)
{
	if (moment.is_date && !series->start.is_date) {
		moment.wall.hour = series->start.wall.hour;
		moment.wall.minute = series->start.wall.minute;
		moment.wall.second = series->start.wall.second;
		moment.zone = series->start.zone;
		moment.is_date = false;
	} else if (series->start.is_date && !moment.is_date && is_midnight(&moment)) {
		moment.zone = series->start.zone;
		moment.is_date = true;
	}
	return moment;
}

/* ---- how long ---- */

/* No end, and one that is not after the start: the usual length. */
static bool set_length(struct event *event, int64_t seconds, bool is_exact)
{
	if (seconds > (int64_t)LENGTH_DAYS_MAX * DAY_SECONDS)
		return event_left_out(
			event->reason, "it lasts longer than %d days", LENGTH_DAYS_MAX);
	event->length_is_exact = is_exact && seconds > 0;
	event->length_s = seconds > 0            ? seconds
			  : event->start.is_date ? DAY_SECONDS
						 : LENGTH_SECONDS_DEFAULT;
	return true;
}

static bool read_end(struct event *event, struct zones *zones, const struct line *end)
{
	struct moment until;

	if (!event_read_moment(zones, end, end->value, &until, event->reason))
		return false;
	bool is_exact = until.zone != event->start.zone;
	int64_t seconds =
		is_exact ? (zones_instant(&until) - zones_instant(&event->start)) / 1000
			 : times_wall_seconds(until.wall) - times_wall_seconds(event->start.wall);
	return set_length(event, seconds, is_exact);
}

/* Days and weeks are those of the clock on the wall, hours pass: "PT12H" of the night in which the
 * clocks go forward ends an hour later on the wall. */
static bool is_of_hours(const char *duration)
{
	return !strpbrk(duration, "DW");
}

static bool read_length(struct event *event, struct zones *zones)
{
	const struct line *end = content_first(event->component, "DTEND");
	const struct line *duration = content_first(event->component, "DURATION");
	int64_t seconds = 0;

	if (end)
		return read_end(event, zones, end);
	if (duration && !times_read_length(duration->value, &seconds))
		seconds = 0;
	return set_length(
		event, seconds, duration && !event->start.is_date && is_of_hours(duration->value));
}

/* ---- a VEVENT ---- */

static bool is_text_whole(const struct component *component)
{
	for (const struct line *line = component->first; line; line = line->next)
		if (!line->is_utf8)
			return false;
	return true;
}

static void read_names(struct event *event)
{
	const struct line *uid = content_first(event->component, "UID");
	const struct line *sequence = content_first(event->component, "SEQUENCE");
	long number = sequence ? strtol(sequence->value, NULL, 10) : 0;

	event->uid = uid ? uid->value : "";
	event->sequence = number > 0 && number < SEQUENCE_MAX ? (int)number : 0;
}

static bool read_start(struct event *event, struct zones *zones)
{
	const struct line *start = content_first(event->component, "DTSTART");

	if (!start)
		return event_left_out(event->reason, "it does not say when it starts");
	return event_read_moment(zones, start, start->value, &event->start, event->reason);
}

static bool read_occurrence(struct event *event, struct zones *zones)
{
	const struct line *line = content_first(event->component, "RECURRENCE-ID");
	char range[VALUE_BYTES];

	if (!line)
		return true;
	event->is_override = true;
	if (!event_read_moment(zones, line, line->value, &event->occurrence, event->reason))
		return false;
	if (content_parameter(line, "RANGE", range, sizeof(range)))
		return event_left_out(
			event->reason, "it changes all later ones of its series at once");
	return true;
}

void event_read(struct event *event, struct zones *zones)
{
	read_names(event);
	if (event->component->fault)
		event_left_out(event->reason, "%s", event->component->fault);
	if (!event->uid[0])
		event_left_out(event->reason,
			"it has no UID, by which the next import would know it again");
	if (!is_text_whole(event->component))
		event_left_out(event->reason, "its text is not in UTF-8");
	bool has_start = read_start(event, zones);
	if (read_occurrence(event, zones) && has_start)
		read_length(event, zones);
}
