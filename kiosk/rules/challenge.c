/* Days are compared, stamps counted. */
#include "rules/challenge.h"

#include <stddef.h>

static bool has_begun(const struct form *form, struct calendar_date today)
{
	return !calendar_date_is_before(today, form->from);
}

static bool is_over(const struct form *form, struct calendar_date today)
{
	return form->step_count == 0 || calendar_date_is_before(form->until, today);
}

bool challenge_runs(const struct form *form, struct calendar_date today)
{
	return has_begun(form, today) && !is_over(form, today);
}

enum challenge_answer challenge_decide(
	const struct form *form, struct stamps stamps, struct calendar_date today)
{
	if (is_over(form, today))
		return CHALLENGE_OVER;
	if (!has_begun(form, today))
		return CHALLENGE_NOT_BEGUN;
	if (stamps.count >= form->step_count)
		return CHALLENGE_COMPLETE;
	return stamps.today ? CHALLENGE_STAMPED : CHALLENGE_STAMP;
}

const struct form_words *challenge_gift(const struct form *form, int stamps)
{
	if (stamps < 1 || stamps > form->step_count)
		return NULL;
	const struct form_words *gift = &form->steps[stamps - 1].gift;
	return form_says(gift) ? gift : NULL;
}

int challenge_stamps_to_gift(const struct form *form, int stamps)
{
	for (int missing = 1; stamps + missing <= form->step_count; missing++)
		if (challenge_gift(form, stamps + missing))
			return missing;
	return 0;
}
