/* SDL2_ttf draws a run at a time; runs are put on one baseline. */
#include "ui/text_picture.h"

#include <limits.h>
#include <string.h>

#include "base/crypto.h"

enum { INK_LEAST = 96 /* of 255: fainter pixels are the letters' soft edge */ };

static SDL_Color ink(const struct text_style *style)
{
	return (SDL_Color){(Uint8)(style->colour >> 16), (Uint8)(style->colour >> 8),
		(Uint8)style->colour, 255};
}

static SDL_Surface *draw_run(struct text_layout *layout, const struct text_run *run, TTF_Font *font)
{
	static char utf8[4 * TEXT_CHARACTERS_MAX + 1];
	char script[5] = "";
	int length = text_run_utf8(layout, run, utf8);

	hb_tag_to_string(hb_script_to_iso15924_tag(text_run_script(layout, run)), script);
	TTF_SetFontDirection(
		font, text_run_is_rtl(layout, run) ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
	TTF_SetFontScriptName(font, script);
	SDL_Surface *picture = TTF_RenderUTF8_Blended(font, utf8, ink(layout->style));
	memory_wipe(utf8, (size_t)length);
	return picture;
}

static int between(int low, int value, int high)
{
	return value < low ? low : value > high ? high : value;
}

/* The more opaque pixel wins: a run's empty box never rubs out its neighbour's ink. */
static void blend(SDL_Surface *onto, const SDL_Surface *run, int x, int y)
{
	int left = between(0, -x, run->w), right = between(0, onto->w - x, run->w);
	int top = between(0, -y, run->h), bottom = between(0, onto->h - y, run->h);

	for (int row = top; row < bottom; row++) {
		const uint32_t *from =
			(const uint32_t *)((const char *)run->pixels + row * run->pitch);
		uint32_t *to = (uint32_t *)((char *)onto->pixels + (y + row) * onto->pitch) + x;
		for (int column = left; column < right; column++) {
			if (from[column] >> 24 > to[column] >> 24)
				to[column] = from[column];
		}
	}
}

static void free_surface(SDL_Surface *surface, bool private)
{
	if (private)
		memory_wipe(surface->pixels, (size_t)surface->pitch * (size_t)surface->h);
	SDL_FreeSurface(surface);
}

/* SDL2_ttf's picture grows to the left and upwards by as much as ink passes origin and ascent. */
static void add_run(struct text_layout *layout, const struct text_run *run, SDL_Surface *onto,
	int x, int baseline)
{
	const struct text_extents *extents = &run->extents;
	TTF_Font *font;
	SDL_Surface *picture;

	if (extents->right <= extents->left)
		return;
	font = text_fonts_drawing(&layout->fonts, text_run_family(layout, run), layout->style->bold,
		layout->style->size_px);
	picture = font ? draw_run(layout, run, font) : NULL;
	if (!picture)
		return;
	int above = TTF_FontAscent(font);
	if (extents->top > above)
		above = extents->top;
	blend(onto, picture, x + (extents->left < 0 ? extents->left : 0), baseline - above);
	free_surface(picture, layout->style->private);
}

static void draw_line(
	struct text_layout *layout, const struct text_block *block, int number, SDL_Surface *onto)
{
	struct text_line *line = &layout->lines[number];
	int x;

	text_place(layout, line);
	x = text_line_start(layout, block, line->width) + line->overhang;
	for (int run = 0; run < layout->run_count; run++)
		add_run(layout, &layout->runs[run], onto, x + layout->runs[run].x,
			block->baseline + number * layout->step);
}

SDL_Texture *text_draw(
	struct text_layout *layout, const struct text_block *block, SDL_Renderer *renderer)
{
	SDL_Surface *surface;
	SDL_Texture *texture;

	if (block->width <= 0 || block->width > TEXT_SIDE_MAX || block->height > TEXT_SIDE_MAX)
		return NULL;
	surface = SDL_CreateRGBSurfaceWithFormat(
		0, block->width, block->height, 32, SDL_PIXELFORMAT_ARGB8888);
	if (!surface)
		return NULL;
	for (int i = 0; i < layout->line_count; i++)
		draw_line(layout, block, i, surface);
	texture = SDL_CreateTextureFromSurface(renderer, surface);
	if (texture)
		SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
	free_surface(surface, layout->style->private);
	return texture;
}

/* ---- how far lines are apart ---- */

static bool is_ink(const SDL_Surface *surface, int x, int y)
{
	const uint32_t *row =
		(const uint32_t *)((const char *)surface->pixels + y * surface->pitch);

	return row[x] >> 24 >= INK_LEAST;
}

/* Takes down the lowest ink of each column; the answer: how far the highest keeps from what was there. */
static int compare_columns(const SDL_Surface *line, int *lowest)
{
	int least = INT_MAX;

	for (int x = 0; x < line->w; x++) {
		int top = 0, bottom = line->h - 1;

		while (top < line->h && !is_ink(line, x, top))
			top++;
		if (top == line->h)
			continue;
		while (!is_ink(line, x, bottom))
			bottom--;
		if (lowest[x] >= 0 && top - lowest[x] - 1 < least)
			least = top - lowest[x] - 1;
		lowest[x] = bottom;
	}
	return least;
}

int text_picture_clearance(struct text_layout *layout, const struct text_block *block)
{
	static int lowest[TEXT_SIDE_MAX];
	SDL_Surface *line;
	int least = INT_MAX;

	if (block->lines < 2 || block->width <= 0 || block->width > TEXT_SIDE_MAX)
		return least;
	line = SDL_CreateRGBSurfaceWithFormat(
		0, block->width, block->height, 32, SDL_PIXELFORMAT_ARGB8888);
	if (!line)
		return least;
	memset(lowest, -1, sizeof(lowest));
	for (int i = 0; i < layout->line_count; i++) {
		SDL_FillRect(line, NULL, 0);
		draw_line(layout, block, i, line);
		int apart = compare_columns(line, lowest);
		least = apart < least ? apart : least;
	}
	free_surface(line, true);
	return least;
}

void text_destroy_picture(SDL_Texture *picture, bool private)
{
	static const uint8_t nothing[4 * TEXT_SIDE_MAX];
	int width, height;

	if (!picture)
		return;
	SDL_QueryTexture(picture, NULL, NULL, &width, &height);
	for (int row = 0; private && row < height; row++)
		SDL_UpdateTexture(picture, &(SDL_Rect){0, row, width, 1}, nothing, 4 * width);
	SDL_DestroyTexture(picture);
}
