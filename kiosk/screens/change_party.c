/* More or fewer people on a booking. For more there must be places; if there are none the centre is
 * asked, for some seconds, and otherwise the booking stays as it was. */
#include <string.h>

#include "app/app.h"
#include "screens/fair.h"
#include "screens/party_page.h"
#include "screens/refusal.h"
#include "screens/screens.h"
#include "ui/language.h"
#include "ui/ui.h"

#define ACTIONS(A) PARTY_PAGE_ACTIONS(A)
SCREEN_ACTIONS(ACTIONS);

enum { ASKING_MS = 6000 };

struct state {
	enum refusal refused;
	struct booking_facts facts;
	bool asks;
};

static void enter(struct app *app)
{
	struct visit *visit = app_visit_change(app);

	struct state *state = app_state_change(app);

	visit->party = visit->booking.party;
	state->facts = store_change_facts(app_store(app), &visit->session, &visit->booking);
}

static enum booking_refusal to_grow(const struct app *app)
{
	const struct state *state = app_state(app);
	const struct visit *visit = app_visit(app);

	return booking_to_grow(&visit->session, &visit->party, &state->facts);
}

static const char *warning(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (state->asks)
		return _("We are asking for places ...");
	if (state->refused != REFUSAL_NONE)
		return refusal_in_words(state->refused);
	return fair_size_in_words(ui, &app_visit(app)->session, to_grow(app));
}

static void view(const struct app *app, struct ui *ui)
{
	const struct visit *visit = app_visit(app);

	party_page_view(app, ui,
		&(struct party_page){
			.title = _("Who is coming?"),
			.session = &visit->session,
			.party = &visit->party,
			.is_largest = to_grow(app) != BOOKING_ALLOWED,
			.warning = warning(app, ui),
			.go_on = _("Change my booking"),
			.icon = "check-bold",
		});
}

/* ---- what happens ---- */

/* True: an answer is to come. */
static bool ask(struct app *app)
{
	const struct visit *visit = app_visit(app);
	struct places_wish more =
		store_places_more(&visit->booking, &visit->session, &visit->party, app_now_ms(app));
	struct error error = {0};

	if (!app_reaches_centre(app) ||
		!store_ask_places(
			app_store(app), visit->session.id, &more, app_now_ms(app), &error) ||
		!store_places_are_asked(app_store(app), visit->session.id))
		return false;
	app_nudge_sync(app);
	app_wake_in(app, ASKING_MS);
	return true;
}

static void change(struct app *app, bool may_ask)
{
	struct state *state = app_state_change(app);
	struct visit *visit = app_visit_change(app);
	struct error error = {0};

	*state = (struct state){
		.facts = store_change_facts(app_store(app), &visit->session, &visit->booking)};
	if (store_change_party(
		    app_store(app), visit->booking.id, &visit->party, app_now_ms(app), &error)) {
		visit->changed = true;
		app_go(app, &screen_booking);
		return;
	}
	state->refused = refusal_of_party(app, &error, &visit->party);
	state->asks = state->refused == REFUSAL_NO_PLACES && may_ask && ask(app);
	if (state->refused == REFUSAL_NONE)
		app_send_to_desk(app, "changing the party", &error);
}

static void tap(struct app *app, int action, int which)
{
	struct state *state = app_state_change(app);
	struct visit *visit = app_visit_change(app);

	switch ((enum action)action) {
	case BACK:
		app_go(app, &screen_booking);
		break;
	case LESS:
	case MORE:
		*state = (struct state){.facts = state->facts};
		if (action == LESS || which > PARTY_BABIES || to_grow(app) == BOOKING_ALLOWED)
			party_page_step(&visit->party, &visit->session, action, which);
		break;
	case GO_ON:
		change(app, true);
		break;
	}
}

/* The answer came, or did not come in time. */
static bool handle(struct app *app, const struct message *message)
{
	const struct state *state = app_state(app);
	bool late = message->kind == MESSAGE_DEADLINE;

	if (message->kind != MESSAGE_NEWS && !late)
		return false;
	if (state->asks &&
		(late || !store_places_are_asked(app_store(app), app_visit(app)->session.id)))
		change(app, false);
	return true;
}

const struct screen screen_change_party = {
	.name = "change_party",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
