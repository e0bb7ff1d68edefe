/* A class or a group comes as one, without names: so many children, so many adults. It comes in at once,
 * or books; its places are its own. */
#include "screens/class.h"
#include "app/app.h"
#include "screens/party_page.h"
#include "screens/screens.h"
#include "ui/language.h"
#include "ui/ui.h"

#define ACTIONS(A) PARTY_PAGE_ACTIONS(A) A(QUICK)
SCREEN_ACTIONS(ACTIONS);

enum { ADULTS_TO_BEGIN = 2 };
static const int quick[] = {15, 20, 25, 30};
enum { QUICKS = sizeof(quick) / sizeof(quick[0]) };

static void enter(struct app *app)
{
	app_visit_change(app)->party = (struct party){
		.count = {[PARTY_ADULTS] = ADULTS_TO_BEGIN, [PARTY_CHILDREN] = quick[1]},
		.is_class = true,
	};
}

/* Whatever the event asks of families. */
static struct session asking(const struct app *app)
{
	struct session session = app_visit(app)->session;

	session.asks = 1U << PARTY_ADULTS | 1U << PARTY_CHILDREN;
	return session;
}

static const char *warning(const struct app *app, bool books)
{
	const struct session *session = &app_visit(app)->session;

	if (party_people(&app_visit(app)->party) > places_in_all(session, POOL_CLASS))
		return _("That is more than there is room for. Please ask at the desk.");
	if (!((const struct class_state *)app_state(app))->full)
		return NULL;
	return books ? _("The places for a class are taken. You can go on the waiting list.")
		     : _("All places for a class are taken. Please ask at the desk.");
}

static void view(const struct app *app, struct ui *ui)
{
	bool books = app_visit(app)->wants_to_book;
	struct session session = asking(app);

	party_page_view(app, ui,
		&(struct party_page){
			.title = books ? _("Who is coming?") : _("How many are you?"),
			.step = books ? BOOKING_COUNT : 0,
			.steps = part_booking_steps(app),
			.session = &session,
			.party = &app_visit(app)->party,
			.warning = warning(app, books),
			.go_on = books ? _("Continue") : _("Come in"),
			.icon = books ? "arrow-right-bold" : "check-bold",
			.quick = quick,
			.quick_count = QUICKS,
			.action_quick = QUICK,
		});
}

static void come_in(struct app *app)
{
	struct visit *visit = app_visit_change(app);
	struct error error = {0};

	if (store_drop_in(app_store(app), visit->session.id, &visit->party, app_now_ms(app),
		    &visit->attendance, &error)) {
		visit->answer = (struct check_in_answer){.code = CHECK_IN_OK, .candidate = -1};
		app_go(app, &screen_check_in);
	} else if (error.code == ERROR_FULL) {
		((struct class_state *)app_state_change(app))->full = true;
	} else {
		app_send_to_desk(app, "a class that comes in", &error);
	}
}

/* It began, or was cancelled, while they counted: its own page says so. */
static void book(struct app *app)
{
	struct visit *visit = app_visit_change(app);
	struct error error = {0};

	if (part_book(app, false, &error))
		return;
	store_session(app_store(app), visit->session.id, &visit->session);
	app_go(app, &screen_session);
}

static bool is_too_large(const struct app *app)
{
	const struct visit *visit = app_visit(app);

	return party_people(&visit->party) > places_in_all(&visit->session, POOL_CLASS);
}

static void step(struct app *app, int action, int which)
{
	struct session session = asking(app);

	((struct class_state *)app_state_change(app))->full = false;
	if (action == QUICK)
		app_visit_change(app)->party.count[PARTY_CHILDREN] = quick[which];
	else
		party_page_step(&app_visit_change(app)->party, &session, action, which);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case BACK:
		app_go(app, app_visit(app)->wants_to_book ? &screen_party : &screen_drop_in);
		break;
	case LESS:
	case MORE:
	case QUICK:
		step(app, action, which);
		break;
	case GO_ON:
		if (is_too_large(app))
			break;
		if (app_visit(app)->wants_to_book)
			book(app);
		else
			come_in(app);
		break;
	}
}

const struct screen screen_class = {
	.name = "class",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct class_state),
	.enter = enter,
	.view = view,
	.tap = tap,
};
