/* The child's side of a journey: the runner asks over an inherited socket, one JSON line a question,
 * one line an answer: "ok", or "no" with `detail` and whether it may hold `later`. Without that socket
 * there is no control. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/internal.h"
#include "base/clock.h"
#include "base/text.h"
#include "ui/language.h"
#include "ui/window.h"

static const char *string(const json_t *line, const char *key)
{
	const char *value = json_string_value(json_object_get(line, key));

	return value ? value : "";
}

static void answer(struct app *app, bool held, const struct error *error)
{
	bool later = error->code == ERROR_NOT_FOUND;
	json_t *line = held ? json_pack("{s:s}", "type", "ok")
			    : json_pack("{s:s, s:s, s:b}", "type", "no", "detail", error->detail,
				      "later", later);

	lines_write(app->control, line);
}

/* Quoted words of a journey are English message ids, looked up in the visitor's language. */
static const char *in_language(const json_t *line)
{
	const char *text = string(line, "text");

	return json_is_true(json_object_get(line, "raw")) || !*text ? text : _(text);
}

/* Words that nobody translated cannot be seen in this language: "not-see" would always hold. */
static bool has_words(const json_t *line, struct error *error)
{
	const char *text = string(line, "text");

	if (json_is_true(json_object_get(line, "raw")) || !*text || language_has(text))
		return true;
	return error_set(error, ERROR_NOT_FOUND,
		"is not translated into this language; its #action taps it, raw \"...\" "
		"looks for it in English");
}

/* ---- what the visitor does ---- */

static bool take_input(struct app *app, bool found, struct ui_input *input)
{
	if (found)
		app_take_input(app, input);
	return found;
}

/* Killed after COMMIT, before the picture. */
static bool tap_and_die(struct app *app, const json_t *line, struct error *error)
{
	struct ui_input input = {0};

	if (!has_words(line, error) || !ui_tap_text(app->ui, in_language(line), &input, error))
		return false;
	app_take_input(app, &input);
	raise(SIGKILL);
	return false;
}

static bool tap(struct app *app, const json_t *line, struct error *error)
{
	struct ui_input input = {0};

	if (!has_words(line, error))
		return false;
	return take_input(app, ui_tap_text(app->ui, in_language(line), &input, error), &input);
}

static bool tap_name(struct app *app, const json_t *line, struct error *error)
{
	struct ui_input input = {0};
	int index = (int)json_integer_value(json_object_get(line, "index"));

	return take_input(
		app, ui_tap_name(app->ui, string(line, "name"), index, &input, error), &input);
}

static bool tap_before(struct app *app, const json_t *line, struct error *error)
{
	struct ui_input input = {0};

	return take_input(app, ui_tap_before(app->ui, string(line, "text"), &input, error), &input);
}

/* A finger where nothing acts. */
static bool touch(struct app *app, const json_t *line, struct error *error)
{
	struct ui_input input = {.kind = UI_INPUT_TOUCHED};

	return take_input(app, true, &input);
}

static bool key(struct app *app, const json_t *line, struct error *error)
{
	struct ui_input input = {0};

	return take_input(app, ui_press_key(app->ui, string(line, "name"), &input), &input) ||
	       error_set(error, ERROR_BAD_INPUT, "there is no such key");
}

/* How many bytes the first character has: a vowel sign is a key of its own. */
static size_t first_bytes(const char *text)
{
	size_t bytes = 1;

	while (((unsigned char)text[bytes] & 0xC0) == 0x80)
		bytes++;
	return bytes;
}

static bool type_text(struct app *app, const json_t *line, struct error *error)
{
	char character[8];

	for (const char *rest = string(line, "text"); *rest; rest += strlen(character)) {
		struct ui_input input = {0};

		snprintf(character, sizeof(character), "%.*s", (int)first_bytes(rest), rest);
		if (app->dirty)
			app_paint(app);
		if (!ui_tap_key(app->ui, character, &input, error))
			return false;
		app_take_input(app, &input);
	}
	return true;
}

static bool hold_near(struct app *app, const json_t *line, struct error *error)
{
	reader_line(app, line);
	return true;
}

static bool choose_language(struct app *app, const json_t *line, struct error *error)
{
	app_set_language(app, string(line, "code"));
	return true;
}

/* ---- time ---- */

/* Every deadline on the way is met in order, each at its own moment. */
static bool pass_time(struct app *app, const json_t *line, struct error *error)
{
	int64_t end_ms = clock_now_ms() + json_integer_value(json_object_get(line, "ms"));

	for (;;) {
		if (app->dirty)
			app_paint(app);
		int64_t step_ms = app_next_deadline(app) - clock_boot_ms();
		if (step_ms < 0)
			step_ms = 0;
		if (clock_now_ms() + step_ms > end_ms)
			break;
		clock_journey_set(clock_now_ms() + step_ms);
		app_fire_due(app);
	}
	clock_journey_set(end_ms);
	app_fire_due(app);
	return true;
}

static bool set_clock(struct app *app, const json_t *line, struct error *error)
{
	clock_journey_set(json_integer_value(json_object_get(line, "ms")));
	app->minute_ms = 0; /* the tick is due whatever the hour was */
	app_fire_due(app);
	return true;
}

/* ---- what is seen ---- */

static bool save_picture(struct app *app, const json_t *line, struct error *error)
{
	return ui_save_picture(app->ui, string(line, "path"), error);
}

static bool print_tree(struct app *app, const json_t *line, struct error *error)
{
	FILE *file = fopen(string(line, "path"), "we");

	if (!file)
		return error_set(error, ERROR_IO, "the tree's file cannot be written");
	ui_print_tree(app->ui, file);
	fclose(file);
	return true;
}

static bool check(struct app *app, const json_t *line, struct error *error)
{
	check_state(app, string(line, "folder"));
	return true;
}

static bool see(struct app *app, const json_t *line, struct error *error)
{
	bool wanted = !json_is_true(json_object_get(line, "absent"));

	if (!has_words(line, error))
		return false;
	if (ui_shows(app->ui, in_language(line)) == wanted)
		return true;
	return error_set(error, ERROR_NOT_FOUND, "%s", wanted ? "it is not there" : "it is there");
}

static bool is_on_screen(struct app *app, const json_t *line, struct error *error)
{
	const char *seen = app_screen(app)->name;

	if (strcmp(seen, string(line, "name")) == 0)
		return true;
	return error_set(error, ERROR_NOT_FOUND, "the screen is %s", seen);
}

/* ---- what is behind it ---- */

static bool news(struct app *app, const json_t *line, struct error *error)
{
	app_news(app);
	return true;
}

static bool quit(struct app *app, const json_t *line, struct error *error)
{
	app->running = false;
	return true;
}

static void tell_outbox(struct app *app)
{
	lines_write(app->control, json_pack("{s:s, s:i}", "type", "outbox", "visitors",
					  store_outbox_state(app->store).visitors_unanswered));
}

/* Of the booking that is looked at; "": there is none. */
static void tell_short_code(struct app *app)
{
	lines_write(app->control,
		json_pack("{s:s, s:s}", "type", "short-code", "code", app->visit.booking.code));
}

static void tell_workers(struct app *app)
{
	const struct worker *worker = app->workers.worker;

	lines_write(app->control,
		json_pack("{s:s, s:i, s:i, s:i, s:i, s:b, s:b, s:b}", "type", "workers", "nfc",
			(int)worker[WORKER_NFC].pid, "camera", (int)worker[WORKER_CAMERA].pid,
			"sync", (int)worker[WORKER_SYNC].pid, "printer",
			(int)worker[WORKER_PRINTER].pid, "nfc_ready",
			worker_works(&worker[WORKER_NFC]), "camera_ready",
			worker_works(&worker[WORKER_CAMERA]), "card_is_there", app->card_is_there));
}

/* ---- questions ---- */

static const struct {
	const char *type;
	bool (*perform)(struct app *app, const json_t *line, struct error *error);
} questions[] = {
	{"tap", tap},
	{"tap-name", tap_name},
	{"tap-and-die", tap_and_die},
	{"tap-before", tap_before},
	{"type", type_text},
	{"touch", touch},
	{"key", key},
	{"arrive", hold_near},
	{"remove", hold_near},
	{"code", hold_near},
	{"unreadable", hold_near},
	{"language", choose_language},
	{"wait", pass_time},
	{"at", set_clock},
	{"check", check},
	{"see", see},
	{"screen", is_on_screen},
	{"shot", save_picture},
	{"tree", print_tree},
	{"news", news},
	{"quit", quit},
};

static bool perform(struct app *app, const json_t *line, struct error *error)
{
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++)
		if (strcmp(lines_type(line), questions[i].type) == 0)
			return questions[i].perform(app, line, error);
	return error_set(error, ERROR_BAD_INPUT, "the face knows no such thing to do");
}

void control_line(struct app *app, const char *text)
{
	json_t *line = lines_parse(text);
	struct error error = {0};

	if (!line)
		return;
	if (app->dirty)
		app_paint(app);
	app->now_ms = clock_now_ms();
	if (strcmp(lines_type(line), "outbox") == 0) {
		tell_outbox(app);
	} else if (strcmp(lines_type(line), "short-code") == 0) {
		tell_short_code(app);
	} else if (strcmp(lines_type(line), "workers") == 0) {
		tell_workers(app);
	} else {
		bool held = perform(app, line, &error);
		if (app->dirty)
			app_paint(app);
		answer(app, held, &error);
	}
	json_decref(line);
}
