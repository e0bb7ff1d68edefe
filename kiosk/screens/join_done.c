/* Members: one after the other the number that is final, as a barcode too, and a card from the tray that
 * becomes theirs. No child is called by name. */
#include "app/app.h"
#include "app/bars.h"
#include "screens/join.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(NEXT) A(BOOK) A(DONE)
SCREEN_ACTIONS(ACTIONS);

enum {
	BARS_WIDTH = 660,
	BARS_HEIGHT = 150,
	BARS_WIDTH_SMALL = 528,
	BARS_HEIGHT_SMALL = 104,
};

enum card { NO_CARD, CARD_LINKED, CARD_CHANGES, CARD_TAKEN };

struct state {
	enum card card;
	struct token linked; /* the card that was held last */
};

/* "2700 0000 1000 07": in groups, to be written down. */
static const char *number_in_groups(struct ui *ui, const char *number)
{
	char groups[2 * CARD_NUMBER_BYTES_MAX] = "";
	size_t length = 0;

	for (size_t i = 0; number[i]; i++) {
		if (i > 0 && i % 4 == 0)
			groups[length++] = ' ';
		groups[length++] = number[i];
	}
	return ui_format(ui, groups, NULL);
}

static bool is_last(const struct app *app)
{
	const struct joined *joined = &app_visit(app)->joined;

	return joined->shown == joined->count - 1;
}

static const char *shown_number(const struct app *app)
{
	const struct joined *joined = &app_visit(app)->joined;

	return joined->numbers[joined->shown];
}

/* The children are counted without the adult who joined with them. */
static const char *whose(const struct app *app)
{
	static const char *const children[] = {
		N_("The first child's card"),
		N_("The second child's card"),
		N_("The third child's card"),
		N_("The fourth child's card"),
		N_("The fifth child's card"),
		N_("The sixth child's card"),
	};
	const struct joined *joined = &app_visit(app)->joined;
	int child = joined->shown - joined->has_adult;

	_Static_assert(
		sizeof(children) / sizeof(children[0]) == PEOPLE_MAX, "each child has a word");
	if (child < 0)
		return _("Your card");
	return joined->count - joined->has_adult == 1 ? _("The child's card") : _(children[child]);
}

static bool is_of_child(const struct app *app)
{
	const struct joined *joined = &app_visit(app)->joined;

	return joined->shown >= joined->has_adult;
}

/* Whose card it is, and which of how many. */
static void order(const struct app *app, struct ui *ui)
{
	const struct joined *joined = &app_visit(app)->joined;

	if (joined->count == 1)
		return;
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			   .align = UI_CENTRE,
			   .justify = UI_BETWEEN,
			   .stays = true});
	ui_text(ui, ui_has_little_room(ui) ? UI_TITLE : UI_HEADING, whose(app));
	/* Translators: "2 of 3" cards. */
	ui_muted(ui_text(ui, UI_BODY,
		ui_format(ui, _("{number} of {count}"), "number", ui_number(ui, joined->shown + 1),
			"count", ui_number(ui, joined->count), NULL)));
	ui_close(ui);
}

static void bars(const struct app *app, struct ui *ui)
{
	bool little = ui_has_little_room(ui);

	ui_barcode(ui, shown_number(app), little ? BARS_WIDTH_SMALL : BARS_WIDTH,
		little ? BARS_HEIGHT_SMALL : BARS_HEIGHT,
		_("Your membership number as a barcode to photograph."));
}

static void number(const struct app *app, struct ui *ui)
{
	bool little = ui_has_little_room(ui);

	ui_column(ui, (struct ui_box){.gap = UI_GAP_TINY,
			      .padding = UI_GAP_WIDE,
			      .tone = UI_WHITE,
			      .radius = 32,
			      .shadow = true,
			      .align = UI_CENTRE});
	if (!little || app_visit(app)->joined.count == 1)
		ui_muted(ui_text(ui, UI_BODY,
			is_of_child(app) ? _("The child's membership number")
					 : _("Your membership number")));
	bars(app, ui);
	ui_centred(ui_left_to_right(ui_private(ui_text(
		ui, little ? UI_TITLE : UI_HEADING, number_in_groups(ui, shown_number(app))))));
	if (!little)
		ui_muted(ui_centred(
			ui_text(ui, UI_CAPTION, _("Take a photo of it, or write it down."))));
	ui_close(ui);
}

static void card(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	switch (state->card) {
	case NO_CARD:
		if (app_ways(app).card_reader)
			part_notice(ui, UI_SUN, "contactless-payment-bold",
				_("Take a card from the tray and hold it on the reader."));
		else
			part_notice(ui, UI_SUN, "identification-card-fill",
				_("Ask at the desk for your card."));
		break;
	case CARD_LINKED:
		part_notice(ui, UI_SUN, "check-circle-fill", _("Your card is linked"));
		break;
	case CARD_CHANGES:
		part_notice(ui, UI_SUN, "warning-fill",
			_("We need a card from the tray, not a phone."));
		break;
	case CARD_TAKEN:
		part_notice(ui, UI_SUN, "warning-fill",
			_("That card belongs to somebody already. Please take another one."));
		break;
	}
}

/* Also of who joined their children alone. */
static const char *membership(const struct app *app)
{
	const struct joined *joined = &app_visit(app)->joined;

	if (joined->count > 1)
		return _("You are members of the library now.");
	return joined->has_adult ? _("You are a member of the library now.")
				 : _("Your child is a member of the library now.");
}

static void welcome(const struct app *app, struct ui *ui)
{
	const struct holder *holder = &app_visit(app)->holder;

	ui_badge(ui, "check-bold", 160, UI_SUN);
	if (holder_may_be_named(holder))
		ui_private(ui_heading(ui, UI_LARGE,
			ui_format(ui, _("Welcome, {name}!"), "name", holder->first_name, NULL)));
	else
		ui_heading(ui, UI_LARGE, _("Welcome!"));
	ui_text(ui, UI_TITLE, membership(app));
}

static void ways_on(const struct app *app, struct ui *ui)
{
	if (!is_last(app)) {
		ui_with_end_icon(
			ui_button(ui, UI_PRIMARY, _("Next card"), NEXT, 0), "arrow-right-bold");
		return;
	}
	ui_with_icon(ui_button(ui, UI_PRIMARY, _("Book a place"), BOOK, 0), "calendar-plus-bold");
	ui_with_icon(ui_button(ui, UI_DARK, _("Finish"), DONE, 0), "check-bold");
}

static void view(const struct app *app, struct ui *ui)
{
	bool portrait = ui_is_portrait(ui);

	(portrait ? ui_column : ui_row)(ui, (struct ui_box){.grow = 1, .stays = true});
	ui_column(ui, (struct ui_box){.tone = UI_TEAL,
			      .padding = UI_GAP_HUGE,
			      .gap = UI_GAP_WIDE,
			      .grow = 1,
			      .width = portrait ? 0 : 840,
			      .align = UI_START,
			      .justify = UI_CENTRE});
	ui_space(ui, 1);
	welcome(app, ui);
	ui_space(ui, 1);
	ui_spines(ui, 420, 260);
	ui_close(ui);
	ui_column(ui, (struct ui_box){.padding = ui_has_little_room(ui) ? UI_GAP_EDGE : UI_GAP_HUGE,
			      .gap = ui_has_little_room(ui) ? UI_GAP_MEDIUM : UI_GAP_WIDE,
			      .grow = 1,
			      .width = portrait ? 0 : 840,
			      .justify = UI_CENTRE});
	part_held(app, ui);
	order(app, ui);
	number(app, ui);
	card(app, ui);
	ways_on(app, ui);
	ui_close(ui);
	ui_close(ui);
}

/* The visit goes on with the card of whom it is about, not with a child's. */
static bool is_holders(const struct app *app)
{
	const struct visit *visit = app_visit(app);

	return id_equal(visit->holder.id, visit->joined.holders[visit->joined.shown].id);
}

static void take_card(struct app *app, const struct presented *presented)
{
	struct state *state = app_state_change(app);
	struct error error = {0};

	if (store_holder(app_store(app), &presented->token).status != HOLDER_UNCONFIRMED) {
		state->card = CARD_TAKEN;
	} else if (join_link_card(app, &presented->token, &error)) {
		if (is_holders(app))
			app_visit_change(app)->presented = *presented;
		state->linked = presented->token;
		state->card = CARD_LINKED;
	} else {
		app_send_to_desk(app, "linking a card", &error);
	}
}

/* Another visitor's: what somebody has already, or what comes after the last one here has a card. While
 * there are more, nobody takes their numbers away. */
static bool is_next_visitor(struct app *app, const struct presented *presented)
{
	const struct state *state = app_state(app);

	if (!is_last(app))
		return false;
	if (presented->kind == PRESENTED_RANDOM_CHIP)
		return state->card == CARD_LINKED;
	if (presented->kind != PRESENTED_CHIP)
		return true;
	if (token_equal(&presented->token, &state->linked))
		return false;
	return state->card == CARD_LINKED ||
	       store_holder(app_store(app), &presented->token).status != HOLDER_UNCONFIRMED;
}

static void next(struct app *app)
{
	struct state *state = app_state_change(app);

	app_visit_change(app)->joined.shown++;
	state->card = NO_CARD;
}

static void book(struct app *app)
{
	app_visit_change(app)->wants_to_book = true;
	app_go(app, &screen_whats_on);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case NEXT:
		next(app);
		break;
	case BOOK:
		book(app);
		break;
	case DONE:
		app_end_visit(app);
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	struct state *state = app_state_change(app);

	if (message->kind != MESSAGE_PRESENTED || is_next_visitor(app, &message->presented))
		return false;
	if (state->card == CARD_LINKED)
		return true;
	if (message->presented.kind != PRESENTED_CHIP)
		state->card = CARD_CHANGES;
	else
		take_card(app, &message->presented);
	return true;
}

const struct screen screen_join_done = {
	.name = "join_done",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.patience_s = 120,
	.view = view,
	.tap = tap,
	.handle = handle,
};
