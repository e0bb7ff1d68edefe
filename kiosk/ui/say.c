/* Days and times in words, from the language's own table. */
#include "ui/say.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "ui/dates.h"
#include "ui/internal.h"
#include "ui/language.h"

const char *say_date(struct ui *ui, int64_t instant_ms)
{
	struct wall_time wall = clock_wall(instant_ms);
	char text[3 * DATES_WORD_BYTES];

	dates_format(language_dates(), &wall, text, sizeof(text));
	return build_copy(ui, text);
}

/* In the order that the language has them. */
const char *say_day_and_month(struct ui *ui, int64_t instant_ms)
{
	struct dates dates = *language_dates();
	struct wall_time wall = clock_wall(instant_ms);
	bool month_first = strstr(dates.pattern, "{month}") < strstr(dates.pattern, "{day}");
	char text[3 * DATES_WORD_BYTES];

	strcpy(dates.pattern, month_first ? "{month} {day}" : "{day} {month}");
	dates_format(&dates, &wall, text, sizeof(text));
	return build_copy(ui, text);
}

const char *say_weekday_short(struct ui *ui, int64_t instant_ms)
{
	return build_copy(ui, language_dates()->shorts[clock_wall(instant_ms).weekday]);
}

const char *say_month(struct ui *ui, int64_t instant_ms)
{
	return build_copy(ui, language_dates()->months[clock_wall(instant_ms).month - 1]);
}

const char *say_month_alone(struct ui *ui, int month)
{
	const struct dates *dates = language_dates();
	const char *alone = dates->alone[month - 1];

	return build_copy(ui, *alone ? alone : dates->months[month - 1]);
}

static void put_time(int64_t instant_ms, char *to, size_t size)
{
	struct wall_time wall = clock_wall(instant_ms);

	snprintf(to, size, "%d:%02d", wall.hour, wall.minute);
}

const char *say_time(struct ui *ui, int64_t instant_ms)
{
	char text[32];

	put_time(instant_ms, text, sizeof(text));
	return build_copy(ui, text);
}

/* Runs from left to right in every language, as the numbers do. */
const char *say_times(struct ui *ui, int64_t from_ms, int64_t until_ms)
{
	char from[32], until[32], text[80];

	put_time(from_ms, from, sizeof(from));
	put_time(until_ms, until, sizeof(until));
	snprintf(text, sizeof(text), "\u2066%s\u2013%s\u2069", from, until);
	return build_copy(ui, text);
}

const char *say_day(struct ui *ui, int64_t instant_ms, int64_t now_ms)
{
	if (instant_ms >= clock_day_start(now_ms, 0) && instant_ms < clock_day_start(now_ms, 1))
		return build_copy(ui, _("today"));
	if (instant_ms >= clock_day_start(now_ms, 1) && instant_ms < clock_day_start(now_ms, 2))
		return build_copy(ui, _("tomorrow"));
	return say_date(ui, instant_ms);
}
