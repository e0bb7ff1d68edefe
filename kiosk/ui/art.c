/* Pictures that are drawn, not loaded: codes, the book spines with their notes, the logo, stamps. */
#include <math.h>
#include <qrencode.h>
#include <string.h>

#include "base/text.h"
#include "ui/code128.h"
#include "ui/internal.h"
#include "ui/language.h"

/* ---- QR ---- */

enum { QUIET_MODULES = 4, BARCODE_MARGIN = 8 /* part of the height */ };

void art_qr_forget(struct ui *ui)
{
	QRcode *code = ui->qr.code;

	if (code) {
		explicit_bzero(code->data, (size_t)(code->width * code->width));
		QRcode_free(code);
	}
	explicit_bzero(&ui->qr, sizeof(ui->qr));
}

static const QRcode *find_code(struct ui *ui, const char *text)
{
	if (ui->qr.code && strcmp(ui->qr.text, text) == 0)
		return ui->qr.code;
	art_qr_forget(ui);
	if (!text_copy(ui->qr.text, sizeof(ui->qr.text), text))
		return NULL;
	ui->qr.code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	return ui->qr.code;
}

/* A run of dark modules is one rectangle. */
static void draw_modules(struct ui *ui, const QRcode *code, SDL_Point corner, int module)
{
	for (int y = 0; y < code->width; y++) {
		const unsigned char *row = code->data + y * code->width;

		for (int x = 0; x < code->width; x++) {
			int from = x;

			while (x < code->width && row[x] & 1)
				x++;
			shape_rect(ui,
				(SDL_Rect){corner.x + from * module, corner.y + y * module,
					(x - from) * module, module},
				0x000000);
		}
	}
}

void art_qr(struct ui *ui, const char *text, SDL_Rect rect)
{
	const QRcode *code = find_code(ui, text);
	int side = rect.w < rect.h ? rect.w : rect.h, modules, module;

	shape_rect(ui, rect, 0xFFFFFF);
	if (!code)
		return;
	modules = code->width + 2 * QUIET_MODULES;
	module = side / modules;
	draw_modules(ui, code,
		(SDL_Point){rect.x + (rect.w - code->width * module) / 2,
			rect.y + (rect.h - code->width * module) / 2},
		module);
}

/* ---- barcode ---- */

/* Modules are as many whole pixels wide as there is room for; above and below is as much white as the
 * eye wants. */
void art_barcode(struct ui *ui, const char *text, SDL_Rect rect)
{
	struct code128 code;
	int module, x, margin = rect.h / BARCODE_MARGIN;

	shape_rect(ui, rect, 0xFFFFFF);
	if (!code128_make(text, &code))
		return;
	module = rect.w / (code.modules + 2 * CODE128_QUIET_MODULES);
	x = rect.x + (rect.w - code.modules * module) / 2;
	for (int i = 0; i < code.count; i++) {
		int width = code.widths[i] * module;

		if (i % 2 == 0)
			shape_rect(ui, (SDL_Rect){x, rect.y + margin, width, rect.h - 2 * margin},
				0x000000);
		x += width;
	}
	explicit_bzero(&code, sizeof(code));
}

/* ---- spines ---- */

enum { SPINE_WIDTH_SUM = 1000 };

struct spine {
	int width, height; /* of 1000 */
	uint32_t colour, band;
	bool dot;
};

#define WHITE 0xFFFFFF
#define MINT 0x7FCFC3
#define SUN 0xFFC845
#define BLUE 0x9CC2FF
#define ROSE 0xF5A08D
#define INK 0x121B38

static const struct spine spines[] = {
	{118, 440, WHITE, 0xC6CAD3, true},
	{108, 760, MINT, 0x62A9A2, false},
	{118, 565, SUN, 0xC39B3D, false},
	{148, 835, WHITE, 0xC6CAD3, true},
	{100, 790, BLUE, 0x7697D0, false},
	{146, 555, SUN, 0xC39B3D, false},
	{138, 610, ROSE, 0xBE7D74, true},
};
enum { SPINES = sizeof(spines) / sizeof(spines[0]), NOTES = 3 };
enum { SHELF_WIDTH = 190, SHELF_HEIGHT = 80 }; /* of 100 parts of the other, at most */

struct note {
	int x, y, size; /* middle, top and size: of 1000, size of the height */
	int turn;
	uint32_t colour;
};

static const struct note notes[NOTES] = {
	{80, 890, 170, -6, WHITE},
	{480, 1000, 230, 0, SUN},
	{830, 860, 170, 8, WHITE},
};

static SDL_Rect mirrored(SDL_Rect rect, SDL_Rect inside)
{
	if (ui_language()->right_to_left)
		rect.x = 2 * inside.x + inside.w - rect.x - rect.w;
	return rect;
}

static void draw_spine(struct ui *ui, const struct spine *spine, SDL_Rect rect)
{
	/* Parts of the width: books of every size look alike. */
	int unit = rect.w * 1000 / spine->width, dot = unit / 60;
	SDL_Rect bands = {rect.x, rect.y + unit / 28, rect.w, unit / 86};

	shape_round_top(ui, rect, unit / 76, spine->colour);
	shape_rect(ui, bands, spine->band);
	bands.y += bands.h + unit / 76;
	bands.h = unit / 200;
	shape_rect(ui, bands, spine->band);
	if (spine->dot)
		shape_round(ui,
			(SDL_Rect){
				rect.x + (rect.w - dot) / 2, rect.y + rect.h - unit / 11, dot, dot},
			dot / 2, 0x454C66);
}

static void draw_note(struct ui *ui, const struct note *note, SDL_Rect rect)
{
	int size = rect.h * note->size / 1000;
	SDL_Rect at = {rect.x + rect.w * note->x / 1000 - size / 2,
		rect.y + rect.h - rect.h * note->y / 1000, size, size};

	icon_draw(ui, "music-notes-fill", mirrored(at, rect), note->colour, note->turn);
}

/* At the end of the box and on its bottom, in the shape of a shelf. */
static SDL_Rect shelf(SDL_Rect box)
{
	SDL_Rect rect = box;

	rect.w = rect.h * SHELF_WIDTH / 100 < box.w ? rect.h * SHELF_WIDTH / 100 : box.w;
	rect.h = rect.w * SHELF_HEIGHT / 100 < box.h ? rect.w * SHELF_HEIGHT / 100 : box.h;
	rect.x += box.w - rect.w;
	rect.y += box.h - rect.h;
	return mirrored(rect, box);
}

static uint32_t on_paper(uint32_t colour, bool dark)
{
	return !dark && colour == WHITE ? INK : colour;
}

/* Notes stand above the lower books. */
static void draw_notes(struct ui *ui, SDL_Rect rect, bool dark)
{
	for (int i = 0; i < NOTES; i++) {
		struct note note = notes[i];

		note.colour = on_paper(note.colour, dark);
		draw_note(ui, &note, rect);
	}
}

/* Books fill the shelf's width; where there is singing, they sing. */
void art_spines(struct ui *ui, const struct ui_node *node, SDL_Rect box)
{
	SDL_Rect rect = shelf(box);
	int sum = 0, x = rect.x, gap = ui_px(ui, 5);
	bool dark = ui->theme->tones[node->on].dark;

	for (int i = 0; i < SPINES; i++)
		sum += spines[i].width;
	for (int i = 0; i < SPINES; i++) {
		struct spine spine = spines[i];
		int width = (rect.w - gap * (SPINES - 1)) * spine.width / sum;
		int height = rect.h * 68 / 100 * spine.height / 835;

		spine.colour = on_paper(spine.colour, dark);
		draw_spine(ui, &spine,
			mirrored((SDL_Rect){x, rect.y + rect.h - height, width, height}, rect));
		x += width + gap;
	}
	if (node->value)
		draw_notes(ui, rect, dark);
}

/* ---- logo ---- */

void art_logo(struct ui *ui, SDL_Rect rect)
{
	static const struct spine books[] = {{300, 720, SUN, 0, false},
		{300, 1000, 0xF2785F, 0, false}, {300, 850, MINT, 0, false}};
	int width = (int)lround(rect.w * 0.29), step = (int)lround(rect.w * 0.355);

	for (int i = 0; i < 3; i++) {
		int height = rect.h * books[i].height / 1000;
		SDL_Rect book = {rect.x + i * step, rect.y + rect.h - height, width, height};

		shape_round(ui, book, width / 4, books[i].colour);
	}
}

/* ---- stamp ---- */

enum { SCALLOPS = 16 };

static void draw_disc(struct ui *ui, SDL_Point middle, int radius, uint32_t colour)
{
	shape_round(ui, (SDL_Rect){middle.x - radius, middle.y - radius, 2 * radius, 2 * radius},
		radius, colour);
}

/* Scallops around a disc, and a light ring in it. */
void art_stamp(struct ui *ui, SDL_Rect rect, uint32_t colour)
{
	SDL_Point middle = {rect.x + rect.w / 2, rect.y + rect.h / 2};
	int scallop = rect.w / 11, reach = rect.w / 2 - scallop;
	uint32_t light = theme_mix(colour, 0xFFFFFF, 150);

	for (int i = 0; i < SCALLOPS; i++) {
		double angle = 2 * M_PI * i / SCALLOPS;
		SDL_Point at = {middle.x + (int)lround(reach * cos(angle)),
			middle.y + (int)lround(reach * sin(angle))};
		draw_disc(ui, at, scallop, colour);
	}
	draw_disc(ui, middle, reach, colour);
	draw_disc(ui, middle, reach - rect.w / 24, light);
	draw_disc(ui, middle, reach - rect.w / 24 - rect.w / 40 - 1, colour);
}
