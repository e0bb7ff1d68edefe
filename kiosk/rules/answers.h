/* What somebody has answered to a form so far, and where in it they are: which question is asked next
 * follows from the answers alone. An answer is kept as text:
 *
 *   text, name, contact   as it was typed; "" if it was skipped
 *   date                  "1990-03-27", or "-" if they would rather not say
 *   choice, scale         the choice's value; choices: values with a space between them
 *   consent               "yes"
 *
 * Personal: whoever owns it wipes it. */
#ifndef RULES_ANSWERS_H
#define RULES_ANSWERS_H

#include <stdbool.h>

#include "rules/answer_check.h"
#include "rules/form.h"

enum {
	ANSWERS_BYTES_MAX = 8 * 1024,
	ANSWER_BYTES_MAX = 256,
	PEOPLE_MAX = 6, /* of whom the questions with `each` are asked */
};

/* A question, and of whom it is asked: person 0 unless it has `each`. Past the last question: the end. */
struct form_place {
	int question, person;
};

struct answers {
	int length;
	char bytes[ANSWERS_BYTES_MAX]; /* question, person, text, '\0' after each other */
};

/* Against which a condition is judged. */
struct form_facts {
	struct calendar_date today; /* the branch's */
	int guardian_age_years;
};

/* One who answers a form. */
struct respondent {
	const struct form *form;
	const struct answers *answers;
	struct form_facts facts;
};

/* "" if there is none. As long as the answers are not changed. */
const char *answers_get(const struct answers *answers, struct form_place place);
bool answers_has(const struct answers *answers, struct form_place place); /* "" counts */
/* False: there is no room; nothing has changed. */
bool answers_put(struct answers *answers, struct form_place place, const char *text);

/* Whether all conditions of the question hold; of a question that is not asked no answer counts. */
bool form_asks(const struct respondent *respondent, struct form_place place);
/* The next that is asked; the first after question -1. After the last the question is
 * form->question_count. */
struct form_place form_after(const struct respondent *respondent, struct form_place place);
/* The one asked before; question -1 before the first. From the end, too. */
struct form_place form_before(const struct respondent *respondent, struct form_place place);
/* The first that is asked and has no answer; the end if all have. */
struct form_place form_unanswered(const struct respondent *respondent);
/* A choice on whose answer it depends what else is asked. */
bool form_branches(const struct form *form, int question);
bool form_is_end(const struct form *form, struct form_place place);
/* How many people the questions with `each` are about: 0 if they are not asked. */
int form_people(const struct respondent *respondent);
/* The answer to the question called `id`, of that person; "" if it is not asked. */
const char *form_answer(const struct respondent *respondent, const char *id, int person);

/* A name in letters, a real date, ... NULL if the answer will do, else what to say. */
const struct form_words *answer_fault(const struct respondent *respondent,
	const struct question *question, const char *answer, struct form_words *room);

#define ANSWER_REFUSED "-"
/* "1990-03-27"; of anything else all is 0. */
struct calendar_date answer_date(const char *answer);
void answer_write_date(struct calendar_date date, char answer[static ANSWER_BYTES_MAX]);
/* Whether `value` is among an answer's values. */
bool answer_has_value(const char *answer, const char *value);

#endif
