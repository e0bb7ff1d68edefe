/* A form with what the kiosk's own forms do not ask: only that makes it say some sentences. */
#ifndef APP_CHECK_FORM_H
#define APP_CHECK_FORM_H

#include "rules/form.h"

/* Its words are sentences of the kiosk's, so that it speaks all languages. */
bool check_form_read(struct form *form, struct error *error);

#endif
