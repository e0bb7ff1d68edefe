/* Cleans what a scanner delivers, then asks each rule of the table in turn. */
#include "rules/card_number.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { RAW_BYTES_MAX = 64 };

/* What symbologies and scanners put in front: "]F0" names a symbology, "\000026" a character set. */
static const char *skip_marks(const char *text)
{
	while (*text == ' ')
		text++;
	if (text[0] == '\\' && strspn(text + 1, "0123456789") >= 6)
		text += 7;
	if (text[0] == ']' && isalpha((unsigned char)text[1]) && isdigit((unsigned char)text[2]))
		text += 3;
	return text;
}

/* Upper-case letters, digits and Code 39's stars; false: something else is in it. */
static bool collect(const char *text, char raw[static RAW_BYTES_MAX])
{
	int length = 0;

	for (text = skip_marks(text); *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
			continue;
		if ((!isalnum(c) && c != '*') || c > 0x7f || length == RAW_BYTES_MAX - 1)
			return false;
		raw[length++] = (char)toupper(c);
	}
	raw[length] = '\0';
	return length > 0;
}

/* Takes the start and stop characters off, if they are from `marks`; false: they are not there. */
static bool strip(char *raw, const char *marks)
{
	size_t length = strlen(raw);

	if (length < 3 || !strchr(marks, raw[0]) || !strchr(marks, raw[length - 1]))
		return false;
	memmove(raw, raw + 1, length - 2);
	raw[length - 2] = '\0';
	return true;
}

/* Luhn's sum over the digits, the last one counted once; letters do not count. */
static int luhn_sum(const char *number)
{
	int sum = 0, place = 0;

	for (size_t i = strlen(number); i-- > 0;) {
		if (!isdigit((unsigned char)number[i]))
			continue;
		int value = (number[i] - '0') * (place++ % 2 + 1);
		sum += value > 9 ? value - 9 : value;
	}
	return sum % 10;
}

/* Weights 1, 2, 3 ... from the right; X is ten. */
static int mod_11_sum(const char *number)
{
	int sum = 0, weight = 1;

	for (size_t i = strlen(number); i-- > 0;) {
		if (weight == 1 && number[i] == 'X')
			sum += 10 * weight++;
		else if (isdigit((unsigned char)number[i]))
			sum += (number[i] - '0') * weight++;
	}
	return sum % 11;
}

static bool check_holds(enum check_digit check, const char *number)
{
	switch (check) {
	case CHECK_NONE:
		return true;
	case CHECK_LUHN:
		return luhn_sum(number) == 0;
	case CHECK_MOD_11:
		return mod_11_sum(number) == 0;
	}
	return false;
}

static bool characters_hold(const struct card_rule *rule, const char *rest)
{
	size_t digits = strspn(rest, "0123456789");

	if (rule->letters)
		return !strchr(rest, '*');
	if (rule->check == CHECK_MOD_11 && rest[digits] == 'X')
		digits++;
	return rest[digits] == '\0';
}

static bool matches(const struct card_rule *rule, const char *raw, char *number)
{
	size_t length = strlen(raw), wanted = (size_t)rule->length, prefix = strlen(rule->prefix);

	assert(wanted > prefix && wanted < CARD_NUMBER_BYTES_MAX);
	if (length != wanted && (!rule->ignored || length != wanted + (size_t)rule->ignored))
		return false;
	if (strncmp(raw, rule->prefix, prefix) != 0)
		return false;
	memcpy(number, raw, wanted);
	number[wanted] = '\0';
	return characters_hold(rule, number + prefix) && check_holds(rule->check, number);
}

static enum card_number_kind ask(const struct card_rules *rules, const char *raw, char *number)
{
	for (int i = 0; i < rules->count; i++)
		if (matches(&rules->rule[i], raw, number))
			return rules->rule[i].item ? CARD_NUMBER_ITEM : CARD_NUMBER_MEMBER;
	number[0] = '\0';
	return CARD_NUMBER_UNKNOWN;
}

enum card_number_kind card_number_read(
	const struct card_rules *rules, const char *text, char number[static CARD_NUMBER_BYTES_MAX])
{
	char raw[RAW_BYTES_MAX];

	number[0] = '\0';
	if (!collect(text, raw))
		return CARD_NUMBER_UNKNOWN;
	strip(raw, "*");
	enum card_number_kind kind = ask(rules, raw, number);
	if (kind == CARD_NUMBER_UNKNOWN && strip(raw, "ABCD"))
		kind = ask(rules, raw, number);
	return kind;
}

static char check_digit(enum check_digit check, char *number, size_t at)
{
	static const char digits[] = "0123456789X";

	for (int i = 0; digits[i]; i++) {
		number[at] = digits[i];
		if (check_holds(check, number))
			break;
	}
	return number[at];
}

void card_number_make(
	const struct card_rules *rules, int64_t serial, char number[static CARD_NUMBER_BYTES_MAX])
{
	const struct card_rule *rule = &rules->rule[0];
	int digits = rule->length - (int)strlen(rule->prefix) - (rule->check != CHECK_NONE);

	assert(rules->count > 0 && !rule->item && serial >= 0);
	int length = snprintf(
		number, CARD_NUMBER_BYTES_MAX, "%s%0*lld", rule->prefix, digits, (long long)serial);
	assert(length == rule->length - (rule->check != CHECK_NONE));
	if (rule->check == CHECK_NONE)
		return;
	number[length + 1] = '\0';
	number[length] = check_digit(rule->check, number, (size_t)length);
}
