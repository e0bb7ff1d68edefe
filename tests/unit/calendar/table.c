/* Which files are tables, what their headings may be, and what makes two rows the same session. What rows
 * say, and why one is left out, is in tests/calendars. */
#include "calendar/table.h"

#include "base/crypto.h"
#include "reading.h"

#define FRIDAY "2026-12-04,10:30\n"

static bool read_text(const char *text, int *count, struct error *error)
{
	return read_between(text, strlen(text), 0, INT64_C(1) << 41, count, error);
}

/* ---- headings ---- */

struct heading {
	const char *name, *text;
	bool is_table;
	const char *says, *polish; /* what is refused; the title for who reads Polish */
};

static const struct heading headings[] = {
	{"title and date are a table", "title,date,starts\nA," FRIDAY, true, NULL, "A"},
	{"a table without rows is one", "title,date,starts\n", true, NULL, NULL},
	{"case, spaces and _ do not matter", "TITLE , Date,_Starts_\nA," FRIDAY, true, NULL, "A"},
	{"a first line without date", "title,starts\nA,10:30\n", true,
		"line 1: the column \"date\" is missing", NULL},
	{"a first line without starts", "title,date\nA,2026-12-04\n", true,
		"line 1: the column \"starts\" is missing", NULL},
	{"a title in Polish alone", "title pl,date,starts\nA," FRIDAY, true,
		"line 1: the column \"title\" is missing", NULL},
	{"a needed column that is misspelled", "Titel,date,starts\nA," FRIDAY, true,
		"line 1: the column \"title\" is missing; \"Titel\" is not understood; did you mean "
		"\"title\"?",
		NULL},
	{"columns of another table", "name,address\nA,B\n", false,
		"does not name the columns title, date and starts", NULL},
	{"one word is no table", "title\nA\n", false,
		"does not name the columns title, date and starts", NULL},
	{"a heading in the second line is none", "What is on\ntitle,date\n", false,
		"does not name the columns title, date and starts", NULL},
	{"nothing at all is none", "", false, "does not name the columns title, date and starts",
		NULL},
	{"a language behind a space", "title,title pl,date,starts\nA,B," FRIDAY, true, NULL, "B"},
	{"a language behind a colon", "title,Title:PL,date,starts\nA,B," FRIDAY, true, NULL, "B"},
	{"a language in brackets", "title,title (pl),date,starts\nA,B," FRIDAY, true, NULL, "B"},
	{"a language with its country", "title,title pl-PL,date,starts\nA,B," FRIDAY, true, NULL,
		"B"},
	{"no language", "title,titlepl,title (pl) old,date,starts\nA,B,C," FRIDAY, true, NULL, "A"},
	{"a value that a language has not", "title,title pl,date,starts\nA,," FRIDAY, true, NULL,
		"A"},
	{"backslashes and commas are the title's", "title,date,starts\n\"A\\n, B\"," FRIDAY, true,
		NULL, "A\\n, B"},
	{"a column twice", "title,date,Title\n", true, "it has the column \"Title\" twice", NULL},
	{"a language twice", "title,date,title pl,title:PL\n", true,
		"it has the column \"title:PL\" twice", NULL},
	{"a heading that is not in UTF-8", "title,date,caf\xe9\n", true,
		"line 1, the heading: not in UTF-8", NULL},
};

/* ---- columns that nobody knows ---- */

struct column {
	const char *name, *heading, *says; /* NULL: nothing is unknown */
};

static const struct column columns[] = {
	{"misspelled", "door_shar",
		"\"door_shar\" is not understood; did you mean \"door share\"?"},
	{"in a language", "Titel pl", "\"Titel pl\" is not understood; did you mean \"title pl\"?"},
	{"a language that this column has not", "places pl",
		"\"places pl\" is not understood; did you mean \"places\"?"},
	{"of the library's own", "Organiser", "\"Organiser\" is not understood"},
	{"without a name", " ", NULL},
	{"known", "Access_Note", NULL},
};

static void is_named(void **state)
{
	const struct column *row = *state;
	char text[100], said[UNKNOWN_SAID_BYTES];
	int count;

	snprintf(text, sizeof(text), "title,date,starts,%s\nA,2026-12-04,10:30,\n", row->heading);
	assert_true(read_text(text, &count, NULL));
	assert_int_equal(count, 1);
	assert_int_equal(programme.unknown.count, row->says != NULL);
	assert_int_equal(programme.heading_line, 1);
	if (!row->says)
		return;
	unknown_say(&programme.unknown.names[0], said);
	assert_string_equal(said, row->says);
}

static void is_understood(void **state)
{
	const struct heading *row = *state;
	struct error error = {0};
	int count;

	assert_int_equal(table_is(row->text, strlen(row->text)), row->is_table);
	assert_int_equal(read_text(row->text, &count, &error), row->says == NULL);
	if (row->says && !strstr(error.detail, row->says))
		fail_msg("said: %s", error.detail);
	assert_int_equal(count, row->polish != NULL);
	if (row->polish)
		assert_string_equal(session_text(sessions, "pl", SESSION_TITLE), row->polish);
}

/* ---- the same session ---- */

struct pair {
	const char *name, *one, *other;
	bool is_same;
};

static const struct pair pairs[] = {
	{"an id that is moved and renamed", "id,title,date,starts\na,A," FRIDAY,
		"id,title,date,starts\na,B,2026-12-05,11:30\n", true},
	{"another id", "id,title,date,starts\na,A," FRIDAY, "id,title,date,starts\nb,A," FRIDAY,
		false},
	{"no id, and the date in another form", "title,date,starts\nA," FRIDAY,
		"starts;title;date;room\n10:30:00;\"A \";4/12/2026;Hall\n", true},
	{"no id, and another title", "title,date,starts\nA," FRIDAY, "title,date,starts\nB," FRIDAY,
		false},
	{"no id, and another start", "title,date,starts\nA," FRIDAY,
		"title,date,starts\nA,2026-12-04,10:31\n", false},
	{"an id that is given later", "title,date,starts\nA," FRIDAY,
		"id,title,date,starts\nA,A," FRIDAY, false},
};

static void is_as_said(void **state)
{
	const struct pair *row = *state;
	int count;

	assert_true(read_text(row->one, &count, NULL) && count == 1);
	struct programme_entry one = programme.entries[0];
	assert_true(read_text(row->other, &count, NULL) && count == 1);
	const struct programme_entry *other = &programme.entries[0];
	assert_int_equal(id_equal(one.session.id, other->session.id), row->is_same);
	assert_int_equal(id_equal(one.session.event, other->session.event), row->is_same);
}

static void a_row_that_is_not_understood_any_more_keeps_its_identity(void **state)
{
	int count;

	assert_true(read_text("id,title,date,starts\na,A," FRIDAY, &count, NULL));
	struct id source = programme.entries[0].source;
	assert_true(read_text("id,title,date,starts\na,A,some day,10:30\n", &count, NULL));
	assert_int_equal(count, 0);
	assert_int_equal(programme.left_out_count, 1);
	assert_true(id_equal(programme.left_out[0].source, source));
}

/* ---- bounds ---- */

static void more_rows_than_a_calendar_may_have_events_are_refused(void **state)
{
	static const char heading[] = "title,date,starts\n", rest[] = "A,,\n";
	size_t length = sizeof(heading) - 1;
	char *text = calloc(1, length + (PROGRAMME_EVENTS_MAX + 1) * sizeof(rest));
	struct error error = {0};
	int count;

	memcpy(text, heading, length);
	for (int i = 0; i < PROGRAMME_EVENTS_MAX; i++, length += sizeof(rest) - 1)
		memcpy(text + length, rest, sizeof(rest) - 1);
	assert_true(read_between(text, length, 0, 1, &count, NULL));
	assert_int_equal(programme.left_out_count, PROGRAMME_EVENTS_MAX);
	memcpy(text + length, rest, sizeof(rest) - 1);
	assert_false(read_between(text, length + sizeof(rest) - 1, 0, 1, &count, &error));
	assert_int_equal(error.code, ERROR_FULL);
	free(text);
}

static void of_a_row_all_mistakes_are_named_and_quoted(void **state)
{
	int count;

	assert_true(read_text("title,date,starts,ends,places,ages,cancelled\n"
			      ",4 Dec,half past,late,many\033[2J,toddlers,perhaps\n",
		&count, NULL));
	assert_int_equal(programme.left_out_count, 1);
	assert_string_equal(programme.left_out[0].reason,
		"line 2: date \"4 Dec\" is not understood, write 2026-12-04 or 04/12/2026;"
		" starts \"half past\" is not understood, write 10:30;"
		" ends \"late\" is not understood, write 10:30;"
		" cancelled \"perhaps\" is not yes or no; it has no title;"
		" places \"many[2J\" is not a number from 0 to 5000;"
		" ages \"toddlers\" is not ages, as 0-5, 6-18 months or 16+");
}

static void a_table_is_whole_and_has_a_name(void **state)
{
	int count;

	assert_true(read_text("title,date,starts\nA," FRIDAY, &count, NULL));
	assert_true(programme.is_whole);
	assert_string_equal(programme.calendar, "table");
}

/* It may be any session that is missing: none of them is taken to be gone. */
static void a_row_without_an_identity_takes_no_session_away(void **state)
{
	int count;

	assert_true(read_text("title,date,starts\nA," FRIDAY "B,4 Dec,10:30\n", &count, NULL));
	assert_int_equal(count, 1);
	assert_int_equal(programme.left_out_count, 1);
	assert_false(programme.is_whole);
	assert_true(
		read_text("id,title,date,starts\n1,A," FRIDAY "2,B,4 Dec,10:30\n", &count, NULL));
	assert_true(programme.is_whole);
}

static void only_rows_of_the_time_asked_for_are_sessions(void **state)
{
	static const char text[] =
		"title,date,starts\nA,2026-11-30,10:30\nB," FRIDAY "C,2027-01-01,00:00\n";
	int64_t from_ms, until_ms;
	int count;

	assert_true(clock_parse("2026-12-01T00:00", &from_ms));
	assert_true(clock_parse("2027-01-01T00:00", &until_ms));
	assert_true(read_between(text, strlen(text), from_ms, until_ms, &count, NULL));
	assert_int_equal(count, 1);
	assert_string_equal(session_title(sessions), "B");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_that_is_not_understood_any_more_keeps_its_identity),
		cmocka_unit_test(more_rows_than_a_calendar_may_have_events_are_refused),
		cmocka_unit_test(of_a_row_all_mistakes_are_named_and_quoted),
		cmocka_unit_test(a_table_is_whole_and_has_a_name),
		cmocka_unit_test(a_row_without_an_identity_takes_no_session_away),
		cmocka_unit_test(only_rows_of_the_time_asked_for_are_sessions),
	};

	ciphers_start();
	if (!clock_set_zone("Europe/London", NULL))
		return 1;
	return rows_run("headings", is_understood, ROWS(headings)) +
	       rows_run("columns that nobody knows", is_named, ROWS(columns)) +
	       rows_run("pairs of rows", is_as_said, ROWS(pairs)) +
	       cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
