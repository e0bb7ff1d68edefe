/* Somebody held something near: who is it, and what is the answer? If one of their sessions is open
 * for check-in the answer is the check-in itself, with no touch; otherwise their own page. */
#include <string.h>

#include "app/internal.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "screens/screens.h"
#include "screens/still_coming.h"
#include "ui/window.h"

/* Of a session, at which a card is held; zero: at none. `party`: as the visitor has counted. */
struct door {
	struct id session;
	struct party party;
};

static const struct ticket *ticket_of(const struct visit *visit)
{
	const struct presented *presented = &visit->presented;

	if (presented->kind == PRESENTED_TICKET && presented->ticket_status == TICKET_GOOD)
		return &presented->ticket;
	return NULL;
}

/* Who stands at a session's door and has no booking comes in as the party that the page counts. */
static void count_at_door(const struct door *door, struct check_in_facts *facts)
{
	for (int i = 0; i < facts->count; i++) {
		struct check_in_candidate *candidate = &facts->candidates[i];
		if (!candidate->booked && party_people(&door->party) > 0 &&
			id_equal(candidate->session.id, door->session))
			candidate->party = door->party;
	}
}

static void gather_facts(struct app *app, const struct door *door, struct check_in_facts *facts)
{
	const struct visit *visit = &app->visit;

	store_check_in_facts(
		app->store, &visit->holder, ticket_of(visit), door->session, app->now_ms, facts);
	count_at_door(door, facts);
	facts->now_ms = app->now_ms;
	facts->clock_unsure = store_clock_is_unsure(app->store, app->now_ms, clock_boot_ms());
	facts->ticket_shown = visit->presented.kind == PRESENTED_TICKET;
	facts->ticket = visit->presented.ticket_status;
}

/* False: nothing was written, and `answer` says so. */
static bool write_attendance(
	struct app *app, const struct check_in_facts *facts, struct check_in_answer *answer)
{
	struct visit *visit = &app->visit;
	const struct token *token =
		visit->presented.token.kind != TOKEN_NONE ? &visit->presented.token : NULL;
	struct error error = {0};

	if (store_check_in(
		    app->store, facts, answer, &visit->holder, token, &visit->attendance, &error))
		return true;
	answer->code = error.code == ERROR_FULL ? CHECK_IN_FULL : CHECK_IN_REFER_STAFF;
	log_error("check-in", &error);
	return false;
}

/* The decision, written down if it lets them in, becomes the visit's. */
static void decide(struct app *app, const struct door *door)
{
	struct visit *visit = &app->visit;
	struct check_in_facts *facts = &visit->facts;

	gather_facts(app, door, facts);
	visit->answer = check_in_decide(facts);
	visit->attendance = (struct id){0};
	if (visit->answer.code == CHECK_IN_OK && write_attendance(app, facts, &visit->answer))
		workers_nudge_sync(&app->workers);
	if (visit->answer.candidate >= 0) {
		visit->session = facts->candidates[visit->answer.candidate].session;
		visit->party = facts->candidates[visit->answer.candidate].party;
	}
}

static void show_answer(struct app *app)
{
	bool choose = app->visit.answer.code == CHECK_IN_CHOOSE;

	log_info("check-in: %s", check_in_code_name(app->visit.answer.code));
	app_go(app, choose ? &screen_choose_session : &screen_check_in);
}

void app_check_in(struct app *app, struct id session)
{
	decide(app, &(struct door){.session = session});
	show_answer(app);
}

void app_check_in_again(struct app *app)
{
	struct door door = {.session = app->visit.session.id, .party = app->visit.party};

	decide(app, &door);
	show_answer(app);
}

/* Of a card without a session now there is nothing to say but "here is your page". */
static bool answers_a_card(const struct visit *visit)
{
	switch (visit->answer.code) {
	case CHECK_IN_OK:
	case CHECK_IN_ALREADY_HERE:
	case CHECK_IN_CHOOSE:
	case CHECK_IN_BLOCKED:
		return true;
	case CHECK_IN_REFER_STAFF:
	case CHECK_IN_CLOCK_UNSURE:
	case CHECK_IN_FULL:
		return visit->facts.count > 0;
	case CHECK_IN_WRONG_SESSION:
	case CHECK_IN_TOO_EARLY:
	case CHECK_IN_TOO_LATE:
	case CHECK_IN_CANCELLED:
	case CHECK_IN_REVOKED:
	case CHECK_IN_WAITING:
	case CHECK_IN_NEED_INFO:
	case CHECK_IN_UNKNOWN_CODE:
	case CHECK_IN_BAD_SIGNATURE:
	case CHECK_IN_CODES:
		return false;
	}
	return false;
}

/* A language that somebody tapped stays, unless another card than theirs says a better one. */
static void speak_to(struct app *app, bool somebody_else)
{
	const char *language = app->visit.holder.language;

	if (*language && (somebody_else || !app->language_chosen)) {
		ui_set_language(app->ui, language);
		app->language_chosen = false;
	} else if (!app->language_chosen) {
		ui_set_language(app->ui, "en");
	}
}

static bool says_who(const struct presented *presented)
{
	return presented->token.kind != TOKEN_NONE || presented->kind == PRESENTED_TICKET;
}

static bool is_same(const struct presented *a, const struct presented *b)
{
	return token_equal(&a->token, &b->token) && id_equal(a->ticket.id, b->ticket.id);
}

/* A code that was typed opens nothing: it may have been read over a shoulder. */
static struct holder holder_of(struct app *app, const struct presented *presented)
{
	if (presented->token.kind != TOKEN_NONE)
		return store_holder(app->store, &presented->token);
	return (struct holder){
		.status = presented->kind == PRESENTED_TICKET ? HOLDER_GUEST : HOLDER_NOBODY};
}

/* Whoever holds something near begins anew: nothing of whom the screen spoke to before is left. True if
 * it was the same as before. */
static bool identify(struct app *app, const struct presented *presented)
{
	struct visit *visit = &app->visit;
	bool again = is_same(&visit->presented, presented);
	bool somebody_else = says_who(&visit->presented) && !again;

	explicit_bzero(visit, sizeof(*visit));
	ui_forget_visit(app->ui);
	if (somebody_else)
		ui_set_reading(app->ui, app->reading);
	visit->presented = *presented;
	visit->began_ms = app->now_ms;
	visit->holder = holder_of(app, presented);
	speak_to(app, somebody_else);
	return again;
}

static bool comes_today(const struct check_in_facts *facts)
{
	for (int i = 0; i < facts->count; i++)
		if (facts->candidates[i].session.ends_ms > facts->now_ms)
			return true;
	return false;
}

/* A booking comes before the door at which the card was held. */
static bool comes_in(struct app *app, const struct door *door)
{
	decide(app, &(struct door){0});
	if (!answers_a_card(&app->visit) && !id_is_zero(door->session))
		decide(app, door);
	return answers_a_card(&app->visit);
}

/* Whoever holds the same card again on their own page stays there, as on what is asked before it. Who
 * comes today is asked nothing first; the reading challenge is each child's whose card is held there. */
static void arrive_with_card(struct app *app, const struct door *door, bool again)
{
	const struct screen *screen = app_screen(app);

	if (comes_in(app, door))
		show_answer(app);
	else if (screen == &screen_challenge)
		app_go(app, &screen_challenge);
	else if (again && (screen == &screen_my_page || screen == &screen_still_coming))
		return;
	else if (comes_today(&app->visit.facts))
		app_go(app, &screen_my_page);
	else
		still_coming_or_my_page(app);
}

/* Where the visitor may say how many they are, or hold a card instead. */
static struct door door_of(const struct app *app)
{
	const struct visit *visit = &app->visit;

	if (app_screen(app) != &screen_drop_in)
		return (struct door){0};
	return (struct door){.session = visit->session.id, .party = visit->party};
}

/* Something that is no card and no ticket of ours: a kind sentence and a next step. */
static void arrive_with_nothing(struct app *app)
{
	app->visit.answer =
		(struct check_in_answer){.code = CHECK_IN_UNKNOWN_CODE, .candidate = -1};
	app_go(app, &screen_check_in);
}

void app_arrive(struct app *app, const struct presented *presented)
{
	struct presented copy = *presented; /* it may lie in the visit */
	struct door door = door_of(app);

	bool again = identify(app, &copy);
	switch (copy.kind) {
	case PRESENTED_CHIP:
	case PRESENTED_NUMBER:
		arrive_with_card(app, &door, again);
		break;
	case PRESENTED_TICKET:
		app_check_in(app, (struct id){0});
		break;
	case PRESENTED_NOTHING:
	case PRESENTED_RANDOM_CHIP:
	case PRESENTED_SHORT_CODE:
	case PRESENTED_BOOK:
	case PRESENTED_FOREIGN:
	case PRESENTED_PART:
		arrive_with_nothing(app);
		break;
	}
	explicit_bzero(&copy, sizeof(copy));
}

/* The kiosk knows the booking itself: it stands for a ticket that needs no signature and no window, but
 * for no ticket's token. */
void app_arrive_with_booking(struct app *app, const struct booking *booking)
{
	struct presented presented = {
		.kind = PRESENTED_TICKET,
		.ticket_status = TICKET_GOOD,
		.ticket = {.id = booking->id,
			.session = booking->session,
			.party = booking->party,
			.until_ms = INT64_MAX},
	};

	app_arrive(app, &presented);
}
