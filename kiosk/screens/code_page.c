/* The code in its white card; day, time and place; what to do with it. */
#include "screens/code_page.h"

#include "app/app.h"
#include "screens/onto_card.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "screens/words.h"
#include "ui/language.h"

static int code_size(const struct ui *ui)
{
	if (ui_is_short(ui))
		return 340;
	if (ui_is_low(ui))
		return 440;
	if (ui_reading(ui).bigger)
		return ui_is_portrait(ui) ? 620 : 560;
	return ui_is_portrait(ui) ? 780 : 680;
}

static void code(struct ui *ui, const struct code_page *page)
{
	ui_column(ui, (struct ui_box){.padding = UI_GAP_SMALL,
			      .tone = UI_WHITE,
			      .radius = 36,
			      .shadow = true,
			      .self = UI_CENTRE});
	ui_qr(ui, page->code, code_size(ui), page->spoken);
	ui_close(ui);
}

/* The library's words in the language of the code, which may be another than the visitor's. */
static void words_of(
	struct ui *ui, const struct code_page *page, const char *icon, enum session_text which)
{
	const char *code = page->language->code;
	bool said = session_says(page->session, code, which);
	struct ui_node *line = part_line(ui, icon, which == SESSION_TITLE ? UI_TITLE : UI_LABEL,
		session_text(page->session, code, which));

	if (said && page->language != ui_language())
		ui_in_language(ui_foreign(line), code);
	else if (!said)
		ui_foreign(line);
}

static void when(struct ui *ui, const struct code_page *page)
{
	const struct ui_language *spoken = ui_language();

	language_speak(page->language);
	const char *words = session_when(ui, page->session);
	language_speak(spoken);
	struct ui_node *line = part_line(ui, "clock-bold", UI_LABEL, words);
	if (page->language != spoken)
		ui_in_language(line, page->language->code);
}

static void what(const struct app *app, struct ui *ui, const struct code_page *page)
{
	ui_column(ui, (struct ui_box){.gap = UI_GAP_MEDIUM});
	words_of(ui, page, "calendar-blank-bold", SESSION_TITLE);
	when(ui, page);
	words_of(ui, page, "map-pin-bold", SESSION_ROOM);
	if (!ui_is_crowded(ui) && !ui_is_short(ui))
		ui_foreign(part_line(ui, "books-fill", UI_LABEL, app_enrolment(app)->branch_name));
	ui_close(ui);
}

static void words(const struct app *app, struct ui *ui, const struct code_page *page)
{
	bool little = ui_is_short(ui) || ui_has_little_room(ui);

	ui_column(ui, (struct ui_box){.grow = 1,
			      .gap = little || ui_is_crowded(ui) ? UI_GAP_MEDIUM : UI_GAP_EDGE,
			      .justify = UI_CENTRE});
	what(app, ui, page);
	part_notice(ui, UI_SUN, "camera-fill", page->hint);
	if (page->or_else && !little)
		ui_muted(ui_text(ui, UI_BODY, page->or_else));
	ui_close(ui);
}

void code_page_view(const struct app *app, struct ui *ui, const struct code_page *page)
{
	const struct bars bars = {
		.title = page->title, .back = page->back, .shows_first = true, .has_drawing = true};
	bool below = ui_is_portrait(ui) && !ui_is_low(ui);
	struct ui_box body = {.grow = 1,
		.gap = below && ui_is_crowded(ui) ? UI_GAP_LARGE : UI_GAP_EDGE,
		.stays = true};

	bars_open(app, ui, &bars);
	(below ? ui_column : ui_row)(ui, body);
	code(ui, page);
	words(app, ui, page);
	ui_close(ui);
	bars_touch(app, ui, &bars);
	if (ui_is_low(ui))
		part_art_below(ui);
	bars_close(app, ui, &bars);
}

bool code_page_handle(struct app *app, const struct message *message)
{
	struct visit *visit = app_visit_change(app);

	if (message->kind != MESSAGE_PRESENTED || !visit->has_ticket || !onto_card_is_guests(app) ||
		message->presented.kind == PRESENTED_TICKET)
		return false;
	visit->card_for_ticket = message->presented;
	app_go(app, &screen_ticket);
	return true;
}
