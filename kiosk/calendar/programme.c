/* Of all events of the file: which hold, which change one of a series, and which sessions come of
 * them. An event that turns out not to be understood takes back what it has given so far. */
#include "calendar/programme.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/text.h"
#include "calendar/fields.h"
#include "calendar/occurrences.h"
#include "calendar/own.h"
#include "calendar/table.h"

enum {
	STEPS_AN_EVENT_MAX = 400 * 1000, /* daily since 1900 is a tenth of it */
	STEPS_MAX = 20 * 1000 * 1000,
	ENTRIES_FIRST = 64,
	UTC_TEXT = sizeof("20261204T103000Z"),
};

struct reading {
	const struct programme_wish *wish;
	struct programme *programme;
	struct content content;
	struct zones zones;
	struct event *events;  /* in the order of the file */
	struct event **sorted; /* those of one UID together, its series before its overrides */
	int event_count;
	int64_t steps;
	struct error *error;
};

/* One event on its way to sessions. */
struct giving {
	struct reading *reading;
	struct event *event;
	struct fields fields;
	int first; /* entry */
};

/* ---- sessions ---- */

static struct id session_id(const char *branch, const char *uid, int64_t occurrence_ms)
{
	time_t seconds = (time_t)(occurrence_ms / 1000);
	char text[UTC_TEXT + 16];
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%Y%m%dT%H%M%SZ", &tm);
	return id_derive(branch, uid, text, NULL);
}

/* `period_s`: of its own, as an added date may have; 0: as long as its event. */
static void set_times(struct session *session, const struct giving *giving,
	const struct moment *start, int64_t period_s)
{
	const struct event *event = giving->event;
	struct moment end = *start;

	end.wall = times_later(start->wall, event->length_s);
	int64_t starts_ms = zones_instant(start), ends_ms = zones_instant(&end);
	if (period_s > 0)
		ends_ms = starts_ms + period_s * 1000;
	else if (event->length_is_exact || ends_ms <= starts_ms)
		ends_ms = starts_ms + event->length_s * 1000;
	fields_set_times(&giving->fields, starts_ms, ends_ms, session);
}

static bool is_given(const struct giving *giving, struct id id)
{
	const struct programme *programme = giving->reading->programme;

	for (int i = giving->first; i < programme->count; i++)
		if (id_equal(programme->entries[i].session.id, id))
			return true;
	return false;
}

static bool has_room(struct giving *giving)
{
	struct programme *programme = giving->reading->programme;

	if (programme->count - giving->first == PROGRAMME_SESSIONS_AN_EVENT_MAX)
		return event_left_out(giving->event->reason,
			"it has more than %d sessions in the time asked for",
			PROGRAMME_SESSIONS_AN_EVENT_MAX);
	if (programme->count == PROGRAMME_SESSIONS_MAX)
		return error_set(giving->reading->error, ERROR_FULL,
			"the calendar has more than %d sessions in the time asked for",
			PROGRAMME_SESSIONS_MAX);
	if (programme->count < programme->entries_size)
		return true;
	int size = programme->entries_size ? 2 * programme->entries_size : ENTRIES_FIRST;
	struct programme_entry *larger =
		realloc(programme->entries, (size_t)size * sizeof(*larger));
	if (!larger)
		return error_set(giving->reading->error, ERROR_MEMORY, "no memory for a programme");
	programme->entries = larger;
	programme->entries_size = size;
	return true;
}

static struct id source_of(const struct reading *reading, const struct event *event)
{
	return id_derive(reading->wish->branch, event->uid, NULL);
}

static struct id event_of(const struct giving *giving)
{
	const struct reading *reading = giving->reading;

	if (!giving->fields.event[0])
		return source_of(reading, giving->event);
	return id_derive(reading->wish->branch, "event",
		programme_calendar(reading->wish, reading->programme), giving->fields.event, NULL);
}

static bool give(
	struct giving *giving, const struct moment *start, int64_t occurrence_ms, int64_t period_s)
{
	const struct programme_wish *wish = giving->reading->wish;
	struct programme *programme = giving->reading->programme;
	struct session *session = &giving->fields.session;

	set_times(session, giving, start, period_s);
	session->id = session_id(wish->branch, giving->event->uid, occurrence_ms);
	session->event = event_of(giving);
	if (session->ends_ms <= wish->from_ms || session->starts_ms >= wish->until_ms ||
		is_given(giving, session->id))
		return true;
	if (!has_room(giving))
		return false;
	programme->entries[programme->count++] = (struct programme_entry){
		.session = *session, .source = source_of(giving->reading, giving->event)};
	return true;
}

static bool give_occurrence(void *context, const struct moment *start, int64_t length_s)
{
	return give(context, start, zones_instant(start), length_s);
}

static bool read_fields(struct giving *giving)
{
	struct event *event = giving->event;

	giving->fields = fields_start();
	if (event->series && !fields_read(event->series->component, &giving->fields, event->reason))
		return false;
	return fields_read(event->component, &giving->fields, event->reason) &&
	       fields_finish(&giving->fields, event->reason);
}

static bool give_event(struct giving *giving)
{
	struct event *event = giving->event;
	struct reading *reading = giving->reading;
	int64_t steps = reading->steps < STEPS_AN_EVENT_MAX ? reading->steps : STEPS_AN_EVENT_MAX;
	int64_t before = steps;

	if (!read_fields(giving) || event->reason[0])
		return false;
	if (giving->fields.is_hidden)
		return true;
	if (event->is_override)
		return give(giving, &event->start, event->occurrence_ms, 0);
	bool done = occurrences_find(event, &reading->zones, reading->wish->from_ms,
		reading->wish->until_ms, &steps, give_occurrence, giving);
	reading->steps -= before - steps;
	return done;
}

/* False: the whole calendar is too large. */
static bool give_all(struct reading *reading)
{
	for (int i = 0; i < reading->event_count; i++) {
		struct event *event = &reading->events[i];
		struct giving giving = {
			.reading = reading, .event = event, .first = reading->programme->count};
		if (event->is_superseded || give_event(&giving))
			continue;
		if (!event->reason[0])
			return false;
		reading->programme->count = giving.first;
	}
	return true;
}

/* ---- what is left out ---- */

static const struct line *title_line(const struct event *event)
{
	const struct line *own = content_first(event->component, "SUMMARY");

	return !own && event->series ? content_first(event->series->component, "SUMMARY") : own;
}

static void write_date(const struct event *event, char date[static PROGRAMME_DATE_BYTES])
{
	const struct line *line = content_first(event->component, "DTSTART");

	if (event->start.wall.year == 0) {
		text_copy(date, PROGRAMME_DATE_BYTES, line ? line->value : "");
		text_clean(date, PROGRAMME_DATE_BYTES);
		if (!date[0])
			text_copy(date, PROGRAMME_DATE_BYTES, "no date");
		return;
	}
	times_in_words(&event->start.wall, event->start.is_date, date);
}

static void name_left_out(struct reading *reading, const struct event *event)
{
	struct programme *programme = reading->programme;
	struct programme_left_out *left_out = &programme->left_out[programme->left_out_count++];
	const struct line *title = title_line(event);

	*left_out = (struct programme_left_out){.source = source_of(reading, event)};
	if (title)
		fields_words(title, left_out->title, sizeof(left_out->title));
	if (!left_out->title[0])
		text_copy(left_out->title, sizeof(left_out->title), "(no title)");
	write_date(event, left_out->date);
	if (event->component->row > 0)
		snprintf(left_out->reason, sizeof(left_out->reason),
			"line %d: ", event->component->row);
	text_append(left_out->reason, sizeof(left_out->reason), event->reason);
}

static bool name_all_left_out(struct reading *reading)
{
	int count = 0;

	for (int i = 0; i < reading->event_count; i++)
		count += reading->events[i].reason[0] && !reading->events[i].is_superseded;
	reading->programme->left_out =
		calloc((size_t)count + 1, sizeof(*reading->programme->left_out));
	if (!reading->programme->left_out)
		return error_set(reading->error, ERROR_MEMORY, "no memory for a programme");
	for (int i = 0; i < reading->event_count; i++)
		if (reading->events[i].reason[0] && !reading->events[i].is_superseded)
			name_left_out(reading, &reading->events[i]);
	return true;
}

/* ---- which events hold ---- */

/* Of two that say the same of the same, the one with the higher SEQUENCE, else the later, is last. */
static int by_age(const struct event *one, const struct event *other)
{
	if (one->sequence != other->sequence)
		return one->sequence < other->sequence ? -1 : 1;
	return one->position - other->position;
}

static int by_uid(const void *a, const void *b)
{
	const struct event *one = *(struct event *const *)a, *other = *(struct event *const *)b;
	int order = strcmp(one->uid, other->uid);

	if (order == 0)
		order = one->is_override - other->is_override;
	return order ? order : by_age(one, other);
}

static int by_occurrence(const void *a, const void *b)
{
	const struct event *one = *(struct event *const *)a, *other = *(struct event *const *)b;

	if (one->occurrence_ms != other->occurrence_ms)
		return one->occurrence_ms < other->occurrence_ms ? -1 : 1;
	return by_age(one, other);
}

/* All overrides of one UID, and its series if there is one. */
static void settle_overrides(struct event **overrides, int count, struct event *series)
{
	for (int i = 0; i < count; i++) {
		struct event *override = overrides[i];
		struct moment occurrence =
			series ? event_named(series, override->occurrence) : override->occurrence;
		override->series = series;
		override->occurrence_ms = override->occurrence.zone
						  ? zones_instant(&occurrence)
						  : INT64_MIN + override->position;
	}
	if (count > 0)
		qsort(overrides, (size_t)count, sizeof(*overrides), by_occurrence);
	for (int i = 0; i + 1 < count; i++)
		overrides[i]->is_superseded =
			overrides[i]->occurrence_ms == overrides[i + 1]->occurrence_ms;
	if (series) {
		series->overrides = overrides;
		series->override_count = count;
	}
}

/* Those of one UID. Without one nobody knows what belongs together. */
static void settle_events(struct event **events, int count)
{
	int series_count = 0;

	if (!events[0]->uid[0])
		return;
	while (series_count < count && !events[series_count]->is_override)
		series_count++;
	for (int i = 0; i + 1 < series_count; i++)
		events[i]->is_superseded = true;
	struct event *series = series_count > 0 ? events[series_count - 1] : NULL;
	if (series && !series->start.zone)
		series = NULL; /* it does not even say when it starts */
	settle_overrides(events + series_count, count - series_count, series);
}

static void settle(struct reading *reading)
{
	struct event **sorted = reading->sorted;

	for (int i = 0; i < reading->event_count; i++)
		sorted[i] = &reading->events[i];
	if (reading->event_count > 0)
		qsort(sorted, (size_t)reading->event_count, sizeof(struct event *), by_uid);
	for (int first = 0, next; first < reading->event_count; first = next) {
		for (next = first + 1; next < reading->event_count; next++)
			if (strcmp(sorted[next]->uid, sorted[first]->uid) != 0)
				break;
		settle_events(sorted + first, next - first);
	}
}

/* ---- what nobody knows ---- */

static void name_unknown_line(struct programme *programme, const char *name)
{
	struct unknown_name *unknown = unknown_add(&programme->unknown, name);

	if (unknown)
		text_copy(unknown->meant, sizeof(unknown->meant), own_meant(name));
}

/* Wherever it stands: outside of an event it is not used either. */
static void name_unknown_lines(struct reading *reading)
{
	for (int i = 0; i < reading->content.component_count; i++)
		for (const struct line *line = reading->content.component[i].first; line;
			line = line->next)
			if (own_is_unknown(line->name))
				name_unknown_line(reading->programme, line->name);
}

/* ---- the file ---- */

static bool is_event(const struct component *component)
{
	return content_is_named(component, "VEVENT") && component->inside &&
	       content_is_named(component->inside, "VCALENDAR");
}

static bool read_events(struct reading *reading)
{
	for (int i = 0; i < reading->content.component_count; i++)
		reading->event_count += is_event(&reading->content.component[i]);
	if (reading->event_count > PROGRAMME_EVENTS_MAX)
		return error_set(reading->error, ERROR_FULL, "the calendar has more than %d events",
			PROGRAMME_EVENTS_MAX);
	reading->events = calloc((size_t)reading->event_count + 1, sizeof(*reading->events));
	reading->sorted = calloc((size_t)reading->event_count + 1, sizeof(*reading->sorted));
	if (!reading->events || !reading->sorted)
		return error_set(reading->error, ERROR_MEMORY, "no memory for the calendar");
	struct event *event = reading->events;
	for (int i = 0; i < reading->content.component_count; i++)
		if (is_event(&reading->content.component[i])) {
			event->component = &reading->content.component[i];
			event->position = (int)(event - reading->events);
			event_read(event++, &reading->zones);
		}
	return true;
}

/* Its name, and whether it is published whole. */
static void read_calendars(struct reading *reading)
{
	struct programme *programme = reading->programme;

	programme->is_whole = !reading->content.has_unnamed;
	for (int i = 0; i < reading->content.component_count; i++) {
		const struct component *component = &reading->content.component[i];
		if (!content_is_named(component, "VCALENDAR"))
			continue;
		const struct line *name = content_first(component, "X-WR-CALNAME");
		const struct line *method = content_first(component, "METHOD");
		name = name ? name : content_first(component, "NAME");
		if (name && !programme->calendar[0])
			fields_words(name, programme->calendar, sizeof(programme->calendar));
		if (method && strcasecmp(method->value, "PUBLISH") != 0)
			programme->is_whole = false;
	}
}

const char *programme_calendar(const struct programme_wish *wish, const struct programme *programme)
{
	bool is_nameless = programme->is_table || !programme->calendar[0];

	if (wish->calendar)
		return wish->calendar;
	return wish->file_name && is_nameless ? wish->file_name : programme->calendar;
}

static int by_start(const void *a, const void *b)
{
	const struct session *one = &((const struct programme_entry *)a)->session;
	const struct session *other = &((const struct programme_entry *)b)->session;

	if (one->starts_ms != other->starts_ms)
		return one->starts_ms < other->starts_ms ? -1 : 1;
	return memcmp(&one->id, &other->id, sizeof(one->id));
}

static bool read_content(struct reading *reading, const char *text, size_t length)
{
	struct programme *programme = reading->programme;

	programme->is_table = table_is(text, length);
	if (programme->is_table)
		return table_read(text, length, &reading->content, programme, reading->error);
	if (!content_read(text, length, &reading->content, reading->error))
		return false;
	name_unknown_lines(reading);
	return true;
}

static bool read_all(struct reading *reading, const char *text, size_t length)
{
	struct programme *programme = reading->programme;

	if (length > PROGRAMME_BYTES_MAX)
		return error_set(reading->error, ERROR_FULL, "the calendar is longer than %d MB",
			PROGRAMME_BYTES_MAX / 1024 / 1024);
	if (!read_content(reading, text, length))
		return false;
	zones_start(&reading->zones, &reading->content);
	read_calendars(reading);
	if (!read_events(reading))
		return false;
	settle(reading);
	if (!give_all(reading) || !name_all_left_out(reading))
		return false;
	if (programme->count > 0)
		qsort(programme->entries, (size_t)programme->count, sizeof(*programme->entries),
			by_start);
	return true;
}

bool programme_read(const char *text, size_t length, const struct programme_wish *wish,
	struct programme *programme, struct error *error)
{
	struct reading reading = {
		.wish = wish, .programme = programme, .steps = STEPS_MAX, .error = error};

	*programme = (struct programme){0};
	bool done = read_all(&reading, text, length);
	if (!done)
		programme->count = programme->left_out_count = 0;
	free(reading.events);
	free(reading.sorted);
	zones_free(&reading.zones);
	content_free(&reading.content);
	return done;
}

void programme_free(struct programme *programme)
{
	free(programme->entries);
	free(programme->left_out);
	*programme = (struct programme){0};
}
