/* Who comes together. One word everywhere: code, ticket, tables, steppers. */
#ifndef RULES_PARTY_H
#define RULES_PARTY_H

#include <stdbool.h>

struct session;

/* Places in a ticket and bits of session.asks, both on disk: append only, never renumber. */
enum party_part {
	PARTY_ADULTS = 0,
	PARTY_CHILDREN = 1,
	PARTY_BABIES = 2,
	PARTY_PRAMS = 3,
	PARTY_WHEELCHAIRS = 4,
	PARTY_PARTS, /* keep last */
};

enum {
	PARTY_COUNT_MAX = 20, /* of one part, on one ticket */
	CLASS_COUNT_MAX = 99,
};

struct party {
	int count[PARTY_PARTS];
	int is_class; /* or a group that comes as one: it has places of its own (rules/places.h) */
};

/* Adults, children and babies: each takes a place. */
int party_people(const struct party *party);
/* Then a guest may say how an adult of them is called: a child's name is never kept or shown. */
bool party_has_adult(const struct party *party);
/* How many of one part there may be: PARTY_COUNT_MAX, or CLASS_COUNT_MAX. */
int party_most(const struct party *party);
/* Every count within 0..party_most(), and at least one person. */
bool party_is_valid(const struct party *party);
/* "adults", "children", ...: in JSON and SQL. */
const char *party_part_name(enum party_part part);

/* What a party of this session begins with: one who comes, and a child where it is for children. */
struct party party_to_begin(const struct session *session);
/* The least of one part: somebody comes, so of the first kind that the session asks there is one. */
int party_fewest(const struct session *session, enum party_part part);
/* The most of one part: party_most(), or as many as the session takes in all. */
int party_most_of(const struct party *party, const struct session *session, enum party_part part);
/* One more or one fewer; past the fewest or the most nothing changes. */
void party_step(struct party *party, const struct session *session, enum party_part part, int by);

#endif
