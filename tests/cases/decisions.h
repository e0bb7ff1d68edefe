/* The decisions that the kiosk and the centre both take, each with its facts and what the kiosk's
 * function answers: a word of the tables in this folder. */
#ifndef TESTS_CASES_DECISIONS_H
#define TESTS_CASES_DECISIONS_H

#include "rules/booking.h"
#include "rules/places.h"
#include "table.h"

#define START_MS INT64_C(1796379600000) /* 11:20 there: */
#define CASES_ZONE "Europe/Warsaw"

struct booking_case {
	struct session session; /* what may_be_booked.table names counts */
	struct party party;
	struct booking_facts facts;
	int at;    /* milliseconds from the start */
	int other; /* the same of the holder's other session of the event; 0: none */
};

struct lease_case {
	struct lease lease;
	int spent;
	struct places_wish wish;
};

/* Of a session with so many places for a class. */
struct class_case {
	int room;
	struct party party;
};

struct change_case {
	enum booking_state state;
	bool inside;
	int at; /* milliseconds from the start */
};

/* A guest's booking of `asked.session`, and a card. */
struct onto_card_case {
	struct booking_case asked;
	struct onto_card_facts facts;
};

struct booking_case booking_case_of(const struct table_row *row);
/* Of fair_places.table: a party of adults, a session that is open. */
struct booking_case fair_case_of(const struct table_row *row);
struct party party_case_of(const struct table_row *row);
struct party party_or_class_of(const struct table_row *row);
struct lease_case lease_case_of(const struct table_row *row);
struct change_case change_case_of(const struct table_row *row);

struct onto_card_case onto_card_case_of(const struct table_row *row);
const char *onto_card_answer(const struct onto_card_case *asked);
const char *booking_answer(const struct booking_case *asked);
const char *party_answer(const struct party *party);
struct class_case class_case_of(const struct table_row *row);
const char *class_answer(const struct class_case *asked);
const char *lease_answer(const struct lease_case *asked);
const char *change_answer(const struct change_case *asked);

/* Judges the kiosk's functions by the tables; returns how many rows they answer otherwise. */
int decisions_judge(const char *folder);
/* One row answered otherwise than it says: tells it, and returns 1; else 0. */
int decisions_compare(const struct table_row *row, const char *who, const char *answer);

#endif
