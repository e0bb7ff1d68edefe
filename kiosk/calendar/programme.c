/* Our own expansion: libical reads the text and iterates rules in wall time, everything else
 * (zones, exceptions, overrides, bounds) is decided here, because libical moves RDATEs by an hour,
 * shows a moved occurrence twice and looks zones up on the disk. */
#include "calendar/programme.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libical/ical.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/text.h"
#include "calendar/programme_fields.h"

enum {
	STEPS_AN_EVENT_MAX = 100000, /* daily since 1900 is half of it */
	COMPUTING_SECONDS_MAX = 3,
	YEAR_FIRST = 1900,
	YEAR_LAST = 2199,
	LENGTH_SECONDS_DEFAULT = 60 * 60,
	LENGTH_SECONDS_MAX = 31 * 24 * 60 * 60,
	DAY_SECONDS = 24 * 60 * 60,
	UTC_TEXT = sizeof("20261204T103000Z"),
};

/* A time as the calendar wrote it. */
struct moment {
	struct wall_time wall; /* in UTC or in the branch's zone */
	bool is_utc, is_date;
};

/* From the start to the end: on the clock on the wall, unless the two are in different zones. */
struct length {
	int64_t seconds;
	bool exact;
};

struct event {
	icalcomponent *component;
	const char *uid; /* the component's */
	int number;      /* for errors: the how-manieth */
	int sequence;
	struct moment start;
	struct length length;
	bool is_override; /* of the occurrence at: */
	struct moment occurrence;
	int64_t occurrence_ms;
	bool superseded;
};

struct expansion {
	const char *branch;
	int64_t from_ms, until_ms;
	struct event *events;
	int event_count;
	struct session *sessions;
	int max, count;
	clock_t started;
	struct error *error;
};

/* One event on its way to sessions. */
struct series {
	struct expansion *expansion;
	const struct event *event;
	struct programme_fields fields;
	int offered;
};

/* ---- times ---- */

static int64_t utc_instant(struct wall_time wall)
{
	struct tm tm = {
		.tm_year = wall.year - 1900,
		.tm_mon = wall.month - 1,
		.tm_mday = wall.day,
		.tm_hour = wall.hour,
		.tm_min = wall.minute,
		.tm_sec = wall.second,
	};

	return (int64_t)timegm(&tm) * 1000;
}

static int64_t instant(const struct moment *moment)
{
	return moment->is_utc ? utc_instant(moment->wall) : clock_instant(moment->wall);
}

static struct moment later(struct moment moment, int64_t seconds)
{
	moment.wall.second += (int)seconds;
	return moment;
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), end_length = strlen(end);

	return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

/* The branch's zone under the names that calendars give it. A name is compared, never looked up. */
static bool is_branch_zone(const char *name)
{
	static const char *const london[] = {"GMT Standard Time", "GB", "Europe/Belfast",
		"Europe/Jersey", "Europe/Guernsey", "Europe/Isle_of_Man",
		"(UTC+00:00) Dublin, Edinburgh, Lisbon, London",
		"(UTC) Dublin, Edinburgh, Lisbon, London",
		"(GMT) Greenwich Mean Time - Dublin / Edinburgh / Lisbon / London", NULL};
	const char *zone = clock_zone();

	if (*name == '/' && *zone && ends_with(name, zone))
		return true;
	if (strcmp(name, zone) == 0)
		return true;
	for (int i = 0; strcmp(zone, "Europe/London") == 0 && london[i]; i++)
		if (strcmp(name, london[i]) == 0)
			return true;
	return false;
}

static bool is_utc_zone(const char *name)
{
	static const char *const names[] = {
		"UTC", "GMT", "Etc/UTC", "Etc/GMT", "Z", "tzone://Microsoft/Utc", NULL};

	for (int i = 0; names[i]; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool is_sane(struct icaltimetype time)
{
	return time.year >= YEAR_FIRST && time.year <= YEAR_LAST && time.month >= 1 &&
	       time.month <= 12 && time.day >= 1 && time.day <= 31 && time.hour >= 0 &&
	       time.hour <= 24 && time.minute >= 0 && time.minute <= 59 && time.second >= 0 &&
	       time.second <= 60;
}

static struct wall_time wall_of(struct icaltimetype time)
{
	return (struct wall_time){
		.year = time.year,
		.month = time.month,
		.day = time.day,
		.hour = time.is_date ? 0 : time.hour,
		.minute = time.is_date ? 0 : time.minute,
		.second = time.is_date ? 0 : time.second,
	};
}

/* The property's date or time, whichever kind of value it has; a null time if it has another. */
static struct icaltimetype time_of(icalproperty *property)
{
	const icalvalue *value = icalproperty_get_value(property);

	switch ((int)(value ? icalvalue_isa(value) : ICAL_NO_VALUE)) {
	case ICAL_DATE_VALUE:
		return icalvalue_get_date(value);
	case ICAL_DATETIME_VALUE:
		return icalvalue_get_datetime(value);
	case ICAL_PERIOD_VALUE:
		return icalvalue_get_period(value).start;
	case ICAL_DATETIMEPERIOD_VALUE: {
		struct icaldatetimeperiodtype either = icalvalue_get_datetimeperiod(value);
		return icaltime_is_null_time(either.time) ? either.period.start : either.time;
	}
	default:
		return icaltime_null_time();
	}
}

static bool read_moment(
	icalproperty *property, int number, struct moment *moment, struct error *error)
{
	struct icaltimetype time = time_of(property);
	icalparameter *parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
	const char *zone = parameter ? icalparameter_get_tzid(parameter) : NULL;

	if (!is_sane(time))
		return error_set(error, ERROR_BAD_INPUT, "event %d: %s is no date or time", number,
			icalproperty_get_property_name(property));
	*moment = (struct moment){
		.wall = wall_of(time),
		.is_utc = !time.is_date && icaltime_is_utc(time),
		.is_date = time.is_date,
	};
	if (!zone || moment->is_utc || moment->is_date || is_branch_zone(zone))
		return true;
	moment->is_utc = is_utc_zone(zone);
	return moment->is_utc ||
	       error_set(error, ERROR_BAD_INPUT,
		       "event %d: its time zone is not the branch's; write it in %s or in UTC",
		       number, clock_zone());
}

static struct length clamp(int64_t seconds, bool exact, bool is_date)
{
	int64_t usual = is_date ? DAY_SECONDS : LENGTH_SECONDS_DEFAULT;
	bool is_sensible = seconds > 0 && seconds <= LENGTH_SECONDS_MAX;

	return (struct length){is_sensible ? seconds : usual, exact && is_sensible};
}

static bool read_length(struct event *event, struct error *error)
{
	icalproperty *end = icalcomponent_get_first_property(event->component, ICAL_DTEND_PROPERTY);
	icalproperty *duration =
		icalcomponent_get_first_property(event->component, ICAL_DURATION_PROPERTY);
	const icalvalue *value = duration ? icalproperty_get_value(duration) : NULL;
	int64_t seconds = 0;
	bool exact = false;
	struct moment until;

	if (end) {
		if (!read_moment(end, event->number, &until, error))
			return false;
		exact = until.is_utc != event->start.is_utc;
		seconds = exact ? (instant(&until) - instant(&event->start)) / 1000
				: (utc_instant(until.wall) - utc_instant(event->start.wall)) / 1000;
	} else if (value && icalvalue_isa(value) == ICAL_DURATION_VALUE) {
		seconds = icaldurationtype_as_int(icalvalue_get_duration(value));
	}
	event->length = clamp(seconds, exact, event->start.is_date);
	return true;
}

/* ---- sessions ---- */

static bool has_computed_enough(struct expansion *expansion)
{
	bool enough = clock() - expansion->started > COMPUTING_SECONDS_MAX * CLOCKS_PER_SEC;

	if (enough)
		error_set(expansion->error, ERROR_BAD_INPUT,
			"the calendar's rules of repetition take too long to work out");
	return enough;
}

static struct id session_id(const char *branch, const char *uid, int64_t occurrence_ms)
{
	time_t seconds = (time_t)(occurrence_ms / 1000);
	char text[UTC_TEXT + 16];
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%Y%m%dT%H%M%SZ", &tm);
	return id_derive(branch, uid, text, NULL);
}

static void set_times(
	struct session *session, const struct series *series, const struct moment *start)
{
	const struct programme_fields *fields = &series->fields;
	struct length length = series->event->length;
	struct moment end = later(*start, length.seconds);

	session->starts_ms = instant(start);
	session->ends_ms =
		length.exact ? session->starts_ms + length.seconds * 1000 : instant(&end);
	session->opens_ms = session->starts_ms - (int64_t)fields->opens_before_minutes * MINUTE_MS;
	session->closes_ms = session->ends_ms;
	if (fields->closes_after_minutes > 0)
		session->closes_ms =
			session->starts_ms + (int64_t)fields->closes_after_minutes * MINUTE_MS;
}

static bool is_there(const struct expansion *expansion, struct id id)
{
	for (int i = 0; i < expansion->count; i++)
		if (id_equal(expansion->sessions[i].id, id))
			return true;
	return false;
}

static bool emit(struct series *series, const struct moment *start, int64_t occurrence_ms)
{
	struct expansion *expansion = series->expansion;
	struct session session = series->fields.session;

	set_times(&session, series, start);
	if (session.ends_ms <= expansion->from_ms || session.starts_ms >= expansion->until_ms)
		return true;
	session.id = session_id(expansion->branch, series->event->uid, occurrence_ms);
	if (is_there(expansion, session.id))
		return true;
	if (expansion->count == expansion->max)
		return error_set(expansion->error, ERROR_FULL,
			"the calendar has more than %d sessions in this time", expansion->max);
	expansion->sessions[expansion->count++] = session;
	return true;
}

/* ---- which occurrences ---- */

static bool is_same_day(const struct moment *date, const struct moment *start)
{
	struct wall_time wall = start->is_utc ? clock_wall(instant(start)) : start->wall;

	return date->wall.year == wall.year && date->wall.month == wall.month &&
	       date->wall.day == wall.day;
}

/* EXDATE names it, by time or by day. An EXDATE in another zone names nothing of ours. */
static bool is_excluded(const struct event *event, const struct moment *start)
{
	icalcomponent *component = event->component;
	icalproperty *property = icalcomponent_get_first_property(component, ICAL_EXDATE_PROPERTY);
	struct moment out;

	for (; property;
		property = icalcomponent_get_next_property(component, ICAL_EXDATE_PROPERTY)) {
		if (!read_moment(property, event->number, &out, NULL))
			continue;
		if (out.is_date ? is_same_day(&out, start) : instant(&out) == instant(start))
			return true;
	}
	return false;
}

static bool is_overridden(const struct series *series, int64_t occurrence_ms)
{
	const struct expansion *expansion = series->expansion;

	for (int i = 0; i < expansion->event_count; i++) {
		const struct event *other = &expansion->events[i];
		if (other->is_override && other->occurrence_ms == occurrence_ms &&
			strcmp(other->uid, series->event->uid) == 0)
			return true;
	}
	return false;
}

/* One occurrence of the series, if it is in the time asked for and nobody took it out. */
static bool offer(struct series *series, const struct moment *start)
{
	struct expansion *expansion = series->expansion;
	int64_t start_ms = instant(start);

	if (start_ms >= expansion->until_ms ||
		start_ms + INT64_C(1000) * (LENGTH_SECONDS_MAX + DAY_SECONDS) < expansion->from_ms)
		return true;
	if (++series->offered > PROGRAMME_SESSIONS_AN_EVENT_MAX)
		return error_set(expansion->error, ERROR_BAD_INPUT,
			"event %d: more than %d sessions in this time", series->event->number,
			PROGRAMME_SESSIONS_AN_EVENT_MAX);
	if (has_computed_enough(expansion))
		return false;
	if (is_excluded(series->event, start) || is_overridden(series, start_ms))
		return true;
	return emit(series, start, start_ms);
}

static bool is_used(const short *by, int most)
{
	int count = 0;

	while (count <= most && by[count] != ICAL_RECURRENCE_ARRAY_MAX)
		count++;
	return count > most;
}

/* By day at most; one time of day; no other calendar's months. */
static bool is_rule_sane(const struct icalrecurrencetype *rule)
{
	bool by_day = rule->freq == ICAL_DAILY_RECURRENCE || rule->freq == ICAL_WEEKLY_RECURRENCE ||
		      rule->freq == ICAL_MONTHLY_RECURRENCE || rule->freq == ICAL_YEARLY_RECURRENCE;

	return by_day && !is_used(rule->by_hour, 1) && !is_used(rule->by_minute, 1) &&
	       !is_used(rule->by_second, 1) && !rule->rscale;
}

/* The last instant that the rule allows. UNTIL is a day, a wall time or UTC; libical compares them
 * without their zones. */
static int64_t rule_until(const struct icalrecurrencetype *rule, const struct moment *start)
{
	if (icaltime_is_null_time(rule->until) || !is_sane(rule->until))
		return INT64_MAX;
	struct moment until = {
		.wall = wall_of(rule->until),
		.is_utc = !rule->until.is_date && (icaltime_is_utc(rule->until) || start->is_utc),
	};
	if (rule->until.is_date)
		until = later(until, DAY_SECONDS - 1);
	return instant(&until);
}

static struct icaltimetype plain_time(const struct moment *moment)
{
	struct icaltimetype time = icaltime_null_time();

	time.year = moment->wall.year;
	time.month = moment->wall.month;
	time.day = moment->wall.day;
	time.hour = moment->wall.hour;
	time.minute = moment->wall.minute;
	time.second = moment->wall.second;
	time.is_date = moment->is_date;
	return time;
}

static bool iterate(struct series *series, icalrecur_iterator *iterator, int64_t last_ms)
{
	struct moment start = series->event->start;

	for (int step = 0; step < STEPS_AN_EVENT_MAX; step++) {
		struct icaltimetype time = icalrecur_iterator_next(iterator);
		if (icaltime_is_null_time(time) || !is_sane(time))
			return true;
		start.wall = wall_of(time);
		int64_t start_ms = instant(&start);
		if (start_ms > last_ms || start_ms >= series->expansion->until_ms)
			return true;
		if (!offer(series, &start))
			return false;
	}
	return error_set(series->expansion->error, ERROR_BAD_INPUT,
		"event %d: its rule of repetition begins too long ago", series->event->number);
}

static bool follow_rule(struct series *series, icalproperty *property)
{
	const icalvalue *value = icalproperty_get_value(property);
	struct error *error = series->expansion->error;
	icalrecur_iterator *iterator = NULL;
	int64_t last_ms = 0;

	if (value && icalvalue_isa(value) == ICAL_RECUR_VALUE) {
		struct icalrecurrencetype rule = icalvalue_get_recur(value);
		last_ms = rule_until(&rule, &series->event->start);
		rule.until = icaltime_null_time();
		if (is_rule_sane(&rule))
			iterator = icalrecur_iterator_new(rule, plain_time(&series->event->start));
	}
	if (!iterator)
		return error_set(error, ERROR_BAD_INPUT,
			"event %d: its rule of repetition is not one of days, weeks, months or "
			"years",
			series->event->number);
	bool done = iterate(series, iterator, last_ms);
	icalrecur_iterator_free(iterator);
	return done && !has_computed_enough(series->expansion);
}

static bool follow_rules(struct series *series)
{
	icalcomponent *component = series->event->component;
	icalproperty *rule = icalcomponent_get_first_property(component, ICAL_RRULE_PROPERTY);

	for (; rule; rule = icalcomponent_get_next_property(component, ICAL_RRULE_PROPERTY))
		if (!follow_rule(series, rule))
			return false;
	return true;
}

static bool offer_dates(struct series *series)
{
	icalcomponent *component = series->event->component;
	icalproperty *date = icalcomponent_get_first_property(component, ICAL_RDATE_PROPERTY);
	const struct event *event = series->event;
	struct moment start;

	for (; date; date = icalcomponent_get_next_property(component, ICAL_RDATE_PROPERTY)) {
		if (!read_moment(date, event->number, &start, series->expansion->error))
			return false;
		if (start.is_date && !event->start.is_date) {
			start.wall.hour = event->start.wall.hour;
			start.wall.minute = event->start.wall.minute;
			start.wall.second = event->start.wall.second;
			start.is_utc = event->start.is_utc;
			start.is_date = false;
		}
		if (!offer(series, &start))
			return false;
	}
	return true;
}

/* ---- events ---- */

static const struct event *series_of(const struct expansion *expansion, const char *uid)
{
	for (int i = 0; i < expansion->event_count; i++) {
		const struct event *event = &expansion->events[i];
		if (!event->is_override && !event->superseded && strcmp(event->uid, uid) == 0)
			return event;
	}
	return NULL;
}

static bool read_fields(struct series *series, const struct event *event)
{
	return programme_fields_read(
		event->component, event->number, &series->fields, series->expansion->error);
}

static bool expand_event(struct expansion *expansion, const struct event *event)
{
	struct series series = {
		.expansion = expansion, .event = event, .fields = programme_fields_start()};
	const struct event *whole = event->is_override ? series_of(expansion, event->uid) : NULL;

	if ((whole && !read_fields(&series, whole)) || !read_fields(&series, event))
		return false;
	programme_fields_finish(&series.fields);
	if (series.fields.hidden)
		return true;
	if (event->is_override)
		return emit(&series, &event->start, event->occurrence_ms);
	return offer(&series, &event->start) && follow_rules(&series) && offer_dates(&series);
}

/* A day as RECURRENCE-ID of a series with a time of day: that day's occurrence. */
static void find_occurrence(const struct expansion *expansion, struct event *event)
{
	const struct event *whole = series_of(expansion, event->uid);
	struct moment occurrence = event->occurrence;

	if (occurrence.is_date && whole && !whole->start.is_date) {
		occurrence.wall.hour = whole->start.wall.hour;
		occurrence.wall.minute = whole->start.wall.minute;
		occurrence.wall.second = whole->start.wall.second;
		occurrence.is_utc = whole->start.is_utc;
	}
	event->occurrence_ms = instant(&occurrence);
}

/* Of two that say the same of the same, the one with the higher SEQUENCE, else the later, holds. */
static void supersede(struct expansion *expansion, struct event *event)
{
	for (int i = 0; i < expansion->event_count; i++) {
		struct event *other = &expansion->events[i];
		if (other == event || other->superseded ||
			other->is_override != event->is_override ||
			(event->is_override && other->occurrence_ms != event->occurrence_ms) ||
			strcmp(other->uid, event->uid) != 0)
			continue;
		if (other->sequence > event->sequence ||
			(other->sequence == event->sequence && other > event))
			event->superseded = true;
	}
}

/* libical drops what it does not understand and leaves a note: fatal where it is about time. */
static bool is_understood(icalcomponent *component)
{
	icalproperty *note = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);

	for (; note; note = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY)) {
		const char *text = icalproperty_get_xlicerror(note);
		if (text && (strstr(text, "RRULE") || strstr(text, "RDATE") ||
				    strstr(text, "EXDATE") || strstr(text, "RECURRENCE-ID") ||
				    strstr(text, "DTEND") || strstr(text, "X-KIOSK")))
			return false;
	}
	return true;
}

static int read_sequence(icalcomponent *component)
{
	icalproperty *property =
		icalcomponent_get_first_property(component, ICAL_SEQUENCE_PROPERTY);
	const icalvalue *value = property ? icalproperty_get_value(property) : NULL;

	return value && icalvalue_isa(value) == ICAL_INTEGER_VALUE ? icalvalue_get_integer(value)
								   : 0;
}

static const char *read_uid(icalcomponent *component)
{
	icalproperty *property = icalcomponent_get_first_property(component, ICAL_UID_PROPERTY);
	const icalvalue *value = property ? icalproperty_get_value(property) : NULL;

	return value && icalvalue_isa(value) == ICAL_TEXT_VALUE ? icalvalue_get_text(value) : NULL;
}

static bool read_event(struct event *event, struct error *error)
{
	icalcomponent *component = event->component;
	icalproperty *start = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
	icalproperty *occurrence =
		icalcomponent_get_first_property(component, ICAL_RECURRENCEID_PROPERTY);

	event->uid = read_uid(component);
	event->sequence = read_sequence(component);
	event->is_override = occurrence != NULL;
	if (!event->uid || !*event->uid)
		return error_set(error, ERROR_BAD_INPUT, "event %d has no UID", event->number);
	if (!start)
		return error_set(error, ERROR_BAD_INPUT, "event %d has no DTSTART", event->number);
	if (!is_understood(component))
		return error_set(error, ERROR_BAD_INPUT,
			"event %d: a date or rule of repetition is not understood", event->number);
	return read_moment(start, event->number, &event->start, error) &&
	       read_length(event, error) &&
	       (!occurrence || read_moment(occurrence, event->number, &event->occurrence, error));
}

static bool read_events(struct expansion *expansion, icalcomponent *calendar)
{
	icalcomponent *component =
		icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);

	for (; component;
		component = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
		if (expansion->event_count == PROGRAMME_EVENTS_MAX)
			return error_set(expansion->error, ERROR_FULL,
				"the calendar has more than %d events", PROGRAMME_EVENTS_MAX);
		struct event *event = &expansion->events[expansion->event_count++];
		*event = (struct event){.component = component, .number = expansion->event_count};
		if (!read_event(event, expansion->error))
			return false;
	}
	return true;
}

/* One VCALENDAR, or several one after the other. */
static bool read_calendars(struct expansion *expansion, icalcomponent *root)
{
	if (icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT)
		return read_events(expansion, root);
	icalcomponent *calendar = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT);
	if (!calendar)
		return error_set(expansion->error, ERROR_BAD_INPUT,
			"this is no calendar: it has no BEGIN:VCALENDAR");
	for (; calendar;
		calendar = icalcomponent_get_next_component(root, ICAL_VCALENDAR_COMPONENT))
		if (!read_events(expansion, calendar))
			return false;
	return true;
}

static int by_start(const void *a, const void *b)
{
	const struct session *one = a, *other = b;

	if (one->starts_ms != other->starts_ms)
		return one->starts_ms < other->starts_ms ? -1 : 1;
	return memcmp(&one->id, &other->id, sizeof(one->id));
}

static bool expand(struct expansion *expansion, icalcomponent *root)
{
	if (!read_calendars(expansion, root))
		return false;
	for (int i = 0; i < expansion->event_count; i++)
		if (expansion->events[i].is_override)
			find_occurrence(expansion, &expansion->events[i]);
	for (int i = 0; i < expansion->event_count; i++)
		supersede(expansion, &expansion->events[i]);
	for (int i = 0; i < expansion->event_count; i++)
		if (!expansion->events[i].superseded &&
			!expand_event(expansion, &expansion->events[i]))
			return false;
	qsort(expansion->sessions, (size_t)expansion->count, sizeof(struct session), by_start);
	return true;
}

/* The text as libical wants it; NULL: it is no text. */
static char *copy_text(const char *ics_text, size_t length, struct error *error)
{
	static const char mark[] = "\xef\xbb\xbf"; /* of byte order, as Windows writes it */
	char *text = NULL;

	if (length >= 3 && memcmp(ics_text, mark, 3) == 0) {
		ics_text += 3;
		length -= 3;
	}
	if (length > PROGRAMME_BYTES_MAX)
		error_set(error, ERROR_BAD_INPUT, "the calendar is longer than 1 MB");
	else if (memchr(ics_text, '\0', length))
		error_set(error, ERROR_BAD_INPUT, "this is no calendar: it holds a NUL");
	else if (!(text = strndup(ics_text, length)))
		error_set(error, ERROR_MEMORY, "no memory for the calendar");
	if (text && !text_is_valid(text)) {
		error_set(error, ERROR_BAD_INPUT, "the calendar is not in UTF-8");
		free(text);
		text = NULL;
	}
	return text;
}

static icalcomponent *parse(const char *ics_text, size_t length, struct error *error)
{
	char *text = copy_text(ics_text, length, error);

	if (!text)
		return NULL;
	icalerror_set_errors_are_fatal(0);
	icalcomponent *root = icalparser_parse_string(text);
	free(text);
	if (!root)
		error_set(error, ERROR_BAD_INPUT, "this is no calendar");
	return root;
}

bool programme_expand(const char *ics_text, size_t length, const char *branch, int64_t from_ms,
	int64_t until_ms, struct session *sessions, int max, int *count, struct error *error)
{
	struct expansion expansion = {
		.branch = branch,
		.from_ms = from_ms,
		.until_ms = until_ms,
		.sessions = sessions,
		.max = max,
		.started = clock(),
		.error = error,
	};
	bool done = false;

	*count = 0;
	icalcomponent *root = parse(ics_text, length, error);
	if (!root)
		return false;
	expansion.events = calloc(PROGRAMME_EVENTS_MAX, sizeof(*expansion.events));
	if (expansion.events)
		done = expand(&expansion, root);
	else
		error_set(error, ERROR_MEMORY, "no memory for the calendar");
	free(expansion.events);
	icalcomponent_free(root);
	*count = done ? expansion.count : 0;
	return done;
}
