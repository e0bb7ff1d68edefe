/* One funnel: our ticket, then this authority's numbers, then a short code, then books; the rest is
 * somebody else's. */
#include "rules/presented.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "rules/booking.h"
#include "rules/chip_uid.h"

enum { ISBN_DIGITS = 13 };

/* Blanks, and control characters: scanners put both around what they read. */
static bool is_around(char c)
{
	return (c > 0 && c <= ' ') || c == 0x7f;
}

/* Behind the mark that names the symbology for those who asked for it: "]Q1". */
static const char *behind_mark(const char *text)
{
	bool mark = text[0] == ']' && isalpha((unsigned char)text[1]) &&
		    isalnum((unsigned char)text[2]);

	return mark ? text + 3 : text;
}

/* The text without what a scanner adds around it; false: nothing usable is left. */
static bool trim(const char *text, char trimmed[static PRESENTED_TEXT_BYTES_MAX])
{
	while (is_around(*text))
		text++;
	text = behind_mark(text);
	size_t length = strnlen(text, PRESENTED_TEXT_BYTES_MAX);
	if (length == PRESENTED_TEXT_BYTES_MAX)
		return false;
	while (length > 0 && is_around(text[length - 1]))
		length--;
	memcpy(trimmed, text, length);
	trimmed[length] = '\0';
	return length > 0 && text_is_valid(trimmed);
}

static struct presented read_ticket(const char *text, const struct ticket_key *keys, int key_count)
{
	struct presented presented = {.kind = PRESENTED_TICKET};

	presented.ticket_status = ticket_read(text, keys, key_count, &presented.ticket);
	if (presented.ticket_status == TICKET_NOT_OURS)
		presented.kind = PRESENTED_NOTHING;
	if (presented.ticket_status == TICKET_GOOD)
		presented.token = token_from_ticket(presented.ticket.id);
	return presented;
}

static struct presented read_number(const struct card_rules *rules, const char *text)
{
	struct presented presented = {.kind = PRESENTED_NOTHING};

	switch (card_number_read(rules, text, presented.number)) {
	case CARD_NUMBER_MEMBER:
		presented.kind = PRESENTED_NUMBER;
		presented.token = token_from_number(presented.number);
		break;
	case CARD_NUMBER_ITEM:
		presented.kind = PRESENTED_BOOK;
		presented.number[0] = '\0';
		break;
	case CARD_NUMBER_UNKNOWN:
		break;
	}
	return presented;
}

static bool is_short_code(const char *text)
{
	int length = 0;

	for (; *text; text++) {
		char c = (char)toupper((unsigned char)*text);
		if (c == ' ' || c == '-')
			continue;
		if (!isalnum((unsigned char)c) || (length > 0 && !strchr(short_code_letters, c)))
			return false;
		length++;
	}
	return length == SHORT_CODE_TEXT - 1;
}

static bool is_isbn(const char *text)
{
	int sum = 0;

	if (strlen(text) != ISBN_DIGITS || strspn(text, "0123456789") != ISBN_DIGITS ||
		(strncmp(text, "978", 3) != 0 && strncmp(text, "979", 3) != 0))
		return false;
	for (int i = 0; i < ISBN_DIGITS; i++)
		sum += (text[i] - '0') * (i % 2 ? 3 : 1);
	return sum % 10 == 0;
}

/* Only this library's own rule for its numbers tells a short code from a part of one. */
static bool may_be_part(const char *format, const char *text)
{
	return strcmp(format, "ITF") == 0 && strlen(text) < PRESENTED_ITF_DIGITS;
}

struct presented presented_code(const struct card_rules *rules, const struct ticket_key *keys,
	int key_count, const char *format, const char *text)
{
	char trimmed[PRESENTED_TEXT_BYTES_MAX];

	if (!trim(text, trimmed))
		return (struct presented){.kind = PRESENTED_NOTHING};
	struct presented presented = read_ticket(trimmed, keys, key_count);
	if (presented.kind == PRESENTED_NOTHING)
		presented = read_number(rules, trimmed);
	if (presented.kind != PRESENTED_NOTHING)
		return presented;
	if (is_isbn(trimmed))
		presented.kind = PRESENTED_BOOK;
	else if (may_be_part(format, trimmed))
		presented.kind = PRESENTED_PART;
	else
		presented.kind = is_short_code(trimmed) ? PRESENTED_SHORT_CODE : PRESENTED_FOREIGN;
	return presented;
}

/* A ticket among the texts: a good one, else one that only looks so. */
static struct presented ticket_among(
	const char *const *texts, int count, const struct ticket_key *keys, int key_count)
{
	struct presented best = {.kind = PRESENTED_NOTHING};
	char trimmed[PRESENTED_TEXT_BYTES_MAX];

	for (int i = 0; i < count && best.ticket_status != TICKET_GOOD; i++) {
		if (!trim(texts[i], trimmed))
			continue;
		struct presented presented = read_ticket(trimmed, keys, key_count);
		if (presented.kind == PRESENTED_TICKET)
			best = presented;
	}
	return best;
}

static struct presented number_among(
	const char *const *texts, int count, const struct card_rules *rules)
{
	struct presented presented = {.kind = PRESENTED_NOTHING};
	char trimmed[PRESENTED_TEXT_BYTES_MAX];

	for (int i = 0; i < count && presented.kind != PRESENTED_NUMBER; i++)
		if (trim(texts[i], trimmed))
			presented = read_number(rules, trimmed);
	return presented;
}

static struct presented read_chip(const char *uid, bool random)
{
	struct presented presented = {.kind = PRESENTED_NOTHING};
	uint8_t bytes[CHIP_UID_BYTES_MAX];
	size_t length;
	enum chip_uid chip = chip_uid_read(uid, bytes, &length);

	if (chip == CHIP_UID_RANDOM || (random && chip == CHIP_UID_FIXED)) {
		presented.kind = PRESENTED_RANDOM_CHIP;
	} else if (chip == CHIP_UID_FIXED) {
		presented.kind = PRESENTED_CHIP;
		presented.token = token_from_chip(bytes, length);
	}
	return presented;
}

struct presented presented_card(const struct card_rules *rules, const struct ticket_key *keys,
	int key_count, const char *uid, bool random, const char *const *texts, int text_count)
{
	struct presented chip = read_chip(uid, random);
	struct presented ticket = ticket_among(texts, text_count, keys, key_count);

	if (ticket.kind == PRESENTED_TICKET)
		return ticket;
	if (chip.kind != PRESENTED_RANDOM_CHIP)
		return chip;
	struct presented number = number_among(texts, text_count, rules);
	return number.kind == PRESENTED_NUMBER ? number : chip;
}
