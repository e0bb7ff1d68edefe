/* "Are you still coming?": one booking, one tap. No gives its places to others; who says nothing keeps
 * them, and is not asked again. */
#include "screens/still_coming.h"

#include "app/app.h"
#include "app/bars.h"
#include "rules/still_coming.h"
#include "screens/my_page.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/words.h"
#include "ui/language.h"

#define ACTIONS(A) A(YES) A(NO) A(LATER)
SCREEN_ACTIONS(ACTIONS);

enum { BOOKINGS_MAX = 40, CARD_WIDTH = 1000, CARD_WIDTH_NARROW = 952 };

struct state {
	struct booking booking;
	struct session session;
};

/* ---- which ---- */

/* The next of those that are to be asked. False: none is. */
static bool find(struct app *app, struct state *found)
{
	const struct visit *visit = app_visit(app);
	int64_t now_ms = app_now_ms(app);
	struct booking bookings[BOOKINGS_MAX];
	int count =
		store_bookings_of(app_store(app), visit->holder.id, now_ms, bookings, BOOKINGS_MAX);

	for (int i = 0; i < count; i++) {
		struct still_coming_facts facts = {.booking = &bookings[i],
			.session = &found->session,
			.visit_ms = visit->began_ms,
			.now_ms = now_ms};
		found->booking = bookings[i];
		if (store_session(app_store(app), bookings[i].session, &found->session) &&
			still_coming_is_asked(&facts))
			return true;
	}
	return false;
}

void still_coming_or_my_page(struct app *app)
{
	struct state found;

	app_go(app, find(app, &found) ? &screen_still_coming : &screen_my_page);
}

static void enter(struct app *app)
{
	find(app, app_state_change(app));
}

/* ---- the question ---- */

/* Of the one before it, while this one is asked. */
static void answered(const struct app *app, struct ui *ui)
{
	const struct visit_answer *said = &app_visit(app)->said;

	if (said->is_there)
		part_notice(ui, UI_CREAM, "check-circle-fill",
			my_page_answer_in_words(ui, said, app_now_ms(app)));
}

static int card_width(const struct ui *ui)
{
	return ui_is_portrait(ui) ? CARD_WIDTH_NARROW : CARD_WIDTH;
}

static void card(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	bool little = ui_has_little_room(ui);
	enum ui_size size = little ? UI_BODY : UI_TITLE;

	ui_column(ui, (struct ui_box){.tone = UI_WHITE,
			      .padding = little ? UI_GAP_LARGE : UI_GAP_EDGE,
			      .gap = UI_GAP_MEDIUM,
			      .radius = 32,
			      .width = card_width(ui)});
	session_node(ui, little ? UI_TITLE : UI_HEADING, &state->session, SESSION_TITLE);
	part_line(ui, "clock-bold", size, session_when(ui, &state->session));
	part_line(ui, "users-fill", size, party_in_words(ui, &state->booking.party));
	ui_close(ui);
}

/* Whose card it is reads perhaps another language than the one that the card says, or it says none. */
static void others(struct ui *ui)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	ui_with_icon(ui_growing(ui_button(ui, UI_OUTLINE, _("I do not know yet"), LATER, 0)),
		"clock-bold");
	ui_with_icon(ui_growing(ui_button(ui, UI_OUTLINE, _("Language"), BAR_LANGUAGE, 0)),
		"globe-bold");
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	part_poster(ui, UI_INK);
	answered(app, ui);
	if (ui_is_portrait(ui) && !ui_has_little_room(ui))
		ui_badge(ui, "calendar-check-bold", 220, UI_SUN);
	ui_centred(ui_heading(ui, UI_LARGE, _("Are you still coming?")));
	card(app, ui);
	part_poster_touch(app, ui);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .width = card_width(ui)});
	ui_with_icon(ui_button(ui, UI_SUNNY, _("Yes, we are coming"), YES, 0), "check-bold");
	ui_with_icon(ui_button(ui, UI_OUTLINE, _("No, give our places to others"), NO, 0),
		"calendar-x-bold");
	others(ui);
	ui_close(ui);
	ui_centred(ui_text(ui, UI_BODY, _("If you say nothing, your places stay yours.")));
	part_poster_close(ui);
}

/* ---- what happens ---- */

static void answer(struct app *app, bool coming)
{
	const struct state *state = app_state(app);
	struct id booking = state->booking.id;
	struct error error = {0};
	bool done = coming ? store_still_coming(app_store(app), booking, app_now_ms(app), &error)
			   : store_cancel(app_store(app), booking, app_now_ms(app), &error);

	if (!done) {
		app_send_to_desk(app, "saying who is still coming", &error);
		return;
	}
	app_visit_change(app)->said = (struct visit_answer){
		.is_there = true, .coming = coming, .session = state->session};
	app_nudge_sync(app);
	still_coming_or_my_page(app);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case YES:
	case NO:
		answer(app, action == YES);
		break;
	case LATER:
		still_coming_or_my_page(app);
		break;
	}
}

/* Asked once, whatever is said; should that not be kept, they are asked again. */
static void painted(struct app *app)
{
	const struct state *state = app_state(app);

	store_mark_asked(app_store(app), state->booking.id, NULL);
}

const struct screen screen_still_coming = {
	.name = "still_coming",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.enter = enter,
	.view = view,
	.tap = tap,
	.painted = painted,
};
