/* Each row becomes a member; the first fault that is found refuses the list. */
#include "rules/members_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "base/rows.h"
#include "base/text.h"

enum { FIELD_BYTES_MAX = 400 };

static const char all_columns[] = "number, uid, first_name, birth_year, language and blocked";

struct reading {
	const char *name;
	const struct member_rules *rules;
	struct members_list *list;
	struct error *error;
	struct row row;
	int columns;                               /* of the heading; 0: it is still to come */
	enum member_column column[ROW_FIELDS_MAX]; /* what each of them is */
	char values[MEMBER_COLUMNS][FIELD_BYTES_MAX + 1]; /* of this row */
	bool failed;
};

static void refuse(struct reading *reading, const char *about, const char *why)
{
	if (!reading->failed)
		error_set(reading->error, ERROR_BAD_INPUT, "%.80s:%d: %s%s%s", reading->name,
			reading->row.line, about, *about ? ": " : "", why);
	reading->failed = true;
}

/* ---- the heading ---- */

static bool has_column(const struct reading *reading, enum member_column column)
{
	for (int i = 0; i < reading->columns; i++)
		if (reading->column[i] == column)
			return true;
	return false;
}

static void take_columns(struct reading *reading)
{
	for (int i = 0; i < reading->row.count; i++) {
		enum member_column column = member_column_named(reading->row.field[i]);
		if (column != MEMBER_COLUMNS && has_column(reading, column))
			refuse(reading, member_column_name(column), "the heading has it twice");
		reading->column[reading->columns++] = column;
	}
}

static void name_unknown(struct reading *reading)
{
	reading->list->heading_line = reading->row.line;
	for (int i = 0; i < reading->columns; i++) {
		const char *words = reading->row.field[i];
		if (reading->column[i] != MEMBER_COLUMNS || !words[strspn(words, " \t")])
			continue;
		struct unknown_name *unknown = unknown_add(&reading->list->unknown, words);
		const char *meant = member_column_meant(words);
		if (unknown && meant)
			text_copy(unknown->meant, sizeof(unknown->meant), meant);
	}
}

/* What is nearly its name is no person's. */
static void refuse_missing(struct reading *reading, const char *column)
{
	char why[80 + UNKNOWN_SAID_BYTES] = "the heading does not name this column",
		      said[UNKNOWN_SAID_BYTES];
	const struct unknown_names *unknown = &reading->list->unknown;

	for (int i = 0; i < unknown->count; i++) {
		if (strcmp(unknown->names[i].meant, column) != 0)
			continue;
		unknown_say(&unknown->names[i], said);
		snprintf(why, sizeof(why), "the heading does not name this column; %s", said);
	}
	refuse(reading, column, why);
}

static void take_heading(struct reading *reading)
{
	int missing = 0, first = 0;

	take_columns(reading);
	name_unknown(reading);
	for (int column = MEMBER_COLUMNS_NEEDED - 1; column >= 0; column--) {
		if (has_column(reading, (enum member_column)column))
			continue;
		missing++;
		first = column;
	}
	if (missing == MEMBER_COLUMNS_NEEDED)
		refuse(reading, "this is no heading; the first line must name", all_columns);
	else if (missing > 0)
		refuse_missing(reading, member_column_name((enum member_column)first));
}

/* ---- rows ---- */

static const char *about_field(const struct reading *reading, int field)
{
	bool known =
		field >= 0 && field < reading->columns && reading->column[field] != MEMBER_COLUMNS;

	return known ? member_column_name(reading->column[field]) : "";
}

static void keep_values(struct reading *reading)
{
	for (int i = 0; i < reading->columns; i++)
		if (reading->column[i] != MEMBER_COLUMNS)
			text_copy(reading->values[reading->column[i]], FIELD_BYTES_MAX + 1,
				reading->row.field[i]);
}

static void take_member(struct reading *reading)
{
	struct member *member = &reading->list->members[reading->list->count++];

	keep_values(reading);
	member->line = reading->row.line;
	for (int i = 0; i < MEMBER_COLUMNS && !reading->failed; i++) {
		enum member_column column = (enum member_column)i;
		const char *wrong = member_take(member, column, reading->values[i], reading->rules);
		if (wrong)
			refuse(reading, member_column_name(column), wrong);
	}
}

static void read_rows(struct reading *reading, struct rows *rows)
{
	const struct row *row = &reading->row;

	while (!reading->failed && rows_next(rows, &reading->row)) {
		if (row->wrong)
			refuse(reading, about_field(reading, row->wrong_field), row->wrong);
		else if (reading->columns == 0)
			take_heading(reading);
		else
			take_member(reading);
	}
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

	reading->row.line = again->line;
	snprintf(why, sizeof(why), "the same as in line %d", first->line);
	refuse(reading, member_column_name(column), why);
}

/* Leaves `sorted` by number. */
static void look_for_twins(struct reading *reading, struct member **sorted)
{
	int count = reading->list->count;

	for (int i = 0; i < count; i++)
		sorted[i] = &reading->list->members[i];
	qsort(sorted, (size_t)count, sizeof(*sorted), by_uid);
	for (int i = 1; i < count; i++)
		if (sorted[i]->uid_length > 0 &&
			memcmp(sorted[i - 1]->uid, sorted[i]->uid, CHIP_UID_BYTES_MAX) == 0)
			refuse_twice(reading, sorted[i - 1], sorted[i], MEMBER_UID);
	qsort(sorted, (size_t)count, sizeof(*sorted), by_number);
	for (int i = 1; i < count; i++)
		if (strcmp(sorted[i - 1]->number, sorted[i]->number) == 0)
			refuse_twice(reading, sorted[i - 1], sorted[i], MEMBER_NUMBER);
}

/* ---- households ---- */

static int is_numbered(const void *number, const void *member)
{
	const struct member *const *one = member;

	return strcmp(number, (*one)->number);
}

static const char *why_not_in_household(const struct member *child, const struct member *adult)
{
	if (!adult)
		return "no member of this list has this number";
	if (adult == child)
		return "this is the member's own number";
	if (adult->adult_number[0])
		return "this is the number of somebody who has an adult, too";
	if (adult->band != AGE_UNKNOWN && adult->band != AGE_GROWN_UP)
		return "this is the number of a child, by its birth_year";
	return NULL;
}

/* Who does not fit on the adult's card any more is a member all the same. */
static void join_household(
	struct reading *reading, const struct member *child, struct member *adult)
{
	struct holder *holder = &adult->holder;

	if (holder->household.count == 0)
		holder->household.id =
			id_derive(reading->rules->branch, "household", adult->number, NULL);
	household_add(&holder->household, child->holder.first_name, child->band);
}

static void find_households(struct reading *reading, struct member **by_numbers)
{
	const struct members_list *list = reading->list;

	for (int i = 0; i < list->count && !reading->failed; i++) {
		const struct member *child = &list->members[i];
		if (!child->adult_number[0])
			continue;
		struct member **adult = bsearch(child->adult_number, by_numbers,
			(size_t)list->count, sizeof(*by_numbers), is_numbered);
		const char *wrong = why_not_in_household(child, adult ? *adult : NULL);
		reading->row.line = child->line;
		if (wrong)
			refuse(reading, member_column_name(MEMBER_ADULT_NUMBER), wrong);
		else
			join_household(reading, child, *adult);
	}
}

/* ---- the list ---- */

static bool read_all(struct reading *reading, struct rows *rows, int lines)
{
	reading->list->members = calloc((size_t)lines + 1, sizeof(struct member));
	struct member **sorted = calloc((size_t)lines + 1, sizeof(*sorted));
	bool has_memory = reading->list->members && sorted;

	if (has_memory)
		read_rows(reading, rows);
	if (has_memory && !reading->failed)
		look_for_twins(reading, sorted);
	if (has_memory && !reading->failed)
		find_households(reading, sorted);
	free(sorted);
	return has_memory
		       ? !reading->failed
		       : error_set(reading->error, ERROR_MEMORY, "no memory for a list of members");
}

bool members_list_read(const char *name, const char *text, size_t length,
	const struct member_rules *rules, struct members_list *list, struct error *error)
{
	struct reading reading = {.name = name, .rules = rules, .list = list, .error = error};
	struct rows rows;

	*list = (struct members_list){0};
	bool done = rows_open(&rows, text, length, FIELD_BYTES_MAX, error) &&
		    read_all(&reading, &rows, rows_count_lines(text, length));
	rows_close(&rows);
	memory_wipe(&reading, sizeof(reading));
	if (!done)
		members_list_free(list);
	return done;
}

void members_list_free(struct members_list *list)
{
	if (list->members)
		memory_wipe(list->members, (size_t)list->count * sizeof(*list->members));
	free(list->members);
	memory_wipe(list, sizeof(*list));
}
