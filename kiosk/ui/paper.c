/* A slip of paper is a screen without a window: the same list, layout and letters, painted on a surface
 * of its own and then made black or white, dot by dot. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ui/internal.h"

enum {
	ROWS_MAX = 2400, /* of what is painted at once: 30 cm at 8 dots a millimetre */
	MARGIN_ROWS = 16,
	BLACK_BELOW = 150, /* of 256: half of what is at an edge is paper */
};

/* Of a dot, as if the slip were a panel: a dot is 0.125 mm, and a slip is read from 2.5 times as near. */
#define PAPER_PITCH_MM 0.31

static bool open_paper(struct ui *paper, const struct ui *beside, int width, struct error *error)
{
	text_copy(paper->assets, sizeof(paper->assets), beside->assets);
	paper->reading.bigger = beside->reading.bigger;
	paper->theme = &theme_paper;
	paper->pitch_mm = PAPER_PITCH_MM;
	paper->surface =
		SDL_CreateRGBSurfaceWithFormat(0, width, ROWS_MAX, 32, SDL_PIXELFORMAT_XRGB8888);
	return window_open_drawing(paper, error);
}

struct ui *ui_paper_create(const struct ui *beside, int width, struct error *error)
{
	struct ui *paper = calloc(1, sizeof(*paper));

	if (!paper)
		error_set(error, ERROR_MEMORY, "no memory for a slip");
	else if (open_paper(paper, beside, width, error))
		return paper;
	ui_paper_destroy(paper);
	return NULL;
}

void ui_paper_destroy(struct ui *paper)
{
	if (!paper)
		return;
	art_qr_forget(paper);
	if (paper->text)
		text_flush_private(paper->text);
	window_close_drawing(paper);
	if (paper->surface)
		explicit_bzero(paper->surface->pixels,
			(size_t)paper->surface->pitch * (size_t)paper->surface->h);
	SDL_FreeSurface(paper->surface);
	explicit_bzero(paper, sizeof(*paper));
	free(paper);
}

static bool is_black(const struct ui *paper, int x, int y)
{
	const SDL_Surface *surface = paper->surface;
	uint32_t dot;

	memcpy(&dot, (const uint8_t *)surface->pixels + (size_t)y * (size_t)surface->pitch + 4 * x,
		sizeof(dot));
	return (dot >> 8 & 0xFF) < BLACK_BELOW;
}

static bool is_blank(const struct ui *paper, int y)
{
	for (int x = 0; x < paper->width; x++)
		if (is_black(paper, x, y))
			return false;
	return true;
}

static int rows_used(const struct ui *paper)
{
	int rows = paper->height;

	while (rows > 0 && is_blank(paper, rows - 1))
		rows--;
	return rows + MARGIN_ROWS < paper->height ? rows + MARGIN_ROWS : paper->height;
}

static void take_row(const struct ui *paper, int y, uint8_t *row)
{
	for (int x = 0; x < paper->width; x++)
		if (is_black(paper, x, y))
			row[x / 8] |= (uint8_t)(0x80 >> x % 8);
}

/* What was there is copied, and wiped where it was. */
static bool lengthen(struct bitmap *picture, int rows, struct error *error)
{
	size_t row_bytes = (size_t)bitmap_row_bytes(picture->width);
	size_t bytes = row_bytes * (size_t)picture->rows;

	if (rows > SLIP_ROWS_MAX - picture->rows)
		return error_set(
			error, ERROR_FULL, "a slip longer than the printer's program takes");
	uint8_t *longer = calloc((size_t)(picture->rows + rows), row_bytes);
	if (!longer)
		return error_set(error, ERROR_MEMORY, "no memory for a slip");
	if (bytes > 0) {
		memcpy(longer, picture->bits, bytes);
		explicit_bzero(picture->bits, bytes);
	}
	free(picture->bits);
	picture->bits = longer;
	picture->rows += rows;
	return true;
}

bool ui_paper_take(struct ui *paper, struct bitmap *picture, struct error *error)
{
	int above = picture->rows;

	ui_paint(paper);
	SDL_RenderFlush(paper->renderer);
	picture->width = paper->width;
	if (!lengthen(picture, rows_used(paper), error))
		return false;
	size_t row_bytes = (size_t)bitmap_row_bytes(picture->width);
	for (int y = above; y < picture->rows; y++)
		take_row(paper, y - above, picture->bits + (size_t)y * row_bytes);
	return true;
}
