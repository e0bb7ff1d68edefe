/* Text of an SVG file, then pixels, then a texture. */
#include "ui/svg.h"

#include <SDL_image.h>
#include <stdio.h>
#include <string.h>

#include "ui/internal.h"

size_t svg_read(const struct ui *ui, const char *folder, const char *name, char text[SVG_BYTES_MAX])
{
	char path[640];
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s/%s.svg", ui->assets, folder, name);
	file = fopen(path, "rb");
	if (!file)
		return 0;
	length = fread(text, 1, SVG_BYTES_MAX - 1, file);
	fclose(file);
	text[length] = '\0';
	return length;
}

static Uint32 *pixel_row(const SDL_Surface *surface, int y)
{
	return (Uint32 *)((Uint8 *)surface->pixels + (ptrdiff_t)y * surface->pitch);
}

static void make_white(SDL_Surface *surface)
{
	for (int y = 0; y < surface->h; y++) {
		Uint32 *row = pixel_row(surface, y);

		for (int x = 0; x < surface->w; x++)
			row[x] |= 0xFFFFFF;
	}
}

static void flip(SDL_Surface *surface)
{
	for (int y = 0; y < surface->h; y++) {
		Uint32 *row = pixel_row(surface, y);

		for (int x = 0; x < surface->w / 2; x++) {
			Uint32 pixel = row[x];

			row[x] = row[surface->w - 1 - x];
			row[surface->w - 1 - x] = pixel;
		}
	}
}

static SDL_Surface *make_surface(const char *text, const struct svg_wish *wish)
{
	SDL_RWops *file = SDL_RWFromConstMem(text, (int)strlen(text));
	SDL_Surface *drawn = IMG_LoadSizedSVG_RW(file, wish->width, wish->height), *surface = NULL;

	if (drawn)
		surface = SDL_ConvertSurfaceFormat(drawn, SDL_PIXELFORMAT_ARGB8888, 0);
	SDL_FreeSurface(drawn);
	SDL_RWclose(file);
	return surface;
}

SDL_Texture *svg_draw(struct ui *ui, const char *text, const struct svg_wish *wish)
{
	SDL_Surface *surface = make_surface(text, wish);
	SDL_Texture *texture = NULL;

	if (surface) {
		if (wish->white)
			make_white(surface);
		if (wish->flipped)
			flip(surface);
		texture = SDL_CreateTextureFromSurface(ui->renderer, surface);
	}
	if (texture)
		SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
	SDL_FreeSurface(surface);
	return texture;
}
