/* contact_sheet OUT.png PICTURE.png...: the pictures side by side, each a quarter of its sides, in
 * rows of about 2000 pixels; for people who look at every screen at once. */
#include <png.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHRINK = 4, SHEET_WIDTH = 2000, GAP = 16, PICTURES_MAX = 64, GREY = 0x88 };

struct picture {
	int width, height; /* shrunk */
	uint8_t *pixels;   /* RGB */
};

static uint8_t mean(const uint8_t *pixels, size_t row_bytes, int x, int y, int channel)
{
	unsigned sum = 0;

	for (int dy = 0; dy < SHRINK; dy++)
		for (int dx = 0; dx < SHRINK; dx++)
			sum += pixels[(size_t)(y * SHRINK + dy) * row_bytes +
				      (size_t)(x * SHRINK + dx) * 3 + (size_t)channel];
	return (uint8_t)(sum / (SHRINK * SHRINK));
}

static void shrink(struct picture *picture, const uint8_t *pixels, size_t row_bytes)
{
	uint8_t *to = picture->pixels;

	for (int y = 0; y < picture->height; y++)
		for (int x = 0; x < picture->width; x++)
			for (int channel = 0; channel < 3; channel++)
				*to++ = mean(pixels, row_bytes, x, y, channel);
}

static bool load(struct picture *picture, const char *path)
{
	png_image image = {.version = PNG_IMAGE_VERSION};

	if (!png_image_begin_read_from_file(&image, path))
		return false;
	image.format = PNG_FORMAT_RGB;
	picture->width = (int)image.width / SHRINK;
	picture->height = (int)image.height / SHRINK;
	uint8_t *pixels = malloc(PNG_IMAGE_SIZE(image));
	picture->pixels = malloc((size_t)picture->width * (size_t)picture->height * 3);
	bool good =
		pixels && picture->pixels && png_image_finish_read(&image, NULL, pixels, 0, NULL);
	if (good)
		shrink(picture, pixels, (size_t)image.width * 3);
	free(pixels);
	return good;
}

struct place {
	int x, y;
};

/* Fills rows from the start; returns the sheet's height. */
static int arrange(const struct picture *pictures, int count, struct place *places)
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

static void paste(uint8_t *sheet, const struct picture *picture, struct place place)
{
	for (int y = 0; y < picture->height; y++)
		memcpy(sheet + ((size_t)(place.y + y) * SHEET_WIDTH + (size_t)place.x) * 3,
			picture->pixels + (size_t)y * (size_t)picture->width * 3,
			(size_t)picture->width * 3);
}

static bool save(const char *path, const uint8_t *sheet, int height)
{
	png_image image = {.version = PNG_IMAGE_VERSION,
		.width = SHEET_WIDTH,
		.height = (png_uint_32)height,
		.format = PNG_FORMAT_RGB};

	return png_image_write_to_file(&image, path, 0, sheet, 0, NULL);
}

int main(int argc, char **argv)
{
	static struct picture pictures[PICTURES_MAX];
	static struct place places[PICTURES_MAX];
	int count = argc - 2;

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
	int height = arrange(pictures, count, places);
	size_t size = (size_t)SHEET_WIDTH * (size_t)height * 3;
	uint8_t *sheet = malloc(size);
	if (!sheet)
		return 1;
	memset(sheet, GREY, size);
	for (int i = 0; i < count; i++) {
		paste(sheet, &pictures[i], places[i]);
		free(pictures[i].pixels);
	}
	bool saved = save(argv[1], sheet, height);
	free(sheet);
	return saved ? 0 : 1;
}
