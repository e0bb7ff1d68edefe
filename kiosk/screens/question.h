/* One question of a form on the screen; how it looks follows from its kind. Each kind's view stands
 * between the bars that question.c has opened. */
#ifndef SCREENS_QUESTION_H
#define SCREENS_QUESTION_H

#include "app/bars.h"
#include "app/message.h"
#include "rules/answers.h"
#include "screens/filling.h"
#include "screens/typed_page.h"
#include "ui/edit.h"
#include "ui/ui.h"

struct app;

#define QUESTION_ACTIONS(A) TYPED_PAGE_ACTIONS(A) A(PART) A(MONTH) A(REFUSE) A(CHOOSE) A(YES) A(NO)
#define QUESTION_ACTION_ENUMS                                                                      \
	enum { QUESTION_ACTIONS(SCREEN_ACTION_INDEX) };                                            \
	enum action { QUESTION_ACTIONS(SCREEN_ACTION_ENUM) }

enum { DATE_PARTS = 3, DATE_PART_BYTES = 12 };

struct question_state {
	const struct form_words *problem;         /* NULL: none */
	struct form_words said;                   /* where the problem is a sentence of the rules */
	struct edit edit;                         /* text, name, contact */
	char digits[DATE_PARTS][DATE_PART_BYTES]; /* a date; the month as "3" */
	int part;                                 /* of a date, being answered */
	unsigned chosen;                          /* choices: bit 1 << choice */
};

/* ---- question_typed.c ---- */
void question_typed_view(const struct app *app, struct ui *ui, const struct bars *bars);

/* ---- question_date.c ---- */
void question_date_enter(struct question_state *state, const char *answer);
void question_date_view(const struct app *app, struct ui *ui, const struct bars *bars);
void question_date_choose_month(struct question_state *state, int month);
void question_date_type(struct question_state *state, const char *text);
void question_date_erase(struct question_state *state);
void question_date_answer(const struct question_state *state, char answer[static ANSWER_BYTES_MAX]);

/* ---- question_choice.c ---- */
void question_choice_enter(
	struct question_state *state, const struct question *question, const char *answer);
void question_choice_view(const struct app *app, struct ui *ui, const struct bars *bars);
/* All that are chosen, as one answer. */
void question_choice_answer(const struct question_state *state, const struct question *question,
	char answer[static ANSWER_BYTES_MAX]);

/* ---- question_consent.c ---- */
void question_consent_view(const struct app *app, struct ui *ui, const struct bars *bars);

#endif
