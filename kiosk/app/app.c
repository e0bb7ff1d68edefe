/* The one loop: sleep until something happened or is due, let the screen handle it, paint if
 * something changed. A visit begins with the first touch or card and ends by being wiped. */
#include "app/app.h"

#include <SDL.h>
#include <assert.h>
#include <signal.h>
#include <string.h>

#include "app/frame.h"
#include "app/inside.h"
#include "app/run.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "screens/screens.h"
#include "ui/ui.h"
#include "ui/window.h"

enum { PATIENCE_DEFAULT_S = 60, BACK_WITHIN_MS = 60 * SECOND_MS };

static struct layer *layer_of(struct app *app)
{
	return &app->layers[app->top];
}

static const struct screen *screen_of(const struct app *app)
{
	return app->layers[app->top].screen;
}

/* ---- what screens may ask ---- */

const void *app_state(const struct app *app)
{
	return app->layers[app->top].state;
}

void *app_state_change(struct app *app)
{
	app->dirty = true;
	return layer_of(app)->state;
}

const struct visit *app_visit(const struct app *app)
{
	return &app->visit;
}

struct visit *app_visit_change(struct app *app)
{
	app->dirty = true;
	return &app->visit;
}

struct store *app_store(struct app *app)
{
	return app->store;
}

const struct enrolment *app_enrolment(const struct app *app)
{
	return store_enrolment(app->store);
}

int64_t app_now_ms(const struct app *app)
{
	return app->now_ms;
}

struct calendar_date app_today(const struct app *app)
{
	struct wall_time wall = clock_wall(app->now_ms);

	return (struct calendar_date){.year = wall.year, .month = wall.month, .day = wall.day};
}

void app_go(struct app *app, const struct screen *screen)
{
	app->next = screen;
	app->covering = false;
	app->dirty = true;
}

bool app_in_visit(const struct app *app)
{
	return app->in_visit;
}

void app_set_language(struct app *app, const char *code)
{
	if (ui_set_language(app->ui, code))
		app->language_chosen = true;
	app->dirty = true;
}

void app_wake_in(struct app *app, int delay_ms)
{
	app->wake_boot_ms = clock_boot_ms() + delay_ms;
}

static int64_t time_left_ms(const struct app *app)
{
	const struct layer *layer = &app->layers[app->top];
	int64_t left_ms =
		layer->entered_boot_ms + (int64_t)layer->lasts_s * SECOND_MS - clock_boot_ms();

	return left_ms > 0 ? left_ms : 0;
}

void app_last(struct app *app, int lasts_s)
{
	layer_of(app)->lasts_s = lasts_s;
}

int app_time_left_permille(const struct app *app)
{
	int lasts_s = app->layers[app->top].lasts_s;

	return lasts_s ? (int)(time_left_ms(app) / lasts_s) : 0;
}

int app_time_left_s(const struct app *app)
{
	return (int)((time_left_ms(app) + SECOND_MS - 1) / SECOND_MS);
}

bool app_card_waits(const struct app *app)
{
	return app->card_waits;
}

struct ways app_ways(const struct app *app)
{
	const struct worker *worker = app->workers.worker;

	return (struct ways){
		.card_reader = worker_works(&worker[WORKER_NFC]),
		.camera = worker_works(&worker[WORKER_CAMERA]),
	};
}

void app_shown(struct app *app, struct id booking)
{
	struct error error = {0};

	control_tell_painted(app, booking);
	if (!store_mark_shown(app->store, booking, &error))
		log_error("marking a confirmation as shown", &error);
	workers_nudge_sync(&app->workers);
}

void app_report(struct app *app, const char *doing, const struct error *error)
{
	log_error(doing, error);
	app_go(app, &screen_use_desk);
}

/* ---- visits ---- */

static bool offer(struct app *app, const struct message *message)
{
	const struct screen *screen = screen_of(app);

	return screen->handle && screen->handle(app, message);
}

static void read_again(struct app *app)
{
	struct message news = {.kind = MESSAGE_NEWS};

	offer(app, &news);
	app->dirty = true;
}

static void start_visit(struct app *app)
{
	app->in_visit = true;
	workers_ping(&app->workers);
	workers_camera(&app->workers, "look");
	if (store_has_news(app->store))
		read_again(app);
}

void app_touch(struct app *app)
{
	app->touched_boot_ms = clock_boot_ms();
	if (!app->in_visit)
		start_visit(app);
}

void app_end_visit(struct app *app)
{
	explicit_bzero(&app->visit, sizeof(app->visit));
	ui_forget_visit(app->ui);
	ui_set_language(app->ui, "en");
	app->in_visit = app->language_chosen = false;
	workers_camera(&app->workers, "idle");
	workers_nudge_sync(&app->workers);
	app_go(app, &screen_home);
}

static void cover(struct app *app, const struct screen *screen)
{
	app->next = screen;
	app->covering = true;
	app->dirty = true;
}

static void leave_top(struct app *app)
{
	struct layer *layer = layer_of(app);

	explicit_bzero(layer->state, sizeof(layer->state));
	layer->screen = NULL;
	app->wake_boot_ms = 0;
}

void app_uncover(struct app *app)
{
	if (app->top == 0) {
		app_go(app, &screen_home);
		return;
	}
	leave_top(app);
	app->top = 0;
	/* A result has its whole time again: nobody read it under what covered it. */
	layer_of(app)->entered_boot_ms = app->touched_boot_ms = clock_boot_ms();
	ui_screen_changed(app->ui);
	app->dirty = true;
}

static void enter_next(struct app *app)
{
	const struct screen *screen = app->next;

	assert(screen->state_size <= SCREEN_STATE_BYTES_MAX);
	app->next = NULL;
	if (app->top == 1)
		leave_top(app);
	app->top = app->covering;
	if (!app->covering)
		leave_top(app);
	struct layer *layer = layer_of(app);
	layer->screen = screen;
	layer->painted = false;
	layer->lasts_s = screen->lasts_s;
	layer->entered_boot_ms = app->touched_boot_ms = clock_boot_ms();
	app->wake_boot_ms = 0;
	app->card_waits = false;
	ui_screen_changed(app->ui);
	if (screen->enter)
		screen->enter(app);
}

static void change_screen(struct app *app)
{
	while (app->next)
		enter_next(app);
}

/* ---- messages ---- */

static void tap_frame(struct app *app, enum frame_action action)
{
	switch (action) {
	case FRAME_LANGUAGE:
		cover(app, &screen_language);
		break;
	case FRAME_HELP:
		cover(app, &screen_help);
		break;
	case FRAME_FINISH:
		app_end_visit(app);
		break;
	}
}

static void tap(struct app *app, const struct message *message)
{
	if (message->what >= SCREEN_ACTIONS_MAX)
		tap_frame(app, (enum frame_action)message->what);
	else
		screen_of(app)->tap(app, message->what, message->which);
}

/* What is half written waits below "Are you still there?" and the languages, too. */
static void present(struct app *app, const struct message *message)
{
	if (screen_of(app)->card_waits || app->layers[0].screen->card_waits)
		app->card_waits = true;
	else if (!offer(app, message))
		app_arrive(app, &message->presented);
}

void app_handle(struct app *app, struct message *message)
{
	app->now_ms = clock_now_ms();
	app_touch(app);
	app->card_waits = false;
	if (message->kind == MESSAGE_TAP)
		tap(app, message);
	else if (message->kind == MESSAGE_PRESENTED)
		present(app, message);
	else
		offer(app, message);
	change_screen(app);
	app->dirty = true;
	explicit_bzero(message, sizeof(*message));
}

static void handle_scan(struct app *app, const char *text)
{
	int key_count;
	const struct ticket_key *keys = store_ticket_keys(app->store, &key_count);
	struct message message = {.kind = MESSAGE_PRESENTED};

	message.presented = presented_code(&app_enrolment(app)->cards, keys, key_count, "", text);
	app_handle(app, &message);
}

void app_take_input(struct app *app, struct ui_input *input)
{
	struct message message = {0};

	switch (input->kind) {
	case UI_INPUT_NONE:
		return;
	case UI_INPUT_CHANGED:
	case UI_INPUT_TOUCHED:
		app_touch(app);
		app->dirty = true;
		return;
	case UI_INPUT_ACTION:
		message = (struct message){
			.kind = MESSAGE_TAP, .what = input->action, .which = input->index};
		break;
	case UI_INPUT_TEXT:
		message.kind = MESSAGE_TEXT;
		text_copy(message.text, sizeof(message.text), input->text);
		break;
	case UI_INPUT_BACKSPACE:
		message.kind = MESSAGE_BACKSPACE;
		break;
	case UI_INPUT_ENTER:
		message.kind = MESSAGE_ENTER;
		break;
	case UI_INPUT_SCAN:
		handle_scan(app, input->text);
		break;
	case UI_INPUT_FILE:
		present_picture(app, input->text);
		break;
	case UI_INPUT_QUIT:
		app->running = false;
		break;
	}
	explicit_bzero(input->text, sizeof(input->text));
	if (input->kind != UI_INPUT_SCAN && input->kind != UI_INPUT_FILE &&
		input->kind != UI_INPUT_QUIT)
		app_handle(app, &message);
}

static void take_letter(struct app *app, struct letter *letter)
{
	if (letter->source == SOURCE_CONTROL) {
		if (letter->kind == LETTER_CLOSED)
			app->running = false;
		else
			control_line(app, letter->line);
	} else if (letter->source >= SOURCE_PRESENT) {
		present_take(app, letter);
	} else {
		json_t *line = letter->kind == LETTER_LINE ? lines_parse(letter->line) : NULL;
		struct ways before = app_ways(app);
		if (workers_take(&app->workers, letter, line))
			arrive_line(app, line);
		struct ways after = app_ways(app);
		if (before.card_reader != after.card_reader || before.camera != after.camera)
			app->dirty = true;
		json_decref(line);
	}
	explicit_bzero(letter, sizeof(*letter));
}

static void take_letters(struct app *app)
{
	struct letter letter;

	while (app->running && inbox_take(app->inbox, &letter))
		take_letter(app, &letter);
}

/* ---- time ---- */

static void earlier(int64_t *deadline, int64_t candidate)
{
	if (candidate < *deadline)
		*deadline = candidate;
}

static int64_t patience_ms(const struct app *app)
{
	int patience_s = screen_of(app)->patience_s;

	if (!patience_s)
		patience_s = app->config.patience_s ? app->config.patience_s : PATIENCE_DEFAULT_S;
	return (int64_t)patience_s * SECOND_MS;
}

/* A result screen's bar moves once a second. */
static int64_t next_second(const struct layer *layer, int64_t boot_ms)
{
	int64_t shown_ms = boot_ms - layer->entered_boot_ms;

	return layer->entered_boot_ms + (shown_ms / SECOND_MS + 1) * SECOND_MS;
}

int64_t app_next_deadline(const struct app *app)
{
	const struct layer *layer = &app->layers[app->top];
	int64_t boot_ms = clock_boot_ms();
	int64_t deadline = boot_ms + app->minute_ms - clock_now_ms();

	if (layer->lasts_s)
		earlier(&deadline, next_second(layer, boot_ms));
	else if (!layer->screen->idle || app->in_visit)
		earlier(&deadline, app->touched_boot_ms + patience_ms(app));
	if (app->wake_boot_ms)
		earlier(&deadline, app->wake_boot_ms);
	return deadline;
}

static void new_day(struct app *app)
{
	struct error error = {0};

	app->day_start_ms = clock_day_start(app->now_ms, 0);
	if (!store_take_demo_leases(app->store, app->now_ms, &error))
		log_error("taking the demo's places", &error);
	read_again(app);
}

static void tick_minute(struct app *app)
{
	app->minute_ms = app->now_ms - app->now_ms % MINUTE_MS + MINUTE_MS;
	workers_ping(&app->workers);
	if (clock_day_start(app->now_ms, 0) != app->day_start_ms)
		new_day(app);
	else if (screen_of(app)->idle)
		read_again(app);
}

/* An idle screen that somebody touched and left just becomes nobody's again. */
static void lose_patience(struct app *app)
{
	if (screen_of(app)->idle)
		app_end_visit(app);
	else
		cover(app, &screen_still_there);
}

static void fire_screen_deadline(struct app *app)
{
	struct message message = {.kind = MESSAGE_DEADLINE};

	app->wake_boot_ms = 0;
	offer(app, &message);
	app->dirty = true;
}

void app_fire_due(struct app *app)
{
	const struct layer *layer = layer_of(app);
	int64_t boot_ms = clock_boot_ms();

	app->now_ms = clock_now_ms();
	if (app->now_ms >= app->minute_ms || app->minute_ms - app->now_ms > MINUTE_MS)
		tick_minute(app);
	if (app->wake_boot_ms && boot_ms >= app->wake_boot_ms)
		fire_screen_deadline(app);
	if (layer->lasts_s) {
		app->dirty = true;
		if (time_left_ms(app) == 0)
			app_end_visit(app);
	} else if (boot_ms >= app->touched_boot_ms + patience_ms(app) &&
		   (!layer->screen->idle || app->in_visit)) {
		lose_patience(app);
	}
	change_screen(app);
}

/* ---- the loop ---- */

/* Nothing is shown that a failed read may have made up: the visitor gets the desk. */
static void show_only_what_was_read(struct app *app)
{
	struct error error = {0};

	if (!store_read_failed(app->store, &error))
		return;
	app_report(app, "reading", &error);
	change_screen(app);
}

void app_paint(struct app *app)
{
	show_only_what_was_read(app);
	struct layer *layer = layer_of(app);
	const struct screen *screen = layer->screen;

	app->dirty = false;
	app->now_ms = clock_now_ms();
	ui_begin(app->ui, screen->name, screen->action_names, screen->action_count);
	screen->view(app, app->ui);
	ui_end(app->ui);
	ui_paint(app->ui);
	if (!layer->painted && screen->painted) {
		layer->painted = true;
		screen->painted(app);
		app->dirty = false;
	}
}

/* Milliseconds to sleep; -1: until something happens. A journey's clock stands still, so only the
 * workers' real deadlines count there. */
static int sleep_ms(struct app *app)
{
	int64_t real_ms = clock_real_ms();
	int64_t left_ms = workers_tend(&app->workers, real_ms);

	earlier(&left_ms, ui_deadline_ms(app->ui));
	if (left_ms != INT64_MAX)
		left_ms -= real_ms;
	if (!clock_is_frozen())
		earlier(&left_ms, app_next_deadline(app) - clock_boot_ms());
	if (left_ms < 0)
		return 0;
	return left_ms > HOUR_MS ? HOUR_MS : (int)left_ms;
}

static void take_sdl_event(struct app *app, SDL_Event *event)
{
	struct ui_input input = ui_handle(app->ui, event, clock_real_ms());

	app_take_input(app, &input);
	explicit_bzero(event, sizeof(*event));
}

/* Typed characters that ui kept back, because a scanner types too. */
static void take_typed(struct app *app)
{
	while (ui_deadline_ms(app->ui) <= clock_real_ms()) {
		struct ui_input input = ui_wake(app->ui, clock_real_ms());

		app_take_input(app, &input);
		explicit_bzero(&input, sizeof(input));
	}
}

static void turn(struct app *app)
{
	SDL_Event event;

	if (app->dirty)
		app_paint(app);
	if (SDL_WaitEventTimeout(&event, sleep_ms(app)))
		do
			take_sdl_event(app, &event);
		while (app->running && SDL_PollEvent(&event));
	take_typed(app);
	take_letters(app);
	if (!clock_is_frozen())
		app_fire_due(app);
}

/* ---- beginning and end ---- */

static const struct screen *first_screen(struct app *app)
{
	struct visit *visit = &app->visit;

	if (!store_unshown(app->store, app->now_ms, &visit->booking) ||
		!store_session(app->store, visit->booking.session, &visit->session))
		return &screen_home;
	visit->party = visit->booking.party;
	app->in_visit = true;
	return &screen_is_this_yours;
}

static bool start(struct app *app, const struct run_options *options, struct error *error)
{
	struct ui_options ui_options = {
		.width = options->width,
		.height = options->height,
		.assets = options->assets,
		.hidden = options->hidden,
		.pitch_mm = app->config.pitch_mm,
	};

	app->store = store_open(app->config.data, STORE_FACE, error);
	if (!app->store || !clock_set_zone(store_enrolment(app->store)->zone, error))
		return false;
	if (store_enrolment(app->store)->demo && !clock_obey_journey(error))
		return false;
	app->ui = ui_create(&ui_options, error);
	app->inbox = app->ui ? inbox_create(SDL_RegisterEvents(1), error) : NULL;
	return app->inbox != NULL;
}

static void configure_workers(struct app *app, const struct run_options *options)
{
	struct worker *worker = app->workers.worker;
	struct config *config = &app->config;

	if (config->nfc_device[0])
		snprintf(worker[WORKER_NFC].program, WORKER_ADDRESS_BYTES, "%s/kiosk-nfc",
			options->programs);
	strcpy(worker[WORKER_NFC].device, config->nfc_device);
	strcpy(worker[WORKER_NFC].address, config->nfc_address);
	if (config->camera_device[0])
		snprintf(worker[WORKER_CAMERA].program, WORKER_ADDRESS_BYTES, "%s/kiosk-camera",
			options->programs);
	strcpy(worker[WORKER_CAMERA].device, config->camera_device);
	strcpy(worker[WORKER_CAMERA].address, config->camera_address);
	if (config->centre[0])
		snprintf(worker[WORKER_SYNC].program, WORKER_ADDRESS_BYTES, "%s/kiosk-sync",
			options->programs);
	strcpy(worker[WORKER_SYNC].device, config->data);
	strcpy(worker[WORKER_SYNC].centre, config->centre);
}

static void start_helpers(struct app *app, const struct run_options *options)
{
	struct error error = {0};

	configure_workers(app, options);
	workers_start(&app->workers, app->inbox);
	if (options->control >= 0)
		inbox_watch(app->inbox, SOURCE_CONTROL, options->control, false);
	if (app_enrolment(app)->demo && !present_listen(app, &error))
		log_error("listening for kioskctl present", &error);
	app->now_ms = clock_now_ms();
	app->minute_ms = app->now_ms - app->now_ms % MINUTE_MS + MINUTE_MS;
	new_day(app);
}

static void finish(struct app *app)
{
	present_close(app);
	if (app->inbox)
		workers_stop(&app->workers);
	inbox_destroy(app->inbox);
	ui_destroy(app->ui);
	store_close(app->store);
	explicit_bzero(app, sizeof(*app));
}

bool run_face(const struct run_options *options, struct error *error)
{
	static struct app app; /* half its size is screens' state: not for the stack */
	bool started;

	app = (struct app){.config = options->config,
		.assets = options->assets,
		.running = true,
		.control = options->control,
		.present = -1,
		.present_caller = -1};
	signal(SIGPIPE, SIG_IGN);
	started = start(&app, options, error);
	if (started) {
		app.now_ms = clock_now_ms();
		app_go(&app, first_screen(&app));
		change_screen(&app);
		app_paint(&app);
		start_helpers(&app, options);
	}
	while (started && app.running)
		turn(&app);
	finish(&app);
	return started;
}
