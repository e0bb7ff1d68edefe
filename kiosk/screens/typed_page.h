/* A page that asks for a line of text: its hint or what is wrong with it, the field, the ways on and the
 * keyboard, between the bars that the screen has opened (`signs_beside`). Data in, page out. */
#ifndef SCREENS_TYPED_PAGE_H
#define SCREENS_TYPED_PAGE_H

#include "app/bars.h"
#include "ui/edit.h"
#include "ui/ui.h"

struct typed_page {
	enum ui_field_kind kind;
	const char *label; /* of the field */
	const struct edit *edit;
	const char *hint;      /* "": none */
	const char *problem;   /* stands in its place; NULL: none */
	const char *other_way; /* a way out in these words; "": none */
	bool may_skip;
};

/* A screen with this page has these actions first. */
#define TYPED_PAGE_ACTIONS(A) A(BACK) A(CONTINUE) A(SKIP) A(OTHER_WAY)

void typed_page_view(const struct app *app, struct ui *ui, const struct bars *bars,
	const struct typed_page *page);

#endif
