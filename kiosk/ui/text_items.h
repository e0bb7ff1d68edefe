/* A string taken apart: its characters, each with direction, script, font and whether a line may
 * end after it. Nothing here measures or draws. Internal to text. */
#ifndef UI_TEXT_ITEMS_H
#define UI_TEXT_ITEMS_H

#include <fribidi.h>
#include <hb.h>

#include "ui/text_fonts.h"

enum text_break { BREAK_NEVER, BREAK_MAY, BREAK_MUST };

struct text_items {
	int count;
	bool right_to_left; /* the whole string's direction */
	bool missing_glyph;
	bool truncated; /* longer than TEXT_CHARACTERS_MAX */
	FriBidiChar characters[TEXT_CHARACTERS_MAX];
	FriBidiLevel levels[TEXT_CHARACTERS_MAX]; /* odd: right to left */
	hb_script_t scripts[TEXT_CHARACTERS_MAX];
	uint8_t families[TEXT_CHARACTERS_MAX]; /* enum text_family */
	uint8_t breaks[TEXT_CHARACTERS_MAX];   /* enum text_break, after the character */
	bool hidden[TEXT_CHARACTERS_MAX];      /* obeyed, never drawn: isolates, newlines */
	bool joined[TEXT_CHARACTERS_MAX];      /* one with the character before: accents */
	/* Room to work in. */
	FriBidiCharType types[TEXT_CHARACTERS_MAX];
	FriBidiBracketType brackets[TEXT_CHARACTERS_MAX];
	char unibreak[TEXT_CHARACTERS_MAX];
};

void text_items_read(struct text_items *items, const char *utf8, const struct text_style *style,
	const struct text_fonts *fonts);

/* Where the characters from `start` that one font draws in one direction end, at most `end`. */
int text_items_run_end(const struct text_items *items, int start, int end);

bool text_items_is_space(const struct text_items *items, int at);
/* True if text may be cut before `at`: never inside a character or a joined-up Arabic word. */
bool text_items_may_cut(const struct text_items *items, int at);

/* The visible characters as UTF-8; `utf8` has room for 4 * (end - start) + 1. Returns the length. */
int text_items_utf8(const struct text_items *items, int start, int end, char *utf8);

#endif
