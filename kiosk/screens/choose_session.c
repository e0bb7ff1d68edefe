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

static bool is_open(const struct app *app, int i)
{
	const struct check_in_facts *facts = &app_visit(app)->facts;

	return session_is_open(&facts->candidates[i].session, app_now_ms(app));
}

static void candidate(struct ui *ui, const struct check_in_candidate *candidate, int index)
{
	ui_card_row(ui,
		(struct ui_box){.gap = UI_GAP_LARGE,
			.padding = UI_GAP_LARGE,
			.tone = UI_WHITE,
			.radius = 32,
			.shadow = true,
			.align = UI_CENTRE,
			.stays = true},
		CHOOSE, index);
	ui_badge(ui, session_icon(&candidate->session), 112, UI_CORAL);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_TINY, .grow = 1});
	ui_foreign(ui_text(ui, UI_TITLE, candidate->session.title));
	ui_text(ui, UI_BODY,
		ui_format(ui, _("{times} · {room}"), "times",
			say_times(ui, candidate->session.starts_ms, candidate->session.ends_ms),
			"room", candidate->session.room, NULL));
	if (candidate->booked)
		ui_text(ui, UI_BODY, party_in_words(ui, &candidate->party));
	ui_close(ui);
	ui_icon(ui, "caret-right-bold", 48);
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct check_in_facts *facts = &app_visit(app)->facts;

	bars_open(app, ui, &(struct bars){.title = _("What have you come for?"), .back = BACK});
	ui_pages(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_LARGE});
	for (int i = 0; i < facts->count; i++)
		if (is_open(app, i))
			candidate(ui, &facts->candidates[i], i);
	ui_close(ui);
	bars_close(app, ui);
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
