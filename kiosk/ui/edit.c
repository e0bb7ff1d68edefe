/* Whole characters are added and taken away, as a reader of the script counts them. */
#include "ui/edit.h"

#include <string.h>

#include "base/text.h"

bool edit_insert(struct edit *edit, const char *text)
{
	struct edit longer = *edit;
	bool fits = text_is_valid(text) && text_append(longer.text, sizeof(longer.text), text) &&
		    text_count(longer.text) <= EDIT_CHARACTERS_MAX;

	if (fits)
		*edit = longer;
	explicit_bzero(&longer, sizeof(longer));
	return fits;
}

void edit_backspace(struct edit *edit)
{
	size_t left = text_length_before_last(edit->text);

	explicit_bzero(edit->text + left, sizeof(edit->text) - left);
}
