/* Whole characters are added, taken away and stepped over, as a reader of the script counts them. */
#include "ui/edit.h"

#include <string.h>

#include "base/text.h"

/* Punjabi children learn three bearers that become a vowel by the sign they are given. Unicode has a
 * letter of its own for each, and shows a bearer with a sign as broken. */
static const struct {
	const char *bearer, *sign, *vowel;
} gurmukhi[] = {
	{"\u0A73", "\u0A41", "\u0A09"},
	{"\u0A73", "\u0A42", "\u0A0A"},
	{"\u0A73", "\u0A4B", "\u0A13"},
	{"\u0A72", "\u0A3F", "\u0A07"},
	{"\u0A72", "\u0A40", "\u0A08"},
	{"\u0A72", "\u0A47", "\u0A0F"},
	{"\u0A05", "\u0A3E", "\u0A06"},
	{"\u0A05", "\u0A48", "\u0A10"},
	{"\u0A05", "\u0A4C", "\u0A14"},
};
enum { GURMUKHI = sizeof(gurmukhi) / sizeof(gurmukhi[0]) };

/* Takes the bearer before the caret away where the sign makes it a vowel, and gives that. */
static const char *joined(char *before, const char *text)
{
	size_t length = strlen(before);

	for (int i = 0; i < GURMUKHI; i++) {
		size_t bytes = strlen(gurmukhi[i].bearer);

		if (strcmp(text, gurmukhi[i].sign) == 0 && length >= bytes &&
			strcmp(before + length - bytes, gurmukhi[i].bearer) == 0) {
			before[length - bytes] = '\0';
			return gurmukhi[i].vowel;
		}
	}
	return text;
}

/* The end of the character that so many bytes reach into. */
static size_t boundary_from(const char *text, size_t bytes)
{
	size_t at = 0;

	while (at < bytes && text[at])
		at += text_first_bytes(text + at);
	return at;
}

static size_t boundary_before(const char *text, size_t bytes)
{
	size_t at = 0, last = 0;

	for (; at < bytes && text[at]; at += text_first_bytes(text + at))
		last = at;
	return last;
}

void edit_move(struct edit *edit, size_t caret)
{
	edit->caret = boundary_from(edit->text, caret);
}

void edit_set(struct edit *edit, const char *text)
{
	explicit_bzero(edit->text, sizeof(edit->text));
	text_copy(edit->text, sizeof(edit->text), text);
	edit->caret = strlen(edit->text);
}

void edit_clean(struct edit *edit)
{
	text_clean(edit->text, sizeof(edit->text));
	edit->caret = strlen(edit->text);
}

bool edit_insert(struct edit *edit, const char *text)
{
	struct edit longer = *edit;
	bool fits;

	longer.text[longer.caret] = '\0';
	fits = text_is_valid(text) &&
	       text_append(longer.text, sizeof(longer.text), joined(longer.text, text));
	longer.caret = strlen(longer.text);
	fits = fits && text_append(longer.text, sizeof(longer.text), edit->text + edit->caret) &&
	       text_count(longer.text) <= EDIT_CHARACTERS_MAX;
	if (fits) {
		*edit = longer;
		edit_move(edit, longer.caret);
	}
	explicit_bzero(&longer, sizeof(longer));
	return fits;
}

static void cut(struct edit *edit, size_t from, size_t to)
{
	size_t length = strlen(edit->text), left = length - (to - from);

	memmove(edit->text + from, edit->text + to, length - to);
	explicit_bzero(edit->text + left, sizeof(edit->text) - left);
	edit_move(edit, from);
}

void edit_backspace(struct edit *edit)
{
	cut(edit, boundary_before(edit->text, edit->caret), edit->caret);
}

void edit_delete(struct edit *edit)
{
	cut(edit, edit->caret, edit->caret + text_first_bytes(edit->text + edit->caret));
}
