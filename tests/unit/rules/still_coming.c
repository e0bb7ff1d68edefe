/* Who is asked whether they are still coming, and when. It is Thursday 3 December 2026, 10:20; the visit
 * began a minute ago. */
#include "rules/still_coming.h"

#include "base/clock.h"
#include "rows.h"

static const char now[] = "2026-12-03T10:20", began[] = "2026-12-03T10:19";

struct row {
	const char *name, *starts, *made;
	bool asked;
	enum booking_state state;
	enum still_coming said;
	bool unwished, cancelled;
};

static const struct row rows[] = {
	{"a booking of tomorrow", "2026-12-04T10:30", "2026-11-20T10:20", true},
	{"from the first moment of tomorrow", "2026-12-04T00:00", "2026-11-20T10:20", true},
	{"in seven days", "2026-12-10T10:30", "2026-11-20T10:20", true},
	{"until the last moment of that day", "2026-12-10T23:59", "2026-11-20T10:20", true},
	{"in eight days: later", "2026-12-11T00:00", "2026-11-20T10:20", false},
	{"in three weeks: later", "2026-12-25T10:30", "2026-11-20T10:20", false},
	{"today: the door answers", "2026-12-03T10:30", "2026-11-20T10:20", false},
	{"late today: the door answers", "2026-12-03T23:59", "2026-11-20T10:20", false},
	{"it is over", "2026-11-27T10:30", "2026-11-20T10:20", false},
	{"made in the visit before this one", "2026-12-04T10:30", "2026-12-03T10:18", true},
	{"made as this visit began", "2026-12-04T10:30", "2026-12-03T10:19", false},
	{"made in this visit", "2026-12-04T10:30", "2026-12-03T10:20", false},
	{"the library does not wish it", "2026-12-04T10:30", "2026-11-20T10:20", false,
		.unwished = true},
	{"the library cancelled it", "2026-12-04T10:30", "2026-11-20T10:20", false,
		.cancelled = true},
	{"who waits has no places to give", "2026-12-04T10:30", "2026-11-20T10:20", false,
		BOOKING_WAITING},
	{"cancelled already", "2026-12-04T10:30", "2026-11-20T10:20", false, BOOKING_CANCELLED},
	{"asked before, and nothing was said", "2026-12-04T10:30", "2026-11-20T10:20", false,
		.said = STILL_COMING_ASKED},
	{"said yes before", "2026-12-04T10:30", "2026-11-20T10:20", false,
		.said = STILL_COMING_YES},
};

static int64_t instant(const char *text)
{
	int64_t instant_ms;

	assert_true(clock_parse(text, &instant_ms));
	return instant_ms;
}

static void is_asked(void **state)
{
	const struct row *row = *state;
	struct booking booking = {
		.state = row->state, .still_coming = row->said, .made_ms = instant(row->made)};
	struct session session = {.starts_ms = instant(row->starts), .cancelled = row->cancelled};
	struct still_coming_facts facts = {.booking = &booking,
		.session = &session,
		.visit_ms = instant(began),
		.now_ms = instant(now)};

	session.setting[SETTING_STILL_COMING] = !row->unwished;
	assert_int_equal(still_coming_is_asked(&facts), row->asked);
}

int main(void)
{
	struct error error = {0};

	if (!clock_set_zone("Europe/London", &error))
		return 1;
	return rows_run("still_coming", is_asked, ROWS(rows));
}
