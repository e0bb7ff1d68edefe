/* What follows from a session's times and from what its event asks. */
#include "rules/session.h"

#include <assert.h>

#include "base/text.h"

enum {
	ADMISSIONS = ADMISSION_BOTH + 1,
	CHILDHOOD_MONTHS = 16 * 12,
	ALONE_FROM_MONTHS = 7 * 12,
	ALONE_TO_MONTHS = 12 * 12
};

static const char *const admissions[ADMISSIONS] = {
	[ADMISSION_DROP_IN] = "drop-in",
	[ADMISSION_BOOKED] = "booked",
	[ADMISSION_BOTH] = "both",
};

bool session_is_open(const struct session *session, int64_t now_ms)
{
	return !session->cancelled && session->opens_ms <= now_ms && now_ms < session->closes_ms;
}

bool session_asks(const struct session *session, enum party_part part)
{
	return session->asks >> part & 1;
}

bool session_is_for_a_child_alone(const struct session *session)
{
	int64_t to_months = session->setting[SETTING_AGE_TO_MONTHS];

	return session->setting[SETTING_AGE_FROM_MONTHS] <= ALONE_TO_MONTHS &&
	       (to_months == 0 || to_months >= ALONE_FROM_MONTHS);
}

/* Under 16 is a child to a library. */
bool session_misses_a_child(const struct session *session, const struct party *party)
{
	int64_t to_months = session->setting[SETTING_AGE_TO_MONTHS];
	bool asks = session_asks(session, PARTY_CHILDREN) || session_asks(session, PARTY_BABIES);

	return to_months > 0 && to_months < CHILDHOOD_MONTHS && asks &&
	       party->count[PARTY_CHILDREN] + party->count[PARTY_BABIES] == 0;
}

const char *admission_name(enum admission admission)
{
	assert(admission <= ADMISSION_BOTH);
	return admissions[admission];
}

bool admission_named(const char *name, enum admission *admission)
{
	int found = text_find(name, admissions, ADMISSIONS);

	if (found >= 0)
		*admission = (enum admission)found;
	return found >= 0;
}
