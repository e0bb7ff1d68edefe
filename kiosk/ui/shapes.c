/* Round corners and soft shadows from small masks: one disc a radius and colour, a quarter of it for
 * each corner, and plain fills between them. A mask is the distance to the edge as coverage, so edges are
 * clean at any size. It has its colour in it: SDL copies a picture much faster than it tints one. */
#include <math.h>
#include <string.h>
#include <wchar.h>

#include "ui/internal.h"

enum { PIECES_MAX = 64 };
enum {
	SHADOW_BLUR = 20,
	SHADOW_DROP = 6,
	SHADOW_DARKEST = 72, /* of 255 */
	SHADOW_MIDDLE = 64,  /* pixels of straight edge in the mask */
};

static void set_colour(struct ui *ui, uint32_t colour, int alpha)
{
	SDL_SetRenderDrawBlendMode(
		ui->renderer, alpha == 255 ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
	SDL_SetRenderDrawColor(ui->renderer, (Uint8)(colour >> 16), (Uint8)(colour >> 8),
		(Uint8)colour, (Uint8)alpha);
}

/* What is left of a piece beside `cover`: above, below, before and behind it. */
static int cut(SDL_Rect piece, SDL_Rect cover, SDL_Rect *pieces)
{
	SDL_Rect both;
	int count = 0;

	if (!SDL_IntersectRect(&piece, &cover, &both)) {
		pieces[0] = piece;
		return 1;
	}
	pieces[count++] = (SDL_Rect){piece.x, piece.y, piece.w, both.y - piece.y};
	pieces[count++] =
		(SDL_Rect){piece.x, both.y + both.h, piece.w, piece.y + piece.h - both.y - both.h};
	pieces[count++] = (SDL_Rect){piece.x, both.y, both.x - piece.x, both.h};
	pieces[count++] =
		(SDL_Rect){both.x + both.w, both.y, piece.x + piece.w - both.x - both.w, both.h};
	for (int i = 0; i < count; i++)
		if (pieces[i].w <= 0 || pieces[i].h <= 0)
			pieces[i--] = pieces[--count];
	return count;
}

/* Memory is what filling costs: what opaque boxes will cover is not filled. */
static int cut_covers(const struct ui *ui, SDL_Rect *pieces, int count)
{
	for (int i = 0; i < ui->cover_count; i++) {
		SDL_Rect left[PIECES_MAX];
		int kept = 0;

		for (int j = 0; j < count; j++) {
			if (kept + 4 > PIECES_MAX)
				return count;
			kept += cut(pieces[j], ui->covers[i], left + kept);
		}
		memcpy(pieces, left, (size_t)kept * sizeof(*left));
		count = kept;
	}
	return count;
}

/* SDL fills past the cache, and what is blended afterwards would wait for memory: three times
 * slower than these few lines. */
static void fill_rows(struct ui *ui, SDL_Rect rect, uint32_t colour)
{
	Uint8 *row = (Uint8 *)ui->surface->pixels + (ptrdiff_t)rect.y * ui->surface->pitch +
		     (ptrdiff_t)rect.x * 4;

	for (int y = 0; y < rect.h; y++, row += ui->surface->pitch)
		wmemset((wchar_t *)(void *)row, (wchar_t)colour, (size_t)rect.w);
}

static void fill_pieces(struct ui *ui, const SDL_Rect *pieces, int count, uint32_t colour)
{
	SDL_Rect clip, piece;

	if (ui->surface->format->format != SDL_PIXELFORMAT_RGB888 || SDL_MUSTLOCK(ui->surface)) {
		set_colour(ui, colour, 255);
		SDL_RenderFillRects(ui->renderer, pieces, count);
		return;
	}
	SDL_RenderFlush(ui->renderer);
	SDL_RenderGetClipRect(ui->renderer, &clip);
	for (int i = 0; i < count; i++)
		if (SDL_IntersectRect(&pieces[i], &clip, &piece))
			fill_rows(ui, piece, colour);
}

void shape_rect(struct ui *ui, SDL_Rect rect, uint32_t colour)
{
	SDL_Rect pieces[PIECES_MAX] = {rect};

	if (rect.w > 0 && rect.h > 0)
		fill_pieces(ui, pieces, cut_covers(ui, pieces, 1), colour);
}

/* ---- masks ---- */

static Uint32 *pixel_row(SDL_Surface *surface, int y)
{
	return (Uint32 *)((Uint8 *)surface->pixels + (ptrdiff_t)y * surface->pitch);
}

typedef uint8_t coverage(double x, double y, const struct mask *mask);

/* A mask is the same seen from its four sides: a quarter is worked out, and mirrored twice. */
static void fill_mask(SDL_Surface *surface, coverage *coverage_at, const struct mask *mask)
{
	int last = surface->w - 1;

	for (int y = 0; y <= last / 2; y++) {
		Uint32 *row = pixel_row(surface, y), *mirrored = pixel_row(surface, last - y);

		for (int x = 0; x <= last / 2; x++)
			row[x] = row[last - x] = mirrored[x] = mirrored[last - x] =
				(Uint32)coverage_at(x + 0.5, y + 0.5, mask) << 24 | mask->colour;
	}
}

static SDL_Texture *make_mask(
	struct ui *ui, int size, coverage *coverage_at, const struct mask *mask)
{
	SDL_Surface *surface =
		SDL_CreateRGBSurfaceWithFormat(0, size, size, 32, SDL_PIXELFORMAT_ARGB8888);
	SDL_Texture *texture;

	if (!surface)
		return NULL;
	fill_mask(surface, coverage_at, mask);
	texture = SDL_CreateTextureFromSurface(ui->renderer, surface);
	SDL_FreeSurface(surface);
	if (texture)
		SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
	return texture;
}

static double length(double across, double down)
{
	return sqrt(across * across + down * down);
}

static uint8_t disc_coverage(double x, double y, const struct mask *mask)
{
	double radius = mask->radius, inside = radius - length(radius - x, radius - y) + 0.5;

	return (uint8_t)lround(255 * fmin(fmax(inside, 0), 1));
}

/* How dark a shadow is at this distance outside (or inside, below zero) its edge. */
static double shadow_at(double distance, double blur)
{
	double t = fmin(fmax((distance + blur) / (2 * blur), 0), 1);
	double fade = 1 - t * t * (3 - 2 * t);

	return SHADOW_DARKEST * fade * (0.55 + 0.45 * fade);
}

/* A round box with a little straight edge between its corners. */
static uint8_t shadow_coverage(double x, double y, const struct mask *mask)
{
	double half = mask->radius + SHADOW_MIDDLE / 2.0, centre = half + mask->blur;
	double across = fmax(fabs(x - centre) - SHADOW_MIDDLE / 2.0, 0);
	double down = fmax(fabs(y - centre) - SHADOW_MIDDLE / 2.0, 0);

	return (uint8_t)lround(shadow_at(length(across, down) - mask->radius, mask->blur));
}

static SDL_Texture *find_mask(struct ui *ui, struct mask wanted)
{
	for (int i = 0; i < ui->mask_count; i++) {
		const struct mask *mask = &ui->masks[i];

		if (mask->radius == wanted.radius && mask->blur == wanted.blur &&
			mask->colour == wanted.colour)
			return mask->texture;
	}
	if (ui->mask_count == INTERNAL_MASKS_MAX)
		shape_flush(ui);
	int size = 2 * (wanted.radius + wanted.blur) + (wanted.blur ? SHADOW_MIDDLE : 0);
	wanted.texture =
		make_mask(ui, size, wanted.blur ? shadow_coverage : disc_coverage, &wanted);
	ui->masks[ui->mask_count++] = wanted;
	return wanted.texture;
}

void shape_flush(struct ui *ui)
{
	for (int i = 0; i < ui->mask_count; i++)
		if (ui->masks[i].texture)
			SDL_DestroyTexture(ui->masks[i].texture);
	ui->mask_count = 0;
}

/* The corner 0 top start, 1 top end, 2 and 3 below; all quarters are squares. */
static void draw_quarter(struct ui *ui, SDL_Texture *mask, SDL_Rect rect, int corner)
{
	SDL_Rect part = {corner & 1 ? rect.w : 0, corner & 2 ? rect.h : 0, rect.w, rect.h};

	SDL_RenderCopy(ui->renderer, mask, &part, &rect);
}

/* ---- boxes ---- */

static int least(int a, int b)
{
	return a < b ? a : b;
}

static void round_corners(
	struct ui *ui, SDL_Rect rect, int radius, uint32_t colour, bool top, bool bottom)
{
	SDL_Texture *mask = find_mask(ui, (struct mask){.radius = radius, .colour = colour});
	int right = rect.x + rect.w - radius, low = rect.y + rect.h - radius;
	SDL_Rect corners[] = {{rect.x, rect.y, radius, radius}, {right, rect.y, radius, radius},
		{rect.x, low, radius, radius}, {right, low, radius, radius}};

	if (!mask)
		return;
	for (int i = 0; i < 4; i++)
		if (i < 2 ? top : bottom)
			draw_quarter(ui, mask, corners[i], i);
}

void shape_round(struct ui *ui, SDL_Rect rect, int radius, uint32_t colour)
{
	radius = least(radius, least(rect.w, rect.h) / 2);
	if (radius <= 0) {
		shape_rect(ui, rect, colour);
		return;
	}
	round_corners(ui, rect, radius, colour, true, true);
	shape_rect(ui, (SDL_Rect){rect.x + radius, rect.y, rect.w - 2 * radius, radius}, colour);
	shape_rect(ui, (SDL_Rect){rect.x, rect.y + radius, rect.w, rect.h - 2 * radius}, colour);
	shape_rect(ui,
		(SDL_Rect){rect.x + radius, rect.y + rect.h - radius, rect.w - 2 * radius, radius},
		colour);
}

void shape_round_top(struct ui *ui, SDL_Rect rect, int radius, uint32_t colour)
{
	radius = least(radius, least(rect.w / 2, rect.h));
	if (radius > 0)
		round_corners(ui, rect, radius, colour, true, false);
	shape_rect(ui, (SDL_Rect){rect.x + radius, rect.y, rect.w - 2 * radius, radius}, colour);
	shape_rect(ui, (SDL_Rect){rect.x, rect.y + radius, rect.w, rect.h - radius}, colour);
}

/* The rim only: what is inside is filled afterwards. */
static void frame(struct ui *ui, const struct box_look *look)
{
	SDL_Rect rect = look->rect;
	int radius = least(look->radius, least(rect.w, rect.h) / 2), border = look->border;

	if (radius > 0)
		round_corners(ui, rect, radius, look->edge, true, true);
	shape_rect(
		ui, (SDL_Rect){rect.x + radius, rect.y, rect.w - 2 * radius, border}, look->edge);
	shape_rect(ui,
		(SDL_Rect){rect.x + radius, rect.y + rect.h - border, rect.w - 2 * radius, border},
		look->edge);
	shape_rect(
		ui, (SDL_Rect){rect.x, rect.y + radius, border, rect.h - 2 * radius}, look->edge);
	shape_rect(ui,
		(SDL_Rect){rect.x + rect.w - border, rect.y + radius, border, rect.h - 2 * radius},
		look->edge);
}

void shape_box(struct ui *ui, const struct box_look *look)
{
	SDL_Rect inner = {look->rect.x + look->border, look->rect.y + look->border,
		look->rect.w - 2 * look->border, look->rect.h - 2 * look->border};

	if (look->border > 0)
		frame(ui, look);
	shape_round(ui, inner, look->radius - look->border, look->fill);
}

/* ---- shadows ---- */

int shape_shadow_reach(const struct ui *ui)
{
	return ui_px(ui, SHADOW_BLUR + SHADOW_DROP) + 1;
}

/* Before and behind the box, some rows of the mask a time. */
static void shadow_sides(struct ui *ui, SDL_Texture *mask, SDL_Rect rect, int radius, int blur)
{
	int size = radius + blur, bottom = rect.y + rect.h - radius;

	for (int y = rect.y + radius; y < bottom; y += SHADOW_MIDDLE) {
		int rows = least(SHADOW_MIDDLE, bottom - y);
		SDL_Rect before = {rect.x - blur, y, blur, rows};
		SDL_Rect behind = {rect.x + rect.w, y, blur, rows};

		SDL_RenderCopy(ui->renderer, mask, &(SDL_Rect){0, size, blur, rows}, &before);
		SDL_RenderCopy(ui->renderer, mask,
			&(SDL_Rect){size + SHADOW_MIDDLE + radius, size, blur, rows}, &behind);
	}
}

/* Above and below it, a line of pixels a time; only what the box does not cover. */
static void shadow_ends(struct ui *ui, SDL_Rect rect, int radius, int blur)
{
	int across = rect.w - 2 * radius;

	for (int i = -ui_px(ui, SHADOW_DROP) - 1; i < blur; i++) {
		int alpha = (int)lround(shadow_at(i + 0.5, blur));
		SDL_Rect lines[] = {{rect.x + radius, rect.y + rect.h + i, across, 1},
			{rect.x + radius, rect.y - 1 - i, across, 1}};

		if (alpha == 0)
			continue;
		set_colour(ui, ui->theme->shadow, alpha);
		SDL_RenderFillRects(ui->renderer, lines, i < ui_px(ui, SHADOW_DROP) ? 1 : 2);
	}
}

/* Corners as far as the box's own corner leaves them free. */
static void shadow_corners(struct ui *ui, SDL_Texture *mask, SDL_Rect rect, int radius, int blur)
{
	int size = radius + blur, far = size + SHADOW_MIDDLE;

	for (int i = 0; i < 4; i++) {
		SDL_Rect part = {i & 1 ? far : 0, i & 2 ? far : 0, size, size};
		SDL_Rect corner = {i & 1 ? rect.x + rect.w - radius : rect.x - blur,
			i & 2 ? rect.y + rect.h - radius : rect.y - blur, size, size};

		SDL_RenderCopy(ui->renderer, mask, &part, &corner);
	}
}

void shape_shadow(struct ui *ui, SDL_Rect rect, int radius)
{
	int blur = ui_px(ui, SHADOW_BLUR);
	SDL_Texture *mask;

	radius = least(radius > blur ? radius : blur, least(rect.w, rect.h) / 2);
	mask = find_mask(
		ui, (struct mask){.radius = radius, .blur = blur, .colour = ui->theme->shadow});
	if (!mask)
		return;
	rect.y += ui_px(ui, SHADOW_DROP);
	shadow_corners(ui, mask, rect, radius, blur);
	shadow_sides(ui, mask, rect, radius, blur);
	shadow_ends(ui, rect, radius, blur);
}
