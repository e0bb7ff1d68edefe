/* The reading challenge: the visitor's stamp card, what comes next, and a tap for today's stamp. When all
 * stamps are there it is a celebration. Who has shown no card learns how to take part. Nothing here says
 * whose card it is: children hold it. */
#include "app/app.h"
#include "app/bars.h"
#include "screens/challenge_words.h"
#include "screens/filling.h"
#include "screens/join.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/words.h"
#include "ui/language.h"

#define ACTIONS(A) A(BACK) A(STAMP) A(JOIN) A(DONE)
SCREEN_ACTIONS(ACTIONS);

enum {
	SIDE_WIDTH = 680,
	STAMP_SIZE = 220,
	STAMP_SIZE_MANY = 152,  /* of more than six, and in bigger letters */
	STAMP_SIZE_SHORT = 128, /* in half a wide screen */
	FEW_STEPS = 6,
	SHORT_SHARE = 9,      /* nearly all of the upper half, for the card; space takes the rest */
	DRAWING_WIDTH = 1700, /* in the middle of whatever there is */
	DRAWING_HEIGHT = 400,
};

struct state {
	struct challenge challenge; /* stands first */
	bool just_stamped;
};

static void read_card(struct app *app)
{
	struct state *state = app_state_change(app);

	state->challenge = challenge_now(app);
}

static bool has_card(const struct app *app)
{
	return holder_is_known(app_visit(app)->holder.status);
}

/* ---- the stamp card ---- */

static int stamp_size(const struct ui *ui, int steps)
{
	if (ui_is_short(ui))
		return STAMP_SIZE_SHORT;
	return steps > FEW_STEPS || ui_reading(ui).bigger ? STAMP_SIZE_MANY : STAMP_SIZE;
}

static int in_a_row(const struct ui *ui, int steps)
{
	if (ui_is_short(ui))
		return FEW_STEPS;
	return steps > FEW_STEPS ? 4 : 3;
}

static void card_words(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct challenge *challenge = &state->challenge;
	const char *about = filling_words(&challenge->form->about);

	if (challenge->stamps.count > 0) {
		ui_centred(ui_text(ui, UI_TITLE, challenge_count(ui, challenge)));
		return;
	}
	if (*about)
		ui_foreign(ui_text(ui, ui_has_little_room(ui) ? UI_BODY : UI_LABEL, about));
	if (!ui_is_short(ui) && !ui_has_little_room(ui))
		ui_muted(ui_text(ui, UI_BODY,
			ui_format(ui, _("Until {date}."), "date",
				date_in_words(ui, challenge->form->until), NULL)));
}

static bool may_be_stamped(const struct app *app)
{
	const struct state *state = app_state(app);

	return has_card(app) && state->challenge.answer == CHALLENGE_STAMP;
}

/* Where it can be reached it is the button, too: that is where a child puts the stamp. */
static void stamp_card(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	int steps = state->challenge.form->step_count;
	struct ui_box box = {.gap = UI_GAP_LARGE,
		.padding = ui_has_little_room(ui) || ui_is_short(ui) ? UI_GAP_MEDIUM : UI_GAP_WIDE,
		.tone = UI_WHITE,
		.radius = 36,
		.shadow = true,
		.justify = UI_CENTRE,
		.grow = ui_is_short(ui) ? SHORT_SHARE : !ui_is_low(ui)};

	if (may_be_stamped(app) && !ui_is_low(ui))
		ui_card(ui, box, STAMP, 1);
	else
		ui_column(ui, box);
	card_words(app, ui);
	challenge_stamps(ui, &state->challenge, stamp_size(ui, steps), in_a_row(ui, steps));
	ui_close(ui);
}

/* ---- what comes next ---- */

static void gift_now(struct ui *ui, const struct challenge *challenge)
{
	const struct form_words *gift = challenge_gift(challenge->form, challenge->stamps.count);

	if (gift)
		part_notice(ui, UI_SUN, "gift-fill",
			ui_format(ui, _("For you at the desk: {gift}"), "gift", filling_words(gift),
				NULL));
}

static void gift_to_come(struct ui *ui, const struct challenge *challenge)
{
	int missing = challenge_stamps_to_gift(challenge->form, challenge->stamps.count);

	if (missing == 0)
		return;
	part_line(ui, "gift-fill", UI_BODY,
		ui_format(ui,
			language_counted("{count} more stamp, and this is yours: {gift}",
				"{count} more stamps, and this is yours: {gift}",
				(unsigned long)missing),
			"count", ui_number(ui, missing), "gift",
			filling_words(
				challenge_gift(challenge->form, challenge->stamps.count + missing)),
			NULL));
}

static void take_part(const struct app *app, struct ui *ui)
{
	part_notice(ui, UI_CREAM, "identification-card-fill",
		_("You take part with your library card. It is free, for children too."));
	part_hold_card(app, ui, _("Have a library card?"));
	ui_with_icon(ui_button(ui, UI_PRIMARY, _("Join the library"), JOIN, 0),
		"identification-card-fill");
}

static void come_again(struct ui *ui)
{
	ui_text(ui, UI_BODY,
		_("You have today's stamp. Come again on another day for the next one."));
	ui_with_icon(ui_button(ui, UI_PRIMARY, _("Done"), DONE, 0), "check-bold");
}

static void next(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct challenge *challenge = &state->challenge;

	if (!has_card(app)) {
		take_part(app, ui);
		return;
	}
	if (state->just_stamped && !ui_has_little_room(ui) && !ui_is_short(ui))
		ui_heading(ui, UI_HEADING, _("Well done!"));
	gift_now(ui, challenge);
	gift_to_come(ui, challenge);
	if (challenge->answer == CHALLENGE_STAMPED)
		come_again(ui);
	else
		ui_with_icon(
			ui_button(ui, UI_PRIMARY,
				challenge->stamps.count == 0 ? _("Take part") : _("Stamp my card"),
				STAMP, 0),
			"star-fill");
}

static void side(const struct app *app, struct ui *ui)
{
	bool portrait = ui_is_portrait(ui) || ui_is_low(ui);

	ui_column(ui, (struct ui_box){.width = portrait ? 0 : SIDE_WIDTH,
			      .width_max = portrait ? 0 : SIDE_WIDTH,
			      .gap = UI_GAP_LARGE,
			      .grow = portrait});
	if (!ui_has_little_room(ui))
		part_named_art_below(ui, "challenge");
	next(app, ui);
	ui_close(ui);
}

static void view_card(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct bars bars = {.title = challenge_title(&state->challenge),
		.back = BACK,
		.shows_first = true,
		.has_drawing = true};
	bool above = ui_is_portrait(ui) || ui_is_low(ui);

	bars_open(app, ui, &bars);
	if (above)
		stamp_card(app, ui);
	bars_touch(app, ui, &bars);
	(above ? ui_column : ui_row)(
		ui, (struct ui_box){.grow = 1, .gap = UI_GAP_EDGE, .stays = true});
	if (!above)
		stamp_card(app, ui);
	side(app, ui);
	ui_close(ui);
	bars_close(app, ui, &bars);
}

/* ---- complete ---- */

static const char *what_to_ask_for(struct ui *ui, const struct challenge *challenge)
{
	const struct form_words *gift =
		challenge_gift(challenge->form, challenge->form->step_count);

	if (!gift)
		return _("Tell us at the desk: we are proud of you.");
	return ui_format(ui, _("For you at the desk: {gift}"), "gift", filling_words(gift), NULL);
}

/* All six in a row are as wide as a narrow screen. */
static int celebrated_size(const struct ui *ui)
{
	return ui_is_portrait(ui) || ui_is_short(ui) || ui_has_little_room(ui)
		       ? STAMP_SIZE_SHORT - 24
		       : STAMP_SIZE_MANY;
}

static void view_celebration(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	bool tight = ui_has_little_room(ui) || ui_is_short(ui);

	part_poster(ui, UI_PLUM);
	if (!tight)
		ui_growing(ui_drawing(ui, "challenge", DRAWING_WIDTH, DRAWING_HEIGHT));
	ui_centred(ui_heading(ui, tight ? UI_HEADING : UI_DISPLAY, _("You did it!")));
	ui_column(ui, (struct ui_box){.padding = UI_GAP_LARGE, .tone = UI_WHITE, .radius = 36});
	challenge_stamps(ui, &state->challenge, celebrated_size(ui), FEW_STEPS);
	ui_close(ui);
	ui_toned(ui_centred(ui_text(
			 ui, tight ? UI_LABEL : UI_TITLE, what_to_ask_for(ui, &state->challenge))),
		UI_SUN);
	part_poster_touch(app, ui);
	ui_with_icon(ui_button(ui, UI_SUNNY, _("Done"), DONE, 0), "check-bold");
	part_poster_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	if (!state->challenge.form)
		return;
	if (has_card(app) && state->challenge.answer == CHALLENGE_COMPLETE)
		view_celebration(app, ui);
	else
		view_card(app, ui);
}

/* ---- what happens ---- */

static void stamp_it(struct app *app)
{
	struct state *state = app_state_change(app);
	const struct visit *visit = app_visit(app);
	const struct token *token =
		visit->presented.token.kind != TOKEN_NONE ? &visit->presented.token : NULL;
	struct error error = {0};

	if (!may_be_stamped(app))
		return;
	if (!store_stamp(app_store(app), state->challenge.form, &visit->holder, token,
		    app_today(app), app_now_ms(app), &error)) {
		app_send_to_desk(app, "a stamp", &error);
		return;
	}
	state->just_stamped = true;
	app_nudge_sync(app);
	read_card(app);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case BACK:
		part_go_home(app);
		break;
	case STAMP:
		stamp_it(app);
		break;
	case JOIN:
		join_begin(app);
		break;
	case DONE:
		app_end_visit(app);
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	const struct state *state = app_state(app);

	if (message->kind != MESSAGE_NEWS)
		return false;
	read_card(app);
	if (!state->challenge.form)
		part_go_home(app);
	return true;
}

const struct screen screen_challenge = {
	.name = "challenge",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.enter = read_card,
	.view = view,
	.tap = tap,
	.handle = handle,
};
