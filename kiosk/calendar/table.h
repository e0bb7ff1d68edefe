/* A programme that a library keeps in a spreadsheet: each row of the table is read as the VEVENT that
 * says the same, so that everything behind it is as for a calendar. Columns, and what decides that
 * two rows are the same session, stand in programme.h. */
#ifndef CALENDAR_TABLE_H
#define CALENDAR_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "calendar/content.h"
#include "calendar/programme.h"

/* Its first row has several fields, and one of them is a column's name, or nearly. */
bool table_is(const char *text, size_t length);

/* What is wrong with a row is said in its VEVENT's `fault`, columns that are none in `programme`. Of more
 * than PROGRAMME_EVENTS_MAX rows there is one more. False: the heading is not understood, or lacks a
 * column that is needed. The caller frees `content` in any case. Dates are looked at in the clock's
 * zone. */
bool table_read(const char *text, size_t length, struct content *content,
	struct programme *programme, struct error *error);

#endif
