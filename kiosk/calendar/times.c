/* The Gregorian calendar by counting days, so that no time zone of the machine is asked. */
#include "calendar/times.h"

#include <stdio.h>
#include <string.h>

enum { YEAR_FIRST = 1600, YEAR_LAST = 2199, LENGTH_DIGITS = 7 };

/* ---- days ---- */

/* Years begin in March here, so that the day that comes every four years is their last. */
int64_t times_day_number(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

struct wall_time times_date(int64_t day_number)
{
	int64_t days = day_number + 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t day_of_era = days - era * 146097;
	int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year =
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month = (5 * day_of_year + 2) / 153;
	int civil_month = (int)(month < 10 ? month + 3 : month - 9);

	return (struct wall_time){
		.year = (int)(year_of_era + era * 400) + (civil_month <= 2),
		.month = civil_month,
		.day = (int)(day_of_year - (153 * month + 2) / 5) + 1,
		.weekday = (int)(((day_number + 4) % 7 + 7) % 7),
	};
}

int times_days_of_month(int year, int month)
{
	int64_t next = month == 12 ? times_day_number(year + 1, 1, 1)
				   : times_day_number(year, month + 1, 1);

	return (int)(next - times_day_number(year, month, 1));
}

int64_t times_wall_seconds(struct wall_time wall)
{
	return times_day_number(wall.year, wall.month, 1) * DAY_SECONDS +
	       (int64_t)(wall.day - 1) * DAY_SECONDS + (int64_t)wall.hour * 60 * 60 +
	       (int64_t)wall.minute * 60 + wall.second;
}

struct wall_time times_later(struct wall_time wall, int64_t seconds)
{
	int64_t whole = times_wall_seconds(wall) + seconds;
	int64_t day = (whole >= 0 ? whole : whole - (DAY_SECONDS - 1)) / DAY_SECONDS;
	int rest = (int)(whole - day * DAY_SECONDS);
	struct wall_time later = times_date(day);

	later.hour = rest / 3600;
	later.minute = rest / 60 % 60;
	later.second = rest % 60;
	return later;
}

void times_in_words(
	const struct wall_time *wall, bool is_date, char words[static TIMES_WORDS_BYTES])
{
	static const char *const months[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int length = snprintf(words, TIMES_WORDS_BYTES, "%d %s %d", wall->day,
		months[wall->month - 1], wall->year);

	if (!is_date)
		snprintf(words + length, TIMES_WORDS_BYTES - (size_t)length, " %02d:%02d",
			wall->hour, wall->minute);
}

/* ---- reading ---- */

static bool take_number(const char **text, int digits, int *number)
{
	*number = 0;
	for (int i = 0; i < digits; i++, (*text)++) {
		if (**text < '0' || **text > '9')
			return false;
		*number = *number * 10 + (**text - '0');
	}
	return true;
}

static bool take_date(const char **text, struct wall_time *wall)
{
	return take_number(text, 4, &wall->year) && take_number(text, 2, &wall->month) &&
	       take_number(text, 2, &wall->day) && wall->year >= YEAR_FIRST &&
	       wall->year <= YEAR_LAST && wall->month >= 1 && wall->month <= 12 && wall->day >= 1 &&
	       wall->day <= times_days_of_month(wall->year, wall->month);
}

static bool take_time(const char **text, struct wall_time *wall)
{
	if (!take_number(text, 2, &wall->hour) || !take_number(text, 2, &wall->minute) ||
		!take_number(text, 2, &wall->second))
		return false;
	if (wall->hour == 24 && wall->minute == 0 && wall->second == 0)
		return true;
	return wall->hour <= 23 && wall->minute <= 59 && wall->second <= 60;
}

bool times_read(const char *text, struct wall_time *wall, bool *is_utc, bool *is_date)
{
	*wall = (struct wall_time){0};
	*is_utc = false;
	*is_date = true;
	if (!take_date(&text, wall))
		return false;
	if (!*text)
		return true;
	*is_date = false;
	if ((*text != 'T' && *text != 't') || (text++, !take_time(&text, wall)))
		return false;
	*is_utc = *text == 'Z' || *text == 'z';
	return text[*is_utc] == '\0';
}

bool times_next(const char **at, char value[static TIMES_VALUE_BYTES])
{
	*at += strspn(*at, ", ");
	size_t length = strcspn(*at, ",");
	size_t kept = length < TIMES_VALUE_BYTES ? length : TIMES_VALUE_BYTES - 1;

	memcpy(value, *at, kept);
	value[kept] = '\0';
	*at += length;
	return length > 0;
}

static bool take_length_part(const char **text, bool is_time, int64_t *seconds)
{
	static const char units[] = "WDHMS";
	static const int64_t lengths[] = {7 * DAY_SECONDS, DAY_SECONDS, 60 * 60, 60, 1};
	int64_t number = 0;
	int digits = 0;

	for (; **text >= '0' && **text <= '9'; (*text)++, digits++)
		number = digits < LENGTH_DIGITS ? number * 10 + (**text - '0') : number;
	const char *unit = **text ? strchr(units, **text) : NULL;
	if (digits == 0 || digits > LENGTH_DIGITS || !unit || is_time != (unit - units >= 2))
		return false;
	*seconds += number * lengths[unit - units];
	(*text)++;
	return true;
}

bool times_read_length(const char *text, int64_t *seconds)
{
	bool is_negative = *text == '-', is_time = false;

	*seconds = 0;
	text += *text == '-' || *text == '+';
	if (*text++ != 'P' || !*text)
		return false;
	while (*text) {
		if (*text == 'T' && !is_time) {
			is_time = true;
			text++;
		}
		if (!take_length_part(&text, is_time, seconds))
			return false;
	}
	*seconds = is_negative ? -*seconds : *seconds;
	return true;
}
