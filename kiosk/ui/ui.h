/* Everything a screen may say about how it looks.
 *
 * A screen's view() describes itself afresh each time something changed: calls add nodes to one flat
 * list, containers are opened and closed. The same list is laid out, painted, hit-tested, walked by
 * the keyboard, spoken, audited and printed: list order = focus order = speech order. There is
 * nothing else to keep in step: ui remembers only focus, page, caret and the keyboard's layer.
 *
 * Lengths are dp: a pixel of the reference panel (0.248 mm); theme.h turns them into this panel's.
 * Start and end, never left and right: a right-to-left language mirrors the finished layout.
 * Text given to ui is copied. Texts from people or the library are marked by ui_private() or
 * isolated by ui_format(). Only the main thread calls ui. */
#ifndef UI_UI_H
#define UI_UI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "ui/edit.h"

struct ui;

enum {
	UI_NODES_MAX = 1024,       /* a programme of two busy weeks */
	UI_ROW_NODES_MAX = 16,     /* of a row of pages; the audit counts them */
	UI_AROUND_NODES_MAX = 128, /* of all else where there are pages; likewise */
	UI_DEPTH_MAX = 16,
	UI_TEXT_BYTES_MAX = 32 * 1024, /* all copied texts of one view */
	UI_ACTION_NONE = 0,            /* a screen's own actions start at 1 */
};

/* Stands beside the limit of a list on pages: a view has room for so many rows. */
#define UI_LIST_FITS(rows)                                                                         \
	_Static_assert((rows)*UI_ROW_NODES_MAX + UI_AROUND_NODES_MAX <= UI_NODES_MAX,              \
		"more rows than a view has room for")

enum ui_tone { /* what a box is painted with; the text on it follows */
	UI_CLEAR,
	UI_PAPER,
	UI_WHITE,
	UI_CREAM,
	UI_INK,
	UI_PANEL, /* a lighter ink, for boxes on ink */
	UI_CORAL,
	UI_TEAL,
	UI_PLUM,
	UI_SKY,
	UI_LEAF,
	UI_SUN,
	UI_SAND, /* keys that do something else than typing */
	UI_TONES,
};

enum ui_size {      /* the type scale */
	UI_CAPTION, /* 30 dp */
	UI_BODY,    /* 36 */
	UI_LABEL,   /* 42, bold */
	UI_TITLE,   /* 48, bold */
	UI_HEADING, /* 64, bold */
	UI_LARGE,   /* 84, bold */
	UI_DISPLAY, /* 112, bold */
};

enum ui_alignment { UI_STRETCH, UI_START, UI_CENTRE, UI_END, UI_BETWEEN /* along only */ };

/* The scale of gaps and paddings: a box takes its lengths from here, so that things on different
 * screens stand equally far apart. Twice as far is one or two steps on. */
enum ui_gap {
	UI_GAP_HAIR = 4,    /* lines of one thing: a field and its caret */
	UI_GAP_TINY = 8,    /* a label and its hint */
	UI_GAP_SMALL = 12,  /* keys; what belongs together */
	UI_GAP_MEDIUM = 16, /* an icon and its text; fields */
	UI_GAP_LARGE = 24,  /* cards beside each other; a card's inside */
	UI_GAP_WIDE = 32,   /* parts of a screen */
	UI_GAP_EDGE = 48,   /* a screen's own edge */
	UI_GAP_HUGE = 64,   /* what stands alone */
};

struct ui_box {
	int gap;            /* between children: one of enum ui_gap, as the paddings */
	int padding;        /* all four sides, unless one of these is set: */
	int padding_inline; /* start and end */
	int padding_block;  /* top and bottom */
	int grow;           /* share of the space that its parent has left */
	int width, height;  /* at least */
	bool firm;          /* its height does not give way, whatever the crowd */
	int width_max;      /* 0: no limit */
	enum ui_tone tone;
	int radius;
	bool border; /* 3 dp in the tone's border colour */
	bool shadow;
	enum ui_alignment align;   /* children across the direction */
	enum ui_alignment justify; /* children along the direction; UI_STRETCH means UI_START */
	enum ui_alignment self;    /* this box across its parent, if not as the parent says */
	bool stays;                /* a row that never becomes a column */
};

enum ui_role {
	UI_ROLE_GROUP,
	UI_ROLE_TEXT,
	UI_ROLE_HEADING,
	UI_ROLE_ICON,
	UI_ROLE_BUTTON,
	UI_ROLE_FIELD,
	UI_ROLE_PICTURE, /* codes, art */
	UI_ROLE_PROGRESS,
};

/* A node that may be adjusted until the next call. What else it holds is ui's own (node.h). */
struct ui_node;

/* ---- containers: each is closed by ui_close() ---- */

struct ui_node *ui_row(struct ui *ui, struct ui_box box);
struct ui_node *ui_column(struct ui *ui, struct ui_box box);
/* A column that is one big button: press, focus and speech take it whole. */
struct ui_node *ui_card(struct ui *ui, struct ui_box box, int action, int index);
struct ui_node *ui_card_row(struct ui *ui, struct ui_box box, int action, int index);
/* A column whose children are shown as many as fit; Previous, "Page 1 of 3" and Next appear below
 * when they do not all fit. ui keeps the page until the screen changes. */
struct ui_node *ui_pages(struct ui *ui, struct ui_box box);
void ui_close(struct ui *ui);

/* ---- leaves ---- */

struct ui_node *ui_heading(struct ui *ui, enum ui_size size, const char *text);
struct ui_node *ui_text(struct ui *ui, enum ui_size size, const char *text);
/* `name` is a file in assets/icons without its ending; decorative, not spoken. */
struct ui_node *ui_icon(struct ui *ui, const char *name, int size);
/* An icon in a filled circle. */
struct ui_node *ui_badge(struct ui *ui, const char *name, int size, enum ui_tone tone);
struct ui_node *ui_space(struct ui *ui, int grow); /* empty, takes its share of what is left */
/* A ticket's picture, or another code: black on white with its quiet zone, whatever the theme. */
struct ui_node *ui_qr(struct ui *ui, const char *text, int size, const char *spoken);
/* A number as bars to photograph, as wide as it gets and with its quiet zone, likewise. Its text is
 * ASCII; the number itself stands below in a text of its own. */
struct ui_node *ui_barcode(
	struct ui *ui, const char *text, int width, int height, const char *spoken);
/* Part of a whole that is left: 0..1000. */
struct ui_node *ui_bar(struct ui *ui, int permille);
/* A calendar leaf: "Fri" "4" "December". */
struct ui_date_tile {
	enum ui_tone tone;
	bool small; /* in a list: the weekday beside the day */
	const char *weekday;
	int day;
	const char *month;
};
struct ui_node *ui_date_tile(struct ui *ui, const struct ui_date_tile *date);
/* The library's book spines; drawn, mirrored, not spoken; stand on their box's bottom. */
struct ui_node *ui_spines(struct ui *ui, int width, int height);
/* A drawing of assets/art in the place of the spines; NULL: the spines; UI_DRAWING_RHYMES: the spines,
 * singing. */
#define UI_DRAWING_RHYMES "rhymes"
struct ui_node *ui_drawing(struct ui *ui, const char *name, int width, int height);
struct ui_node *ui_logo(struct ui *ui, int size);
/* A place on a stamp card: stamped, or empty with its number, or with a gift where it brings one. It is
 * decorative: how many there are is said beside it. */
struct ui_stamp {
	enum ui_tone tone; /* UI_CLEAR: empty */
	const char *icon;
	int number;
	bool gift, next; /* of an empty one: it brings something; it is the one to come */
	int size;
};
struct ui_node *ui_stamp(struct ui *ui, const struct ui_stamp *stamp);
/* Inside a card that is a row: the dashed line of a ticket, with a notch at either end. In a column:
 * where to cut. */
struct ui_node *ui_tear(struct ui *ui);
/* Dots of a way in steps: "Step 2 of 4" with its segments. */
struct ui_node *ui_steps(struct ui *ui, int step, int steps);

/* ---- things to touch ---- */

enum ui_button_kind {
	UI_PRIMARY,   /* the way on: teal, one a screen */
	UI_SECONDARY, /* white with a border */
	UI_DARK,      /* ink */
	UI_SUNNY,     /* on coloured screens */
	UI_OUTLINE,   /* on ink and on colours: border in the text's colour */
};
struct ui_node *ui_button(
	struct ui *ui, enum ui_button_kind kind, const char *text, int action, int index);

/* minus, value, plus in one row, 28 mm wide targets; `action_less`/`action_more` are disabled at the
 * limits. The label is spoken with the value. */
struct ui_stepper {
	const char *icon; /* may be NULL */
	enum ui_tone tone;
	const char *label, *hint; /* hint may be NULL */
	bool hint_beside;         /* the label, not below it */
	int value, minimum, maximum;
	int action_less, action_more, index;
};
void ui_stepper(struct ui *ui, const struct ui_stepper *stepper);

/* One line of typed text with its caret. ui turns keys into UI_INPUT_TEXT and friends; the screen
 * keeps the text (edit.h). */
enum ui_field_kind {
	UI_FIELD_NAME, /* in any script */
	UI_FIELD_EMAIL,
	UI_FIELD_PHONE,
	UI_FIELD_NUMBER,
	UI_FIELD_POSTCODE,
	UI_FIELD_DATE,
};
struct ui_node *ui_field(
	struct ui *ui, enum ui_field_kind kind, const char *label, const struct edit *edit);
/* The on-screen keyboard for the current language and this kind of field. Its keys are nodes. */
void ui_keyboard(struct ui *ui, enum ui_field_kind kind);
void ui_number_pad(struct ui *ui);

/* ---- adjusting the node just made ---- */

struct ui_node *ui_private(struct ui_node *node); /* somebody's data: never cached past the visit */
struct ui_node *ui_with_icon(struct ui_node *node, const char *name); /* before a button's text */
struct ui_node *ui_with_end_icon(struct ui_node *node, const char *name);
struct ui_node *ui_selected(struct ui_node *node, bool selected);
/* A button that is there and cannot be touched now. */
struct ui_node *ui_disabled(struct ui_node *button, bool disabled);
/* A button for what stands on the pages: not to be touched before the last of them is seen. */
struct ui_node *ui_after_pages(struct ui_node *button);
struct ui_node *ui_spoken(struct ui_node *node, const char *text); /* instead of its text */
struct ui_node *ui_toned(struct ui_node *node, enum ui_tone tone); /* text or icon in this colour */
struct ui_node *ui_muted(struct ui_node *node); /* second to what stands beside it */
/* Written by somebody in a language of their own, as an event's words: its direction is its own, and if
 * it is no title but a paragraph its side, too. */
struct ui_node *ui_foreign(struct ui_node *node);
struct ui_node *ui_centred(struct ui_node *node);
struct ui_node *ui_growing(struct ui_node *node); /* takes what is left, as grow = 1 */
/* Typed with: it rests only as long as a key of the keyboard, and two fingers may roll over it. */
struct ui_node *ui_as_key(struct ui_node *node);
struct ui_node *ui_compact(struct ui_node *node); /* tiny slot: Naskh, not Nastaliq */
struct ui_node *ui_in_language(
	struct ui_node *node, const char *language);    /* "pl": shaped and spoken so */
struct ui_node *ui_left_to_right(struct ui_node *node); /* codes, numbers, e-mail */

/* ---- sentences ---- */

/* `_("...")` finds the translation of a whole sentence; N_() marks one for later. Named
 * placeholders only: {title}. ui_format() puts the values in, each isolated (U+2068..U+2069), and
 * returns ui's own copy, valid until the next view. Ends with a NULL name. */
const char *ui_format(struct ui *ui, const char *sentence, ...) __attribute__((sentinel));
const char *ui_number(struct ui *ui, int number); /* European digits, for ui_format() */
/* Names of any scripts in a row, for ui_format(): each isolated, one behind the other as the visitor's
 * language runs. */
const char *ui_list(struct ui *ui, const char *const *names, int count);

/* ---- how this visitor reads ---- */

struct ui_reading {
	bool bigger; /* every text is half as large again; a view makes room by saying less at once */
	bool contrast; /* white and yellow on black, no pictures */
	bool low;      /* all that is touched lies in the lower half of the screen */
};
struct ui_reading ui_reading(const struct ui *ui);
/* Half of a wide panel does not hold bigger letters: there one ends the other, and bigger goes before. */
bool ui_holds_bigger_low(const struct ui *ui);
bool ui_is_low(const struct ui *ui);
bool ui_is_short(const struct ui *ui);        /* low on a wide panel: half of it is short */
bool ui_has_little_room(const struct ui *ui); /* bigger text on a wide panel */
int ui_half_height(const struct ui *ui);      /* of the screen, in dp: where low begins */

/* ---- where we are ---- */

bool ui_is_portrait(const struct ui *ui);
/* Fewer, larger things: bigger text, or a small panel. */
bool ui_is_crowded(const struct ui *ui);

#endif
