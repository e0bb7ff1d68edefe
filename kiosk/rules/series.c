/* The branch's clock says what is "the same time": a change of the clocks moves no Friday. */
#include "rules/series.h"

#include "base/clock.h"

enum { WEEK_DAYS = 7 };

bool series_has(const struct session *one, const struct session *other)
{
	struct wall_time this = clock_wall(one->starts_ms), that = clock_wall(other->starts_ms);

	if (id_is_zero(one->event) || !id_equal(one->event, other->event))
		return false;
	return this.weekday == that.weekday && this.hour == that.hour && this.minute == that.minute;
}

bool series_is_weekly(const struct session *sessions, int count)
{
	for (int i = 1; i < count; i++)
		if (clock_day_start(sessions[i - 1].starts_ms, WEEK_DAYS) !=
			clock_day_start(sessions[i].starts_ms, 0))
			return false;
	return true;
}
