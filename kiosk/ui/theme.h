/* Colours, tones and the type scale: the "Spines" design (a row of book spines). A theme is a table, so
 * that another one (high contrast, bigger text) is data. Colours are 0xRRGGBB; lengths dp. */
#ifndef UI_THEME_H
#define UI_THEME_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/ui.h"

enum { THEME_SIZES = UI_DISPLAY + 1 };

struct tone {
	uint32_t fill;
	uint32_t text;
	uint32_t muted;  /* second to the text: still 4.5 : 1 */
	uint32_t border; /* of a control on this tone: 3 : 1 */
	uint32_t track;  /* what is empty in a bar, what is switched off */
	bool dark;
};

struct theme {
	struct tone tones[UI_TONES];
	int sizes[THEME_SIZES];
	uint32_t ring_outer, ring_inner; /* focus */
	uint32_t caret, shadow;
	bool shadows, art;
	double text_scale;
};

extern const struct theme theme_light;

/* `amount` of 256 parts of `with` in `colour`. */
uint32_t theme_mix(uint32_t colour, uint32_t with, int amount);

#endif
