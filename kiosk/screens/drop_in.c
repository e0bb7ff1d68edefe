/* No card and no booking: how many are you? Then come in. */
#include "app/app.h"
#include "screens/party_page.h"
#include "screens/screens.h"
#include "ui/language.h"
#include "ui/ui.h"

SCREEN_ACTIONS(PARTY_PAGE_ACTIONS);

struct state {
	bool full;
};

static void enter(struct app *app)
{
	struct visit *visit = app_visit_change(app);

	visit->party = party_to_begin(&visit->session);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct visit *visit = app_visit(app);

	party_page_view(app, ui,
		&(struct party_page){
			.title = _("How many are you?"),
			.session = &visit->session,
			.party = &visit->party,
			.warning = state->full ? party_page_full() : NULL,
			.why_hold = _("Have a card or ticket?"),
			.go_on = _("Come in"),
			.icon = "check-bold",
		});
}

static void come_in(struct app *app)
{
	struct state *state = app_state_change(app);
	struct visit *visit = app_visit_change(app);
	struct error error = {0};

	if (store_drop_in(app_store(app), visit->session.id, &visit->party, app_now_ms(app),
		    &visit->attendance, &error)) {
		visit->answer = (struct check_in_answer){.code = CHECK_IN_OK, .candidate = -1};
		app_go(app, &screen_check_in);
	} else if (error.code == ERROR_FULL) {
		state->full = true;
	} else {
		app_send_to_desk(app, "drop-in", &error);
	}
}

static void tap(struct app *app, int action, int which)
{
	struct state *state = app_state_change(app);

	switch ((enum action)action) {
	case BACK:
		part_go_home(app);
		break;
	case LESS:
	case MORE:
		party_page_step(
			&app_visit_change(app)->party, &app_visit(app)->session, action, which);
		state->full = false;
		break;
	case GO_ON:
		come_in(app);
		break;
	}
}

const struct screen screen_drop_in = {
	.name = "drop_in",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.enter = enter,
	.view = view,
	.tap = tap,
};
