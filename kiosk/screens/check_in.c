/* The answer to a card, a ticket or a drop-in: one big sentence, what to do next, and never a
 * reproach. The reasons are in rules/check_in.h. */
#include <assert.h>

#include "app/app.h"
#include "app/bars.h"
#include "screens/asking.h"
#include "screens/check_in.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/still_coming.h"
#include "screens/themes.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

#define ACTIONS(A) A(DONE) A(UNDO) A(WHO_CAME) A(WAIT) A(WHATS_ON) A(MY_PAGE) A(CHANGE)
SCREEN_ACTIONS(ACTIONS);

/* A welcome is quickly read and a queue waits; what went otherwise takes longer to understand. */
enum { WELCOME_LASTS_S = 10, OTHERWISE_LASTS_S = 25 };

/* What can be said with a date, a time, a title or a room: placeholders that a sentence does not
 * use are left out. */
struct words {
	enum ui_tone tone;
	const char *icon;
	const char *heading;
	const char *line; /* NULL: none */
	const char *next; /* NULL: how it stands at the door */
	int action;       /* besides Done */
};

static const struct words words_undone = {UI_SKY, "arrow-u-up-left-bold",
	N_("You are not checked in"), NULL,
	N_("That was taken back. Hold your card or ticket here again when you like."), 0};

static const struct words words[CHECK_IN_CODES] = {
	[CHECK_IN_OK] = {UI_TEAL, "check-bold", N_("Welcome!"), N_("You are checked in."),
		N_("Go to: {room}. It starts at {time}."), WHO_CAME},
	[CHECK_IN_ALREADY_HERE] = {UI_SKY, "check-bold", N_("You are already checked in"),
		N_("Since {when}, for {title}."), N_("Go to: {room}."), MY_PAGE},
	[CHECK_IN_WRONG_SESSION] = {UI_PLUM, "calendar-blank-bold", N_("This is for another time"),
		N_("{title}: {date}, {time}."),
		N_("We look forward to seeing you then. Please ask at the desk if you would like "
		   "to stay today."),
		WHATS_ON},
	[CHECK_IN_TOO_EARLY] = {UI_SKY, "clock-bold", N_("You are early"),
		N_("{title} starts at {time} {day}."),
		N_("Check-in opens at {when}. Please come back to this screen then."), MY_PAGE},
	[CHECK_IN_TOO_LATE] = {UI_PLUM, "clock-bold", N_("{title} has ended"), NULL,
		N_("We are sorry that we missed you. See what else is on."), WHATS_ON},
	[CHECK_IN_CANCELLED] = {UI_PLUM, "calendar-x-bold", N_("This booking was cancelled"),
		N_("{title}: {date}, {time}."),
		N_("Please ask at the desk if you did not expect this."), WHATS_ON},
	[CHECK_IN_REVOKED] = {UI_PLUM, "ticket-bold", N_("Please speak to us at the desk"), NULL,
		N_("There is a newer ticket than this one. We will look at it together."), 0},
	[CHECK_IN_BLOCKED] = {UI_PLUM, "hand-waving-fill", N_("Please speak to us at the desk"),
		NULL, N_("We would like to help you there."), 0},
	[CHECK_IN_WAITING] = {UI_PLUM, "hourglass-bold", N_("You are on the waiting list"),
		N_("{title}: {date}, {time}."),
		N_("There is no place for all of you yet. Please ask at the desk: places often "
		   "become free at the last minute."),
		0},
	[CHECK_IN_FULL] = {UI_PLUM, "users-three-fill", N_("It is full"),
		N_("There is no room for more people at {title}."), N_("Please ask at the desk."),
		WAIT},
	[CHECK_IN_NEED_INFO] = {UI_SKY, "question-bold", N_("Please speak to us at the desk"), NULL,
		N_("We need one more answer from you for {title}."), 0},
	[CHECK_IN_UNKNOWN_CODE] = {UI_PLUM, "question-bold", N_("We do not know this code"), NULL,
		N_("Please hold your library card or the ticket for an event here."), 0},
	[CHECK_IN_BAD_SIGNATURE] = {UI_PLUM, "ticket-bold", N_("We could not read this ticket"),
		NULL, N_("Please ask at the desk: we will find your booking there."), 0},
	[CHECK_IN_CLOCK_UNSURE] = {UI_PLUM, "clock-bold", N_("Please ask at the desk"), NULL,
		N_("This screen is not sure of the time. We will check you in there."), 0},
	[CHECK_IN_REFER_STAFF] = {UI_PLUM, "hand-waving-fill", N_("Please ask at the desk"), NULL,
		N_("You are welcome: we will check you in there."), 0},
};

/* There is room, but not for all of them, or not for what they bring. */
static const struct words words_too_few = {
	UI_PLUM, "users-three-fill", N_("There are too few places"), NULL, NULL, WAIT};

static const struct words words_asking = {UI_SKY, "hourglass-bold", N_("One moment, please"), NULL,
	N_("We are asking for places ..."), 0};

/* People may still be in the room's places for those who booked. */
static const struct words words_door_taken = {
	UI_PLUM, "users-three-fill", N_("It is full"), NULL, NULL, WAIT};

/* What was held near, where it was none of ours. */
static const struct words words_random = {UI_SKY, "phone-bold", N_("This does not say who you are"),
	NULL, N_("It shows a new number each time. Please hold your library card or ticket here."),
	0};
static const struct words words_book = {UI_SKY, "book-open-fill", N_("That is a book"), NULL,
	N_("To borrow or return it, please go to the desk."), 0};
static const struct words words_foreign = {UI_PLUM, "question-bold",
	N_("This code is not from this library"), NULL,
	N_("Please hold your library card or the ticket for an event here."), 0};
static const struct words words_session_cancelled = {UI_PLUM, "calendar-x-bold",
	N_("{title} is cancelled"), N_("{date}, {time}."), N_("We are sorry. See what else is on."),
	WHATS_ON};

static const struct words words_given = {UI_PLUM, "clock-bold",
	N_("Your places were given at the door"), N_("We held them until {when}. Now it is full."),
	N_("Please ask at the desk."), WHATS_ON};

/* What the card says, too: `lines` has the sentence. */
static const struct words words_not_kept = {UI_PLUM, "warning-circle-fill",
	N_("Please speak to us at the desk"), NULL, N_("We would like to help you there."), 0};

static const struct words *words_for_unknown(const struct presented *presented)
{
	switch (presented->kind) {
	case PRESENTED_RANDOM_CHIP:
		return &words_random;
	case PRESENTED_BOOK:
		return &words_book;
	case PRESENTED_TICKET:
	case PRESENTED_FOREIGN:
	case PRESENTED_PART:
		return &words_foreign;
	case PRESENTED_NOTHING:
	case PRESENTED_CHIP:
	case PRESENTED_NUMBER:
	case PRESENTED_SHORT_CODE:
		break;
	}
	return &words[CHECK_IN_UNKNOWN_CODE];
}

static bool door_has_some(const struct door_full *full)
{
	return full->left > 0 || full->missing != PARTY_PARTS;
}

static const struct words *words_of(const struct app *app)
{
	const struct check_in_state *state = app_state(app);
	const struct visit *visit = app_visit(app);
	enum check_in_code code = visit->answer.code;

	if (state->undone)
		return &words_undone;
	if (state->asks)
		return &words_asking;
	if (code == CHECK_IN_UNKNOWN_CODE)
		return words_for_unknown(&visit->presented);
	if (code == CHECK_IN_CANCELLED && state->not_kept)
		return &words_not_kept;
	if (code == CHECK_IN_CANCELLED && visit->session.cancelled)
		return &words_session_cancelled;
	if (code == CHECK_IN_FULL && visit->answer.when_ms != 0)
		return &words_given;
	if (state->full.is_refused && !state->full.room_is_full)
		return door_has_some(&state->full) ? &words_too_few : &words_door_taken;
	assert(words[code].heading);
	return &words[code];
}

/* ---- sentences ---- */

static const char *fill(const struct app *app, struct ui *ui, const char *sentence)
{
	const struct visit *visit = app_visit(app);
	const struct session *session = &visit->session;

	return ui_format(ui, _(sentence), "title", session_words(session, SESSION_TITLE), "room",
		session_words(session, SESSION_ROOM), "date", say_date(ui, session->starts_ms),
		"time", say_time(ui, session->starts_ms), "day",
		say_day(ui, session->starts_ms, app_now_ms(app)), "when",
		say_time(ui, visit->answer.when_ms), NULL);
}

static bool is_ok(const struct app *app)
{
	return words_of(app) == &words[CHECK_IN_OK];
}

/* A minor's name is never shown. */
static void heading(const struct app *app, struct ui *ui)
{
	const struct holder *holder = &app_visit(app)->holder;
	const char *text = fill(app, ui, words_of(app)->heading);

	if (is_ok(app) && holder_may_be_named(holder))
		ui_private(ui_heading(ui, UI_DISPLAY,
			ui_format(ui, _("Welcome, {name}!"), "name", holder->first_name, NULL)));
	else
		ui_heading(ui, UI_DISPLAY, text);
}

static const char *way_in(bool has_room, bool has_started)
{
	if (has_room)
		return has_started ? N_("Go to: {room}. It has started, please go in.")
				   : N_("Go to: {room}. It starts at {time}.");
	return has_started ? N_("It has started, please go in.") : N_("It starts at {time}.");
}

/* A library's calendar need not name a room. */
static const char *next_step(const struct app *app, struct ui *ui)
{
	const struct session *session = &app_visit(app)->session;
	const struct words *said = words_of(app);
	const struct check_in_state *state = app_state(app);
	bool has_room = session_words(session, SESSION_ROOM)[0];

	if (is_ok(app))
		return fill(app, ui, way_in(has_room, session->starts_ms <= app_now_ms(app)));
	if (said == &words[CHECK_IN_ALREADY_HERE] && !has_room)
		return fill(app, ui, N_("Please go in."));
	return said->next ? fill(app, ui, said->next) : party_page_full(ui, &state->full);
}

static void lines(const struct app *app, struct ui *ui)
{
	const struct words *said = words_of(app);
	const struct check_in_state *state = app_state(app);
	const char *line = line_in_words(ui, &state->booking);

	if (state->promoted)
		ui_toned(ui_text(ui, UI_TITLE, promoted_in_words(ui, &app_visit(app)->session)),
			UI_SUN);
	if (state->not_kept)
		ui_toned(ui_text(ui, UI_TITLE, not_kept_in_words(ui, &app_visit(app)->session)),
			UI_SUN);
	if (*line)
		ui_toned(ui_text(ui, UI_TITLE, line), UI_SUN);
	if (said->line)
		ui_text(ui, UI_TITLE, fill(app, ui, said->line));
	if (is_ok(app) && !ui_has_little_room(ui)) {
		const struct session *session = &app_visit(app)->session;
		session_directed(part_line(ui, session_icon(session), UI_TITLE,
					 session_words(session, SESSION_TITLE)),
			session, SESSION_TITLE);
		if (!ui_reading(ui).bigger)
			part_line(ui, "users-fill", UI_TITLE,
				party_in_words(ui, &app_visit(app)->party));
	}
	/* That the desk helps is said above. */
	if (said != &words_not_kept || !ui_reading(ui).bigger)
		ui_toned(ui_text(ui, UI_TITLE, next_step(app, ui)), UI_SUN);
}

/* ---- what can be done ---- */

/* Who shows a ticket and may not come in with it now can change or cancel what it stands for; a code
 * that was typed is no ticket. */
static bool may_change(const struct app *app)
{
	const struct check_in_state *state = app_state(app);
	const struct visit *visit = app_visit(app);
	enum check_in_code code = visit->answer.code;

	return visit->presented.token.kind == TOKEN_TICKET && !id_is_zero(state->booking.id) &&
	       state->booking.state != BOOKING_CANCELLED &&
	       (code == CHECK_IN_WRONG_SESSION || code == CHECK_IN_TOO_EARLY ||
		       code == CHECK_IN_WAITING || code == CHECK_IN_CANCELLED);
}

static bool is_offered(const struct app *app, int action)
{
	const struct visit *visit = app_visit(app);

	switch (action) {
	case WHO_CAME:
		return !id_is_zero(visit->attendance);
	case MY_PAGE:
		return holder_is_known(visit->holder.status);
	case CHANGE:
		return may_change(app);
	case WAIT:
		return booking_is_open(&visit->session, app_now_ms(app));
	case WHATS_ON:
		return true;
	}
	return false;
}

static struct ui_node *action_button(struct ui *ui, int action)
{
	static const struct {
		int action;
		const char *icon, *words;
	} buttons[] = {
		{WHO_CAME, "users-bold", N_("More or fewer came")},
		{MY_PAGE, "calendar-check-bold", N_("My bookings")},
		{WAIT, "hourglass-bold", N_("Join the waiting list")},
		{WHATS_ON, "books-fill", N_("What's on")},
		{CHANGE, "calendar-bold", N_("Change or cancel")},
	};
	size_t i = 0;

	while (buttons[i].action != action) {
		i++;
		assert(i < sizeof(buttons) / sizeof(buttons[0]));
	}
	return ui_with_icon(
		ui_button(ui, UI_OUTLINE, _(buttons[i].words), action, 0), buttons[i].icon);
}

static void done_button(struct ui *ui)
{
	ui_with_icon(ui_button(ui, UI_SUNNY, _("Done"), DONE, 0), "check-bold");
}

/* In portrait those beside each other share the line. */
static void share_line(struct ui *ui, struct ui_node *button)
{
	if (ui_is_portrait(ui))
		ui_growing(button);
}

static void other_buttons(const struct app *app, struct ui *ui)
{
	const struct check_in_state *state = app_state(app);
	int action = may_change(app) ? CHANGE : words_of(app)->action;

	if (action == WAIT && !is_offered(app, WAIT))
		action = WHATS_ON;
	if (is_offered(app, action))
		share_line(ui, action_button(ui, action));
	if (is_ok(app) && !state->undone && !id_is_zero(app_visit(app)->attendance))
		share_line(ui, ui_with_icon(ui_button(ui, UI_OUTLINE, _("Undo"), UNDO, 0),
				       "arrow-u-up-left-bold"));
	if (!is_ok(app))
		share_line(
			ui, ui_with_icon(ui_button(ui, UI_OUTLINE, _("Ask for help"), BAR_HELP, 0),
				    "hand-waving-fill"));
}

static void buttons(const struct app *app, struct ui *ui)
{
	bool portrait = ui_is_portrait(ui);

	if (portrait)
		done_button(ui);
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	if (!portrait)
		done_button(ui);
	other_buttons(app, ui);
	ui_close(ui);
}

/* ---- the screen ---- */

static void top(const struct app *app, struct ui *ui)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			   .align = UI_CENTRE,
			   .justify = UI_BETWEEN,
			   .stays = true});
	part_branch(app, ui);
	ui_text(ui, UI_LABEL, say_time(ui, app_now_ms(app)));
	ui_close(ui);
}

static int badge_size(const struct ui *ui)
{
	if (!ui_is_portrait(ui))
		return 248;
	return ui_reading(ui).bigger ? 180 : 220;
}

static void message_of(const struct app *app, struct ui *ui)
{
	bool portrait = ui_is_portrait(ui);
	struct ui_box box = {
		.gap = UI_GAP_HUGE, .align = portrait ? UI_START : UI_CENTRE, .stays = true};

	if (portrait)
		ui_column(ui, box);
	else
		ui_row(ui, box);
	ui_badge(ui, words_of(app)->icon, badge_size(ui), UI_SUN);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			      .grow = !portrait,
			      .self = UI_STRETCH,
			      .justify = UI_CENTRE});
	heading(app, ui);
	lines(app, ui);
	ui_close(ui);
	ui_close(ui);
}

static void bottom(const struct app *app, struct ui *ui)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_EDGE, .align = UI_END, .stays = true});
	ui_column(ui, (struct ui_box){.gap = UI_GAP_LARGE, .grow = 1});
	buttons(app, ui);
	part_time_left(app, ui);
	ui_close(ui);
	if (is_ok(app) && !ui_is_portrait(ui) && !ui_is_crowded(ui))
		ui_drawing(ui, session_drawing(&app_visit(app)->session), 500, 360);
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	ui_column(ui, (struct ui_box){.grow = 1,
			      .padding = UI_GAP_HUGE,
			      .gap = UI_GAP_EDGE,
			      .tone = words_of(app)->tone});
	if (!ui_has_little_room(ui))
		top(app, ui);
	ui_space(ui, 1);
	message_of(app, ui);
	part_held(app, ui);
	ui_space(ui, 1);
	if (is_ok(app) && ui_is_portrait(ui))
		ui_drawing(ui, session_drawing(&app_visit(app)->session), 500, 320);
	bottom(app, ui);
	ui_close(ui);
}

/* ---- what happens ---- */

static void read_booking(struct app *app)
{
	struct check_in_state *state = app_state_change(app);
	const struct visit *visit = app_visit(app);

	if (visit->answer.candidate < 0)
		return;
	struct id id = visit->facts.candidates[visit->answer.candidate].booking;
	if (id_is_zero(id) || !store_booking(app_store(app), id, &state->booking))
		return;
	state->promoted = store_untold_promotion(app_store(app), id, app_now_ms(app));
	state->not_kept = store_was_not_kept(app_store(app), id);
}

/* By a card, once: the page on which a party is counted asks itself. */
static void read_door(struct app *app)
{
	struct check_in_state *state = app_state_change(app);
	struct visit *visit = app_visit_change(app);
	struct places_wish door = {.pool = POOL_DOOR, .places = places_of(&visit->party)};

	if (visit->answer.code != CHECK_IN_FULL)
		return;
	state->asks = !visit->asked_at_door && asking_begin(app, &door);
	visit->asked_at_door = true;
	if (!state->asks && visit->answer.when_ms == 0)
		state->full = party_page_refused(app, &door.places);
}

static void enter(struct app *app)
{
	enum check_in_code code = app_visit(app)->answer.code;

	read_booking(app);
	read_door(app);
	if (code != CHECK_IN_OK && code != CHECK_IN_ALREADY_HERE)
		app_last(app, OTHERWISE_LASTS_S);
}

static void undo(struct app *app)
{
	struct check_in_state *state = app_state_change(app);
	struct visit *visit = app_visit_change(app);
	struct error error = {0};

	if (store_undo_check_in(app_store(app), visit->attendance, app_now_ms(app), &error)) {
		visit->attendance = (struct id){0};
		state->undone = true;
	} else {
		app_send_to_desk(app, "undoing a check-in", &error);
	}
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case DONE:
		app_end_visit(app);
		break;
	case UNDO:
		undo(app);
		break;
	case WHO_CAME:
		app_go(app, &screen_who_came);
		break;
	case WAIT:
		part_count_party(app);
		break;
	case WHATS_ON:
		app_visit_change(app)->wants_to_book = false;
		app_go(app, &screen_whats_on);
		break;
	case MY_PAGE:
		still_coming_or_my_page(app);
		break;
	case CHANGE:
		app_visit_change(app)->booking =
			((const struct check_in_state *)app_state(app))->booking;
		app_go(app, &screen_booking);
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	const struct check_in_state *state = app_state(app);

	if (!state->asks || !asking_is_over(app, message, POOL_DOOR))
		return false;
	app_check_in_again(app);
	return true;
}

static void painted(struct app *app)
{
	const struct check_in_state *state = app_state(app);

	if (state->promoted || state->not_kept)
		store_mark_told(app_store(app), state->booking.id, NULL);
}

const struct screen screen_check_in = {
	.name = "check_in",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct check_in_state),
	.lasts_s = WELCOME_LASTS_S,
	.enter = enter,
	.view = view,
	.tap = tap,
	.handle = handle,
	.painted = painted,
};
