/* Round corners and soft shadows from small masks: one quarter disc a radius, tinted, and plain
 * fills between them. A mask is the distance to the edge as coverage, so edges are clean at any
 * size. */
#include <math.h>

#include "ui/state.h"

enum { SHADOW_BLUR = 20, SHADOW_DROP = 6, SHADOW_DARKEST = 72 /* of 255 */ };

static void set_colour(struct ui *ui, uint32_t colour, int alpha)
{
	SDL_SetRenderDrawBlendMode(
		ui->renderer, alpha == 255 ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
	SDL_SetRenderDrawColor(ui->renderer, (Uint8)(colour >> 16), (Uint8)(colour >> 8),
		(Uint8)colour, (Uint8)alpha);
}

void shape_rect(struct ui *ui, SDL_Rect rect, uint32_t colour)
{
	if (rect.w <= 0 || rect.h <= 0)
		return;
	set_colour(ui, colour, 255);
	SDL_RenderFillRect(ui->renderer, &rect);
}

/* ---- masks ---- */

static SDL_Texture *make_mask(struct ui *ui, int size,
	uint8_t (*coverage)(double x, double y, const void *), const void *what)
{
	SDL_Surface *surface =
		SDL_CreateRGBSurfaceWithFormat(0, size, size, 32, SDL_PIXELFORMAT_ARGB8888);
	SDL_Texture *texture;

	if (!surface)
		return NULL;
	for (int y = 0; y < size; y++) {
		Uint32 *row = (Uint32 *)((Uint8 *)surface->pixels + (ptrdiff_t)y * surface->pitch);

		for (int x = 0; x < size; x++)
			row[x] = (Uint32)coverage(x + 0.5, y + 0.5, what) << 24 | 0xFFFFFF;
	}
	texture = SDL_CreateTextureFromSurface(ui->renderer, surface);
	SDL_FreeSurface(surface);
	if (texture)
		SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
	return texture;
}

static uint8_t disc_coverage(double x, double y, const void *what)
{
	double radius = *(const int *)what, inside = radius - hypot(radius - x, radius - y) + 0.5;

	return (uint8_t)lround(255 * fmin(fmax(inside, 0), 1));
}

/* How dark a shadow is at this distance outside (or inside, below zero) its edge. */
static double shadow_at(double distance, double blur)
{
	double t = fmin(fmax((distance + blur) / (2 * blur), 0), 1);
	double fade = 1 - t * t * (3 - 2 * t);

	return SHADOW_DARKEST * fade * (0.55 + 0.45 * fade);
}

struct shadow_corner {
	double radius, blur;
};

static uint8_t shadow_coverage(double x, double y, const void *what)
{
	const struct shadow_corner *corner = what;
	double centre = corner->radius + corner->blur;

	return (uint8_t)lround(
		shadow_at(hypot(centre - x, centre - y) - corner->radius, corner->blur));
}

static struct corner *find_corner(struct ui *ui, int radius)
{
	struct corner *corner;

	for (int i = 0; i < ui->corner_count; i++)
		if (ui->corners[i].radius == radius)
			return &ui->corners[i];
	if (ui->corner_count == STATE_CORNERS_MAX)
		shape_flush(ui);
	corner = &ui->corners[ui->corner_count++];
	*corner = (struct corner){.radius = radius};
	corner->texture = make_mask(ui, radius, disc_coverage, &radius);
	return corner;
}

void shape_flush(struct ui *ui)
{
	for (int i = 0; i < ui->corner_count; i++) {
		if (ui->corners[i].texture)
			SDL_DestroyTexture(ui->corners[i].texture);
		if (ui->corners[i].shadow)
			SDL_DestroyTexture(ui->corners[i].shadow);
	}
	ui->corner_count = 0;
}

static void draw_mask(
	struct ui *ui, SDL_Texture *mask, SDL_Rect rect, uint32_t colour, SDL_RendererFlip flip)
{
	SDL_SetTextureColorMod(mask, (Uint8)(colour >> 16), (Uint8)(colour >> 8), (Uint8)colour);
	SDL_RenderCopyEx(ui->renderer, mask, NULL, &rect, 0, NULL, flip);
}

/* ---- boxes ---- */

static int least(int a, int b)
{
	return a < b ? a : b;
}

static void round_corners(
	struct ui *ui, SDL_Rect rect, int radius, uint32_t colour, bool top, bool bottom)
{
	SDL_Texture *mask = find_corner(ui, radius)->texture;
	int right = rect.x + rect.w - radius, low = rect.y + rect.h - radius;
	SDL_Rect corners[] = {{rect.x, rect.y, radius, radius}, {right, rect.y, radius, radius},
		{rect.x, low, radius, radius}, {right, low, radius, radius}};

	if (!mask)
		return;
	for (int i = 0; i < 4; i++) {
		int flip = (i & 1 ? SDL_FLIP_HORIZONTAL : 0) | (i & 2 ? SDL_FLIP_VERTICAL : 0);

		if (i < 2 ? top : bottom)
			draw_mask(ui, mask, corners[i], colour, (SDL_RendererFlip)flip);
	}
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

void shape_box(struct ui *ui, const struct box_look *look)
{
	SDL_Rect inner = {look->rect.x + look->border, look->rect.y + look->border,
		look->rect.w - 2 * look->border, look->rect.h - 2 * look->border};

	if (look->border > 0)
		shape_round(ui, look->rect, look->radius, look->edge);
	shape_round(ui, inner, look->radius - look->border, look->fill);
}

/* ---- shadows ---- */

int shape_shadow_reach(const struct ui *ui)
{
	return ui_px(ui, SHADOW_BLUR + SHADOW_DROP) + 1;
}

static SDL_Texture *shadow_mask(struct ui *ui, int radius, int blur)
{
	struct corner *corner = find_corner(ui, radius);
	struct shadow_corner what = {radius, blur};

	if (!corner->shadow)
		corner->shadow = make_mask(ui, radius + blur, shadow_coverage, &what);
	return corner->shadow;
}

/* The straight parts, a line of pixels a time; only what the box does not cover. */
static void shadow_edges(struct ui *ui, SDL_Rect rect, int radius, int blur)
{
	int across = rect.w - 2 * radius, down = rect.h - 2 * radius;

	for (int i = -ui_px(ui, SHADOW_DROP) - 1; i < blur; i++) {
		int alpha = (int)lround(shadow_at(i + 0.5, blur));
		SDL_Rect lines[] = {{rect.x + radius, rect.y + rect.h + i, across, 1},
			{rect.x + radius, rect.y - 1 - i, across, 1},
			{rect.x - 1 - i, rect.y + radius, 1, down},
			{rect.x + rect.w + i, rect.y + radius, 1, down}};

		if (alpha == 0)
			continue;
		set_colour(ui, ui->theme->shadow, alpha);
		SDL_RenderFillRects(ui->renderer, lines, i < 0 ? 1 : 4);
	}
}

void shape_shadow(struct ui *ui, SDL_Rect rect, int radius)
{
	int blur = ui_px(ui, SHADOW_BLUR), size;
	SDL_Texture *mask;

	radius = least(radius > blur ? radius : blur, least(rect.w, rect.h) / 2);
	size = radius + blur;
	mask = shadow_mask(ui, radius, blur);
	if (!mask)
		return;
	rect.y += ui_px(ui, SHADOW_DROP);
	for (int i = 0; i < 4; i++) {
		SDL_Rect corner = {i & 1 ? rect.x + rect.w - radius : rect.x - blur,
			i & 2 ? rect.y + rect.h - radius : rect.y - blur, size, size};
		int flip = (i & 1 ? SDL_FLIP_HORIZONTAL : 0) | (i & 2 ? SDL_FLIP_VERTICAL : 0);

		draw_mask(ui, mask, corner, ui->theme->shadow, (SDL_RendererFlip)flip);
	}
	shadow_edges(ui, rect, radius, blur);
}
