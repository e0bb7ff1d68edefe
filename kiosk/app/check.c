/* `kioskctl check`: at each new state of a journey what is seen is described, laid out and painted in
 * every language and every way of reading, and ui's audit looks at it. view() is pure, so that is
 * all: the state, the visit and what the visitor sees afterwards are as before.
 *
 * The runner names a folder, which the faces of all journeys of one run share: `axes` says what to walk
 * (nothing: everything), `findings` gets a line a finding, `sentences` the sentences that were seen,
 * `said` those of each screen in English and as a visit begins, `seen` what was looked at, `trees` what
 * the states say in English and in Urdu, and beside them lie the pictures. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/check_fixtures.h"
#include "app/internal.h"
#include "base/crypto.h"
#include "ui/audit.h"
#include "ui/language.h"
#include "ui/ui.h"
#include "ui/window.h"

enum { LINE_BYTES = 1024, PATH_BYTES = 700 };

/* One way to show a state. */
struct way {
	const char *language;
	struct ui_reading reading;
};

struct check {
	struct app *app;
	struct ui_audit *audit;
	const char *folder;
	struct way way;
	uint64_t state;                                  /* its fingerprint */
	char language[16], theme[16], size[16], low[16]; /* only this one; empty: all */
	int pictures;
	char picture[PATH_BYTES]; /* of the list that is looked at; empty: not saved yet */
};

/* ---- what was seen before, by this face or another one ---- */

static FILE *open_in(const char *folder, const char *name, const char *mode)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return fopen(path, mode);
}

/* Of `seen`, whose numbers other faces add to between two states. */
static struct {
	uint64_t *slots; /* 0: free */
	size_t size, count;
	long read_bytes;
} seen;

/* Where it is, or would be. */
static uint64_t *slot_of(uint64_t number)
{
	size_t at = (size_t)(number * 0x9E3779B97F4A7C15u) & (seen.size - 1);

	while (seen.slots[at] && seen.slots[at] != number)
		at = (at + 1) & (seen.size - 1);
	return &seen.slots[at];
}

static void add_seen(uint64_t number)
{
	if (2 * (seen.count + 1) > seen.size) {
		uint64_t *before = seen.slots;
		size_t before_size = seen.size;
		seen.size = before_size ? 2 * before_size : 1 << 12;
		seen.slots = calloc(seen.size, sizeof(*seen.slots));
		if (!seen.slots)
			abort();
		for (size_t i = 0; i < before_size; i++)
			if (before[i])
				*slot_of(before[i]) = before[i];
		free(before);
	}
	uint64_t *slot = slot_of(number);
	seen.count += *slot == 0;
	*slot = number;
}

static void read_seen(const char *folder)
{
	FILE *file = open_in(folder, "seen", "re");
	uint64_t number;

	if (file && fseek(file, seen.read_bytes, SEEK_SET) == 0)
		while (fread(&number, sizeof(number), 1, file) == 1) {
			add_seen(number);
			seen.read_bytes += (long)sizeof(number);
		}
	if (file)
		fclose(file);
}

/* True once for each number. */
static bool is_new(const char *folder, uint64_t number)
{
	if (!number || (seen.size && *slot_of(number) == number))
		return false;
	FILE *file = open_in(folder, "seen", "ae");
	add_seen(number);
	if (file) {
		fwrite(&number, sizeof(number), 1, file);
		fclose(file);
	}
	return true;
}

static uint64_t number_of(const char *text)
{
	uint64_t number = 0xCBF29CE484222325u;

	for (; *text; text++)
		number = (number ^ (unsigned char)*text) * 0x100000001B3u;
	return number;
}

/* ---- what was found ---- */

static const char *theme_of(struct ui_reading reading)
{
	return reading.contrast ? "contrast" : "light";
}

static const char *size_of(struct ui_reading reading)
{
	return reading.bigger ? "bigger" : "normal";
}

static void save_picture(struct check *check, int number)
{
	struct error error = {0};

	if (check->picture[0])
		return;
	snprintf(check->picture, sizeof(check->picture), "%s/%s-%s-%d.png", check->folder,
		app_screen(check->app)->name, check->way.language, number);
	ui_audit_paint(check->audit);
	if (!ui_save_picture(check->app->ui, check->picture, &error))
		check->picture[0] = '\0';
}

static void take_finding(void *context, const struct ui_audit_finding *finding)
{
	struct check *check = context;
	char line[LINE_BYTES];
	FILE *findings;

	snprintf(line, sizeof(line), "%s %s %s %s %s%s: \"%s\" %s", app_screen(check->app)->name,
		ui_is_portrait(check->app->ui) ? "portrait" : "landscape", check->way.language,
		theme_of(check->way.reading), size_of(check->way.reading),
		check->way.reading.low ? " low" : "", finding->which, finding->what);
	if (!is_new(check->folder, number_of(line)))
		return;
	save_picture(check, (int)(number_of(line) % 1000000));
	findings = open_in(check->folder, "findings", "ae");
	if (!findings)
		return;
	fprintf(findings, "%s (%dx%d+%d+%d, %s)\n", line, finding->width, finding->height,
		finding->x, finding->y, check->picture);
	fclose(findings);
}

static bool is_plain(struct way way)
{
	return !way.reading.bigger && !way.reading.contrast && !way.reading.low;
}

static void take_once(struct check *check, const char *name, const char *text)
{
	FILE *file =
		is_new(check->folder, ~number_of(text)) ? open_in(check->folder, name, "ae") : NULL;

	if (!file)
		return;
	fwrite(text, strlen(text) + 1, 1, file);
	fclose(file);
}

static void take_sentence(void *context, const char *sentence)
{
	struct check *check = context;
	char said[LINE_BYTES];

	take_once(check, "sentences", sentence);
	if (strcmp(check->way.language, "en") != 0 || !is_plain(check->way) ||
		ui_audit_is_of_pager(sentence))
		return;
	snprintf(said, sizeof(said), "%s: \"%s\"", app_screen(check->app)->name, sentence);
	take_once(check, "said", said);
}

static bool has_tree(struct way way)
{
	return (strcmp(way.language, "en") == 0 || strcmp(way.language, "ur") == 0) &&
	       is_plain(way);
}

static void write_tree(struct check *check)
{
	FILE *trees = open_in(check->folder, "trees", "ae");

	if (!trees)
		return;
	fprintf(trees, "== %s %08x %s\n", app_screen(check->app)->name,
		(unsigned)(check->state ^ check->state >> 32), check->way.language);
	ui_print_tree(check->app->ui, trees);
	fclose(trees);
}

static bool is_new_look(void *context, uint64_t look)
{
	const struct check *check = context;

	return is_new(check->folder, look);
}

/* ---- one state in all ways ---- */

static bool is_wanted(const char *only, const char *what)
{
	return !*only || strcmp(only, what) == 0;
}

static void describe(struct check *check)
{
	ui_audit_listen(check->audit, true);
	app_describe(check->app);
	ui_audit_listen(check->audit, false);
}

/* Where things lie is the same in all colours. */
static void look_in(struct check *check, struct way way)
{
	check->way = way;
	ui_set_language(check->app->ui, way.language);
	for (int look = 0; ui_audit_turn_to(check->audit, look); look++) {
		describe(check);
		check->picture[0] = '\0';
		if (look == 0 && has_tree(way))
			write_tree(check);
		/* First what paints it: the picture is that of the finding. */
		ui_audit_pixels(check->audit);
		if (!way.reading.contrast || check->theme[0])
			ui_audit_places(check->audit);
	}
}

/* Those of tests only if they are asked for. */
static bool is_of_tests(const char *code)
{
	return strcmp(code, LANGUAGE_PSEUDO) == 0 || strcmp(code, LANGUAGE_MIRROR) == 0;
}

/* English always: what it shows, others show. */
static void look_in_languages(struct check *check, struct ui_reading reading)
{
	int count;
	const struct ui_language *languages = ui_languages(&count);

	ui_set_reading(check->app->ui, reading);
	for (int i = 0; i < count; i++)
		if (i == 0 || is_wanted(check->language, languages[i].code))
			look_in(check, (struct way){languages[i].code, reading});
	if (is_of_tests(check->language))
		look_in(check, (struct way){check->language, reading});
}

/* Bigger and low at once only where that may be chosen, and low was asked for. */
static void look_in_all(struct check *check)
{
	static const struct ui_reading readings[] = {{0}, {.contrast = true}, {.bigger = true},
		{.bigger = true, .contrast = true}, {.low = true}, {.low = true, .contrast = true},
		{.bigger = true, .low = true}, {.bigger = true, .contrast = true, .low = true}};

	for (size_t i = 0; i < sizeof(readings) / sizeof(readings[0]); i++)
		if (is_wanted(check->theme, theme_of(readings[i])) &&
			is_wanted(check->size, size_of(readings[i])) &&
			is_wanted(check->low, readings[i].low ? "yes" : "no") &&
			(!readings[i].low || !readings[i].bigger ||
				(check->low[0] && ui_holds_bigger_low(check->app->ui))))
			look_in_languages(check, readings[i]);
}

static void read_axes(struct check *check)
{
	FILE *axes = open_in(check->folder, "axes", "re");
	char line[64];

	while (axes && fgets(line, sizeof(line), axes)) {
		sscanf(line, "language %15s", check->language);
		sscanf(line, "theme %15s", check->theme);
		sscanf(line, "size %15s", check->size);
		sscanf(line, "low %15s", check->low);
	}
	if (axes)
		fclose(axes);
}

/* As it is seen now, unless some face has looked at the same before. */
static void look_at_state(struct check *check)
{
	ui_set_language(check->app->ui, "en");
	ui_set_reading(check->app->ui, (struct ui_reading){0});
	ui_audit_turn_to(check->audit, 0);
	app_describe(check->app);
	check->state = ui_audit_fingerprint(check->audit);
	if (is_new(check->folder, check->state))
		look_in_all(check);
}

void check_state(struct app *app, const char *folder)
{
	struct check check = {.app = app, .folder = folder};
	struct ui_audit_report report = {.found = take_finding,
		.shown = take_sentence,
		.is_new = is_new_look,
		.context = &check};

	check.audit = ui_audit_create(app->ui, &report);
	read_axes(&check);
	read_seen(folder);
	look_at_state(&check);
	if (is_new(folder, number_of("fixtures")))
		check_fixtures(app, look_at_state, &check);
	ui_audit_destroy(check.audit);
	app->dirty = true;
}
