/* Whether somebody is asked about a booking of the days ahead. */
#include "rules/still_coming.h"

#include "base/clock.h"

static bool is_of_the_days_ahead(const struct session *session, int64_t now_ms)
{
	return session->starts_ms >= clock_day_start(now_ms, 1) &&
	       session->starts_ms < clock_day_start(now_ms, STILL_COMING_DAYS + 1);
}

bool still_coming_is_asked(const struct still_coming_facts *facts)
{
	const struct booking *booking = facts->booking;
	const struct session *session = facts->session;

	return session->setting[SETTING_STILL_COMING] != 0 && !session->cancelled &&
	       booking->state == BOOKING_CONFIRMED &&
	       booking->still_coming == STILL_COMING_NOT_ASKED &&
	       booking->made_ms < facts->visit_ms && is_of_the_days_ahead(session, facts->now_ms);
}
