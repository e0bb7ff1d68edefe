/* Where nodes come to lie: by sentences, and by 20 000 random lists that must neither crash nor
 * loop. A character is 10 pixels wide and a line 20 high here, so that numbers can be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/internal.h"
#include "ui/layout.h"
#include "ui/window.h"

enum { CHARACTER = 10, LINE = 20, LISTS = 20000 };

static const char *const names[] = {"", "A", "B"};

static struct extent measure(void *context, const struct ui_node *node, int size_px, int max_width)
{
	int length = (int)strlen(node->text), widest = 0, word = 0;
	int characters = max_width > 0 ? max_width / CHARACTER : length;
	struct extent extent = {.lines = 1};

	for (const char *at = node->text; *at; at++) {
		word = *at == ' ' ? 0 : word + 1;
		if (word > widest)
			widest = word;
	}
	if (characters < 1)
		characters = 1;
	if (length > characters)
		extent.lines = (length + characters - 1) / characters;
	extent.width = (length > characters ? characters : length) * CHARACTER;
	extent.min_width = widest * CHARACTER;
	extent.height = extent.lines * LINE;
	return extent;
}

static struct ui *new_list(void)
{
	struct ui *ui = calloc(1, sizeof(*ui));

	ui->theme = &theme_light;
	ui->scale = 1;
	ui->width = 1000;
	ui->height = 600;
	ui_begin(ui, "test", names, 3);
	return ui;
}

static struct layout lay_out(struct ui *ui, bool right_to_left, int page)
{
	struct layout layout = {.nodes = ui->nodes,
		.count = ui->count,
		.width = ui->width,
		.height = ui->height,
		.scale = 1,
		.right_to_left = right_to_left,
		.measure = measure,
		.page_wanted = page};

	ui->nodes[0].end = ui->count;
	ui->describing = false;
	build_resolve(ui);
	layout_run(&layout);
	return layout;
}

static struct ui_node *box(struct ui *ui, int width, int height, int grow)
{
	struct ui_node *node =
		ui_column(ui, (struct ui_box){.width = width, .height = height, .grow = grow});

	ui_close(ui);
	return node;
}

static void assert_place(const struct ui_node *node, int x, int y, int width, int height)
{
	assert_int_equal(node->x, x);
	assert_int_equal(node->y, y);
	assert_int_equal(node->width, width);
	assert_int_equal(node->height, height);
}

static void what_grows_shares_what_is_left(void **state)
{
	struct ui *ui = new_list();
	struct ui_node *fixed, *one, *three;

	ui_row(ui, (struct ui_box){.gap = 20, .padding = 30, .grow = 1});
	fixed = box(ui, 100, 0, 0);
	one = box(ui, 0, 0, 1);
	three = box(ui, 0, 0, 3);
	ui_close(ui);
	lay_out(ui, false, 0);
	assert_place(fixed, 30, 30, 100, 540);
	assert_place(one, 150, 30, 200, 540);
	assert_place(three, 370, 30, 600, 540);
	free(ui);
}

static void nothing_gets_narrower_than_its_longest_word(void **state)
{
	struct ui *ui = new_list();
	struct ui_node *wordy, *rest;

	ui->width = 500;
	ui_row(ui, (struct ui_box){.grow = 1});
	wordy = ui_growing(ui_text(ui, UI_BODY, "an extraordinarily-long-word-stands-here"));
	rest = box(ui, 100, 10, 1);
	ui_close(ui);
	lay_out(ui, false, 0);
	assert_int_equal(wordy->width, 370);
	assert_int_equal(rest->width, 130);
	free(ui);
}

static void a_row_too_wide_becomes_a_column_unless_it_stays(void **state)
{
	for (int stays = 0; stays < 2; stays++) {
		struct ui *ui = new_list();
		struct ui_node *row = ui_row(ui, (struct ui_box){.gap = 20, .stays = stays});
		struct ui_node *a = box(ui, 600, 50, 0), *b = box(ui, 600, 50, 0);

		ui_close(ui);
		lay_out(ui, false, 0);
		assert_int_equal(row->stacked, !stays);
		assert_int_equal(row->overflows, stays);
		if (!stays) {
			assert_int_equal(a->y, 0);
			assert_int_equal(b->y, 70);
			assert_int_equal(b->x, 0);
		}
		free(ui);
	}
}

static void right_to_left_is_the_mirror_but_islands_keep_their_inside(void **state)
{
	struct ui *ui = new_list();
	struct ui_node *first, *island, *left, *right;

	ui_row(ui, (struct ui_box){.gap = 10, .grow = 1});
	first = box(ui, 100, 10, 0);
	island = ui_left_to_right(ui_row(ui, (struct ui_box){.gap = 0}));
	left = box(ui, 30, 10, 0);
	right = box(ui, 40, 10, 0);
	ui_close(ui);
	ui_close(ui);
	lay_out(ui, true, 0);
	assert_int_equal(first->x, 900);
	assert_int_equal(island->x, 820);
	assert_int_equal(left->x, 820);
	assert_int_equal(right->x, 850);
	free(ui);
}

static void pages_show_what_fits_and_say_how_many_there_are(void **state)
{
	struct ui *ui = new_list();
	struct ui_node *items[7];
	struct layout layout;
	int shown = 0;

	ui_pages(ui, (struct ui_box){.gap = 20, .grow = 1});
	for (int i = 0; i < 7; i++)
		items[i] = box(ui, 0, 130, 0);
	ui_close(ui);
	layout = lay_out(ui, false, 9);
	assert_int_equal(layout.pages, 3);
	assert_int_equal(layout.page, 2); /* the last, though a later one was asked for */
	for (int i = 0; i < 7; i++)
		shown += !items[i]->hidden;
	assert_int_equal(shown, 1);
	assert_false(items[6]->hidden);
	assert_int_equal(items[6]->y, 0);
	free(ui);
}

/* Seven of 130 want three pages of three; the pager takes its own height. */
static void rows_take_what_their_page_leaves_free(void **state)
{
	struct ui *ui = new_list();
	struct ui_node *items[7];
	struct layout layout;
	int room, high;

	ui_pages(ui, (struct ui_box){.gap = 20, .grow = 1});
	for (int i = 0; i < 7; i++)
		items[i] = box(ui, 0, 130, 0);
	ui_close(ui);
	layout = lay_out(ui, false, 0);
	high = items[0]->height;
	assert_int_equal(layout.pages, 3);
	assert_true(high > 130);
	assert_true(high <= 130 + 130 / 2);
	room = ui->nodes[items[6]->end].y - 20;
	assert_in_range(room - (items[2]->y + items[2]->height), 0, 2);
	/* The last page's only row is like the others', not as high as the page. */
	lay_out(ui, false, 2);
	assert_int_equal(items[6]->height, high);
	free(ui);
}

static void a_short_list_gives_way_before_it_turns_pages(void **state)
{
	struct ui *ui = new_list();

	ui_pages(ui, (struct ui_box){.gap = 48, .grow = 1});
	for (int i = 0; i < 4; i++)
		box(ui, 0, 130, 0);
	ui_close(ui);
	assert_int_equal(lay_out(ui, false, 0).pages, 1);
	free(ui);
}

static void pages_that_fit_have_no_pager(void **state)
{
	struct ui *ui = new_list();
	struct ui_node *pages = ui_pages(ui, (struct ui_box){.grow = 1}), *pager;

	box(ui, 0, 100, 0);
	ui_close(ui);
	assert_int_equal(lay_out(ui, false, 0).pages, 1);
	pager = pages + 2;
	assert_true(pager->is_pager);
	assert_true(pager->hidden);
	free(ui);
}

static void a_long_list_in_a_wide_place_has_two_columns(void **state)
{
	struct ui *ui = new_list();
	struct ui_node *second, *third;

	ui->width = 1600;
	ui_pages(ui, (struct ui_box){.gap = 20, .grow = 1});
	box(ui, 0, 250, 0);
	second = box(ui, 0, 250, 0);
	third = box(ui, 0, 250, 0);
	ui_close(ui);
	assert_int_equal(lay_out(ui, false, 0).pages, 1);
	assert_place(second, 810, 0, 790, 250);
	assert_place(third, 0, 270, 790, 250);
	free(ui);
}

static void a_heading_of_too_many_lines_takes_smaller_letters(void **state)
{
	struct ui *ui = new_list();
	struct ui_node *few = ui_heading(ui, UI_LARGE, "few words");
	struct ui_node *many = ui_heading(ui, UI_LARGE,
		"a heading that goes on and on and on and on and on and on and on and on and on "
		"and on "
		"and on and on and on and on and on and on and on and on and on and on and on and "
		"on "
		"and on and on and on and on and on and on and on and on and on and on and on and "
		"on");

	lay_out(ui, false, 0);
	assert_int_equal(few->size_px, theme_size_dp(UI_LARGE, false));
	assert_int_equal(many->size_px, theme_size_dp(UI_TITLE, false));
	free(ui);
}

static void buttons_side_by_side_give_way_together(void **state)
{
	struct ui *ui = new_list();
	struct ui_node *shorter, *longer;

	ui->width = 360;
	ui_row(ui, (struct ui_box){.gap = 16, .stays = true});
	shorter = ui_with_icon(ui_growing(ui_button(ui, UI_DARK, "Listen", 1, 0)), "x-bold");
	longer = ui_with_icon(ui_growing(ui_button(ui, UI_DARK, "High contrast", 2, 0)), "x-bold");
	ui_close(ui);
	lay_out(ui, false, 0);
	assert_true(longer->stacked);
	assert_true(shorter->stacked);
	assert_int_equal(shorter->width, longer->width);
	assert_int_equal(shorter->height, longer->height);
	free(ui);
}

static void gaps_shrink_only_where_it_is_too_tall(void **state)
{
	struct ui *ui = new_list();
	struct ui_node *tall, *easy;

	ui_row(ui, (struct ui_box){.grow = 1, .stays = true});
	tall = ui_column(ui, (struct ui_box){.gap = 100, .grow = 1});
	for (int i = 0; i < 3; i++)
		box(ui, 0, 140, 0);
	ui_close(ui);
	easy = ui_column(ui, (struct ui_box){.gap = 100, .grow = 1});
	box(ui, 0, 50, 0);
	ui_close(ui);
	ui_close(ui);
	assert_false(lay_out(ui, false, 0).overflows);
	assert_true(tall->tightness > 0);
	assert_int_equal(easy->tightness, 0);
	free(ui);
}

static void art_stands_on_the_bottom_of_its_painted_box(void **state)
{
	struct ui *ui = new_list();
	struct ui_node *card, *art;

	card = ui_row(ui, (struct ui_box){.padding = 40, .tone = UI_CORAL, .grow = 1});
	ui_space(ui, 1);
	art = ui_spines(ui, 200, 100);
	ui_close(ui);
	lay_out(ui, false, 0);
	assert_int_equal(art->y + art->height, card->y + card->height);
	free(ui);
}

/* ---- any list at all ---- */

static unsigned seed = 1;

static int any(int below)
{
	seed = seed * 1103515245u + 12345u;
	return (int)(seed >> 16) % below;
}

static struct ui_box any_box(void)
{
	return (struct ui_box){
		.gap = any(40),
		.padding = any(60),
		.padding_inline = any(2) * any(50),
		.grow = any(4),
		.width = any(3) ? 0 : any(1500),
		.height = any(3) ? 0 : any(900),
		.width_max = any(5) ? 0 : any(700),
		.tone = (enum ui_tone)any(UI_TONES),
		.align = (enum ui_alignment)any(4),
		.justify = (enum ui_alignment)any(5),
		.self = (enum ui_alignment)any(4),
		.stays = any(2),
	};
}

static void any_leaf(struct ui *ui)
{
	static const char *const texts[] = {"", "word", "two words",
		"a longer sentence that has to be broken somewhere, or it would not fit",
		"oneverylongwordthatnobodycanbreakanywhereatall"};
	const char *text = texts[any(5)];

	switch (any(9)) {
	case 0:
		ui_heading(ui, (enum ui_size)any(7), text);
		break;
	case 1:
		ui_with_icon(ui_button(ui, (enum ui_button_kind)any(5), text, 1, 0), "x-bold");
		break;
	case 2:
		ui_space(ui, any(3));
		break;
	case 3:
		ui_badge(ui, "x-bold", any(200), UI_SUN);
		break;
	case 4:
		ui_date_tile(ui, &(struct ui_date_tile){.weekday = text, .day = 4, .month = text});
		break;
	case 5:
		ui_spines(ui, any(900), any(900));
		break;
	case 6:
		ui_private(ui_text(ui, UI_BODY, text));
		break;
	case 7:
		ui_growing(ui_button(ui, UI_SECONDARY, text, 2, 0));
		break;
	default:
		ui_text(ui, (enum ui_size)any(7), text);
	}
}

static void any_list(struct ui *ui)
{
	int paged = 0;

	while (ui->count < 120 && any(60)) {
		int what = any(10);

		if (what < 3 && ui->depth < 9)
			any(2) ? ui_row(ui, any_box()) : ui_column(ui, any_box());
		else if (what == 3 && ui->depth < 9 && paged++ == 0)
			ui_pages(ui, any_box());
		else if (what == 4 && ui->depth > 1)
			ui_close(ui);
		else
			any_leaf(ui);
	}
	while (ui->depth > 1)
		ui_close(ui);
}

static void any_list_at_all_is_laid_out(void **state)
{
	for (int i = 0; i < LISTS; i++) {
		struct ui *ui;

		seed = (unsigned)i;
		ui = new_list();
		ui->width = 100 + any(2000);
		ui->height = 100 + any(2000);
		any_list(ui);
		lay_out(ui, any(2), any(5));
		for (int j = 0; j < ui->count; j++) {
			if (ui->nodes[j].hidden || ui->nodes[j].absent)
				continue;
			assert_true(ui->nodes[j].width >= 0);
			assert_true(ui->nodes[j].height >= 0);
		}
		free(ui);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_grows_shares_what_is_left),
		cmocka_unit_test(nothing_gets_narrower_than_its_longest_word),
		cmocka_unit_test(a_row_too_wide_becomes_a_column_unless_it_stays),
		cmocka_unit_test(right_to_left_is_the_mirror_but_islands_keep_their_inside),
		cmocka_unit_test(pages_show_what_fits_and_say_how_many_there_are),
		cmocka_unit_test(rows_take_what_their_page_leaves_free),
		cmocka_unit_test(a_short_list_gives_way_before_it_turns_pages),
		cmocka_unit_test(pages_that_fit_have_no_pager),
		cmocka_unit_test(a_long_list_in_a_wide_place_has_two_columns),
		cmocka_unit_test(a_heading_of_too_many_lines_takes_smaller_letters),
		cmocka_unit_test(buttons_side_by_side_give_way_together),
		cmocka_unit_test(gaps_shrink_only_where_it_is_too_tall),
		cmocka_unit_test(art_stands_on_the_bottom_of_its_painted_box),
		cmocka_unit_test(any_list_at_all_is_laid_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
