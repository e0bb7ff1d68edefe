/* Joining: what the library does with the answers, said plainly, once they are seen to be right and
 * before anything is kept: they are sealed on Yes, and cleared on No. Where no
 * native reader has read the translation the English stands below it, and the stored consent says
 * so. */
#include <string.h>

#include "app/app.h"
#include "app/bars.h"
#include "screens/join.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(BACK) A(YES) A(NO)
SCREEN_ACTIONS(ACTIONS);

/* The wording that enrolment's consent_version numbers: another wording is another version. */
static const struct {
	const char *icon, *sentence;
} wording[] = {
	{"identification-card-fill",
		N_("We use what you told us to make you a member and to help you.")},
	{"lock-fill", N_("Only library staff can read it. We do not sell it or pass it on.")},
	{"trash-bold",
		N_("We delete it three years after your last visit, or when you ask us to.")},
};
enum { SENTENCES = sizeof(wording) / sizeof(wording[0]), ANSWERS_WIDTH = 420 };

static bool shows_english(void)
{
	return !ui_language()->reviewed;
}

static void sentence(struct ui *ui, int number)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .align = UI_CENTRE, .stays = true});
	if (!ui_reading(ui).bigger)
		ui_badge(ui, wording[number].icon, 96, UI_TEAL);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_HAIR, .grow = 1});
	ui_text(ui, UI_TITLE, _(wording[number].sentence));
	if (shows_english())
		ui_left_to_right(ui_in_language(
			ui_muted(ui_text(ui, UI_CAPTION, wording[number].sentence)), "en"));
	ui_close(ui);
	ui_close(ui);
}

static const struct ui_box sentences_box = {
	.gap = UI_GAP_WIDE, .padding = UI_GAP_EDGE, .tone = UI_WHITE, .radius = 32, .shadow = true};
static const struct ui_box pages_box = {.gap = UI_GAP_WIDE,
	.padding = UI_GAP_LARGE,
	.grow = 1,
	.tone = UI_WHITE,
	.radius = 32,
	.shadow = true};

static void sentences(struct ui *ui)
{
	for (int i = 0; i < SENTENCES; i++)
		sentence(ui, i);
	ui_close(ui);
}

static void answers(struct ui *ui)
{
	ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY, _("No, thank you"), NO, 0)), "x-bold");
	ui_after_pages(ui_with_icon(
		ui_growing(ui_button(ui, UI_PRIMARY, _("Yes, you may"), YES, 0)), "check-bold"));
	ui_close(ui);
}

/* The sentences on pages, beside the answers where it is wide. */
static void view_bigger(struct ui *ui)
{
	bool wide = !ui_is_portrait(ui);
	struct ui_box box = {.grow = 1, .gap = UI_GAP_LARGE, .stays = true};

	(wide ? ui_row : ui_column)(ui, box);
	ui_pages(ui, pages_box);
	sentences(ui);
	if (wide)
		ui_column(ui, (struct ui_box){.gap = UI_GAP_LARGE,
				      .width = ANSWERS_WIDTH,
				      .width_max = ANSWERS_WIDTH});
	else
		ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE});
	answers(ui);
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct bars bars = {.title = _("May we keep your answers?"),
		.back = BACK,
		.step = join_step(app, JOIN_CONSENT),
		.steps = join_steps(app),
		.shows_first = true};

	bars_open(app, ui, &bars);
	if (ui_reading(ui).bigger) {
		bars_touch(app, ui, &bars);
		view_bigger(ui);
	} else {
		ui_column(ui, sentences_box);
		sentences(ui);
		bars_touch(app, ui, &bars);
		part_art_below(ui);
		ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE});
		answers(ui);
	}
	bars_close(app, ui, &bars);
}

static void join(struct app *app)
{
	struct error error = {0};

	app_visit_change(app)->join.consented = true;
	if (join_submit(app, &error))
		app_go(app, &screen_join_done);
	else
		app_send_to_desk(app, "joining", &error);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case BACK:
		join_back(app, JOIN_CONSENT);
		break;
	case YES:
		join(app);
		break;
	case NO:
		app_go(app, &screen_join_declined);
		break;
	}
}

const struct screen screen_join_consent = {
	.name = "join_consent",
	SCREEN_ACTION_FIELDS,
	.patience_s = 120,
	.card_waits = true,
	.view = view,
	.tap = tap,
};
