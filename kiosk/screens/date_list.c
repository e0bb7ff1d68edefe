/* All dates are asked for at once, and each row says when its answer came. */
#include "screens/date_list.h"

#include "app/app.h"
#include "screens/asking.h"
#include "screens/fair.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"

/* ---- reading ---- */

static bool is_had(struct app *app, const struct date_list *list, const struct session *session)
{
	struct booking booking;

	return id_equal(session->id, list->had) ||
	       store_live_booking(app_store(app), session->id, app_visit(app)->holder.id, &booking);
}

static struct booking_facts facts_of(
	struct app *app, const struct date_list *list, const struct session *session)
{
	if (list->moves)
		return store_move_facts(app_store(app), session, list->moves, app_now_ms(app));
	return store_booking_facts(
		app_store(app), session, &app_visit(app)->holder, app_now_ms(app));
}

static void read_date(struct app *app, struct date_list *list, int i)
{
	const struct session *session = &list->sessions[i];
	struct booking_facts facts = facts_of(app, list, session);
	struct places_wish wish = part_places_to_book(app, session, &list->party);
	bool asked = list->asks && store_places_are_asked(app_store(app), session->id, wish.pool);

	list->refusals[i] = booking_decide(session, &list->party, &facts, app_now_ms(app));
	list->places[i] = place_state_now(app, session);
	if (is_had(app, list, session))
		list->dates[i] = DATE_HAD;
	else if (list->refusals[i] == BOOKING_TOO_LARGE_WHEN_FEW && !list->moves)
		list->dates[i] = DATE_FEW;
	else if (list->refusals[i] != BOOKING_ALLOWED)
		list->dates[i] = DATE_NOT;
	else if (store_has_places(app_store(app), session->id, &wish))
		list->dates[i] = DATE_PLACES;
	else
		list->dates[i] = asked ? DATE_ASKED : DATE_WAITS;
}

static void read_list(struct app *app, struct date_list *list)
{
	for (int i = 0; i < list->count; i++)
		read_date(app, list, i);
}

/* ---- asking ---- */

static bool is_missing(const struct date_list *list)
{
	for (int i = 0; i < list->count; i++)
		if (list->dates[i] == DATE_WAITS || list->dates[i] == DATE_ASKED)
			return true;
	return false;
}

bool date_list_is_open(const struct date_list *list, int i)
{
	return list->dates[i] != DATE_HAD && list->dates[i] != DATE_NOT;
}

bool date_list_is_awaited(const struct date_list *list)
{
	for (int i = 0; i < list->count; i++)
		if (list->dates[i] == DATE_ASKED)
			return true;
	return false;
}

static bool ask(struct app *app, const struct date_list *list)
{
	struct error error = {0};

	for (int i = 0; i < list->count; i++) {
		struct places_wish wish =
			part_places_to_book(app, &list->sessions[i], &list->party);
		if (list->dates[i] == DATE_WAITS &&
			!store_ask_places(app_store(app), list->sessions[i].id, &wish,
				app_now_ms(app), &error))
			return false;
	}
	return true;
}

void date_list_begin(struct app *app, struct date_list *list)
{
	read_list(app, list);
	if (!is_missing(list))
		return;
	list->asks = app_reaches_centre(app) && ask(app, list);
	list->offline = !list->asks;
	if (!list->asks)
		return;
	read_list(app, list);
	app_nudge_sync(app);
	app_wake_in(app, ASKING_MS);
}

bool date_list_heard(struct app *app, struct date_list *list, const struct message *message)
{
	if (message->kind != MESSAGE_NEWS && message->kind != MESSAGE_DEADLINE)
		return false;
	if (message->kind == MESSAGE_DEADLINE) {
		list->offline = date_list_is_awaited(list);
		list->asks = false;
	}
	read_list(app, list);
	return true;
}

/* ---- a row ---- */

static const char *words_of(struct ui *ui, const struct date_list *list, int i)
{
	switch (list->dates[i]) {
	case DATE_HAD:
		return _("You have booked this already.");
	case DATE_ASKED:
		return _("We are asking for places ...");
	case DATE_WAITS:
		return list->places[i] == PLACES_NONE
			       ? _("Full: waiting list")
			       : _("Too few places for all of you: waiting list");
	case DATE_FEW:
		return fair_waits_in_a_row(ui, &list->sessions[i]);
	case DATE_NOT:
		return fair_in_a_row(ui, &list->sessions[i], list->refusals[i]);
	case DATE_PLACES:
		break;
	}
	return NULL;
}

static bool is_waited_for(enum date_state date)
{
	return date == DATE_WAITS || date == DATE_FEW;
}

static void how_it_stands(struct ui *ui, const struct date_list *list, int i)
{
	const char *words = words_of(ui, list, i);

	if (!words)
		part_places(ui, list->places[i]);
	else
		ui_toned(ui_text(ui, UI_BODY, words),
			is_waited_for(list->dates[i]) ? UI_PLUM : UI_CLEAR);
}

struct ui_node *date_list_open_row(struct ui *ui, int action, int i)
{
	struct ui_box box = {.gap = UI_GAP_MEDIUM,
		.padding_inline = UI_GAP_SMALL,
		.padding_block = UI_GAP_HAIR,
		.tone = UI_WHITE,
		.radius = 32,
		.shadow = action != 0,
		.align = UI_CENTRE,
		.stays = true};

	return action ? ui_card_row(ui, box, action, i) : ui_row(ui, box);
}

/* Two on one day are told apart by their times. */
static bool is_alone_that_day(const struct date_list *list, int i)
{
	for (int other = 0; other < list->count; other++)
		if (booking_is_that_day(&list->sessions[i], &list->sessions[other]))
			return false;
	return true;
}

void date_list_words(struct ui *ui, const struct date_list *list, int i)
{
	const struct session *session = &list->sessions[i];

	part_leaf(ui, session, true);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_HAIR, .grow = 1, .justify = UI_CENTRE});
	ui_text(ui, UI_LABEL,
		is_alone_that_day(list, i) ? say_date(ui, session->starts_ms)
					   : session_when(ui, session));
	how_it_stands(ui, list, i);
	ui_close(ui);
}
