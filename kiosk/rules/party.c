/* Counting heads. */
#include "rules/party.h"

#include <assert.h>

#include "rules/session.h"

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

int party_most(const struct party *party)
{
	return party->is_class ? CLASS_COUNT_MAX : PARTY_COUNT_MAX;
}

bool party_has_adult(const struct party *party)
{
	return party->count[PARTY_ADULTS] > 0;
}

bool party_is_valid(const struct party *party)
{
	for (int part = 0; part < PARTY_PARTS; part++)
		if (party->count[part] < 0 || party->count[part] > party_most(party))
			return false;
	return party_people(party) > 0;
}

const char *party_part_name(enum party_part part)
{
	assert(part < PARTY_PARTS);
	return names[part];
}

/* ---- the party of a session ---- */

/* Somebody comes: of the first kind of people that the session asks there is at least one. */
static enum party_part leading_part(const struct session *session)
{
	if (session_asks(session, PARTY_ADULTS))
		return PARTY_ADULTS;
	if (session_asks(session, PARTY_CHILDREN))
		return PARTY_CHILDREN;
	return session_asks(session, PARTY_BABIES) ? PARTY_BABIES : PARTY_ADULTS;
}

int party_fewest(const struct session *session, enum party_part part)
{
	return part == leading_part(session) ? 1 : 0;
}

struct party party_to_begin(const struct session *session)
{
	struct party party = {0};

	party.count[leading_part(session)] = 1;
	if (session_asks(session, PARTY_CHILDREN) && session->setting[SETTING_LARGEST_PARTY] != 1)
		party.count[PARTY_CHILDREN] = 1;
	return party;
}

int party_most_of(const struct party *party, const struct session *session, enum party_part part)
{
	int64_t limit = session->setting[SETTING_ADULTS_PLACES + (int)part];
	int most = party_most(party);

	return !party->is_class && limit > 0 && limit < most ? (int)limit : most;
}

void party_step(struct party *party, const struct session *session, enum party_part part, int by)
{
	int count;

	assert(part < PARTY_PARTS);
	count = party->count[part] + by;
	if (count >= party_fewest(session, part) && count <= party_most_of(party, session, part))
		party->count[part] = count;
}
