/* The library's list of members as libraries and their spreadsheets write it: understood whole, or
 * refused with line, column and what would do. */
#include "rules/members_list.h"

#include <string.h>

#include "base/crypto.h"

#include "rows.h"

#define HEADING "number,uid,first_name,birth_year,language,blocked\n"
#define FAMILY "number,uid,first_name,birth_year,language,blocked,adult_number\n"
#define AMINA "24004000010003,04A1B2C310E580,Amina,1988,ur,\n"
#define OTHER_UID "04A2B2C311E580"
#define OTHER_NUMBER "24004000010011"

static const struct card_rules cards = {
	.count = 1,
	.rule = {{.prefix = "2", .length = 14, .check = CHECK_LUHN}},
};

static const struct member_rules rules = {
	.branch = "micklefield", .cards = &cards, .today = {2026, 12, 3}};

static bool read_text(const char *text, struct members_list *list, struct error *error)
{
	return members_list_read("members.csv", text, strlen(text), &rules, list, error);
}

/* ---- what one line says ---- */

struct line {
	const char *name, *text; /* the whole list */
	const char *first_name, *language;
	bool blocked, adult;
	size_t uid_length;
};

static const struct line lines[] = {
	{"a plain line", HEADING AMINA, "Amina", "ur", false, true, 7},
	{"CRLF",
		"number,uid,first_name,birth_year,language,blocked\r\n"
		"24004000010003,04A1B2C310E580,Amina,1988,ur,yes\r\n",
		"Amina", "ur", true, true, 7},
	{"CR alone",
		"number,uid,first_name,birth_year,language,blocked\r"
		"24004000010003,04A1B2C310E580,Amina,1988,ur,yes\r",
		"Amina", "ur", true, true, 7},
	{"no newline at the end", HEADING "24004000010003,04A1B2C310E580,Amina,1988,ur,yes",
		"Amina", "ur", true, true, 7},
	{"a byte order mark", "\xef\xbb\xbf" HEADING AMINA, "Amina", "ur", false, true, 7},
	{"columns in another order",
		"blocked,language,first_name,number,birth_year,uid\n"
		"yes,ur,Amina,24004000010003,1988,04A1B2C310E580\n",
		"Amina", "ur", true, true, 7},
	{"headings as people write them",
		"Number, UID ,First name,Birth-year,LANGUAGE,Blocked\n" AMINA, "Amina", "ur", false,
		true, 7},
	{"a column that is not ours",
		"number,town,uid,first_name,birth_year,language,blocked\n"
		"24004000010003,Leeds,04A1B2C310E580,Amina,1988,ur,\n",
		"Amina", "ur", false, true, 7},
	{"semicolons, as a Polish spreadsheet writes",
		"number;uid;first_name;birth_year;language;blocked\n"
		"24004000010003;04A1B2C310E580;Amina;1988;ur;yes\n",
		"Amina", "ur", true, true, 7},
	{"tabs",
		"number\tuid\tfirst_name\tbirth_year\tlanguage\tblocked\n"
		"24004000010003\t\tAmina\t1988\tur\tyes\n",
		"Amina", "ur", true, true, 0},
	{"quoted fields",
		"\"number\",\"uid\",\"first_name\",\"birth_year\",\"language\",\"blocked\"\n"
		"\"24004000010003\",\"04A1B2C310E580\",\"Amina\",\"1988\",\"ur\",\"yes\"\n",
		"Amina", "ur", true, true, 7},
	{"a comma and a quotation mark inside quotes",
		HEADING "24004000010003,,\"Amina, \"\"Mina\"\"\",1988,,\n", "Amina, \"Mina\"", "",
		false, true, 0},
	{"spaces around values",
		HEADING "  24004000010003 , 04A1B2C310E580 , Amina , 1988 , ur , yes \n", "Amina",
		"ur", true, true, 7},
	{"blank lines and rows of nothing", HEADING "\n,,,,,\n\r\n" AMINA "\n\n,,,,,\n", "Amina",
		"ur", false, true, 7},
	{"no chip", HEADING "24004000010003,,Amina,1988,ur,\n", "Amina", "ur", false, true, 0},
	{"a chip of ten bytes", HEADING "24004000010003,0401020304050607080A,Amina,1988,ur,\n",
		"Amina", "ur", false, true, 10},
	{"a chip of four bytes", HEADING "24004000010003,04A1B2C3,Amina,1988,ur,\n", "Amina", "ur",
		false, true, 4},
	{"a chip with colons in lower case",
		HEADING "24004000010003,04:a1:b2:c3:10:e5:80,Amina,1988,ur,\n", "Amina", "ur",
		false, true, 7},
	{"a chip with spaces", HEADING "24004000010003,04 A1 B2 C3,Amina,1988,ur,\n", "Amina", "ur",
		false, true, 4},
	{"no birth year", HEADING "24004000010003,,Amina,,ur,\n", "Amina", "ur", false, false, 0},
	{"17 or 18", HEADING "24004000010003,,Tess,2008,ur,\n", "Tess", "ur", false, false, 0},
	{"16 or 17", HEADING "24004000010003,,Tess,2009,ur,\n", "Tess", "ur", false, false, 0},
	{"18 or 19", HEADING "24004000010003,,Tess,2007,ur,\n", "Tess", "ur", false, true, 0},
	{"born long ago", HEADING "24004000010003,,Old,1875,ur,\n", "Old", "ur", false, false, 0},
	{"not born yet", HEADING "24004000010003,,New,2031,ur,\n", "New", "ur", false, false, 0},
	{"a language with its country", HEADING "24004000010003,,Amina,1988,en-GB,\n", "Amina",
		"en", false, true, 0},
	{"no name", HEADING "24004000010003,,,1988,ur,\n", "", "ur", false, true, 0},
	{"yes", HEADING "24004000010003,,Dora,1988,ur,yes\n", "Dora", "ur", true, true, 0},
	{"YES", HEADING "24004000010003,,Dora,1988,ur,YES\n", "Dora", "ur", true, true, 0},
	{"Yes in quotes", HEADING "24004000010003,,Dora,1988,ur,\"Yes\"\n", "Dora", "ur", true,
		true, 0},
	{"true", HEADING "24004000010003,,Dora,1988,ur,TRUE\n", "Dora", "ur", true, true, 0},
	{"1", HEADING "24004000010003,,Dora,1988,ur,1\n", "Dora", "ur", true, true, 0},
	{"y", HEADING "24004000010003,,Dora,1988,ur,y\n", "Dora", "ur", true, true, 0},
	{"no", HEADING "24004000010003,,Dora,1988,ur,No\n", "Dora", "ur", false, true, 0},
	{"false", HEADING "24004000010003,,Dora,1988,ur,FALSE\n", "Dora", "ur", false, true, 0},
	{"0", HEADING "24004000010003,,Dora,1988,ur,0\n", "Dora", "ur", false, true, 0},
	{"n", HEADING "24004000010003,,Dora,1988,ur,N\n", "Dora", "ur", false, true, 0},
};

static void is_understood(void **state)
{
	const struct line *row = *state;
	struct members_list list;
	struct error error = {0};

	if (!read_text(row->text, &list, &error))
		fail_msg("%s", error.detail);
	assert_int_equal(list.count, 1);
	const struct member *member = &list.members[0];
	assert_string_equal(member->number, "24004000010003");
	assert_true(id_equal(
		member->holder.id, id_derive("micklefield", "member", "24004000010003", NULL)));
	assert_string_equal(member->holder.first_name, row->first_name);
	assert_string_equal(member->holder.language, row->language);
	assert_int_equal(holder_is_blocked(member->holder.status), row->blocked);
	assert_int_equal(member->holder.adult, row->adult);
	assert_int_equal(member->uid_length, row->uid_length);
	members_list_free(&list);
}

/* ---- what is refused ---- */

struct refusal {
	const char *name, *text, *told;
};

static const struct refusal refusals[] = {
	{"nothing at all", "", ":0: the list is empty"},
	{"no heading", AMINA, ":1: this is no heading; the first line must name: number, uid"},
	{"a missing column",
		"number,uid,first_name,birth_year,language\n24004000010003,,A,1988,ur\n",
		":1: blocked: the heading does not name this column"},
	{"a misspelled column",
		"number,uid,first_name,Birth-yaer,language,blocked\n24004000010003,,A,1988,ur,\n",
		":1: birth_year: the heading does not name this column; \"Birth-yaer\" is not "
		"understood; did you mean \"birth_year\"?"},
	{"what is no column's name is not told",
		"number,uid,first_name,Dora,language,blocked\n24004000010003,,A,1988,ur,\n",
		":1: birth_year: the heading does not name this column"},
	{"a column twice", "number,uid,number,first_name,birth_year,language,blocked\n",
		":1: number: the heading has it twice"},
	{"blocked perhaps", HEADING "24004000010003,,Dora,1988,ur,perhaps\n",
		":2: blocked: give yes or no"},
	{"blocked with a cross", HEADING AMINA OTHER_NUMBER ",,Dora,1988,ur,x\n",
		":3: blocked: give yes or no"},
	{"a wrong check digit", HEADING "24004000010004,,Dora,1988,ur,\n",
		":2: number: no membership number of this library"},
	{"no number", HEADING ",,Dora,1988,ur,\n", ":2: number: no membership number"},
	{"a number that a spreadsheet has rounded", HEADING "2.40E+13,,Dora,1988,ur,\n",
		":2: number: a spreadsheet has rounded it"},
	{"a chip that a spreadsheet has rounded", HEADING "24004000010003,4.1E+12,Dora,1988,ur,\n",
		":2: uid: a spreadsheet has rounded it"},
	{"a chip of five bytes", HEADING "24004000010003,04A1B2C3D4,Dora,1988,ur,\n",
		":2: uid: give 8, 14 or 20 hexadecimal digits"},
	{"a chip that is no hex", HEADING "24004000010003,04A1B2CX,Dora,1988,ur,\n",
		":2: uid: give 8, 14 or 20 hexadecimal digits"},
	{"a chip of half a byte", HEADING "24004000010003,4A1B2C310E580,Dora,1988,ur,\n",
		":2: uid: give 8, 14 or 20 hexadecimal digits"},
	{"a chip that is another one each time", HEADING "24004000010003,08A1B2C3,Dora,1988,ur,\n",
		":2: uid: this chip has another number at each touch"},
	{"a year with two digits", HEADING "24004000010003,,Dora,88,ur,\n",
		":2: birth_year: give the year with four digits"},
	{"a whole date", HEADING "24004000010003,,Dora,1988-05-01,ur,\n",
		":2: birth_year: give the year with four digits"},
	{"a language in words", HEADING "24004000010003,,Dora,1988,Polish,\n",
		":2: language: give a language's code"},
	{"Windows-1252",
		HEADING "24004000010003,,Ren\xe9"
			"e,1988,fr,\n",
		":2: first_name: not in UTF-8; save it as \"CSV UTF-8\""},
	{"UTF-16", "\xff\xfen", ":1: not in UTF-8"},
	{"too few columns", HEADING "24004000010003,,Dora,1988,ur\n",
		":2: not as many columns as the heading"},
	{"too many columns", HEADING "24004000010003,,Khan, Dora,1988,ur,\n",
		":2: not as many columns as the heading"},
	{"a quotation mark that is never closed", HEADING "24004000010003,,\"Dora,1988,ur,\n" AMINA,
		": a quotation mark is missing"},
	{"a quotation mark inside a value", HEADING "24004000010003,,\"Do\"ra,1988,ur,\n",
		":2: a quotation mark is missing, or stands inside a value"},
	{"a number twice",
		HEADING AMINA OTHER_NUMBER ",,Bilal,1990,,\n24004000010003,,Zosia,1990,,\n",
		":4: number: the same as in line 2"},
	{"a chip twice", HEADING AMINA OTHER_NUMBER ",04:A1:B2:C3:10:E5:80,Bilal,1990,,\n",
		":3: uid: the same as in line 2"},
	{"an adult who is not in the list", FAMILY "24004000010003,,Dora,2017,,,24004000010029\n",
		":2: adult_number: no member of this list has this number"},
	{"an adult's number that is none", FAMILY "24004000010003,,Dora,2017,,,Amina\n",
		":2: adult_number: no membership number of this library"},
	{"one's own adult", FAMILY "24004000010003,,Dora,2017,,,24004000010003\n",
		":2: adult_number: this is the member's own number"},
	{"an adult with an adult",
		FAMILY "24004000010003,,Amina,1988,,," OTHER_NUMBER "\n" OTHER_NUMBER
		       ",,Dora,1960,,,24004000010003\n",
		":2: adult_number: this is the number of somebody who has an adult"},
	{"a child as the adult",
		FAMILY "24004000010003,,Bilal,2017,,,\n" OTHER_NUMBER
		       ",,Dora,2019,,,24004000010003\n",
		":3: adult_number: this is the number of a child"},
	{"the line after a field of two lines",
		HEADING "24004000010003,,\"Ami\nna\",1988,ur,\n" OTHER_NUMBER ",,Bilal,90,,\n",
		":4: birth_year"},
};

static void is_refused(void **state)
{
	const struct refusal *row = *state;
	struct members_list list;
	struct error error = {0};

	assert_false(read_text(row->text, &list, &error));
	assert_int_equal(error.code, ERROR_BAD_INPUT);
	if (!strstr(error.detail, row->told))
		fail_msg("told: %s", error.detail);
	assert_null(strstr(error.detail, "Dora"));
	assert_null(list.members);
	assert_int_equal(list.count, 0);
}

static void a_column_that_nobody_knows_is_named(void **state)
{
	struct members_list list;
	char said[UNKNOWN_SAID_BYTES];

	assert_true(
		read_text("number,town,uid,first_name,birth_year,language,blocked,adult_nmber,\n"
			  "24004000010003,Leeds,,Amina,1988,ur,,,\n",
			&list, NULL));
	assert_int_equal(list.unknown.count, 2);
	unknown_say(&list.unknown.names[0], said);
	assert_string_equal(said, "\"town\" is not understood");
	unknown_say(&list.unknown.names[1], said);
	assert_string_equal(
		said, "\"adult_nmber\" is not understood; did you mean \"adult_number\"?");
	members_list_free(&list);
}

static void a_name_that_does_not_fit_is_not_greeted_by_half(void **state)
{
	char text[1024] = HEADING "24004000010003,,";
	struct members_list list;

	memset(text + strlen(text), 'a', FIRST_NAME_BYTES_MAX);
	strcat(text, ",1988,,\n");
	assert_true(read_text(text, &list, NULL));
	assert_string_equal(list.members[0].holder.first_name, "");
	members_list_free(&list);
}

static void the_children_of_a_list_are_on_their_adults_card(void **state)
{
	struct members_list list;

	assert_true(read_text(FAMILY OTHER_NUMBER ",,Bilal,2017,ur,,24004000010003\n"
						  "24004000010003,04A1B2C310E580,Amina,1988,ur,,\n"
						  "24004000010029,,Sana,2026,ur,,24004000010003\n",
		&list, NULL));
	const struct household *of_child = &list.members[0].holder.household;
	const struct household *household = &list.members[1].holder.household;
	assert_int_equal(household->count, 2);
	assert_true(id_equal(
		household->id, id_derive("micklefield", "household", "24004000010003", NULL)));
	assert_string_equal(household->people[0].initial, "B");
	assert_int_equal(household->people[0].band, AGE_5_TO_11);
	assert_string_equal(household->people[1].initial, "S");
	assert_int_equal(household->people[1].band, AGE_UNDER_1);
	assert_int_equal(of_child->count, 0);
	assert_true(id_is_zero(of_child->id));
	members_list_free(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_column_that_nobody_knows_is_named),
		cmocka_unit_test(a_name_that_does_not_fit_is_not_greeted_by_half),
		cmocka_unit_test(the_children_of_a_list_are_on_their_adults_card),
	};

	return rows_run("lines", is_understood, ROWS(lines)) +
	       rows_run("refusals", is_refused, ROWS(refusals)) +
	       cmocka_run_group_tests_name("members", tests, NULL, NULL);
}
