/* A defect of each kind, planted in a small list, is found; the same list without it has none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/audit_internal.h"
#include "ui/dates.h"
#include "ui/internal.h"
#include "ui/language.h"

enum { GO = 1, OTHER, ACTIONS };
enum { WIDTH = 1920, HEIGHT = 1080, FINDINGS_BYTES = 4096 };

static const char *const names[ACTIONS] = {"", "GO", "OTHER"};
static const char *assets;
static struct ui *ui;
static struct ui_audit *audit;
static char findings[FINDINGS_BYTES];

static void take(void *context, const struct ui_audit_finding *finding)
{
	size_t used = strlen(findings);

	snprintf(findings + used, sizeof(findings) - used, "\"%s\" %s\n", finding->which,
		finding->what);
}

/* ---- the list ---- */

static struct ui_node *first_button, *second_button, *title, *body_text, *hint_icon, *art, *row;

/* A heading, a card with icon, text and art, two buttons one below the other. */
static void describe(void)
{
	struct ui_box sheet = {
		.padding = 48, .gap = 32, .grow = 1, .tone = UI_WHITE, .justify = UI_CENTRE};

	ui_begin(ui, "test", names, ACTIONS);
	ui_column(ui, sheet);
	title = ui_heading(ui, UI_HEADING, _("Finish"));
	row = ui_row(ui, (struct ui_box){.gap = 24, .height = 300, .align = UI_CENTRE});
	hint_icon = ui_icon(ui, "globe-bold", 64);
	body_text = ui_growing(ui_text(ui, UI_BODY, _("Language")));
	art = ui_spines(ui, 400, 240);
	ui_close(ui);
	first_button = ui_button(ui, UI_PRIMARY, _("Back"), GO, 0);
	second_button = ui_button(ui, UI_SECONDARY, _("Next"), OTHER, 0);
	ui_close(ui);
}

static struct ui_node *label_of(struct ui_node *button)
{
	return &ui->nodes[button->label];
}

/* ---- defects: before the layout ---- */

static void set_text(struct ui_node *node, const char *text)
{
	node->text = build_copy(ui, text);
}

static void nothing(void) {}

static void small_target(void)
{
	second_button->box.height = 60;
	label_of(second_button)->size = UI_CAPTION;
}

static void no_name(void)
{
	set_text(label_of(second_button), "");
	ui_with_icon(second_button, "x-bold");
}

static void same_action(void)
{
	second_button->action = GO;
}

static void long_word(void)
{
	first_button->box.width_max = 200;
	set_text(label_of(first_button), "Donaudampfschifffahrtsgesellschaft");
}

static void unknown_letter(void)
{
	set_text(body_text, "\u13A0\u13A1\u13A2");
}

static void placeholder(void)
{
	set_text(body_text, "Hello, {name}");
}

static void spare_space(void)
{
	set_text(body_text, "Language ");
}

static void empty_heading(void)
{
	set_text(title, "");
}

static void no_such_icon(void)
{
	set_text(hint_icon, "no-such-icon");
}

static void icon_that_points(void)
{
	set_text(hint_icon, "hand-pointing-right-bold");
}

static void text_in_colour_of_its_box(void)
{
	body_text->text_tone = UI_CREAM;
}

static void faint_button(void)
{
	second_button->box.border = false;
	second_button->box.tone = UI_PAPER;
}

static void empty_sheet(void)
{
	row->box.height = 0;
	ui->nodes[1].box.justify = UI_START;
}

static void too_much(void)
{
	second_button->box.height = 900;
}

static void backwards_row(void)
{
	row->unmirrored = true;
}

static void english_in_urdu(void)
{
	set_text(body_text, "Language");
}

static void hardly_english_in_urdu(void)
{
	set_text(body_text, "Mind the step");
}

static void telephone_backwards(void)
{
	set_text(body_text, "01494 123456");
}

static void another_language(void)
{
	ui_in_language(body_text, "pl");
}

/* As if it had been said in Polish, which a welcome is. */
static void polish_sentence(const char *text, const char *words)
{
	set_text(body_text, text);
	ui_in_language(body_text, "pl");
	audit->sentences[audit->sentence_count++] =
		(struct audit_sentence){"{title}, {day}", "pl", words};
}

static void polish_of_the_catalogue(void)
{
	polish_sentence(
		"\u2068Lego \u2066(10\u201312)\u2069\u2069, \u2068jutro\u2069", "{title}, {day}");
}

static void polish_with_a_comma(void)
{
	polish_sentence("Dzień dobry, Krystyna", "{title}, {day}");
}

static void polish_of_two_letters(void)
{
	polish_sentence("A, B", "{title}, {day}");
}

static void polish_that_goes_on(void)
{
	polish_sentence("Witamy! Dzień dobry", "Witamy!");
}

static void polish_without_its_value(void)
{
	polish_sentence("\u2068Lego\u2069, ", "{title}, {day}");
}

static void from_the_wrong_end(void)
{
	set_text(body_text, "\u062E\u0648\u0634 \u0622\u0645\u062F\u06CC\u062F, Krystyna");
	body_text->left_to_right = true;
}

/* As if the catalogue had these words for it. */
static void translate(const char *sentence, const char *words)
{
	audit->sentences[audit->sentence_count++] =
		(struct audit_sentence){sentence, ui_language()->code, words};
}

static void translation_without_a_value(void)
{
	set_text(body_text, "زبان منتخب کریں");
	translate("Language: {name}", "زبان منتخب کریں");
}

static void translation_with_a_value_of_its_own(void)
{
	set_text(body_text, "زبان منتخب کریں \u20684\u2069");
	translate("Language", "زبان منتخب کریں {count}");
}

static void translation_with_its_value(void)
{
	set_text(body_text, "زبان منتخب کریں \u20684\u2069");
	translate("Language: {name}", "زبان منتخب کریں {name}");
}

static void paper_below_art(void)
{
	row->box.tone = UI_PAPER;
}

static void open_direction(void)
{
	set_text(body_text, "name\u2066 here");
}

/* ---- defects: after the layout ---- */

static void near_target(void)
{
	first_button->y = second_button->y - first_button->height - 4;
}

static void target_off_the_screen(void)
{
	second_button->x = WIDTH - 40;
}

static void text_on_text(void)
{
	body_text->x = hint_icon->x + 10;
}

static void out_of_its_box(void)
{
	body_text->y = row->y - 40;
}

static void focus_goes_back(void)
{
	int y = first_button->y;

	first_button->y = second_button->y;
	second_button->y = y;
}

static void cut_text(void)
{
	body_text->width = 60;
}

static void touches_the_edge(void)
{
	title->x = 2;
}

static void white_art(void)
{
	art->on = UI_INK;
}

static void tiny_letters(void)
{
	body_text->size_px = 20;
}

/* ---- */

static const struct defect {
	const char *name, *found; /* NULL: nothing is */
	const char *language;
	struct ui_reading reading;
	void (*plant)(void), (*move)(void);
} defects[] = {
	{"nothing", NULL, "en", {0}, nothing},
	{"nothing in Urdu", NULL, "ur", {0}, nothing},
	{"nothing in high contrast", NULL, "en", {.contrast = true}, nothing},
	{"nothing in bigger letters", NULL, "en", {.bigger = true}, nothing},
	{"controls that are high up", "is not in the lower half", "en", {.low = true}, empty_sheet},
	{"a small target", "is too small to be touched", "en", {0}, small_target},
	{"a target without a name", "has no name to be spoken", "en", {0}, no_name},
	{"two targets that do the same", "does the same as another", "en", {0}, same_action},
	{"a word that is too long", "word that is split", "en", {0}, long_word},
	{"an unknown letter", "a letter that no font has", "en", {0}, unknown_letter},
	{"a placeholder", "shows a placeholder", "en", {0}, placeholder},
	{"a space at the end", "a space too many", "en", {0}, spare_space},
	{"an empty heading", "is an empty heading", "en", {0}, empty_heading},
	{"an icon that is not there", "cannot be seen", "en", {0}, no_such_icon},
	{"an icon that always points right", "points the same way", "en", {0}, icon_that_points},
	{"cream on white", "too little contrast", "en", {0}, text_in_colour_of_its_box},
	{"a button without an edge", "edge that cannot be seen", "en", {0}, faint_button},
	{"an empty sheet", "has an empty third", "en", {0}, empty_sheet},
	{"more than fits", "has no room", "en", {0}, too_much},
	{"a row that is not mirrored", "runs the wrong way", "ur", {0}, backwards_row},
	{"a sentence that is not translated", "stands in English", "ur", {0}, english_in_urdu},
	{"a sentence of no catalogue", "stands in English", "ur", {0}, hardly_english_in_urdu},
	{"a telephone number", "run backwards", "ur", {0}, telephone_backwards},
	{"a sentence from the wrong end", "is turned round", "ur", {0}, from_the_wrong_end},
	{"a mark of direction that stays open", "is not closed", "en", {0}, open_direction},
	{"another language", "stands in another language", "ur", {0}, another_language},
	{"what was said in another language", NULL, "ur", {0}, polish_of_the_catalogue},
	{"another language with a comma", "another language", "ur", {0}, polish_with_a_comma},
	{"two letters that nobody put in", "another language", "ur", {0}, polish_of_two_letters},
	{"more than was said", "another language", "ur", {0}, polish_that_goes_on},
	{"less than was said", "another language", "ur", {0}, polish_without_its_value},
	{"a translation without a value", "says other things", "ur", {0},
		translation_without_a_value},
	{"a translation with another value", "says other things", "ur", {0},
		translation_with_a_value_of_its_own},
	{"a translation with its value", NULL, "ur", {0}, translation_with_its_value},
	{"art on paper", NULL, "en", {0}, paper_below_art},
	{"white art on paper", "a part that cannot", "en", {0}, paper_below_art, white_art},
	{"targets side by side", "is too near", "en", {0}, nothing, near_target},
	{"a target off the screen", "is off the screen", "en", {0}, nothing, target_off_the_screen},
	{"a text on an icon", "lies on what", "en", {0}, nothing, text_on_text},
	{"a text out of its box", "stands out of its box", "en", {0}, nothing, out_of_its_box},
	{"buttons in another order", "too late in the order", "en", {0}, nothing, focus_goes_back},
	{"a text without room", "larger than its place", "en", {0}, nothing, cut_text},
	{"a heading at the edge", "touches the edge", "en", {0}, nothing, touches_the_edge},
	{"tiny letters", "letters that are too small", "en", {0}, nothing, tiny_letters},
};

static void look_for(const struct defect *defect)
{
	struct ui_audit_report report = {.found = take};

	audit = ui_audit_create(ui, &report);
	findings[0] = '\0';
	ui_set_language(ui, defect->language);
	ui_set_reading(ui, defect->reading);
	ui_audit_turn_to(audit, 0);
	ui_audit_listen(audit, true);
	describe();
	ui_audit_listen(audit, false);
	defect->plant();
	ui_end(ui);
	if (defect->move)
		defect->move();
	ui_audit_places(audit);
	ui_audit_pixels(audit);
	ui_audit_destroy(audit);
}

static void what_is_planted_is_found(void **state)
{
	for (size_t i = 0; i < sizeof(defects) / sizeof(defects[0]); i++) {
		const struct defect *defect = &defects[i];

		look_for(defect);
		if (defect->found ? !strstr(findings, defect->found) : *findings)
			fail_msg("%s: found\n%s", defect->name, *findings ? findings : "nothing");
	}
}

static void two_months_or_days_of_one_name_are_found(void **state)
{
	struct dates *dates = (struct dates *)language_dates(), good = *dates;
	char(*const lists[])[DATES_WORD_BYTES] = {
		dates->months, dates->alone, dates->weekdays, dates->shorts};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		strcpy(lists[i][2], "May");
		strcpy(lists[i][6], "May");
		look_for(&defects[0]);
		*dates = good;
		assert_non_null(strstr(findings, "has one name for two months or days"));
	}
}

static void describe_list(int parts, int around)
{
	ui_begin(ui, "test", names, ACTIONS);
	for (int i = 0; i < around; i++)
		ui_space(ui, 0);
	ui_pages(ui, (struct ui_box){.grow = 1});
	ui_row(ui, (struct ui_box){.height = 100});
	for (int i = 1; i < parts; i++)
		ui_space(ui, 0);
	ui_close(ui);
	ui_close(ui);
	ui_end(ui);
}

static void a_list_that_could_be_longer_than_a_view_is_found(void **state)
{
	static const struct {
		int parts, around;
		const char *found;
	} cases[] = {
		{UI_ROW_NODES_MAX, 0, NULL},
		{UI_ROW_NODES_MAX + 1, 0, "more parts than a row may have"},
		{1, UI_AROUND_NODES_MAX / 2, NULL},
		{1, UI_AROUND_NODES_MAX, "more parts around it"},
	};
	struct ui_audit_report report = {.found = take};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		findings[0] = '\0';
		audit = ui_audit_create(ui, &report);
		describe_list(cases[i].parts, cases[i].around);
		ui_audit_places(audit);
		ui_audit_destroy(audit);
		if (cases[i].found ? !strstr(findings, cases[i].found)
				   : !!strstr(findings, "more parts"))
			fail_msg("case %zu: found\n%s", i, findings);
	}
}

static void hear_pager(void *context, const char *sentence, const char *text)
{
	int *heard = context;

	assert_true(ui_audit_is_of_pager(sentence));
	++*heard;
}

static void what_the_bar_below_pages_says_is_known(void **state)
{
	int heard = 0;

	language_listen(hear_pager, &heard);
	ui_begin(ui, "test", names, ACTIONS);
	ui_pages(ui, (struct ui_box){.grow = 1});
	for (int i = 0; i < 12; i++) {
		ui_column(ui, (struct ui_box){.height = 400});
		ui_close(ui);
	}
	ui_close(ui);
	ui_end(ui);
	language_listen(NULL, NULL);
	assert_in_range(heard, PAGER_WORDS + 1, 99); /* and the page, once it is known */
	assert_false(ui_audit_is_of_pager("Next: {title}"));
}

static void what_a_visitor_had_is_put_back(void **state)
{
	ui_set_language(ui, "ur");
	ui_set_reading(ui, (struct ui_reading){.bigger = true});
	ui->page = 3;
	ui->focus = (struct target_id){OTHER, 0};
	ui->focus_shown = true;
	look_for(&defects[0]);
	assert_string_equal(ui_language()->code, "ur");
	assert_true(ui_reading(ui).bigger);
	assert_int_equal(ui->page, 3);
	assert_int_equal(ui->focus.action, OTHER);
	assert_true(ui->focus_shown);
}

static int start(void **state)
{
	struct ui_options options = {
		.width = WIDTH, .height = HEIGHT, .assets = assets, .hidden = true};
	struct error error = {0};

	ui = ui_create(&options, &error);
	return ui ? 0 : -1;
}

static int finish(void **state)
{
	ui_destroy(ui);
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_planted_is_found),
		cmocka_unit_test(two_months_or_days_of_one_name_are_found),
		cmocka_unit_test(a_list_that_could_be_longer_than_a_view_is_found),
		cmocka_unit_test(what_the_bar_below_pages_says_is_known),
		cmocka_unit_test(what_a_visitor_had_is_put_back),
	};
	struct error error = {0};

	assets = argv[1];
	if (argc < 4 || !ui_languages_load(argv[2], &error) ||
		!ui_catalogues_load(argv[3], &error)) {
		fprintf(stderr, "%s\n", error.detail);
		return 1;
	}
	return cmocka_run_group_tests_name("ui/audit", tests, start, finish);
}
