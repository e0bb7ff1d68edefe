/* What a message does: an action of the bar's, the screen's tap(), its handle(), or a card that nobody
 * took and so arrives. */
#include <string.h>

#include "app/bars.h"
#include "app/internal.h"
#include "base/clock.h"
#include "screens/screens.h"
#include "ui/window.h"

static void read_otherwise(struct app *app, enum bar_action action)
{
	struct ui_reading reading = ui_reading(app->ui);

	bool both = ui_holds_bigger_low(app->ui);

	if (action == BAR_CONTRAST) {
		reading.contrast = !reading.contrast;
	} else if (action == BAR_BIGGER) {
		reading.bigger = !reading.bigger;
		reading.low = reading.low && (both || !reading.bigger);
	} else {
		reading.low = !reading.low;
		reading.bigger = reading.bigger && (both || !reading.low);
	}
	ui_set_reading(app->ui, reading);
}

static void tap_bar(struct app *app, enum bar_action action)
{
	switch (action) {
	case BAR_LANGUAGE:
		app_cover(app, &screen_language);
		break;
	case BAR_HELP:
		app_cover(app, &screen_help);
		break;
	case BAR_FINISH:
		app_finish(app);
		break;
	case BAR_BIGGER:
	case BAR_CONTRAST:
	case BAR_LOW:
		read_otherwise(app, action);
		break;
	}
}

static void tap(struct app *app, const struct message *message)
{
	if (message->what >= SCREEN_ACTIONS_MAX)
		tap_bar(app, (enum bar_action)message->what);
	else
		app_screen(app)->tap(app, message->what, message->which);
}

/* What is half written waits below "Are you still there?" and the languages, too. */
static bool card_has_to_wait(const struct app *app)
{
	return app_screen(app)->card_waits || app->layers[LAYER_VISITOR].screen->card_waits;
}

static void present(struct app *app, const struct message *message)
{
	if (card_has_to_wait(app))
		app->held = HELD_WAITS;
	else if (!app_offer(app, message))
		app_arrive(app, &message->presented);
}

void app_handle(struct app *app, struct message *message)
{
	app->now_ms = clock_now_ms();
	app_touch(app);
	app->held = HELD_NOTHING;
	if (message->kind == MESSAGE_TAP)
		tap(app, message);
	else if (message->kind == MESSAGE_PRESENTED)
		present(app, message);
	else if (!app_offer(app, message) && message->kind == MESSAGE_UNREADABLE &&
		 !card_has_to_wait(app))
		app->held = message->held;
	app_change_screen(app);
	app->dirty = true;
	explicit_bzero(message, sizeof(*message));
}

void app_news(struct app *app)
{
	app->now_ms = clock_now_ms();
	app_read_again(app);
	app_change_screen(app);
}
