/* ui as the app sees it: a window, inputs that become actions, one picture after each change.
 * Screens do not include this. Main thread only. */
#ifndef UI_WINDOW_H
#define UI_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/bitmap.h"
#include "base/error.h"
#include "ui/language.h"
#include "ui/ui.h"

union SDL_Event;

struct ui_options {
	int width, height;  /* window; 0: full screen */
	const char *assets; /* folder with fonts/, icons/, keyboards/ */
	bool hidden;        /* no window is shown: dummy driver, pictures only */
	struct ui_reading reading;
	double pitch_mm; /* of the panel's pixel; 0: the reference's 0.248 mm at 1920 or 1080 wide,
	                        * scaled so that the short side of the window is 1080 dp */
};

/* Opens SDL (VIDEO and EVENTS only), window, fonts. Software renderer, no framebuffer acceleration. */
struct ui *ui_create(const struct ui_options *options, struct error *error);
void ui_destroy(struct ui *ui);

/* ---- describing ---- */

/* Starts a new list; the text of the last one is forgotten. `names` are the screen's action names,
 * [1..count-1], for the tree and for journeys. */
void ui_begin(struct ui *ui, const char *screen, const char *const *names, int count);
/* Lays the list out. Containers still open are a bug (assert). */
void ui_end(struct ui *ui);
/* Paints what changed since the last picture and presents it. */
void ui_paint(struct ui *ui);
/* Another screen: focus, page and keyboard layer start anew; taps are ignored for 300 ms. */
void ui_screen_changed(struct ui *ui);

/* ---- inputs ---- */

enum ui_input_kind {
	UI_INPUT_NONE,
	UI_INPUT_CHANGED, /* only ui's own state changed (focus, page, pressed): paint again */
	UI_INPUT_ACTION,  /* a target was tapped or chosen by key */
	UI_INPUT_TEXT,    /* typed, on the screen's keyboard or a real one */
	UI_INPUT_BACKSPACE,
	UI_INPUT_DELETE, /* the character behind the caret */
	UI_INPUT_CARET,  /* the field's caret moves: `index` bytes are before it */
	UI_INPUT_ENTER,
	UI_INPUT_SCAN,    /* a scanner that types: a whole line, faster than hands */
	UI_INPUT_TOUCHED, /* somebody is there, nothing was hit */
	UI_INPUT_FILE,    /* a picture dropped on the window: its path in `text` */
	UI_INPUT_QUIT,
};

struct ui_input {
	enum ui_input_kind kind;
	int action, index; /* UI_INPUT_ACTION, _CARET */
	char text[1024];   /* UI_INPUT_TEXT, _SCAN, _FILE; private: wipe after use */
};

/* What an SDL event means to the list last painted. `now_ms` is real boot time (CLOCK_BOOTTIME), not
 * a journey's. */
struct ui_input ui_handle(struct ui *ui, const union SDL_Event *event, int64_t now_ms);
/* Typed characters are kept back for some 35 ms, until it is clear that no scanner types: when to call
 * ui_wake(), INT64_MAX if nothing waits. */
int64_t ui_deadline_ms(const struct ui *ui);
struct ui_input ui_wake(struct ui *ui, int64_t now_ms);

/* The same for journeys, looked up in the list last painted. False: there is no such target, or it
 * is disabled; `error` names what there is. Text is matched against texts of targets (or texts
 * inside a card that is one target). */
bool ui_tap_text(struct ui *ui, const char *text, struct ui_input *input, struct error *error);
bool ui_tap_name(
	struct ui *ui, const char *name, int index, struct ui_input *input, struct error *error);
/* One character on the on-screen keyboard, changing its layer as a finger would. */
bool ui_tap_key(struct ui *ui, const char *character, struct ui_input *input, struct error *error);
/* A finger in the field, just before these letters of what is typed there. */
bool ui_tap_before(struct ui *ui, const char *letters, struct ui_input *input, struct error *error);
bool ui_press_key(struct ui *ui, const char *sdl_name, struct ui_input *input);

/* ---- looking ---- */

/* The list as text, one node a line, indented: role, text, state, #ACTION.index. Private texts are
 * shown too: never log it. */
void ui_print_tree(const struct ui *ui, FILE *out);
/* True if a text of the list last painted contains `text` (isolates ignored). */
bool ui_shows(const struct ui *ui, const char *text);
bool ui_save_picture(struct ui *ui, const char *path, struct error *error);

/* Private texts and pictures leave memory: the visit ended. */
void ui_forget_visit(struct ui *ui);

/* ---- paper ---- */

/* A second ui without a window, for a slip that a printer makes: black on white, so many dots wide, with
 * the letters of one that is read in the hand. It is described and laid out as a screen is, in the
 * language and with the bigger letters of `beside`, which lives longer. */
struct ui *ui_paper_create(const struct ui *beside, int width, struct error *error);
void ui_paper_destroy(struct ui *paper);
/* Paints it below what the picture has, which is zero to start; what is blank at its end is cut off. The
 * bits are the caller's to wipe and free, whatever the answer. At most SLIP_ROWS_MAX rows. */
bool ui_paper_take(struct ui *paper, struct bitmap *picture, struct error *error);

/* ---- reading ---- */

/* From the next view on. Sizes and pictures of texts are made anew. */
void ui_set_reading(struct ui *ui, struct ui_reading reading);

/* ---- language ---- */

/* Reads LINGUAS and `dates` beside it: which languages there are. Until their catalogues are read all
 * speak English words, as the first picture does. */
bool ui_languages_load(const char *linguas, struct error *error);
/* Of each language but English LL/LC_MESSAGES/library-kiosk.mo in the folder. False: one of them is
 * missing or damaged; a language that only seems to be spoken is none. */
bool ui_catalogues_load(const char *folder, struct error *error);
/* False: neither offered nor a language of tests. Layout and sentences follow from the next view on. */
bool ui_set_language(struct ui *ui, const char *code);

#endif
