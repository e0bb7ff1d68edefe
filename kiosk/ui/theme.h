/* Colours, tones and the type scale: the "Spines" design (a row of book spines). A theme is a table, so
 * that another one is data. Colours are 0xRRGGBB; lengths dp. */
#ifndef UI_THEME_H
#define UI_THEME_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/ui.h"

struct tone {
	uint32_t fill;
	uint32_t text;
	uint32_t muted;  /* second to the text: still 4.5 : 1 */
	uint32_t border; /* of a control on this tone: 3 : 1 */
	uint32_t track;  /* what is empty in a bar, what is switched off */
	uint32_t ink;    /* a text or an icon in this tone's colour */
	bool dark;
};

struct theme {
	struct tone tones[UI_TONES];
	uint32_t ring_outer, ring_inner; /* focus */
	uint32_t caret, shadow;
	bool shadows, art;
	bool outlines;        /* every box has a border, for its fill is that of what is below */
	enum ui_tone primary; /* of the button that is the way on */
};

extern const struct theme theme_light;
/* White and yellow on black: 7 : 1 everywhere. Boxes are told apart by borders, not by fills. */
extern const struct theme theme_contrast;
/* Black on white and nothing between: for a printer. */
extern const struct theme theme_paper;

/* Of the letters of this step of the type scale. Bigger is half as large again: a capital of the smallest
 * is seen at 0.7 degrees from 600 mm (EN 301 549, 5.1.4). */
int theme_size_dp(enum ui_size size, bool bigger);

/* `amount` of 256 parts of `with` in `colour`. */
uint32_t theme_mix(uint32_t colour, uint32_t with, int amount);

#endif
