/* Sentences, dates, what is typed, keyboards as files: the parts of ui that are words; and what waits for
 * the last page. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "ui/internal.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/window.h"

static const char *assets;

static struct ui *new_list(void)
{
	static const char *const names[] = {"", "GO"};
	struct ui *ui = calloc(1, sizeof(*ui));

	ui->theme = &theme_light;
	ui_begin(ui, "test", names, 2);
	return ui;
}

static bool dies(void (*function)(struct ui *), struct ui *ui)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		fclose(stderr);
		signal(SIGABRT, SIG_DFL);
		function(ui);
		_exit(0);
	}
	waitpid(child, &status, 0);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

/* ---- sentences ---- */

static void values_are_put_in_and_isolated(void **state)
{
	struct ui *ui = new_list();

	assert_string_equal(
		ui_format(ui, "{name}, {count} places", "count", "2", "name", "آمنہ", NULL),
		"\u2068آمنہ\u2069, \u20682\u2069 places");
	assert_string_equal(ui_list(ui, (const char *const[]){"English", "اردو"}, 2),
		"\u2066\u2068English\u2069, \u2068اردو\u2069\u2069");
	assert_string_equal(ui_format(ui, "nothing to put", NULL), "nothing to put");
	free(ui);
}

static void format_unknown(struct ui *ui)
{
	ui_format(ui, "{nobody}", "name", "A", NULL);
}

static void an_unknown_placeholder_is_a_bug(void **state)
{
	struct ui *ui = new_list();

	assert_true(dies(format_unknown, ui));
	free(ui);
}

static void end_too_early(struct ui *ui)
{
	ui_row(ui, (struct ui_box){0});
	ui_end(ui);
}

static void close_too_often(struct ui *ui)
{
	ui_close(ui);
}

static void open_and_close_must_balance(void **state)
{
	struct ui *ui = new_list();

	assert_true(dies(end_too_early, ui));
	assert_true(dies(close_too_often, ui));
	free(ui);
}

static void the_tree_says_what_a_visitor_would_read(void **state)
{
	struct ui *ui = new_list();
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ui_heading(ui, UI_TITLE, ui_format(ui, "Hello, {name}", "name", "Amina", NULL));
	ui_card(ui, (struct ui_box){0}, 1, 2);
	ui_text(ui, UI_BODY, "inside");
	ui_close(ui);
	ui_with_icon(ui_button(ui, UI_DARK, "Go", 1, 0), "x-bold")->disabled = true;
	ui_print_tree(ui, out);
	fclose(out);
	assert_string_equal(text, "screen test\n"
				  "  heading \"Hello, Amina\"\n"
				  "  card #GO.2\n    text \"inside\"\n"
				  "  button \"Go\" disabled #GO.0\n");
	assert_true(ui_shows(ui, "Hello, Amina"));
	assert_false(ui_shows(ui, "Goodbye"));
	free(text);
	free(ui);
}

/* ---- pages ---- */

/* Cards on pages, and below them a button for what stands on all of these. */
static const struct ui_node *describe_cards(struct ui *ui, int cards, int page)
{
	static const char *const names[] = {"", "GO"};
	struct ui_node *button;

	ui_begin(ui, "test", names, 2);
	ui_pages(ui, (struct ui_box){.grow = 1});
	for (int i = 0; i < cards; i++) {
		ui_column(ui, (struct ui_box){.height = 400});
		ui_close(ui);
	}
	ui_close(ui);
	button = ui_after_pages(ui_button(ui, UI_PRIMARY, "I agree", 1, 0));
	ui->page = page;
	ui_end(ui);
	return button;
}

static void a_button_after_pages_waits_for_the_last_page(void **state)
{
	static const struct {
		int cards, last; /* page */
	} cases[] = {{1, 0}, {4, 0}, {8, 1}, {12, 2}};
	struct ui_options options = {
		.width = 1080, .height = 1920, .assets = assets, .hidden = true};
	struct error error = {0};
	struct ui *ui = ui_create(&options, &error);

	assert_non_null(ui);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		describe_cards(ui, cases[i].cards, 99);
		assert_int_equal(ui->page, cases[i].last);
		for (int page = 0; page <= cases[i].last; page++)
			assert_int_equal(describe_cards(ui, cases[i].cards, page)->disabled,
				page < cases[i].last);
	}
	ui_destroy(ui);
}

/* ---- dates ---- */

static void dates_are_said_as_each_language_says_them(void **state)
{
	static const struct {
		const char *language, *date, *weekday, *month, *alone;
	} cases[] = {
		{"en", "Friday 4 December", "Fri", "December", "December"},
		{"pl", "piątek, 4 grudnia", "pt.", "grudnia", "grudzień"},
		{"ur", "جمعہ، 4 دسمبر", "جمعہ", "دسمبر", "دسمبر"},
	};
	int64_t instant_ms;

	assert_true(clock_parse("2026-12-04T10:30", &instant_ms));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct ui *ui = new_list();

		assert_true(ui_set_language(NULL, cases[i].language));
		assert_string_equal(say_date(ui, instant_ms), cases[i].date);
		assert_string_equal(say_weekday_short(ui, instant_ms), cases[i].weekday);
		assert_string_equal(say_month(ui, instant_ms), cases[i].month);
		assert_string_equal(say_month_alone(ui, 12), cases[i].alone);
		assert_string_equal(say_time(ui, instant_ms), "10:30");
		assert_string_equal(say_times(ui, instant_ms, instant_ms + HOUR_MS),
			"\u206610:30\u201311:30\u2069");
		free(ui);
	}
	assert_false(ui_set_language(NULL, "xx"));
	assert_true(ui_set_language(NULL, "en"));
}

static void languages_of_tests_are_english_in_disguise(void **state)
{
	int count;

	ui_languages(&count);
	for (int i = 0; i < count; i++) {
		assert_string_not_equal(ui_languages(&count)[i].code, LANGUAGE_PSEUDO);
		assert_string_not_equal(ui_languages(&count)[i].code, LANGUAGE_MIRROR);
	}
	assert_true(ui_set_language(NULL, LANGUAGE_PSEUDO));
	assert_string_equal(_("Back"), "Báčķ óñé");
	assert_ptr_equal(_("Back"), _("Back"));
	assert_string_equal(_("{title} ended"), "{title} éñďéď óñé ţŵó");
	assert_string_equal(_("{day} · {room}"), "{day} · {room}");
	assert_string_equal(language_counted("{count} child", "{count} children", 2),
		"{count} čĥíłďřéñ óñé ţŵó");
	assert_true(language_has("Anything"));
	assert_true(ui_set_language(NULL, LANGUAGE_MIRROR));
	assert_string_equal(_("Back"), "Back");
	assert_true(ui_language()->right_to_left);
	assert_true(ui_set_language(NULL, "en"));
}

static void what_was_put_in_says_nothing_about_the_direction(void **state)
{
	static const struct {
		const char *text;
		bool left_to_right;
	} cases[] = {
		{"Bounce & Rhyme", true},
		{"جمعہ", false},
		{"12", false},
		{"\u206610:30\u201311:30\u2069 · \u2068Children's library\u2069", false},
		{"\u2068Lego club\u2069 میں", false},
		{"Lego club \u2068جمعہ\u2069", true},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(language_is_left_to_right(cases[i].text), cases[i].left_to_right);
}

static void today_and_tomorrow_are_words(void **state)
{
	struct ui *ui = new_list();
	int64_t now_ms;

	assert_true(clock_parse("2026-12-04T23:30", &now_ms));
	assert_string_equal(say_day(ui, now_ms, now_ms), "today");
	assert_string_equal(say_day(ui, now_ms + HOUR_MS, now_ms), "tomorrow");
	assert_string_equal(say_day(ui, now_ms + DAY_MS + HOUR_MS, now_ms), "Sunday 6 December");
	free(ui);
}

/* ---- keyboards ---- */

static void a_keyboard_is_a_text_file(void **state)
{
	static struct keys keys;
	struct error error = {0};

	assert_true(keys_parse(&keys,
		"# a comment\nname Test\nlanguage en\nview base\na {shift}*1.5 {symbols}=12*2 x=y "
		"* =\n",
		"test", &error));
	assert_int_equal(keys.row_count[VIEW_BASE], 1);
	assert_int_equal(keys.rows[VIEW_BASE][0].count, 6);
	assert_int_equal(keys.rows[VIEW_BASE][0].keys[1].weight, 3);
	assert_string_equal(keys.rows[VIEW_BASE][0].keys[2].label, "12");
	assert_string_equal(keys.rows[VIEW_BASE][0].keys[3].types, "y");
	assert_string_equal(keys.rows[VIEW_BASE][0].keys[4].types, "*");
	assert_string_equal(keys.rows[VIEW_BASE][0].keys[5].types, "=");
}

static void a_bad_keyboard_names_its_line(void **state)
{
	static const char *const bad[] = {"", "a b\n", "view base\n{what}\n", "view base\na*99\n",
		"view base\na*x\n", "view sideways\n", "view base\n\xFF\n",
		"view base\n1 2 3 4 5 6 7 8 9 0 1 2 3\n",
		"view base\nanendlesslylonglabelthatnokeyholds\n"};
	static struct keys keys;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct error error = {0};

		assert_false(keys_parse(&keys, bad[i], "test.keys", &error));
		assert_non_null(strstr(error.detail, "test.keys, line"));
	}
}

static int halves(const struct keys_row *row)
{
	int sum = 0;

	for (int i = 0; i < row->count; i++)
		sum += row->keys[i].weight;
	return sum;
}

static void load_keys(const char *name, struct keys *keys)
{
	struct error error = {0};
	char path[1024];

	snprintf(path, sizeof(path), "%s/keyboards/%s.keys", assets, name);
	if (!keys_load(keys, path, &error))
		fail_msg("%s", error.detail);
}

static const char *const our_keyboards[] = {
	"en", "pl", "ur", "pa", "ro", "ar", "email", "phone", "number", "postcode", "date"};
enum { OUR_KEYBOARDS = sizeof(our_keyboards) / sizeof(our_keyboards[0]) };

static void letter_keys_of_a_keyboard_are_in_five_rows_at_most(void **state)
{
	static struct keys keys;

	for (int i = 0; i < OUR_KEYBOARDS; i++) {
		load_keys(our_keyboards[i], &keys);
		for (int view = 0; view < KEYS_VIEWS; view++)
			assert_in_range(keys.row_count[view], 0, 5);
		for (int row = 0; row < keys.row_count[VIEW_BASE]; row++)
			if (strcmp(our_keyboards[i], "email") != 0 || row > 0)
				assert_int_equal(halves(&keys.rows[VIEW_BASE][row]),
					halves(&keys.rows[VIEW_BASE][1]));
	}
}

static int keys_with(const struct keys *keys, int view, const char *label)
{
	int count = 0;

	for (int row = 0; row < keys->row_count[view]; row++)
		for (int i = 0; i < keys->rows[view][row].count; i++)
			count += keys->rows[view][row].keys[i].kind == KEY_TYPES &&
				 strcmp(keys->rows[view][row].keys[i].types, label) == 0;
	return count;
}

static void no_key_is_twice_in_a_view(void **state)
{
	static struct keys keys;

	for (int i = 0; i < OUR_KEYBOARDS; i++) {
		load_keys(our_keyboards[i], &keys);
		for (int view = 0; view < KEYS_VIEWS; view++)
			for (int row = 0; row < keys.row_count[view]; row++)
				for (int j = 0; j < keys.rows[view][row].count; j++)
					assert_in_range(keys_with(&keys, view,
								keys.rows[view][row].keys[j].types),
						0, 1);
	}
}

static void a_language_has_its_whole_alphabet_in_plain_view(void **state)
{
	static const struct {
		const char *language, *alphabet;
	} cases[] = {
		{"en", "abcdefghijklmnopqrstuvwxyz"},
		{"pl", "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"},
		{"ro", "aăâbcdefghiîjklmnopqrsștțuvwxyz"},
		{"ur", "اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوؤہۂۃھءیئے"},
		{"pa", "ੳਅੲਸਹਕਖਗਘਙਚਛਜਝਞਟਠਡਢਣਤਥਦਧਨਪਫਬਭਮਯਰਲਵੜ਼ਾਿੀੁੂੇੈੋੌੰਂੱ੍"},
		{"ar", "اأإآبتثجحخدذرزسشصضطظعغفقكلمنهةوؤيئىء"},
	};
	static struct keys keys;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		load_keys(cases[i].language, &keys);
		for (const char *at = cases[i].alphabet; *at;) {
			char letter[5] = "";
			size_t bytes = 1;

			while (((unsigned char)at[bytes] & 0xC0) == 0x80)
				bytes++;
			memcpy(letter, at, bytes);
			if (keys_with(&keys, VIEW_BASE, letter) != 1)
				fail_msg("%s: %s", cases[i].language, letter);
			at += bytes;
		}
		assert_int_equal(keys.row_count[VIEW_MAIL], 1);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_put_in_and_isolated),
		cmocka_unit_test(an_unknown_placeholder_is_a_bug),
		cmocka_unit_test(open_and_close_must_balance),
		cmocka_unit_test(the_tree_says_what_a_visitor_would_read),
		cmocka_unit_test(a_button_after_pages_waits_for_the_last_page),
		cmocka_unit_test(dates_are_said_as_each_language_says_them),
		cmocka_unit_test(languages_of_tests_are_english_in_disguise),
		cmocka_unit_test(what_was_put_in_says_nothing_about_the_direction),
		cmocka_unit_test(today_and_tomorrow_are_words),
		cmocka_unit_test(a_keyboard_is_a_text_file),
		cmocka_unit_test(a_bad_keyboard_names_its_line),
		cmocka_unit_test(letter_keys_of_a_keyboard_are_in_five_rows_at_most),
		cmocka_unit_test(no_key_is_twice_in_a_view),
		cmocka_unit_test(a_language_has_its_whole_alphabet_in_plain_view),
	};
	struct error error = {0};

	if (argc != 3 || !clock_set_zone("Europe/London", &error) ||
		!ui_languages_load(argv[2], &error))
		return 1;
	assets = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
