/* Who lives together, as far as the card of the adult who joined them knows it: an initial and an age
 * band for each child, nothing more, so that who comes is chosen by a tap. At the centre a household is
 * an id that its members share. */
#ifndef RULES_HOUSEHOLD_H
#define RULES_HOUSEHOLD_H

#include <stdbool.h>

#include "base/id.h"
#include "rules/answer_check.h"
#include "rules/party.h"

/* In greetings: append only, never renumber. */
enum age_band {
	AGE_UNKNOWN = 0,
	AGE_UNDER_1 = 1,
	AGE_1_TO_4 = 2,
	AGE_5_TO_11 = 3,
	AGE_12_TO_17 = 4,
	AGE_GROWN_UP = 5,
	AGE_BANDS, /* keep last */
};

enum { HOUSEHOLD_MAX = 8, INITIAL_BYTES_MAX = 16 };

struct household_person {
	char initial[INITIAL_BYTES_MAX]; /* one letter of any script; private */
	enum age_band band;
};

struct household {
	struct id id; /* zero: none */
	int count;    /* besides the adult whose card it is */
	struct household_person people[HOUSEHOLD_MAX];
};

/* AGE_UNKNOWN where the date is not given or no date. Month and day 0: only the year is known, and
 * whoever of that year would be in another band makes it unknown. */
enum age_band age_band_of(struct calendar_date birth, struct calendar_date today);
/* False: there are HOUSEHOLD_MAX already. */
bool household_add(struct household *household, const char *full_name, enum age_band band);

/* Those whose names and ages are known today, as they are now: who is there by the initial gets the band
 * of today, who is not there yet is added while there is room. Others stay as they are. */
void household_renew(struct household *household, const struct household_person *known, int count);

/* Which count of the session's party somebody of that age is in. */
enum party_part household_part(const struct session *session, enum age_band band);
/* Those of `who` that come: bit 0 is the adult whose card it is, bit 1 the first of the others. */
struct party household_party(
	const struct household *household, unsigned who, const struct session *session);

#endif
