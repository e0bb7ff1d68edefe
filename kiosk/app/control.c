/* The child's side of a journey: the runner asks over an inherited socket, one JSON line a
 * question, one line an answer ("ok", "no" with a reason). Without that socket there is no control.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/inside.h"
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
	json_t *line = held ? json_pack("{ss}", "type", "ok")
			    : json_pack("{ssss}", "type", "no", "detail", error->detail);

	lines_write(app->control, line);
}

/* Quoted words of a journey are English message ids, looked up in the visitor's language. */
static const char *in_language(const json_t *line)
{
	const char *text = string(line, "text");

	return json_is_true(json_object_get(line, "raw")) || !*text ? text : _(text);
}

static bool take_input(struct app *app, bool found, struct ui_input *input)
{
	if (found)
		app_take_input(app, input);
	return found;
}

/* Killed after COMMIT, before the picture. */
static bool die_after(struct app *app, struct ui_input *input)
{
	app_take_input(app, input);
	raise(SIGKILL);
	return false;
}

static bool type_text(struct app *app, const char *text, struct error *error)
{
	char rest[1024], character[64];

	text_copy(rest, sizeof(rest), text);
	while (*rest) {
		/* The first grapheme cluster: what is left when all others are taken off the end. */
		text_copy(character, sizeof(character), rest);
		for (size_t shorter; (shorter = text_length_before_last(character)) > 0;)
			character[shorter] = '\0';
		struct ui_input input = {0};
		if (app->dirty)
			app_paint(app);
		if (!ui_tap_key(app->ui, character, &input, error))
			return false;
		app_take_input(app, &input);
		memmove(rest, rest + strlen(character), strlen(rest + strlen(character)) + 1);
	}
	return true;
}

/* Every deadline on the way is met in order, each at its own moment. */
static void wait_ms(struct app *app, int64_t duration_ms)
{
	int64_t end_ms = clock_now_ms() + duration_ms;

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
}

static bool print_tree(struct app *app, const char *path, struct error *error)
{
	FILE *file = fopen(path, "we");

	if (!file)
		return error_set(error, ERROR_IO, "the tree's file cannot be written");
	ui_print_tree(app->ui, file);
	fclose(file);
	return true;
}

static bool see(struct app *app, const json_t *line, struct error *error)
{
	bool wanted = !json_is_true(json_object_get(line, "absent"));

	if (ui_shows(app->ui, in_language(line)) == wanted)
		return true;
	return error_set(error, ERROR_NOT_FOUND, "%s", wanted ? "it is not there" : "it is there");
}

static bool is_on_screen(struct app *app, const char *name, struct error *error)
{
	const char *seen = app->layers[app->top].screen->name;

	if (strcmp(seen, name) == 0)
		return true;
	return error_set(error, ERROR_NOT_FOUND, "the screen is %s", seen);
}

static bool tell_outbox(struct app *app)
{
	lines_write(app->control, json_pack("{sssi}", "type", "outbox", "visitors",
					  store_outbox_state(app->store).visitors_unanswered));
	return true;
}

static bool tell_workers(struct app *app)
{
	const struct worker *worker = app->workers.worker;

	lines_write(app->control,
		json_pack("{sssisisisbsbsb}", "type", "workers", "nfc", (int)worker[WORKER_NFC].pid,
			"camera", (int)worker[WORKER_CAMERA].pid, "sync",
			(int)worker[WORKER_SYNC].pid, "nfc_ready",
			worker_works(&worker[WORKER_NFC]), "camera_ready",
			worker_works(&worker[WORKER_CAMERA]), "card_is_there", app->card_is_there));
	return true;
}

static bool set_clock(struct app *app, const json_t *line)
{
	clock_journey_set(json_integer_value(json_object_get(line, "ms")));
	app->minute_ms = 0; /* the tick is due whatever the hour was */
	app_fire_due(app);
	return true;
}

static bool news(struct app *app)
{
	json_t *line = json_pack("{ss}", "type", "synced");

	arrive_line(app, line);
	json_decref(line);
	return true;
}

static bool perform(struct app *app, const json_t *line, struct error *error)
{
	struct ui_input input = {0};
	const char *type = lines_type(line);

	if (strcmp(type, "tap-and-die") == 0)
		return ui_tap_text(app->ui, in_language(line), &input, error) &&
		       die_after(app, &input);
	if (strcmp(type, "tap") == 0)
		return take_input(
			app, ui_tap_text(app->ui, in_language(line), &input, error), &input);
	if (strcmp(type, "tap-name") == 0)
		return take_input(app,
			ui_tap_name(app->ui, string(line, "name"),
				(int)json_integer_value(json_object_get(line, "index")), &input,
				error),
			&input);
	if (strcmp(type, "type") == 0)
		return type_text(app, string(line, "text"), error);
	if (strcmp(type, "key") == 0)
		return take_input(
			       app, ui_press_key(app->ui, string(line, "name"), &input), &input) ||
		       error_set(error, ERROR_NOT_FOUND, "there is no such key");
	if (strcmp(type, "see") == 0)
		return see(app, line, error);
	if (strcmp(type, "screen") == 0)
		return is_on_screen(app, string(line, "name"), error);
	if (strcmp(type, "shot") == 0)
		return ui_save_picture(app->ui, string(line, "path"), error);
	if (strcmp(type, "tree") == 0)
		return print_tree(app, string(line, "path"), error);
	if (strcmp(type, "language") == 0)
		return app_set_language(app, string(line, "code")), true;
	if (strcmp(type, "at") == 0)
		return set_clock(app, line);
	if (strcmp(type, "wait") == 0)
		return wait_ms(app, json_integer_value(json_object_get(line, "ms"))), true;
	if (strcmp(type, "news") == 0)
		return news(app);
	if (strcmp(type, "arrive") == 0 || strcmp(type, "remove") == 0 ||
		strcmp(type, "code") == 0 || strcmp(type, "unreadable") == 0)
		return arrive_line(app, line), true;
	if (strcmp(type, "quit") == 0)
		return app->running = false, true;
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

void control_tell_painted(struct app *app, struct id booking)
{
	char text[ID_TEXT];

	if (app->control >= 0)
		lines_write(app->control,
			json_pack("{ssss}", "type", "painted", "booking", id_text(booking, text)));
}
