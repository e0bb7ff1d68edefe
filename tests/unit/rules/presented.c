/* What readers and scanners deliver, and what it is understood as. */
#include "rules/presented.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "rows.h"

static const struct card_rules rules = {
	.count = 2,
	.rule =
		{
			{.prefix = "2", .length = 14, .check = CHECK_LUHN},
			{.prefix = "3", .length = 14, .check = CHECK_LUHN, .item = true},
		},
};

static struct ticket_key key = {.id = 4};
static char good_ticket[TICKET_TEXT], forged_ticket[TICKET_TEXT], foreign_ticket[TICKET_TEXT];
static char marked_ticket[TICKET_TEXT + 8], lower_ticket[TICKET_TEXT],
	wrapped_ticket[TICKET_TEXT + 8];
static char too_long[PRESENTED_TEXT_BYTES_MAX + 1];

struct row {
	const char *name, *text;
	enum presented_kind kind;
};

static const struct row codes[] = {
	{"nothing", "", PRESENTED_NOTHING},
	{"blanks", " \r\n", PRESENTED_NOTHING},
	{"invalid UTF-8", "\xc3\x28", PRESENTED_NOTHING},
	{"an overlong form", "\xc0\xaf", PRESENTED_NOTHING},
	{"longer than any code of ours", too_long, PRESENTED_NOTHING},
	{"a member's number", "21234567890124", PRESENTED_NUMBER},
	{"a member's number from a scanner", "A21234567890124B\r", PRESENTED_NUMBER},
	{"a member's number with a wrong digit", "21234567890123", PRESENTED_FOREIGN},
	{"a book's number", "33191000105864", PRESENTED_BOOK},
	{"a book's ISBN", "9780140328721", PRESENTED_BOOK},
	{"an ISBN with a wrong digit", "9780140328722", PRESENTED_FOREIGN},
	{"a grocery's number", "5000159461122", PRESENTED_FOREIGN},
	{"a short code", "7KTRV", PRESENTED_SHORT_CODE},
	{"a short code as a person types it", " 7k-trv ", PRESENTED_SHORT_CODE},
	{"a short code with a letter that is none of its", "7KTRA", PRESENTED_FOREIGN},
	{"four letters", "7KTR", PRESENTED_FOREIGN},
	{"a link", "https://example.org/21234567890124", PRESENTED_FOREIGN},
	{"a script", "javascript:alert(1)", PRESENTED_FOREIGN},
	{"a network", "WIFI:S:library;T:WPA;P:secret;;", PRESENTED_FOREIGN},
	{"a terminal's escape", "\x1b]0;x\x07", PRESENTED_FOREIGN},
	{"right-to-left override",
		"\xe2\x80\xae"
		"1:KL",
		PRESENTED_FOREIGN},
	{"our ticket", good_ticket, PRESENTED_TICKET},
	{"our ticket behind a symbology's mark", marked_ticket, PRESENTED_TICKET},
	{"our ticket in lower case", lower_ticket, PRESENTED_TICKET},
	{"our ticket between control characters", wrapped_ticket, PRESENTED_TICKET},
	{"a member's number behind a mark", "]C121234567890124", PRESENTED_NUMBER},
	{"an ISBN behind a mark", "]E09780140328721", PRESENTED_BOOK},
	{"a member's number between control characters",
		"\x02"
		"21234567890124\x03\x1d",
		PRESENTED_NUMBER},
	{"control characters only", "\x02\x03", PRESENTED_NOTHING},
	{"a forged ticket", forged_ticket, PRESENTED_TICKET},
	{"another library's ticket", foreign_ticket, PRESENTED_TICKET},
	{"a cut ticket", "LK1:0123", PRESENTED_TICKET},
};

static struct presented show_code(const char *text)
{
	return presented_code(&rules, &key, 1, "QRCode", text);
}

static void is_understood(void **state)
{
	const struct row *row = *state;

	assert_int_equal(show_code(row->text).kind, row->kind);
}

static void only_what_identifies_gets_a_token(void **state)
{
	assert_int_equal(show_code(good_ticket).token.kind, TOKEN_TICKET);
	assert_int_equal(show_code(forged_ticket).token.kind, TOKEN_NONE);
	assert_int_equal(show_code(foreign_ticket).token.kind, TOKEN_NONE);
	assert_int_equal(show_code("21234567890124").token.kind, TOKEN_NUMBER);
	assert_int_equal(show_code("33191000105864").token.kind, TOKEN_NONE);
	assert_int_equal(show_code("7KTRV").token.kind, TOKEN_NONE);
}

static void a_ticket_says_whether_to_believe_it(void **state)
{
	assert_int_equal(show_code(good_ticket).ticket_status, TICKET_GOOD);
	assert_int_equal(show_code(marked_ticket).ticket_status, TICKET_GOOD);
	assert_int_equal(show_code(lower_ticket).ticket_status, TICKET_GOOD);
	assert_int_equal(show_code(wrapped_ticket).ticket_status, TICKET_GOOD);
	assert_int_equal(show_code(forged_ticket).ticket_status, TICKET_BAD_SIGNATURE);
	assert_int_equal(show_code(foreign_ticket).ticket_status, TICKET_UNKNOWN_KEY);
	assert_int_equal(show_code("LK1:0123").ticket_status, TICKET_BAD_SIGNATURE);
}

static void only_the_librarys_rule_tells_a_short_interleaved_code_from_a_part_of_one(void **state)
{
	static const struct card_rules ten = {
		.count = 1, .rule = {{.prefix = "24", .length = 10, .check = CHECK_NONE}}};
	static const struct {
		const struct card_rules *rules;
		const char *format, *text;
		enum presented_kind kind;
	} cases[] = {
		{&ten, "ITF", "2404800123", PRESENTED_NUMBER},
		{&ten, "ITF", "6363561249", PRESENTED_PART},
		{&rules, "ITF", "2404800123", PRESENTED_PART},
		{&rules, "ITF", "17536363561249", PRESENTED_FOREIGN},
		{&rules, "Code128", "6363561249", PRESENTED_FOREIGN},
		{&rules, "", "6363561249", PRESENTED_FOREIGN},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
			presented_code(cases[i].rules, &key, 1, cases[i].format, cases[i].text)
				.kind,
			cases[i].kind);
}

static void a_number_is_given_in_its_normal_form(void **state)
{
	assert_string_equal(show_code("A21234567890124B\r").number, "21234567890124");
	assert_string_equal(show_code("33191000105864").number, "");
	assert_string_equal(show_code("hello").number, "");
}

static void a_printed_and_a_scanned_number_are_one_token(void **state)
{
	struct token printed = show_code("2 1234 56789012 4").token;
	struct token scanned = show_code("A21234567890124B").token;

	assert_memory_equal(&printed, &scanned, sizeof(printed));
}

struct card_row {
	const char *name, *uid;
	bool random;
	const char *text;
	enum presented_kind kind;
};

static const struct card_row cards[] = {
	{"a seven-byte chip", "04A1B2C3D4E580", false, NULL, PRESENTED_CHIP},
	{"a four-byte chip", "A1B2C3D4", false, NULL, PRESENTED_CHIP},
	{"a ten-byte chip", "04A1B2C3D4E5F6071829", false, NULL, PRESENTED_CHIP},
	{"a chip in lower case", "04a1b2c3d4e580", false, NULL, PRESENTED_CHIP},
	{"a chip that says it is random", "A1B2C3D4", true, NULL, PRESENTED_RANDOM_CHIP},
	{"four bytes that begin with 08", "08B2C3D4", false, NULL, PRESENTED_RANDOM_CHIP},
	{"seven bytes that begin with 08", "08A1B2C3D4E580", false, NULL, PRESENTED_CHIP},
	{"half a chip's number", "88A1B2C3", false, NULL, PRESENTED_NOTHING},
	{"no chip", "", false, NULL, PRESENTED_NOTHING},
	{"five bytes", "04A1B2C3D4", false, NULL, PRESENTED_NOTHING},
	{"eleven bytes", "04A1B2C3D4E5F607182930", false, NULL, PRESENTED_NOTHING},
	{"not hex", "04A1B2C3D4E58G", false, NULL, PRESENTED_NOTHING},
	{"half a byte", "04A1B2C", false, NULL, PRESENTED_NOTHING},
	{"a phone with a ticket", "08B2C3D4", true, good_ticket, PRESENTED_TICKET},
	{"a phone with a forged ticket", "08B2C3D4", true, forged_ticket, PRESENTED_TICKET},
	{"a phone with a member's number", "08B2C3D4", true, "21234567890124", PRESENTED_NUMBER},
	{"a phone with a link", "08B2C3D4", true, "https://example.org", PRESENTED_RANDOM_CHIP},
	{"a phone with a book's number", "08B2C3D4", true, "33191000105864", PRESENTED_RANDOM_CHIP},
	{"a phone with rubbish", "08B2C3D4", true, "\xff\xfe", PRESENTED_RANDOM_CHIP},
	{"a card with a ticket on it", "04A1B2C3D4E580", false, good_ticket, PRESENTED_TICKET},
	{"a card with somebody's number on it", "04A1B2C3D4E580", false, "21234567890124",
		PRESENTED_CHIP},
	{"a sticker with a link", "04A1B2C3D4E580", false, "https://example.org", PRESENTED_CHIP},
};

static void card_is_understood(void **state)
{
	const struct card_row *row = *state;
	int texts = row->text ? 1 : 0;
	struct presented presented =
		presented_card(&rules, &key, 1, row->uid, row->random, &row->text, texts);

	assert_int_equal(presented.kind, row->kind);
	if (row->kind == PRESENTED_RANDOM_CHIP)
		assert_int_equal(presented.token.kind, TOKEN_NONE);
}

static void a_good_ticket_wins_over_a_bad_one_before_it(void **state)
{
	const char *const texts[] = {"hello", forged_ticket, good_ticket, foreign_ticket};
	struct presented presented = presented_card(&rules, &key, 1, "08B2C3D4", true, texts, 4);

	assert_int_equal(presented.ticket_status, TICKET_GOOD);
	assert_int_equal(presented.token.kind, TOKEN_TICKET);
}

static void make_tickets(void)
{
	static const uint8_t seed[crypto_sign_SEEDBYTES] = {9};
	uint8_t secret[SIGN_SECRET_BYTES];
	struct ticket ticket = {.key_id = 4, .party = {{1}}, .until_ms = 1000};

	crypto_sign_seed_keypair(key.public, secret, seed);
	ticket_write(&ticket, secret, good_ticket);
	snprintf(marked_ticket, sizeof(marked_ticket), "]Q1%s", good_ticket);
	snprintf(wrapped_ticket, sizeof(wrapped_ticket), "\x02%s\r\x1d", good_ticket);
	for (int i = 0; good_ticket[i]; i++)
		lower_ticket[i] = (char)tolower((unsigned char)good_ticket[i]);
	memcpy(forged_ticket, good_ticket, sizeof(forged_ticket));
	forged_ticket[60] = forged_ticket[60] == '0' ? '1' : '0';
	ticket.key_id = 5;
	ticket_write(&ticket, secret, foreign_ticket);
	memset(too_long, '2', sizeof(too_long) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_identifies_gets_a_token),
		cmocka_unit_test(a_ticket_says_whether_to_believe_it),
		cmocka_unit_test(
			only_the_librarys_rule_tells_a_short_interleaved_code_from_a_part_of_one),
		cmocka_unit_test(a_number_is_given_in_its_normal_form),
		cmocka_unit_test(a_printed_and_a_scanned_number_are_one_token),
		cmocka_unit_test(a_good_ticket_wins_over_a_bad_one_before_it),
	};

	ciphers_start();
	make_tickets();
	return rows_run("codes", is_understood, ROWS(codes)) +
	       rows_run("cards", card_is_understood, ROWS(cards)) +
	       cmocka_run_group_tests_name("presented", tests, NULL, NULL);
}
