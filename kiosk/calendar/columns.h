/* The columns of a programme's table (calendar/programme.h): how a heading is read, and which line of a
 * VEVENT each column is. */
#ifndef CALENDAR_COLUMNS_H
#define CALENDAR_COLUMNS_H

#include <stdbool.h>

#include "base/text.h"
#include "rules/session.h"

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

struct column_heading {
	enum column column; /* COLUMNS: none of ours */
	char language[SESSION_LANGUAGE_BYTES_MAX];
};

const char *column_name(enum column column);
/* "X-KIOSK-ICON"; NULL: it takes more than the value to make one. */
const char *column_line(enum column column);

/* "Title", "door_places", "title (pl)". */
struct column_heading column_read(const char *words);
/* "Titel pl" is nearly "title pl". False: no column is near. */
bool column_meant(const char *words, char meant[static TEXT_QUOTED_BYTES]);

#endif
