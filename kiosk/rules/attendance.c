/* How a party came in, as the centre writes it. */
#include "rules/attendance.h"

#include <assert.h>

const char *attendance_how_name(enum attendance_how how)
{
	static const char *const names[] = {
		[HOW_BOOKED] = "booked",
		[HOW_WALK_IN] = "walk-in",
		[HOW_DROP_IN] = "drop-in",
	};

	assert(how <= HOW_DROP_IN);
	return names[how];
}
