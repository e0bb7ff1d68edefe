/* What is due: the minute, the new day, the screen's own deadline, the end of a result, and the patience
 * with a visitor who does nothing. Deadlines are in boot time; a journey moves that clock. */
#include "app/internal.h"
#include "base/clock.h"
#include "base/log.h"
#include "screens/screens.h"

enum { PATIENCE_DEFAULT_S = 60, RESTED = 2 /* ticks: a whole minute lies between them */ };

void app_earlier(int64_t *deadline, int64_t candidate)
{
	if (candidate < *deadline)
		*deadline = candidate;
}

static int64_t patience_ms(const struct app *app)
{
	int patience_s = app_screen(app)->patience_s;

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
		app_earlier(&deadline, next_second(layer, boot_ms));
	else if (!layer->screen->idle || app->in_visit)
		app_earlier(&deadline, app->touched_boot_ms + patience_ms(app));
	if (app->wake_boot_ms)
		app_earlier(&deadline, app->wake_boot_ms);
	return deadline;
}

void app_new_day(struct app *app)
{
	struct error error = {0};

	app->day_start_ms = clock_day_start(app->now_ms, 0);
	if (!store_take_demo_leases(app->store, app->now_ms, &error))
		log_error("taking the demo's places", &error);
	app_read_again(app);
}

/* Nobody has come for a minute: home becomes what is read from afar. No wake-up of its own. */
static void rest(struct app *app)
{
	if (app_screen(app) == &screen_home && !app->in_visit && ++app->rested >= RESTED)
		app_go(app, &screen_attract);
}

static void tick_minute(struct app *app)
{
	app->minute_ms = app->now_ms - app->now_ms % MINUTE_MS + MINUTE_MS;
	workers_ping(&app->workers);
	if (clock_day_start(app->now_ms, 0) != app->day_start_ms)
		app_new_day(app);
	else if (app_screen(app)->idle)
		app_read_again(app);
	rest(app);
}

/* An idle screen that somebody touched and left just becomes nobody's again. */
static void lose_patience(struct app *app)
{
	if (app_screen(app)->idle)
		app_end_visit(app);
	else
		app_cover(app, &screen_still_there);
}

static void fire_screen_deadline(struct app *app)
{
	struct message message = {.kind = MESSAGE_DEADLINE};

	app->wake_boot_ms = 0;
	app_offer(app, &message);
	app->dirty = true;
}

void app_fire_due(struct app *app)
{
	const struct layer *layer = app_layer(app);
	int64_t boot_ms = clock_boot_ms();

	app->now_ms = clock_now_ms();
	if (app->now_ms >= app->minute_ms || app->minute_ms - app->now_ms > MINUTE_MS)
		tick_minute(app);
	if (app->wake_boot_ms && boot_ms >= app->wake_boot_ms)
		fire_screen_deadline(app);
	if (layer->lasts_s) {
		app->dirty = true;
		if (app_time_left_ms(app) == 0)
			app_end_visit(app);
	} else if (boot_ms >= app->touched_boot_ms + patience_ms(app) &&
		   (!layer->screen->idle || app->in_visit)) {
		lose_patience(app);
	}
	app_change_screen(app);
}
