/* Icons are the SVG files of assets/icons, drawn once in each size they are shown in, white, and
 * tinted. */
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
			.white = true,
			.flipped = icon->flipped,
			.turn = icon->turn});
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
