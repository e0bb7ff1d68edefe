/* No card and no booking: how many are you? Then come in. Where it is full, what else is on now. */
#include <string.h>

#include "app/app.h"
#include "screens/asking.h"
#include "screens/drop_in.h"
#include "screens/party_page.h"
#include "screens/screens.h"
#include "ui/language.h"
#include "ui/ui.h"

#define ACTIONS(A) PARTY_PAGE_ACTIONS(A) A(OTHER)
SCREEN_ACTIONS(ACTIONS);

enum { SESSIONS_NOW_MAX = 8 };

static void enter(struct app *app)
{
	struct drop_in_state *state = app_state_change(app);
	struct visit *visit = app_visit_change(app);

	visit->party = party_to_begin(&visit->session);
	state->inside = store_inside(app_store(app), visit->session.id);
}

/* ---- the page ---- */

static const char *other(const struct app *app)
{
	const struct drop_in_state *state = app_state(app);

	if (!state->full.is_refused)
		return places_in_all(&app_visit(app)->session, POOL_CLASS) > 0
			       ? _("We are a class or a group")
			       : NULL;
	if (!state->has_other)
		return _("What's on");
	return _("See what else is on now");
}

/* Who went out and comes again is counted already. */
static const char *note(const struct app *app)
{
	return app_now_ms(app) >= app_visit(app)->session.starts_ms
		       ? _("Back again? You are counted already: just go in.")
		       : NULL;
}

static const char *warning(const struct app *app, struct ui *ui)
{
	const struct drop_in_state *state = app_state(app);

	return state->asks ? _("We are asking for places ...") : party_page_full(ui, &state->full);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct drop_in_state *state = app_state(app);
	const struct visit *visit = app_visit(app);

	party_page_view(app, ui,
		&(struct party_page){
			.title = _("How many are you?"),
			.session = &visit->session,
			.party = &visit->party,
			.warning = warning(app, ui),
			.why_hold = state->asks ? NULL : _("Have a card or ticket?"),
			.go_on = _("Come in"),
			.icon = "check-bold",
			.inside = state->inside,
			.room = party_page_room(&visit->session),
			.note = note(app),
			.other = other(app),
			.action_other = OTHER,
		});
}

/* ---- what happens ---- */

static bool takes_them(struct app *app, const struct session *session)
{
	struct places_wish wish = {.pool = POOL_DOOR, .places = places_of(&app_visit(app)->party)};

	return !id_equal(session->id, app_visit(app)->session.id) &&
	       session_is_open(session, app_now_ms(app)) &&
	       session->admission != ADMISSION_BOOKED &&
	       store_has_places(app_store(app), session->id, &wish);
}

static void find_other(struct app *app)
{
	struct drop_in_state *state = app_state_change(app);
	struct session sessions[SESSIONS_NOW_MAX];
	int64_t now_ms = app_now_ms(app);
	int count = store_sessions(app_store(app), now_ms, now_ms + CHECK_IN_OPENS_BEFORE_MS, false,
		sessions, SESSIONS_NOW_MAX);

	state->has_other = false;
	for (int i = 0; i < count && !state->has_other; i++) {
		state->has_other = takes_them(app, &sessions[i]);
		state->other = sessions[i];
	}
}

static void refuse(struct app *app, const struct places *all)
{
	struct drop_in_state *state = app_state_change(app);

	state->full = party_page_refused(app, all);
	find_other(app);
}

static void come_in(struct app *app, bool may_ask)
{
	struct drop_in_state *state = app_state_change(app);
	struct visit *visit = app_visit_change(app);
	struct error error = {0};

	if (store_drop_in(app_store(app), visit->session.id, &visit->party, app_now_ms(app),
		    &visit->attendance, &error)) {
		visit->answer = (struct check_in_answer){.code = CHECK_IN_OK, .candidate = -1};
		app_go(app, &screen_check_in);
	} else if (error.code == ERROR_FULL) {
		struct places_wish door = {.pool = POOL_DOOR, .places = places_of(&visit->party)};
		state->asks = may_ask && asking_begin(app, &door);
		if (!state->asks)
			refuse(app, &door.places);
	} else {
		app_send_to_desk(app, "drop-in", &error);
	}
}

/* The party that was counted comes along. */
static void go_to_other(struct app *app)
{
	const struct drop_in_state *state = app_state(app);
	struct visit *visit = app_visit_change(app);

	if (!state->full.is_refused) {
		app_go(app, &screen_class);
		return;
	}
	visit->wants_to_book = false;
	if (!state->has_other) {
		app_go(app, &screen_whats_on);
		return;
	}
	visit->session = state->other;
	app_go(app, &screen_session);
}

static void tap(struct app *app, int action, int which)
{
	struct drop_in_state *state = app_state_change(app);

	switch ((enum action)action) {
	case BACK:
		part_go_home(app);
		break;
	case LESS:
	case MORE:
		party_page_step(
			&app_visit_change(app)->party, &app_visit(app)->session, action, which);
		state->full = (struct door_full){0};
		state->asks = false;
		break;
	case GO_ON:
		state->full = (struct door_full){0};
		come_in(app, true);
		break;
	case OTHER:
		go_to_other(app);
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	struct drop_in_state *state = app_state_change(app);

	if (message->kind != MESSAGE_NEWS && message->kind != MESSAGE_DEADLINE)
		return false;
	state->inside = store_inside(app_store(app), app_visit(app)->session.id);
	if (state->asks && asking_is_over(app, message, POOL_DOOR))
		come_in(app, false);
	return true;
}

const struct screen screen_drop_in = {
	.name = "drop_in",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct drop_in_state),
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
