/* libpng's simple functions, and the average of sixteen pixels. */
#include "png_picture.h"

#include <png.h>
#include <stdlib.h>

enum { SHRINK = 4 };

bool png_picture_load(struct png_picture *picture, const char *path)
{
	png_image image = {.version = PNG_IMAGE_VERSION};

	if (!png_image_begin_read_from_file(&image, path))
		return false;
	image.format = PNG_FORMAT_RGB;
	picture->width = (int)image.width;
	picture->height = (int)image.height;
	picture->pixels = malloc(PNG_IMAGE_SIZE(image));
	return picture->pixels && png_image_finish_read(&image, NULL, picture->pixels, 0, NULL);
}

bool png_picture_save(const struct png_picture *picture, const char *path)
{
	png_image image = {.version = PNG_IMAGE_VERSION,
		.width = (png_uint_32)picture->width,
		.height = (png_uint_32)picture->height,
		.format = PNG_FORMAT_RGB};

	return png_image_write_to_file(&image, path, 0, picture->pixels, 0, NULL);
}

uint8_t *png_picture_at(const struct png_picture *picture, int x, int y)
{
	return picture->pixels + ((size_t)y * (size_t)picture->width + (size_t)x) * 3;
}

static uint8_t mean(const struct png_picture *picture, int x, int y, int channel)
{
	unsigned sum = 0;

	for (int dy = 0; dy < SHRINK; dy++)
		for (int dx = 0; dx < SHRINK; dx++)
			sum += png_picture_at(picture, x * SHRINK + dx, y * SHRINK + dy)[channel];
	return (uint8_t)(sum / (SHRINK * SHRINK));
}

bool png_picture_shrink(struct png_picture *picture)
{
	struct png_picture small = {
		.width = picture->width / SHRINK, .height = picture->height / SHRINK};
	uint8_t *to = small.pixels = malloc((size_t)small.width * (size_t)small.height * 3);

	if (!to)
		return false;
	for (int y = 0; y < small.height; y++)
		for (int x = 0; x < small.width; x++)
			for (int channel = 0; channel < 3; channel++)
				*to++ = mean(picture, x, y, channel);
	free(picture->pixels);
	*picture = small;
	return true;
}
