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
#include "calendar/columns.h"
#include "calendar/programme.h"
#include "calendar/reason.h"
#include "calendar/times.h"

enum {
	FIELD_BYTES_MAX = 8000,
	VALUE_BYTES = 64,
	ID_BYTES_MAX = 200,
	IDENTITY_BYTES_MAX = ID_BYTES_MAX + TITLE_BYTES_MAX + VALUE_BYTES,
	ROW_BYTES_MAX = IDENTITY_BYTES_MAX + TITLE_BYTES_MAX + REASON_BYTES + 4 * VALUE_BYTES,
	ROW_LINES_MAX = 6, /* beyond one for each field */
};

struct heading {
	struct column_heading is;
	const char *words, *parameters; /* as it is written; of its line */
};

struct reading {
	struct content *content;
	struct programme *programme;
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

static char *make_fault(struct reading *reading)
{
	char *words = reading->text;

	assert(REASON_BYTES <= reading->text_bytes);
	reading->text += REASON_BYTES;
	reading->text_bytes -= REASON_BYTES;
	words[0] = '\0';
	return words;
}

/* Always false. */
static bool fault(struct reading *reading, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool fault(struct reading *reading, const char *format, ...)
{
	struct component *event = reading->event;
	char words[REASON_BYTES];
	va_list arguments;

	if (!event->fault)
		event->fault = make_fault(reading);
	va_start(arguments, format);
	vsnprintf(words, sizeof(words), format, arguments);
	va_end(arguments);
	return reason_add(event->fault, "%s", words);
}

/* ---- the heading ---- */

static bool is_same(const struct column_heading *one, const struct column_heading *other)
{
	return one->column != COLUMNS && one->column == other->column &&
	       strcasecmp(one->language, other->language) == 0;
}

/* A column without a name is none: spreadsheets leave some behind the last. */
static void name_unknown(struct reading *reading, const char *words)
{
	if (!words[strspn(words, " \t")])
		return;
	struct unknown_name *unknown = unknown_add(&reading->programme->unknown, words);
	if (unknown)
		column_meant(words, unknown->meant);
}

/* The column's place in the row; -1: the table or this row has none. */
static int find_column(const struct reading *reading, enum column column)
{
	for (int i = 0; i < reading->row.count; i++)
		if (reading->heading[i].is.column == column && !reading->heading[i].is.language[0])
			return i;
	return -1;
}

/* As much as fits whole. */
static void append_sentence(char *sentences, size_t size, const char *sentence)
{
	if (strlen(sentences) + strlen("; ") + strlen(sentence) >= size)
		return;
	text_append(sentences, size, sentences[0] ? "; " : "");
	text_append(sentences, size, sentence);
}

static bool has_all_needed(const struct reading *reading, struct error *error)
{
	static const enum column needed[] = {COLUMN_TITLE, COLUMN_DATE, COLUMN_STARTS};
	const struct unknown_names *unknown = &reading->programme->unknown;
	char missing[sizeof(error->detail) - 24] = "", said[UNKNOWN_SAID_BYTES];

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		if (find_column(reading, needed[i]) >= 0)
			continue;
		snprintf(
			said, sizeof(said), "the column \"%s\" is missing", column_name(needed[i]));
		append_sentence(missing, sizeof(missing), said);
	}
	if (!missing[0])
		return true;
	for (int i = 0; i < unknown->count; i++) {
		unknown_say(&unknown->names[i], said);
		append_sentence(missing, sizeof(missing), said);
	}
	return error_set(error, ERROR_BAD_INPUT, "line %d: %s", reading->row.line, missing);
}

static bool is_twice(const struct reading *reading, int column)
{
	for (int i = 0; i < column; i++)
		if (is_same(&reading->heading[i].is, &reading->heading[column].is))
			return true;
	return false;
}

static bool take_heading(struct reading *reading, int column, struct error *error)
{
	const char *words = reading->row.field[column];
	struct heading *heading = &reading->heading[column];
	char quoted[TEXT_QUOTED_BYTES];

	heading->is = column_read(words);
	if (heading->is.column == COLUMNS)
		name_unknown(reading, words);
	text_quoted(words, quoted);
	if (is_twice(reading, column))
		return error_set(error, ERROR_BAD_INPUT,
			"line %d, the heading: it has the column \"%s\" twice", reading->row.line,
			quoted);
	heading->words = keep(reading, "%s", words);
	heading->parameters =
		heading->is.language[0] ? keep(reading, "LANGUAGE=%s", heading->is.language) : "";
	return true;
}

static bool take_headings(struct reading *reading, struct error *error)
{
	const struct row *row = &reading->row;

	reading->programme->heading_line = row->line;
	if (row->wrong)
		return error_set(
			error, ERROR_BAD_INPUT, "line %d, the heading: %s", row->line, row->wrong);
	for (int i = 0; i < row->count; i++)
		if (!take_heading(reading, i, error))
			return false;
	return has_all_needed(reading, error);
}

/* ---- values ---- */

static bool is_blank(const char *text)
{
	return !text[strspn(text, " \t\r\n")];
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
	char text[VALUE_BYTES], quoted[TEXT_QUOTED_BYTES];
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
	text_quoted(text, quoted);
	return fault(reading, "%s \"%s\" is not understood, write 2026-12-04 or 04/12/2026",
		words_of(reading, COLUMN_DATE), quoted);
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

/* `date` "": it is not known, and the time is looked at by itself. `time` "": there is none. */
static bool read_time(struct reading *reading, enum column column, const char *date,
	char time[static VALUE_BYTES])
{
	char text[VALUE_BYTES], quoted[TEXT_QUOTED_BYTES];
	struct wall_time wall;

	if (!read_value(reading, column, text, sizeof(text)))
		return true;
	if (!write_time(text, *date ? date : "20261204", time) || !is_time(time, &wall)) {
		time[0] = '\0';
		text_quoted(text, quoted);
		return fault(reading, "%s \"%s\" is not understood, write 10:30",
			words_of(reading, column), quoted);
	}
	return !*date || is_on_that_day(wall) ||
	       fault(reading, "%s: there is no %02d:%02d on that day, the clocks go forward",
		       words_of(reading, column), wall.hour, wall.minute);
}

static void read_ends(struct reading *reading, struct times *times)
{
	if (read_time(reading, COLUMN_ENDS, times->date, times->ends) && times->starts[0] &&
		times->ends[0] && strcmp(times->ends, times->starts) <= 0)
		fault(reading, "%s is not later than %s", words_of(reading, COLUMN_ENDS),
			words_of(reading, COLUMN_STARTS));
}

static void read_times(struct reading *reading, struct times *times)
{
	bool has_date = read_date(reading, times->date);

	if (read_time(reading, COLUMN_STARTS, times->date, times->starts) && !times->starts[0])
		fault(reading, "it does not say when it starts");
	read_ends(reading, times);
	if (!has_date)
		times->starts[0] = times->ends[0] = '\0';
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
	char value[VALUE_BYTES], quoted[TEXT_QUOTED_BYTES];

	if (!read_value(reading, COLUMN_CANCELLED, value, sizeof(value)) ||
		strcasecmp(value, "no") == 0)
		return;
	if (strcasecmp(value, "yes") == 0) {
		put(reading, reading->event, "STATUS", "CANCELLED");
		return;
	}
	text_quoted(value, quoted);
	fault(reading, "%s \"%s\" is not yes or no", words_of(reading, COLUMN_CANCELLED), quoted);
}

static void put_fields(struct reading *reading)
{
	bool has_title = false;

	for (int i = 0; i < reading->row.count; i++) {
		const struct heading *heading = &reading->heading[i];
		const char *value = reading->row.field[i];
		if (heading->is.column == COLUMNS || !column_line(heading->is.column) ||
			is_blank(value))
			continue;
		struct line *line = put(reading, reading->event, column_line(heading->is.column),
			keep_escaped(reading, value));
		line->parameters = heading->parameters;
		line->heading = heading->words;
		has_title = has_title || heading->is.column == COLUMN_TITLE;
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

/* Nobody knows what else is wrong with it: its values may stand in other columns. */
static void refuse_row(struct reading *reading)
{
	const struct row *row = &reading->row;

	if (reading->event->fault)
		reading->event->fault[0] = '\0';
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
	read_times(reading, &times);
	put_identity(reading, &times);
	put_times(reading, &times);
	if (reading->row.wrong) {
		put_title(reading);
		refuse_row(reading);
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

bool table_read(const char *text, size_t length, struct content *content,
	struct programme *programme, struct error *error)
{
	struct reading reading = {.content = content, .programme = programme};
	struct rows rows;

	*content = (struct content){0};
	bool done = rows_open(&rows, text, length, FIELD_BYTES_MAX, error) &&
		    read_all(&reading, &rows, error);
	rows_close(&rows);
	return done;
}

static bool is_column(const char *words)
{
	char meant[TEXT_QUOTED_BYTES];

	return column_read(words).column != COLUMNS || column_meant(words, meant);
}

bool table_is(const char *text, size_t length)
{
	struct rows rows;
	struct row row;
	bool is_table = false;

	if (rows_open(&rows, text, length, FIELD_BYTES_MAX, NULL) && rows_next(&rows, &row) &&
		row.count > 1)
		for (int i = 0; i < row.count && !is_table; i++)
			is_table = is_column(row.field[i]);
	rows_close(&rows);
	return is_table;
}
