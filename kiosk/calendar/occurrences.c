/* First all that is left out is gathered and sorted; then start, rules and added dates are offered one
 * by one. Each is an instant of its own, so a change of the clocks moves none of them. */
#include "calendar/occurrences.h"

#include <stdlib.h>
#include <string.h>

#include "calendar/rule.h"

enum { NUMBERS_FIRST = 64 };

/* Ascending once all are known. */
struct numbers {
	int64_t *number;
	int count, size;
};

struct search {
	struct event *event;
	struct zones *zones;
	int64_t from_ms, until_ms;
	int64_t *steps;
	occurrence_take take;
	void *context;
	struct numbers excluded_ms, excluded_days;
	int64_t last_ms; /* of the rule that is followed */
	bool failed;
};

/* ---- lists of dates ---- */

/* Behind the "/" of a period: its length, or its end. */
static bool read_period(struct search *search, const struct line *line, const char *period,
	const struct moment *start, int64_t *length_s)
{
	struct event *event = search->event;
	struct moment end;

	if (!times_read_length(period, length_s)) {
		if (!event_read_moment(search->zones, line, period, &end, event->reason))
			return false;
		*length_s = (zones_instant(&end) - zones_instant(start)) / 1000;
	}
	if (*length_s > (int64_t)LENGTH_DAYS_MAX * DAY_SECONDS)
		return event_left_out(
			event->reason, "it lasts longer than %d days", LENGTH_DAYS_MAX);
	*length_s = *length_s > 0 ? *length_s : 0;
	return true;
}

/* Calls `take` with each date of the event's lines of that name. */
static bool for_each_date(struct search *search, const char *name,
	bool (*take)(struct search *search, const struct moment *moment, int64_t length_s))
{
	struct event *event = search->event;
	const struct line *line = content_first(event->component, name);
	char value[TIMES_VALUE_BYTES];
	struct moment moment;
	int64_t length_s;

	for (; line; line = content_next(line))
		for (const char *at = line->value; times_next(&at, value);) {
			char *period = strchr(value, '/');
			length_s = 0;
			if (period)
				*period++ = '\0';
			if (!event_read_moment(
				    search->zones, line, value, &moment, event->reason) ||
				(period &&
					!read_period(search, line, period, &moment, &length_s)) ||
				!take(search, &moment, length_s))
				return false;
		}
	return true;
}

/* ---- what is left out ---- */

static bool add(struct search *search, struct numbers *numbers, int64_t number)
{
	if (numbers->count == numbers->size) {
		int size = numbers->size ? 2 * numbers->size : NUMBERS_FIRST;
		int64_t *larger = realloc(numbers->number, (size_t)size * sizeof(*larger));
		if (!larger)
			return event_left_out(search->event->reason, "no memory for its dates");
		numbers->number = larger;
		numbers->size = size;
	}
	numbers->number[numbers->count++] = number;
	return true;
}

static int64_t day_of(const struct moment *moment)
{
	return times_day_number(moment->wall.year, moment->wall.month, moment->wall.day);
}

/* A day takes out all that is on it. */
static bool exclude(struct search *search, const struct moment *moment, int64_t length_s)
{
	struct moment named = event_named(search->event, *moment);

	if (moment->is_date || named.is_date)
		return add(search, &search->excluded_days, day_of(moment));
	return add(search, &search->excluded_ms, zones_instant(moment));
}

static int by_size(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;

	return (one > other) - (one < other);
}

static void sort(struct numbers *numbers)
{
	if (numbers->count > 0)
		qsort(numbers->number, (size_t)numbers->count, sizeof(int64_t), by_size);
}

static bool has(const struct numbers *numbers, int64_t number)
{
	return numbers->count > 0 &&
	       bsearch(&number, numbers->number, (size_t)numbers->count, sizeof(int64_t), by_size);
}

static bool is_excluded(const struct search *search, const struct moment *start)
{
	return has(&search->excluded_ms, zones_instant(start)) ||
	       has(&search->excluded_days, day_of(start));
}

static int by_occurrence(const void *key, const void *element)
{
	int64_t start_ms = *(const int64_t *)key;
	const struct event *override = *(struct event *const *)element;

	return (start_ms > override->occurrence_ms) - (start_ms < override->occurrence_ms);
}

static bool is_overridden(const struct event *event, int64_t start_ms)
{
	return event->override_count > 0 &&
	       bsearch(&start_ms, event->overrides, (size_t)event->override_count,
		       sizeof(struct event *), by_occurrence);
}

/* ---- what is there ---- */

static bool offer(struct search *search, const struct moment *start, int64_t length_s)
{
	int64_t start_ms = zones_instant(start);
	int64_t lasts_s = length_s > 0 ? length_s : search->event->length_s;
	int64_t longest_ms = (lasts_s + DAY_SECONDS) * 1000;

	if (start_ms >= search->until_ms || start_ms + longest_ms < search->from_ms ||
		is_excluded(search, start) || is_overridden(search->event, start_ms))
		return true;
	return search->take(search->context, start, length_s);
}

static bool offer_date(struct search *search, const struct moment *moment, int64_t length_s)
{
	struct moment start = event_named(search->event, *moment);

	return offer(search, &start, length_s);
}

/* ---- rules ---- */

/* The last instant that the rule allows: UNTIL is a day, a time on the wall or UTC. */
static int64_t last_of(const struct rule *rule, const struct event *event)
{
	if (!rule->has_until)
		return INT64_MAX;
	struct moment until = {
		.wall = rule->until,
		.zone = rule->until_is_utc ? zones_utc() : event->start.zone,
		.is_date = rule->until_is_date,
	};
	if (event->start.is_date)
		until = event_named(event, until);
	if (until.is_date)
		until.wall = times_later(until.wall, DAY_SECONDS - 1);
	return zones_instant(&until);
}

/* False: the rule is past its end or past the time asked for. */
static bool take_time(struct search *search, struct wall_time wall, struct moment *moment)
{
	*moment = search->event->start;
	moment->wall = wall;
	int64_t start_ms = zones_instant(moment);
	return start_ms <= search->last_ms && start_ms < search->until_ms;
}

static bool offer_time(void *context, struct wall_time wall)
{
	struct search *search = context;
	struct moment moment;

	if (!take_time(search, wall, &moment))
		return false;
	search->failed = !offer(search, &moment, 0);
	return !search->failed;
}

static bool exclude_time(void *context, struct wall_time wall)
{
	struct search *search = context;
	struct moment moment;

	if (!take_time(search, wall, &moment))
		return false;
	search->failed = !add(search, &search->excluded_ms, zones_instant(&moment));
	return !search->failed;
}

static bool follow_rules(struct search *search, const char *name, rule_take take)
{
	struct event *event = search->event;
	const struct line *line = content_first(event->component, name);
	struct rule rule;
	const char *why;

	for (; line; line = content_next(line)) {
		if (!rule_read(line->value, &rule, &why))
			return event_left_out(event->reason, "%s (%.80s)", why, line->value);
		search->last_ms = last_of(&rule, event);
		if (!rule_walk(&rule, event->start.wall, search->steps, take, search))
			return event_left_out(event->reason,
				"its rule of repetition takes too long to work out (%.80s)",
				line->value);
		if (search->failed)
			return false;
	}
	return true;
}

static bool find(struct search *search)
{
	if (!for_each_date(search, "EXDATE", exclude) ||
		!follow_rules(search, "EXRULE", exclude_time))
		return false;
	sort(&search->excluded_ms);
	sort(&search->excluded_days);
	return offer(search, &search->event->start, 0) &&
	       follow_rules(search, "RRULE", offer_time) &&
	       for_each_date(search, "RDATE", offer_date);
}

bool occurrences_find(struct event *event, struct zones *zones, int64_t from_ms, int64_t until_ms,
	int64_t *steps, occurrence_take take, void *context)
{
	struct search search = {
		.event = event,
		.zones = zones,
		.from_ms = from_ms,
		.until_ms = until_ms,
		.steps = steps,
		.take = take,
		.context = context,
	};
	bool done = find(&search);

	free(search.excluded_ms.number);
	free(search.excluded_days.number);
	return done;
}
