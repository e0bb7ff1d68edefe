/* Fingers, mouse, keys and scanners on a real, hidden screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/internal.h"
#include "ui/language.h"

enum { FIRST = 1, SECOND, OFF, ACTIONS };
enum { WIDTH = 1080, HEIGHT = 1920 };

static const char *const names[ACTIONS] = {"", "FIRST", "SECOND", "OFF"};
static const char *assets;

static int64_t now_ms;
static struct edit typed;

static void show(struct ui *ui, bool keyboard)
{
	ui_begin(ui, "test", names, ACTIONS);
	ui_column(ui, (struct ui_box){.padding = 40, .gap = 24, .grow = 1});
	ui_button(ui, UI_PRIMARY, "First", FIRST, 7);
	ui_button(ui, UI_SECONDARY, "Second", SECOND, 0);
	ui_button(ui, UI_SECONDARY, "Off", OFF, 0)->disabled = true;
	if (keyboard) {
		ui_field(ui, UI_FIELD_NAME, "Name", &typed);
		ui_keyboard(ui, UI_FIELD_NAME);
	}
	ui_close(ui);
	ui_end(ui);
	ui_paint(ui);
}

static int start(void **state)
{
	struct ui_options options = {
		.width = WIDTH, .height = HEIGHT, .assets = assets, .hidden = true};
	struct error error = {0};
	struct ui *ui = ui_create(&options, &error);

	if (!ui)
		fail_msg("%s", error.detail);
	now_ms = 1000000;
	edit_set(&typed, "");
	show(ui, false);
	*state = ui;
	return 0;
}

static int finish(void **state)
{
	ui_destroy(*state);
	return 0;
}

static SDL_Point middle_of(const struct ui *ui, int action)
{
	for (int i = 0; i < ui->target_count; i++)
		if (ui->targets[i].id.action == action)
			return (SDL_Point){ui->targets[i].rect.x + ui->targets[i].rect.w / 2,
				ui->targets[i].rect.y + ui->targets[i].rect.h / 2};
	fail_msg("no target");
	return (SDL_Point){0, 0};
}

static struct ui_input finger(struct ui *ui, Uint32 type, SDL_FingerID id, SDL_Point at)
{
	SDL_Event event = {.tfinger = {.type = type,
				   .fingerId = id,
				   .x = ((float)at.x + 0.5f) / WIDTH,
				   .y = ((float)at.y + 0.5f) / HEIGHT}};

	return ui_handle(ui, &event, now_ms);
}

static struct ui_input tap(struct ui *ui, SDL_Point at)
{
	finger(ui, SDL_FINGERDOWN, 1, at);
	now_ms += 50;
	return finger(ui, SDL_FINGERUP, 1, at);
}

static struct ui_input key(struct ui *ui, SDL_Keycode code, Uint16 mod)
{
	SDL_Event event = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = code, .mod = mod}}};

	return ui_handle(ui, &event, now_ms);
}

static struct ui_input character(struct ui *ui, const char *text)
{
	SDL_Event event = {.text = {.type = SDL_TEXTINPUT}};

	strcpy(event.text.text, text);
	return ui_handle(ui, &event, now_ms);
}

static void a_press_acts_when_the_finger_goes_up_inside(void **state)
{
	struct ui *ui = *state;
	SDL_Point first = middle_of(ui, FIRST);
	struct ui_input input = finger(ui, SDL_FINGERDOWN, 1, first);

	assert_int_equal(input.kind, UI_INPUT_CHANGED);
	input = finger(ui, SDL_FINGERUP, 1, first);
	assert_int_equal(input.kind, UI_INPUT_ACTION);
	assert_int_equal(input.action, FIRST);
	assert_int_equal(input.index, 7);
}

static void sliding_off_takes_it_back(void **state)
{
	struct ui *ui = *state;
	SDL_Point first = middle_of(ui, FIRST), second = middle_of(ui, SECOND);

	finger(ui, SDL_FINGERDOWN, 1, first);
	assert_int_equal(finger(ui, SDL_FINGERMOTION, 1, second).kind, UI_INPUT_CHANGED);
	assert_int_equal(finger(ui, SDL_FINGERUP, 1, second).kind, UI_INPUT_CHANGED);
	finger(ui, SDL_FINGERDOWN, 1, first);
	finger(ui, SDL_FINGERMOTION, 1, second);
	finger(ui, SDL_FINGERMOTION, 1, first); /* and back again */
	assert_int_equal(finger(ui, SDL_FINGERUP, 1, first).kind, UI_INPUT_ACTION);
}

static void the_first_finger_owns_the_screen(void **state)
{
	struct ui *ui = *state;
	SDL_Point first = middle_of(ui, FIRST), second = middle_of(ui, SECOND);

	finger(ui, SDL_FINGERDOWN, 1, first);
	assert_int_equal(finger(ui, SDL_FINGERDOWN, 2, second).kind, UI_INPUT_NONE);
	assert_int_equal(finger(ui, SDL_FINGERUP, 2, second).kind, UI_INPUT_NONE);
	assert_int_equal(finger(ui, SDL_FINGERUP, 1, first).action, FIRST);
}

static void twice_in_a_moment_is_once(void **state)
{
	struct ui *ui = *state;
	SDL_Point first = middle_of(ui, FIRST);

	assert_int_equal(tap(ui, first).kind, UI_INPUT_ACTION);
	now_ms += 100;
	assert_int_equal(tap(ui, first).kind, UI_INPUT_CHANGED);
	now_ms += 300;
	assert_int_equal(tap(ui, first).kind, UI_INPUT_ACTION);
}

static void a_letter_tapped_five_times_in_a_second_comes_five_times(void **state)
{
	struct ui *ui = *state;

	ui_begin(ui, "test", names, ACTIONS);
	ui_column(ui, (struct ui_box){.padding = 40, .grow = 1});
	ui_as_key(ui_button(ui, UI_SECONDARY, "C", FIRST, 0));
	ui_close(ui);
	ui_end(ui);
	ui_paint(ui);
	SDL_Point letter = middle_of(ui, FIRST);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(tap(ui, letter).kind, UI_INPUT_ACTION);
		now_ms += 110;
	}
}

static void a_new_screen_takes_no_tap_for_a_moment(void **state)
{
	struct ui *ui = *state;
	SDL_Point first = middle_of(ui, FIRST);

	ui_screen_changed(ui);
	show(ui, false);
	now_ms = ui->locked_until_ms - 10;
	finger(ui, SDL_FINGERDOWN, 1, first);
	assert_int_equal(finger(ui, SDL_FINGERUP, 1, first).kind, UI_INPUT_CHANGED);
	now_ms += 20;
	assert_int_equal(tap(ui, first).kind, UI_INPUT_ACTION);
}

static void what_counts_is_what_was_last_painted(void **state)
{
	struct ui *ui = *state;
	SDL_Point first = middle_of(ui, FIRST);

	finger(ui, SDL_FINGERDOWN, 1, first);
	ui_begin(ui, "test", names, ACTIONS);
	ui_button(ui, UI_PRIMARY, "Second", SECOND, 0);
	ui_end(ui);
	assert_int_equal(finger(ui, SDL_FINGERUP, 1, first).action, FIRST); /* not painted yet */
}

static void what_is_switched_off_does_not_act(void **state)
{
	struct ui *ui = *state;

	assert_int_equal(finger(ui, SDL_FINGERDOWN, 1, middle_of(ui, OFF)).kind, UI_INPUT_TOUCHED);
	assert_int_equal(finger(ui, SDL_FINGERUP, 1, middle_of(ui, OFF)).kind, UI_INPUT_CHANGED);
}

static void half_the_gap_belongs_to_the_button(void **state)
{
	struct ui *ui = *state;
	SDL_Point below = {
		ui->targets[0].rect.x + 50, ui->targets[0].rect.y + ui->targets[0].rect.h + 8};

	assert_int_equal(tap(ui, below).action, FIRST);
}

static void tab_and_return_do_it_without_a_screen(void **state)
{
	struct ui *ui = *state;
	struct ui_input input;

	key(ui, SDLK_TAB, 0);
	key(ui, SDLK_TAB, 0);
	assert_int_equal(ui->focus.action, SECOND);
	key(ui, SDLK_TAB, 0); /* Off is skipped */
	assert_int_equal(ui->focus.action, FIRST);
	key(ui, SDLK_TAB, KMOD_SHIFT);
	assert_int_equal(ui->focus.action, SECOND);
	key(ui, SDLK_UP, 0);
	input = key(ui, SDLK_RETURN, 0);
	assert_int_equal(input.kind, UI_INPUT_ACTION);
	assert_int_equal(input.action, FIRST);
}

static void return_without_a_focus_is_enter(void **state)
{
	assert_int_equal(key(*state, SDLK_RETURN, 0).kind, UI_INPUT_ENTER);
}

static void a_hand_types_letters(void **state)
{
	struct ui *ui = *state;
	struct ui_input input;

	character(ui, "k");
	now_ms = ui_deadline_ms(ui);
	input = ui_wake(ui, now_ms);
	assert_int_equal(input.kind, UI_INPUT_TEXT);
	assert_string_equal(input.text, "k");
	assert_true(ui_deadline_ms(ui) == INT64_MAX);
}

static void a_scanner_is_one_scan_and_no_letter(void **state)
{
	struct ui *ui = *state;
	struct ui_input input;

	for (const char *at = "24831007"; *at; at++) {
		assert_int_equal(character(ui, (char[]){*at, '\0'}).kind, UI_INPUT_TOUCHED);
		now_ms += 8;
	}
	input = key(ui, SDLK_RETURN, 0);
	assert_int_equal(input.kind, UI_INPUT_SCAN);
	assert_string_equal(input.text, "24831007");
	assert_true(ui_deadline_ms(ui) == INT64_MAX);
}

static void letters_before_return_come_before_enter(void **state)
{
	struct ui *ui = *state;

	character(ui, "a");
	now_ms += 5;
	assert_int_equal(key(ui, SDLK_RETURN, 0).kind, UI_INPUT_TEXT);
	assert_true(ui_deadline_ms(ui) <= now_ms);
	assert_int_equal(ui_wake(ui, now_ms).kind, UI_INPUT_ENTER);
}

static void a_visit_that_ended_leaves_no_letter(void **state)
{
	static const char zeroes[SCAN_BYTES_MAX];
	struct ui *ui = *state;

	character(ui, "secret");
	ui_forget_visit(ui);
	assert_memory_equal(ui->scan.text, zeroes, sizeof(zeroes));
	assert_memory_equal(ui->arena, zeroes, sizeof(zeroes));
}

/* ---- the on-screen keyboard ---- */

static void type(struct ui *ui, const char *letter)
{
	struct error error = {0};
	struct ui_input input = {0};

	show(ui, true);
	if (!ui_tap_key(ui, letter, &input, &error))
		fail_msg("%s: %s", letter, error.detail);
	assert_int_equal(input.kind, UI_INPUT_TEXT);
	assert_string_equal(input.text, letter);
	edit_insert(&typed, input.text);
}

static void names_begin_with_capitals_by_themselves(void **state)
{
	struct ui *ui = *state;

	show(ui, true);
	assert_true(ui->keyboard.capital);
	type(ui, "A");
	show(ui, true);
	assert_false(ui->keyboard.capital);
	type(ui, "m");
	type(ui, "y");
	type(ui, "-");
	show(ui, true);
	assert_true(ui->keyboard.capital);
	type(ui, "J");
	type(ui, " ");
	type(ui, "\u00E9"); /* in another view, and not a capital: the visitor decides */
	assert_string_equal(typed.text, "Amy-J \u00E9");
}

static void polish_and_urdu_names_can_be_typed(void **state)
{
	static const char *const polish[] = {"Z", "a", "ż", "ó", "ł", "ć", "ą", "ę", "ń", "ś", "ź"};
	static const char *const urdu[] = {"آ", "م", "ن", "ہ", " ", "خ", "ا", "ں", "ھ", "ے", "ئ",
		"ؤ", "ء", "ٹ", "ڈ", "ڑ", "پ", "چ", "ژ", "گ", "A"};
	struct ui *ui = *state;

	assert_true(ui_set_language(ui, "pl"));
	for (size_t i = 0; i < sizeof(polish) / sizeof(polish[0]); i++)
		type(ui, polish[i]);
	edit_set(&typed, "");
	ui_screen_changed(ui);
	assert_true(ui_set_language(ui, "ur"));
	for (size_t i = 0; i < sizeof(urdu) / sizeof(urdu[0]); i++)
		type(ui, urdu[i]);
	assert_int_equal(ui->keyboard.turn, 1); /* the Latin letter was on the other layout */
	assert_true(ui_set_language(ui, "en"));
}

/* ---- the caret ---- */

/* Letters stand for their keys. */
static void press(struct ui *ui, const char *keys)
{
	static const SDL_Keycode codes[] = {
		['L'] = SDLK_LEFT, ['R'] = SDLK_RIGHT, ['H'] = SDLK_HOME, ['E'] = SDLK_END};

	for (; *keys; keys++) {
		struct ui_input input = key(ui, codes[(int)*keys], 0);

		assert_int_equal(input.kind, UI_INPUT_CARET);
		edit_move(&typed, (size_t)input.index);
	}
}

static void arrows_move_the_caret_to_the_side_that_they_show(void **state)
{
	static const struct {
		const char *text, *keys, *before;
	} cases[] = {
		{"Anna", "L", "Ann"},
		{"Anna", "LLR", "Ann"},
		{"Anna", "R", "Anna"},
		{"Anna", "LLLLLL", ""},
		{"Anna", "HR", "A"},
		{"Anna", "HE", "Anna"},
		{"Zoe\u0308", "L", "Zo"},
		{"آمنہ", "R", "آمن"},
		{"آمنہ", "HL", "آ"},
		{"آمنہ", "L", "آمنہ"},
		/* From left to right: a b, then the two others from right to left. */
		{"abآم", "L", "a"},
		{"abآم", "R", "abآ"},
		{"abآم", "HRRR", "abآ"},
		/* Back over the border to the side of it that one came from. */
		{"abآمن", "HRRL", "a"},
		{"abآمن", "HRRRL", "abآمن"},
	};
	struct ui *ui = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		edit_set(&typed, cases[i].text);
		show(ui, true);
		press(ui, cases[i].keys);
		if (typed.caret != strlen(cases[i].before))
			fail_msg("%s %s: %zu", cases[i].text, cases[i].keys, typed.caret);
	}
}

static void without_a_field_arrows_move_the_focus(void **state)
{
	struct ui *ui = *state;

	assert_int_equal(key(ui, SDLK_RIGHT, 0).kind, UI_INPUT_CHANGED);
	assert_true(ui->focus_shown);
	assert_int_equal(key(ui, SDLK_DELETE, 0).kind, UI_INPUT_NONE);
	show(ui, true);
	assert_int_equal(key(ui, SDLK_DELETE, 0).kind, UI_INPUT_DELETE);
	assert_int_equal(key(ui, SDLK_DOWN, 0).kind, UI_INPUT_CHANGED);
}

static const struct ui_node *node_of(const struct ui *ui, enum node_kind kind, enum ui_role role)
{
	for (int i = 0; i < ui->count; i++)
		if (ui->nodes[i].kind == kind && ui->nodes[i].role == role)
			return &ui->nodes[i];
	fail_msg("no such node");
	return NULL;
}

static const struct ui_node *field_of(const struct ui *ui)
{
	return node_of(ui, NODE_ROW, UI_ROLE_FIELD);
}

static const struct ui_node *caret_of(const struct ui *ui)
{
	return node_of(ui, NODE_CARET, UI_ROLE_GROUP);
}

static size_t touch(struct ui *ui, int x)
{
	const struct ui_node *field = field_of(ui);
	struct ui_input input =
		finger(ui, SDL_FINGERDOWN, 1, (SDL_Point){x, field->y + field->height / 2});

	assert_int_equal(input.kind, UI_INPUT_CARET);
	finger(ui, SDL_FINGERUP, 1, (SDL_Point){x, 1});
	return (size_t)input.index;
}

static void a_finger_puts_the_caret_between_the_nearest_letters(void **state)
{
	static const char *const texts[] = {"Anna Lee", "آمنہ خان", "abآم"};
	struct ui *ui = *state;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		for (size_t at = 0; at <= strlen(texts[i]); at++) {
			edit_set(&typed, texts[i]);
			edit_move(&typed, at);
			show(ui, true);
			int x = caret_of(ui)->x + caret_of(ui)->width / 2;
			size_t touched = touch(ui, x);

			edit_move(&typed, touched);
			show(ui, true);
			assert_in_range(caret_of(ui)->x + caret_of(ui)->width / 2, x - 1, x + 1);
		}
	}
}

static void a_finger_behind_the_text_puts_the_caret_at_its_end(void **state)
{
	struct ui *ui = *state;

	edit_set(&typed, "Anna");
	show(ui, true);
	assert_int_equal(touch(ui, field_of(ui)->x + field_of(ui)->width - 5), 4);
	assert_int_equal(touch(ui, field_of(ui)->x + 2), 0);
	assert_true(ui_set_language(ui, "ur"));
	edit_set(&typed, "آمنہ");
	show(ui, true);
	assert_int_equal(touch(ui, field_of(ui)->x + 5), strlen(typed.text));
	assert_int_equal(touch(ui, field_of(ui)->x + field_of(ui)->width - 2), 0);
	assert_true(ui_set_language(ui, "en"));
}

static void the_caret_of_the_longest_name_is_always_in_its_field(void **state)
{
	static const char *const letters[] = {"W", "ش"};
	struct ui *ui = *state;

	for (int i = 0; i < 2; i++) {
		edit_set(&typed, "");
		while (edit_insert(&typed, letters[i]))
			;
		for (int step = 0; step < 2 * EDIT_CHARACTERS_MAX; step++) {
			show(ui, true);
			assert_true(caret_of(ui)->x > field_of(ui)->x);
			assert_true(caret_of(ui)->x + caret_of(ui)->width <
				    field_of(ui)->x + field_of(ui)->width);
			press(ui, (step < EDIT_CHARACTERS_MAX) == (i == 0) ? "L" : "R");
		}
		assert_int_equal(typed.caret, strlen(typed.text));
	}
}

static void a_capital_begins_a_name_that_is_put_before_another(void **state)
{
	struct ui *ui = *state;

	edit_set(&typed, "Khan");
	show(ui, true);
	assert_false(ui->keyboard.capital);
	edit_move(&typed, 0);
	show(ui, true);
	assert_true(ui->keyboard.capital);
}

static void two_fingers_roll_over_two_keys(void **state)
{
	struct ui *ui = *state;
	SDL_Point a, b;
	int first = 0;

	show(ui, true);
	while (!ui->targets[first].types)
		first++;
	a = (SDL_Point){ui->targets[first].rect.x + 20, ui->targets[first].rect.y + 20};
	b = (SDL_Point){ui->targets[first + 1].rect.x + 20, ui->targets[first + 1].rect.y + 20};
	finger(ui, SDL_FINGERDOWN, 1, a);
	assert_string_equal(finger(ui, SDL_FINGERDOWN, 2, b).text, "Q");
	assert_int_equal(finger(ui, SDL_FINGERUP, 1, a).kind, UI_INPUT_NONE);
	assert_int_equal(finger(ui, SDL_FINGERUP, 2, b).kind, UI_INPUT_TEXT);
}

static void a_double_letter_is_never_dropped(void **state)
{
	struct ui *ui = *state;
	SDL_Point key;
	int first = 0;

	show(ui, true);
	while (!ui->targets[first].types)
		first++;
	key = (SDL_Point){ui->targets[first].rect.x + 20, ui->targets[first].rect.y + 20};
	assert_int_equal(tap(ui, key).kind, UI_INPUT_TEXT);
	now_ms += 40; /* a quick hand */
	assert_int_equal(tap(ui, key).kind, UI_INPUT_TEXT);
	now_ms += 40;
	finger(ui, SDL_FINGERDOWN, 1, key); /* two fingers in turn on one key */
	assert_int_equal(finger(ui, SDL_FINGERDOWN, 2, key).kind, UI_INPUT_TEXT);
	assert_int_equal(finger(ui, SDL_FINGERUP, 2, key).kind, UI_INPUT_TEXT);
}

static void journeys_tap_what_is_there_and_are_told_what_is(void **state)
{
	struct ui *ui = *state;
	struct ui_input input;
	struct error error = {0};

	assert_true(ui_tap_text(ui, "Second", &input, &error));
	assert_int_equal(input.action, SECOND);
	assert_true(ui_tap_name(ui, "first", 7, &input, &error));
	assert_false(ui_tap_text(ui, "Off", &input, &error));
	error = (struct error){0};
	assert_false(ui_tap_text(ui, "Third", &input, &error));
	assert_non_null(strstr(error.detail, "First | Second"));
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, finish)
		TEST(a_press_acts_when_the_finger_goes_up_inside),
		TEST(sliding_off_takes_it_back),
		TEST(the_first_finger_owns_the_screen),
		TEST(twice_in_a_moment_is_once),
		TEST(a_letter_tapped_five_times_in_a_second_comes_five_times),
		TEST(a_new_screen_takes_no_tap_for_a_moment),
		TEST(what_counts_is_what_was_last_painted),
		TEST(what_is_switched_off_does_not_act),
		TEST(half_the_gap_belongs_to_the_button),
		TEST(tab_and_return_do_it_without_a_screen),
		TEST(return_without_a_focus_is_enter),
		TEST(a_hand_types_letters),
		TEST(a_scanner_is_one_scan_and_no_letter),
		TEST(letters_before_return_come_before_enter),
		TEST(a_visit_that_ended_leaves_no_letter),
		TEST(names_begin_with_capitals_by_themselves),
		TEST(polish_and_urdu_names_can_be_typed),
		TEST(arrows_move_the_caret_to_the_side_that_they_show),
		TEST(without_a_field_arrows_move_the_focus),
		TEST(a_finger_puts_the_caret_between_the_nearest_letters),
		TEST(a_finger_behind_the_text_puts_the_caret_at_its_end),
		TEST(the_caret_of_the_longest_name_is_always_in_its_field),
		TEST(a_capital_begins_a_name_that_is_put_before_another),
		TEST(two_fingers_roll_over_two_keys),
		TEST(a_double_letter_is_never_dropped),
		TEST(journeys_tap_what_is_there_and_are_told_what_is),
	};
	struct error error = {0};

	if (argc != 3 || !ui_languages_load(argv[2], &error))
		return 1;
	assets = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
