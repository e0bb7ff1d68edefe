/* Counting heads. */
#include "rules/party.h"

#include <assert.h>

static const char *const names[PARTY_PARTS] = {
	[PARTY_ADULTS] = "adults",
	[PARTY_CHILDREN] = "children",
	[PARTY_BABIES] = "babies",
	[PARTY_PRAMS] = "prams",
	[PARTY_WHEELCHAIRS] = "wheelchairs",
};

int party_people(const struct party *party)
{
	return party->count[PARTY_ADULTS] + party->count[PARTY_CHILDREN] +
	       party->count[PARTY_BABIES];
}

bool party_is_valid(const struct party *party)
{
	for (int part = 0; part < PARTY_PARTS; part++)
		if (party->count[part] < 0 || party->count[part] > PARTY_COUNT_MAX)
			return false;
	return party_people(party) > 0;
}

int party_extra_people(const struct party *came, const struct party *booked)
{
	int extra = party_people(came) - party_people(booked);

	return extra > 0 ? extra : 0;
}

const char *party_part_name(enum party_part part)
{
	assert(part < PARTY_PARTS);
	return names[part];
}
