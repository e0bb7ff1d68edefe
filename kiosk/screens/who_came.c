/* More or fewer came than were booked: who really is here? */
#include "app/app.h"
#include "screens/asking.h"
#include "screens/party_page.h"
#include "screens/screens.h"
#include "ui/language.h"
#include "ui/ui.h"

SCREEN_ACTIONS(PARTY_PAGE_ACTIONS);

struct state {
	struct party came;
	struct door_full full;
	bool asks;
};

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);

	state->came = app_visit(app)->party;
}

static void view(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	party_page_view(app, ui,
		&(struct party_page){
			.title = _("Who is here?"),
			.session = &app_visit(app)->session,
			.party = &state->came,
			.warning = state->asks ? _("We are asking for places ...")
					       : party_page_full(ui, &state->full),
			.go_on = _("That is right"),
			.icon = "check-bold",
		});
}

static void save(struct app *app, bool may_ask)
{
	struct state *state = app_state_change(app);
	struct visit *visit = app_visit_change(app);
	struct error error = {0};

	if (store_change_attendance(
		    app_store(app), visit->attendance, &state->came, app_now_ms(app), &error)) {
		visit->party = state->came;
		app_go(app, &screen_check_in);
	} else if (error.code == ERROR_FULL) {
		struct places_wish more = {
			.pool = POOL_DOOR, .places = places_more(&state->came, &visit->party)};
		state->asks = may_ask && !state->came.is_class && asking_begin(app, &more);
		if (!state->asks)
			state->full = party_page_refused(app, &more.places);
	} else {
		app_send_to_desk(app, "changing who came", &error);
	}
}

static void tap(struct app *app, int action, int which)
{
	struct state *state = app_state_change(app);

	switch ((enum action)action) {
	case BACK:
		app_go(app, &screen_check_in);
		break;
	case LESS:
	case MORE:
		party_page_step(&state->came, &app_visit(app)->session, action, which);
		state->full = (struct door_full){0};
		state->asks = false;
		break;
	case GO_ON:
		state->full = (struct door_full){0};
		save(app, true);
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	const struct state *state = app_state(app);

	if (!state->asks || !asking_is_over(app, message, POOL_DOOR))
		return false;
	save(app, false);
	return true;
}

const struct screen screen_who_came = {
	.name = "who_came",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
