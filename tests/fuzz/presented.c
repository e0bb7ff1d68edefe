/* Whatever a reader or scanner delivers: as a code, and as a card's texts (split at each newline;
 * the first is the UID). Only what identifies gets a token. */
#include "rules/presented.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 2048 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

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
static const struct ticket_key key = {.id = 1};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check(const struct presented *presented)
{
	bool identifies =
		presented->kind == PRESENTED_CHIP || presented->kind == PRESENTED_NUMBER ||
		(presented->kind == PRESENTED_TICKET && presented->ticket_status == TICKET_GOOD);

	require(identifies == (presented->token.kind != TOKEN_NONE));
	require(presented->token.length <= TOKEN_BYTES_MAX);
	require(memchr(presented->number, '\0', sizeof(presented->number)) != NULL);
	require((presented->kind == PRESENTED_NUMBER) == (presented->number[0] != '\0'));
}

/* What was understood is understood again, as the same. */
static void check_number(const struct presented *presented)
{
	char again[CARD_NUMBER_BYTES_MAX];

	if (presented->kind != PRESENTED_NUMBER)
		return;
	require(card_number_read(&rules, presented->number, again) == CARD_NUMBER_MEMBER);
	require(strcmp(again, presented->number) == 0);
}

static void show_card(char *text)
{
	const char *texts[PRESENTED_TEXTS_MAX], *uid = strsep(&text, "\n");
	int count = 0;

	while (text && count < PRESENTED_TEXTS_MAX)
		texts[count++] = strsep(&text, "\n");
	for (int random = 0; random < 2; random++) {
		struct presented presented =
			presented_card(&rules, &key, 1, uid, random, texts, count);
		check(&presented);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	char text[TEXT_MAX];
	size_t kept = length < TEXT_MAX - 1 ? length : TEXT_MAX - 1;

	memcpy(text, bytes, kept);
	text[kept] = '\0';
	struct presented presented = presented_code(&rules, &key, 1, "QRCode", text);
	check(&presented);
	check_number(&presented);
	show_card(text);
	return 0;
}
