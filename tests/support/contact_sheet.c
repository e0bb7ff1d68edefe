/* contact_sheet OUT.png PICTURE.png...: the pictures side by side, each a quarter of its sides, in
 * rows of about 2000 pixels; for people who look at every screen at once. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "png_picture.h"

enum { SHEET_WIDTH = 2000, GAP = 16, PICTURES_MAX = 128, GREY = 0x88 };

struct place {
	int x, y;
};

/* Fills rows from the start; returns the sheet's height. */
static int arrange(const struct png_picture *pictures, int count, struct place *places)
{
	int x = GAP, y = GAP, row = 0;

	for (int i = 0; i < count; i++) {
		if (x > GAP && x + pictures[i].width + GAP > SHEET_WIDTH) {
			x = GAP;
			y += row + GAP;
			row = 0;
		}
		places[i] = (struct place){x, y};
		x += pictures[i].width + GAP;
		if (pictures[i].height > row)
			row = pictures[i].height;
	}
	return y + row + GAP;
}

static void paste(struct png_picture *sheet, const struct png_picture *picture, struct place place)
{
	for (int y = 0; y < picture->height; y++)
		memcpy(png_picture_at(sheet, place.x, place.y + y), png_picture_at(picture, 0, y),
			(size_t)picture->width * 3);
}

static bool load(struct png_picture *picture, const char *path)
{
	return png_picture_load(picture, path) && png_picture_shrink(picture);
}

/* False: no memory. */
static bool lay_out(struct png_picture *sheet, const struct png_picture *pictures, int count)
{
	static struct place places[PICTURES_MAX];
	size_t bytes;

	sheet->width = SHEET_WIDTH;
	sheet->height = arrange(pictures, count, places);
	bytes = (size_t)sheet->width * (size_t)sheet->height * 3;
	sheet->pixels = malloc(bytes);
	if (!sheet->pixels)
		return false;
	memset(sheet->pixels, GREY, bytes);
	for (int i = 0; i < count; i++)
		paste(sheet, &pictures[i], places[i]);
	return true;
}

int main(int argc, char **argv)
{
	static struct png_picture pictures[PICTURES_MAX];
	struct png_picture sheet = {0};
	int count = argc - 2;
	bool saved;

	if (count < 1 || count > PICTURES_MAX) {
		fprintf(stderr, "usage: contact_sheet OUT.png PICTURE.png... (at most %d)\n",
			PICTURES_MAX);
		return 2;
	}
	for (int i = 0; i < count; i++) {
		if (!load(&pictures[i], argv[i + 2])) {
			fprintf(stderr, "contact_sheet: %s is no PNG\n", argv[i + 2]);
			return 1;
		}
	}
	saved = lay_out(&sheet, pictures, count) && png_picture_save(&sheet, argv[1]);
	for (int i = 0; i < count; i++)
		free(pictures[i].pixels);
	free(sheet.pixels);
	return saved ? 0 : 1;
}
