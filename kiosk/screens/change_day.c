/* The same booking on another day: only a day with places for all of the party can be taken, so that
 * nobody gives up a place for none. Until then the old day stands. */
#include <assert.h>

#include "app/app.h"
#include "app/bars.h"
#include "screens/change_day.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

#define ACTIONS(A) A(BACK) A(CHOOSE) A(CHANGE_NOW) A(KEEP)
SCREEN_ACTIONS(ACTIONS);

enum { NOT_ASKED = -1 };

UI_LIST_FITS(SERIES_MAX);

static void read_days(struct app *app)
{
	struct change_day_state *state = app_state_change(app);
	const struct visit *visit = app_visit(app);

	state->asked = NOT_ASKED;
	state->list.party = visit->booking.party;
	state->list.moves = &visit->booking;
	state->list.had = visit->session.id;
	state->list.count = store_event_sessions(app_store(app), visit->session.event,
		app_now_ms(app), state->list.sessions, SERIES_MAX);
	date_list_begin(app, &state->list);
}

/* ---- the page ---- */

static bool is_free(const struct date_list *list, int i)
{
	return list->dates[i] == DATE_PLACES;
}

static int count_of(const struct date_list *list, enum date_state date)
{
	int count = 0;

	for (int i = 0; i < list->count; i++)
		count += list->dates[i] == date;
	return count;
}

static void date_row(struct ui *ui, const struct change_day_state *state, int i)
{
	bool free = is_free(&state->list, i);

	date_list_open_row(ui, free ? CHOOSE : 0, i);
	date_list_words(ui, &state->list, i);
	if (free)
		ui_icon(ui, "caret-right-bold", 48);
	ui_close(ui);
}

static void list(struct ui *ui, const struct change_day_state *state)
{
	ui_pages(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_SMALL});
	for (int free = 1; free >= 0; free--)
		for (int i = 0; i < state->list.count; i++)
			if (is_free(&state->list, i) == free)
				date_row(ui, state, i);
	ui_close(ui);
}

static void ask(const struct app *app, struct ui *ui)
{
	const struct change_day_state *state = app_state(app);
	const struct session *old = &app_visit(app)->session;

	part_notice(ui, UI_SUN, "calendar-bold",
		ui_format(ui, _("Come on {date} instead of {old}?"), "date",
			say_date(ui, state->list.sessions[state->asked].starts_ms), "old",
			say_date(ui, old->starts_ms), NULL));
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY, _("No"), KEEP, 0)), "x-bold");
	ui_with_icon(ui_growing(ui_button(ui, UI_PRIMARY, _("Yes"), CHANGE_NOW, 0)), "check-bold");
	ui_close(ui);
}

/* NULL: a day can be taken, or an answer is still to come. */
static const char *why_none(const struct date_list *list)
{
	if (count_of(list, DATE_PLACES) > 0 || date_list_is_awaited(list))
		return NULL;
	return list->count > 1 && count_of(list, DATE_HAD) == list->count
		       ? _("You have booked all the other days already. Your booking stays as it "
			   "is.")
		       : _("No other day has places for all of you now. Your booking stays as it "
			   "is; please look again another day, or ask at the desk.");
}

static void what_to_know(struct ui *ui, const struct change_day_state *state)
{
	const char *none = why_none(&state->list);

	if (state->refused != REFUSAL_NONE)
		part_notice(ui, UI_SUN, "warning-circle-fill", refusal_in_words(state->refused));
	else if (none)
		part_notice(ui, UI_CREAM, "calendar-check-bold", none);
	else if (!ui_is_short(ui) && !ui_is_crowded(ui))
		part_notice(ui, UI_CREAM, "info-fill",
			_("Choose a day with places for all of you. Until then your booking "
			  "stays as it is."));
}

static void view(const struct app *app, struct ui *ui)
{
	const struct change_day_state *state = app_state(app);
	bool only_way = state->asked == NOT_ASKED && why_none(&state->list) && !ui_is_short(ui);
	const struct bars bars = {.title = _("Another day"), .back = only_way ? 0 : BACK};

	bars_open(app, ui, &bars);
	if (state->asked == NOT_ASKED) {
		what_to_know(ui, state);
		list(ui, state);
		if (only_way)
			ui_with_icon(ui_button(ui, UI_PRIMARY, _("Back to my booking"), BACK, 0),
				"arrow-left-bold");
	} else {
		ask(app, ui);
		part_art_below(ui);
	}
	bars_close(app, ui, &bars);
}

/* ---- what happens ---- */

/* Whose card is not the ticket photographs the new one. */
static void changed(struct app *app, const struct session *to)
{
	struct visit *visit = app_visit_change(app);

	visit->session = *to;
	visit->changed = visit->has_new_code = true;
	app_go(app, holder_is_known(visit->holder.status) ? &screen_booking : &screen_ticket);
}

static void change(struct app *app)
{
	struct change_day_state *state = app_state_change(app);
	struct visit *visit = app_visit_change(app);
	const struct session *to = &state->list.sessions[state->asked];
	struct booking_move move = {
		.booking = visit->booking.id, .session = to->id, .language = ui_language()->code};
	struct error error = {0};

	struct booking moved;

	if (store_move(app_store(app), &move, app_now_ms(app), &moved, &error)) {
		visit->booking = moved;
		changed(app, to);
		return;
	}
	state->refused = refusal_of_day(app, &error, to->id);
	if (state->refused == REFUSAL_NONE)
		app_send_to_desk(app, "changing the day", &error);
	else
		read_days(app);
}

static void tap(struct app *app, int action, int which)
{
	struct change_day_state *state = app_state_change(app);

	switch ((enum action)action) {
	case BACK:
		app_go(app, &screen_booking);
		break;
	case CHOOSE:
		assert(which >= 0 && which < state->list.count);
		state->refused = REFUSAL_NONE;
		state->asked = which;
		break;
	case CHANGE_NOW:
		change(app);
		break;
	case KEEP:
		state->asked = NOT_ASKED;
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	struct change_day_state *state = app_state_change(app);

	return date_list_heard(app, &state->list, message);
}

const struct screen screen_change_day = {
	.name = "change_day",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct change_day_state),
	.enter = read_days,
	.view = view,
	.tap = tap,
	.handle = handle,
};
