/* One node of the flat list that a view describes: what it is, how it looks, where it came to lie.
 * A container's children follow it; `end` is the index after its last descendant. ui's own. */
#ifndef UI_NODE_H
#define UI_NODE_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/ui.h"

enum node_kind {
	NODE_ROW,
	NODE_COLUMN,
	NODE_PAGES,
	NODE_TEXT,
	NODE_ICON,
	NODE_SPACE,
	NODE_QR,
	NODE_BARCODE,
	NODE_BAR,
	NODE_SPINES,
	NODE_LOGO,
	NODE_STEPS, /* the segments only */
	NODE_TEAR,
	NODE_CARET,
};

/* Actions of ui's own; a screen's start at 1. */
enum {
	ACTION_PREVIOUS = -1,
	ACTION_NEXT = -2,
	ACTION_KEY = -3, /* index: the key's place in its layer */
};

/* How far a button had to give way: layout_buttons.c. */
enum button_variant {
	VARIANT_AS_IS,
	VARIANT_SMALLER,
	VARIANT_SMALLEST,
	VARIANT_STACKED,
	VARIANT_STACKED_SMALLEST,
	VARIANT_BROKEN,
};

/* Which target: survives a new view. */
struct target_id {
	int action, index;
};

struct ui_node {
	struct ui *ui;
	enum node_kind kind;
	enum ui_role role;
	struct ui_box box;
	int parent, end;

	const char *text;   /* also an icon's name, a code's content; in ui's arena */
	const char *spoken; /* NULL: its text */
	char language[8];   /* empty: the current one */
	enum ui_size size;
	/* A bar's parts of 1000; step and steps; an icon's size in dp; the bytes before a caret. */
	int value, limit;
	int weight; /* of a key: halves of a key's width */

	int action, index;
	/* Where the parts of a button stand in the list: it is a row of these three. */
	int icon, label, end_icon;

	enum ui_tone text_tone; /* UI_CLEAR: as the tone below says */
	bool absent;            /* an unused slot of a button; a pager that is not needed */
	bool private;
	bool selected, disabled, muted, compact, left_to_right, foreign;
	int turn;       /* of an icon: degrees */
	bool scalloped; /* round, with an edge as a stamp has */
	bool bold, steps_down, is_button, is_pager, is_key, repeats, after_pages;
	bool types;      /* a button that is touched as a key is */
	bool fixed;      /* has its own shape: is never stretched */
	bool unmirrored; /* its inside is not mirrored */

	/* layout: pixels */
	int columns;  /* of pages */
	int spare;    /* pages: what each row of a full page takes beyond its own height */
	int page;     /* of an item of pages: which one it is on */
	bool hidden;  /* on another page */
	bool stacked; /* a row that became a column */
	bool overflows;
	int size_px;
	int tightness; /* 0..3: how much headings and gaps had to shrink */
	enum button_variant variant;
	int min_width, pref_width, min_height, pref_height;
	int x, y, width, height;

	enum ui_tone on; /* the tone below it */
};

static inline bool target_same(struct target_id a, struct target_id b)
{
	return a.action == b.action && a.index == b.index;
}

static inline bool node_is_container(const struct ui_node *node)
{
	return node->kind <= NODE_PAGES;
}

/* A camera is to read it. */
static inline bool node_is_code(const struct ui_node *node)
{
	return node->kind == NODE_QR || node->kind == NODE_BARCODE;
}

static inline bool node_is_target(const struct ui_node *node)
{
	return node->action != UI_ACTION_NONE && !node->hidden && !node->absent;
}

#endif
