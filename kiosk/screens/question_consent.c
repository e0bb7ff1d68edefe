/* What the library does with the answers, said plainly, once they are seen to be right and before
 * anything is kept: they are sealed on Yes, and cleared on No. Where no native reader has read the
 * translation the English stands below it, and the stored consent says so. */
#include "app/app.h"
#include "screens/parts.h"
#include "screens/question.h"
#include "ui/language.h"

QUESTION_ACTION_ENUMS;

enum { ANSWERS_WIDTH = 420 };

static bool shows_english(void)
{
	return !ui_language()->reviewed;
}

static const char *in_english(const struct form_words *words)
{
	return words->sentence ? words->sentence : form_text(words, "en");
}

static void sentence(struct ui *ui, const struct form_choice *said)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .align = UI_CENTRE, .stays = true});
	if (*said->icon && !ui_reading(ui).bigger)
		ui_badge(ui, said->icon, 96, UI_TEAL);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_HAIR, .grow = 1});
	ui_text(ui, UI_TITLE, filling_words(&said->words));
	if (shows_english())
		ui_left_to_right(ui_in_language(
			ui_muted(ui_text(ui, UI_CAPTION, in_english(&said->words))), "en"));
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

static void sentences(struct ui *ui, const struct question *question)
{
	for (int i = 0; i < question->choice_count; i++)
		sentence(ui, &question->choices[i]);
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
static void view_bigger(struct ui *ui, const struct question *question)
{
	bool wide = !ui_is_portrait(ui);
	struct ui_box box = {.grow = 1, .gap = UI_GAP_LARGE, .stays = true};

	(wide ? ui_row : ui_column)(ui, box);
	ui_pages(ui, pages_box);
	sentences(ui, question);
	if (wide)
		ui_column(ui, (struct ui_box){.gap = UI_GAP_LARGE,
				      .width = ANSWERS_WIDTH,
				      .width_max = ANSWERS_WIDTH});
	else
		ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE});
	answers(ui);
	ui_close(ui);
}

void question_consent_view(const struct app *app, struct ui *ui, const struct bars *bars)
{
	const struct question *question = filling_question(app);

	if (ui_reading(ui).bigger) {
		bars_touch(app, ui, bars);
		view_bigger(ui, question);
		return;
	}
	ui_column(ui, sentences_box);
	sentences(ui, question);
	bars_touch(app, ui, bars);
	part_art_below(ui);
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE});
	answers(ui);
}
