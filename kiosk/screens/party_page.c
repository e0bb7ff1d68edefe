/* Landscape: what it is about beside the steppers; portrait: above them. */
#include "screens/party_page.h"

#include "app/app.h"
#include "app/bars.h"
#include "ui/language.h"

enum { PARTY_PAGE_ACTIONS(SCREEN_ACTION_INDEX) };
enum { PARTY_PAGE_ACTIONS(SCREEN_ACTION_ENUM) };

enum { SIDE_WIDTH = 680, FEW = 2, FEW_ON_TALL = 3, FULL_PERMILLE = 1000 };

static void question(struct ui *ui, const struct party_page *page)
{
	part_notice(ui, UI_SUN, "identification-card-fill", page->question);
}

static void question_answers(struct ui *ui, const struct party_page *page)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE});
	ui_growing(ui_button(ui, UI_SECONDARY, _("No"), page->action_no, 0));
	ui_growing(ui_button(ui, UI_DARK, _("Yes"), page->action_yes, 0));
	ui_close(ui);
}

/* What stands beside the steppers of a wide screen is closer then. */
static bool has_much(const struct ui *ui, const struct party_page *page)
{
	return page->other || (page->also && ui_has_little_room(ui));
}

static int gap(const struct ui *ui, const struct party_page *page)
{
	return has_much(ui, page) ? UI_GAP_SMALL : UI_GAP_LARGE;
}

/* Beside the steppers there is no room for a warning, another way on and what the page before has said
 * of a card. */
static bool gives_way(const struct ui *ui, const struct party_page *page)
{
	bool gauged = page->room > 0;

	if (ui_is_short(ui))
		return gauged;
	return !ui_is_portrait(ui) && ((page->also && page->warning) || (gauged && page->other));
}

static void session_card(struct ui *ui, const struct party_page *page)
{
	if (has_much(ui, page))
		part_session_card_close(ui, page->session, page->places);
	else
		part_session_card(ui, page->session, page->places);
}

/* One thing: what must be answered or known now, else what it is about. */
static void one_fact(struct ui *ui, const struct party_page *page)
{
	if (page->question)
		return;
	if (page->warning)
		part_notice(ui, UI_SUN, "warning-circle-fill", page->warning);
	else if (page->thanks)
		ui_private(part_notice(ui, UI_CREAM, "identification-card-fill", page->thanks));
	else
		session_card(ui, page);
}

/* How full it is, for the eye and in words. */
static void gauge(struct ui *ui, const struct party_page *page)
{
	int room = page->room, inside = page->inside < room ? page->inside : room;

	if (room == 0)
		return;
	ui_column(ui, (struct ui_box){.gap = UI_GAP_SMALL, .stays = true});
	ui_text(ui, UI_BODY,
		ui_format(ui, _("Inside now: {inside} of {room}"), "inside", ui_number(ui, inside),
			"room", ui_number(ui, room), NULL));
	ui_bar(ui, (int)((int64_t)inside * FULL_PERMILLE / room));
	if (page->note && !page->other)
		ui_muted(ui_text(ui, UI_BODY, page->note));
	ui_close(ui);
}

static void facts(const struct app *app, struct ui *ui, const struct party_page *page)
{
	if (ui_has_little_room(ui)) {
		one_fact(ui, page);
		return;
	}
	session_card(ui, page);
	if (!page->warning)
		gauge(ui, page);
	(ui_is_short(ui) ? ui_row : ui_column)(ui, (struct ui_box){.gap = gap(ui, page)});
	if (page->warning)
		ui_growing(part_notice(ui, UI_SUN, "warning-circle-fill", page->warning));
	if (page->thanks && !(page->question && ui_is_short(ui)))
		ui_private(part_notice(ui, UI_CREAM, "identification-card-fill", page->thanks));
	if (page->why_hold && !gives_way(ui, page))
		part_hold_card(app, ui, page->why_hold);
	ui_close(ui);
}

static struct ui_node *other(struct ui *ui, const struct party_page *page)
{
	return ui_button(ui, UI_SECONDARY, page->other, page->action_other, 0);
}

static void side(const struct app *app, struct ui *ui, const struct party_page *page)
{
	facts(app, ui, page);
	if (page->question) {
		question(ui, page);
		question_answers(ui, page);
	}
	if (page->other && !page->question && !ui_is_low(ui))
		other(ui, page);
}

/* Thirty taps would be too many. */
static void quick(struct ui *ui, const struct party_page *page)
{
	if (!page->quick)
		return;
	if (!ui_is_short(ui))
		ui_text(ui, UI_LABEL, _("How many children?"));
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true});
	for (int i = 0; i < page->quick_count; i++) {
		struct ui_node *button = ui_growing(ui_button(
			ui, UI_SECONDARY, ui_number(ui, page->quick[i]), page->action_quick, i));
		ui_selected(button, page->party->count[PARTY_CHILDREN] == page->quick[i]);
	}
	ui_close(ui);
}

/* Few of them leave room for art. */
static void steppers(struct ui *ui, const struct party_page *page)
{
	bool is_tall = ui_is_portrait(ui) && !ui_is_low(ui) && !ui_has_little_room(ui);
	bool few = __builtin_popcount(page->session->asks) <= (is_tall ? FEW_ON_TALL : FEW);

	ui_column(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_LARGE});
	quick(ui, page);
	ui_pages(ui, (struct ui_box){.grow = !few, .gap = UI_GAP_SMALL});
	part_steppers(ui, page->session, page->party, page->is_largest,
		&(struct stepper_actions){LESS, MORE});
	ui_close(ui);
	if (few && (!page->quick || ui_is_portrait(ui)))
		part_art_below(ui);
	ui_close(ui);
}

static struct ui_node *also(struct ui *ui, const struct party_page *page)
{
	return ui_with_icon(
		ui_private(ui_button(ui, UI_SECONDARY, page->also, page->action_also, 0)),
		page->also_icon);
}

/* NULL: the party cannot go on as it stands. */
static struct ui_node *go_on(struct ui *ui, const struct party_page *page)
{
	if (!page->go_on)
		return NULL;
	return ui_with_end_icon(ui_button(ui, UI_PRIMARY, page->go_on, GO_ON, 0), page->icon);
}

/* Side by side; in half a screen another way stands there, too. */
static void ways_on(struct ui *ui, const struct party_page *page)
{
	bool other_too = ui_is_low(ui) && page->other;

	if (!page->go_on || (!page->also && !other_too)) {
		go_on(ui, page);
		return;
	}
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	if (other_too)
		ui_growing(other(ui, page));
	if (page->also)
		ui_growing(also(ui, page));
	ui_growing(go_on(ui, page));
	ui_close(ui);
}

static void view_portrait(const struct app *app, struct ui *ui, const struct party_page *page)
{
	side(app, ui, page);
	steppers(ui, page);
	ways_on(ui, page);
}

/* Beside the steppers there is little: a name may also be said in smaller letters. */
static bool has_room_for_name(const struct ui *ui, const struct party_page *page)
{
	return !page->warning && !page->other && !ui_has_little_room(ui);
}

static void view_landscape(const struct app *app, struct ui *ui, const struct party_page *page)
{
	ui_row(ui, (struct ui_box){.grow = 1, .gap = UI_GAP_WIDE, .stays = true});
	ui_column(ui, (struct ui_box){
			      .width = SIDE_WIDTH, .width_max = SIDE_WIDTH, .gap = gap(ui, page)});
	side(app, ui, page);
	ui_space(ui, 1);
	if (page->also && has_room_for_name(ui, page))
		also(ui, page);
	go_on(ui, page);
	ui_close(ui);
	steppers(ui, page);
	ui_close(ui);
}

/* The steppers side by side, below them the way on; a question is answered before it. */
static void view_low(struct ui *ui, const struct party_page *page)
{
	steppers(ui, page);
	if (page->question)
		question_answers(ui, page);
	else
		ways_on(ui, page);
}

void party_page_view(const struct app *app, struct ui *ui, const struct party_page *page)
{
	const struct bars bars = {.title = page->title,
		.back = BACK,
		.step = page->step,
		.steps = page->steps,
		.shows_first = true};

	bars_open(app, ui, &bars);
	if (ui_is_low(ui))
		facts(app, ui, page);
	if (ui_is_low(ui) && page->question)
		question(ui, page);
	bars_touch(app, ui, &bars);
	if (ui_is_low(ui))
		view_low(ui, page);
	else if (ui_is_portrait(ui))
		view_portrait(app, ui, page);
	else
		view_landscape(app, ui, page);
	bars_close(app, ui, &bars);
}

void party_page_step(struct party *party, const struct session *session, int action, int which)
{
	party_step(party, session, (enum party_part)which, action == MORE ? 1 : -1);
}

int party_page_room(const struct session *session)
{
	int limit = (int)session->setting[SETTING_FIRE_LIMIT];

	return limit > 0
		       ? limit
		       : places_in_all(session, POOL_BOOKING) + places_in_all(session, POOL_DOOR) +
				 places_in_all(session, POOL_CLASS);
}

struct door_full party_page_refused(struct app *app, const struct places *more)
{
	const struct session *session = &app_visit(app)->session;
	struct places_wish door = {.pool = POOL_DOOR, .places = *more};

	return (struct door_full){
		.is_refused = true,
		.room_is_full =
			store_inside(app_store(app), session->id) >= party_page_room(session),
		.missing = store_missing_part(app_store(app), session->id, &door),
		.left = store_places_for(app_store(app), session->id, &door),
	};
}

const char *party_page_full(struct ui *ui, const struct door_full *full)
{
	if (!full->is_refused)
		return NULL;
	if (full->room_is_full)
		return _("There is no room for more people. Please ask at the desk.");
	if (full->missing == PARTY_PRAMS)
		return _("There is no room for so many prams. Please ask at the desk.");
	if (full->missing == PARTY_WHEELCHAIRS)
		return _("The places for wheelchairs are taken. Please ask at the desk.");
	if (full->left == 0 || full->missing != PARTY_PARTS)
		return _("All places without a booking are taken now. Please ask at the desk.");
	return ui_format(ui, _("Places left here now: {count}. Please ask at the desk for more."),
		"count", ui_number(ui, full->left), NULL);
}
