/* What screens may ask, visits, and which screen is seen. A visit begins with the first touch or card
 * and ends by being wiped. */
#include "app/app.h"

#include <assert.h>
#include <string.h>

#include "app/internal.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "screens/screens.h"
#include "ui/window.h"

struct layer *app_layer(struct app *app)
{
	return &app->layers[app->top];
}

const struct screen *app_screen(const struct app *app)
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
	return app_layer(app)->state;
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
	return app->enrolment;
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
	app->next = store_is_newer(app->store) ? &screen_use_desk : screen;
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

int64_t app_time_left_ms(const struct app *app)
{
	const struct layer *layer = &app->layers[app->top];
	int64_t left_ms =
		layer->entered_boot_ms + (int64_t)layer->lasts_s * SECOND_MS - clock_boot_ms();

	return left_ms > 0 ? left_ms : 0;
}

void app_last(struct app *app, int lasts_s)
{
	app_layer(app)->lasts_s = lasts_s;
}

int app_time_left_permille(const struct app *app)
{
	int lasts_s = app->layers[app->top].lasts_s;

	return lasts_s ? (int)(app_time_left_ms(app) / lasts_s) : 0;
}

int app_time_left_s(const struct app *app)
{
	return (int)((app_time_left_ms(app) + SECOND_MS - 1) / SECOND_MS);
}

enum held app_held(const struct app *app)
{
	return app->held;
}

struct ways app_ways(const struct app *app)
{
	const struct worker *worker = app->workers.worker;

	return (struct ways){
		.card_reader = worker_works(&worker[WORKER_NFC]),
		.camera = worker_works(&worker[WORKER_CAMERA]),
		.printer = worker[WORKER_PRINTER].state == WORKER_READY,
	};
}

bool app_reaches_centre(const struct app *app)
{
	enum worker_state state = app->workers.worker[WORKER_SYNC].state;
	bool away = state == WORKER_ABSENT || state == WORKER_RESTING || state == WORKER_DEGRADED;

	return !away && store_clock_agrees(app->store, app->now_ms, clock_boot_ms());
}

void app_nudge_sync(struct app *app)
{
	workers_nudge_sync(&app->workers);
}

/* A journey's runner keeps a ledger of what was seen. */
static void tell_painted(struct app *app, struct id booking)
{
	char text[ID_TEXT];

	if (app->control >= 0)
		lines_write(app->control, json_pack("{s:s, s:s}", "type", "painted", "booking",
						  id_text(booking, text)));
}

void app_shown(struct app *app, struct id booking)
{
	struct error error = {0};

	tell_painted(app, booking);
	if (!store_mark_shown(app->store, booking, &error))
		log_error("marking a confirmation as shown", &error);
	workers_nudge_sync(&app->workers);
}

void app_send_to_desk(struct app *app, const char *doing, const struct error *error)
{
	log_error(doing, error);
	app_go(app, &screen_use_desk);
}

/* ---- visits ---- */

bool app_offer(struct app *app, const struct message *message)
{
	const struct screen *screen = app_screen(app);

	return screen->handle && screen->handle(app, message);
}

void app_read_again(struct app *app)
{
	struct message news = {.kind = MESSAGE_NEWS};

	app_renew_forms(app);
	app_offer(app, &news);
	app->dirty = true;
}

static void start_visit(struct app *app)
{
	app->in_visit = true;
	workers_ping(&app->workers);
	workers_camera(&app->workers, "look");
	if (store_has_news(app->store))
		app_read_again(app);
}

void app_touch(struct app *app)
{
	/* Whoever touches a result is still reading it. */
	app_layer(app)->entered_boot_ms = app->touched_boot_ms = clock_boot_ms();
	app->rested = 0;
	if (!app->in_visit)
		start_visit(app);
}

void app_end_visit(struct app *app)
{
	explicit_bzero(&app->visit, sizeof(app->visit));
	memory_wipe_stack();
	ui_forget_visit(app->ui);
	ui_set_language(app->ui, "en");
	ui_set_reading(app->ui, app->reading);
	app->in_visit = app->language_chosen = false;
	workers_camera(&app->workers, "idle");
	workers_nudge_sync(&app->workers);
	app_go(app, &screen_home);
}

void app_finish(struct app *app)
{
	if (app->visit.filling.begun)
		app_cover(app, &screen_finish);
	else
		app_end_visit(app);
}

void app_cover(struct app *app, const struct screen *screen)
{
	app->next = screen;
	app->covering = true;
	app->dirty = true;
}

static void leave_top(struct app *app)
{
	struct layer *layer = app_layer(app);

	if (layer->screen)
		explicit_bzero(layer->state, layer->screen->state_size);
	layer->screen = NULL;
	app->wake_boot_ms = 0;
}

void app_uncover(struct app *app)
{
	if (app->top == LAYER_VISITOR) {
		app_go(app, &screen_home);
		return;
	}
	leave_top(app);
	app->top = LAYER_VISITOR;
	/* A result has its whole time again: nobody read it under what covered it. */
	app_layer(app)->entered_boot_ms = app->touched_boot_ms = clock_boot_ms();
	ui_screen_changed(app->ui);
	app->dirty = true;
}

static void enter_next(struct app *app)
{
	const struct screen *screen = app->next;

	assert(screen->state_size <= SCREEN_STATE_BYTES_MAX);
	app->next = NULL;
	if (app->top == LAYER_COVER)
		leave_top(app);
	app->top = app->covering ? LAYER_COVER : LAYER_VISITOR;
	if (!app->covering)
		leave_top(app);
	struct layer *layer = app_layer(app);
	layer->screen = screen;
	layer->painted = false;
	layer->lasts_s = screen->lasts_s;
	layer->entered_boot_ms = app->touched_boot_ms = clock_boot_ms();
	app->wake_boot_ms = 0;
	app->rested = 0;
	app->held = HELD_NOTHING;
	ui_screen_changed(app->ui);
	app_renew_forms(app);
	if (screen->enter)
		screen->enter(app);
}

void app_change_screen(struct app *app)
{
	while (app->next)
		enter_next(app);
}

/* ---- painting ---- */

/* Nothing is shown that a failed read may have made up: the visitor gets the desk. */
static void show_only_what_was_read(struct app *app)
{
	struct error error = {0};

	if (!store_read_failed(app->store, &error))
		return;
	app->forms_revision = -1; /* what was read meanwhile may be another form */
	app_send_to_desk(app, "reading", &error);
	app_change_screen(app);
}

void app_describe(struct app *app)
{
	const struct screen *screen = app_screen(app);

	app->now_ms = clock_now_ms();
	ui_begin(app->ui, screen->name, screen->action_names, screen->action_count);
	screen->view(app, app->ui);
	ui_end(app->ui);
}

void app_paint(struct app *app)
{
	show_only_what_was_read(app);
	struct layer *layer = app_layer(app);
	const struct screen *screen = layer->screen;

	app->dirty = false;
	app_describe(app);
	ui_paint(app->ui);
	if (!layer->painted && screen->painted) {
		layer->painted = true;
		screen->painted(app);
		app->dirty = false;
	}
}
