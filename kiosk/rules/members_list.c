/* libcsv cuts the fields; it is given one line of the file at a time, so that a fault can be told by
 * the line that an editor shows. */
#include "rules/members_list.h"

#include <assert.h>
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "base/text.h"

enum { FILE_COLUMNS_MAX = 64, FIELD_BLOCK_BYTES = 4096, FIELD_BYTES_MAX = 400 };

static const char all_columns[] = "number, uid, first_name, birth_year, language and blocked";

struct reading {
	const char *name;
	const struct member_rules *rules;
	struct members_list *list;
	struct error *error;
	struct csv_parser parser;
	int line;                                    /* of the file */
	int field;                                   /* of this row, from 0 */
	int columns;                                 /* of the heading; 0: it is still to come */
	enum member_column column[FILE_COLUMNS_MAX]; /* what each of them is */
	char values[MEMBER_COLUMNS][FIELD_BYTES_MAX + 1]; /* of this row */
	bool says_something, failed;
};

static void refuse(struct reading *reading, const char *about, const char *why)
{
	if (!reading->failed)
		error_set(reading->error, ERROR_BAD_INPUT, "%.80s:%d: %s%s%s", reading->name,
			reading->line, about, *about ? ": " : "", why);
	reading->failed = true;
}

/* ---- the heading ---- */

static void take_heading(struct reading *reading, const char *text)
{
	enum member_column column = member_column_named(text);

	for (int i = 0; i < reading->field; i++)
		if (column != MEMBER_COLUMNS && reading->column[i] == column)
			refuse(reading, member_column_name(column), "the heading has it twice");
	reading->column[reading->field] = column;
}

static bool has_column(const struct reading *reading, enum member_column column)
{
	for (int i = 0; i < reading->field; i++)
		if (reading->column[i] == column)
			return true;
	return false;
}

static void end_heading(struct reading *reading)
{
	int missing = 0, first = 0;

	for (int column = MEMBER_COLUMNS - 1; column >= 0; column--) {
		if (has_column(reading, (enum member_column)column))
			continue;
		missing++;
		first = column;
	}
	reading->columns = reading->field;
	if (missing == MEMBER_COLUMNS)
		refuse(reading, "this is no heading; the first line must name", all_columns);
	else if (missing > 0)
		refuse(reading, member_column_name((enum member_column)first),
			"the heading does not name this column");
}

/* ---- rows ---- */

static bool is_readable(struct reading *reading, const char *about, const char *text, size_t length)
{
	if (strlen(text) != length || !text_is_valid(text))
		refuse(reading, about, "not in UTF-8; save the list as \"CSV UTF-8\"");
	else if (length > FIELD_BYTES_MAX)
		refuse(reading, about, "too long; is a quotation mark missing?");
	return !reading->failed;
}

static const char *about_field(const struct reading *reading)
{
	bool known = reading->field < reading->columns &&
		     reading->column[reading->field] != MEMBER_COLUMNS;

	return known ? member_column_name(reading->column[reading->field]) : "";
}

static void keep_value(struct reading *reading, const char *text)
{
	if (*about_field(reading))
		text_copy(reading->values[reading->column[reading->field]], FIELD_BYTES_MAX + 1,
			text);
}

static void take_field(void *text, size_t length, void *data)
{
	struct reading *reading = data;

	if (reading->failed || !is_readable(reading, about_field(reading), text, length))
		return;
	if (reading->field == FILE_COLUMNS_MAX)
		refuse(reading, "", "more than 64 columns");
	else if (reading->columns == 0)
		take_heading(reading, text);
	else
		keep_value(reading, text);
	reading->says_something = reading->says_something || length > 0;
	reading->field++;
}

static void take_member(struct reading *reading)
{
	struct member *member = &reading->list->members[reading->list->count++];

	member->line = reading->line;
	for (int i = 0; i < MEMBER_COLUMNS && !reading->failed; i++) {
		enum member_column column = (enum member_column)i;
		const char *wrong = member_take(member, column, reading->values[i], reading->rules);
		if (wrong)
			refuse(reading, member_column_name(column), wrong);
	}
}

static void take_row(int end, void *data)
{
	struct reading *reading = data;

	if (reading->failed)
		return;
	if (reading->columns == 0 && reading->says_something)
		end_heading(reading);
	else if (reading->says_something && reading->field != reading->columns)
		refuse(reading, "",
			"not as many columns as the heading; a comma inside a value needs "
			"quotation marks around it");
	else if (reading->says_something)
		take_member(reading);
	reading->field = 0;
	reading->says_something = false;
}

/* ---- the file ---- */

/* Bytes to the end of the line, with it. */
static size_t line_bytes(const char *text, size_t length)
{
	size_t bytes = 0;

	while (bytes < length && text[bytes] != '\n' && text[bytes] != '\r')
		bytes++;
	if (bytes + 1 < length && text[bytes] == '\r' && text[bytes + 1] == '\n')
		bytes++;
	return bytes < length ? bytes + 1 : length;
}

static char delimiter_of(const char *heading, size_t length)
{
	if (memchr(heading, ',', length))
		return ',';
	return memchr(heading, ';', length) ? ';' : memchr(heading, '\t', length) ? '\t' : ',';
}

static int count_lines(const char *text, size_t length)
{
	int lines = 0;

	for (size_t at = 0; at < length; at += line_bytes(text + at, length - at))
		lines++;
	return lines;
}

static void read_lines(struct reading *reading, const char *text, size_t length)
{
	struct csv_parser *parser = &reading->parser;
	size_t bytes;

	csv_set_delim(parser, (unsigned char)delimiter_of(text, line_bytes(text, length)));
	for (size_t at = 0; at < length && !reading->failed; at += bytes) {
		reading->line++;
		bytes = line_bytes(text + at, length - at);
		if (csv_parse(parser, text + at, bytes, take_field, take_row, reading) != bytes)
			refuse(reading, "",
				"a quotation mark is missing, or stands inside a value");
	}
	if (csv_fini(parser, take_field, take_row, reading) != 0)
		refuse(reading, "", "a quotation mark is missing");
	if (reading->columns == 0)
		refuse(reading, "the list is empty; its first line must name", all_columns);
}

/* ---- numbers and chips that stand twice ---- */

static int by_number(const void *a, const void *b)
{
	const struct member *const *one = a, *const *other = b;
	int order = strcmp((*one)->number, (*other)->number);

	return order ? order : (*one)->line - (*other)->line;
}

static int by_uid(const void *a, const void *b)
{
	const struct member *one = *(const struct member *const *)a;
	const struct member *other = *(const struct member *const *)b;
	int order = memcmp(one->uid, other->uid, sizeof(one->uid));

	return order ? order : one->line - other->line;
}

static void refuse_twice(struct reading *reading, const struct member *first,
	const struct member *again, enum member_column column)
{
	char why[64];

	reading->line = again->line;
	snprintf(why, sizeof(why), "the same as in line %d", first->line);
	refuse(reading, member_column_name(column), why);
}

static void look_for_twins(struct reading *reading, const struct member **sorted)
{
	int count = reading->list->count;

	for (int i = 0; i < count; i++)
		sorted[i] = &reading->list->members[i];
	qsort(sorted, (size_t)count, sizeof(*sorted), by_number);
	for (int i = 1; i < count; i++)
		if (strcmp(sorted[i - 1]->number, sorted[i]->number) == 0)
			refuse_twice(reading, sorted[i - 1], sorted[i], MEMBER_NUMBER);
	qsort(sorted, (size_t)count, sizeof(*sorted), by_uid);
	for (int i = 1; i < count; i++)
		if (sorted[i]->uid_length > 0 &&
			memcmp(sorted[i - 1]->uid, sorted[i]->uid, CHIP_UID_BYTES_MAX) == 0)
			refuse_twice(reading, sorted[i - 1], sorted[i], MEMBER_UID);
}

/* ---- the list ---- */

static bool begin_reading(struct reading *reading, int lines)
{
	reading->list->members = calloc((size_t)lines + 1, sizeof(struct member));
	if (!reading->list->members ||
		csv_init(&reading->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
		return error_set(reading->error, ERROR_MEMORY, "no memory for a list of members");
	csv_set_blk_size(&reading->parser, FIELD_BLOCK_BYTES);
	return true;
}

static void end_reading(struct reading *reading)
{
	if (reading->parser.entry_buf)
		memory_wipe(reading->parser.entry_buf, reading->parser.entry_size);
	csv_free(&reading->parser);
	memory_wipe(reading, sizeof(*reading));
}

static bool read_all(struct reading *reading, const char *text, size_t length)
{
	static const char mark[] = {'\xef', '\xbb', '\xbf'};
	size_t begins =
		length >= sizeof(mark) && memcmp(text, mark, sizeof(mark)) == 0 ? sizeof(mark) : 0;

	read_lines(reading, text + begins, length - begins);
	const struct member **sorted = calloc((size_t)reading->list->count + 1, sizeof(*sorted));
	if (!sorted)
		return error_set(reading->error, ERROR_MEMORY, "no memory for a list of members");
	if (!reading->failed)
		look_for_twins(reading, sorted);
	free(sorted);
	return !reading->failed;
}

bool members_list_read(const char *name, const char *text, size_t length,
	const struct member_rules *rules, struct members_list *list, struct error *error)
{
	struct reading reading = {.name = name, .rules = rules, .list = list, .error = error};

	*list = (struct members_list){0};
	bool done = begin_reading(&reading, count_lines(text, length)) &&
		    read_all(&reading, text, length);
	end_reading(&reading);
	if (!done)
		members_list_free(list);
	return done;
}

void members_list_free(struct members_list *list)
{
	if (list->members)
		memory_wipe(list->members, (size_t)list->count * sizeof(*list->members));
	free(list->members);
	*list = (struct members_list){0};
}
