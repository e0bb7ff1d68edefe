/* Who is coming? Then the places are booked. A card held near says for whom; without one it is a
 * guest's booking, who may say a first name. */
#include <string.h>

#include "app/app.h"
#include "base/text.h"
#include "screens/fair.h"
#include "screens/party.h"
#include "screens/party_page.h"
#include "screens/screens.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

#define ACTIONS(A) PARTY_PAGE_ACTIONS(A) A(TAKE_OTHER) A(KEEP_CARD) A(CLASS) A(NAME)
SCREEN_ACTIONS(ACTIONS);

enum { SHORT_NAME = 12 /* characters that a button has room for */ };

static void read_places(struct app *app)
{
	struct party_state *state = app_state_change(app);
	const struct visit *visit = app_visit(app);
	const struct session *session = &visit->session;
	struct places_wish wish = part_places_to_book(app, session, &visit->party);

	state->fits = store_has_places(app_store(app), session->id, &wish);
	state->missing = store_missing_part(app_store(app), session->id, &wish);
	state->others_are_kept = !wish.kept;
	state->facts =
		store_booking_facts(app_store(app), session, &visit->holder, app_now_ms(app));
	if (visit->wants_series) { /* each date says for itself */
		state->facts.free = visit->session.places;
		state->facts.has_that_day = false;
		state->facts.absences = 0;
	}
}

static enum booking_refusal refusal(const struct app *app)
{
	const struct party_state *state = app_state(app);
	const struct visit *visit = app_visit(app);

	return booking_decide(&visit->session, &visit->party, &state->facts, app_now_ms(app));
}

static bool is_too_large(const struct app *app)
{
	return refusal(app) == BOOKING_PARTY_TOO_LARGE;
}

/* Few places are left: the next families get them, or fewer of these. */
static bool can_only_wait(const struct app *app)
{
	return refusal(app) == BOOKING_TOO_LARGE_WHEN_FEW;
}

static void enter(struct app *app)
{
	struct visit *visit = app_visit_change(app);

	if (!visit->keeps_party)
		visit->party = party_to_begin(&visit->session);
	visit->keeps_party = false;
	read_places(app);
}

/* ---- who books ---- */

static const char *who_books(const struct app *app, struct ui *ui)
{
	const struct holder *holder = &app_visit(app)->holder;

	if (!holder_is_known(holder->status))
		return NULL;
	if (holder_may_be_named(holder))
		return ui_format(ui, _("{name}, this booking goes on your card."), "name",
			holder->first_name, NULL);
	return _("This booking goes on your card.");
}

/* Who holds a card is greeted by that, and a child by no name. A card that is blocked stays so. */
static bool may_say_name(const struct app *app)
{
	enum holder_status status = app_visit(app)->holder.status;

	return (status == HOLDER_NOBODY || status == HOLDER_GUEST) &&
	       party_has_adult(&app_visit(app)->party);
}

static const char *name_or_offer(const struct app *app, struct ui *ui)
{
	const struct holder *holder = &app_visit(app)->holder;

	if (!may_say_name(app))
		return NULL;
	if (!holder_may_be_named(holder))
		return _("Add a first name");
	if (text_count(holder->first_name) > SHORT_NAME)
		return _("Change the first name");
	return ui_format(ui, _("First name: {name}"), "name", holder->first_name, NULL);
}

static const char *other_card(const struct app *app)
{
	const struct party_state *state = app_state(app);

	return state->asks ? _("Another card was held here. Shall the booking go on that one?")
			   : NULL;
}

/* Who holds a card near may have those. */
static const char *kept_for_members(const struct app *app, struct ui *ui)
{
	const struct session *session = &app_visit(app)->session;
	int64_t until_ms = session->setting[SETTING_MEMBERS_UNTIL_MS];

	if (until_ms == 0)
		until_ms = session->starts_ms;
	return ui_format(ui,
		/* Translators: {day} is "today", "tomorrow" or "Friday 4 December". */
		_("The last places are kept for members until {time} {day}. Hold your card here, "
		  "or go on the waiting list."),
		"time", say_time(ui, until_ms), "day", say_day(ui, until_ms, app_now_ms(app)),
		NULL);
}

static const char *warning(const struct app *app, struct ui *ui)
{
	const struct party_state *state = app_state(app);

	if (state->refused != BOOKING_ALLOWED)
		return not_booked_in_words(state->refused);
	/* Each date of a series says for itself. */
	if (app_visit(app)->wants_series || is_too_large(app))
		return NULL;
	if (can_only_wait(app))
		return fair_may_wait_in_words(ui, &app_visit(app)->session);
	if (state->fits)
		return NULL;
	if (state->missing == PARTY_PRAMS)
		return _("There is no room for so many prams. You can come without, or go on the "
			 "waiting list.");
	if (state->missing == PARTY_WHEELCHAIRS)
		return _("The places for wheelchairs are taken. You can go on the waiting list, or "
			 "ask at the desk.");
	if (state->others_are_kept)
		return kept_for_members(app, ui);
	if (state->facts.on_hand == 0)
		return _("All places are taken. You can go on the waiting list.");
	return _("There are not enough places for all of you. You can go on the waiting list.");
}

/* What the library wishes: said beside the steppers, and never in the way. */
static const char *wish(const struct app *app, struct ui *ui)
{
	const struct party_state *state = app_state(app);
	const struct session *session = &app_visit(app)->session;
	enum booking_refusal more = booking_to_grow(session, &app_visit(app)->party, &state->facts);

	if (more == BOOKING_TOO_LARGE_WHEN_FEW)
		return fair_may_wait_in_words(ui, session);
	if (more != BOOKING_ALLOWED)
		return fair_size_in_words(ui, session, more);
	if (session_misses_a_child(session, &app_visit(app)->party))
		return _("This is for children. Is a child coming with you?");
	return NULL;
}

/* A warning says all there is to say about places. */
static enum place_state places(const struct app *app, struct ui *ui)
{
	const struct party_state *state = app_state(app);

	if (warning(app, ui) || app_visit(app)->wants_series)
		return PLACES_UNSAID;
	return place_state_of(&app_visit(app)->session, state->facts.on_hand);
}

static bool may_grow(const struct app *app)
{
	const struct party_state *state = app_state(app);
	const struct visit *visit = app_visit(app);

	return booking_to_grow(&visit->session, &visit->party, &state->facts) !=
	       BOOKING_PARTY_TOO_LARGE;
}

static bool is_offered_to_classes(const struct app *app)
{
	return places_in_all(&app_visit(app)->session, POOL_CLASS) > 0 &&
	       !app_visit(app)->wants_series;
}

static void view(const struct app *app, struct ui *ui)
{
	const struct party_state *state = app_state(app);
	const struct visit *visit = app_visit(app);
	/* Bigger words than these have no room beside the steppers; the warning says it, too. */
	const char *words = warning(app, ui);
	bool waits = words && !ui_has_little_room(ui) && state->refused == BOOKING_ALLOWED;

	party_page_view(app, ui,
		&(struct party_page){
			.title = _("Who is coming?"),
			.step = BOOKING_COUNT,
			.steps = part_booking_steps(app),
			.session = &visit->session,
			.places = places(app, ui),
			.party = &visit->party,
			.thanks = who_books(app, ui),
			.question = other_card(app),
			.action_yes = TAKE_OTHER,
			.action_no = KEEP_CARD,
			.is_largest = !may_grow(app),
			.warning = words ? words : wish(app, ui),
			.why_hold = holder_is_known(visit->holder.status)
					    ? NULL
					    : _("Have a card? Then you need no ticket"),
			.also = name_or_offer(app, ui),
			.also_icon = "pencil-simple-bold",
			.action_also = NAME,
			.go_on = is_too_large(app) ? NULL
				 : waits           ? _("Join the waiting list")
						   : _("Continue"),
			.icon = waits ? "hourglass-bold" : "arrow-right-bold",
			.other = is_offered_to_classes(app) ? _("We are a class or a group") : NULL,
			.action_other = CLASS,
		});
}

/* ---- what happens ---- */

static void step(struct app *app, int action, int which)
{
	struct visit *visit = app_visit_change(app);

	if (action == LESS || which > PARTY_BABIES || may_grow(app))
		party_page_step(&visit->party, &visit->session, action, which);
	read_places(app);
}

/* The session started, or was cancelled, while the visitor chose, or it is not for this card now: its own
 * page says so. A party that is too large is told here. */
static bool is_answered(struct app *app)
{
	struct visit *visit = app_visit_change(app);

	store_session(app_store(app), visit->session.id, &visit->session);
	read_places(app);
	if (is_too_large(app) || can_only_wait(app))
		return true;
	if (booking_is_open(&visit->session, app_now_ms(app)) &&
		!booking_is_about_holder(refusal(app)))
		return false;
	app_go(app, &screen_session);
	return true;
}

/* The page stays: more people than all the places, for one, are mended by a tap. */
static void refuse(struct app *app, const struct error *error)
{
	struct party_state *state = app_state_change(app);

	state->refused = refusal(app);
	if (state->refused == BOOKING_ALLOWED)
		app_send_to_desk(app, "booking", error);
}

static void book(struct app *app)
{
	struct error error = {0};

	if (!part_book(app, can_only_wait(app), &error) && !is_answered(app))
		refuse(app, &error);
}

static void take_card(struct app *app, const struct presented *presented)
{
	struct visit *visit = app_visit_change(app);

	visit->presented = *presented;
	visit->holder = store_holder(app_store(app), &presented->token);
	read_places(app);
	if (booking_is_about_holder(refusal(app)))
		app_go(app, &screen_session);
}

static void tap(struct app *app, int action, int which)
{
	struct party_state *state = app_state_change(app);

	switch ((enum action)action) {
	case BACK:
		app_go(app, &screen_session);
		break;
	case LESS:
	case MORE:
		state->refused = BOOKING_ALLOWED;
		step(app, action, which);
		break;
	case GO_ON:
		if (app_visit(app)->wants_series)
			app_go(app, &screen_series);
		else
			book(app);
		break;
	case CLASS:
		app_go(app, &screen_class);
		break;
	case TAKE_OTHER:
		take_card(app, &state->other);
		state->asks = false;
		break;
	case KEEP_CARD:
		state->asks = false;
		break;
	case NAME:
		app_go(app, &screen_first_name);
		break;
	}
}

/* A card says who books; the visitor stays here, and no second card takes over unasked. Anything
 * else that is held near arrives. */
static bool identify(struct app *app, const struct presented *presented)
{
	struct party_state *state = app_state_change(app);
	const struct visit *visit = app_visit(app);
	bool card = presented->kind == PRESENTED_CHIP || presented->kind == PRESENTED_NUMBER;
	struct holder holder = {0};

	if (card)
		holder = store_holder(app_store(app), &presented->token);
	bool known = holder_is_known(holder.status);
	bool other =
		holder_is_known(visit->holder.status) && !id_equal(visit->holder.id, holder.id);
	explicit_bzero(&holder, sizeof(holder));
	if (known && other) {
		state->other = *presented;
		state->asks = true;
	} else if (known) {
		take_card(app, presented);
	}
	return known;
}

static bool handle(struct app *app, const struct message *message)
{
	if (message->kind == MESSAGE_PRESENTED)
		return identify(app, &message->presented);
	if (message->kind != MESSAGE_NEWS)
		return false;
	read_places(app);
	return true;
}

const struct screen screen_party = {
	.name = "party",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct party_state),
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
};
