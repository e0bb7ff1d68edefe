/* A form that the centre gives is kept when it is understood, named when it is not, and gone when it is
 * taken back; the last good one stays. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/form.h"
#include "store/internal.h"

#define QUESTION(id) "{\"id\": \"" id "\", \"kind\": \"text\", \"title\": \"Q?\"}"
#define JOIN(version, questions)                                                                   \
	"{\"form\": \"join\",\n\"version\": " version ", \"questions\": [\n" questions "]}"

static const char first[] = JOIN("1", QUESTION("name") "," QUESTION("consent"));
static const char second[] = JOIN("2", QUESTION("name") "," QUESTION("consent"));
static const char broken[] = JOIN("3", "{\"id\": \"name\", \"kid\": \"name\"}");
static const char without_consent[] = JOIN("4", QUESTION("name"));

/* As the centre's feed has it; NULL: taken back. */
static void give(struct fixture *fixture, const char *name, int64_t revision, const char *text)
{
	struct error error = {0};
	json_t *body = json_pack("{s:s?}", "text", text);
	char *written = json_dumps(body, JSON_COMPACT);
	struct feed_row row = {.version = ++fixture->feed_version,
		.kind = "form",
		.key = name,
		.revision = revision,
		.body = written};

	if (!outbox_apply_feed(fixture->store,
		    &(struct feed_page){.stream = "branch:micklefield",
			    .rows = &row,
			    .count = 1,
			    .upto = row.version},
		    &error))
		fail_msg("%s", error.detail);
	free(written);
	json_decref(body);
}

/* NULL: none. */
static void asks(struct fixture *fixture, const char *text)
{
	char *asked = store_told_form(fixture->store, "join");

	if (text)
		assert_string_equal(asked ? asked : "none", text);
	else
		assert_null(asked);
	free(asked);
}

/* The only one; its reason begins so. */
static void refuses(struct fixture *fixture, const char *reason, bool asks_another)
{
	struct told_form forms[TOLD_FORMS_MAX];

	assert_int_equal(store_told_forms(fixture->store, forms), 1);
	assert_string_equal(forms[0].name, "join");
	assert_true(forms[0].is_refused);
	assert_int_equal(forms[0].is_asked, asks_another);
	if (!strstr(forms[0].reason, reason))
		fail_msg("\"%s\" does not say \"%s\"", forms[0].reason, reason);
}

static int64_t parked(struct fixture *fixture)
{
	return fixture_count(fixture, "SELECT count(*) FROM feed_parked");
}

static void what_the_centre_gives_is_asked(void **state)
{
	struct fixture *fixture = *state;

	asks(fixture, NULL);
	give(fixture, "join", 1, first);
	asks(fixture, first);
	give(fixture, "join", 2, second);
	asks(fixture, second);
	give(fixture, "join", 1, first);
	asks(fixture, second);
	fixture_reopen(fixture);
	asks(fixture, second);
}

static void a_kiosks_own_form_is_another(void **state)
{
	struct fixture *fixture = *state;

	assert_true(store_keep_form(fixture->store, "join", second, NULL));
	give(fixture, "join", 1, first);
	give(fixture, "join", 2, NULL);
	char *own = store_form(fixture->store, "join");
	assert_string_equal(own, second);
	free(own);
}

static void one_that_is_not_understood_leaves_the_last_good_one(void **state)
{
	struct fixture *fixture = *state;

	give(fixture, "join", 1, broken);
	asks(fixture, NULL);
	refuses(fixture, "line 3: question 1: \"kid\" is not known here", false);
	give(fixture, "join", 2, first);
	asks(fixture, first);
	give(fixture, "join", 3, without_consent);
	asks(fixture, first);
	refuses(fixture, "line 1: it has no question \"consent\"", true);
	give(fixture, "join", 4, second);
	asks(fixture, second);
	assert_int_equal(
		fixture_count(fixture, "SELECT count(*) FROM told_form WHERE reason <> ''"), 0);
	assert_int_equal(parked(fixture), 0);
}

static void what_was_taken_back_is_not_asked_again(void **state)
{
	struct told_form forms[TOLD_FORMS_MAX];
	struct fixture *fixture = *state;

	give(fixture, "join", 1, first);
	give(fixture, "join", 2, broken);
	give(fixture, "join", 3, NULL);
	asks(fixture, NULL);
	give(fixture, "join", 2, second);
	asks(fixture, NULL);
	assert_int_equal(store_told_forms(fixture->store, forms), 0);
	assert_int_equal(
		fixture_count(fixture,
			"SELECT count(*) FROM told_form WHERE good IS NOT NULL OR refused IS NOT NULL"),
		0);
	give(fixture, "join", 4, second);
	asks(fixture, second);
}

static void each_change_is_seen_and_nothing_else(void **state)
{
	struct fixture *fixture = *state;
	int64_t before = store_told_forms_revision(fixture->store);

	give(fixture, "join", 1, first);
	int64_t given = store_told_forms_revision(fixture->store);
	assert_int_not_equal(given, before);
	give(fixture, "join", 1, second);
	assert_int_equal(store_told_forms_revision(fixture->store), given);
	give(fixture, "join", 2, NULL);
	assert_int_not_equal(store_told_forms_revision(fixture->store), given);
}

static void a_newer_version_reads_once_more_what_was_refused(void **state)
{
	struct fixture *fixture = *state;
	struct error error = {0};

	give(fixture, "join", 1, first);
	give(fixture, "join", 2, broken);
	fixture_reopen(fixture);
	asks(fixture, first);
	/* As if an older version had not understood it. */
	give(fixture, "join", 3, second);
	assert_true(database_script(&fixture->store->database,
		"UPDATE told_form SET refused = good, good = NULL, reason = 'why'", &error));
	fixture_reopen(fixture);
	asks(fixture, second);
	assert_int_equal(
		fixture_count(fixture, "SELECT count(*) FROM told_form WHERE refused IS NOT NULL"),
		0);
}

static void one_that_is_too_large_is_named_and_not_kept(void **state)
{
	struct fixture *fixture = *state;
	char *text = malloc(FORM_BYTES_MAX + 2);

	memset(text, 'x', FORM_BYTES_MAX + 1);
	text[FORM_BYTES_MAX + 1] = '\0';
	give(fixture, "join", 1, first);
	give(fixture, "join", 2, text);
	asks(fixture, first);
	refuses(fixture, "larger than 65536 bytes", true);
	assert_false(fixture_holds(fixture, "xxxxxxxxxxxxxxxx"));
	fixture_reopen(fixture);
	refuses(fixture, "larger than 65536 bytes", true);
	free(text);
}

static void a_reason_has_no_bytes_that_a_terminal_obeys(void **state)
{
	struct fixture *fixture = *state;

	give(fixture, "join", 1, "{\"\\u001b[2J\\u202e\": 1}");
	refuses(fixture, "line 1: \"[2J\" is not known here", false);
}

static void what_cannot_be_a_form_is_parked(void **state)
{
	struct fixture *fixture = *state;

	fixture_feed(fixture, "form", "join", 1, "{}");
	fixture_feed(fixture, "form", "join", 1, "{\"text\": 5}");
	give(fixture, "../join", 1, first);
	give(fixture, "", 1, first);
	give(fixture, "a-name-that-is-too-long-for-one", 1, first);
	assert_int_equal(parked(fixture), 5);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM told_form"), 0);
}

static void names_that_never_end_fill_no_disk(void **state)
{
	struct fixture *fixture = *state;
	char name[16];

	give(fixture, "join", 1, first);
	for (int i = 0; i < 40; i++) {
		snprintf(name, sizeof(name), "form%d", i);
		give(fixture, name, 1, first);
	}
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM told_form"), TOLD_FORMS_MAX);
	give(fixture, "join", 2, second);
	asks(fixture, second);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_the_centre_gives_is_asked),
		TEST(a_kiosks_own_form_is_another),
		TEST(one_that_is_not_understood_leaves_the_last_good_one),
		TEST(what_was_taken_back_is_not_asked_again),
		TEST(each_change_is_seen_and_nothing_else),
		TEST(a_newer_version_reads_once_more_what_was_refused),
		TEST(one_that_is_too_large_is_named_and_not_kept),
		TEST(a_reason_has_no_bytes_that_a_terminal_obeys),
		TEST(what_cannot_be_a_form_is_parked),
		TEST(names_that_never_end_fill_no_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
