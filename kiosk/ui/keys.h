/* An on-screen keyboard's layout, read from a plain text file that no programmer need write:
 *
 *     # comment
 *     name Polski
 *     language pl
 *     view base
 *     q w e r t y u i o p
 *     {shift}*1.5 z x c {back}*1.5
 *
 * Views are base, shift, accents and symbols; without a view shift the letters' capitals serve. "view
 * mail" is one row: what e-mail addresses end with where the language is spoken. A word in braces does
 * something: shift back symbols accents letters language space gap. `*1.5` is its width in keys, `=x`
 * what it types if that is not what it shows. A file is at most 8 KB. */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stdbool.h>

#include "base/error.h"

enum {
	KEYS_ROWS_MAX = 6,
	KEYS_COLUMNS_MAX = 12,
	KEYS_FILE_BYTES_MAX = 8192,
	KEYS_LABEL_BYTES = 24,
};

enum keys_view { VIEW_BASE, VIEW_SHIFT, VIEW_ACCENTS, VIEW_SYMBOLS, VIEW_MAIL, KEYS_VIEWS };

enum key_kind {
	KEY_TYPES,
	KEY_SHIFT,
	KEY_BACK,
	KEY_SYMBOLS,
	KEY_ACCENTS,
	KEY_LETTERS,
	KEY_LANGUAGE,
	KEY_SPACE,
	KEY_GAP,
};

struct key {
	enum key_kind kind;
	int weight; /* halves of a key's width */
	char label[KEYS_LABEL_BYTES];
	char types[KEYS_LABEL_BYTES];
};

struct keys_row {
	struct key keys[KEYS_COLUMNS_MAX];
	int count;
};

struct keys {
	char name[32];
	char language[8];
	struct keys_row rows[KEYS_VIEWS][KEYS_ROWS_MAX];
	int row_count[KEYS_VIEWS];
};

bool keys_load(struct keys *keys, const char *path, struct error *error);
/* The whole text of a file. `path` is for the error only. */
bool keys_parse(struct keys *keys, const char *text, const char *path, struct error *error);

/* What ui keeps of the keyboard between two views. */
enum keyboard_shift { SHIFT_AUTO, SHIFT_ON, SHIFT_OFF };

struct keyboard {
	struct keys layout; /* the one that is shown */
	char loaded[24];    /* its file's name, without folder and ending */
	char mail[8];       /* the language whose mail endings it has */
	int turn;           /* how often the visitor asked for the next language's keys */
	enum keys_view view;
	enum keyboard_shift shift;
	/* as last described */
	int field_kind;
	bool capital; /* what SHIFT_AUTO means now */
	bool present;
};

#endif
