/* A family's card was shown: who of them comes is chosen by a tap. Only initials and age bands are seen;
 * whoever else comes is counted on the next page. */
#include <assert.h>

#include "app/app.h"
#include "app/bars.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(BACK) A(CHOOSE) A(GO_ON)
SCREEN_ACTIONS(ACTIONS);
UI_LIST_FITS(HOUSEHOLD_MAX + 1);

enum { FEW = 2 };

struct state {
	unsigned who; /* as household_party() takes it */
};

static void enter(struct app *app)
{
	struct state *state = app_state_change(app);

	state->who = (2u << app_visit(app)->holder.household.count) - 1;
}

/* ---- what it looks like ---- */

static const char *age_in_words(enum age_band band)
{
	switch (band) {
	case AGE_UNDER_1:
		return _("Under 1 year");
	case AGE_1_TO_4:
		return _("1 to 4 years");
	case AGE_5_TO_11:
		return _("5 to 11 years");
	case AGE_12_TO_17:
		return _("12 to 17 years");
	case AGE_GROWN_UP:
		return _("18 years or more");
	case AGE_UNKNOWN:
	case AGE_BANDS:
		break;
	}
	return _("A child");
}

static void person(struct ui *ui, const char *name, const char *line, int number, bool comes)
{
	bool is_adult = number == 0;

	ui_selected(ui_card_row(ui,
			    (struct ui_box){.gap = UI_GAP_LARGE,
				    .padding_inline = UI_GAP_WIDE,
				    .padding_block = UI_GAP_MEDIUM,
				    .tone = UI_WHITE,
				    .radius = 32,
				    .border = true,
				    .shadow = true,
				    .align = UI_CENTRE,
				    .stays = true},
			    CHOOSE, number),
		comes);
	ui_badge(ui, is_adult ? "user-bold" : "smiley-fill", 84, is_adult ? UI_SKY : UI_TEAL);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_HAIR, .grow = 1});
	ui_private(ui_text(ui, UI_TITLE, name));
	ui_muted(ui_text(ui, UI_BODY, line));
	ui_close(ui);
	ui_badge(ui, comes ? "check-bold" : "minus-bold", 72, comes ? UI_INK : UI_SAND);
	ui_close(ui);
}

/* Few leave room for what the session is about. */
static bool has_few(const struct app *app, const struct ui *ui)
{
	int most = ui_has_little_room(ui) ? 1 : FEW;

	return app_visit(app)->holder.household.count <= most && !ui_is_short(ui);
}

static void people(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct household *household = &app_visit(app)->holder.household;

	ui_pages(ui, (struct ui_box){.grow = !has_few(app, ui), .gap = UI_GAP_MEDIUM});
	person(ui, _("You"), _("Your card is your ticket."), 0, state->who & 1);
	for (int i = 0; i < household->count; i++) {
		const struct household_person *one = &household->people[i];
		const char *initial =
			*one->initial ? ui_format(ui, "{initial}.", "initial", one->initial, NULL)
				      : _("A child");
		person(ui, initial, age_in_words(one->band), i + 1, state->who & 2u << i);
	}
	ui_close(ui);
	if (has_few(app, ui))
		part_drawing_below(ui, &app_visit(app)->session);
}

static void ways_on(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (state->who)
		ui_with_end_icon(
			ui_button(ui, UI_PRIMARY, _("Continue"), GO_ON, 0), "arrow-right-bold");
}

static void view_landscape(const struct app *app, struct ui *ui)
{
	const struct session *session = &app_visit(app)->session;

	ui_row(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_WIDE, .stays = true});
	ui_column(ui, (struct ui_box){.width = 620, .width_max = 620, .gap = UI_GAP_LARGE});
	if (!ui_has_little_room(ui) && !ui_is_short(ui))
		part_session_card(ui, session, PLACES_UNSAID);
	ui_space(ui, 1);
	ways_on(app, ui);
	ui_close(ui);
	ui_column(ui, (struct ui_box){.grow = 1});
	people(app, ui);
	ui_close(ui);
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct bars bars = {.title = _("Who is coming?"),
		.back = BACK,
		.step = BOOKING_COUNT,
		.steps = part_booking_steps(app),
		.shows_first = true};

	bars_open(app, ui, &bars);
	if (ui_is_portrait(ui))
		part_session_card(ui, &app_visit(app)->session, PLACES_UNSAID);
	bars_touch(app, ui, &bars);
	if (ui_is_portrait(ui) || ui_has_little_room(ui)) {
		people(app, ui);
		ways_on(app, ui);
	} else {
		view_landscape(app, ui);
	}
	bars_close(app, ui, &bars);
}

/* ---- what happens ---- */

static void take_party(struct app *app)
{
	const struct state *state = app_state(app);
	struct visit *visit = app_visit_change(app);

	visit->party = household_party(&visit->holder.household, state->who, &visit->session);
	visit->keeps_party = true;
}

static void tap(struct app *app, int action, int which)
{
	struct state *state = app_state_change(app);

	switch ((enum action)action) {
	case BACK:
		app_go(app, &screen_session);
		break;
	case CHOOSE:
		assert(which >= 0 && which <= app_visit(app)->holder.household.count);
		state->who ^= 1u << which;
		break;
	case GO_ON:
		take_party(app);
		app_go(app, &screen_party);
		break;
	}
}

const struct screen screen_who_comes = {
	.name = "who_comes",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.enter = enter,
	.view = view,
	.tap = tap,
};
