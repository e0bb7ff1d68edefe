/* One question of joining that is answered by typing: what it asks, and where its answer goes. Its
 * screen is the question and the functions below. */
#ifndef SCREENS_JOIN_QUESTION_H
#define SCREENS_JOIN_QUESTION_H

#include <stdbool.h>
#include <stddef.h>

#include "screens/join.h"
#include "ui/edit.h"
#include "ui/ui.h"

struct app;
struct message;

#define JOIN_QUESTION_ACTIONS(A) A(BACK) A(CONTINUE) A(SKIP)

struct join_question {
	enum join_page page;
	const char *title, *hint; /* message ids */
	enum ui_field_kind kind;
	/* NULL if the answer will do, else the message id of what to do. */
	const char *(*check)(const char *answer);
	const char *full;           /* message id of what to do where no more can be typed */
	size_t answer, answer_size; /* where in struct join_answers, and how many bytes */
	bool optional;              /* may be skipped */
};

/* The screen's state. */
struct join_typing {
	struct edit edit;
	const char *problem; /* message id, or NULL */
};

void join_question_enter(struct app *app, const struct join_question *question);
void join_question_view(const struct app *app, struct ui *ui, const struct join_question *question);
void join_question_tap(struct app *app, int action, const struct join_question *question);
bool join_question_handle(
	struct app *app, const struct message *message, const struct join_question *question);

#endif
