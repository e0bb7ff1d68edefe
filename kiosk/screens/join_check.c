/* Joining: all answers once more, each with its way back. */
#include "app/app.h"
#include "app/bars.h"
#include "screens/join.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/words.h"
#include "ui/language.h"

#define ACTIONS(A) A(BACK) A(CHANGE) A(CONTINUE)
SCREEN_ACTIONS(ACTIONS);

/* Bigger letters want the whole line: an address is not broken in two. */
enum { ONE_COLUMN_WIDTH = 1390 };

static void row(struct ui *ui, const char *question, const char *answer, enum join_page page)
{
	const struct ui_box both = {.gap = ui_is_short(ui) ? UI_GAP_LARGE : UI_GAP_HAIR,
		.grow = 1,
		.align = ui_is_short(ui) ? UI_CENTRE : UI_STRETCH,
		.stays = true};

	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			   .padding_inline = UI_GAP_WIDE,
			   .padding_block = UI_GAP_SMALL,
			   .tone = UI_WHITE,
			   .radius = 28,
			   .shadow = true,
			   .align = UI_CENTRE,
			   .stays = true});
	(ui_is_short(ui) ? ui_row : ui_column)(ui, both);
	ui_muted(ui_text(ui, UI_CAPTION, question));
	ui_growing(ui_private(ui_text(ui, UI_LABEL, answer)));
	ui_close(ui);
	ui_spoken(ui_with_icon(ui_button(ui, UI_SECONDARY, _("Change"), CHANGE, (int)page),
			  "pencil-simple-bold"),
		question);
	ui_close(ui);
}

static const char *given(const char *answer)
{
	return *answer ? answer : _("Not given");
}

static void rows(const struct app *app, struct ui *ui)
{
	const struct join_answers *answers = &app_visit(app)->join;

	row(ui, _("Full name"), answers->name, JOIN_NAME);
	row(ui, _("Date of birth"),
		answers->birth.year ? date_in_words(ui, answers->birth) : _("Not given"),
		JOIN_BIRTH);
	row(ui, _("E-mail or telephone"), given(answers->contact), JOIN_CONTACT);
	if (!join_asks_guardian(app))
		return;
	row(ui, _("Adult"), answers->guardian_name, JOIN_GUARDIAN);
	row(ui, _("E-mail or telephone of the adult"), answers->guardian_contact,
		JOIN_GUARDIAN_CONTACT);
}

static void pages(const struct app *app, struct ui *ui, struct ui_box box)
{
	box.gap = UI_GAP_MEDIUM;
	ui_pages(ui, box);
	rows(app, ui);
	ui_close(ui);
}

static void way_on(struct ui *ui)
{
	ui_after_pages(ui_with_icon(
		ui_button(ui, UI_PRIMARY, _("That is right"), CONTINUE, 0), "check-bold"));
}

static void view_tall(const struct app *app, struct ui *ui)
{
	bool little = ui_has_little_room(ui);

	pages(app, ui,
		(struct ui_box){
			.width_max = ui_reading(ui).bigger ? ONE_COLUMN_WIDTH : 0, .grow = little});
	if (!little)
		part_art_below(ui);
	way_on(ui);
}

/* In half of a wide screen the way on stands beside the answers. */
static void view_short(const struct app *app, struct ui *ui)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .grow = 1, .stays = true});
	pages(app, ui, (struct ui_box){.grow = 1});
	ui_column(ui, (struct ui_box){.width = 420, .width_max = 420, .justify = UI_END});
	way_on(ui);
	ui_close(ui);
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct bars bars = {.title = _("Is everything right?"),
		.back = BACK,
		.step = join_step(app, JOIN_CHECK),
		.steps = join_steps(app)};

	bars_open(app, ui, &bars);
	if (ui_is_short(ui))
		view_short(app, ui);
	else
		view_tall(app, ui);
	bars_close(app, ui, &bars);
}

static void tap(struct app *app, int action, int which)
{
	static const struct screen *const pages[] = {
		[JOIN_NAME] = &screen_join_name,
		[JOIN_BIRTH] = &screen_join_birth,
		[JOIN_CONTACT] = &screen_join_contact,
		[JOIN_GUARDIAN] = &screen_join_guardian,
		[JOIN_GUARDIAN_CONTACT] = &screen_join_guardian_contact,
	};

	switch ((enum action)action) {
	case BACK:
		join_back(app, JOIN_CHECK);
		break;
	case CHANGE:
		app_visit_change(app)->join.changing = true;
		app_go(app, pages[which]);
		break;
	case CONTINUE:
		join_continue(app, JOIN_CHECK);
		break;
	}
}

const struct screen screen_join_check = {
	.name = "join_check",
	SCREEN_ACTION_FIELDS,
	.patience_s = 120,
	.card_waits = true,
	.view = view,
	.tap = tap,
};
