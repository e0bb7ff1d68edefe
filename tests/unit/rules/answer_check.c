/* Answers that real people give, and what they are told if it will not do. Telephone numbers are
 * from Ofcom's range for drama, addresses from example.org. */
#include "rules/answer_check.h"

#include <stdio.h>
#include <string.h>

#include "rows.h"

struct answer {
	const char *name; /* is the answer, too */
	bool good;
};

static const struct answer names[] = {
	{"Amina Khan", true},
	{"Ng", true},
	{"O", true},
	{"Madonna", true},
	{"O'Brien", true},
	{"Seán D’Souza", true},
	{"Mary-Jane van der Berg", true},
	{"J. R. R. Tolkien", true},
	{"Null", true},
	{"Łukasz Żółć", true},
	{"آمنہ خان", true},
	{"ਗੁਰਪ੍ਰੀਤ ਕੌਰ", true},
	{"محمد بن سلمان", true},
	{"王小明", true},
	{"Nguyễn Thị Minh Khai", true},
	{"Ștefan Țurcanu", true},
	{"Sam 3rd", true},
	{"Amina 🙂", true},
	{"", false},
	{"   ", false},
	{"12345", false},
	{"...", false},
	{"🙂", false},
	{"amina@example.org", false},
	{"<b>Amina</b>", false},
	{"24004000010060", false},
	{"Amina24004000010060", false},
	{"Amina Khan 24004", false},
	{"Karol 2", true},
	{"\xff\xfe", false},
};

static void name_is_checked(void **state)
{
	const struct answer *row = *state;

	assert_int_equal(answer_check_name(row->name) == NAME_GOOD, row->good);
}

static const struct calendar_date today = {2026, 12, 4};

struct birth {
	const char *name;
	struct calendar_date date;
	bool good;
	int age;
};

static const struct birth births[] = {
	{"not given", {0, 0, 0}, false, -1},
	{"an adult", {1985, 6, 15}, true, 41},
	{"born today", {2026, 12, 4}, true, 0},
	{"born tomorrow", {2026, 12, 5}, false, -1},
	{"born next year", {2027, 1, 1}, false, -1},
	{"sixteen today", {2010, 12, 4}, true, 16},
	{"sixteen tomorrow", {2010, 12, 5}, true, 15},
	{"sixteen yesterday", {2010, 12, 3}, true, 16},
	{"29 February of a leap year", {2008, 2, 29}, true, 18},
	{"29 February of another year", {2009, 2, 29}, false, -1},
	{"29 February 1900", {1900, 2, 29}, false, -1},
	{"29 February 2000", {2000, 2, 29}, true, 26},
	{"the first day of 1900", {1900, 1, 1}, true, 126},
	{"the last day of 1899", {1899, 12, 31}, false, -1},
	{"31 April", {1990, 4, 31}, false, -1},
	{"30 February", {1990, 2, 30}, false, -1},
	{"a month 13", {1990, 13, 1}, false, -1},
	{"a day 32", {1990, 1, 32}, false, -1},
	{"a day before the first", {1990, 1, -1}, false, -1},
	{"no year", {0, 5, 1}, false, -1},
	{"no month", {1990, 0, 1}, false, -1},
	{"no day", {1990, 5, 0}, false, -1},
	{"two digits for the year", {85, 5, 1}, false, -1},
};

static void birth_date_is_checked(void **state)
{
	const struct birth *row = *state;

	assert_int_equal(answer_check_birth_date(row->date, today) == NULL, row->good);
	if (row->age >= 0)
		assert_int_equal(birth_age_years(row->date, today), row->age);
}

struct guardian {
	const char *name;
	struct calendar_date birth, today;
	bool needed;
};

static const struct guardian guardians[] = {
	{"the day before the sixteenth birthday", {2010, 12, 5}, {2026, 12, 4}, true},
	{"the sixteenth birthday", {2010, 12, 4}, {2026, 12, 4}, false},
	{"a baby", {2026, 11, 30}, {2026, 12, 4}, true},
	{"somebody who does not say", {0, 0, 0}, {2026, 12, 4}, false},
	{"born on 29 February, on 28 February", {2012, 2, 29}, {2028, 2, 28}, true},
	{"born on 29 February, on 29 February", {2012, 2, 29}, {2028, 2, 29}, false},
	{"born on 29 February, fifteen in a common year", {2012, 2, 29}, {2027, 3, 1}, true},
};

static void guardian_is_needed(void **state)
{
	const struct guardian *row = *state;

	assert_int_equal(
		birth_needs_guardian(row->birth, row->today, GUARDIAN_AGE_YEARS), row->needed);
}

static void in_a_common_year_the_leap_birthday_is_on_the_first_of_march(void **state)
{
	const struct calendar_date birth = {2008, 2, 29};

	assert_int_equal(birth_age_years(birth, (struct calendar_date){2026, 2, 28}), 17);
	assert_int_equal(birth_age_years(birth, (struct calendar_date){2026, 3, 1}), 18);
}

static const struct answer contacts[] = {
	{"", true},
	{"  ", true},
	{"07700 900123", true},
	{"07700900123", true},
	{"07700-900-123", true},
	{"+44 7700 900123", true},
	{"+44 (0)7700 900123", true},
	{"+44 07700 900123", true},
	{"0044 7700 900123", true},
	{"+447700900123", true},
	{"01632 960123", true},
	{"(01632) 960 123", true},
	{"01632 96012", true},
	{"020 7946 0123", true},
	{"0808 157 0123", true},
	{"01632 960123 ext 12", true},
	{"01632 960123 x4", true},
	{"+48 600 123 456", true},
	{"0048 600 123 456", true},
	{"+92 300 1234567", true},
	{"447700900123", true},
	{"44 7700 900123", true},
	{"441632960123", true},
	{"4477009001", false},
	{"4477009001234", false},
	{"07700 90012", false},
	{"07700 9001234", false},
	{"960123", false},
	{"7700 900123", false},
	{"0", false},
	{"00", false},
	{"+", false},
	{"+44", false},
	{"+0 7700 900123", false},
	{"06123 456789", false},
	{"+123456789012345", true},
	{"+1234567890123456", false},
	{"07700 900123 or ask Tom", false},
	{"0770O 900123", false},
	{"+44 (0)0 7700 900123", false},
	{"amina@example.org", true},
	{"amina.khan+library@mail.example.co.uk", true},
	{" amina@example.org ", true},
	{"o'brien@example.org", true},
	{"łukasz@example.org", true},
	{"amina@przykład.example", true},
	{"a@b.cd", true},
	{"amina@example", false},
	{"amina@@example.org", false},
	{"amina@example..org", false},
	{"amina@.example.org", false},
	{"amina@example.org.", false},
	{"amina@-example.org", false},
	{"amina@example-.org", false},
	{".amina@example.org", false},
	{"amina.@example.org", false},
	{"ami..na@example.org", false},
	{"@example.org", false},
	{"amina@", false},
	{"@", false},
	{"amina khan@example.org", false},
	{"amina@example.o", false},
	{"amina@192.168.0.1", false},
	{"amina at example.org", false},
	{"call the library", false},
	{"';DROP TABLE member;--", false},
	{"%n%s%n", false},
};

static void contact_is_checked(void **state)
{
	const struct answer *row = *state;

	assert_int_equal(answer_check_contact(row->name) == NULL, row->good);
}

static void a_very_long_contact_is_refused(void **state)
{
	char text[2000];

	memset(text, '7', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_non_null(answer_check_contact(text));
	memset(text, 'a', sizeof(text) - 1);
	memcpy(text + 60, "@example.org", 12);
	assert_non_null(answer_check_contact(text));
	text[72] = '\0';
	assert_null(answer_check_contact(text));
}

static const struct {
	const char *name; /* the answer, too */
	enum name_fault fault;
} faults[] = {
	{"  ", NAME_EMPTY},
	{"12345", NAME_NO_LETTERS},
	{"\xff\xfe", NAME_NO_LETTERS},
	{"krystyna@example.org", NAME_IS_SOMETHING_ELSE},
};

static void what_is_wrong_with_a_name_is_told_apart(void **state)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		assert_int_equal(answer_check_name(faults[i].name), faults[i].fault);
}

struct ahead {
	const char *name;
	struct calendar_date date;
	bool good;
};

static const struct ahead aheads[] = {
	{"today is a day to come", {2026, 12, 4}, true},
	{"yesterday is none", {2026, 12, 3}, false},
	{"in two years to the day", {2028, 12, 4}, true},
	{"later than that nobody plans", {2028, 12, 5}, false},
	{"a day that the calendar does not have", {2027, 2, 29}, false},
	{"half a date", {2027, 0, 5}, false},
};

static void date_ahead_is_checked(void **state)
{
	const struct ahead *row = *state;

	assert_int_equal(answer_check_date_ahead(row->date, today) == NULL, row->good);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_wrong_with_a_name_is_told_apart),
		cmocka_unit_test(in_a_common_year_the_leap_birthday_is_on_the_first_of_march),
		cmocka_unit_test(a_very_long_contact_is_refused),
	};

	return rows_run("names", name_is_checked, ROWS(names)) +
	       rows_run("birth dates", birth_date_is_checked, ROWS(births)) +
	       rows_run("dates to come", date_ahead_is_checked, ROWS(aheads)) +
	       rows_run("guardians", guardian_is_needed, ROWS(guardians)) +
	       rows_run("contacts", contact_is_checked, ROWS(contacts)) +
	       cmocka_run_group_tests_name("answers", tests, NULL, NULL);
}
