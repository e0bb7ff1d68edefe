/* More or fewer people on a booking. For more there must be places; if there are none the centre is
 * asked, for some seconds, and otherwise the booking stays as it was. */
#include <string.h>

#include "app/app.h"
#include "screens/asking.h"
#include "screens/fair.h"
#include "screens/party_page.h"
#include "screens/refusal.h"
#include "screens/screens.h"
#include "ui/language.h"
#include "ui/ui.h"

#define ACTIONS(A) PARTY_PAGE_ACTIONS(A)
SCREEN_ACTIONS(ACTIONS);

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

static struct places_wish places_more_here(const struct app *app)
{
	const struct visit *visit = app_visit(app);

	return store_places_more(&visit->booking, &visit->session, &visit->party, app_now_ms(app));
}

static bool ask(struct app *app)
{
	struct places_wish more = places_more_here(app);

	return asking_begin(app, &more);
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

static bool handle(struct app *app, const struct message *message)
{
	const struct state *state = app_state(app);

	if (message->kind != MESSAGE_NEWS && message->kind != MESSAGE_DEADLINE)
		return false;
	if (state->asks && asking_is_over(app, message, places_more_here(app).pool))
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
