/* The screen asks once; what came of it is in the store, and a second try finds it. */
#include "screens/asking.h"

#include "app/app.h"

bool asking_begin(struct app *app, const struct places_wish *wish)
{
	struct id session = app_visit(app)->session.id;
	struct error error = {0};

	if (!app_reaches_centre(app) ||
		!store_ask_places(app_store(app), session, wish, app_now_ms(app), &error) ||
		!store_places_are_asked(app_store(app), session, wish->pool))
		return false;
	app_nudge_sync(app);
	app_wake_in(app, ASKING_MS);
	return true;
}

bool asking_is_over(struct app *app, const struct message *message, enum lease_pool pool)
{
	if (message->kind == MESSAGE_DEADLINE)
		return true;
	return message->kind == MESSAGE_NEWS &&
	       !store_places_are_asked(app_store(app), app_visit(app)->session.id, pool);
}
