/* A reading challenge on a screen: what several pages show of it. */
#ifndef SCREENS_CHALLENGE_WORDS_H
#define SCREENS_CHALLENGE_WORDS_H

#include <stdbool.h>

#include "rules/challenge.h"
#include "ui/ui.h"

struct app;

/* As it stands for the visitor; without a known card there are no stamps. */
struct challenge {
	const struct form *form; /* NULL: none runs today */
	struct stamps stamps;
	enum challenge_answer answer;
};

struct challenge challenge_now(struct app *app);
/* In the visitor's language, else in English: ui_foreign(). */
const char *challenge_title(const struct challenge *challenge);
/* "2 of 6 stamps". */
const char *challenge_count(struct ui *ui, const struct challenge *challenge);
/* A place a step, at most so many in a row. */
void challenge_stamps(struct ui *ui, const struct challenge *challenge, int size, int in_a_row);
/* The way to its page, from the visitor's own. */
void challenge_card(struct ui *ui, const struct challenge *challenge, int action);
/* The same where there is less room. */
void challenge_button(struct ui *ui, const struct challenge *challenge, int action);

#endif
