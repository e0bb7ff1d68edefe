/* Icons are the SVG files of assets/icons, drawn once in each size and colour they are shown in. */
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "ui/internal.h"
#include "ui/language.h"
#include "ui/svg.h"

bool icon_mirrors(const char *name)
{
	return strncmp(name, "arrow-left", 10) == 0 || strncmp(name, "arrow-right", 11) == 0 ||
	       strncmp(name, "arrow-u", 7) == 0 || strncmp(name, "caret-left", 10) == 0 ||
	       strncmp(name, "caret-right", 11) == 0 || strncmp(name, "sign-out", 8) == 0;
}

static void load(struct ui *ui, struct icon *icon)
{
	char svg[SVG_BYTES_MAX];

	if (svg_read(ui, "icons", icon->name, svg) == 0) {
		log_warning("no icon %s", icon->name);
		return;
	}
	icon->texture = svg_draw(ui, svg,
		&(struct svg_wish){.width = icon->size,
			.height = icon->size,
			.tinted = true,
			.tint = icon->colour,
			.flipped = icon->flipped,
			.turn = icon->turn});
}

static SDL_Texture *find(struct ui *ui, const char *name, struct icon wanted)
{
	struct icon *icon;

	for (int i = 0; i < ui->icon_count; i++) {
		icon = &ui->icons[i];
		if (icon->size == wanted.size && icon->turn == wanted.turn &&
			icon->flipped == wanted.flipped && icon->colour == wanted.colour &&
			strcmp(icon->name, name) == 0)
			return icon->texture;
	}
	if (ui->icon_count == INTERNAL_ICONS_MAX)
		icon_flush(ui);
	icon = &ui->icons[ui->icon_count++];
	*icon = wanted;
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
	SDL_Texture *texture = find(ui, name,
		(struct icon){.size = rect.w,
			.turn = turn,
			.flipped = ui_language()->right_to_left && icon_mirrors(name),
			.colour = colour});

	if (texture)
		SDL_RenderCopy(ui->renderer, texture, NULL, &rect);
}
