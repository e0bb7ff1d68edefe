/* What the pages of joining share: where each leads, the typed question, and what becomes of the
 * answers. The answers live in the visit until they are sealed, and no longer. */
#ifndef SCREENS_JOIN_H
#define SCREENS_JOIN_H

#include "store/store.h"
#include "ui/edit.h"
#include "ui/ui.h"

struct app;
struct message;

enum join_page { JOIN_NAME, JOIN_BIRTH, JOIN_CONTACT, JOIN_GUARDIAN, JOIN_CONSENT, JOIN_CHECK };

/* To the page after `page`; back to the check if the visitor came from there. */
void join_continue(struct app *app, enum join_page page);
void join_back(struct app *app, enum join_page page);
int join_step(const struct app *app, enum join_page page);
int join_steps(const struct app *app);
bool join_asks_guardian(const struct app *app);

/* One question that is answered by typing. */
struct join_question {
	enum join_page page;
	const char *title, *hint;
	enum ui_field_kind kind;
	const struct edit *edit;
	const char *problem; /* a translated sentence beside the field, or NULL */
	int back, go_on;     /* actions */
	int skip;            /* 0: it must be answered */
};
void join_ask(const struct app *app, struct ui *ui, const struct join_question *question);
/* A typed character or Backspace. True: the message was one of these. */
bool join_type(struct edit *edit, const struct message *message);

/* Seals the answers, takes a number, and forgets them. The visit's holder is the new member. */
bool join_submit(struct app *app, struct error *error);
bool join_link_card(struct app *app, const struct token *token, struct error *error);

#endif
