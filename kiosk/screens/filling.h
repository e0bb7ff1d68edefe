/* Filling in a form: one question a page, "Is everything right?", consent, and its end. What is
 * answered lives in the visit until the form's purpose has taken it, and no longer. */
#ifndef SCREENS_FILLING_H
#define SCREENS_FILLING_H

#include "app/app.h"
#include "rules/answers.h"
#include "ui/ui.h"

/* What a form is for: each is one constant. */
struct form_purpose {
	const char *form; /* its name: rules/asked_form.h */
	/* All is answered, and what is to be consented to is consented to: goes to another screen. */
	void (*submit)(struct app *app);
	const struct screen *declined; /* somebody does not consent */
	const struct screen *back;     /* before the first question; NULL: the visit ends */
	/* Optional: the way out of a question that names one ("other_way"). */
	void (*other_way)(struct app *app);
};

/* To the first question; to the desk if there is no such form. */
void filling_begin(struct app *app, const struct form_purpose *purpose);
/* To what comes after the question that is on the screen. False: there is no room for more. */
bool filling_answer(struct app *app, const char *answer);
void filling_back(struct app *app);
void filling_decline(struct app *app);
/* From what was declined, back to the question. */
void filling_think_again(struct app *app);

/* At "Is everything right?". */
void filling_change(struct app *app, struct form_place place);
void filling_confirm(struct app *app);
void filling_back_from_check(struct app *app);

struct respondent filling_respondent(const struct app *app);
struct form_place filling_place(const struct app *app);
const struct question *filling_question(const struct app *app);
/* "Step 2 of 5": every page is counted once. 0 steps: nobody knows before this is answered. */
int filling_step(const struct app *app);
int filling_check_step(const struct app *app);
int filling_steps(const struct app *app);
/* In the visitor's language; "" where nothing is said. */
const char *filling_words(const struct form_words *words);
/* Above what is asked: the problem, if there is one, else the hint, if there is one. */
void filling_hint(struct ui *ui, const struct form_words *problem, const char *hint);

#endif
