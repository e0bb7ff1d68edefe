/* Two sessions are possible: which one? */
#include <assert.h>

#include "app/app.h"
#include "app/bars.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/themes.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

#define ACTIONS(A) A(BACK) A(CHOOSE)
SCREEN_ACTIONS(ACTIONS);
UI_LIST_FITS(CHECK_IN_CANDIDATES_MAX);

static bool is_open(const struct app *app, int i)
{
	const struct check_in_facts *facts = &app_visit(app)->facts;

	return session_is_open(&facts->candidates[i].session, app_now_ms(app));
}

enum { FEW = 3 };

static int count_open(const struct app *app)
{
	int open = 0;

	for (int i = 0; i < app_visit(app)->facts.count; i++)
		open += is_open(app, i);
	return open;
}

static void words(struct ui *ui, const struct check_in_candidate *candidate, bool large)
{
	const struct session *session = &candidate->session;

	ui_column(ui, (struct ui_box){.gap = UI_GAP_TINY, .grow = 1});
	session_node(ui, large ? UI_HEADING : UI_TITLE, session, SESSION_TITLE);
	ui_text(ui, large ? UI_LABEL : UI_BODY,
		ui_format(ui, _("{times} · {room}"), "times",
			say_times(ui, session->starts_ms, session->ends_ms), "room",
			session_words(session, SESSION_ROOM), NULL));
	if (candidate->booked)
		ui_text(ui, UI_BODY, party_in_words(ui, &candidate->party));
	ui_close(ui);
}

/* Few share the sheet and show what they are about. */
static void candidate(
	struct ui *ui, const struct check_in_candidate *candidate, int index, bool large)
{
	const struct session *session = &candidate->session;

	ui_card_row(ui,
		(struct ui_box){.grow = large && !ui_is_portrait(ui),
			.gap = UI_GAP_WIDE,
			.padding = large ? UI_GAP_WIDE : UI_GAP_LARGE,
			.tone = UI_WHITE,
			.radius = 36,
			.shadow = true,
			.align = UI_CENTRE,
			.stays = true},
		CHOOSE, index);
	ui_badge(ui, session_icon(session), large ? 160 : 112, session_tone(session));
	words(ui, candidate, large);
	if (large && !ui_is_portrait(ui) && !ui_is_crowded(ui))
		ui_drawing(ui, session_drawing(session), 360, 220);
	ui_icon(ui, "caret-right-bold", 48);
	ui_close(ui);
}

static bool has_room_for_large(const struct ui *ui)
{
	if (ui_is_portrait(ui))
		return !ui_is_low(ui) || !ui_is_crowded(ui);
	return !ui_is_low(ui) && !ui_is_crowded(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct check_in_facts *facts = &app_visit(app)->facts;
	bool few = count_open(app) <= FEW, large = few && has_room_for_large(ui);
	struct ui_box body = {.grow = !few || large, .gap = UI_GAP_LARGE};
	const struct bars bars = {.title = _("What have you come for?"), .back = BACK};

	bars_open(app, ui, &bars);
	if (large)
		ui_column(ui, body);
	else
		ui_pages(ui, body);
	for (int i = 0; i < facts->count; i++)
		if (is_open(app, i))
			candidate(ui, &facts->candidates[i], i, large);
	if (large && ui_is_portrait(ui))
		part_art_below(ui);
	ui_close(ui);
	if (few && !large)
		part_art_below(ui);
	bars_close(app, ui, &bars);
}

static void tap(struct app *app, int action, int which)
{
	const struct check_in_facts *facts = &app_visit(app)->facts;

	switch ((enum action)action) {
	case BACK:
		part_go_home(app);
		break;
	case CHOOSE:
		assert(which >= 0 && which < facts->count);
		app_check_in(app, facts->candidates[which].session.id);
		break;
	}
}

const struct screen screen_choose_session = {
	.name = "choose_session",
	SCREEN_ACTION_FIELDS,
	.view = view,
	.tap = tap,
};
