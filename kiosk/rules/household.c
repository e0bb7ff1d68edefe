/* An initial is the first letter as a person sees it, with all its marks. */
#include "rules/household.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "rules/session.h"

static enum age_band band_of_day(struct calendar_date birth, struct calendar_date today)
{
	if (answer_check_birth_date(birth, today))
		return AGE_UNKNOWN;
	int age_years = birth_age_years(birth, today);
	if (age_years < 1)
		return AGE_UNDER_1;
	if (age_years < 5)
		return AGE_1_TO_4;
	if (age_years < 12)
		return AGE_5_TO_11;
	return age_years < 18 ? AGE_12_TO_17 : AGE_GROWN_UP;
}

/* Born between New Year and its last day that is no day to come. */
static enum age_band band_of_year(int year, struct calendar_date today)
{
	struct calendar_date first = {year, 1, 1}, last = {year, 12, 31};

	if (year == today.year)
		last = today;
	enum age_band band = band_of_day(first, today);
	return band_of_day(last, today) == band ? band : AGE_UNKNOWN;
}

enum age_band age_band_of(struct calendar_date birth, struct calendar_date today)
{
	return birth.month == 0 && birth.day == 0 ? band_of_year(birth.year, today)
						  : band_of_day(birth, today);
}

/* "" if one letter has more marks than there is room for. */
static void take_initial(const char *full_name, char initial[static INITIAL_BYTES_MAX])
{
	size_t bytes = text_first_bytes(full_name);

	if (bytes >= INITIAL_BYTES_MAX)
		bytes = 0;
	memcpy(initial, full_name, bytes);
	initial[bytes] = '\0';
}

bool household_add(struct household *household, const char *full_name, enum age_band band)
{
	if (household->count == HOUSEHOLD_MAX)
		return false;
	struct household_person *person = &household->people[household->count++];
	take_initial(full_name, person->initial);
	person->band = band;
	return true;
}

/* Of those that nobody has claimed yet; -1: none. */
static int find_person(const struct household *household, const struct household_person *person,
	unsigned claimed, bool of_band)
{
	for (int i = 0; i < household->count; i++) {
		const struct household_person *one = &household->people[i];
		if (!(claimed & 1u << i) && strcmp(one->initial, person->initial) == 0 &&
			(!of_band || one->band == person->band))
			return i;
	}
	return -1;
}

/* Those who are there as they are known, so that two of one initial do not change places. */
void household_renew(struct household *household, const struct household_person *known, int count)
{
	unsigned claimed = 0, settled = 0;
	int place;

	assert(count <= HOUSEHOLD_MAX);
	for (int i = 0; i < count; i++)
		if ((place = find_person(household, &known[i], claimed, true)) >= 0) {
			claimed |= 1u << place;
			settled |= 1u << i;
		}
	for (int i = 0; i < count; i++) {
		if (settled & 1u << i)
			continue;
		place = find_person(household, &known[i], claimed, false);
		if (place < 0 && household->count < HOUSEHOLD_MAX)
			place = household->count++;
		if (place < 0)
			continue;
		household->people[place] = known[i];
		claimed |= 1u << place;
	}
}

/* The first of these that is asked for; at last the adults, of whom every session may have some. */
static enum party_part first_asked(const struct session *session, enum party_part part)
{
	if (part == PARTY_BABIES && !session_asks(session, PARTY_BABIES))
		part = PARTY_CHILDREN;
	if (part == PARTY_CHILDREN && !session_asks(session, PARTY_CHILDREN))
		part = PARTY_ADULTS;
	if (part == PARTY_ADULTS && !session_asks(session, PARTY_ADULTS) &&
		session_asks(session, PARTY_CHILDREN))
		part = PARTY_CHILDREN;
	return part;
}

enum party_part household_part(const struct session *session, enum age_band band)
{
	switch (band) {
	case AGE_UNDER_1:
		return first_asked(session, PARTY_BABIES);
	case AGE_UNKNOWN:
	case AGE_1_TO_4:
	case AGE_5_TO_11:
	case AGE_12_TO_17:
		return first_asked(session, PARTY_CHILDREN);
	case AGE_GROWN_UP:
	case AGE_BANDS:
		break;
	}
	return first_asked(session, PARTY_ADULTS);
}

struct party household_party(
	const struct household *household, unsigned who, const struct session *session)
{
	struct party party = {0};

	assert(household->count <= HOUSEHOLD_MAX);
	if (who & 1)
		party.count[household_part(session, AGE_GROWN_UP)]++;
	for (int i = 0; i < household->count; i++)
		if (who & 2u << i)
			party.count[household_part(session, household->people[i].band)]++;
	return party;
}
