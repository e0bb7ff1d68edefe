/* Which of a session's words are read in which language, and what damaged ones do. */
#include <stdio.h>
#include <string.h>

#include "rules/session.h"

#include "rows.h"

static struct session said(const char *language, const char *title)
{
	struct session session = {0};

	assert_true(session_set_text(&session, "", SESSION_TITLE, "own"));
	assert_true(session_set_text(&session, language, SESSION_TITLE, title));
	return session;
}

struct row {
	const char *name, *tag, *language, *title;
};

static const struct row rows[] = {
	{"a language reads its own", "pl", "pl", "other"},
	{"another reads the library's own", "pl", "ur", "own"},
	{"a country's is its language's", "pl-PL", "pl", "other"},
	{"a tag in capitals is the same tag", "PL", "pl", "other"},
	{"another script is another language", "pa-Arab", "pa", "own"},
	{"a tag that begins alike is another one", "plt", "pl", "own"},
	{"a private tag is kept and read by nobody", "x-klingon", "x", "other"},
	{"a language that the kiosk does not have is harmless", "und", "en", "own"},
};

static void reads(void **state)
{
	const struct row *row = *state;
	struct session session = said(row->tag, "other");

	assert_string_equal(session_text(&session, row->language, SESSION_TITLE), row->title);
	assert_string_equal(session_title(&session), "own");
	assert_string_equal(session_text(&session, row->language, SESSION_ABOUT), "");
}

static void the_exact_language_comes_before_its_countries(void **state)
{
	struct session session = said("pt-br", "country");

	session_set_text(&session, "pt", SESSION_TITLE, "language");
	assert_string_equal(session_text(&session, "pt", SESSION_TITLE), "language");
}

/* As older kiosks kept them: four texts a language, and nothing of further ones. */
static void words_kept_before_there_were_further_texts_are_read_and_added_to(void **state)
{
	static const char kept[] = "\0own\0room\0\0\0pl\0Szachy\0\0\0";
	struct session session = {0};

	assert_true(session_take_words(&session, kept, sizeof(kept)));
	assert_string_equal(session_text(&session, "pl", SESSION_TITLE), "Szachy");
	assert_string_equal(session_text(&session, "pl", SESSION_ACCESS_NOTE), "");
	assert_true(session_set_text(&session, "pl", SESSION_ACCESS_NOTE, "Winda z tyłu"));
	assert_true(session_set_text(&session, "ur", SESSION_ACCESS_NOTE, "لفٹ"));
	assert_string_equal(session_text(&session, "pl", SESSION_TITLE), "Szachy");
	assert_string_equal(session_text(&session, "pl", SESSION_ACCESS_NOTE), "Winda z tyłu");
	assert_string_equal(session_text(&session, "ur", SESSION_TITLE), "own");
	assert_string_equal(session_language(&session, 2), "ur");
	assert_null(session_language(&session, 3));
	session_forget_text(&session, SESSION_ACCESS_NOTE);
	assert_string_equal(session_text(&session, "ur", SESSION_ACCESS_NOTE), "");
}

static void a_text_can_be_changed_and_taken_away(void **state)
{
	struct session session = said("pl", "Szachy");

	assert_true(session_set_text(&session, "pl", SESSION_ROOM, "Ogród"));
	assert_true(session_set_text(&session, "pl", SESSION_TITLE, "Szachy dla wszystkich"));
	assert_true(session_set_text(&session, "ur", SESSION_TITLE, "شطرنج"));
	assert_string_equal(session_text(&session, "pl", SESSION_ROOM), "Ogród");
	assert_true(session_set_text(&session, "pl", SESSION_TITLE, ""));
	assert_false(session_says(&session, "pl", SESSION_TITLE));
	assert_string_equal(session_text(&session, "pl", SESSION_TITLE), "own");
	assert_string_equal(session_text(&session, "ur", SESSION_TITLE), "شطرنج");
	session_forget_text(&session, SESSION_TITLE);
	assert_string_equal(session_text(&session, "ur", SESSION_TITLE), "");
	assert_string_equal(session_text(&session, "pl", SESSION_ROOM), "Ogród");
}

static void what_is_no_tag_is_refused(void **state)
{
	static const char *const tags[] = {
		"p l", "-pl", "\xc5\x82", "pl_PL", "a-tag-that-is-much-longer-than-any"};
	struct session session = said("pl", "Szachy");
	int length = session.words.length;

	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		assert_false(session_set_text(&session, tags[i], SESSION_TITLE, "x"));
	assert_int_equal(session.words.length, length);
}

static void forty_languages_have_room_and_more_than_all_is_refused(void **state)
{
	char tag[16], about[ABOUT_BYTES_MAX];
	struct session session = {0};
	int i;

	for (i = 0; i < 40; i++) {
		snprintf(tag, sizeof(tag), "x%d", i);
		assert_true(
			session_set_text(&session, tag, SESSION_TITLE, "Szachy dla wszystkich"));
	}
	memset(about, 'a', sizeof(about) - 1);
	about[sizeof(about) - 1] = '\0';
	for (i = 0; session_set_text(&session, "", SESSION_ABOUT, about); i++) {
		snprintf(tag, sizeof(tag), "y%d", i);
		if (!session_set_text(&session, tag, SESSION_ABOUT, about))
			break;
	}
	assert_true(i > 1 && i < 10);
	assert_true(session.words.length <= SESSION_WORDS_BYTES_MAX);
	assert_string_equal(session_text(&session, "x39", SESSION_TITLE), "Szachy dla wszystkich");
}

static void a_text_is_cut_between_characters(void **state)
{
	char title[400] = "";
	struct session session = {0};

	for (int i = 0; i < 99; i++)
		strcat(title, "ਕ");
	assert_true(session_set_text(&session, "pa", SESSION_TITLE, title));
	assert_int_equal(strlen(session_text(&session, "pa", SESSION_TITLE)), 159);
}

static void words_survive_the_disk_and_damaged_ones_say_nothing(void **state)
{
	struct session session = said("pl", "Szachy"), other = {0};
	size_t length = (size_t)session.words.length;
	char bytes[SESSION_WORDS_BYTES_MAX + 1] = {0};

	assert_true(session_take_words(&other, session.words.bytes, length));
	assert_string_equal(session_text(&other, "pl", SESSION_TITLE), "Szachy");
	assert_false(session_take_words(&other, session.words.bytes, length - 1));
	assert_string_equal(session_text(&other, "pl", SESSION_TITLE), "");
	assert_false(session_take_words(&other, "abcde", 5));
	assert_false(session_take_words(&other, bytes, sizeof(bytes)));
	assert_true(session_take_words(&other, NULL, 0));
	assert_null(session_language(&other, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_exact_language_comes_before_its_countries),
		cmocka_unit_test(words_kept_before_there_were_further_texts_are_read_and_added_to),
		cmocka_unit_test(a_text_can_be_changed_and_taken_away),
		cmocka_unit_test(what_is_no_tag_is_refused),
		cmocka_unit_test(forty_languages_have_room_and_more_than_all_is_refused),
		cmocka_unit_test(a_text_is_cut_between_characters),
		cmocka_unit_test(words_survive_the_disk_and_damaged_ones_say_nothing),
	};

	return rows_run("a title", reads, ROWS(rows)) +
	       cmocka_run_group_tests_name("session words", tests, NULL, NULL);
}
