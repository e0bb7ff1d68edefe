/* The bound on waiting is the screen's: a centre that is slow makes nobody stand here. */
#include "screens/date_list.h"

#include "app/app.h"
#include "ui/language.h"
#include "ui/say.h"

enum { ASKING_MS = 6000 };

/* ---- reading ---- */

static bool is_had(struct app *app, const struct session *session)
{
	struct booking booking;

	return store_live_booking(app_store(app), session->id, app_visit(app)->holder.id, &booking);
}

static enum date_state state_of(
	struct app *app, const struct date_list *list, const struct session *session)
{
	if (is_had(app, session))
		return DATE_HAD;
	if (!booking_is_open(session, app_now_ms(app)))
		return DATE_LATER;
	struct places_wish wish = part_places_to_book(app, session, &list->party);
	if (store_has_places(app_store(app), session->id, &wish))
		return DATE_PLACES;
	return list->asks && store_places_are_asked(app_store(app), session->id) ? DATE_ASKED
										 : DATE_WAITS;
}

static void read_list(struct app *app, struct date_list *list)
{
	for (int i = 0; i < list->count; i++) {
		list->dates[i] = state_of(app, list, &list->sessions[i]);
		list->places[i] = place_state_now(app, &list->sessions[i]);
	}
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
	return list->dates[i] != DATE_HAD && list->dates[i] != DATE_LATER;
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

static const char *words_of(const struct date_list *list, int i)
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
	case DATE_PLACES:
	case DATE_LATER:
		break;
	}
	return NULL;
}

static void how_it_stands(struct ui *ui, const struct date_list *list, int i)
{
	const char *words = words_of(list, i);

	if (!words)
		part_places(ui, list->places[i]);
	else
		ui_toned(ui_text(ui, UI_BODY, words),
			list->dates[i] == DATE_WAITS ? UI_PLUM : UI_CLEAR);
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

void date_list_words(struct ui *ui, const struct date_list *list, int i)
{
	const struct session *session = &list->sessions[i];

	part_leaf(ui, session, true);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_HAIR, .grow = 1, .justify = UI_CENTRE});
	ui_text(ui, UI_LABEL, say_date(ui, session->starts_ms));
	how_it_stands(ui, list, i);
	ui_close(ui);
}
