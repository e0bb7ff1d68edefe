/* Most columns are a line of the VEVENT as they stand. Identity, date and times are put together from
 * several, and cancelled has words of its own. */
#include "calendar/table.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/rows.h"
#include "base/text.h"
#include "calendar/programme.h"
#include "calendar/times.h"

enum {
	FIELD_BYTES_MAX = 8000,
	VALUE_BYTES = 64,
	ID_BYTES_MAX = 200,
	FAULT_BYTES_MAX = 256,
	IDENTITY_BYTES_MAX = ID_BYTES_MAX + TITLE_BYTES_MAX + VALUE_BYTES,
	ROW_BYTES_MAX =
		IDENTITY_BYTES_MAX + TITLE_BYTES_MAX + 2 * FAULT_BYTES_MAX + 4 * VALUE_BYTES,
	ROW_LINES_MAX = 6, /* beyond one for each field */
};

enum column {
	COLUMN_TITLE,
	COLUMN_ROOM,
	COLUMN_ABOUT,
	COLUMN_ACCESS_NOTE,
	COLUMN_THEME, /* the last that may stand there in each language */
	COLUMN_ICON,
	COLUMN_PLACES,
	COLUMN_DOOR_PLACES,
	COLUMN_ADMISSION,
	COLUMN_ASKS,
	COLUMN_OPENS,
	COLUMN_CLOSES,
	COLUMN_AGES,
	COLUMN_LANGUAGES,
	COLUMN_ACCESS,
	COLUMN_PARTNER,
	COLUMN_EVENT,
	COLUMN_FIRE_LIMIT,
	COLUMN_DOOR_SHARE,
	COLUMN_BOOKING_OPENS,
	COLUMN_BOOKING_CLOSES,
	COLUMN_MEMBERS_PLACES,
	COLUMN_MEMBERS_UNTIL,
	COLUMN_LARGEST_PARTY,
	COLUMN_LARGEST_WHEN_FEW,
	COLUMN_ONE_A_DAY,
	COLUMN_STILL_COMING,
	COLUMN_AFTER_ABSENCES,
	COLUMN_ADULTS_PLACES,
	COLUMN_CHILDREN_PLACES,
	COLUMN_BABIES_PLACES,
	COLUMN_PRAMS_PLACES,
	COLUMN_WHEELCHAIRS_PLACES,
	COLUMN_CLASS_PLACES,
	COLUMN_HELD_UNTIL,
	COLUMN_ID,
	COLUMN_DATE,
	COLUMN_STARTS,
	COLUMN_ENDS,
	COLUMN_CANCELLED,
	COLUMNS
};

static const struct {
	const char *heading, *line; /* NULL: it takes more than the value to make one */
} known[COLUMNS] = {
	[COLUMN_TITLE] = {"title", "SUMMARY"},
	[COLUMN_ROOM] = {"room", "LOCATION"},
	[COLUMN_ABOUT] = {"about", "DESCRIPTION"},
	[COLUMN_THEME] = {"theme", "X-KIOSK-THEME"},
	[COLUMN_ICON] = {"icon", "X-KIOSK-ICON"},
	[COLUMN_PLACES] = {"places", "X-KIOSK-PLACES"},
	[COLUMN_DOOR_PLACES] = {"door places", "X-KIOSK-DOOR-PLACES"},
	[COLUMN_ADMISSION] = {"admission", "X-KIOSK-ADMISSION"},
	[COLUMN_ASKS] = {"asks", "X-KIOSK-ASKS"},
	[COLUMN_OPENS] = {"check-in opens", "X-KIOSK-CHECK-IN-OPENS"},
	[COLUMN_CLOSES] = {"check-in closes", "X-KIOSK-CHECK-IN-CLOSES"},
	[COLUMN_ACCESS_NOTE] = {"access note", "X-KIOSK-ACCESS-NOTE"},
	[COLUMN_AGES] = {"ages", "X-KIOSK-AGES"},
	[COLUMN_LANGUAGES] = {"languages", "X-KIOSK-LANGUAGES"},
	[COLUMN_ACCESS] = {"access", "X-KIOSK-ACCESS"},
	[COLUMN_PARTNER] = {"partner", "X-KIOSK-PARTNER"},
	[COLUMN_EVENT] = {"event", "X-KIOSK-EVENT"},
	[COLUMN_FIRE_LIMIT] = {"fire limit", "X-KIOSK-FIRE-LIMIT"},
	[COLUMN_DOOR_SHARE] = {"door share", "X-KIOSK-DOOR-SHARE"},
	[COLUMN_BOOKING_OPENS] = {"booking opens", "X-KIOSK-BOOKING-OPENS"},
	[COLUMN_BOOKING_CLOSES] = {"booking closes", "X-KIOSK-BOOKING-CLOSES"},
	[COLUMN_MEMBERS_PLACES] = {"members places", "X-KIOSK-MEMBERS-PLACES"},
	[COLUMN_MEMBERS_UNTIL] = {"members until", "X-KIOSK-MEMBERS-UNTIL"},
	[COLUMN_LARGEST_PARTY] = {"largest party", "X-KIOSK-LARGEST-PARTY"},
	[COLUMN_LARGEST_WHEN_FEW] = {"largest party when few", "X-KIOSK-LARGEST-PARTY-WHEN-FEW"},
	[COLUMN_ONE_A_DAY] = {"one a day", "X-KIOSK-ONE-A-DAY"},
	[COLUMN_STILL_COMING] = {"still coming", "X-KIOSK-STILL-COMING"},
	[COLUMN_AFTER_ABSENCES] = {"after absences", "X-KIOSK-AFTER-ABSENCES"},
	[COLUMN_ADULTS_PLACES] = {"adults places", "X-KIOSK-ADULTS-PLACES"},
	[COLUMN_CHILDREN_PLACES] = {"children places", "X-KIOSK-CHILDREN-PLACES"},
	[COLUMN_BABIES_PLACES] = {"babies places", "X-KIOSK-BABIES-PLACES"},
	[COLUMN_PRAMS_PLACES] = {"prams places", "X-KIOSK-PRAMS-PLACES"},
	[COLUMN_WHEELCHAIRS_PLACES] = {"wheelchairs places", "X-KIOSK-WHEELCHAIRS-PLACES"},
	[COLUMN_CLASS_PLACES] = {"class places", "X-KIOSK-CLASS-PLACES"},
	[COLUMN_HELD_UNTIL] = {"held until", "X-KIOSK-HELD-UNTIL"},
	[COLUMN_ID] = {"id", NULL},
	[COLUMN_DATE] = {"date", NULL},
	[COLUMN_STARTS] = {"starts", NULL},
	[COLUMN_ENDS] = {"ends", NULL},
	[COLUMN_CANCELLED] = {"cancelled", NULL},
};

struct heading {
	enum column column; /* COLUMNS: none of ours */
	char language[SESSION_LANGUAGE_BYTES_MAX];
	const char *words, *parameters; /* as it is written; of its line */
};

struct reading {
	struct content *content;
	struct line *line; /* the next */
	char *text;        /* the next value */
	size_t text_bytes; /* that are left for it and those behind it */
	struct heading heading[ROW_FIELDS_MAX];
	struct row row;
	struct component *event; /* that it becomes */
};

/* ---- lines ---- */

static const char *keep(struct reading *reading, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static const char *keep(struct reading *reading, const char *format, ...)
{
	const char *kept = reading->text;
	va_list arguments;

	va_start(arguments, format);
	size_t bytes = (size_t)vsnprintf(reading->text, reading->text_bytes, format, arguments) + 1;
	va_end(arguments);
	assert(bytes <= reading->text_bytes);
	reading->text += bytes;
	reading->text_bytes -= bytes;
	return kept;
}

/* As a calendar writes a text. */
static const char *keep_escaped(struct reading *reading, const char *value)
{
	char escaped[2 * FIELD_BYTES_MAX + 1], *to = escaped;

	for (; *value; value++) {
		if (*value == '\\' || *value == ',')
			*to++ = '\\';
		*to++ = *value;
	}
	*to = '\0';
	return keep(reading, "%s", escaped);
}

static struct line *put(
	struct reading *reading, struct component *component, const char *name, const char *value)
{
	struct line *line = reading->line++;

	*line = (struct line){.name = name, .value = value, .parameters = "", .is_utf8 = true};
	content_add(component, line);
	return line;
}

/* Always false; the first fault stays. */
static bool fault(struct reading *reading, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool fault(struct reading *reading, const char *format, ...)
{
	char words[FAULT_BYTES_MAX];
	va_list arguments;

	if (reading->event->fault)
		return false;
	va_start(arguments, format);
	vsnprintf(words, sizeof(words), format, arguments);
	va_end(arguments);
	reading->event->fault = keep(reading, "%s", words);
	return false;
}

/* ---- the heading ---- */

/* " pl", ":pl", " (pl)". */
static bool read_language(const char *behind, char language[static SESSION_LANGUAGE_BYTES_MAX])
{
	size_t begins = strspn(behind, " _:("), length = strcspn(behind + begins, " )");

	if (begins == 0 || length == 0 || length >= SESSION_LANGUAGE_BYTES_MAX ||
		behind[begins + length + strspn(behind + begins + length, " )")])
		return false;
	memcpy(language, behind + begins, length);
	language[length] = '\0';
	return session_is_language(language);
}

static struct heading read_heading(const char *words)
{
	struct heading heading = {.column = COLUMNS};

	for (int i = 0; i < COLUMNS; i++) {
		const char *behind = rows_behind_name(words, known[i].heading);
		if (!behind)
			continue;
		if (!behind[strspn(behind, " _")] ||
			(i <= COLUMN_THEME && read_language(behind, heading.language)))
			return (heading.column = (enum column)i, heading);
	}
	return heading;
}

static bool is_same(const struct heading *one, const struct heading *other)
{
	return one->column != COLUMNS && one->column == other->column &&
	       strcasecmp(one->language, other->language) == 0;
}

static bool has_column(const struct row *row, enum column column)
{
	for (int i = 0; i < row->count; i++) {
		struct heading heading = read_heading(row->field[i]);
		if (heading.column == column && !heading.language[0])
			return true;
	}
	return false;
}

static bool take_headings(struct reading *reading, struct error *error)
{
	const struct row *row = &reading->row;

	if (row->wrong)
		return error_set(
			error, ERROR_BAD_INPUT, "line %d, the heading: %s", row->line, row->wrong);
	for (int i = 0; i < row->count; i++) {
		struct heading *heading = &reading->heading[i];
		*heading = read_heading(row->field[i]);
		for (int j = 0; j < i; j++)
			if (is_same(&reading->heading[j], heading))
				return error_set(error, ERROR_BAD_INPUT,
					"line %d, the heading: it has the column \"%.40s\" twice",
					row->line, row->field[i]);
		heading->words = keep(reading, "%s", row->field[i]);
		heading->parameters =
			heading->language[0] ? keep(reading, "LANGUAGE=%s", heading->language) : "";
	}
	return true;
}

/* ---- values ---- */

static bool is_blank(const char *text)
{
	return !text[strspn(text, " \t\r\n")];
}

/* The column's place in the row; -1: the table or this row has none. */
static int find_column(const struct reading *reading, enum column column)
{
	for (int i = 0; i < reading->row.count; i++)
		if (reading->heading[i].column == column && !reading->heading[i].language[0])
			return i;
	return -1;
}

/* Clean, cut to fit; false: it says nothing. */
static bool read_value(
	const struct reading *reading, enum column column, char *value, size_t value_bytes)
{
	int at = find_column(reading, column);

	text_copy(value, value_bytes, at < 0 ? "" : reading->row.field[at]);
	text_clean(value, value_bytes);
	return value[0];
}

static const char *words_of(const struct reading *reading, enum column column)
{
	return reading->heading[find_column(reading, column)].words;
}

/* ---- date and times ---- */

struct times {
	char date[VALUE_BYTES], starts[VALUE_BYTES], ends[VALUE_BYTES]; /* as a calendar has them */
};

static bool is_time(const char *text, struct wall_time *wall)
{
	bool is_utc, is_date;

	return times_read(text, wall, &is_utc, &is_date);
}

/* "2026-12-04"; "04/12/2026", the day first. */
static bool read_date(struct reading *reading, char date[static VALUE_BYTES])
{
	char text[VALUE_BYTES];
	int year = 0, month = 0, day = 0, end = 0;
	struct wall_time wall;

	if (!read_value(reading, COLUMN_DATE, text, sizeof(text)))
		return fault(reading, "it has no date");
	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3)
		sscanf(text, "%2d/%2d/%4d%n", &day, &month, &year, &end);
	snprintf(date, VALUE_BYTES, "%04d%02d%02d", year, month, day);
	if (end > 0 && !text[end] && is_time(date, &wall))
		return true;
	date[0] = '\0';
	return fault(reading, "%s is not understood: \"%.40s\"; write 2026-12-04 or 04/12/2026",
		words_of(reading, COLUMN_DATE), text);
}

/* A time that the change of the clocks skips is none. */
static bool is_on_that_day(struct wall_time wall)
{
	struct wall_time shown = clock_wall(clock_instant(wall));

	return shown.hour == wall.hour && shown.minute == wall.minute;
}

/* "10:30", "9:30", and "10:30:00" as some spreadsheets write it. */
static bool write_time(const char *text, const char *date, char time[static VALUE_BYTES])
{
	int hour = 0, minute = 0, end = 0;

	if (sscanf(text, "%2d:%2d%n", &hour, &minute, &end) != 2 || text[end - 3] != ':' ||
		(text[end] && strcmp(text + end, ":00") != 0))
		return false;
	snprintf(time, VALUE_BYTES, "%.8sT%02d%02d00", date, hour, minute);
	return true;
}

static bool read_time(struct reading *reading, enum column column, const char *date,
	char time[static VALUE_BYTES])
{
	char text[VALUE_BYTES];
	struct wall_time wall;

	if (!read_value(reading, column, text, sizeof(text)))
		return false;
	if (!write_time(text, date, time) || !is_time(time, &wall)) {
		time[0] = '\0';
		return fault(reading, "%s is not understood: \"%.40s\"; write 10:30",
			words_of(reading, column), text);
	}
	return is_on_that_day(wall) ||
	       fault(reading, "%s: there is no %02d:%02d on that day, the clocks go forward",
		       words_of(reading, column), wall.hour, wall.minute);
}

static void read_times(struct reading *reading, struct times *times)
{
	if (!read_date(reading, times->date))
		return;
	if (!read_time(reading, COLUMN_STARTS, times->date, times->starts))
		fault(reading, "it does not say when it starts");
	if (read_time(reading, COLUMN_ENDS, times->date, times->ends) && times->starts[0] &&
		strcmp(times->ends, times->starts) <= 0)
		fault(reading, "%s is not later than %s", words_of(reading, COLUMN_ENDS),
			words_of(reading, COLUMN_STARTS));
}

static void put_times(struct reading *reading, const struct times *times)
{
	char date[PROGRAMME_DATE_BYTES];

	if (times->starts[0])
		put(reading, reading->event, "DTSTART", keep(reading, "%s", times->starts));
	else if (times->date[0])
		put(reading, reading->event, "DTSTART", keep(reading, "%s", times->date));
	else if (read_value(reading, COLUMN_DATE, date, sizeof(date)))
		put(reading, reading->event, "DTSTART", keep(reading, "%s", date));
	if (times->ends[0])
		put(reading, reading->event, "DTEND", keep(reading, "%s", times->ends));
}

/* ---- a row ---- */

/* Whose session it is; it is one occurrence of its own, which stays the same when it is moved. A row
 * that has no id and no start is nobody's: it may be any of those that are missing. */
static void put_identity(struct reading *reading, const struct times *times)
{
	char id[ID_BYTES_MAX + 2], title[TITLE_BYTES_MAX];
	const char *uid = NULL;

	read_value(reading, COLUMN_TITLE, title, sizeof(title));
	if (read_value(reading, COLUMN_ID, id, sizeof(id)))
		uid = keep(reading, "id %s", id);
	else if (times->starts[0])
		uid = keep(reading, "row %s %s", times->starts, title);
	if (strlen(id) > ID_BYTES_MAX)
		fault(reading, "%s is longer than %d bytes", words_of(reading, COLUMN_ID),
			ID_BYTES_MAX);
	if (!uid) {
		reading->content->has_unnamed = true;
		return;
	}
	put(reading, reading->event, "UID", uid);
	put(reading, reading->event, "RECURRENCE-ID", "19700101T000000Z");
}

static void put_cancelled(struct reading *reading)
{
	char value[VALUE_BYTES];

	if (!read_value(reading, COLUMN_CANCELLED, value, sizeof(value)) ||
		strcasecmp(value, "no") == 0)
		return;
	if (strcasecmp(value, "yes") == 0)
		put(reading, reading->event, "STATUS", "CANCELLED");
	else
		fault(reading, "%s is not yes or no", words_of(reading, COLUMN_CANCELLED));
}

static void put_fields(struct reading *reading)
{
	bool has_title = false;

	for (int i = 0; i < reading->row.count; i++) {
		const struct heading *heading = &reading->heading[i];
		const char *value = reading->row.field[i];
		if (heading->column == COLUMNS || !known[heading->column].line || is_blank(value))
			continue;
		struct line *line = put(reading, reading->event, known[heading->column].line,
			keep_escaped(reading, value));
		line->parameters = heading->parameters;
		line->heading = heading->words;
		has_title = has_title || heading->column == COLUMN_TITLE;
	}
	if (!has_title)
		fault(reading, "it has no title");
}

/* Of a row that is not understood: what names it. Others may come of the same bytes. */
static void put_title(struct reading *reading)
{
	char title[TITLE_BYTES_MAX / 2];

	if (read_value(reading, COLUMN_TITLE, title, sizeof(title)))
		put(reading, reading->event, "SUMMARY", keep_escaped(reading, title));
}

static void refuse_row(struct reading *reading)
{
	const struct row *row = &reading->row;

	if (row->wrong_field >= 0)
		fault(reading, "%.80s: %s", reading->heading[row->wrong_field].words, row->wrong);
	else
		fault(reading, "%s", row->wrong);
}

static void take_row(struct reading *reading)
{
	struct content *content = reading->content;
	struct times times = {0};

	reading->event = &content->component[content->component_count++];
	*reading->event = (struct component){
		.name = "VEVENT", .inside = content->component, .row = reading->row.line};
	if (reading->row.wrong)
		refuse_row(reading);
	read_times(reading, &times);
	put_identity(reading, &times);
	put_times(reading, &times);
	if (reading->row.wrong) {
		put_title(reading);
	} else {
		put_cancelled(reading);
		put_fields(reading);
	}
}

/* ---- rows that say the same ---- */

static const char *uid_of(const struct component *event)
{
	const struct line *line = content_first(event, "UID");

	return line ? line->value : "";
}

static int by_uid(const void *a, const void *b)
{
	const struct component *one = *(struct component *const *)a;
	const struct component *other = *(struct component *const *)b;
	int order = strcmp(uid_of(one), uid_of(other));

	return order ? order : one->row - other->row;
}

/* Without its identity, which is the first's. */
static void refuse_twin(
	struct reading *reading, struct component *twin, const struct component *first)
{
	bool has_id = strncmp(uid_of(first), "id ", 3) == 0;

	reading->event = twin;
	if (has_id)
		fault(reading, "the same id as in line %d", first->row);
	else
		fault(reading, "the same title, date and start as in line %d; give both an id",
			first->row);
	twin->first = twin->first->next;
}

static bool refuse_twins(struct reading *reading, struct error *error)
{
	int count = reading->content->component_count - 1;
	struct component *first = NULL;
	struct component **sorted = calloc((size_t)count + 1, sizeof(struct component *));

	if (!sorted)
		return error_set(error, ERROR_MEMORY, "no memory for a table");
	for (int i = 0; i < count; i++)
		sorted[i] = &reading->content->component[i + 1];
	qsort(sorted, (size_t)count, sizeof(struct component *), by_uid);
	for (int i = 0; i < count; i++) {
		if (first && *uid_of(first) && strcmp(uid_of(first), uid_of(sorted[i])) == 0)
			refuse_twin(reading, sorted[i], first);
		else
			first = sorted[i];
	}
	free(sorted);
	return true;
}

/* ---- the table ---- */

/* Room for each field of each row, escaped, and for what a row has besides. */
static bool make_room(struct reading *reading, const struct rows *rows, struct error *error)
{
	struct content *content = reading->content;
	int lines = rows_count_lines(rows->text, rows->length);
	size_t events =
		(size_t)(lines < PROGRAMME_EVENTS_MAX + 1 ? lines : PROGRAMME_EVENTS_MAX + 1);
	size_t fields = (size_t)lines + 1;

	for (size_t i = 0; i < rows->length; i++)
		fields += rows->text[i] == rows->delimiter;
	reading->text_bytes = 3 * rows->length + fields * 2 + (events + 1) * ROW_BYTES_MAX +
			      ROW_FIELDS_MAX * VALUE_BYTES;
	content->text = reading->text = malloc(reading->text_bytes);
	content->line = reading->line =
		calloc(fields + (events + 1) * ROW_LINES_MAX, sizeof(*reading->line));
	content->component = calloc(events + 1, sizeof(*content->component));
	return (content->text && content->line && content->component) ||
	       error_set(error, ERROR_MEMORY, "no memory for a table");
}

static void begin_calendar(struct reading *reading)
{
	struct component *calendar = &reading->content->component[0];

	reading->content->component_count = 1;
	*calendar = (struct component){.name = "VCALENDAR"};
	put(reading, calendar, "NAME", "table");
}

static bool read_all(struct reading *reading, struct rows *rows, struct error *error)
{
	if (!make_room(reading, rows, error) || !rows_next(rows, &reading->row) ||
		!take_headings(reading, error))
		return false;
	begin_calendar(reading);
	while (reading->content->component_count < PROGRAMME_EVENTS_MAX + 2 &&
		rows_next(rows, &reading->row))
		take_row(reading);
	return refuse_twins(reading, error);
}

bool table_read(const char *text, size_t length, struct content *content, struct error *error)
{
	struct reading reading = {.content = content};
	struct rows rows;

	*content = (struct content){0};
	bool done = rows_open(&rows, text, length, FIELD_BYTES_MAX, error) &&
		    read_all(&reading, &rows, error);
	rows_close(&rows);
	return done;
}

bool table_is(const char *text, size_t length)
{
	struct rows rows;
	struct row row;
	bool is_table = rows_open(&rows, text, length, FIELD_BYTES_MAX, NULL) &&
			rows_next(&rows, &row) && has_column(&row, COLUMN_TITLE) &&
			has_column(&row, COLUMN_DATE);

	rows_close(&rows);
	return is_table;
}
