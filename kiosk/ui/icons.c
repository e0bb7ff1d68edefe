/* Icons are our own SVG files, drawn once at exactly the size they are shown in, white, and tinted.
 * Only files from assets/icons are ever read: the SVG reader is not made for strangers. */
#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "ui/internal.h"
#include "ui/language.h"

enum { SVG_BYTES_MAX = 16 * 1024 };

bool icon_mirrors(const char *name)
{
	return strncmp(name, "arrow-left", 10) == 0 || strncmp(name, "arrow-right", 11) == 0 ||
	       strncmp(name, "arrow-u", 7) == 0 || strncmp(name, "caret-left", 10) == 0 ||
	       strncmp(name, "caret-right", 11) == 0 || strncmp(name, "sign-out", 8) == 0;
}

static size_t read_svg(const struct ui *ui, const char *name, char *text)
{
	char path[640];
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/icons/%s.svg", ui->assets, name);
	file = fopen(path, "rb");
	if (!file)
		return 0;
	length = fread(text, 1, SVG_BYTES_MAX - 1, file);
	fclose(file);
	text[length] = '\0';
	return length;
}

/* The same picture turned about its middle. */
static void turn_svg(const char *text, int turn, char *turned, size_t size)
{
	const char *path = strstr(text, "<path"), *end = strstr(text, "</svg>");

	if (turn == 0 || !path || !end)
		text_copy(turned, size, text);
	else
		snprintf(turned, size, "%.*s<g transform=\"rotate(%d 128 128)\">%.*s</g></svg>",
			(int)(path - text), text, turn, (int)(end - path), path);
}

static void make_white(SDL_Surface *surface)
{
	for (int y = 0; y < surface->h; y++) {
		Uint32 *row = (Uint32 *)((Uint8 *)surface->pixels + (ptrdiff_t)y * surface->pitch);

		for (int x = 0; x < surface->w; x++)
			row[x] |= 0xFFFFFF;
	}
}

static void flip(SDL_Surface *surface)
{
	for (int y = 0; y < surface->h; y++) {
		Uint32 *row = (Uint32 *)((Uint8 *)surface->pixels + (ptrdiff_t)y * surface->pitch);

		for (int x = 0; x < surface->w / 2; x++) {
			Uint32 pixel = row[x];

			row[x] = row[surface->w - 1 - x];
			row[surface->w - 1 - x] = pixel;
		}
	}
}

static SDL_Texture *draw_svg(struct ui *ui, const char *svg, const struct icon *icon)
{
	SDL_RWops *file = SDL_RWFromConstMem(svg, (int)strlen(svg));
	SDL_Surface *drawn = IMG_LoadSizedSVG_RW(file, icon->size, icon->size), *surface = NULL;
	SDL_Texture *texture = NULL;

	if (drawn)
		surface = SDL_ConvertSurfaceFormat(drawn, SDL_PIXELFORMAT_ARGB8888, 0);
	if (surface) {
		make_white(surface);
		if (icon->flipped)
			flip(surface);
		texture = SDL_CreateTextureFromSurface(ui->renderer, surface);
	}
	if (texture)
		SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
	SDL_FreeSurface(surface);
	SDL_FreeSurface(drawn);
	SDL_RWclose(file);
	return texture;
}

static void load(struct ui *ui, struct icon *icon)
{
	char svg[SVG_BYTES_MAX], turned[SVG_BYTES_MAX + 64];

	if (read_svg(ui, icon->name, svg) == 0) {
		log_warning("no icon %s", icon->name);
		return;
	}
	turn_svg(svg, icon->turn, turned, sizeof(turned));
	icon->texture = draw_svg(ui, turned, icon);
}

static SDL_Texture *find(struct ui *ui, const char *name, int size, int turn)
{
	bool flipped = ui_language()->right_to_left && icon_mirrors(name);
	struct icon *icon;

	for (int i = 0; i < ui->icon_count; i++) {
		icon = &ui->icons[i];
		if (icon->size == size && icon->turn == turn && icon->flipped == flipped &&
			strcmp(icon->name, name) == 0)
			return icon->texture;
	}
	if (ui->icon_count == INTERNAL_ICONS_MAX)
		icon_flush(ui);
	icon = &ui->icons[ui->icon_count++];
	*icon = (struct icon){.size = size, .turn = turn, .flipped = flipped};
	text_copy(icon->name, sizeof(icon->name), name);
	load(ui, icon);
	return icon->texture;
}

void icon_flush(struct ui *ui)
{
	for (int i = 0; i < ui->icon_count; i++)
		if (ui->icons[i].texture)
			SDL_DestroyTexture(ui->icons[i].texture);
	ui->icon_count = 0;
}

void icon_draw(struct ui *ui, const char *name, SDL_Rect rect, uint32_t colour, int turn)
{
	SDL_Texture *texture = find(ui, name, rect.w, turn);

	if (!texture)
		return;
	SDL_SetTextureColorMod(texture, (Uint8)(colour >> 16), (Uint8)(colour >> 8), (Uint8)colour);
	SDL_RenderCopy(ui->renderer, texture, NULL, &rect);
}
