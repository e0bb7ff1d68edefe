/* What each column may say. A value that is not surely understood is refused: "Yes" taken for "not
 * blocked" opens a door. */
#include "rules/member.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/crypto.h"
#include "base/rows.h"
#include "base/text.h"
#include "base/unknown.h"

enum { VALUE_BYTES_MAX = 512, YEAR_DIGITS = 4 };

static const char *const columns[MEMBER_COLUMNS] = {
	[MEMBER_NUMBER] = "number",
	[MEMBER_UID] = "uid",
	[MEMBER_FIRST_NAME] = "first_name",
	[MEMBER_BIRTH_YEAR] = "birth_year",
	[MEMBER_LANGUAGE] = "language",
	[MEMBER_BLOCKED] = "blocked",
	[MEMBER_ADULT_NUMBER] = "adult_number",
};

const char *member_column_name(enum member_column column)
{
	assert(column < MEMBER_COLUMNS);
	return columns[column];
}

static bool is_heading(const char *name, const char *column)
{
	const char *rest = rows_behind_name(name, column);

	return rest && !*rest;
}

enum member_column member_column_named(const char *name)
{
	int column = 0;

	while (column < MEMBER_COLUMNS && !is_heading(name, columns[column]))
		column++;
	return (enum member_column)column;
}

const char *member_column_meant(const char *name)
{
	int nearest = unknown_nearest(name, columns, MEMBER_COLUMNS);

	return nearest < 0 ? NULL : columns[nearest];
}

/* ---- values ---- */

/* 24004000010003 becomes 2.40E+13. */
static bool was_rounded(const char *value)
{
	return strstr(value, "E+") || strstr(value, "e+");
}

static const char rounded[] =
	"a spreadsheet has rounded it; make the column's format Text there and export again";

static const char *read_number(const char *value, const struct member_rules *rules,
	char number[static CARD_NUMBER_BYTES_MAX])
{
	if (was_rounded(value))
		return rounded;
	if (card_number_read(rules->cards, value, number) != CARD_NUMBER_MEMBER)
		return "no membership number of this library; is a digit missing or mistyped?";
	return NULL;
}

static const char *take_number(
	struct member *member, const char *value, const struct member_rules *rules)
{
	const char *wrong = read_number(value, rules, member->number);

	if (wrong)
		return wrong;
	member->holder.id = id_derive(rules->branch, "member", member->number, NULL);
	return NULL;
}

static const char *take_uid(struct member *member, const char *value)
{
	char hex[VALUE_BYTES_MAX];
	size_t length = 0;

	if (was_rounded(value))
		return rounded;
	for (; *value; value++)
		if (!strchr(":- ", *value))
			hex[length++] = *value;
	hex[length] = '\0';
	enum chip_uid kind =
		length ? chip_uid_read(hex, member->uid, &member->uid_length) : CHIP_UID_FIXED;
	memory_wipe(hex, sizeof(hex));
	if (kind == CHIP_UID_RANDOM)
		return "this chip has another number at each touch; leave it empty";
	return kind == CHIP_UID_FIXED ? NULL : "give 8, 14 or 20 hexadecimal digits, or nothing";
}

static const char *take_first_name(struct member *member, const char *value)
{
	struct holder *holder = &member->holder;
	bool fits = text_copy(holder->first_name, sizeof(holder->first_name), value) &&
		    text_clean(holder->first_name, sizeof(holder->first_name));

	if (!fits)
		holder->first_name[0] = '\0';
	return NULL;
}

static const char *take_birth_year(
	struct member *member, const char *value, const struct member_rules *rules)
{
	struct calendar_date birth = {0};

	if (!*value)
		return NULL;
	if (strlen(value) != YEAR_DIGITS || strspn(value, "0123456789") != YEAR_DIGITS)
		return "give the year with four digits, or nothing";
	for (const char *digit = value; *digit; digit++)
		birth.year = 10 * birth.year + (*digit - '0');
	member->holder.adult = holder_is_surely_adult(birth, rules->today);
	member->band = age_band_of(birth, rules->today);
	return NULL;
}

/* "en-GB" is "en": the kiosk's languages have no regions. */
static const char *take_language(struct member *member, const char *value)
{
	char *code = member->holder.language;
	size_t length = strcspn(value, "-_");

	if (!*value)
		return NULL;
	if (length < 2 || length > 3)
		return "give a language's code, as \"pl\", or nothing";
	for (size_t i = 0; i < length; i++) {
		if (!isalpha((unsigned char)value[i]))
			return "give a language's code, as \"pl\", or nothing";
		code[i] = (char)tolower((unsigned char)value[i]);
	}
	return NULL;
}

static bool is_among(const char *value, const char *const *words)
{
	while (*words && strcasecmp(value, *words) != 0)
		words++;
	return *words != NULL;
}

static const char *take_blocked(struct member *member, const char *value)
{
	static const char *const yes[] = {"yes", "true", "1", "y", NULL};
	static const char *const no[] = {"no", "false", "0", "n", "", NULL};
	bool blocked = is_among(value, yes);

	member->holder.status = blocked ? HOLDER_BLOCKED : HOLDER_MEMBER;
	return blocked || is_among(value, no) ? NULL : "give yes or no";
}

static const char *take(struct member *member, enum member_column column, const char *value,
	const struct member_rules *rules)
{
	switch (column) {
	case MEMBER_NUMBER:
		return take_number(member, value, rules);
	case MEMBER_UID:
		return take_uid(member, value);
	case MEMBER_FIRST_NAME:
		return take_first_name(member, value);
	case MEMBER_BIRTH_YEAR:
		return take_birth_year(member, value, rules);
	case MEMBER_LANGUAGE:
		return take_language(member, value);
	case MEMBER_BLOCKED:
		return take_blocked(member, value);
	case MEMBER_ADULT_NUMBER:
		return *value ? read_number(value, rules, member->adult_number) : NULL;
	case MEMBER_COLUMNS:
		break;
	}
	return NULL;
}

const char *member_take(struct member *member, enum member_column column, const char *value,
	const struct member_rules *rules)
{
	char text[VALUE_BYTES_MAX];

	if (!text_copy(text, sizeof(text), value) || !text_clean(text, sizeof(text)))
		return "too long";
	const char *wrong = take(member, column, text, rules);
	memory_wipe(text, sizeof(text));
	return wrong;
}
