/* Kind checks: what a real person could answer passes; the rest is told how. */
#include "rules/answer_check.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "base/crypto.h"
#include "base/text.h"

#define N_(sentence) sentence

enum {
	NUMBER_DIGITS_MIN = 5, /* as the shortest card number */
	BIRTH_YEAR_FIRST = 1900,
	YEARS_AHEAD = 2,
	EMAIL_BYTES_MAX = 254,
	EMAIL_LOCAL_BYTES_MAX = 64,
	LABEL_BYTES_MAX = 63,
	CONTACT_BYTES_MAX = 300,
	PHONE_DIGITS_MAX = 15, /* E.164 */
	PHONE_DIGITS_MIN = 7,
};

/* ---- names ---- */

/* The character at `text` and its bytes; 0 at the end or if it is not valid UTF-8. */
static size_t character(const char *text, utf8proc_int32_t *point)
{
	utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, point);

	return *text && bytes > 0 ? (size_t)bytes : 0;
}

static bool is_letter(utf8proc_int32_t point)
{
	utf8proc_category_t category = utf8proc_category(point);

	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

static bool has_letter(const char *text)
{
	utf8proc_int32_t point;
	size_t bytes;

	for (; (bytes = character(text, &point)) > 0; text += bytes)
		if (is_letter(point))
			return true;
	return false;
}

/* A slow scanner types a card's number into whatever is open. Names have no such thing in them:
 * "Karol 2" has, and "Louis XIV". */
static bool has_number(const char *name)
{
	static const char digits[] = "0123456789";

	while (*(name += strcspn(name, digits))) {
		size_t length = strspn(name, digits);
		if (length >= NUMBER_DIGITS_MIN)
			return true;
		name += length;
	}
	return false;
}

enum name_fault answer_check_name(const char *name)
{
	if (name[strspn(name, " ")] == '\0')
		return NAME_EMPTY;
	if (!text_is_valid(name) || !has_letter(name))
		return NAME_NO_LETTERS;
	return strpbrk(name, "@<>") || has_number(name) ? NAME_IS_SOMETHING_ELSE : NAME_GOOD;
}

/* ---- dates ---- */

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int month, int year)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static bool is_given(struct calendar_date date)
{
	return date.year != 0 || date.month != 0 || date.day != 0;
}

static bool is_on_calendar(struct calendar_date date)
{
	return date.month >= 1 && date.month <= 12 && date.day >= 1 &&
	       date.day <= days_in(date.month, date.year);
}

bool calendar_date_is_real(struct calendar_date date)
{
	return date.year >= 1000 && is_on_calendar(date);
}

bool calendar_date_is_before(struct calendar_date one, struct calendar_date other)
{
	if (one.year != other.year)
		return one.year < other.year;
	return one.month != other.month ? one.month < other.month : one.day < other.day;
}

/* Whole and real. */
static const char *check_date(struct calendar_date date, const char *incomplete)
{
	if (date.year == 0 || date.month == 0 || date.day == 0)
		return incomplete;
	if (date.year < 1000)
		return N_("Please write the year with four digits.");
	if (!is_on_calendar(date))
		return N_("The calendar has no such day: please look at day and month again.");
	return NULL;
}

const char *answer_check_birth_date(struct calendar_date date, struct calendar_date today)
{
	const char *fault = check_date(
		date, N_("Please give day, month and year, or say that you would rather not."));

	if (!fault && (date.year < BIRTH_YEAR_FIRST || calendar_date_is_before(today, date)))
		return N_("Please look at the year again.");
	return fault;
}

const char *answer_check_date_ahead(struct calendar_date date, struct calendar_date today)
{
	struct calendar_date latest = {today.year + YEARS_AHEAD, today.month, today.day};
	const char *fault = check_date(date, N_("Please give day, month and year."));

	if (!fault &&
		(calendar_date_is_before(date, today) || calendar_date_is_before(latest, date)))
		return N_("Please give a day that is to come, in the next two years.");
	return fault;
}

/* Somebody born on 29 February has the birthday on 1 March in other years. */
int birth_age_years(struct calendar_date birth, struct calendar_date today)
{
	struct calendar_date birthday = {today.year, birth.month, birth.day};

	return today.year - birth.year - calendar_date_is_before(today, birthday);
}

bool birth_needs_guardian(
	struct calendar_date birth, struct calendar_date today, int guardian_age_years)
{
	return is_given(birth) && birth_age_years(birth, today) < guardian_age_years;
}

/* ---- e-mail and telephone ---- */

static bool is_other_script(char c)
{
	return (unsigned char)c >= 0x80;
}

static bool is_local_part(const char *text, size_t length)
{
	if (length == 0 || length > EMAIL_LOCAL_BYTES_MAX || text[0] == '.' ||
		text[length - 1] == '.')
		return false;
	for (size_t i = 0; i < length; i++) {
		bool doubled = text[i] == '.' && text[i + 1] == '.';
		if (doubled || !(isalnum((unsigned char)text[i]) || is_other_script(text[i]) ||
				       strchr("!#$%&'*+-/=?^_`{|}~.", text[i])))
			return false;
	}
	return true;
}

static bool is_label(const char *text, size_t length)
{
	if (length == 0 || length > LABEL_BYTES_MAX || text[0] == '-' || text[length - 1] == '-')
		return false;
	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]) && !is_other_script(text[i]) && text[i] != '-')
			return false;
	return true;
}

static bool is_domain(const char *text)
{
	int labels = 0;

	for (;; labels++) {
		size_t length = strcspn(text, ".");
		if (!is_label(text, length))
			return false;
		if (text[length] == '\0')
			return labels > 0 && length >= 2 && strspn(text, "0123456789") < length;
		text += length + 1;
	}
}

static bool is_email(const char *text)
{
	const char *at = strchr(text, '@');

	return strlen(text) <= EMAIL_BYTES_MAX && is_local_part(text, (size_t)(at - text)) &&
	       is_domain(at + 1);
}

/* "ext 12", "x12", "#12": an office's extension, at most five digits. */
static void cut_extension(char *text)
{
	size_t end = strcspn(text, "exEX#");
	const char *digits = text + end + strspn(text + end, "extEXT.# ");
	size_t length = strspn(digits, "0123456789");

	if (text[end] && length >= 1 && length <= 5 && digits[length] == '\0')
		text[end] = '\0';
}

/* Digits alone, "+" and "00" of other countries as "+"; false: there is something else in it. */
static bool collect_digits(const char *text, char number[static PHONE_DIGITS_MAX + 3])
{
	int length = 0;

	number[0] = '\0';
	for (; *text; text++) {
		if (strchr(" -.()/", *text))
			continue;
		bool plus = *text == '+' && length == 0;
		if ((!plus && !isdigit((unsigned char)*text)) || length > PHONE_DIGITS_MAX + 1)
			return false;
		number[length++] = *text;
		number[length] = '\0';
	}
	if (strncmp(number, "00", 2) == 0) {
		number[0] = '+';
		memmove(number + 1, number + 2, (size_t)length - 1);
	}
	return true;
}

/* Without the leading 0: area or mobile code and number. */
static bool is_uk_number(const char *digits)
{
	size_t length = strlen(digits);

	if (digits[0] == '0') /* "+44 (0)7700" */
		return false;
	if (digits[0] == '7')
		return length == 10;
	return (length == 9 || length == 10) && strchr("123589", digits[0]);
}

/* "447700900123": the country's code without its +, as telephones show it. */
static bool lacks_only_the_plus(const char *number)
{
	return strncmp(number, "44", 2) == 0 && is_uk_number(number + 2);
}

static bool is_telephone(const char *number)
{
	size_t length = strlen(number);

	if (lacks_only_the_plus(number))
		return is_uk_number(number + 2);
	if (strncmp(number, "+44", 3) == 0)
		return is_uk_number(number + 3 + (number[3] == '0'));
	if (number[0] == '+')
		return number[1] != '0' && length > PHONE_DIGITS_MIN &&
		       length <= PHONE_DIGITS_MAX + 1;
	return number[0] == '0' && is_uk_number(number + 1);
}

static const char *check_telephone(char *text)
{
	char number[PHONE_DIGITS_MAX + 3];

	cut_extension(text);
	bool digits_only = collect_digits(text, number), is_good = is_telephone(number);
	char first = number[0];
	memory_wipe(number, sizeof(number));
	if (!digits_only)
		return N_("Please write an e-mail address or a telephone number.");
	if (first != '0' && first != '+' && !is_good)
		return N_("Please write the number with its first 0, as in 01632 960123.");
	return is_good ? NULL
		       : N_("Please look at the telephone number again: is a digit missing?");
}

static const char *check_email(const char *text)
{
	return is_email(text) ? NULL
			      : N_("Please look at the e-mail address again: it should be like "
				   "name@example.org.");
}

const char *answer_check_contact(const char *contact)
{
	char text[CONTACT_BYTES_MAX];
	const char *sentence = NULL;

	if (!text_copy(text, sizeof(text), contact) || !text_clean(text, sizeof(text)))
		return N_("Please write an e-mail address or a telephone number.");
	if (*text)
		sentence = strchr(text, '@') ? check_email(text) : check_telephone(text);
	memory_wipe(text, sizeof(text));
	return sentence;
}
