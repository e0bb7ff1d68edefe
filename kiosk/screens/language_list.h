/* Every language by its own name in its own letters, as large as its share of the sheet. */
#ifndef SCREENS_LANGUAGE_LIST_H
#define SCREENS_LANGUAGE_LIST_H

#include "ui/language.h"
#include "ui/ui.h"

/* The action's index is the language's in ui_languages(). `marked` is chosen already; NULL: none is. */
void language_list(struct ui *ui, int action, const struct ui_language *marked);

#endif
