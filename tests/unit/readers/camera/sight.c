/* What is seen, frame by frame, on a clock of our own; and what is said about it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "readers/camera/sight.h"

static struct codes codes;

/* A word a code: "q:TEXT" is a QR code, "c:TEXT" a Code 128, "i:TEXT" an Interleaved 2 of 5, "!" a malformed
 * one. */
static bool fill(const char *seen)
{
	char words[200], *word, *rest = words;
	bool malformed = false;

	codes.count = 0;
	strcpy(words, seen);
	while ((word = strsep(&rest, " "))) {
		malformed = malformed || *word == '!';
		if (word[0] == '\0' || word[1] != ':')
			continue;
		struct code *code = &codes.items[codes.count++];
		code->format = *word == 'q' ? CODE_QR : *word == 'i' ? CODE_ITF : CODE_128;
		code->length = strlen(word + 2);
		strcpy(code->text, word + 2);
	}
	return malformed;
}

struct moment {
	int64_t at_ms;
	const char *seen, *said; /* "TEXT", "two", "malformed" or "" */
};

static const char *look(struct sight *sight, const struct moment *moment, bool agreed)
{
	const struct code *code;
	bool malformed = fill(moment->seen);

	switch (sight_frame(sight, moment->at_ms, &codes, malformed, agreed, &code)) {
	case SIGHT_CODE:
		return code->text;
	case SIGHT_TWO_CODES:
		return "two";
	case SIGHT_MALFORMED:
		return "malformed";
	case SIGHT_NOTHING:
		break;
	}
	return "";
}

static void play(const struct moment *moments)
{
	struct sight sight = {0};

	for (; moments->seen; moments++)
		assert_string_equal(look(&sight, moments, false), moments->said);
}

#define PLAY(...)                                                                                  \
	do {                                                                                       \
		const struct moment moments[] = {__VA_ARGS__, {0}};                                \
		play(moments);                                                                     \
	} while (0)

static void a_qr_code_counts_at_once_and_only_once(void **state)
{
	PLAY({1000, "q:A", "A"}, {1033, "q:A", ""}, {2400, "q:A", ""}, {3800, "q:A", ""});
}

static void a_barcode_counts_at_its_second_equal_read(void **state)
{
	PLAY({1000, "c:A", ""}, {1500, "c:A", "A"}, {1533, "c:A", ""});
}

static void a_barcode_read_again_too_late_starts_anew(void **state)
{
	PLAY({1000, "c:A", ""}, {1700, "c:A", ""}, {1800, "c:A", "A"});
}

static void what_may_be_a_part_of_a_longer_code_counts_at_its_fourth(void **state)
{
	PLAY({1000, "i:2404800123", ""}, {1100, "i:2404800123", ""}, {1200, "i:2404800123", ""},
		{1300, "i:2404800123", "2404800123"});
	PLAY({1000, "i:24048001234567", ""}, {1100, "i:24048001234567", "24048001234567"});
}

static void different_reads_of_a_barcode_do_not_agree(void **state)
{
	PLAY({1000, "c:A", ""}, {1100, "c:B", ""}, {1200, "c:C", ""});
}

static void a_code_that_was_away_counts_again(void **state)
{
	PLAY({1000, "q:A", "A"}, {2000, "", ""}, {2501, "q:A", "A"});
}

static void a_code_that_flickers_does_not(void **state)
{
	PLAY({1000, "q:A", "A"}, {2000, "", ""}, {2500, "q:A", ""}, {4000, "q:A", ""});
}

static void a_swap_without_a_gap_counts(void **state)
{
	PLAY({1000, "q:A", "A"}, {1300, "q:B", "B"}, {1400, "q:B", ""});
}

static void a_code_behind_the_one_told_waits_until_it_is_alone(void **state)
{
	PLAY({1000, "q:A", "A"}, {1033, "q:B", ""}, {1066, "q:A", ""}, {1300, "q:B", ""},
		{1370, "q:B", "B"});
}

static void two_codes_in_a_frame_are_said_once(void **state)
{
	PLAY({1000, "q:A q:B", "two"}, {1033, "q:A q:B", ""}, {1066, "q:A", ""},
		{2000, "q:A q:B", ""}, {2200, "q:A", ""}, {2301, "q:A", "A"});
}

static void the_same_code_twice_in_a_frame_is_one(void **state)
{
	PLAY({1000, "q:A q:A", "A"}, {1033, "c:B c:B", ""});
}

static void a_malformed_code_is_said_once_while_it_is_held_there(void **state)
{
	PLAY({1000, "!", "malformed"}, {1033, "!", ""}, {2400, "!", ""}, {4000, "!", "malformed"});
}

static void a_code_longer_than_any_of_a_library_is_malformed(void **state)
{
	struct sight sight = {0};
	const struct code *code;

	fill("q:A");
	memset(codes.items[0].text, 'A', SIGHT_TEXT_BYTES_MAX + 1);
	codes.items[0].text[SIGHT_TEXT_BYTES_MAX + 1] = '\0';
	codes.items[0].length = SIGHT_TEXT_BYTES_MAX + 1;
	assert_int_equal(sight_frame(&sight, 1000, &codes, false, false, &code), SIGHT_MALFORMED);
	codes.items[0].length = SIGHT_TEXT_BYTES_MAX;
	codes.items[0].text[SIGHT_TEXT_BYTES_MAX] = '\0';
	assert_int_equal(sight_frame(&sight, 1100, &codes, false, false, &code), SIGHT_CODE);
}

static void a_code_that_is_no_text_is_malformed(void **state)
{
	struct sight sight = {0};

	PLAY({1000, "q:\xff\xfe", "malformed"});
	PLAY({1000, "q:A\tB", "malformed"});
	fill("q:AB");
	codes.items[0].text[1] = '\0';
	const struct code *code;
	assert_int_equal(sight_frame(&sight, 1000, &codes, false, false, &code), SIGHT_MALFORMED);
}

static void a_reader_that_agreed_by_itself_is_believed_at_once(void **state)
{
	struct sight sight = {0};
	const struct moment moment = {1000, "c:A", "A"};

	assert_string_equal(look(&sight, &moment, true), "A");
}

static void more_codes_than_places_do_no_harm(void **state)
{
	struct sight sight = {0};
	char seen[8] = "c:00";

	for (int64_t now_ms = 1000; now_ms < 1100; now_ms++) {
		seen[2] = (char)('0' + now_ms / 10 % 10);
		seen[3] = (char)('0' + now_ms % 10);
		const struct moment moment = {now_ms, seen, ""};
		assert_string_equal(look(&sight, &moment, false), "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_qr_code_counts_at_once_and_only_once),
		cmocka_unit_test(a_barcode_counts_at_its_second_equal_read),
		cmocka_unit_test(a_barcode_read_again_too_late_starts_anew),
		cmocka_unit_test(what_may_be_a_part_of_a_longer_code_counts_at_its_fourth),
		cmocka_unit_test(different_reads_of_a_barcode_do_not_agree),
		cmocka_unit_test(a_code_that_was_away_counts_again),
		cmocka_unit_test(a_code_that_flickers_does_not),
		cmocka_unit_test(a_swap_without_a_gap_counts),
		cmocka_unit_test(a_code_behind_the_one_told_waits_until_it_is_alone),
		cmocka_unit_test(two_codes_in_a_frame_are_said_once),
		cmocka_unit_test(the_same_code_twice_in_a_frame_is_one),
		cmocka_unit_test(a_malformed_code_is_said_once_while_it_is_held_there),
		cmocka_unit_test(a_code_longer_than_any_of_a_library_is_malformed),
		cmocka_unit_test(a_code_that_is_no_text_is_malformed),
		cmocka_unit_test(a_reader_that_agreed_by_itself_is_believed_at_once),
		cmocka_unit_test(more_codes_than_places_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
