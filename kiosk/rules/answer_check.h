/* Whether an answer will do. One that will not gets a sentence that says what to do, never blame. */
#ifndef RULES_ANSWER_CHECK_H
#define RULES_ANSWER_CHECK_H

#include <stdbool.h>

enum { GUARDIAN_AGE_YEARS = 16 };

struct calendar_date {
	int year, month, day; /* 0: not given */
};

/* All of it is given, and the calendar has it. */
bool calendar_date_is_real(struct calendar_date date);
bool calendar_date_is_before(struct calendar_date one, struct calendar_date other);

/* Any script, one letter is enough, no two words needed. What is said of a fault is the question's. */
enum name_fault { NAME_GOOD, NAME_EMPTY, NAME_NO_LETTERS, NAME_IS_SOMETHING_ELSE };
enum name_fault answer_check_name(const char *name);

/* The next three: NULL if the answer will do, else the English message id of what to do. */

/* Whole, real, from 1900 on and not after today. */
const char *answer_check_birth_date(struct calendar_date date, struct calendar_date today);
/* From today on, not later than in two years. */
const char *answer_check_date_ahead(struct calendar_date date, struct calendar_date today);
/* An e-mail address or a telephone number; empty is fine. */
const char *answer_check_contact(const char *contact);

int birth_age_years(struct calendar_date birth, struct calendar_date today);
/* Under the branch's guardian age; a birth date that is not given counts as grown up (the desk asks). */
bool birth_needs_guardian(
	struct calendar_date birth, struct calendar_date today, int guardian_age_years);

#endif
