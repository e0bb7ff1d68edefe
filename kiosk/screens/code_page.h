/* A page for one code, as large as there is room for, and what it holds in words beside it. There is one
 * code a page: two beside each other confuse cameras. */
#ifndef SCREENS_CODE_PAGE_H
#define SCREENS_CODE_PAGE_H

#include "app/bars.h"
#include "rules/session.h"
#include "ui/language.h"
#include "ui/ui.h"

struct app;
struct message;

struct code_page {
	const char *title;
	int back;
	const char *code;
	const char *spoken; /* of the code */
	const struct session *session;
	const struct ui_language *language; /* of what the code holds */
	const char *hint;                   /* what to do with it */
	const char *or_else;                /* if that does not help; NULL: nothing */
};

void code_page_view(const struct app *app, struct ui *ui, const struct code_page *page);

/* For the handle() of such a page: a card that is held near after a guest has booked leads back to the
 * ticket, which asks whether the booking goes on it. */
bool code_page_handle(struct app *app, const struct message *message);

#endif
