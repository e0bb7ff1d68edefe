/* What may be done for a holder, and whether they may be called by name. */
#include "rules/holder.h"

#include <assert.h>

#include "base/text.h"

enum { ADULT_AGE_YEARS = 18, OLDEST_AGE_YEARS = 120, STATUSES = HOLDER_BLOCKED + 1 };

static const char *const statuses[STATUSES] = {
	[HOLDER_NOBODY] = "nobody",
	[HOLDER_MEMBER] = "member",
	[HOLDER_UNCONFIRMED] = "unconfirmed",
	[HOLDER_GUEST] = "guest",
	[HOLDER_BLOCKED] = "blocked",
};

bool holder_is_known(enum holder_status status)
{
	return status == HOLDER_MEMBER || status == HOLDER_UNCONFIRMED;
}

bool holder_is_blocked(enum holder_status status)
{
	return status == HOLDER_BLOCKED;
}

/* Where only the year is known, the youngest of that year is meant. -1: not understood. */
static int surest_age_years(struct calendar_date birth, struct calendar_date today)
{
	if (birth.month == 0 && birth.day == 0)
		return today.year - birth.year - 1;
	return answer_check_birth_date(birth, today) ? -1 : birth_age_years(birth, today);
}

bool holder_is_surely_adult(struct calendar_date birth, struct calendar_date today)
{
	int age_years = surest_age_years(birth, today);

	return age_years >= ADULT_AGE_YEARS && age_years <= OLDEST_AGE_YEARS;
}

bool holder_is_taken_for_adult(const struct holder *holder)
{
	return holder->adult || holder->household.count > 0;
}

bool holder_may_be_named(const struct holder *holder)
{
	return holder->adult && holder->first_name[0];
}

const char *holder_status_name(enum holder_status status)
{
	assert(status <= HOLDER_BLOCKED);
	return statuses[status];
}

bool holder_status_named(const char *name, enum holder_status *status)
{
	int found = text_find(name, statuses, STATUSES);

	if (found >= 0)
		*status = (enum holder_status)found;
	return found >= 0;
}
