/* Characters become runs, runs become lines: how large everything is and where it goes. HarfBuzz is
 * asked for sizes because SDL2_ttf does not tell where the baseline of its picture is. Internal to
 * text. */
#ifndef UI_TEXT_LINES_H
#define UI_TEXT_LINES_H

#include "ui/text_items.h"

enum {
	TEXT_LINES_MAX = 128,
	TEXT_SIDE_MAX = 16384,                   /* pixels; nothing larger is drawn */
	TEXT_RUNS_MAX = TEXT_CHARACTERS_MAX + 1, /* and an ellipsis */
	TEXT_MEMO = 2048,                        /* runs whose extents are remembered */
};

/* Of a shaped run, around its origin on the baseline. Ink is in whole pixels, as it is drawn. */
struct text_extents {
	int advance_26_6;
	int left, right; /* of the ink; left may be negative */
	int top, bottom; /* of the ink; up is positive */
};

struct text_run {
	int start, end;
	bool ellipsis; /* no characters: the sign that something is left out */
	int x;         /* of the origin, pixels from the line's start edge at the left */
	struct text_extents extents;
};

struct text_line {
	int start, end; /* without the space at its end */
	bool ellipsis;
	int width;       /* ink and advance */
	int overhang;    /* ink left of the first origin */
	int top, bottom; /* of the ink */
};

struct text_memo {
	uint64_t key;
	struct text_extents extents;
};

/* What one string's layout is made in. */
struct text_layout {
	struct text_fonts fonts;
	struct text_items items;
	const struct text_style *style;
	struct text_line lines[TEXT_LINES_MAX];
	int line_count;
	struct text_run runs[TEXT_RUNS_MAX]; /* of the line placed last, from left to right */
	int run_count;
	int step; /* from baseline to baseline */
	hb_buffer_t *shaping;
	struct text_memo memo[TEXT_MEMO];
};

/* Everything of `block` but the texture; lines[] and step for drawing. */
void text_lay_out(struct text_layout *layout, const char *utf8, const struct text_style *style,
	struct text_block *block);

/* text_place.c: fills runs[] for a line. */
void text_place(struct text_layout *layout, struct text_line *line);
/* Where a line of this width starts in its block, from the left. */
int text_line_start(const struct text_layout *layout, const struct text_block *block, int width);

/* text_lines_apart.c: from baseline to baseline, so that no ink of two lines meets. */
int text_lines_apart(struct text_layout *layout, const struct text_block *block);

/* text_runs.c: how a run is drawn, and how large that is. */
enum text_family text_run_family(const struct text_layout *layout, const struct text_run *run);
hb_script_t text_run_script(const struct text_layout *layout, const struct text_run *run);
bool text_run_is_rtl(const struct text_layout *layout, const struct text_run *run);
int text_run_utf8(const struct text_layout *layout, const struct text_run *run, char *utf8);
typedef void text_glyph_seen(void *context, const struct text_extents *ink);
/* Shapes it, and tells the ink of each glyph around its origin; the answer: its advance, in 26.6. */
int text_run_glyphs(struct text_layout *layout, const struct text_run *run, text_glyph_seen *seen,
	void *context);
struct text_extents text_run_extents(struct text_layout *layout, const struct text_run *run);
/* Its glyphs are in layout->shaping; a glyph's cluster is the character that it begins with. */
struct text_extents text_run_shape(struct text_layout *layout, const struct text_run *run);
/* Overwrites the glyphs of the run shaped last. */
void text_runs_wipe(struct text_layout *layout);

#endif
