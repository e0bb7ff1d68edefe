/* The visitor's language: gettext for sentences, our own table for dates. */
#include "ui/language.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/clock.h"
#include "base/text.h"
#include "ui/dates.h"
#include "ui/internal.h"

#define DOMAIN "library-kiosk"

/* gettext reads LANGUAGE again only when this counter moved (GNU gettext manual, "Being a gettext
 * grok"). */
extern int _nl_msg_cat_cntr;

static struct ui_language languages[UI_LANGUAGES_MAX] = {
	{.code = "en", .name = "English", .reviewed = true}};
static int language_count = 1;
static struct dates dates[DATES_LANGUAGES_MAX];
static int dates_count;
static const struct ui_language *current = &languages[0];

/* ---- what is offered ---- */

static bool read_language(char *line, struct ui_language *language)
{
	char *rest = NULL, *code = strtok_r(line, " \t\r", &rest);
	char *name = strtok_r(NULL, " \t\r", &rest), *review = strtok_r(NULL, " \t\r", &rest);

	*language = (struct ui_language){0};
	if (!name || !text_copy(language->code, sizeof(language->code), code) ||
		!text_copy(language->name, sizeof(language->name), name))
		return false;
	language->right_to_left = language_has_right_to_left(language->name);
	language->reviewed = review && strcmp(review, "reviewed") == 0;
	return !review || language->reviewed;
}

static bool read_languages(FILE *file, const char *path, struct error *error)
{
	char line[256];
	int number = 0;

	language_count = 0;
	while (fgets(line, sizeof(line), file)) {
		number++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || line[strspn(line, " \t\r")] == '\0')
			continue;
		if (language_count == UI_LANGUAGES_MAX || !text_is_valid(line) ||
			!read_language(line, &languages[language_count]))
			return error_set(error, ERROR_BAD_INPUT,
				"%s, line %d: write a code, the language's own name, and maybe "
				"\"reviewed\"",
				path, number);
		language_count++;
	}
	if (language_count == 0 || strcmp(languages[0].code, "en") != 0)
		return error_set(error, ERROR_BAD_INPUT, "%s: English is the first language", path);
	return true;
}

static bool load_dates(const char *linguas, struct error *error)
{
	const char *slash = strrchr(linguas, '/');
	char path[640];

	snprintf(path, sizeof(path), "%.*sdates", slash ? (int)(slash - linguas + 1) : 0, linguas);
	dates_count = dates_load(dates, DATES_LANGUAGES_MAX, path, error);
	return dates_count >= 0;
}

bool ui_languages_load(const char *linguas, const char *catalogues, struct error *error)
{
	FILE *file = fopen(linguas, "r");
	bool read;

	if (!file)
		return error_set(
			error, ERROR_NOT_FOUND, "cannot read %s: %s", linguas, strerror(errno));
	read = read_languages(file, linguas, error);
	fclose(file);
	if (!read || !load_dates(linguas, error))
		return false;
	current = &languages[0];
	setlocale(LC_ALL, "C.UTF-8"); /* in "C" gettext stays English in silence */
	bindtextdomain(DOMAIN, catalogues);
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	textdomain(DOMAIN);
	setenv("LANGUAGE", "en", 1);
	_nl_msg_cat_cntr++;
	return true;
}

const struct ui_language *ui_languages(int *count)
{
	*count = language_count;
	return languages;
}

const struct ui_language *ui_language(void)
{
	return current;
}

bool ui_set_language(struct ui *ui, const char *code)
{
	for (int i = 0; i < language_count; i++) {
		if (strcmp(languages[i].code, code) != 0)
			continue;
		if (current != &languages[i] && ui)
			ui->all_stale = true;
		current = &languages[i];
		setenv("LANGUAGE", code, 1);
		_nl_msg_cat_cntr++;
		return true;
	}
	return false;
}

/* ---- dates and scripts ---- */

const struct dates *language_dates(void)
{
	static const struct dates none = {.pattern = "{day}"};

	for (int i = 0; i < dates_count; i++)
		if (strcmp(dates[i].language, current->code) == 0)
			return &dates[i];
	return dates_count > 0 ? &dates[0] : &none;
}

bool language_has_right_to_left(const char *text)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
	utf8proc_int32_t point;
	utf8proc_ssize_t length;

	for (; (length = utf8proc_iterate(at, -1, &point)) > 0 && point; at += length) {
		utf8proc_bidi_class_t class =
			(utf8proc_bidi_class_t)utf8proc_get_property(point)->bidi_class;

		if (class == UTF8PROC_BIDI_CLASS_R || class == UTF8PROC_BIDI_CLASS_AL)
			return true;
	}
	return false;
}
