/* The kiosk's own fields of a VEVENT, X-KIOSK-...: which there are and how they are written stands in
 * programme.h and, for librarians, in platform/PROGRAMME.md. */
#ifndef CALENDAR_OWN_H
#define CALENDAR_OWN_H

#include "calendar/fields.h"
#include "calendar/reason.h"

/* A line that is none of them changes nothing. False: `reason` says, too, what it must be. */
bool own_read(const struct line *line, struct fields *fields, char reason[static REASON_BYTES]);
/* "X-KIOSK-PLCES": it looks like one of them and is none. */
bool own_is_unknown(const char *name);
/* The one that is near; "": none is. */
const char *own_meant(const char *unknown);
/* "X-KIOSK-THEME;LANGUAGE=pl:Dzieci" is none of the kiosk's words, but the library's. */
bool own_is_theme_in_words(const struct line *line);
/* "Children,BSL,quiet": marks of access among the CATEGORIES are heard where X-KIOSK-ACCESS says none. */
void own_read_categories(const struct line *line, struct fields *fields);

/* So long in minutes. */
int own_minutes(const struct ahead *ahead);

#endif
