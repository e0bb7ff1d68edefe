/* How far lines of Nastaliq must be apart. Its words climb and its dots hang, so that a distance with
 * which no two lines meet is wasteful for most: each paragraph takes as much as its own ink wants,
 * column by column. */
#include <string.h>

#include "base/crypto.h"
#include "ui/text_lines.h"

enum { COLUMN_PX = 4, COLUMNS = TEXT_SIDE_MAX / COLUMN_PX, NO_INK = INT16_MIN };

/* Of a line: how far its ink reaches in each column, in pixels above the baseline. */
struct outline {
	int16_t top[COLUMNS], bottom[COLUMNS];
};

struct place {
	struct outline *outline;
	int x; /* of the run's origin */
};

static void clear(struct outline *outline)
{
	for (int i = 0; i < COLUMNS; i++)
		outline->top[i] = outline->bottom[i] = NO_INK;
}

static int column_of(int x)
{
	int column = x < 0 ? 0 : x / COLUMN_PX;

	return column < COLUMNS ? column : COLUMNS - 1;
}

static void add_glyph(void *context, const struct text_extents *ink)
{
	const struct place *place = context;
	struct outline *outline = place->outline;
	int last = column_of(place->x + ink->right - 1);

	for (int i = column_of(place->x + ink->left); i <= last; i++) {
		if (outline->top[i] == NO_INK || ink->top > outline->top[i])
			outline->top[i] = (int16_t)ink->top;
		if (outline->bottom[i] == NO_INK || ink->bottom < outline->bottom[i])
			outline->bottom[i] = (int16_t)ink->bottom;
	}
}

static void take_outline(struct text_layout *layout, const struct text_block *block, int number,
	struct outline *outline)
{
	struct text_line *line = &layout->lines[number];
	int x;

	clear(outline);
	text_place(layout, line);
	x = text_line_start(layout, block, line->width) + line->overhang;
	for (int i = 0; i < layout->run_count; i++) {
		struct place place = {outline, x + layout->runs[i].x};

		text_run_glyphs(layout, &layout->runs[i], add_glyph, &place);
	}
}

/* From baseline to baseline, so that no ink of one meets ink of the other. */
static int apart(const struct outline *upper, const struct outline *lower)
{
	int most = 0;

	for (int i = 0; i < COLUMNS; i++)
		if (upper->bottom[i] != NO_INK && lower->top[i] != NO_INK &&
			lower->top[i] - upper->bottom[i] > most)
			most = lower->top[i] - upper->bottom[i];
	return most;
}

int text_lines_apart(struct text_layout *layout, const struct text_block *block)
{
	static struct outline outlines[2];
	int most = 0;

	for (int i = 0; i < layout->line_count; i++) {
		take_outline(layout, block, i, &outlines[i % 2]);
		if (i > 0) {
			int wanted = apart(&outlines[(i + 1) % 2], &outlines[i % 2]);
			most = wanted > most ? wanted : most;
		}
	}
	memory_wipe(outlines, sizeof(outlines));
	return most;
}
