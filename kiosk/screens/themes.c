/* One line a theme; what a library calls otherwise looks as the last one. */
#include "screens/themes.h"

#include <string.h>

#include "screens/words.h"
#include "ui/language.h"

struct look {
	const char *theme, *words;
	enum ui_tone tone;
	const char *icon, *drawing;
};

static const struct look looks[] = {
	{"children", N_("Children"), UI_CORAL, "baby-carriage-fill", "play"},
	{"family", N_("Families"), UI_CORAL, "users-three-fill", "play"},
	{"community", N_("Community"), UI_TEAL, "house-fill", "community"},
	{"arts", N_("Arts and music"), UI_PLUM, "paint-brush-fill", "arts"},
	{"music", N_("Arts and music"), UI_PLUM, "music-notes-fill", "arts"},
	{"learning", N_("Learning"), UI_SKY, "graduation-cap-fill", "learning"},
	{"health", N_("Health"), UI_SUN, "heart-fill", "health"},
	{"garden", N_("Garden"), UI_LEAF, "plant-fill", "garden"},
	{"history", N_("History"), UI_INK, "hourglass-fill", "community"},
};
static const struct look other = {"", NULL, UI_INK, "calendar-fill", NULL};

static const struct look *look_of(const char *theme)
{
	for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++)
		if (strcmp(looks[i].theme, theme) == 0)
			return &looks[i];
	return &other;
}

const char *theme_in_words(const struct session *session)
{
	const char *words = look_of(session->theme)->words;

	if (session_says(session, ui_language()->code, SESSION_THEME))
		return session_words(session, SESSION_THEME);
	return words ? _(words) : session->theme;
}

bool theme_is_same(const struct session *one, const struct session *other_one)
{
	const char *words = look_of(one->theme)->words, *others = look_of(other_one->theme)->words;

	if (words && others)
		return strcmp(words, others) == 0;
	return strcmp(one->theme, other_one->theme) == 0;
}

enum ui_tone session_tone(const struct session *session)
{
	return look_of(session->theme)->tone;
}

const char *session_icon(const struct session *session)
{
	return session->icon[0] ? session->icon : look_of(session->theme)->icon;
}

/* There they sing. */
static bool is_for_babies(const struct session *session)
{
	return strncmp(session_icon(session), "baby", 4) == 0;
}

const char *session_drawing(const struct session *session)
{
	if (session->cancelled)
		return "calm";
	return is_for_babies(session) ? UI_DRAWING_RHYMES : look_of(session->theme)->drawing;
}
