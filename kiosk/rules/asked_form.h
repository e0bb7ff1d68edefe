/* The forms that a kiosk asks: what each is called, and what makes it that form. Whoever gives one (the
 * library's file, the centre), its text is read here, so that all refuse the same. */
#ifndef RULES_ASKED_FORM_H
#define RULES_ASKED_FORM_H

#include "rules/form.h"

bool asked_form_is(const char *name);
/* The number-th; NULL behind the last. */
const char *asked_form_name(int number);
/* Without it visitors come to the desk instead; without another there is just nothing of the sort. */
bool asked_form_is_needed(const char *name);
/* form_read(), and it is the form of that name (NULL: of any that is asked) with all that it needs. */
bool asked_form_read(
	const char *text, size_t length, const char *name, struct form *form, struct error *error);

#endif
