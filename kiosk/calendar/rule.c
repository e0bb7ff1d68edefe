/* A rule is read into lists of wanted numbers, then walked period by period: all days of a period are
 * looked at, those that are wanted are its set, and BYSETPOS counts in it. */
#include "calendar/rule.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "calendar/times.h"

enum {
	RULE_BYTES_MAX = 1024,
	DAYS_A_PERIOD_MAX = 366,
	YEAR_LAST = 2199,
	INTERVAL_MAX = 1000,
	COUNT_MAX = 1000000,
	NTH_SHIFT = 8,
};

/* ---- reading ---- */

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static bool add_number(struct rule_numbers *numbers, int number)
{
	for (int i = 0; i < numbers->count; i++)
		if (numbers->number[i] == number)
			return true;
	if (numbers->count == RULE_NUMBERS_MAX)
		return false;
	numbers->number[numbers->count++] = number;
	qsort(numbers->number, (size_t)numbers->count, sizeof(int), by_number);
	return true;
}

static bool read_number(const char *text, int least, int most, int *number)
{
	char *end;
	long value = strtol(text, &end, 10);

	*number = (int)value;
	return end != text && !*end && value >= least && value <= most;
}

/* "1,-1": each between -most and most, none 0 unless that is the least. */
static bool read_numbers(char *text, int least, int most, struct rule_numbers *numbers)
{
	int number;

	for (char *part = strsep(&text, ","); part; part = strsep(&text, ",")) {
		if (!*part)
			continue;
		if (!read_number(part, least, most, &number) || (number == 0 && least != 0) ||
			!add_number(numbers, number))
			return false;
	}
	return true;
}

static bool read_weekday(const char *text, int *weekday)
{
	static const char *const names[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};

	for (*weekday = 0; *weekday < 7; (*weekday)++)
		if (strcasecmp(text, names[*weekday]) == 0)
			return true;
	return false;
}

/* "MO", "1WE", "-1SA". */
static bool read_weekdays(struct rule *rule, char *text)
{
	for (char *part = strsep(&text, ","); part; part = strsep(&text, ",")) {
		size_t length = strlen(part);
		int weekday, nth = 0;
		if (length == 0)
			continue;
		if (length < 2 || !read_weekday(part + length - 2, &weekday))
			return false;
		part[length - 2] = '\0';
		if (*part && (!read_number(part, -53, 53, &nth) || nth == 0))
			return false;
		if (!(nth ? add_number(&rule->nth_weekdays, nth * NTH_SHIFT + weekday)
			  : add_number(&rule->weekdays, weekday)))
			return false;
	}
	return true;
}

static bool read_period(struct rule *rule, const char *text)
{
	static const char *const names[] = {
		[RULE_DAILY] = "DAILY",
		[RULE_WEEKLY] = "WEEKLY",
		[RULE_MONTHLY] = "MONTHLY",
		[RULE_YEARLY] = "YEARLY",
	};

	for (int i = RULE_DAILY; i <= RULE_YEARLY; i++)
		if (strcasecmp(text, names[i]) == 0) {
			rule->period = (enum rule_period)i;
			return true;
		}
	return false;
}

static bool read_until(struct rule *rule, const char *text)
{
	rule->has_until = times_read(text, &rule->until, &rule->until_is_utc, &rule->until_is_date);
	return rule->has_until;
}

static const struct list_part {
	const char *name;
	size_t place;
	int least, most;
} list_parts[] = {
	{"BYMONTH", offsetof(struct rule, months), 1, 12},
	{"BYMONTHDAY", offsetof(struct rule, month_days), -31, 31},
	{"BYYEARDAY", offsetof(struct rule, year_days), -366, 366},
	{"BYWEEKNO", offsetof(struct rule, weeks), -53, 53},
	{"BYSETPOS", offsetof(struct rule, positions), -366, 366},
	{"BYHOUR", offsetof(struct rule, hours), 0, 23},
	{"BYMINUTE", offsetof(struct rule, minutes), 0, 59},
	{"BYSECOND", offsetof(struct rule, seconds), 0, 59},
};

static bool read_list(struct rule *rule, const char *name, char *text)
{
	for (size_t i = 0; i < sizeof(list_parts) / sizeof(list_parts[0]); i++) {
		const struct list_part *part = &list_parts[i];
		if (strcasecmp(name, part->name) == 0)
			return read_numbers(text, part->least, part->most,
				(struct rule_numbers *)((char *)rule + part->place));
	}
	return false;
}

static bool read_part(struct rule *rule, const char *name, char *text)
{
	if (strcasecmp(name, "FREQ") == 0)
		return read_period(rule, text);
	if (strcasecmp(name, "INTERVAL") == 0)
		return read_number(text, 1, INTERVAL_MAX, &rule->interval);
	if (strcasecmp(name, "COUNT") == 0)
		return read_number(text, 1, COUNT_MAX, &rule->count);
	if (strcasecmp(name, "UNTIL") == 0)
		return read_until(rule, text);
	if (strcasecmp(name, "WKST") == 0)
		return read_weekday(text, &rule->week_start);
	if (strcasecmp(name, "BYDAY") == 0)
		return read_weekdays(rule, text);
	return strncasecmp(name, "X-", 2) == 0 || read_list(rule, name, text);
}

/* "the first Monday" is of a month or a year. */
static bool is_sane(const struct rule *rule, const char **why)
{
	*why = "its rule of repetition contradicts itself";
	return rule->nth_weekdays.count == 0 ||
	       ((rule->period == RULE_MONTHLY || rule->period == RULE_YEARLY) &&
		       rule->weeks.count == 0);
}

static const char *why_not_period(const char *text)
{
	static const char *const often[] = {"HOURLY", "MINUTELY", "SECONDLY"};

	for (size_t i = 0; i < sizeof(often) / sizeof(often[0]); i++)
		if (strcasecmp(text, often[i]) == 0)
			return "it is repeated every hour or more often";
	return "its rule of repetition is not one of days, weeks, months or years";
}

/* A part without a value is no part. */
bool rule_read(const char *text, struct rule *rule, const char **why)
{
	char copy[RULE_BYTES_MAX], *rest = copy;
	bool has_period = false;

	*rule = (struct rule){.interval = 1, .week_start = 1};
	*why = "its rule of repetition is not understood";
	if (!text_copy(copy, sizeof(copy), text))
		return false;
	for (char *part = strsep(&rest, ";"); part; part = strsep(&rest, ";")) {
		char *value = strchr(part, '=');
		if (value)
			*value++ = '\0';
		if (!*part || (value && !*value))
			continue;
		bool is_period = strcasecmp(part, "FREQ") == 0;
		if (value && is_period)
			*why = why_not_period(value);
		if (!value || !read_part(rule, part, value))
			return false;
		*why = "its rule of repetition is not understood";
		has_period = has_period || is_period;
	}
	return has_period && is_sane(rule, why);
}

/* ---- which days ---- */

struct walk {
	struct rule rule; /* with what it leaves out filled in from the start */
	struct wall_time start;
	int64_t start_day, start_seconds;
	int64_t *steps;
	int64_t days[DAYS_A_PERIOD_MAX]; /* of this period */
	int day_count, taken;
	rule_take take;
	void *context;
};

/* Nothing wanted is anything wanted. */
static bool wants(const struct rule_numbers *numbers, int number)
{
	for (int i = 0; i < numbers->count; i++)
		if (numbers->number[i] == number)
			return true;
	return numbers->count == 0;
}

/* Counted from the front or, negative, from the back. */
static bool wants_either(const struct rule_numbers *numbers, int number, int of)
{
	return wants(numbers, number) || wants(numbers, number - of - 1);
}

static int64_t week_begin(int64_t day, int week_start)
{
	return day - ((times_date(day).weekday - week_start) % 7 + 7) % 7;
}

static int day_of_year(int64_t day, int year)
{
	return (int)(day - times_day_number(year, 1, 1)) + 1;
}

static int days_of_year(int year)
{
	return day_of_year(times_day_number(year, 12, 31), year);
}

/* A week belongs to the year that has its fourth day. */
static int week_of_year(int64_t day, int week_start, int *year)
{
	int64_t fourth = week_begin(day, week_start) + 3;

	*year = times_date(fourth).year;
	return (day_of_year(fourth, *year) - 1) / 7 + 1;
}

static bool wants_week(const struct rule *rule, int64_t day)
{
	int year;

	if (rule->weeks.count == 0)
		return true;
	int week = week_of_year(day, rule->week_start, &year);
	int last = week_of_year(times_day_number(year, 12, 28), rule->week_start, &year);
	return wants_either(&rule->weeks, week, last);
}

static bool wants_nth(const struct rule *rule, int place, int of, int weekday)
{
	int nth = (place - 1) / 7 + 1, from_end = -((of - place) / 7 + 1);

	return wants(&rule->nth_weekdays, nth * NTH_SHIFT + weekday) ||
	       wants(&rule->nth_weekdays, from_end * NTH_SHIFT + weekday);
}

static bool wants_weekday(const struct rule *rule, const struct wall_time *date, int64_t day)
{
	if (rule->weekdays.count == 0 && rule->nth_weekdays.count == 0)
		return true;
	if (rule->weekdays.count > 0 && wants(&rule->weekdays, date->weekday))
		return true;
	if (rule->nth_weekdays.count == 0)
		return false;
	if (rule->period == RULE_MONTHLY || rule->months.count > 0)
		return wants_nth(rule, date->day, times_days_of_month(date->year, date->month),
			date->weekday);
	return wants_nth(
		rule, day_of_year(day, date->year), days_of_year(date->year), date->weekday);
}

static bool wants_day(const struct rule *rule, int64_t day)
{
	struct wall_time date = times_date(day);

	return wants(&rule->months, date.month) &&
	       wants_either(
		       &rule->month_days, date.day, times_days_of_month(date.year, date.month)) &&
	       (rule->year_days.count == 0 ||
		       wants_either(&rule->year_days, day_of_year(day, date.year),
			       days_of_year(date.year))) &&
	       wants_week(rule, day) && wants_weekday(rule, &date, day);
}

/* What the rule leaves open is as at the start. */
static void fill_in(struct rule *rule, const struct wall_time *start, int weekday)
{
	bool no_day = rule->month_days.count == 0 && rule->year_days.count == 0 &&
		      rule->weekdays.count == 0 && rule->nth_weekdays.count == 0;

	if (no_day && (rule->period == RULE_WEEKLY || rule->weeks.count > 0))
		add_number(&rule->weekdays, weekday);
	else if (no_day && rule->period != RULE_DAILY)
		add_number(&rule->month_days, start->day);
	if (no_day && rule->period == RULE_YEARLY && rule->months.count == 0 &&
		rule->weeks.count == 0)
		add_number(&rule->months, start->month);
	if (rule->hours.count == 0)
		add_number(&rule->hours, start->hour);
	if (rule->minutes.count == 0)
		add_number(&rule->minutes, start->minute);
	if (rule->seconds.count == 0)
		add_number(&rule->seconds, start->second);
}

/* ---- walking ---- */

/* First day and length of the period number `k` from the start. False: it is after the last year. */
static bool find_period(const struct walk *walk, int64_t k, int64_t *first, int *length)
{
	const struct rule *rule = &walk->rule;
	int64_t step = k * rule->interval;
	int64_t month = walk->start.month - 1 + (rule->period == RULE_MONTHLY ? step : 0);
	int64_t year = walk->start.year + (rule->period == RULE_YEARLY ? step : month / 12);

	*length = rule->period == RULE_WEEKLY ? 7 : 1;
	if (rule->period == RULE_DAILY)
		*first = walk->start_day + step;
	else if (rule->period == RULE_WEEKLY)
		*first = week_begin(walk->start_day, rule->week_start) + 7 * step;
	else if (year > YEAR_LAST)
		return false;
	else if (rule->period == RULE_MONTHLY) {
		*first = times_day_number((int)year, (int)(month % 12) + 1, 1);
		*length = times_days_of_month((int)year, (int)(month % 12) + 1);
	} else {
		*first = times_day_number((int)year, 1, 1);
		*length = days_of_year((int)year);
	}
	return *first <= times_day_number(YEAR_LAST, 12, 31);
}

static void find_days(struct walk *walk, int64_t first, int length)
{
	walk->day_count = 0;
	*walk->steps -= length;
	for (int64_t day = first; day < first + length; day++)
		if (wants_day(&walk->rule, day))
			walk->days[walk->day_count++] = day;
}

/* The time number `i` of the period's set: of each day each hour, minute and second. */
static struct wall_time time_at(const struct walk *walk, int64_t i)
{
	const struct rule *rule = &walk->rule;
	int64_t seconds = rule->seconds.count, minutes = rule->minutes.count;
	int64_t a_day = seconds * minutes * rule->hours.count;
	struct wall_time wall = times_date(walk->days[i / a_day]);

	wall.second = rule->seconds.number[i % seconds];
	wall.minute = rule->minutes.number[i / seconds % minutes];
	wall.hour = rule->hours.number[i / seconds / minutes % rule->hours.count];
	return wall;
}

/* False: enough. */
static bool give_period(struct walk *walk)
{
	const struct rule *rule = &walk->rule;
	int64_t total = (int64_t)walk->day_count * rule->hours.count * rule->minutes.count *
			rule->seconds.count;

	for (int64_t i = 0; i<total && * walk->steps> 0; i++) {
		struct wall_time wall = time_at(walk, i);
		--*walk->steps;
		if (!wants_either(&rule->positions, (int)i + 1, (int)total) ||
			times_wall_seconds(wall) < walk->start_seconds)
			continue;
		if (!walk->take(walk->context, wall))
			return false;
		if (++walk->taken == rule->count)
			return false;
	}
	return true;
}

bool rule_walk(const struct rule *rule, struct wall_time start, int64_t *steps, rule_take take,
	void *context)
{
	struct walk walk = {
		.rule = *rule,
		.start = start,
		.start_day = times_day_number(start.year, start.month, start.day),
		.start_seconds = times_wall_seconds(start),
		.steps = steps,
		.take = take,
		.context = context,
	};
	int64_t first;
	int length;

	fill_in(&walk.rule, &start, times_date(walk.start_day).weekday);
	for (int64_t k = 0; *steps > 0; k++) {
		if (!find_period(&walk, k, &first, &length))
			return true;
		find_days(&walk, first, length);
		if (!give_period(&walk))
			return true;
	}
	return false;
}
