/* The visitor's language: a catalogue of sentences and a table of dates for each, all read before the
 * first visit; to speak another one is to point at another. */
#include "ui/language.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "base/text.h"
#include "ui/catalogue.h"
#include "ui/dates.h"
#include "ui/internal.h"
#include "ui/pseudo.h"

enum { OF_TESTS = 2 };

/* Behind those that are offered stand those of tests: known by their codes, but not counted. */
static struct ui_language languages[UI_LANGUAGES_MAX + OF_TESTS] = {
	{.code = "en", .name = "English", .reviewed = true}};
static const struct ui_language of_tests[OF_TESTS] = {
	{.code = LANGUAGE_PSEUDO, .name = "Pseudo", .reviewed = true},
	{.code = LANGUAGE_MIRROR, .name = "Mirror", .reviewed = true, .right_to_left = true}};
static int language_count = 1;
static struct dates dates[DATES_LANGUAGES_MAX];
static int dates_count;
static const struct ui_language *current = &languages[0];
static struct catalogue
	*catalogues[UI_LANGUAGES_MAX + OF_TESTS]; /* NULL: in English, as the source is */

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

static void forget_catalogues(void)
{
	for (int i = 0; i < UI_LANGUAGES_MAX; i++) {
		catalogue_free(catalogues[i]);
		catalogues[i] = NULL;
	}
}

bool ui_catalogues_load(const char *folder, struct error *error)
{
	char path[640];

	forget_catalogues();
	for (int i = 1; i < language_count; i++) {
		snprintf(path, sizeof(path), "%s/%s/LC_MESSAGES/library-kiosk.mo", folder,
			languages[i].code);
		catalogues[i] = catalogue_load(path, error);
		if (!catalogues[i])
			return false;
	}
	return true;
}

bool ui_languages_load(const char *linguas, struct error *error)
{
	FILE *file = fopen(linguas, "re");
	bool read;

	if (!file)
		return error_set(
			error, ERROR_NOT_FOUND, "cannot read %s: %s", linguas, strerror(errno));
	read = read_languages(file, linguas, error);
	fclose(file);
	current = &languages[0];
	memcpy(&languages[language_count], of_tests, sizeof(of_tests));
	forget_catalogues();
	return read && load_dates(linguas, error);
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

void language_speak(const struct ui_language *language)
{
	current = language;
}

bool ui_set_language(struct ui *ui, const char *code)
{
	for (int i = 0; i < language_count + OF_TESTS; i++) {
		if (strcmp(languages[i].code, code) != 0)
			continue;
		if (current != &languages[i] && ui)
			ui->all_stale = true;
		current = &languages[i];
		return true;
	}
	return false;
}

/* ---- sentences ---- */

static bool is_pseudo(void)
{
	return strcmp(current->code, LANGUAGE_PSEUDO) == 0;
}

static const struct catalogue *current_catalogue(void)
{
	return catalogues[current - languages];
}

/* Whoever checks what is shown; NULL: nobody. */
static language_heard *listener;
static void *listener_context;

void language_listen(language_heard *heard, void *context)
{
	listener = heard;
	listener_context = context;
}

static const char *say(const char *sentence, const char *text)
{
	if (listener)
		listener(listener_context, sentence, text);
	return text;
}

const char *language_text(const char *sentence)
{
	const char *found = NULL;

	if (is_pseudo())
		return say(sentence, pseudo_text(sentence));
	if (current_catalogue() && *sentence) /* the empty one is the catalogue's header */
		found = catalogue_find(current_catalogue(), sentence);
	return say(sentence, found && *found ? found : sentence);
}

const char *language_counted(const char *one, const char *many, unsigned long count)
{
	const char *found = NULL;

	if (is_pseudo())
		return say(one, pseudo_text(count == 1 ? one : many));
	if (current_catalogue())
		found = catalogue_find_counted(current_catalogue(), one, count);
	if (found && *found)
		return say(one, found);
	return say(one, count == 1 ? one : many);
}

bool language_has(const char *sentence)
{
	return current == &languages[0] || current >= &languages[language_count] ||
	       (current_catalogue() && catalogue_find(current_catalogue(), sentence));
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

bool language_writes_naskh(const char *code)
{
	return strcmp(code, "ar") == 0 || strcmp(code, "fa") == 0;
}

bool language_is_tall(void)
{
	const struct ui_language *language = ui_language();

	return language_has_right_to_left(language->name) && !language_writes_naskh(language->code);
}

static bool is_right_to_left(utf8proc_bidi_class_t class)
{
	return class == UTF8PROC_BIDI_CLASS_R || class == UTF8PROC_BIDI_CLASS_AL;
}

/* The class of the next character, which `text` is moved behind; false: there is none. */
static bool next_class(const char **text, utf8proc_bidi_class_t *class)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)*text;
	utf8proc_int32_t point;
	utf8proc_ssize_t length = utf8proc_iterate(at, -1, &point);

	if (length <= 0 || !point)
		return false;
	*text += length;
	*class = (utf8proc_bidi_class_t)utf8proc_get_property(point)->bidi_class;
	return true;
}

bool language_has_right_to_left(const char *text)
{
	utf8proc_bidi_class_t class;

	while (next_class(&text, &class))
		if (is_right_to_left(class))
			return true;
	return false;
}

bool language_is_left_to_right(const char *text)
{
	utf8proc_bidi_class_t class;
	bool found = false;
	int inside = 0;

	while (next_class(&text, &class)) {
		if (is_right_to_left(class) && inside == 0)
			return false;
		if (class == UTF8PROC_BIDI_CLASS_LRI || class == UTF8PROC_BIDI_CLASS_RLI ||
			class == UTF8PROC_BIDI_CLASS_FSI)
			inside++;
		else if (class == UTF8PROC_BIDI_CLASS_PDI && inside > 0)
			inside--;
		else if (class == UTF8PROC_BIDI_CLASS_L && inside == 0)
			found = true;
	}
	return found;
}
