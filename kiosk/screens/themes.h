/* What a session is about, as it is seen: its colour, icon and drawing. */
#ifndef SCREENS_THEMES_H
#define SCREENS_THEMES_H

#include "rules/session.h"
#include "ui/ui.h"

/* Its theme as the library says it in the visitor's language, else in our words; one that has neither
 * stands as the library wrote it. */
const char *theme_in_words(const struct session *session);
/* Told from each other by our words, as the visitor tells them: music is one with the arts. */
bool theme_is_same(const struct session *one, const struct session *other_one);
enum ui_tone session_tone(const struct session *session);
/* The session's own icon, else its theme's: `ui_icon`'s name. */
const char *session_icon(const struct session *session);
/* For ui_drawing(): its theme's, NULL: the spines; of what was cancelled a calm one. */
const char *session_drawing(const struct session *session);

#endif
