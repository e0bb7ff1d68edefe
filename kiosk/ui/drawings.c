/* The drawings of assets/art: what an event is about. One at a time is on the screen, and one is kept. */
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "ui/internal.h"
#include "ui/language.h"
#include "ui/svg.h"

enum { DRAWING_WIDTH = 520, DRAWING_HEIGHT = 320 };

void drawing_flush(struct ui *ui)
{
	if (ui->drawing.texture)
		SDL_DestroyTexture(ui->drawing.texture);
	ui->drawing = (struct drawing){0};
}

/* White cannot be seen on what is light: it becomes ink. */
static void white_to_ink(char *text)
{
	for (char *at = text; (at = strstr(at, "#FFFFFF"));)
		memcpy(at, "#121B38", 7);
}

static void load(struct ui *ui, struct drawing *drawing)
{
	char text[SVG_BYTES_MAX];

	if (svg_read(ui, "art", drawing->name, text) == 0) {
		log_warning("no drawing %s", drawing->name);
		return;
	}
	if (!drawing->on_dark)
		white_to_ink(text);
	drawing->texture = svg_draw(ui, text,
		&(struct svg_wish){.width = drawing->width,
			.height = drawing->width * DRAWING_HEIGHT / DRAWING_WIDTH,
			.flipped = drawing->flipped});
}

static SDL_Texture *find(struct ui *ui, const struct drawing *wanted)
{
	struct drawing *kept = &ui->drawing;

	if (strcmp(kept->name, wanted->name) == 0 && kept->width == wanted->width &&
		kept->on_dark == wanted->on_dark && kept->flipped == wanted->flipped)
		return kept->texture;
	drawing_flush(ui);
	*kept = *wanted;
	load(ui, kept);
	return kept->texture;
}

/* As large as the box allows, in its middle, on its bottom. */
static SDL_Rect place(SDL_Rect box)
{
	SDL_Rect rect = {.w = box.w, .h = box.w * DRAWING_HEIGHT / DRAWING_WIDTH};

	if (rect.h > box.h) {
		rect.h = box.h;
		rect.w = box.h * DRAWING_WIDTH / DRAWING_HEIGHT;
	}
	rect.x = box.x + (box.w - rect.w) / 2;
	rect.y = box.y + box.h - rect.h;
	return rect;
}

void drawing_paint(struct ui *ui, const char *name, SDL_Rect box, enum ui_tone on)
{
	SDL_Rect rect = place(box);
	struct drawing wanted = {.width = rect.w,
		.on_dark = ui->theme->tones[on].dark,
		.flipped = ui_language()->right_to_left};
	SDL_Texture *texture;

	text_copy(wanted.name, sizeof(wanted.name), name);
	texture = find(ui, &wanted);
	if (texture)
		SDL_RenderCopy(ui->renderer, texture, NULL, &rect);
}
