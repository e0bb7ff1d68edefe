/* The insides of struct ui, shared by the files of this folder only. */
#ifndef UI_INTERNAL_H
#define UI_INTERNAL_H

#include <SDL.h>
#include <stdint.h>

#include "ui/keys.h"
#include "ui/layout.h"
#include "ui/node.h"
#include "ui/scan.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/ui.h"
#include "ui/window.h"

enum {
	INTERNAL_TARGETS_MAX = 160,
	INTERNAL_DAMAGE_MAX = 6,
	INTERNAL_ICONS_MAX = 96,
	INTERNAL_MASKS_MAX = 48,
	INTERNAL_NAMES_MAX = 64,
	INTERNAL_COVERS_MAX = 24,
	POINTER_MOUSE = -1,
};

/* What may be touched in the picture last painted. */
struct target {
	struct target_id id;
	SDL_Rect rect;
	int reach;                     /* half the gap to its neighbours: belongs to it too */
	bool disabled, types, repeats; /* types: a key, or a button that is used as one */
};

struct painted {
	uint64_t hash;
	SDL_Rect rect;
};

struct pointer {
	bool down;
	int64_t finger; /* POINTER_MOUSE or SDL's id */
	bool pressed;   /* on a target, and still inside it */
	struct target target;
};

struct icon {
	char name[32];
	int size;
	bool flipped;
	int turn;
	uint32_t colour;
	SDL_Texture *texture;
};

/* See drawings.c. */
struct drawing {
	char name[16];
	int width;
	bool on_dark, flipped;
	SDL_Texture *texture;
};

/* A disc or, with a blur, a shadow, in its colour. */
struct mask {
	int radius, blur;
	uint32_t colour;
	SDL_Texture *texture;
};

struct ui {
	/* the list */
	struct ui_node nodes[UI_NODES_MAX];
	int count;
	int open[UI_DEPTH_MAX];
	int depth;
	char arena[UI_TEXT_BYTES_MAX];
	int arena_used;
	const char *screen;
	const char *const *names;
	int name_count;
	bool describing;

	/* what is kept between two lists */
	struct target_id focus;
	bool focus_shown;
	int page;
	int field_offset; /* pixels of the field's text that are left of what is seen of it */
	struct keyboard keyboard;

	/* the picture last painted */
	struct target targets[INTERNAL_TARGETS_MAX];
	int target_count;
	struct painted painted[UI_NODES_MAX];
	int painted_count;
	bool all_stale;

	/* inputs */
	struct pointer pointer;
	struct scan scan;
	bool enter_waits, repeated_key;
	int64_t locked_until_ms;
	struct target_id fired;
	int64_t fired_ms;

	/* drawing */
	SDL_Window *window; /* NULL: hidden */
	SDL_Surface *surface;
	SDL_Thread *warming; /* its memory; NULL: done */
	SDL_Renderer *renderer;
	struct text *text;
	const struct theme *theme;
	struct ui_reading reading;
	double scale;
	int width, height;
	double pitch_mm;
	SDL_Rect covers[INTERNAL_COVERS_MAX]; /* while painting: what will be painted over */
	int cover_count;
	SDL_Rect damage[INTERNAL_DAMAGE_MAX];
	int damage_count;
	struct icon icons[INTERNAL_ICONS_MAX];
	int icon_count;
	struct drawing drawing;
	struct mask masks[INTERNAL_MASKS_MAX];
	int mask_count;
	struct qr_cache {
		char text[1024];
		void *code;
	} qr;
	char assets[512];
};

/* ---- build.c ---- */
struct ui_node *build_add(struct ui *ui, enum node_kind kind, struct ui_box box);
const char *build_copy(struct ui *ui, const char *text);
void build_resolve(struct ui *ui);
/* All that the bar below pages says, each as it is in English. */
enum pager_words { PAGER_PREVIOUS, PAGER_PAGE, PAGER_NEXT, PAGER_WORDS };
extern const char *const build_pager_words[PAGER_WORDS];
/* A button's text, or all texts of a card, without isolates, in `to`. */
void build_name(const struct ui *ui, int index, char *to, size_t size);

/* ---- window.c ---- */
/* What is drawn with, on the surface that is there. */
bool window_open_drawing(struct ui *ui, struct error *error);
void window_close_drawing(struct ui *ui);

/* ---- panel.c ---- */
int ui_px(const struct ui *ui, int dp);

/* ---- style.c ---- */
const struct tone *style_tone(const struct ui *ui, enum ui_tone tone);
/* The button or card that this node is inside of; NULL: in none. */
const struct ui_node *style_button_above(const struct ui *ui, const struct ui_node *node);
uint32_t style_ink(const struct ui *ui, const struct ui_node *node);
/* A field's text, while somebody writes it. */
bool style_is_typed(const struct ui *ui, const struct ui_node *node);
struct text_style style_text(const struct ui *ui, const struct ui_node *node, int size_px);

/* ---- paint.c, shapes.c, art.c ---- */
/* Where these nodes are becomes the damage, which may be painted several times; the next picture is
 * painted as a whole. */
void paint_choose(struct ui *ui, const bool *wanted);
void paint_damage(struct ui *ui);
/* The same for what is painted alike, wherever it stands and in whichever theme; 0: nothing is. */
uint64_t paint_hash(const struct ui *ui, const struct ui_node *node);
/* Paints what is not as it was in the picture last painted, and presents it. */
void paint_changes(struct ui *ui);
/* Makes the pictures of texts, icons and shadows that paint_changes() will need, and paints one pixel:
 * for a window whose memory is still being made. */
void paint_beforehand(struct ui *ui);
/* Where a text's picture goes, what of it is seen, and how. The text is not empty. */
struct placed_text {
	struct text_style style;
	SDL_Rect rect, part; /* on the screen; of the picture */
};
struct placed_text paint_place_text(struct ui *ui, const struct ui_node *node);

struct box_look {
	SDL_Rect rect;
	int radius, border; /* pixels */
	uint32_t fill, edge;
};
void shape_rect(struct ui *ui, SDL_Rect rect, uint32_t colour);
void shape_round(struct ui *ui, SDL_Rect rect, int radius, uint32_t colour);
void shape_round_top(struct ui *ui, SDL_Rect rect, int radius, uint32_t colour);
void shape_box(struct ui *ui, const struct box_look *look);
void shape_shadow(struct ui *ui, SDL_Rect rect, int radius);
int shape_shadow_reach(const struct ui *ui);
void shape_flush(struct ui *ui);

void icon_draw(struct ui *ui, const char *name, SDL_Rect rect, uint32_t colour, int turn);
/* Points to where the reader would look: arrows turn round in a right-to-left language. */
bool icon_mirrors(const char *name);
void icon_flush(struct ui *ui);

void drawing_paint(struct ui *ui, const char *name, SDL_Rect box, enum ui_tone on);
void drawing_flush(struct ui *ui);
void art_qr(struct ui *ui, const char *text, SDL_Rect rect);
void art_qr_forget(struct ui *ui);
void art_barcode(struct ui *ui, const char *text, SDL_Rect rect);
void art_spines(struct ui *ui, const struct ui_node *node, SDL_Rect box);
void art_logo(struct ui *ui, SDL_Rect rect);
void art_stamp(struct ui *ui, SDL_Rect rect, uint32_t colour);

/* ---- keyboard.c ---- */
/* What a key does to the keyboard, or types. */
void keyboard_press(struct ui *ui, int index, struct ui_input *input);

/* ---- field.c ---- */
/* What is typed in the field of this screen, and how many bytes are before its caret. Empty: there is
 * no field. */
const char *field_typed(const struct ui *ui, size_t *before);
/* After the layout: the caret goes to where it stands, the text to where the caret is seen. */
void field_place(struct ui *ui);
/* False: not in a field. */
bool field_touch(struct ui *ui, SDL_Point point, struct ui_input *input);
/* False: there is no field, or the key is none that moves its caret or deletes. */
bool field_key(struct ui *ui, SDL_Keycode key, struct ui_input *input);
/* For journeys: the middle of the field's height, just before these letters. False: not there. */
bool field_point(struct ui *ui, const char *letters, SDL_Point *point);

/* ---- input.c ---- */
void input_remember_targets(struct ui *ui);
/* A finger by SDL's id, or POINTER_MOUSE. */
struct ui_input input_finger_down(struct ui *ui, int64_t finger, SDL_Point point, int64_t now_ms);
struct ui_input input_finger_moved(struct ui *ui, int64_t finger, SDL_Point point);
struct ui_input input_finger_up(struct ui *ui, int64_t finger, SDL_Point point, int64_t now_ms);
struct ui_input input_key_down(struct ui *ui, const SDL_KeyboardEvent *key, int64_t now_ms);
struct ui_input input_text_typed(struct ui *ui, const char *text, int64_t now_ms);
struct ui_input input_changed(void); /* only ui's own state did */
void input_forget(struct ui *ui);

#endif
