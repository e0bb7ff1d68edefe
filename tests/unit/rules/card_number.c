/* Numbers as libraries publish them, and what scanners make of them. */
#include "rules/card_number.h"

#include <stdio.h>
#include <string.h>

#include "rows.h"

static const struct card_rules rules = {
	.count = 5,
	.rule =
		{
			{.prefix = "2", .length = 14, .check = CHECK_LUHN},
			{.prefix = "3", .length = 14, .check = CHECK_LUHN, .item = true},
			{.length = 8, .check = CHECK_MOD_11},
			{.prefix = "DD", .length = 14, .ignored = 2},
			{.prefix = "BC", .length = 10, .letters = true},
		},
};

struct row {
	const char *name, *text;
	enum card_number_kind kind;
	const char *number;
};

#define MEMBER(text, number) text, CARD_NUMBER_MEMBER, number
#define ITEM(text, number) text, CARD_NUMBER_ITEM, number
#define UNKNOWN(text) text, CARD_NUMBER_UNKNOWN, ""

static const struct row rows[] = {
	{"a member's fourteen digits", MEMBER("21234567890124", "21234567890124")},
	{"a published item number (Dynix)", ITEM("33191000105864", "33191000105864")},
	{"a published item number (JerseyCat)", ITEM("30234000517861", "30234000517861")},
	{"a wrong check digit", UNKNOWN("21234567890123")},
	{"two digits swapped", UNKNOWN("21234567890214")},
	{"one digit short", UNKNOWN("2123456789012")},
	{"one digit long", UNKNOWN("212345678901240")},
	{"another kind of card", UNKNOWN("41234567890120")},
	{"leading zeros stay: it is text", MEMBER("00000019", "00000019")},
	{"eight characters that end in X", MEMBER("1000002X", "1000002X")},
	{"x in lower case is the same", MEMBER("1000002x", "1000002X")},
	{"X elsewhere than at the end", UNKNOWN("10X00029")},
	{"eight digits with a wrong check digit", UNKNOWN("00000018")},
	{"DD and twelve digits", MEMBER("DD123456789012", "DD123456789012")},
	{"two more digits of an older card are ignored",
		MEMBER("DD12345678901234", "DD123456789012")},
	{"one more digit is another number", UNKNOWN("DD1234567890123")},
	{"twelve digits without DD", UNKNOWN("123456789012")},
	{"DD in lower case", MEMBER("dd123456789012", "DD123456789012")},
	{"letters where the rule allows them", MEMBER("BC12AB34CD", "BC12AB34CD")},
	{"letters where the rule has digits only", UNKNOWN("DD12345678901A")},
	{"Codabar's start and stop", MEMBER("A21234567890124B", "21234567890124")},
	{"Codabar's start and stop in lower case", MEMBER("a21234567890124d", "21234567890124")},
	{"Codabar's start without a stop", UNKNOWN("A21234567890124")},
	{"Code 39's stars", MEMBER("*DD123456789012*", "DD123456789012")},
	{"one star alone", UNKNOWN("*DD123456789012")},
	{"stars inside", UNKNOWN("BC12*B34CD")},
	{"printed in groups", MEMBER("2 1234 56789012 4", "21234567890124")},
	{"a symbology's mark", MEMBER("]F021234567890124", "21234567890124")},
	{"a character set's mark", MEMBER("\\00002621234567890124", "21234567890124")},
	{"a carriage return and a newline", MEMBER("21234567890124\r\n", "21234567890124")},
	{"a tab", MEMBER("21234567890124\t", "21234567890124")},
	{"nothing", UNKNOWN("")},
	{"blanks only", UNKNOWN("   \r\n")},
	{"two stars only", UNKNOWN("**")},
	{"a mark only", UNKNOWN("]F0")},
	{"a separator of another protocol", UNKNOWN("2123456789|124")},
	{"digits of another script", UNKNOWN("٢١٢٣٤٥٦٧٨٩٠١٢٤")},
	{"a quoting trick", UNKNOWN("21234567890124';--")},
	{"far too long",
		UNKNOWN("2123456789012421234567890124212345678901242123456789012421234567890124")},
};

static void is_read(void **state)
{
	const struct row *row = *state;
	char number[CARD_NUMBER_BYTES_MAX];

	assert_int_equal(card_number_read(&rules, row->text, number), row->kind);
	assert_string_equal(number, row->number);
}

static void reads_back(const struct card_rules *made_by, int64_t serial)
{
	char made[CARD_NUMBER_BYTES_MAX], read[CARD_NUMBER_BYTES_MAX];

	card_number_make(made_by, serial, made);
	assert_int_equal(strlen(made), made_by->rule[0].length);
	assert_int_equal(card_number_read(made_by, made, read), CARD_NUMBER_MEMBER);
	assert_string_equal(read, made);
}

static void a_new_number_is_one_of_ours(void **state)
{
	const struct card_rules mod_11 = {.count = 1, .rule = {rules.rule[2]}};
	const struct card_rules none = {.count = 1, .rule = {rules.rule[3]}};

	for (int64_t serial = 0; serial < 2000; serial++) {
		reads_back(&rules, serial * 499999999);
		reads_back(&mod_11, serial);
		reads_back(&none, serial);
	}
}

static void a_new_number_is_padded(void **state)
{
	char number[CARD_NUMBER_BYTES_MAX];

	card_number_make(&rules, 123456789012, number);
	assert_string_equal(number, "21234567890124");
	card_number_make(&rules, 1, number);
	assert_string_equal(number, "20000000000014");
}

static void luhn_finds_every_single_wrong_digit(void **state)
{
	char number[CARD_NUMBER_BYTES_MAX], wrong[CARD_NUMBER_BYTES_MAX];

	for (int at = 1; at < 14; at++) {
		for (char digit = '0'; digit <= '9'; digit++) {
			strcpy(wrong, "21234567890124");
			if (wrong[at] == digit)
				continue;
			wrong[at] = digit;
			assert_int_equal(
				card_number_read(&rules, wrong, number), CARD_NUMBER_UNKNOWN);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_number_is_one_of_ours),
		cmocka_unit_test(a_new_number_is_padded),
		cmocka_unit_test(luhn_finds_every_single_wrong_digit),
	};

	return rows_run("card numbers", is_read, ROWS(rows)) +
	       cmocka_run_group_tests_name("new numbers", tests, NULL, NULL);
}
