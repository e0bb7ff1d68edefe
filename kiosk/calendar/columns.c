/* Names are compared without case, spaces, "_" and "-"; behind those of a text may stand a language. */
#include "calendar/columns.h"

#include <stdio.h>
#include <string.h>

#include "base/rows.h"
#include "base/unknown.h"

enum { NAME_BYTES = 64 };

static const struct {
	const char *heading, *line;
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

const char *column_name(enum column column)
{
	return known[column].heading;
}

const char *column_line(enum column column)
{
	return known[column].line;
}

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

struct column_heading column_read(const char *words)
{
	struct column_heading heading = {.column = COLUMNS};

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

bool column_meant(const char *words, char meant[static TEXT_QUOTED_BYTES])
{
	const char *names[COLUMNS], *language = strpbrk(words, " _:(");
	char begins[NAME_BYTES], tag[SESSION_LANGUAGE_BYTES_MAX];

	for (int i = 0; i < COLUMNS; i++)
		names[i] = known[i].heading;
	int nearest = unknown_nearest(words, names, COLUMNS);
	if (nearest >= 0)
		return text_copy(meant, TEXT_QUOTED_BYTES, names[nearest]);
	if (!language || !read_language(language, tag) ||
		(size_t)(language - words) >= sizeof(begins))
		return false;
	snprintf(begins, sizeof(begins), "%.*s", (int)(language - words), words);
	nearest = unknown_nearest(begins, names, COLUMN_THEME + 1);
	if (nearest >= 0)
		snprintf(meant, TEXT_QUOTED_BYTES, "%s %s", names[nearest], tag);
	return nearest >= 0;
}
