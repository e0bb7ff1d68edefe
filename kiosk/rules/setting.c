/* The names and bounds of what a library may say of an event. */
#include "rules/setting.h"

#include <assert.h>

#define LAST_MS INT64_C(4102444800000) /* the year 2100 */

static const struct {
	const char *name;
	int64_t most;
} settings[SESSION_SETTINGS] = {
	[SETTING_AGE_FROM_MONTHS] = {"age_from_months", 1440},
	[SETTING_AGE_TO_MONTHS] = {"age_to_months", 1440},
	[SETTING_ACCESS] = {"access", (1 << SESSION_ACCESSES) - 1},
	[SETTING_FIRE_LIMIT] = {"fire_limit", 100000},
	[SETTING_BOOKING_OPENS_MS] = {"booking_opens_ms", LAST_MS},
	[SETTING_BOOKING_CLOSES_MS] = {"booking_closes_ms", LAST_MS},
	[SETTING_LARGEST_PARTY] = {"largest_party", 60},
	[SETTING_MEMBERS_PLACES] = {"members_places", 100000},
	[SETTING_MEMBERS_UNTIL_MS] = {"members_until_ms", LAST_MS},
	[SETTING_ONE_A_DAY] = {"one_a_day", 1},
	[SETTING_STILL_COMING] = {"still_coming", 1},
	[SETTING_AFTER_ABSENCES] = {"after_absences", 20},
	[SETTING_LARGEST_WHEN_FEW] = {"largest_party_when_few", 60},
	[SETTING_ADULTS_PLACES] = {"adults_places", 100000},
	[SETTING_CHILDREN_PLACES] = {"children_places", 100000},
	[SETTING_BABIES_PLACES] = {"babies_places", 100000},
	[SETTING_PRAMS_PLACES] = {"prams_places", 100000},
	[SETTING_WHEELCHAIRS_PLACES] = {"wheelchairs_places", 100000},
	[SETTING_CLASS_PLACES] = {"class_places", 200},
	[SETTING_HELD_UNTIL_MS] = {"held_until_ms", LAST_MS},
};

static const char *const accesses[SESSION_ACCESSES] = {
	[ACCESS_STEP_FREE] = "step-free",
	[ACCESS_HEARING_LOOP] = "hearing-loop",
	[ACCESS_QUIET] = "quiet",
	[ACCESS_BSL] = "bsl",
	[ACCESS_RELAXED] = "relaxed",
};

const char *setting_name(enum session_setting setting)
{
	assert(setting < SESSION_SETTINGS);
	return settings[setting].name;
}

int64_t setting_most(enum session_setting setting)
{
	assert(setting < SESSION_SETTINGS);
	return settings[setting].most;
}

const char *access_name(enum session_access access)
{
	assert(access < SESSION_ACCESSES);
	return accesses[access];
}
