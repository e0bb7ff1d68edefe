/* A child who would like to join and has no adult here: what is on without joining, and a code that
 * brings the adult. Nothing about the child is kept. */
#include <assert.h>

#include "app/app.h"
#include "app/bars.h"
#include "base/clock.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(CHOOSE) A(DONE)
SCREEN_ACTIONS(ACTIONS);

enum {
	SESSIONS_SHOWN = 3,
	SESSIONS_READ = 64,
	DAYS_READ = 7,
	CODE_SIZE = 380,
	CODE_SIZE_LITTLE = 300,
	CODE_SIZE_HALF = 210
};

struct state {
	struct session sessions[SESSIONS_SHOWN]; /* that a child may come to without a card */
	int count;
};

static void enter(struct app *app)
{
	static struct session sessions[SESSIONS_READ];
	struct state *state = app_state_change(app);
	int64_t now_ms = app_now_ms(app);
	int count = store_sessions(app_store(app), now_ms, clock_day_start(now_ms, DAYS_READ),
		false, sessions, SESSIONS_READ);

	state->count = 0;
	for (int i = 0; i < count && state->count < SESSIONS_SHOWN; i++)
		if (sessions[i].admission != ADMISSION_BOOKED &&
			session_is_for_a_child_alone(&sessions[i]))
			state->sessions[state->count++] = sessions[i];
}

static const char *photo_words(void)
{
	return _("Take a photo of this for your adult.");
}

static int code_size(const struct ui *ui)
{
	if (ui_is_short(ui))
		return CODE_SIZE_HALF;
	return ui_has_little_room(ui) ? CODE_SIZE_LITTLE : CODE_SIZE;
}

/* Words for a telephone, and for who listens: no web site is needed. */
static void code(const struct app *app, struct ui *ui)
{
	bool low = ui_is_low(ui), little = ui_has_little_room(ui);
	const char *words = ui_format(ui,
		_("{library}: your child would like to join, free. Please come to the front desk "
		  "together."),
		"library", app_enrolment(app)->branch_name, NULL);
	const struct ui_box box = {.gap = UI_GAP_MEDIUM,
		.padding = low ? UI_GAP_SMALL : UI_GAP_LARGE,
		.width = little ? 0 : 520,
		.width_max = ui_is_portrait(ui) ? 0 : 640,
		.tone = UI_WHITE,
		.radius = 36,
		.shadow = true,
		.align = UI_CENTRE,
		.justify = UI_CENTRE,
		.self = little ? UI_START : UI_STRETCH,
		.stays = true};

	(low ? ui_row : ui_column)(ui, box);
	ui_qr(ui, words, code_size(ui), words);
	if (!little)
		ui_growing(ui_centred(ui_text(ui, UI_LABEL, photo_words())));
	ui_close(ui);
}

static void session(struct ui *ui, const struct session *session, int number)
{
	ui_card_row(ui,
		(struct ui_box){.gap = UI_GAP_MEDIUM,
			.padding_inline = UI_GAP_SMALL,
			.padding_block = UI_GAP_HAIR,
			.tone = UI_WHITE,
			.radius = 32,
			.shadow = true,
			.align = UI_CENTRE,
			.stays = true},
		CHOOSE, number);
	part_session(ui, session, PLACES_DROP_IN);
	ui_close(ui);
}

static int sessions_shown(const struct app *app, const struct ui *ui)
{
	const struct state *state = app_state(app);
	bool one = ui_is_crowded(ui) || ui_is_short(ui);

	return one && state->count > 1 ? 1 : state->count;
}

static void what_is_on(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);

	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .grow = 1});
	if (ui_has_little_room(ui))
		ui_text(ui, UI_LABEL, photo_words());
	else if (state->count > 0)
		ui_text(ui, UI_TITLE, _("You can come to these without a card:"));
	for (int i = 0; i < sessions_shown(app, ui); i++)
		session(ui, &state->sessions[i], i);
	if (ui_has_little_room(ui))
		part_art_below(ui);
	else
		ui_space(ui, 1);
	ui_with_icon(ui_button(ui, UI_PRIMARY, _("Done"), DONE, 0), "check-bold");
	ui_close(ui);
}

static void view_whole(const struct app *app, struct ui *ui)
{
	(ui_is_portrait(ui) ? ui_column : ui_row)(
		ui, (struct ui_box){.gap = UI_GAP_WIDE, .grow = 1, .stays = true});
	code(app, ui);
	what_is_on(app, ui);
	ui_close(ui);
}

/* The code is looked at: it stands above. */
static void view(const struct app *app, struct ui *ui)
{
	const struct bars bars = {
		.title = _("Please come back with an adult"), .shows_first = true};

	bars_open(app, ui, &bars);
	if (!ui_has_little_room(ui) && !ui_is_short(ui))
		ui_text(ui, UI_BODY,
			_("Somebody who looks after you joins you here, and you get your card at "
			  "once."));
	if (ui_is_low(ui))
		code(app, ui);
	bars_touch(app, ui, &bars);
	if (ui_is_low(ui))
		what_is_on(app, ui);
	else
		view_whole(app, ui);
	bars_close(app, ui, &bars);
}

static void tap(struct app *app, int action, int which)
{
	const struct state *state = app_state(app);

	switch ((enum action)action) {
	case CHOOSE:
		assert(which >= 0 && which < state->count);
		app_visit_change(app)->session = state->sessions[which];
		app_go(app, &screen_session);
		break;
	case DONE:
		app_end_visit(app);
		break;
	}
}

const struct screen screen_child_alone = {
	.name = "child_alone",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.enter = enter,
	.view = view,
	.tap = tap,
};
