/* A rule of repetition (RRULE): "every second Wednesday of the month". Each period that it names, a
 * day, week, month or year, is a set of days; what its BY... parts do not want is taken out of the
 * set, BYSETPOS picks from what is left. Times are on the wall, without a zone. Pure; each day that
 * is looked at is a step of a budget. */
#ifndef CALENDAR_RULE_H
#define CALENDAR_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

enum { RULE_NUMBERS_MAX = 64 };

enum rule_period { RULE_DAILY, RULE_WEEKLY, RULE_MONTHLY, RULE_YEARLY };

struct rule_numbers {
	int count;
	int number[RULE_NUMBERS_MAX]; /* ascending, each once */
};

struct rule {
	enum rule_period period;
	int interval, count; /* 0: no count */
	bool has_until, until_is_utc, until_is_date;
	struct wall_time until;
	int week_start;                   /* 0 Sunday .. 6 */
	struct rule_numbers weekdays;     /* 0 Sunday .. 6, wherever they stand */
	struct rule_numbers nth_weekdays; /* nth * 8 + weekday: "1WE", "-1SA" */
	struct rule_numbers months, month_days, year_days, weeks, positions;
	struct rule_numbers hours, minutes, seconds;
};

/* False: `*why` says in plain words what is not understood about it. */
bool rule_read(const char *text, struct rule *rule, const char **why);

/* Gets the next time; false: enough. */
typedef bool (*rule_take)(void *context, struct wall_time wall);

/* Gives each time from `start` on to `take`, in order, until that has enough or the rule ends. UNTIL
 * is the caller's: it needs a zone. False: `*steps` ran out. */
bool rule_walk(const struct rule *rule, struct wall_time start, int64_t *steps, rule_take take,
	void *context);

#endif
