/* Questions as data and the checks of their answers. An answer that will not do gets a message id
 * that says what to do, never blame. */
#ifndef RULES_FORM_H
#define RULES_FORM_H

#include <stdbool.h>

enum { GUARDIAN_AGE_YEARS = 16 };

struct calendar_date {
	int year, month, day; /* 0: not given */
};

/* NULL if the answer will do, else the English message id of what to do. Names: any script, one
 * letter is enough, no two words needed. */
const char *form_check_name(const char *name);
/* As above, said of the adult who looks after a child. */
const char *form_check_guardian_name(const char *name);
/* Whole, real, from 1900 on and not after today. */
const char *form_check_birth_date(struct calendar_date date, struct calendar_date today);
/* An e-mail address or a telephone number; empty is fine. */
const char *form_check_contact(const char *contact);
/* As above, but something must be given. */
const char *form_check_guardian_contact(const char *contact);

int form_age_years(struct calendar_date birth, struct calendar_date today);
/* Under the branch's guardian age; a birth date that is not given counts as grown up (the desk asks). */
bool form_needs_guardian(
	struct calendar_date birth, struct calendar_date today, int guardian_age_years);

#endif
