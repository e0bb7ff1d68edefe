/* Scripts of looks at the reader, in virtual time. A look: who lies there ('.' nobody), whether its
 * texts were read ('+'), could not be read ('-') or were not asked for, and the time. A and B are
 * members' cards, P and Q phones (a new random UID at each look) with different texts. */
#include "readers/nfc/presence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct look {
	int at_ms;
	const char *what;
};

struct script {
	const char *name;
	struct look looks[16]; /* up to one without `what` */
	const char *news; /* "+A" arrives with its text, "(A" without, "-A" leaves, "*" several */
};

static const struct script scripts[] = {
	{"one card arrives once and leaves once",
		{{0, "A+"}, {120, "A"}, {240, "A"}, {340, "."}, {440, "."}, {640, "."}, {700, "."}},
		"+A -A"},
	{"a gap below 400 ms is a flicker",
		{{0, "A+"}, {100, "."}, {200, "."}, {390, "."}, {399, "A"}, {500, "A"}}, "+A"},
	{"a flicker starts the count again",
		{{0, "A+"}, {350, "."}, {390, "A"}, {700, "."}, {780, "."}}, "+A"},
	{"misses before a look that saw it do not count",
		{{0, "A+"}, {350, "."}, {390, "A"}, {900, "."}}, "+A"},
	{"one miss is never enough", {{0, "A+"}, {5000, "."}}, "+A"},
	{"the second miss is, after 400 ms", {{0, "A+"}, {399, "."}, {400, "."}}, "+A -A"},
	{"nobody leaves when nobody was there", {{0, "."}, {500, "."}, {1000, "."}}, ""},
	{"it may come again", {{0, "A+"}, {300, "."}, {400, "."}, {500, "A+"}}, "+A -A +A"},
	{"another card in its place", {{0, "A+"}, {120, "B+"}, {400, "B+"}}, "+A -A +B"},

	{"a card waits for its texts", {{0, "A-"}, {120, "A-"}, {240, "A+"}}, "+A"},
	{"the third failed read is the last", {{0, "A-"}, {120, "A-"}, {240, "A-"}, {360, "A"}},
		"(A"},
	{"a card taken away unread arrives by its UID", {{0, "A-"}, {100, "."}, {400, "."}},
		"(A -A"},
	{"a card replaced unread does, too", {{0, "A-"}, {120, "B+"}, {400, "B+"}}, "(A -A +B"},
	{"and the next one may be unread as well", {{0, "A-"}, {120, "B-"}, {400, "B-"}}, "(A -A"},
	{"failed reads of one card do not count for the next",
		{{0, "A-"}, {120, "A-"}, {240, "."}, {360, "B-"}, {480, "B-"}, {600, "B-"}},
		"(A -A (B"},

	{"a phone with new UIDs is one phone", {{0, "P+"}, {120, "P+"}, {240, "P+"}}, "+P"},
	{"unread UIDs of a phone are that phone", {{0, "P+"}, {120, "P-"}, {240, "P+"}}, "+P"},
	{"a phone is retried under new UIDs", {{0, "P-"}, {120, "P-"}, {240, "P+"}}, "+P"},
	{"a phone that cannot be read", {{0, "P-"}, {120, "P-"}, {240, "P-"}, {360, "P-"}}, "(P"},
	{"another phone with another text", {{0, "P+"}, {120, "Q+"}, {400, "Q+"}}, "+P -P +Q"},
	{"a phone in place of a card", {{0, "A+"}, {120, "P+"}, {400, "P+"}}, "+A -A +P"},
	{"a card in place of a phone", {{0, "P+"}, {120, "A+"}, {400, "A+"}}, "+P -P +A"},

	{"after an empty look another card is there at once", {{0, "A+"}, {100, "."}, {200, "B+"}},
		"+A -A +B"},
	{"another card that waits and goes is told all the same",
		{{0, "A+"}, {120, "B+"}, {240, "."}, {520, "."}, {700, "."}}, "+A -A +B -B"},
	{"two cards are told once as several",
		{{0, "A+"}, {120, "B+"}, {240, "A"}, {360, "B"}, {480, "A"}, {600, "A"}, {720, "B"},
			{2000, "A"}, {2120, "B"}},
		"+A -A *"},
	{"two cards that are not yet read are told as several",
		{{0, "A-"}, {120, "B-"}, {240, "A-"}}, "*"},
	{"one that is seen for long in between does not hide that there are two",
		{{0, "A+"}, {120, "B+"}, {240, "B+"}, {400, "B+"}, {520, "A+"}, {640, "B"},
			{760, "A"}},
		"+A -A +B -B *"},
	{"three cards that take turns arrive one after another",
		{{0, "A+"}, {120, "B+"}, {400, "B+"}, {520, "C+"}, {800, "C+"}}, "+A -A +B -B +C"},
	{"of two the one that is left arrives after a second",
		{{0, "A+"}, {120, "B+"}, {240, "A"}, {360, "B"}, {1359, "B"}, {1360, "B"},
			{1480, "B+"}},
		"+A -A * +B"},
	{"two that are taken away leave no news",
		{{0, "A+"}, {120, "B+"}, {240, "A"}, {360, "."}, {700, "."}, {900, "A+"}},
		"+A -A * +A"},
	{"a card and a phone are several",
		{{0, "A+"}, {120, "P+"}, {240, "A"}, {360, "P+"}, {480, "A"}}, "+A -A *"},
	{"two phones are several until one is left",
		{{0, "P+"}, {120, "Q+"}, {240, "P+"}, {360, "Q+"}, {480, "P+"}, {1240, "Q+"},
			{1360, "P+"}, {1480, "P+"}, {2360, "P+"}},
		"+P -P * +P"},
};

/* UIDs: the letter seven times; a phone's 08, its letter and a count. */
static struct sight make_sight(const char *what, uint8_t count)
{
	struct sight sight = {.read = PRESENCE_NOT_READ};
	bool is_phone = what[0] >= 'P';

	sight.card.uid_length = is_phone ? 4 : 7;
	sight.card.random = is_phone;
	memset(sight.card.uid, what[0], sight.card.uid_length);
	if (is_phone)
		memcpy(sight.card.uid, (uint8_t[]){0x08, (uint8_t)what[0], 0, count}, 4);
	if (what[1] == '-')
		sight.read = PRESENCE_READ_FAILED;
	if (what[1] != '+')
		return sight;
	sight.read = PRESENCE_READ;
	sight.texts.count = 1;
	sight.texts.text[0][0] = what[0];
	return sight;
}

static void write_news(char *written, const struct presence_news *news)
{
	for (int i = 0; i < news->count; i++) {
		const struct card *card = &news->item[i].card;
		char letter = (char)(card->random ? card->uid[1] : card->uid[0]);
		const char *space = *written ? " " : "";
		char sign = '-';

		written += strlen(written);
		if (news->item[i].event == PRESENCE_ARRIVES)
			sign = news->item[i].texts->count == 1 ? '+' : '(';
		if (news->item[i].event == PRESENCE_SEVERAL)
			sprintf(written, "%s*", space);
		else
			sprintf(written, "%s%c%c", space, sign, letter);
	}
}

static void play(const struct script *script, int64_t start_ms)
{
	static struct presence presence;
	char written[100] = "";

	memset(&presence, 0, sizeof(presence));
	for (uint8_t i = 0; script->looks[i].what; i++) {
		int64_t now_ms = start_ms + script->looks[i].at_ms;
		struct sight sight = make_sight(script->looks[i].what, i);
		struct presence_news news = *script->looks[i].what == '.'
						    ? presence_missed(&presence, now_ms)
						    : presence_saw(&presence, &sight, now_ms);
		write_news(written, &news);
	}
	if (strcmp(written, script->news) != 0)
		fail_msg("%s: \"%s\"", script->name, written);
}

static void test_each_script_gives_its_news(void **state)
{
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		play(&scripts[i], 0);
		play(&scripts[i], INT64_C(1) << 40);
	}
}

static void test_texts_are_read_until_the_card_is_announced(void **state)
{
	static struct presence presence;
	struct sight unread = make_sight("A-", 0), read = make_sight("A+", 0);
	struct sight other = make_sight("B", 0);

	assert_true(presence_wants_texts(&presence, &unread.card));
	presence_saw(&presence, &unread, 0);
	assert_true(presence_wants_texts(&presence, &unread.card));
	presence_saw(&presence, &read, 120);
	assert_false(presence_wants_texts(&presence, &read.card));
	assert_true(presence_wants_texts(&presence, &other.card));
}

static void test_a_phone_leaves_under_the_uid_that_it_arrived_with(void **state)
{
	static struct presence presence;
	struct sight first = make_sight("P+", 1), second = make_sight("P+", 2);
	struct presence_news news;

	presence_saw(&presence, &first, 0);
	presence_saw(&presence, &second, 120);
	presence_missed(&presence, 500);
	news = presence_missed(&presence, 600);
	assert_int_equal(news.count, 1);
	assert_memory_equal(news.item[0].card.uid, first.card.uid, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_script_gives_its_news),
		cmocka_unit_test(test_texts_are_read_until_the_card_is_announced),
		cmocka_unit_test(test_a_phone_leaves_under_the_uid_that_it_arrived_with),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
